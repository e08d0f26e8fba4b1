//! Events, their topics, who is invited and what was said, in the database. Who sees which event is [`visible_to`]: a
//! draft is its office's; what was announced is seen by those invited, by the offices that serve them, and by whoever
//! sees the whole congress.

mod invited;
mod topics;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::Event;
use super::acts::NewEvent;
use crate::access::{Actor, Permit, Scope};
use crate::base::{Conn, Result, Tx, sql};
use crate::people::store::reach::reaching;

pub use invited::{Count, by_code, invited, invited_in, one_invited, unanswered};
pub(super) use invited::{invite, set_answer, set_presence, set_speaks, uninvite};
pub(super) use topics::{insert_speech, put_topics};
pub use topics::{speeches, topics};

const EVENT: &str = "SELECT e.id, e.kind, e.year, e.nth, e.title, e.body, e.place, e.on_day, e.starts, e.ends, e.last_day, \
     e.office_id, o.name AS office, e.answer_by, e.state, e.code, e.change_reason, e.sequence, e.announced_at, \
     e.changed_at, e.closed_at, e.version FROM events e \
     JOIN organizations o ON o.congress_id = e.congress_id AND o.id = e.office_id WHERE e.congress_id = $1";

/// Lines of a page of a list.
pub const PAGE: usize = 25;

/// The one condition on who sees which events `e`.
pub fn visible_to(actor: &Actor, values: &mut Vec<Value>) -> String {
    let mut conditions = vec!["FALSE".to_owned()];
    for (post, scope) in actor.posts_with(Permit::EventRead) {
        if let Some(office) = post.organization {
            values.push(office.into());
            conditions.push(format!("e.office_id = ${}", values.len()));
        }
        if scope == Scope::Congress {
            conditions.push("e.state <> 'draft'".to_owned());
        }
    }
    if actor.may(Permit::EventRead) {
        let reached = reaching(actor, Permit::EventRead, "i.person_id", values);
        conditions.push(format!(
            "e.state <> 'draft' AND EXISTS (SELECT 1 FROM event_invited i \
             WHERE i.congress_id = e.congress_id AND i.event_id = e.id AND {reached})"
        ));
    }
    format!("({})", conditions.join(" OR "))
}

/// An event that the actor may see; a stranger gets `NotFound`.
pub async fn find(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Event> {
    actor.must(Permit::EventRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), id.into()];
    let condition = visible_to(actor, &mut values);
    at.one(sql(format!("{EVENT} AND e.id = $2 AND {condition}"), values)).await
}

/// An event by its number, for whoever may see it.
pub async fn numbered(at: &impl Conn, actor: &Actor, (year, nth): (i64, i64)) -> Result<Event> {
    actor.must(Permit::EventRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), year.into(), nth.into()];
    let condition = visible_to(actor, &mut values);
    at.one(sql(format!("{EVENT} AND e.year = $2 AND e.nth = $3 AND {condition}"), values)).await
}

/// An event, for whoever came to it by a code.
pub async fn one(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Event> {
    at.one(sql(format!("{EVENT} AND e.id = $2"), [congress.into(), id.into()])).await
}

/// The announced event of a code at the door.
pub async fn at_door(at: &impl Conn, congress: Uuid, code: &str) -> Result<Event> {
    at.one(sql(format!("{EVENT} AND e.code = $2 AND e.state <> 'draft'"), [congress.into(), code.into()]))
        .await
}

/// The event of a form that was sent before.
pub(super) async fn of_form(at: &impl Conn, congress: Uuid, form: Uuid) -> Result<Option<Event>> {
    at.maybe(sql(format!("{EVENT} AND e.form_id = $2"), [congress.into(), form.into()])).await
}

/// A page of the events that the actor may see: those ahead, the next first, or those that are over, the latest first.
pub async fn list(
    at: &impl Conn,
    actor: &Actor,
    (ahead, today): (bool, NaiveDate),
    page: usize,
) -> Result<(Vec<Event>, bool)> {
    actor.must(Permit::EventRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), today.into()];
    let condition = visible_to(actor, &mut values);
    let (when, order) = if ahead {
        ("e.last_day >= $2 AND e.state <> 'closed'", "e.on_day, e.starts, e.id")
    } else {
        ("(e.last_day < $2 OR e.state = 'closed')", "e.on_day DESC, e.starts DESC, e.id DESC")
    };
    let text = format!(
        "{EVENT} AND {when} AND {condition} ORDER BY {order} LIMIT {} OFFSET {}",
        PAGE + 1,
        page * PAGE
    );
    let mut events: Vec<Event> = at.all(sql(text, values)).await?;
    let more = events.len() > PAGE;
    events.truncate(PAGE);
    Ok((events, more))
}

