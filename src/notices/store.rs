use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Audience, Facts, Notice};
use crate::base::{Conn, Result, Tx, sql};

/// Somebody to be told.
#[derive(Debug, FromQueryResult)]
pub(super) struct Account {
    pub id: Uuid,
    pub email: String,
}

/// A notice in an inbox.
#[derive(Debug, FromQueryResult)]
pub(super) struct Told {
    pub id: Uuid,
    pub kind: String,
    pub subject: String,
    pub subject_id: Uuid,
    pub facts: String,
    pub at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
}

impl Told {
    /// What fills the sentence.
    pub fn facts(&self) -> Facts {
        serde_json::from_str(&self.facts).unwrap_or_default()
    }
}

const COLUMNS: &str = "id, kind, subject, subject_id, facts, at, read_at";

/// The accounts in force of an audience, each once.
pub(super) async fn audience(tx: &Tx, congress: Uuid, to: Audience) -> Result<Vec<Account>> {
    let held =
        "EXISTS (SELECT 1 FROM grants g WHERE g.congress_id = a.congress_id AND g.account_id = a.id AND";
    let mut values = vec![congress.into()];
    let condition = match to {
        Audience::Person(person) => {
            values.push(person.into());
            "a.person_id = $2".to_owned()
        }
        Audience::Account(account) => {
            values.push(account.into());
            "a.id = $2".to_owned()
        }
        Audience::Role(role) => {
            values.push(role.word().into());
            format!("{held} g.role = $2)")
        }
        Audience::Office(role, organization) => {
            values.extend([role.word().into(), organization.into()]);
            format!("{held} g.role = $2 AND g.organization_id = $3)")
        }
    };
    let text = format!(
        "SELECT a.id, a.email FROM accounts a \
         WHERE a.congress_id = $1 AND a.revoked_at IS NULL AND {condition} ORDER BY a.id"
    );
    tx.all(sql(text, values)).await
}

pub(super) async fn insert(
    tx: &Tx,
    notice: &Notice,
    (id, account): (Uuid, Uuid),
    at: DateTime<Utc>,
) -> Result<()> {
    let text = "INSERT INTO notices (congress_id, id, account_id, kind, subject, subject_id, facts, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let facts = serde_json::to_string(&notice.facts).map_err(anyhow::Error::from)?;
    let values = [
        notice.congress.into(),
        id.into(),
        account.into(),
        notice.kind.into(),
        notice.subject.into(),
        notice.subject_id.into(),
        facts.into(),
        at.into(),
    ];
    tx.run(sql(text, values)).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Person {
    person_id: Uuid,
}

/// The persons whose accounts were told something of a kind since a moment.
pub(super) async fn told_since(
    at: &impl Conn,
    congress: Uuid,
    kind: &str,
    since: DateTime<Utc>,
) -> Result<Vec<Uuid>> {
    let text = "SELECT DISTINCT a.person_id FROM notices n JOIN accounts a ON a.congress_id = n.congress_id \
         AND a.id = n.account_id WHERE n.congress_id = $1 AND n.kind = $2 AND n.at >= $3 AND a.person_id IS NOT NULL";
    let rows: Vec<Person> = at.all(sql(text, [congress.into(), kind.into(), since.into()])).await?;
    Ok(rows.into_iter().map(|row| row.person_id).collect())
}

/// A page of an inbox: the unread or the read ones before an id, newest first.
pub(super) async fn inbox(
    at: &impl Conn,
    (congress, account): (Uuid, Uuid),
    unread: bool,
    before: Uuid,
    most: i64,
) -> Result<Vec<Told>> {
    let not = if unread { "" } else { " NOT" };
    let text = format!(
        "SELECT {COLUMNS} FROM notices WHERE congress_id = $1 AND account_id = $2 AND read_at IS{not} NULL \
         AND id < $3 ORDER BY id DESC LIMIT $4"
    );
    at.all(sql(text, [congress.into(), account.into(), before.into(), most.into()])).await
}

/// How many notices of an inbox are unread; beyond a hundred nobody counts.
pub(super) async fn unread(at: &impl Conn, congress: Uuid, account: Uuid) -> Result<u64> {
    #[derive(FromQueryResult)]
    struct Count {
        n: i64,
    }
    let text = "SELECT count(*) AS n FROM (SELECT 1 FROM notices \
         WHERE congress_id = $1 AND account_id = $2 AND read_at IS NULL LIMIT 100) few";
    let count: Count = at.one(sql(text, [congress.into(), account.into()])).await?;
    Ok(count.n.unsigned_abs())
}

/// Note that one's own notices were read: one, or all.
pub(super) async fn read(
    tx: &Tx,
    (congress, account): (Uuid, Uuid),
    one: Option<Uuid>,
    at: DateTime<Utc>,
) -> Result<u64> {
    let mut values = vec![congress.into(), account.into(), at.into()];
    let which = if one.is_some() { " AND id = $4" } else { "" };
    values.extend(one.map(Into::into));
    let text = format!(
        "UPDATE notices SET read_at = $3 WHERE congress_id = $1 AND account_id = $2 AND read_at IS NULL{which}"
    );
    tx.run(sql(text, values)).await
}

/// What a mail needs.
#[derive(Debug, FromQueryResult)]
pub(super) struct Letter {
    pub id: Uuid,
    pub email: String,
    pub congress: String,
    pub kind: String,
    pub subject: String,
    pub subject_id: Uuid,
    pub facts: String,
    pub at: DateTime<Utc>,
}

/// A notice with its reader's address; none when the account was revoked meanwhile.
pub(super) async fn letter(at: &impl Conn, congress: Uuid, notice: Uuid) -> Result<Option<Letter>> {
    let text = "SELECT n.id, a.email, c.name AS congress, n.kind, n.subject, n.subject_id, n.facts, n.at \
         FROM notices n JOIN accounts a ON a.congress_id = n.congress_id AND a.id = n.account_id \
         JOIN congresses c ON c.id = n.congress_id \
         WHERE n.congress_id = $1 AND n.id = $2 AND a.revoked_at IS NULL AND a.email <> ''";
    at.maybe(sql(text, [congress.into(), notice.into()])).await
}
