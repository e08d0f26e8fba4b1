//! One reception on one page: who is on duty and came, who had booked, what was said, how many were received, and
//! closing. Each form is a step of its own and sets a value outright or carries its own id, so that it may be sent
//! twice, and later.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::{remarks, tag, time, weekday};
use crate::access::{Permit, Sent, Visit};
use crate::base::form::{Choice, Form};
use crate::base::hours::clock;
use crate::base::page::{Ui, page_as};
use crate::base::redact::masked_phone;
use crate::base::{App, Error, Result};
use crate::cases::acts::{LONGEST, NewCase, Voter};
use crate::cases::store::{Entered, of_reception};
use crate::cases::{ANSWER_BY, Channel, answers};
use crate::people;
use crate::receptions::acts::{self, NewClosing};
use crate::receptions::store::{self, Booking, OnDuty, Reception};
use crate::receptions::{MOST_VISITORS, State as Where, who};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// The number of the opinion that was just entered.
    #[serde(default)]
    entered: String,
    #[serde(default)]
    done: String,
}

/// Somebody on duty as the page shows it.
struct Duty {
    person: Uuid,
    name: String,
    presence: String,
    word: String,
    stands_in_for: Option<String>,
}

/// A booking as the page shows it.
struct Booked {
    id: Uuid,
    time: String,
    name: String,
    phone: String,
    state: String,
    tag: (&'static str, String),
}

#[derive(Template)]
#[template(path = "receptions/pages/desk.html")]
struct DeskPage {
    ui: Ui,
    form: Form,
    it: Reception,
    when: String,
    tag: (&'static str, String),
    remarks: Vec<String>,
    duties: Vec<Duty>,
    others: Vec<Choice>,
    bookings: Vec<Booked>,
    /// The opinions; none for whoever only looks.
    opinions: Vec<Entered>,
    received: i64,
    on_duty: Vec<Choice>,
    channels: Vec<Choice>,
    answers: Vec<Choice>,
    done: Option<String>,
    just: Option<Entered>,
    may_keep: bool,
    /// Its day has come and it was announced: opinions are taken.
    open: bool,
    /// And it is not closed.
    unfinished: bool,
    /// It was announced, and its day is to come: the form is there to be kept for a day without a network.
    ahead: bool,
    back: String,
    activity: Option<Uuid>,
}

impl DeskPage {
    fn at(&self, step: &str) -> String {
        format!("/receptions/{}/{step}", self.it.id)
    }
}

/// `GET /receptions/{id}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    shown(&app, visit, (id, &asked, None), (Form::new(), StatusCode::OK)).await
}

async fn shown(
    app: &App,
    visit: Visit,
    (id, asked, seen): (Uuid, &Asked, Option<&Booking>),
    (form, status): (Form, StatusCode),
) -> Result<Response> {
    let (db, congress, ui) = (&app.db, visit.home.id, visit.ui.clone());
    let it = store::find(db, &visit.actor, id).await?;
    let station = crate::bodies::store::organization(db, congress, it.station_id).await?;
    let may_keep = who::reaches(&visit.actor, Permit::ReceptionKeep, &station);
    let on_duty = store::on_duty(db, congress, &[id]).await?;
    let opinions = of_reception(db, congress, id).await?;
    let open = matches!(it.state(), Some(Where::Published | Where::Closed)) && it.on_day <= app.clock.today();
    let ahead = it.state() == Some(Where::Published) && it.on_day > app.clock.today();
    let unfinished = open && it.state() == Some(Where::Published);
    let bookings = if may_keep { store::bookings(db, congress, id).await? } else { Vec::new() };
    let (attached, received) =
        (people::store::deputies_at(db, congress, station.id).await?, opinions.len() as i64);
    let free = attached.iter().filter(|it| !on_duty.iter().any(|one| one.person_id == it.person_id));
    let just = opinions.iter().find(|one| one.number == asked.entered).cloned();
    let here = |one: &&OnDuty| one.presence != "absent";
    let chosen: Vec<Choice> = on_duty
        .iter()
        .filter(here)
        .map(|one| Choice::new(one.person_id.to_string(), one.name.clone()))
        .collect();
    let done = ["presence", "visitors", "closed", "ticked"].contains(&asked.done.as_str());
    let view = DeskPage {
        form: preset(app, form, (&it, &opinions, &chosen)),
        when: format!("{} {} {}", ui.date(it.on_day), weekday(&ui, it.on_day), time(&it)),
        tag: tag(&ui, &it),
        remarks: remarks(&ui, &it),
        duties: on_duty.iter().map(|one| duty(&ui, one, &on_duty)).collect(),
        others: free.map(|it| Choice::new(it.person_id.to_string(), it.name.clone())).collect(),
        bookings: bookings.iter().map(|one| booked(&ui, one, seen)).collect(),
        received: received + it.visitors,
        opinions: if may_keep { opinions } else { Vec::new() },
        on_duty: chosen,
        channels: ui.choices("case-channel", &Channel::ON_BEHALF.map(Channel::word)),
        answers: ui.choices("case-answer-by", &answers(&app.config)),
        done: done.then(|| ui.word("receptions-desk-done", &asked.done)),
        just: just.filter(|_| may_keep),
        back: match may_keep {
            true => format!(
                "/receptions?station={}&quarter={}",
                it.station_id,
                crate::receptions::quarter::Quarter::of(it.on_day).word()
            ),
            false => "/receptions".to_owned(),
        },
        activity: it.outreach_id.filter(|_| visit.actor.may(Permit::OutreachRead)),
        may_keep,
        open,
        ahead,
        unfinished,
        it,
        ui,
    };
    page_as(status, view)
}

/// What each form is filled in with: ids of their own, the deputy when there is only one, what was said as far as it is
/// known.
fn preset(app: &App, form: Form, (it, opinions, chosen): (&Reception, &[Entered], &[Choice])) -> Form {
    let id = || app.chance.id(app.clock.now()).to_string();
    let form = match chosen {
        [only] => form.preset_in("opinion", "deputy", &only.code),
        _ => form,
    };
    let subjects: Vec<&str> = opinions.iter().map(|one| one.subject.as_str()).collect();
    let said: String = subjects.join("；").chars().take(crate::receptions::LONGEST).collect();
    form.preset_in("opinion", "form", &id())
        .preset_in("opinion", "channel", Channel::Counter.word())
        .preset_in("opinion", "answer_by", "telephone")
        .preset_in("visitors", "visitors", &it.visitors.to_string())
        .preset_in("closing", "visitors", &it.visitors.to_string())
        .preset_in("closing", "form", &id())
        .preset_in("closing", "summary", &said)
}

fn duty(ui: &Ui, one: &OnDuty, all: &[OnDuty]) -> Duty {
    let word = match one.presence.as_str() {
        "" => String::new(),
        code => ui.word("receptions-presence", code),
    };
    let absent = one.stands_in_for.and_then(|id| all.iter().find(|other| other.person_id == id));
    Duty {
        person: one.person_id,
        name: one.name.clone(),
        presence: one.presence.clone(),
        word,
        stands_in_for: absent.map(|other| ui.t1("receptions-stands-in-for", "name", &other.name)),
    }
}

/// The number is masked unless it was just asked for, which is written down.
fn booked(ui: &Ui, one: &Booking, seen: Option<&Booking>) -> Booked {
    let whole = seen.filter(|seen| seen.id == one.id);
    let kind = match one.state.as_str() {
        "booked" => "new",
        "came" => "done",
        _ => "stop",
    };
    Booked {
        id: one.id,
        time: clock(one.slot),
        name: one.name.clone(),
        phone: whole.map_or_else(|| masked_phone(&one.phone), |seen| seen.phone.clone()),
        state: one.state.clone(),
        tag: (kind, ui.word("booking-state", &one.state)),
    }
}

/// Back to the page, or the page with what is wrong.
async fn after(app: &App, visit: Visit, (id, form): (Uuid, Form), done: Result<String>) -> Result<Response> {
    match done {
        Ok(done) => Ok(Redirect::to(&format!("/receptions/{id}{done}")).into_response()),
        Err(Error::Invalid(found)) => {
            let form = form.mistakes(&found);
            let asked = Asked::default();
            shown(app, visit, (id, &asked, None), (form, StatusCode::UNPROCESSABLE_ENTITY)).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /receptions/{id}/presence`: `person`, `presence` (`came`, `absent` or empty)
pub(super) async fn presence(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("presence");
    let person = form.uuid("person").ok_or(Error::NotFound)?;
    let presence = form.value("presence").to_owned();
    let done = acts::mark_presence(&app, &visit.actor, id, (person, &presence)).await;
    after(&app, visit, (id, form), done.map(|()| "?done=presence#on-duty".to_owned())).await
}

/// `POST /receptions/{id}/stand-in`: `absent`, `person`
pub(super) async fn stand_in(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("stand-in");
    let (absent, person) = (form.uuid("absent"), form.uuid("person"));
    let done = match (absent, person) {
        (Some(absent), Some(person)) => acts::stand_in(&app, &visit.actor, id, (absent, person)).await,
        (None, _) => Err(Error::invalid("absent", "receptions-absent-missing")),
        (_, None) => Err(Error::invalid("person", "receptions-stand-in-missing")),
    };
    after(&app, visit, (id, form), done.map(|()| "?done=presence#on-duty".to_owned())).await
}

/// What was typed, in the order of the paper form.
fn read(app: &App, form: &mut Form) -> NewCase {
    let id = form.uuid("form").unwrap_or_else(|| app.chance.id(app.clock.now()));
    let serial = form.value("serial").trim().to_owned();
    let name = form.text("name", 50);
    let phone = form.phone("phone").unwrap_or_default();
    let place = form.text("place", 200);
    let body = form.required("body", LONGEST, "cases-body-missing-text");
    let channels = Channel::ON_BEHALF.map(Channel::word);
    let channel = form.choice("channel", &channels).and_then(|word| Channel::of_word(&word));
    let answer_by = form.choice("answer_by", &answers(&app.config)).unwrap_or_default();
    NewCase {
        serial,
        place,
        deputy: form.uuid("deputy"),
        voter: Some(Voter { name, phone, ..Voter::default() }),
        answer_by: ANSWER_BY.into_iter().find(|word| *word == answer_by).unwrap_or(ANSWER_BY[0]),
        confidential: form.checked("confidential"),
        consented: form.checked("consented"),
        ..NewCase::of_voter(id, channel.unwrap_or(Channel::Counter), &body)
    }
}

/// `POST /receptions/{id}/opinions`
pub(super) async fn enter(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("opinion");
    let new = read(&app, &mut form);
    let done = match form.is_fine() {
        true => acts::enter_opinion(&app, &visit.actor, id, &new).await,
        false => Err(Error::Invalid(Vec::new())),
    };
    let done = done.map(|raised| format!("?entered={}#entered", raised.case.number));
    after(&app, visit, (id, form), done).await
}

/// `POST /receptions/{id}/visitors`: `visitors`
pub(super) async fn visitors(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("visitors");
    let number = form.whole("visitors", 0, MOST_VISITORS);
    let done = match (number, form.is_fine()) {
        (Some(number), _) => acts::set_visitors(&app, &visit.actor, id, number).await,
        (None, true) => Err(Error::invalid("visitors", "receptions-visitors-missing")),
        (None, false) => Err(Error::Invalid(Vec::new())),
    };
    after(&app, visit, (id, form), done.map(|()| "?done=visitors#received".to_owned())).await
}

/// `POST /receptions/{id}/bookings/{booking}`: `state` (`came`, `missed`, `booked`)
pub(super) async fn tick(
    State(app): State<App>,
    visit: Visit,
    Path((id, booking)): Path<(Uuid, Uuid)>,
    sent: Sent,
) -> Result<Response> {
    let form = sent.form.at("booking");
    let state = form.value("state").to_owned();
    let done = acts::tick(&app, &visit.actor, (id, booking), &state).await;
    after(&app, visit, (id, form), done.map(|()| "?done=ticked#bookings".to_owned())).await
}

/// `POST /receptions/{id}/bookings/{booking}/contact`: the page once more, with that number.
pub(super) async fn contact(
    State(app): State<App>,
    visit: Visit,
    Path((id, booking)): Path<(Uuid, Uuid)>,
    _sent: Sent,
) -> Result<Response> {
    let seen = acts::read_contact(&app, &visit.actor, (id, booking)).await?;
    let asked = Asked::default();
    shown(&app, visit, (id, &asked, Some(&seen)), (Form::new(), StatusCode::OK)).await
}

/// `POST /receptions/{id}/closing`: `form`, `visitors`, `summary`
pub(super) async fn close(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("closing");
    let new = NewClosing {
        form: form.uuid("form").unwrap_or_else(|| app.chance.id(app.clock.now())),
        visitors: form.whole("visitors", 0, MOST_VISITORS).unwrap_or(0),
        summary: form.value("summary").to_owned(),
    };
    let done = match form.is_fine() {
        true => acts::close(&app, &visit.actor, id, &new).await,
        false => Err(Error::Invalid(Vec::new())),
    };
    after(&app, visit, (id, form), done.map(|()| "?done=closed".to_owned())).await
}
