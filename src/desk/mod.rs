//! What meets people first: the home page and the pages that explain, each role's desk, finding things.
//!
//! * `home`, `notes`: for everybody: home, help, privacy, accessibility, complaint
//! * `today`: each role's desk: at most five things that wait, then the numbers
//! * `overview`: one page for the leadership, with six numbers and charts
//! * `search`: what one may see, by its words
//! * `jobs`: what waits to be done or failed, for administrators

mod home;
mod jobs;
mod notes;
mod overview;
mod search;
#[cfg(test)]
mod tests;
mod today;
#[cfg(test)]
mod years_tests;

use crate::access::{Permit, Routes};

/// The first pages.
pub fn routes() -> Routes {
    Routes::new()
        .get_kept("/", Permit::Look, home::show)
        .get_kept("/help", Permit::Look, notes::help)
        .get_kept("/privacy", Permit::Look, notes::privacy)
        .get_kept("/accessibility", Permit::Look, notes::accessibility)
        .get_kept("/complaint", Permit::Look, notes::complaint)
        .get("/desk", Permit::Desk, today::show)
        .get("/overview", Permit::OverviewRead, overview::show)
        .get("/search", Permit::Search, search::show)
        .get("/jobs", Permit::JobsRead, jobs::show)
}
