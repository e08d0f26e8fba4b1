//! Rosters on their way, their bytes, and the marks of what they did.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::apply::Mark;
use crate::base::{Conn, Result, Tx, sql};

/// A roster on its way.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Roster {
    /// Its id.
    pub id: Uuid,
    /// The name of the file.
    pub name: String,
    /// `uploaded`, `checked`, `waiting`, `applied`, `undone`, `unread` or `dropped`.
    pub state: String,
    /// Who brought it; none for the command line.
    pub account_id: Option<Uuid>,
    /// The name of whoever brought it.
    pub by: Option<String>,
    /// When it came.
    pub uploaded_at: DateTime<Utc>,
    /// When it was written.
    pub applied_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub undone_at: Option<DateTime<Utc>>,
    /// How many rows of which sheet, as JSON.
    pub counts: String,
    /// What the preview showed, as a hash.
    pub digest: String,
    /// The journal's last entry of the import.
    pub head: Option<i64>,
    /// The changeover that it is for: it is written when that term begins.
    pub changeover_id: Option<Uuid>,
}

const ROSTER: &str = "SELECT r.id, r.name, r.state, r.account_id, a.name AS by, r.uploaded_at, r.applied_at, r.undone_at, \
     r.counts, r.digest, r.head, r.changeover_id FROM rosters r \
     LEFT JOIN accounts a ON a.congress_id = r.congress_id AND a.id = r.account_id WHERE r.congress_id = $1";

