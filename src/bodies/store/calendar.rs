//! Marked days in the database.

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};

/// A day that does not follow the week.
#[derive(FromQueryResult)]
pub struct Day {
    /// The day.
    pub day: NaiveDate,
    /// Whether it is worked.
    pub working: bool,
    /// Its name in Chinese and English, with a bar between.
    pub name: String,
}

/// The marked days, in order.
pub async fn days(at: &impl Conn, congress: Uuid) -> Result<Vec<Day>> {
    let text = "SELECT day, working, name FROM calendar_days WHERE congress_id = $1 ORDER BY day";
    at.all(sql(text, [congress.into()])).await
}

/// Mark a day, or mark it otherwise.
pub async fn mark(tx: &Tx, congress: Uuid, day: NaiveDate, (working, name): (bool, &str)) -> Result<()> {
    let text = "INSERT INTO calendar_days (congress_id, day, working, name) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (congress_id, day) DO UPDATE SET working = excluded.working, name = excluded.name";
    tx.put(sql(text, [congress.into(), day.into(), working.into(), name.into()])).await
}

/// Let a day follow the week again.
pub async fn unmark(tx: &Tx, congress: Uuid, day: NaiveDate) -> Result<()> {
    let text = "DELETE FROM calendar_days WHERE congress_id = $1 AND day = $2";
    tx.put(sql(text, [congress.into(), day.into()])).await
}
