use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::called;
use crate::access::{Permit, Role, Sent, Visit};
use crate::base::form::{Choice, Form};
use crate::base::page::{Link, Ui, page, page_as};
use crate::base::{App, Error, Result};
use crate::ledger::acts::charter_on;
use crate::receptions::who;
use crate::stations::acts::{self, NewFinding, NewVisit};
use crate::stations::coverage::codes;
use crate::stations::store::{self, Finding, Only};

/// Findings that one form takes.
const ROWS: usize = 5;
/// Visits of the list.
const MOST: i64 = 30;

/// Which findings the list shows, or for which station a visit is.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    show: String,
    #[serde(default)]
    station: String,
}

/// A finding as a line.
struct Line {
    it: Finding,
    due: String,
    tag: (&'static str, String),
}

fn line(ui: &Ui, it: Finding) -> Line {
    let tag = match it.state.as_str() {
        "open" if ui.is_late(it.due_on) => ("late", ui.days_left(it.due_on)),
        "open" => ("wait", ui.days_left(it.due_on)),
        "done" => ("go", ui.word("stations-finding", "done")),
        _ => ("done", ui.word("stations-finding", "confirmed")),
    };
    Line { due: ui.date(it.due_on), tag, it }
}

#[derive(Template)]
#[template(path = "stations/pages/visits.html")]
struct ListPage {
    ui: Ui,
    filters: Vec<Link>,
    lines: Vec<Line>,
    visits: Vec<(store::Visit, String)>,
    may_guide: bool,
}

const SHOWN: [(&str, Only); 4] =
    [("overdue", Only::Overdue), ("open", Only::Open), ("done", Only::Done), ("confirmed", Only::Confirmed)];

/// `GET /visits?show=overdue`
pub(super) async fn list(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let chosen = SHOWN.iter().find(|(code, _)| *code == asked.show).unwrap_or(&SHOWN[1]);
    let today = app.clock.today();
    let found = store::findings(&app.db, &visit.actor, (chosen.1, today), None).await?;
    let visits = store::visits(&app.db, &visit.actor, MOST).await?;
    let ui = visit.ui;
    let filter = |(code, _): &(&str, Only)| {
        Link::new(format!("/visits?show={code}"), ui.word("stations-show", code)).here(*code == chosen.0)
    };
    let view = ListPage {
        filters: SHOWN.iter().map(filter).collect(),
        lines: found.into_iter().map(|it| line(&ui, it)).collect(),
        visits: visits.into_iter().map(|it| (it.clone(), ui.date(it.on_day))).collect(),
        may_guide: visit.actor.may(Permit::StationGuide),
        ui,
    };
    page(view)
}

/// The fields of one finding in the form.
struct Slot {
    nth: usize,
    finding: String,
    have: String,
    due: String,
}

impl Slot {
    fn new(nth: usize) -> Slot {
        let field = |name: &str| format!("{name}{nth}");
        Slot { nth, finding: field("finding"), have: field("have"), due: field("due") }
    }
}

#[derive(Template)]
#[template(path = "stations/pages/visit_new.html")]
struct NewPage {
    ui: Ui,
    form: Form,
    stations: Vec<Choice>,
    haves: Vec<Choice>,
    rows: Vec<Slot>,
    days: u16,
}

/// `GET /visits/new?station=…`
pub(super) async fn new(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let form = Form::new()
        .preset("form", &app.chance.id(app.clock.now()).to_string())
        .preset("station", &asked.station)
        .preset("on_day", &app.clock.today().to_string());
    asking(&app, visit, (form, StatusCode::OK)).await
}

async fn asking(app: &App, visit: Visit, (form, status): (Form, StatusCode)) -> Result<Response> {
    let charter = charter_on(&app.db, app, visit.home.id, app.clock.today()).await?;
    let stations = who::reached(&app.db, &visit.actor, Permit::StationGuide).await?;
    let ui = visit.ui;
    let view = NewPage {
        stations: stations.into_iter().map(|it| Choice::new(it.id.to_string(), it.name)).collect(),
        haves: codes(charter)
            .iter()
            .map(|code| Choice::new(code.clone(), called(&ui, charter, code)))
            .collect(),
        rows: (1..=ROWS).map(Slot::new).collect(),
        days: charter.stations.finding_within.value,
        form,
        ui,
    };
    page_as(status, view)
}

/// `POST /visits/new`: `form`, `station`, `on_day`, `note`, `finding1` … `finding5` with `have1`, `due1` …
pub(super) async fn record(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form;
    let station = form.uuid("station");
    if station.is_none() && form.problem("station").is_none() {
        form.error("station", "stations-visit-station-missing");
    }
    let on_day = form.date("on_day").unwrap_or_else(|| app.clock.today());
    let mut findings = Vec::new();
    for nth in 1..=ROWS {
        let text = form.value(&format!("finding{nth}")).trim().to_owned();
        let due_on = form.date(&format!("due{nth}"));
        if !text.is_empty() {
            let have = form.value(&format!("have{nth}")).to_owned();
            findings.push(NewFinding { have, text, due_on });
        }
    }
    let new = NewVisit {
        form: form.uuid("form").unwrap_or_else(|| app.chance.id(app.clock.now())),
        station: station.unwrap_or_default(),
        on_day,
        note: form.value("note").to_owned(),
        findings,
    };
    let done = match form.is_fine() {
        true => acts::record_visit(&app, &visit.actor, &new).await,
        false => Err(Error::Invalid(Vec::new())),
    };
    match done {
        Ok(id) => Ok(Redirect::to(&format!("/visits/{id}")).into_response()),
        Err(Error::Invalid(found)) => {
            asking(&app, visit, (form.mistakes(&found), StatusCode::UNPROCESSABLE_ENTITY)).await
        }
        Err(other) => Err(other),
    }
}

/// A finding with the names of its two forms.
struct Found {
    line: Line,
    have: String,
    right: String,
    back: String,
}

#[derive(Template)]
#[template(path = "stations/pages/visit.html")]
struct VisitPage {
    ui: Ui,
    form: Form,
    it: store::Visit,
    day: String,
    lines: Vec<Found>,
    may_keep: bool,
    may_confirm: bool,
}

/// `GET /visits/{id}`
pub(super) async fn show(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    shown(&app, visit, id, (Form::new(), StatusCode::OK)).await
}

async fn shown(app: &App, visit: Visit, id: Uuid, (form, status): (Form, StatusCode)) -> Result<Response> {
    let (db, congress) = (&app.db, visit.home.id);
    let it = store::visit(db, &visit.actor, id).await?;
    let charter = charter_on(db, app, congress, app.clock.today()).await?;
    let station = crate::bodies::store::organization(db, congress, it.station_id).await?;
    let may_keep = who::reaches(&visit.actor, Permit::StationKeep, &station);
    let theirs =
        |post: &crate::access::Post| post.organization == Some(it.office_id) || post.role == Role::Commission;
    let may_confirm = visit.actor.posts_with(Permit::StationGuide).any(|(post, _)| theirs(post));
    let ui = visit.ui;
    let named = |have: &str| if have.is_empty() { String::new() } else { called(&ui, charter, have) };
    let lines = store::findings_of(db, congress, id).await?;
    let view = VisitPage {
        day: ui.date(it.on_day),
        lines: lines
            .into_iter()
            .map(|one| Found {
                have: named(&one.have),
                right: format!("right-{}", one.id),
                back: format!("back-{}", one.id),
                line: line(&ui, one),
            })
            .collect(),
        it,
        form,
        may_keep,
        may_confirm,
        ui,
    };
    page_as(status, view)
}

async fn after(app: &App, visit: Visit, (finding, form): (Uuid, Form), done: Result<()>) -> Result<Response> {
    let of = store::finding(&app.db, &visit.actor, finding).await?.visit_id;
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/visits/{of}")).into_response()),
        Err(Error::Invalid(found)) => {
            let form = form.mistakes(&found);
            shown(app, visit, of, (form, StatusCode::UNPROCESSABLE_ENTITY)).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /findings/{id}/putting-right`: `done`
pub(super) async fn put_right(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let form = sent.form.at(&format!("right-{id}"));
    let done = acts::put_right(&app, &visit.actor, id, form.value("done")).await;
    after(&app, visit, (id, form), done).await
}

/// `POST /findings/{id}/confirmation`
pub(super) async fn confirm(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let done = acts::confirm(&app, &visit.actor, id).await;
    after(&app, visit, (id, sent.form), done).await
}

/// `POST /findings/{id}/return`: `reason`
pub(super) async fn send_back(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let form = sent.form.at(&format!("back-{id}"));
    let done = acts::send_back(&app, &visit.actor, id, form.value("reason")).await;
    after(&app, visit, (id, form), done).await
}
