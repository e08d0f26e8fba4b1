//! The pages of the ledger.
//!
//! * `queue`: what waits for the commission to verify it, by keyboard
//! * `list`: acts by filters, and the same as CSV; every number elsewhere leads here
//! * `show`: one act: what it is, who says so, what happened to it, and what this reader may do now
//! * `offers`: what a page offers; `steps`: what its forms become. What goes along with a draft, a declaration or its
//!   end is the business of the room that keeps the record, on the page of the record
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

use crate::access::{Permit, Routes};

/// The pages of the ledger.
pub fn routes() -> Routes {
    Routes::new()
        .get("/verifications", Permit::ActVerify, queue::show)
        .post("/verifications", Permit::ActVerify, queue::verify_all)
        .get("/acts", Permit::ActRead, list::show)
        .get("/acts.csv", Permit::ActRead, list::csv)
        .get("/acts/{id}", Permit::ActRead, show::show)
        .post("/acts/{id}/verification", Permit::ActVerify, steps::verify)
        .post("/acts/{id}/return", Permit::ActVerify, steps::send_back)
        .post("/acts/{id}/declaration", Permit::EventKeep, steps::again)
        .post("/acts/{id}/end", Permit::EventKeep, steps::end)
        .post("/acts/{id}/confirmation", Permit::ActAnswer, steps::confirm)
        .post("/acts/{id}/objections", Permit::ActObject, steps::object)
        .post("/acts/{id}/correction", Permit::ActVerify, steps::correct)
        .get("/objections", Permit::ActVerify, objections::list)
        .get("/objections/{id}", Permit::ActRead, objections::show)
        .post("/objections/{id}/answer", Permit::ActVerify, objections::answer)
        .get("/quarters", Permit::Look, quarters::list)
        .get("/quarters/{quarter}", Permit::Look, quarters::show)
        .post("/quarters", Permit::ActPublish, quarters::publish)
}
