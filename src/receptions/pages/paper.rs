//! On paper: the roster of a quarter to hang up, and the sheet on which voters sign in.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::{names, time, weekday};
use crate::access::{Permit, Visit};
use crate::base::page::{Ui, page};
use crate::base::{App, Error, Result};
use crate::bodies::Organization;
use crate::receptions::quarter::Quarter;
use crate::receptions::store::{self, Reception};
use crate::receptions::{State as Where, who};

/// Lines of a sheet.
const LINES: usize = 18;

/// Which station and which quarter.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    station: String,
    #[serde(default)]
    quarter: String,
}

struct Line {
    day: String,
    weekday: String,
    time: String,
    deputies: String,
}

#[derive(Template)]
#[template(path = "receptions/pages/poster.html")]
struct PosterPage {
    ui: Ui,
    station: Organization,
    title: String,
    lines: Vec<Line>,
    qr: String,
    address: String,
    back: String,
}

/// The station that is named, else the own one, else the first: a roster on the wall is for everybody.
async fn asked_for(app: &App, visit: &Visit, typed: &str) -> Result<Organization> {
    let all = who::stations(&app.db, visit.home.id).await?;
    if let Ok(id) = Uuid::try_parse(typed) {
        return all.into_iter().find(|it| it.id == id).ok_or(Error::NotFound);
    }
    let own = all.iter().find(|it| who::reaches(&visit.actor, Permit::ReceptionRead, it)).cloned();
    own.or_else(|| all.into_iter().next()).ok_or(Error::NotFound)
}

/// `GET /receptions/poster?station=…&quarter=…`
pub(super) async fn poster(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let station = asked_for(&app, &visit, &asked.station).await?;
    let id = station.id;
    let quarter = Quarter::parse(&asked.quarter).unwrap_or_else(|| Quarter::of(app.clock.today()));
    let days = (quarter.first(), quarter.last());
    let mut found = store::published(&app.db, visit.home.id, (Some(id), None), days).await?;
    found.retain(|it| it.state() != Some(Where::Cancelled));
    let ids: Vec<Uuid> = found.iter().map(|it| it.id).collect();
    let on_duty = store::on_duty(&app.db, visit.home.id, &ids).await?;
    let ui = visit.ui;
    let line = |it: &Reception| Line {
        day: ui.date(it.on_day),
        weekday: weekday(&ui, it.on_day),
        time: time(it),
        deputies: names(&ui, &on_duty, it),
    };
    let address = format!("{}/z/{}", app.config.public_url(), station.code);
    let qr = papers::qr_svg(&address, &station.name, papers::QUIET_ZONE).map_err(anyhow::Error::from)?;
    let args = [("year", quarter.year.to_string().into()), ("n", i64::from(quarter.number).into())];
    let view = PosterPage {
        title: ui.ta("receptions-poster-title", &args),
        lines: found.iter().map(line).collect(),
        back: format!("/receptions?station={id}&quarter={}", quarter.word()),
        station,
        qr,
        address,
        ui,
    };
    page(view)
}

#[derive(Template)]
#[template(path = "receptions/pages/sign_in.html")]
struct SignInPage {
    ui: Ui,
    it: Reception,
    when: String,
    deputies: String,
    /// Those who booked, in the order of the slots: their time and how they want to be called.
    booked: Vec<(String, String)>,
    blank: Vec<usize>,
}

/// `GET /receptions/{id}/sign-in`
pub(super) async fn sign_in(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    let it = store::find(&app.db, &visit.actor, id).await?;
    who::station(&app.db, &visit.actor, Permit::ReceptionKeep, it.station_id).await?;
    let on_duty = store::on_duty(&app.db, visit.home.id, &[id]).await?;
    let bookings = store::bookings(&app.db, visit.home.id, id).await?;
    let ui = visit.ui;
    let booked: Vec<(String, String)> = bookings
        .into_iter()
        .filter(|one| one.state != "cancelled")
        .map(|one| (crate::base::hours::clock(one.slot), one.name))
        .collect();
    let view = SignInPage {
        when: format!("{} {} {}", ui.date(it.on_day), weekday(&ui, it.on_day), time(&it)),
        deputies: names(&ui, &on_duty, &it),
        blank: (booked.len() + 1..=LINES.max(booked.len() + 5)).collect(),
        booked,
        it,
        ui,
    };
    page(view)
}
