use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::{names, remarks, time, weekday};
use crate::access::{Sent, Visit, rates};
use crate::base::codes::Code;
use crate::base::form::{Choice, Form, Say};
use crate::base::hours::clock;
use crate::base::page::{Ui, page, page_as, unlisted};
use crate::base::{App, Error, Result};
use crate::bodies;
use crate::receptions::State as Where;
use crate::receptions::acts::{self, NewBooking};
use crate::receptions::store::{self, Reception};

/// What is counted against an address.
const RATE: &str = "booking";

#[derive(Template)]
#[template(path = "receptions/pages/booking.html")]
struct BookingPage {
    ui: Ui,
    form: Form,
    it: Reception,
    when: String,
    deputies: String,
    remarks: Vec<String>,
    address: String,
    phone: String,
    slots: Vec<Choice>,
    /// It takes bookings now.
    open: bool,
    form_id: Uuid,
}

/// `GET /reception-days/{id}`: one day, with the places that are free.
pub(super) async fn form(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    shown(&app, visit, id, (Form::new(), StatusCode::OK)).await
}

async fn shown(app: &App, visit: Visit, id: Uuid, (form, status): (Form, StatusCode)) -> Result<Response> {
    let (db, congress, ui) = (&app.db, visit.home.id, visit.ui);
    let it = store::announced(db, congress, id).await?;
    let station = bodies::store::organization(db, congress, it.station_id).await?;
    let on_duty = store::on_duty(db, congress, &[id]).await?;
    let taken = store::taken(db, congress, id).await?;
    let mut slots = Vec::new();
    for slot in it.slots().into_iter().filter(|slot| acts::is_ahead(app, &it, *slot)) {
        let left = it.capacity - taken.iter().find(|one| one.slot == slot).map_or(0, |one| one.n);
        if left > 0 {
            let hint = ui.t1("receptions-slot-left", "n", left);
            slots.push(Choice::new(slot.to_string(), clock(slot)).hint(hint));
        }
    }
    let open = it.state() == Some(Where::Published) && !slots.is_empty();
    let form_id = Uuid::try_parse(form.value("form").trim()).ok();
    let form = match slots.first() {
        Some(first) => form.preset("slot", &first.code),
        None => form,
    };
    let view = BookingPage {
        when: format!("{} {} {}", ui.date(it.on_day), weekday(&ui, it.on_day), time(&it)),
        deputies: names(&ui, &on_duty, &it),
        remarks: remarks(&ui, &it),
        address: station.address,
        phone: station.phone,
        form_id: form_id.unwrap_or_else(|| app.chance.id(app.clock.now())),
        slots,
        open,
        form,
        it,
        ui,
    };
    page_as(status, view)
}

/// `POST /reception-days/{id}`
pub(super) async fn book(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form;
    let booked = booked(&app, &visit, id, &mut form).await;
    let status = match booked {
        Ok(code) => return Ok(Redirect::to(&format!("/bookings/{code}")).into_response()),
        Err(Error::Invalid(found)) => {
            form = form.mistakes(&found);
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(Error::TooMany(seconds)) => {
            form.error_say("", Say::new("receptions-too-many").with("minutes", seconds.div_ceil(60)));
            StatusCode::TOO_MANY_REQUESTS
        }
        Err(other) => return Err(other),
    };
    shown(&app, visit, id, (form, status)).await
}

async fn booked(app: &App, visit: &Visit, id: Uuid, form: &mut Form) -> Result<String> {
    let form_id = Uuid::try_parse(form.value("form").trim()).ok();
    if let Some(before) = match form_id {
        Some(form_id) => store::of_booking_form(&app.db, visit.home.id, form_id).await?,
        None => None,
    } {
        return Ok(before.code);
    }
    if !form.value("website").is_empty() {
        return Err(Error::invalid("", "voters-trap"));
    }
    let new = NewBooking {
        form: form_id.unwrap_or_else(|| app.chance.id(app.clock.now())),
        slot: form.value("slot").parse().unwrap_or(-1),
        name: form.value("name").to_owned(),
        phone: form.phone("phone").unwrap_or_default(),
    };
    if !form.is_fine() {
        return Err(Error::Invalid(Vec::new()));
    }
    rates::take(app, visit, RATE, app.config.limits.opinions_per_hour).await?;
    Ok(acts::book(app, &visit.actor, id, &new).await?.code)
}

#[derive(Template)]
#[template(path = "receptions/pages/booked.html")]
struct BookedPage {
    ui: Ui,
    code: String,
    plain: String,
    it: Reception,
    when: String,
    state: String,
    deputies: String,
    remarks: Vec<String>,
    address: String,
    phone: String,
    gone: bool,
}

/// `GET /bookings/{code}`: what to keep. It says neither name nor number.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response> {
    let code = Code::parse(&typed).map_err(|_| Error::NotFound)?;
    let (db, congress, ui) = (&app.db, visit.home.id, visit.ui);
    let booking = store::by_code(db, congress, &code.plain()).await?;
    let it = store::announced(db, congress, booking.reception_id).await?;
    let station = bodies::store::organization(db, congress, it.station_id).await?;
    let on_duty = store::on_duty(db, congress, &[it.id]).await?;
    let view = BookedPage {
        code: code.to_string(),
        plain: code.plain(),
        when: format!("{} {} {}", ui.date(it.on_day), weekday(&ui, it.on_day), clock(booking.slot)),
        deputies: names(&ui, &on_duty, &it),
        remarks: remarks(&ui, &it),
        address: station.address,
        phone: station.phone,
        gone: it.state() == Some(Where::Cancelled),
        state: booking.state,
        it,
        ui,
    };
    page(view).map(unlisted)
}

/// `POST /bookings/{code}/cancellation`
pub(super) async fn give_up(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
    _sent: Sent,
) -> Result<Response> {
    let code = Code::parse(&typed).map_err(|_| Error::NotFound)?.plain();
    acts::give_up(&app, &visit.actor, &code).await?;
    Ok(Redirect::to(&format!("/bookings/{code}")).into_response())
}
