use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};

use super::{device, let_in};
use crate::access::{Permit, Routes, Sent, Visit, second_factor, slips};
use crate::base::{
    App, Error, Result,
    form::Form,
    page::{Ui, page, page_as},
};

pub(super) fn routes() -> Routes {
    Routes::new().get("/activate", Permit::SignIn, show).post("/activate", Permit::SignIn, open).post(
        "/activate/password",
        Permit::SignIn,
        choose,
    )
}

#[derive(Template)]
#[template(path = "access/activate.html")]
struct Activate {
    ui: Ui,
    form: Form,
}

#[derive(Template)]
#[template(path = "access/activate_choose.html")]
struct Choose {
    ui: Ui,
    form: Form,
    slip: String,
    login: String,
    /// Whether a code is asked for.
    code: bool,
    factor: Option<NewFactor>,
}

/// A second factor to set up: the picture for the app, and the secret to be typed by hand.
pub(super) struct NewFactor {
    pub(super) picture: String,
    pub(super) secret: String,
}

impl NewFactor {
    pub(super) fn new(visit: &Visit, secret: &str, login: &str) -> Self {
        let address = second_factor::address(secret, &visit.home.code, login);
        // A login too long for a picture leaves the secret to be typed.
        let picture = papers::qr_svg(&address, &visit.ui.t("access-factor-picture"), papers::QUIET_ZONE);
        Self { picture: picture.unwrap_or_default(), secret: second_factor::grouped(secret) }
    }
}

async fn show(visit: Visit) -> Result<Response> {
    page(Activate { ui: visit.ui, form: Form::new() })
}

async fn open(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let slip = sent.form.value("slip").to_owned();
    match slips::open(&app, &visit, &slip).await {
        Ok(asked) => choosing(visit, (Form::new(), slip), asked, StatusCode::OK),
        Err(Error::Invalid(mistakes)) => {
            let view = Activate { form: sent.form.mistakes(&mistakes), ui: visit.ui };
            page_as(StatusCode::UNPROCESSABLE_ENTITY, view)
        }
        Err(other) => Err(other),
    }
}

fn choosing(
    visit: Visit,
    (form, slip): (Form, String),
    asked: slips::Asked,
    status: StatusCode,
) -> Result<Response> {
    let factor = asked.secret.as_deref().map(|secret| NewFactor::new(&visit, secret, &asked.login));
    page_as(status, Choose { ui: visit.ui, form, slip, login: asked.login, code: asked.code, factor })
}

async fn choose(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    mut sent: Sent,
) -> Result<Response> {
    let value = |name: &str| sent.form.value(name).to_owned();
    let (slip, password, code, again) = (value("slip"), value("password"), value("code"), value("again"));
    if password != again {
        sent.form.error("again", "access-password-differs");
        let asked = slips::open(&app, &visit, &slip).await?;
        return choosing(visit, (sent.form, slip), asked, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let chosen = slips::Chosen { slip: &slip, password: &password, code: &code, device: &device(&headers) };
    match slips::activate(&app, &visit, chosen).await {
        Ok(token) => Ok(let_in(&app, &token, "/desk")),
        Err(Error::Invalid(mistakes)) => {
            let asked = slips::open(&app, &visit, &slip).await?;
            let form = sent.form.mistakes(&mistakes);
            choosing(visit, (form, slip), asked, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(other) => Err(other),
    }
}
