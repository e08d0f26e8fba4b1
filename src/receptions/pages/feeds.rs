//! Calendars to subscribe to: the city's, a station's, a deputy's own under an address that nobody can guess.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::TimeDelta;
use papers::{Event, ics};
use uuid::Uuid;

use super::{names, remarks};
use crate::access::{Sent, Visit};
use crate::base::page::{Ui, page};
use crate::base::{App, Error, Result};
use crate::bodies;
use crate::receptions::acts;
use crate::receptions::store;
use crate::receptions::times::local;

/// Days before today that a calendar still has, so that what was moved or called off is seen by programs that look
/// seldom; and days ahead.
const DAYS: (i64, i64) = (31, 200);

/// A program's name in what it writes.
const PROGRAM: &str = "Shuanglian";

/// `GET /reception-days.ics`
pub(super) async fn city(State(app): State<App>, visit: Visit) -> Result<Response> {
    let name = visit.ui.t1("receptions-feed-city", "congress", &visit.ui.congress);
    feed(&app, &visit, (None, None), &name).await
}

/// `GET /stations/{code}/receptions.ics`
pub(super) async fn of_station(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response> {
    let code = bodies::pages::short_code(&typed).ok_or(Error::NotFound)?;
    let station = bodies::store::organization_by_code(&app.db, visit.home.id, &code).await?;
    let name = visit.ui.t1("receptions-feed-station", "station", &station.name);
    feed(&app, &visit, (Some(station.id), None), &name).await
}

/// `GET /calendars/{token}`: whoever knows the address sees it, and it says nothing that is not public.
pub(super) async fn own(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> Result<Response> {
    let token = token.strip_suffix(".ics").unwrap_or(&token);
    let person = store::holder(&app.db, visit.home.id, &acts::hash_of(token)).await?;
    let name = visit.ui.t("receptions-mine");
    let mut answer = feed(&app, &visit, (None, Some(person)), &name).await?;
    let robots = header::HeaderValue::from_static("noindex, nofollow, noarchive");
    answer.headers_mut().insert("x-robots-tag", robots);
    Ok(answer)
}

async fn feed(app: &App, visit: &Visit, of: (Option<Uuid>, Option<Uuid>), name: &str) -> Result<Response> {
    let (db, congress, ui) = (&app.db, visit.home.id, &visit.ui);
    let today = app.clock.today();
    let days = (today - TimeDelta::days(DAYS.0), today + TimeDelta::days(DAYS.1));
    let found = store::published(db, congress, of, days).await?;
    let ids: Vec<Uuid> = found.iter().map(|it| it.id).collect();
    let mut on_duty = Vec::new();
    for some in ids.chunks(500) {
        on_duty.extend(store::on_duty(db, congress, some).await?);
    }
    let stations = crate::receptions::who::stations(db, congress).await?;
    let root = app.config.public_url();
    let host = root.split("//").last().unwrap_or_default();
    let events: Vec<Event> = found
        .iter()
        .map(|it| {
            let station = stations.iter().find(|station| station.id == it.station_id);
            let mut description = vec![ui.t1("receptions-feed-on-duty", "names", names(ui, &on_duty, it))];
            description.extend(remarks(ui, it));
            Event {
                uid: format!("reception-{}@{host}", it.id),
                sequence: u32::try_from(it.sequence).unwrap_or(0),
                changed: it.changed_at,
                starts: local(it.on_day, it.starts),
                ends: local(it.on_day, it.ends),
                summary: ui.t1("receptions-feed-summary", "station", &it.station),
                description: description.join("\n"),
                location: station.map(|it| it.address.clone()).unwrap_or_default(),
                url: format!("{root}/reception-days/{}", it.id),
                cancelled: it.state == "cancelled",
            }
        })
        .collect();
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"receptions.ics\""),
    ];
    Ok((headers, ics(PROGRAM, name, &events)).into_response())
}

#[derive(Template)]
#[template(path = "receptions/pages/key.html")]
struct KeyPage {
    ui: Ui,
    address: String,
}

/// `POST /receptions/calendar`: the address, shown this once.
pub(super) async fn make(State(app): State<App>, visit: Visit, _sent: Sent) -> Result<Response> {
    let token = acts::make_key(&app, &visit.actor).await?;
    let address = format!("{}/calendars/{token}.ics", app.config.public_url());
    page(KeyPage { address, ui: visit.ui })
}

/// `POST /receptions/calendar/removal`
pub(super) async fn withdraw(State(app): State<App>, visit: Visit, _sent: Sent) -> Result<Response> {
    acts::withdraw_key(&app, &visit.actor).await?;
    Ok(Redirect::to("/receptions").into_response())
}
