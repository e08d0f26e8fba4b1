//! Writing a topic, choosing who is asked, opening and closing it, saying what came of it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::digest::{Digest, Given};
use super::propose::candidates;
use super::store;
use super::{CHOICES, LONGEST, OUTCOMES, QUESTIONS, Question, State, TITLE, Topic};
use crate::access::{Actor, Permit, Scope};
use crate::base::{App, Conn, Error, Mistake, Result, Tx, codes::ShortCode, form::Say};
use crate::journal::{self, Happening};
use crate::notices::{Audience, Fact, Facts, Notice, tell};
use crate::people::FIELDS;

/// The most days that a topic is open, and until it is said what came of it.
const MOST_DAYS: i64 = 366;

/// A topic as it shall be.
#[derive(Debug, Clone)]
pub struct NewTopic {
    /// The form's own id: the same form sent twice is one topic.
    pub form: Uuid,
    /// Its title.
    pub title: String,
    /// What it is about, in plain words for voters.
    pub body: String,
    /// Where its papers are: an address of the web; may be empty.
    pub link: String,
    /// What is asked; at least one question.
    pub questions: Vec<Question>,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day for voters.
    pub until_on: NaiveDate,
    /// Until when it is said what came of it.
    pub outcome_by: NaiveDate,
    /// The fields of work by which deputies are proposed.
    pub fields: Vec<String>,
    /// The towns by which deputies are proposed.
    pub areas: Vec<Uuid>,
}

/// What is wrong with a topic, each with its field.
pub fn wrong(new: &NewTopic, today: NaiveDate) -> Vec<Mistake> {
    let mut found = Vec::new();
    let mut must = |right: bool, field: &str, key: &str| {
        if !right {
            found.push(Mistake::new(field, key));
        }
    };
    must(!new.title.is_empty(), "title", "consult-title-missing");
    must(!new.body.is_empty(), "body", "consult-body-missing");
    must(!new.questions.is_empty(), "question-1", "consult-question-missing");
    must(new.questions.len() <= QUESTIONS, "question-1", "error-choice");
    must(new.until_on >= today, "until_on", "consult-until-past");
    must(new.until_on >= new.from_on, "until_on", "consult-until-before");
    must((new.until_on - new.from_on).num_days() <= MOST_DAYS, "until_on", "consult-too-long");
    must(new.outcome_by > new.until_on, "outcome_by", "consult-outcome-before");
    must((new.outcome_by - new.until_on).num_days() <= MOST_DAYS, "outcome_by", "consult-too-long");
    let web = ["https://", "http://"].iter().any(|begins| new.link.starts_with(begins));
    must(new.link.is_empty() || web && !new.link.contains(char::is_whitespace), "link", "consult-link-wrong");
    must(new.fields.iter().all(|field| FIELDS.contains(&field.as_str())), "fields", "error-choice");
    for question in &new.questions {
        let field = format!("choices-{}", question.place);
        must(question.offered().len() != 1, &field, "consult-choices-one");
        must(question.offered().len() <= CHOICES, &field, "consult-choices-many");
    }
    for (field, text, most) in [("title", &new.title, TITLE), ("body", &new.body, LONGEST)] {
        let long = text.chars().count();
        if long > most {
            let say = Say::new("error-too-long").with("max", most).with("over", long - most);
            found.push(Mistake { field: field.to_owned(), say });
        }
    }
    found
}

/// In whose name the actor asks.
fn office(actor: &Actor) -> Result<Uuid> {
    actor.organization_for(Permit::ConsultationKeep).ok_or(Error::Forbidden)
}

