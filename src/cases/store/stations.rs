//! What was handed in at a reception or through a station, and what became of it.

use chrono::{DateTime, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::base::{Conn, Result, sql};

/// An opinion entered at a reception.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Entered {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// What its sender follows it with.
    pub receipt: String,
    /// One line.
    pub subject: String,
    /// The serial number of its paper form, if it came on one.
    pub serial: String,
    /// The deputy it is addressed to.
    pub deputy_id: Option<Uuid>,
}

/// The opinions entered at a reception, in the order of their entry.
pub async fn of_reception(at: &impl Conn, congress: Uuid, reception: Uuid) -> Result<Vec<Entered>> {
    let text = "SELECT id, number, receipt, subject, serial, deputy_id FROM cases WHERE congress_id = $1 \
         AND reception_id = $2 ORDER BY raised_at, id";
    at.all(sql(text, [congress.into(), reception.into()])).await
}

/// How many opinions were entered at a reception.
#[derive(Debug, Clone, Copy, FromQueryResult)]
pub struct At {
    /// The reception.
    pub reception_id: Uuid,
    /// How many.
    pub n: i64,
}

/// How many opinions were entered at each reception of a station.
pub async fn by_reception(at: &impl Conn, congress: Uuid, station: Uuid) -> Result<Vec<At>> {
    let text = "SELECT reception_id, COUNT(*) AS n FROM cases WHERE congress_id = $1 AND station_id = $2 \
         AND reception_id IS NOT NULL GROUP BY reception_id";
    at.all(sql(text, [congress.into(), station.into()])).await
}

/// The case of a paper form's serial number at a station, to say that it was entered before.
pub async fn of_serial(
    at: &impl Conn,
    congress: Uuid,
    station: Uuid,
    serial: &str,
) -> Result<Option<Entered>> {
    let text = "SELECT id, number, receipt, subject, serial, deputy_id FROM cases WHERE congress_id = $1 \
         AND station_id = $2 AND serial = $3 ORDER BY raised_at LIMIT 1";
    at.maybe(sql(text, [congress.into(), station.into(), serial.into()])).await
}

/// What became of the opinions of a station. Those withdrawn or joined to another are not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromQueryResult)]
pub struct Outcomes {
    /// The station.
    pub station_id: Uuid,
    /// Received.
    pub received: i64,
    /// Answered: replied to, answered on the spot, or told where to go.
    pub answered: i64,
    /// Among those, solved or nearly so.
    pub solved: i64,
    /// Evaluated, by the deputy or the voter.
    pub rated: i64,
    /// Among those, not without content.
    pub content: i64,
}

impl Outcomes {
    /// Those that are on their way.
    pub fn open(&self) -> i64 {
        self.received - self.answered
    }
}

/// What became of the opinions that stations received from one moment on and before another: of one station, or of
/// each.
pub async fn outcomes(
    at: &impl Conn,
    congress: Uuid,
    station: Option<Uuid>,
    (from, before): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<Outcomes>> {
    let mut values: Vec<Value> = vec![congress.into(), from.into(), before.into()];
    let mut only = String::new();
    if let Some(station) = station {
        values.push(station.into());
        only = " AND c.station_id = $4".to_owned();
    }
    let judged = |more: &str| {
        format!(
            "CAST(SUM(CASE WHEN EXISTS (SELECT 1 FROM case_entries e WHERE e.congress_id = c.congress_id \
             AND e.case_id = c.id AND e.kind = 'evaluate' AND e.result IS NOT NULL){more} THEN 1 ELSE 0 END) AS bigint)"
        )
    };
    let content = judged(
        " AND NOT EXISTS (SELECT 1 FROM case_entries e WHERE e.congress_id = c.congress_id AND e.case_id = c.id \
         AND e.kind = 'evaluate' AND e.result = 'not_satisfied')",
    );
    let text = format!(
        "SELECT c.station_id, COUNT(*) AS received, \
         CAST(SUM(CASE WHEN c.state IN ('replied', 'promised', 'settled', 'guided', 'closed') THEN 1 ELSE 0 END) AS bigint) \
         AS answered, \
         CAST(SUM(CASE WHEN c.category = 'A' OR c.state = 'settled' THEN 1 ELSE 0 END) AS bigint) AS solved, \
         {} AS rated, {content} AS content FROM cases c WHERE c.congress_id = $1 AND c.station_id IS NOT NULL \
         AND c.state NOT IN ('withdrawn', 'joined') AND c.raised_at >= $2 AND c.raised_at < $3{only} \
         GROUP BY c.station_id",
        judged("")
    );
    at.all(sql(text, values)).await
}

/// The case that a form made, if it was sent before.
pub async fn of_form(at: &impl Conn, congress: Uuid, form: Uuid) -> Result<Option<Entered>> {
    let text = "SELECT id, number, receipt, subject, serial, deputy_id FROM cases WHERE congress_id = $1 AND form_id = $2";
    at.maybe(sql(text, [congress.into(), form.into()])).await
}
