use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};

/// Something said on the way: a reason, a contact, an opinion, a reply, an evaluation.
#[derive(Debug, Clone, Default, FromQueryResult)]
pub struct Entry {
    /// Its id.
    pub id: Uuid,
    /// The step with which it was said.
    pub kind: String,
    /// In which round of handling.
    pub round: i64,
    /// Whose account.
    pub by_account_id: Option<Uuid>,
    /// Which person.
    pub by_person_id: Option<Uuid>,
    /// In whose name.
    pub by_organization_id: Option<Uuid>,
    /// The day it is about: a contact's day.
    pub on_day: NaiveDate,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// What was said.
    pub text: String,
    /// A reply in plain words, for voters.
    pub plain: String,
    /// The way of a contact.
    pub way: Option<String>,
    /// A reply's category.
    pub category: Option<String>,
    /// A reply's promise.
    pub promise_on: Option<NaiveDate>,
    /// An evaluation of attitude.
    pub attitude: Option<String>,
    /// An evaluation of result.
    pub result: Option<String>,
}

const COLUMNS: &str = "id, kind, round, by_account_id, by_person_id, by_organization_id, on_day, at, text, plain, way, \
     category, promise_on, attitude, result";

/// All that was said in a case, in order.
pub async fn entries(at: &impl Conn, congress: Uuid, case: Uuid) -> Result<Vec<Entry>> {
    let text =
        format!("SELECT {COLUMNS} FROM case_entries WHERE congress_id = $1 AND case_id = $2 ORDER BY at, id");
    at.all(sql(text, [congress.into(), case.into()])).await
}

/// One entry of a case.
pub async fn entry(at: &impl Conn, congress: Uuid, case: Uuid, id: Uuid) -> Result<Entry> {
    let text =
        format!("SELECT {COLUMNS} FROM case_entries WHERE congress_id = $1 AND case_id = $2 AND id = $3");
    at.one(sql(text, [congress.into(), case.into(), id.into()])).await
}

pub(in crate::cases) async fn insert_entry(tx: &Tx, congress: Uuid, case: Uuid, entry: &Entry) -> Result<()> {
    let text = format!(
        "INSERT INTO case_entries (congress_id, case_id, {COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, \
         $11, $12, $13, $14, $15, $16, $17)"
    );
    let values = [
        congress.into(),
        case.into(),
        entry.id.into(),
        entry.kind.clone().into(),
        entry.round.into(),
        entry.by_account_id.into(),
        entry.by_person_id.into(),
        entry.by_organization_id.into(),
        entry.on_day.into(),
        entry.at.into(),
        entry.text.clone().into(),
        entry.plain.clone().into(),
        entry.way.clone().into(),
        entry.category.clone().into(),
        entry.promise_on.into(),
        entry.attitude.clone().into(),
        entry.result.clone().into(),
    ];
    tx.put(sql(text, values)).await
}
