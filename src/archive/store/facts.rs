//! What an archive is composed from: acts with what they were about, cases, what was missed, receptions, seats.

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, sql};

/// From one day to another.
pub type Days = (NaiveDate, NaiveDate);

/// An act that counts, with what it was about.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromQueryResult)]
pub struct Did {
    /// The act.
    pub id: Uuid,
    /// The word of its kind.
    pub kind: String,
    /// The day.
    pub on_day: NaiveDate,
    /// The code of its method.
    pub method: String,
    /// Where.
    pub place: String,
    /// For which constituency.
    pub constituency_id: Option<Uuid>,
    /// The kind of record that shows it.
    pub evidence: String,
    /// Which.
    pub evidence_id: Uuid,
    /// The kind of event it was.
    pub event_kind: Option<String>,
    /// The event's title.
    pub event: Option<String>,
    /// How many voters were met.
    pub voters: Option<i64>,
    /// What it was commended for.
    pub merit: Option<String>,
    /// The reception day that it was.
    pub reception_id: Option<Uuid>,
    /// At which station.
    pub station: Option<String>,
}

/// A person's acts that count, by day.
pub async fn did(at: &impl Conn, congress: Uuid, person: Uuid, (from, to): Days) -> Result<Vec<Did>> {
    let text = "SELECT a.id, a.kind, a.on_day, a.method, a.place, a.constituency_id, a.evidence, a.evidence_id, \
         e.kind AS event_kind, e.title AS event, o.voters, m.text AS merit, r.id AS reception_id, s.name AS station \
         FROM acts a \
         LEFT JOIN events e ON e.congress_id = a.congress_id AND e.id = a.evidence_id \
         LEFT JOIN outreaches o ON o.congress_id = a.congress_id AND o.id = a.evidence_id \
         LEFT JOIN merits m ON m.congress_id = a.congress_id AND m.id = a.evidence_id \
         LEFT JOIN receptions r ON r.congress_id = a.congress_id AND r.outreach_id = a.evidence_id \
         LEFT JOIN organizations s ON s.congress_id = r.congress_id AND s.id = r.station_id \
         WHERE a.congress_id = $1 AND a.person_id = $2 AND a.on_day >= $3 AND a.on_day <= $4 \
         AND a.state = 'verified' AND a.superseded_by IS NULL AND NOT a.void ORDER BY a.on_day, a.id";
    at.all(sql(text, [congress.into(), person.into(), from.into(), to.into()])).await
}

/// A case with what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromQueryResult)]
pub struct Case {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// One line.
    pub subject: String,
    /// The line shown to the public.
    pub public_subject: Option<String>,
    /// `voter` or `deputy`.
    pub origin: String,
    /// The word of its state.
    pub state: String,
    /// The category of the latest reply.
    pub category: Option<String>,
    /// The machine's whole memory, as JSON.
    pub standing: String,
    /// Not to be shown.
    pub confidential: bool,
    /// The lead organ.
    pub organ: Option<String>,
    /// When it was said.
    pub heard_on: NaiveDate,
}

const CASE: &str = "SELECT c.id, c.number, c.subject, c.public_subject, c.origin, c.state, c.category, c.standing, \
     c.confidential, o.name AS organ, c.heard_on FROM cases c \
     LEFT JOIN organizations o ON o.congress_id = c.congress_id AND o.id = c.organ_id WHERE c.congress_id = $1";

/// The cases that show a person's acts of some days.
pub async fn cases_of(at: &impl Conn, congress: Uuid, person: Uuid, (from, to): Days) -> Result<Vec<Case>> {
    let text = format!(
        "{CASE} AND c.id IN (SELECT a.evidence_id FROM acts a WHERE a.congress_id = $1 AND a.person_id = $2 \
         AND a.on_day >= $3 AND a.on_day <= $4 AND a.evidence = 'case') ORDER BY c.heard_on, c.id"
    );
    at.all(sql(text, [congress.into(), person.into(), from.into(), to.into()])).await
}

