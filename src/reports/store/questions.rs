//! What voters asked about published reports. Who sees a question is who sees its report; the whole of it is shown under
//! the report only as it was looked at.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::{PAGE, visible_to};
use crate::access::{Actor, Permit};
use crate::base::{Conn, Result, Tx, sql};

/// A question about a report.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Question {
    /// Its id.
    pub id: Uuid,
    /// About which report.
    pub report_id: Uuid,
    /// Whose report.
    pub person_id: Uuid,
    /// The deputy's name.
    pub name: String,
    /// The report's code.
    pub code: String,
    /// The code of the receipt.
    pub receipt: String,
    /// What was asked.
    pub body: String,
    /// The number for the answer; empty when none was left, or it was erased.
    pub phone: String,
    /// The answer is for whoever asked alone.
    pub alone: bool,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Until when it is answered.
    pub due_on: NaiveDate,
    /// The calendar ended before that day.
    pub provisional: bool,
    /// The answer.
    pub answer: String,
    /// When it was given.
    pub answered_at: Option<DateTime<Utc>>,
    /// The office that wrote it down for the deputy.
    pub office: Option<String>,
    /// Whether both stand under the report.
    pub shown: bool,
    /// The question as it stands there.
    pub shown_body: String,
    /// When whoever answers was reminded.
    pub warned_at: Option<DateTime<Utc>>,
    /// When the office was told that it is overdue.
    pub overdue_at: Option<DateTime<Utc>>,
    /// How often it was changed.
    pub version: i64,
}

const QUESTION: &str = "SELECT q.id, q.report_id, r.person_id, p.name, r.code, q.receipt, q.body, q.phone, q.alone, q.asked_at, \
     q.due_on, q.provisional, q.answer, q.answered_at, o.name AS office, q.shown, q.shown_body, q.warned_at, q.overdue_at, \
     q.version FROM report_questions q \
     JOIN duty_reports r ON r.congress_id = q.congress_id AND r.id = q.report_id \
     JOIN persons p ON p.congress_id = r.congress_id AND p.id = r.person_id \
     LEFT JOIN organizations o ON o.congress_id = q.congress_id AND o.id = q.office_id \
     WHERE q.congress_id = $1";

/// A question about a report that the actor may see; a stranger gets `NotFound`.
pub async fn question(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Question> {
    actor.must(Permit::ReportRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), id.into()];
    let condition = visible_to(actor, &mut values);
    at.one(sql(format!("{QUESTION} AND q.id = $2 AND {condition}"), values)).await
}

