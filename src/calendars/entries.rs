//! What stands in somebody's calendar.

use charter::Per;
use chrono::{NaiveDate, TimeDelta};
use papers::{Event, Todo};

use crate::access::{Actor, Permit};
use crate::base::page::Ui;
use crate::base::{App, Result, ical};
use crate::cases::store::{Which, list};
use crate::duties::{lines::lines, standings};
use crate::{events, receptions};

/// Days before today that a calendar still has, so that what was moved or called off is seen by programs that look
/// seldom; and days ahead.
const DAYS: (i64, i64) = (31, 200);
/// Opinions that wait, the first due first; whoever has more looks at the list.
const WAITING: usize = 200;

/// The reception days and events of whoever it is.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn dated(app: &App, ui: &Ui, actor: &Actor) -> Result<Vec<Event>> {
    let Some(person) = actor.person else { return Ok(Vec::new()) };
    let (congress, today) = (actor.congress, app.clock.today());
    let days = (today - TimeDelta::days(DAYS.0), today + TimeDelta::days(DAYS.1));
    let mut all = receptions::entries(app, ui, congress, (None, Some(person)), days).await?;
    for event in events::store::of_person(&app.db, congress, person, days).await? {
        all.push(events::entry(app, ui, &event, &format!("/events/{}", event.id)));
    }
    Ok(all)
}

/// What waits until a day: opinions that wait for a step of theirs, and duties of the year that are not done.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn due(app: &App, ui: &Ui, actor: &Actor) -> Result<Vec<Todo>> {
    let mut all = Vec::new();
    let root = app.config.public_url();
    let todo = |uid: String, sequence: i64, due: NaiveDate, summary: String, path: String| Todo {
        uid: ical::uid(&app.config, &uid),
        sequence: u32::try_from(sequence).unwrap_or_default(),
        written: app.clock.now(),
        due,
        summary,
        url: format!("{root}{path}"),
    };
    if actor.may(Permit::CaseRead) {
        let which = Which { waiting: true, by_due: true, page: WAITING, ..Which::default() };
        for line in list(&app.db, actor, &which, None).await?.lines {
            let (Some(what), Some(day)) = (line.due_what, line.due_on) else { continue };
            let summary =
                ui.t2("calendars-case", "number", &line.number, "what", ui.word("case-awaits", &what));
            // A day is only ever moved later, so its distance grows with each move.
            let moved = (day - line.raised_at.date_naive()).num_days();
            all.push(todo(
                format!("case-{}-{what}", line.id),
                moved,
                day,
                summary,
                format!("/cases/{}", line.id),
            ));
        }
    }
    if let Some(person) = actor.person.filter(|_| actor.may(Permit::DutyRead)) {
        let (db, per, today) = (&app.db, Per::Year, app.clock.today());
        let standings = standings::of_person(db, app, actor.congress, person, (per, today)).await?;
        for line in lines(&standings).iter().filter(|line| line.missing() > 0) {
            let label = line.label.pick(ui.lang.code());
            let summary = ui.t2("calendars-duty", "duty", label, "n", i64::from(line.missing()));
            let uid = format!("duty-{}-{person}-{}", line.duty, line.period.to());
            all.push(todo(uid, i64::from(line.done), line.period.to(), summary, "/duties".to_owned()));
        }
    }
    Ok(all)
}
