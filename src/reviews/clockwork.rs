//! What each day does for reviews: a round whose numbers are checked is to begin, one whose last day is over is to be closed;
//! what a deputy puts right is due soon,
//! or is late.

use std::{future::Future, pin::Pin};

use chrono::Days;
use uuid::Uuid;

use super::acts::{facts_of, notice};
use super::store;
use crate::access::Role;
use crate::base::{App, Result};
use crate::jobs::{Daily, Job, Outcome, outcome};
use crate::notices::{Audience, Fact};

/// The job of each day: what it says arrives in the morning.
pub const DAILY: Daily = Daily { name: "reviews.clockwork", minute: 8 * 60 + 40 };

/// So many days before something is due the deputy is reminded, and again on its day.
const BEFORE: [u64; 2] = [7, 0];

/// The work: what the day asks for, then tomorrow's job.
pub fn work(app: App, job: Job) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move { outcome(pass(&app, job.congress_id).await) })
}

async fn pass(app: &App, congress: Uuid) -> Result<()> {
    let today = app.clock.today();
    let tx = app.db.begin().await?;
    let before = today - Days::new(1);
    let ended = store::ended(&tx, congress, before).await?.into_iter().map(|review| (review, "review-ended"));
    let checked = store::checked(&tx, congress, before).await?;
    for (review, kind) in ended.chain(checked.into_iter().map(|review| (review, "review-checked"))) {
        let offices =
            [Audience::Role(Role::Commission), Audience::Office(Role::LocalOffice, review.office_id)];
        for to in offices {
            notice(&tx, app, congress, (to, kind, review.id), facts_of(&review, [])).await?;
        }
    }
    for before in BEFORE {
        for one in store::amends_due(&tx, congress, today + Days::new(before)).await? {
            let review = store::one(&tx, congress, one.review_id).await?;
            let said = facts_of(&review, [("due", Fact::Day(one.due_on))]);
            let to = if one.reported_on.is_some() {
                Audience::Role(Role::Commission)
            } else {
                Audience::Person(one.person_id)
            };
            notice(&tx, app, congress, (to, "review-amends-due", review.id), said).await?;
        }
    }
    DAILY.wind_on(&tx, app, congress).await?;
    tx.commit().await
}
