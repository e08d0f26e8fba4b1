use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::access::{Sent, Visit, drafts};
use crate::base::form::Form;
use crate::base::page::{Ui, page, page_as};
use crate::base::{App, Error, Result};
use crate::chats::acts::{self, NewMessage};
use crate::chats::{Message, TEXT, TITLE, store};

/// Where the form stands.
const NEW: &str = "/chats/new";

#[derive(Template)]
#[template(path = "chats/list.html")]
struct ListPage {
    ui: Ui,
    messages: Vec<Message>,
    first: Option<String>,
    next: Option<String>,
}

/// From where the list goes on.
#[derive(Debug, Default, Deserialize)]
pub(super) struct After {
    after: Option<String>,
}

/// `GET /chats`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<After>,
) -> Result<Response> {
    let (messages, next) = store::list(&app.db, &visit.actor, asked.after.as_deref()).await?;
    page(ListPage {
        messages,
        first: asked.after.map(|_| "/chats".to_owned()),
        next: next.map(|mark| format!("/chats?after={mark}")),
        ui: visit.ui,
    })
}

#[derive(Template)]
#[template(path = "chats/form.html")]
struct FormPage {
    ui: Ui,
    form: Form,
}

/// What another page of the site fills in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Filled {
    title: String,
    text: String,
    link: String,
}

/// `GET /chats/new`: empty, or filled in by the page that offers it.
pub(super) async fn new(
    State(app): State<App>,
    visit: Visit,
    Query(filled): Query<Filled>,
) -> Result<Response> {
    let mut form = drafts::shown(&app, &visit, NEW).await?;
    if !filled.title.is_empty() || !filled.text.is_empty() || !form.is_kept() {
        form = Form::new()
            .preset("title", &filled.title)
            .preset("text", &filled.text)
            .preset("link", &filled.link);
    }
    if form.value("form").is_empty() {
        form = form.preset("form", &app.chance.id(app.clock.now()).to_string());
    }
    page(FormPage { ui: visit.ui, form })
}

/// `POST /chats/new`
pub(super) async fn write(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form;
    let new = NewMessage {
        form: form.uuid("form").unwrap_or_else(|| app.chance.id(app.clock.now())),
        title: form.value("title").to_owned(),
        text: form.value("text").to_owned(),
        link: form.value("link").to_owned(),
    };
    match acts::write(&app, &visit.actor, &new).await {
        Ok(id) => {
            drafts::discard(&app, &visit.actor, NEW).await?;
            Ok(Redirect::to(&format!("/chats/{id}")).into_response())
        }
        Err(Error::Invalid(found)) => {
            let form = form.mistakes(&found);
            page_as(StatusCode::UNPROCESSABLE_ENTITY, FormPage { ui: visit.ui, form })
        }
        Err(other) => Err(other),
    }
}
