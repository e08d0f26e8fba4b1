//! Finding things by the words in them: opinions, people.
//!
//! Whoever keeps a thing gives its words to the index in the same act. A search answers with ids, the newest
//! first; whether the reader may see a thing is its owner's business, who adds that as a condition
//! (`Only`), so that a page of results is full and nothing is shown that may not be seen.

mod bulk;
mod store;
#[cfg(test)]
mod tests;
mod words;

use chrono::{DateTime, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::base::{Conn, Result, Tx};

pub use bulk::{New, index_all};
pub use words::{Words, words_of};

/// A thing that was found.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Hit {
    /// Which.
    pub subject_id: Uuid,
    /// Its moment.
    pub at: DateTime<Utc>,
    /// Its place among all: hand the last one's back as `before` for the next page.
    pub number: i64,
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// The congress; things of others are never found.
    pub congress: Uuid,
    /// The kind of thing: `case`, `person`.
    pub kind: &'static str,
    /// What the reader typed.
    pub query: &'a str,
    /// At most so many.
    pub most: u64,
    /// Only what stands before this number.
    pub before: Option<i64>,
}

/// A further condition on the things found, on tables joined to `t` (`t.congress_id`, `t.subject_id`, `t.at`).
/// Its values are `$1`, `$2` … in its text.
#[derive(Debug, Default)]
pub struct Only {
    /// `JOIN cases c ON c.congress_id = t.congress_id AND c.id = t.subject_id`, or empty.
    pub join: String,
    /// `c.organ_id = $1`, or empty.
    pub condition: String,
    /// What stands for `$1`, `$2` …
    pub values: Vec<Value>,
}

/// Put a thing into the index, or its new words in place of the old.
///
/// # Errors
/// When it cannot be written.
pub async fn index(
    tx: &Tx,
    congress: Uuid,
    kind: &str,
    subject_id: Uuid,
    at: DateTime<Utc>,
    words: &Words,
) -> Result<()> {
    store::remove(tx, congress, kind, subject_id).await?;
    store::insert(tx, (congress, kind, subject_id), at, words).await
}

/// Put a thing into the index that was never in it.
///
/// # Errors
/// When it cannot be written.
pub async fn index_new(
    tx: &Tx,
    congress: Uuid,
    kind: &str,
    subject_id: Uuid,
    at: DateTime<Utc>,
    words: &Words,
) -> Result<()> {
    store::insert(tx, (congress, kind, subject_id), at, words).await
}

/// Take a thing out of the index.
///
/// # Errors
/// When it cannot be written.
pub async fn remove(tx: &Tx, congress: Uuid, kind: &str, subject_id: Uuid) -> Result<()> {
    store::remove(tx, congress, kind, subject_id).await
}

/// What has all the words of a question, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn find(at: &impl Conn, ask: &Ask<'_>) -> Result<Vec<Hit>> {
    find_where(at, ask, Only::default()).await
}

/// The same, of those for which a further condition holds.
///
/// # Errors
/// When the database cannot be read.
pub async fn find_where(at: &impl Conn, ask: &Ask<'_>, only: Only) -> Result<Vec<Hit>> {
    let asked = words::asked(ask.query);
    if asked.is_empty() || ask.most == 0 {
        return Ok(Vec::new());
    }
    store::find(at, ask, &asked, only).await
}
