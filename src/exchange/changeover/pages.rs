//! The pages of the change to the next term, and of what those who left leave behind.

mod leaving;
mod plan;

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

use super::acts::{self, Planning, running};
use super::store;
use crate::access::{Permit, Routes, Sent, Visit};
use crate::base::{
    App, Error, Result,
    form::Form,
    hanzi,
    page::{Ui, page_as},
};
use crate::bodies;

/// The pages of changeovers.
pub fn routes() -> Routes {
    Routes::new()
        .get("/terms", Permit::TermChange, list)
        .post("/terms", Permit::TermChange, planned)
        .get("/terms/{id}", Permit::TermChange, plan::show)
        .post("/terms/{id}", Permit::TermChange, plan::replanned)
        .post("/terms/{id}/removal", Permit::TermChange, plan::given_up)
        .post("/terms/{id}/draft.xlsx", Permit::TermChange, plan::draft)
        .post("/terms/{id}/roster", Permit::TermChange, plan::brought)
        .post("/terms/{id}/opening", Permit::TermChange, plan::opened)
        .get("/leavers", Permit::TermChange, leaving::matters)
        .post("/leavers", Permit::TermChange, leaving::handed_on)
        .get("/leavers/accounts", Permit::GrantsManage, leaving::accounts)
        .post("/leavers/accounts", Permit::GrantsManage, leaving::taken)
}

/// A term in words.
struct Line {
    name: String,
    days: String,
    /// Its changeover's page, if it was opened or is to be opened by one.
    href: String,
    /// The shape of its tag.
    kind: &'static str,
    state: String,
}

#[derive(Template)]
#[template(path = "exchange/changeover/list.html")]
struct List {
    ui: Ui,
    form: Form,
    lines: Vec<Line>,
    /// Whether the next one may be planned.
    may_plan: bool,
    /// What is open with those who left.
    left: usize,
}

/// `GET /terms`
async fn list(State(app): State<App>, visit: Visit) -> Result<Response> {
    let running = running(&app.db, visit.home.id).await?;
    let next = running.ends_on.succ_opt().unwrap_or(running.ends_on);
    let form = Form::new()
        .preset("name", &hanzi::term_name(running.number + 1))
        .preset("starts_on", &next.to_string());
    listed(&app, visit, (StatusCode::OK, form)).await
}

async fn listed(app: &App, visit: Visit, (status, form): (StatusCode, Form)) -> Result<Response> {
    let (congress, today, ui) = (visit.home.id, app.clock.today(), &visit.ui);
    let planned = store::planned(&app.db, congress).await?;
    let done = store::done(&app.db, congress).await?;
    let days = |from, to| ui.t2("changeover-days", "from", ui.lang.date(from), "to", ui.lang.date(to));
    let mut lines: Vec<Line> = bodies::store::terms(&app.db, congress)
        .await?
        .into_iter()
        .map(|term| {
            let opened = done.iter().any(|one| one.id == term.id);
            let (kind, key) = match (term.starts_on <= today, today <= term.ends_on) {
                (true, true) => ("go", "changeover-runs"),
                (true, false) => ("stop", "changeover-over"),
                (false, _) => ("wait", "changeover-comes"),
            };
            Line {
                days: days(term.starts_on, term.ends_on),
                href: if opened { format!("/terms/{}", term.id) } else { String::new() },
                kind,
                state: ui.t(key),
                name: term.name,
            }
        })
        .collect();
    if let Some(it) = &planned {
        lines.push(Line {
            name: it.name.clone(),
            days: days(it.starts_on, it.ends_on),
            href: format!("/terms/{}", it.id),
            kind: "wait",
            state: ui.t("changeover-planned"),
        });
    }
    lines.reverse();
    let left = crate::cases::store::left_behind(&app.db, congress).await?.len();
    page_as(status, List { may_plan: planned.is_none(), ui: visit.ui, form, lines, left })
}

fn planning(form: &Form) -> Planning {
    Planning { name: form.value("name").to_owned(), starts_on: form.value("starts_on").trim().parse().ok() }
}

/// `POST /terms`
async fn planned(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    match acts::plan(&app, &visit.actor, &planning(&sent.form)).await {
        Ok(id) => Ok(Redirect::to(&format!("/terms/{id}")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let form = sent.form.mistakes(&mistakes);
            listed(&app, visit, (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}
