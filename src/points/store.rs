//! Members of a year, frozen statements, commendations: the SQL.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::access::{Actor, Permit};
use crate::base::{Conn, Result, Tx, sql};
use crate::journal::Author;
use crate::people::store::reach::reaching;

/// Somebody of the standing committee.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Member {
    /// The person.
    pub id: Uuid,
    /// The name.
    pub name: String,
}

/// Who held a seat in the standing committee on a day from `$2` to `$3`; with the term every seat of it ends.
const MEMBER: &str = "SELECT p.id, p.name FROM persons p WHERE p.congress_id = $1 AND EXISTS (SELECT 1 FROM seats s \
     JOIN terms t ON t.congress_id = s.congress_id AND t.id = s.term_id WHERE s.congress_id = p.congress_id \
     AND s.person_id = p.id AND s.kind = 'committee-member' AND s.from_on <= $3 \
     AND (s.to_on IS NULL OR s.to_on >= $2) AND t.ends_on >= $2)";

/// All who held a seat in the standing committee on some of these days, in the order of their names.
pub async fn members(
    at: &impl Conn,
    congress: Uuid,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Member>> {
    let text = format!("{MEMBER} ORDER BY p.strokes, p.id");
    at.all(sql(text, [congress.into(), from.into(), to.into()])).await
}

/// The one condition on whose statements somebody sees: one's own, or all of them. A stranger gets `NotFound`.
pub async fn subject(
    at: &impl Conn,
    actor: &Actor,
    person: Uuid,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Member> {
    actor.must(Permit::PointsRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), from.into(), to.into(), person.into()];
    let condition = reaching(actor, Permit::PointsRead, "p.id", &mut values);
    at.one(sql(format!("{MEMBER} AND p.id = $4 AND {condition}"), values)).await
}

/// A year as it was frozen.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Year {
    /// Which.
    pub year: i64,
    /// How often it was frozen by then.
    pub revision: i64,
    /// The digest of its statements.
    pub digest: String,
    /// When.
    pub frozen_at: DateTime<Utc>,
}

/// The last time a year was frozen.
pub async fn frozen(at: &impl Conn, congress: Uuid, year: i32) -> Result<Option<Year>> {
    let text = "SELECT year, revision, digest, frozen_at FROM points_years WHERE congress_id = $1 AND year = $2 \
         ORDER BY revision DESC LIMIT 1";
    at.maybe(sql(text, [congress.into(), i64::from(year).into()])).await
}

/// The years that were frozen.
pub async fn frozen_years(at: &impl Conn, congress: Uuid) -> Result<Vec<i64>> {
    #[derive(FromQueryResult)]
    struct Row {
        year: i64,
    }
    let text = "SELECT DISTINCT year FROM points_years WHERE congress_id = $1 ORDER BY year";
    let rows: Vec<Row> = at.all(sql(text, [congress.into()])).await?;
    Ok(rows.into_iter().map(|row| row.year).collect())
}

/// A statement as it was frozen.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Kept {
    /// Whose.
    pub person_id: Uuid,
    /// The total.
    pub total: i64,
    /// The lines, as JSON.
    pub lines: String,
}

/// The statements of a revision of a year, by the ids of the persons.
pub async fn statements(at: &impl Conn, congress: Uuid, (year, revision): (i32, i64)) -> Result<Vec<Kept>> {
    let text = "SELECT person_id, total, lines FROM points_statements WHERE congress_id = $1 AND year = $2 \
         AND revision = $3";
    let values = [congress.into(), i64::from(year).into(), revision.into()];
    let mut kept: Vec<Kept> = at.all(sql(text, values)).await?;
    // Not left to the database: the digest must not depend on how one sorts ids.
    kept.sort_by_key(|it| it.person_id);
    Ok(kept)
}

