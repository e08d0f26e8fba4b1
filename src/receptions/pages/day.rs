use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Permit, Sent, Visit};
use crate::base::form::{Choice, Form};
use crate::base::hours::{clock, minutes};
use crate::base::page::{Ui, page_as};
use crate::base::{App, Error, Result};
use crate::bodies::Organization;
use crate::people;
use crate::receptions::acts::{self, Changed, NewDay};
use crate::receptions::quarter::Quarter;
use crate::receptions::rhythm::Rhythm;
use crate::receptions::store::{self, Reception};
use crate::receptions::{State as Where, who};

/// Which station a new day is for, and back to which quarter.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    station: String,
    #[serde(default)]
    quarter: String,
}

#[derive(Template)]
#[template(path = "receptions/pages/day.html")]
struct DayPage {
    ui: Ui,
    form: Form,
    station: Organization,
    /// The reception that is changed; none for a new one.
    id: Option<Uuid>,
    version: i64,
    /// It was announced: a change needs its reason.
    announced: bool,
    bookings: usize,
    deputies: Vec<Choice>,
    back: String,
}

impl DayPage {
    fn action(&self) -> String {
        self.id.map_or_else(|| "/receptions/new".to_owned(), |id| format!("/receptions/{id}/edit"))
    }
}

fn back_to(station: Uuid, quarter: Quarter) -> String {
    format!("/receptions?station={station}&quarter={}", quarter.word())
}

/// The deputies attached to the station; of a reception, also whoever is on duty now.
async fn offered(app: &App, visit: &Visit, station: Uuid, on_duty: &[store::OnDuty]) -> Result<Vec<Choice>> {
    let attached = people::store::deputies_at(&app.db, visit.home.id, station).await?;
    let mut all: Vec<Choice> = attached
        .iter()
        .map(|it| Choice::new(it.person_id.to_string(), format!("{}（{}）", it.name, it.constituency)))
        .collect();
    for one in on_duty {
        let code = one.person_id.to_string();
        if !all.iter().any(|it| it.code == code) {
            all.push(Choice::new(code, one.name.clone()));
        }
    }
    Ok(all)
}

/// `GET /receptions/new?station=…&quarter=…`
pub(super) async fn new(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let station = match Uuid::try_parse(&asked.station) {
        Ok(id) => who::station(&app.db, &visit.actor, Permit::ReceptionKeep, id).await?,
        // Whoever names none means the own one.
        Err(_) => {
            let all = who::reached(&app.db, &visit.actor, Permit::ReceptionKeep).await?;
            all.into_iter().next().ok_or(Error::NotFound)?
        }
    };
    let id = station.id;
    let rhythm = store::rhythm(&app.db, visit.home.id, id).await?.unwrap_or_default();
    let form = times(Form::new(), (rhythm.starts, rhythm.ends), &rhythm);
    let quarter = Quarter::parse(&asked.quarter).unwrap_or_else(|| Quarter::of(app.clock.today()));
    let view = DayPage {
        deputies: offered(&app, &visit, id, &[]).await?,
        form: form.preset("quarter", &quarter.word()),
        back: back_to(id, quarter),
        ui: visit.ui,
        station,
        id: None,
        version: 0,
        announced: false,
        bookings: 0,
    };
    page_as(StatusCode::OK, view)
}

fn times(form: Form, (starts, ends): (i64, i64), it: &Rhythm) -> Form {
    form.preset("starts", &clock(starts))
        .preset("ends", &clock(ends))
        .preset("slot", &it.slot.to_string())
        .preset("capacity", &it.capacity.to_string())
}

fn read(form: &mut Form) -> NewDay {
    let day = form.date("day");
    if day.is_none() && form.problem("day").is_none() {
        form.error("day", "receptions-day-missing");
    }
    let mut time = |field: &str| {
        let found = minutes(form.value(field));
        if found.is_none() {
            form.error(field, "receptions-time-wrong");
        }
        found.unwrap_or(0)
    };
    let (starts, ends) = (time("starts"), time("ends"));
    NewDay {
        day: day.unwrap_or_default(),
        starts,
        ends,
        slot: form.whole("slot", 5, 240).unwrap_or(30),
        capacity: form.whole("capacity", 0, 50).unwrap_or(0),
        on_duty: form.values("on_duty").iter().filter_map(|id| id.parse().ok()).collect(),
    }
}

