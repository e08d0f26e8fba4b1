use chrono::{DateTime, Utc};
use sea_orm::{DbBackend, FromQueryResult, Value};
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};

/// One entry.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Entry {
    /// Its number in the congress's journal, from 1.
    pub seq: i64,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Whose account did it.
    pub account_id: Option<Uuid>,
    /// In which role.
    pub role: String,
    /// The program's word for it.
    pub kind: String,
    /// What kind of thing it happened to.
    pub subject: String,
    /// Which.
    pub subject_id: Uuid,
    /// Ids and words, as JSON.
    pub facts: String,
    /// SHA-256 over the hash before and all of the above.
    pub hash: String,
}

/// The end of the chain.
#[derive(Debug, Clone, Default, FromQueryResult)]
pub struct Head {
    /// The last entry's number.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
}

const COLUMNS: &str = "seq, at, account_id, role, kind, subject, subject_id, facts, hash";

/// The end of the chain, locked until the act ends: two nodes never link to the same entry.
pub(super) async fn head(tx: &Tx, congress: Uuid) -> Result<Head> {
    let lock = if tx.backend() == DbBackend::Postgres { " FOR UPDATE" } else { "" };
    let text = format!("SELECT seq, hash FROM journal_heads WHERE congress_id = $1{lock}");
    if let Some(head) = tx.maybe(sql(text.clone(), [congress.into()])).await? {
        return Ok(head);
    }
    let first =
        "INSERT INTO journal_heads (congress_id, seq, hash) VALUES ($1, 0, '') ON CONFLICT DO NOTHING";
    tx.put(sql(first, [congress.into()])).await?;
    tx.one(sql(text, [congress.into()])).await
}

pub(super) async fn read_head(at: &impl Conn, congress: Uuid) -> Result<Head> {
    let text = "SELECT seq, hash FROM journal_heads WHERE congress_id = $1";
    Ok(at.maybe(sql(text, [congress.into()])).await?.unwrap_or_default())
}

pub(super) async fn set_head(tx: &Tx, congress: Uuid, seq: i64, hash: &str) -> Result<()> {
    let text = "UPDATE journal_heads SET seq = $2, hash = $3 WHERE congress_id = $1";
    tx.put(sql(text, [congress.into(), seq.into(), hash.into()])).await
}

pub(super) async fn insert(tx: &Tx, congress: Uuid, entry: &Entry) -> Result<()> {
    insert_all(tx, congress, std::slice::from_ref(entry)).await
}

/// Several rows in one statement.
pub(super) async fn insert_all(tx: &Tx, congress: Uuid, entries: &[Entry]) -> Result<()> {
    let mut text = format!("INSERT INTO journal (congress_id, {COLUMNS}) VALUES ");
    let mut values: Vec<Value> = vec![congress.into()];
    for (n, entry) in entries.iter().enumerate() {
        let first = values.len() + 1;
        let places: Vec<String> = (first..first + 9).map(|place| format!("${place}")).collect();
        text.push_str(if n == 0 { "($1, " } else { ", ($1, " });
        text.push_str(&places.join(", "));
        text.push(')');
        values.extend([
            entry.seq.into(),
            entry.at.into(),
            entry.account_id.into(),
            entry.role.clone().into(),
            entry.kind.clone().into(),
            entry.subject.clone().into(),
            entry.subject_id.into(),
            entry.facts.clone().into(),
            entry.hash.clone().into(),
        ]);
    }
    tx.put(sql(text, values)).await
}

pub(super) async fn after(at: &impl Conn, congress: Uuid, seq: i64, most: i64) -> Result<Vec<Entry>> {
    let text =
        format!("SELECT {COLUMNS} FROM journal WHERE congress_id = $1 AND seq > $2 ORDER BY seq LIMIT $3");
    at.all(sql(text, [congress.into(), seq.into(), most.into()])).await
}

/// All that happened to one thing, in order.
pub async fn by_subject(at: &impl Conn, congress: Uuid, subject_id: Uuid) -> Result<Vec<Entry>> {
    let text =
        format!("SELECT {COLUMNS} FROM journal WHERE congress_id = $1 AND subject_id = $2 ORDER BY seq");
    at.all(sql(text, [congress.into(), subject_id.into()])).await
}

/// The newest entries before `seq`, newest first.
pub async fn latest(at: &impl Conn, congress: Uuid, before: i64, most: i64) -> Result<Vec<Entry>> {
    let text = format!(
        "SELECT {COLUMNS} FROM journal WHERE congress_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3"
    );
    at.all(sql(text, [congress.into(), before.into(), most.into()])).await
}

/// Which entries are wanted; what is empty or none does not matter.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// What kind of thing: `case`.
    pub subject: String,
    /// Which thing.
    pub subject_id: Option<Uuid>,
    /// Whose account did it.
    pub account: Option<Uuid>,
}

/// The newest wanted entries before an entry, newest first.
pub async fn found(
    at: &impl Conn,
    congress: Uuid,
    wanted: &Wanted,
    (before, most): (i64, i64),
) -> Result<Vec<Entry>> {
    let mut text = format!("SELECT {COLUMNS} FROM journal WHERE congress_id = $1 AND seq < $2");
    let mut values = vec![congress.into(), before.into()];
    let subject = (!wanted.subject.is_empty()).then(|| wanted.subject.clone().into());
    let filters = [
        ("subject", subject),
        ("subject_id", wanted.subject_id.map(Into::into)),
        ("account_id", wanted.account.map(Into::into)),
    ];
    for (column, value) in filters {
        if let Some(value) = value {
            values.push(value);
            text.push_str(&format!(" AND {column} = ${}", values.len()));
        }
    }
    values.push(most.into());
    text.push_str(&format!(" ORDER BY seq DESC LIMIT ${}", values.len()));
    at.all(sql(text, values)).await
}

#[derive(FromQueryResult)]
struct Subject {
    subject: String,
}

/// The kinds of things that a journal tells of.
pub async fn subjects(at: &impl Conn, congress: Uuid) -> Result<Vec<String>> {
    // From one kind to the next by the index: there are few kinds and very many entries.
    let text = "WITH RECURSIVE kinds AS ( \
         SELECT MIN(subject) AS subject FROM journal WHERE congress_id = $1 UNION ALL \
         SELECT (SELECT MIN(subject) FROM journal WHERE congress_id = $1 AND subject > kinds.subject) \
         FROM kinds WHERE kinds.subject IS NOT NULL) \
         SELECT subject FROM kinds WHERE subject IS NOT NULL";
    let all: Vec<Subject> = at.all(sql(text, [congress.into()])).await?;
    Ok(all.into_iter().map(|row| row.subject).collect())
}

/// How many entries a congress's journal has.
pub async fn count(at: &impl Conn, congress: Uuid) -> Result<i64> {
    Ok(read_head(at, congress).await?.seq)
}

/// How many entries all journals of the deployment have, for the metrics.
pub async fn length(at: &impl Conn) -> Result<i64> {
    #[derive(FromQueryResult)]
    struct Length {
        n: i64,
    }
    // The sum of bigints is a numeric in PostgreSQL.
    let text = "SELECT CAST(COALESCE(sum(seq), 0) AS bigint) AS n FROM journal_heads";
    Ok(at.one::<Length>(sql(text, [])).await?.n)
}
