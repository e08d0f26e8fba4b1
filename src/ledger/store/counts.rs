use std::collections::BTreeMap;

use charter::Counter;
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};

/// Move a running counter by so much; below nothing it cannot go, since what ceases to count has counted before.
pub(in crate::ledger) async fn move_count(
    tx: &Tx,
    congress: Uuid,
    (person, duty, target): (Uuid, &str, Option<Uuid>),
    (period_from, by): (NaiveDate, i64),
) -> Result<()> {
    let text = "INSERT INTO duty_counts (congress_id, person_id, duty, target_id, period_from, done) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (congress_id, person_id, duty, target_id, period_from) \
         DO UPDATE SET done = duty_counts.done + $6";
    let target = target.unwrap_or(Uuid::nil());
    let values = [congress.into(), person.into(), duty.into(), target.into(), period_from.into(), by.into()];
    tx.put(sql(text, values)).await
}

/// Forget the running counters, to count anew.
pub(in crate::ledger) async fn clear_counts(tx: &Tx, congress: Uuid) -> Result<()> {
    tx.put(sql("DELETE FROM duty_counts WHERE congress_id = $1", [congress.into()])).await
}

#[derive(FromQueryResult)]
struct Row {
    person_id: Uuid,
    duty: String,
    target_id: Uuid,
    done: i64,
}

/// The running counters of the periods that began on a day: of one person, or of everybody.
pub async fn counted(
    at: &impl Conn,
    congress: Uuid,
    period_from: NaiveDate,
    person: Option<Uuid>,
) -> Result<BTreeMap<Counter, u32>> {
    let mut values = vec![congress.into(), period_from.into()];
    let mut text = "SELECT person_id, duty, target_id, done FROM duty_counts \
         WHERE congress_id = $1 AND period_from = $2 AND done <> 0"
        .to_owned();
    if let Some(person) = person {
        values.push(person.into());
        text.push_str(" AND person_id = $3");
    }
    let rows: Vec<Row> = at.all(sql(text, values)).await?;
    let counted = |row: Row| {
        let target = (!row.target_id.is_nil()).then_some(row.target_id);
        ((row.person_id, row.duty, target), u32::try_from(row.done).unwrap_or_default())
    };
    Ok(rows.into_iter().map(counted).collect())
}

#[derive(FromQueryResult)]
struct Books {
    charter: String,
}

/// By which charter the counters were counted, as its fingerprint; nothing when never.
pub async fn books_of(at: &impl Conn, congress: Uuid) -> Result<Option<String>> {
    let text = "SELECT charter FROM duty_books WHERE congress_id = $1";
    Ok(at.maybe::<Books>(sql(text, [congress.into()])).await?.map(|row| row.charter))
}

/// Note by which charter the counters were counted.
pub async fn set_books(tx: &Tx, congress: Uuid, charter: &str) -> Result<()> {
    let text = "INSERT INTO duty_books (congress_id, charter) VALUES ($1, $2) \
         ON CONFLICT (congress_id) DO UPDATE SET charter = $2";
    tx.put(sql(text, [congress.into(), charter.into()])).await
}
