use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use chrono::{Days, NaiveDate};
use uuid::Uuid;

use crate::access::{Sent, Visit, drafts};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form},
    page::{Ui, page_as},
};
use crate::bodies;
use crate::consultations::acts::{self, NewTopic};
use crate::consultations::{LONGEST, QUESTIONS, Question, TITLE, store};
use crate::people::FIELDS;

const NEW: &str = "/topics/new";
/// Days that a topic is open unless somebody says otherwise, and until it is said what came of it.
const USUAL: (u64, u64) = (14, 45);
/// Characters of the longest question, and of its choices together.
const ASKED: usize = 200;

/// The names of a question's fields.
struct Asked {
    number: usize,
    text: String,
    choices: String,
}

#[derive(Template)]
#[template(path = "consultations/pages/write.html")]
struct WritePage {
    ui: Ui,
    form: Form,
    path: String,
    back: String,
    questions: Vec<Asked>,
    fields: Vec<Choice>,
    towns: Vec<Choice>,
    again: bool,
}

fn path_of(topic: Option<Uuid>) -> String {
    topic.map_or_else(|| NEW.to_owned(), |id| format!("/topics/{id}/edit"))
}

async fn shown(
    app: &App,
    visit: Visit,
    topic: Option<Uuid>,
    (status, form): (StatusCode, Form),
) -> Result<Response> {
    let towns = bodies::store::towns(&app.db, visit.home.id).await?;
    let asked = |number: usize| Asked {
        number,
        text: format!("question-{number}"),
        choices: format!("choices-{number}"),
    };
    let view = WritePage {
        path: path_of(topic),
        back: topic.map_or_else(|| "/topics".to_owned(), |id| format!("/topics/{id}")),
        questions: (1..=QUESTIONS).map(asked).collect(),
        fields: visit.ui.choices("people-field", &FIELDS),
        towns: towns.into_iter().map(|town| Choice::new(town.id.to_string(), town.name)).collect(),
        again: topic.is_some(),
        form,
        ui: visit.ui,
    };
    page_as(status, view)
}

/// `GET /topics/new`
pub(super) async fn blank(State(app): State<App>, visit: Visit) -> Result<Response> {
    let mut form = drafts::shown(&app, &visit, NEW).await?;
    let today = app.clock.today();
    if !form.is_kept() {
        let later = |days| today.checked_add_days(Days::new(days)).unwrap_or(today).to_string();
        form = form
            .preset("from_on", &today.to_string())
            .preset("until_on", &later(USUAL.0))
            .preset("outcome_by", &later(USUAL.1));
    }
    if form.value("form").is_empty() {
        form = form.preset("form", &app.chance.id(app.clock.now()).to_string());
    }
    shown(&app, visit, None, (StatusCode::OK, form)).await
}

/// `GET /topics/{id}/edit`
pub(super) async fn edit(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    let topic = store::find(&app.db, &visit.actor, id).await?;
    if !topic.is_of(&visit.actor) {
        return Err(Error::Forbidden);
    }
    if topic.opened_at.is_some() {
        return Err(Error::conflict("consult-is-open"));
    }
    let mut form = drafts::shown(&app, &visit, &path_of(Some(id))).await?;
    if !form.is_kept() {
        form = form
            .preset("title", &topic.title)
            .preset("body", &topic.body)
            .preset("link", &topic.link)
            .preset("from_on", &topic.from_on.to_string())
            .preset("until_on", &topic.until_on.to_string())
            .preset("outcome_by", &topic.outcome_by.to_string());
        form = topic.fields.split_whitespace().fold(form, |form, code| form.preset("fields", code));
        form = topic.areas.split_whitespace().fold(form, |form, code| form.preset("areas", code));
        for question in store::questions(&app.db, visit.home.id, id).await? {
            form = form
                .preset(&format!("question-{}", question.place), &question.text)
                .preset(&format!("choices-{}", question.place), &question.choices);
        }
    }
    shown(&app, visit, Some(id), (StatusCode::OK, form)).await
}

fn day(form: &mut Form, field: &str, today: NaiveDate) -> NaiveDate {
    let day = form.date(field);
    if day.is_none() && form.problem(field).is_none() {
        form.error(field, "consult-day-missing");
    }
    day.unwrap_or(today)
}

/// What was typed, as far as it can be read.
async fn read(app: &App, visit: &Visit, form: &mut Form) -> Result<NewTopic> {
    let today = app.clock.today();
    let mut questions = Vec::new();
    for number in 1..=QUESTIONS {
        let text = form.text(&format!("question-{number}"), ASKED);
        let choices = form.text(&format!("choices-{number}"), ASKED * 2);
        let lines: Vec<&str> = choices.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if text.is_empty() && !lines.is_empty() {
            form.error(&format!("question-{number}"), "consult-question-missing");
        }
        if !text.is_empty() {
            // Questions left out between two others are closed up.
            questions.push(Question { place: questions.len() as i64 + 1, text, choices: lines.join("\n") });
        }
    }
    let towns = bodies::store::towns(&app.db, visit.home.id).await?;
    let known = |id: &Uuid| towns.iter().any(|town| town.id == *id);
    Ok(NewTopic {
        form: form.uuid("form").unwrap_or_else(|| app.chance.id(app.clock.now())),
        title: form.text("title", TITLE),
        body: form.text("body", LONGEST),
        link: form.text("link", 300),
        questions,
        from_on: day(form, "from_on", today),
        until_on: day(form, "until_on", today),
        outcome_by: day(form, "outcome_by", today),
        fields: form.choices_of("fields", &FIELDS),
        areas: form.values("areas").iter().filter_map(|id| id.parse().ok()).filter(known).collect(),
    })
}

/// `POST /topics/new`
pub(super) async fn write(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form;
    let new = read(&app, &visit, &mut form).await?;
    let found = acts::wrong(&new, app.clock.today());
    let written = match form.is_fine() && found.is_empty() {
        true => acts::write(&app, &visit.actor, &new).await,
        false => Err(Error::Invalid(found)),
    };
    match written {
        Ok(id) => {
            drafts::discard(&app, &visit.actor, NEW).await?;
            Ok(Redirect::to(&format!("/topics/{id}/deputies")).into_response())
        }
        Err(Error::Invalid(found)) => {
            shown(&app, visit, None, (StatusCode::UNPROCESSABLE_ENTITY, form.mistakes(&found))).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /topics/{id}/edit`
pub(super) async fn amend(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form;
    let new = read(&app, &visit, &mut form).await?;
    let found = acts::wrong(&new, app.clock.today());
    let done = match form.is_fine() && found.is_empty() {
        true => acts::amend(&app, &visit.actor, id, &new).await,
        false => Err(Error::Invalid(found)),
    };
    match done {
        Ok(()) => {
            drafts::discard(&app, &visit.actor, &path_of(Some(id))).await?;
            Ok(Redirect::to(&format!("/topics/{id}")).into_response())
        }
        Err(Error::Invalid(found)) => {
            store::find(&app.db, &visit.actor, id).await?;
            shown(&app, visit, Some(id), (StatusCode::UNPROCESSABLE_ENTITY, form.mistakes(&found))).await
        }
        Err(other) => Err(other),
    }
}
