//! Answering: a voter by the public page, without an account; and what people said on paper, at a forum or on the
//! telephone, entered for them.

use std::collections::BTreeMap;

use serde_json::json;
use uuid::Uuid;

use super::acts::note;
use super::store::{self, NewRow};
use super::{CHANNELS, LONGEST, Question, State, Topic};
use crate::access::{Actor, Permit, Scope};
use crate::base::{App, Error, Mistake, Result, Tx, form::Say};

/// The most people whom one entry may stand for.
pub const MOST_PEOPLE: i64 = 10_000;

/// An answer, by the question's place: the number of the choice, and what was written.
pub type Said = BTreeMap<i64, (Option<i64>, String)>;

/// An answer to be kept.
#[derive(Debug, Clone)]
pub struct NewAnswer {
    /// The form's own id: the same form sent twice is one answer.
    pub form: Uuid,
    /// Whose gathering it belongs to; none when the voter came by the general page.
    pub deputy: Option<Uuid>,
    /// How it came.
    pub channel: &'static str,
    /// The town, if it is said.
    pub area: Option<Uuid>,
    /// How many people said it.
    pub people: i64,
    /// What was said.
    pub said: Said,
}

/// What became of an answer from the public page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is kept.
    New,
    /// The same form was sent before.
    Again,
    /// This browser has answered already.
    Before,
}

/// What is wrong with an answer: it must say something, and no more than it may.
fn wrong(said: &Said, questions: &[Question]) -> Vec<Mistake> {
    let mut found = Vec::new();
    let first = questions.first().map_or(1, |question| question.place);
    if said.values().all(|(choice, text)| choice.is_none() && text.is_empty()) {
        let open = questions.first().is_some_and(|question| question.choices.is_empty());
        let field = if open { format!("text-{first}") } else { format!("choice-{first}") };
        found.push(Mistake::new(&field, "consult-answer-missing"));
    }
    for (place, (choice, text)) in said {
        let offered = questions.iter().find(|question| question.place == *place);
        let many = offered.map_or(0, |question| question.offered().len() as i64);
        if choice.is_some_and(|choice| !(1..=many).contains(&choice)) || offered.is_none() {
            found.push(Mistake::new(&format!("choice-{place}"), "error-choice"));
        }
        let long = text.chars().count();
        if long > LONGEST {
            let say = Say::new("error-too-long").with("max", LONGEST).with("over", long - LONGEST);
            found.push(Mistake { field: format!("text-{place}"), say });
        }
    }
    found
}

/// Keep the answer of somebody who came by the public page. `browser` is a hash of a random word that his or her browser
/// keeps, so that one browser answers once.
///
/// # Errors
/// `Invalid` when nothing was said; `Conflict` when the topic is not open.
pub async fn answer(
    app: &App,
    actor: &Actor,
    topic: &Topic,
    browser: &str,
    new: &NewAnswer,
) -> Result<Taken> {
    actor.must(Permit::ConsultationAnswer)?;
    let tx = app.db.begin().await?;
    let topic = &store::any(&tx, actor.congress, topic.id).await?;
    if topic.state(app.clock.today()) != State::Open {
        return Err(Error::conflict("consult-not-open"));
    }
    checked(&tx, actor.congress, topic, new).await?;
    let id = app.chance.id(app.clock.now());
    let row = NewRow { channel: "web", people: 1, browser: Some(browser), ..row(id, topic, new) };
    if !store::insert_answer(&tx, actor.congress, &row, app.clock.now()).await? {
        let again = store::answered_by_form(&tx, actor.congress, new.form).await?;
        return Ok(if again { Taken::Again } else { Taken::Before });
    }
    let facts = json!({ "channel": "web", "deputy": new.deputy });
    let anybody = Actor::anybody(actor.congress);
    note(&tx, app, (&anybody, Permit::ConsultationAnswer), ("consultation.answered", topic.id), facts)
        .await?;
    tx.commit().await?;
    Ok(Taken::New)
}

fn row<'a>(id: Uuid, topic: &Topic, new: &'a NewAnswer) -> NewRow<'a> {
    NewRow {
        id,
        form: new.form,
        topic: topic.id,
        deputy: new.deputy,
        channel: new.channel,
        area: new.area,
        people: new.people,
        office: None,
        account: None,
        browser: None,
        said: &new.said,
    }
}

async fn checked(tx: &Tx, congress: Uuid, topic: &Topic, new: &NewAnswer) -> Result<()> {
    let questions = store::questions(tx, congress, topic.id).await?;
    let found = wrong(&new.said, &questions);
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    match new.deputy {
        Some(deputy)
            if !store::asked(tx, congress, topic.id).await?.iter().any(|one| one.person_id == deputy) =>
        {
            Err(Error::NotFound)
        }
        _ => Ok(()),
    }
}

/// Enter what people said on paper, at a forum or on the telephone, for a deputy who is asked: oneself, one whom one's
/// office serves or who receives at one's station. The same form sent again is the same answer.
///
/// # Errors
/// `NotFound` for a stranger's; `Invalid` when nothing was said; `Conflict` when nothing may be entered any more.
pub async fn enter(app: &App, actor: &Actor, id: Uuid, new: &NewAnswer) -> Result<()> {
    actor.must(Permit::ConsultationEnter)?;
    let tx = app.db.begin().await?;
    let topic = store::find(&tx, actor, id).await?;
    if !matches!(topic.state(app.clock.today()), State::Open | State::Gathering) {
        return Err(Error::conflict("consult-not-entered"));
    }
    let reached = store::asked_of(&tx, actor, id).await?;
    if !new.deputy.is_some_and(|deputy| reached.iter().any(|one| one.person_id == deputy)) {
        return Err(Error::invalid("deputy", "consult-deputy-missing"));
    }
    if !CHANNELS[1..].contains(&new.channel) {
        return Err(Error::invalid("channel", "consult-channel-missing"));
    }
    if !(1..=MOST_PEOPLE).contains(&new.people) {
        let say = Say::new("error-whole").with("least", 1).with("most", MOST_PEOPLE);
        return Err(Error::Invalid(vec![Mistake { field: "people".to_owned(), say }]));
    }
    checked(&tx, actor.congress, &topic, new).await?;
    let mut posts = actor.posts_with(Permit::ConsultationEnter).filter(|(_, scope)| *scope != Scope::Own);
    let office = posts.find_map(|(post, _)| post.organization);
    let answer = app.chance.id(app.clock.now());
    let row = NewRow { office, account: actor.account, ..row(answer, &topic, new) };
    if store::insert_answer(&tx, actor.congress, &row, app.clock.now()).await? {
        let facts = json!({ "channel": new.channel, "deputy": new.deputy, "people": new.people });
        note(&tx, app, (actor, Permit::ConsultationEnter), ("consultation.entered", id), facts).await?;
    }
    tx.commit().await
}
