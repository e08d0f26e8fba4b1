//! One's own invitation: the answer, by the account or by the address of the invitation itself. Looking answers nothing:
//! programs open addresses before people do.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use chrono::NaiveDate;
use papers::Party;
use uuid::Uuid;

use super::event::after;
use super::list::when;
use crate::access::{Permit, Sent, Visit, rates};
use crate::base::hours::local;
use crate::base::{
    App, Error, Result,
    codes::Code,
    form::Form,
    ical,
    page::{Ui, page_as, unlisted},
};
use crate::bodies;
use crate::events::answers::{self, Answer, Whose, invitation};
use crate::events::{Event, Invited, State as At, Topic, store};

/// What is counted against an address: codes that lead nowhere.
const RATE: &str = "invitation";

/// An invitation as the one who is invited sees it.
pub(super) struct Mine {
    pub(super) name: String,
    pub(super) topic: Option<String>,
    pub(super) answer: String,
    pub(super) reason: String,
    pub(super) until: NaiveDate,
    pub(super) speaks: bool,
    /// Places to speak that are free.
    pub(super) free: i64,
    /// It can be answered still.
    pub(super) open: bool,
    /// Where an answer goes.
    pub(super) path: String,
    /// Before what else it leads to.
    pub(super) base: String,
}

/// The invitation of one of those invited.
pub(super) fn mine(
    app: &App,
    (event, topics): (&Event, &[Topic]),
    (invited, me): (&[Invited], &Invited),
    (path, base): (String, String),
) -> Mine {
    let topic = topics.iter().find(|topic| Some(topic.place) == me.topic);
    let speaking = invited.iter().filter(|one| one.speaks && one.topic == me.topic).count();
    Mine {
        name: me.name.clone(),
        topic: topic.filter(|_| topics.len() > 1).map(|topic| topic.title.clone()),
        answer: me.answer.clone(),
        reason: me.answer_reason.clone(),
        until: event.answer_by,
        speaks: me.speaks,
        free: topic.map_or(0, |topic| topic.slots) - i64::try_from(speaking).unwrap_or(i64::MAX),
        open: event.state() == Some(At::Announced) && app.clock.today() <= event.last_day,
        path,
        base,
    }
}

#[derive(Template)]
#[template(path = "events/pages/answer.html")]
struct AnswerPage {
    ui: Ui,
    form: Form,
    event: Event,
    at: At,
    when: String,
    topics: Vec<Topic>,
    mine: Mine,
}

/// Codes are not to be guessed: whoever tries many that lead nowhere has to wait.
async fn by_address(app: &App, visit: &Visit, typed: &str) -> Result<(Event, Invited, String)> {
    let code = Code::parse(typed).map_err(|_| Error::NotFound)?.plain();
    match invitation(&app.db, &visit.actor, Whose::Code(&code)).await {
        Err(Error::NotFound) => {
            rates::take(app, visit, RATE, app.config.limits.opinions_per_hour).await?;
            Err(Error::NotFound)
        }
        found => found.map(|(event, invited)| (event, invited, code)),
    }
}

async fn shown(app: &App, visit: Visit, typed: &str, (status, form): (StatusCode, Form)) -> Result<Response> {
    let (db, congress) = (&app.db, visit.home.id);
    let (event, me, code) = by_address(app, &visit, typed).await?;
    let topics = store::topics(db, congress, event.id).await?;
    let invited = store::invited(db, congress, event.id).await?;
    let base = format!("/i/{code}");
    let view = AnswerPage {
        mine: mine(app, (&event, &topics), (&invited, &me), (base.clone(), base)),
        at: event.state().unwrap_or(At::Draft),
        when: when(&visit.ui, &event),
        topics,
        event,
        form,
        ui: visit.ui,
    };
    page_as(status, view).map(unlisted)
}

