//! What each day does: on the charter's days before the term ends whoever has not reported is reminded; whoever has a
//! question to answer is told shortly before it is due, and the office when it was not answered in time; numbers that voters
//! left are erased some time after their answer.

use std::{collections::BTreeSet, future::Future, pin::Pin};

use chrono::{Days, NaiveDate, TimeDelta};
use uuid::Uuid;

use super::acts::{Hearer, tell_of};
use super::reminders::{owes, tell_all};
use super::store;
use crate::access::{Actor, Permit};
use crate::base::{App, Result};
use crate::bodies;
use crate::jobs::{Daily, Job, Outcome, outcome};
use crate::notices::{Fact, Facts};

/// The job of each day: what it says arrives in the morning.
pub const DAILY: Daily = Daily { name: "reports.clockwork", minute: 8 * 60 + 15 };

/// So many days before a question is due whoever is to answer it is told.
const BEFORE: u64 = 3;
/// A day of the charter that was missed is made up for within so many days.
const LATE: u64 = 6;
/// So many days after the answer the number that was left for it is erased.
const KEPT: i64 = 30;

/// The work: what the day asks for, then tomorrow's job.
pub fn work(app: App, job: Job) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move { outcome(daily(&app, job.congress_id).await) })
}

async fn daily(app: &App, congress: Uuid) -> Result<()> {
    pass(app, congress).await?;
    let tx = app.db.begin().await?;
    DAILY.wind_on(&tx, app, congress).await?;
    tx.commit().await
}

/// Let a day have its consequence.
///
/// # Errors
/// When the database does not answer.
pub async fn pass(app: &App, congress: Uuid) -> Result<()> {
    let time = Actor::clockwork(congress);
    time.must(Permit::ReportRemind)?;
    term(app, &time).await?;
    let today = app.clock.today();
    let soon = today.checked_add_days(Days::new(BEFORE)).unwrap_or(today);
    questions(app, &time, (soon, false)).await?;
    questions(app, &time, (today.pred_opt().unwrap_or(today), true)).await?;
    let tx = app.db.begin().await?;
    store::forget_phones(&tx, congress, app.clock.now() - TimeDelta::days(KEPT)).await?;
    tx.commit().await
}

/// Whether one of the charter's days before the end of a term is today, or was within the days made up for.
fn is_day(days: &[u16], (today, ends_on): (NaiveDate, NaiveDate)) -> bool {
    days.iter().any(|before| {
        let day = ends_on.checked_sub_days(Days::new(u64::from(*before)));
        day.is_some_and(|day| day <= today && today <= day + Days::new(LATE))
    })
}

async fn term(app: &App, time: &Actor) -> Result<()> {
    let (congress, today) = (time.congress, app.clock.today());
    let code = bodies::store::charter_code(&app.db, congress).await?;
    let Some(charter) = app.charters(&code)?.in_force(today) else { return Ok(()) };
    let Some(term) = bodies::store::term_on(&app.db, congress, today).await? else { return Ok(()) };
    if !is_day(&charter.reports.remind_before.value, (today, term.ends_on)) {
        return Ok(());
    }
    let tx = app.db.begin().await?;
    let all = store::progress(&tx, time, Permit::ReportRemind, term.id).await?;
    let persons: BTreeSet<Uuid> = all.iter().filter(|one| owes(one)).map(|one| one.person_id).collect();
    tell_all(&tx, app, time, (&term, &persons)).await?;
    tx.commit().await
}

async fn questions(app: &App, time: &Actor, (day, over): (NaiveDate, bool)) -> Result<()> {
    let congress = time.congress;
    let tx = app.db.begin().await?;
    for question in store::due(&tx, congress, (day, over)).await? {
        let report = store::one(&tx, congress, question.report_id).await?;
        let until = || Facts::from([("until".to_owned(), Fact::Day(question.due_on))]);
        let kind = if over { "report-question-overdue" } else { "report-question-due" };
        tell_of(&tx, app, congress, (&report, Hearer::Deputy, kind), until()).await?;
        if over {
            tell_of(&tx, app, congress, (&report, Hearer::Offices, kind), until()).await?;
        }
        store::mark_told(&tx, (congress, question.id), over, app.clock.now()).await?;
    }
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missed_day_is_made_up_for_within_a_week() {
        let ends = NaiveDate::from_ymd_opt(2026, 12, 31).unwrap();
        let on = |month, day| is_day(&[365, 182], (NaiveDate::from_ymd_opt(2026, month, day).unwrap(), ends));
        assert!(!on(7, 1) && on(7, 2) && on(7, 8) && !on(7, 9));
        assert!(on(1, 6) && !on(1, 7));
    }
}
