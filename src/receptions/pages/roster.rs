use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::{remarks, said, tag, time, weekday};
use crate::access::{Permit, Sent, Visit};
use crate::base::form::{Choice, Form};
use crate::base::hours::{clock, minutes};
use crate::base::page::{Link, Ui, page, page_as};
use crate::base::{App, Error, Result};
use crate::bodies::Organization;
use crate::receptions::acts::{self, Surroundings, wanted};
use crate::receptions::quarter::Quarter;
use crate::receptions::rhythm::{KINDS, Rhythm};
use crate::receptions::store::{self, Closure, OnDuty, Reception};
use crate::receptions::{State as Where, who};

/// Which station, which quarter, and what was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    station: String,
    #[serde(default)]
    quarter: String,
    #[serde(default)]
    done: String,
    n: Option<i64>,
}

/// A day of the roster as a line.
struct Row {
    id: Uuid,
    day: String,
    weekday: String,
    time: String,
    deputies: Vec<(String, String)>,
    tag: (&'static str, String),
    remarks: Vec<String>,
    conflicts: Vec<(bool, String)>,
    may_change: bool,
    late: bool,
}

#[derive(Template)]
#[template(path = "receptions/pages/roster.html")]
struct RosterPage {
    ui: Ui,
    form: Form,
    station: Organization,
    stations: Vec<Choice>,
    quarter: Quarter,
    quarters: Vec<Link>,
    rows: Vec<Row>,
    /// How often each deputy is on duty in this quarter, in the order of names.
    times: Vec<(String, usize)>,
    kinds: Vec<Choice>,
    rhythm: String,
    planned: usize,
    short: bool,
    closures: Vec<(Closure, String)>,
    done: Option<String>,
    may_keep: bool,
}

fn here(station: Uuid, quarter: Quarter) -> String {
    format!("/receptions?station={station}&quarter={}", quarter.word())
}

/// `GET /receptions?station=…&quarter=2026-3`: a station's roster; for a deputy, the own days.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let stations = who::reached(&app.db, &visit.actor, Permit::ReceptionRead).await?;
    let wanted = Uuid::try_parse(&asked.station).ok();
    let chosen = match wanted {
        Some(id) => stations.iter().find(|it| it.id == id).ok_or(Error::NotFound)?,
        None => match stations.first() {
            Some(first) => first,
            None => return mine(&app, visit).await,
        },
    };
    let quarter = Quarter::parse(&asked.quarter).unwrap_or_else(|| Quarter::of(app.clock.today()));
    let done = ["rhythm", "proposed", "published", "closed", "opened", "cancelled"]
        .contains(&asked.done.as_str())
        .then(|| {
            visit
                .ui
                .lang
                .ta(&format!("receptions-done-{}", asked.done), &[("n", asked.n.unwrap_or(0).into())])
        });
    let chosen = chosen.clone();
    let form = Form::new();
    let parts = (chosen, quarter, stations);
    shown(&app, visit, parts, (form, StatusCode::OK, done)).await
}

async fn shown(
    app: &App,
    visit: Visit,
    (station, quarter, stations): (Organization, Quarter, Vec<Organization>),
    (form, status, done): (Form, StatusCode, Option<String>),
) -> Result<Response> {
    let (congress, ui) = (visit.home.id, visit.ui.clone());
    let days = (quarter.first(), quarter.last());
    let found = store::list(&app.db, &visit.actor, Some(station.id), days).await?;
    let ids: Vec<Uuid> = found.iter().map(|it| it.id).collect();
    let on_duty = store::on_duty(&app.db, congress, &ids).await?;
    let around = Surroundings::of(&app.db, congress, station.id, days).await?;
    let charter = crate::ledger::acts::charter_on(&app.db, app, congress, app.clock.today()).await?;
    let notice = charter.stations.reception_notice.value;
    let may_keep = who::reaches(&visit.actor, Permit::ReceptionKeep, &station);
    let planned = || found.iter().filter(|it| it.state() == Some(Where::Planned));
    let short = planned().any(|it| crate::receptions::at_short_notice(app.clock.today(), it.on_day, notice));
    let rhythm = store::rhythm(&app.db, congress, station.id).await?;
    let closures = store::closures(&app.db, congress, station.id, app.clock.today()).await?;
    let dates = |it: &Closure| format!("{}–{}", ui.date(it.from_on), ui.date(it.to_on));
    let quarters = [quarter.before(), quarter, quarter.next()]
        .map(|it| Link::new(here(station.id, it), named(&ui, it)).here(it == quarter));
    let view = RosterPage {
        form: preset(form, rhythm.as_ref().unwrap_or(&Rhythm::default())),
        rows: found.iter().map(|it| row(app, &ui, it, (&on_duty, &around))).collect(),
        times: times(&found, &on_duty),
        rhythm: rhythm.as_ref().map(|it| rhythm_said(&ui, it)).unwrap_or_default(),
        stations: stations.iter().map(|it| Choice::new(it.id.to_string(), it.name.clone())).collect(),
        kinds: ui.choices("receptions-kind", &KINDS),
        planned: planned().count(),
        closures: closures.into_iter().map(|it| (it.clone(), dates(&it))).collect(),
        quarters: quarters.to_vec(),
        station,
        quarter,
        short,
        done,
        may_keep,
        ui,
    };
    page_as(status, view)
}

