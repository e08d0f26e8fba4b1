use askama::Template;
use axum::{
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use serde::Deserialize;

use super::{device, failure::wait, let_in, let_out};
use crate::access::{Permit, Routes, Sent, Visit, sign_in};
use crate::base::{
    App, Error, Result,
    form::Form,
    page::{Ui, own_path, page_as},
};

pub(super) fn routes() -> Routes {
    Routes::new().get("/sign-in", Permit::SignIn, show).post("/sign-in", Permit::SignIn, enter).post(
        "/sign-out",
        Permit::Account,
        leave,
    )
}

#[derive(Template)]
#[template(path = "access/sign_in.html")]
struct SignIn {
    ui: Ui,
    form: Form,
    back: String,
    /// The key of the sentence that says what was kept when the session had ended.
    kept: Option<&'static str>,
    looking_around: bool,
    wait: Option<String>,
}

#[derive(Deserialize)]
struct Wanted {
    back: Option<String>,
    kept: Option<String>,
}

/// Where to go after signing in: a page of this site, else one's desk.
fn onward(back: &str) -> &str {
    match own_path(back) {
        "/" => "/desk",
        path => path,
    }
}

async fn show(State(app): State<App>, visit: Visit, Query(wanted): Query<Wanted>) -> Result<Response> {
    let back = onward(wanted.back.as_deref().unwrap_or_default()).to_owned();
    let kept = match wanted.kept.as_deref() {
        Some("form") => Some("access-kept"),
        Some("all-but-files") => Some("access-kept-all-but-files"),
        _ => None,
    };
    let looking_around = super::look_around::is_offered(&app, &visit);
    let view = SignIn { ui: visit.ui, form: Form::new(), back, kept, looking_around, wait: None };
    page_as(StatusCode::OK, view)
}

async fn enter(State(app): State<App>, visit: Visit, headers: HeaderMap, mut sent: Sent) -> Result<Response> {
    let login = sent.form.required("login", 100, "access-login-missing");
    if sent.form.value("password").is_empty() {
        sent.form.error("password", "access-password-missing");
    }
    let back = onward(sent.form.value("back")).to_owned();
    if !sent.form.is_fine() {
        return again(&app, visit, (sent.form, back), None);
    }
    let (password, code) = (sent.form.value("password").to_owned(), sent.form.value("code").to_owned());
    let shown = sign_in::Shown { login: &login, password: &password, code: &code, device: &device(&headers) };
    match sign_in::sign_in(&app, &visit, shown).await {
        Ok(token) => Ok(let_in(&app, &token, &back)),
        Err(Error::Invalid(mistakes)) => again(&app, visit, (sent.form.mistakes(&mistakes), back), None),
        Err(Error::TooMany(seconds)) => again(&app, visit, (sent.form, back), Some(seconds)),
        Err(other) => Err(other),
    }
}

fn again(app: &App, visit: Visit, (form, back): (Form, String), seconds: Option<u64>) -> Result<Response> {
    let looking_around = super::look_around::is_offered(app, &visit);
    let wait = seconds.map(|seconds| wait(&visit.ui, seconds));
    let status =
        if wait.is_some() { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut response: Response =
        page_as::<Error>(status, SignIn { ui: visit.ui, form, back, kept: None, looking_around, wait })?;
    if let Some(seconds) = seconds {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    Ok(response)
}

async fn leave(State(app): State<App>, visit: Visit, _: Sent) -> Result<Response> {
    sign_in::sign_out(&app, &visit).await?;
    Ok(let_out(&app, "/"))
}
