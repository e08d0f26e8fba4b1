//! How every station stands, and how the towns and streets are covered: homes, stations, deputies attached, groups, the
//! six haves, with the gaps named.

use std::collections::{BTreeMap, BTreeSet};

use charter::{Charter, Vocabulary};
use chrono::{Datelike, Months, NaiveDate};
use uuid::Uuid;

use super::haves::{Facts, Have, Level, Thresholds, assess};
use super::{RULES, store};
use crate::base::{App, Conn, Result, start_of};
use crate::bodies::{self, Area, Kind, Organization};
use crate::receptions;
use crate::{cases, files, ledger, people};

/// Months after which an opinion is long enough here to be answered (the deputies law's three).
const ANSWER: u32 = 3;

/// How a station stands.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The station.
    pub station: Organization,
    /// What it is judged by.
    pub facts: Facts,
    /// Its haves, in the charter's order.
    pub haves: Vec<Have>,
}

impl Standing {
    /// How many of its haves it has.
    pub fn has(&self) -> usize {
        self.haves.iter().filter(|have| have.level == Level::Has).count()
    }

    /// How many lack something.
    pub fn lacks(&self) -> usize {
        self.haves.iter().filter(|have| have.level == Level::Missing).count()
    }
}

/// The charter's codes of the haves.
pub fn codes(charter: &Charter) -> Vec<String> {
    charter.words(Vocabulary::SixHaves).iter().map(|word| word.code.clone()).collect()
}

/// How stations stand today: one of them, or all.
///
/// # Errors
/// When the database does not answer, or no charter is in force.
pub async fn standings(
    at: &impl Conn,
    app: &App,
    congress: Uuid,
    only: Option<&Organization>,
) -> Result<Vec<Standing>> {
    let today = app.clock.today();
    let charter = ledger::acts::charter_on(at, app, congress, today).await?;
    let rules = &charter.stations;
    let thresholds = Thresholds {
        activities: rules.activities_held.value,
        records: rules.records_kept.value,
        results: rules.opinions_answered.value,
    };
    let within = i64::from(rules.record_within.value);
    let stations = match only {
        Some(one) => vec![one.clone()],
        None => receptions::who::stations(at, congress).await?,
    };
    let found = Found::of(at, congress, (only.map(|it| it.id), today)).await?;
    let codes = codes(charter);
    let standing = |station: Organization| {
        let facts = found.facts(&station, (today, within));
        Standing { haves: assess(&codes, &facts, &thresholds), facts, station }
    };
    Ok(stations.into_iter().map(standing).collect())
}

/// What was found of all stations at once.
struct Found {
    details: BTreeMap<Uuid, store::Details>,
    rules: BTreeMap<Uuid, i64>,
    plans: Vec<store::Plan>,
    closings: Vec<receptions::store::Closing>,
    outcomes: BTreeMap<Uuid, cases::store::Outcomes>,
}

impl Found {
    async fn of(at: &impl Conn, congress: Uuid, (only, today): (Option<Uuid>, NaiveDate)) -> Result<Found> {
        let year = (first_of_year(today), last_of_year(today));
        let details = store::all_details(at, congress).await?;
        let rules = files::counted(at, congress, RULES).await?;
        let long_ago = today - Months::new(ANSWER);
        let span = (start_of(long_ago - Months::new(12)), start_of(long_ago));
        let outcomes = cases::store::outcomes(at, congress, only, span).await?;
        Ok(Found {
            details: details.into_iter().map(|it| (it.id, it)).collect(),
            rules: rules.into_iter().map(|it| (it.subject_id, it.n)).collect(),
            plans: store::plans(at, congress, only, year).await?,
            closings: receptions::store::closings(at, congress, only, (year.0, today)).await?,
            outcomes: outcomes.into_iter().map(|it| (it.station_id, it)).collect(),
        })
    }

    fn facts(&self, station: &Organization, (today, within): (NaiveDate, i64)) -> Facts {
        let blank = store::Details::default();
        let details = self.details.get(&station.id).unwrap_or(&blank);
        let plans = || self.plans.iter().filter(|it| it.station_id == station.id);
        let passed = || plans().filter(|it| it.on_day < today);
        // A reception whose record may still come in time is no fault yet.
        let due = |it: &&receptions::store::Closing| {
            it.station_id == station.id && (it.closed_on.is_some() || (today - it.on_day).num_days() > within)
        };
        let receptions = || self.closings.iter().filter(due);
        let in_time = |it: &&receptions::store::Closing| {
            it.closed_on.is_some_and(|closed| (closed - it.on_day).num_days() <= within)
        };
        let closed = receptions().filter(|it| it.closed_on.is_some()).count();
        let held = plans().filter(|it| it.held_on.is_some()).count();
        let planned =
            passed().count() + plans().filter(|it| it.on_day >= today && it.held_on.is_some()).count();
        let outcomes = self.outcomes.get(&station.id).copied().unwrap_or_default();
        let whole = |n: i64| u64::try_from(n).unwrap_or(0);
        Facts {
            address: !station.address.is_empty(),
            directions: !details.directions.is_empty(),
            hours: !station.hours.is_empty(),
            phone: !station.phone.is_empty(),
            accessible: !details.accessible.is_empty(),
            rules: whole(self.rules.get(&station.id).copied().unwrap_or(0)),
            plans: plans().count() as u64,
            planned: (planned + receptions().count()) as u64,
            held: (held + closed) as u64,
            receptions: receptions().count() as u64,
            recorded: receptions().filter(in_time).count() as u64,
            received: whole(outcomes.received),
            answered: whole(outcomes.answered),
            rated: (whole(outcomes.rated), whole(outcomes.content)),
        }
    }
}

