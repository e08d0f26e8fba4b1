//! The stories that are told again and again: opinions of the demo, each with all that came of it.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use chrono::{DateTime, Days, TimeDelta, Utc};
use sea_orm::FromQueryResult;
use shuanglian::base::{Conn, Db, day_of, sql, start_of};
use shuanglian::journal;
use uuid::Uuid;

/// Stories that concern nothing but themselves: what hangs on a contact, a reception, a letter, a file or another opinion
/// cannot be told again by itself.
const WHICH: &str = "c.congress_id = $1 AND c.source IS NULL AND c.heard_in IS NULL AND c.joined_to IS NULL \
     AND c.reception_id IS NULL AND c.voter_account_id IS NULL AND c.serial = '' \
     AND NOT EXISTS (SELECT 1 FROM cases j WHERE j.congress_id = c.congress_id AND j.joined_to = c.id) \
     AND NOT EXISTS (SELECT 1 FROM files f WHERE f.congress_id = c.congress_id AND f.subject_id = c.id) \
     AND NOT EXISTS (SELECT 1 FROM letter_cases l WHERE l.congress_id = c.congress_id AND l.case_id = c.id) \
     AND NOT EXISTS (SELECT 1 FROM acts a WHERE a.congress_id = c.congress_id AND a.evidence_id = c.id \
     AND (a.supersedes_id IS NOT NULL OR a.superseded_by IS NOT NULL))";

/// The longest by which a story is told later on the same days.
const LATER: TimeDelta = TimeDelta::hours(3);

/// A story.
pub struct Template {
    /// Its opinion.
    pub case: Case,
    /// What was said on the way, what counts, who was told: the table, each row and its moment.
    pub rows: Vec<(&'static str, Dated)>,
    /// What the journal tells of it.
    pub entries: Vec<journal::Entry>,
    /// So many milliseconds later it still happens on the same days.
    pub room: i64,
}

#[derive(Debug, Clone, FromQueryResult)]
pub struct Case {
    pub id: Uuid,
    pub number: String,
    pub raised_at: DateTime<Utc>,
    pub published_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// A row and its moment.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Dated {
    pub case_id: Uuid,
    pub id: Uuid,
    pub at: DateTime<Utc>,
}

/// The tables of which a story has rows of their own, with their case and their moment.
pub const TABLES: [(&str, &str, &str); 3] = [
    ("case_entries", "case_id", "at"),
    ("acts", "evidence_id", "entered_at"),
    ("notices", "subject_id", "at"),
];

/// All stories of a congress that can be told again.
pub async fn read(db: &Db, congress: Uuid) -> Result<Vec<Template>> {
    let text = format!(
        "SELECT c.id, c.number, c.raised_at, c.published_at, c.ended_at FROM cases c WHERE {WHICH} ORDER BY c.id"
    );
    let cases: Vec<Case> = db.all(sql(text, [congress.into()])).await?;
    if cases.is_empty() {
        bail!("the demo has no opinion that could be told again");
    }
    let mut rows: BTreeMap<Uuid, Vec<(&'static str, Dated)>> = BTreeMap::new();
    for (table, of, at) in TABLES {
        let text = format!(
            "SELECT r.{of} AS case_id, r.id, r.{at} AS at FROM {table} r JOIN cases c ON c.congress_id = r.congress_id \
             AND c.id = r.{of} WHERE {WHICH} ORDER BY r.id"
        );
        for row in db.all::<Dated>(sql(text, [congress.into()])).await? {
            rows.entry(row.case_id).or_default().push((table, row));
        }
    }
    let mut templates = Vec::new();
    for case in cases {
        let rows = rows.remove(&case.id).unwrap_or_default();
        let mut entries = journal::by_subject(db, congress, case.id).await?;
        for (_, act) in rows.iter().filter(|(table, _)| *table == "acts") {
            entries.extend(journal::by_subject(db, congress, act.id).await?);
        }
        entries.sort_by_key(|entry| entry.seq);
        let moments = rows.iter().map(|(_, row)| row.at).chain(entries.iter().map(|entry| entry.at));
        let moments = moments.chain([case.raised_at]).chain(case.published_at).chain(case.ended_at);
        let room = moments.map(until_midnight).min().unwrap_or_default();
        templates.push(Template { case, rows, entries, room });
    }
    Ok(templates)
}

/// How long it is until the day ends on China's clocks, at most [`LATER`].
fn until_midnight(at: DateTime<Utc>) -> i64 {
    let midnight = start_of(day_of(at) + Days::new(1));
    (midnight - at - TimeDelta::seconds(1)).min(LATER).num_milliseconds().max(0)
}
