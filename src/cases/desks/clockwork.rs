use std::{future::Future, pin::Pin};

use uuid::Uuid;

use crate::base::{App, Result};
use crate::cases::acts::let_time_pass;
use crate::cases::incoming;
use crate::jobs::{Daily, Job, Outcome, outcome};

/// The job that lets a day's deadlines have their consequence: a little after midnight, when the day that counts has surely
/// begun.
pub const DAILY: Daily = Daily { name: "cases.clockwork", minute: 10 };

/// The work: everything overdue, then tomorrow's job.
pub fn work(app: App, job: Job) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move { outcome(pass(&app, job.congress_id).await) })
}

async fn pass(app: &App, congress: Uuid) -> Result<()> {
    while let_time_pass(app, congress).await? > 0 {}
    while incoming::lapse(app, congress).await? > 0 {}
    let tx = app.db.begin().await?;
    DAILY.wind_on(&tx, app, congress).await?;
    tx.commit().await
}
