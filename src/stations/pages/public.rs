use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use chrono::{Datelike, TimeDelta};
use uuid::Uuid;

use super::{called, level, of_code};
use crate::access::{Permit, Visit};
use crate::base::hours::clock;
use crate::base::page::{Ui, page};
use crate::base::{App, Error, Result, start_of};
use crate::bodies::{self, Kind, Organization};
use crate::cases;
use crate::cases::attached::{Attached, attached};
use crate::cases::public::{Listed, listed};
use crate::files;
use crate::ledger::acts::charter_on;
use crate::people::public::Rules;
use crate::people::{self, Deputy};
use crate::receptions::{self, who};
use crate::stations::coverage::standings;
use crate::stations::{PHOTO, RULES, store};

/// Days ahead that the page lists receptions of, and how many past activities.
const AHEAD: i64 = 100;
const PAST: usize = 8;

/// A town's homes and stations.
struct Group {
    name: String,
    stations: Vec<Row>,
}

struct Row {
    code: String,
    name: String,
    address: String,
    phone: String,
    hours: String,
    next: String,
}

#[derive(Template)]
#[template(path = "stations/pages/list.html")]
struct ListPage {
    ui: Ui,
    groups: Vec<Group>,
}

/// `GET /stations`: all homes and stations by town, with the next reception day.
pub(super) async fn list(State(app): State<App>, visit: Visit) -> Result<Response> {
    let (db, congress, ui) = (&app.db, visit.home.id, visit.ui);
    let stations = who::stations(db, congress).await?;
    let offices = bodies::store::organizations(db, congress, Kind::LocalOffice).await?;
    let towns = bodies::store::towns(db, congress).await?;
    let today = app.clock.today();
    let days = (today, today + TimeDelta::days(AHEAD));
    let mut coming = receptions::store::published(db, congress, (None, None), days).await?;
    coming.retain(|it| it.state == "published");
    let next = |id: Uuid| coming.iter().find(|it| it.station_id == id);
    let row = |it: &Organization| Row {
        code: it.code.clone(),
        name: it.name.clone(),
        address: it.address.clone(),
        phone: it.phone.clone(),
        hours: it.hours.clone(),
        next: next(it.id)
            .map(|it| format!("{} {}", ui.date(it.on_day), clock(it.starts)))
            .unwrap_or_default(),
    };
    let town_of = |it: &Organization| {
        let office = offices.iter().find(|office| Some(office.id) == it.parent_id);
        office.and_then(|office| office.area_id).or(it.area_id)
    };
    let mut groups: Vec<Group> = Vec::new();
    for town in &towns {
        let here: Vec<Row> = stations.iter().filter(|it| town_of(it) == Some(town.id)).map(row).collect();
        if !here.is_empty() {
            groups.push(Group { name: town.name.clone(), stations: here });
        }
    }
    let elsewhere = |it: &&Organization| !towns.iter().any(|town| town_of(it) == Some(town.id));
    let rest: Vec<Row> = stations.iter().filter(elsewhere).map(row).collect();
    if !rest.is_empty() {
        groups.push(Group { name: ui.t("stations-elsewhere"), stations: rest });
    }
    page(ListPage { groups, ui })
}

/// A reception day to come.
struct Coming {
    id: Uuid,
    day: String,
    time: String,
    deputies: String,
    off: bool,
    bookable: bool,
    remarks: Vec<String>,
}