fn named(ui: &Ui, quarter: Quarter) -> String {
    ui.t2("receptions-quarter", "year", quarter.year.to_string(), "n", i64::from(quarter.number))
}

fn rhythm_said(ui: &Ui, it: &Rhythm) -> String {
    let day = match it.kind.as_str() {
        "weekly" => ui.word("receptions-weekday", &it.day.to_string()),
        _ => it.day.to_string(),
    };
    let time = format!("{}–{}", clock(it.starts), clock(it.ends));
    let key = format!("receptions-rhythm-{}", it.kind);
    ui.ta(&key, &[("day", day.into()), ("time", time.into()), ("n", it.each.into())])
}

fn preset(form: Form, it: &Rhythm) -> Form {
    form.preset_in("rhythm", "kind", &it.kind)
        .preset_in("rhythm", "day", &it.day.to_string())
        .preset_in("rhythm", "starts", &clock(it.starts))
        .preset_in("rhythm", "ends", &clock(it.ends))
        .preset_in("rhythm", "each", &it.each.to_string())
        .preset_in("rhythm", "slot", &it.slot.to_string())
        .preset_in("rhythm", "capacity", &it.capacity.to_string())
}

fn row(app: &App, ui: &Ui, it: &Reception, (on_duty, around): (&[OnDuty], &Surroundings)) -> Row {
    let here: Vec<&OnDuty> = on_duty.iter().filter(|one| one.reception_id == it.id).collect();
    let open = matches!(it.state(), Some(Where::Planned | Where::Published));
    let ahead = it.on_day >= app.clock.today();
    let persons = here.iter().map(|one| one.person_id).collect();
    let conflicts = match open && ahead {
        true => around.in_the_way(&wanted(it, persons)),
        false => Vec::new(),
    };
    let reason = |one: &OnDuty| match one.reasons.as_str() {
        "" => String::new(),
        code => ui.word("receptions-why", code),
    };
    Row {
        id: it.id,
        day: ui.date(it.on_day),
        weekday: weekday(ui, it.on_day),
        time: time(it),
        deputies: here.iter().map(|one| (one.name.clone(), reason(one))).collect(),
        tag: tag(ui, it),
        remarks: remarks(ui, it),
        conflicts: conflicts.iter().map(|one| (one.is_refused(), said(ui, one))).collect(),
        may_change: open && ahead,
        late: it.state() == Some(Where::Published) && !ahead,
    }
}

/// How often each is on duty, in the order of names: fairness to be seen, not a ranking.
fn times(found: &[Reception], on_duty: &[OnDuty]) -> Vec<(String, usize)> {
    let takes_place = |id: Uuid| found.iter().any(|it| it.id == id && it.state() != Some(Where::Cancelled));
    let mut order: Vec<(Uuid, &str)> = Vec::new();
    let mut times: BTreeMap<Uuid, usize> = BTreeMap::new();
    for one in on_duty.iter().filter(|one| takes_place(one.reception_id)) {
        if !order.iter().any(|(person, _)| *person == one.person_id) {
            order.push((one.person_id, &one.name));
        }
        *times.entry(one.person_id).or_default() += 1;
    }
    order.into_iter().map(|(person, name)| (name.to_owned(), times[&person])).collect()
}

/// The station and quarter that a form names.
async fn place(app: &App, visit: &Visit, form: &Form) -> Result<(Organization, Quarter, Vec<Organization>)> {
    let id = Uuid::try_parse(form.value("station")).map_err(|_| Error::NotFound)?;
    let station = who::station(&app.db, &visit.actor, Permit::ReceptionKeep, id).await?;
    let quarter = Quarter::parse(form.value("quarter")).unwrap_or_else(|| Quarter::of(app.clock.today()));
    let stations = who::reached(&app.db, &visit.actor, Permit::ReceptionRead).await?;
    Ok((station, quarter, stations))
}

