//! A report's day: planning it, and telling how it was.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use uuid::Uuid;

use crate::access::{Sent, Visit, drafts};
use crate::base::hours::{clock, minutes};
use crate::base::redact::redact;
use crate::base::{
    App, Error, Mistake, Result,
    form::{Choice, Form},
    page::{Ui, page_as},
};
use crate::cases::attached::accepted;
use crate::files::Purpose;
use crate::people;
use crate::reports::acts::{self, Giving, Plan, Standing};
use crate::reports::{LINE, MOST_VOTERS, Report, State as At, Step, Way};

#[derive(Template)]
#[template(path = "reports/pages/day.html")]
struct DayPage {
    ui: Ui,
    form: Form,
    report: Report,
    path: String,
    version: i64,
    ways: Vec<Choice>,
    stations: Vec<Choice>,
    /// It is told how it was, not when it will be.
    giving: bool,
    /// Its day was told already: a change needs its reason.
    again: bool,
    /// Personal data stands in it, and will not be shown.
    masked: bool,
    photos: usize,
}

fn path_of(id: Uuid, giving: bool) -> String {
    format!("/reporting/{id}/{}", if giving { "giving" } else { "plan" })
}

/// The report, for whoever may take the step now.
async fn offered(app: &App, visit: &Visit, id: Uuid, step: Step) -> Result<Standing> {
    let standing = acts::standing(&app.db, &visit.actor, id).await?;
    if !standing.serves {
        return Err(Error::Forbidden);
    }
    if !standing.offers(&visit.actor, step) {
        return Err(Error::conflict("reports-moved-on"));
    }
    Ok(standing)
}

async fn shown(
    app: &App,
    visit: Visit,
    report: Report,
    (status, form): (StatusCode, Form),
    giving: bool,
) -> Result<Response> {
    let belongs = people::store::organizations_of(&app.db, visit.home.id, report.person_id).await?;
    let stations = belongs.into_iter().filter(|it| matches!(it.kind.as_str(), "home" | "station"));
    let mut stations: Vec<Choice> = stations.map(|it| Choice::new(it.id.to_string(), it.name)).collect();
    if let Some((id, name)) = report.station_id.map(|id| id.to_string()).zip(report.station.clone())
        && !stations.iter().any(|choice| choice.code == id)
    {
        stations.push(Choice::new(id, name));
    }
    let hints = Way::ALL.map(|way| {
        let word = way.word();
        Choice::new(word, visit.ui.word("reports-way", word)).hint(visit.ui.word("reports-way-hint", word))
    });
    let view = DayPage {
        path: path_of(report.id, giving),
        version: report.version,
        ways: hints.to_vec(),
        stations,
        giving,
        again: !giving && report.state() == Some(At::Planned),
        masked: report.texts.map(redact) != report.texts,
        photos: app.config.limits.files_per_form,
        report,
        form,
        ui: visit.ui,
    };
    page_as(status, view)
}

/// What is planned already stands in the form.
fn filled(form: Form, report: &Report) -> Form {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let way = if report.way.is_empty() { Way::Meeting.word() } else { &report.way };
    form.preset("way", way)
        .preset("on_day", &day(report.on_day))
        .preset("until_on", &day(report.until_on))
        .preset("starts", &report.starts.map(clock).unwrap_or_default())
        .preset("place", &report.place)
        .preset("station", &report.station_id.map(|id| id.to_string()).unwrap_or_default())
        .preset("chair", &report.chair)
        .preset("present", &report.present.map(|n| n.to_string()).unwrap_or_default())
}

async fn first(app: &App, visit: Visit, id: Uuid, giving: bool) -> Result<Response> {
    let step = if giving { Step::Give } else { Step::Plan };
    let report = offered(app, &visit, id, step).await?.report;
    let mut form = drafts::shown(app, &visit, &path_of(id, giving)).await?;
    if !form.is_kept() {
        form = filled(form, &report);
    }
    shown(app, visit, report, (StatusCode::OK, form), giving).await
}

