//! The small steps of a report, each a form of its own.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use uuid::Uuid;

use super::show::{Came, page_of};
use crate::access::{Sent, Visit};
use crate::base::{App, Error, Result, form::Form};
use crate::reports::acts;

/// The version that the form was made for, and the reason in it.
fn read(form: &Form) -> (i64, String) {
    (form.value("version").parse().unwrap_or_default(), form.value("reason").to_owned())
}

/// On to the report, saying what was done; or its page with what is wrong.
async fn answered(
    app: &App,
    visit: Visit,
    id: Uuid,
    (taken, form): (Result<()>, Form),
    done: &str,
) -> Result<Response> {
    match taken {
        Ok(()) => Ok(Redirect::to(&format!("/reporting/{id}?done={done}")).into_response()),
        Err(Error::Invalid(found)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let came = Came { form: form.mistakes(&found), status, done: None };
            page_of(app, visit, id, came).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /reporting/{id}/reopening`
pub(super) async fn reopen(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let form = sent.form.at("return");
    let (version, reason) = read(&form);
    let taken = acts::reopen(&app, &visit.actor, (id, version), &reason).await;
    answered(&app, visit, id, (taken, form), "reopened").await
}

/// `POST /reporting/{id}/discard`
pub(super) async fn discard(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let (version, _) = read(&sent.form);
    acts::discard(&app, &visit.actor, (id, version)).await?;
    Ok(Redirect::to("/reports/progress").into_response())
}

/// `POST /reporting/{id}/calling-off`
pub(super) async fn call_off(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let form = sent.form.at("call-off");
    let (version, reason) = read(&form);
    let taken = acts::call_off(&app, &visit.actor, (id, version), &reason).await;
    answered(&app, visit, id, (taken, form), "called-off").await
}

/// `POST /reporting/{id}/taking-back`
pub(super) async fn take_back(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let (version, _) = read(&sent.form);
    let taken = acts::take_back(&app, &visit.actor, (id, version)).await;
    answered(&app, visit, id, (taken, sent.form), "taken-back").await
}

/// `POST /reporting/{id}/correction`
pub(super) async fn correct(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("correct");
    let (version, reason) = read(&form);
    let day = form.date("on_day");
    if day.is_none() && form.problem("on_day").is_none() {
        form.error("on_day", "reports-day-missing");
    }
    let taken = match day {
        Some(day) => acts::correct(&app, &visit.actor, (id, version), (day, &reason)).await,
        None => Err(Error::Invalid(Vec::new())),
    };
    answered(&app, visit, id, (taken, form), "corrected").await
}

/// `POST /reporting/{id}/withdrawal`
pub(super) async fn withdraw(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let form = sent.form.at("withdraw");
    let (version, reason) = read(&form);
    let taken = acts::withdraw(&app, &visit.actor, (id, version), &reason).await;
    answered(&app, visit, id, (taken, form), "withdrawn").await
}
