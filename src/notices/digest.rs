//! One message a day, for whoever wants that: what has not been read meanwhile, grouped by what it is about, the newest
//! first. Where nothing is left, nothing goes.

use std::{future::Future, pin::Pin};

use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::plan::{self, Channel};
use super::sending::{self, Parcel};
use super::{store, words};
use crate::base::{App, Result, Tx, day_of};
use crate::jobs::{self, Job, NewJob, Outcome};

/// The job's name.
pub const DIGEST: &str = "digest";

#[derive(Deserialize)]
struct Payload {
    account: Uuid,
    channel: String,
}

/// The next message of the day goes to somebody: written down once, however often it is asked for.
pub(super) async fn wind(
    tx: &Tx,
    app: &App,
    congress: Uuid,
    (account, channel): (Uuid, Channel),
) -> Result<()> {
    let run_at = plan::digest_at(&app.config, app.clock.now());
    let key = format!("{DIGEST}:{account}:{}:{}", channel.word(), day_of(run_at));
    let payload = json!({ "account": account, "channel": channel.word() });
    jobs::enqueue(tx, app, NewJob { congress, key, name: DIGEST, payload, run_at }).await
}

/// Send it: the work of the job `digest`.
pub fn work(app: App, job: Job) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move {
        match attempt(&app, &job).await {
            Ok(outcome) => outcome,
            Err(cause) => Outcome::Retry(cause.to_string()),
        }
    })
}

async fn attempt(app: &App, job: &Job) -> Result<Outcome> {
    let payload: Payload = serde_json::from_str(&job.payload).map_err(anyhow::Error::from)?;
    let Some(channel) = Channel::of_word(&payload.channel) else { return Ok(Outcome::Done) };
    let (congress, account) = (job.congress_id, payload.account);
    let mut deliveries = store::daily(&app.db, congress, (account, channel.word())).await?;
    // What an interrupted message took along goes again as the same message; what came since waits for the next.
    let bundle = deliveries.iter().filter(|it| it.state == "sending").find_map(|it| it.bundle_id);
    match bundle {
        Some(bundle) => deliveries.retain(|it| it.state == "sending" && it.bundle_id == Some(bundle)),
        None => {
            let (read, left): (Vec<_>, Vec<_>) = deliveries.into_iter().partition(|it| it.read);
            drop_read(app, congress, &read).await?;
            deliveries = left;
        }
    }
    let Some(words) = words::of_day(&app.config, &deliveries) else { return Ok(Outcome::Done) };
    let to = match sending::address(app, congress, (account, channel)).await? {
        Ok(to) => to,
        Err(why) => return sending::unreached(app, congress, channel, &deliveries, why).await,
    };
    let id = bundle.unwrap_or_else(|| app.chance.id(app.clock.now()));
    let parcel = Parcel { congress, channel, id, deliveries, words, to, again: bundle.is_some() };
    sending::give(app, job, parcel).await
}

/// Whoever read a notice in the inbox needs no message about it.
async fn drop_read(app: &App, congress: Uuid, read: &[store::Delivery]) -> Result<()> {
    if read.is_empty() {
        return Ok(());
    }
    let tx = app.db.begin().await?;
    for delivery in read {
        store::end_delivery(&tx, (congress, delivery.id), ("dropped", "read", ""), app.clock.now()).await?;
    }
    tx.commit().await
}
