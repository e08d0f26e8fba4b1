//! The pages of those who handle opinions: the list, the case with its steps, entering one on a voter's behalf, and a
//! deputy's own.
//!
//! * `list`: what waits, filtered by links, and the same as CSV
//! * `show`: one case: what was said, where it stands, what happened, and what this reader may do now
//! * `steps`: each step's path, and the one handler that turns a form into a `Move`
//! * `offers`, `fields`: which steps a page offers, and what each asks for
//! * `stands`, `told`, `parties`: where it stands, what happened and who takes part, in words
//! * `expected`: what the charter expects by when beside the step that is due
//! * `similar`: open opinions that may say the same
//! * `enter`, `raise`: new opinions by staff and by deputies
//! * `clockwork`: the daily job that lets deadlines have their consequence

mod clockwork;
mod enter;
mod expected;
mod fields;
mod list;
mod offers;
mod parties;
mod raise;
mod show;
mod similar;
mod stands;
mod steps;
#[cfg(test)]
mod tests;
mod told;

use axum::extract::{Path, State};
use uuid::Uuid;

pub use clockwork::{DAILY, work};
pub use list::{Line, lines, moments, state_tag, which};

use super::flow::StepKind;
use super::permit;
use crate::access::{Permit, Routes, Sent, Visit};
use crate::base::App;
use crate::cases::incoming;

/// The pages of the desks.
pub fn routes() -> Routes {
    let pages = Routes::new()
        .get("/cases", Permit::CaseRead, list::show)
        .get("/cases.csv", Permit::CaseRead, list::csv)
        .get("/cases/new", Permit::CaseEnter, enter::new)
        .post("/cases/new", Permit::CaseEnter, enter::create)
        .get("/texts", Permit::CaseEnter, incoming::list)
        .post("/texts/{id}/removal", Permit::CaseEnter, incoming::aside)
        .post("/sms/{part}", Permit::Look, incoming::come)
        .get("/cases/raise", Permit::CaseRaise, raise::new)
        .post("/cases/raise", Permit::CaseRaise, raise::create)
        .get("/cases/{id}", Permit::CaseRead, show::show)
        .post("/cases/{id}/voter", Permit::CaseReadPersonal, show::personal);
    let by_hand = StepKind::ALL.iter().filter(|kind| permit(**kind) != Permit::CaseLapse);
    by_hand.fold(pages, |pages, kind| {
        let kind = *kind;
        let taken = move |State(app): State<App>, visit: Visit, Path(id): Path<Uuid>, sent: Sent| async move {
            steps::take(&app, &visit, (kind, id), sent).await
        };
        pages.post(steps::path(kind), permit(kind), taken)
    })
}
