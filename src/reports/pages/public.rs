//! Reports for everybody: which are to come, which were given; of one its summary, and the whole for whom the charter names.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use charter::Audience;
use serde::Deserialize;
use uuid::Uuid;

use super::{place, when};
use crate::access::{Sent, Visit, rates};
use crate::base::redact::redact;
use crate::base::{
    App, Error, Result, day_of,
    form::{Choice, Form, Say},
    page::{Link, Ui, page, page_as},
};
use crate::people::public::Rules;
use crate::reports::store::{self, Question, Which};
use crate::reports::{Part, Report, State as At};
use crate::{bodies, people, profiles};

/// Whole reports one address may ask for within an hour.
const READS: u32 = 60;

/// A report as a line.
struct Listed {
    code: String,
    name: String,
    constituency: String,
    when: String,
    place: String,
}

#[derive(Template)]
#[template(path = "reports/pages/list.html")]
struct List {
    ui: Ui,
    /// Of whom or where they are; empty for all.
    of: String,
    planned: Vec<Listed>,
    given: Vec<Listed>,
    all: Option<Link>,
    first: Option<String>,
    next: Option<String>,
}

/// Which reports, and which page of them.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    constituency: String,
    #[serde(default)]
    area: String,
    #[serde(default)]
    deputy: String,
    #[serde(default)]
    station: String,
    #[serde(default)]
    page: usize,
}

/// The name as everybody sees it.
pub(super) async fn name_of(app: &App, visit: &Visit, report: &Report) -> Result<String> {
    let rules = Rules::of(&app.db, app, visit.home.id).await?;
    Ok(if rules.names_are_public() { report.name.clone() } else { visit.ui.t("finding-unnamed") })
}

/// What the link narrows the list to: the condition, its words, and the link itself.
async fn narrowed(app: &App, visit: &Visit, asked: &Asked) -> Result<(Which, String, String)> {
    let (db, congress) = (&app.db, visit.home.id);
    if let Some(code) = bodies::pages::short_code(&asked.constituency) {
        let found = bodies::store::constituency_by_code(db, congress, &code).await?;
        let which = Which { constituency: Some(found.id), ..Which::default() };
        return Ok((which, found.name, format!("constituency={code}")));
    }
    if let Ok(id) = asked.area.parse::<Uuid>() {
        let found = bodies::store::area(db, congress, id).await?;
        return Ok((Which { area: Some(id), ..Which::default() }, found.name, format!("area={id}")));
    }
    if let Some(code) = bodies::pages::short_code(&asked.deputy) {
        let seat = people::store::seat_of_code(db, congress, &code).await?;
        let rules = Rules::of(db, app, congress).await?;
        let name = match rules.names_are_public() {
            true => people::store::name(db, congress, seat.person_id).await?,
            false => visit.ui.t("finding-unnamed"),
        };
        let which = Which { person: Some(seat.person_id), ..Which::default() };
        return Ok((which, name, format!("deputy={code}")));
    }
    if let Some(code) = bodies::pages::short_code(&asked.station) {
        let found = bodies::store::organization_by_code(db, congress, &code).await?;
        let which = Which { station: Some(found.id), ..Which::default() };
        return Ok((which, found.name, format!("station={code}")));
    }
    Ok((Which::default(), String::new(), String::new()))
}

/// `GET /reports?constituency=…&area=…&deputy=…&station=…`
pub(super) async fn list(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (which, of, query) = narrowed(&app, &visit, &asked).await?;
    let congress = visit.home.id;
    let planned = match asked.page {
        0 => store::listed(&app.db, congress, (true, which), 0).await?.0,
        _ => Vec::new(),
    };
    let (given, more) = store::listed(&app.db, congress, (false, which), asked.page).await?;
    let named = Rules::of(&app.db, &app, congress).await?.names_are_public();
    let ui = visit.ui;
    let line = |report: &Report| Listed {
        code: report.code.clone(),
        name: if named { report.name.clone() } else { ui.t("finding-unnamed") },
        constituency: format!("{} {}", report.area, report.constituency),
        when: when(&ui, report),
        place: place(report),
    };
    let view = List {
        planned: planned.iter().map(line).collect(),
        given: given.iter().map(line).collect(),
        all: (!of.is_empty()).then(|| Link::new("/reports", ui.t("reports-list-all"))),
        first: (asked.page > 0).then(|| format!("/reports?{query}")),
        next: more.then(|| format!("/reports?{query}&page={}", asked.page + 1)),
        of,
        ui,
    };
    page(view)
}

/// A question with its answer, as everybody reads them.
struct Answered {
    question: String,
    answer: String,
    on: String,
    office: String,
}

