use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::{called, level, reached};
use crate::access::{Permit, Visit};
use crate::base::page::{Ui, page};
use crate::base::{App, Result};
use crate::bodies::Organization;
use crate::ledger::acts::charter_on;
use crate::receptions::who;
use crate::stations::coverage::standings;
use crate::stations::haves::Lack;
use crate::stations::store::{self, Finding, Only};

/// One of the haves as the page shows it.
struct Line {
    name: String,
    tag: (&'static str, String),
    figure: String,
    meaning: String,
    /// What would complete it: the sentence, and where.
    lacks: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "stations/pages/haves.html")]
struct HavesPage {
    ui: Ui,
    station: Organization,
    lines: Vec<Line>,
    has: usize,
    rated: (u64, u64),
    open: Vec<(Finding, String)>,
    may_keep: bool,
}

/// `GET /stations/{code}/haves`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response> {
    let station = reached(&app, &visit, Permit::StationRead, &typed).await?;
    let (db, congress, ui) = (&app.db, visit.home.id, visit.ui);
    let charter = charter_on(db, &app, congress, app.clock.today()).await?;
    let standing = standings(db, &app, congress, Some(&station)).await?.remove(0);
    let meaning = |code: &str| match code {
        "place" | "rules" | "plan" | "activities" | "records" | "results" => {
            ui.word("stations-meaning", code)
        }
        _ => ui.t("stations-meaning-other"),
    };
    let lines = standing.haves.iter().map(|have| Line {
        name: called(&ui, charter, &have.code),
        tag: level(&ui, have),
        figure: have.figure.map(|(done, of)| format!("{done}/{of}")).unwrap_or_default(),
        meaning: meaning(&have.code),
        lacks: have.lacks.iter().map(|lack| said(&ui, &station, *lack)).collect(),
    });
    let only = (Only::Open, app.clock.today());
    let open = store::findings(db, &visit.actor, only, Some(station.id)).await?;
    let view = HavesPage {
        lines: lines.collect(),
        has: standing.has(),
        rated: standing.facts.rated,
        open: open.into_iter().map(|it| (it.clone(), ui.days_left(it.due_on))).collect(),
        may_keep: who::reaches(&visit.actor, Permit::StationKeep, &station),
        station,
        ui,
    };
    page(view)
}

/// What would complete it, and where that is done.
fn said(ui: &Ui, station: &Organization, lack: Lack) -> (String, String) {
    let (word, n) = lack.word();
    let href = match lack {
        Lack::Activities(_) => format!("/stations/{}/edit#plan", station.code),
        Lack::Records(_) => format!("/receptions?station={}", station.id),
        Lack::Results(_) => "/cases?show=overdue".to_owned(),
        Lack::Plan => format!("/stations/{}/edit#step-plan", station.code),
        Lack::Rules => format!("/stations/{}/edit#step-rules", station.code),
        _ => format!("/stations/{}/edit#step-details", station.code),
    };
    (ui.lang.ta(&format!("stations-lack-{word}"), &[("n", n.into())]), href)
}
