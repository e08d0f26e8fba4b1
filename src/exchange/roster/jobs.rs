//! The three jobs of a roster: its check, its writing, and the erasing of what is left of it.

use std::{future::Future, pin::Pin};

use serde::Deserialize;
use uuid::Uuid;

use super::acts;
use crate::base::{App, Error, Result};
use crate::jobs::{Job, Outcome};

type Doing = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// What a job needs to know.
#[derive(Deserialize)]
struct Of {
    roster: Uuid,
    account: Option<Uuid>,
}

/// Check a roster.
pub fn check(app: App, job: Job) -> Doing {
    Box::pin(async move {
        let work = async {
            let of = of(&job)?;
            let actor = acts::whoever(&app, job.congress_id, of.account).await?;
            acts::check_brought(&app, &actor, of.roster).await
        };
        ended(work.await)
    })
}

/// Write one.
pub fn apply(app: App, job: Job) -> Doing {
    Box::pin(async move {
        let work = async {
            let of = of(&job)?;
            match acts::whoever(&app, job.congress_id, of.account).await {
                Ok(actor) => acts::write_ordered(&app, &actor, of.roster).await,
                // Whoever ordered it is here no more; others need not wait for that.
                Err(gone) => {
                    acts::let_go(&app, job.congress_id, of.roster, &gone).await?;
                    Err(gone)
                }
            }
        };
        ended(work.await)
    })
}

/// Erase what is left of one.
pub fn forget(app: App, job: Job) -> Doing {
    Box::pin(async move {
        let work = async { acts::forget(&app, job.congress_id, of(&job)?.roster).await };
        ended(work.await)
    })
}

fn of(job: &Job) -> Result<Of> {
    Ok(serde_json::from_str(&job.payload).map_err(anyhow::Error::from)?)
}

fn ended(outcome: Result<()>) -> Outcome {
    match outcome {
        Ok(()) => Outcome::Done,
        Err(Error::Internal(cause)) => Outcome::Retry(format!("{cause:#}")),
        Err(refused) => Outcome::GiveUp(refused.to_string()),
    }
}
