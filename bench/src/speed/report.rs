//! What was measured: a table for people, JSON for programs, and two runs beside each other.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// One kind of work.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Row {
    /// The goal it belongs to: `P1`.
    pub id: String,
    /// What was done.
    pub work: String,
    /// Served.
    pub done: usize,
    /// Served in a second.
    pub per_second: f64,
    /// Milliseconds of processor time for each, of the program.
    pub cpu_ms: f64,
    /// The same of PostgreSQL's backends; 0 on SQLite.
    pub cpu_database_ms: f64,
    /// Half of them took at most so long, milliseconds.
    pub half_ms: f64,
    /// All but one of a hundred took at most so long.
    pub p99_ms: f64,
    /// Bytes that came over the line for each.
    pub bytes: usize,
    /// Told to come again later.
    pub refused: usize,
    /// Anything else than what was wanted.
    pub failed: usize,
    /// Beside a limit of the same run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratio: Option<f64>,
    /// A number of its own, where the work is none of requests: megabytes, seconds, bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// What is wanted, in words.
    pub goal: String,
    /// Whether it is so; none where the goal is about growth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub met: Option<bool>,
}

/// A whole run.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Report {
    pub cases: usize,
    pub database: String,
    pub bytes_on_disk: u64,
    pub loaded_in_seconds: f64,
    /// Processors of the machine, and how busy it was before and after with this and other things.
    pub processors: usize,
    pub busy: [f64; 2],
    /// Limits, by their names: in a second.
    pub limits: Vec<(String, f64)>,
    pub rows: Vec<Row>,
    /// What must be so whatever the speed, and was not.
    pub broken: Vec<String>,
}

impl Report {
    /// Print the table.
    pub fn print(&self) {
        println!(
            "{} opinions on {} ({} MB), loaded in {:.0} s; {} processors, load average {:.1} before and {:.1} after",
            self.cases,
            self.database,
            self.bytes_on_disk / 1_000_000,
            self.loaded_in_seconds,
            self.processors,
            self.busy[0],
            self.busy[1]
        );
        for (name, rate) in &self.limits {
            println!("limit: {name}: {rate:.0} /s");
        }
        println!(
            "{:<3} {:<34} {:>8} {:>9} {:>8} {:>8} {:>8} {:>7} {:>7} {:>7}  goal",
            "", "work", "per s", "CPU ms", "db ms", "p50 ms", "p99 ms", "bytes", "refused", "ratio"
        );
        for row in &self.rows {
            print(row);
        }
        for broken in &self.broken {
            println!("BROKEN: {broken}");
        }
    }

    /// Write it as JSON.
    pub fn write(&self, file: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self)?;
        fs::write(file, text + "\n").with_context(|| format!("{}", file.display()))
    }

    /// Read what was written.
    pub fn read(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).with_context(|| format!("{}", file.display()))?;
        Ok(serde_json::from_str(&text)?)
    }
}

fn print(row: &Row) {
    let met = match row.met {
        Some(true) => "met",
        Some(false) => "MISSED",
        None => "",
    };
    if let Some(value) = row.value {
        println!("{:<3} {:<34} {value:>8.2} {:>72} {met}", row.id, row.work, row.goal);
        return;
    }
    let ratio = row.ratio.map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
    let failed = if row.failed > 0 { format!(" ({} FAILED)", row.failed) } else { String::new() };
    println!(
        "{:<3} {:<34} {:>8.0} {:>9.3} {:>8.3} {:>8.2} {:>8.2} {:>7} {:>7} {:>7}  {} {met}{failed}",
        row.id,
        row.work,
        row.per_second,
        row.cpu_ms,
        row.cpu_database_ms,
        row.half_ms,
        row.p99_ms,
        row.bytes,
        row.refused,
        ratio,
        row.goal
    );
}

/// Two runs beside each other: how the cost of each work grew.
pub fn compare(one: &Path, other: &Path) -> Result<bool> {
    let (a, b) = (Report::read(one)?, Report::read(other)?);
    println!("{} opinions on {}  →  {} on {}", a.cases, a.database, b.cases, b.database);
    println!(
        "{:<3} {:<34} {:>9} {:>9} {:>7} {:>9} {:>9} {:>7}",
        "", "work", "CPU ms", "CPU ms", "×", "p99 ms", "p99 ms", "×"
    );
    for row in &a.rows {
        let Some(now) = b.rows.iter().find(|now| now.id == row.id && now.work == row.work) else { continue };
        if let (Some(before), Some(value)) = (row.value, now.value) {
            println!("{:<3} {:<34} {before:>9.2} {value:>9.2} {:>7.2}", row.id, row.work, value / before);
            continue;
        }
        let (before, after) = (row.cpu_ms + row.cpu_database_ms, now.cpu_ms + now.cpu_database_ms);
        println!(
            "{:<3} {:<34} {before:>9.3} {after:>9.3} {:>7.2} {:>9.2} {:>9.2} {:>7.2}",
            row.id,
            row.work,
            after / before,
            row.p99_ms,
            now.p99_ms,
            now.p99_ms / row.p99_ms
        );
    }
    Ok(true)
}