/// A page of the questions about reports that the actor may see: those that wait, due first; or all, the latest first.
pub async fn waiting(
    at: &impl Conn,
    actor: &Actor,
    (open, report): (bool, Option<Uuid>),
    page: usize,
) -> Result<(Vec<Question>, bool)> {
    actor.must(Permit::ReportRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let mut text = format!("{QUESTION} AND {}", visible_to(actor, &mut values));
    if let Some(report) = report {
        values.push(report.into());
        text.push_str(&format!(" AND q.report_id = ${}", values.len()));
    }
    text.push_str(match open {
        true => " AND q.answered_at IS NULL ORDER BY q.due_on, q.id",
        false => " ORDER BY q.asked_at DESC, q.id DESC",
    });
    text.push_str(&format!(" LIMIT {} OFFSET {}", PAGE + 1, page * PAGE));
    let mut found: Vec<Question> = at.all(sql(text, values)).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    Ok((found, more))
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

/// How many questions about reports that the actor may see wait for their answer.
pub async fn unanswered(at: &impl Conn, actor: &Actor) -> Result<i64> {
    actor.must(Permit::ReportRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let condition = visible_to(actor, &mut values);
    let text = format!(
        "SELECT count(*) AS n FROM report_questions q JOIN duty_reports r ON r.congress_id = q.congress_id \
         AND r.id = q.report_id WHERE q.congress_id = $1 AND q.answered_at IS NULL AND {condition}"
    );
    Ok(at.one::<Count>(sql(text, values)).await?.n)
}

/// How many questions were asked about a report, and how many of them are answered: what everybody may know.
pub async fn asked_about(at: &impl Conn, congress: Uuid, report: Uuid) -> Result<(i64, i64)> {
    #[derive(FromQueryResult)]
    struct Both {
        n: i64,
        answered: i64,
    }
    let text = "SELECT count(*) AS n, count(answered_at) AS answered FROM report_questions \
         WHERE congress_id = $1 AND report_id = $2";
    let both: Both = at.one(sql(text, [congress.into(), report.into()])).await?;
    Ok((both.n, both.answered))
}

/// Those that stand under a report, the oldest first.
pub async fn shown_of(at: &impl Conn, congress: Uuid, report: Uuid) -> Result<Vec<Question>> {
    let text = format!(
        "{QUESTION} AND q.report_id = $2 AND q.shown AND NOT q.alone ORDER BY q.asked_at, q.id LIMIT 100"
    );
    at.all(sql(text, [congress.into(), report.into()])).await
}

/// The question of a receipt.
pub async fn by_receipt(at: &impl Conn, congress: Uuid, receipt: &str) -> Result<Question> {
    at.one(sql(format!("{QUESTION} AND q.receipt = $2"), [congress.into(), receipt.into()])).await
}

/// The question of a form that was sent before.
pub async fn of_form(at: &impl Conn, congress: Uuid, form: Uuid) -> Result<Option<Question>> {
    at.maybe(sql(format!("{QUESTION} AND q.form_id = $2"), [congress.into(), form.into()])).await
}

/// A question as it comes in.
pub(in super::super) struct New<'a> {
    pub(in super::super) id: Uuid,
    pub(in super::super) form: Uuid,
    pub(in super::super) report: Uuid,
    pub(in super::super) receipt: &'a str,
    pub(in super::super) body: &'a str,
    pub(in super::super) phone: &'a str,
    pub(in super::super) alone: bool,
    pub(in super::super) due: (NaiveDate, bool),
}

/// False when the same form was sent before.
pub(in super::super) async fn insert(
    tx: &Tx,
    congress: Uuid,
    new: &New<'_>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let text = "INSERT INTO report_questions (congress_id, id, report_id, form_id, receipt, body, phone, alone, asked_at, \
         due_on, provisional) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING";
    let values = [
        congress.into(),
        new.id.into(),
        new.report.into(),
        new.form.into(),
        new.receipt.into(),
        new.body.into(),
        new.phone.into(),
        new.alone.into(),
        now.into(),
        new.due.0.into(),
        new.due.1.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// Write the answer; false when somebody else answered meanwhile.
pub(in super::super) async fn answer(
    tx: &Tx,
    (congress, id, version): (Uuid, Uuid, i64),
    (answer, shown): (&str, Option<&str>),
    (account, office): (Option<Uuid>, Option<Uuid>),
    now: DateTime<Utc>,
) -> Result<bool> {
    let text = "UPDATE report_questions SET answer = $4, answered_at = $5, answered_by = $6, office_id = $7, shown = $8, \
         shown_body = $9, version = version + 1 WHERE congress_id = $1 AND id = $2 AND version = $3";
    let values = [
        congress.into(),
        id.into(),
        version.into(),
        answer.into(),
        now.into(),
        account.into(),
        office.into(),
        shown.is_some().into(),
        shown.unwrap_or_default().into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// Questions that wait and are due on a day or before, of which nobody was told yet: before the day, or once it is over.
pub(in super::super) async fn due(
    at: &impl Conn,
    congress: Uuid,
    (day, over): (NaiveDate, bool),
) -> Result<Vec<Question>> {
    let column = if over { "overdue_at" } else { "warned_at" };
    let text = format!(
        "{QUESTION} AND q.answered_at IS NULL AND q.due_on <= $2 AND q.{column} IS NULL ORDER BY q.due_on, q.id LIMIT 500"
    );
    at.all(sql(text, [congress.into(), day.into()])).await
}

/// Whoever is to answer was told.
pub(in super::super) async fn mark_told(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    over: bool,
    now: DateTime<Utc>,
) -> Result<()> {
    let text = match over {
        true => "UPDATE report_questions SET overdue_at = $3 WHERE congress_id = $1 AND id = $2",
        false => "UPDATE report_questions SET warned_at = $3 WHERE congress_id = $1 AND id = $2",
    };
    tx.put(sql(text, [congress.into(), id.into(), now.into()])).await
}

/// Erase the numbers of those who had their answer before a moment; how many.
pub(in super::super) async fn forget_phones(tx: &Tx, congress: Uuid, before: DateTime<Utc>) -> Result<u64> {
    let text =
        "UPDATE report_questions SET phone = '' WHERE congress_id = $1 AND answered_at < $2 AND phone <> ''";
    tx.run(sql(text, [congress.into(), before.into()])).await
}
