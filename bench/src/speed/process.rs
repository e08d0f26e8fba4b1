//! What a process costs, as the kernel tells it.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};

/// Ticks of a second in /proc; Linux says 100 to every program.
const TICKS: f64 = 100.0;

/// Seconds of processor time of a process so far, its own and the kernel's for it.
pub fn cpu(pid: u32) -> Result<f64> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The name before may hold anything; what follows its closing bracket is fields.
    let fields: Vec<&str> = text.rsplit_once(')').context("a stat")?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).context("ticks");
    Ok((ticks(11)? + ticks(12)?) / TICKS)
}

/// The same of several, each by its number; who has gone meanwhile is not there.
pub fn cpu_of(pids: &[u32]) -> BTreeMap<u32, f64> {
    pids.iter().filter_map(|pid| Some((*pid, cpu(*pid).ok()?))).collect()
}

/// What was spent between two looks.
pub fn spent(before: &BTreeMap<u32, f64>, after: &BTreeMap<u32, f64>) -> f64 {
    let each = after.iter().map(|(pid, now)| now - before.get(pid).copied().unwrap_or_default());
    each.fold(0.0, |sum, spent| sum + spent)
}

/// Megabytes of memory that are a process's own share (PSS).
pub fn memory(pid: u32) -> Result<f64> {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:")).context("Pss")?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kilobytes / 1024.0)
}

/// How busy the machine is: the load average of the last minute.
pub fn load() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().and_then(|first| first.parse().ok()).unwrap_or_default()
}
