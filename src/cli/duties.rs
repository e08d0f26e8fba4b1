use std::process::ExitCode;

use super::export::{Table, begin};
use crate::base::Config;
use crate::duties::export;

/// Write how everybody stands with each duty in a year.
pub async fn run(config: &Config, year: i32, table: &Table) -> anyhow::Result<ExitCode> {
    let (app, congress, out) = begin(config, table.out.as_deref()).await?;
    let count = export::year(&app, congress, year, out).await?;
    eprintln!("duties: {count} rows");
    Ok(ExitCode::SUCCESS)
}
