//! An issue's papers, PDF and DOCX. They are made by a job when the issue goes out, and kept; whoever comes before they are
//! there, or after they were lost, has them made at once. Those of an issue that is not out yet are made each time.

use std::{future::Future, pin::Pin};

use object_store::{ObjectStoreExt, path::Path as Place};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::official::official;
use super::store::{self, public};
use super::{Issue, State as At};
use crate::base::paper::{self, Format};
use crate::base::{App, Error, Result, Tx};
use crate::files;
use crate::jobs::{self, Job, NewJob, Outcome};

/// The job that makes an issue's papers.
pub const PAPERS: &str = "bulletins.papers";

/// Have the papers of an issue made, once it is as it is in this act.
pub(super) async fn order(tx: &Tx, app: &App, congress: Uuid, issue: Uuid) -> Result<()> {
    let now = app.clock.now();
    let key = format!("{PAPERS}:{issue}:{}", now.timestamp_millis());
    let payload = json!({ "issue": issue });
    jobs::enqueue(tx, app, NewJob { congress, key, name: PAPERS, payload, run_at: now }).await
}

/// Where the paper of an issue is kept: what changed it, changed its place.
fn place(congress: Uuid, issue: &Issue, ending: &str) -> Option<Place> {
    let changed = issue.updated_at?.timestamp_millis();
    Some(Place::from(format!("bulletins/{congress}/{}-{changed}.{ending}", issue.id)))
}

/// A paper: as it is kept, else made now.
pub(super) async fn file(
    app: &App,
    (congress, name): (Uuid, &str),
    issue: &Issue,
    format: Format,
) -> Result<Vec<u8>> {
    let place = place(congress, issue, format.ending()).filter(|_| issue.state() == At::Sent);
    if let Some(place) = &place
        && let Ok(found) = app.store.get(place).await
    {
        return Ok(found.bytes().await.map_err(anyhow::Error::from)?.to_vec());
    }
    let bytes = made(app, (congress, name), issue, format).await?;
    if let Some(place) = place {
        match files::put(app, place, bytes.clone().into()).await {
            // It was made, and will be made again for the next one.
            Ok(()) | Err(Error::NotSaved(_)) => {}
            Err(cause) => return Err(cause),
        }
    }
    Ok(bytes)
}

/// Make a paper; beside the pages, for a long one takes a while.
async fn made(app: &App, (congress, name): (Uuid, &str), issue: &Issue, format: Format) -> Result<Vec<u8>> {
    let items = store::items_of(&app.db, congress, issue.id).await?;
    let paper = official(issue, &items, (name, app.clock.today()));
    paper::made(paper, format).await
}

/// What the job needs to know.
#[derive(Deserialize)]
struct Of {
    issue: Uuid,
}

/// The work: make the papers of an issue and keep them.
pub fn work(app: App, job: Job) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move {
        match make_all(&app, &job).await {
            Ok(()) | Err(Error::Conflict(_)) => Outcome::Done,
            Err(cause) => Outcome::Retry(cause.to_string()),
        }
    })
}

async fn make_all(app: &App, job: &Job) -> Result<()> {
    let of: Of = serde_json::from_str(&job.payload).map_err(anyhow::Error::from)?;
    let issue = public::issued(&app.db, job.congress_id, of.issue).await?;
    let homes = crate::access::store::homes(&app.db).await?;
    let home = homes.into_iter().find(|home| home.id == job.congress_id).ok_or(Error::NotFound)?;
    // A machine without fonts has no PDF, and the DOCX all the same.
    for format in [Format::Docx, Format::Pdf] {
        file(app, (home.id, &home.name), &issue, format).await?;
    }
    Ok(())
}
