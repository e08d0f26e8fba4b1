//! Commendations (加分): the commission proposes one, the leadership approves or refuses it. Until then it counts
//! nothing, and nobody approves what he or she proposed or what is his or her own.

use charter::ActKind;
use chrono::NaiveDate;
use uuid::Uuid;

use super::store;
use crate::access::{Actor, Permit, Role};
use crate::base::{App, Error, Result, Tx};
use crate::ledger::acts::{Wanted, take_in};
use crate::ledger::{NewAct, Step, enter};
use crate::notices::{Audience, Fact, Facts, Notice, tell};

/// Characters of the longest reason for a commendation.
pub const LONGEST: usize = 500;

/// A commendation to be proposed.
#[derive(Debug, Clone)]
pub struct NewMerit<'a> {
    /// The form's own id: sent twice, it proposes once.
    pub form: Uuid,
    /// Whose.
    pub person: Uuid,
    /// On which day.
    pub on_day: NaiveDate,
    /// What for.
    pub text: &'a str,
}

/// Propose a commendation; its id.
///
/// # Errors
/// `Invalid` with the field when it is not said what for, or the person held no seat on that day.
pub async fn propose(app: &App, actor: &Actor, new: &NewMerit<'_>) -> Result<Uuid> {
    actor.must(Permit::MeritPropose)?;
    let text = new.text.trim();
    if text.is_empty() || text.chars().count() > LONGEST {
        return Err(Error::invalid("text", "points-merit-text-missing"));
    }
    let tx = app.db.begin().await?;
    if let Some(sent) = store::merit_of_form(&tx, actor.congress, new.form).await? {
        return Ok(sent);
    }
    let members = store::members(&tx, actor.congress, (new.on_day, new.on_day)).await?;
    let Some(member) = members.iter().find(|member| member.id == new.person) else {
        return Err(Error::invalid("person", "points-merit-no-member"));
    };
    let id = app.chance.id(app.clock.now());
    if !store::insert_merit(&tx, actor.congress, (id, new.form), text).await? {
        return Err(Error::conflict("ledger-entered-already"));
    }
    let act = NewAct::new(new.person, ActKind::Merit, new.on_day, ("merit", id));
    enter(&tx, app, (actor, Permit::MeritPropose), &act, true).await?;
    let facts = Facts::from([("name".to_owned(), Fact::Text(member.name.clone()))]);
    hear(&tx, app, (actor.congress, id), (Audience::Role(Role::Leadership), "merit-waiting"), facts).await?;
    tx.commit().await?;
    Ok(id)
}

/// Approve a commendation (it counts from now on), or refuse it with a reason.
///
/// # Errors
/// `NotFound` for one that is not theirs to see, `Forbidden` when they proposed it or it is their own, `Conflict` when
/// it was decided already, `Invalid` when a refusal has no reason.
pub async fn decide(app: &App, actor: &Actor, id: Uuid, (step, note): (Step, &str)) -> Result<()> {
    actor.must(Permit::MeritApprove)?;
    let tx = app.db.begin().await?;
    let merit = store::merit(&tx, actor, id).await?;
    take_in(&tx, app, actor, merit.act_id, (step, Wanted { note, version: None })).await?;
    let kind = if step == Step::Verify { "merit-approved" } else { "merit-refused" };
    let facts = Facts::from([("name".to_owned(), Fact::Text(merit.name.clone()))]);
    let mut told = vec![Audience::Person(merit.person_id)];
    told.extend(merit.entered_by.map(Audience::Account));
    for to in told {
        hear(&tx, app, (actor.congress, id), (to, kind), facts.clone()).await?;
    }
    tx.commit().await
}

async fn hear(
    tx: &Tx,
    app: &App,
    (congress, subject_id): (Uuid, Uuid),
    (to, kind): (Audience, &'static str),
    facts: Facts,
) -> Result<()> {
    tell(tx, app, &Notice { congress, to, kind, subject: "merit", subject_id, facts }).await
}
