//! The addresses of calendars in the database, by the hashes of their secret parts.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};

#[derive(FromQueryResult)]
struct Holder {
    account_id: Uuid,
}

#[derive(FromQueryResult)]
struct Made {
    made_at: DateTime<Utc>,
}

/// Whose calendar an address opens, by the hash of its secret part.
pub(super) async fn holder(at: &impl Conn, congress: Uuid, token: &str) -> Result<Uuid> {
    let text = "SELECT account_id FROM calendar_links WHERE congress_id = $1 AND token = $2";
    Ok(at.one::<Holder>(sql(text, [congress.into(), token.into()])).await?.account_id)
}

/// Since when an account's calendar has an address, if it has one.
pub(super) async fn made(at: &impl Conn, congress: Uuid, account: Uuid) -> Result<Option<DateTime<Utc>>> {
    let text = "SELECT made_at FROM calendar_links WHERE congress_id = $1 AND account_id = $2";
    let found: Option<Made> = at.maybe(sql(text, [congress.into(), account.into()])).await?;
    Ok(found.map(|row| row.made_at))
}

pub(super) async fn set(
    tx: &Tx,
    congress: Uuid,
    account: Uuid,
    (token, now): (&str, DateTime<Utc>),
) -> Result<()> {
    let text = "INSERT INTO calendar_links (congress_id, account_id, token, made_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (congress_id, account_id) DO UPDATE SET token = excluded.token, made_at = excluded.made_at";
    tx.put(sql(text, [congress.into(), account.into(), token.into(), now.into()])).await
}

pub(super) async fn remove(tx: &Tx, congress: Uuid, account: Uuid) -> Result<()> {
    let text = "DELETE FROM calendar_links WHERE congress_id = $1 AND account_id = $2";
    tx.put(sql(text, [congress.into(), account.into()])).await
}
