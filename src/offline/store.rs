//! Devices in the database.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::Device;
use crate::base::{Conn, Result, Tx, sql};

const DEVICE: &str = "SELECT id, account_id, name, made_at, seen_at FROM devices WHERE congress_id = $1";

/// An account's devices, the latest first.
pub async fn devices(at: &impl Conn, congress: Uuid, account: Uuid) -> Result<Vec<Device>> {
    let text = format!("{DEVICE} AND account_id = $2 AND removed_at IS NULL ORDER BY made_at DESC, id");
    at.all(sql(text, [congress.into(), account.into()])).await
}

pub(super) async fn insert(
    tx: &Tx,
    congress: Uuid,
    (id, account): (Uuid, Uuid),
    (token, name): (&str, &str),
    now: DateTime<Utc>,
) -> Result<()> {
    let text = "INSERT INTO devices (congress_id, id, account_id, token, name, made_at, seen_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $6)";
    let values = [congress.into(), id.into(), account.into(), token.into(), name.into(), now.into()];
    tx.put(sql(text, values)).await
}

/// False when it is not one of the account's, or was removed before.
pub(super) async fn remove(
    tx: &Tx,
    congress: Uuid,
    (id, account): (Uuid, Uuid),
    now: DateTime<Utc>,
) -> Result<bool> {
    let text = "UPDATE devices SET removed_at = $4 WHERE congress_id = $1 AND id = $2 AND account_id = $3 \
         AND removed_at IS NULL";
    Ok(tx.run(sql(text, [congress.into(), id.into(), account.into(), now.into()])).await? == 1)
}

/// A device of a token, with whether it was removed, or its account was.
#[derive(FromQueryResult)]
pub(super) struct Known {
    pub(super) account_id: Uuid,
    pub(super) seen_at: DateTime<Utc>,
    pub(super) removed: bool,
}

/// The device of a token, also when it was removed.
pub(super) async fn known(
    at: &impl Conn,
    congress: Uuid,
    (id, token): (Uuid, &str),
) -> Result<Option<Known>> {
    let text = "SELECT d.account_id, d.seen_at, (d.removed_at IS NOT NULL OR a.revoked_at IS NOT NULL) AS removed FROM devices d \
         JOIN accounts a ON a.congress_id = d.congress_id AND a.id = d.account_id \
         WHERE d.congress_id = $1 AND d.id = $2 AND d.token = $3";
    at.maybe(sql(text, [congress.into(), id.into(), token.into()])).await
}

pub(super) async fn seen(tx: &Tx, congress: Uuid, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    let text = "UPDATE devices SET seen_at = $3 WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [congress.into(), id.into(), now.into()])).await
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

/// How many devices an account has now.
pub(super) async fn count(at: &impl Conn, congress: Uuid, account: Uuid) -> Result<i64> {
    let text =
        "SELECT count(*) AS n FROM devices WHERE congress_id = $1 AND account_id = $2 AND removed_at IS NULL";
    Ok(at.one::<Count>(sql(text, [congress.into(), account.into()])).await?.n)
}
