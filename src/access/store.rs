//! Accounts, grants and sessions in the database.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::acts::NewAccount;
use super::{Actor, Home, Post, Role};
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

const HOME: &str = "id, code, name, short_name, charter, fictional";

/// The congress whose host name this is; else the deployment's first.
pub async fn home(at: &impl Conn, host: &str) -> Result<Home> {
    let text = format!(
        "SELECT {HOME} FROM congresses ORDER BY (CASE WHEN host = $1 THEN 0 ELSE 1 END), code LIMIT 1"
    );
    at.one(sql(text, [host.into()])).await
}

/// The congress of a code, such as `xiantao`; else the deployment's first.
pub async fn home_of(at: &impl Conn, code: Option<&str>) -> Result<Home> {
    match code {
        Some(code) => {
            at.one(sql(format!("SELECT {HOME} FROM congresses WHERE code = $1"), [code.into()])).await
        }
        None => home(at, "").await,
    }
}

/// The session of a token, unless its account was revoked.
pub async fn session(at: &impl Conn, congress: Uuid, token: &str) -> Result<Option<Session>> {
    let text = "SELECT s.token, s.csrf, s.account_id, a.name, a.person_id, s.created_at, s.seen_at \
         FROM sessions s JOIN accounts a ON a.congress_id = s.congress_id AND a.id = s.account_id \
         WHERE s.congress_id = $1 AND s.token = $2 AND a.revoked_at IS NULL";
    at.maybe(sql(text, [congress.into(), token.into()])).await
}

#[derive(FromQueryResult)]
struct Grant {
    role: String,
    organization_id: Option<Uuid>,
}

/// What an account holds.
pub async fn posts(at: &impl Conn, congress: Uuid, account: Uuid) -> Result<Vec<Post>> {
    let text = "SELECT role, organization_id FROM grants WHERE congress_id = $1 AND account_id = $2 ORDER BY granted_at, role";
    let grants: Vec<Grant> = at.all(sql(text, [congress.into(), account.into()])).await?;
    Ok(grants
        .into_iter()
        .filter_map(|grant| {
            Some(Post { role: Role::of_word(&grant.role)?, organization: grant.organization_id })
        })
        .collect())
}

#[derive(FromQueryResult)]
struct Named {
    name: String,
    person_id: Option<Uuid>,
}

/// The actor that an account is.
pub async fn actor(at: &impl Conn, congress: Uuid, account: Uuid) -> Result<Actor> {
    let text =
        "SELECT name, person_id FROM accounts WHERE congress_id = $1 AND id = $2 AND revoked_at IS NULL";
    let named: Named = at.one(sql(text, [congress.into(), account.into()])).await?;
    let posts = posts(at, congress, account).await?;
    Ok(Actor { congress, account: Some(account), person: named.person_id, name: named.name, posts })
}

/// Note that a session was used.
pub async fn seen(db: &Db, congress: Uuid, token: &str, now: DateTime<Utc>) -> Result<()> {
    let tx = db.begin().await?;
    let text = "UPDATE sessions SET seen_at = $3 WHERE congress_id = $1 AND token = $2";
    tx.run(sql(text, [congress.into(), token.into(), now.into()])).await?;
    tx.commit().await
}

/// False when the login is taken.
pub(super) async fn insert_account(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    new: &NewAccount,
    now: DateTime<Utc>,
) -> Result<bool> {
    let text = "INSERT INTO accounts (congress_id, id, login, name, person_id, email, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (congress_id, login) DO NOTHING";
    let values = [
        congress.into(),
        id.into(),
        new.login.trim().into(),
        new.name.clone().into(),
        new.person.into(),
        new.email.clone().into(),
        now.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}

pub(super) async fn insert_grant(
    tx: &Tx,
    congress: Uuid,
    account: Uuid,
    (role, organization): (Role, Option<Uuid>),
    now: DateTime<Utc>,
) -> Result<()> {
    let text = "INSERT INTO grants (congress_id, account_id, role, organization_id, granted_at) \
         VALUES ($1, $2, $3, $4, $5)";
    tx.run(sql(text, [congress.into(), account.into(), role.word().into(), organization.into(), now.into()]))
        .await?;
    Ok(())
}

pub(super) async fn insert_session(
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
    tx.run(sql(text, values)).await?;
    Ok(())
}

/// The congress of an id.
pub async fn home_by_id(at: &impl Conn, id: Uuid) -> Result<Home> {
    at.one(sql(format!("SELECT {HOME} FROM congresses WHERE id = $1"), [id.into()])).await
}
