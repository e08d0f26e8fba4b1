use chrono::NaiveDate;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::{RECEPTION, Reception};
use crate::access::{Actor, Permit};
use crate::base::{Conn, Result, sql};
use crate::receptions::conflicts::Other;
use crate::receptions::who::seen;

/// The receptions of the days from one to another that they may see: of one station or of all, in the order of time.
pub async fn list(
    at: &impl Conn,
    actor: &Actor,
    station: Option<Uuid>,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Reception>> {
    actor.must(Permit::ReceptionRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), from.into(), to.into()];
    let condition = seen(actor, &mut values);
    let mut text = format!("{RECEPTION} AND r.on_day >= $2 AND r.on_day <= $3 AND {condition}");
    if let Some(station) = station {
        values.push(station.into());
        text.push_str(&format!(" AND r.station_id = ${}", values.len()));
    }
    text.push_str(" ORDER BY r.on_day, r.starts, r.id");
    at.all(sql(text, values)).await
}

/// Announced receptions of the days from one to another, also those called off: of one station, of one deputy, or all.
pub async fn published(
    at: &impl Conn,
    congress: Uuid,
    of: (Option<Uuid>, Option<Uuid>),
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Reception>> {
    let mut values: Vec<Value> = vec![congress.into(), from.into(), to.into()];
    let mut text = format!("{RECEPTION} AND r.state <> 'planned' AND r.on_day >= $2 AND r.on_day <= $3");
    narrow(&mut text, &mut values, of);
    text.push_str(" ORDER BY r.on_day, r.starts, o.rank, r.id");
    at.all(sql(text, values)).await
}

/// Only those of a station, only those on which somebody is on duty.
fn narrow(text: &mut String, values: &mut Vec<Value>, (station, person): (Option<Uuid>, Option<Uuid>)) {
    if let Some(station) = station {
        values.push(station.into());
        text.push_str(&format!(" AND r.station_id = ${}", values.len()));
    }
    if let Some(person) = person {
        values.push(person.into());
        text.push_str(&format!(
            " AND r.id IN (SELECT reception_id FROM reception_duties WHERE congress_id = $1 AND person_id = ${})",
            values.len()
        ));
    }
}

/// The next announced reception from a day on that takes place and is not closed: of a station or of a deputy.
pub async fn next_of(
    at: &impl Conn,
    congress: Uuid,
    of: (Option<Uuid>, Option<Uuid>),
    from: NaiveDate,
) -> Result<Option<Reception>> {
    let mut values: Vec<Value> = vec![congress.into(), from.into()];
    let mut text = format!("{RECEPTION} AND r.state = 'published' AND r.on_day >= $2");
    narrow(&mut text, &mut values, of);
    text.push_str(" ORDER BY r.on_day, r.starts, r.id LIMIT 1");
    at.maybe(sql(text, values)).await
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    station_id: Uuid,
    name: String,
    on_day: NaiveDate,
    starts: i64,
    ends: i64,
    person_id: Option<Uuid>,
}

/// The receptions of these days that take place, one row for each deputy on duty: what a roster is checked against.
pub async fn elsewhere(
    at: &impl Conn,
    congress: Uuid,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Other>> {
    let text = "SELECT r.id, r.station_id, o.name, r.on_day, r.starts, r.ends, d.person_id FROM receptions r \
         JOIN organizations o ON o.congress_id = r.congress_id AND o.id = r.station_id \
         LEFT JOIN reception_duties d ON d.congress_id = r.congress_id AND d.reception_id = r.id \
         WHERE r.congress_id = $1 AND r.on_day >= $2 AND r.on_day <= $3 AND r.state <> 'cancelled'";
    let rows: Vec<Row> = at.all(sql(text, [congress.into(), from.into(), to.into()])).await?;
    let other = |row: Row| Other {
        id: row.id,
        station: row.station_id,
        name: row.name,
        day: row.on_day,
        time: (row.starts, row.ends),
        person: row.person_id,
    };
    Ok(rows.into_iter().map(other).collect())
}

/// How often somebody was on duty at a station, and when last.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Count {
    /// The person.
    pub person_id: Uuid,
    /// How often.
    pub n: i64,
    /// When last.
    pub last: NaiveDate,
}

/// How often each deputy was on duty at a station on the days from one to another.
pub async fn on_duty_between(
    at: &impl Conn,
    congress: Uuid,
    station: Uuid,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Count>> {
    let text = "SELECT d.person_id, COUNT(*) AS n, MAX(r.on_day) AS last FROM reception_duties d \
         JOIN receptions r ON r.congress_id = d.congress_id AND r.id = d.reception_id \
         WHERE d.congress_id = $1 AND r.station_id = $2 AND r.on_day >= $3 AND r.on_day <= $4 \
         AND r.state <> 'cancelled' AND d.presence <> 'absent' GROUP BY d.person_id";
    at.all(sql(text, [congress.into(), station.into(), from.into(), to.into()])).await
}

/// How the record of an announced reception stands.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Closing {
    /// The station.
    pub station_id: Uuid,
    /// The day.
    pub on_day: NaiveDate,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
    /// Those who came without an opinion.
    pub visitors: i64,
}

/// The announced receptions of the days from one to another that took place, with how their records stand: of one
/// station or of each.
pub async fn closings(
    at: &impl Conn,
    congress: Uuid,
    station: Option<Uuid>,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Closing>> {
    let mut values: Vec<Value> = vec![congress.into(), from.into(), to.into()];
    let mut text = "SELECT station_id, on_day, closed_on, visitors FROM receptions WHERE congress_id = $1 \
         AND on_day >= $2 AND on_day <= $3 AND state IN ('published', 'closed')"
        .to_owned();
    if let Some(station) = station {
        values.push(station.into());
        text.push_str(" AND station_id = $4");
    }
    text.push_str(" ORDER BY on_day, id");
    at.all(sql(text, values)).await
}

#[derive(FromQueryResult)]
struct Number {
    n: i64,
}

/// How many announced receptions of days before a day wait for their record, at one station.
pub async fn standing(at: &impl Conn, congress: Uuid, station: Uuid, before: NaiveDate) -> Result<i64> {
    let text = "SELECT COUNT(*) AS n FROM receptions WHERE congress_id = $1 AND station_id = $2 AND on_day < $3 \
         AND state = 'published'";
    Ok(at.one::<Number>(sql(text, [congress.into(), station.into(), before.into()])).await?.n)
}
