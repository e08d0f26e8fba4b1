//! What came of a round: what voters added in words, and what deputies put right.

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};
use crate::reviews::Amends;

const AMENDS: &str = "SELECT review_id, person_id, due_on, report, reported_on, confirmed_on FROM review_amends \
     WHERE congress_id = $1";

#[derive(FromQueryResult)]
struct Said {
    text: String,
}

pub(in crate::reviews) async fn insert_said(
    tx: &Tx,
    (congress, review): (Uuid, Uuid),
    (place, said): (i64, &str),
) -> Result<()> {
    let text = "INSERT INTO review_said (congress_id, review_id, place, text) VALUES ($1, $2, $3, $4)";
    tx.put(sql(text, [congress.into(), review.into(), place.into(), said.into()])).await
}

/// What voters added, in no order that tells anything.
pub async fn said(at: &impl Conn, congress: Uuid, review: Uuid) -> Result<Vec<String>> {
    let text = "SELECT text FROM review_said WHERE congress_id = $1 AND review_id = $2 ORDER BY place";
    let rows: Vec<Said> = at.all(sql(text, [congress.into(), review.into()])).await?;
    Ok(rows.into_iter().map(|row| row.text).collect())
}

pub(in crate::reviews) async fn insert_amends(
    tx: &Tx,
    (congress, review): (Uuid, Uuid),
    (person, due): (Uuid, NaiveDate),
) -> Result<()> {
    let text =
        "INSERT INTO review_amends (congress_id, review_id, person_id, due_on) VALUES ($1, $2, $3, $4)";
    tx.put(sql(text, [congress.into(), review.into(), person.into(), due.into()])).await
}

/// What the deputies of a round put right.
pub async fn amends(at: &impl Conn, congress: Uuid, review: Uuid) -> Result<Vec<Amends>> {
    at.all(sql(format!("{AMENDS} AND review_id = $2 ORDER BY person_id"), [congress.into(), review.into()]))
        .await
}

/// What is due on a day and not confirmed.
pub async fn amends_due(at: &impl Conn, congress: Uuid, day: NaiveDate) -> Result<Vec<Amends>> {
    let text = format!("{AMENDS} AND due_on = $2 AND confirmed_on IS NULL ORDER BY review_id, person_id");
    at.all(sql(text, [congress.into(), day.into()])).await
}

pub(in crate::reviews) async fn report_amends(
    tx: &Tx,
    (congress, review, person): (Uuid, Uuid, Uuid),
    (report, today): (&str, NaiveDate),
) -> Result<bool> {
    let text = "UPDATE review_amends SET report = $4, reported_on = $5 WHERE congress_id = $1 AND review_id = $2 \
         AND person_id = $3 AND confirmed_on IS NULL";
    let values = [congress.into(), review.into(), person.into(), report.into(), today.into()];
    Ok(tx.run(sql(text, values)).await? == 1)
}

pub(in crate::reviews) async fn confirm_amends(
    tx: &Tx,
    (congress, review, person): (Uuid, Uuid, Uuid),
    today: NaiveDate,
) -> Result<bool> {
    let text = "UPDATE review_amends SET confirmed_on = $4 WHERE congress_id = $1 AND review_id = $2 AND person_id = $3 \
         AND confirmed_on IS NULL AND reported_on IS NOT NULL";
    Ok(tx.run(sql(text, [congress.into(), review.into(), person.into(), today.into()])).await? == 1)
}
