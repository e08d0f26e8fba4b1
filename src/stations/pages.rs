//! The pages of homes and stations.
//!
//! * `public`: the list and each one's page, for everybody
//! * `edit`: what the keeper keeps
//! * `standing`: the six haves of one, each missing thing with where it is completed
//! * `covered`: all towns beside one another, and the map
//! * `visits`: guidance, and what is to be put right
//! * `paper`: posters, paper forms, deputies' cards

mod covered;
mod edit;
mod paper;
mod public;
mod standing;
mod visits;

#[cfg(test)]
pub(super) use paper::{address, code};

use crate::access::{Permit, Routes, Visit};
use crate::base::page::Ui;
use crate::base::{App, Error, Result};
use crate::bodies::{self, Organization};
use crate::receptions::who;
use crate::stations::haves::{Have, Level};

/// The pages for everybody, keepers, offices and those who guide.
pub fn routes() -> Routes {
    Routes::new()
        .get_kept("/stations", Permit::Look, public::list)
        .get_kept("/stations/{code}", Permit::Look, public::show)
        .get("/stations/{code}/files/{file}", Permit::Look, public::file)
        .get("/stations/{code}/haves", Permit::StationRead, standing::show)
        .get("/stations/{code}/edit", Permit::StationKeep, edit::show)
        .post("/stations/{code}/details", Permit::StationKeep, edit::details)
        .post("/stations/{code}/photos", Permit::StationKeep, edit::photos)
        .post("/stations/{code}/rules", Permit::StationKeep, edit::rules)
        .post("/stations/{code}/plans", Permit::StationKeep, edit::plan)
        .post("/stations/{code}/plans/{id}/holding", Permit::StationKeep, edit::hold)
        .post("/stations/{code}/plans/{id}/removal", Permit::StationKeep, edit::drop_plan)
        .post("/stations/{code}/posters", Permit::StationKeep, edit::hang)
        .post("/stations/{code}/posters/{number}/tear", Permit::StationKeep, edit::tear)
        .get("/stations/{code}/poster", Permit::StationRead, paper::poster)
        .get("/stations/{code}/forms", Permit::StationKeep, paper::forms)
        .post("/stations/{code}/forms", Permit::StationKeep, paper::number)
        .get("/stations/{code}/cards", Permit::StationRead, paper::of_station)
        .get("/cards", Permit::StationRead, paper::of_office)
        .get("/coverage", Permit::StationRead, covered::show)
        .post("/coverage/outlines", Permit::RegisterKeep, covered::take)
        .get("/visits", Permit::StationRead, visits::list)
        .get("/visits/new", Permit::StationGuide, visits::new)
        .post("/visits/new", Permit::StationGuide, visits::record)
        .get("/visits/{id}", Permit::StationRead, visits::show)
        .post("/findings/{id}/putting-right", Permit::StationKeep, visits::put_right)
        .post("/findings/{id}/confirmation", Permit::StationGuide, visits::confirm)
        .post("/findings/{id}/return", Permit::StationGuide, visits::send_back)
}

/// The station of a code as it was typed; nothing when it is nobody's.
async fn of_code(app: &App, visit: &Visit, typed: &str) -> Result<Option<Organization>> {
    let Some(code) = bodies::pages::short_code(typed) else { return Ok(None) };
    match bodies::store::organization_by_code(&app.db, visit.home.id, &code).await {
        Ok(found) => Ok(Some(found).filter(who::is_station)),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

/// The station of a code that a permit reaches; a stranger gets `NotFound`.
async fn reached(app: &App, visit: &Visit, permit: Permit, typed: &str) -> Result<Organization> {
    let station = of_code(app, visit, typed).await?.ok_or(Error::NotFound)?;
    if who::reaches(&visit.actor, permit, &station) { Ok(station) } else { Err(Error::NotFound) }
}

/// What the charter calls one of the haves.
fn called(ui: &Ui, charter: &charter::Charter, code: &str) -> String {
    let word = charter.word(charter::Vocabulary::SixHaves, code);
    word.map_or_else(|| code.to_owned(), |word| word.label.pick(ui.lang.code()).to_owned())
}

/// The shape and the word of how one stands.
fn level(ui: &Ui, have: &Have) -> (&'static str, String) {
    match have.level {
        Level::Has => ("done", ui.word("stations-level", "has")),
        Level::Missing => ("late", ui.word("stations-level", "missing")),
        Level::Early => ("wait", ui.word("stations-level", "early")),
    }
}
