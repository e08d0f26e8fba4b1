//! One's own calendar, under an address that nobody can guess and that can be taken back (RFC 5545): the reception days on
//! which one is on duty, the events to which one is invited, and as things to do what waits for one until a day.
//!
//! Whoever knows the address reads it without signing in, and programs keep copies elsewhere: of opinions it says the number
//! and what is awaited, and never a word of theirs.

mod acts;
mod entries;
mod pages;
mod store;
#[cfg(test)]
mod tests;

use crate::access::{Permit, Routes};

/// All pages of calendars.
pub fn routes() -> Routes {
    Routes::new()
        .get("/account/calendar", Permit::Account, pages::own)
        .post("/account/calendar", Permit::Account, pages::make)
        .post("/account/calendar/removal", Permit::Account, pages::withdraw)
        .get("/calendars/{token}", Permit::Look, pages::feed)
}
