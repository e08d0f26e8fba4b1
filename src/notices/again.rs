//! What could not be brought is sent once more, because somebody mended what was the matter. Only what surely did not
//! arrive: not what may have (`unsure`), not what came by another channel meanwhile, and no text to somebody without an
//! account, whose number was erased when it failed.

use serde_json::json;
use uuid::Uuid;

use super::plan::Channel;
use super::{sending, store};
use crate::access::{Actor, Permit};
use crate::base::{App, Result};
use crate::jobs::{self, NewJob};
use crate::journal::{self, Happening};

/// Have deliveries that failed sent again; how many they are. Asked for twice, each goes once.
///
/// # Errors
/// `Forbidden` without the permit.
pub(super) async fn again(app: &App, actor: &Actor, ids: &[Uuid]) -> Result<usize> {
    actor.must(Permit::DeliveriesRetry)?;
    let (congress, now) = (actor.congress, app.clock.now());
    let author = actor.author(Permit::DeliveriesRetry, now);
    let mut count = 0;
    let tx = app.db.begin().await?;
    for id in ids {
        let Some(word) = store::wait_again(&tx, (congress, *id), now).await? else { continue };
        let Some(channel) = Channel::of_word(&word) else { continue };
        let job = sending::job(congress, *id, channel, now);
        // The job that gave it up has the key without the moment.
        let key = format!("{}:{}", job.key, now.timestamp_millis());
        jobs::enqueue(&tx, app, NewJob { key, ..job }).await?;
        let kind = "delivery.again".to_owned();
        let facts = json!({ "channel": word });
        journal::append(&tx, &author, Happening { kind, subject: "delivery", subject_id: *id, facts })
            .await?;
        count += 1;
    }
    tx.commit().await?;
    Ok(count)
}
