use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Permit, Scope, Sent, Visit};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form},
    page::{Ui, page, page_as},
};
use crate::consultations::{AskedDeputy, LONGEST, OUTCOMES, Question, State as At, Topic, acts, store};

/// A topic as a line.
struct Line {
    id: Uuid,
    number: String,
    title: String,
    shape: &'static str,
    word: String,
    office: String,
    until: String,
}

#[derive(Template)]
#[template(path = "consultations/pages/topics.html")]
struct ListPage {
    ui: Ui,
    rows: Vec<Line>,
    may_keep: bool,
    may_pack: bool,
    first: Option<String>,
    next: Option<String>,
}

/// Which page of a list.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    page: usize,
    #[serde(default)]
    done: String,
}

/// `GET /topics`
pub(super) async fn list(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (topics, more) = store::list(&app.db, &visit.actor, asked.page).await?;
    let ui = visit.ui;
    let line = |topic: &Topic| {
        let at = topic.state(app.clock.today());
        Line {
            id: topic.id,
            number: topic.number(),
            title: topic.title.clone(),
            shape: at.shape(),
            word: ui.word("consult-state", at.word()),
            office: topic.office.clone(),
            until: ui.date(topic.until_on),
        }
    };
    let view = ListPage {
        rows: topics.iter().map(line).collect(),
        may_keep: visit.actor.organization_for(Permit::ConsultationKeep).is_some(),
        may_pack: visit.actor.may(Permit::PackRead),
        first: (asked.page > 0).then(|| "/topics".to_owned()),
        next: more.then(|| format!("/topics?page={}", asked.page + 1)),
        ui,
    };
    page(view)
}

/// What a deputy who is asked finds: his or her own address, and what is to be done.
struct Mine {
    address: String,
    qr: String,
    answers: i64,
    person: Uuid,
    summary: String,
    outreach: String,
}

#[derive(Template)]
#[template(path = "consultations/pages/topic.html")]
struct TopicPage {
    ui: Ui,
    form: Form,
    topic: Topic,
    at: At,
    done: Option<String>,
    questions: Vec<Question>,
    asked: Vec<AskedDeputy>,
    /// The visitor's office opened it.
    own: bool,
    /// The visitor may see the digest of the whole.
    whole: bool,
    mine: Option<Mine>,
    /// Those for whom the visitor may enter answers.
    entered_for: usize,
    /// Answers that the visitor may read as they were written.
    answers: i64,
    outcomes: Vec<Choice>,
    public: String,
}

impl TopicPage {
    fn path(&self, step: &str) -> String {
        format!("/topics/{}/{step}", self.topic.id)
    }

    fn may_enter(&self) -> bool {
        self.entered_for > 0 && matches!(self.at, At::Open | At::Gathering)
    }
}

/// `GET /topics/{id}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    shown(&app, visit, (id, &asked.done), (StatusCode::OK, Form::new())).await
}

async fn shown(
    app: &App,
    visit: Visit,
    (id, done): (Uuid, &str),
    (status, mut form): (StatusCode, Form),
) -> Result<Response> {
    let (db, congress, actor) = (&app.db, visit.home.id, &visit.actor);
    let topic = store::find(db, actor, id).await?;
    let at = topic.state(app.clock.today());
    let asked = store::asked(db, congress, id).await?;
    let own = topic.is_of(actor);
    let mine = mine(app, &visit, &topic, &asked)?;
    let known = ["chosen", "opened", "closed", "decided", "summed", "entered"];
    if status == StatusCode::OK {
        form = form
            .preset_in("outcome", "outcome", &topic.outcome)
            .preset_in("outcome", "reason", &topic.reason)
            .preset_in("summary", "summary", mine.as_ref().map_or("", |mine| &mine.summary));
    }
    let view = TopicPage {
        at,
        done: known.into_iter().find(|word| *word == done).map(|word| visit.ui.word("consult-done", word)),
        questions: store::questions(db, congress, id).await?,
        own,
        whole: sees_whole(&visit, &topic, &asked),
        entered_for: store::asked_of(db, actor, id).await?.len(),
        answers: store::count_answers(db, actor, &topic).await?,
        outcomes: visit.ui.choices("consult-outcome", &OUTCOMES),
        public: format!("/consultations/{}", topic.number()),
        mine,
        asked: if own { asked } else { Vec::new() },
        topic,
        form,
        ui: visit.ui,
    };
    page_as(status, view)
}

