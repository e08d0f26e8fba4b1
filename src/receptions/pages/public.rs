use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{Datelike, Days, NaiveDate};
use serde::Deserialize;
use uuid::Uuid;

use super::{names, remarks, time, weekday};
use crate::access::Visit;
use crate::base::page::{Link, Ui, page};
use crate::base::{App, Result};
use crate::bodies::{self, Kind};
use crate::receptions::store::{self, OnDuty, Reception};
use crate::receptions::who;

/// Weeks ahead that can be looked at.
const AHEAD: u64 = 26;

/// Which week, and which town or street.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    from: String,
    #[serde(default)]
    town: String,
}

/// A reception as everybody sees it.
struct Line {
    id: Uuid,
    code: String,
    station: String,
    time: String,
    deputies: String,
    off: bool,
    bookable: bool,
    remarks: Vec<String>,
}

/// A day with its receptions.
struct OnDay {
    label: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "receptions/pages/public.html")]
struct PublicPage {
    ui: Ui,
    weeks: Vec<Link>,
    towns: Vec<Link>,
    days: Vec<OnDay>,
}

/// `GET /reception-days?from=…&town=…`: a week of reception days.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (db, congress, ui) = (&app.db, visit.home.id, visit.ui);
    let today = app.clock.today();
    let monday = |day: NaiveDate| day - Days::new(u64::from(day.weekday().num_days_from_monday()));
    let wanted = asked.from.parse::<NaiveDate>().ok().map(monday);
    let this = monday(today);
    let from = wanted.filter(|from| *from >= this - Days::new(364) && *from <= this + Days::new(7 * AHEAD));
    let town = Uuid::try_parse(&asked.town).ok();
    let offices = bodies::store::organizations(db, congress, Kind::LocalOffice).await?;
    let stations = who::stations(db, congress).await?;
    let office_of = |id: Option<Uuid>| offices.iter().find(|office| Some(office.id) == id);
    let town_of = |station: Uuid| {
        let parent = stations.iter().find(|it| it.id == station).and_then(|it| it.parent_id);
        office_of(parent).and_then(|office| office.area_id)
    };
    let here = |it: &Reception| town.is_none() || town_of(it.station_id) == town;
    // Whoever names no week is shown the next one in which somebody receives voters.
    let until = from.unwrap_or(this + Days::new(7 * AHEAD)) + Days::new(6);
    let mut found =
        store::published(db, congress, (None, None), (from.unwrap_or(today).max(today), until)).await?;
    found.retain(here);
    let from = from.unwrap_or_else(|| found.first().map_or(this, |it| monday(it.on_day)));
    found.retain(|it| it.on_day <= from + Days::new(6));
    let ids: Vec<Uuid> = found.iter().map(|it| it.id).collect();
    let on_duty = store::on_duty(db, congress, &ids).await?;
    let days = by_day(&ui, &found, &on_duty);
    let href = |from: NaiveDate, town: Option<Uuid>| {
        let town = town.map(|id| format!("&town={id}")).unwrap_or_default();
        format!("/reception-days?from={from}{town}")
    };
    let week = |from: NaiveDate, key: &str| Link::new(href(from, town), ui.t(key));
    let mut weeks = Vec::new();
    if from > this {
        weeks.push(week(from - Days::new(7), "receptions-week-before"));
    }
    weeks.push(week(this, "receptions-week-this").here(from == this));
    if from != this {
        let label = ui.t1("receptions-week-of", "day", ui.date(from));
        weeks.push(Link::new(href(from, town), label).here(true));
    }
    if from < this + Days::new(7 * AHEAD) {
        weeks.push(week(from + Days::new(7), "receptions-week-next"));
    }
    let areas = bodies::store::towns(db, congress).await?;
    let with_stations = areas.iter().filter(|area| stations.iter().any(|it| town_of(it.id) == Some(area.id)));
    let mut towns = vec![Link::new(href(from, None), ui.t("receptions-all-towns")).here(town.is_none())];
    towns.extend(
        with_stations
            .map(|area| Link::new(href(from, Some(area.id)), area.name.clone()).here(town == Some(area.id))),
    );
    page(PublicPage { weeks, towns, days, ui })
}

fn by_day(ui: &Ui, found: &[Reception], on_duty: &[OnDuty]) -> Vec<OnDay> {
    let line = |it: &Reception| Line {
        id: it.id,
        code: it.code.clone(),
        station: it.station.clone(),
        time: time(it),
        deputies: names(ui, on_duty, it),
        off: it.state == "cancelled",
        bookable: it.state == "published" && it.capacity > 0,
        remarks: remarks(ui, it),
    };
    let days = found.chunk_by(|a, b| a.on_day == b.on_day);
    days.map(|here| OnDay {
        label: format!("{} {}", ui.date(here[0].on_day), weekday(ui, here[0].on_day)),
        lines: here.iter().map(line).collect(),
    })
    .collect()
}
