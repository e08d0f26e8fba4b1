//! What is asked for and what is entered.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::person::page_of;
use super::{When, back_to, words};
use crate::access::{Sent, Visit};
use crate::archive::acts::{ByHand, OPEN, take_back as take_entry_back, write as write_entry};
use crate::archive::corrections::{NewCorrection, answer as answer_request, ask as ask_for};
use crate::archive::{LONGEST, Part, Span, printed, store};
use crate::base::form::{Choice, Form};
use crate::base::page::{Link, Ui, page_as};
use crate::base::{App, Error, Result};

/// What a link to a form may carry.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    term: Option<i64>,
    year: Option<i32>,
    #[serde(default)]
    part: String,
    #[serde(default)]
    line: String,
}

#[derive(Template)]
#[template(path = "archive/correction.html")]
struct CorrectionPage {
    ui: Ui,
    form: Form,
    back: Link,
    action: String,
    about: String,
    parts: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "archive/entry.html")]
struct EntryPage {
    ui: Ui,
    form: Form,
    back: Link,
    action: String,
    name: String,
    parts: Vec<Choice>,
}

fn term_of(form: &Form) -> When {
    When { term: form.value("term").parse().ok(), year: None }
}

/// What a line says now.
async fn about(
    app: &App,
    visit: &Visit,
    (person, span): (Uuid, &Span),
    part: Part,
    line: &str,
) -> Result<String> {
    let archive = printed::shown(&app.db, visit.home.id, person, span).await?;
    let words = words(app, visit).await?;
    let lines = archive.section(part).map_or(&[][..], |it| &it.lines);
    let found = lines.iter().find(|it| it.id == line);
    let day = |it: &crate::archive::record::Line| it.on.map(|on| visit.ui.date(on)).unwrap_or_default();
    Ok(found.map(|it| format!("{} {}", day(it), words.says(it)).trim().to_owned()).unwrap_or_default())
}

/// Only one's own: what one asks is asked of one's own archive.
fn must_be_own(visit: &Visit, person: Uuid) -> Result<()> {
    if visit.actor.person == Some(person) { Ok(()) } else { Err(Error::NotFound) }
}

/// `GET /archives/{person}/corrections/new?term=&part=&line=`
pub(super) async fn blank(
    State(app): State<App>,
    visit: Visit,
    Path(person): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let form = Form::new()
        .preset("form", &app.chance.id(app.clock.now()).to_string())
        .preset("part", &asked.part)
        .preset("line", &asked.line);
    let when = When { term: asked.term, year: asked.year };
    let line = (asked.part, asked.line);
    correction(&app, visit, (person, when), (StatusCode::OK, form, line)).await
}

async fn correction(
    app: &App,
    visit: Visit,
    (person, when): (Uuid, When),
    (status, form, (part, line)): (StatusCode, Form, (String, String)),
) -> Result<Response> {
    must_be_own(&visit, person)?;
    let subject = store::subject(&app.db, &visit.actor, person).await?;
    let span = when.span(app, visit.home.id).await?;
    let about = match Part::of_word(&part) {
        Some(part) => about(app, &visit, (person, &span), part, &line).await?,
        None => String::new(),
    };
    let ui = &visit.ui;
    let choice = |part: Part| Choice::new(part.word(), ui.word("archive-part", part.word()));
    let form = form.preset("term", &span.term.number.to_string());
    page_as(
        status,
        CorrectionPage {
            form,
            back: back_to(ui, person, &span, &subject.name),
            action: format!("/archives/{person}/corrections"),
            about,
            parts: Part::ALL.into_iter().map(choice).collect(),
            ui: visit.ui,
        },
    )
}

/// `POST /archives/{person}/corrections`
pub(super) async fn ask(
    State(app): State<App>,
    visit: Visit,
    Path(person): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    must_be_own(&visit, person)?;
    let mut form = sent.form;
    let when = term_of(&form);
    let part = Part::of_word(form.value("part"));
    if part.is_none() {
        form.error("part", "archive-part-missing");
    }
    let text = form.required("text", LONGEST, "archive-text-missing");
    let line = form.value("line").to_owned();
    let id = form.uuid("form").unwrap_or_else(|| app.chance.id(app.clock.now()));
    if let (Some(part), true) = (part, form.is_fine()) {
        let span = when.span(&app, visit.home.id).await?;
        let about = about(&app, &visit, (person, &span), part, &line).await?;
        // Of a line that is not there one asks about the part.
        let line = if about.is_empty() { "" } else { line.as_str() };
        let new = NewCorrection { form: id, term: span.term.id, part, line, about, text: &text };
        ask_for(&app, &visit.actor, &new).await?;
        let href = format!("/archives/{person}?{}&done=asked#requests", span.query());
        return Ok(Redirect::to(&href).into_response());
    }
    let line = (form.value("part").to_owned(), line);
    correction(&app, visit, (person, when), (StatusCode::UNPROCESSABLE_ENTITY, form, line)).await
}

