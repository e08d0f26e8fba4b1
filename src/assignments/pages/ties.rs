//! Known relations: who must not be assigned to whom. For those who make the assignment, and nobody else.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use uuid::Uuid;

use crate::access::{Sent, Visit};
use crate::assignments::TIES;
use crate::assignments::acts::{NewTie, add_tie, drop_tie};
use crate::assignments::store::{self, Tie};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form},
    page::{Ui, page_as},
};
use crate::people::meant;

#[derive(Template)]
#[template(path = "assignments/pages/ties.html")]
struct TiesPage {
    ui: Ui,
    form: Form,
    ties: Vec<Tie>,
    kinds: Vec<Choice>,
    ones: Vec<Choice>,
    others: Vec<Choice>,
}

/// `GET /assignments/ties`
pub(super) async fn show(State(app): State<App>, visit: Visit) -> Result<Response> {
    shown(&app, visit, (StatusCode::OK, Form::new()), (Vec::new(), Vec::new())).await
}

async fn shown(
    app: &App,
    visit: Visit,
    (status, form): (StatusCode, Form),
    (ones, others): (Vec<Choice>, Vec<Choice>),
) -> Result<Response> {
    let ties = store::ties(&app.db, visit.home.id).await?;
    let kinds = visit.ui.choices("assignments-tie", &TIES);
    page_as(status, TiesPage { ui: visit.ui, form, ties, kinds, ones, others })
}

/// `POST /assignments/ties`: one more.
pub(super) async fn add(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form.at("add");
    let (congress, today) = (visit.home.id, app.clock.today());
    let (one, ones) = meant(&app, congress, &mut form, "one", today).await?;
    let (other, others) = meant(&app, congress, &mut form, "other", today).await?;
    let kind = form.choice("kind", &TIES);
    if kind.is_none() && form.problem("kind").is_none() {
        form.error("kind", "assignments-tie-kind-missing");
    }
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    let (Some(one), Some(other), Some(kind)) = (one, other, kind) else {
        return shown(&app, visit, (refused, form), (ones, others)).await;
    };
    match add_tie(&app, &visit.actor, &NewTie { one, other, kind: &kind }).await {
        Ok(_) => Ok(Redirect::to("/assignments/ties").into_response()),
        Err(Error::Invalid(mistakes)) => {
            shown(&app, visit, (refused, form.mistakes(&mistakes)), (ones, others)).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /assignments/ties/{id}/end`
pub(super) async fn end(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _: Sent,
) -> Result<Response> {
    drop_tie(&app, &visit.actor, id).await?;
    Ok(Redirect::to("/assignments/ties").into_response())
}
