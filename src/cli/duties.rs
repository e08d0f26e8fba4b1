use std::process::ExitCode;

use super::export::{Table, begin};
use crate::base::Config;
use crate::duties::export;
use crate::ledger::counts::recount_if_needed;

/// Write how everybody stands with each duty in a year.
pub async fn run(config: &Config, year: i32, table: &Table) -> anyhow::Result<ExitCode> {
    let (app, congress, out) = begin(config, table.out.as_deref()).await?;
    // Whoever changed the charter since the site last ran gets the numbers by the new one.
    recount_if_needed(&app, congress).await?;
    let count = export::year(&app, congress, year, out).await?;
    eprintln!("duties: {count} rows");
    Ok(ExitCode::SUCCESS)
}
