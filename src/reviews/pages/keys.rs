//! Where a trustee enters the key from the paper. The key itself says who comes: a voter drawn by lot has no account.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

use super::cast::of_code;
use crate::access::{Sent, Visit, rates};
use crate::base::{
    App, Error, Result,
    form::Form,
    page::{Ui, page, page_as, unlisted},
};
use crate::reviews::acts::opening::enter_key;
use crate::reviews::{Review, State as At, TRUSTEES, store};

/// What is counted against an address: keys that are none.
const RATE: &str = "review-key";

/// A trustee, and whether he or she was here.
struct Holder {
    name: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "reviews/pages/keys.html")]
struct KeysPage {
    ui: Ui,
    form: Form,
    review: Review,
    waits: bool,
    holders: Vec<Holder>,
    needed: usize,
}

#[derive(Template)]
#[template(path = "reviews/pages/entered.html")]
struct EnteredPage {
    ui: Ui,
    review: Review,
    opened: bool,
}

async fn shown(
    app: &App,
    visit: Visit,
    review: Review,
    (status, form): (StatusCode, Form),
) -> Result<Response> {
    let openings = store::openings(&app.db, visit.home.id, review.id).await?;
    let waits = review.state() == At::Opening;
    let holders = match waits {
        true => review.round()?.key().trustees.clone(),
        false => Vec::new(),
    };
    let here = |number: u8| openings.iter().any(|one| one.trustee == i64::from(number));
    let holders = holders.into_iter().map(|it| Holder { here: here(it.number), name: it.name }).collect();
    page_as(status, KeysPage { form, waits, holders, needed: TRUSTEES.1.into(), review, ui: visit.ui })
        .map(unlisted)
}

/// `GET /reviews/{code}/keys`
pub(super) async fn show(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> Result<Response> {
    let review = of_code(&app, &visit, &code).await?;
    shown(&app, visit, review, (StatusCode::OK, Form::new())).await
}

/// `POST /reviews/{code}/keys`
pub(super) async fn enter(
    State(app): State<App>,
    visit: Visit,
    Path(code): Path<String>,
    sent: Sent,
) -> Result<Response> {
    let review = of_code(&app, &visit, &code).await?;
    let most = app.config.limits.opinions_per_hour;
    rates::look(&app, &visit, RATE, most).await?;
    match enter_key(&app, &visit.actor, &review.code, sent.form.value("key")).await {
        Ok(entered) => page(EnteredPage { review, opened: entered.opened, ui: visit.ui }).map(unlisted),
        Err(Error::Invalid(found)) => {
            rates::take(&app, &visit, RATE, most).await?;
            // A key is typed anew rather than sent back in a page.
            let form = Form::new().mistakes(&found);
            shown(&app, visit, review, (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(Error::Conflict(key)) if key == "reviews-key-again" => {
            Ok(Redirect::to(&format!("/reviews/{}/keys", review.code)).into_response())
        }
        Err(other) => Err(other),
    }
}
