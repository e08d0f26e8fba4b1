//! Keeping the register of people; written within the caller's transaction, as a person comes with a seat, a group
//! and a station; each is in the journal.

mod changes;

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::{EndReason, RECOUNT, Seat, store};
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Result, Tx, hanzi};
use crate::bodies::acts::short_code;
use crate::jobs::{self, NewJob};
use crate::journal::{self, Happening};

pub use changes::{
    Details, SeatTerm, change_person, change_seat, end_membership, keep_details, restore_membership,
    restore_seat, set_contact, strike_membership, strike_person, strike_seat,
};

/// A person to be entered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
    /// The field of work, one of [`super::FIELDS`]; empty when not known.
    pub field: &'static str,
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
    let code = short_code(tx, app, actor.congress).await?;
    store::insert_seat(tx, actor.congress, id, new, &code).await?;
    // Whoever held no other seat has no acts yet.
    let others = store::seats(tx, actor.congress, Some(new.person)).await?;
    if others.len() > 1 {
        recount(tx, app, actor.congress, (id, new.from_on)).await?;
    }
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
    recount(tx, app, actor.congress, (seat, on)).await?;
    record(tx, app, actor, ("seat.ended", seat), json!({ "reason": reason.word() })).await
}

/// Have what was counted by a seat counted anew, when it changes for days gone by.
async fn recount(tx: &Tx, app: &App, congress: Uuid, (seat, day): (Uuid, NaiveDate)) -> Result<()> {
    if day >= app.clock.today() {
        return Ok(());
    }
    let (key, run_at) = (format!("{RECOUNT}:{seat}:{day}"), app.clock.now());
    jobs::enqueue(tx, app, NewJob { congress, key, name: RECOUNT, payload: json!({}), run_at }).await
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
    let held = store::seats(tx, actor.congress, None).await?;
    let person =
        held.iter().find(|held| held.id == seat).map(|held| held.person_id).ok_or(Error::NotFound)?;
    // While a mandate rests nothing is owed: the days stay known when it is taken up again.
    match since {
        Some(since) => {
            let id = app.chance.id(app.clock.now());
            store::insert_leave(tx, actor.congress, id, (person, SUSPENDED), (since, None)).await?;
        }
        None => {
            let rests = store::leaves(tx, actor.congress, Some(person)).await?;
            for rest in rests.iter().filter(|leave| leave.reason == SUSPENDED && leave.to_on.is_none()) {
                let last = app.clock.today().pred_opt().unwrap_or_default().max(rest.from_on);
                store::end_leave(tx, actor.congress, rest.id, last).await?;
            }
        }
    }
    let kind = if since.is_some() { "seat.suspended" } else { "seat.resumed" };
    record(tx, app, actor, (kind, seat), json!({})).await
}

/// The reason of the days on which a mandate rested.
const SUSPENDED: &str = "suspended";

/// Approve a person's leave: days on which nothing is owed, where the charter says so.
///
/// # Errors
/// `Invalid` when it would end before it begins, or overlaps other leave.
pub async fn give_leave(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (person, reason): (Uuid, &'static str),
    (from_on, to_on): (NaiveDate, Option<NaiveDate>),
) -> Result<Uuid> {
    actor.must(Permit::LeaveKeep)?;
    if to_on.is_some_and(|to| to < from_on) {
        return Err(Error::invalid("to_on", "people-leave-backwards"));
    }
    let others = store::leaves(tx, actor.congress, Some(person)).await?;
    let meets = |other: &store::Leave| {
        to_on.is_none_or(|to| other.from_on <= to) && other.to_on.is_none_or(|to| to >= from_on)
    };
    if others.iter().any(meets) {
        return Err(Error::invalid("from_on", "people-leave-overlaps"));
    }
    let id = app.chance.id(app.clock.now());
    store::insert_leave(tx, actor.congress, id, (person, reason), (from_on, to_on)).await?;
    note(tx, app, (actor, Permit::LeaveKeep), ("leave.given", person), json!({ "leave": id })).await?;
    Ok(id)
}

/// End leave on a day, earlier than it was to end.
///
/// # Errors
/// `Conflict` when there is no such leave that lasts beyond that day.
pub async fn end_leave(tx: &Tx, app: &App, actor: &Actor, id: Uuid, to_on: NaiveDate) -> Result<()> {
    actor.must(Permit::LeaveKeep)?;
    if !store::end_leave(tx, actor.congress, id, to_on).await? {
        return Err(Error::conflict("people-leave-ended"));
    }
    note(tx, app, (actor, Permit::LeaveKeep), ("leave.ended", id), json!({})).await
}

/// An assignment to be put in force.
#[derive(Debug, Clone)]
pub struct NewAssignment<'a> {
    /// The committee member.
    pub member: Uuid,
    /// The deputy whom the member contacts.
    pub deputy: Uuid,
    /// From which day.
    pub from_on: NaiveDate,
    /// The words of the reasons, separated by blanks.
    pub reasons: &'a str,
    /// The plan it comes from.
    pub plan: Option<Uuid>,
}

/// Put an assignment in force (clause 2).
pub async fn assign(tx: &Tx, app: &App, actor: &Actor, new: &NewAssignment<'_>) -> Result<Uuid> {
    actor.must(Permit::AssignmentKeep)?;
    if new.member == new.deputy {
        return Err(Error::invalid("deputy", "people-assigned-to-oneself"));
    }
    let id = app.chance.id(app.clock.now());
    let pair = (new.member, new.deputy);
    store::insert_assignment(tx, actor.congress, (id, new.plan), pair, (new.from_on, new.reasons)).await?;
    let facts = json!({ "deputy": new.deputy, "from": new.from_on });
    note(tx, app, (actor, Permit::AssignmentKeep), ("assignment.begun", new.member), facts).await?;
    Ok(id)
}

/// End an assignment; its history stays.
///
/// # Errors
/// `Conflict` when it has ended already, or would end before it began.
pub async fn end_assignment(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    old: &store::Assigned,
    to_on: NaiveDate,
) -> Result<()> {
    actor.must(Permit::AssignmentKeep)?;
    if !store::end_assignment(tx, actor.congress, old.id, to_on).await? {
        return Err(Error::conflict("people-assignment-ended"));
    }
    let facts = json!({ "deputy": old.deputy_id, "to": to_on });
    note(tx, app, (actor, Permit::AssignmentKeep), ("assignment.ended", old.member_id), facts).await
}

/// Put a person into a group (`leader`, `member`) or at a station (`attached`) from a day.
pub async fn join(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (person, organization): (Uuid, Uuid),
    (part, from_on): (&'static str, NaiveDate),
) -> Result<Uuid> {
    actor.must(Permit::RegisterKeep)?;
    let id = app.chance.id(app.clock.now());
    store::insert_membership(tx, actor.congress, id, (person, organization), (part, from_on)).await?;
    let facts = json!({ "organization": organization, "part": part });
    record(tx, app, actor, ("membership.begun", person), facts).await?;
    Ok(id)
}

async fn record(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    happened: (&str, Uuid),
    facts: serde_json::Value,
) -> Result<()> {
    note(tx, app, (actor, Permit::RegisterKeep), happened, facts).await
}

async fn note(
    tx: &Tx,
    app: &App,
    (actor, permit): (&Actor, Permit),
    (kind, subject_id): (&str, Uuid),
    facts: serde_json::Value,
) -> Result<()> {
    let author = actor.author(permit, app.clock.now());
    let happening = Happening { kind: kind.to_owned(), subject: "person", subject_id, facts };
    journal::append(tx, &author, happening).await?;
    Ok(())
}
