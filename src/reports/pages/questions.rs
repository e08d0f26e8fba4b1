//! Questions for those who answer them, and for those who look after them.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Sent, Visit, drafts};
use crate::base::redact::{masked_phone, redact};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form},
    page::{Link, Ui, page, page_as},
};
use crate::reports::questions::{self, Answer};
use crate::reports::store::{self, Question};

/// A question as a line.
struct Line {
    question: Question,
    shape: &'static str,
    word: String,
}

#[derive(Template)]
#[template(path = "reports/pages/questions.html")]
struct ListPage {
    ui: Ui,
    filters: Vec<Link>,
    lines: Vec<Line>,
    first: Option<String>,
    next: Option<String>,
}

/// Which questions.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    show: String,
    report: Option<String>,
    #[serde(default)]
    page: usize,
}

fn tag(ui: &Ui, question: &Question) -> (&'static str, String) {
    let (shape, code) = match question.answered_at {
        Some(_) if question.shown => ("done", "shown"),
        Some(_) => ("done", "alone"),
        None if ui.is_late(question.due_on) => ("late", "late"),
        None => ("wait", "open"),
    };
    (shape, ui.word("reports-question-state", code))
}

/// `GET /reporting/questions`
pub(super) async fn list(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let report = asked.report.as_deref().and_then(|id| Uuid::try_parse(id).ok());
    let open = asked.show != "all" && report.is_none();
    let (found, more) = store::waiting(&app.db, &visit.actor, (open, report), asked.page).await?;
    let ui = visit.ui;
    let base = match report {
        Some(report) => format!("/reporting/questions?report={report}"),
        None => format!("/reporting/questions?show={}", if open { "open" } else { "all" }),
    };
    let filter = |word: &str, here: bool| {
        let href = format!("/reporting/questions?show={word}");
        Link::new(href, ui.word("reports-questions-show", word)).here(here)
    };
    let line = |question: Question| {
        let (shape, word) = tag(&ui, &question);
        Line { question, shape, word }
    };
    let view = ListPage {
        filters: vec![filter("open", open), filter("all", !open && report.is_none())],
        lines: found.into_iter().map(line).collect(),
        first: (asked.page > 0).then(|| base.clone()),
        next: more.then(|| format!("{base}&page={}", asked.page + 1)),
        ui,
    };
    page(view)
}

#[derive(Template)]
#[template(path = "reports/pages/question.html")]
struct QuestionPage {
    ui: Ui,
    form: Form,
    question: Question,
    path: String,
    shape: &'static str,
    word: String,
    /// Whether the reader answers.
    answers: bool,
    /// The reader answers for the deputy, who said it on the telephone.
    another: bool,
    ways: Vec<Choice>,
    /// The number, whole once somebody asked for it.
    phone: String,
    whole: bool,
    /// Something in the question was taken out.
    masked: bool,
    done: bool,
}

fn path_of(id: Uuid) -> String {
    format!("/reporting/questions/{id}")
}

/// What a link to a question may carry.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Came {
    done: Option<String>,
}

/// `GET /reporting/questions/{id}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(came): Query<Came>,
) -> Result<Response> {
    let question = store::question(&app.db, &visit.actor, id).await?;
    let mut form = drafts::shown(&app, &visit, &path_of(id)).await?;
    if !form.is_kept() {
        let public =
            if question.alone || (question.answered_at.is_some() && !question.shown) { "no" } else { "yes" };
        form = form
            .preset("text", &question.answer)
            .preset("public", public)
            .preset("question", &questions::proposed(&question));
    }
    shown(&app, visit, question, (StatusCode::OK, form), (String::new(), came.done.is_some())).await
}

async fn shown(
    app: &App,
    visit: Visit,
    question: Question,
    (status, form): (StatusCode, Form),
    (phone, done): (String, bool),
) -> Result<Response> {
    let answers = questions::may_answer(&app.db, &visit.actor, &question).await?;
    let ui = visit.ui;
    let (shape, word) = tag(&ui, &question);
    let ways: &[&str] = if question.alone { &["no"] } else { &["yes", "no"] };
    let way = |code: &&str| {
        Choice::new(*code, ui.word("reports-public", code)).hint(ui.word("reports-public-hint", code))
    };
    let view = QuestionPage {
        path: path_of(question.id),
        shape,
        word,
        answers,
        another: visit.actor.person != Some(question.person_id),
        ways: ways.iter().map(way).collect(),
        whole: !phone.is_empty(),
        phone: if phone.is_empty() { masked_phone(&question.phone) } else { phone },
        masked: redact(&question.body) != question.body,
        done,
        question,
        form,
        ui,
    };
    page_as(status, view)
}

/// `POST /reporting/questions/{id}`
pub(super) async fn answer(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form;
    let version = form.whole("version", 1, i64::MAX).unwrap_or_default();
    let public = form.choice("public", &["yes", "no"]);
    if public.is_none() && form.problem("public").is_none() {
        form.error("public", "reports-public-missing");
    }
    let wanted = Answer {
        text: form.value("text").trim().to_owned(),
        public: public.as_deref() == Some("yes"),
        question: form.value("question").trim().to_owned(),
        looked: form.checked("looked"),
    };
    let question = store::question(&app.db, &visit.actor, id).await?;
    let done = match form.is_fine() {
        true => questions::answer(&app, &visit.actor, (id, version), &wanted).await,
        false => Err(Error::Invalid(questions::wrong(&question, &wanted))),
    };
    match done {
        Ok(()) => {
            drafts::discard(&app, &visit.actor, &path_of(id)).await?;
            Ok(Redirect::to(&format!("{}?done=answered", path_of(id))).into_response())
        }
        Err(Error::Invalid(found)) => {
            let form = form.mistakes(&found);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            shown(&app, visit, question, (status, form), (String::new(), false)).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /reporting/questions/{id}/phone`: the number; that somebody looked is recorded.
pub(super) async fn phone(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _: Sent,
) -> Result<Response> {
    let phone = questions::look_at_phone(&app, &visit.actor, id).await?;
    let question = store::question(&app.db, &visit.actor, id).await?;
    let form = Form::new()
        .preset("text", &question.answer)
        .preset("public", if question.alone { "no" } else { "yes" })
        .preset("question", &questions::proposed(&question));
    shown(&app, visit, question, (StatusCode::OK, form), (phone, false)).await
}
