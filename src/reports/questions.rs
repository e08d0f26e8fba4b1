//! Supervision by voters: a question about a published report, asked without an account, and its answer: for everybody
//! under the report, or for whoever holds the receipt.

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::acts::{Hearer, note, tell_of};
use super::flow::State;
use super::store::{self, Question};
use super::{QUESTION, Report};
use crate::access::{Actor, Permit, Scope};
use crate::base::redact::redact;
use crate::base::{App, Conn, Error, Mistake, Result, Tx, codes::Code, form::Say};
use crate::bodies;
use crate::notices::{self, Fact, Facts, NewText, told_since};

/// The kind of text by which a voter who left a number hears of the answer.
const TEXT: &str = "voter-question-answered";
/// The kind of notice by which a deputy hears of a question.
const ASKED: &str = "report-question";

/// A question as it is asked.
#[derive(Debug, Clone)]
pub struct NewQuestion {
    /// The form's own id: the same form sent twice is one question.
    pub form: Uuid,
    /// What is asked.
    pub body: String,
    /// A number for the answer; may be empty.
    pub phone: String,
    /// The answer is wanted for oneself alone.
    pub alone: bool,
}

fn too_long(field: &str, text: &str) -> Option<Mistake> {
    let long = text.trim().chars().count();
    let say = Say::new("error-too-long").with("max", QUESTION).with("over", long.saturating_sub(QUESTION));
    (long > QUESTION).then(|| Mistake { field: field.to_owned(), say })
}

/// Until when a question of today is answered, and whether the calendar ended before.
async fn due(at: &impl Conn, app: &App, congress: Uuid) -> Result<(NaiveDate, bool)> {
    let code = bodies::store::charter_code(at, congress).await?;
    let charters = app.charters(&code)?;
    let today = app.clock.today();
    let charter = charters.in_force(today).unwrap_or_else(|| charters.latest());
    let due = bodies::calendar::calendar(at, congress).await?.add(charter.reports.answer_within.value, today);
    Ok((due.on, due.counted.provisional))
}

/// Ask about a published report; the question with its receipt. The same form sent again is the same question.
///
/// # Errors
/// `Invalid` when nothing is asked; `Conflict` when the report is not public (any more).
pub async fn ask(app: &App, actor: &Actor, report: &Report, new: &NewQuestion) -> Result<Question> {
    actor.must(Permit::ReportAsk)?;
    let mut found: Vec<Mistake> = too_long("body", &new.body).into_iter().collect();
    if new.body.trim().is_empty() {
        found.push(Mistake::new("body", "reports-question-missing"));
    }
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let congress = actor.congress;
    let (now, receipt) = (app.clock.now(), app.chance.draw(Code::random).plain());
    let tx = app.db.begin().await?;
    let report = store::one(&tx, congress, report.id).await?;
    if report.state() != Some(State::Given) {
        return Err(Error::conflict("reports-not-public"));
    }
    let row = store::NewRow {
        id: app.chance.id(now),
        form: new.form,
        report: report.id,
        receipt: &receipt,
        body: new.body.trim(),
        phone: &new.phone,
        alone: new.alone,
        due: due(&tx, app, congress).await?,
    };
    if !store::insert_question(&tx, congress, &row, now).await? {
        return store::question_of_form(&tx, congress, new.form).await?.ok_or(Error::NotFound);
    }
    hear(&tx, app, congress, (&report, row.due.0)).await?;
    let facts = json!({ "question": row.id, "due": row.due.0 });
    note(&tx, app, (&Actor::anybody(congress), Permit::ReportAsk), ("report.asked", report.id), facts)
        .await?;
    tx.commit().await?;
    store::by_receipt(&app.db, congress, &receipt).await
}

/// The deputy hears of a question; where he or she has no account, the office does.
async fn hear(tx: &Tx, app: &App, congress: Uuid, (report, due): (&Report, NaiveDate)) -> Result<()> {
    let until = || Facts::from([("until".to_owned(), Fact::Day(due))]);
    tell_of(tx, app, congress, (report, Hearer::Deputy, ASKED), until()).await?;
    let told = told_since(tx, congress, ASKED, app.clock.today()).await?;
    if !told.contains(&report.person_id) {
        tell_of(tx, app, congress, (report, Hearer::Offices, ASKED), until()).await?;
    }
    Ok(())
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What the deputy says.
    pub text: String,
    /// For everybody, under the report; else for whoever holds the receipt.
    pub public: bool,
    /// The question as everybody reads it; personal data is taken out once more.
    pub question: String,
    /// Somebody has looked at it: nothing in it says who asked.
    pub looked: bool,
}

