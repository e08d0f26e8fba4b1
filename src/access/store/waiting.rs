//! Accounts that wait for their first slip.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};

/// An account that was never activated, and where its owner is found.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::access) struct Waiting {
    /// Its id.
    pub id: Uuid,
    /// The name to sign in with.
    pub login: String,
    /// The name people see.
    pub name: String,
    /// The organization of its first role that has one.
    pub office: Option<String>,
    /// That organization's kind.
    pub kind: Option<String>,
    /// The place of the organization, else of the town, in the official order.
    pub rank: Option<i64>,
    /// The town that a deputy sits for.
    pub town: Option<String>,
}

/// How many accounts wait.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromQueryResult)]
pub struct Awaited {
    /// Never activated, and no slip that still works.
    pub first: i64,
    /// Never activated, and a slip that still works.
    pub again: i64,
    /// Those of both that hold no role.
    pub bare: i64,
}

/// Not revoked, never activated, not one's own (`$2`); the login or the name contains what was typed (`$3`).
const WAITS: &str = "a.congress_id = $1 AND a.password IS NULL AND a.revoked_at IS NULL AND a.id <> $2 \
     AND (a.login LIKE $3 ESCAPE '\\' OR a.name LIKE $3 ESCAPE '\\')";

/// How many wait.
pub(in crate::access) async fn awaited(
    at: &impl Conn,
    (congress, own): (Uuid, Option<Uuid>),
    words: &str,
    now: DateTime<Utc>,
) -> Result<Awaited> {
    let text = format!(
        "SELECT COUNT(CASE WHEN a.slip_until > $4 THEN NULL ELSE 1 END) AS first, \
         COUNT(CASE WHEN a.slip_until > $4 THEN 1 END) AS again, \
         COUNT(CASE WHEN g.account_id IS NULL THEN 1 END) AS bare \
         FROM accounts a LEFT JOIN (SELECT DISTINCT account_id FROM grants WHERE congress_id = $1) g \
         ON g.account_id = a.id WHERE {WAITS}"
    );
    let own = own.unwrap_or_default();
    at.one(sql(text, [congress.into(), own.into(), super::containing(words).into(), now.into()])).await
}

/// Those who wait; with `again` also those whose slip still works.
pub(in crate::access) async fn waiting(
    at: &impl Conn,
    (congress, own): (Uuid, Option<Uuid>),
    (words, again): (&str, bool),
    now: DateTime<Utc>,
) -> Result<Vec<Waiting>> {
    let text = format!(
        "SELECT w.id, w.login, w.name, o.name AS office, o.kind, COALESCE(o.rank, t.rank) AS rank, t.name AS town FROM ( \
         SELECT a.id, a.login, a.name, \
         (SELECT g.organization_id FROM grants g WHERE g.congress_id = $1 AND g.account_id = a.id \
         AND g.organization_id IS NOT NULL ORDER BY g.granted_at, g.organization_id LIMIT 1) AS office_id, \
         (SELECT c.area_id FROM seats s JOIN constituencies c ON c.congress_id = $1 AND c.id = s.constituency_id \
         WHERE s.congress_id = $1 AND s.person_id = a.person_id AND s.to_on IS NULL \
         ORDER BY s.from_on DESC, s.id LIMIT 1) AS town_id \
         FROM accounts a WHERE {WAITS} AND ($5 OR a.slip_until IS NULL OR a.slip_until <= $4)) w \
         LEFT JOIN organizations o ON o.congress_id = $1 AND o.id = w.office_id \
         LEFT JOIN areas t ON t.congress_id = $1 AND t.id = w.town_id ORDER BY w.id"
    );
    let own = own.unwrap_or_default();
    let words = super::containing(words);
    at.all(sql(text, [congress.into(), own.into(), words.into(), now.into(), again.into()])).await
}

/// Put a first slip's hash where it is waited for: false when the account does not wait any more.
pub(in crate::access) async fn set_first_slip(
    tx: &Tx,
    congress: Uuid,
    (id, again): (Uuid, bool),
    (slip, until): (&str, DateTime<Utc>),
    now: DateTime<Utc>,
) -> Result<bool> {
    let text = "UPDATE accounts SET slip = $3, slip_until = $4 WHERE congress_id = $1 AND id = $2 \
         AND password IS NULL AND revoked_at IS NULL AND ($6 OR slip_until IS NULL OR slip_until <= $5)";
    let values = [congress.into(), id.into(), slip.into(), until.into(), now.into(), again.into()];
    Ok(tx.run(sql(text, values)).await? == 1)
}