/// Whether the visitor sees the digest of the whole: whoever opened it, the commission, and the deputies who are asked.
pub(super) fn sees_whole(visit: &Visit, topic: &Topic, asked: &[AskedDeputy]) -> bool {
    let commission =
        visit.actor.posts_with(Permit::ConsultationRead).any(|(_, scope)| scope == Scope::Congress);
    let one = visit.actor.person.filter(|_| is_deputy(visit));
    topic.is_of(&visit.actor)
        || commission && topic.opened_at.is_some()
        || one.is_some_and(|person| asked.iter().any(|it| it.person_id == person))
}

fn is_deputy(visit: &Visit) -> bool {
    visit.actor.posts_with(Permit::ConsultationEnter).any(|(_, scope)| scope == Scope::Own)
}

fn mine(app: &App, visit: &Visit, topic: &Topic, asked: &[AskedDeputy]) -> Result<Option<Mine>> {
    let Some(person) = visit.actor.person.filter(|_| is_deputy(visit)) else { return Ok(None) };
    let Some(one) = asked.iter().find(|one| one.person_id == person) else { return Ok(None) };
    let address = format!("{}/q/{}", app.config.public_url(), one.code);
    let title = visit.ui.t1("consult-qr", "title", &topic.title);
    let qr = papers::qr_svg(&address, &title, papers::QUIET_ZONE).map_err(anyhow::Error::from)?;
    let said = visit.ui.t1("consult-outreach-said", "title", &topic.title);
    let query = serde_urlencoded::to_string([("purposes", "consultation"), ("said", &said)]);
    let outreach = format!("/outreach/new?{}", query.map_err(anyhow::Error::from)?);
    let (answers, summary) = (one.gathered(), one.summary.clone());
    Ok(Some(Mine { address, qr, answers, person, summary, outreach }))
}

fn on(id: Uuid, done: &str) -> Response {
    Redirect::to(&format!("/topics/{id}?done={done}")).into_response()
}

/// `POST /topics/{id}/opening`
pub(super) async fn open(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _: Sent,
) -> Result<Response> {
    acts::open(&app, &visit.actor, id).await?;
    Ok(on(id, "opened"))
}

/// `POST /topics/{id}/closing`
pub(super) async fn close(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _: Sent,
) -> Result<Response> {
    acts::close(&app, &visit.actor, id).await?;
    Ok(on(id, "closed"))
}

/// `POST /topics/{id}/outcome`
pub(super) async fn decide(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("outcome");
    let (outcome, reason) = (form.value("outcome").to_owned(), form.text("reason", LONGEST));
    let done = match form.is_fine() {
        true => acts::decide(&app, &visit.actor, id, (&outcome, &reason)).await,
        false => Err(Error::Invalid(Vec::new())),
    };
    came_back(&app, visit, (id, "decided"), (form, done)).await
}

/// `POST /topics/{id}/summary`
pub(super) async fn sum_up(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("summary");
    let summary = form.text("summary", LONGEST);
    let done = match form.is_fine() {
        true => acts::sum_up(&app, &visit.actor, id, &summary).await,
        false => Err(Error::Invalid(Vec::new())),
    };
    came_back(&app, visit, (id, "summed"), (form, done)).await
}

async fn came_back(
    app: &App,
    visit: Visit,
    (id, word): (Uuid, &str),
    (form, done): (Form, Result<()>),
) -> Result<Response> {
    match done {
        Ok(()) => Ok(on(id, word)),
        Err(Error::Invalid(found)) => {
            shown(app, visit, (id, ""), (StatusCode::UNPROCESSABLE_ENTITY, form.mistakes(&found))).await
        }
        Err(other) => Err(other),
    }
}
