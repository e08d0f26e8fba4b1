//! Rosters on pages: the list with the form that brings one, and the page of each: how far it is, what it would do, what
//! is wrong, and taking it back. The page of a roster that is being worked on asks how far it is; without a script, its
//! reader does.

mod files;
mod show;
mod wishes;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::acts::{Brought, bring, drop, order, take_back};
use super::plan::{Counts, What};
use super::store::{Roster, latest};
pub(in crate::exchange) use files::workbook;

use crate::access::{Permit, Routes, Sent, Visit};
use crate::base::{
    App, Error, Result,
    form::Form,
    page::{Ui, page_as},
};

/// The pages of rosters.
pub fn routes() -> Routes {
    Routes::new()
        .get("/rosters", Permit::RosterImport, list)
        .post("/rosters", Permit::RosterImport, upload)
        .get("/rosters/template.xlsx", Permit::RosterExport, files::template)
        .post("/rosters/registers.xlsx", Permit::RosterExport, files::registers)
        .get("/rosters/{id}", Permit::RosterImport, show::show)
        .get("/rosters/{id}/findings.xlsx", Permit::RosterImport, files::findings_xlsx)
        .get("/rosters/{id}/findings.csv", Permit::RosterImport, files::findings_csv)
        .get("/rosters/{id}/roles", Permit::GrantsManage, wishes::show)
        .post("/rosters/{id}/roles", Permit::GrantsManage, wishes::give)
        .post("/rosters/{id}/import", Permit::RosterImport, import)
        .post("/rosters/{id}/undo", Permit::RosterImport, undo)
        .post("/rosters/{id}/removal", Permit::RosterImport, remove)
}

/// Rosters on one page of the list.
const PAGE: i64 = 25;

/// A line of the list.
struct Line {
    roster: Roster,
    when: String,
    /// The shape of its tag.
    kind: &'static str,
    /// How many rows are new, and how many change.
    sum: String,
}

#[derive(Template)]
#[template(path = "exchange/roster/list.html")]
struct List {
    ui: Ui,
    form: Form,
    lines: Vec<Line>,
    first: Option<String>,
    next: Option<String>,
    may_export: bool,
}

/// Which page of the list.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    page: Option<i64>,
}

/// The shape of a state's tag.
pub(in crate::exchange) fn tag(state: &str) -> &'static str {
    match state {
        "uploaded" | "waiting" => "wait",
        "checked" => "go",
        "applied" => "done",
        "unread" => "late",
        _ => "stop",
    }
}

/// How many rows come to something, over all sheets.
fn of(counts: &Counts, what: What) -> usize {
    counts.values().filter_map(|rows| rows.get(&what)).sum()
}

fn counts(roster: &Roster) -> Counts {
    serde_json::from_str(&roster.counts).unwrap_or_default()
}

/// `GET /rosters`
async fn list(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    listed(&app, visit, asked.page.unwrap_or_default().clamp(0, 10_000), (StatusCode::OK, Form::new())).await
}

async fn listed(app: &App, visit: Visit, at: i64, (status, form): (StatusCode, Form)) -> Result<Response> {
    let mut rosters = latest(&app.db, visit.home.id, (at * PAGE, PAGE + 1)).await?;
    let more = rosters.len() > PAGE as usize;
    rosters.truncate(PAGE as usize);
    let line = |roster: Roster| {
        let counts = counts(&roster);
        let sum = [("new", of(&counts, What::New)), ("changed", of(&counts, What::Changed))];
        let sum = sum.map(|(name, n)| (name, i64::try_from(n).unwrap_or_default().into()));
        let sum = if counts.is_empty() { String::new() } else { visit.ui.ta("roster-sum", &sum) };
        Line { when: visit.ui.moment(roster.uploaded_at), kind: tag(&roster.state), sum, roster }
    };
    let lines = rosters.into_iter().map(line).collect();
    let first = (at > 0).then(|| "/rosters".to_owned());
    let next = more.then(|| format!("/rosters?page={}", at + 1));
    let may_export = visit.actor.may(Permit::RosterExport);
    page_as(status, List { ui: visit.ui, form, lines, first, next, may_export })
}

/// `POST /rosters`: a file is brought.
async fn upload(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let file = sent.files.iter().find(|file| file.field == "file");
    let (name, bytes) = file.map(|file| (file.name.as_str(), &file.bytes[..])).unwrap_or_default();
    match bring(&app, &visit.actor, name, Brought::now(bytes)).await {
        Ok(id) => Ok(Redirect::to(&format!("/rosters/{id}")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let form = sent.form.mistakes(&mistakes);
            listed(&app, visit, 0, (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /rosters/{id}/import`: what was looked at is written.
async fn import(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>, _sent: Sent) -> Result<Response> {
    order(&app, &visit.actor, id).await?;
    Ok(Redirect::to(&format!("/rosters/{id}")).into_response())
}

/// `POST /rosters/{id}/undo`: what was written is taken back.
async fn undo(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>, _sent: Sent) -> Result<Response> {
    take_back(&app, &visit.actor, id).await?;
    Ok(Redirect::to(&format!("/rosters/{id}")).into_response())
}

/// `POST /rosters/{id}/removal`: a file that is not wanted any more.
async fn remove(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>, _sent: Sent) -> Result<Response> {
    drop(&app, &visit.actor, id).await?;
    Ok(Redirect::to("/rosters").into_response())
}
