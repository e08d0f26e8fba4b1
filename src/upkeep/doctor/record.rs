use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{Finding, State};
use crate::base::{App, Result, form::Say, migrations};
use crate::upkeep::store;
use crate::{jobs, notices};

pub(super) async fn tables(app: &App) -> Result<Finding> {
    let found = migrations::standing(&app.db).await?;
    let named = |names: Vec<&str>| names.join(", ");
    let (state, says) = if !found.pending.is_empty() {
        (State::Act, Say::new("doctor-tables-pending").with("steps", named(found.pending)))
    } else if !found.unknown.is_empty() {
        (State::Mind, Say::new("doctor-tables-later").with("steps", found.unknown.join(", ")))
    } else if !found.contracting.is_empty() {
        (State::Mind, Say::new("doctor-tables-contract").with("steps", named(found.contracting)))
    } else {
        (State::Fine, Say::new("doctor-tables-says"))
    };
    Ok(Finding::new("doctor-tables", state, says, "doctor-tables-do"))
}

/// How old the last backup may be: two of its periods, or two days where none are set up.
pub(super) fn age(last: Option<DateTime<Utc>>, every_hours: i64, now: DateTime<Utc>) -> State {
    let every = TimeDelta::hours(every_hours.clamp(1, 24 * 366));
    match last.map(|last| now - last) {
        Some(age) if age <= every * 2 => State::Fine,
        Some(age) if age <= every * 4 => State::Mind,
        _ => State::Act,
    }
}

/// How old the last backup that was put back and found whole may be.
pub(super) fn proof(last: Option<DateTime<Utc>>, now: DateTime<Utc>) -> State {
    match last.map(|last| now - last) {
        Some(age) if age <= TimeDelta::days(8) => State::Fine,
        Some(age) if age <= TimeDelta::days(35) => State::Mind,
        _ => State::Act,
    }
}

pub(super) async fn backups(app: &App, congress: Uuid) -> Result<Vec<Finding>> {
    let now = app.clock.now();
    let settings = &app.config.backup;
    let every = if settings.to.as_os_str().is_empty() { 24 } else { settings.every_hours };
    let taken = store::backups(&app.db, congress).await?.into_iter().next().map(|last| last.taken_at);
    let proved = store::proved(&app.db, congress).await?.and_then(|drill| drill.taken_at);
    let hours = |moment: DateTime<Utc>| (now - moment).num_hours();
    let says = match taken {
        Some(moment) => Say::new("doctor-backup-says").with("hours", hours(moment)),
        None => Say::new("doctor-backup-none"),
    };
    let last = Finding::new("doctor-backup", age(taken, every, now), says, "doctor-backup-do");
    let says = match proved {
        Some(moment) => Say::new("doctor-proof-says").with("days", (now - moment).num_days()),
        None => Say::new("doctor-proof-none"),
    };
    let refuted = store::drills(&app.db, congress, 1).await?.into_iter().find(|drill| !drill.proved);
    let mut all = vec![last, Finding::new("doctor-proof", proof(proved, now), says, "doctor-proof-do")];
    if let Some(drill) = refuted {
        let says = Say::new("doctor-refuted-says").with("said", drill.said);
        all.push(Finding::new("doctor-refuted", State::Act, says, "doctor-refuted-do"));
    }
    Ok(all)
}

/// So many minutes after it was due a job should have begun.
const LATE: i64 = 15;

pub(super) async fn overdue(app: &App, congress: Uuid) -> Result<Finding> {
    let n = jobs::overdue(&app.db, congress, app.clock.now(), TimeDelta::minutes(LATE)).await?;
    let state = if n == 0 { State::Fine } else { State::Act };
    let key = if n == 0 { "doctor-overdue-none" } else { "doctor-overdue-says" };
    Ok(Finding::new("doctor-overdue", state, Say::new(key).with("n", n), "doctor-overdue-do"))
}

pub(super) async fn failed(app: &App, congress: Uuid) -> Result<Finding> {
    let n = jobs::waiting(&app.db, congress).await?.iter().filter(|job| job.state == "failed").count();
    let state = if n == 0 { State::Fine } else { State::Mind };
    let key = if n == 0 { "doctor-failed-none" } else { "doctor-failed-says" };
    Ok(Finding::new("doctor-failed", state, Say::new(key).with("n", n), "doctor-failed-do"))
}

pub(super) async fn channels(app: &App, congress: Uuid) -> Result<Finding> {
    let troubled = notices::troubled(app, congress).await?;
    let state = if troubled == 0 { State::Fine } else { State::Act };
    let key = if troubled == 0 { "doctor-channels-none" } else { "doctor-channels-says" };
    Ok(Finding::new("doctor-channels", state, Say::new(key).with("n", troubled), "doctor-channels-do"))
}
