//! The pages: for everybody (`public`, `ask`), for those who report (`begin`, `write`, `show`, `day`, `steps`), for those who
//! look after them (`progress`), for those who answer (`questions`), on paper (`paper`).

mod ask;
mod begin;
mod day;
mod paper;
mod progress;
mod public;
mod questions;
mod show;
mod steps;
mod write;

use super::{Report, Way};
use crate::access::{Permit, Routes};
use crate::base::hours::clock;
use crate::base::page::Ui;

/// All pages of duty reports.
pub fn routes() -> Routes {
    let (read, write) = (Permit::ReportRead, Permit::ReportWrite);
    Routes::new()
        .get("/reports", Permit::Look, public::list)
        .get("/reports/progress", read, progress::show)
        .post("/reports/progress", Permit::ReportRemind, progress::remind_some)
        .get("/reports/{code}", Permit::Look, public::show)
        .post("/reports/{code}/text", Permit::Look, public::text)
        .get("/reports/{code}/questions/new", Permit::ReportAsk, ask::blank)
        .post("/reports/{code}/questions/new", Permit::ReportAsk, ask::send)
        .get("/questions", Permit::ReportAsk, ask::find)
        .get("/questions/{receipt}", Permit::ReportAsk, ask::show)
        .get("/reporting", read, begin::show)
        .post("/reporting", write, begin::begin)
        .get("/reporting/questions", read, questions::list)
        .get("/reporting/questions/{id}", read, questions::show)
        .post("/reporting/questions/{id}", write, questions::answer)
        .post("/reporting/questions/{id}/phone", write, questions::phone)
        .get("/reporting/{id}", read, show::show)
        .get("/reporting/{id}/edit", write, write::edit)
        .post("/reporting/{id}/edit", write, write::write)
        .get("/reporting/{id}/plan", write, day::plan_form)
        .post("/reporting/{id}/plan", write, day::plan)
        .get("/reporting/{id}/giving", write, day::giving_form)
        .post("/reporting/{id}/giving", write, day::give)
        .post("/reporting/{id}/reopening", write, steps::reopen)
        .post("/reporting/{id}/discard", write, steps::discard)
        .post("/reporting/{id}/calling-off", write, steps::call_off)
        .post("/reporting/{id}/taking-back", write, steps::take_back)
        .post("/reporting/{id}/correction", Permit::ActVerify, steps::correct)
        .post("/reporting/{id}/withdrawal", Permit::ActVerify, steps::withdraw)
        .get("/reporting/{id}/report.pdf", read, paper::pdf)
        .get("/reporting/{id}/report.docx", read, paper::docx)
        .get("/reporting/{id}/files/{file}", read, show::file)
}

/// When a report is or was given, as people write it; empty until it is planned.
fn when(ui: &Ui, report: &Report) -> String {
    let Some((way, day)) = report.way().zip(report.on_day) else { return String::new() };
    match way {
        Way::Meeting => {
            let time = clock(report.starts.unwrap_or_default());
            ui.t2("reports-when-meeting", "day", ui.date(day), "time", time)
        }
        Way::Writing => {
            let to = ui.date(report.until_on.unwrap_or(day));
            ui.t2("reports-when-writing", "from", ui.date(day), "to", to)
        }
    }
}

/// Where: the station, the place, or both.
fn place(report: &Report) -> String {
    let station = report.station.clone().unwrap_or_default();
    format!("{station} {}", report.place).trim().to_owned()
}
