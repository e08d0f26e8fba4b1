//! Changing what was entered of people and their seats, and striking what was entered by mistake.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{NewPerson, SUSPENDED, record, recount};
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Result, Tx, hanzi};
use crate::people::{EndReason, store};

/// What the office keeps of a person beyond the register, and shows to nobody outside it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// The number of the deputy's certificate, or one of the office's own; empty for none.
    pub number: String,
    /// 民族
    pub ethnicity: String,
    /// The month of birth, as 1975-08.
    pub born: String,
    /// 党派
    pub party: String,
    /// 学历
    pub education: String,
    /// 职业
    pub occupation: String,
    /// Where letters go.
    pub address: String,
    /// 代表团
    pub delegation: String,
}

/// Change a person; `fields` are the program's words for what changes.
///
/// # Errors
/// `Invalid` when the name is none.
pub async fn change_person(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (person, to): (Uuid, &NewPerson),
    fields: &[&str],
) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    let name = hanzi::name_is_fine(&to.name).map_err(|_| Error::invalid("name", "people-name-wrong"))?;
    store::update_person(tx, actor.congress, person, &name, to).await?;
    record(tx, app, actor, ("person.changed", person), json!({ "fields": fields })).await
}

/// To whom a person's telephone number is shown: `public`, `constituency` or `relay`.
pub async fn set_contact(tx: &Tx, app: &App, actor: &Actor, person: Uuid, to: &'static str) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    store::set_contact(tx, actor.congress, person, to).await?;
    record(tx, app, actor, ("person.contact-set", person), json!({ "contact": to })).await
}

/// Keep a person's details; with none of them, what was kept is erased.
pub async fn keep_details(tx: &Tx, app: &App, actor: &Actor, person: Uuid, to: &Details) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    store::delete_details(tx, actor.congress, person).await?;
    if *to == Details::default() {
        return record(tx, app, actor, ("person.details-erased", person), json!({})).await;
    }
    store::insert_details(tx, actor.congress, person, to).await?;
    record(tx, app, actor, ("person.details-kept", person), json!({})).await
}

/// End a membership on a day; its history stays.
///
/// # Errors
/// `Conflict` when it has ended.
pub async fn end_membership(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (person, membership): (Uuid, Uuid),
    on: NaiveDate,
) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    if !store::end_membership(tx, actor.congress, membership, Some(on)).await? {
        return Err(Error::conflict("people-membership-ended"));
    }
    record(tx, app, actor, ("membership.ended", person), json!({ "membership": membership })).await
}

/// How a seat stood: from when to when, why it ended, since when it rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatTerm {
    /// First day.
    pub from_on: NaiveDate,
    /// Last day.
    pub to_on: Option<NaiveDate>,
    /// Why it ended.
    pub end_reason: Option<String>,
    /// The mandate rests since this day.
    pub suspended_on: Option<NaiveDate>,
}

/// Put right from which day a seat was held.
pub async fn change_seat(tx: &Tx, app: &App, actor: &Actor, seat: Uuid, from_on: NaiveDate) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    let Some(held) = store::seat_term(tx, actor.congress, seat).await? else { return Err(Error::NotFound) };
    let earlier = held.from_on.min(from_on);
    store::set_seat_term(tx, actor.congress, seat, &SeatTerm { from_on, ..held }).await?;
    recount(tx, app, actor.congress, (seat, earlier)).await?;
    record(tx, app, actor, ("seat.changed", seat), json!({ "from": from_on })).await
}

/// Put a seat back as it stood: what ended it or let it rest was a mistake.
pub async fn restore_seat(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (person, seat): (Uuid, Uuid),
    to: &SeatTerm,
) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    if to.end_reason.as_deref().is_some_and(|reason| EndReason::ALL.iter().all(|it| it.word() != reason)) {
        return Err(Error::conflict("people-seat-ended"));
    }
    let Some(held) = store::seat_term(tx, actor.congress, seat).await? else { return Err(Error::NotFound) };
    store::set_seat_term(tx, actor.congress, seat, to).await?;
    if held.suspended_on != to.suspended_on {
        // The days of rest go with it, or last again.
        let kept = to.suspended_on;
        store::restore_rest(tx, actor.congress, (person, SUSPENDED), (held.suspended_on, kept)).await?;
    }
    let changed = [held.to_on, to.to_on].into_iter().flatten().chain([held.from_on.max(to.from_on)]);
    if let Some(day) = changed.min() {
        recount(tx, app, actor.congress, (seat, day)).await?;
    }
    record(tx, app, actor, ("seat.restored", seat), json!({})).await
}

/// Strike a membership that was entered by mistake.
pub async fn strike_membership(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (person, membership): (Uuid, Uuid),
) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    store::delete_membership(tx, actor.congress, membership).await?;
    record(tx, app, actor, ("membership.struck", person), json!({ "membership": membership })).await
}

/// Let a membership last again: it was ended by mistake.
pub async fn restore_membership(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (person, membership): (Uuid, Uuid),
) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    store::end_membership(tx, actor.congress, membership, None).await?;
    record(tx, app, actor, ("membership.restored", person), json!({ "membership": membership })).await
}

/// Strike a seat that was entered by mistake.
///
/// # Errors
/// `Conflict` when something stands on it.
pub async fn strike_seat(tx: &Tx, app: &App, actor: &Actor, (person, seat): (Uuid, Uuid)) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    let Some(held) = store::seat_term(tx, actor.congress, seat).await? else { return Err(Error::NotFound) };
    if held.suspended_on.is_some() {
        store::restore_rest(tx, actor.congress, (person, SUSPENDED), (held.suspended_on, None)).await?;
    }
    store::delete_seat(tx, actor.congress, seat).await.map_err(|cause| cause.tied("people-tied"))?;
    recount(tx, app, actor.congress, (seat, held.from_on)).await?;
    record(tx, app, actor, ("seat.struck", person), json!({ "seat": seat })).await
}

/// Strike a person who was entered by mistake, with the details.
///
/// # Errors
/// `Conflict` when something stands on it: a seat, an act, an opinion, an account.
pub async fn strike_person(tx: &Tx, app: &App, actor: &Actor, person: Uuid) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    store::delete_details(tx, actor.congress, person).await?;
    store::delete_person(tx, actor.congress, person).await.map_err(|cause| cause.tied("people-tied"))?;
    record(tx, app, actor, ("person.struck", person), json!({})).await
}
