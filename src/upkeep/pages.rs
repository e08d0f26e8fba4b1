//! The page that says how everything is.

use askama::Template;
use axum::{extract::State, response::Response};

use super::doctor::{self, Finding};
use crate::access::{Permit, Routes, Visit};
use crate::base::{
    App, Result,
    page::{Ui, page},
};

/// The page of the look around.
pub fn routes() -> Routes {
    Routes::new().get("/doctor", Permit::DoctorRead, show)
}

/// A finding as the page shows it.
struct Row {
    what: &'static str,
    tag: &'static str,
    state: String,
    says: String,
    todo: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "upkeep/doctor.html")]
struct Doctor {
    ui: Ui,
    at: String,
    rows: Vec<Row>,
}

fn row(ui: &Ui, finding: &Finding) -> Row {
    Row {
        what: finding.what,
        tag: match finding.state {
            doctor::State::Fine => "done",
            doctor::State::Mind => "wait",
            doctor::State::Act => "late",
        },
        state: ui.word("doctor-state", finding.state.word()),
        says: ui.say(&finding.says),
        todo: finding.todo,
    }
}

/// `GET /doctor`: how the machine and the congress's own data are.
async fn show(State(app): State<App>, visit: Visit) -> Result<Response> {
    let mut found = doctor::machine(&app).await?;
    found.extend(doctor::congress(&app, visit.home.id).await?);
    // What is to be done comes first.
    found.sort_by_key(|finding| std::cmp::Reverse(finding.state));
    let ui = visit.ui;
    let rows = found.iter().map(|finding| row(&ui, finding)).collect();
    page(Doctor { at: ui.moment(app.clock.now()), rows, ui })
}
