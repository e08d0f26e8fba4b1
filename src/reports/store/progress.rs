//! Who has reported in a term, and who not.

use chrono::NaiveDate;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::ALIVE;
use crate::access::{Actor, Permit};
use crate::base::{Conn, Result, sql};
use crate::people::store::reach::reaching;

/// A deputy of a term, with how far the report is.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Progress {
    /// The deputy.
    pub person_id: Uuid,
    /// The name.
    pub name: String,
    /// The town or street.
    pub area: String,
    /// The constituency.
    pub constituency: String,
    /// The report, if there is one.
    pub report_id: Option<Uuid>,
    /// The word of its state.
    pub state: Option<String>,
    /// The word of its way.
    pub way: Option<String>,
    /// Its day.
    pub on_day: Option<NaiveDate>,
}

/// The deputies of a term whom a permit reaches, by town and constituency, then in the order of names. Whoever left during
/// the term is there only with a report.
pub async fn progress(at: &impl Conn, actor: &Actor, permit: Permit, term: Uuid) -> Result<Vec<Progress>> {
    actor.must(permit)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), term.into()];
    let condition = reaching(actor, permit, "s.person_id", &mut values);
    let text = format!(
        "SELECT p.id AS person_id, p.name, a.name AS area, c.name AS constituency, r.id AS report_id, r.state, r.way, \
         r.on_day FROM seats s \
         JOIN terms t ON t.congress_id = s.congress_id AND t.id = s.term_id \
         JOIN persons p ON p.congress_id = s.congress_id AND p.id = s.person_id \
         JOIN constituencies c ON c.congress_id = s.congress_id AND c.id = s.constituency_id \
         JOIN areas a ON a.congress_id = c.congress_id AND a.id = c.area_id \
         LEFT JOIN duty_reports r ON r.congress_id = s.congress_id AND r.person_id = s.person_id \
          AND r.term_id = s.term_id AND {ALIVE} \
         WHERE s.congress_id = $1 AND s.kind = 'deputy' AND s.term_id = $2 \
         AND (s.to_on IS NULL OR s.to_on >= t.ends_on OR r.id IS NOT NULL) AND {condition} \
         ORDER BY a.rank, a.id, c.number, c.id, p.strokes, p.id"
    );
    let mut all: Vec<Progress> = at.all(sql(text, values)).await?;
    // Whoever was elected twice in a term reports once.
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|one| seen.insert(one.person_id));
    Ok(all)
}

/// A deputy's seat in a term.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Elected {
    /// The constituency.
    pub constituency_id: Uuid,
}

/// The latest seat that a deputy holds or held in a term.
pub async fn elected(
    at: &impl Conn,
    congress: Uuid,
    (person, term): (Uuid, Uuid),
) -> Result<Option<Elected>> {
    let text = "SELECT constituency_id FROM seats WHERE congress_id = $1 AND person_id = $2 AND term_id = $3 \
         AND kind = 'deputy' AND constituency_id IS NOT NULL ORDER BY from_on DESC, id DESC LIMIT 1";
    at.maybe(sql(text, [congress.into(), person.into(), term.into()])).await
}
