//! What each day does: a topic is closed when nothing may be entered any more, and answers that were kept as long as the
//! charter says are erased; their digest stays.

use std::{future::Future, pin::Pin};

use chrono::{Months, TimeDelta};
use serde_json::json;
use uuid::Uuid;

use super::acts::{close_in, digests, note};
use super::{GRACE, store};
use crate::access::{Actor, Permit};
use crate::base::{App, Result};
use crate::bodies::store::charter_code;
use crate::jobs::{Daily, Job, Outcome, outcome};

/// The job of each day.
pub const DAILY: Daily = Daily { name: "consultations.clockwork", minute: 15 };

/// The work: the day's, then tomorrow's job.
pub fn work(app: App, job: Job) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move { outcome(daily(&app, job.congress_id).await) })
}

async fn daily(app: &App, congress: Uuid) -> Result<()> {
    pass(app, congress).await?;
    let tx = app.db.begin().await?;
    DAILY.wind_on(&tx, app, congress).await?;
    tx.commit().await
}

/// Let a day have its consequence: close what is over, erase what was kept long enough.
pub async fn pass(app: &App, congress: Uuid) -> Result<()> {
    let time = Actor::clockwork(congress);
    time.must(Permit::ConsultationLapse)?;
    let last = app.clock.today() - TimeDelta::days(GRACE as i64);
    for id in store::to_close(&app.db, congress, last).await? {
        let made = digests(&app.db, congress, id).await?;
        let tx = app.db.begin().await?;
        close_in(&tx, app, (&time, Permit::ConsultationLapse), (id, &made)).await?;
        tx.commit().await?;
    }
    let code = charter_code(&app.db, congress).await?;
    let Some(charter) = app.charters(&code)?.in_force(app.clock.today()) else { return Ok(()) };
    let months = Months::new(charter.retention.consultation_answers.value.into());
    let Some(before) = app.clock.now().checked_sub_months(months) else { return Ok(()) };
    for id in store::to_erase(&app.db, congress, before).await? {
        let tx = app.db.begin().await?;
        if store::mark_erased(&tx, (congress, id), app.clock.now()).await? {
            store::erase_answers(&tx, congress, id).await?;
            note(&tx, app, (&time, Permit::ConsultationLapse), ("consultation.erased", id), json!({}))
                .await?;
        }
        tx.commit().await?;
    }
    Ok(())
}
