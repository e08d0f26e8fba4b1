use std::fs::File;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use uuid::Uuid;

use super::open::open;
use super::roster::Outgoing;
use crate::access::store::home_of;
use crate::base::{App, Config};
use crate::exchange::{assignments, ledger, opinions, seats};

/// How a table is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Comma-separated values in UTF-8, which no spreadsheet executes.
    #[default]
    Csv,
}

/// In which form, and where to.
#[derive(Debug, Clone, Args)]
pub struct Table {
    /// The format of the table.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// The file to be written; standard output when none.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// What is given out.
#[derive(Debug, Clone, Subcommand)]
pub enum What {
    /// The registers as a workbook that can come back, or the template for one.
    Roster(Outgoing),
    #[command(flatten)]
    Table(Tables),
}

/// Tables; docs/exports.md describes the columns.
#[derive(Debug, Clone, Subcommand)]
pub enum Tables {
    /// Published opinions without personal data, as CSV that no spreadsheet executes.
    Opinions(Table),
    /// The ledger: every act with who was on the other side, and whether it counts.
    Ledger(Table),
    /// Who contacted whom, from when to when.
    Assignments(Table),
    /// Terms, seats and leave.
    Seats(Table),
}

/// Write a table to a file or to standard output.
pub async fn run(config: &Config, what: Tables) -> anyhow::Result<ExitCode> {
    let (Tables::Opinions(table) | Tables::Ledger(table) | Tables::Assignments(table) | Tables::Seats(table)) =
        &what;
    let (app, congress, out) = begin(config, table.out.as_deref()).await?;
    let (count, rows) = match what {
        Tables::Opinions(_) => (opinions::write(&app, congress, out).await?, "opinions"),
        Tables::Ledger(_) => (ledger::write(&app, congress, out).await?, "rows of the ledger"),
        Tables::Assignments(_) => (assignments::write(&app, congress, out).await?, "assignments"),
        Tables::Seats(_) => (seats::write(&app, congress, out).await?, "terms, seats and leaves"),
    };
    eprintln!("export: {count} {rows}");
    Ok(ExitCode::SUCCESS)
}

/// The application, its congress, and where a table is written to.
pub async fn begin(
    config: &Config,
    out: Option<&Path>,
) -> anyhow::Result<(App, Uuid, Box<dyn Write + Send>)> {
    let app = open(config.clone(), None).await?;
    let congress = home_of(&app.db, None).await.context("there is no congress in the database")?.id;
    let out: Box<dyn Write + Send> = match out {
        Some(file) => {
            Box::new(File::create(file).with_context(|| format!("cannot write {}", file.display()))?)
        }
        None => Box::new(stdout()),
    };
    Ok((app, congress, out))
}
