//! The ledger as a table: what was done, by whom, when, with whom, and whether it counts. Nothing that was said and no
//! reason is in it.

use std::io::Write;

use chrono::NaiveDate;
use uuid::Uuid;

use super::neutral;
use crate::base::{App, day_of};
use crate::ledger::store::{Facts, facts};
use crate::people::store::all_names;

/// The columns, as docs/exports.md describes them.
pub const COLUMNS: [&str; 25] = [
    "act_id",
    "person_id",
    "person",
    "kind",
    "on_day",
    "method",
    "topics",
    "place",
    "constituency_id",
    "constituency",
    "counterpart_id",
    "counterpart",
    "counterpart_answer",
    "evidence",
    "evidence_id",
    "way",
    "state",
    "declared_on",
    "timely_until",
    "late",
    "entered_on",
    "supersedes_id",
    "superseded_by",
    "void",
    "counts",
];

/// Write every act, a row for each of those on the other side; drafts and what was given up are left out. How many
/// rows there are.
///
/// # Errors
/// When the database or the file does not take part.
pub async fn write(app: &App, congress: Uuid, out: impl Write) -> anyhow::Result<usize> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(COLUMNS)?;
    let names = all_names(&app.db, congress).await?;
    let name =
        |id: Option<Uuid>| id.and_then(|id| names.get(&id)).map(|name| neutral(name)).unwrap_or_default();
    let days = (NaiveDate::from_ymd_opt(1900, 1, 1), NaiveDate::from_ymd_opt(2999, 12, 31));
    let days = days.0.zip(days.1).expect("days of the calendar");
    let rows = facts(&app.db, congress, days, None).await?;
    for row in &rows {
        out.write_record(cells(row, &name))?;
    }
    out.flush()?;
    Ok(rows.len())
}

fn cells(row: &Facts, name: &impl Fn(Option<Uuid>) -> String) -> [String; 25] {
    let act = &row.act;
    let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    [
        act.id.to_string(),
        act.person_id.to_string(),
        name(Some(act.person_id)),
        act.kind.clone(),
        act.on_day.to_string(),
        act.method.clone(),
        act.topics.clone(),
        neutral(&act.place),
        id(act.constituency_id),
        name(act.constituency_id),
        id(row.party_id),
        name(row.party_id),
        row.party_answer.clone().unwrap_or_default(),
        act.evidence.clone(),
        act.evidence_id.to_string(),
        act.way.clone(),
        act.state.clone(),
        day(act.declared_on),
        day(act.timely_until),
        yes(act.is_late()),
        day_of(act.entered_at).to_string(),
        id(act.supersedes_id),
        id(act.superseded_by),
        yes(act.void),
        yes(act.counts()),
    ]
}

fn yes(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}
