//! What each day does for events: whoever has not answered is reminded some days before the answers are due, and on the
//! last of them; whoever comes is told the day before.

use std::{future::Future, pin::Pin};

use chrono::Days;
use uuid::Uuid;

use super::acts::tell_one;
use super::store;
use crate::base::{App, Result, Tx};
use crate::jobs::{Daily, Job, Outcome, outcome};

/// The job of each day: what it says arrives in the morning.
pub const DAILY: Daily = Daily { name: "events.clockwork", minute: 8 * 60 + 30 };

/// So many days before the answers are due whoever is silent is reminded, and again on the last day.
const BEFORE: [u64; 2] = [2, 0];

/// The work: what the day asks for, then tomorrow's job.
pub fn work(app: App, job: Job) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move { outcome(daily(&app, job.congress_id).await) })
}

async fn daily(app: &App, congress: Uuid) -> Result<()> {
    let tx = app.db.begin().await?;
    say(&tx, app, congress).await?;
    DAILY.wind_on(&tx, app, congress).await?;
    tx.commit().await
}

/// Tell whom the day asks to be told, and leave tomorrow alone.
///
/// # Errors
/// When it cannot be written.
pub async fn pass(app: &App, congress: Uuid) -> Result<()> {
    let tx = app.db.begin().await?;
    say(&tx, app, congress).await?;
    tx.commit().await
}

async fn say(tx: &Tx, app: &App, congress: Uuid) -> Result<()> {
    let today = app.clock.today();
    let tomorrow = today + Days::new(1);
    for before in BEFORE {
        let due = today + Days::new(before);
        for event in store::due(tx, congress, due).await? {
            for one in store::unanswered(tx, congress, event.id).await? {
                tell_one(tx, app, congress, (&event, (one.person_id, &one.code), "event-reminder")).await?;
            }
        }
    }
    for event in store::beginning(tx, congress, tomorrow).await? {
        for one in store::invited(tx, congress, event.id).await? {
            if one.answer == "accepted" {
                tell_one(tx, app, congress, (&event, (one.person_id, &one.code), "event-tomorrow")).await?;
            }
        }
    }
    Ok(())
}
