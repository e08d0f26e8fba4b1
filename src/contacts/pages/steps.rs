use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::show::{Came, page_of};
use crate::access::{Sent, Visit};
use crate::base::form::Form;
use crate::base::{App, Error, Result};
use crate::cases::acts::LONGEST;
use crate::contacts::Passed;
use crate::contacts::acts::{self, read_confidence};
use crate::ledger::Step;

fn back(id: Uuid, done: &str) -> Response {
    Redirect::to(&format!("/contacts/{id}?done={done}")).into_response()
}

async fn step(app: &App, visit: &Visit, id: Uuid, (step, mut sent): (Step, Sent)) -> Result<Response> {
    let version = sent.form.whole("version", 1, i64::MAX);
    acts::step(app, &visit.actor, id, (step, version)).await?;
    Ok(back(id, step.word()))
}

/// `POST /contacts/{id}/declaration`
pub(super) async fn declare(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    step(&app, &visit, id, (Step::Declare, sent)).await
}

/// `POST /contacts/{id}/recall`
pub(super) async fn recall(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    step(&app, &visit, id, (Step::Recall, sent)).await
}

/// `POST /contacts/{id}/disposal`
pub(super) async fn discard(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    step(&app, &visit, id, (Step::Discard, sent)).await
}

/// The page again, with every letter typed into one of its forms.
async fn again(app: &App, visit: &Visit, id: Uuid, form: Form) -> Result<Response> {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    page_of(app, visit, id, Came { form, status, ..Came::default() }).await
}

/// `POST /contacts/{id}/opinions`: what was heard becomes an opinion.
pub(super) async fn pass_on(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("opinion");
    let deputy = form.uuid("deputy");
    if deputy.is_none() && form.problem("deputy").is_none() {
        form.error("deputy", "contacts-pass-on-deputy");
    }
    let passed = Passed {
        form: form.uuid("form").unwrap_or_else(|| app.chance.id(app.clock.now())),
        deputy: deputy.unwrap_or_default(),
        body: form.required("body", LONGEST, "cases-body-missing-text"),
        subject: form.text("subject", 100),
        place: form.text("place", 200),
    };
    if !form.is_fine() {
        return again(&app, &visit, id, form).await;
    }
    match acts::pass_on(&app, &visit.actor, id, &passed).await {
        Ok(_) => Ok(back(id, "pass")),
        Err(Error::Invalid(found)) => again(&app, &visit, id, form.mistakes(&found)).await,
        Err(other) => Err(other),
    }
}

/// `POST /contacts/{id}/confidence`: what was confided; who looked is written down.
pub(super) async fn confidence(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _: Sent,
) -> Result<Response> {
    let confided = Some(read_confidence(&app, &visit.actor, id).await?);
    page_of(&app, &visit, id, Came { confided, ..Came::default() }).await
}
