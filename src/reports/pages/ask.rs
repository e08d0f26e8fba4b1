//! A voter asks about a published report, and reads the answer by the receipt.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use charter::Span;
use serde::Deserialize;
use uuid::Uuid;

use super::public::name_of;
use crate::access::{Sent, Visit, rates};
use crate::base::{
    App, Error, Result,
    codes::Code,
    form::{Form, Say},
    page::{Ui, page_as, unlisted},
};
use crate::bodies;
use crate::reports::questions::{self, NewQuestion};
use crate::reports::store::{self, Question};
use crate::reports::{QUESTION, Report, State as At};

/// Wrong receipts one address may try within an hour.
const GUESSES: u32 = 60;

#[derive(Template)]
#[template(path = "reports/pages/ask.html")]
struct AskPage {
    ui: Ui,
    form: Form,
    form_id: Uuid,
    code: String,
    name: String,
    /// How long the answer may take, in words.
    within: String,
}

#[derive(Template)]
#[template(path = "reports/pages/find.html")]
struct FindPage {
    ui: Ui,
    form: Form,
}

#[derive(Template)]
#[template(path = "reports/pages/receipt.html")]
struct ReceiptPage {
    ui: Ui,
    question: Question,
    /// When it was answered; empty while it is not.
    answered: String,
    /// The receipt, as people read it aloud.
    code: String,
    /// It was asked just now.
    fresh: bool,
    name: String,
    qr: String,
    address: String,
}

/// A report about which one may ask.
async fn asked(app: &App, visit: &Visit, typed: &str) -> Result<Report> {
    let code = bodies::pages::short_code(typed).ok_or(Error::NotFound)?;
    let report = store::public(&app.db, visit.home.id, &code).await?;
    if report.state() == Some(At::Given) { Ok(report) } else { Err(Error::NotFound) }
}

fn within(app: &App, visit: &Visit) -> Result<String> {
    let charters = app.charters(&visit.home.charter)?;
    let charter = charters.in_force(app.clock.today()).unwrap_or_else(|| charters.latest());
    Ok(match charter.reports.answer_within.value {
        Span::WorkingDays(n) => visit.ui.t1("reports-within-working-days", "n", n),
        Span::Days(n) => visit.ui.t1("reports-within-days", "n", n),
        Span::Months(n) => visit.ui.t1("reports-within-months", "n", n),
    })
}

async fn shown(
    app: &App,
    visit: Visit,
    report: Report,
    (status, form): (StatusCode, Form),
) -> Result<Response> {
    let form_id = Uuid::try_parse(form.value("form").trim()).ok();
    let view = AskPage {
        form_id: form_id.unwrap_or_else(|| app.chance.id(app.clock.now())),
        name: name_of(app, &visit, &report).await?,
        within: within(app, &visit)?,
        code: report.code,
        form,
        ui: visit.ui,
    };
    page_as(status, view)
}

/// `GET /reports/{code}/questions/new`
pub(super) async fn blank(
    State(app): State<App>,
    visit: Visit,
    Path(code): Path<String>,
) -> Result<Response> {
    let report = asked(&app, &visit, &code).await?;
    shown(&app, visit, report, (StatusCode::OK, Form::new())).await
}

/// `POST /reports/{code}/questions/new`
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    Path(code): Path<String>,
    sent: Sent,
) -> Result<Response> {
    let report = asked(&app, &visit, &code).await?;
    let mut form = sent.form;
    let (status, form) = match taken(&app, &visit, &report, &mut form).await {
        Ok(question) => {
            return Ok(Redirect::to(&format!("/questions/{}?new=1", question.receipt)).into_response());
        }
        Err(Error::Invalid(found)) => (StatusCode::UNPROCESSABLE_ENTITY, form.mistakes(&found)),
        Err(Error::TooMany(seconds)) => {
            form.error_say("", Say::new("voters-too-many").with("minutes", seconds.div_ceil(60)));
            (StatusCode::TOO_MANY_REQUESTS, form)
        }
        Err(other) => return Err(other),
    };
    shown(&app, visit, report, (status, form)).await
}

async fn taken(app: &App, visit: &Visit, report: &Report, form: &mut Form) -> Result<Question> {
    let id = Uuid::try_parse(form.value("form").trim()).ok();
    if let Some(id) = id
        && let Some(before) = store::question_of_form(&app.db, visit.home.id, id).await?
    {
        return Ok(before);
    }
    if !form.value("website").is_empty() {
        return Err(Error::invalid("", "voters-trap"));
    }
    let new = NewQuestion {
        form: id.unwrap_or_else(|| app.chance.id(app.clock.now())),
        body: form.required("body", QUESTION, "reports-question-missing"),
        phone: form.phone("phone").unwrap_or_default(),
        alone: form.checked("alone"),
    };
    if !form.is_fine() {
        return Err(Error::Invalid(Vec::new()));
    }
    rates::take(app, visit, "report-question", app.config.limits.opinions_per_hour).await?;
    questions::ask(app, &visit.actor, report, &new).await
}

/// The receipt as typed.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    code: String,
}

/// `GET /questions`: one field; what was typed in leads on.
pub(super) async fn find(visit: Visit, Query(typed): Query<Typed>) -> Result<Response> {
    if typed.code.trim().is_empty() {
        return page_as(StatusCode::OK, FindPage { ui: visit.ui, form: Form::new() });
    }
    match Code::parse(&typed.code) {
        Ok(code) => Ok(Redirect::to(&format!("/questions/{}", code.plain())).into_response()),
        Err(_) => refused(visit, &typed.code),
    }
}

fn refused(visit: Visit, typed: &str) -> Result<Response> {
    let typed: String = typed.chars().take(30).collect();
    let mut form = Form::new().preset("code", &typed);
    form.error("code", "reports-receipt-unknown");
    page_as(StatusCode::NOT_FOUND, FindPage { ui: visit.ui, form })
}

/// Whether it was asked just now.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Came {
    #[serde(default)]
    new: String,
}

/// `GET /questions/{receipt}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
    Query(came): Query<Came>,
) -> Result<Response> {
    rates::look(&app, &visit, "question-receipt", GUESSES).await?;
    let found = match Code::parse(&typed) {
        Ok(code) => store::by_receipt(&app.db, visit.home.id, &code.plain()).await.map(|found| (found, code)),
        Err(_) => Err(Error::NotFound),
    };
    let (question, code) = match found {
        Ok(found) => found,
        Err(Error::NotFound) => {
            rates::take(&app, &visit, "question-receipt", GUESSES).await?;
            return refused(visit, &typed);
        }
        Err(other) => return Err(other),
    };
    let address = format!("{}/questions/{}", app.config.public_url(), question.receipt);
    let label = visit.ui.t("voters-receipt-qr");
    let qr = papers::qr_svg(&address, &label, papers::QUIET_ZONE).map_err(anyhow::Error::from)?;
    let report = store::public(&app.db, visit.home.id, &question.code).await;
    let name = match report {
        Ok(report) => name_of(&app, &visit, &report).await?,
        // Taken back for a while: the answer is still there for whoever asked.
        Err(Error::NotFound) => visit.ui.t("finding-unnamed"),
        Err(other) => return Err(other),
    };
    let view = ReceiptPage {
        answered: question.answered_at.map(|at| visit.ui.moment(at)).unwrap_or_default(),
        code: code.to_string(),
        fresh: came.new == "1",
        name,
        qr,
        address,
        question,
        ui: visit.ui,
    };
    page_as(StatusCode::OK, view).map(unlisted)
}
