//! The outbox: what is to be done after an act, written in the act's own transaction.
//!
//! A job is done once by key: the same key enqueued twice is one job. Who claims it holds it for a
//! while; if the holder dies, another takes it. A job says itself whether to try again or give up.

mod daily;
mod runner;
mod store;
#[cfg(test)]
mod tests;

use std::{future::Future, pin::Pin};

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

pub use daily::{Daily, outcome};
pub use runner::{Kinds, run_all, serve};
pub use store::{Job, MOST_TRIES, count, enqueue, last_done, overdue, waiting};

/// How a job ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// Not now: try again, with the reason.
    Retry(String),
    /// Not before a moment; no failure.
    Later(DateTime<Utc>),
    /// Never: with the reason, for an administrator.
    GiveUp(String),
}

/// The work of one kind of job.
pub type Work = fn(crate::base::App, Job) -> Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// What is to be done.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// The congress.
    pub congress: Uuid,
    /// Its name once for all: `mail:<notice>`.
    pub key: String,
    /// Which kind of work.
    pub name: &'static str,
    /// What the work needs.
    pub payload: serde_json::Value,
    /// Not before.
    pub run_at: DateTime<Utc>,
}

/// How long after the n-th failed try the next one comes: one minute, doubling to a day.
fn pause(tries: i64) -> TimeDelta {
    let minutes = 1_i64 << tries.clamp(0, 11);
    TimeDelta::minutes(minutes.min(24 * 60))
}
