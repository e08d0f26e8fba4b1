//! Calendars to subscribe to: the city's, a station's.

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::{NaiveDate, TimeDelta};
use papers::Event;
use uuid::Uuid;

use super::{names, remarks};
use crate::access::Visit;
use crate::base::hours::local;
use crate::base::page::Ui;
use crate::base::{App, Error, Result, ical};
use crate::bodies;
use crate::receptions::store;

/// Days before today that a calendar still has, so that what was moved or called off is seen by programs that look
/// seldom; and days ahead.
const DAYS: (i64, i64) = (31, 200);

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

async fn feed(app: &App, visit: &Visit, of: (Option<Uuid>, Option<Uuid>), name: &str) -> Result<Response> {
    let today = app.clock.today();
    let days = (today - TimeDelta::days(DAYS.0), today + TimeDelta::days(DAYS.1));
    let events = entries(app, &visit.ui, visit.home.id, of, days).await?;
    Ok(ical::given(name, &events, &[]))
}

/// The announced reception days of a station or of a deputy, as entries of a calendar; they say nothing that is not public.
///
/// # Errors
/// When the database does not answer.
pub async fn entries(
    app: &App,
    ui: &Ui,
    congress: Uuid,
    of: (Option<Uuid>, Option<Uuid>),
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<Event>> {
    let db = &app.db;
    let found = store::published(db, congress, of, days).await?;
    let ids: Vec<Uuid> = found.iter().map(|it| it.id).collect();
    let mut on_duty = Vec::new();
    for some in ids.chunks(500) {
        on_duty.extend(store::on_duty(db, congress, some).await?);
    }
    let stations = crate::receptions::who::stations(db, congress).await?;
    let root = app.config.public_url();
    Ok(found
        .iter()
        .map(|it| {
            let station = stations.iter().find(|station| station.id == it.station_id);
            let mut description = vec![ui.t1("receptions-feed-on-duty", "names", names(ui, &on_duty, it))];
            description.extend(remarks(ui, it));
            Event {
                uid: ical::uid(&app.config, &format!("reception-{}", it.id)),
                sequence: u32::try_from(it.sequence).unwrap_or(0),
                changed: it.changed_at,
                starts: local(it.on_day, it.starts),
                ends: local(it.on_day, it.ends),
                summary: ui.t1("receptions-feed-summary", "station", &it.station),
                description: description.join("\n"),
                location: station.map(|it| it.address.clone()).unwrap_or_default(),
                url: format!("{root}/reception-days/{}", it.id),
                cancelled: it.state == "cancelled",
                ..Event::default()
            }
        })
        .collect())
}
