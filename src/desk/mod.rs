//! What meets people first: the home page, and the pages that explain: help, privacy, accessibility, complaint.

mod home;
mod notes;
#[cfg(test)]
mod tests;

use crate::access::{Permit, Routes};

/// The home page and the pages that explain.
pub fn routes() -> Routes {
    Routes::new()
        .get("/", Permit::Look, home::show)
        .get("/help", Permit::Look, notes::help)
        .get("/privacy", Permit::Look, notes::privacy)
        .get("/accessibility", Permit::Look, notes::accessibility)
        .get("/complaint", Permit::Look, notes::complaint)
}