/// `GET /reporting/{id}/plan`
pub(super) async fn plan_form(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
) -> Result<Response> {
    first(&app, visit, id, false).await
}

/// `GET /reporting/{id}/giving`
pub(super) async fn giving_form(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
) -> Result<Response> {
    first(&app, visit, id, true).await
}

/// What was typed of the day, as far as it can be read.
fn read(app: &App, form: &mut Form) -> Plan {
    let words = Way::ALL.map(Way::word);
    let way = form.choice("way", &words).and_then(|word| Way::of_word(&word));
    if way.is_none() && form.problem("way").is_none() {
        form.error("way", "reports-way-missing");
    }
    let on_day = form.date("on_day");
    if on_day.is_none() && form.problem("on_day").is_none() {
        form.error("on_day", "reports-day-missing");
    }
    let way = way.unwrap_or(Way::Meeting);
    let starts = minutes(form.value("starts"));
    if starts.is_none() && !form.value("starts").trim().is_empty() && way == Way::Meeting {
        form.error("starts", "reports-time-missing");
    }
    Plan {
        way,
        on_day: on_day.unwrap_or_else(|| app.clock.today()),
        until_on: if way == Way::Writing { form.date("until_on") } else { None },
        starts,
        place: form.value("place").trim().to_owned(),
        station: form.uuid("station"),
    }
}

/// Each field's first problem: what cannot be read is not said to be wrong as well.
fn with(form: Form, found: &[Mistake]) -> Form {
    let fresh: Vec<_> = found.iter().filter(|one| form.problem(&one.field).is_none()).cloned().collect();
    form.mistakes(&fresh)
}

/// `POST /reporting/{id}/plan`
pub(super) async fn plan(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form;
    let wanted = read(&app, &mut form);
    let version = form.whole("version", 1, i64::MAX).unwrap_or_default();
    let reason = form.value("reason").to_owned();
    let done = match form.is_fine() {
        true => acts::plan(&app, &visit.actor, (id, version), (&wanted, &reason)).await,
        false => Err(Error::Invalid(acts::wrong_plan(&wanted, app.clock.today()))),
    };
    answered(&app, visit, id, (done, form), (false, "planned")).await
}

/// `POST /reporting/{id}/giving`
pub(super) async fn give(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let Sent { mut form, files } = sent;
    let plan = read(&app, &mut form);
    let version = form.whole("version", 1, i64::MAX).unwrap_or_default();
    let photos = match accepted(&app, &files, ("photos", Purpose::Photo)).await {
        Ok(photos) => photos,
        Err(Error::Invalid(found)) => {
            form = form.mistakes(&found);
            Vec::new()
        }
        Err(other) => return Err(other),
    };
    let giving = Giving {
        present: if plan.way == Way::Meeting { form.whole("present", 1, MOST_VOTERS) } else { None },
        chair: form.text("chair", LINE),
        plan,
        photos,
    };
    let done = match form.is_fine() {
        true => acts::give(&app, &visit.actor, (id, version), &giving).await,
        false => Err(Error::Invalid(acts::wrong_giving(&giving, app.clock.today()))),
    };
    answered(&app, visit, id, (done, form), (true, "given")).await
}

/// On to the report; or the same page with what is wrong.
async fn answered(
    app: &App,
    visit: Visit,
    id: Uuid,
    (done, form): (Result<()>, Form),
    (giving, word): (bool, &str),
) -> Result<Response> {
    match done {
        Ok(()) => {
            drafts::discard(app, &visit.actor, &path_of(id, giving)).await?;
            Ok(Redirect::to(&format!("/reporting/{id}?done={word}")).into_response())
        }
        Err(Error::Invalid(found)) => {
            let step = if giving { Step::Give } else { Step::Plan };
            let report = offered(app, &visit, id, step).await?.report;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            shown(app, visit, report, (status, with(form, &found)), giving).await
        }
        Err(other) => Err(other),
    }
}
