use std::process::ExitCode;

use chrono::NaiveDate;

use super::export::{Table, begin};
use crate::base::Config;
use crate::ledger::counts::recount_if_needed;
use crate::points;

/// Write the statements of points of a year to a file or to standard output.
pub async fn run(
    config: &Config,
    year: i32,
    as_of: Option<NaiveDate>,
    table: &Table,
) -> anyhow::Result<ExitCode> {
    let (app, congress, out) = begin(config, table.out.as_deref()).await?;
    // Whoever changed the charter since the site last ran gets the numbers by the new one.
    recount_if_needed(&app, congress).await?;
    let as_of = as_of.unwrap_or_else(|| app.clock.today());
    let count = points::write(&app, congress, (year, as_of), out).await?;
    eprintln!("points: {count} statements");
    Ok(ExitCode::SUCCESS)
}
