use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{progress, progress::Progress};
use crate::access::{Actor, Visit, rates};
use crate::base::{
    App, Error, Result,
    codes::{Code, CodeMistake},
    form::{Choice, Form, Say},
    page::{Ui, page_as, unlisted},
};
use crate::cases::attached::{self, Attached};
use crate::cases::flow::State as At;
use crate::cases::{Case, store, timeline::Audience};

/// Wrong receipts one address may try within an hour.
const GUESSES: u32 = 60;
/// What is counted against an address.
const RATE: &str = "receipt";

/// The receipt as typed.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    code: String,
}

#[derive(Template)]
#[template(path = "cases/public/follow_ask.html")]
struct Ask {
    ui: Ui,
    form: Form,
}

#[derive(Template)]
#[template(path = "cases/public/follow.html")]
struct Follow {
    ui: Ui,
    form: Form,
    number: String,
    receipt: String,
    code: String,
    subject: String,
    body: String,
    place: String,
    photos: Vec<Attached>,
    confidential: bool,
    raised: String,
    progress: Progress,
    news: bool,
    answered: bool,
    target: Option<Joined>,
    grades: Vec<Choice>,
    rates: bool,
    rated: String,
    withdraws: bool,
}

/// The case that this one was joined to.
struct Joined {
    number: String,
    published: bool,
    progress: Progress,
}

/// `GET /follow`: one field; what was typed in leads on.
pub(super) async fn ask(visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    if asked.code.trim().is_empty() {
        return page_as(StatusCode::OK, Ask { ui: visit.ui, form: Form::new() });
    }
    match Code::parse(&asked.code) {
        Ok(code) => Ok(Redirect::to(&format!("/follow/{}", code.plain())).into_response()),
        Err(mistake) => refused(visit, &asked.code, Missing::Typo(mistake)),
    }
}

/// Why a receipt opens nothing.
pub(super) enum Missing {
    /// It is no receipt.
    Typo(CodeMistake),
    /// It is one, but of no opinion here.
    Unknown,
}

/// The case of a receipt as typed; wrong ones are counted against the address.
pub(super) async fn found(app: &App, visit: &Visit, typed: &str) -> Result<Result<Case, Missing>> {
    let code = match Code::parse(typed) {
        Ok(code) => code.plain(),
        Err(mistake) => return Ok(Err(Missing::Typo(mistake))),
    };
    rates::look(app, visit, RATE, GUESSES).await?;
    match store::by_receipt(&app.db, visit.home.id, &code).await {
        Err(Error::NotFound) => {
            rates::take(app, visit, RATE, GUESSES).await?;
            Ok(Err(Missing::Unknown))
        }
        case => Ok(Ok(case?)),
    }
}

/// The field again, with what was typed and what may be wrong with it.
pub(super) fn refused(visit: Visit, typed: &str, why: Missing) -> Result<Response> {
    let mut form = Form::new();
    form.add("code", typed);
    let digits = typed.chars().filter(char::is_ascii_digit).count();
    let (status, say) = match why {
        Missing::Unknown => (StatusCode::NOT_FOUND, Say::new("voters-code-unknown")),
        // An opinion's number, 2026-000123, is printed beside its receipt and easily taken for it.
        Missing::Typo(CodeMistake::WrongLength { .. }) if digits == 10 && typed.starts_with("20") => {
            (StatusCode::UNPROCESSABLE_ENTITY, Say::new("voters-code-is-number"))
        }
        Missing::Typo(CodeMistake::WrongLength { has, needs }) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            Say::new("voters-code-length").with("has", has).with("needs", needs),
        ),
        Missing::Typo(CodeMistake::NotInCodes(sign)) => {
            let say = Say::new("voters-code-sign").with("sign", sign.to_string());
            (StatusCode::UNPROCESSABLE_ENTITY, say)
        }
        Missing::Typo(_) => (StatusCode::UNPROCESSABLE_ENTITY, Say::new("voters-code-typo")),
    };
    form.error_say("code", say);
    page_as(status, Ask { ui: visit.ui, form }).map(unlisted)
}

/// `GET /s/{code}`: as short as it must be in a text message.
pub(super) async fn short(Path(typed): Path<String>) -> Redirect {
    let code: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    Redirect::to(&format!("/follow/{code}"))
}

/// `GET /follow/{code}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response> {
    match found(&app, &visit, &typed).await? {
        Ok(case) => followed(&app, visit, case, (StatusCode::OK, Form::new())).await,
        Err(mistake) => refused(visit, &typed, mistake),
    }
}

/// The page of a case for whoever holds its receipt.
pub(super) async fn followed(
    app: &App,
    visit: Visit,
    case: Case,
    (status, form): (StatusCode, Form),
) -> Result<Response> {
    let ui = visit.ui;
    let standing = &case.standing;
    let news = case.unopened();
    let mut progress = progress::of(app, (visit.home.id, &ui), &case, (Audience::Voter, !news)).await?;
    let root = format!("/follow/{}", case.receipt);
    let files = attached::attached(&ui, &root, attached::of_holder(app, visit.home.id, &case).await?);
    progress.attach(&files);
    let rating = standing.answer.and_then(|answer| answer.voter_rating);
    let rated = rating.map(|rating| ui.word("case-grade", rating.result.word())).unwrap_or_default();
    let target = joined(app, visit.home.id, &ui, &case).await?;
    let view = Follow {
        number: case.number.clone(),
        code: Code::parse(&case.receipt).map(|code| code.to_string()).unwrap_or_default(),
        receipt: case.receipt.clone(),
        subject: case.subject.clone(),
        body: case.body.clone(),
        place: case.place.clone(),
        confidential: standing.confidential,
        raised: ui.date(crate::base::day_of(case.raised_at)),
        grades: ui.choices("case-grade", &["satisfied", "basically", "not_satisfied"]),
        rates: standing.has_voter && standing.state == At::Replied && !news && rating.is_none(),
        rated,
        withdraws: standing.has_voter && !standing.state.ended() && standing.answer.is_none(),
        answered: case.has_outcome(),
        photos: attached::with(&files, None),
        progress,
        news,
        target,
        form,
        ui,
    };
    page_as(status, view).map(unlisted)
}

/// The progress of the case this one was joined to, as far as the public may know it: everybody whose opinion was
/// joined is kept informed, also while the other one is not published; of a confidential one only where it is.
async fn joined(app: &App, congress: uuid::Uuid, ui: &Ui, case: &Case) -> Result<Option<Joined>> {
    let Some(target) = case.joined_to else { return Ok(None) };
    let target = store::find(&app.db, &Actor::clockwork(congress), target).await?;
    let opened = !target.standing.confidential;
    let progress = progress::of(app, (congress, ui), &target, (Audience::Public, opened)).await?;
    Ok(Some(Joined { number: target.number, published: target.published_at.is_some(), progress }))
}
