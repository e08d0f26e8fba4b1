use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Permit, Scope, Sent, Visit};
use crate::base::form::Form;
use crate::base::page::{Ui, page_as};
use crate::base::{App, Error, Result};
use crate::bodies;
use crate::stations::coverage::{Gap, Row, codes, rows};
use crate::stations::geojson::Point;
use crate::stations::map::{Town, drawn};
use crate::stations::{acts, store};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    taken: Option<i64>,
}

/// A town as a line of the matrix.
struct Line {
    id: String,
    name: String,
    homes: usize,
    stations: usize,
    attached: String,
    groups: usize,
    /// Where the cards of its deputies are printed.
    cards: Option<String>,
    /// Each station with its code and how many of the haves it has.
    each: Vec<(String, String, usize, bool)>,
    gaps: Vec<String>,
}

#[derive(Template)]
#[template(path = "stations/pages/coverage.html")]
struct CoveragePage {
    ui: Ui,
    form: Form,
    lines: Vec<Line>,
    haves: usize,
    map: String,
    whole: usize,
    taken: Option<i64>,
    may_place: bool,
}

/// `GET /coverage`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    shown(&app, visit, asked.taken, (Form::new(), StatusCode::OK)).await
}

async fn shown(
    app: &App,
    visit: Visit,
    taken: Option<i64>,
    (form, status): (Form, StatusCode),
) -> Result<Response> {
    let (db, congress) = (&app.db, visit.home.id);
    let may_place = visit.actor.may(Permit::RegisterKeep);
    let own = visit.actor.organization_for(Permit::StationRead);
    let all = visit.actor.posts_with(Permit::StationRead).any(|(_, scope)| scope == Scope::Congress);
    let cards = |row: &Row| row.office.filter(|office| all || own == Some(*office));
    let ui = visit.ui;
    let rows = rows(db, app, congress).await?;
    let charter = crate::ledger::acts::charter_on(db, app, congress, app.clock.today()).await?;
    let positions = bodies::store::positions(db, congress).await?;
    let outlines = store::outlines(db, congress).await?;
    let town = |row: &Row| {
        let at = positions.iter().find(|it| it.id == row.area.id);
        let outline = outlines.iter().find(|it| it.area_id == row.area.id);
        let rings: Vec<Vec<Point>> =
            outline.and_then(|it| serde_json::from_str(&it.rings).ok()).unwrap_or_default();
        Town {
            name: row.area.name.clone(),
            note: ui.t2("stations-map-note", "homes", row.homes, "stations", row.stations.len() - row.homes),
            href: format!("#town-{}", row.area.id),
            gap: !row.gaps.is_empty(),
            middle: at.map(|it| (it.longitude, it.latitude)),
            rings,
        }
    };
    let towns: Vec<Town> = rows.iter().map(town).collect();
    let view = CoveragePage {
        map: drawn(&towns, (&ui.t("stations-map"), &ui.t("stations-map-about"))),
        whole: rows.iter().filter(|row| row.gaps.is_empty()).count(),
        haves: codes(charter).len(),
        lines: rows.iter().map(|row| line(&ui, row, cards(row))).collect(),
        taken,
        may_place,
        form,
        ui,
    };
    page_as(status, view)
}

fn line(ui: &Ui, row: &Row, office: Option<Uuid>) -> Line {
    Line {
        id: row.area.id.to_string(),
        name: row.area.name.clone(),
        homes: row.homes,
        stations: row.stations.len() - row.homes,
        attached: format!("{}/{}", row.deputies.1, row.deputies.0),
        groups: row.groups,
        cards: office.filter(|_| row.deputies.0 > 0).map(|id| format!("/cards?office={id}")),
        each: row
            .stations
            .iter()
            .map(|it| (it.station.code.clone(), it.station.name.clone(), it.has(), it.lacks() > 0))
            .collect(),
        gaps: row.gaps.iter().map(|gap| said(ui, gap)).collect(),
    }
}

/// A gap as a sentence.
fn said(ui: &Ui, gap: &Gap) -> String {
    match gap {
        Gap::Office => ui.t("stations-gap-office"),
        Gap::Home => ui.t("stations-gap-home"),
        Gap::Station => ui.t("stations-gap-station"),
        Gap::Group => ui.t("stations-gap-group"),
        Gap::Unattended(name) => ui.t1("stations-gap-unattended", "name", name),
        Gap::Unattached(n) => ui.t1("stations-gap-unattached", "n", *n),
        Gap::Haves(n) => ui.t1("stations-gap-haves", "n", *n),
    }
}

/// `POST /coverage/outlines`: a GeoJSON file
pub(super) async fn take(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let form = sent.form.at("outlines");
    let file = sent.files.iter().find(|file| file.field == "outlines" && !file.bytes.is_empty());
    let done = match file {
        None => Err(Error::invalid("outlines", "files-none")),
        Some(file) => match std::str::from_utf8(&file.bytes) {
            Ok(text) => acts::take_outlines(&app, &visit.actor, text).await,
            Err(_) => Err(Error::invalid("outlines", "stations-outline-utf8")),
        },
    };
    match done {
        Ok(n) => Ok(Redirect::to(&format!("/coverage?taken={n}")).into_response()),
        Err(Error::Invalid(found)) => {
            shown(&app, visit, None, (form.mistakes(&found), StatusCode::UNPROCESSABLE_ENTITY)).await
        }
        Err(other) => Err(other),
    }
}
