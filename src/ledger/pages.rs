//! The pages of the ledger.
//!
//! * `queue`: what waits for the commission to verify it, by keyboard
//! * `list`: acts by filters, and the same as CSV; every number elsewhere leads here
//! * `show`: one act: what it is, who says so, what happened to it, and what this reader may do now
//! * `offers`: which steps a page offers; `steps`: each step's path, and what its form becomes
//! * `objections`: those that wait for an answer, and one with its answer
//! * `quarters`: what was applied for and audited, published each quarter
//! * `words`: acts in the words of the charter

mod fix;
mod list;
mod objections;
mod offers;
mod quarters;
mod queue;
mod show;
mod steps;
mod words;

use axum::extract::{Path, State};
use uuid::Uuid;

use super::Step;
use crate::access::{Permit, Routes, Sent, Visit};
use crate::base::App;

/// The pages of the ledger.
pub fn routes() -> Routes {
    let pages = Routes::new()
        .get("/verifications", Permit::ActVerify, queue::show)
        .post("/verifications", Permit::ActVerify, queue::verify_all)
        .get("/acts", Permit::ActRead, list::show)
        .get("/acts.csv", Permit::ActRead, list::csv)
        .get("/acts/{id}", Permit::ActRead, show::show)
        .post("/acts/{id}/confirmation", Permit::ActAnswer, steps::confirm)
        .post("/acts/{id}/objections", Permit::ActObject, steps::object)
        .post("/acts/{id}/correction", Permit::ActVerify, steps::correct)
        .get("/objections", Permit::ActVerify, objections::list)
        .get("/objections/{id}", Permit::ActRead, objections::show)
        .post("/objections/{id}/answer", Permit::ActVerify, objections::answer)
        .get("/quarters", Permit::Look, quarters::list)
        .get("/quarters/{quarter}", Permit::Look, quarters::show)
        .post("/quarters", Permit::ActPublish, quarters::publish);
    Step::ALL.into_iter().fold(pages, |pages, step| {
        let taken = move |State(app): State<App>, visit: Visit, Path(id): Path<Uuid>, sent: Sent| async move {
            steps::take(&app, visit, (step, id), sent).await
        };
        // A commendation goes its own way, by its own pages.
        pages.post(steps::path(step), super::acts::permit(step, None), taken)
    })
}
