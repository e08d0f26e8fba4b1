use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Sent, Visit};
use crate::base::form::Form;
use crate::base::page::{Ui, page_as};
use crate::base::{App, Error, Result};
use crate::cases;
use crate::cases::desks::Line;
use crate::letters::acts;

#[derive(Template)]
#[template(path = "letters/pages/urging.html")]
struct UrgingPage {
    ui: Ui,
    form: Form,
    lines: Vec<Line>,
    first: Option<String>,
    next: Option<String>,
}

/// After which case a page begins.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    after: Option<String>,
}

/// `GET /urgings?after=…`: the organs that are late, and with what.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let form = Form::new().preset("form", &app.chance.id(app.clock.now()).to_string());
    let form = form.preset("after", asked.after.as_deref().unwrap_or_default());
    shown(&app, visit, form, StatusCode::OK).await
}

async fn shown(app: &App, visit: Visit, form: Form, status: StatusCode) -> Result<Response> {
    let actor = &visit.actor;
    let late = acts::late(actor, visit.ui.today);
    let after = Some(form.value("after").to_owned()).filter(|after| !after.is_empty());
    let found = cases::store::list(&app.db, actor, &late, after.as_deref()).await?;
    let lines = cases::desks::lines(app, &visit, found.lines).await?;
    let next = found.next.map(|next| format!("/urgings?after={next}"));
    let first = after.map(|_| "/urgings".to_owned());
    page_as(status, UrgingPage { ui: visit.ui, form, lines, first, next })
}

/// `POST /urgings`
pub(super) async fn urge(State(app): State<App>, visit: Visit, mut sent: Sent) -> Result<Response> {
    let form = sent.form.uuid("form").ok_or(Error::NotFound)?;
    let chosen: Vec<Uuid> = sent.form.values("cases").iter().filter_map(|id| id.parse().ok()).collect();
    match acts::urge(&app, &visit.actor, form, &chosen).await {
        Ok(letters) => Ok(match letters.as_slice() {
            [one] => Redirect::to(&format!("/letters/{one}?done=urged")),
            _ => Redirect::to("/letters?done=urged"),
        }
        .into_response()),
        Err(Error::Invalid(found)) => {
            let form = sent.form.mistakes(&found);
            shown(&app, visit, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other),
    }
}
