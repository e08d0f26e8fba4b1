use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};

/// A voter's place in the line.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Booking {
    /// Its id.
    pub id: Uuid,
    /// The reception.
    pub reception_id: Uuid,
    /// What the voter gives it up with.
    pub code: String,
    /// When the slot begins, in minutes since midnight.
    pub slot: i64,
    /// As the voter wants to be called; empty once erased.
    pub name: String,
    /// The telephone number; empty once erased.
    pub phone: String,
    /// `booked`, `cancelled`, `came`, `missed`.
    pub state: String,
    /// Since when.
    pub at: DateTime<Utc>,
    /// When name and number were erased.
    pub erased_at: Option<DateTime<Utc>>,
}

const BOOKING: &str = "SELECT id, reception_id, code, slot, name, phone, state, at, erased_at FROM bookings WHERE congress_id = $1";

/// The bookings of a reception, in the order of the slots.
pub async fn bookings(at: &impl Conn, congress: Uuid, reception: Uuid) -> Result<Vec<Booking>> {
    let text = format!("{BOOKING} AND reception_id = $2 ORDER BY slot, at, id");
    at.all(sql(text, [congress.into(), reception.into()])).await
}

/// One booking of a reception.
pub async fn booking(at: &impl Conn, congress: Uuid, (reception, id): (Uuid, Uuid)) -> Result<Booking> {
    let text = format!("{BOOKING} AND reception_id = $2 AND id = $3");
    at.one(sql(text, [congress.into(), reception.into(), id.into()])).await
}

/// The booking of a code: whoever holds the code may give it up.
pub async fn by_code(at: &impl Conn, congress: Uuid, code: &str) -> Result<Booking> {
    at.one(sql(format!("{BOOKING} AND code = $2"), [congress.into(), code.into()])).await
}

pub(in crate::receptions) async fn of_booking_form(
    at: &impl Conn,
    congress: Uuid,
    form: Uuid,
) -> Result<Option<Booking>> {
    at.maybe(sql(format!("{BOOKING} AND form_id = $2"), [congress.into(), form.into()])).await
}

/// How many places of a slot are taken.
#[derive(Debug, Clone, Copy, FromQueryResult)]
pub struct Taken {
    /// When the slot begins.
    pub slot: i64,
    /// How many.
    pub n: i64,
}

/// The places taken of each slot of a reception.
pub async fn taken(at: &impl Conn, congress: Uuid, reception: Uuid) -> Result<Vec<Taken>> {
    let text = "SELECT slot, COUNT(*) AS n FROM bookings WHERE congress_id = $1 AND reception_id = $2 \
         AND state <> 'cancelled' GROUP BY slot";
    at.all(sql(text, [congress.into(), reception.into()])).await
}

pub(in crate::receptions) async fn insert_booking(
    tx: &Tx,
    congress: Uuid,
    form: Uuid,
    it: &Booking,
) -> Result<()> {
    let text = "INSERT INTO bookings (congress_id, id, form_id, reception_id, code, slot, name, phone, state, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = [
        congress.into(),
        it.id.into(),
        form.into(),
        it.reception_id.into(),
        it.code.clone().into(),
        it.slot.into(),
        it.name.clone().into(),
        it.phone.clone().into(),
        it.state.clone().into(),
        it.at.into(),
    ];
    tx.put(sql(text, values)).await
}

pub(in crate::receptions) async fn set_booking(tx: &Tx, congress: Uuid, id: Uuid, state: &str) -> Result<()> {
    let text = "UPDATE bookings SET state = $3 WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [congress.into(), id.into(), state.into()])).await
}

/// Erase the names and numbers of the bookings of receptions before a day; how many.
pub(in crate::receptions) async fn erase(
    tx: &Tx,
    congress: Uuid,
    before: NaiveDate,
    now: DateTime<Utc>,
) -> Result<u64> {
    let text = "UPDATE bookings SET name = '', phone = '', erased_at = $3 WHERE congress_id = $1 AND erased_at IS NULL \
         AND reception_id IN (SELECT id FROM receptions WHERE congress_id = $1 AND on_day < $2)";
    tx.run(sql(text, [congress.into(), before.into(), now.into()])).await
}

/// Hold a reception until the act is done: whoever books meanwhile waits.
pub(in crate::receptions) async fn hold(tx: &Tx, congress: Uuid, reception: Uuid) -> Result<()> {
    let text = "UPDATE receptions SET changed_at = changed_at WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [congress.into(), reception.into()])).await
}
