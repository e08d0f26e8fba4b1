use std::{future::Future, pin::Pin};

use chrono::{NaiveDate, TimeDelta};
use serde_json::json;
use uuid::Uuid;

use crate::base::{App, Result, Tx, day_of, start_of};
use crate::cases::acts::let_time_pass;
use crate::jobs::{self, Job, NewJob, Outcome};

/// The job that lets a day's deadlines have their consequence.
pub const NAME: &str = "cases.clockwork";

/// A congress's clockwork runs on a day: written down once, however often it is asked for.
pub async fn wind(tx: &Tx, app: &App, congress: Uuid, day: NaiveDate) -> Result<()> {
    let key = format!("{NAME}:{day}");
    // A little after midnight, when the day that counts has surely begun.
    let run_at = start_of(day) + TimeDelta::minutes(10);
    jobs::enqueue(tx, app, NewJob { congress, key, name: NAME, payload: json!({}), run_at }).await
}

/// The work: everything overdue, then tomorrow's job.
pub fn work(app: App, job: Job) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move {
        match pass(&app, job.congress_id).await {
            Ok(()) => Outcome::Done,
            Err(cause) => Outcome::Retry(cause.to_string()),
        }
    })
}

async fn pass(app: &App, congress: Uuid) -> Result<()> {
    while let_time_pass(app, congress).await? > 0 {}
    let tomorrow = day_of(app.clock.now() + TimeDelta::days(1));
    let tx = app.db.begin().await?;
    wind(&tx, app, congress, tomorrow).await?;
    tx.commit().await
}