/// What voters said to a deputy on some days, or in the deputy's presence.
pub async fn heard(at: &impl Conn, congress: Uuid, person: Uuid, (from, to): Days) -> Result<Vec<Case>> {
    let text = format!(
        "{CASE} AND c.deputy_id = $2 AND c.heard_on >= $3 AND c.heard_on <= $4 \
         AND (c.origin = 'voter' OR c.channel = 'outreach') ORDER BY c.heard_on, c.id"
    );
    at.all(sql(text, [congress.into(), person.into(), from.into(), to.into()])).await
}

/// An event to which somebody was invited and did not come.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Missed {
    /// The event.
    pub id: Uuid,
    /// The word of its kind.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Its day.
    pub on_day: NaiveDate,
    /// `excused` or `absent`.
    pub presence: String,
}

/// The closed events of some days to which a person did not come.
pub async fn missed(at: &impl Conn, congress: Uuid, person: Uuid, (from, to): Days) -> Result<Vec<Missed>> {
    let text = "SELECT e.id, e.kind, e.title, e.on_day, i.presence FROM event_invited i \
         JOIN events e ON e.congress_id = i.congress_id AND e.id = i.event_id \
         WHERE i.congress_id = $1 AND i.person_id = $2 AND e.on_day >= $3 AND e.on_day <= $4 AND e.state = 'closed' \
         AND i.presence IN ('excused', 'absent') ORDER BY e.on_day, e.id";
    at.all(sql(text, [congress.into(), person.into(), from.into(), to.into()])).await
}

/// A reception day on which somebody was on duty.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Received {
    /// The reception day.
    pub id: Uuid,
    /// The day.
    pub on_day: NaiveDate,
    /// At which station.
    pub station: String,
    /// `came`, `absent` or nothing.
    pub presence: String,
    /// The activity that came of it.
    pub outreach_id: Option<Uuid>,
}

/// The closed reception days on which a person was on duty.
pub async fn received(
    at: &impl Conn,
    congress: Uuid,
    person: Uuid,
    (from, to): Days,
) -> Result<Vec<Received>> {
    let text = "SELECT r.id, r.on_day, s.name AS station, d.presence, r.outreach_id FROM reception_duties d \
         JOIN receptions r ON r.congress_id = d.congress_id AND r.id = d.reception_id \
         JOIN organizations s ON s.congress_id = r.congress_id AND s.id = r.station_id \
         WHERE d.congress_id = $1 AND d.person_id = $2 AND r.on_day >= $3 AND r.on_day <= $4 AND r.state = 'closed' \
         ORDER BY r.on_day, r.id";
    at.all(sql(text, [congress.into(), person.into(), from.into(), to.into()])).await
}

/// A seat as an archive tells of it.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct SeatHeld {
    /// The seat.
    pub id: Uuid,
    /// `deputy` or `committee-member`.
    pub kind: String,
    /// The short code.
    pub code: String,
    /// A deputy's constituency.
    pub constituency_id: Option<Uuid>,
    /// Its name.
    pub constituency: Option<String>,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day; none while it lasts.
    pub to_on: Option<NaiveDate>,
    /// Why it ended.
    pub end_reason: Option<String>,
}

/// The seats that a person held in a term.
pub async fn seats(at: &impl Conn, congress: Uuid, person: Uuid, term: Uuid) -> Result<Vec<SeatHeld>> {
    let text = "SELECT s.id, s.kind, s.code, s.constituency_id, c.name AS constituency, s.from_on, s.to_on, s.end_reason \
         FROM seats s LEFT JOIN constituencies c ON c.congress_id = s.congress_id AND c.id = s.constituency_id \
         WHERE s.congress_id = $1 AND s.person_id = $2 AND s.term_id = $3 ORDER BY s.from_on, s.kind DESC, s.id";
    at.all(sql(text, [congress.into(), person.into(), term.into()])).await
}

/// What the register says of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromQueryResult)]
pub struct Registered {
    /// `male` or `female`.
    pub sex: String,
    /// The unit.
    pub unit: String,
    /// The position there.
    pub post: String,
    /// The code of the field of work.
    pub field: String,
    /// The telephone number.
    pub phone: String,
}

/// What the register says of a person.
pub async fn person(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Registered> {
    let text = "SELECT sex, unit, post, field, phone FROM persons WHERE congress_id = $1 AND id = $2";
    at.one(sql(text, [congress.into(), id.into()])).await
}
