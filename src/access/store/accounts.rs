//! Accounts in the database: what they prove themselves with, and the lists for administrators.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};

/// An account with what it proves itself with; never printed, hence no `Debug`.
#[derive(Clone, FromQueryResult)]
pub(in crate::access) struct Account {
    /// Its id.
    pub id: Uuid,
    /// The name to sign in with.
    pub login: String,
    /// The name people see.
    pub name: String,
    /// The hash of the password; none before activation.
    pub password: Option<String>,
    /// The second factor's secret.
    pub totp: Option<String>,
    /// A second factor's secret that is not confirmed by a first code yet.
    pub totp_new: Option<String>,
    /// Whether a slip is out, and until when it works.
    pub slip_until: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "id, login, name, password, totp, totp_new, slip_until, revoked_at";

/// One account.
pub(in crate::access) async fn account(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Account> {
    let text = format!("SELECT {COLUMNS} FROM accounts WHERE congress_id = $1 AND id = $2");
    at.one(sql(text, [congress.into(), id.into()])).await
}

/// The account that signs in with a name.
pub(in crate::access) async fn by_login(
    at: &impl Conn,
    congress: Uuid,
    login: &str,
) -> Result<Option<Account>> {
    let text = format!("SELECT {COLUMNS} FROM accounts WHERE congress_id = $1 AND login = $2");
    at.maybe(sql(text, [congress.into(), login.into()])).await
}

/// The account whose slip has this hash.
pub(in crate::access) async fn by_slip(
    at: &impl Conn,
    congress: Uuid,
    slip: &str,
) -> Result<Option<Account>> {
    let text = format!("SELECT {COLUMNS} FROM accounts WHERE congress_id = $1 AND slip = $2");
    at.maybe(sql(text, [congress.into(), slip.into()])).await
}

/// One line of the administrators' list.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::access) struct Listed {
    /// Its id.
    pub id: Uuid,
    /// The name to sign in with.
    pub login: String,
    /// The name people see.
    pub name: String,
    /// Whether it was activated.
    pub active: bool,
    /// Until when its slip works.
    pub slip_until: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// A pattern that finds what was typed anywhere; what it holds means itself.
pub(super) fn containing(words: &str) -> String {
    let like = words.trim().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{like}%")
}

/// Accounts whose login or name contains `words`, by login, after a login.
pub(in crate::access) async fn list(
    at: &impl Conn,
    congress: Uuid,
    words: &str,
    (after, most): (&str, i64),
) -> Result<Vec<Listed>> {
    let text = "SELECT id, login, name, password IS NOT NULL AS active, slip_until, revoked_at FROM accounts \
         WHERE congress_id = $1 AND login > $3 AND (login LIKE $2 ESCAPE '\\' OR name LIKE $2 ESCAPE '\\') \
         ORDER BY login LIMIT $4";
    at.all(sql(text, [congress.into(), containing(words).into(), after.into(), most.into()])).await
}

/// Put a slip's hash where it is waited for; the one before it works no more.
pub(in crate::access) async fn set_slip(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    (slip, until): (&str, DateTime<Utc>),
) -> Result<()> {
    let text = "UPDATE accounts SET slip = $3, slip_until = $4 WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [congress.into(), id.into(), slip.into(), until.into()])).await
}

/// A slip is used once: false when another was faster.
pub(in crate::access) async fn use_slip(tx: &Tx, congress: Uuid, id: Uuid, slip: &str) -> Result<bool> {
    let text =
        "UPDATE accounts SET slip = NULL, slip_until = NULL WHERE congress_id = $1 AND id = $2 AND slip = $3";
    Ok(tx.run(sql(text, [congress.into(), id.into(), slip.into()])).await? == 1)
}

/// The password's hash; none takes it away.
pub(in crate::access) async fn set_password(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    hash: Option<&str>,
) -> Result<()> {
    let text = "UPDATE accounts SET password = $3 WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [congress.into(), id.into(), hash.into()])).await
}

/// The second factor in force; none takes it away. One waiting for its first code is dropped.
pub(in crate::access) async fn set_totp(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    secret: Option<&str>,
) -> Result<()> {
    let text = "UPDATE accounts SET totp = $3, totp_new = NULL WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [congress.into(), id.into(), secret.into()])).await
}

/// A second factor that waits for its first code.
pub(in crate::access) async fn set_totp_new(tx: &Tx, congress: Uuid, id: Uuid, secret: &str) -> Result<()> {
    let text = "UPDATE accounts SET totp_new = $3 WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [congress.into(), id.into(), secret.into()])).await
}

/// A code is good once: false when its half minute was used already.
pub(in crate::access) async fn use_step(tx: &Tx, congress: Uuid, id: Uuid, step: i64) -> Result<bool> {
    let text = "UPDATE accounts SET totp_step = $3 WHERE congress_id = $1 AND id = $2 AND totp_step < $3";
    Ok(tx.run(sql(text, [congress.into(), id.into(), step.into()])).await? == 1)
}

/// Revoke (with the moment) or restore (with none); a slip that is out works no more.
pub(in crate::access) async fn set_revoked(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    at: Option<DateTime<Utc>>,
) -> Result<()> {
    let text = "UPDATE accounts SET revoked_at = $3, slip = NULL, slip_until = NULL WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [congress.into(), id.into(), at.into()])).await
}

#[derive(FromQueryResult)]
struct Named {
    name: String,
}

/// The name of a person in the register, read by reference; nobody is none.
pub(in crate::access) async fn person_name(
    at: &impl Conn,
    congress: Uuid,
    person: Uuid,
) -> Result<Option<String>> {
    let text = "SELECT name FROM persons WHERE congress_id = $1 AND id = $2";
    let found: Option<Named> = at.maybe(sql(text, [congress.into(), person.into()])).await?;
    Ok(found.map(|row| row.name))
}

#[derive(FromQueryResult)]
struct Fictional {
    fictional: bool,
}

/// Whether a congress is made up.
pub async fn is_fictional(at: &impl Conn, congress: Uuid) -> Result<bool> {
    let text = "SELECT fictional FROM congresses WHERE id = $1";
    let row: Fictional = at.one(sql(text, [congress.into()])).await?;
    Ok(row.fictional)
}