/// `POST /archives/{person}/corrections/{id}/answer`
pub(super) async fn answer(
    State(app): State<App>,
    visit: Visit,
    Path((person, id)): Path<(Uuid, Uuid)>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at(&id.to_string());
    let asked = store::correction(&app.db, &visit.actor, id).await?;
    let when = When { term: Some(asked.term), year: None };
    let outcome = form.choice("outcome", &["corrected", "declined"]);
    if outcome.is_none() {
        form.error("outcome", "archive-outcome-missing");
    }
    let said = form.required("answer", LONGEST, "archive-answer-missing");
    if let (Some(outcome), true) = (outcome, form.is_fine()) {
        let whose = answer_request(&app, &visit.actor, id, (outcome == "corrected", &said)).await?;
        let href = format!("/archives/{whose}?term={}&done=answered#requests", asked.term);
        return Ok(Redirect::to(&href).into_response());
    }
    page_of(&app, visit, (person, when), (StatusCode::UNPROCESSABLE_ENTITY, form, None)).await
}

/// `GET /archives/{person}/entries/new`
pub(super) async fn entry(
    State(app): State<App>,
    visit: Visit,
    Path(person): Path<Uuid>,
) -> Result<Response> {
    let form = Form::new()
        .preset("form", &app.chance.id(app.clock.now()).to_string())
        .preset("part", Part::Honours.word())
        .preset("on_day", &app.clock.today().to_string());
    entry_of(&app, visit, person, (StatusCode::OK, form)).await
}

async fn entry_of(
    app: &App,
    visit: Visit,
    person: Uuid,
    (status, form): (StatusCode, Form),
) -> Result<Response> {
    let subject = store::subject(&app.db, &visit.actor, person).await?;
    let span = When::default().span(app, visit.home.id).await?;
    let ui = &visit.ui;
    let choice = |part: Part| Choice::new(part.word(), ui.word("archive-part", part.word()));
    page_as(
        status,
        EntryPage {
            form,
            back: back_to(ui, person, &span, &subject.name),
            action: format!("/archives/{person}/entries"),
            name: subject.name,
            parts: OPEN.into_iter().map(choice).collect(),
            ui: visit.ui,
        },
    )
}

/// `POST /archives/{person}/entries`
pub(super) async fn write(
    State(app): State<App>,
    visit: Visit,
    Path(person): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    store::subject(&app.db, &visit.actor, person).await?;
    let mut form = sent.form;
    let part = Part::of_word(form.value("part"));
    if part.is_none() {
        form.error("part", "archive-part-missing");
    }
    let day = form.date("on_day");
    if day.is_none() && form.problem("on_day").is_none() {
        form.error("on_day", "archive-day-missing");
    }
    let what = form.required("words", LONGEST, "archive-words-missing");
    let reason = form.required("reason", LONGEST, "archive-reason-missing");
    let id = form.uuid("form").unwrap_or_else(|| app.chance.id(app.clock.now()));
    let written = match (part, day, form.is_fine()) {
        (Some(part), Some(on_day), true) => {
            let new = ByHand { form: id, person, part, on_day, words: &what, reason: &reason };
            write_entry(&app, &visit.actor, &new).await
        }
        _ => Err(Error::Invalid(Vec::new())),
    };
    match written {
        Ok(()) => Ok(Redirect::to(&format!("/archives/{person}?done=entered")).into_response()),
        Err(Error::Invalid(found)) => {
            let form = form.mistakes(&found);
            entry_of(&app, visit, person, (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /archives/{person}/entries/{id}/withdrawal`
pub(super) async fn take_back(
    State(app): State<App>,
    visit: Visit,
    Path((_, id)): Path<(Uuid, Uuid)>,
    sent: Sent,
) -> Result<Response> {
    let person = take_entry_back(&app, &visit.actor, id, sent.form.value("reason")).await?;
    Ok(Redirect::to(&format!("/archives/{person}?done=back")).into_response())
}
