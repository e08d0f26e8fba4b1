//! Topics, who is asked, and answers in the database. Who sees which topic is [`visible_to`]; who reads which answers as
//! they were written is `answers::seen`: whoever opened the topic, the deputy whose gathering it is, the office that
//! entered them, and nobody else.

mod answers;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::acts::NewTopic;
use super::{AskedDeputy, Question, Topic};
use crate::access::{Actor, Permit, Role, Scope};
use crate::base::{Conn, Result, Tx, sql};
use crate::people::store::reach::reaching;

pub use answers::{Answer, Said, all_given, answers, count_answers};
pub(super) use answers::{NewRow, answered_by_form, erase_answers, insert_answer, number_of_answers};

const TOPIC: &str = "SELECT t.id, t.year, t.nth, t.title, t.body, t.link, t.office_id, o.name AS office, t.from_on, \
     t.until_on, t.outcome_by, t.fields, t.areas, t.opened_at, t.closed_at, t.digest, t.outcome, t.reason, \
     t.decided_at, t.erased_at, t.version FROM consultations t \
     JOIN organizations o ON o.congress_id = t.congress_id AND o.id = t.office_id WHERE t.congress_id = $1";

/// Lines of a page of a list.
const PAGE: usize = 25;

/// Whom somebody may enter answers for: oneself, the deputies whom one's office serves or who receive at one's station,
/// or everybody.
pub fn entered_for(actor: &Actor, column: &str, values: &mut Vec<Value>) -> String {
    let mut conditions = vec![reaching(actor, Permit::ConsultationEnter, column, values)];
    for (post, _) in
        actor.posts_with(Permit::ConsultationEnter).filter(|(post, _)| post.role == Role::StationKeeper)
    {
        let Some(station) = post.organization else { continue };
        values.push(station.into());
        conditions.push(format!(
            "{column} IN (SELECT m.person_id FROM memberships m WHERE m.congress_id = $1 \
             AND m.organization_id = ${} AND m.to_on IS NULL)",
            values.len()
        ));
    }
    format!("({})", conditions.join(" OR "))
}

/// The one condition on who sees which topics `t`: a draft is its office's; what was opened is seen by the commission,
/// by the working body whose topic it is, by the deputies who are asked, and by those who may enter for one of them.
pub fn visible_to(actor: &Actor, values: &mut Vec<Value>) -> String {
    let mut conditions = vec!["FALSE".to_owned()];
    for (post, scope) in actor.posts_with(Permit::ConsultationRead) {
        if let Some(office) = post.organization {
            values.push(office.into());
            conditions.push(format!("t.office_id = ${}", values.len()));
        }
        if scope == Scope::Congress {
            conditions.push("t.opened_at IS NOT NULL".to_owned());
        }
    }
    if actor.may(Permit::ConsultationRead) {
        let served = entered_for(actor, "d.person_id", values);
        conditions.push(format!(
            "t.opened_at IS NOT NULL AND EXISTS (SELECT 1 FROM consultation_deputies d \
             WHERE d.congress_id = t.congress_id AND d.consultation_id = t.id AND {served})"
        ));
    }
    format!("({})", conditions.join(" OR "))
}

/// A topic that the actor may see; a stranger gets `NotFound`.
pub async fn find(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Topic> {
    actor.must(Permit::ConsultationRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), id.into()];
    let condition = visible_to(actor, &mut values);
    at.one(sql(format!("{TOPIC} AND t.id = $2 AND {condition}"), values)).await
}

/// A topic as everybody sees it: one that was opened.
pub async fn public(at: &impl Conn, congress: Uuid, (year, nth): (i64, i64)) -> Result<Topic> {
    let text = format!("{TOPIC} AND t.year = $2 AND t.nth = $3 AND t.opened_at IS NOT NULL");
    at.one(sql(text, [congress.into(), year.into(), nth.into()])).await
}

/// The topic of a form that was sent before.
pub(super) async fn of_form(at: &impl Conn, congress: Uuid, form: Uuid) -> Result<Topic> {
    at.one(sql(format!("{TOPIC} AND t.form_id = $2"), [congress.into(), form.into()])).await
}

/// The topics that are open to voters on a day, those that end first first.
pub async fn open_on(at: &impl Conn, congress: Uuid, day: NaiveDate) -> Result<Vec<Topic>> {
    let text = format!(
        "{TOPIC} AND t.opened_at IS NOT NULL AND t.closed_at IS NULL AND t.from_on <= $2 AND t.until_on >= $2 \
         ORDER BY t.until_on, t.id LIMIT 50"
    );
    at.all(sql(text, [congress.into(), day.into()])).await
}

