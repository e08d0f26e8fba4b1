use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, sql};

#[derive(FromQueryResult)]
struct Row {
    kind: String,
    n: i64,
}

/// How many acts of each kind count for a person on the days from one to another, by the word of the kind: only what is
/// verified and stands. What everybody may know of a deputy's work.
pub async fn tally(
    at: &impl Conn,
    congress: Uuid,
    person: Uuid,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<BTreeMap<String, i64>> {
    let text = "SELECT a.kind, count(*) AS n FROM acts a WHERE a.congress_id = $1 AND a.person_id = $2 \
         AND a.on_day >= $3 AND a.on_day <= $4 AND a.state = 'verified' AND a.superseded_by IS NULL AND NOT a.void \
         GROUP BY a.kind";
    let rows: Vec<Row> = at.all(sql(text, [congress.into(), person.into(), from.into(), to.into()])).await?;
    Ok(rows.into_iter().map(|row| (row.kind, row.n)).collect())
}
