//! Many new things at once, for whoever loads them: the same index, many rows a statement.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sea_orm::{DbBackend, FromQueryResult, Value};
use uuid::Uuid;

use super::{Words, store};
use crate::base::{Conn, Result, Tx, sql};

/// Rows of one statement: six values each at most, and SQLite takes 32,766.
const ROWS: usize = 1_000;

/// A thing that is not in the index yet.
#[derive(Debug, Clone)]
pub struct New {
    /// Which.
    pub subject_id: Uuid,
    /// Its moment.
    pub at: DateTime<Utc>,
    /// By which it is found.
    pub words: Words,
}

#[derive(FromQueryResult)]
struct Put {
    subject_id: Uuid,
}

/// Put things of one kind into the index that are not in it.
///
/// # Errors
/// When they cannot be written.
pub async fn index_all(tx: &Tx, congress: Uuid, kind: &str, things: &[New]) -> Result<()> {
    for rows in things.chunks(ROWS) {
        let put = insert(tx, (congress, kind), rows).await?;
        let lite = tx.backend() == DbBackend::Sqlite;
        if lite && !put.is_empty() {
            let new: Vec<&New> = rows.iter().filter(|new| put.contains(&new.subject_id)).collect();
            insert_words(tx, (congress, kind), &new).await?;
        }
        // Whoever wanted the number of another takes the next free one.
        for new in rows.iter().filter(|new| !put.contains(&new.subject_id)) {
            store::insert(tx, (congress, kind, new.subject_id), new.at, &new.words).await?;
        }
    }
    Ok(())
}

/// Insert those whose number is free; which they were.
async fn insert(tx: &Tx, (congress, kind): (Uuid, &str), rows: &[New]) -> Result<BTreeSet<Uuid>> {
    let lite = tx.backend() == DbBackend::Sqlite;
    let mut values: Vec<Value> = vec![congress.into(), kind.into()];
    let mut places = Vec::with_capacity(rows.len());
    for new in rows {
        let n = values.len();
        let words = if lite {
            String::new()
        } else {
            format!(", array_to_tsvector(string_to_array(${}, ' '))", n + 4)
        };
        places.push(format!("(${}, $1, $2, ${}, ${}{words})", n + 1, n + 2, n + 3));
        let number = store::number(new.at, new.subject_id, 0);
        values.extend([number.into(), new.subject_id.into(), new.at.into()]);
        if !lite {
            values.push(new.words.as_str().into());
        }
    }
    let column = if lite { "" } else { ", words" };
    let text = format!(
        "INSERT INTO search_things (number, congress_id, kind, subject_id, at{column}) VALUES {} \
         ON CONFLICT DO NOTHING RETURNING subject_id",
        places.join(", ")
    );
    let put: Vec<Put> = tx.all(sql(text, values)).await?;
    Ok(put.into_iter().map(|row| row.subject_id).collect())
}

async fn insert_words(tx: &Tx, (congress, kind): (Uuid, &str), rows: &[&New]) -> Result<()> {
    let home = store::home(congress, kind);
    let mut values: Vec<Value> = Vec::new();
    let mut places = Vec::with_capacity(rows.len());
    for new in rows {
        let n = values.len();
        places.push(format!("(${}, ${})", n + 1, n + 2));
        let number = store::number(new.at, new.subject_id, 0);
        values.extend([number.into(), format!("{home} {}", new.words.as_str()).into()]);
    }
    let text = format!("INSERT INTO search_words (rowid, words) VALUES {}", places.join(", "));
    tx.put(sql(text, values)).await
}
