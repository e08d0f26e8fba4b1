//! The desk of an event: who is there, what is said, and closing it.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use uuid::Uuid;

use super::list::when;
use crate::access::{Sent, Visit};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form},
    page::{Ui, page_as},
};
use crate::events::attendance::{self, LONGEST, NewSpeech};
use crate::events::{Event, Invited, Speech, State as At, Topic, acts, store};

/// Somebody invited, as a line of the desk.
struct Line {
    person: Uuid,
    name: String,
    unit: String,
    /// What he or she answered.
    answer: String,
    presence: String,
    shape: &'static str,
    word: String,
}

/// A speech with its topic's title.
struct Said {
    speech: Speech,
    topic: String,
}

#[derive(Template)]
#[template(path = "events/pages/desk.html")]
struct DeskPage {
    ui: Ui,
    form: Form,
    event: Event,
    when: String,
    lines: Vec<Line>,
    /// Present, excused, absent, not said yet.
    counts: (usize, usize, usize, usize),
    speakers: Vec<Choice>,
    topics: Vec<Choice>,
    said: Vec<Said>,
    /// It is on, and not closed.
    open: bool,
    /// Its last day has come.
    may_close: bool,
}

impl DeskPage {
    fn path(&self, step: &str) -> String {
        format!("/events/{}/{step}", self.event.id)
    }
}

/// `GET /events/{id}/desk`
pub(super) async fn show(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    shown(&app, visit, id, (StatusCode::OK, Form::new())).await
}

fn line(ui: &Ui, one: &Invited) -> Line {
    let shape = match one.presence.as_str() {
        "present" => "done",
        "excused" => "wait",
        "absent" => "stop",
        _ => "new",
    };
    let answer = if one.answer.is_empty() { "silent" } else { &one.answer };
    let word = if one.presence.is_empty() { String::new() } else { ui.word("event-presence", &one.presence) };
    Line {
        person: one.person_id,
        name: one.name.clone(),
        unit: one.unit.clone(),
        answer: ui.word("event-answer", answer),
        presence: one.presence.clone(),
        shape,
        word,
    }
}

/// Who may be chosen as a speaker: whoever asked to speak comes first.
fn speakers(ui: &Ui, invited: &[Invited]) -> Vec<Choice> {
    let mut all: Vec<&Invited> = invited.iter().collect();
    all.sort_by_key(|one| !one.speaks);
    let choice = |one: &Invited| {
        let asked = ui.t1("event-speaker-asked", "name", &one.name);
        Choice::new(one.person_id.to_string(), if one.speaks { asked } else { one.name.clone() })
    };
    all.into_iter().map(choice).collect()
}

async fn shown(app: &App, visit: Visit, id: Uuid, (status, form): (StatusCode, Form)) -> Result<Response> {
    let (db, congress) = (&app.db, visit.home.id);
    let event = acts::own(db, &visit.actor, id).await?;
    if event.state() == Some(At::Draft) {
        return Err(Error::conflict("event-not-announced"));
    }
    let topics: Vec<Topic> = store::topics(db, congress, id).await?;
    let invited = store::invited(db, congress, id).await?;
    let title = |place: Option<i64>| {
        let topic = topics.iter().find(|topic| Some(topic.place) == place);
        topic.map(|topic| topic.title.clone()).unwrap_or_default()
    };
    let speeches = store::speeches(db, congress, id).await?;
    let said = speeches.into_iter().map(|speech| Said { topic: title(speech.topic), speech }).collect();
    let with = |presence: &str| invited.iter().filter(|one| one.presence == presence).count();
    let today = app.clock.today();
    let open = event.state() == Some(At::Announced) && today >= event.on_day;
    let mut form = form;
    if form.value_in("speech", "form").is_empty() {
        form = form.preset_in("speech", "form", &app.chance.id(app.clock.now()).to_string());
    }
    let ui = visit.ui;
    let view = DeskPage {
        when: when(&ui, &event),
        lines: invited.iter().map(|one| line(&ui, one)).collect(),
        counts: (with("present"), with("excused"), with("absent"), with("")),
        speakers: speakers(&ui, &invited),
        topics: topics
            .iter()
            .map(|topic| Choice::new(topic.place.to_string(), topic.title.clone()))
            .collect(),
        said,
        may_close: open && today >= event.last_day,
        open,
        event,
        form,
        ui,
    };
    page_as(status, view)
}

/// Where an act of the desk leads: back to it, to the part that was pressed.
async fn after(
    app: &App,
    visit: Visit,
    (id, place, anchor): (Uuid, &str, &str),
    (form, outcome): (Form, Result<()>),
) -> Result<Response> {
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("/events/{id}/desk#{anchor}")).into_response()),
        Err(Error::Invalid(found)) => {
            let form = form.at(place).mistakes(&found);
            shown(app, visit, id, (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /events/{id}/presence`: the person and the word in one button.
pub(super) async fn mark(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let marked = sent.form.value("mark").split_once(' ').unwrap_or((sent.form.value("mark"), ""));
    let person: Uuid = marked.0.parse().map_err(|_| Error::NotFound)?;
    let outcome = attendance::mark(&app, &visit.actor, id, (person, marked.1)).await;
    let anchor = format!("p-{person}");
    after(&app, visit, (id, "", &anchor), (Form::new(), outcome)).await
}

/// `POST /events/{id}/speeches`
pub(super) async fn speech(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form;
    let person: Option<Uuid> = form.value("person").parse().ok();
    if person.is_none() {
        form.error("person", "event-person-missing");
    }
    let new = NewSpeech {
        form: form.uuid("form").unwrap_or_else(|| app.chance.id(app.clock.now())),
        person: person.unwrap_or_default(),
        topic: form.value("topic").parse().ok(),
        text: form.text("text", LONGEST),
    };
    let outcome = match form.is_fine() {
        true => attendance::record_speech(&app, &visit.actor, id, &new).await,
        false => Err(Error::Invalid(Vec::new())),
    };
    after(&app, visit, (id, "speech", "said"), (form, outcome)).await
}

/// `POST /events/{id}/speeches/{speech}/opinion`
pub(super) async fn opinion(
    State(app): State<App>,
    visit: Visit,
    Path((id, speech)): Path<(Uuid, Uuid)>,
    _sent: Sent,
) -> Result<Response> {
    let case = attendance::pass_on(&app, &visit.actor, id, speech).await?;
    Ok(Redirect::to(&format!("/events/{id}/desk#s-{}", case.id)).into_response())
}

/// `POST /events/{id}/closing`
pub(super) async fn close(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let version = sent.form.value("version").parse().unwrap_or_default();
    match attendance::close(&app, &visit.actor, id, version).await {
        Ok(_) => Ok(Redirect::to(&format!("/events/{id}?done=closed")).into_response()),
        Err(cause) => after(&app, visit, (id, "", "closing"), (sent.form, Err(cause))).await,
    }
}
