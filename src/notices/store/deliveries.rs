use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};
use crate::notices::Channel;

/// A delivery with what it carries.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::notices) struct Delivery {
    pub id: Uuid,
    pub thing: String,
    pub thing_id: Uuid,
    pub account_id: Option<Uuid>,
    pub bundle_id: Option<Uuid>,
    pub state: String,
    pub made_at: DateTime<Utc>,
    pub congress: String,
    pub kind: Option<String>,
    pub subject: Option<String>,
    pub subject_id: Option<Uuid>,
    pub facts: Option<String>,
    pub read: bool,
}

const DELIVERY: &str = "SELECT d.id, d.thing, d.thing_id, d.account_id, d.bundle_id, d.state, d.made_at, \
     h.name AS congress, n.kind, n.subject, n.subject_id, n.facts, n.read_at IS NOT NULL AS read \
     FROM deliveries d JOIN congresses h ON h.id = d.congress_id \
     LEFT JOIN notices n ON n.congress_id = d.congress_id AND n.id = d.thing_id WHERE d.congress_id = $1";

pub(in crate::notices) async fn delivery(
    at: &impl Conn,
    congress: Uuid,
    id: Uuid,
) -> Result<Option<Delivery>> {
    at.maybe(sql(format!("{DELIVERY} AND d.id = $2"), [congress.into(), id.into()])).await
}

/// The delivery of a notice in a channel.
pub(in crate::notices) async fn delivery_of(
    at: &impl Conn,
    congress: Uuid,
    (thing, channel): (Uuid, &str),
) -> Result<Option<Delivery>> {
    let text = format!("{DELIVERY} AND d.thing_id = $2 AND d.channel = $3");
    at.maybe(sql(text, [congress.into(), thing.into(), channel.into()])).await
}

/// By what the other side calls it.
pub(in crate::notices) async fn delivery_outside(
    at: &impl Conn,
    congress: Uuid,
    (outside, channel): (&str, &str),
) -> Result<Vec<Delivery>> {
    let text = format!("{DELIVERY} AND d.outside = $2 AND d.channel = $3 AND d.state = 'sent'");
    at.all(sql(text, [congress.into(), outside.into(), channel.into()])).await
}

/// Write a delivery down, once by what it carries and the channel; whether it is new.
pub(in crate::notices) async fn insert_delivery(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    (thing, thing_id, account): (&str, Uuid, Option<Uuid>),
    (channel, way): (&str, &str),
    at: DateTime<Utc>,
) -> Result<bool> {
    let text = "INSERT INTO deliveries (congress_id, id, thing, thing_id, account_id, channel, way, state, made_at, \
         changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, $8) ON CONFLICT DO NOTHING";
    let values = [
        congress.into(),
        id.into(),
        thing.into(),
        thing_id.into(),
        account.into(),
        channel.into(),
        way.into(),
        at.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// What waits for the message of the day, and what an interrupted one took along; the newest first.
pub(in crate::notices) async fn daily(
    at: &impl Conn,
    congress: Uuid,
    (account, channel): (Uuid, &str),
) -> Result<Vec<Delivery>> {
    let text = format!(
        "{DELIVERY} AND d.account_id = $2 AND d.channel = $3 AND d.way = 'daily' AND d.state IN ('waiting', 'sending') \
         ORDER BY d.thing_id DESC LIMIT 500"
    );
    at.all(sql(text, [congress.into(), account.into(), channel.into()])).await
}

/// Mark as being sent what waits, or take up again what was; whether it is so now.
pub(in crate::notices) async fn begin_delivery(
    tx: &Tx,
    congress: Uuid,
    (id, bundle): (Uuid, Uuid),
    at: DateTime<Utc>,
) -> Result<bool> {
    let text = "UPDATE deliveries SET state = 'sending', bundle_id = $3, tries = tries + 1, changed_at = $4 \
         WHERE congress_id = $1 AND id = $2 AND state IN ('waiting', 'sending')";
    Ok(tx.run(sql(text, [congress.into(), id.into(), bundle.into(), at.into()])).await? == 1)
}

/// Write down how it ended, or that it waits again.
pub(in crate::notices) async fn end_delivery(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    (state, reason, outside): (&str, &str, &str),
    at: DateTime<Utc>,
) -> Result<()> {
    let text = "UPDATE deliveries SET state = $3, reason = $4, outside = CASE WHEN $5 = '' THEN outside ELSE $5 END, \
         bundle_id = CASE WHEN $3 = 'waiting' THEN NULL ELSE bundle_id END, changed_at = $6 \
         WHERE congress_id = $1 AND id = $2";
    let values = [congress.into(), id.into(), state.into(), reason.into(), outside.into(), at.into()];
    tx.put(sql(text, values)).await
}

/// Whose notice it is, while the account is in force.
pub(in crate::notices) async fn account_of(
    at: &impl Conn,
    congress: Uuid,
    notice: Uuid,
) -> Result<Option<Uuid>> {
    #[derive(FromQueryResult)]
    struct Account {
        account_id: Uuid,
    }
    let text = "SELECT account_id FROM notices WHERE congress_id = $1 AND id = $2";
    let found: Option<Account> = at.maybe(sql(text, [congress.into(), notice.into()])).await?;
    Ok(found.map(|row| row.account_id))
}

/// The channels through which the notices of a thing came to an account.
pub(in crate::notices) async fn used(
    at: &impl Conn,
    (congress, account): (Uuid, Uuid),
    (subject, id): (&str, Uuid),
) -> Result<Vec<Channel>> {
    #[derive(FromQueryResult)]
    struct Used {
        channel: String,
    }
    let text = "SELECT DISTINCT d.channel FROM deliveries d \
         JOIN notices n ON n.congress_id = d.congress_id AND n.id = d.thing_id \
         WHERE d.congress_id = $1 AND d.account_id = $2 AND d.thing = 'notice' AND d.state IN ('sent', 'unsure') \
         AND n.subject = $3 AND n.subject_id = $4";
    let found: Vec<Used> =
        at.all(sql(text, [congress.into(), account.into(), subject.into(), id.into()])).await?;
    Ok(found.iter().filter_map(|used| Channel::of_word(&used.channel)).collect())
}

/// What failed and nothing else brings waits again, as if it had just been made; by which channel. None when it does not
/// wait for that (any more).
pub(in crate::notices) async fn wait_again(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    at: DateTime<Utc>,
) -> Result<Option<String>> {
    #[derive(FromQueryResult)]
    struct By {
        channel: String,
    }
    let text = format!(
        "UPDATE deliveries SET state = 'waiting', way = 'now', reason = '', bundle_id = NULL, made_at = $3, \
         changed_at = $3 WHERE congress_id = $1 AND id = $2 AND {} RETURNING channel",
        super::log::stuck("deliveries")
    );
    let found: Option<By> = tx.maybe(sql(text, [congress.into(), id.into(), at.into()])).await?;
    Ok(found.map(|by| by.channel))
}
