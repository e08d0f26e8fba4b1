use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::show::{Came, page_of};
use crate::access::{Sent, Visit};
use crate::base::form::Form;
use crate::base::{App, Error, Result};
use crate::cases::acts::LONGEST;
use crate::ledger::Step;
use crate::outreach::acts;
use crate::outreach::pass_on::{Passed, pass_on as pass};

async fn step(app: &App, visit: &Visit, id: Uuid, (step, done): (Step, &str)) -> Result<Response> {
    acts::take(app, &visit.actor, id, step).await?;
    Ok(Redirect::to(&format!("/outreach/{id}?done={done}")).into_response())
}

/// `POST /outreach/{id}/declaration`
pub(super) async fn declare(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _: Sent,
) -> Result<Response> {
    step(&app, &visit, id, (Step::Declare, "declared")).await
}

/// `POST /outreach/{id}/recall`
pub(super) async fn recall(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _: Sent,
) -> Result<Response> {
    step(&app, &visit, id, (Step::Recall, "recalled")).await
}

/// `POST /outreach/{id}/discard`
pub(super) async fn discard(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _: Sent,
) -> Result<Response> {
    step(&app, &visit, id, (Step::Discard, "discarded")).await
}

/// `POST /outreach/{id}/opinions`: what was heard becomes an opinion.
pub(super) async fn pass_on(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("opinion");
    let passed = Passed {
        form: form.uuid("form").unwrap_or_else(|| app.chance.id(app.clock.now())),
        deputy: form.uuid("deputy"),
        body: form.required("body", LONGEST, "cases-body-missing-text"),
        subject: form.text("subject", 100),
        place: form.text("place", 200),
        name: form.text("name", 50),
        phone: form.phone("phone").unwrap_or_default(),
    };
    if !form.is_fine() {
        return again(&app, visit, id, form).await;
    }
    match pass(&app, &visit.actor, id, &passed).await {
        Ok(_) => Ok(Redirect::to(&format!("/outreach/{id}?done=passed")).into_response()),
        Err(Error::Invalid(found)) => again(&app, visit, id, form.mistakes(&found)).await,
        Err(other) => Err(other),
    }
}

/// The page again, with every letter typed.
async fn again(app: &App, visit: Visit, id: Uuid, form: Form) -> Result<Response> {
    page_of(app, visit, id, Came { form, status: StatusCode::UNPROCESSABLE_ENTITY, ..Came::default() }).await
}
