use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use charter::{Calendar, DayKind, Mark, Text};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use crate::access::{Sent, Visit};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form, Say},
    page::{Link, Ui, page_as},
};
use crate::bodies::calendar::{calendar, mark as mark_day, take_over as take_list};

/// The kinds a day can be given, and following the week again.
const KINDS: [&str; 3] = ["holiday", "workday", "week"];

/// The longest list taken: years of days.
const LONGEST_LIST: usize = 512 * 1024;

/// Which year is shown.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    year: Option<i32>,
}

struct Row {
    day: String,
    kind: &'static str,
    name: String,
}

#[derive(Template)]
#[template(path = "rulebook/calendar.html")]
struct Show {
    ui: Ui,
    form: Form,
    years: Vec<Link>,
    year: i32,
    known: bool,
    rows: Vec<Row>,
    kinds: Vec<Choice>,
}

/// `GET /calendar?year=2026`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let year = asked.year.unwrap_or_else(|| app.clock.today().year());
    shown(&app, visit, year, (StatusCode::OK, Form::new())).await
}

async fn shown(app: &App, visit: Visit, year: i32, (status, form): (StatusCode, Form)) -> Result<Response> {
    let ui = visit.ui;
    let days = calendar(&app.db, visit.home.id).await?;
    let this = app.clock.today().year();
    let years = (this - 1..=this + 1)
        .map(|it| Link::new(format!("/calendar?year={it}"), it.to_string()).here(it == year))
        .collect();
    let rows = days
        .marks()
        .filter(|(day, _)| day.year() == year)
        .map(|(day, mark)| Row {
            day: ui.date(day),
            kind: mark.kind.word(),
            name: mark.name.pick(ui.lang.code()).to_owned(),
        })
        .collect();
    let kinds = ui.choices("rulebook-kind", &KINDS);
    let view = Show { form, years, year, known: days.covers(year), rows, kinds, ui };
    page_as(status, view)
}

/// `POST /calendar/days`: mark one day.
pub(super) async fn mark(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form.at("day");
    let day = form.date("day");
    let kind = form.choice("kind", &KINDS);
    let name = form.text("name", 40);
    let year = day.unwrap_or(app.clock.today()).year();
    let (Some(day), Some(kind)) = (day, kind) else {
        form.error(if day.is_none() { "day" } else { "kind" }, "rulebook-day-missing");
        return shown(&app, visit, year, (StatusCode::UNPROCESSABLE_ENTITY, form)).await;
    };
    match set(&app, &visit, day, &kind, &name).await {
        Ok(()) => Ok(Redirect::to(&format!("/calendar?year={year}")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let form = form.mistakes(&mistakes);
            shown(&app, visit, year, (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}

async fn set(app: &App, visit: &Visit, day: NaiveDate, kind: &str, name: &str) -> Result<()> {
    let kind = match kind {
        "holiday" => Some(DayKind::Holiday),
        "workday" => Some(DayKind::Workday),
        _ => None,
    };
    let mark = kind.map(|kind| Mark { kind, name: Text { zh: name.to_owned(), en: name.to_owned() } });
    let tx = app.db.begin().await?;
    mark_day(&tx, app, &visit.actor, day, mark.as_ref()).await?;
    tx.commit().await
}

/// `POST /calendar/lists`: take over a list as TOML or ICS.
pub(super) async fn take_over(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form.at("list");
    let year = app.clock.today().year();
    let read = match sent.files.first() {
        None => Err(Say::new("rulebook-list-missing")),
        Some(file) if file.bytes.len() > LONGEST_LIST => Err(Say::new("rulebook-list-long")),
        Some(file) => read(&file.name, &file.bytes),
    };
    match read {
        Ok(list) => {
            let tx = app.db.begin().await?;
            take_list(&tx, &app, &visit.actor, &list).await?;
            tx.commit().await?;
            Ok(Redirect::to(&format!("/calendar?year={year}")).into_response())
        }
        Err(say) => {
            form.error_say("file", say);
            shown(&app, visit, year, (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
    }
}

fn read(name: &str, bytes: &[u8]) -> std::result::Result<Calendar, Say> {
    let text = std::str::from_utf8(bytes).map_err(|_| Say::new("rulebook-list-encoding"))?;
    let ics = text.trim_start_matches('\u{feff}').starts_with("BEGIN:VCALENDAR");
    let list = if ics { Calendar::from_ics(name, text) } else { Calendar::from_toml(name, text) };
    list.map_err(|mistake| {
        Say::new("rulebook-list-wrong")
            .with("line", i64::try_from(mistake.line).unwrap_or_default())
            .with("expected", mistake.expected)
            .with("found", mistake.found)
    })
}
