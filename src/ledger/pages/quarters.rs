use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{Datelike, Months, NaiveDate};

use super::words::Words;
use crate::access::{Permit, Sent, Visit};
use crate::base::form::{Choice, Form, Say};
use crate::base::page::{Ui, page, page_as};
use crate::base::{App, Error, Result};
use crate::bodies;
use crate::ledger::publish::{self, quarter_of};
use crate::ledger::store::{self, Quarter};

/// Quarters back that may still be published.
const BACK: u32 = 8;

/// A published quarter as a line.
struct Row {
    path: String,
    name: String,
    acts: i64,
    at: String,
}

#[derive(Template)]
#[template(path = "ledger/pages/quarters.html")]
struct QuartersPage {
    ui: Ui,
    form: Form,
    rows: Vec<Row>,
    /// Those that are over and wait to be published; for who may.
    due: Vec<Choice>,
    stopped: Option<String>,
}

/// An audited act as everybody may see it.
struct Line {
    name: String,
    kind: String,
    day: String,
    method: String,
    topics: String,
    corrects: bool,
    void: bool,
    corrected: bool,
}

#[derive(Template)]
#[template(path = "ledger/pages/quarter.html")]
struct QuarterPage {
    ui: Ui,
    name: String,
    published: Quarter,
    lines: Vec<Line>,
    /// The list still has the fingerprint that was published.
    same: bool,
}

/// A quarter as in an address: 2026-1.
fn path_of(first: NaiveDate) -> String {
    format!("{}-{}", first.year(), first.month0() / 3 + 1)
}

/// The first day of a quarter in an address.
fn first_of(path: &str) -> Option<NaiveDate> {
    let (year, number) = path.split_once('-')?;
    let number = number.parse::<u32>().ok().filter(|number| (1..=4).contains(number))?;
    NaiveDate::from_ymd_opt(year.parse().ok()?, number * 3 - 2, 1)
}

fn name_of(ui: &Ui, first: NaiveDate) -> String {
    ui.t2("ledger-quarter-name", "year", first.year().to_string(), "n", first.month0() / 3 + 1)
}

/// `GET /quarters`
pub(super) async fn list(State(app): State<App>, visit: Visit) -> Result<Response> {
    shown(&app, visit, (StatusCode::OK, Form::new(), None)).await
}

async fn shown(
    app: &App,
    visit: Visit,
    (status, form, stopped): (StatusCode, Form, Option<Say>),
) -> Result<Response> {
    let ui = &visit.ui;
    let published = store::quarters(&app.db, visit.home.id).await?;
    let mut due = Vec::new();
    if visit.actor.may(Permit::ActPublish) {
        let code = bodies::store::charter_code(&app.db, visit.home.id).await?;
        let charters = app.charters(&code)?;
        let this = quarter_of(app.clock.today()).0;
        for back in 1..=BACK {
            let Some(first) = this.checked_sub_months(Months::new(3 * back)) else { break };
            let is_out = published.iter().any(|quarter| quarter.quarter_from == first);
            if !is_out && publish::is_asked(charters, quarter_of(first)) {
                due.push(Choice::new(path_of(first), name_of(ui, first)));
            }
        }
    }
    let row = |quarter: &Quarter| Row {
        path: path_of(quarter.quarter_from),
        name: name_of(ui, quarter.quarter_from),
        acts: quarter.acts,
        at: ui.moment(quarter.published_at),
    };
    let rows = published.iter().map(row).collect();
    let stopped = stopped.map(|say| ui.say(&say));
    page_as(status, QuartersPage { form, rows, due, stopped, ui: visit.ui })
}

/// `GET /quarters/{yyyy-q}`
pub(super) async fn show(State(app): State<App>, visit: Visit, Path(path): Path<String>) -> Result<Response> {
    let first = first_of(&path).ok_or(Error::NotFound)?;
    let published = store::quarters(&app.db, visit.home.id).await?;
    let published = published.into_iter().find(|it| it.quarter_from == first).ok_or(Error::NotFound)?;
    let audited = publish::audited(&app.db, visit.home.id, quarter_of(first)).await?;
    let words = Words::of(&app, &visit).await?;
    let line = |it: &store::Line| Line {
        name: it.name.clone(),
        kind: words.kind(&it.act),
        day: visit.ui.date(it.act.on_day),
        method: words.method(&it.act),
        topics: words.topics(&it.act),
        corrects: it.act.supersedes_id.is_some(),
        void: it.act.void,
        corrected: it.act.superseded_by.is_some(),
    };
    let view = QuarterPage {
        name: name_of(&visit.ui, first),
        same: publish::digest(&audited) == published.digest,
        lines: audited.iter().map(line).collect(),
        published,
        ui: visit.ui,
    };
    page(view)
}

/// `POST /quarters`
pub(super) async fn publish(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form;
    let Some(first) = first_of(form.value("quarter")) else {
        form.error("quarter", "ledger-choose-quarter");
        return shown(&app, visit, (StatusCode::UNPROCESSABLE_ENTITY, form, None)).await;
    };
    match publish::publish(&app, &visit.actor, first).await {
        Ok(_) => Ok(Redirect::to(&format!("/quarters/{}", path_of(first))).into_response()),
        Err(Error::Invalid(found)) => {
            let form = form.mistakes(&found);
            shown(&app, visit, (StatusCode::UNPROCESSABLE_ENTITY, form, None)).await
        }
        Err(Error::Conflict(why)) => {
            shown(&app, visit, (StatusCode::CONFLICT, form, Some(Say::new(&why)))).await
        }
        Err(other) => Err(other),
    }
}

#[cfg(test)]
mod tests {
    use super::{first_of, path_of};

    #[test]
    fn a_quarter_has_one_address() {
        for path in ["2026-1", "2026-4", "2027-2"] {
            assert_eq!(path_of(first_of(path).unwrap()), path);
        }
        for wrong in ["", "2026", "2026-0", "2026-5", "x-1", "2026-1-1"] {
            assert_eq!(first_of(wrong), None, "{wrong}");
        }
    }
}