#[derive(FromQueryResult)]
struct Number {
    n: i64,
}

/// The next number of a year.
async fn next(at: &impl Conn, congress: Uuid, year: i64) -> Result<i64> {
    let text = "SELECT COALESCE(MAX(nth), 0) + 1 AS n FROM events WHERE congress_id = $1 AND year = $2";
    Ok(at.one::<Number>(sql(text, [congress.into(), year.into()])).await?.n)
}

pub(super) async fn insert(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    (office, code): (Uuid, &str),
    new: &NewEvent,
    now: DateTime<Utc>,
) -> Result<()> {
    let year = i64::from(chrono::Datelike::year(&new.on_day));
    let nth = next(tx, congress, year).await?;
    let text = "INSERT INTO events (congress_id, id, form_id, kind, year, nth, title, body, place, on_day, starts, ends, \
         last_day, office_id, answer_by, state, code, changed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'draft', $16, $17)";
    let values = [
        congress.into(),
        id.into(),
        new.form.into(),
        new.kind.word().into(),
        year.into(),
        nth.into(),
        new.title.clone().into(),
        new.body.clone().into(),
        new.place.clone().into(),
        new.on_day.into(),
        new.starts.into(),
        new.ends.into(),
        new.last_day.into(),
        office.into(),
        new.answer_by.into(),
        code.into(),
        now.into(),
    ];
    tx.put(sql(text, values)).await
}

/// Write an event as it stands now; false when somebody else changed it meanwhile.
pub(super) async fn save(tx: &Tx, congress: Uuid, it: &Event) -> Result<bool> {
    let text = "UPDATE events SET kind = $4, title = $5, body = $6, place = $7, on_day = $8, starts = $9, ends = $10, \
         last_day = $11, answer_by = $12, state = $13, change_reason = $14, sequence = $15, announced_at = $16, \
         changed_at = $17, closed_at = $18, version = version + 1 \
         WHERE congress_id = $1 AND id = $2 AND version = $3";
    let values = [
        congress.into(),
        it.id.into(),
        it.version.into(),
        it.kind.clone().into(),
        it.title.clone().into(),
        it.body.clone().into(),
        it.place.clone().into(),
        it.on_day.into(),
        it.starts.into(),
        it.ends.into(),
        it.last_day.into(),
        it.answer_by.into(),
        it.state.clone().into(),
        it.change_reason.clone().into(),
        it.sequence.into(),
        it.announced_at.into(),
        it.changed_at.into(),
        it.closed_at.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// The announced events whose answers are asked for until a day.
pub async fn due(at: &impl Conn, congress: Uuid, day: NaiveDate) -> Result<Vec<Event>> {
    let text = format!("{EVENT} AND e.state = 'announced' AND e.answer_by = $2 ORDER BY e.id");
    at.all(sql(text, [congress.into(), day.into()])).await
}

/// The announced events that begin on a day.
pub async fn beginning(at: &impl Conn, congress: Uuid, day: NaiveDate) -> Result<Vec<Event>> {
    let text = format!("{EVENT} AND e.state = 'announced' AND e.on_day = $2 ORDER BY e.id");
    at.all(sql(text, [congress.into(), day.into()])).await
}

/// The events of the days from one to another to which a person is invited and has not declined, with those called off.
pub async fn of_person(
    at: &impl Conn,
    congress: Uuid,
    person: Uuid,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Event>> {
    let text = format!(
        "{EVENT} AND e.state <> 'draft' AND e.last_day >= $3 AND e.on_day <= $4 AND EXISTS (SELECT 1 \
         FROM event_invited i WHERE i.congress_id = e.congress_id AND i.event_id = e.id AND i.person_id = $2 \
         AND i.answer <> 'declined') ORDER BY e.on_day, e.id"
    );
    at.all(sql(text, [congress.into(), person.into(), from.into(), to.into()])).await
}
