//! Backups by the clock: each hour it is looked whether the next is due. One takes as long as it takes, also beyond the
//! time that a job has: then the job comes again and asks how far it is.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use serde_json::json;
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::backup::{Order, folder_for, take};
use super::{acts, store};
use crate::access::store::homes;
use crate::base::{App, Result};
use crate::jobs::{Job, NewJob, Outcome, enqueue};

/// The job's name.
pub const NAME: &str = "upkeep.clockwork";

/// How long one try waits for a backup: shorter than a job may take.
const PATIENCE: Duration = Duration::from_secs(3 * 60);

/// A backup that was due at the hour and took its time does not make the next one later and later.
const SLACK: TimeDelta = TimeDelta::minutes(30);

type Backups = Mutex<BTreeMap<Uuid, JoinHandle<anyhow::Result<()>>>>;

/// Those that this process is taking, by the job that asked.
static TAKING: LazyLock<Backups> = LazyLock::new(Backups::default);

/// It is looked each hour from now on, where backups are set up.
///
/// # Errors
/// When it cannot be written.
pub async fn wind(app: &App) -> Result<()> {
    let Some(home) = homes(&app.db).await?.into_iter().next() else { return Ok(()) };
    wind_for(app, home.id, app.clock.now()).await
}

/// A backup is of the whole deployment: one congress's job stands for all.
async fn wind_for(app: &App, congress: Uuid, at: DateTime<Utc>) -> Result<()> {
    if app.config.backup.to.as_os_str().is_empty() {
        return Ok(());
    }
    let hour = hour_of(at);
    let key = format!("{NAME}:{}", hour.format("%Y-%m-%dT%H"));
    let tx = app.db.begin().await?;
    enqueue(&tx, app, NewJob { congress, key, name: NAME, payload: json!({}), run_at: hour }).await?;
    tx.commit().await
}

fn hour_of(at: DateTime<Utc>) -> DateTime<Utc> {
    at.duration_trunc(TimeDelta::hours(1)).unwrap_or(at)
}

/// The work: the next hour's job, then a backup if one is due.
pub fn work(app: App, job: Job) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move {
        match look(&app, &job).await {
            Ok(outcome) => outcome,
            Err(cause) => Outcome::Retry(cause.to_string()),
        }
    })
}

async fn look(app: &App, job: &Job) -> Result<Outcome> {
    let now = app.clock.now();
    wind_for(app, job.congress_id, now + TimeDelta::hours(1)).await?;
    let running = TAKING.lock().expect("nobody panics with it").remove(&job.id);
    let mut task = match running {
        Some(task) => task,
        None => {
            if !is_due(app, job.congress_id, now).await? {
                return Ok(Outcome::Done);
            }
            tokio::spawn(by_the_clock(app.clone()))
        }
    };
    Ok(match tokio::time::timeout(PATIENCE, &mut task).await {
        Ok(Ok(Ok(()))) => Outcome::Done,
        // The next hour tries anew, and meanwhile it stands among what failed.
        Ok(Ok(Err(cause))) => Outcome::GiveUp(format!("{cause:#}")),
        Ok(Err(_)) => Outcome::GiveUp("the backup broke off".to_owned()),
        Err(_) => {
            TAKING.lock().expect("nobody panics with it").insert(job.id, task);
            Outcome::Later(app.clock.now() + TimeDelta::seconds(30))
        }
    })
}

/// Whether the last one that the clock had taken is old enough.
pub(super) async fn is_due(app: &App, congress: Uuid, now: DateTime<Utc>) -> Result<bool> {
    if app.config.backup.to.as_os_str().is_empty() {
        return Ok(false);
    }
    let every = TimeDelta::hours(app.config.backup.every_hours.max(1)) - SLACK;
    let last = store::backups(&app.db, congress).await?.into_iter().find(|backup| backup.scheduled);
    Ok(last.is_none_or(|last| now - last.taken_at >= every))
}

/// Take one into the folder of the settings, note it, and remove what is beyond the number to keep.
pub(super) async fn by_the_clock(app: App) -> anyhow::Result<()> {
    let settings = &app.config.backup;
    folder_for(&settings.to)?;
    let order = Order { to: settings.to.clone(), recipients: settings.recipients.clone(), scheduled: true };
    let taken = take(&app, &order).await?;
    acts::note_taken(&app, &taken).await.map_err(|cause| cause.told())?;
    acts::prune(&app, settings.keep).await.map_err(|cause| cause.told())?;
    tracing::info!(bytes = taken.file.bytes, missing = taken.manifest.missing.len(), "a backup was taken");
    Ok(())
}
