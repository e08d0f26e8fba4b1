//! One event: for its office who answered what, for the invited the own answer, for others what it is.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::answer::{Mine, mine};
use super::list::{shape, when};
use crate::access::{Sent, Visit};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form},
    page::{Ui, page_as},
};
use crate::events::answers::{Answer, Whose, answer};
use crate::events::{Event, Invited, State as At, Topic, acts, store};

/// A topic with what became of its invitations.
struct TopicLine {
    topic: Topic,
    invited: usize,
    accepted: usize,
    declined: usize,
    silent: usize,
    speaking: usize,
}

/// Somebody invited, as a line.
struct Line {
    name: String,
    unit: String,
    topic: String,
    shape: &'static str,
    word: String,
    reason: String,
    speaks: bool,
}

#[derive(Template)]
#[template(path = "events/pages/event.html")]
struct EventPage {
    ui: Ui,
    form: Form,
    event: Event,
    at: At,
    when: String,
    shape: &'static str,
    done: Option<String>,
    topics: Vec<TopicLine>,
    /// The visitor's office holds it.
    own: bool,
    mine: Option<Mine>,
    lines: Vec<Line>,
    /// Everybody invited, to answer for whoever telephones.
    people: Vec<Choice>,
    counts: (usize, usize, usize),
    /// Its day has come.
    begun: bool,
    late: bool,
}

impl EventPage {
    fn path(&self, step: &str) -> String {
        format!("/events/{}/{step}", self.event.id)
    }

    fn invited(&self) -> usize {
        self.counts.0 + self.counts.1 + self.counts.2
    }
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    done: String,
}

/// `GET /events/{id}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    shown(&app, visit, (id, &asked.done), (StatusCode::OK, Form::new())).await
}

fn topic_line(topic: Topic, invited: &[Invited]) -> TopicLine {
    let here: Vec<&Invited> = invited.iter().filter(|one| one.topic == Some(topic.place)).collect();
    let with = |answer: &str| here.iter().filter(|one| one.answer == answer).count();
    TopicLine {
        invited: here.len(),
        accepted: with("accepted"),
        declined: with("declined"),
        silent: with(""),
        speaking: here.iter().filter(|one| one.speaks).count(),
        topic,
    }
}

/// How an answer is called, and its shape: an answer that has not come is waited for.
fn answer_word(answer: &str) -> (&'static str, &'static str) {
    match answer {
        "accepted" => ("done", "accepted"),
        "declined" => ("stop", "declined"),
        _ => ("wait", "silent"),
    }
}

fn line(ui: &Ui, one: &Invited, topics: &[TopicLine]) -> Line {
    let topic = topics.iter().find(|it| Some(it.topic.place) == one.topic);
    let (shape, word) = answer_word(&one.answer);
    Line {
        name: one.name.clone(),
        unit: one.unit.clone(),
        topic: topic.map(|it| it.topic.title.clone()).unwrap_or_default(),
        shape,
        word: ui.word("event-answer", word),
        reason: one.answer_reason.clone(),
        speaks: one.speaks,
    }
}

pub(super) async fn shown(
    app: &App,
    visit: Visit,
    (id, done): (Uuid, &str),
    (status, form): (StatusCode, Form),
) -> Result<Response> {
    let (db, congress) = (&app.db, visit.home.id);
    let event = store::find(db, &visit.actor, id).await?;
    let own = event.is_of(&visit.actor);
    let topics = store::topics(db, congress, id).await?;
    let mut invited = store::invited(db, congress, id).await?;
    let me = invited.iter().find(|one| Some(one.person_id) == visit.actor.person);
    let mine = me.filter(|_| event.state() != Some(At::Draft));
    let mine = mine.map(|me| mine_of(app, (&event, &topics), &invited, me));
    let ui = visit.ui;
    let topics: Vec<TopicLine> = topics.into_iter().map(|topic| topic_line(topic, &invited)).collect();
    let with = |answer: &str| invited.iter().filter(|one| one.answer == answer).count();
    let counts = (with("accepted"), with("declined"), with(""));
    let people = match own {
        true => invited.iter().map(|one| Choice::new(one.person_id.to_string(), one.name.clone())).collect(),
        false => Vec::new(),
    };
    // Whoever is waited for comes first, then whoever cannot come: those are the ones to act upon.
    invited.sort_by_key(|one| match one.answer.as_str() {
        "" => 0,
        "declined" => 1,
        _ => 2,
    });
    let view = EventPage {
        at: event.state().unwrap_or(At::Draft),
        when: when(&ui, &event),
        shape: shape(&event),
        done: (!done.is_empty()).then(|| done_word(&ui, done)).flatten(),
        lines: if own { invited.iter().map(|one| line(&ui, one, &topics)).collect() } else { Vec::new() },
        begun: app.clock.today() >= event.on_day,
        late: app.clock.today() > event.answer_by,
        topics,
        own,
        mine,
        people,
        counts,
        event,
        form,
        ui,
    };
    page_as(status, view)
}

fn mine_of(app: &App, (event, topics): (&Event, &[Topic]), invited: &[Invited], me: &Invited) -> Mine {
    let base = format!("/events/{}", event.id);
    mine(app, (event, topics), (invited, me), (format!("{base}/answer"), base))
}

fn done_word(ui: &Ui, done: &str) -> Option<String> {
    ["chosen", "announced", "changed", "cancelled", "answered", "closed", "speaks", "silent"]
        .contains(&done)
        .then(|| ui.word("event-done", done))
}

/// Where an act of the page leads: back to it, with its problems beside the fields.
pub(super) async fn after(
    app: &App,
    visit: Visit,
    (id, place, done): (Uuid, &str, &str),
    (form, outcome): (Form, Result<()>),
) -> Result<Response> {
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("/events/{id}?done={done}")).into_response()),
        Err(Error::Invalid(found)) => {
            let form = form.at(place).mistakes(&found);
            shown(app, visit, (id, ""), (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /events/{id}/announcement`
pub(super) async fn announce(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let version = sent.form.value("version").parse().unwrap_or_default();
    acts::announce(&app, &visit.actor, id, version).await?;
    Ok(Redirect::to(&format!("/events/{id}?done=announced")).into_response())
}

/// `POST /events/{id}/cancellation`
pub(super) async fn call_off(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let version = sent.form.value("version").parse().unwrap_or_default();
    let outcome = acts::call_off(&app, &visit.actor, id, (version, sent.form.value("reason"))).await;
    after(&app, visit, (id, "cancellation", "cancelled"), (sent.form, outcome)).await
}

/// `POST /events/{id}/answers`: somebody telephoned.
pub(super) async fn answered(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form;
    let person: Option<Uuid> = form.value("person").parse().ok();
    let wanted = form.choice("answer", &["accepted", "declined"]);
    if person.is_none() {
        form.error("person", "event-person-missing");
    }
    let (Some(person), Some(wanted)) = (person, wanted) else {
        let form = form.at("answers");
        return shown(&app, visit, (id, ""), (StatusCode::UNPROCESSABLE_ENTITY, form)).await;
    };
    let wanted = match wanted.as_str() {
        "accepted" => Answer::Accept,
        _ => Answer::Decline(form.value("reason").to_owned()),
    };
    let outcome = answer(&app, &visit.actor, Whose::Of(id, person), &wanted).await;
    after(&app, visit, (id, "answers", "answered"), (form, outcome)).await
}
