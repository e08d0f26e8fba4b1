//! A deputy's profile (clause 7): how far the contact goes, a few words of his or her own, a photo. The deputy keeps
//! it, or the local office that serves the deputy; what the charter asks for cannot be chosen away.

use serde_json::json;
use uuid::Uuid;

use super::public::{Contact, Rules};
use super::store::{self, Kept, Profile};
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Mistake, Result, redact::redact};
use crate::files::{self, Checked};
use crate::journal::{self, Happening};

/// Characters of the longest introduction.
pub const INTRO: usize = 300;

/// Characters of the longest list of languages.
pub const LANGUAGES: usize = 60;

/// A profile as it shall be.
#[derive(Debug, Clone)]
pub struct NewProfile {
    /// How far the contact goes.
    pub contact: Contact,
    /// The number that voters are given; empty for the one in the register.
    pub phone: String,
    /// A few words of the deputy's own.
    pub intro: String,
    /// The languages spoken.
    pub languages: String,
    /// A new photo; the one before stays when there is none.
    pub photo: Option<Checked>,
    /// Show no photo any more.
    pub without_photo: bool,
}

/// What is wrong with it, each with its field.
fn wrong(new: &NewProfile, kept: &Kept, rules: &Rules) -> Vec<Mistake> {
    let mut found = Vec::new();
    if let Err(key) = rules.may_choose(new.contact) {
        found.push(Mistake::new("contact", key));
    } else if new.contact != Contact::Relay && new.phone.is_empty() && kept.phone.is_empty() {
        found.push(Mistake::new("phone", "profile-phone-missing"));
    }
    // What everybody reads must not bring the number that only the constituency may see.
    for (field, text) in [("intro", &new.intro), ("languages", &new.languages)] {
        if redact(text) != *text {
            found.push(Mistake::new(field, "profile-personal"));
        }
    }
    found
}

/// Keep a deputy's profile: one's own, or of a deputy whom one's office serves.
///
/// # Errors
/// `NotFound` for a stranger's; `Invalid` when the choice is narrower than the charter asks for, or wider than it allows.
pub async fn keep(app: &App, actor: &Actor, person: Uuid, new: &NewProfile) -> Result<()> {
    actor.must(Permit::ProfileKeep)?;
    if let Some(photo) = &new.photo {
        files::keep(app, actor.congress, photo).await?;
    }
    let (now, author) = (app.clock.now(), actor.author(Permit::ProfileKeep, app.clock.now()));
    let tx = app.db.begin().await?;
    let kept = store::profiles_kept(&tx, actor, Some(person)).await?.pop().ok_or(Error::NotFound)?;
    let found = wrong(new, &kept, &Rules::of(&tx, app, actor.congress).await?);
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let before = store::profile(&tx, actor.congress, person).await?;
    let photo_id = match &new.photo {
        Some(photo) => Some(files::attach(&tx, app, &author, photo, ("profile", person), None).await?),
        None => before.photo_id.filter(|_| !new.without_photo),
    };
    let profile = Profile {
        phone: new.phone.clone(),
        intro: new.intro.trim().to_owned(),
        languages: new.languages.trim().to_owned(),
        photo_id,
    };
    store::put_profile(&tx, (actor.congress, person), &profile, now).await?;
    store::set_contact(&tx, actor.congress, person, new.contact.word()).await?;
    let facts = json!({
        "contact": new.contact.word(),
        "before": kept.contact_public,
        "own-number": !profile.phone.is_empty(),
        "photo": photo_id,
    });
    let happening =
        Happening { kind: "profile.kept".to_owned(), subject: "person", subject_id: person, facts };
    journal::append(&tx, &author, happening).await?;
    tx.commit().await
}
