//! Robots, messages and deliveries in the database. Messages are seen by those who write for the same office; by all of
//! the congress's side under a permit of that reach.

use chrono::{DateTime, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::acts::NewMessage;
use super::{Delivery, Message, Robot};
use crate::access::{Actor, Permit, Scope};
use crate::base::{Conn, Result, Tx, sql};

/// Messages of a page of the list.
const PAGE: i64 = 25;

const ROBOT: &str = "SELECT id, name, state, made_at FROM robots WHERE congress_id = $1";

/// The robots that were not removed, by name.
pub async fn robots(at: &impl Conn, congress: Uuid) -> Result<Vec<Robot>> {
    at.all(sql(format!("{ROBOT} AND state <> 'removed' ORDER BY name, id"), [congress.into()])).await
}

/// One that was not removed.
pub async fn robot(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Robot> {
    at.one(sql(format!("{ROBOT} AND state <> 'removed' AND id = $2"), [congress.into(), id.into()])).await
}

#[derive(FromQueryResult)]
struct Sealed {
    key: String,
}

pub(super) async fn key(at: &impl Conn, congress: Uuid, robot: Uuid) -> Result<String> {
    let text = "SELECT key FROM robots WHERE congress_id = $1 AND id = $2";
    Ok(at.one::<Sealed>(sql(text, [congress.into(), robot.into()])).await?.key)
}

pub(super) async fn insert_robot(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    (name, key): (&str, &str),
    (at, by): (DateTime<Utc>, Option<Uuid>),
) -> Result<()> {
    let text = "INSERT INTO robots (congress_id, id, name, key, state, made_at, made_by) \
         VALUES ($1, $2, $3, $4, 'works', $5, $6)";
    let values = [congress.into(), id.into(), name.into(), key.into(), at.into(), by.into()];
    tx.put(sql(text, values)).await
}

/// A robot that is removed keeps no key.
pub(super) async fn set_robot(tx: &Tx, congress: Uuid, id: Uuid, state: &str) -> Result<bool> {
    let text = "UPDATE robots SET state = $3, key = CASE WHEN $3 = 'removed' THEN '' ELSE key END \
         WHERE congress_id = $1 AND id = $2 AND state <> 'removed'";
    Ok(tx.run(sql(text, [congress.into(), id.into(), state.into()])).await? == 1)
}

/// False when the same form was sent before.
pub(super) async fn insert(
    tx: &Tx,
    actor: &Actor,
    (id, at): (Uuid, DateTime<Utc>),
    (office, new): (Option<Uuid>, &NewMessage),
) -> Result<bool> {
    let text = "INSERT INTO chat_messages (congress_id, id, form_id, office_id, title, text, link, written_at, \
         written_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";
    let values = [
        actor.congress.into(),
        id.into(),
        new.form.into(),
        office.into(),
        new.title.clone().into(),
        new.text.clone().into(),
        new.link.clone().into(),
        at.into(),
        actor.account.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// The one condition on who sees which messages `m`.
fn visible_to(actor: &Actor, values: &mut Vec<Value>) -> String {
    let mut any = vec!["FALSE".to_owned()];
    for (post, scope) in actor.posts_with(Permit::ChatWrite) {
        match (scope, post.organization) {
            (Scope::Congress | Scope::Deployment, _) => return "TRUE".to_owned(),
            (Scope::Office, Some(office)) => {
                values.push(office.into());
                any.push(format!("m.office_id = ${}", values.len()));
            }
            _ => {}
        }
    }
    format!("({})", any.join(" OR "))
}

const MESSAGE: &str = "SELECT m.id, m.title, m.text, m.link, m.written_at, o.name AS office FROM chat_messages m \
     LEFT JOIN organizations o ON o.congress_id = m.congress_id AND o.id = m.office_id WHERE m.congress_id = $1";

/// A message that the actor may see; a stranger gets `NotFound`.
pub async fn find(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Message> {
    actor.must(Permit::ChatWrite)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), id.into()];
    let condition = visible_to(actor, &mut values);
    at.one(sql(format!("{MESSAGE} AND m.id = $2 AND {condition}"), values)).await
}

/// The message that a form wrote, as [`find`].
pub async fn of_form(at: &impl Conn, actor: &Actor, form: Uuid) -> Result<Message> {
    let mut values: Vec<Value> = vec![actor.congress.into(), form.into()];
    let condition = visible_to(actor, &mut values);
    at.one(sql(format!("{MESSAGE} AND m.form_id = $2 AND {condition}"), values)).await
}

/// A message, for the work that sends it.
pub(super) async fn message(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Message> {
    at.one(sql(format!("{MESSAGE} AND m.id = $2"), [congress.into(), id.into()])).await
}

/// A page of messages, the newest first, and the mark from which the next page goes on.
pub async fn list(
    at: &impl Conn,
    actor: &Actor,
    after: Option<&str>,
) -> Result<(Vec<Message>, Option<String>)> {
    actor.must(Permit::ChatWrite)?;
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let condition = visible_to(actor, &mut values);
    let mut beyond = String::new();
    if let Some(last) = after.and_then(|mark| Uuid::try_parse(mark).ok()) {
        values.push(last.into());
        // Ids sort by the time at which they were made.
        beyond = format!(" AND m.id < ${}", values.len());
    }
    let text = format!("{MESSAGE} AND {condition}{beyond} ORDER BY m.id DESC LIMIT {}", PAGE + 1);
    let mut found: Vec<Message> = at.all(sql(text, values)).await?;
    let more = found.len() as i64 > PAGE;
    found.truncate(usize::try_from(PAGE).unwrap_or_default());
    let next = found.last().filter(|_| more).map(|last| last.id.to_string());
    Ok((found, next))
}

const DELIVERY: &str = "SELECT d.robot_id, r.name AS robot, d.state, d.round, d.sent_at, d.said \
     FROM chat_deliveries d JOIN robots r ON r.congress_id = d.congress_id AND r.id = d.robot_id \
     WHERE d.congress_id = $1 AND d.message_id = $2";

/// What became of a message in each group, by name.
pub async fn deliveries(at: &impl Conn, congress: Uuid, message: Uuid) -> Result<Vec<Delivery>> {
    at.all(sql(format!("{DELIVERY} ORDER BY r.name, r.id"), [congress.into(), message.into()])).await
}

pub(super) async fn delivery(
    at: &impl Conn,
    congress: Uuid,
    (message, robot): (Uuid, Uuid),
) -> Result<Option<Delivery>> {
    let text = format!("{DELIVERY} AND d.robot_id = $3");
    at.maybe(sql(text, [congress.into(), message.into(), robot.into()])).await
}

/// Ask for a delivery: the first time, or again after it failed or nobody knows. None when it waits or was sent;
/// else how often it has been asked for.
pub(super) async fn ask(tx: &Tx, congress: Uuid, (message, robot): (Uuid, Uuid)) -> Result<Option<i64>> {
    let text = "INSERT INTO chat_deliveries (congress_id, message_id, robot_id, state, round) \
         VALUES ($1, $2, $3, 'waiting', 1) ON CONFLICT (congress_id, message_id, robot_id) DO UPDATE \
         SET state = 'waiting', round = chat_deliveries.round + 1, said = '' \
         WHERE chat_deliveries.state IN ('failed', 'unsure') RETURNING round";
    let row: Option<Round> = tx.maybe(sql(text, [congress.into(), message.into(), robot.into()])).await?;
    Ok(row.map(|row| row.round))
}

#[derive(FromQueryResult)]
struct Round {
    round: i64,
}

/// Move a delivery on; false when it is not as it was thought to be.
pub(super) async fn set_delivery(
    tx: &Tx,
    congress: Uuid,
    (message, robot): (Uuid, Uuid),
    (from, to, said): (&str, &str, &str),
    at: DateTime<Utc>,
) -> Result<bool> {
    let text = "UPDATE chat_deliveries SET state = $5, said = $6, sent_at = CASE WHEN $5 = 'sending' THEN $7 \
         WHEN $5 = 'waiting' THEN NULL ELSE sent_at END \
         WHERE congress_id = $1 AND message_id = $2 AND robot_id = $3 AND state = $4";
    let values =
        [congress.into(), message.into(), robot.into(), from.into(), to.into(), said.into(), at.into()];
    Ok(tx.run(sql(text, values)).await? == 1)
}

#[derive(FromQueryResult)]
struct Moment {
    sent_at: DateTime<Utc>,
}

/// When the last messages of a robot left, the latest first, since a moment.
pub(super) async fn left(
    at: &impl Conn,
    congress: Uuid,
    robot: Uuid,
    since: DateTime<Utc>,
) -> Result<Vec<DateTime<Utc>>> {
    let text = "SELECT sent_at FROM chat_deliveries WHERE congress_id = $1 AND robot_id = $2 AND sent_at > $3 \
         ORDER BY sent_at DESC";
    let rows: Vec<Moment> = at.all(sql(text, [congress.into(), robot.into(), since.into()])).await?;
    Ok(rows.into_iter().map(|row| row.sent_at).collect())
}

/// How many robots the other side knows no more, and how many messages of all are in each state.
pub(super) async fn health(at: &impl Conn, congress: Uuid) -> Result<(i64, Vec<(String, i64)>)> {
    #[derive(FromQueryResult)]
    struct Counted {
        state: String,
        n: i64,
    }
    let text = "SELECT state, count(*) AS n FROM robots WHERE congress_id = $1 GROUP BY state";
    let robots: Vec<Counted> = at.all(sql(text, [congress.into()])).await?;
    let text = "SELECT state, count(*) AS n FROM chat_deliveries WHERE congress_id = $1 GROUP BY state";
    let messages: Vec<Counted> = at.all(sql(text, [congress.into()])).await?;
    let refused = robots.iter().filter(|it| it.state == "refused").map(|it| it.n).sum();
    Ok((refused, messages.into_iter().map(|it| (it.state, it.n)).collect()))
}
