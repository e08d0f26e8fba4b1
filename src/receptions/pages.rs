//! The pages of reception days.
//!
//! * `roster`: a quarter of a station, with what stands in the way; a deputy's own days
//! * `day`: putting a day in and changing it
//! * `desk`: one reception on one page, from who came to closing
//! * `public`: the calendar for everybody
//! * `booking`: a place in the line, and giving it up
//! * `feeds`: calendars to subscribe to
//! * `paper`: the roster to hang up, the sheet to sign in

mod booking;
mod day;
mod desk;
mod feeds;
mod paper;
mod public;
mod roster;

use chrono::{Datelike, NaiveDate};

use super::conflicts::Conflict;
use super::store::{OnDuty, Reception};
use crate::base::hours::clock;
pub use feeds::entries;

use crate::access::{Permit, Routes};
use crate::base::page::Ui;

/// The pages for keepers, offices, deputies and voters.
pub fn routes() -> Routes {
    Routes::new()
        .get("/receptions", Permit::ReceptionRead, roster::show)
        .post("/receptions/rhythm", Permit::ReceptionKeep, roster::set_rhythm)
        .post("/receptions/proposal", Permit::ReceptionKeep, roster::propose)
        .post("/receptions/publication", Permit::ReceptionKeep, roster::publish)
        .post("/receptions/closures", Permit::ReceptionKeep, roster::close_days)
        .post("/receptions/closures/{id}/removal", Permit::ReceptionKeep, roster::open_days)
        .get("/receptions/new", Permit::ReceptionKeep, day::new)
        .post("/receptions/new", Permit::ReceptionKeep, day::add)
        .get("/receptions/poster", Permit::ReceptionRead, paper::poster)
        .get("/receptions/{id}", Permit::ReceptionRead, desk::show)
        .get("/receptions/{id}/edit", Permit::ReceptionKeep, day::edit)
        .post("/receptions/{id}/edit", Permit::ReceptionKeep, day::change)
        .post("/receptions/{id}/cancellation", Permit::ReceptionKeep, day::call_off)
        .post("/receptions/{id}/presence", Permit::ReceptionKeep, desk::presence)
        .post("/receptions/{id}/stand-in", Permit::ReceptionKeep, desk::stand_in)
        .post("/receptions/{id}/opinions", Permit::ReceptionKeep, desk::enter)
        .post("/receptions/{id}/visitors", Permit::ReceptionKeep, desk::visitors)
        .post("/receptions/{id}/bookings/{booking}", Permit::ReceptionKeep, desk::tick)
        .post("/receptions/{id}/bookings/{booking}/contact", Permit::ReceptionKeep, desk::contact)
        .post("/receptions/{id}/closing", Permit::ReceptionKeep, desk::close)
        .get("/receptions/{id}/sign-in", Permit::ReceptionKeep, paper::sign_in)
        .get("/reception-days", Permit::Look, public::show)
        .get("/reception-days.ics", Permit::Look, feeds::city)
        .get("/stations/{code}/receptions.ics", Permit::Look, feeds::of_station)
        .get("/reception-days/{id}", Permit::Look, booking::form)
        .post("/reception-days/{id}", Permit::ReceptionBook, booking::book)
        .get("/bookings/{code}", Permit::ReceptionBook, booking::show)
        .post("/bookings/{code}/cancellation", Permit::ReceptionBook, booking::give_up)
}

/// A day with its day of the week.
pub fn weekday(ui: &Ui, day: NaiveDate) -> String {
    ui.word("receptions-weekday", &day.weekday().number_from_monday().to_string())
}

/// From when to when, as people write it.
pub fn time(it: &Reception) -> String {
    format!("{}–{}", clock(it.starts), clock(it.ends))
}

/// The shape and the word of where a reception is.
pub(super) fn tag(ui: &Ui, it: &Reception) -> (&'static str, String) {
    let kind = match it.state.as_str() {
        "planned" => "new",
        "published" => "go",
        "closed" => "done",
        _ => "stop",
    };
    (kind, ui.word("reception-state", &it.state))
}

/// What stands in the way, as a sentence.
pub(super) fn said(ui: &Ui, conflict: &Conflict) -> String {
    let (key, args) = conflict.words();
    let args: Vec<_> = args.into_iter().map(|(name, value)| (name, value.into())).collect();
    ui.ta(key, &args)
}

/// Who is on duty, as one line; stand-ins with for whom, and without those who did not come.
pub fn names(ui: &Ui, on_duty: &[OnDuty], it: &Reception) -> String {
    let here = on_duty.iter().filter(|one| one.reception_id == it.id && one.presence != "absent");
    let names: Vec<&str> = here.map(|one| one.name.as_str()).collect();
    names.join(&ui.t("receptions-and"))
}

/// What everybody is told of a change: moved from when, called at short notice.
pub fn remarks(ui: &Ui, it: &Reception) -> Vec<String> {
    let mut said = Vec::new();
    if it.state == "cancelled" {
        said.push(ui.t1("receptions-called-off-because", "why", &it.change_reason));
    } else if let Some(was) = it.was_on {
        let was = format!("{} {}", ui.date(was), clock(it.was_starts.unwrap_or(it.starts)));
        said.push(ui.t2("receptions-moved-from", "was", was, "why", &it.change_reason));
    }
    if !it.short_reason.is_empty() {
        said.push(ui.t1("receptions-short-because", "why", &it.short_reason));
    }
    said
}
