//! The pages: for the office that invites (`list`, `write`, `invite`, `event`, `desk`, `paper`), for the invited (`answer`),
//! and at the door (`door`).

mod answer;
mod desk;
mod door;
mod event;
mod invite;
mod list;
mod paper;
mod write;

pub use answer::entry;

use crate::access::{Permit, Routes};

/// All pages of events.
pub fn routes() -> Routes {
    let (read, keep, answers) = (Permit::EventRead, Permit::EventKeep, Permit::EventAnswer);
    Routes::new()
        .get("/events", read, list::show)
        .get("/events/new", keep, write::blank)
        .post("/events/new", keep, write::write)
        .get("/events/{id}", read, event::show)
        .get("/events/{id}/edit", keep, write::edit)
        .post("/events/{id}/edit", keep, write::amend)
        .get("/events/{id}/topics/{topic}", keep, invite::show)
        .post("/events/{id}/topics/{topic}", keep, invite::choose)
        .post("/events/{id}/announcement", keep, event::announce)
        .post("/events/{id}/cancellation", keep, event::call_off)
        .post("/events/{id}/answers", keep, event::answered)
        .get("/events/{id}/calendar.ics", read, answer::own_calendar)
        .post("/events/{id}/answer", read, answer::own)
        .post("/events/{id}/speaking", read, answer::own_speaking)
        .get("/events/{id}/desk", keep, desk::show)
        .post("/events/{id}/presence", keep, desk::mark)
        .post("/events/{id}/speeches", keep, desk::speech)
        .post("/events/{id}/speeches/{speech}/opinion", keep, desk::opinion)
        .post("/events/{id}/closing", keep, desk::close)
        .get("/events/{id}/attendance.pdf", keep, paper::attendance_pdf)
        .get("/events/{id}/attendance.docx", keep, paper::attendance_docx)
        .get("/events/{id}/invitations.pdf", keep, paper::invitations_pdf)
        .get("/events/{id}/invitations.docx", keep, paper::invitations_docx)
        .get("/events/{id}/door", keep, paper::door)
        .get("/i/{code}", answers, answer::show)
        .post("/i/{code}", answers, answer::by_code)
        .get("/i/{code}/calendar.ics", answers, answer::calendar)
        .post("/i/{code}/speaking", answers, answer::speaking)
        .get("/e/{code}", answers, door::show)
        .post("/e/{code}", answers, door::enter)
}
