//! Whoever was on the other side confirms or objects; whoever's act it is may object to what was registered, or say
//! that something is missing. The commission answers each objection: it stands, or it is corrected.

use chrono::{Datelike, NaiveDate};
use serde_json::json;
use uuid::Uuid;

use super::acts::{charter_on, record, tell_of};
use super::corrections::{Correction, correct_in};
use super::store::{Objection, Party};
use super::{Act, State, Step, acts, store};
use crate::access::{Actor, Permit, Role};
use crate::base::{App, Conn, Error, Result, Tx, day_of};
use crate::bodies;
use crate::journal::{self, Happening};
use crate::notices::{Audience, Fact, Facts, Notice, tell};

/// Characters of the longest objection or answer.
pub const LONGEST: usize = 1_000;

/// Whether somebody's objection to an act waits for its answer.
pub async fn has_open_objection(at: &impl Conn, congress: Uuid, act: Uuid) -> Result<bool> {
    Ok(store::objections_to(at, congress, act).await?.iter().any(|it| it.outcome.is_empty()))
}

/// Whoever was named confirms that it was so.
///
/// # Errors
/// `NotFound` when one was not named in it, `Conflict` when the act is not declared or one has answered.
pub async fn confirm(app: &App, actor: &Actor, act: Uuid) -> Result<()> {
    actor.must(Permit::ActAnswer)?;
    let tx = app.db.begin().await?;
    answer(&tx, app, actor, act, "confirmed").await?;
    let author = actor.author(Permit::ActAnswer, app.clock.now());
    record(&tx, &author, "act.confirmed", act, json!({ "person": actor.person })).await?;
    tx.commit().await
}

async fn answer(tx: &Tx, app: &App, actor: &Actor, act: Uuid, word: &str) -> Result<()> {
    let person = actor.person.ok_or(Error::NotFound)?;
    let found = store::find(tx, actor, act).await?;
    let parties = store::parties_of(tx, actor.congress, act).await?;
    let party = parties.iter().find(|party| party.person_id == person).ok_or(Error::NotFound)?;
    if !is_open(&found) || !party.answer.is_empty() {
        return Err(Error::conflict("ledger-moved-on"));
    }
    store::set_answer(tx, actor.congress, (act, person), word, app.clock.now()).await
}

/// What somebody says is wrong.
#[derive(Debug, Clone)]
pub struct NewObjection<'a> {
    /// The act; none when one is missing.
    pub act: Option<Uuid>,
    /// In which year.
    pub year: i32,
    /// What is wrong, in their words.
    pub text: &'a str,
}

