//! What a member does with a contact, and what is asked of it: may they → is it right → write → record.

mod check;
mod confide;
mod pass_on;

use charter::ActKind;
use serde_json::json;
use uuid::Uuid;

pub(super) use check::mistakes;
pub use check::{LONGEST, LONGEST_CONFIDENCE};
pub use confide::{may_read_confidence, read_confidence};
pub use pass_on::{may_pass_on, pass_on};

use super::store::{self, Contact};
use super::{NewContact, split::split};
use crate::access::{Actor, Permit, drafts};
use crate::base::{App, Conn, Error, Result, Tx};
use crate::files;
use crate::journal::{self, Author, Happening};
use crate::ledger::acts::{Wanted, charter_on, take_in};
use crate::ledger::{self, NewAct, Step};

/// The page of the form, whose draft is superfluous once the contact is recorded.
pub const PAGE: &str = "/contacts/new";

/// The page on which a contact is amended.
pub fn edit_page(id: Uuid) -> String {
    format!("/contacts/{id}/edit")
}

/// Record a contact, as a draft or declared at once; its id. The same form sent twice is one contact.
///
/// # Errors
/// `Invalid` with every field to correct; `Forbidden` for whoever is nobody in the register of people.
pub async fn record(app: &App, actor: &Actor, new: &NewContact) -> Result<Uuid> {
    actor.must(Permit::ContactRecord)?;
    let person = actor.person.ok_or(Error::Forbidden)?;
    refuse(app, actor, new).await?;
    for file in &new.files {
        files::keep(app, actor.congress, file).await?;
    }
    let tx = app.db.begin().await?;
    if let Some((id, member)) = store::by_form(&tx, actor.congress, new.form).await? {
        return if member == person { Ok(id) } else { Err(Error::Forbidden) };
    }
    let author = actor.author(Permit::ContactRecord, app.clock.now());
    let id = app.chance.id(author.at);
    let (said, confidence) = parted(&tx, app, actor, new).await?;
    note(&tx, &author, "contact.recorded", id).await?;
    let act = as_act(person, id, new);
    let act = ledger::enter(&tx, app, (actor, Permit::ContactRecord), &act, new.declare).await?;
    store::insert(&tx, actor.congress, (id, new.form), (person, act), &said).await?;
    store::set_confidence(&tx, actor.congress, id, &confidence).await?;
    attach(&tx, app, &author, id, new).await?;
    if let Some(account) = actor.account {
        drafts::drop_draft(&tx, actor.congress, account, PAGE).await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// Change what a draft or a returned contact says, and declare it (again) if so wanted. Photos are added to those there.
///
/// # Errors
/// `NotFound` for a contact that is not theirs to see, `Forbidden` when it is somebody else's, `Conflict` when it is
/// neither a draft nor returned; as [`record`] for the rest.
pub async fn amend(app: &App, actor: &Actor, id: Uuid, new: &NewContact) -> Result<()> {
    actor.must(Permit::ContactRecord)?;
    let contact = own(&app.db, actor, id).await?;
    if !contact.is_open() {
        return Err(Error::conflict("ledger-moved-on"));
    }
    refuse(app, actor, new).await?;
    for file in &new.files {
        files::keep(app, actor.congress, file).await?;
    }
    let tx = app.db.begin().await?;
    let author = actor.author(Permit::ContactRecord, app.clock.now());
    let (said, confidence) = parted(&tx, app, actor, new).await?;
    let act = as_act(contact.member_id, id, new);
    ledger::acts::amend(&tx, app, (actor, Permit::ContactRecord), contact.act_id, &act).await?;
    store::set_said(&tx, actor.congress, id, &said).await?;
    store::set_confidence(&tx, actor.congress, id, &confidence).await?;
    attach(&tx, app, &author, id, new).await?;
    note(&tx, &author, "contact.amended", id).await?;
    if new.declare {
        take_in(&tx, app, actor, contact.act_id, (Step::Declare, Wanted::default())).await?;
    }
    if let Some(account) = actor.account {
        drafts::drop_draft(&tx, actor.congress, account, &edit_page(id)).await?;
    }
    tx.commit().await
}

/// Declare a draft, take a declaration back, or give a draft up: what was confided in it is erased with that.
///
/// # Errors
/// `NotFound` and `Forbidden` as [`amend`]; `Conflict` when it has moved on, or says too little to be declared.
pub async fn step(app: &App, actor: &Actor, id: Uuid, (step, version): (Step, Option<i64>)) -> Result<()> {
    actor.must(Permit::ContactRecord)?;
    if matches!(step, Step::Verify | Step::Return) {
        return Err(Error::Forbidden);
    }
    let tx = app.db.begin().await?;
    let contact = own(&tx, actor, id).await?;
    let wanted = Wanted { note: "", version };
    take_in(&tx, app, actor, contact.act_id, (step, wanted)).await?;
    if step == Step::Discard {
        store::set_confidence(&tx, actor.congress, id, "").await?;
    }
    tx.commit().await
}

/// A contact of one's own.
async fn own(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Contact> {
    let contact = store::find(at, actor, id).await?;
    if actor.person == Some(contact.member_id) { Ok(contact) } else { Err(Error::Forbidden) }
}

async fn refuse(app: &App, actor: &Actor, new: &NewContact) -> Result<()> {
    let found = mistakes(app, actor, new).await?;
    if found.is_empty() { Ok(()) } else { Err(Error::Invalid(found)) }
}

/// What was said, then what was confided, by the charter of the day.
async fn parted(tx: &Tx, app: &App, actor: &Actor, new: &NewContact) -> Result<(String, String)> {
    let charter = charter_on(tx, app, actor.congress, new.on_day).await?;
    let topics = check::topics_of(charter, &new.topics);
    Ok(split(&new.said, &new.confidence, &topics, new.open))
}

fn as_act(person: Uuid, id: Uuid, new: &NewContact) -> NewAct {
    let mut topics = new.topics.clone();
    let mut seen = Vec::new();
    topics.retain(|topic| {
        !seen.contains(topic) && {
            seen.push(topic.clone());
            true
        }
    });
    NewAct {
        method: new.way.clone(),
        topics,
        place: new.place.trim().to_owned(),
        parties: new.deputies.clone(),
        ..NewAct::new(person, ActKind::Contact, new.on_day, ("contact", id))
    }
}

async fn attach(tx: &Tx, app: &App, author: &Author, id: Uuid, new: &NewContact) -> Result<()> {
    for file in &new.files {
        files::attach(tx, app, author, file, ("contact", id), None).await?;
    }
    Ok(())
}

/// One entry in the journal: that it happened, and nothing of what was said.
async fn note(tx: &Tx, author: &Author, kind: &str, id: Uuid) -> Result<()> {
    let happening = Happening { kind: kind.to_owned(), subject: "contact", subject_id: id, facts: json!({}) };
    journal::append(tx, author, happening).await?;
    Ok(())
}
