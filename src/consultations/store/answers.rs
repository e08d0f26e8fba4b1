use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::access::{Actor, Permit, Scope};
use crate::base::{Conn, Result, Tx, sql};
use crate::consultations::{Topic, digest::Given};

/// Lines of a page of answers.
const PAGE: usize = 25;

/// An answer to be kept.
#[derive(Debug)]
pub(in crate::consultations) struct NewRow<'a> {
    pub(in crate::consultations) id: Uuid,
    pub(in crate::consultations) form: Uuid,
    pub(in crate::consultations) topic: Uuid,
    pub(in crate::consultations) deputy: Option<Uuid>,
    pub(in crate::consultations) channel: &'a str,
    pub(in crate::consultations) area: Option<Uuid>,
    pub(in crate::consultations) people: i64,
    pub(in crate::consultations) office: Option<Uuid>,
    pub(in crate::consultations) account: Option<Uuid>,
    pub(in crate::consultations) browser: Option<&'a str>,
    pub(in crate::consultations) said: &'a BTreeMap<i64, (Option<i64>, String)>,
}

/// False when the form was sent before, or this browser has answered.
pub(in crate::consultations) async fn insert_answer(
    tx: &Tx,
    congress: Uuid,
    new: &NewRow<'_>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let text = "INSERT INTO consultation_answers (congress_id, id, form_id, consultation_id, person_id, channel, area_id, \
         people, office_id, entered_by, browser, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
         ON CONFLICT DO NOTHING";
    let values = [
        congress.into(),
        new.id.into(),
        new.form.into(),
        new.topic.into(),
        new.deputy.into(),
        new.channel.into(),
        new.area.into(),
        new.people.into(),
        new.office.into(),
        new.account.into(),
        new.browser.into(),
        now.into(),
    ];
    if tx.run(sql(text, values)).await? == 0 {
        return Ok(false);
    }
    for (place, (choice, said)) in new.said {
        let text = "INSERT INTO consultation_words (congress_id, answer_id, place, choice, text) \
             VALUES ($1, $2, $3, $4, $5)";
        let values = [congress.into(), new.id.into(), (*place).into(), (*choice).into(), said.clone().into()];
        tx.put(sql(text, values)).await?;
    }
    Ok(true)
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

/// Whether a form was sent before.
pub(in crate::consultations) async fn answered_by_form(
    at: &impl Conn,
    congress: Uuid,
    form: Uuid,
) -> Result<bool> {
    let text = "SELECT count(*) AS n FROM consultation_answers WHERE congress_id = $1 AND form_id = $2";
    Ok(at.one::<Count>(sql(text, [congress.into(), form.into()])).await?.n > 0)
}

/// How many answers a topic has.
pub(in crate::consultations) async fn number_of_answers(
    at: &impl Conn,
    (congress, topic): (Uuid, Uuid),
) -> Result<i64> {
    let text =
        "SELECT count(*) AS n FROM consultation_answers WHERE congress_id = $1 AND consultation_id = $2";
    Ok(at.one::<Count>(sql(text, [congress.into(), topic.into()])).await?.n)
}

/// An answer as it was written, for those who may read it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Answer {
    /// Its id.
    pub id: Uuid,
    /// The name of the deputy whose gathering it belongs to.
    pub deputy: Option<String>,
    /// How it came.
    pub channel: String,
    /// The town, if it was said.
    pub town: Option<String>,
    /// How many people said it.
    pub people: i64,
    /// When.
    pub at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Words {
    answer_id: Uuid,
    place: i64,
    choice: Option<i64>,
    text: String,
}

/// Which answers `w` somebody reads as they were written: of a topic of one's own office all, a deputy those of his or
/// her own gathering, an office what it entered.
fn seen(actor: &Actor, topic: &Topic, values: &mut Vec<Value>) -> String {
    if topic.is_of(actor) {
        return "TRUE".to_owned();
    }
    let mut conditions = vec!["FALSE".to_owned()];
    for (post, scope) in actor.posts_with(Permit::ConsultationEnter) {
        match (scope, post.organization, actor.person) {
            (Scope::Own, _, Some(person)) => {
                values.push(person.into());
                conditions.push(format!("w.person_id = ${}", values.len()));
            }
            (_, Some(office), _) => {
                values.push(office.into());
                conditions.push(format!("w.office_id = ${}", values.len()));
            }
            _ => {}
        }
    }
    format!("({})", conditions.join(" OR "))
}

/// An answer with what was said, by the question's place.
pub type Said = (Answer, BTreeMap<i64, (Option<i64>, String)>);

/// A page of the answers that the actor may read, the newest first, and whether there are more.
pub async fn answers(at: &impl Conn, actor: &Actor, topic: &Topic, page: usize) -> Result<(Vec<Said>, bool)> {
    actor.must(Permit::ConsultationRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), topic.id.into()];
    let condition = seen(actor, topic, &mut values);
    let text = format!(
        "SELECT w.id, p.name AS deputy, w.channel, a.name AS town, w.people, w.at FROM consultation_answers w \
         LEFT JOIN persons p ON p.congress_id = w.congress_id AND p.id = w.person_id \
         LEFT JOIN areas a ON a.congress_id = w.congress_id AND a.id = w.area_id \
         WHERE w.congress_id = $1 AND w.consultation_id = $2 AND {condition} ORDER BY w.id DESC LIMIT {} OFFSET {}",
        PAGE + 1,
        page * PAGE
    );
    let mut found: Vec<Answer> = at.all(sql(text, values)).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let mut said = words_of(at, actor.congress, topic.id).await?;
    Ok((
        found
            .into_iter()
            .map(|one| {
                let words = said.remove(&one.id).unwrap_or_default();
                (one, words)
            })
            .collect(),
        more,
    ))
}

