//! Reception days in the database: the days, who is on duty, the rhythms, the closed days.

mod bookings;
mod lists;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

pub use bookings::{Booking, booking, bookings, by_code, taken};
pub(super) use bookings::{erase, hold, insert_booking, of_booking_form, set_booking};
pub use lists::{Closing, Count, closings, elsewhere, list, next_of, on_duty_between, published, standing};

use super::rhythm::Rhythm;
use super::who::seen;
use crate::access::{Actor, Permit};
use crate::base::{Conn, Result, Tx, sql};

/// A reception day.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Reception {
    /// Its id.
    pub id: Uuid,
    /// The station.
    pub station_id: Uuid,
    /// The station's name.
    pub station: String,
    /// The station's code.
    pub code: String,
    /// The day.
    pub on_day: NaiveDate,
    /// When it begins, in minutes since midnight.
    pub starts: i64,
    /// When it ends.
    pub ends: i64,
    /// Minutes of a slot.
    pub slot: i64,
    /// Places in a slot; 0 takes no bookings.
    pub capacity: i64,
    /// The word of its state.
    pub state: String,
    /// When it was announced.
    pub published_at: Option<DateTime<Utc>>,
    /// Why it was announced at short notice.
    pub short_reason: String,
    /// Why it was changed or called off after it was announced.
    pub change_reason: String,
    /// For which day it was announced first, once that was changed.
    pub was_on: Option<NaiveDate>,
    /// At which time it was to begin then.
    pub was_starts: Option<i64>,
    /// How often it was changed after it was announced.
    pub sequence: i64,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// Those who came without an opinion.
    pub visitors: i64,
    /// What was said, in a few words.
    pub summary: String,
    /// The form that closed it.
    pub closing_form: Option<Uuid>,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
    /// The activity that was recorded of it.
    pub outreach_id: Option<Uuid>,
    /// How often it was changed.
    pub version: i64,
}

impl Reception {
    /// Its state.
    pub fn state(&self) -> Option<super::State> {
        super::State::of_word(&self.state)
    }

    /// When the slots begin that can be booked.
    pub fn slots(&self) -> Vec<i64> {
        if self.capacity == 0 || self.slot <= 0 {
            return Vec::new();
        }
        let mut slots = Vec::new();
        let mut at = self.starts;
        while at + self.slot <= self.ends {
            slots.push(at);
            at += self.slot;
        }
        slots
    }
}

pub(super) const RECEPTION: &str = "SELECT r.id, r.station_id, o.name AS station, o.code, r.on_day, r.starts, r.ends, r.slot, r.capacity, \
     r.state, r.published_at, r.short_reason, r.change_reason, r.was_on, r.was_starts, r.sequence, r.changed_at, \
     r.visitors, r.summary, r.closing_form, r.closed_on, r.outreach_id, r.version FROM receptions r \
     JOIN organizations o ON o.congress_id = r.congress_id AND o.id = r.station_id WHERE r.congress_id = $1";

/// A reception that they may see; a stranger gets `NotFound`.
pub async fn find(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Reception> {
    actor.must(Permit::ReceptionRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), id.into()];
    let condition = seen(actor, &mut values);
    at.one(sql(format!("{RECEPTION} AND r.id = $2 AND {condition}"), values)).await
}

/// A reception that was announced, for everybody.
pub async fn announced(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Reception> {
    let text = format!("{RECEPTION} AND r.id = $2 AND r.state <> 'planned'");
    at.one(sql(text, [congress.into(), id.into()])).await
}

pub(super) async fn insert(tx: &Tx, congress: Uuid, new: &Reception) -> Result<()> {
    let text = "INSERT INTO receptions (congress_id, id, station_id, on_day, starts, ends, slot, capacity, state, \
         changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = [
        congress.into(),
        new.id.into(),
        new.station_id.into(),
        new.on_day.into(),
        new.starts.into(),
        new.ends.into(),
        new.slot.into(),
        new.capacity.into(),
        new.state.clone().into(),
        new.changed_at.into(),
    ];
    tx.put(sql(text, values)).await
}