/// `POST /receptions/new`
pub(super) async fn add(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form;
    let id = Uuid::try_parse(form.value("station")).map_err(|_| Error::NotFound)?;
    let station = who::station(&app.db, &visit.actor, Permit::ReceptionKeep, id).await?;
    let new = read(&mut form);
    let done = match form.is_fine() {
        true => acts::add(&app, &visit.actor, id, &new).await,
        false => Err(Error::Invalid(Vec::new())),
    };
    match done {
        Ok(_) => Ok(Redirect::to(&back_to(id, Quarter::of(new.day))).into_response()),
        Err(Error::Invalid(found)) => {
            let quarter =
                Quarter::parse(form.value("quarter")).unwrap_or_else(|| Quarter::of(app.clock.today()));
            let view = DayPage {
                deputies: offered(&app, &visit, id, &[]).await?,
                form: form.mistakes(&found),
                back: back_to(id, quarter),
                ui: visit.ui,
                station,
                id: None,
                version: 0,
                announced: false,
                bookings: 0,
            };
            page_as(StatusCode::UNPROCESSABLE_ENTITY, view)
        }
        Err(other) => Err(other),
    }
}

async fn of_keeper(app: &App, visit: &Visit, id: Uuid) -> Result<(Reception, Organization)> {
    let it = store::find(&app.db, &visit.actor, id).await?;
    let station = who::station(&app.db, &visit.actor, Permit::ReceptionKeep, it.station_id).await?;
    Ok((it, station))
}

async fn changing(
    app: &App,
    visit: Visit,
    (it, station): (Reception, Organization),
    (form, status): (Form, StatusCode),
) -> Result<Response> {
    let on_duty = store::on_duty(&app.db, visit.home.id, &[it.id]).await?;
    let booked = store::bookings(&app.db, visit.home.id, it.id).await?;
    let view = DayPage {
        deputies: offered(app, &visit, station.id, &on_duty).await?,
        back: back_to(station.id, Quarter::of(it.on_day)),
        id: Some(it.id),
        version: it.version,
        announced: it.state() == Some(Where::Published),
        bookings: booked.iter().filter(|one| one.state == "booked").count(),
        ui: visit.ui,
        form,
        station,
    };
    page_as(status, view)
}

/// `GET /receptions/{id}/edit`
pub(super) async fn edit(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    let (it, station) = of_keeper(&app, &visit, id).await?;
    if !matches!(it.state(), Some(Where::Planned | Where::Published)) {
        return Err(Error::conflict("receptions-over"));
    }
    let rhythm = Rhythm { slot: it.slot, capacity: it.capacity, ..Rhythm::default() };
    let mut form = times(Form::new(), (it.starts, it.ends), &rhythm).preset("day", &it.on_day.to_string());
    for one in store::on_duty(&app.db, visit.home.id, &[id]).await? {
        form = form.preset("on_duty", &one.person_id.to_string());
    }
    changing(&app, visit, (it, station), (form, StatusCode::OK)).await
}

/// `POST /receptions/{id}/edit`
pub(super) async fn change(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form;
    let (it, station) = of_keeper(&app, &visit, id).await?;
    let new = read(&mut form);
    let (version, reason) = (form.whole("version", 1, i64::MAX).unwrap_or(0), form.text("reason", 200));
    let done = match form.is_fine() {
        true => acts::change(&app, &visit.actor, id, (&new, Changed { version, reason: &reason })).await,
        false => Err(Error::Invalid(Vec::new())),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&back_to(station.id, Quarter::of(new.day))).into_response()),
        Err(Error::Invalid(found)) => {
            let form = form.mistakes(&found);
            changing(&app, visit, (it, station), (form, StatusCode::UNPROCESSABLE_ENTITY)).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /receptions/{id}/cancellation`
pub(super) async fn call_off(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("off");
    let (it, station) = of_keeper(&app, &visit, id).await?;
    let (version, reason) = (form.whole("version", 1, i64::MAX).unwrap_or(0), form.text("reason", 200));
    match acts::call_off(&app, &visit.actor, id, Changed { version, reason: &reason }).await {
        Ok(()) => {
            let to = format!("{}&done=cancelled", back_to(station.id, Quarter::of(it.on_day)));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(found)) => {
            let form = form.mistakes(&found);
            changing(&app, visit, (it, station), (form, StatusCode::UNPROCESSABLE_ENTITY)).await
        }
        Err(other) => Err(other),
    }
}