/// False when somebody froze the same revision meanwhile.
pub(super) async fn insert_year(
    tx: &Tx,
    author: &Author,
    (year, revision): (i32, i64),
    digest: &str,
) -> Result<bool> {
    let text = "INSERT INTO points_years (congress_id, year, revision, digest, frozen_at, frozen_by) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    let values = [
        author.congress.into(),
        i64::from(year).into(),
        revision.into(),
        digest.into(),
        author.at.into(),
        author.account.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}

pub(super) async fn insert_statement(
    tx: &Tx,
    congress: Uuid,
    (year, revision): (i32, i64),
    kept: &Kept,
) -> Result<()> {
    let text = "INSERT INTO points_statements (congress_id, year, revision, person_id, total, lines) \
         VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        congress.into(),
        i64::from(year).into(),
        revision.into(),
        kept.person_id.into(),
        kept.total.into(),
        kept.lines.clone().into(),
    ];
    tx.put(sql(text, values)).await
}

/// A commendation, with the act by which it counts.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Merit {
    /// Its id.
    pub id: Uuid,
    /// What it is for.
    pub text: String,
    /// The act.
    pub act_id: Uuid,
    /// Whose.
    pub person_id: Uuid,
    /// The name.
    pub name: String,
    /// On which day.
    pub on_day: NaiveDate,
    /// The state of the act.
    pub state: String,
    /// Taken back later.
    pub void: bool,
    /// Why it was refused.
    pub note: String,
    /// Who proposed it.
    pub entered_by: Option<Uuid>,
    /// When it was proposed.
    pub entered_at: DateTime<Utc>,
    /// When it was approved or refused.
    pub decided_at: Option<DateTime<Utc>>,
}

const MERIT: &str = "SELECT m.id, m.text, a.id AS act_id, a.person_id, p.name, a.on_day, a.state, a.void, a.note, \
     a.entered_by, a.entered_at, a.decided_at FROM merits m \
     JOIN acts a ON a.congress_id = m.congress_id AND a.evidence_id = m.id AND a.kind = 'merit' \
      AND a.superseded_by IS NULL \
     JOIN persons p ON p.congress_id = a.congress_id AND p.id = a.person_id WHERE m.congress_id = $1";

/// A commendation that the actor may see; a stranger gets `NotFound`.
pub async fn merit(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Merit> {
    actor.must(Permit::MeritRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), id.into()];
    let condition = reaching(actor, Permit::MeritRead, "a.person_id", &mut values);
    at.one(sql(format!("{MERIT} AND m.id = $2 AND {condition}"), values)).await
}

/// The commendations that the actor may see: those that wait, the oldest first; or the others, the newest first.
pub async fn merits(at: &impl Conn, actor: &Actor, waiting: bool, most: i64) -> Result<Vec<Merit>> {
    actor.must(Permit::MeritRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let condition = reaching(actor, Permit::MeritRead, "a.person_id", &mut values);
    values.push(most.into());
    let (is, order) = if waiting { ("=", "") } else { ("<>", " DESC") };
    let text = format!(
        "{MERIT} AND a.state {is} 'declared' AND {condition} ORDER BY a.entered_at{order}, m.id LIMIT ${}",
        values.len()
    );
    at.all(sql(text, values)).await
}

/// The commendation that a form proposed already.
pub(super) async fn merit_of_form(at: &impl Conn, congress: Uuid, form: Uuid) -> Result<Option<Uuid>> {
    let text = "SELECT id FROM merits WHERE congress_id = $1 AND form_id = $2";
    Ok(at.maybe::<Id>(sql(text, [congress.into(), form.into()])).await?.map(|found| found.id))
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// False when the form was sent before.
pub(super) async fn insert_merit(
    tx: &Tx,
    congress: Uuid,
    (id, form): (Uuid, Uuid),
    words: &str,
) -> Result<bool> {
    let text =
        "INSERT INTO merits (congress_id, id, form_id, text) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    Ok(tx.run(sql(text, [congress.into(), id.into(), form.into(), words.into()])).await? == 1)
}