/// The question as the program would show it to everybody: without personal data.
pub fn proposed(question: &Question) -> String {
    if question.shown { question.shown_body.clone() } else { redact(&question.body) }
}

/// Whether somebody may answer: the deputy, or the office that serves him or her, for the deputy by telephone.
///
/// # Errors
/// When the database does not answer.
pub async fn may_answer(at: &impl Conn, actor: &Actor, question: &Question) -> Result<bool> {
    Ok(actor.may(Permit::ReportWrite)
        && store::reaches(at, actor, Permit::ReportWrite, question.person_id).await?)
}

/// What is wrong with an answer, each with its field.
pub fn wrong(question: &Question, answer: &Answer) -> Vec<Mistake> {
    let mut found: Vec<Mistake> = too_long("text", &answer.text).into_iter().collect();
    found.extend(too_long("question", &answer.question));
    let mut must = |right: bool, field: &str, key: &str| {
        if !right {
            found.push(Mistake::new(field, key));
        }
    };
    must(!answer.text.trim().is_empty(), "text", "reports-answer-missing");
    if answer.public {
        must(!question.alone, "public", "reports-answer-alone");
        must(!answer.question.trim().is_empty(), "question", "reports-shown-missing");
        must(answer.looked, "looked", "reports-looked-missing");
    }
    found
}

/// Answer a question, or answer it anew. Whoever left a number is told, the first time.
///
/// # Errors
/// `Invalid` with the field; `Conflict` when somebody else answered meanwhile; `Forbidden`, `NotFound`.
pub async fn answer(app: &App, actor: &Actor, (id, version): (Uuid, i64), answer: &Answer) -> Result<()> {
    actor.must(Permit::ReportWrite)?;
    let (tx, congress, now) = (app.db.begin().await?, actor.congress, app.clock.now());
    let question = store::question(&tx, actor, id).await?;
    if !may_answer(&tx, actor, &question).await? {
        return Err(Error::Forbidden);
    }
    let found = wrong(&question, answer);
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let own = actor.person == Some(question.person_id);
    let mut offices = actor.posts_with(Permit::ReportWrite).filter(|(_, scope)| *scope == Scope::Office);
    let office = offices.find_map(|(post, _)| post.organization).filter(|_| !own);
    let shown = answer.public.then(|| redact(answer.question.trim()));
    let said = if answer.public { redact(answer.text.trim()) } else { answer.text.trim().to_owned() };
    let by = (actor.account, office);
    if !store::answer(&tx, (congress, id, version), (&said, shown.as_deref()), by, now).await? {
        return Err(Error::conflict("reports-moved-on"));
    }
    if question.answered_at.is_none() && !question.phone.is_empty() {
        let facts = Facts::from([("code".to_owned(), Fact::Text(question.receipt.clone()))]);
        let (phone, subject) = (question.phone.clone(), ("report-question", id));
        notices::text(&tx, app, &NewText { congress, phone, kind: TEXT, subject, facts, keeper: None })
            .await?;
    }
    let facts = json!({ "question": id, "public": answer.public, "again": question.answered_at.is_some() });
    note(&tx, app, (actor, Permit::ReportWrite), ("report.answered", question.report_id), facts).await?;
    tx.commit().await
}

/// Look at the number that a voter left for the answer; the look is recorded.
///
/// # Errors
/// `Forbidden` for whoever does not answer; `NotFound` for a stranger, and when there is none.
pub async fn look_at_phone(app: &App, actor: &Actor, id: Uuid) -> Result<String> {
    actor.must(Permit::ReportWrite)?;
    let tx = app.db.begin().await?;
    let question = store::question(&tx, actor, id).await?;
    if !may_answer(&tx, actor, &question).await? {
        return Err(Error::Forbidden);
    }
    if question.phone.is_empty() {
        return Err(Error::NotFound);
    }
    let facts = json!({ "question": id });
    note(&tx, app, (actor, Permit::ReportWrite), ("report.phone-read", question.report_id), facts).await?;
    tx.commit().await?;
    Ok(question.phone)
}
