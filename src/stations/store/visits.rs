use chrono::NaiveDate;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::access::{Actor, Permit};
use crate::base::{Conn, Result, Tx, sql};
use crate::receptions::who::stations_seen;

/// A visit to a station.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Visit {
    /// Its id.
    pub id: Uuid,
    /// The station.
    pub station_id: Uuid,
    /// Its name.
    pub station: String,
    /// Its code.
    pub code: String,
    /// In whose name.
    pub office_id: Uuid,
    /// That office's name.
    pub office: String,
    /// On which day.
    pub on_day: NaiveDate,
    /// What was seen.
    pub note: String,
}

const VISIT: &str = "SELECT v.id, v.station_id, o.name AS station, o.code, v.office_id, f.name AS office, v.on_day, v.note \
     FROM station_visits v \
     JOIN organizations o ON o.congress_id = v.congress_id AND o.id = v.station_id \
     JOIN organizations f ON f.congress_id = v.congress_id AND f.id = v.office_id WHERE v.congress_id = $1";

/// A visit that they may see; a stranger gets `NotFound`.
pub async fn visit(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Visit> {
    actor.must(Permit::StationRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), id.into()];
    let condition = stations_seen(actor, Permit::StationRead, &mut values);
    at.one(sql(format!("{VISIT} AND v.id = $2 AND {condition}"), values)).await
}

/// The latest visits that they may see.
pub async fn visits(at: &impl Conn, actor: &Actor, most: i64) -> Result<Vec<Visit>> {
    actor.must(Permit::StationRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), most.into()];
    let condition = stations_seen(actor, Permit::StationRead, &mut values);
    at.all(sql(format!("{VISIT} AND {condition} ORDER BY v.on_day DESC, v.id DESC LIMIT $2"), values)).await
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// The visit that a form recorded, if it was sent before.
pub(in crate::stations) async fn of_form(at: &impl Conn, congress: Uuid, form: Uuid) -> Result<Option<Uuid>> {
    let text = "SELECT id FROM station_visits WHERE congress_id = $1 AND form_id = $2";
    let found: Option<Id> = at.maybe(sql(text, [congress.into(), form.into()])).await?;
    Ok(found.map(|row| row.id))
}

pub(in crate::stations) async fn insert_visit(
    tx: &Tx,
    congress: Uuid,
    (it, form): (&Visit, Uuid),
    account: Option<Uuid>,
) -> Result<()> {
    let text = "INSERT INTO station_visits (congress_id, id, form_id, station_id, office_id, on_day, note, entered_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = [
        congress.into(),
        it.id.into(),
        form.into(),
        it.station_id.into(),
        it.office_id.into(),
        it.on_day.into(),
        it.note.clone().into(),
        account.into(),
    ];
    tx.put(sql(text, values)).await
}

/// Something that was found.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Finding {
    /// Its id.
    pub id: Uuid,
    /// The visit.
    pub visit_id: Uuid,
    /// The station.
    pub station_id: Uuid,
    /// The station's name.
    pub station: String,
    /// Which of the six haves it is about; empty for none.
    pub have: String,
    /// What was found.
    pub text: String,
    /// By when it is to be put right.
    pub due_on: NaiveDate,
    /// `open`, `done`, `confirmed`.
    pub state: String,
    /// What the station says it did, or why it was sent back.
    pub done: String,
    /// When.
    pub done_on: Option<NaiveDate>,
    /// When the visitor saw it.
    pub confirmed_on: Option<NaiveDate>,
}

const FINDING: &str = "SELECT n.id, n.visit_id, n.station_id, o.name AS station, n.have, n.text, n.due_on, n.state, n.done, \
     n.done_on, n.confirmed_on FROM station_findings n \
     JOIN organizations o ON o.congress_id = n.congress_id AND o.id = n.station_id WHERE n.congress_id = $1";

/// Which findings a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Only {
    /// Those to be put right.
    Open,
    /// Those to be put right whose day has passed.
    Overdue,
    /// Those put right that the visitor has yet to see.
    Done,
    /// Those seen put right.
    Confirmed,
}

/// Findings that they may see: of one station or of all, those due first.
pub async fn findings(
    at: &impl Conn,
    actor: &Actor,
    (only, today): (Only, NaiveDate),
    station: Option<Uuid>,
) -> Result<Vec<Finding>> {
    actor.must(Permit::StationRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let condition = stations_seen(actor, Permit::StationRead, &mut values);
    let mut text = format!("{FINDING} AND {condition}");
    text.push_str(match only {
        Only::Open | Only::Overdue => " AND n.state = 'open'",
        Only::Done => " AND n.state = 'done'",
        Only::Confirmed => " AND n.state = 'confirmed'",
    });
    if only == Only::Overdue {
        values.push(today.into());
        text.push_str(&format!(" AND n.due_on < ${}", values.len()));
    }
    if let Some(station) = station {
        values.push(station.into());
        text.push_str(&format!(" AND n.station_id = ${}", values.len()));
    }
    text.push_str(" ORDER BY n.due_on, n.id LIMIT 100");
    at.all(sql(text, values)).await
}

/// The findings of a visit.
pub async fn findings_of(at: &impl Conn, congress: Uuid, visit: Uuid) -> Result<Vec<Finding>> {
    let text = format!("{FINDING} AND n.visit_id = $2 ORDER BY n.due_on, n.id");
    at.all(sql(text, [congress.into(), visit.into()])).await
}

/// One finding that they may see.
pub async fn finding(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Finding> {
    actor.must(Permit::StationRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), id.into()];
    let condition = stations_seen(actor, Permit::StationRead, &mut values);
    at.one(sql(format!("{FINDING} AND n.id = $2 AND {condition}"), values)).await
}

pub(in crate::stations) async fn insert_finding(tx: &Tx, congress: Uuid, it: &Finding) -> Result<()> {
    let text = "INSERT INTO station_findings (congress_id, id, visit_id, station_id, have, text, due_on, state) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = [
        congress.into(),
        it.id.into(),
        it.visit_id.into(),
        it.station_id.into(),
        it.have.clone().into(),
        it.text.clone().into(),
        it.due_on.into(),
        it.state.clone().into(),
    ];
    tx.put(sql(text, values)).await
}

/// False when it was in another state meanwhile.
pub(in crate::stations) async fn save_finding(
    tx: &Tx,
    congress: Uuid,
    it: &Finding,
    before: &str,
) -> Result<bool> {
    let text = "UPDATE station_findings SET state = $4, done = $5, done_on = $6, confirmed_on = $7 \
         WHERE congress_id = $1 AND id = $2 AND state = $3";
    let values = [
        congress.into(),
        it.id.into(),
        before.into(),
        it.state.clone().into(),
        it.done.clone().into(),
        it.done_on.into(),
        it.confirmed_on.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}