/// Object to an act of one's own or one in which one is named, or say that one of one's own is missing.
///
/// # Errors
/// `Invalid` when nothing is said; `NotFound` when the act is not one's business; `Conflict` when the charter's days
/// to object are over, an objection waits already, or one need only take it back.
pub async fn object(app: &App, actor: &Actor, new: &NewObjection<'_>) -> Result<Uuid> {
    actor.must(Permit::ActObject)?;
    let person = actor.person.ok_or(Error::Forbidden)?;
    let text = new.text.trim();
    if text.is_empty() {
        return Err(Error::invalid("text", "ledger-objection-missing"));
    }
    if text.chars().count() > LONGEST {
        return Err(Error::invalid("text", "ledger-objection-long"));
    }
    let tx = app.db.begin().await?;
    let concerned = match new.act {
        Some(act) => Some(concerned(&tx, app, actor, (act, person)).await?),
        None => None,
    };
    let year = concerned.as_ref().map_or(new.year, |act| act.on_day.year());
    if concerned.is_none()
        && let Some(same) = said_already(&tx, actor.congress, (person, year), text).await?
    {
        return Ok(same);
    }
    let author = actor.author(Permit::ActObject, app.clock.now());
    let id = app.chance.id(author.at);
    store::insert_objection(&tx, &author, id, (person, new.act, year), text).await?;
    let facts = json!({ "person": person, "act": new.act, "year": year });
    let happening =
        Happening { kind: "objection.raised".to_owned(), subject: "objection", subject_id: id, facts };
    journal::append(&tx, &author, happening).await?;
    hear(&tx, app, (actor.congress, id), (Audience::Role(Role::Commission), "objection-raised", year))
        .await?;
    if let Some(act) = concerned.filter(|act| act.person_id != person) {
        let to = (Audience::Person(act.person_id), "act-objected");
        tell_of(&tx, app, (actor.congress, act.id), to, &act).await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// The objection that waits and says the same: a button pressed twice is one objection.
async fn said_already(
    at: &impl Conn,
    congress: Uuid,
    whose: (Uuid, i32),
    text: &str,
) -> Result<Option<Uuid>> {
    let raised = store::objections_of(at, congress, whose).await?;
    let same = |it: &&Objection| it.act_id.is_none() && it.outcome.is_empty() && it.text == text;
    Ok(raised.iter().find(same).map(|it| it.id))
}

/// What somebody concerned may still say of an act.
#[derive(Debug, Clone, Default)]
pub struct Sayable {
    /// That it was so.
    pub confirm: bool,
    /// That it was not.
    pub object: bool,
    /// The last day to object; none while it does not count yet.
    pub until: Option<NaiveDate>,
}

/// What an actor may still say of an act, given those named in it and whether an objection waits.
///
/// # Errors
/// As [`object_until`].
pub async fn sayable(
    app: &App,
    actor: &Actor,
    act: &Act,
    (parties, objected): (&[Party], bool),
) -> Result<Sayable> {
    let Some(person) = actor.person.filter(|_| is_open(act)) else { return Ok(Sayable::default()) };
    let named = parties.iter().find(|party| party.person_id == person);
    let confirm = actor.may(Permit::ActAnswer) && named.is_some_and(|party| party.answer.is_empty());
    let concerned = named.is_some() || (act.person_id == person && !is_taken_back(act));
    if objected || !concerned || !actor.may(Permit::ActObject) {
        return Ok(Sayable { confirm, ..Sayable::default() });
    }
    let until = object_until(&app.db, app, actor.congress, act).await?;
    Ok(Sayable { confirm, object: until.is_none_or(|last| last >= app.clock.today()), until })
}

/// Whether its person puts it right by taking it back: what one declared oneself and nobody verified yet.
fn is_taken_back(act: &Act) -> bool {
    act.office_id.is_none() && act.state() == Some(State::Declared)
}

/// The act to which a person may object now.
async fn concerned(tx: &Tx, app: &App, actor: &Actor, (act, person): (Uuid, Uuid)) -> Result<Act> {
    let found = store::find(tx, actor, act).await?;
    let parties = store::parties_of(tx, actor.congress, act).await?;
    let named = parties.iter().any(|party| party.person_id == person);
    if found.person_id != person && !named {
        return Err(Error::NotFound);
    }
    if !is_open(&found) || has_open_objection(tx, actor.congress, act).await? {
        return Err(Error::conflict("ledger-moved-on"));
    }
    if !named && is_taken_back(&found) {
        return Err(Error::conflict("ledger-objection-own"));
    }
    let last = object_until(tx, app, actor.congress, &found).await?;
    if last.is_some_and(|last| last < app.clock.today()) {
        return Err(Error::conflict("ledger-objection-too-late"));
    }
    if named {
        store::set_answer(tx, actor.congress, (act, person), "objected", app.clock.now()).await?;
    }
    Ok(found)
}

/// Whether those named may still confirm or object: declared or counting, and not corrected since.
pub fn is_open(act: &Act) -> bool {
    act.state() == Some(State::Declared) || act.counts()
}

/// The last day on which one may object to an act that counts, by the charter's days; none while it does not count yet.
///
/// # Errors
/// `Conflict` when no charter was in force on its day.
pub async fn object_until(at: &impl Conn, app: &App, congress: Uuid, act: &Act) -> Result<Option<NaiveDate>> {
    if act.state() != Some(State::Verified) {
        return Ok(None);
    }
    let since = day_of(act.decided_at.unwrap_or(act.entered_at));
    let rule = charter_on(at, app, congress, act.on_day).await?.registration.object_within.value;
    Ok(Some(bodies::calendar::calendar(at, congress).await?.add(rule, since).on))
}

/// What the commission decides about an objection.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// The entry stands.
    Kept,
    /// It is put right: an act that counts by a correction, one that waits by sending it back.
    Corrected(Option<Correction>),
}

/// Answer an objection; with it the act is corrected or sent back where it is upheld.
///
/// # Errors
/// `Invalid` when the answer is missing, `Conflict` when it was answered already.
pub async fn decide(app: &App, actor: &Actor, id: Uuid, (outcome, text): (Outcome, &str)) -> Result<()> {
    actor.must(Permit::ActVerify)?;
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::invalid("answer", "ledger-answer-missing"));
    }
    let tx = app.db.begin().await?;
    let objection = store::objection(&tx, actor.congress, id).await?;
    let act = match objection.act_id {
        Some(act) => Some(store::one(&tx, actor.congress, act).await?),
        None => None,
    };
    if !may_decide(actor, &objection, act.as_ref()) {
        return Err(Error::Forbidden);
    }
    let word = if matches!(outcome, Outcome::Kept) { "kept" } else { "corrected" };
    let author = actor.author(Permit::ActVerify, app.clock.now());
    if !store::answer_objection(&tx, &author, id, (word, text)).await? {
        return Err(Error::conflict("ledger-moved-on"));
    }
    let facts = json!({ "person": objection.person_id, "act": objection.act_id, "outcome": word });
    let happening =
        Happening { kind: "objection.answered".to_owned(), subject: "objection", subject_id: id, facts };
    journal::append(&tx, &author, happening).await?;
    if let (Outcome::Corrected(correction), Some(act)) = (&outcome, &act) {
        put_right(&tx, app, actor, act, (correction.as_ref(), text)).await?;
    }
    let year = i32::try_from(objection.year).unwrap_or_default();
    let to = Audience::Person(objection.person_id);
    hear(&tx, app, (actor.congress, id), (to, "objection-answered", year)).await?;
    tx.commit().await
}

