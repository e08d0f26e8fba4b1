//! Who is invited, what they answered, who was there.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};
use crate::events::Invited;

const INVITED: &str = "SELECT i.person_id, p.name, p.unit, i.topic, i.reasons, i.code, i.answer, i.answer_reason, \
     i.answered_at, i.presence, i.checked_how, i.checked_at, i.speaks FROM event_invited i \
     JOIN persons p ON p.congress_id = i.congress_id AND p.id = i.person_id WHERE i.congress_id = $1";

/// Who is invited to an event, in the order of names.
pub async fn invited(at: &impl Conn, congress: Uuid, event: Uuid) -> Result<Vec<Invited>> {
    let text = format!("{INVITED} AND i.event_id = $2 ORDER BY p.strokes, p.id");
    at.all(sql(text, [congress.into(), event.into()])).await
}

/// One who is invited.
pub async fn one_invited(at: &impl Conn, congress: Uuid, event: Uuid, person: Uuid) -> Result<Invited> {
    let text = format!("{INVITED} AND i.event_id = $2 AND i.person_id = $3");
    at.one(sql(text, [congress.into(), event.into(), person.into()])).await
}

#[derive(FromQueryResult)]
struct Which {
    event_id: Uuid,
    person_id: Uuid,
}

/// The event and the person of an invitation's own address.
pub async fn by_code(at: &impl Conn, congress: Uuid, code: &str) -> Result<(Uuid, Uuid)> {
    let text = "SELECT i.event_id, i.person_id FROM event_invited i \
         JOIN events e ON e.congress_id = i.congress_id AND e.id = i.event_id \
         WHERE i.congress_id = $1 AND i.code = $2 AND e.state <> 'draft'";
    let found: Which = at.one(sql(text, [congress.into(), code.into()])).await?;
    Ok((found.event_id, found.person_id))
}

/// Those who have not answered an announced event.
pub async fn unanswered(at: &impl Conn, congress: Uuid, event: Uuid) -> Result<Vec<Invited>> {
    let text = format!("{INVITED} AND i.event_id = $2 AND i.answer = '' ORDER BY p.strokes, p.id");
    at.all(sql(text, [congress.into(), event.into()])).await
}

/// How often somebody was invited, and when last.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Count {
    /// The person.
    pub person_id: Uuid,
    /// How often.
    pub n: i64,
    /// To an event of which day.
    pub last: NaiveDate,
}

/// How often each deputy was invited to events of the days from one to another, drafts and group activities aside: a
/// group's own activity is nobody's turn.
pub async fn invited_in(
    at: &impl Conn,
    congress: Uuid,
    (from, to): (NaiveDate, NaiveDate),
    but: Uuid,
) -> Result<Vec<Count>> {
    let text = "SELECT i.person_id, COUNT(*) AS n, MAX(e.on_day) AS last FROM event_invited i \
         JOIN events e ON e.congress_id = i.congress_id AND e.id = i.event_id \
         WHERE i.congress_id = $1 AND e.on_day >= $2 AND e.on_day <= $3 AND e.id <> $4 \
         AND e.state IN ('announced', 'closed') AND e.kind <> 'group' GROUP BY i.person_id";
    at.all(sql(text, [congress.into(), from.into(), to.into(), but.into()])).await
}

/// Invite somebody; false when he or she is invited already, and stays as invited.
pub(in crate::events) async fn invite(
    tx: &Tx,
    (congress, event): (Uuid, Uuid),
    person: Uuid,
    (topic, reasons, code): (Option<i64>, &str, &str),
) -> Result<bool> {
    let text = "INSERT INTO event_invited (congress_id, event_id, person_id, topic, reasons, code) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (congress_id, event_id, person_id) DO NOTHING";
    let values = [congress.into(), event.into(), person.into(), topic.into(), reasons.into(), code.into()];
    Ok(tx.run(sql(text, values)).await? == 1)
}

pub(in crate::events) async fn uninvite(
    tx: &Tx,
    (congress, event): (Uuid, Uuid),
    person: Uuid,
) -> Result<()> {
    let text = "DELETE FROM event_invited WHERE congress_id = $1 AND event_id = $2 AND person_id = $3";
    tx.put(sql(text, [congress.into(), event.into(), person.into()])).await
}

pub(in crate::events) async fn set_answer(
    tx: &Tx,
    (congress, event): (Uuid, Uuid),
    person: Uuid,
    (answer, reason, now): (&str, &str, DateTime<Utc>),
) -> Result<()> {
    let text = "UPDATE event_invited SET answer = $4, answer_reason = $5, answered_at = $6 \
         WHERE congress_id = $1 AND event_id = $2 AND person_id = $3";
    let values = [congress.into(), event.into(), person.into(), answer.into(), reason.into(), now.into()];
    tx.put(sql(text, values)).await
}

pub(in crate::events) async fn set_speaks(
    tx: &Tx,
    (congress, event): (Uuid, Uuid),
    person: Uuid,
    speaks: bool,
) -> Result<()> {
    let text =
        "UPDATE event_invited SET speaks = $4 WHERE congress_id = $1 AND event_id = $2 AND person_id = $3";
    tx.put(sql(text, [congress.into(), event.into(), person.into(), speaks.into()])).await
}

pub(in crate::events) async fn set_presence(
    tx: &Tx,
    (congress, event): (Uuid, Uuid),
    person: Uuid,
    (presence, how, at): (&str, &str, Option<DateTime<Utc>>),
) -> Result<()> {
    let text = "UPDATE event_invited SET presence = $4, checked_how = $5, checked_at = $6 \
         WHERE congress_id = $1 AND event_id = $2 AND person_id = $3";
    let values = [congress.into(), event.into(), person.into(), presence.into(), how.into(), at.into()];
    tx.put(sql(text, values)).await
}