/// A page of the topics that are over for voters, the latest first; and how many pages were skipped to go on from.
pub async fn over_on(
    at: &impl Conn,
    congress: Uuid,
    day: NaiveDate,
    page: usize,
) -> Result<(Vec<Topic>, bool)> {
    let text = format!(
        "{TOPIC} AND t.opened_at IS NOT NULL AND (t.closed_at IS NOT NULL OR t.until_on < $2) \
         ORDER BY t.until_on DESC, t.id DESC LIMIT {} OFFSET {}",
        PAGE + 1,
        page * PAGE
    );
    let mut topics: Vec<Topic> = at.all(sql(text, [congress.into(), day.into()])).await?;
    let more = topics.len() > PAGE;
    topics.truncate(PAGE);
    Ok((topics, more))
}

/// A page of the topics that the actor may see, the newest first.
pub async fn list(at: &impl Conn, actor: &Actor, page: usize) -> Result<(Vec<Topic>, bool)> {
    actor.must(Permit::ConsultationRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let condition = visible_to(actor, &mut values);
    let text = format!(
        "{TOPIC} AND {condition} ORDER BY t.written_at DESC, t.id DESC LIMIT {} OFFSET {}",
        PAGE + 1,
        page * PAGE
    );
    let mut topics: Vec<Topic> = at.all(sql(text, values)).await?;
    let more = topics.len() > PAGE;
    topics.truncate(PAGE);
    Ok((topics, more))
}

#[derive(FromQueryResult)]
struct Number {
    n: i64,
}

/// How many topics that the actor may see are under way.
pub async fn under_way(at: &impl Conn, actor: &Actor) -> Result<i64> {
    actor.must(Permit::ConsultationRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let condition = visible_to(actor, &mut values);
    let text = format!(
        "SELECT count(*) AS n FROM consultations t WHERE t.congress_id = $1 AND t.opened_at IS NOT NULL \
         AND t.closed_at IS NULL AND {condition}"
    );
    Ok(at.one::<Number>(sql(text, values)).await?.n)
}

/// The topics that asked a deputy and closed from one day on.
pub async fn closed_for(
    at: &impl Conn,
    congress: Uuid,
    person: Uuid,
    since: DateTime<Utc>,
) -> Result<Vec<Topic>> {
    let text = format!(
        "{TOPIC} AND t.closed_at >= $3 AND EXISTS (SELECT 1 FROM consultation_deputies d \
         WHERE d.congress_id = t.congress_id AND d.consultation_id = t.id AND d.person_id = $2) \
         ORDER BY t.closed_at DESC, t.id LIMIT 20"
    );
    at.all(sql(text, [congress.into(), person.into(), since.into()])).await
}

/// The questions of a topic.
pub async fn questions(at: &impl Conn, congress: Uuid, topic: Uuid) -> Result<Vec<Question>> {
    let text = "SELECT place, text, choices FROM consultation_questions WHERE congress_id = $1 \
         AND consultation_id = $2 ORDER BY place";
    at.all(sql(text, [congress.into(), topic.into()])).await
}

const ASKED: &str = "SELECT d.person_id, p.name, COALESCE(c.name, '') AS constituency, c.area_id, d.code, d.reasons, d.summary, \
     d.summed_at, d.digest, (SELECT count(*) FROM consultation_answers w WHERE w.congress_id = d.congress_id \
     AND w.consultation_id = d.consultation_id AND w.person_id = d.person_id) AS answers \
     FROM consultation_deputies d JOIN persons p ON p.congress_id = d.congress_id AND p.id = d.person_id \
     LEFT JOIN seats s ON s.congress_id = d.congress_id AND s.person_id = d.person_id AND s.kind = 'deputy' \
     AND s.to_on IS NULL \
     LEFT JOIN constituencies c ON c.congress_id = s.congress_id AND c.id = s.constituency_id";

/// The deputies asked on a topic, in the order of names.
pub async fn asked(at: &impl Conn, congress: Uuid, topic: Uuid) -> Result<Vec<AskedDeputy>> {
    let text =
        format!("{ASKED} WHERE d.congress_id = $1 AND d.consultation_id = $2 ORDER BY p.strokes, p.id");
    let mut all: Vec<AskedDeputy> = at.all(sql(text, [congress.into(), topic.into()])).await?;
    all.dedup_by_key(|one| one.person_id);
    Ok(all)
}

/// Those of them for whom the actor may enter answers.
pub async fn asked_of(at: &impl Conn, actor: &Actor, topic: Uuid) -> Result<Vec<AskedDeputy>> {
    let mut values: Vec<Value> = vec![actor.congress.into(), topic.into()];
    let condition = entered_for(actor, "d.person_id", &mut values);
    let text = format!(
        "{ASKED} WHERE d.congress_id = $1 AND d.consultation_id = $2 AND {condition} ORDER BY p.strokes, p.id"
    );
    let mut all: Vec<AskedDeputy> = at.all(sql(text, values)).await?;
    all.dedup_by_key(|one| one.person_id);
    Ok(all)
}

#[derive(FromQueryResult)]
struct Coded {
    consultation_id: Uuid,
    person_id: Uuid,
}

/// The topic of a deputy's own code, and the deputy.
pub async fn by_code(at: &impl Conn, congress: Uuid, code: &str) -> Result<(Topic, Uuid)> {
    let text =
        "SELECT consultation_id, person_id FROM consultation_deputies WHERE congress_id = $1 AND code = $2";
    let found: Coded = at.one(sql(text, [congress.into(), code.into()])).await?;
    let text = format!("{TOPIC} AND t.id = $2 AND t.opened_at IS NOT NULL");
    Ok((at.one(sql(text, [congress.into(), found.consultation_id.into()])).await?, found.person_id))
}

/// False when the same form was sent before.
pub(super) async fn insert(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    (office, account): (Uuid, Option<Uuid>),
    new: &NewTopic,
    now: DateTime<Utc>,
) -> Result<bool> {
    let year = i64::from(new.from_on.year());
    let text =
        "SELECT COALESCE(MAX(nth), 0) + 1 AS n FROM consultations WHERE congress_id = $1 AND year = $2";
    let nth: Number = tx.one(sql(text, [congress.into(), year.into()])).await?;
    let text = "INSERT INTO consultations (congress_id, id, form_id, year, nth, title, body, link, office_id, from_on, \
         until_on, outcome_by, fields, areas, written_by, written_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) ON CONFLICT (congress_id, form_id) DO NOTHING";
    let values = [
        congress.into(),
        id.into(),
        new.form.into(),
        year.into(),
        nth.n.into(),
        new.title.clone().into(),
        new.body.clone().into(),
        new.link.clone().into(),
        office.into(),
        new.from_on.into(),
        new.until_on.into(),
        new.outcome_by.into(),
        new.fields.join(" ").into(),
        new.areas.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ").into(),
        account.into(),
        now.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}

pub(super) async fn amend(tx: &Tx, (congress, id): (Uuid, Uuid), new: &NewTopic) -> Result<()> {
    let text = "UPDATE consultations SET title = $3, body = $4, link = $5, from_on = $6, until_on = $7, outcome_by = $8, \
         fields = $9, areas = $10, version = version + 1 WHERE congress_id = $1 AND id = $2 AND opened_at IS NULL";
    let values = [
        congress.into(),
        id.into(),
        new.title.clone().into(),
        new.body.clone().into(),
        new.link.clone().into(),
        new.from_on.into(),
        new.until_on.into(),
        new.outcome_by.into(),
        new.fields.join(" ").into(),
        new.areas.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ").into(),
    ];
    tx.put(sql(text, values)).await
}

pub(super) async fn put_questions(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    questions: &[Question],
) -> Result<()> {
    let text = "DELETE FROM consultation_questions WHERE congress_id = $1 AND consultation_id = $2";
    tx.put(sql(text, [congress.into(), id.into()])).await?;
    for question in questions {
        let text = "INSERT INTO consultation_questions (congress_id, consultation_id, place, text, choices) \
             VALUES ($1, $2, $3, $4, $5)";
        let (said, choices) = (question.text.clone(), question.choices.clone());
        let values = [congress.into(), id.into(), question.place.into(), said.into(), choices.into()];
        tx.put(sql(text, values)).await?;
    }
    Ok(())
}

/// Ask a deputy; false when he or she is asked already.
pub(super) async fn ask(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    person: Uuid,
    (code, reasons): (&str, &str),
) -> Result<bool> {
    let text = "INSERT INTO consultation_deputies (congress_id, consultation_id, person_id, code, reasons) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (congress_id, consultation_id, person_id) DO NOTHING";
    Ok(tx.run(sql(text, [congress.into(), id.into(), person.into(), code.into(), reasons.into()])).await?
        == 1)
}

/// Ask a deputy no longer; only before the topic is opened.
pub(super) async fn unask(tx: &Tx, (congress, id): (Uuid, Uuid), person: Uuid) -> Result<()> {
    let text = "DELETE FROM consultation_deputies WHERE congress_id = $1 AND consultation_id = $2 AND person_id = $3";
    tx.put(sql(text, [congress.into(), id.into(), person.into()])).await
}

/// False when it is open already.
pub(super) async fn open(tx: &Tx, (congress, id): (Uuid, Uuid), now: DateTime<Utc>) -> Result<bool> {
    let text = "UPDATE consultations SET opened_at = $3, version = version + 1 WHERE congress_id = $1 AND id = $2 \
         AND opened_at IS NULL";
    Ok(tx.run(sql(text, [congress.into(), id.into(), now.into()])).await? == 1)
}

/// False when it is closed already, or was never opened.
pub(super) async fn close(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    digest: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let text = "UPDATE consultations SET closed_at = $3, digest = $4, version = version + 1 WHERE congress_id = $1 \
         AND id = $2 AND opened_at IS NOT NULL AND closed_at IS NULL";
    Ok(tx.run(sql(text, [congress.into(), id.into(), now.into(), digest.into()])).await? == 1)
}

pub(super) async fn keep_digest(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    person: Uuid,
    digest: &str,
) -> Result<()> {
    let text = "UPDATE consultation_deputies SET digest = $4 WHERE congress_id = $1 AND consultation_id = $2 \
         AND person_id = $3";
    tx.put(sql(text, [congress.into(), id.into(), person.into(), digest.into()])).await
}

/// Say what came of it; once said it may be put right. False when it is not closed yet.
pub(super) async fn decide(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    (outcome, reason): (&str, &str),
    now: DateTime<Utc>,
) -> Result<bool> {
    let text = "UPDATE consultations SET outcome = $3, reason = $4, decided_at = $5, version = version + 1 \
         WHERE congress_id = $1 AND id = $2 AND closed_at IS NOT NULL";
    Ok(tx.run(sql(text, [congress.into(), id.into(), outcome.into(), reason.into(), now.into()])).await? == 1)
}

pub(super) async fn sum_up(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    (person, summary): (Uuid, &str),
    now: DateTime<Utc>,
) -> Result<bool> {
    let text = "UPDATE consultation_deputies SET summary = $4, summed_at = $5 WHERE congress_id = $1 \
         AND consultation_id = $2 AND person_id = $3";
    let values = [congress.into(), id.into(), person.into(), summary.into(), now.into()];
    Ok(tx.run(sql(text, values)).await? == 1)
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// The open topics into which nothing may be entered any more: those whose last day was before a day.
pub(super) async fn to_close(at: &impl Conn, congress: Uuid, before: NaiveDate) -> Result<Vec<Uuid>> {
    let text = "SELECT id FROM consultations WHERE congress_id = $1 AND opened_at IS NOT NULL AND closed_at IS NULL \
         AND until_on < $2 ORDER BY until_on, id";
    let ids: Vec<Id> = at.all(sql(text, [congress.into(), before.into()])).await?;
    Ok(ids.into_iter().map(|row| row.id).collect())
}

/// The topics that closed before a moment and whose answers are still there.
pub(super) async fn to_erase(at: &impl Conn, congress: Uuid, before: DateTime<Utc>) -> Result<Vec<Uuid>> {
    let text = "SELECT id FROM consultations WHERE congress_id = $1 AND closed_at < $2 AND erased_at IS NULL \
         ORDER BY closed_at, id";
    let ids: Vec<Id> = at.all(sql(text, [congress.into(), before.into()])).await?;
    Ok(ids.into_iter().map(|row| row.id).collect())
}

pub(super) async fn mark_erased(tx: &Tx, (congress, id): (Uuid, Uuid), now: DateTime<Utc>) -> Result<bool> {
    let text =
        "UPDATE consultations SET erased_at = $3 WHERE congress_id = $1 AND id = $2 AND erased_at IS NULL";
    Ok(tx.run(sql(text, [congress.into(), id.into(), now.into()])).await? == 1)
}

/// A topic for the clockwork, whoever may see it.
pub(super) async fn any(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Topic> {
    at.one(sql(format!("{TOPIC} AND t.id = $2"), [congress.into(), id.into()])).await
}
