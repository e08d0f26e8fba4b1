use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};
use crate::journal::Author;

/// Somebody says that an act is wrong, or that one is missing.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Objection {
    /// Its id.
    pub id: Uuid,
    /// Who objects.
    pub person_id: Uuid,
    /// The name.
    pub name: String,
    /// To which act; none when one is missing.
    pub act_id: Option<Uuid>,
    /// In which year.
    pub year: i64,
    /// What is wrong, in their words.
    pub text: String,
    /// When it was raised.
    pub at: DateTime<Utc>,
    /// Empty while open, then `kept` or `corrected`.
    pub outcome: String,
    /// The commission's answer.
    pub answer: String,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
}

const OBJECTION: &str = "SELECT o.id, o.person_id, p.name, o.act_id, o.year, o.text, o.at, o.outcome, o.answer, \
     o.answered_at FROM objections o JOIN persons p ON p.congress_id = o.congress_id AND p.id = o.person_id \
     WHERE o.congress_id = $1";

/// One objection.
pub async fn objection(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Objection> {
    at.one(sql(format!("{OBJECTION} AND o.id = $2"), [congress.into(), id.into()])).await
}

/// The objections to an act, the first one first.
pub async fn objections_to(at: &impl Conn, congress: Uuid, act: Uuid) -> Result<Vec<Objection>> {
    at.all(sql(format!("{OBJECTION} AND o.act_id = $2 ORDER BY o.at, o.id"), [congress.into(), act.into()]))
        .await
}

#[derive(FromQueryResult)]
struct Objected {
    act_id: Uuid,
}

/// Those of some acts to which an objection waits for its answer.
pub async fn objected(at: &impl Conn, congress: Uuid, acts: &[Uuid]) -> Result<Vec<Uuid>> {
    if acts.is_empty() {
        return Ok(Vec::new());
    }
    let marks: Vec<String> = (2..acts.len() + 2).map(|n| format!("${n}")).collect();
    let text = format!(
        "SELECT DISTINCT act_id FROM objections WHERE congress_id = $1 AND outcome = '' AND act_id IN ({})",
        marks.join(", ")
    );
    let values = std::iter::once(congress.into()).chain(acts.iter().map(|act| (*act).into()));
    let found: Vec<Objected> = at.all(sql(text, values.collect::<Vec<_>>())).await?;
    Ok(found.into_iter().map(|row| row.act_id).collect())
}

/// A person's objections in a year, the first one first.
pub async fn objections_of(
    at: &impl Conn,
    congress: Uuid,
    (person, year): (Uuid, i32),
) -> Result<Vec<Objection>> {
    let text = format!("{OBJECTION} AND o.person_id = $2 AND o.year = $3 ORDER BY o.at, o.id");
    at.all(sql(text, [congress.into(), person.into(), i64::from(year).into()])).await
}

/// The objections in a year that a person raised, or that somebody raised to an act of that person; the first one first.
pub async fn objections_concerning(
    at: &impl Conn,
    congress: Uuid,
    (person, year): (Uuid, i32),
) -> Result<Vec<Objection>> {
    let text = format!(
        "{OBJECTION} AND o.year = $3 AND (o.person_id = $2 OR o.act_id IN (SELECT a.id FROM acts a \
         WHERE a.congress_id = $1 AND a.person_id = $2)) ORDER BY o.at, o.id"
    );
    at.all(sql(text, [congress.into(), person.into(), i64::from(year).into()])).await
}

/// A person, and how many things of his or hers wait.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Waiting {
    /// Whose.
    pub person_id: Uuid,
    /// How many.
    pub n: i64,
}

/// Whose acts in a year somebody's objection waits about, or who said that one is missing; how many each.
pub async fn open_objections_in(at: &impl Conn, congress: Uuid, year: i32) -> Result<Vec<Waiting>> {
    let text = "SELECT COALESCE(a.person_id, o.person_id) AS person_id, count(*) AS n FROM objections o \
         LEFT JOIN acts a ON a.congress_id = o.congress_id AND a.id = o.act_id \
         WHERE o.congress_id = $1 AND o.outcome = '' AND o.year = $2 GROUP BY COALESCE(a.person_id, o.person_id)";
    at.all(sql(text, [congress.into(), i64::from(year).into()])).await
}

/// Whose acts on the days from one to another wait to be verified; how many each.
pub async fn unverified_in(
    at: &impl Conn,
    congress: Uuid,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Waiting>> {
    // Few wait of the many of a year: those first, whatever the database believes of days.
    let text = "WITH waiting AS MATERIALIZED (SELECT person_id, on_day FROM acts WHERE congress_id = $1 \
         AND state = 'declared') SELECT person_id, count(*) AS n FROM waiting \
         WHERE on_day >= $2 AND on_day <= $3 GROUP BY person_id";
    at.all(sql(text, [congress.into(), from.into(), to.into()])).await
}

/// Objections that wait for their answer, the oldest first; then those answered last.
pub async fn objections(at: &impl Conn, congress: Uuid, open: bool, most: i64) -> Result<Vec<Objection>> {
    let (not, order) = if open { ("=", "o.at, o.id") } else { ("<>", "o.answered_at DESC, o.id") };
    let text = format!("{OBJECTION} AND o.outcome {not} '' ORDER BY {order} LIMIT $2");
    at.all(sql(text, [congress.into(), most.into()])).await
}

/// How many objections wait for their answer.
pub async fn open_objections(at: &impl Conn, congress: Uuid) -> Result<u64> {
    #[derive(FromQueryResult)]
    struct Count {
        n: i64,
    }
    let text = "SELECT count(*) AS n FROM objections WHERE congress_id = $1 AND outcome = ''";
    Ok(at.one::<Count>(sql(text, [congress.into()])).await?.n.unsigned_abs())
}

pub(in crate::ledger) async fn insert_objection(
    tx: &Tx,
    author: &Author,
    id: Uuid,
    (person, act, year): (Uuid, Option<Uuid>, i32),
    words: &str,
) -> Result<()> {
    let text = "INSERT INTO objections (congress_id, id, person_id, act_id, year, text, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        author.congress.into(),
        id.into(),
        person.into(),
        act.into(),
        i64::from(year).into(),
        words.into(),
        author.at.into(),
    ];
    tx.put(sql(text, values)).await
}

/// False when it was answered already.
pub(in crate::ledger) async fn answer_objection(
    tx: &Tx,
    author: &Author,
    id: Uuid,
    (outcome, answer): (&str, &str),
) -> Result<bool> {
    let text = "UPDATE objections SET outcome = $3, answer = $4, answered_by = $5, answered_at = $6 \
         WHERE congress_id = $1 AND id = $2 AND outcome = ''";
    let values = [
        author.congress.into(),
        id.into(),
        outcome.into(),
        answer.into(),
        author.account.into(),
        author.at.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}
