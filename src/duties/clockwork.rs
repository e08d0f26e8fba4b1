//! What each day does for duties: the counters are counted anew where the rules or the registers changed behind them,
//! and on the charter's days before a year or term ends whoever still owes something is reminded in the morning.

use std::{future::Future, pin::Pin};

use charter::Per;
use chrono::{Days, NaiveDate, TimeDelta};
use serde_json::json;
use uuid::Uuid;

use super::reminders::remind_all;
use crate::base::{App, Result, Tx, start_of};
use crate::jobs::{self, Job, NewJob, Outcome, outcome};
use crate::ledger::counts;

/// The job of each day.
pub const DAILY: &str = "duties.clockwork";

/// The job that reminds people.
pub const REMINDERS: &str = "duties.reminders";

/// The hour in China at which reminders arrive.
const MORNING: TimeDelta = TimeDelta::hours(8);

/// The clockwork runs on a day: written down once, however often it is asked for. It makes up for the days after
/// `after` on which it did not run.
pub async fn wind(tx: &Tx, app: &App, congress: Uuid, day: NaiveDate) -> Result<()> {
    wind_after(tx, app, congress, (day, day.pred_opt().unwrap_or(day))).await
}

async fn wind_after(tx: &Tx, app: &App, congress: Uuid, (day, after): (NaiveDate, NaiveDate)) -> Result<()> {
    // A little after midnight, when the day that counts has surely begun.
    let run_at = start_of(day) + TimeDelta::minutes(10);
    let payload = json!({ "after": after });
    jobs::enqueue(tx, app, NewJob { congress, key: format!("{DAILY}:{day}"), name: DAILY, payload, run_at })
        .await
}

/// The work of each day.
pub fn pass(app: App, job: Job) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move { outcome(daily(&app, &job).await) })
}

/// The work of reminding.
pub fn send(app: App, job: Job) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move {
        let payload: serde_json::Value = serde_json::from_str(&job.payload).unwrap_or_default();
        let per = payload["per"].as_str().and_then(Per::from_word);
        match per.zip(day_in(&payload, "until")) {
            Some(period) => outcome(remind_all(&app, job.congress_id, period).await),
            None => Outcome::GiveUp("the job does not say for which period".to_owned()),
        }
    })
}

fn day_in(payload: &serde_json::Value, name: &str) -> Option<NaiveDate> {
    payload[name].as_str()?.parse().ok()
}

async fn daily(app: &App, job: &Job) -> Result<()> {
    let congress = job.congress_id;
    counts::recount_if_needed(app, congress).await?;
    let today = app.clock.today();
    let payload: serde_json::Value = serde_json::from_str(&job.payload).unwrap_or_default();
    let after = day_in(&payload, "after").unwrap_or(today);
    let tx = app.db.begin().await?;
    let kept = counts::kept(&tx, app, congress, Some(Uuid::nil())).await?;
    let days = kept.charters.in_force(today).map(|charter| &charter.reminders.before_period_ends.value);
    for per in Per::ALL.iter().copied() {
        let Some(period) = per.of(today, &kept.terms) else { continue };
        let before =
            days.into_iter().flatten().filter_map(|n| period.to().checked_sub_days(Days::new(u64::from(*n))));
        // Of several days that were missed, the last one is enough.
        let Some(day) = before.filter(|day| after < *day && *day <= today).max() else { continue };
        let key = format!("{REMINDERS}:{}:{}:{day}", per.word(), period.from());
        let payload = json!({ "per": per.word(), "until": period.to() });
        let run_at = start_of(today) + MORNING;
        jobs::enqueue(&tx, app, NewJob { congress, key, name: REMINDERS, payload, run_at }).await?;
    }
    if let Some(tomorrow) = today.succ_opt() {
        wind_after(&tx, app, congress, (tomorrow, today)).await?;
    }
    tx.commit().await
}
