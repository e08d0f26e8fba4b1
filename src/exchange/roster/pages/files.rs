//! What is taken along as a file: the template, the registers, what was found in a roster.

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use papers::{Cell, Column, Sheet};
use uuid::Uuid;

use super::show::{Told, told};
use crate::access::{Sent, Visit};
use crate::base::{App, Result, csv::csv_file};
use crate::exchange::roster::acts;

pub(in crate::exchange) fn workbook(name: &str, bytes: Vec<u8>) -> Response {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned();
    let saved = format!("attachment; filename=\"{name}.xlsx\"");
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, saved)], bytes).into_response()
}

/// `GET /rosters/template.xlsx`
pub(super) async fn template(State(app): State<App>, visit: Visit) -> Result<Response> {
    Ok(workbook("roster-template", acts::template(&app, &visit.actor).await?))
}

/// `POST /rosters/registers.xlsx`: people's data leaves the house, which is an entry in the journal.
pub(super) async fn registers(State(app): State<App>, visit: Visit, _sent: Sent) -> Result<Response> {
    let bytes = acts::take_along(&app, &visit.actor, None).await?;
    Ok(workbook(&format!("roster-{}", app.clock.today()), bytes))
}

/// What was found, mistakes first.
async fn found(app: &App, visit: &Visit, id: Uuid) -> Result<Vec<(String, Told)>> {
    let report = acts::kept_report(&app.db, visit.home.id, id).await?;
    let (mistakes, notes): (Vec<_>, Vec<_>) = report.findings.iter().partition(|finding| finding.grave);
    let kind = |key: &str| visit.ui.t(key);
    let mistakes = mistakes.into_iter().map(|one| (kind("roster-mistake"), told(&visit.ui, one)));
    Ok(mistakes.chain(notes.into_iter().map(|one| (kind("roster-note"), told(&visit.ui, one)))).collect())
}

fn heads(visit: &Visit) -> [(String, f64); 5] {
    [
        (visit.ui.t("roster-column-kind"), 8.0),
        (visit.ui.t("roster-column-cell"), 18.0),
        (visit.ui.t("roster-column-title"), 14.0),
        (visit.ui.t("roster-column-why"), 60.0),
        (visit.ui.t("roster-column-hint"), 40.0),
    ]
}

/// `GET /rosters/{id}/findings.xlsx`
pub(super) async fn findings_xlsx(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
) -> Result<Response> {
    let roster = acts::roster(&app, &visit.actor, id).await?;
    let row = |(kind, told): (String, Told)| {
        [kind, told.place, told.title, told.why, told.hint].map(Cell::Text).to_vec()
    };
    let rows = found(&app, &visit, id).await?.into_iter().map(row).collect();
    let columns = heads(&visit).into_iter().map(|(head, width)| Column { head, width }).collect();
    let title = visit.ui.t1("roster-findings-of", "name", roster.name);
    let sheet = Sheet { name: visit.ui.t("roster-findings"), title, columns, rows, notes: Vec::new() };
    let bytes = papers::xlsx(&[sheet], app.clock.now()).map_err(anyhow::Error::from)?;
    Ok(workbook("roster-findings", bytes))
}

/// `GET /rosters/{id}/findings.csv`
pub(super) async fn findings_csv(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
) -> Result<Response> {
    acts::roster(&app, &visit.actor, id).await?;
    let row = |(kind, told): (String, Told)| vec![kind, told.place, told.title, told.why, told.hint];
    let rows: Vec<Vec<String>> = found(&app, &visit, id).await?.into_iter().map(row).collect();
    csv_file("roster-findings.csv", &heads(&visit).map(|(head, _)| head), &rows)
}
