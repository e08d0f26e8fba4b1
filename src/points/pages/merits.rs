use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::Datelike;
use uuid::Uuid;

use super::Came;
use crate::access::{Permit, Sent, Visit};
use crate::base::form::{Choice, Form};
use crate::base::page::{Link, Ui, page_as};
use crate::base::{App, Error, Result};
use crate::ledger::Step;
use crate::points::merits::{self, LONGEST, NewMerit};
use crate::points::statements::days_of;
use crate::points::store::{self, Merit};

/// Commendations of one kind on a page.
const MOST: i64 = 50;

/// A commendation as the page shows it.
struct Line {
    href: String,
    name: String,
    day: String,
    text: String,
    state: (&'static str, String),
    proposed: String,
    decided: String,
    /// Why it was refused.
    note: String,
    act: Link,
    /// The reader may approve or refuse it.
    decides: bool,
}

#[derive(Template)]
#[template(path = "points/merits.html")]
struct List {
    ui: Ui,
    form: Form,
    waiting: Vec<Line>,
    decided: Vec<Line>,
    may_propose: bool,
    members: Vec<Choice>,
    form_id: Uuid,
}

#[derive(Template)]
#[template(path = "points/merit.html")]
struct One {
    ui: Ui,
    form: Form,
    merit: Line,
    refusal_at: String,
}

fn line(visit: &Visit, merit: Merit) -> Line {
    let ui = &visit.ui;
    let code = if merit.void { "void" } else { merit.state.as_str() };
    let kind = match code {
        "declared" => "wait",
        "verified" => "done",
        _ => "stop",
    };
    let own = visit.actor.person == Some(merit.person_id);
    let proposed = visit.actor.account.is_some() && visit.actor.account == merit.entered_by;
    Line {
        href: format!("/merits/{}", merit.id),
        state: (kind, ui.word("points-merit", code)),
        proposed: ui.moment(merit.entered_at),
        decided: merit.decided_at.map(|at| ui.moment(at)).unwrap_or_default(),
        decides: code == "declared" && visit.actor.may(Permit::MeritApprove) && !own && !proposed,
        act: Link::new(format!("/acts/{}", merit.act_id), ui.t("points-act")),
        day: ui.date(merit.on_day),
        name: merit.name,
        text: merit.text,
        note: merit.note,
    }
}

/// `GET /merits`: those that wait, and those that were decided.
pub(super) async fn list(State(app): State<App>, visit: Visit) -> Result<Response> {
    list_of(&app, &visit, Came::default()).await
}

async fn list_of(app: &App, visit: &Visit, came: Came) -> Result<Response> {
    let lines = async |waiting| -> Result<Vec<Line>> {
        let merits = store::merits(&app.db, &visit.actor, waiting, MOST).await?;
        Ok(merits.into_iter().map(|merit| line(visit, merit)).collect())
    };
    let may_propose = visit.actor.may(Permit::MeritPropose);
    let mut members = Vec::new();
    if may_propose {
        let today = app.clock.today();
        // What is commended may have been done last year.
        let since = days_of(today.year() - 1)?.0;
        let all = store::members(&app.db, visit.home.id, (since, today)).await?;
        members = all.into_iter().map(|it| Choice::new(it.id.to_string(), it.name)).collect();
    }
    let form = came.form.preset_in("propose", "on_day", &app.clock.today().to_string());
    let view = List {
        waiting: lines(true).await?,
        decided: lines(false).await?,
        form_id: app.chance.id(app.clock.now()),
        ui: visit.ui.clone(),
        form,
        may_propose,
        members,
    };
    page_as(came.status, view)
}

/// `POST /merits`: propose one.
pub(super) async fn propose(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form.at("propose");
    let person = form.uuid("person");
    if person.is_none() && form.problem("person").is_none() {
        form.error("person", "points-merit-person-missing");
    }
    let day = form.date("on_day");
    if day.is_none() && form.problem("on_day").is_none() {
        form.error("on_day", "points-merit-day-missing");
    }
    let text = form.required("text", LONGEST, "points-merit-text-missing");
    // A form without an id of its own is new each time.
    let id = form.uuid("form").unwrap_or_else(|| app.chance.id(app.clock.now()));
    let proposed = match (person, day, form.is_fine()) {
        (Some(person), Some(on_day), true) => {
            let new = NewMerit { form: id, person, on_day, text: &text };
            merits::propose(&app, &visit.actor, &new).await
        }
        _ => Err(Error::Invalid(Vec::new())),
    };
    match proposed {
        Ok(id) => Ok(Redirect::to(&format!("/merits/{id}")).into_response()),
        Err(Error::Invalid(found)) => {
            let form = form.mistakes(&found);
            let came = Came { form, status: StatusCode::UNPROCESSABLE_ENTITY, verified: None };
            list_of(&app, &visit, came).await
        }
        Err(other) => Err(other),
    }
}

/// `GET /merits/{id}`
pub(super) async fn show(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    one_of(&app, &visit, id, Came::default()).await
}

async fn one_of(app: &App, visit: &Visit, id: Uuid, came: Came) -> Result<Response> {
    let merit = line(visit, store::merit(&app.db, &visit.actor, id).await?);
    page_as(
        came.status,
        One { ui: visit.ui.clone(), form: came.form, refusal_at: format!("/merits/{id}/refusal"), merit },
    )
}

/// `POST /merits/{id}/approval`
pub(super) async fn approve(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _: Sent,
) -> Result<Response> {
    merits::decide(&app, &visit.actor, id, (Step::Verify, "")).await?;
    Ok(Redirect::to(&format!("/merits/{id}")).into_response())
}

/// `POST /merits/{id}/refusal`
pub(super) async fn refuse(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let form = sent.form.at("refuse");
    let note = form.value("note").to_owned();
    match merits::decide(&app, &visit.actor, id, (Step::Return, &note)).await {
        Ok(()) => Ok(Redirect::to(&format!("/merits/{id}")).into_response()),
        Err(Error::Invalid(found)) => {
            let form = form.mistakes(&found);
            let came = Came { form, status: StatusCode::UNPROCESSABLE_ENTITY, verified: None };
            one_of(&app, &visit, id, came).await
        }
        Err(other) => Err(other),
    }
}
