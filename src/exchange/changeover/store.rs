//! Changeovers in the database.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};
use crate::bodies::Term;

/// A changeover, planned or carried out.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Changeover {
    /// The id of the term that it opens.
    pub id: Uuid,
    /// The how-manieth.
    pub number: i64,
    /// The name of that term.
    pub name: String,
    /// The day on which the new congress first meets.
    pub starts_on: NaiveDate,
    /// The last day of that term, as far as is known.
    pub ends_on: NaiveDate,
    /// The last day of the term before, as it stood when this was planned.
    pub was_ends_on: NaiveDate,
    /// When it was carried out.
    pub done_at: Option<DateTime<Utc>>,
    /// What it came to, as JSON.
    pub came_to: String,
}

impl Changeover {
    /// The term that it opens.
    pub fn term(&self) -> Term {
        Term {
            id: self.id,
            number: self.number,
            name: self.name.clone(),
            starts_on: self.starts_on,
            ends_on: self.ends_on,
        }
    }

    /// The last day of the term before.
    pub fn eve(&self) -> NaiveDate {
        self.starts_on.pred_opt().unwrap_or(self.starts_on)
    }
}

const CHANGEOVER: &str = "SELECT id, number, name, starts_on, ends_on, was_ends_on, done_at, came_to \
     FROM changeovers WHERE congress_id = $1";

/// One changeover.
pub async fn one(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Changeover> {
    at.one(sql(format!("{CHANGEOVER} AND id = $2"), [congress.into(), id.into()])).await
}

/// The one that is planned and not carried out.
pub async fn planned(at: &impl Conn, congress: Uuid) -> Result<Option<Changeover>> {
    at.maybe(sql(format!("{CHANGEOVER} AND done_at IS NULL ORDER BY number LIMIT 1"), [congress.into()]))
        .await
}

/// Those that were carried out, the latest first.
pub async fn done(at: &impl Conn, congress: Uuid) -> Result<Vec<Changeover>> {
    at.all(sql(format!("{CHANGEOVER} AND done_at IS NOT NULL ORDER BY number DESC"), [congress.into()])).await
}

pub(super) async fn insert(
    tx: &Tx,
    congress: Uuid,
    it: &Changeover,
    (now, by): (DateTime<Utc>, Option<Uuid>),
) -> Result<()> {
    let text = "INSERT INTO changeovers (congress_id, id, number, name, starts_on, ends_on, was_ends_on, planned_at, \
         planned_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = [
        congress.into(),
        it.id.into(),
        it.number.into(),
        it.name.clone().into(),
        it.starts_on.into(),
        it.ends_on.into(),
        it.was_ends_on.into(),
        now.into(),
        by.into(),
    ];
    tx.put(sql(text, values)).await
}

/// False when it was carried out meanwhile.
pub(super) async fn update(tx: &Tx, congress: Uuid, it: &Changeover) -> Result<bool> {
    let text = "UPDATE changeovers SET name = $3, starts_on = $4, ends_on = $5 WHERE congress_id = $1 AND id = $2 \
         AND done_at IS NULL";
    let values =
        [congress.into(), it.id.into(), it.name.clone().into(), it.starts_on.into(), it.ends_on.into()];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// False when it was carried out meanwhile.
pub(super) async fn delete(tx: &Tx, congress: Uuid, id: Uuid) -> Result<bool> {
    let text = "DELETE FROM changeovers WHERE congress_id = $1 AND id = $2 AND done_at IS NULL";
    Ok(tx.run(sql(text, [congress.into(), id.into()])).await? == 1)
}

/// False when it was carried out before.
pub(super) async fn keep_done(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    (now, came_to): (DateTime<Utc>, &str),
) -> Result<bool> {
    let text = "UPDATE changeovers SET done_at = $3, came_to = $4 WHERE congress_id = $1 AND id = $2 \
         AND done_at IS NULL";
    Ok(tx.run(sql(text, [congress.into(), id.into(), now.into(), came_to.into()])).await? == 1)
}
