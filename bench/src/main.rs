//! Runs the real program and hurts it: `crash` kills it under load and counts what was lost, `double` presses every
//! button many times. Exit code 1 when a promise was broken.

mod check;
mod crash;
mod double;
mod program;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about)]
struct Line {
    /// The program to be hurt.
    #[arg(long, default_value = "target/debug/shuanglian")]
    program: PathBuf,
    /// PostgreSQL instead of the embedded database; it must be empty.
    #[arg(long)]
    database_url: Option<String>,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Kill it under concurrent writers, start it again, and look for what was acknowledged.
    Crash {
        /// How often to kill.
        #[arg(long, default_value_t = 50)]
        kills: u32,
        /// Concurrent writers.
        #[arg(long, default_value_t = 8)]
        writers: usize,
        /// The program is a wrong one: succeed only if something was lost.
        #[arg(long)]
        expect_loss: bool,
    },
    /// Send the same forms many times at once.
    Double {
        /// Submissions in all.
        #[arg(long, default_value_t = 10_000)]
        sent: usize,
        /// Different forms.
        #[arg(long, default_value_t = 100)]
        forms: usize,
    },
}

fn main() -> ExitCode {
    let line = Line::parse();
    let done = match line.what {
        What::Crash { kills, writers, expect_loss } => {
            crash::run(&line.program, line.database_url.as_deref(), kills, writers)
                .map(|report| report.is_fine() != expect_loss)
        }
        What::Double { sent, forms } => double::run(&line.program, line.database_url.as_deref(), sent, forms),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(cause) => {
            eprintln!("bench: {cause:#}");
            ExitCode::FAILURE
        }
    }
}
