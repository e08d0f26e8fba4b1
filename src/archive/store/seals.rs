//! Sealed archives.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};
use crate::journal::Author;

/// A sealed archive as it is kept, and what the journal's entry says of it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Seal {
    /// Whose.
    pub person_id: Uuid,
    /// Of which term.
    pub term_id: Uuid,
    /// As JSON.
    pub content: String,
    /// Its digest.
    pub digest: String,
    /// When it was sealed.
    pub sealed_at: DateTime<Utc>,
    /// The number of the journal's entry.
    pub seq: i64,
    /// What that entry holds; none when there is none, or it is about something else.
    pub facts: Option<String>,
}

const SEAL: &str = "SELECT x.person_id, x.term_id, x.content, x.digest, x.sealed_at, x.seq, j.facts \
     FROM archive_seals x LEFT JOIN journal j ON j.congress_id = x.congress_id AND j.seq = x.seq \
     AND j.kind = 'archive.sealed' AND j.subject_id = x.person_id WHERE x.congress_id = $1";

/// The sealed archive of a person and a term.
pub async fn seal_of(at: &impl Conn, congress: Uuid, (person, term): (Uuid, Uuid)) -> Result<Option<Seal>> {
    let text = format!("{SEAL} AND x.person_id = $2 AND x.term_id = $3");
    at.maybe(sql(text, [congress.into(), person.into(), term.into()])).await
}

/// Some of the sealed archives, after a person's of a term.
pub async fn seals_after(
    at: &impl Conn,
    congress: Uuid,
    (person, term): (Uuid, Uuid),
    most: i64,
) -> Result<Vec<Seal>> {
    let text =
        format!("{SEAL} AND (x.person_id, x.term_id) > ($2, $3) ORDER BY x.person_id, x.term_id LIMIT $4");
    at.all(sql(text, [congress.into(), person.into(), term.into(), most.into()])).await
}

#[derive(FromQueryResult)]
struct Person {
    person_id: Uuid,
}

/// The deputies of a term whose archives are not sealed.
pub async fn unsealed(at: &impl Conn, congress: Uuid, term: Uuid) -> Result<Vec<Uuid>> {
    let text = "SELECT DISTINCT s.person_id FROM seats s WHERE s.congress_id = $1 AND s.term_id = $2 \
         AND s.kind = 'deputy' AND NOT EXISTS (SELECT 1 FROM archive_seals x WHERE x.congress_id = s.congress_id \
         AND x.person_id = s.person_id AND x.term_id = s.term_id) ORDER BY s.person_id";
    let rows: Vec<Person> = at.all(sql(text, [congress.into(), term.into()])).await?;
    Ok(rows.into_iter().map(|row| row.person_id).collect())
}

/// False when it was sealed before.
pub(in crate::archive) async fn insert_seal(
    tx: &Tx,
    author: &Author,
    (person, term): (Uuid, Uuid),
    (content, digest): (&str, &str),
    seq: i64,
) -> Result<bool> {
    let text = "INSERT INTO archive_seals (congress_id, person_id, term_id, content, digest, sealed_at, seq) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
    let values = [
        author.congress.into(),
        person.into(),
        term.into(),
        content.into(),
        digest.into(),
        author.at.into(),
        seq.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}
