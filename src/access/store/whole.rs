//! Accounts as a whole, for rosters, and rows that are changed or struck.

use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::acts::NewAccount;
use crate::base::{Conn, Error, Result, Tx, sql};

/// An account as entered, without anything it proves itself with.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, Deserialize)]
pub struct AccountRow {
    /// Its id.
    pub id: Uuid,
    /// The name to sign in with.
    pub login: String,
    /// The name people see.
    pub name: String,
    /// The person in the register.
    pub person_id: Option<Uuid>,
    /// Where notices go.
    pub email: String,
    /// Whether it was revoked.
    pub revoked: bool,
}

/// A role as held.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, Deserialize)]
pub struct GrantRow {
    /// By which account.
    pub account_id: Uuid,
    /// The role's word.
    pub role: String,
    /// For which organization.
    pub organization_id: Option<Uuid>,
}

/// Every account, by login.
pub async fn every_account(at: &impl Conn, congress: Uuid) -> Result<Vec<AccountRow>> {
    let text = "SELECT id, login, name, person_id, email, revoked_at IS NOT NULL AS revoked FROM accounts \
         WHERE congress_id = $1 ORDER BY login";
    at.all(sql(text, [congress.into()])).await
}

/// Every role held, the first given first.
pub async fn every_grant(at: &impl Conn, congress: Uuid) -> Result<Vec<GrantRow>> {
    let text = "SELECT account_id, role, organization_id FROM grants WHERE congress_id = $1 \
         ORDER BY account_id, granted_at, role";
    at.all(sql(text, [congress.into()])).await
}

pub(in crate::access) async fn update_account(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    to: &NewAccount,
) -> Result<()> {
    let text = "UPDATE accounts SET name = $3, person_id = $4, email = $5 WHERE congress_id = $1 AND id = $2";
    let values =
        [congress.into(), id.into(), to.name.clone().into(), to.person.into(), to.email.clone().into()];
    one(tx.run(sql(text, values)).await?)
}

pub(in crate::access) async fn delete_account(tx: &Tx, congress: Uuid, id: Uuid) -> Result<()> {
    let text = "DELETE FROM accounts WHERE congress_id = $1 AND id = $2";
    one(tx.run(sql(text, [congress.into(), id.into()])).await?)
}

fn one(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::NotFound) }
}
