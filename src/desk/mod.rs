//! The first pages: what a person sees before anything else.
//!
//! * `today`: each role's desk: at most five things that wait, then the numbers

mod today;

use crate::access::{Permit, Routes};

/// The pages of the desk.
pub fn routes() -> Routes {
    Routes::new().get("/desk", Permit::Desk, today::show)
}