fn first_of_year(day: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.year(), 1, 1).expect("every year has a first day")
}

fn last_of_year(day: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.year(), 12, 31).expect("every year has a last day")
}

/// What a town lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// No local office serves it.
    Office,
    /// It has no home.
    Home,
    /// It has no station.
    Station,
    /// It has no deputy group.
    Group,
    /// Nobody is attached to this station.
    Unattended(String),
    /// So many of its deputies are attached to no station.
    Unattached(usize),
    /// So many of its stations lack one of the haves.
    Haves(usize),
}

/// A town or street with what it has.
#[derive(Debug, Clone)]
pub struct Row {
    /// The town or street.
    pub area: Area,
    /// Its local office.
    pub office: Option<Uuid>,
    /// Its homes and stations, homes first.
    pub stations: Vec<Standing>,
    /// How many of them are homes.
    pub homes: usize,
    /// Its deputies, and how many of them are attached to a station.
    pub deputies: (usize, usize),
    /// Its groups.
    pub groups: usize,
    /// What is missing.
    pub gaps: Vec<Gap>,
}

/// What one town has, as the gaps are named from it. Pure.
#[derive(Debug, Clone, Default)]
pub struct Has {
    /// A local office.
    pub office: bool,
    /// Homes, stations and groups.
    pub places: (usize, usize, usize),
    /// The names of homes and stations to which nobody is attached.
    pub unattended: Vec<String>,
    /// Deputies attached to no station.
    pub unattached: usize,
    /// Homes and stations that lack one of the haves.
    pub lacking: usize,
}

/// The gaps of a town, the heaviest first.
pub fn gaps(has: &Has) -> Vec<Gap> {
    let mut found = Vec::new();
    let mut unless = |there: bool, gap: Gap| {
        if !there {
            found.push(gap);
        }
    };
    unless(has.office, Gap::Office);
    unless(has.places.0 > 0, Gap::Home);
    unless(has.places.1 > 0, Gap::Station);
    unless(has.places.2 > 0, Gap::Group);
    found.extend(has.unattended.iter().cloned().map(Gap::Unattended));
    found.extend((has.unattached > 0).then_some(Gap::Unattached(has.unattached)));
    found.extend((has.lacking > 0).then_some(Gap::Haves(has.lacking)));
    found
}

/// The towns and streets with what they have, in their official order.
///
/// # Errors
/// When the database does not answer.
pub async fn rows(at: &impl Conn, app: &App, congress: Uuid) -> Result<Vec<Row>> {
    let towns = bodies::store::towns(at, congress).await?;
    let offices = bodies::store::organizations(at, congress, Kind::LocalOffice).await?;
    let groups = bodies::store::organizations(at, congress, Kind::Group).await?;
    let deputies = people::store::deputies(at, congress, people::Order::District).await?;
    let all = standings(at, app, congress, None).await?;
    let mut attached: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
    for it in people::store::belonging(at, congress).await? {
        if all.iter().any(|one| one.station.id == it.organization_id) {
            attached.entry(it.organization_id).or_default().insert(it.person_id);
        }
    }
    let anywhere: BTreeSet<Uuid> = attached.values().flatten().copied().collect();
    let mut rows = Vec::new();
    for area in towns {
        let office = offices.iter().find(|office| office.area_id == Some(area.id));
        // A village's station belongs to the town by its office, or by the area itself.
        let here = |it: &Organization| {
            it.area_id == Some(area.id) || (it.parent_id.is_some() && it.parent_id == office.map(|it| it.id))
        };
        let stations: Vec<Standing> = all.iter().filter(|one| here(&one.station)).cloned().collect();
        let homes = stations.iter().filter(|one| one.station.kind == Kind::Home.word()).count();
        let own: BTreeSet<Uuid> =
            deputies.iter().filter(|it| it.area_id == area.id).map(|it| it.person_id).collect();
        let groups = groups.iter().filter(|it| here(it)).count();
        let nobody = |one: &&Standing| attached.get(&one.station.id).is_none_or(BTreeSet::is_empty);
        let has = Has {
            office: office.is_some(),
            places: (homes, stations.len() - homes, groups),
            unattended: stations.iter().filter(nobody).map(|one| one.station.name.clone()).collect(),
            unattached: own.difference(&anywhere).count(),
            lacking: stations.iter().filter(|one| one.lacks() > 0).count(),
        };
        let attached = own.len() - has.unattached;
        let (office, deputies) = (office.map(|it| it.id), (own.len(), attached));
        rows.push(Row { area, office, stations, homes, deputies, groups, gaps: gaps(&has) });
    }
    Ok(rows)
}
