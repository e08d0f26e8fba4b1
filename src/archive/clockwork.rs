//! What each day does for archives: those of a term that has ended are sealed.

use std::{future::Future, pin::Pin};

use serde_json::json;
use uuid::Uuid;

use super::seals::seal_ended;
use crate::access::Actor;
use crate::base::{App, Result, Tx};
use crate::jobs::{Daily, Job, NewJob, Outcome, enqueue, outcome};

/// The job of each day: in the night, when nobody waits.
pub const DAILY: Daily = Daily { name: "archive.clockwork", minute: 60 };

/// The job when one term has followed another.
pub const SEALING: &str = "archive.sealing";

/// The work of each day: seal, then tomorrow's job.
pub fn work(app: App, job: Job) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move { outcome(pass(&app, job.congress_id).await) })
}

/// The work when one term has followed another.
pub fn sealing(app: App, job: Job) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move { outcome(seal_ended(&app, &Actor::clockwork(job.congress_id)).await.map(|_| ())) })
}

async fn pass(app: &App, congress: Uuid) -> Result<()> {
    seal_ended(app, &Actor::clockwork(congress)).await?;
    let tx = app.db.begin().await?;
    DAILY.wind_on(&tx, app, congress).await?;
    tx.commit().await
}

/// One term has followed another: the archives of the one that ended are sealed soon, in a job of their own.
///
/// # Errors
/// When it cannot be written.
pub async fn term_ended(tx: &Tx, app: &App, congress: Uuid, coming: Uuid) -> Result<()> {
    let key = format!("{SEALING}:{coming}");
    let job = NewJob { congress, key, name: SEALING, payload: json!({}), run_at: app.clock.now() };
    enqueue(tx, app, job).await
}
