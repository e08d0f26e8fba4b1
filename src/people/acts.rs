//! Keeping the register of people; written within the caller's transaction, as a person comes with a seat, a group
//! and a station; each is in the journal.

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::{EndReason, Seat, store};
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Result, Tx, hanzi};
use crate::bodies::acts::short_code;
use crate::journal::{self, Happening};

/// A person to be entered.
#[derive(Debug, Clone, Default)]
pub struct NewPerson {
    /// The name: up to 50 characters, with "·" where the name has it.
    pub name: String,
    /// `male` or `female`.
    pub sex: &'static str,
    /// The unit.
    pub unit: String,
    /// The position there.
    pub post: String,
    /// The telephone number.
    pub phone: String,
    /// The e-mail address.
    pub email: String,
}

/// Enter a person.
pub async fn add_person(tx: &Tx, app: &App, actor: &Actor, new: &NewPerson) -> Result<Uuid> {
    actor.must(Permit::RegisterKeep)?;
    let name = hanzi::name_is_fine(&new.name).map_err(|_| Error::invalid("name", "people-name-wrong"))?;
    let id = app.chance.id(app.clock.now());
    store::insert_person(tx, actor.congress, id, &name, new).await?;
    record(tx, app, actor, ("person.entered", id), json!({})).await?;
    Ok(id)
}

/// A seat to be taken.
#[derive(Debug, Clone)]
pub struct NewSeat {
    /// Who takes it.
    pub person: Uuid,
    /// In which term.
    pub term: Uuid,
    /// What it is.
    pub kind: Seat,
    /// A deputy's constituency.
    pub constituency: Option<Uuid>,
    /// From which day.
    pub from_on: NaiveDate,
}

/// Give a person a seat.
pub async fn seat(tx: &Tx, app: &App, actor: &Actor, new: &NewSeat) -> Result<Uuid> {
    actor.must(Permit::RegisterKeep)?;
    if (new.kind == Seat::Deputy) != new.constituency.is_some() {
        return Err(Error::invalid("constituency", "people-seat-constituency"));
    }
    let id = app.chance.id(app.clock.now());
    store::insert_seat(tx, actor.congress, id, new, &short_code(app)).await?;
    record(tx, app, actor, ("seat.taken", new.person), json!({ "seat": id, "kind": new.kind.word() }))
        .await?;
    Ok(id)
}

/// End a seat on a day, for one of the law's reasons; its history stays.
pub async fn end_seat(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    seat: Uuid,
    (on, reason): (NaiveDate, EndReason),
) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    if !store::end_seat(tx, actor.congress, seat, on, reason.word()).await? {
        return Err(Error::conflict("people-seat-ended"));
    }
    record(tx, app, actor, ("seat.ended", seat), json!({ "reason": reason.word() })).await
}

/// Let a mandate rest (article 61), or take it up again when `since` is none.
pub async fn suspend_seat(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    seat: Uuid,
    since: Option<NaiveDate>,
) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    if !store::suspend_seat(tx, actor.congress, seat, since).await? {
        return Err(Error::conflict("people-seat-ended"));
    }
    let kind = if since.is_some() { "seat.suspended" } else { "seat.resumed" };
    record(tx, app, actor, (kind, seat), json!({})).await
}

/// Put a person into a group (`leader`, `member`) or at a station (`attached`) from a day.
pub async fn join(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (person, organization): (Uuid, Uuid),
    (part, from_on): (&'static str, NaiveDate),
) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    let id = app.chance.id(app.clock.now());
    store::insert_membership(tx, actor.congress, id, (person, organization), (part, from_on)).await?;
    record(
        tx,
        app,
        actor,
        ("membership.begun", person),
        json!({ "organization": organization, "part": part }),
    )
    .await
}

async fn record(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (kind, subject_id): (&str, Uuid),
    facts: serde_json::Value,
) -> Result<()> {
    let author = actor.author(Permit::RegisterKeep, app.clock.now());
    let happening = Happening { kind: kind.to_owned(), subject: "person", subject_id, facts };
    journal::append(tx, &author, happening).await?;
    Ok(())
}
