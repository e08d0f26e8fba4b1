//! Keeping the registers by hand (clause 0.1): towns and villages, constituencies, organizations, deputies. Each page
//! is a list with one form to add to it; what ends is ended with its reason and its history stays.
//!
//! * `areas`, `constituencies`, `organizations`, `deputies`: the pages
//! * `leaves`: approved leave
//! * `acts`: a deputy entered as one whole: person, seat, group and station

pub mod acts;
mod areas;
mod constituencies;
mod deputies;
mod leaves;
mod organizations;
#[cfg(test)]
mod tests;

use askama::Template;
use axum::response::Response;
use uuid::Uuid;

use crate::access::{Permit, Routes, Visit};
use crate::base::{
    App, Result,
    form::Form,
    page::{Link, Ui, page},
};
use crate::bodies::store::towns;

/// Signs that a name may have.
const NAME: usize = 50;

/// The pages of those who keep the registers.
pub fn routes() -> Routes {
    Routes::new()
        .get("/registers", Permit::RegisterKeep, show)
        .get("/registers/areas", Permit::RegisterKeep, areas::show)
        .post("/registers/areas", Permit::RegisterKeep, areas::add)
        .get("/registers/constituencies", Permit::RegisterKeep, constituencies::show)
        .post("/registers/constituencies", Permit::RegisterKeep, constituencies::add)
        .get("/registers/organizations", Permit::RegisterKeep, organizations::show)
        .post("/registers/organizations", Permit::RegisterKeep, organizations::add)
        .get("/registers/deputies", Permit::RegisterKeep, deputies::show)
        .post("/registers/deputies", Permit::RegisterKeep, deputies::add)
        .get("/registers/deputies/{id}", Permit::RegisterKeep, deputies::show_one)
        .post("/registers/deputies/{id}/end", Permit::RegisterKeep, deputies::end)
        .get("/leaves", Permit::LeaveKeep, leaves::show)
        .post("/leaves", Permit::LeaveKeep, leaves::add)
        .post("/leaves/{id}/end", Permit::LeaveKeep, leaves::end)
}

#[derive(Template)]
#[template(path = "registers/registers.html")]
struct Registers {
    ui: Ui,
    may_leave: bool,
    may_import: bool,
    may_change: bool,
}

/// `GET /registers`: the registers, in the order in which they are first filled.
async fn show(visit: Visit) -> Result<Response> {
    let (may_leave, may_import) = (visit.actor.may(Permit::LeaveKeep), visit.actor.may(Permit::RosterImport));
    let may_change = visit.actor.may(Permit::TermChange);
    page(Registers { may_leave, may_import, may_change, ui: visit.ui })
}

/// Which town, area or kind a list is about.
#[derive(Debug, Default, serde::Deserialize)]
struct Asked {
    #[serde(rename = "in")]
    within: Option<Uuid>,
}

/// The towns and streets as links to their part of a register.
async fn by_town(app: &App, visit: &Visit, (list, here): (&str, Option<Uuid>)) -> Result<Vec<Link>> {
    let towns = towns(&app.db, visit.home.id).await?;
    let link = |id: Uuid, name: String| Link::new(format!("{list}?in={id}"), name).here(Some(id) == here);
    Ok(towns.into_iter().map(|town| link(town.id, town.name)).collect())
}

/// A value that must be there; `key` says what to give unless something else is wrong with it.
fn needed<T>(form: &mut Form, field: &str, value: Option<T>, key: &str) -> Option<T> {
    if value.is_none() && form.problem(field).is_none() {
        form.error(field, key);
    }
    value
}
