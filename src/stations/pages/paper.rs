//! What is printed: the poster with its code, numbered paper forms, deputies' cards.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::reached;
use crate::access::{Permit, Scope, Sent, Visit};
use crate::base::form::Form;
use crate::base::page::{Ui, page, page_as};
use crate::base::{App, Error, Result};
use crate::bodies::{self, Kind, Organization};
use crate::people::{self, Deputy};
use crate::receptions::who;
use crate::stations::{acts, serial, store};

/// Paper forms of one print.
const FORMS: i64 = 100;
/// Cards of one print.
const CARDS: usize = 200;

/// A code of an address, for telephones.
pub(crate) fn code(address: &str, title: &str) -> Result<String> {
    Ok(papers::qr_svg(address, title, papers::QUIET_ZONE).map_err(anyhow::Error::from)?)
}

/// The address on a station's posters and forms.
pub(crate) fn address(app: &App, station: &Organization) -> String {
    format!("{}/z/{}", app.config.public_url(), station.code)
}

/// Which size and number, from when to when.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    size: String,
    no: Option<i64>,
    from: Option<i64>,
    to: Option<i64>,
    #[serde(default)]
    office: String,
}

#[derive(Template)]
#[template(path = "stations/pages/poster.html")]
struct PosterPage {
    ui: Ui,
    station: Organization,
    size: &'static str,
    qr: String,
    address: String,
    number: Option<String>,
}

/// `GET /stations/{code}/poster?size=a3&no=…`
pub(super) async fn poster(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let station = reached(&app, &visit, Permit::StationRead, &typed).await?;
    let known = store::posters(&app.db, visit.home.id, station.id).await?;
    let number = asked.no.filter(|no| known.iter().any(|it| it.number == *no));
    let address = address(&app, &station);
    let view = PosterPage {
        size: if asked.size == "a3" { "a3" } else { "a4" },
        qr: code(&address, &visit.ui.t1("stations-poster-qr", "station", &station.name))?,
        number: number.map(|no| format!("{}-P{no:02}", station.code)),
        address,
        station,
        ui: visit.ui,
    };
    page(view)
}

/// A numbered paper form.
struct Numbered {
    serial: String,
}

#[derive(Template)]
#[template(path = "stations/pages/forms.html")]
struct FormsPage {
    ui: Ui,
    form: Form,
    station: Organization,
    numbered: i64,
    sheets: Vec<Numbered>,
    qr: String,
    address: String,
}

/// `GET /stations/{code}/forms?from=…&to=…`: those of these numbers, to be printed.
pub(super) async fn forms(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let station = reached(&app, &visit, Permit::StationKeep, &typed).await?;
    let span = asked.from.zip(asked.to);
    shown(&app, visit, (station, span), (Form::new().preset("many", "10"), StatusCode::OK)).await
}

async fn shown(
    app: &App,
    visit: Visit,
    (station, span): (Organization, Option<(i64, i64)>),
    (form, status): (Form, StatusCode),
) -> Result<Response> {
    let numbered = store::details(&app.db, visit.home.id, station.id).await?.papers;
    let sheets = match span {
        // Only numbers that were given out, and a print of bearable length.
        Some((from, to)) => (from.max(1)..=to.min(numbered).min(from.saturating_add(FORMS - 1)))
            .map(|n| Numbered { serial: serial(&station.code, n) })
            .collect(),
        None => Vec::new(),
    };
    let address = address(app, &station);
    let view = FormsPage {
        qr: code(&address, &visit.ui.t1("stations-poster-qr", "station", &station.name))?,
        address,
        numbered,
        sheets,
        form,
        station,
        ui: visit.ui,
    };
    page_as(status, view)
}

/// `POST /stations/{code}/forms`: `many` new ones get their numbers, and are next.
pub(super) async fn number(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
    sent: Sent,
) -> Result<Response> {
    let station = reached(&app, &visit, Permit::StationKeep, &typed).await?;
    let mut form = sent.form;
    let many = form.whole("many", 1, FORMS);
    let done = match (many, form.is_fine()) {
        (Some(many), _) => acts::number_papers(&app, &visit.actor, station.id, many).await,
        (None, true) => Err(Error::invalid("many", "stations-forms-many-missing")),
        (None, false) => Err(Error::Invalid(Vec::new())),
    };
    match done {
        Ok((from, to)) => {
            let path = format!("/stations/{}/forms?from={from}&to={to}", station.code);
            Ok(Redirect::to(&path).into_response())
        }
        Err(Error::Invalid(found)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            shown(&app, visit, (station, None), (form.mistakes(&found), status)).await
        }
        Err(other) => Err(other),
    }
}

/// A deputy's card.
struct Card {
    deputy: Deputy,
    qr: String,
}

#[derive(Template)]
#[template(path = "stations/pages/cards.html")]
struct CardsPage {
    ui: Ui,
    title: String,
    back: String,
    cards: Vec<Card>,
}

fn sheet(app: &App, ui: Ui, (title, back): (String, String), deputies: Vec<Deputy>) -> Result<Response> {
    let mut cards = Vec::new();
    for deputy in deputies.into_iter().take(CARDS) {
        let address = format!("{}/d/{}", app.config.public_url(), deputy.code);
        cards.push(Card { qr: code(&address, &deputy.name)?, deputy });
    }
    page(CardsPage { ui, title, back, cards })
}

/// `GET /stations/{code}/cards`: of the deputies attached to a station.
pub(super) async fn of_station(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response> {
    let station = reached(&app, &visit, Permit::StationRead, &typed).await?;
    let deputies = people::store::deputies_at(&app.db, visit.home.id, station.id).await?;
    let back = format!("/stations/{}", station.code);
    sheet(&app, visit.ui, (station.name, back), deputies)
}

/// `GET /cards?office=…`: of the deputies of a local office's town; when none is named, of the own office or station,
/// else of the first.
pub(super) async fn of_office(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (db, congress) = (&app.db, visit.home.id);
    let own = visit.actor.organization_for(Permit::StationRead);
    let all = visit.actor.posts_with(Permit::StationRead).any(|(_, scope)| scope == Scope::Congress);
    let offices = bodies::store::organizations(db, congress, Kind::LocalOffice).await?;
    let named = Uuid::try_parse(&asked.office).ok();
    if named.is_none()
        && let Some(id) = own
    {
        let here = bodies::store::organization(db, congress, id).await?;
        if who::is_station(&here) {
            let deputies = people::store::deputies_at(db, congress, id).await?;
            return sheet(&app, visit.ui, (here.name, "/desk".to_owned()), deputies);
        }
    }
    let theirs = |it: &&Organization| it.area_id.is_some() && (all || own == Some(it.id));
    let mut theirs = offices.iter().filter(theirs);
    let office = match named {
        Some(id) => theirs.find(|it| it.id == id),
        None => theirs.next(),
    };
    let office = office.ok_or(Error::NotFound)?;
    let deputies = people::store::deputies_in(db, congress, office.area_id.unwrap_or_default()).await?;
    sheet(&app, visit.ui, (office.name.clone(), "/desk".to_owned()), deputies)
}
