//! Writing an event with its topics, and changing it.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use chrono::{Days, NaiveDate};
use uuid::Uuid;

use crate::access::{Permit, Sent, Visit, drafts};
use crate::base::hours::{clock, minutes};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form},
    page::{Ui, page_as},
};
use crate::events::acts::{self, NewEvent};
use crate::events::{Event, Kind, LONGEST, State as At, TITLE, TOPICS, Topic, store};
use crate::people::FIELDS;
use crate::{bodies, consultations};

const NEW: &str = "/events/new";
/// Days until an event, and from the last day for answers to it, unless somebody says otherwise.
const USUAL: (u64, u64) = (14, 3);
/// Topics that can be filled in besides those that are.
const MORE: usize = 3;

/// The names of a topic's fields.
struct Asked {
    number: usize,
    title: String,
    fields: String,
    areas: String,
    consultation: String,
    slots: String,
}

impl Asked {
    fn of(number: usize) -> Asked {
        let name = |what: &str| format!("{what}-{number}");
        Asked {
            number,
            title: name("topic"),
            fields: name("fields"),
            areas: name("areas"),
            consultation: name("consultation"),
            slots: name("slots"),
        }
    }

    /// Whether something stands in it.
    fn is_used(&self, form: &Form) -> bool {
        !form.value(&self.title).is_empty() || form.problem(&self.title).is_some()
    }
}

#[derive(Template)]
#[template(path = "events/pages/write.html")]
struct WritePage {
    ui: Ui,
    form: Form,
    path: String,
    back: String,
    kinds: Vec<Choice>,
    topics: Vec<Asked>,
    fields: Vec<Choice>,
    towns: Vec<Choice>,
    consultations: Vec<Choice>,
    /// It is changed, and was announced: those invited are told why.
    announced: bool,
    again: bool,
}

fn path_of(event: Option<Uuid>) -> String {
    event.map_or_else(|| NEW.to_owned(), |id| format!("/events/{id}/edit"))
}

async fn shown(
    app: &App,
    visit: Visit,
    event: Option<&Event>,
    (status, form): (StatusCode, Form),
) -> Result<Response> {
    let towns = bodies::store::towns(&app.db, visit.home.id).await?;
    let asked = match visit.actor.may(Permit::ConsultationRead) {
        true => consultations::store::list(&app.db, &visit.actor, 0).await?.0,
        false => Vec::new(),
    };
    let used = (1..=TOPICS).filter(|number| Asked::of(*number).is_used(&form)).max().unwrap_or_default();
    let id = event.map(|event| event.id);
    let view = WritePage {
        path: path_of(id),
        back: id.map_or_else(|| "/events".to_owned(), |id| format!("/events/{id}")),
        kinds: visit.ui.choices("event-kind", &Kind::ALL.map(Kind::word)),
        topics: (1..=(used + MORE).min(TOPICS)).map(Asked::of).collect(),
        fields: visit.ui.choices("people-field", &FIELDS),
        towns: towns.into_iter().map(|town| Choice::new(town.id.to_string(), town.name)).collect(),
        consultations: asked.into_iter().map(|one| Choice::new(one.id.to_string(), one.title)).collect(),
        announced: event.is_some_and(|event| event.state() == Some(At::Announced)),
        again: event.is_some(),
        form,
        ui: visit.ui,
    };
    page_as(status, view)
}

/// `GET /events/new`
pub(super) async fn blank(State(app): State<App>, visit: Visit) -> Result<Response> {
    let mut form = drafts::shown(&app, &visit, NEW).await?;
    if !form.is_kept() {
        let today = app.clock.today();
        let day = today.checked_add_days(Days::new(USUAL.0)).unwrap_or(today);
        let until = day.checked_sub_days(Days::new(USUAL.1)).unwrap_or(today);
        form = form
            .preset("on_day", &day.to_string())
            .preset("answer_by", &until.to_string())
            .preset("starts", "9:00")
            .preset("ends", "11:30");
    }
    if form.value("form").is_empty() {
        form = form.preset("form", &app.chance.id(app.clock.now()).to_string());
    }
    shown(&app, visit, None, (StatusCode::OK, form)).await
}

/// `GET /events/{id}/edit`
pub(super) async fn edit(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    let event = acts::own(&app.db, &visit.actor, id).await?;
    if !matches!(event.state(), Some(At::Draft | At::Announced)) {
        return Err(Error::conflict("event-over"));
    }
    let mut form = drafts::shown(&app, &visit, &path_of(Some(id))).await?;
    if !form.is_kept() {
        form = form
            .preset("version", &event.version.to_string())
            .preset("kind", &event.kind)
            .preset("title", &event.title)
            .preset("body", &event.body)
            .preset("place", &event.place)
            .preset("on_day", &event.on_day.to_string())
            .preset("last_day", &event.last_day.to_string())
            .preset("starts", &clock(event.starts))
            .preset("ends", &clock(event.ends))
            .preset("answer_by", &event.answer_by.to_string());
        for topic in store::topics(&app.db, visit.home.id, id).await? {
            let names = Asked::of(usize::try_from(topic.place).unwrap_or(TOPICS));
            let consultation = topic.consultation_id.map(|id| id.to_string()).unwrap_or_default();
            form = form
                .preset(&names.title, &topic.title)
                .preset(&names.consultation, &consultation)
                .preset(&names.slots, &topic.slots.to_string());
            form = topic.fields.split_whitespace().fold(form, |form, code| form.preset(&names.fields, code));
            form = topic.areas.split_whitespace().fold(form, |form, id| form.preset(&names.areas, id));
        }
    }
    shown(&app, visit, Some(&event), (StatusCode::OK, form)).await
}

