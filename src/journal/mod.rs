//! What happened: appended once, in the transaction of the change itself, never edited.
//!
//! Each entry's hash covers the entry before it, so that whoever keeps one hash can tell later
//! whether anything before it was changed, dropped, added or put in another order. An entry holds
//! ids and words of the program, never a person's words or data: those can be erased, the chain stays.

mod chain;
mod store;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

pub use chain::{Broken, Verified, verify};
pub use store::{Entry, Wanted, by_subject, count, found, latest, length, subjects};

use crate::base::{Result, Tx};

/// Who did it, when, for which congress.
#[derive(Debug, Clone)]
pub struct Author {
    /// The congress.
    pub congress: Uuid,
    /// The account; nobody's and the clockwork's is none.
    pub account: Option<Uuid>,
    /// The role in which it was done.
    pub role: &'static str,
    /// When.
    pub at: DateTime<Utc>,
}

/// What happened, to what.
#[derive(Debug, Clone)]
pub struct Happening {
    /// The program's word for it: `case.transferred`.
    pub kind: String,
    /// What kind of thing it happened to: `case`.
    pub subject: &'static str,
    /// Which.
    pub subject_id: Uuid,
    /// Ids and words that the sentence needs.
    pub facts: Value,
}

/// Append an entry within the act that it tells of; its number in the congress's journal.
///
/// # Errors
/// When it cannot be written: then the act cannot happen either.
pub async fn append(tx: &Tx, author: &Author, happening: Happening) -> Result<i64> {
    let head = store::head(tx, author.congress).await?;
    let entry = chain::link(&head, author, happening);
    store::insert(tx, author.congress, &entry).await?;
    store::set_head(tx, author.congress, entry.seq, &entry.hash).await?;
    Ok(entry.seq)
}

/// Rows of one statement: nine values each, and SQLite takes 32,766.
const ROWS: usize = 500;

/// Append many entries of one congress at once, in the order given, within the act that brings them: for whoever loads
/// what happened elsewhere.
///
/// # Errors
/// When they cannot be written: then nothing of the act is kept.
pub async fn append_all(tx: &Tx, congress: Uuid, all: Vec<(Author, Happening)>) -> Result<()> {
    let mut head = store::head(tx, congress).await?;
    let mut entries = Vec::with_capacity(all.len());
    for (author, happening) in all {
        let entry = chain::link(&head, &author, happening);
        head = store::Head { seq: entry.seq, hash: entry.hash.clone() };
        entries.push(entry);
    }
    for rows in entries.chunks(ROWS) {
        store::insert_all(tx, congress, rows).await?;
    }
    store::set_head(tx, congress, head.seq, &head.hash).await
}
