//! The pages of who contacts whom: what is in force, a plan, the table to print and to download, ties.

mod current;
mod paper;
mod plan;
mod ties;

use chrono::{Datelike, Days, NaiveDate};
use uuid::Uuid;

use super::{Way, store};
use crate::access::{Permit, Routes};
use crate::base::{App, Result, form::Form, page::Ui};

/// The pages.
pub fn routes() -> Routes {
    let (read, keep) = (Permit::AssignmentRead, Permit::AssignmentKeep);
    Routes::new()
        .get("/assignments", read, current::show)
        .post("/assignments/plans", keep, current::propose)
        .get("/assignments/print", read, paper::print)
        .get("/assignments.xlsx", read, paper::download)
        .get("/assignments/plans/{id}", read, plan::show)
        .post("/assignments/plans/{id}/pairs", keep, plan::move_pairs)
        .post("/assignments/plans/{id}/undo", keep, plan::undo)
        .post("/assignments/plans/{id}/publication", keep, plan::publish)
        .get("/assignments/ties", keep, ties::show)
        .post("/assignments/ties", keep, ties::add)
        .post("/assignments/ties/{id}/end", keep, ties::end)
}

/// Which day, whom, whose name.
#[derive(Debug, Default, serde::Deserialize)]
struct Asked {
    on: Option<String>,
    member: Option<String>,
    q: Option<String>,
}

impl Asked {
    /// The day asked for, else today.
    fn day(&self, today: NaiveDate) -> NaiveDate {
        self.on.as_deref().and_then(|on| on.parse().ok()).unwrap_or(today)
    }

    fn member(&self) -> Option<Uuid> {
        self.member.as_deref().and_then(|id| id.parse().ok())
    }
}

/// The words of reasons as people read them.
fn reasons<'a>(ui: &Ui, words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| ui.word("assignments-reason", word)).collect();
    words.join(&ui.t("assignments-comma"))
}

/// A field of work as people read it; nothing where it is not known.
fn field(ui: &Ui, code: &str) -> String {
    if code.is_empty() { String::new() } else { ui.word("people-field", code) }
}

/// The first day offered for a plan: in the last quarter the new year, else tomorrow; never one that does not do.
async fn first_day(app: &App, congress: Uuid) -> Result<NaiveDate> {
    let today = app.clock.today();
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
    let new_year = NaiveDate::from_ymd_opt(today.year() + 1, 1, 1).filter(|_| today.month() >= 10);
    let offered = new_year.unwrap_or(tomorrow);
    let after = store::last_beginning(&app.db, congress).await?.and_then(|last| last.succ_opt());
    Ok(after.map_or(offered, |after| after.max(offered)))
}

/// The form of a proposal as it is offered.
fn offered(day: NaiveDate, way: Way) -> Form {
    Form::new().preset_in("propose", "in_force_on", &day.to_string()).preset_in("propose", "way", way.word())
}
