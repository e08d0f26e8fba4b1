use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::target::Target;
use crate::access::{Role, Sent, Visit, rates};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form, Say},
    page::{Ui, page_as},
};
use crate::bodies;
use crate::cases::acts::{LONGEST, Voter, hand_in_from};
use crate::cases::attached::accepted;
use crate::cases::{ANSWER_BY, BY_TEXT, Channel, NewCase, answers, store};
use crate::files::{Purpose, Upload};

/// What is counted against an address.
const RATE: &str = "opinion";

/// Whom a link names.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    to: String,
}

#[derive(Template)]
#[template(path = "cases/public/hand_in.html")]
struct HandIn {
    ui: Ui,
    form: Form,
    title: String,
    readers: String,
    to: String,
    scanned: bool,
    form_id: Uuid,
    towns: Vec<Choice>,
    answers: Vec<Choice>,
    openness: Vec<Choice>,
    photos: usize,
    more: bool,
}

/// `GET /opinions/new?to=…`
pub(super) async fn blank(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    first(&app, visit, &asked.to, false).await
}

/// `GET /d/{code}`: the QR of a deputy.
pub(super) async fn to_deputy(
    State(app): State<App>,
    visit: Visit,
    Path(code): Path<String>,
) -> Result<Response> {
    first(&app, visit, &format!("d:{code}"), true).await
}

/// `GET /z/{code}`: the QR of a station.
pub(super) async fn to_station(
    State(app): State<App>,
    visit: Visit,
    Path(code): Path<String>,
) -> Result<Response> {
    first(&app, visit, &format!("z:{code}"), true).await
}

/// `GET /c/{code}`: the QR of a constituency.
pub(super) async fn to_constituency(
    State(app): State<App>,
    visit: Visit,
    Path(code): Path<String>,
) -> Result<Response> {
    first(&app, visit, &format!("c:{code}"), true).await
}

async fn first(app: &App, visit: Visit, word: &str, scanned: bool) -> Result<Response> {
    let form = Form::new().preset("open", "yes").preset("answer_by", ANSWER_BY[0]);
    match Target::of(app, visit.home.id, word).await {
        Err(Error::NotFound) => {
            let typed = word.split_once(':').map_or(word, |(_, code)| code);
            bodies::pages::mistyped(visit.ui, typed)
        }
        target => show(app, visit, (StatusCode::OK, form), &target?, scanned).await,
    }
}

async fn show(
    app: &App,
    visit: Visit,
    (status, form): (StatusCode, Form),
    target: &Target,
    scanned: bool,
) -> Result<Response> {
    let ui = visit.ui;
    let towns = match target.is_nobody() {
        true => bodies::store::towns(&app.db, visit.home.id).await?,
        false => Vec::new(),
    };
    let answers = answers(&app.config)
        .into_iter()
        .map(|code| {
            Choice::new(code, ui.word("voters-answer", code)).hint(ui.word("voters-answer-hint", code))
        })
        .collect();
    let openness = ["yes", "no"]
        .map(|code| Choice::new(code, ui.word("voters-open", code)).hint(ui.word("voters-open-hint", code)))
        .to_vec();
    let form_id = Uuid::try_parse(form.value("form").trim()).ok();
    let view = HandIn {
        title: target.title(&ui),
        readers: target.readers(&ui),
        to: target.word(),
        scanned,
        form_id: form_id.unwrap_or_else(|| app.chance.id(app.clock.now())),
        towns: towns.iter().map(|town| Choice::new(town.id.to_string(), town.name.clone())).collect(),
        answers,
        openness,
        photos: app.config.limits.files_per_form,
        more: wants_more(&form),
        ui,
        form,
    };
    page_as(status, view)
}

/// Whether the part about the answer is open: something in it was filled in, or is wrong.
fn wants_more(form: &Form) -> bool {
    let fields = ["name", "phone", "email"];
    fields.iter().any(|field| !form.value(field).is_empty() || form.problem(field).is_some())
        || form.problem("answer_by").is_some()
}

/// `POST /opinions`
pub(super) async fn send(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let Sent { mut form, files } = sent;
    let target = Target::of(&app, visit.home.id, form.value("to")).await?;
    let status = match handed_in(&app, &visit, (&mut form, &files), &target).await {
        Ok(receipt) => return Ok(Redirect::to(&format!("/receipts/{receipt}")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            form = form.mistakes(&mistakes);
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(Error::TooMany(seconds)) => {
            let minutes = seconds.div_ceil(60);
            form.error_say("", Say::new("voters-too-many").with("minutes", minutes));
            StatusCode::TOO_MANY_REQUESTS
        }
        Err(other) => return Err(other),
    };
    let scanned = form.value("from") == Channel::Qr.word();
    show(&app, visit, (status, form), &target, scanned).await
}

/// The receipt of the opinion; of the one handed in before, when the form was sent again.
async fn handed_in(
    app: &App,
    visit: &Visit,
    (form, uploads): (&mut Form, &[Upload]),
    target: &Target,
) -> Result<String> {
    let id = Uuid::try_parse(form.value("form").trim()).ok();
    // Photos are slow work: a form that was sent before, or an address that has had its share, is told first. Of all
    // others the act itself knows.
    if let Some(id) = id
        && !uploads.is_empty()
        && let Some(before) = store::by_form(&app.db, visit.home.id, id).await?
    {
        return Ok(before.receipt);
    }
    if !form.value("website").is_empty() {
        return Err(Error::invalid("", "voters-trap"));
    }
    let id = id.unwrap_or_else(|| app.chance.id(app.clock.now()));
    let new = target.put_on(read(app, visit, form, id));
    if !form.is_fine() {
        return Err(Error::Invalid(Vec::new()));
    }
    let most = app.config.limits.opinions_per_hour;
    if !uploads.is_empty() {
        rates::look(app, visit, RATE, most).await?;
    }
    let new = NewCase { files: accepted(app, uploads, ("photos", Purpose::Photo)).await?, ..new };
    let due = rates::Due::of(visit, RATE, most);
    Ok(hand_in_from(app, &visit.actor, &new, &due).await?.case.receipt)
}

/// What was typed, as an opinion; what is wrong is noted in the form.
fn read(app: &App, visit: &Visit, form: &mut Form, id: Uuid) -> NewCase {
    let channel = if form.value("from") == Channel::Qr.word() { Channel::Qr } else { Channel::Web };
    let body = form.required("body", LONGEST, "voters-body-missing");
    let answer_by = form.choice("answer_by", &answers(&app.config)).unwrap_or_default();
    let phone = form.phone("phone");
    if matches!(answer_by.as_str(), "telephone" | BY_TEXT)
        && phone.is_none()
        && form.problem("phone").is_none()
    {
        form.error("phone", "voters-phone-missing");
    }
    let voter = Voter {
        name: form.text("name", 50),
        phone: phone.unwrap_or_default(),
        email: form.text("email", 100),
        account: visit.actor.account.filter(|_| visit.actor.has_role(Role::Voter)),
    };
    let new = NewCase::of_voter(id, channel, &body);
    NewCase {
        place: form.text("place", 100),
        area: form.uuid("town"),
        voter: Some(voter),
        answer_by: ANSWER_BY.into_iter().find(|word| *word == answer_by).unwrap_or(ANSWER_BY[0]),
        confidential: form.value("open") == "no",
        ..new
    }
}
