//! All statements of a year as CSV, for whoever counts again: `shuanglian points`.

use std::io::Write;

use chrono::NaiveDate;
use uuid::Uuid;

use super::statements;
use crate::base::App;

/// The columns; `docs/exports.md` says what they hold.
pub const COLUMNS: [&str; 13] = [
    "person_id",
    "person",
    "year",
    "line",
    "rule_from",
    "on",
    "act_id",
    "evidence_id",
    "times",
    "worth",
    "points",
    "why",
    "total",
];

/// Write the statements of a year, from what was done by the end of a day; how many people.
///
/// # Errors
/// When the database or the file does not take part.
pub async fn write(
    app: &App,
    congress: Uuid,
    (year, as_of): (i32, NaiveDate),
    out: impl Write,
) -> anyhow::Result<usize> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(COLUMNS)?;
    let all = statements::all(&app.db, app, congress, year, as_of).await?;
    for (person, name, statement) in &all {
        let who = [person.to_string(), name.clone(), year.to_string()];
        let total = statement.total.to_string();
        let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
        for line in &statement.lines {
            let rest = [
                line.line.clone(),
                line.rule_from.to_string(),
                line.on.to_string(),
                id(line.act),
                id(line.evidence),
                line.times.to_string(),
                line.worth.to_string(),
                line.points.to_string(),
                line.why.word().to_owned(),
                total.clone(),
            ];
            out.write_record(who.iter().chain(&rest))?;
        }
        if statement.lines.is_empty() {
            let nothing = std::iter::repeat_n(String::new(), COLUMNS.len() - who.len() - 1);
            out.write_record(who.into_iter().chain(nothing).chain([total]))?;
        }
    }
    out.flush()?;
    Ok(all.len())
}
