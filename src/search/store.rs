use chrono::{DateTime, Utc};
use sea_orm::{DbBackend, FromQueryResult, Value};
use uuid::Uuid;

use super::{Ask, Hit, Only, Words};
use crate::base::{Conn, Error, Result, Tx, sql};

/// Things of one millisecond are told apart by so many bits; milliseconds fill the rest until the year 2248.
const BITS: u32 = 20;
/// Two things of one millisecond seldom want one number; the next free one is taken.
const MOST_STEPS: i64 = 10_000;

#[derive(FromQueryResult)]
struct Numbered {
    number: i64,
}

/// A number that sorts as the moments do.
pub(super) fn number(at: DateTime<Utc>, subject_id: Uuid, step: i64) -> i64 {
    let within = (1 << BITS) - 1;
    let own = (subject_id.as_u128() & within as u128) as i64;
    (at.timestamp_millis() << BITS) | ((own + step) & within)
}

pub(super) async fn remove(tx: &Tx, congress: Uuid, kind: &str, subject_id: Uuid) -> Result<()> {
    let which = "congress_id = $1 AND kind = $2 AND subject_id = $3";
    let values = || [congress.into(), kind.into(), subject_id.into()];
    if tx.backend() == DbBackend::Sqlite {
        let text = format!("SELECT number FROM search_things WHERE {which}");
        if let Some(old) = tx.maybe::<Numbered>(sql(text, values())).await? {
            tx.put(sql("DELETE FROM search_words WHERE rowid = $1", [old.number.into()])).await?;
        }
    }
    tx.put(sql(format!("DELETE FROM search_things WHERE {which}"), values())).await
}

pub(super) async fn insert(
    tx: &Tx,
    (congress, kind, subject_id): (Uuid, &str, Uuid),
    at: DateTime<Utc>,
    words: &Words,
) -> Result<()> {
    let lite = tx.backend() == DbBackend::Sqlite;
    // Given as an array, PostgreSQL takes the words as they are and has no idea of its own about them.
    let (column, value) =
        if lite { ("", "") } else { (", words", ", array_to_tsvector(string_to_array($6, ' '))") };
    let text = format!(
        "INSERT INTO search_things (number, congress_id, kind, subject_id, at{column}) \
         VALUES ($1, $2, $3, $4, $5{value}) ON CONFLICT DO NOTHING RETURNING number"
    );
    for step in 0..MOST_STEPS {
        let number = number(at, subject_id, step);
        let mut values: Vec<Value> =
            vec![number.into(), congress.into(), kind.into(), subject_id.into(), at.into()];
        if !lite {
            values.push(words.as_str().into());
        }
        if tx.maybe::<Numbered>(sql(text.clone(), values)).await?.is_none() {
            continue;
        }
        if lite {
            let kept = format!("{} {}", home(congress, kind), words.as_str());
            let text = "INSERT INTO search_words (rowid, words) VALUES ($1, $2)";
            tx.put(sql(text, [number.into(), kept.into()])).await?;
        }
        return Ok(());
    }
    Err(Error::from(anyhow::anyhow!("too many things of one millisecond in the search index")))
}

/// A word that all things of one kind in one congress have: the index itself keeps congresses apart.
pub(super) fn home(congress: Uuid, kind: &str) -> String {
    format!("h{}{kind}", congress.simple())
}

/// The number comes from the index in order, so the newest come first without looking at the rest.
pub(super) async fn find(at: &impl Conn, ask: &Ask<'_>, asked: &[String], only: Only) -> Result<Vec<Hit>> {
    let Only { join, condition, mut values } = only;
    let mut next = |value: Value| {
        values.push(value);
        values.len()
    };
    let quoted = |word: &String, quote: char| format!("{quote}{word}{quote}");
    let (from, order, matches) = if at.kind() == DbBackend::Sqlite {
        let home = home(ask.congress, ask.kind);
        let all: Vec<String> = asked.iter().chain([&home]).map(|word| quoted(word, '"')).collect();
        let place = next(all.join(" AND ").into());
        let from = "search_words w CROSS JOIN search_things t ON t.number = w.rowid";
        (from, "w.rowid", format!("w.search_words MATCH ${place}"))
    } else {
        let all: Vec<String> = asked.iter().map(|word| quoted(word, '\'')).collect();
        let place = next(all.join(" & ").into());
        ("search_things t", "t.number", format!("t.words @@ CAST(${place} AS tsquery)"))
    };
    let (congress, kind) = (next(ask.congress.into()), next(ask.kind.into()));
    let before = next(ask.before.unwrap_or(i64::MAX).into());
    let most = next(i64::try_from(ask.most).unwrap_or(i64::MAX).into());
    let condition = if condition.is_empty() { String::new() } else { format!(" AND ({condition})") };
    let text = format!(
        "SELECT t.subject_id, t.at, t.number FROM {from} {join} \
         WHERE {matches} AND t.congress_id = ${congress} AND t.kind = ${kind} AND {order} < ${before}{condition} \
         ORDER BY {order} DESC LIMIT ${most}"
    );
    at.all(sql(text, values)).await
}
