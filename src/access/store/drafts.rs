//! Drafts in the database.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};

#[derive(FromQueryResult)]
struct Fields {
    fields: String,
}

/// The fields of an account's draft for a page, as JSON.
pub(in crate::access) async fn draft(
    at: &impl Conn,
    congress: Uuid,
    account: Uuid,
    page: &str,
) -> Result<Option<String>> {
    let text = "SELECT fields FROM drafts WHERE congress_id = $1 AND account_id = $2 AND page = $3";
    let found: Option<Fields> = at.maybe(sql(text, [congress.into(), account.into(), page.into()])).await?;
    Ok(found.map(|found| found.fields))
}

/// Keep a draft in the place of the one before.
pub(in crate::access) async fn put_draft(
    tx: &Tx,
    congress: Uuid,
    account: Uuid,
    (page, fields): (&str, &str),
    now: DateTime<Utc>,
) -> Result<()> {
    let text = "INSERT INTO drafts (congress_id, account_id, page, fields, at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (congress_id, account_id, page) DO UPDATE SET fields = excluded.fields, at = excluded.at";
    let values = [congress.into(), account.into(), page.into(), fields.into(), now.into()];
    tx.put(sql(text, values)).await
}

/// Erase an account's draft for a page.
pub(in crate::access) async fn delete_draft(
    tx: &Tx,
    congress: Uuid,
    account: Uuid,
    page: &str,
) -> Result<()> {
    let text = "DELETE FROM drafts WHERE congress_id = $1 AND account_id = $2 AND page = $3";
    tx.put(sql(text, [congress.into(), account.into(), page.into()])).await
}

/// Erase everybody's drafts older than `oldest`.
pub(in crate::access) async fn delete_old_drafts(
    tx: &Tx,
    congress: Uuid,
    oldest: DateTime<Utc>,
) -> Result<()> {
    let text = "DELETE FROM drafts WHERE congress_id = $1 AND at < $2";
    tx.put(sql(text, [congress.into(), oldest.into()])).await
}

/// Erase all of an account's drafts but the newest ones.
pub(in crate::access) async fn delete_all_but_newest(
    tx: &Tx,
    congress: Uuid,
    account: Uuid,
    most: i64,
) -> Result<()> {
    let text = "DELETE FROM drafts WHERE congress_id = $1 AND account_id = $2 AND page NOT IN \
         (SELECT page FROM drafts WHERE congress_id = $1 AND account_id = $2 ORDER BY at DESC, page LIMIT $3)";
    tx.put(sql(text, [congress.into(), account.into(), most.into()])).await
}
