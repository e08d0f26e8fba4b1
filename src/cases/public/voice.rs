use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

use super::follow;
use crate::access::{Sent, Visit};
use crate::base::{
    App, Error, Result,
    form::Form,
    page::{Ui, page_as, unlisted},
};
use crate::cases::flow::StepKind;
use crate::cases::{Move, acts};

/// Characters of the longest reason.
const LONGEST: usize = 1_000;

#[derive(Template)]
#[template(path = "cases/public/withdrawal.html")]
struct Withdrawal {
    ui: Ui,
    form: Form,
    number: String,
    subject: String,
    receipt: String,
}

/// `POST /follow/{code}/opening`: the voter opens the answer, and that it arrived is recorded.
pub(super) async fn open(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
    _sent: Sent,
) -> Result<Response> {
    match follow::found(&app, &visit, &typed).await? {
        Ok(case) => {
            acts::see(&app, &visit.actor, &case.receipt).await?;
            Ok(back(&case.receipt, "#answer"))
        }
        Err(mistake) => follow::refused(visit, &typed, mistake),
    }
}

/// `POST /follow/{code}/rating`
pub(super) async fn rate(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
    Sent { form, .. }: Sent,
) -> Result<Response> {
    let case = match follow::found(&app, &visit, &typed).await? {
        Ok(case) => case,
        Err(mistake) => return follow::refused(visit, &typed, mistake),
    };
    let mut form = form.at("rating");
    let text = form.text("text", LONGEST);
    for field in ["attitude", "result"] {
        if form.value(field).is_empty() {
            form.error(
                field,
                if field == "attitude" { "voters-attitude-missing" } else { "voters-result-missing" },
            );
        }
    }
    let wanted = Move {
        attitude: form.value("attitude").to_owned(),
        result: form.value("result").to_owned(),
        ..Move::saying(StepKind::Evaluate, &text)
    };
    if wanted.text.is_empty()
        && [&wanted.attitude, &wanted.result].into_iter().any(|it| it == "not_satisfied")
    {
        form.error("text", "voters-reason-missing");
    }
    if !form.is_fine() {
        return follow::followed(&app, visit, case, (StatusCode::UNPROCESSABLE_ENTITY, form)).await;
    }
    match acts::rate(&app, &visit.actor, &case.receipt, wanted).await {
        Err(Error::Invalid(mistakes)) => {
            let form = form.mistakes(&mistakes);
            follow::followed(&app, visit, case, (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        rated => rated.map(|case| back(&case.receipt, "#rating")),
    }
}

/// `GET /follow/{code}/withdrawal`: a page that asks once more.
pub(super) async fn confirm_withdrawal(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response> {
    match follow::found(&app, &visit, &typed).await? {
        Ok(case) => {
            let view = Withdrawal {
                ui: visit.ui,
                form: Form::new(),
                number: case.number,
                subject: case.subject,
                receipt: case.receipt,
            };
            page_as(StatusCode::OK, view).map(unlisted)
        }
        Err(mistake) => follow::refused(visit, &typed, mistake),
    }
}

/// `POST /follow/{code}/withdrawal`
pub(super) async fn withdraw(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
    Sent { mut form, .. }: Sent,
) -> Result<Response> {
    let case = match follow::found(&app, &visit, &typed).await? {
        Ok(case) => case,
        Err(mistake) => return follow::refused(visit, &typed, mistake),
    };
    let reason = form.text("text", LONGEST);
    if !form.is_fine() {
        let view = Withdrawal {
            ui: visit.ui,
            form,
            number: case.number,
            subject: case.subject,
            receipt: case.receipt,
        };
        return page_as(StatusCode::UNPROCESSABLE_ENTITY, view).map(unlisted);
    }
    acts::withdraw(&app, &visit.actor, &case.receipt, &reason).await?;
    Ok(back(&case.receipt, ""))
}

fn back(receipt: &str, part: &str) -> Response {
    Redirect::to(&format!("/follow/{receipt}{part}")).into_response()
}
