use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use uuid::Uuid;

use super::reached;
use crate::access::{Permit, Sent, Visit};
use crate::base::form::{Choice, Form};
use crate::base::page::{Ui, page_as};
use crate::base::{App, Error, Result};
use crate::bodies::Organization;
use crate::cases::attached::accepted;
use crate::files::{self, Purpose, Upload};
use crate::stations::acts::{self, NewDetails};
use crate::stations::{ACCESSIBLE, PHOTO, RULES, store};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    done: String,
}

#[derive(Template)]
#[template(path = "stations/pages/edit.html")]
struct EditPage {
    ui: Ui,
    form: Form,
    station: Organization,
    accessible: Vec<Choice>,
    plans: Vec<(store::Plan, String, Option<String>)>,
    posters: Vec<(store::Poster, String)>,
    rules: Vec<String>,
    photos: usize,
    today: String,
    done: Option<String>,
}

impl EditPage {
    fn at(&self, step: &str) -> String {
        format!("/stations/{}/{step}", self.station.code)
    }
}

/// `GET /stations/{code}/edit`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let station = reached(&app, &visit, Permit::StationKeep, &typed).await?;
    let done = (asked.done == "saved").then(|| visit.ui.t("stations-saved"));
    shown(&app, visit, (station, done), (Form::new(), StatusCode::OK)).await
}

async fn shown(
    app: &App,
    visit: Visit,
    (station, done): (Organization, Option<String>),
    (form, status): (Form, StatusCode),
) -> Result<Response> {
    let (db, congress, ui) = (&app.db, visit.home.id, visit.ui);
    let details = store::details(db, congress, station.id).await?;
    let today = app.clock.today();
    let day = |month, day| NaiveDate::from_ymd_opt(today.year(), month, day).unwrap_or(today);
    let next_year = day(12, 31) + chrono::TimeDelta::days(366);
    let plans = store::plans(db, congress, Some(station.id), (day(1, 1), next_year)).await?;
    let posters = store::posters(db, congress, station.id).await?;
    let all = files::of(db, congress, station.id).await?;
    let size = details.square_metres.map(|size| size.to_string()).unwrap_or_default();
    let form = form
        .preset_in("details", "address", &station.address)
        .preset_in("details", "directions", &details.directions)
        .preset_in("details", "hours", &station.hours)
        .preset_in("details", "phone", &station.phone)
        .preset_in("details", "accessible", &details.accessible)
        .preset_in("details", "square_metres", &size);
    let plan = |it: store::Plan| {
        let (on, held) = (ui.date(it.on_day), it.held_on.map(|day| ui.date(day)));
        (it, on, held)
    };
    let poster = |it: store::Poster| {
        let on = ui.date(it.torn_on.unwrap_or(it.printed_on));
        (it, on)
    };
    let view = EditPage {
        form,
        accessible: ui.choices("stations-accessible", &ACCESSIBLE),
        plans: plans.into_iter().map(plan).collect(),
        posters: posters.into_iter().map(poster).collect(),
        rules: all.iter().filter(|it| it.subject == RULES).map(|it| it.name.clone()).collect(),
        photos: all.iter().filter(|it| it.subject == PHOTO).count(),
        today: today.to_string(),
        station,
        done,
        ui,
    };
    page_as(status, view)
}

