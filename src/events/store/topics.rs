//! What an event is about, and what was said on it.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};
use crate::events::{Speech, Topic};

/// The topics of an event, in their order.
pub async fn topics(at: &impl Conn, congress: Uuid, event: Uuid) -> Result<Vec<Topic>> {
    let text = "SELECT place, title, fields, areas, consultation_id, slots FROM event_topics \
         WHERE congress_id = $1 AND event_id = $2 ORDER BY place";
    at.all(sql(text, [congress.into(), event.into()])).await
}

/// Write the topics of an event in the place of those before.
pub(in crate::events) async fn put_topics(
    tx: &Tx,
    (congress, event): (Uuid, Uuid),
    topics: &[Topic],
) -> Result<()> {
    let text = "DELETE FROM event_topics WHERE congress_id = $1 AND event_id = $2";
    tx.put(sql(text, [congress.into(), event.into()])).await?;
    for topic in topics {
        let text = "INSERT INTO event_topics (congress_id, event_id, place, title, fields, areas, consultation_id, slots) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let values = [
            congress.into(),
            event.into(),
            topic.place.into(),
            topic.title.clone().into(),
            topic.fields.clone().into(),
            topic.areas.clone().into(),
            topic.consultation_id.into(),
            topic.slots.into(),
        ];
        tx.put(sql(text, values)).await?;
    }
    Ok(())
}

/// What was said at an event, in its order; an opinion out of a speech was raised by a form of the speech's own id.
pub async fn speeches(at: &impl Conn, congress: Uuid, event: Uuid) -> Result<Vec<Speech>> {
    let text = "SELECT s.id, s.person_id, p.name, s.topic, s.text, c.id AS case_id FROM event_speeches s \
         JOIN persons p ON p.congress_id = s.congress_id AND p.id = s.person_id \
         LEFT JOIN cases c ON c.congress_id = s.congress_id AND c.form_id = s.id \
         WHERE s.congress_id = $1 AND s.event_id = $2 ORDER BY s.entered_at, s.id";
    at.all(sql(text, [congress.into(), event.into()])).await
}

/// Write a speech down; false when its form was sent before.
pub(in crate::events) async fn insert_speech(
    tx: &Tx,
    (congress, event, id): (Uuid, Uuid, Uuid),
    form: Uuid,
    (person, topic, text): (Uuid, Option<i64>, &str),
    (by, now): (Option<Uuid>, DateTime<Utc>),
) -> Result<bool> {
    let words = "INSERT INTO event_speeches (congress_id, id, form_id, event_id, person_id, topic, text, entered_by, \
         entered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (congress_id, form_id) DO NOTHING";
    let values = [
        congress.into(),
        id.into(),
        form.into(),
        event.into(),
        person.into(),
        topic.into(),
        text.into(),
        by.into(),
        now.into(),
    ];
    Ok(tx.run(sql(words, values)).await? == 1)
}
