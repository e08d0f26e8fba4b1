use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Permit, Role, Sent, Visit};
use crate::base::form::{Choice, Form};
use crate::base::page::{Ui, page_as};
use crate::base::{App, Error, Result, day_of};
use crate::bodies::{self, Kind};
use crate::cases::acts::{LONGEST, NewCase, Raised, Voter, enter};
use crate::cases::attached::accepted;
use crate::cases::{ANSWER_BY, BY_TEXT, Channel, answers, incoming};
use crate::files::{Purpose, Upload};
use crate::people::{self, Deputy};

#[derive(Template)]
#[template(path = "cases/desks/enter.html")]
struct EnterPage {
    ui: Ui,
    form: Form,
    photos: usize,
    channels: Vec<Choice>,
    answers: Vec<Choice>,
    stations: Vec<Choice>,
    deputies: Vec<Choice>,
}

/// Which text message is entered.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    text: Option<Uuid>,
}

/// The form for an opinion that came on paper, by telephone or at the counter.
pub async fn new(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    let own = own_station(&visit).map(|id| id.to_string()).unwrap_or_default();
    if let Some(id) = asked.text {
        // A text message that came in: its own id is the form's, so that it is entered once.
        let text = incoming::one(&app, &visit.actor, id).await?;
        let by = answers(&app.config).into_iter().find(|way| *way == BY_TEXT).unwrap_or("telephone");
        let station = text.organization_id.map(|id| id.to_string()).unwrap_or(own);
        let form = Form::new()
            .preset("form", &id.to_string())
            .preset("channel", Channel::Sms.word())
            .preset("heard_on", &day_of(text.at).to_string())
            .preset("answer_by", by)
            .preset("phone", &text.phone)
            .preset("body", &text.body)
            .preset("station", &station);
        return page_of(&app, &visit, (form, StatusCode::OK)).await;
    }
    let form = Form::new()
        .preset("form", &app.chance.id(app.clock.now()).to_string())
        .preset("channel", Channel::Counter.word())
        .preset("heard_on", &app.clock.today().to_string())
        .preset("answer_by", "telephone")
        .preset("station", &own);
    page_of(&app, &visit, (form, StatusCode::OK)).await
}

/// Enter it; the receipt's page is next, to be printed for the voter.
pub async fn create(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let Sent { mut form, files } = sent;
    let new = read(&app, &mut form);
    let entered = if form.is_fine() {
        entered(&app, &visit, new, &files).await
    } else {
        Err(Error::Invalid(Vec::new()))
    };
    match entered {
        Ok(raised) => Ok(Redirect::to(&format!("/receipts/{}", raised.case.receipt)).into_response()),
        Err(Error::Invalid(found)) => {
            page_of(&app, &visit, (form.mistakes(&found), StatusCode::UNPROCESSABLE_ENTITY)).await
        }
        Err(other) => Err(other),
    }
}

async fn entered(app: &App, visit: &Visit, new: NewCase, uploads: &[Upload]) -> Result<Raised> {
    let files = accepted(app, uploads, ("photos", Purpose::Photo)).await?;
    enter(app, &visit.actor, &NewCase { files, ..new }).await
}

fn read(app: &App, form: &mut Form) -> NewCase {
    let channels = Channel::ON_BEHALF.map(Channel::word);
    let channel = form.choice("channel", &channels).and_then(|word| Channel::of_word(&word));
    let id = form.uuid("form").unwrap_or_else(|| app.chance.id(app.clock.now()));
    let body = form.required("body", LONGEST, "cases-body-missing-text");
    let phone = form.phone("phone").unwrap_or_default();
    let answer_by = form.choice("answer_by", &answers(&app.config)).unwrap_or_default();
    let serial = form.value("serial").trim().to_owned();
    let voter = Voter { name: form.text("name", 50), phone, ..Voter::default() };
    NewCase {
        serial,
        place: form.text("place", 200),
        station: form.uuid("station"),
        deputy: form.uuid("deputy"),
        voter: Some(voter),
        answer_by: ANSWER_BY.into_iter().find(|word| *word == answer_by).unwrap_or(ANSWER_BY[0]),
        confidential: form.checked("confidential"),
        consented: form.checked("consented"),
        heard_on: form.date("heard_on"),
        ..NewCase::of_voter(id, channel.unwrap_or(Channel::Counter), &body)
    }
}

/// A station keeper's own station.
fn own_station(visit: &Visit) -> Option<Uuid> {
    let posts = visit.actor.posts_with(Permit::CaseEnter);
    posts.filter(|(post, _)| post.role == Role::StationKeeper).find_map(|(post, _)| post.organization)
}

async fn page_of(app: &App, visit: &Visit, (form, status): (Form, StatusCode)) -> Result<Response> {
    let (stations, deputies) = around(app, visit).await?;
    let ui = visit.ui.clone();
    let named = |it: &bodies::Organization| Choice::new(it.id.to_string(), it.name.clone());
    let deputy =
        |it: &Deputy| Choice::new(it.person_id.to_string(), format!("{}（{}）", it.name, it.constituency));
    let view = EnterPage {
        form,
        photos: app.config.limits.files_per_form,
        channels: ui.choices("case-channel", &Channel::ON_BEHALF.map(Channel::word)),
        answers: ui.choices("case-answer-by", &answers(&app.config)),
        stations: stations.iter().map(named).collect(),
        deputies: deputies.iter().map(deputy).collect(),
        ui,
    };
    page_as(status, view)
}

/// The stations and deputies of the office or station in whose name they enter; else all.
async fn around(app: &App, visit: &Visit) -> Result<(Vec<bodies::Organization>, Vec<Deputy>)> {
    let (db, congress) = (&app.db, visit.actor.congress);
    if let Some(id) = own_station(visit) {
        let station = bodies::store::organization(db, congress, id).await?;
        return Ok((vec![station], people::store::deputies_at(db, congress, id).await?));
    }
    let mut stations = bodies::store::organizations(db, congress, Kind::Station).await?;
    let own = visit.actor.organization_for(Permit::CaseEnter);
    let office = match own {
        Some(id) => Some(bodies::store::organization(db, congress, id).await?),
        None => None,
    };
    match office.filter(|it| it.kind == Kind::LocalOffice.word()).and_then(|it| Some((it.id, it.area_id?))) {
        Some((office, area)) => {
            stations.retain(|station| station.parent_id == Some(office));
            Ok((stations, people::store::deputies_in(db, congress, area).await?))
        }
        None => Ok((stations, people::store::deputies(db, congress, people::Order::Pinyin).await?.to_vec())),
    }
}