async fn after(
    app: &App,
    visit: Visit,
    (station, form): (Organization, Form),
    done: Result<()>,
) -> Result<Response> {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/stations/{}/edit?done=saved", station.code)).into_response()),
        Err(Error::Invalid(found)) => {
            let form = form.mistakes(&found);
            shown(app, visit, (station, None), (form, StatusCode::UNPROCESSABLE_ENTITY)).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /stations/{code}/details`
pub(super) async fn details(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
    sent: Sent,
) -> Result<Response> {
    let station = reached(&app, &visit, Permit::StationKeep, &typed).await?;
    let mut form = sent.form.at("details");
    let new = NewDetails {
        address: form.value("address").to_owned(),
        directions: form.value("directions").to_owned(),
        hours: form.value("hours").to_owned(),
        phone: form.phone("phone").unwrap_or_default(),
        accessible: form.value("accessible").to_owned(),
        square_metres: form.whole("square_metres", 1, 100_000),
    };
    let done = match form.is_fine() {
        true => acts::set_details(&app, &visit.actor, station.id, &new).await,
        false => Err(Error::Invalid(Vec::new())),
    };
    after(&app, visit, (station, form), done).await
}

async fn attach(
    app: &App,
    visit: &Visit,
    (station, uploads): (Uuid, &[Upload]),
    (field, subject, purpose): (&str, &'static str, Purpose),
) -> Result<()> {
    let files = accepted(app, uploads, (field, purpose)).await?;
    acts::add_files(app, &visit.actor, station, (subject, &files)).await
}

/// `POST /stations/{code}/photos`
pub(super) async fn photos(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
    sent: Sent,
) -> Result<Response> {
    let station = reached(&app, &visit, Permit::StationKeep, &typed).await?;
    let (form, as_photo) = (sent.form.at("photos"), ("photos", PHOTO, Purpose::Photo));
    let done = attach(&app, &visit, (station.id, &sent.files), as_photo).await;
    after(&app, visit, (station, form), done).await
}

/// `POST /stations/{code}/rules`
pub(super) async fn rules(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
    sent: Sent,
) -> Result<Response> {
    let station = reached(&app, &visit, Permit::StationKeep, &typed).await?;
    let (form, as_rules) = (sent.form.at("rules"), ("rules", RULES, Purpose::Paper));
    let done = attach(&app, &visit, (station.id, &sent.files), as_rules).await;
    after(&app, visit, (station, form), done).await
}

/// `POST /stations/{code}/plans`
pub(super) async fn plan(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
    sent: Sent,
) -> Result<Response> {
    let station = reached(&app, &visit, Permit::StationKeep, &typed).await?;
    let mut form = sent.form.at("plan");
    let (on, what) = (form.date("on_day"), form.value("what").to_owned());
    if on.is_none() && form.is_fine() {
        form.error("on_day", "stations-plan-day-missing");
    }
    let done = match (on, form.is_fine()) {
        (Some(on), true) => acts::add_plan(&app, &visit.actor, station.id, (on, &what)).await.map(|_| ()),
        _ => Err(Error::Invalid(Vec::new())),
    };
    after(&app, visit, (station, form), done).await
}

/// `POST /stations/{code}/plans/{id}/holding`: `held_on`, or empty to take it back
pub(super) async fn hold(
    State(app): State<App>,
    visit: Visit,
    Path((typed, id)): Path<(String, Uuid)>,
    sent: Sent,
) -> Result<Response> {
    let station = reached(&app, &visit, Permit::StationKeep, &typed).await?;
    let mut form = sent.form.at("hold");
    let on = form.date("held_on");
    let done = match form.is_fine() {
        true => acts::hold_plan(&app, &visit.actor, (station.id, id), on).await,
        false => Err(Error::Invalid(Vec::new())),
    };
    after(&app, visit, (station, form), done).await
}

/// `POST /stations/{code}/plans/{id}/removal`
pub(super) async fn drop_plan(
    State(app): State<App>,
    visit: Visit,
    Path((typed, id)): Path<(String, Uuid)>,
    sent: Sent,
) -> Result<Response> {
    let station = reached(&app, &visit, Permit::StationKeep, &typed).await?;
    let done = acts::drop_plan(&app, &visit.actor, (station.id, id)).await;
    after(&app, visit, (station, sent.form), done).await
}

/// `POST /stations/{code}/posters`: a poster with its number is next, to be printed.
pub(super) async fn hang(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
    sent: Sent,
) -> Result<Response> {
    let station = reached(&app, &visit, Permit::StationKeep, &typed).await?;
    let form = sent.form.at("poster");
    let size = if form.value("size") == "a3" { "a3" } else { "a4" };
    match acts::hang_poster(&app, &visit.actor, station.id, form.value("place")).await {
        Ok(number) => {
            let to = format!("/stations/{}/poster?size={size}&no={number}", station.code);
            Ok(Redirect::to(&to).into_response())
        }
        Err(wrong) => after(&app, visit, (station, form), Err(wrong)).await,
    }
}

/// `POST /stations/{code}/posters/{number}/tear`: `torn` is `1`, or empty when it hangs again
pub(super) async fn tear(
    State(app): State<App>,
    visit: Visit,
    Path((typed, number)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response> {
    let number = number.parse().map_err(|_| Error::NotFound)?;
    let station = reached(&app, &visit, Permit::StationKeep, &typed).await?;
    let form = sent.form.at("tear");
    let done = acts::tear_poster(&app, &visit.actor, (station.id, number), form.checked("torn")).await;
    after(&app, visit, (station, form), done).await
}