fn day(form: &mut Form, field: &str, otherwise: NaiveDate) -> NaiveDate {
    let day = form.date(field);
    if day.is_none() && form.problem(field).is_none() {
        form.error(field, "event-day-missing");
    }
    day.unwrap_or(otherwise)
}

fn time(form: &mut Form, field: &str) -> i64 {
    let found = minutes(form.value(field));
    if found.is_none() {
        form.error(field, "event-time-wrong");
    }
    found.unwrap_or_default()
}

fn topics(form: &mut Form, towns: &[Uuid], consultations: &[Uuid]) -> Vec<Topic> {
    let mut topics = Vec::new();
    for number in 1..=TOPICS {
        let names = Asked::of(number);
        let title = form.text(&names.title, TITLE);
        let fields = form.choices_of(&names.fields, &FIELDS);
        let areas: Vec<String> =
            form.values(&names.areas).iter().filter(|id| is_one_of(id, towns)).cloned().collect();
        let consultation =
            form.value(&names.consultation).parse().ok().filter(|id| consultations.contains(id));
        let slots = match form.value(&names.slots).trim().is_empty() {
            true => 0,
            false => form.whole(&names.slots, 0, 100).unwrap_or_default(),
        };
        if title.is_empty() && number > 1 {
            if !fields.is_empty() || !areas.is_empty() {
                form.error(&names.title, "event-topic-missing");
            }
            continue;
        }
        // A topic keeps the place of its block: those invited to it stay invited to it.
        topics.push(Topic {
            place: i64::try_from(number).unwrap_or_default(),
            title,
            fields: fields.join(" "),
            areas: areas.join(" "),
            consultation_id: consultation,
            slots,
        });
    }
    topics
}

fn is_one_of(typed: &str, known: &[Uuid]) -> bool {
    typed.parse().is_ok_and(|id: Uuid| known.contains(&id))
}

/// What was typed, as far as it can be read.
async fn read(app: &App, visit: &Visit, form: &mut Form) -> Result<NewEvent> {
    let today = app.clock.today();
    let towns: Vec<Uuid> =
        bodies::store::towns(&app.db, visit.home.id).await?.into_iter().map(|town| town.id).collect();
    let asked: Vec<Uuid> = match visit.actor.may(Permit::ConsultationRead) {
        true => {
            consultations::store::list(&app.db, &visit.actor, 0).await?.0.iter().map(|one| one.id).collect()
        }
        false => Vec::new(),
    };
    let kind = form.choice("kind", &Kind::ALL.map(Kind::word)).and_then(|word| Kind::of_word(&word));
    let on_day = day(form, "on_day", today);
    let last_day = match form.value("last_day").trim().is_empty() {
        true => on_day,
        false => day(form, "last_day", on_day),
    };
    Ok(NewEvent {
        form: form.uuid("form").unwrap_or_else(|| app.chance.id(app.clock.now())),
        kind: kind.unwrap_or(Kind::Session),
        title: form.text("title", TITLE),
        body: form.text("body", LONGEST),
        place: form.text("place", TITLE),
        on_day,
        last_day,
        starts: time(form, "starts"),
        ends: time(form, "ends"),
        answer_by: day(form, "answer_by", today),
        topics: topics(form, &towns, &asked),
    })
}

/// `POST /events/new`
pub(super) async fn write(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form;
    let new = read(&app, &visit, &mut form).await?;
    let written = match form.is_fine() {
        true => acts::write(&app, &visit.actor, &new).await,
        false => Err(Error::Invalid(acts::wrong(&new, app.clock.today()))),
    };
    match written {
        Ok(id) => {
            drafts::discard(&app, &visit.actor, NEW).await?;
            let first = new.topics.first().map_or(1, |topic| topic.place);
            Ok(Redirect::to(&format!("/events/{id}/topics/{first}")).into_response())
        }
        Err(Error::Invalid(found)) => {
            shown(&app, visit, None, (StatusCode::UNPROCESSABLE_ENTITY, with(form, &found))).await
        }
        Err(other) => Err(other),
    }
}

/// Each field's first problem: what cannot be read is not said to be wrong as well.
fn with(form: Form, found: &[crate::base::Mistake]) -> Form {
    let fresh: Vec<_> = found.iter().filter(|one| form.problem(&one.field).is_none()).cloned().collect();
    form.mistakes(&fresh)
}

/// `POST /events/{id}/edit`
pub(super) async fn amend(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form;
    let new = read(&app, &visit, &mut form).await?;
    let version = form.whole("version", 1, i64::MAX).unwrap_or_default();
    let reason = form.value("reason").to_owned();
    let done = match form.is_fine() {
        true => acts::change(&app, &visit.actor, id, &new, (version, &reason)).await,
        false => Err(Error::Invalid(acts::wrong(&new, app.clock.today()))),
    };
    match done {
        Ok(()) => {
            drafts::discard(&app, &visit.actor, &path_of(Some(id))).await?;
            Ok(Redirect::to(&format!("/events/{id}?done=changed")).into_response())
        }
        Err(Error::Invalid(found)) => {
            let event = acts::own(&app.db, &visit.actor, id).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            shown(&app, visit, Some(&event), (status, with(form, &found))).await
        }
        Err(other) => Err(other),
    }
}
