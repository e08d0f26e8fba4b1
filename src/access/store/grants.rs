//! Roles held, in the database.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::access::{Post, Role};
use crate::base::{Conn, Result, Tx, sql};

#[derive(FromQueryResult)]
struct Grant {
    role: String,
    organization_id: Option<Uuid>,
}

/// What an account holds.
pub async fn posts(at: &impl Conn, congress: Uuid, account: Uuid) -> Result<Vec<Post>> {
    let text = "SELECT role, organization_id FROM grants WHERE congress_id = $1 AND account_id = $2 \
         ORDER BY granted_at, role";
    let grants: Vec<Grant> = at.all(sql(text, [congress.into(), account.into()])).await?;
    let post =
        |grant: Grant| Some(Post { role: Role::of_word(&grant.role)?, organization: grant.organization_id });
    Ok(grants.into_iter().filter_map(post).collect())
}

/// Give a role.
pub(in crate::access) async fn insert_grant(
    tx: &Tx,
    congress: Uuid,
    account: Uuid,
    (role, organization): (Role, Option<Uuid>),
    now: DateTime<Utc>,
) -> Result<()> {
    let text = "INSERT INTO grants (congress_id, account_id, role, organization_id, granted_at) \
         VALUES ($1, $2, $3, $4, $5)";
    let values = [congress.into(), account.into(), role.word().into(), organization.into(), now.into()];
    tx.put(sql(text, values)).await
}

/// Take a role; how many were taken.
pub(in crate::access) async fn delete_grant(
    tx: &Tx,
    congress: Uuid,
    account: Uuid,
    (role, organization): (Role, Option<Uuid>),
) -> Result<u64> {
    let (place, mut values) =
        ("organization_id IS NULL", vec![congress.into(), account.into(), role.word().into()]);
    let place = match organization {
        Some(id) => {
            values.push(id.into());
            "organization_id = $4"
        }
        None => place,
    };
    let text =
        format!("DELETE FROM grants WHERE congress_id = $1 AND account_id = $2 AND role = $3 AND {place}");
    tx.run(sql(text, values)).await
}

/// An organization for which a role may be held, read by reference.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::access) struct Office {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its kind's word.
    pub kind: String,
}

/// The organizations for which roles may be held.
pub(in crate::access) async fn offices(at: &impl Conn, congress: Uuid) -> Result<Vec<Office>> {
    let text = "SELECT id, name, kind FROM organizations WHERE congress_id = $1 AND to_on IS NULL \
         ORDER BY kind, rank, name";
    at.all(sql(text, [congress.into()])).await
}

/// One of them.
pub(in crate::access) async fn office(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Option<Office>> {
    let text = "SELECT id, name, kind FROM organizations WHERE congress_id = $1 AND id = $2";
    at.maybe(sql(text, [congress.into(), id.into()])).await
}

#[derive(FromQueryResult)]
struct First {
    role: String,
    account_id: Uuid,
    name: String,
}

/// For each role one account that holds it: what the demo offers to look around with.
pub async fn one_account_per_role(at: &impl Conn, congress: Uuid) -> Result<Vec<(Role, Uuid, String)>> {
    let text = "SELECT role, account_id, name FROM ( \
         SELECT g.role, g.account_id, a.name, \
         ROW_NUMBER() OVER (PARTITION BY g.role ORDER BY g.granted_at, g.account_id) AS place \
         FROM grants g JOIN accounts a ON a.congress_id = g.congress_id AND a.id = g.account_id \
         WHERE g.congress_id = $1 AND a.revoked_at IS NULL) firsts WHERE place = 1";
    let firsts: Vec<First> = at.all(sql(text, [congress.into()])).await?;
    let mut found: Vec<_> = firsts
        .into_iter()
        .filter_map(|first| Some((Role::of_word(&first.role)?, first.account_id, first.name)))
        .collect();
    found.sort_by_key(|(role, ..)| *role);
    Ok(found)
}
