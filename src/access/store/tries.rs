//! Counters of failures in the database.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

/// One more; none while the key waits. Counts from one again when the last began before `old`.
pub async fn count(
    tx: &Tx,
    congress: Uuid,
    key: &str,
    (now, old): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Option<i64>> {
    let text = "INSERT INTO tries (congress_id, key, count, since) VALUES ($1, $2, 1, $3) \
         ON CONFLICT (congress_id, key) DO UPDATE SET \
         count = CASE WHEN tries.since < $4 THEN 1 ELSE tries.count + 1 END, \
         since = CASE WHEN tries.since < $4 THEN excluded.since ELSE tries.since END, wait_until = NULL \
         WHERE tries.wait_until IS NULL OR tries.wait_until <= $3 RETURNING count";
    let found: Option<Count> =
        tx.maybe(sql(text, [congress.into(), key.into(), now.into(), old.into()])).await?;
    Ok(found.map(|row| row.count))
}

#[derive(FromQueryResult)]
struct Until {
    wait_until: Option<DateTime<Utc>>,
}

/// Until when a key waits.
pub async fn held_until(at: &impl Conn, congress: Uuid, key: &str) -> Result<Option<DateTime<Utc>>> {
    let text = "SELECT wait_until FROM tries WHERE congress_id = $1 AND key = $2";
    let row: Option<Until> = at.maybe(sql(text, [congress.into(), key.into()])).await?;
    Ok(row.and_then(|row| row.wait_until))
}

/// Let a key wait.
pub async fn hold(tx: &Tx, congress: Uuid, key: &str, until: DateTime<Utc>) -> Result<()> {
    let text = "UPDATE tries SET wait_until = $3 WHERE congress_id = $1 AND key = $2";
    tx.put(sql(text, [congress.into(), key.into(), until.into()])).await
}

/// Forget a key's failures.
pub async fn forget(tx: &Tx, congress: Uuid, key: &str) -> Result<()> {
    let text = "DELETE FROM tries WHERE congress_id = $1 AND key = $2";
    tx.put(sql(text, [congress.into(), key.into()])).await
}

/// Take one try back that was no failure, with the wait it began.
pub async fn give_back(tx: &Tx, congress: Uuid, key: &str) -> Result<()> {
    let text = "UPDATE tries SET count = count - 1, wait_until = NULL WHERE congress_id = $1 AND key = $2 AND count > 0";
    tx.put(sql(text, [congress.into(), key.into()])).await
}