#[derive(Template)]
#[template(path = "stations/pages/show.html")]
struct StationPage {
    ui: Ui,
    station: Organization,
    details: store::Details,
    deputies: Vec<Deputy>,
    coming: Vec<Coming>,
    /// What was held: the day and what it was.
    held: Vec<(String, String)>,
    haves: Vec<(String, (&'static str, String))>,
    outcomes: cases::store::Outcomes,
    lines: Vec<Listed>,
    photos: Vec<Attached>,
    rules: Vec<Attached>,
    may_keep: bool,
    may_read: bool,
}

/// `GET /stations/{code}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response> {
    let Some(station) = of_code(&app, &visit, &typed).await? else {
        return bodies::pages::mistyped(visit.ui, &typed);
    };
    let (db, congress) = (&app.db, visit.home.id);
    let (ui, today) = (visit.ui.clone(), app.clock.today());
    let charter = charter_on(db, &app, congress, today).await?;
    let standing = standings(db, &app, congress, Some(&station)).await?.remove(0);
    let published = cases::store::published(db, congress, Some(("station_id", station.id)), None).await?;
    let year = chrono::NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
    let span = (start_of(year), start_of(today + TimeDelta::days(1)));
    let outcomes = cases::store::outcomes(db, congress, Some(station.id), span).await?;
    let all = files::of(db, congress, station.id).await?;
    let (photos, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|file| file.subject == PHOTO);
    let rules = rest.into_iter().filter(|file| file.subject == RULES).collect();
    let root = format!("/stations/{}", station.code);
    let view = StationPage {
        details: store::details(db, congress, station.id).await?,
        deputies: Rules::of(db, &app, congress)
            .await?
            .listed(people::store::deputies_at(db, congress, station.id).await?, &ui.t("finding-unnamed")),
        coming: coming(&app, &ui, congress, &station).await?,
        held: held(&app, &ui, congress, &station).await?,
        haves: standing.haves.iter().map(|it| (called(&ui, charter, &it.code), level(&ui, it))).collect(),
        outcomes: outcomes.first().copied().unwrap_or_default(),
        lines: listed(&ui, &published.lines),
        photos: attached(&ui, &root, photos),
        rules: attached(&ui, &root, rules),
        may_keep: who::reaches(&visit.actor, Permit::StationKeep, &station),
        may_read: who::reaches(&visit.actor, Permit::StationRead, &station),
        station,
        ui,
    };
    page(view)
}

async fn coming(app: &App, ui: &Ui, congress: Uuid, station: &Organization) -> Result<Vec<Coming>> {
    let (db, today) = (&app.db, app.clock.today());
    let days = (today, today + TimeDelta::days(AHEAD));
    let found = receptions::store::published(db, congress, (Some(station.id), None), days).await?;
    let ids: Vec<Uuid> = found.iter().map(|it| it.id).collect();
    let on_duty = receptions::store::on_duty(db, congress, &ids).await?;
    let one = |it: &receptions::store::Reception| Coming {
        id: it.id,
        day: format!("{} {}", ui.date(it.on_day), receptions::pages::weekday(ui, it.on_day)),
        time: receptions::pages::time(it),
        deputies: receptions::pages::names(ui, &on_duty, it),
        off: it.state == "cancelled",
        bookable: it.state == "published" && it.capacity > 0,
        remarks: receptions::pages::remarks(ui, it),
    };
    Ok(found.iter().map(one).collect())
}

/// What was held here, the latest first: planned things and receptions with how many were received.
async fn held(app: &App, ui: &Ui, congress: Uuid, station: &Organization) -> Result<Vec<(String, String)>> {
    let (db, today) = (&app.db, app.clock.today());
    let days = (today - TimeDelta::days(366), today);
    let opinions = cases::store::by_reception(db, congress, station.id).await?;
    let mut all: Vec<(chrono::NaiveDate, String)> = Vec::new();
    for plan in store::plans(db, congress, Some(station.id), days).await? {
        all.extend(plan.held_on.map(|on| (on, plan.what.clone())));
    }
    for it in receptions::store::published(db, congress, (Some(station.id), None), days).await? {
        if it.state == "closed" {
            let said = opinions.iter().find(|one| one.reception_id == it.id).map_or(0, |one| one.n);
            all.push((it.on_day, ui.t1("stations-held-reception", "n", said + it.visitors)));
        }
    }
    all.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    Ok(all.into_iter().take(PAST).map(|(day, what)| (ui.date(day), what)).collect())
}

/// `GET /stations/{code}/files/{file}`: photos and rules are for everybody.
pub(super) async fn file(
    State(app): State<App>,
    visit: Visit,
    Path((typed, file)): Path<(String, Uuid)>,
) -> Result<Response> {
    let station = of_code(&app, &visit, &typed).await?.ok_or(Error::NotFound)?;
    let all = files::of(&app.db, visit.home.id, station.id).await?;
    let fits = |it: &files::File| it.id == file && (it.subject == PHOTO || it.subject == RULES);
    if !all.iter().any(fits) {
        return Err(Error::NotFound);
    }
    let (file, bytes) = files::open(&app, visit.home.id, file).await?;
    Ok(files::answer(&file, bytes))
}
