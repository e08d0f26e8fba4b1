use serde_json::json;
use uuid::Uuid;

use crate::access::{Actor, Permit, Scope};
use crate::base::redact::{GONE, redact};
use crate::base::{App, Error, Result};
use crate::cases::{Case, store};
use crate::journal::{self, Happening};

/// Look at a voter's name and telephone number unmasked; every look is written down with who looked.
///
/// # Errors
/// `NotFound` for a case that is not theirs to see, `Forbidden` when the voter's data are none of their business.
pub async fn read_personal(app: &App, actor: &Actor, id: Uuid) -> Result<Case> {
    actor.must(Permit::CaseReadPersonal)?;
    let tx = app.db.begin().await?;
    let case = store::find(&tx, actor, id).await?;
    if !may_read_personal(actor, &case) {
        return Err(Error::Forbidden);
    }
    let author = actor.author(Permit::CaseReadPersonal, app.clock.now());
    let kind = "case.personal-read".to_owned();
    let happening = Happening { kind, subject: "case", subject_id: id, facts: json!({}) };
    journal::append(&tx, &author, happening).await?;
    tx.commit().await?;
    Ok(case)
}

/// Whether a voter's name and number are their business: the deputy concerned, the offices in charge, the commission.
pub fn may_read_personal(actor: &Actor, case: &Case) -> bool {
    actor.posts_with(Permit::CaseReadPersonal).any(|(post, scope)| match scope {
        Scope::Congress | Scope::Deployment => true,
        Scope::Own => actor.person.is_some() && case.deputy_id == actor.person,
        Scope::Office => {
            let offices = [case.office_id, case.station_id, case.body_id];
            post.organization.is_some() && offices.contains(&post.organization)
        }
        Scope::Organ => false,
    })
}

/// Whether they read a case as it was written: nobody's personal data are in it, or these are their business or own.
pub fn reads_whole(actor: &Actor, case: &Case) -> bool {
    let own = actor.account.is_some() && case.voter_account_id == actor.account;
    !case.standing.has_voter || own || may_read_personal(actor, case)
}

/// A case as they may read it: an organ handles the matter and needs not know who the voter is.
pub fn as_read_by(actor: &Actor, mut case: Case) -> Case {
    if reads_whole(actor, &case) {
        return case;
    }
    for known in [&mut case.voter_name, &mut case.voter_phone, &mut case.voter_email] {
        let known = std::mem::take(known);
        if known.chars().count() > 1 {
            for text in [&mut case.subject, &mut case.body, &mut case.place] {
                *text = text.replace(&known, GONE);
            }
        }
    }
    for text in [&mut case.subject, &mut case.body, &mut case.place] {
        *text = redact(text);
    }
    case
}
