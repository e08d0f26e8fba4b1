use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use crate::access::{Permit, Sent, Visit};
use crate::base::page::{Ui, page};
use crate::base::paper::{self, Format};
use crate::base::{App, Error, Result};
use crate::cases::Case;
use crate::letters::{Kind, Letter, acts, printed, store};

/// A letter that can be written now.
struct Offered {
    kind: &'static str,
    form: Uuid,
}

#[derive(Template)]
#[template(path = "letters/pages/case.html")]
struct CasePage {
    ui: Ui,
    case: Case,
    offered: Vec<Offered>,
    letters: Vec<Letter>,
    two: bool,
}

/// `GET /cases/{id}/letters`
pub(super) async fn show(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    let actor = &visit.actor;
    let case = acts::taking_part(&app.db, actor, id).await?;
    let may = actor.may(Permit::LetterIssue) && acts::office(actor).is_ok();
    // Urging is a step of its own, with its letter: it stands on the page of those who are late.
    let kinds =
        [Kind::Transfer, Kind::Reply].into_iter().filter(|kind| may && acts::allows(actor, &case, *kind));
    let now = app.clock.now();
    let offered = kinds.map(|kind| Offered { kind: kind.word(), form: app.chance.id(now) }).collect();
    let letters = store::of_case(&app.db, actor, id).await?;
    page(CasePage { offered, letters, two: app.config.letters.second_signature, case, ui: visit.ui })
}

/// `POST /cases/{id}/letters`
pub(super) async fn write(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    mut sent: Sent,
) -> Result<Response> {
    let kind = Kind::of_word(sent.form.value("kind")).ok_or(Error::NotFound)?;
    let form = sent.form.uuid("form").ok_or(Error::NotFound)?;
    let letter = acts::write(&app, &visit.actor, (form, kind), id).await?;
    Ok(Redirect::to(&format!("/letters/{letter}")).into_response())
}

/// `GET /cases/{id}/feedback-form.pdf`
pub(super) async fn pdf(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    let made = printed::feedback(&app, &visit.actor, id).await?;
    paper::served(made, Format::Pdf, "feedback-form").await
}

/// `GET /cases/{id}/feedback-form.docx`
pub(super) async fn docx(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    let made = printed::feedback(&app, &visit.actor, id).await?;
    paper::served(made, Format::Docx, "feedback-form").await
}
