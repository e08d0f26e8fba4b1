//! Homes and stations in the database: details, plans, posters, outlines.

mod visits;

use chrono::NaiveDate;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

pub use visits::{Finding, Only, Visit, finding, findings, findings_of, visit, visits};
pub(super) use visits::{insert_finding, insert_visit, of_form, save_finding};

use crate::base::{Conn, Result, Tx, sql};

/// What is told of a station beside its row in the register.
#[derive(Debug, Clone, Default, FromQueryResult)]
pub struct Details {
    /// The station.
    pub id: Uuid,
    /// How to find it, in words.
    pub directions: String,
    /// `yes`, `partly`, `no`; empty when nobody said.
    pub accessible: String,
    /// Its floor.
    pub square_metres: Option<i64>,
    /// How many paper forms have their number.
    pub papers: i64,
}

const DETAILS: &str =
    "SELECT id, directions, accessible, square_metres, papers FROM stations WHERE congress_id = $1";

/// The details of a station, as far as somebody entered them.
pub async fn details(at: &impl Conn, congress: Uuid, station: Uuid) -> Result<Details> {
    let found: Option<Details> =
        at.maybe(sql(format!("{DETAILS} AND id = $2"), [congress.into(), station.into()])).await?;
    Ok(found.unwrap_or(Details { id: station, ..Details::default() }))
}

/// The details of all stations of which there are any.
pub async fn all_details(at: &impl Conn, congress: Uuid) -> Result<Vec<Details>> {
    at.all(sql(DETAILS, [congress.into()])).await
}

pub(super) async fn set_details(tx: &Tx, congress: Uuid, it: &Details) -> Result<()> {
    let text = "INSERT INTO stations (congress_id, id, directions, accessible, square_metres) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (congress_id, id) DO UPDATE SET directions = excluded.directions, \
         accessible = excluded.accessible, square_metres = excluded.square_metres";
    let values = [
        congress.into(),
        it.id.into(),
        it.directions.clone().into(),
        it.accessible.clone().into(),
        it.square_metres.into(),
    ];
    tx.put(sql(text, values)).await
}

#[derive(FromQueryResult)]
struct Number {
    n: i64,
}

/// Give so many paper forms their numbers; the last one.
pub(super) async fn take_papers(tx: &Tx, congress: Uuid, station: Uuid, many: i64) -> Result<i64> {
    let text = "INSERT INTO stations (congress_id, id, papers) VALUES ($1, $2, $3) \
         ON CONFLICT (congress_id, id) DO UPDATE SET papers = stations.papers + $3 RETURNING papers AS n";
    Ok(tx.one::<Number>(sql(text, [congress.into(), station.into(), many.into()])).await?.n)
}

/// A thing of a station's plan.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Plan {
    /// Its id.
    pub id: Uuid,
    /// The station.
    pub station_id: Uuid,
    /// When it is planned.
    pub on_day: NaiveDate,
    /// What.
    pub what: String,
    /// When it was held.
    pub held_on: Option<NaiveDate>,
}

/// What is planned on the days from one to another: at one station or at each.
pub async fn plans(
    at: &impl Conn,
    congress: Uuid,
    station: Option<Uuid>,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Plan>> {
    let mut values: Vec<Value> = vec![congress.into(), from.into(), to.into()];
    let mut only = String::new();
    if let Some(station) = station {
        values.push(station.into());
        only = " AND station_id = $4".to_owned();
    }
    let text = format!(
        "SELECT id, station_id, on_day, what, held_on FROM station_plans WHERE congress_id = $1 AND on_day >= $2 \
         AND on_day <= $3{only} ORDER BY on_day, id"
    );
    at.all(sql(text, values)).await
}

pub(super) async fn insert_plan(tx: &Tx, congress: Uuid, it: &Plan) -> Result<()> {
    let text =
        "INSERT INTO station_plans (congress_id, id, station_id, on_day, what) VALUES ($1, $2, $3, $4, $5)";
    let values =
        [congress.into(), it.id.into(), it.station_id.into(), it.on_day.into(), it.what.clone().into()];
    tx.put(sql(text, values)).await
}

/// False when the station has no such thing in its plan.
pub(super) async fn hold_plan(
    tx: &Tx,
    congress: Uuid,
    (station, id): (Uuid, Uuid),
    held_on: Option<NaiveDate>,
) -> Result<bool> {
    let text = "UPDATE station_plans SET held_on = $4 WHERE congress_id = $1 AND station_id = $2 AND id = $3";
    Ok(tx.run(sql(text, [congress.into(), station.into(), id.into(), held_on.into()])).await? == 1)
}

/// False when the station has no such thing in its plan, or it was held.
pub(super) async fn drop_plan(tx: &Tx, congress: Uuid, (station, id): (Uuid, Uuid)) -> Result<bool> {
    let text = "DELETE FROM station_plans WHERE congress_id = $1 AND station_id = $2 AND id = $3 AND held_on IS NULL";
    Ok(tx.run(sql(text, [congress.into(), station.into(), id.into()])).await? == 1)
}

/// A poster that hangs somewhere.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Poster {
    /// Its number at its station.
    pub number: i64,
    /// Where it hangs.
    pub place: String,
    /// When it was made.
    pub printed_on: NaiveDate,
    /// When somebody said that it is torn.
    pub torn_on: Option<NaiveDate>,
}

/// The posters of a station.
pub async fn posters(at: &impl Conn, congress: Uuid, station: Uuid) -> Result<Vec<Poster>> {
    let text = "SELECT number, place, printed_on, torn_on FROM station_posters WHERE congress_id = $1 AND station_id = $2 \
         ORDER BY number";
    at.all(sql(text, [congress.into(), station.into()])).await
}

/// The number of a new poster.
pub(super) async fn insert_poster(
    tx: &Tx,
    congress: Uuid,
    station: Uuid,
    (place, on): (&str, NaiveDate),
) -> Result<i64> {
    let text = "INSERT INTO station_posters (congress_id, station_id, number, place, printed_on) \
         SELECT $1, $2, COALESCE(MAX(number), 0) + 1, $3, $4 FROM station_posters WHERE congress_id = $1 \
         AND station_id = $2 RETURNING number AS n";
    Ok(tx.one::<Number>(sql(text, [congress.into(), station.into(), place.into(), on.into()])).await?.n)
}

/// False when the station has no such poster.
pub(super) async fn tear_poster(
    tx: &Tx,
    congress: Uuid,
    (station, number): (Uuid, i64),
    torn_on: Option<NaiveDate>,
) -> Result<bool> {
    let text =
        "UPDATE station_posters SET torn_on = $4 WHERE congress_id = $1 AND station_id = $2 AND number = $3";
    Ok(tx.run(sql(text, [congress.into(), station.into(), number.into(), torn_on.into()])).await? == 1)
}

/// The outline of an area.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Outline {
    /// The area.
    pub area_id: Uuid,
    /// Rings of points, as JSON.
    pub rings: String,
}

/// The outlines of areas, as far as they are known.
pub async fn outlines(at: &impl Conn, congress: Uuid) -> Result<Vec<Outline>> {
    at.all(sql("SELECT area_id, rings FROM area_outlines WHERE congress_id = $1", [congress.into()])).await
}

pub(super) async fn set_outline(tx: &Tx, congress: Uuid, it: &Outline) -> Result<()> {
    let text = "INSERT INTO area_outlines (congress_id, area_id, rings) VALUES ($1, $2, $3) \
         ON CONFLICT (congress_id, area_id) DO UPDATE SET rings = excluded.rings";
    tx.put(sql(text, [congress.into(), it.area_id.into(), it.rings.clone().into()])).await
}
