use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use crate::access::{Sent, Visit};
use crate::base::form::Form;
use crate::base::page::{Ui, page_as};
use crate::base::{App, Error, Result};
use crate::letters::{Head, acts};

#[derive(Template)]
#[template(path = "letters/pages/head.html")]
struct HeadPage {
    ui: Ui,
    form: Form,
}

/// `GET /letters/head`
pub(super) async fn show(State(app): State<App>, visit: Visit) -> Result<Response> {
    let head = acts::head(&app.db, visit.actor.congress, acts::office(&visit.actor)?).await?;
    let form = Form::new()
        .preset("mark", &head.mark)
        .preset("word", &head.word)
        .preset("signatory", &head.signatory)
        .preset("contact", &head.contact);
    page_as(StatusCode::OK, HeadPage { ui: visit.ui, form })
}

/// `POST /letters/head`
pub(super) async fn keep(State(app): State<App>, visit: Visit, mut sent: Sent) -> Result<Response> {
    let head = Head {
        mark: sent.form.text("mark", 40),
        word: sent.form.text("word", 12),
        signatory: sent.form.text("signatory", 40),
        contact: sent.form.text("contact", 80),
    };
    let kept = if sent.form.is_fine() {
        acts::set_head(&app, &visit.actor, &head).await
    } else {
        Err(Error::Invalid(Vec::new()))
    };
    match kept {
        Ok(()) => Ok(Redirect::to("/letters").into_response()),
        Err(Error::Invalid(found)) => {
            let form = sent.form.mistakes(&found);
            page_as(StatusCode::UNPROCESSABLE_ENTITY, HeadPage { ui: visit.ui, form })
        }
        Err(other) => Err(other),
    }
}
