//! Terms, who held which seat, and who was on leave, as one table.

use std::io::Write;

use chrono::NaiveDate;
use uuid::Uuid;

use super::neutral;
use crate::base::App;
use crate::people::store::all_names;
use crate::{bodies, people};

/// The columns, as docs/exports.md describes them.
pub const COLUMNS: [&str; 11] = [
    "record",
    "id",
    "person_id",
    "person",
    "kind",
    "constituency_id",
    "constituency",
    "term_id",
    "from_on",
    "to_on",
    "end_reason",
];

/// Write the terms, then the seats, then the leave, each by its first day; how many rows there are.
///
/// # Errors
/// When the database or the file does not take part.
pub async fn write(app: &App, congress: Uuid, out: impl Write) -> anyhow::Result<usize> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(COLUMNS)?;
    let mut rows = 0;
    for term in bodies::store::terms(&app.db, congress).await? {
        let mut row = row("term", term.id, (term.starts_on, Some(term.ends_on)));
        row[4] = term.number.to_string();
        row[7] = term.id.to_string();
        out.write_record(row)?;
        rows += 1;
    }
    let names = all_names(&app.db, congress).await?;
    for seat in people::store::seats(&app.db, congress, None).await? {
        let mut row = row("seat", seat.id, (seat.from_on, seat.to_on));
        row[2] = seat.person_id.to_string();
        row[3] = neutral(&seat.name);
        row[4] = seat.kind;
        row[5] = seat.constituency_id.map(|id| id.to_string()).unwrap_or_default();
        row[6] =
            seat.constituency_id.and_then(|id| names.get(&id)).map(|name| neutral(name)).unwrap_or_default();
        row[7] = seat.term_id.to_string();
        row[10] = seat.end_reason.unwrap_or_default();
        out.write_record(row)?;
        rows += 1;
    }
    let mut leaves = people::store::leaves(&app.db, congress, None).await?;
    leaves.sort_by_key(|leave| (leave.from_on, leave.id));
    for leave in leaves {
        let mut row = row("leave", leave.id, (leave.from_on, leave.to_on));
        row[2] = leave.person_id.to_string();
        row[3] = neutral(&leave.name);
        row[4] = leave.reason;
        out.write_record(row)?;
        rows += 1;
    }
    out.flush()?;
    Ok(rows)
}

/// A row with its days, the rest to be filled in.
fn row(record: &str, id: Uuid, (from, to): (NaiveDate, Option<NaiveDate>)) -> [String; 11] {
    let mut row: [String; 11] = Default::default();
    row[0] = record.to_owned();
    row[1] = id.to_string();
    row[8] = from.to_string();
    row[9] = to.map(|day| day.to_string()).unwrap_or_default();
    row
}