/// Whether answering an objection is theirs: nobody answers his or her own, or one to what he or she did.
pub fn may_decide(actor: &Actor, objection: &Objection, act: Option<&Act>) -> bool {
    let concerned = [Some(objection.person_id), act.map(|act| act.person_id)];
    actor.may(Permit::ActVerify) && (actor.person.is_none() || !concerned.contains(&actor.person))
}

/// Put right what somebody rightly objected to: an act that waits goes back, one that counts is corrected; what was
/// taken back or corrected meanwhile is right already.
async fn put_right(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    act: &Act,
    (correction, text): (Option<&Correction>, &str),
) -> Result<()> {
    if act.state() == Some(State::Declared) {
        let wanted = acts::Wanted { note: text, version: None };
        return acts::take_in(tx, app, actor, act.id, (Step::Return, wanted)).await;
    }
    if !act.counts() {
        return Ok(());
    }
    let correction = correction.ok_or_else(|| Error::invalid("outcome", "ledger-correction-missing"))?;
    correct_in(tx, app, actor, act.id, correction).await?;
    Ok(())
}

async fn hear(
    tx: &Tx,
    app: &App,
    (congress, id): (Uuid, Uuid),
    (to, kind, year): (Audience, &'static str, i32),
) -> Result<()> {
    let facts = Facts::from([("year".to_owned(), Fact::Text(year.to_string()))]);
    tell(tx, app, &Notice { congress, to, kind, subject: "objection", subject_id: id, facts }).await
}
