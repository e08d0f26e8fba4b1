use serde_json::json;
use uuid::Uuid;

use super::{kept, note, record};
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Mistake, Result, Tx, codes::Code, form::Say, start_of};
use crate::receptions::State;
use crate::receptions::store::{self, Booking, Reception};

/// Characters of the longest name.
const NAME: usize = 30;

/// A place that a voter wants.
#[derive(Debug, Clone)]
pub struct NewBooking {
    /// The form's own id: the same form sent twice is one place.
    pub form: Uuid,
    /// When the slot begins, in minutes since midnight.
    pub slot: i64,
    /// As the voter wants to be called.
    pub name: String,
    /// The telephone number.
    pub phone: String,
}

/// Whether a slot has not begun yet.
pub(crate) fn is_ahead(app: &App, it: &Reception, slot: i64) -> bool {
    start_of(it.on_day) + chrono::TimeDelta::minutes(slot) > app.clock.now()
}

/// Book a place at a reception that was announced; nobody needs an account.
///
/// # Errors
/// `NotFound` when there is no such reception, `Conflict` when it takes no bookings (any more), `Invalid` with the field
/// for what is missing or a slot that is full.
pub async fn book(app: &App, actor: &Actor, id: Uuid, new: &NewBooking) -> Result<Booking> {
    actor.must(Permit::ReceptionBook)?;
    let congress = actor.congress;
    let tx = app.db.begin().await?;
    if let Some(before) = store::of_booking_form(&tx, congress, new.form).await? {
        return Ok(before);
    }
    let it = store::announced(&tx, congress, id).await?;
    // Two who want the last place come one after the other.
    store::hold(&tx, congress, id).await?;
    if it.state() != Some(State::Published) {
        return Err(Error::conflict("receptions-no-booking"));
    }
    check(&tx, app, congress, (&it, new)).await?;
    let now = app.clock.now();
    let booking = Booking {
        id: app.chance.id(now),
        reception_id: id,
        code: app.chance.draw(Code::random).plain(),
        slot: new.slot,
        name: new.name.trim().to_owned(),
        phone: new.phone.clone(),
        state: "booked".to_owned(),
        at: now,
        erased_at: None,
    };
    store::insert_booking(&tx, congress, new.form, &booking).await?;
    let by = (actor, Permit::ReceptionBook);
    record(&tx, app, by, ("booking.made", "reception", id), json!({ "booking": booking.id })).await?;
    tx.commit().await?;
    Ok(booking)
}

async fn check(tx: &Tx, app: &App, congress: Uuid, (it, new): (&Reception, &NewBooking)) -> Result<()> {
    let mut found = Vec::new();
    if !it.slots().contains(&new.slot) || !is_ahead(app, it, new.slot) {
        found.push(Mistake::new("slot", "receptions-slot-missing"));
    } else {
        let taken = store::taken(tx, congress, it.id).await?;
        if taken.iter().any(|one| one.slot == new.slot && one.n >= it.capacity) {
            found.push(Mistake::new("slot", "receptions-slot-full"));
        }
    }
    let long = new.name.trim().chars().count();
    if long == 0 {
        found.push(Mistake::new("name", "receptions-name-missing"));
    } else if long > NAME {
        let say = Say::new("error-too-long").with("max", NAME).with("over", long - NAME);
        found.push(Mistake { field: "name".into(), say });
    }
    if new.phone.is_empty() {
        found.push(Mistake::new("phone", "receptions-phone-missing"));
    }
    if found.is_empty() { Ok(()) } else { Err(Error::Invalid(found)) }
}

/// Give a place up, by its code. Given up twice is given up.
///
/// # Errors
/// `NotFound` for a code that is nobody's, `Conflict` when the desk has dealt with it.
pub async fn give_up(app: &App, actor: &Actor, code: &str) -> Result<Booking> {
    actor.must(Permit::ReceptionBook)?;
    let tx = app.db.begin().await?;
    let booking = store::by_code(&tx, actor.congress, code).await?;
    match booking.state.as_str() {
        "cancelled" => return Ok(booking),
        "booked" => {}
        _ => return Err(Error::conflict("receptions-booking-over")),
    }
    store::set_booking(&tx, actor.congress, booking.id, "cancelled").await?;
    let facts = json!({ "booking": booking.id });
    let subject = ("booking.given-up", "reception", booking.reception_id);
    record(&tx, app, (actor, Permit::ReceptionBook), subject, facts).await?;
    tx.commit().await?;
    Ok(Booking { state: "cancelled".to_owned(), ..booking })
}

/// Tick a booking at the desk: the voter came, did not come, or it was ticked by mistake.
///
/// # Errors
/// `NotFound` for a booking of a reception that is not theirs, `Conflict` when the voter gave it up.
pub async fn tick(app: &App, actor: &Actor, (reception, id): (Uuid, Uuid), state: &str) -> Result<()> {
    actor.must(Permit::ReceptionKeep)?;
    if !["booked", "came", "missed"].contains(&state) {
        return Err(Error::invalid("state", "error-choice"));
    }
    let tx = app.db.begin().await?;
    kept(&tx, actor, reception).await?;
    let booking = store::booking(&tx, actor.congress, (reception, id)).await?;
    if booking.state == state {
        return Ok(());
    }
    if booking.state == "cancelled" {
        return Err(Error::conflict("receptions-booking-given-up"));
    }
    store::set_booking(&tx, actor.congress, id, state).await?;
    note(&tx, app, actor, "booking.ticked", reception).await?;
    tx.commit().await
}

/// Look at a voter's number unmasked; every look is written down with who looked.
///
/// # Errors
/// `NotFound` for a booking of a reception that is not theirs.
pub async fn read_contact(app: &App, actor: &Actor, (reception, id): (Uuid, Uuid)) -> Result<Booking> {
    actor.must(Permit::ReceptionKeep)?;
    let tx = app.db.begin().await?;
    kept(&tx, actor, reception).await?;
    let booking = store::booking(&tx, actor.congress, (reception, id)).await?;
    let by = (actor, Permit::ReceptionKeep);
    record(&tx, app, by, ("booking.contact-read", "reception", reception), json!({ "booking": id })).await?;
    tx.commit().await?;
    Ok(booking)
}
