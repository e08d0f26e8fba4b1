//! Health and metrics, on a listener of their own that the public never reaches.
//!
//! * `/healthz`: the process lives
//! * `/readyz`: the database answers and has this version's tables, this node has what the one started last has, and nobody
//!   told us to stop
//! * `/metrics`: numbers for Prometheus

use std::time::Duration;

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use prometheus_client::{
    encoding::text::encode,
    metrics::{counter::ConstCounter, gauge::ConstGauge},
    registry::Registry,
};
use tokio::sync::watch;

use super::alike::Signs;
use crate::access::admission;
use crate::base::{App, Result, is_current, traffic};
use crate::{jobs, journal, upkeep};

/// A database that takes longer than this does not answer.
const PATIENCE: Duration = Duration::from_secs(3);

#[derive(Clone)]
struct Watch {
    app: App,
    signs: Signs,
    stopping: watch::Receiver<bool>,
}

/// The pages; `stopping` turns true when the program was told to stop.
pub fn health(app: App, stopping: watch::Receiver<bool>) -> Router {
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(Watch { signs: Signs::of(&app), app, stopping })
}

async fn ready(State(watch): State<Watch>) -> (StatusCode, String) {
    if *watch.stopping.borrow() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n".to_owned());
    }
    match tokio::time::timeout(PATIENCE, amiss(&watch)).await {
        Ok(Ok(None)) => (StatusCode::OK, "ready\n".to_owned()),
        Ok(Ok(Some(why))) => (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n")),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n".to_owned()),
    }
}

/// Why nobody should be sent here, though the database answers.
async fn amiss(watch: &Watch) -> Result<Option<&'static str>> {
    if !is_current(&watch.app.db).await? {
        return Ok(Some("the database is not of this version"));
    }
    watch.signs.differ(&watch.app).await
}

async fn metrics(State(watch): State<Watch>) -> Response {
    let mut registry = Registry::with_prefix("shuanglian");
    traffic::register(&mut registry);
    admission::register(&mut registry);
    let (acts, commits) = watch.app.db.tally();
    registry.register("acts", "Acts kept by this process", ConstCounter::new(acts));
    registry.register("commits", "Commits that kept them; acts share them", ConstCounter::new(commits));
    let off = watch.app.clock.off().map_or(0, |off| off.num_seconds());
    registry.register(
        "clock_off_seconds",
        "By how much the computer's clock jumped and is not believed",
        ConstGauge::new(off),
    );
    // Without the database there are still the numbers of the process itself.
    if !matches!(tokio::time::timeout(PATIENCE, counts(&watch.app, &mut registry)).await, Ok(Ok(()))) {
        tracing::warn!("the database did not answer for the metrics");
    }
    let mut text = String::new();
    encode(&mut text, &registry).expect("a string takes all that is written");
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

async fn counts(app: &App, registry: &mut Registry) -> Result<()> {
    let (waiting, failed) = (jobs::count(&app.db, "waiting").await?, jobs::count(&app.db, "failed").await?);
    let length = journal::length(&app.db).await?;
    registry.register("jobs_waiting", "Jobs that wait", ConstGauge::new(waiting));
    registry.register("jobs_failed", "Jobs that were given up", ConstGauge::new(failed));
    registry.register("journal_entries", "Entries of all journals", ConstGauge::new(length));
    let (taken, proved) = upkeep::store::ages(&app.db, app.clock.now()).await?;
    let text = "Seconds since the last backup was taken, -1 when there is none";
    registry.register("backup_age_seconds", text, ConstGauge::new(taken));
    let text = "Seconds since the youngest backup was taken that was put back and found whole, -1 when there is none";
    registry.register("backup_proved_age_seconds", text, ConstGauge::new(proved));
    Ok(())
}

#[cfg(test)]
#[path = "health_tests.rs"]
mod tests;
