use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Permit, Sent, Visit};
use crate::base::page::{Ui, page};
use crate::base::paper::{self, Format};
use crate::base::{App, Result};
use crate::cases;
use crate::letters::{Letter, acts, store};

#[derive(Template)]
#[template(path = "letters/pages/list.html")]
struct ListPage {
    ui: Ui,
    letters: Vec<Letter>,
    may_write: bool,
    may_urge: bool,
    urged: bool,
    first: Option<String>,
    next: Option<String>,
}

/// From where the list goes on, and what was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    after: Option<Uuid>,
    #[serde(default)]
    done: String,
}

/// `GET /letters`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let actor = &visit.actor;
    let (letters, next) = store::list(&app.db, actor, asked.after).await?;
    page(ListPage {
        letters,
        may_write: actor.may(Permit::LetterIssue),
        may_urge: actor.may(Permit::LetterIssue) && actor.may(Permit::CaseSupervise),
        urged: asked.done == "urged",
        first: asked.after.map(|_| "/letters".to_owned()),
        next: next.map(|id| format!("/letters?after={id}")),
        ui: visit.ui,
    })
}

/// A case that a letter is about, as far as they see it.
struct About {
    id: Uuid,
    number: String,
    subject: String,
}

#[derive(Template)]
#[template(path = "letters/pages/letter.html")]
struct LetterPage {
    ui: Ui,
    letter: Letter,
    about: Vec<About>,
    may_sign: bool,
    urged: bool,
}

/// `GET /letters/{id}`
pub(super) async fn one(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let actor = &visit.actor;
    let letter = store::find(&app.db, actor, id).await?;
    let mut about = Vec::new();
    for id in store::cases_of(&app.db, actor.congress, id).await? {
        if let Ok(case) = cases::store::find(&app.db, actor, id).await {
            about.push(About { id: case.id, number: case.number, subject: case.subject });
        }
    }
    let waits = letter.number.is_none() && letter.drafted_by != actor.account;
    let may_sign = waits && actor.may(Permit::LetterSign);
    let urged = asked.done == "urged" && letter.number.is_some();
    page(LetterPage { letter, about, may_sign, urged, ui: visit.ui })
}

/// `POST /letters/{id}/signature`
pub(super) async fn sign(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _: Sent,
) -> Result<Response> {
    acts::sign(&app, &visit.actor, id).await?;
    Ok(Redirect::to(&format!("/letters/{id}")).into_response())
}

/// `GET /letters/{id}/letter.pdf`
pub(super) async fn pdf(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    file(&app, &visit, id, Format::Pdf).await
}

/// `GET /letters/{id}/letter.docx`
pub(super) async fn docx(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    file(&app, &visit, id, Format::Docx).await
}

async fn file(app: &App, visit: &Visit, id: Uuid, format: Format) -> Result<Response> {
    let letter = store::find(&app.db, &visit.actor, id).await?;
    let made = store::paper(&app.db, visit.actor.congress, id).await?;
    paper::served(made, format, &letter.kind).await
}
