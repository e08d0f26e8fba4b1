//! What archives lack, for many at once.

use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::Days;
use crate::access::{Actor, Permit};
use crate::base::{Conn, Result, sql};
use crate::people::store::reach::reaching;

/// What the register and the ledger have of somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromQueryResult)]
pub struct Lacking {
    /// The person.
    pub person_id: Uuid,
    /// Activities with voters that count, in the year.
    pub contacts: i64,
    /// Duty reports that count, in the term.
    pub reports: i64,
    /// Acts of the term that wait to be verified.
    pub waiting: i64,
    /// Requests for a correction that wait for their answer.
    pub asked: i64,
    /// The unit.
    pub unit: String,
    /// The position there.
    pub post: String,
    /// The code of the field of work.
    pub field: String,
    /// The telephone number.
    pub phone: String,
}

/// Of everybody whose archive the actor sees, or of one of them.
pub async fn lacking(
    at: &impl Conn,
    actor: &Actor,
    person: Option<Uuid>,
    (term, year): (Days, Days),
) -> Result<Vec<Lacking>> {
    actor.must(Permit::ArchiveRead)?;
    let mut values: Vec<Value> =
        vec![actor.congress.into(), term.0.into(), term.1.into(), year.0.into(), year.1.into()];
    let mut condition = reaching(actor, Permit::ArchiveRead, "p.id", &mut values);
    if let Some(person) = person {
        values.push(person.into());
        condition.push_str(&format!(" AND p.id = ${}", values.len()));
    }
    let text = format!(
        "SELECT p.id AS person_id, COALESCE(x.contacts, 0) AS contacts, COALESCE(x.reports, 0) AS reports, \
         COALESCE(w.n, 0) AS waiting, (SELECT count(*) FROM archive_corrections q \
          WHERE q.congress_id = p.congress_id AND q.person_id = p.id AND q.outcome = '') AS asked, \
         p.unit, p.post, p.field, p.phone FROM persons p LEFT JOIN ( \
          SELECT a.person_id, \
          CAST(SUM(CASE WHEN a.kind = 'outreach' AND a.on_day >= $4 AND a.on_day <= $5 THEN 1 ELSE 0 END) AS bigint) \
           AS contacts, \
          CAST(SUM(CASE WHEN a.kind = 'duty_report' THEN 1 ELSE 0 END) AS bigint) AS reports \
          FROM acts a WHERE a.congress_id = $1 AND a.kind IN ('outreach', 'duty_report') AND a.on_day >= $2 \
          AND a.on_day <= $3 AND a.state = 'verified' AND a.superseded_by IS NULL AND NOT a.void \
          GROUP BY a.person_id) x ON x.person_id = p.id LEFT JOIN ( \
          SELECT a.person_id, count(*) AS n FROM acts a WHERE a.congress_id = $1 AND a.state = 'declared' \
          AND a.kind <> 'merit' AND a.on_day >= $2 AND a.on_day <= $3 GROUP BY a.person_id) w \
         ON w.person_id = p.id WHERE p.congress_id = $1 AND {condition}"
    );
    at.all(sql(text, values)).await
}
