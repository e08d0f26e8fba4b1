//! Who contacted whom, from when to when, as a table.

use std::io::Write;

use uuid::Uuid;

use super::neutral;
use crate::base::App;
use crate::people::store::assignments;

/// The columns, as docs/exports.md describes them.
pub const COLUMNS: [&str; 8] =
    ["assignment_id", "member_id", "member", "deputy_id", "deputy", "from_on", "to_on", "reasons"];

/// Write every assignment ever in force, by its first day; how many rows there are.
///
/// # Errors
/// When the database or the file does not take part.
pub async fn write(app: &App, congress: Uuid, out: impl Write) -> anyhow::Result<usize> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(COLUMNS)?;
    let rows = assignments(&app.db, congress, None).await?;
    for row in &rows {
        out.write_record([
            row.id.to_string(),
            row.member_id.to_string(),
            neutral(&row.member),
            row.deputy_id.to_string(),
            neutral(&row.deputy),
            row.from_on.to_string(),
            row.to_on.map(|day| day.to_string()).unwrap_or_default(),
            row.reasons.clone(),
        ])?;
    }
    out.flush()?;
    Ok(rows.len())
}