/// Write what was changed of a reception; false when somebody else changed it since it was read.
pub(super) async fn save(tx: &Tx, congress: Uuid, it: &Reception) -> Result<bool> {
    let text = "UPDATE receptions SET version = version + 1, on_day = $4, starts = $5, ends = $6, slot = $7, capacity = $8, \
         state = $9, published_at = $10, short_reason = $11, change_reason = $12, was_on = $13, was_starts = $14, \
         sequence = $15, changed_at = $16, visitors = $17, summary = $18, closing_form = $19, closed_on = $20, \
         outreach_id = $21 WHERE congress_id = $1 AND id = $2 AND version = $3";
    let values = [
        congress.into(),
        it.id.into(),
        it.version.into(),
        it.on_day.into(),
        it.starts.into(),
        it.ends.into(),
        it.slot.into(),
        it.capacity.into(),
        it.state.clone().into(),
        it.published_at.into(),
        it.short_reason.clone().into(),
        it.change_reason.clone().into(),
        it.was_on.into(),
        it.was_starts.into(),
        it.sequence.into(),
        it.changed_at.into(),
        it.visitors.into(),
        it.summary.clone().into(),
        it.closing_form.into(),
        it.closed_on.into(),
        it.outreach_id.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// Take a planned reception out again; what was announced is called off instead.
pub(super) async fn drop_planned(tx: &Tx, congress: Uuid, id: Uuid) -> Result<()> {
    let text = "DELETE FROM reception_duties WHERE congress_id = $1 AND reception_id IN \
         (SELECT id FROM receptions WHERE congress_id = $1 AND id = $2 AND state = 'planned')";
    tx.put(sql(text, [congress.into(), id.into()])).await?;
    let text = "DELETE FROM receptions WHERE congress_id = $1 AND id = $2 AND state = 'planned'";
    tx.put(sql(text, [congress.into(), id.into()])).await
}

/// Somebody on duty at a reception.
#[derive(Debug, Clone, FromQueryResult)]
pub struct OnDuty {
    /// The reception.
    pub reception_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// The name.
    pub name: String,
    /// The words of the reasons.
    pub reasons: String,
    /// For whom he or she stands in.
    pub stands_in_for: Option<Uuid>,
    /// `came`, `absent`, or empty when nobody said.
    pub presence: String,
}

/// Who is on duty at receptions, in the order of names.
pub async fn on_duty(at: &impl Conn, congress: Uuid, receptions: &[Uuid]) -> Result<Vec<OnDuty>> {
    if receptions.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![congress.into()];
    values.extend(receptions.iter().map(|id| Value::from(*id)));
    let marks: Vec<String> = (2..=values.len()).map(|n| format!("${n}")).collect();
    let text = format!(
        "SELECT d.reception_id, d.person_id, p.name, d.reasons, d.stands_in_for, d.presence FROM reception_duties d \
         JOIN persons p ON p.congress_id = d.congress_id AND p.id = d.person_id \
         WHERE d.congress_id = $1 AND d.reception_id IN ({}) ORDER BY p.strokes, p.id",
        marks.join(", ")
    );
    at.all(sql(text, values)).await
}

/// Put somebody on duty, or change why, for whom and whether he or she came.
pub(super) async fn set_duty(tx: &Tx, congress: Uuid, it: &OnDuty) -> Result<()> {
    let text = "INSERT INTO reception_duties (congress_id, reception_id, person_id, reasons, stands_in_for, presence) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (congress_id, reception_id, person_id) \
         DO UPDATE SET reasons = excluded.reasons, stands_in_for = excluded.stands_in_for, presence = excluded.presence";
    let values = [
        congress.into(),
        it.reception_id.into(),
        it.person_id.into(),
        it.reasons.clone().into(),
        it.stands_in_for.into(),
        it.presence.clone().into(),
    ];
    tx.put(sql(text, values)).await
}

pub(super) async fn drop_duty(tx: &Tx, congress: Uuid, reception: Uuid, person: Uuid) -> Result<()> {
    let text = "DELETE FROM reception_duties WHERE congress_id = $1 AND reception_id = $2 AND person_id = $3";
    tx.put(sql(text, [congress.into(), reception.into(), person.into()])).await
}

/// A station's rhythm, if it has one.
pub async fn rhythm(at: &impl Conn, congress: Uuid, station: Uuid) -> Result<Option<Rhythm>> {
    let text = "SELECT kind, day, starts, ends, each, slot, capacity FROM reception_rhythms \
         WHERE congress_id = $1 AND station_id = $2";
    at.maybe(sql(text, [congress.into(), station.into()])).await
}

pub(super) async fn set_rhythm(tx: &Tx, congress: Uuid, station: Uuid, it: &Rhythm) -> Result<()> {
    let text = "INSERT INTO reception_rhythms (congress_id, station_id, kind, day, starts, ends, each, slot, capacity) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (congress_id, station_id) DO UPDATE SET \
         kind = excluded.kind, day = excluded.day, starts = excluded.starts, ends = excluded.ends, each = excluded.each, \
         slot = excluded.slot, capacity = excluded.capacity";
    let values = [
        congress.into(),
        station.into(),
        it.kind.clone().into(),
        it.day.into(),
        it.starts.into(),
        it.ends.into(),
        it.each.into(),
        it.slot.into(),
        it.capacity.into(),
    ];
    tx.put(sql(text, values)).await
}

/// Days on which a station is closed.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Closure {
    /// Its id.
    pub id: Uuid,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day.
    pub to_on: NaiveDate,
    /// Why.
    pub reason: String,
}

/// The days from a day on when a station is closed.
pub async fn closures(
    at: &impl Conn,
    congress: Uuid,
    station: Uuid,
    from: NaiveDate,
) -> Result<Vec<Closure>> {
    let text = "SELECT id, from_on, to_on, reason FROM station_closures WHERE congress_id = $1 AND station_id = $2 \
         AND to_on >= $3 ORDER BY from_on, id";
    at.all(sql(text, [congress.into(), station.into(), from.into()])).await
}

pub(super) async fn insert_closure(tx: &Tx, congress: Uuid, station: Uuid, it: &Closure) -> Result<()> {
    let text = "INSERT INTO station_closures (congress_id, id, station_id, from_on, to_on, reason) \
         VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        congress.into(),
        it.id.into(),
        station.into(),
        it.from_on.into(),
        it.to_on.into(),
        it.reason.clone().into(),
    ];
    tx.put(sql(text, values)).await
}

/// False when there is no such closure of this station.
pub(super) async fn drop_closure(tx: &Tx, congress: Uuid, station: Uuid, id: Uuid) -> Result<bool> {
    let text = "DELETE FROM station_closures WHERE congress_id = $1 AND station_id = $2 AND id = $3";
    Ok(tx.run(sql(text, [congress.into(), station.into(), id.into()])).await? == 1)
}
