use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::Datelike;
use serde::Deserialize;

use crate::access::Visit;
use crate::archive::annex::{days_of, label, tables};
use crate::archive::store::annex::{self, Row, Source};
use crate::base::page::{Link, Ui, page};
use crate::base::{App, Error, Result};
use crate::ledger::acts::charter_on;

/// Rows of a page.
const PAGE: usize = 50;

/// What a link may carry.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    year: Option<i32>,
    #[serde(default)]
    table: String,
    code: Option<String>,
    #[serde(default)]
    page: usize,
}

/// A table as it is shown.
struct Shown {
    title: String,
    /// Each number: its label, itself, where its rows are.
    numbers: Vec<(String, i64, String)>,
    sum: i64,
    all: String,
}

#[derive(Template)]
#[template(path = "archive/annex.html")]
struct AnnexPage {
    ui: Ui,
    year: i32,
    years: Vec<Link>,
    tables: Vec<Shown>,
}

#[derive(Template)]
#[template(path = "archive/rows.html")]
struct RowsPage {
    ui: Ui,
    year: i32,
    title: String,
    what: String,
    rows: Vec<(Row, String)>,
    first: Option<String>,
    next: Option<String>,
}

/// The year asked for; this one when none of ours was.
pub(super) fn year_of(visit: &Visit, asked: Option<i32>) -> i32 {
    asked.filter(|year| days_of(*year).is_some()).unwrap_or(visit.ui.today.year())
}

fn href(year: i32, source: Source, code: Option<&str>) -> String {
    let year = year.to_string();
    let mut pairs = vec![("year", year.as_str()), ("table", source.word())];
    pairs.extend(code.map(|code| ("code", code)));
    format!("/annex/rows?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
}

/// `GET /annex?year=`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let year = year_of(&visit, asked.year);
    let days = days_of(year).ok_or(Error::NotFound)?;
    let charter = charter_on(&app.db, &app, visit.home.id, app.clock.today()).await?;
    let all = tables(&app.db, &visit.actor, (visit.ui.lang, charter), days).await?;
    let ui = &visit.ui;
    let table = |it: crate::archive::annex::Counted| Shown {
        title: ui.word("annex-table", it.source.word()),
        all: href(year, it.source, None),
        sum: it.sum,
        numbers: it
            .numbers
            .into_iter()
            .map(|number| (number.label, number.n, href(year, it.source, Some(&number.code))))
            .collect(),
    };
    let this = ui.today.year();
    let link = |of: i32| {
        Link::new(format!("/annex?year={of}"), ui.t1("archive-year", "year", of.to_string())).here(of == year)
    };
    page(AnnexPage {
        years: (0..4).map(|back| link(this - back)).collect(),
        tables: all.into_iter().map(table).collect(),
        year,
        ui: visit.ui,
    })
}

/// Where a row leads.
fn place(source: Source, row: &Row) -> String {
    let folder = match source {
        Source::Deputies | Source::Sexes => "archives",
        Source::Events | Source::Presence | Source::Speeches => "events",
        Source::Outreach | Source::Where | Source::Contacts => "acts",
        Source::Origins | Source::States | Source::Categories | Source::Grades | Source::Received => "cases",
        Source::Receptions => "receptions",
    };
    format!("/{folder}/{}", row.id)
}

/// `GET /annex/rows?year=&table=&code=`: the rows behind a number.
pub(super) async fn rows(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let year = year_of(&visit, asked.year);
    let days = days_of(year).ok_or(Error::NotFound)?;
    let source = Source::of_word(&asked.table).unwrap_or(Source::Deputies);
    let code = asked.code.as_deref();
    let charter = charter_on(&app.db, &app, visit.home.id, app.clock.today()).await?;
    let at = (asked.page, PAGE);
    let (found, more) = annex::rows(&app.db, visit.home.id, (source, code), days, at).await?;
    let ui = &visit.ui;
    let here = href(year, source, code);
    page(RowsPage {
        title: ui.word("annex-table", source.word()),
        what: code.map(|code| label((ui.lang, charter), source, code)).unwrap_or_default(),
        rows: found
            .into_iter()
            .map(|row| {
                let place = place(source, &row);
                (row, place)
            })
            .collect(),
        first: (asked.page > 0).then(|| here.clone()),
        next: more.then(|| format!("{here}&page={}", asked.page + 1)),
        year,
        ui: visit.ui,
    })
}
