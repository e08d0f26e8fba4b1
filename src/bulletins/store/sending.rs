//! By which channels things went, and to whom.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::access::{Actor, Permit};
use crate::base::{Conn, Result, Tx, sql};
use crate::bulletins::acts::To;
use crate::people::store::reach::{of_office, reaching};

/// A channel by which something went.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Delivery {
    /// The word of the channel.
    pub channel: String,
    /// When it was ordered.
    pub ordered_at: DateTime<Utc>,
    /// When it was there; none while somebody still carries it.
    pub delivered_at: Option<DateTime<Utc>>,
    /// Printed copies.
    pub copies: i64,
}

/// The channels of an item or issue.
pub async fn deliveries(at: &impl Conn, congress: Uuid, thing: Uuid) -> Result<Vec<Delivery>> {
    let text = "SELECT channel, ordered_at, delivered_at, copies FROM bulletin_deliveries \
         WHERE congress_id = $1 AND thing_id = $2 ORDER BY ordered_at, channel";
    at.all(sql(text, [congress.into(), thing.into()])).await
}

/// Send something by a channel. False when it went by it before.
pub(in crate::bulletins) async fn deliver(
    tx: &Tx,
    (congress, thing): (Uuid, Uuid),
    channel: &str,
    (account, now): (Option<Uuid>, DateTime<Utc>),
    there: bool,
) -> Result<bool> {
    let text = "INSERT INTO bulletin_deliveries (congress_id, thing_id, channel, ordered_at, ordered_by, delivered_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (congress_id, thing_id, channel) DO NOTHING";
    let delivered = there.then_some(now);
    let values =
        [congress.into(), thing.into(), channel.into(), now.into(), account.into(), delivered.into()];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// What people carry is there. False when it was, or does not go by this channel.
pub(in crate::bulletins) async fn there(
    tx: &Tx,
    (congress, thing): (Uuid, Uuid),
    (channel, copies): (&str, i64),
    (account, now): (Option<Uuid>, DateTime<Utc>),
) -> Result<bool> {
    let text = "UPDATE bulletin_deliveries SET delivered_at = $4, delivered_by = $5, copies = $6 WHERE congress_id = $1 \
         AND thing_id = $2 AND channel = $3 AND delivered_at IS NULL";
    let (at, by) = (now.into(), account.into());
    let values = [congress.into(), thing.into(), channel.into(), at, by, copies.into()];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// The condition on persons `p` who are told.
fn told(to: &To, values: &mut Vec<Value>) -> String {
    let mut conditions = vec!["FALSE".to_owned()];
    let mut seat = |kind: &str, values: &mut Vec<Value>| {
        values.push(kind.into());
        conditions.push(format!(
            "EXISTS (SELECT 1 FROM seats s JOIN terms t ON t.congress_id = s.congress_id AND t.id = s.term_id \
             WHERE s.congress_id = p.congress_id AND s.person_id = p.id AND s.kind = ${} AND s.from_on <= $2 \
             AND (s.to_on IS NULL OR s.to_on >= $2) AND t.ends_on >= $2)",
            values.len()
        ));
    };
    if to.deputies {
        seat("deputy", values);
    }
    if to.members {
        seat("committee-member", values);
    }
    for group in &to.groups {
        values.push((*group).into());
        conditions.push(format!(
            "EXISTS (SELECT 1 FROM memberships m WHERE m.congress_id = p.congress_id AND m.person_id = p.id \
             AND m.organization_id = ${} AND m.to_on IS NULL)",
            values.len()
        ));
    }
    if let Some(office) = to.office {
        values.push(office.into());
        conditions.push(of_office("p.id", values.len()));
    }
    format!("({})", conditions.join(" OR "))
}

#[derive(FromQueryResult)]
struct Person {
    id: Uuid,
}

/// The persons of an audience on a day.
pub(in crate::bulletins) async fn audience(
    at: &impl Conn,
    congress: Uuid,
    to: &To,
    day: NaiveDate,
) -> Result<Vec<Uuid>> {
    let mut values: Vec<Value> = vec![congress.into(), day.into()];
    let condition = told(to, &mut values);
    let text = format!(
        "SELECT p.id FROM persons p WHERE p.congress_id = $1 AND CAST($2 AS date) IS NOT NULL AND {condition} ORDER BY p.id"
    );
    let found: Vec<Person> = at.all(sql(text, values)).await?;
    Ok(found.into_iter().map(|row| row.id).collect())
}

/// Note that a person is sent something. False when he or she was before.
pub(in crate::bulletins) async fn send_to(
    tx: &Tx,
    (congress, thing): (Uuid, Uuid),
    person: Uuid,
    now: DateTime<Utc>,
) -> Result<bool> {
    let text = "INSERT INTO bulletin_readers (congress_id, thing_id, person_id, told_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (congress_id, thing_id, person_id) DO NOTHING";
    Ok(tx.run(sql(text, [congress.into(), thing.into(), person.into(), now.into()])).await? == 1)
}

/// Note that a person opened what he or she was sent. False when he or she had, or was not sent it.
pub(in crate::bulletins) async fn open(
    tx: &Tx,
    (congress, thing): (Uuid, Uuid),
    person: Uuid,
    now: DateTime<Utc>,
) -> Result<bool> {
    let text = "UPDATE bulletin_readers SET opened_at = $4 WHERE congress_id = $1 AND thing_id = $2 AND person_id = $3 \
         AND opened_at IS NULL";
    Ok(tx.run(sql(text, [congress.into(), thing.into(), person.into(), now.into()])).await? == 1)
}

#[derive(FromQueryResult)]
struct Told {
    person_id: Uuid,
}

/// Everybody who was sent something.
pub(in crate::bulletins) async fn sent_to(at: &impl Conn, congress: Uuid, thing: Uuid) -> Result<Vec<Uuid>> {
    let text =
        "SELECT person_id FROM bulletin_readers WHERE congress_id = $1 AND thing_id = $2 ORDER BY person_id";
    let found: Vec<Told> = at.all(sql(text, [congress.into(), thing.into()])).await?;
    Ok(found.into_iter().map(|row| row.person_id).collect())
}

/// How many were sent something, and how many of them opened it.
#[derive(Debug, Clone, Copy, Default, FromQueryResult)]
pub struct Read {
    /// Sent.
    pub told: i64,
    /// Opened.
    pub opened: i64,
    /// Reminded.
    pub reminded: i64,
}

/// How far something was read.
pub async fn read(at: &impl Conn, congress: Uuid, thing: Uuid) -> Result<Read> {
    let text = "SELECT count(*) AS told, count(opened_at) AS opened, count(reminded_at) AS reminded \
         FROM bulletin_readers WHERE congress_id = $1 AND thing_id = $2";
    at.one(sql(text, [congress.into(), thing.into()])).await
}

/// Somebody who was sent something.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Reader {
    /// The name.
    pub name: String,
    /// When it was sent.
    pub told_at: DateTime<Utc>,
    /// When he or she opened it.
    pub opened_at: Option<DateTime<Utc>>,
    /// When he or she was reminded.
    pub reminded_at: Option<DateTime<Utc>>,
    /// Whether there is an account in which to open it.
    pub reachable: i64,
}

/// Those who were sent something, as far as the actor may know it: the office whose it is knows of all, others of their own
/// people; in the order of names. `opened` shows one half of them.
pub async fn readers(
    at: &impl Conn,
    actor: &Actor,
    (thing, office): (Uuid, Uuid),
    opened: bool,
    page: usize,
) -> Result<(Vec<Reader>, bool)> {
    actor.must(Permit::BulletinTrack)?;
    const LINES: usize = 50;
    let mut values: Vec<Value> = vec![actor.congress.into(), thing.into()];
    let own = actor.posts_with(Permit::BulletinTrack).any(|(post, _)| post.organization == Some(office));
    let condition = match own {
        true => "TRUE".to_owned(),
        false => reaching(actor, Permit::BulletinTrack, "r.person_id", &mut values),
    };
    let half = if opened { "IS NOT NULL" } else { "IS NULL" };
    let text = format!(
        "SELECT p.name, r.told_at, r.opened_at, r.reminded_at, (SELECT count(*) FROM accounts a \
         WHERE a.congress_id = r.congress_id AND a.person_id = r.person_id AND a.revoked_at IS NULL) AS reachable \
         FROM bulletin_readers r JOIN persons p ON p.congress_id = r.congress_id AND p.id = r.person_id \
         WHERE r.congress_id = $1 AND r.thing_id = $2 AND r.opened_at {half} AND {condition} \
         ORDER BY p.strokes, p.id LIMIT {} OFFSET {}",
        LINES + 1,
        page * LINES
    );
    let mut found: Vec<Reader> = at.all(sql(text, values)).await?;
    let more = found.len() > LINES;
    found.truncate(LINES);
    Ok((found, more))
}

/// Somebody who has not opened something.
#[derive(Debug, FromQueryResult)]
pub(in crate::bulletins) struct Unread {
    pub thing_id: Uuid,
    pub person_id: Uuid,
}

/// Who was sent something before a moment, has neither opened it nor been reminded; what was withdrawn is left alone.
pub(in crate::bulletins) async fn unread(
    at: &impl Conn,
    congress: Uuid,
    before: DateTime<Utc>,
    most: i64,
) -> Result<Vec<Unread>> {
    let text = "SELECT r.thing_id, r.person_id FROM bulletin_readers r WHERE r.congress_id = $1 AND r.told_at < $2 \
         AND r.opened_at IS NULL AND r.reminded_at IS NULL AND NOT EXISTS (SELECT 1 FROM bulletin_items i \
         WHERE i.congress_id = r.congress_id AND i.id = r.thing_id AND i.withdrawn_at IS NOT NULL) \
         AND NOT EXISTS (SELECT 1 FROM bulletin_issues s WHERE s.congress_id = r.congress_id AND s.id = r.thing_id \
         AND s.withdrawn_at IS NOT NULL) ORDER BY r.thing_id, r.person_id LIMIT $3";
    at.all(sql(text, [congress.into(), before.into(), most.into()])).await
}

/// Note the one reminder. False when there was one, or it was opened meanwhile.
pub(in crate::bulletins) async fn remind(
    tx: &Tx,
    (congress, thing): (Uuid, Uuid),
    person: Uuid,
    now: DateTime<Utc>,
) -> Result<bool> {
    let text = "UPDATE bulletin_readers SET reminded_at = $4 WHERE congress_id = $1 AND thing_id = $2 AND person_id = $3 \
         AND opened_at IS NULL AND reminded_at IS NULL";
    Ok(tx.run(sql(text, [congress.into(), thing.into(), person.into(), now.into()])).await? == 1)
}

/// When something was adopted and by which channel it came when.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Came {
    /// The channel.
    pub channel: String,
    /// The day of the adoption.
    pub adopted_on: NaiveDate,
    /// The minute of it.
    pub adopted_at: Option<i64>,
    /// When it was there.
    pub delivered_at: DateTime<Utc>,
}

/// All deliveries of the items adopted from a day on.
pub async fn came_since(at: &impl Conn, congress: Uuid, day: NaiveDate) -> Result<Vec<Came>> {
    let text = "SELECT d.channel, e.adopted_on, e.adopted_at, d.delivered_at FROM bulletin_deliveries d \
         JOIN bulletin_items i ON i.congress_id = d.congress_id AND i.id = d.thing_id \
         JOIN bulletin_editions e ON e.congress_id = i.congress_id AND e.item_id = i.id AND e.edition = i.edition \
         WHERE d.congress_id = $1 AND d.delivered_at IS NOT NULL AND e.adopted_on >= $2";
    at.all(sql(text, [congress.into(), day.into()])).await
}