/// One roster.
pub async fn one(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Roster> {
    at.one(sql(format!("{ROSTER} AND r.id = $2"), [congress.into(), id.into()])).await
}

/// The latest rosters, the newest first.
pub async fn latest(at: &impl Conn, congress: Uuid, (after, most): (i64, i64)) -> Result<Vec<Roster>> {
    let text = format!("{ROSTER} ORDER BY r.uploaded_at DESC, r.id DESC LIMIT $2 OFFSET $3");
    at.all(sql(text, [congress.into(), most.into(), after.into()])).await
}

/// The rosters of a coming term that are not done with, the newest first.
pub async fn of_changeover(at: &impl Conn, congress: Uuid, changeover: Uuid) -> Result<Vec<Roster>> {
    let text = format!(
        "{ROSTER} AND r.changeover_id = $2 AND r.state <> 'dropped' ORDER BY r.uploaded_at DESC, r.id DESC"
    );
    at.all(sql(text, [congress.into(), changeover.into()])).await
}

/// The import that was written last and stands.
pub async fn last_applied(at: &impl Conn, congress: Uuid) -> Result<Option<Roster>> {
    let text = format!("{ROSTER} AND r.state = 'applied' ORDER BY r.head DESC LIMIT 1");
    at.maybe(sql(text, [congress.into()])).await
}

/// Whether another roster is waiting to be written, or is being written.
pub async fn another_waits(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<bool> {
    let text = format!("{ROSTER} AND r.state = 'waiting' AND r.id <> $2 LIMIT 1");
    Ok(at.maybe::<Roster>(sql(text, [congress.into(), id.into()])).await?.is_some())
}

/// A new roster with its bytes; its state is `uploaded`, or `waiting` when it is written at once.
pub async fn insert(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    (name, bytes): (&str, &[u8]),
    (account, state, changeover): (Option<Uuid>, &str, Option<Uuid>),
    now: DateTime<Utc>,
) -> Result<()> {
    let text = "INSERT INTO rosters (congress_id, id, name, state, account_id, uploaded_at, changeover_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        congress.into(),
        id.into(),
        name.into(),
        state.into(),
        account.into(),
        now.into(),
        changeover.into(),
    ];
    tx.put(sql(text, values)).await?;
    let text = "INSERT INTO roster_files (congress_id, roster_id, bytes) VALUES ($1, $2, $3)";
    tx.put(sql(text, [congress.into(), id.into(), bytes.to_vec().into()])).await
}

/// The bytes of a roster, while they are kept.
pub async fn bytes(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Option<Vec<u8>>> {
    #[derive(FromQueryResult)]
    struct Row {
        bytes: Vec<u8>,
    }
    let text = "SELECT bytes FROM roster_files WHERE congress_id = $1 AND roster_id = $2";
    let row: Option<Row> = at.maybe(sql(text, [congress.into(), id.into()])).await?;
    Ok(row.map(|row| row.bytes))
}

/// What a check found, as JSON; empty when it was erased.
pub async fn report(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<String> {
    #[derive(FromQueryResult)]
    struct Row {
        report: String,
    }
    let text = "SELECT report FROM rosters WHERE congress_id = $1 AND id = $2";
    Ok(at.one::<Row>(sql(text, [congress.into(), id.into()])).await?.report)
}

/// Move a roster on from one state to the next; false when somebody else was faster.
pub async fn pass(tx: &Tx, congress: Uuid, id: Uuid, (from, to): (&str, &str)) -> Result<bool> {
    let text = "UPDATE rosters SET state = $4 WHERE congress_id = $1 AND id = $2 AND state = $3";
    Ok(tx.run(sql(text, [congress.into(), id.into(), from.into(), to.into()])).await? == 1)
}

/// Keep what a check found.
pub async fn keep_report(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    (counts, report, digest): (&str, &str, &str),
) -> Result<()> {
    let text = "UPDATE rosters SET counts = $3, report = $4, digest = $5 WHERE congress_id = $1 AND id = $2";
    let values = [congress.into(), id.into(), counts.into(), report.into(), digest.into()];
    tx.put(sql(text, values)).await
}

/// It is written: when, and up to which entry of the journal.
pub async fn keep_applied(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    (now, head): (DateTime<Utc>, i64),
) -> Result<()> {
    let text = "UPDATE rosters SET applied_at = $3, head = $4 WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [congress.into(), id.into(), now.into(), head.into()])).await
}

/// It is taken back: when, and by whom.
pub async fn keep_undone(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    (now, by): (DateTime<Utc>, Option<Uuid>),
) -> Result<()> {
    let text = "UPDATE rosters SET undone_at = $3, undone_by = $4 WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [congress.into(), id.into(), now.into(), by.into()])).await
}

/// Erase the workbook itself.
pub async fn erase_bytes(tx: &Tx, congress: Uuid, id: Uuid) -> Result<()> {
    let text = "DELETE FROM roster_files WHERE congress_id = $1 AND roster_id = $2";
    tx.put(sql(text, [congress.into(), id.into()])).await
}

/// Erase whatever else of it holds people's data: what the check found, and what stood there before.
pub async fn erase_traces(tx: &Tx, congress: Uuid, id: Uuid) -> Result<()> {
    let text = "UPDATE rosters SET report = '' WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [congress.into(), id.into()])).await?;
    let text = "DELETE FROM roster_marks WHERE congress_id = $1 AND roster_id = $2";
    tx.put(sql(text, [congress.into(), id.into()])).await
}

/// Take the desk at which one import of a congress writes at a time: others wait here until it has ended.
pub async fn take_desk(tx: &Tx, congress: Uuid, id: Uuid) -> Result<()> {
    let text = "INSERT INTO roster_desks (congress_id, roster_id) VALUES ($1, $2) \
         ON CONFLICT (congress_id) DO UPDATE SET roster_id = excluded.roster_id";
    tx.put(sql(text, [congress.into(), id.into()])).await
}

/// A mark as it is kept.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Kept {
    /// What was done.
    pub did: String,
    /// To which.
    pub subject_id: Uuid,
    /// What stood there before.
    pub before: Option<String>,
}

/// Marks that are written with one statement.
const MARKS_AT_ONCE: usize = 50;

/// Keep the marks of an import, in their order.
pub async fn insert_marks(tx: &Tx, congress: Uuid, id: Uuid, marks: &[Mark]) -> Result<()> {
    for (nth, chunk) in marks.chunks(MARKS_AT_ONCE).enumerate() {
        let mut values = vec![congress.into(), id.into()];
        let mut rows = Vec::new();
        for (at, mark) in chunk.iter().enumerate() {
            let n = values.len();
            rows.push(format!("($1, $2, ${}, ${}, ${}, ${})", n + 1, n + 2, n + 3, n + 4));
            let seq = (nth * MARKS_AT_ONCE + at) as i64;
            values.extend([seq.into(), mark.did.into(), mark.subject.into(), mark.before.clone().into()]);
        }
        let text = format!(
            "INSERT INTO roster_marks (congress_id, roster_id, seq, did, subject_id, before) VALUES {}",
            rows.join(", ")
        );
        tx.put(sql(text, values)).await?;
    }
    Ok(())
}

/// What an import did, the last thing first.
pub async fn marks(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Vec<Kept>> {
    let text = "SELECT did, subject_id, before FROM roster_marks WHERE congress_id = $1 AND roster_id = $2 \
         ORDER BY seq DESC";
    at.all(sql(text, [congress.into(), id.into()])).await
}

/// The journal's last entry.
pub async fn head(at: &impl Conn, congress: Uuid) -> Result<i64> {
    #[derive(FromQueryResult)]
    struct Row {
        seq: i64,
    }
    let text = "SELECT seq FROM journal_heads WHERE congress_id = $1";
    let row: Option<Row> = at.maybe(sql(text, [congress.into()])).await?;
    Ok(row.map_or(0, |row| row.seq))
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

/// What stands on an import since: entries of the journal about what it touched, by their kind.
pub async fn happened_since(at: &impl Conn, congress: Uuid, id: Uuid, head: i64) -> Result<Vec<String>> {
    #[derive(FromQueryResult)]
    struct Row {
        kind: String,
    }
    let text = "SELECT DISTINCT j.kind FROM journal j WHERE j.congress_id = $1 AND j.seq > $3 AND j.subject_id IN \
         (SELECT subject_id FROM roster_marks WHERE congress_id = $1 AND roster_id = $2) ORDER BY j.kind";
    let rows: Vec<Row> = at.all(sql(text, [congress.into(), id.into(), head.into()])).await?;
    Ok(rows.into_iter().map(|row| row.kind).collect())
}

/// How many opinions name something that an import made.
pub async fn opinions_on(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<i64> {
    let made = "(SELECT subject_id FROM roster_marks WHERE congress_id = $1 AND roster_id = $2 AND did LIKE '%.made')";
    let text = format!(
        "SELECT COUNT(*) AS n FROM cases WHERE congress_id = $1 AND (area_id IN {made} OR constituency_id IN {made} \
         OR deputy_id IN {made} OR office_id IN {made} OR organ_id IN {made})"
    );
    Ok(at.one::<Count>(sql(text, [congress.into(), id.into()])).await?.n)
}

/// How many acts are of somebody or something that an import made.
pub async fn acts_on(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<i64> {
    let made = "(SELECT subject_id FROM roster_marks WHERE congress_id = $1 AND roster_id = $2 AND did LIKE '%.made')";
    let text = format!(
        "SELECT COUNT(*) AS n FROM acts WHERE congress_id = $1 AND (person_id IN {made} OR constituency_id IN {made} \
         OR office_id IN {made} OR id IN (SELECT act_id FROM act_parties WHERE congress_id = $1 AND person_id IN {made}))"
    );
    Ok(at.one::<Count>(sql(text, [congress.into(), id.into()])).await?.n)
}
