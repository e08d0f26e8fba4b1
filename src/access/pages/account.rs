use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::activate::NewFactor;
use crate::access::{Permit, Routes, Sent, Visit, own};
use crate::base::{
    App, Error, Result,
    form::Form,
    page::{Ui, page, page_as},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/account", Permit::Account, show)
        .post("/account/sessions", Permit::Account, end)
        .get("/account/password", Permit::Account, show_password)
        .post("/account/password", Permit::Account, change_password)
        .get("/account/second-factor", Permit::Account, show_factor)
        .post("/account/second-factor", Permit::Account, renew_factor)
        .post("/account/second-factor/code", Permit::Account, confirm_factor)
}

/// A session as the page shows it.
struct Line {
    token: String,
    device: String,
    since: DateTime<Utc>,
    used: DateTime<Utc>,
    this: bool,
}

#[derive(Template)]
#[template(path = "access/account.html")]
struct Account {
    ui: Ui,
    sessions: Vec<Line>,
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "access/account_password.html")]
struct Password {
    ui: Ui,
    form: Form,
}

#[derive(Template)]
#[template(path = "access/account_factor.html")]
struct Factor {
    ui: Ui,
    form: Form,
    factor: Option<NewFactor>,
}

#[derive(Deserialize)]
struct Done {
    done: Option<String>,
}

async fn show(State(app): State<App>, visit: Visit, Query(done): Query<Done>) -> Result<Response> {
    let this = visit.session.as_ref().map(|session| session.token.clone());
    let line = |own: crate::access::store::Own| Line {
        this: this.as_ref() == Some(&own.token),
        token: own.token,
        device: own.device,
        since: own.created_at,
        used: own.seen_at,
    };
    let sessions = own::sessions(&app, &visit).await?.into_iter().map(line).collect();
    let known = ["password", "factor", "session"];
    let done = done.done.filter(|word| known.contains(&word.as_str()));
    let done = done.map(|word| visit.ui.word("access-done", &word));
    page(Account { ui: visit.ui, sessions, done })
}

fn done(what: &str) -> Response {
    Redirect::to(&format!("/account?done={what}")).into_response()
}

async fn end(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let which = sent.form.value("session");
    own::end_sessions(&app, &visit, (which != "others").then_some(which)).await?;
    Ok(done("session"))
}

async fn show_password(visit: Visit) -> Result<Response> {
    page(Password { ui: visit.ui, form: Form::new() })
}

async fn change_password(State(app): State<App>, visit: Visit, mut sent: Sent) -> Result<Response> {
    let value = |name: &str| sent.form.value(name).to_owned();
    let (current, new, again) = (value("current"), value("password"), value("again"));
    if new != again {
        sent.form.error("again", "access-password-differs");
        return page_as(StatusCode::UNPROCESSABLE_ENTITY, Password { ui: visit.ui, form: sent.form });
    }
    match own::change_password(&app, &visit, &current, &new).await {
        Ok(()) => Ok(done("password")),
        Err(Error::Invalid(mistakes)) => {
            let form = sent.form.mistakes(&mistakes);
            page_as(StatusCode::UNPROCESSABLE_ENTITY, Password { ui: visit.ui, form })
        }
        Err(other) => Err(other),
    }
}

async fn show_factor(State(app): State<App>, visit: Visit) -> Result<Response> {
    factor_page(&app, visit, Form::new(), StatusCode::OK).await
}

async fn factor_page(app: &App, visit: Visit, form: Form, status: StatusCode) -> Result<Response> {
    let waiting = own::waiting_factor(app, &visit).await?;
    let factor = waiting.map(|(secret, login)| NewFactor::new(&visit, &secret, &login));
    page_as(status, Factor { ui: visit.ui, form, factor })
}

async fn renew_factor(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    match own::renew_factor(&app, &visit, sent.form.value("current")).await {
        Ok(()) => Ok(Redirect::to("/account/second-factor").into_response()),
        Err(Error::Invalid(mistakes)) => {
            let form = sent.form.at("renew").mistakes(&mistakes);
            factor_page(&app, visit, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other),
    }
}

async fn confirm_factor(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    match own::confirm_factor(&app, &visit, sent.form.value("code")).await {
        Ok(()) => Ok(done("factor")),
        Err(Error::Invalid(mistakes)) => {
            let form = sent.form.at("confirm").mistakes(&mistakes);
            factor_page(&app, visit, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other),
    }
}
