//! Runs the real program and hurts it: `crash` kills it under load and counts what was lost, `power` cuts the power at
//! every moment of a record, `disk` makes its disk fail, `clock` lets its clock jump, `double` presses every button many
//! times, `restart` has it replaced under load, `drill` backs it up under load and puts that back, `nodes` runs two of it and
//! kills one, or the database; `speed` measures what each kind of work costs. Exit code 1 when a promise was broken; with
//! `--expect-loss` the program is a wrong one, and the harness must see it.

mod check;
mod clock;
mod crash;
mod disk;
mod double;
mod drill;
mod house;
mod nodes;
mod power;
mod program;
mod restart;
mod speed;
mod trace;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use anyhow::Context;
use clap::{Args, Parser, Subcommand};

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
    /// Cut the power at many moments of a record of its writes and syncs, and look for what was acknowledged.
    Power {
        /// Opinions in the record.
        #[arg(long, default_value_t = 120)]
        acknowledged: usize,
        /// States of the disk to be looked at.
        #[arg(long, default_value_t = 120)]
        states: usize,
        /// Which states: the same number makes the same of the same record.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The program is a wrong one: succeed only if something was lost.
        #[arg(long)]
        expect_loss: bool,
    },
    /// Refuse its writes, fail its syncs, fill its disk.
    Disk {
        /// The last write of an action that is refused.
        #[arg(long, default_value_t = 200)]
        most: u64,
        /// Clients on the full disk.
        #[arg(long, default_value_t = 16)]
        clients: usize,
        /// The program is a wrong one: succeed only if something was wrong.
        #[arg(long)]
        expect_loss: bool,
    },
    /// Let its clock jump.
    Clock {
        /// How often.
        #[arg(long, default_value_t = 60)]
        jumps: usize,
        /// Which jumps.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The program is a wrong one: succeed only if something noticed.
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
    /// Have it replaced by itself under load, and count the requests that failed.
    Restart {
        /// How often.
        #[arg(long, default_value_t = 20)]
        restarts: u32,
        /// Concurrent clients of each kind: readers that keep their connection, readers that do not, writers.
        #[arg(long, default_value_t = 4)]
        clients: usize,
        /// Milliseconds from one to the next.
        #[arg(long, default_value_t = 300)]
        apart: u64,
    },
    /// Back it up under writers, put that back, prove it, compare it with what was acknowledged; kill it and fill the disk
    /// meanwhile.
    Drill {
        /// How often.
        #[arg(long, default_value_t = 30)]
        drills: u32,
        /// Concurrent writers.
        #[arg(long, default_value_t = 4)]
        writers: usize,
        /// Backups that are killed in the middle.
        #[arg(long, default_value_t = 30)]
        kills: u32,
    },
    /// Run two nodes of one deployment behind nginx, on one PostgreSQL, with attachments in a bucket; kill one of them.
    Nodes(Nodes),
    /// Load a database and measure what each kind of work costs, beside the limits of the same machine.
    Speed(speed::Asked),
    /// Put two reports of `speed` beside each other: how the cost of each kind of work grew.
    Compare {
        /// The first report.
        one: PathBuf,
        /// The other.
        other: PathBuf,
    },
}

#[derive(Args)]
struct Nodes {
    /// A Python that has moto.
    #[arg(long, default_value = "python3")]
    python: PathBuf,
    /// Forms that are pressed at both nodes.
    #[arg(long, default_value_t = 24)]
    forms: usize,
    /// People at once.
    #[arg(long, default_value_t = 6)]
    people: usize,
    /// Seconds before whatever dies, without it, and with it again.
    #[arg(long, default_value_t = 4)]
    seconds: u64,
    /// Kill the leading one of two databases that Patroni keeps, so often; they are started for it, and no address is needed.
    #[arg(long, num_args = 0..=1, default_missing_value = "2")]
    failover: Option<usize>,
    /// Measure what the second node brings instead.
    #[arg(long)]
    measure: bool,
}

impl Nodes {
    fn run(&self, program: &Path, named: Option<&str>) -> anyhow::Result<bool> {
        let much = nodes::Much { forms: self.forms, people: self.people, seconds: self.seconds };
        if let Some(times) = self.failover {
            return nodes::fail_over(program, &self.python, much, times);
        }
        let url = named.context("nodes need a PostgreSQL: --database-url")?;
        if self.measure {
            return nodes::measure(program, url, &self.python, self.seconds);
        }
        nodes::run(program, url, &self.python, much)
    }
}

fn main() -> ExitCode {
    let line = Line::parse();
    let (program, named) = (&line.program, line.database_url.as_deref());
    let done = match line.what {
        What::Crash { kills, writers, expect_loss } => {
            crash::run(program, named, kills, writers).map(|report| report.is_fine() != expect_loss)
        }
        What::Power { acknowledged, states, seed, expect_loss } => {
            power::run(program, acknowledged, states, seed).map(|fine| fine != expect_loss)
        }
        What::Disk { most, clients, expect_loss } => {
            disk::run(program, most, clients).map(|fine| fine != expect_loss)
        }
        What::Clock { jumps, seed, expect_loss } => {
            clock::run(program, named, jumps, seed).map(|fine| fine != expect_loss)
        }
        What::Double { sent, forms } => double::run(program, named, sent, forms),
        What::Restart { restarts, clients, apart } => {
            restart::run(program, named, (restarts, Duration::from_millis(apart)), clients)
        }
        What::Drill { drills, writers, kills } => drill::run(program, named, (drills, kills), writers),
        What::Nodes(nodes) => nodes.run(program, named),
        What::Speed(asked) => speed::run(program, &asked),
        What::Compare { one, other } => speed::compare(&one, &other),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(cause) => {
            // What the program would only log is told here.
            let cause =
                cause.downcast::<shuanglian::base::Error>().map_or_else(|other| other, |it| it.told());
            eprintln!("bench: {cause:#}");
            ExitCode::FAILURE
        }
    }
}
