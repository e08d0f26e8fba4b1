//! The pages of duties: one's own, the list of those whom one looks after, one person with what shows it.

mod list;
mod person;

use crate::access::{Permit, Routes};

/// Every page of duties.
pub fn routes() -> Routes {
    Routes::new()
        .get("/duties", Permit::DutyRead, list::show)
        .get("/duties.csv", Permit::DutyRead, list::csv)
        .post("/duties/reminders", Permit::DutyRemind, list::remind_some)
        .get("/duties/{person}", Permit::DutyRead, person::show)
}
