//! The command line: one file a command; a command calls acts as a page does.

mod alike;
mod audit;
mod backup;
mod check;
mod clock;
mod demo;
mod doctor;
mod doors;
mod duties;
mod export;
mod found;
mod handover;
mod health;
mod import;
mod open;
mod points;
mod print;
mod progress;
mod restore;
mod roster;
mod routes;
mod serve;
mod upgrade;
mod verify;

use std::{net::SocketAddr, path::PathBuf, process::ExitCode, time::Duration};

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};
use tracing_subscriber::EnvFilter;

pub use open::{charters, open_in};

use crate::base::{Config, config::LogFormat};

/// Links a people's congress, its deputies and its voters.
///
/// Without a command it starts the site on an embedded database, with the fictional demo of Xiantao loaded the
/// first time.
#[derive(Parser)]
#[command(version, about)]
struct Line {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    place: Place,
}

/// Where the settings and the data are.
#[derive(Args, Clone, Default)]
struct Place {
    /// The configuration file (see config.default.toml); ./shuanglian.toml if it is there.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder of the embedded database and of attachments.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Run the site; prints `listening on http://ADDRESS` when it is ready.
    Serve {
        /// Where to listen; port 0 takes a free one.
        #[arg(long, value_name = "ADDRESS")]
        listen: Option<SocketAddr>,
        /// Load the fictional demo first, into an empty database only.
        #[arg(long)]
        demo: bool,
        /// Rehearse: pretend that today is this day.
        #[arg(long, value_name = "YYYY-MM-DD")]
        today: Option<NaiveDate>,
        /// Write this process's number to a file. SIGUSR2 to it starts the program anew, which takes over without a request
        /// that fails, and then ends this one.
        #[arg(long, value_name = "FILE")]
        pid_file: Option<PathBuf>,
    },
    /// Load the fictional demo of Xiantao into an empty database, and print its accounts as CSV.
    Demo {
        /// Print the accounts of a demo that was loaded before.
        #[arg(long)]
        accounts: bool,
        /// Rehearse: pretend that today is this day.
        #[arg(long, value_name = "YYYY-MM-DD")]
        today: Option<NaiveDate>,
    },
    /// Found a congress of real people, and print the activation slips of its first two administrators, once.
    Found(Box<found::Wanted>),
    /// Take opinions or registers over from a file.
    #[command(subcommand)]
    Import(Import),
    /// Give data out as a file.
    #[command(subcommand)]
    Export(export::What),
    /// How everybody stands with each duty in a year: owed, done, missing, and the acts that show it.
    Duties {
        /// The year.
        #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1990..=2990))]
        year: i32,
        #[command(flatten)]
        table: export::Table,
    },
    /// Give out every committee member's statement of points of a year, line by line.
    Points {
        /// The calendar year.
        #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1990..=2990))]
        year: i32,
        /// From what was done by the end of this day; today when none.
        #[arg(long, value_name = "YYYY-MM-DD")]
        as_of: Option<NaiveDate>,
        #[command(flatten)]
        table: export::Table,
    },
    /// Write a paper of an office as PDF or DOCX: a slip, a letter, a form.
    Print(print::Wanted),
    /// Say whether a PDF, DOCX or XLSX file is one that was issued here, and which of its pages were changed; exit 1 when
    /// it is not.
    Verify(verify::Wanted),
    /// Take a backup while the site runs: database and files, with a manifest, sealed for the keys named.
    Backup(backup::Wanted),
    /// Put a backup back into a new folder and prove that all of it is there; writes over nothing.
    Restore(restore::Wanted),
    /// Prove a backup: put it back beside everything, compare it, throw it away; exit 1 when it is worth nothing.
    Drill(restore::Drilled),
    /// Bring the database to this version: look beforehand, back up, then all steps or none.
    Upgrade(upgrade::Wanted),
    /// Look around: disk, clock, certificate, backups, jobs, channels; exit 0 when all is fine, 1 when something should be
    /// seen to, 2 when now.
    Doctor(doctor::Wanted),
    /// Print every method, path and permit as CSV.
    Routes,
    /// Check configuration, charters and database, and say what is wrong.
    Check,
    /// Say whether the computer's clock agrees with what was written down; exit 1 when it does not.
    Clock {
        /// It is right, whatever was written down: noted in every journal, and believed from then on.
        #[arg(long)]
        confirm: bool,
    },
    /// Verify the journal's hash chain; exit 1 when it is broken.
    VerifyAudit {
        /// Compare with an entry kept elsewhere, as NUMBER:HASH.
        #[arg(long, value_name = "NUMBER:HASH")]
        kept: Option<String>,
    },
}