#[derive(Template)]
#[template(path = "reports/pages/public.html")]
struct Show {
    ui: Ui,
    form: Form,
    report: Report,
    name: String,
    at: At,
    when: String,
    place: String,
    summary: String,
    /// The sections, for whoever reads the whole.
    sections: Vec<(String, String)>,
    /// Where the reader may say that he or she lives.
    villages: Vec<Choice>,
    questions: Vec<Answered>,
    /// How many questions were asked, and how many are answered.
    asked: (i64, i64),
    deputy: Option<String>,
}

async fn found(app: &App, visit: &Visit, typed: &str) -> Result<Report> {
    let code = bodies::pages::short_code(typed).ok_or(Error::NotFound)?;
    store::public(&app.db, visit.home.id, &code).await
}

/// `GET /reports/{code}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response> {
    match found(&app, &visit, &typed).await {
        Err(Error::NotFound) => bodies::pages::mistyped(visit.ui, &typed),
        report => shown(&app, visit, (report?, false), (StatusCode::OK, Form::new())).await,
    }
}

/// `POST /reports/{code}/text`: the whole report, for those who say that they live in the constituency.
pub(super) async fn text(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
    Sent { mut form, .. }: Sent,
) -> Result<Response> {
    let report = found(&app, &visit, &typed).await?;
    if report.state() != Some(At::Given) || audience(&app, &visit)? != Audience::Constituency {
        return Err(Error::NotFound);
    }
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    let here = (report.constituency_id, report.area_id);
    let (status, told) = match form.uuid("village") {
        None => {
            form.error("village", "finding-village-missing");
            (wrong, false)
        }
        Some(village) => match rates::take(&app, &visit, "report", READS).await {
            Err(Error::TooMany(seconds)) => {
                let say = Say::new("finding-too-many").with("minutes", seconds.div_ceil(60));
                form.error_say("village", say);
                (StatusCode::TOO_MANY_REQUESTS, false)
            }
            Err(other) => return Err(other),
            Ok(()) if profiles::lies_in(&app, visit.home.id, here, village).await? => (StatusCode::OK, true),
            Ok(()) => {
                form.error("village", "reports-other-constituency");
                (wrong, false)
            }
        },
    };
    shown(&app, visit, (report, told), (status, form)).await
}

/// Who reads the whole, by the charter of today.
fn audience(app: &App, visit: &Visit) -> Result<Audience> {
    let charters = app.charters(&visit.home.charter)?;
    let charter = charters.in_force(app.clock.today()).unwrap_or_else(|| charters.latest());
    Ok(charter.reports.full_text.value)
}

fn answered(ui: &Ui, question: Question) -> Answered {
    Answered {
        question: question.shown_body,
        on: question.answered_at.map(|at| ui.date(day_of(at))).unwrap_or_default(),
        office: question.office.unwrap_or_default(),
        answer: question.answer,
    }
}

async fn shown(
    app: &App,
    visit: Visit,
    (report, told): (Report, bool),
    (status, form): (StatusCode, Form),
) -> Result<Response> {
    let (db, congress) = (&app.db, visit.home.id);
    let at = report.state().ok_or(Error::NotFound)?;
    let given = at == At::Given;
    let audience = audience(app, &visit)?;
    let whole = given && (told || audience == Audience::Everyone);
    // What is not the reader's is not in the page at all; personal data is in it for nobody.
    let texts = if given { report.texts.map(redact) } else { crate::reports::Texts::default() };
    let ui = &visit.ui;
    let sections = Part::SECTIONS.into_iter().filter(|part| whole && !texts.get(*part).is_empty());
    let villages = match audience {
        Audience::Constituency if given && !told => {
            profiles::villages(app, congress, (report.area_id, &report.area)).await?
        }
        _ => Vec::new(),
    };
    let questions = if given { store::shown_of(db, congress, report.id).await? } else { Vec::new() };
    let deputy = people::store::deputy(db, congress, report.person_id).await?;
    let view = Show {
        form,
        name: name_of(app, &visit, &report).await?,
        when: when(ui, &report),
        place: place(&report),
        sections: sections
            .map(|part| (ui.word("reports-part", part.word()), texts.get(part).to_owned()))
            .collect(),
        summary: texts.summary,
        villages,
        questions: questions.into_iter().map(|question| answered(ui, question)).collect(),
        asked: if given { store::asked_about(db, congress, report.id).await? } else { (0, 0) },
        deputy: deputy.map(|deputy| deputy.code),
        at,
        report,
        ui: visit.ui,
    };
    page_as(status, view)
}
