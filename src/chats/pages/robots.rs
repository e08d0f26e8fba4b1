use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use crate::access::{Sent, Visit};
use crate::base::form::Form;
use crate::base::page::{Ui, page_as};
use crate::base::{App, Error, Result};
use crate::chats::{Robot, acts, store};

#[derive(Template)]
#[template(path = "chats/robots.html")]
struct RobotsPage {
    ui: Ui,
    form: Form,
    robots: Vec<Robot>,
}

async fn page_of(app: &App, visit: Visit, (status, form): (StatusCode, Form)) -> Result<Response> {
    let robots = store::robots(&app.db, visit.home.id).await?;
    page_as(status, RobotsPage { ui: visit.ui, form, robots })
}

/// `GET /robots`
pub(super) async fn show(State(app): State<App>, visit: Visit) -> Result<Response> {
    page_of(&app, visit, (StatusCode::OK, Form::new())).await
}

/// `POST /robots`
pub(super) async fn add(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let form = sent.form;
    let new = (form.value("name"), form.value("key"));
    match acts::add_robot(&app, &visit.actor, new).await {
        Ok(_) => Ok(Redirect::to("/robots").into_response()),
        Err(Error::Invalid(found)) => {
            page_of(&app, visit, (StatusCode::UNPROCESSABLE_ENTITY, form.mistakes(&found))).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /robots/{id}/removal`
pub(super) async fn remove(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _: Sent,
) -> Result<Response> {
    acts::remove_robot(&app, &visit.actor, id).await?;
    Ok(Redirect::to("/robots").into_response())
}
