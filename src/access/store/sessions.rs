//! Sessions in the database.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Db, Result, Tx, sql};

/// A session that is in force.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Session {
    /// SHA-256 of the token in the browser's cookie.
    pub token: String,
    /// What every form of this session sends back.
    pub csrf: String,
    /// Whose it is.
    pub account_id: Uuid,
    /// The account's name.
    pub name: String,
    /// The person in the register.
    pub person_id: Option<Uuid>,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub seen_at: DateTime<Utc>,
}

/// The session of a token, unless its account was revoked.
pub async fn session(at: &impl Conn, congress: Uuid, token: &str) -> Result<Option<Session>> {
    let text = "SELECT s.token, s.csrf, s.account_id, a.name, a.person_id, s.created_at, s.seen_at \
         FROM sessions s JOIN accounts a ON a.congress_id = s.congress_id AND a.id = s.account_id \
         WHERE s.congress_id = $1 AND s.token = $2 AND a.revoked_at IS NULL";
    at.maybe(sql(text, [congress.into(), token.into()])).await
}

/// Note that a session was used.
pub async fn seen(db: &Db, congress: Uuid, token: &str, now: DateTime<Utc>) -> Result<()> {
    let tx = db.begin().await?;
    let text = "UPDATE sessions SET seen_at = $3 WHERE congress_id = $1 AND token = $2";
    tx.put(sql(text, [congress.into(), token.into(), now.into()])).await?;
    tx.commit().await
}

/// A session as its owner sees it.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::access) struct Own {
    /// SHA-256 of its token: names it, opens nothing.
    pub token: String,
    /// The browser and the system.
    pub device: String,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub seen_at: DateTime<Utc>,
}

/// An account's sessions that began after `oldest` and were used after `idle`, newest use first.
pub(in crate::access) async fn sessions_of(
    at: &impl Conn,
    congress: Uuid,
    account: Uuid,
    (oldest, idle): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<Own>> {
    let text = "SELECT token, device, created_at, seen_at FROM sessions \
         WHERE congress_id = $1 AND account_id = $2 ORDER BY seen_at DESC, token";
    let all: Vec<Own> = at.all(sql(text, [congress.into(), account.into()])).await?;
    Ok(all.into_iter().filter(|own| own.created_at > oldest && own.seen_at > idle).collect())
}

/// Begin a session.
pub(in crate::access) async fn insert_session(
    tx: &Tx,
    congress: Uuid,
    token: &str,
    account: Uuid,
    (csrf, device): (&str, &str),
    now: DateTime<Utc>,
) -> Result<()> {
    let text = "INSERT INTO sessions (congress_id, token, account_id, csrf, device, created_at, seen_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $6)";
    let values = [congress.into(), token.into(), account.into(), csrf.into(), device.into(), now.into()];
    tx.put(sql(text, values)).await
}

/// End one of an account's sessions; how many ended.
pub(in crate::access) async fn end_session(
    tx: &Tx,
    congress: Uuid,
    account: Uuid,
    token: &str,
) -> Result<u64> {
    let text = "DELETE FROM sessions WHERE congress_id = $1 AND account_id = $2 AND token = $3";
    tx.run(sql(text, [congress.into(), account.into(), token.into()])).await
}

/// End all of an account's sessions but one; how many ended.
pub(in crate::access) async fn end_sessions(
    tx: &Tx,
    congress: Uuid,
    account: Uuid,
    but: Option<&str>,
) -> Result<u64> {
    let text = "DELETE FROM sessions WHERE congress_id = $1 AND account_id = $2 AND token <> $3";
    tx.run(sql(text, [congress.into(), account.into(), but.unwrap_or_default().into()])).await
}

/// Sweep away what ended long ago.
pub(in crate::access) async fn sweep(
    tx: &Tx,
    congress: Uuid,
    account: Uuid,
    oldest: DateTime<Utc>,
) -> Result<()> {
    let text = "DELETE FROM sessions WHERE congress_id = $1 AND account_id = $2 AND created_at < $3";
    tx.put(sql(text, [congress.into(), account.into(), oldest.into()])).await
}
