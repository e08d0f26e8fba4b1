use std::{collections::BTreeMap, sync::Arc, time::Duration};

use chrono::TimeDelta;
use tokio::sync::watch;

use super::{Job, Outcome, Work, store};
use crate::base::{App, Result};

/// How long a claimed job is held for its runner.
const HOLD: TimeDelta = TimeDelta::minutes(5);

/// The longest a try may take: shorter than the claim, so that nobody else begins it meanwhile.
const LONGEST: Duration = Duration::from_secs(4 * 60);

/// The pause of an idle runner. Jobs are for later; nobody waits for them on a page.
const IDLE: Duration = Duration::from_secs(1);

/// The work of each kind of job, by its name.
pub type Kinds = Arc<BTreeMap<&'static str, Work>>;

/// Run what is due until nothing is; how many jobs were run.
///
/// # Errors
/// When the database does not answer.
pub async fn run_all(app: &App, kinds: &Kinds) -> Result<usize> {
    let mut run = 0;
    while store::any_due(app, app.clock.now()).await? {
        let Some(job) = store::claim(app, app.clock.now(), HOLD).await? else {
            break;
        };
        let outcome = attempt(app, kinds, &job).await;
        if let Outcome::GiveUp(said) = &outcome {
            tracing::warn!(job = job.name, said, "a job gave up");
        }
        store::settle(app, &job, outcome).await?;
        run += 1;
    }
    Ok(run)
}

/// One try, which ends: whatever a job does, it neither stops its runner nor outlasts its claim.
async fn attempt(app: &App, kinds: &Kinds, job: &Job) -> Outcome {
    let Some(work) = kinds.get(job.name.as_str()) else {
        return Outcome::GiveUp(format!("no work is called {}", job.name));
    };
    // A job that took its runner down with it, again and again, never said how it ended.
    if job.tries >= store::MOST_TRIES {
        return Outcome::GiveUp("tried too often without an end".to_owned());
    }
    let mut task = tokio::spawn(work(app.clone(), job.clone()));
    match tokio::time::timeout(LONGEST, &mut task).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => Outcome::Retry("the work broke off".to_owned()),
        Err(_) => {
            task.abort();
            Outcome::Retry("the work took too long".to_owned())
        }
    }
}

/// Run jobs until told to stop.
pub async fn serve(app: App, kinds: Kinds, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(cause) = run_all(&app, &kinds).await {
            tracing::error!(%cause, "jobs could not be run");
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(IDLE) => {}
        }
    }
}