/// How many answers the actor may read.
pub async fn count_answers(at: &impl Conn, actor: &Actor, topic: &Topic) -> Result<i64> {
    actor.must(Permit::ConsultationRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), topic.id.into()];
    let condition = seen(actor, topic, &mut values);
    let text = format!(
        "SELECT count(*) AS n FROM consultation_answers w WHERE w.congress_id = $1 AND w.consultation_id = $2 AND {condition}"
    );
    Ok(at.one::<Count>(sql(text, values)).await?.n)
}

type ByAnswer = BTreeMap<Uuid, BTreeMap<i64, (Option<i64>, String)>>;

async fn words_of(at: &impl Conn, congress: Uuid, topic: Uuid) -> Result<ByAnswer> {
    let text = "SELECT d.answer_id, d.place, d.choice, d.text FROM consultation_words d \
         JOIN consultation_answers w ON w.congress_id = d.congress_id AND w.id = d.answer_id \
         WHERE d.congress_id = $1 AND w.consultation_id = $2";
    let mut all = ByAnswer::new();
    for row in at.all::<Words>(sql(text, [congress.into(), topic.into()])).await? {
        all.entry(row.answer_id).or_default().insert(row.place, (row.choice, row.text));
    }
    Ok(all)
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    person_id: Option<Uuid>,
    channel: String,
    town: Option<String>,
    people: i64,
}

/// All answers of a topic, for its digest, which names nobody.
pub async fn all_given(at: &impl Conn, congress: Uuid, topic: Uuid) -> Result<Vec<Given>> {
    let text = "SELECT w.id, w.person_id, w.channel, a.name AS town, w.people FROM consultation_answers w \
         LEFT JOIN areas a ON a.congress_id = w.congress_id AND a.id = w.area_id \
         WHERE w.congress_id = $1 AND w.consultation_id = $2 ORDER BY w.id";
    let mut said = words_of(at, congress, topic).await?;
    let rows: Vec<Row> = at.all(sql(text, [congress.into(), topic.into()])).await?;
    let given = rows.into_iter().map(|row| Given {
        deputy: row.person_id,
        channel: row.channel,
        town: row.town.unwrap_or_default(),
        people: row.people,
        said: said.remove(&row.id).unwrap_or_default(),
    });
    Ok(given.collect())
}

/// Erase the answers of a topic.
pub(in crate::consultations) async fn erase_answers(tx: &Tx, congress: Uuid, topic: Uuid) -> Result<()> {
    let text = "DELETE FROM consultation_words WHERE congress_id = $1 AND answer_id IN \
         (SELECT id FROM consultation_answers WHERE congress_id = $1 AND consultation_id = $2)";
    tx.put(sql(text, [congress.into(), topic.into()])).await?;
    let text = "DELETE FROM consultation_answers WHERE congress_id = $1 AND consultation_id = $2";
    tx.put(sql(text, [congress.into(), topic.into()])).await
}