type Place = (Organization, Quarter, Vec<Organization>);

async fn after(
    app: &App,
    visit: Visit,
    (place, form): (Place, Form),
    done: Result<String>,
) -> Result<Response> {
    match done {
        Ok(done) => {
            let to = format!("{}&done={done}", here(place.0.id, place.1));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(found)) => {
            let form = form.mistakes(&found);
            shown(app, visit, place, (form, StatusCode::UNPROCESSABLE_ENTITY, None)).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /receptions/rhythm`
pub(super) async fn set_rhythm(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form.at("rhythm");
    let place = place(&app, &visit, &form).await?;
    let time = |form: &mut Form, field: &str| {
        let found = minutes(form.value(field));
        if found.is_none() {
            form.error(field, "receptions-time-wrong");
        }
        found.unwrap_or(0)
    };
    let rhythm = Rhythm {
        kind: form.choice("kind", &KINDS).unwrap_or_default(),
        starts: time(&mut form, "starts"),
        ends: time(&mut form, "ends"),
        day: form.whole("day", 1, 31).unwrap_or(0),
        each: form.whole("each", 1, 10).unwrap_or(0),
        slot: form.whole("slot", 5, 240).unwrap_or(30),
        capacity: form.whole("capacity", 0, 50).unwrap_or(0),
    };
    let done = match form.is_fine() {
        true => acts::set_rhythm(&app, &visit.actor, place.0.id, &rhythm).await,
        false => Err(Error::Invalid(Vec::new())),
    };
    after(&app, visit, (place, form), done.map(|()| "rhythm".to_owned())).await
}

/// `POST /receptions/proposal`
pub(super) async fn propose(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let form = sent.form.at("proposal");
    let place = place(&app, &visit, &form).await?;
    let done = acts::propose(&app, &visit.actor, place.0.id, place.1).await;
    after(&app, visit, (place, form), done.map(|n| format!("proposed&n={n}"))).await
}

/// `POST /receptions/publication`
pub(super) async fn publish(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let form = sent.form.at("publication");
    let place = place(&app, &visit, &form).await?;
    let of = (place.0.id, place.1);
    let done = acts::publish(&app, &visit.actor, of, form.value("short_reason")).await;
    after(&app, visit, (place, form), done.map(|n| format!("published&n={n}"))).await
}

/// `POST /receptions/closures`
pub(super) async fn close_days(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form.at("closure");
    let place = place(&app, &visit, &form).await?;
    let (from, to) = (form.date("from_on"), form.date("to_on"));
    if from.is_none() && form.is_fine() {
        form.error("from_on", "receptions-closed-day-missing");
    }
    let reason = form.value("closed_reason").to_owned();
    let done = match (from, form.is_fine()) {
        (Some(from), true) => {
            let days = (from, to.unwrap_or(from));
            acts::close_days(&app, &visit.actor, place.0.id, (days, &reason)).await.map(|_| ())
        }
        _ => Err(Error::Invalid(Vec::new())),
    };
    after(&app, visit, (place, form), done.map(|()| "closed".to_owned())).await
}

/// `POST /receptions/closures/{id}/removal`
pub(super) async fn open_days(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let form = sent.form;
    let place = place(&app, &visit, &form).await?;
    let done = acts::open_days(&app, &visit.actor, (place.0.id, id)).await;
    after(&app, visit, (place, form), done.map(|()| "opened".to_owned())).await
}

/// A day of one's own.
struct Own {
    id: Uuid,
    day: String,
    weekday: String,
    time: String,
    station: String,
    tag: (&'static str, String),
    remarks: Vec<String>,
}

#[derive(Template)]
#[template(path = "receptions/pages/mine.html")]
struct MinePage {
    ui: Ui,
    coming: Vec<Own>,
    past: Vec<Own>,
}

/// A deputy's own reception days, of half a year before and after today.
async fn mine(app: &App, visit: Visit) -> Result<Response> {
    let (today, half) = (app.clock.today(), chrono::TimeDelta::days(184));
    let all = store::list(&app.db, &visit.actor, None, (today - half, today + half)).await?;
    let ui = visit.ui;
    let own = |it: &Reception| Own {
        id: it.id,
        day: ui.date(it.on_day),
        weekday: weekday(&ui, it.on_day),
        time: time(it),
        station: it.station.clone(),
        tag: tag(&ui, it),
        remarks: remarks(&ui, it),
    };
    let coming = all.iter().filter(|it| it.on_day >= today).map(own).collect();
    let past = all.iter().rev().filter(|it| it.on_day < today).map(own).collect();
    page(MinePage { coming, past, ui })
}