#[derive(Subcommand)]
enum Import {
    /// Messages with their replies, as CSV: id,user,subject,submitted_at,body,reply,replied_at.
    ///
    /// The whole file is checked before anything is written. Run again, it adds nothing and finishes what was
    /// interrupted. Into an empty database it first loads the demo's registers.
    Messages {
        /// The file, in UTF-8.
        file: PathBuf,
    },
    /// Registers as a workbook: areas, constituencies, organizations, deputies, members, accounts.
    ///
    /// The whole file is checked first; it is written as a whole or not at all.
    Roster(roster::Incoming),
}

/// Run what the command line asks for.
pub fn main() -> ExitCode {
    let line = Line::parse();
    match run(line) {
        Ok(code) => code,
        Err(cause) => {
            eprintln!("shuanglian: {cause:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(line: Line) -> anyhow::Result<ExitCode> {
    let config = configured(&line.place)?;
    log(&config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let ended = runtime.block_on(async {
        match line.command {
            None => serve::run(config, serve::How { demo: true, today: None, pid_file: None }).await,
            Some(Command::Serve { listen, demo, today, pid_file }) => {
                let mut config = config;
                config.server.listen = listen.unwrap_or(config.server.listen);
                serve::run(config, serve::How { demo, today, pid_file }).await
            }
            Some(Command::Demo { accounts, today }) => demo::run(&config, accounts, today).await,
            Some(Command::Found(wanted)) => found::run(&config, *wanted).await,
            Some(Command::Import(Import::Messages { file })) => import::run(&config, &file).await,
            Some(Command::Import(Import::Roster(wanted))) => roster::import(&config, wanted).await,
            Some(Command::Export(export::What::Roster(wanted))) => roster::export(&config, &wanted).await,
            Some(Command::Export(export::What::Table(what))) => export::run(&config, what).await,
            Some(Command::Duties { year, table }) => duties::run(&config, year, &table).await,
            Some(Command::Points { year, as_of, table }) => points::run(&config, year, as_of, &table).await,
            Some(Command::Print(wanted)) => print::run(&config, &wanted).await,
            Some(Command::Verify(wanted)) => verify::run(&config, &wanted).await,
            Some(Command::Backup(wanted)) => backup::run(&config, wanted).await,
            Some(Command::Restore(wanted)) => restore::run(wanted).await,
            Some(Command::Drill(wanted)) => restore::drill(&config, wanted).await,
            Some(Command::Upgrade(wanted)) => upgrade::run(&config, wanted).await,
            Some(Command::Doctor(wanted)) => doctor::run(&config, wanted).await,
            Some(Command::Routes) => routes::run(),
            Some(Command::Clock { confirm }) => clock::run(&config, confirm).await,
            Some(Command::Check) => check::run(&config).await,
            Some(Command::VerifyAudit { kept }) => audit::run(&config, kept.as_deref()).await,
        }
    });
    // Work aside that nobody waits for, such as a backup by the clock, does not hold up the end.
    runtime.shutdown_timeout(Duration::from_secs(1));
    ended
}

fn configured(place: &Place) -> anyhow::Result<Config> {
    let usual = PathBuf::from("shuanglian.toml");
    let file = place.config.clone().or_else(|| usual.exists().then_some(usual));
    let mut config = Config::load(file.as_deref(), std::env::vars())?;
    if let Some(data) = &place.data {
        config.data.dir.clone_from(data);
    }
    Ok(config)
}

fn log(config: &Config) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.log.level)
        .map_err(|cause| anyhow::anyhow!("configuration: log.level: {cause}"))?;
    // A line that cannot be written is lost, and nothing else: a full disk must not end the request that it tells of.
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .log_internal_errors(false);
    match config.log.format {
        LogFormat::Json => lines.json().init(),
        LogFormat::Text => lines.init(),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_of_one_piece() {
        super::Line::command().debug_assert();
    }
}