/// The topic, when it is the actor's own; another office's is not theirs to change.
async fn own(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Topic> {
    let topic = store::find(at, actor, id).await?;
    if topic.is_of(actor) { Ok(topic) } else { Err(Error::Forbidden) }
}

/// Write a topic; nobody sees it until it is opened.
///
/// # Errors
/// `Invalid` with the field for what is missing or wrong.
pub async fn write(app: &App, actor: &Actor, new: &NewTopic) -> Result<Uuid> {
    actor.must(Permit::ConsultationKeep)?;
    let found = wrong(new, app.clock.today());
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let (now, office) = (app.clock.now(), office(actor)?);
    let key = (actor.congress, app.chance.id(now));
    let tx = app.db.begin().await?;
    if !store::insert(&tx, key, (office, actor.account), new, now).await? {
        return Ok(store::of_form(&tx, actor.congress, new.form).await?.id);
    }
    store::put_questions(&tx, key, &new.questions).await?;
    note(&tx, app, (actor, Permit::ConsultationKeep), ("consultation.written", key.1), json!({})).await?;
    tx.commit().await?;
    Ok(key.1)
}

/// Change a topic that is not open yet.
///
/// # Errors
/// `Conflict` when it is open; as [`write`] for the rest.
pub async fn amend(app: &App, actor: &Actor, id: Uuid, new: &NewTopic) -> Result<()> {
    actor.must(Permit::ConsultationKeep)?;
    let tx = app.db.begin().await?;
    let topic = own(&tx, actor, id).await?;
    if topic.opened_at.is_some() {
        return Err(Error::conflict("consult-is-open"));
    }
    let found = wrong(new, app.clock.today());
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    store::amend(&tx, (actor.congress, id), new).await?;
    store::put_questions(&tx, (actor.congress, id), &new.questions).await?;
    note(&tx, app, (actor, Permit::ConsultationKeep), ("consultation.changed", id), json!({})).await?;
    tx.commit().await
}

/// Choose who is asked. Before the topic is opened these and no others; afterwards these too, and they are told at once.
///
/// # Errors
/// `Invalid` when nobody is chosen or somebody holds no seat; `Conflict` when the topic is over.
pub async fn choose(app: &App, actor: &Actor, id: Uuid, deputies: &[Uuid]) -> Result<()> {
    actor.must(Permit::ConsultationKeep)?;
    let tx = app.db.begin().await?;
    let topic = own(&tx, actor, id).await?;
    let state = topic.state(app.clock.today());
    if !matches!(state, State::Draft | State::Ahead | State::Open) {
        return Err(Error::conflict("consult-is-over"));
    }
    let all = candidates(&tx, app, actor.congress, &topic).await?;
    if deputies.is_empty() || deputies.iter().any(|one| !all.iter().any(|it| it.who.id == *one)) {
        return Err(Error::invalid("deputies", "consult-deputies-missing"));
    }
    let key = (actor.congress, id);
    if state == State::Draft {
        for before in store::asked(&tx, actor.congress, id).await? {
            if !deputies.contains(&before.person_id) {
                store::unask(&tx, key, before.person_id).await?;
            }
        }
    }
    for one in all.iter().filter(|one| deputies.contains(&one.who.id)) {
        let code = app.chance.draw(ShortCode::random).to_string();
        let new = store::ask(&tx, key, one.who.id, (&code, &one.reasons.join(" "))).await?;
        if new && state != State::Draft {
            tell_asked(&tx, app, &topic, (actor.congress, one.who.id)).await?;
        }
    }
    let facts = json!({ "deputies": deputies.len() });
    note(&tx, app, (actor, Permit::ConsultationKeep), ("consultation.addressed", id), facts).await?;
    tx.commit().await
}

async fn tell_asked(tx: &Tx, app: &App, topic: &Topic, (congress, person): (Uuid, Uuid)) -> Result<()> {
    let facts = Facts::from([
        ("title".to_owned(), Fact::Text(topic.title.clone())),
        ("until".to_owned(), Fact::Day(topic.until_on)),
    ]);
    let (to, kind) = (Audience::Person(person), "consultation-asked");
    tell(tx, app, &Notice { congress, to, kind, subject: "consultation", subject_id: topic.id, facts }).await
}

/// Open a topic: voters find it, and whoever is asked is told.
///
/// # Errors
/// `Conflict` when it is open already, nobody is asked, or its last day is over.
pub async fn open(app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    actor.must(Permit::ConsultationKeep)?;
    let tx = app.db.begin().await?;
    let topic = own(&tx, actor, id).await?;
    let asked = store::asked(&tx, actor.congress, id).await?;
    if asked.is_empty() {
        return Err(Error::conflict("consult-nobody-asked"));
    }
    if topic.until_on < app.clock.today() {
        return Err(Error::conflict("consult-until-over"));
    }
    if !store::open(&tx, (actor.congress, id), app.clock.now()).await? {
        return Err(Error::conflict("consult-is-open"));
    }
    for one in &asked {
        tell_asked(&tx, app, &topic, (actor.congress, one.person_id)).await?;
    }
    let facts = json!({ "deputies": asked.len(), "until": topic.until_on });
    note(&tx, app, (actor, Permit::ConsultationKeep), ("consultation.opened", id), facts).await?;
    tx.commit().await
}

/// Close a topic before its time: nothing is entered any more, and its digest is made.
///
/// # Errors
/// `Conflict` when it is closed already, or was never opened.
pub async fn close(app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    actor.must(Permit::ConsultationKeep)?;
    own(&app.db, actor, id).await?;
    let made = digests(&app.db, actor.congress, id).await?;
    let tx = app.db.begin().await?;
    close_in(&tx, app, (actor, Permit::ConsultationKeep), (id, &made)).await?;
    tx.commit().await
}

/// The digests of a topic: of the whole, and of each deputy's gathering.
pub(super) struct Made {
    whole: Digest,
    each: Vec<(Uuid, Digest)>,
}

/// Slow for a topic with many answers: before the act begins.
pub(super) async fn digests(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Made> {
    let questions = store::questions(at, congress, id).await?;
    let given = store::all_given(at, congress, id).await?;
    let asked = store::asked(at, congress, id).await?;
    let names: Vec<(Uuid, String)> = asked.iter().map(|one| (one.person_id, one.name.clone())).collect();
    let mut by_deputy: BTreeMap<Uuid, Vec<Given>> = BTreeMap::new();
    for one in &given {
        if let Some(deputy) = one.deputy {
            by_deputy.entry(deputy).or_default().push(one.clone());
        }
    }
    let of = |person: &Uuid| {
        let own = by_deputy.get(person).map_or(&[][..], Vec::as_slice);
        (*person, Digest::of(&questions, own, &[]))
    };
    let each = names.iter().map(|(person, _)| of(person)).collect();
    Ok(Made { whole: Digest::of(&questions, &given, &names), each })
}

/// The digest of a topic as it stands: as it was kept, or of the answers until now; of one deputy's gathering, or of all.
pub async fn digest(at: &impl Conn, congress: Uuid, topic: &Topic, of: Option<Uuid>) -> Result<Digest> {
    if topic.closed_at.is_none() {
        let made = digests(at, congress, topic.id).await?;
        return Ok(match of {
            None => made.whole,
            Some(person) => made.each.into_iter().find(|(one, _)| *one == person).ok_or(Error::NotFound)?.1,
        });
    }
    let Some(person) = of else { return Ok(Digest::kept(topic.digest.as_deref().unwrap_or_default())) };
    let asked = store::asked(at, congress, topic.id).await?;
    let one = asked.into_iter().find(|one| one.person_id == person).ok_or(Error::NotFound)?;
    Ok(Digest::kept(one.digest.as_deref().unwrap_or_default()))
}

pub(super) async fn close_in(
    tx: &Tx,
    app: &App,
    (actor, permit): (&Actor, Permit),
    (id, made): (Uuid, &Made),
) -> Result<()> {
    let text = |digest: &Digest| serde_json::to_string(digest).map_err(anyhow::Error::from);
    let key = (actor.congress, id);
    if store::number_of_answers(tx, key).await? != made.whole.answers {
        return Err(Error::conflict("consult-answers-came"));
    }
    if !store::close(tx, key, &text(&made.whole)?, app.clock.now()).await? {
        return Err(Error::conflict("consult-is-over"));
    }
    for (person, digest) in &made.each {
        store::keep_digest(tx, key, *person, &text(digest)?).await?;
    }
    let facts = json!({ "answers": made.whole.answers });
    note(tx, app, (actor, permit), ("consultation.closed", id), facts).await
}

/// Say what came of a topic: everybody reads it, and the deputies who were asked are told.
///
/// # Errors
/// `Invalid` when no outcome is chosen or no reason given; `Conflict` when the topic is not closed yet.
pub async fn decide(app: &App, actor: &Actor, id: Uuid, (outcome, reason): (&str, &str)) -> Result<()> {
    actor.must(Permit::ConsultationKeep)?;
    let mut found = Vec::new();
    if !OUTCOMES.contains(&outcome) {
        found.push(Mistake::new("outcome", "consult-outcome-missing"));
    }
    if reason.trim().is_empty() {
        found.push(Mistake::new("reason", "consult-reason-missing"));
    }
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let tx = app.db.begin().await?;
    let topic = own(&tx, actor, id).await?;
    if !store::decide(&tx, (actor.congress, id), (outcome, reason.trim()), app.clock.now()).await? {
        return Err(Error::conflict("consult-not-closed"));
    }
    for one in store::asked(&tx, actor.congress, id).await? {
        let facts = Facts::from([
            ("title".to_owned(), Fact::Text(topic.title.clone())),
            ("outcome".to_owned(), Fact::Word("consult-outcome".to_owned(), outcome.to_owned())),
        ]);
        let (congress, to) = (actor.congress, Audience::Person(one.person_id));
        let (kind, subject) = ("consultation-decided", "consultation");
        tell(&tx, app, &Notice { congress, to, kind, subject, subject_id: id, facts }).await?;
    }
    let facts = json!({ "outcome": outcome, "again": topic.decided_at.is_some() });
    note(&tx, app, (actor, Permit::ConsultationKeep), ("consultation.decided", id), facts).await?;
    tx.commit().await
}

/// A deputy says in his or her own words what the gathering came to.
///
/// # Errors
/// `NotFound` for whoever is not asked; `Invalid` when nothing is said; `Conflict` when the topic is over.
pub async fn sum_up(app: &App, actor: &Actor, id: Uuid, summary: &str) -> Result<()> {
    actor.must(Permit::ConsultationEnter)?;
    let own = actor.posts_with(Permit::ConsultationEnter).any(|(_, scope)| scope == Scope::Own);
    let person = actor.person.filter(|_| own).ok_or(Error::Forbidden)?;
    let tx = app.db.begin().await?;
    let topic = store::find(&tx, actor, id).await?;
    if matches!(topic.state(app.clock.today()), State::Draft | State::Decided) {
        return Err(Error::conflict("consult-is-over"));
    }
    if summary.trim().is_empty() {
        return Err(Error::invalid("summary", "consult-summary-missing"));
    }
    if !store::sum_up(&tx, (actor.congress, id), (person, summary.trim()), app.clock.now()).await? {
        return Err(Error::NotFound);
    }
    note(&tx, app, (actor, Permit::ConsultationEnter), ("consultation.summed-up", id), json!({})).await?;
    tx.commit().await
}

pub(super) async fn note(
    tx: &Tx,
    app: &App,
    (actor, permit): (&Actor, Permit),
    (kind, subject_id): (&str, Uuid),
    facts: serde_json::Value,
) -> Result<()> {
    let author = actor.author(permit, app.clock.now());
    let happening = Happening { kind: kind.to_owned(), subject: "consultation", subject_id, facts };
    journal::append(tx, &author, happening).await?;
    Ok(())
}
