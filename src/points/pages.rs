//! The pages: one's own statement, the members of a year, a statement with objections to it, commendations.
//!
//! * `sheet`: a statement, also as it is printed and signed
//! * `words`: a line of it in words
//! * `year`: the members of a year; freezing it, and verifying what was frozen
//! * `merits`: commendations

mod merits;
mod sheet;
mod words;
mod year;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use charter::{SeatFacts, Who};
use chrono::{Datelike, NaiveDate};

use super::freeze::{Verified, verify};
use super::{statements, store};
use crate::access::{Actor, Permit, Routes, Scope, Sent, Visit};
use crate::base::form::Form;
use crate::base::page::{Link, Ui};
use crate::base::{App, Error, Result};

/// Years shown to choose from.
const YEARS: usize = 6;

/// The pages of points.
pub fn routes() -> Routes {
    Routes::new()
        .get("/points", Permit::PointsRead, this_year)
        .get("/points/{year}", Permit::PointsRead, year::show)
        .post("/points/{year}/freeze", Permit::PointsFreeze, year::freeze)
        .post("/points/{year}/verification", Permit::PointsRead, verification)
        .get("/points/{year}/{person}", Permit::PointsRead, sheet::show)
        .post("/points/{year}/{person}/objections", Permit::ActObject, sheet::object)
        .get("/merits", Permit::MeritRead, merits::list)
        .post("/merits", Permit::MeritPropose, merits::propose)
        .get("/merits/{id}", Permit::MeritRead, merits::show)
        .post("/merits/{id}/approval", Permit::MeritApprove, merits::approve)
        .post("/merits/{id}/refusal", Permit::MeritApprove, merits::refuse)
}

/// A form that came back with its status.
#[derive(Default)]
struct Came {
    form: Form,
    status: StatusCode,
    /// Whether what is kept of the year is what was frozen, and the sentence that says so.
    verified: Option<(bool, String)>,
}

/// Whether somebody sees the statements of all.
fn sees_all(actor: &Actor) -> bool {
    actor
        .posts_with(Permit::PointsRead)
        .any(|(_, scope)| matches!(scope, Scope::Congress | Scope::Deployment))
}

/// `GET /points`: leads to this year's statements, or to the own one.
async fn this_year(State(app): State<App>, visit: Visit) -> Result<Response> {
    let year = app.clock.today().year();
    if sees_all(&visit.actor) {
        return Ok(Redirect::to(&format!("/points/{year}")).into_response());
    }
    let Some(person) = visit.actor.person else { return sheet::nothing(&app, &visit).await };
    match store::subject(&app.db, &visit.actor, person, statements::days_of(year)?).await {
        Ok(_) => Ok(Redirect::to(&format!("/points/{year}/{person}")).into_response()),
        Err(Error::NotFound) => sheet::nothing(&app, &visit).await,
        Err(other) => Err(other),
    }
}

/// `POST /points/{year}/verification`: the digest anew from what is kept, against the journal.
async fn verification(
    State(app): State<App>,
    visit: Visit,
    Path(year): Path<i32>,
    _: Sent,
) -> Result<Response> {
    let ui = &visit.ui;
    let verified = match verify(&app.db, &visit.actor, year).await? {
        Verified::Same { revision, entry } => {
            (true, ui.t2("points-verified", "revision", revision, "entry", entry))
        }
        Verified::Changed { revision } => (false, ui.t1("points-verified-changed", "revision", revision)),
        Verified::Unsigned { revision } => (false, ui.t1("points-verified-unsigned", "revision", revision)),
    };
    let came = Came { verified: Some(verified), ..Came::default() };
    match visit.actor.person {
        _ if sees_all(&visit.actor) => year::page_of(&app, &visit, (year, false), came).await,
        Some(person) => sheet::page_of(&app, &visit, (year, person), came).await,
        None => Err(Error::NotFound),
    }
}

/// The years in which one of these seats in the standing committee was held, the latest first.
fn years_of(seats: &[SeatFacts], today: NaiveDate) -> Vec<i32> {
    let held = |year: i32| {
        seats
            .iter()
            .filter(|seat| seat.who == Who::CommitteeMember)
            .any(|seat| seat.held.from.year() <= year && seat.held.to.is_none_or(|to| year <= to.year()))
    };
    let first = seats.iter().map(|seat| seat.held.from.year()).min().unwrap_or(today.year());
    (first..=today.year()).rev().filter(|year| held(*year)).take(YEARS).collect()
}

/// The years as links: of one person's statements, or of all.
fn year_links(ui: &Ui, years: &[i32], here: i32, after: &str) -> Vec<Link> {
    let link = |year: &i32| {
        Link::new(format!("/points/{year}{after}"), ui.t1("points-year", "year", year.to_string()))
            .here(*year == here)
    };
    years.iter().map(link).collect()
}
