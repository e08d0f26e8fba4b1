use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};

/// How often, and since when.
#[derive(Debug, FromQueryResult)]
pub(super) struct Spent {
    pub(super) count: i64,
    pub(super) since: DateTime<Utc>,
}

/// One more; from one again when the first was before `old`.
pub(super) async fn count(
    tx: &Tx,
    congress: Uuid,
    key: &str,
    (now, old): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Spent> {
    let text = "INSERT INTO tries (congress_id, key, count, since) VALUES ($1, $2, 1, $3) \
         ON CONFLICT (congress_id, key) DO UPDATE SET \
         count = CASE WHEN tries.since <= $4 THEN 1 ELSE tries.count + 1 END, \
         since = CASE WHEN tries.since <= $4 THEN excluded.since ELSE tries.since END RETURNING count, since";
    tx.one(sql(text, [congress.into(), key.into(), now.into(), old.into()])).await
}

pub(super) async fn spent(at: &impl Conn, congress: Uuid, key: &str) -> Result<Option<Spent>> {
    let text = "SELECT count, since FROM tries WHERE congress_id = $1 AND key = $2";
    at.maybe(sql(text, [congress.into(), key.into()])).await
}