/// `GET /i/{code}`
pub(super) async fn show(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> Result<Response> {
    shown(&app, visit, &code, (StatusCode::OK, Form::new())).await
}

fn wanted(form: &Form) -> Result<Answer> {
    match form.value("answer") {
        "accepted" => Ok(Answer::Accept),
        "declined" => Ok(Answer::Decline(form.value("reason").to_owned())),
        _ => Err(Error::invalid("answer", "error-choice")),
    }
}

/// `POST /i/{code}`
pub(super) async fn by_code(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
    sent: Sent,
) -> Result<Response> {
    let (_, _, code) = by_address(&app, &visit, &typed).await?;
    let outcome = match wanted(&sent.form) {
        Ok(answer) => answers::answer(&app, &visit.actor, Whose::Code(&code), &answer).await,
        Err(cause) => Err(cause),
    };
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("/i/{code}")).into_response()),
        Err(Error::Invalid(found)) => {
            let form = sent.form.at("decline").mistakes(&found);
            shown(&app, visit, &code, (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /i/{code}/speaking`
pub(super) async fn speaking(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
    sent: Sent,
) -> Result<Response> {
    let (_, _, code) = by_address(&app, &visit, &typed).await?;
    let speaks = sent.form.value("speaks") == "yes";
    answers::register_speech(&app, &visit.actor, Whose::Code(&code), speaks).await?;
    Ok(Redirect::to(&format!("/i/{code}")).into_response())
}

/// `POST /events/{id}/answer`
pub(super) async fn own(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let outcome = match wanted(&sent.form) {
        Ok(answer) => answers::answer(&app, &visit.actor, Whose::Own(id), &answer).await,
        Err(cause) => Err(cause),
    };
    after(&app, visit, (id, "decline", "answered"), (sent.form, outcome)).await
}

/// `POST /events/{id}/speaking`
pub(super) async fn own_speaking(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let speaks = sent.form.value("speaks") == "yes";
    answers::register_speech(&app, &visit.actor, Whose::Own(id), speaks).await?;
    let done = if speaks { "speaks" } else { "silent" };
    Ok(Redirect::to(&format!("/events/{id}?done={done}")).into_response())
}

/// `GET /i/{code}/calendar.ics`
pub(super) async fn calendar(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response> {
    let (event, _, code) = by_address(&app, &visit, &typed).await?;
    Ok(unlisted(ical::given(&event.title, &[entry(&app, &visit.ui, &event, &format!("/i/{code}"))], &[])))
}

/// `GET /events/{id}/calendar.ics`
pub(super) async fn own_calendar(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
) -> Result<Response> {
    let event = store::find(&app.db, &visit.actor, id).await?;
    let (organizer, attendees) = taking_part(&app, &visit, &event).await?;
    let entry = entry(&app, &visit.ui, &event, &format!("/events/{id}"));
    let mut answer = ical::given(&event.title, &[papers::Event { organizer, attendees, ..entry }], &[]);
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(answer)
}

/// An event as an entry of a calendar.
pub fn entry(app: &App, ui: &Ui, event: &Event, path: &str) -> papers::Event {
    let root = app.config.public_url();
    let mut said = vec![ui.word("event-kind", &event.kind)];
    said.extend((!event.change_reason.is_empty()).then(|| event.change_reason.clone()));
    said.extend((!event.body.is_empty()).then(|| event.body.clone()));
    papers::Event {
        uid: ical::uid(&app.config, &format!("event-{}", event.id)),
        sequence: u32::try_from(event.sequence).unwrap_or(u32::MAX),
        changed: event.changed_at,
        starts: local(event.on_day, event.starts),
        ends: local(event.last_day, event.ends),
        summary: event.title.clone(),
        description: said.join("\n"),
        location: event.place.clone(),
        url: format!("{root}{path}"),
        cancelled: event.state() == Some(At::Cancelled),
        ..papers::Event::default()
    }
}

/// Who holds an event and who takes part, for the office that holds it: nobody else's file names anybody.
async fn taking_part(app: &App, visit: &Visit, event: &Event) -> Result<(Option<Party>, Vec<Party>)> {
    let mut keeps = visit.actor.posts_with(Permit::EventKeep);
    if !keeps.any(|(post, _)| post.organization == Some(event.office_id)) {
        return Ok((None, Vec::new()));
    }
    let congress = visit.home.id;
    let office = bodies::store::organization(&app.db, congress, event.office_id).await?;
    let uri = |id: Uuid| format!("urn:uuid:{id}");
    let held = Party { name: office.name, uri: uri(office.id), comes: None };
    let mut all: Vec<Party> = Vec::new();
    for one in store::invited(&app.db, congress, event.id).await? {
        let comes = (!one.answer.is_empty()).then(|| one.answer == "accepted");
        let party = Party { name: one.name, uri: uri(one.person_id), comes };
        if !all.iter().any(|other| other.uri == party.uri) {
            all.push(party);
        }
    }
    Ok((Some(held), all))
}
