//! The pages of activities with voters: the lists, the one short form, an activity with its steps.

mod form;
mod list;
mod same;
mod show;
mod steps;

use charter::{Charters, RegistrationWay, Vocabulary};
use chrono::NaiveDate;

use crate::access::{Permit, Routes, Visit};
use crate::base::{App, Result, page::Ui};
use crate::bodies;
use crate::ledger::{Act, State};

/// The pages for deputies, their offices and groups, and the commission.
pub fn routes() -> Routes {
    Routes::new()
        .get("/outreach", Permit::OutreachRead, list::show)
        .get("/outreach/new", Permit::OutreachRecord, form::new)
        .post("/outreach/new", Permit::OutreachRecord, form::record)
        .get("/outreach/{id}", Permit::OutreachRead, show::show)
        .get("/outreach/{id}/edit", Permit::OutreachRecord, form::edit)
        .post("/outreach/{id}/edit", Permit::OutreachRecord, form::amend)
        .post("/outreach/{id}/declaration", Permit::OutreachRecord, steps::declare)
        .post("/outreach/{id}/recall", Permit::OutreachRecord, steps::recall)
        .post("/outreach/{id}/discard", Permit::OutreachRecord, steps::discard)
        .post("/outreach/{id}/opinions", Permit::OutreachRead, steps::pass_on)
        .get("/outreach/{id}/files/{file}", Permit::OutreachRead, show::file)
}

/// The charters whose words are shown: what was chosen is called as the charter of its day calls it.
async fn charters<'a>(app: &'a App, visit: &Visit) -> Result<&'a Charters> {
    app.charters(&bodies::store::charter_code(&app.db, visit.home.id).await?)
}

/// What the charter of a day calls a method or a purpose; its code where it calls it nothing.
fn called(ui: &Ui, charters: &Charters, (list, day): (Vocabulary, NaiveDate), code: &str) -> String {
    let word = charters.in_force(day).unwrap_or_else(|| charters.latest()).word(list, code);
    word.map_or_else(|| code.to_owned(), |word| word.label.pick(ui.lang.code()).to_owned())
}

/// The shape and the word of where an act is. What an organiser registered was verified by nobody and stands.
fn state_tag(ui: &Ui, act: &Act) -> (&'static str, String) {
    if act.void {
        return ("stop", ui.word("act-state", "void"));
    }
    let (kind, code) = match act.state() {
        Some(State::Verified) if act.way == RegistrationWay::OrganiserRegisters.word() => {
            return ("done", ui.t("outreach-registered"));
        }
        Some(State::Verified) => ("done", "verified"),
        Some(State::Declared) => ("wait", "declared"),
        Some(State::Returned) => ("late", "returned"),
        Some(State::Discarded) => ("stop", "discarded"),
        Some(State::Draft) | None => ("new", "draft"),
    };
    (kind, ui.word("act-state", code))
}
