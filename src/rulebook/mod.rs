//! The rules for everybody to read (clause 0.2): the charter in force with the clause or the reason behind every
//! rule, and the working days by which deadlines are counted, which the commission keeps.

mod calendar;
mod charter;
#[cfg(test)]
mod tests;

use crate::access::{Permit, Routes};

/// The pages about rules.
pub fn routes() -> Routes {
    Routes::new()
        .get("/charter", Permit::Look, charter::show)
        .get("/charter/choices", Permit::Look, charter::open)
        .get("/calendar", Permit::CalendarEdit, calendar::show)
        .post("/calendar/days", Permit::CalendarEdit, calendar::mark)
        .post("/calendar/lists", Permit::CalendarEdit, calendar::take_over)
}
