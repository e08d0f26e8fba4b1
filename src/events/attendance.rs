//! Who is there, what is said, and what of it counts.

use charter::ActKind;
use serde_json::json;
use uuid::Uuid;

use super::acts::{note, own, save};
use super::store;
use super::{Event, Invited, State};
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Result, Tx};
use crate::cases::acts::{HeardIn, NewCase};
use crate::cases::{self, Case, Channel};
use crate::ledger::{self, NewAct};

/// Characters of the longest speech.
pub const LONGEST: usize = 10_000;

/// Somebody scans the code at the door: whoever is invited is present. Scanned twice is present once.
///
/// # Errors
/// `NotFound` when there is no such event or the person is not invited; `Conflict` before its day, or when it is over.
pub async fn check_in(app: &App, actor: &Actor, code: &str) -> Result<Event> {
    actor.must(Permit::EventAnswer)?;
    let (congress, person) = (actor.congress, actor.person.ok_or(Error::NotFound)?);
    let tx = app.db.begin().await?;
    let event = store::at_door(&tx, congress, code).await?;
    let invited = store::one_invited(&tx, congress, event.id, person).await?;
    on_its_day(app, &event)?;
    if invited.presence != "present" {
        let now = app.clock.now();
        store::set_presence(&tx, (congress, event.id), person, ("present", "door", Some(now))).await?;
        let facts = json!({ "person": person, "presence": "present", "how": "door" });
        note(&tx, app, (actor, Permit::EventAnswer), ("event.presence", event.id), facts).await?;
    }
    tx.commit().await?;
    Ok(event)
}

fn on_its_day(app: &App, event: &Event) -> Result<()> {
    let today = app.clock.today();
    match event.state() {
        Some(State::Announced) if today < event.on_day => Err(Error::conflict("event-not-yet")),
        Some(State::Announced) => Ok(()),
        Some(State::Cancelled) => Err(Error::conflict("event-is-cancelled")),
        _ => Err(Error::conflict("event-over")),
    }
}

/// The desk says who is there: `present`, `excused`, `absent`, or nothing for a mistake.
///
/// # Errors
/// `Conflict` before its day or when it is closed.
pub async fn mark(app: &App, actor: &Actor, id: Uuid, (person, presence): (Uuid, &str)) -> Result<()> {
    actor.must(Permit::EventKeep)?;
    if !["present", "excused", "absent", ""].contains(&presence) {
        return Err(Error::invalid("presence", "error-choice"));
    }
    let congress = actor.congress;
    let tx = app.db.begin().await?;
    let event = own(&tx, actor, id).await?;
    on_its_day(app, &event)?;
    store::one_invited(&tx, congress, id, person).await?;
    let (how, at) = if presence.is_empty() { ("", None) } else { ("desk", Some(app.clock.now())) };
    store::set_presence(&tx, (congress, id), person, (presence, how, at)).await?;
    let facts = json!({ "person": person, "presence": presence, "how": "desk" });
    note(&tx, app, (actor, Permit::EventKeep), ("event.presence", id), facts).await?;
    tx.commit().await
}

/// A speech to be written down.
#[derive(Debug, Clone)]
pub struct NewSpeech {
    /// The form's own id: the same form sent twice is one speech.
    pub form: Uuid,
    /// Who spoke.
    pub person: Uuid,
    /// On which topic.
    pub topic: Option<i64>,
    /// What was said.
    pub text: String,
}

/// Write down what somebody said; whoever speaks is present. It counts when the event is closed.
///
/// # Errors
/// `Invalid` when it is empty or too long; `Conflict` before the event's day or when it is closed.
pub async fn record_speech(app: &App, actor: &Actor, id: Uuid, new: &NewSpeech) -> Result<()> {
    actor.must(Permit::EventKeep)?;
    let long = new.text.trim().chars().count();
    if long == 0 || long > LONGEST {
        return Err(Error::invalid("text", "event-speech-missing"));
    }
    let (congress, now) = (actor.congress, app.clock.now());
    let tx = app.db.begin().await?;
    let event = own(&tx, actor, id).await?;
    on_its_day(app, &event)?;
    let invited = store::one_invited(&tx, congress, id, new.person).await?;
    let speech = app.chance.id(now);
    let what = (new.person, new.topic, new.text.trim());
    if !store::insert_speech(&tx, (congress, id, speech), new.form, what, (actor.account, now)).await? {
        return Ok(());
    }
    if invited.presence != "present" {
        store::set_presence(&tx, (congress, id), new.person, ("present", "desk", Some(now))).await?;
    }
    let facts = json!({ "person": new.person, "topic": new.topic });
    note(&tx, app, (actor, Permit::EventKeep), ("event.speech", id), facts).await?;
    tx.commit().await
}

/// Close an event: who was present is settled, and what counts goes to the ledger. Whoever declined is excused unless the
/// desk says otherwise.
///
/// # Errors
/// `Conflict` before its last day or when it is closed; `Invalid` when somebody is neither present, excused nor absent.
pub async fn close(app: &App, actor: &Actor, id: Uuid, version: i64) -> Result<usize> {
    actor.must(Permit::EventKeep)?;
    let congress = actor.congress;
    let tx = app.db.begin().await?;
    let event = own(&tx, actor, id).await?;
    if event.version != version {
        return Err(Error::conflict("event-moved-on"));
    }
    on_its_day(app, &event)?;
    if app.clock.today() < event.last_day {
        return Err(Error::conflict("event-not-yet"));
    }
    let mut invited = store::invited(&tx, congress, id).await?;
    for one in invited.iter_mut().filter(|one| one.presence.is_empty() && one.answer == "declined") {
        store::set_presence(&tx, (congress, id), one.person_id, ("excused", "", None)).await?;
        one.presence = "excused".to_owned();
    }
    if invited.iter().any(|one| one.presence.is_empty()) {
        return Err(Error::invalid("", "event-presence-missing"));
    }
    let present: Vec<&Invited> = invited.iter().filter(|one| one.presence == "present").collect();
    counts(&tx, app, actor, (&event, &present)).await?;
    let now = app.clock.now();
    let after =
        Event { state: State::Closed.word().to_owned(), closed_at: Some(now), changed_at: now, ..event };
    save(&tx, actor, &after).await?;
    let facts = json!({ "invited": invited.len(), "present": present.len() });
    note(&tx, app, (actor, Permit::EventKeep), ("event.closed", id), facts).await?;
    tx.commit().await?;
    Ok(present.len())
}

/// An opinion comes of a speech: in the deputy's name, by a form of the speech's own id, so that it is raised once however
/// often it is asked for.
///
/// # Errors
/// `NotFound` when there is no such speech at the actor's event; as `cases::acts::spoken` for the rest.
pub async fn pass_on(app: &App, actor: &Actor, id: Uuid, speech: Uuid) -> Result<Case> {
    actor.must(Permit::EventKeep)?;
    let (db, congress) = (&app.db, actor.congress);
    let event = own(db, actor, id).await?;
    let speeches = store::speeches(db, congress, id).await?;
    let speech = speeches.into_iter().find(|one| one.id == speech).ok_or(Error::NotFound)?;
    let acts = ledger::store::of_evidence(db, congress, id).await?;
    let spoke = |act: &&ledger::Act| act.person_id == speech.person_id && act.kind() == Some(ActKind::Speech);
    let act = acts.iter().find(spoke).map(|act| act.id);
    let body: String = speech.text.chars().take(cases::acts::LONGEST).collect();
    let new = NewCase {
        deputy: Some(speech.person_id),
        heard_on: Some(event.on_day),
        heard_in: Some(HeardIn { record: id, act }),
        ..NewCase::of_voter(speech.id, Channel::Event, &body)
    };
    Ok(cases::acts::spoken(app, actor, &new).await?.case)
}

/// Being present, and speaking once or more, each as one act of the person, registered by the office.
async fn counts(tx: &Tx, app: &App, actor: &Actor, (event, present): (&Event, &[&Invited])) -> Result<()> {
    let kind = event.kind().map_or(ActKind::Attendance, super::Kind::act);
    let spoke = store::speeches(tx, actor.congress, event.id).await?;
    for one in present {
        let kinds =
            [Some(kind), spoke.iter().any(|it| it.person_id == one.person_id).then_some(ActKind::Speech)];
        for kind in kinds.into_iter().flatten() {
            let new = NewAct {
                place: event.place.clone(),
                office: Some(event.office_id),
                ..NewAct::new(one.person_id, kind, event.on_day, ("event", event.id))
            };
            let act = ledger::enter(tx, app, (actor, Permit::EventKeep), &new, true).await?;
            let said = spoke.iter().filter(|it| kind == ActKind::Speech && it.person_id == one.person_id);
            for case in said.filter_map(|speech| speech.case_id) {
                ledger::acts::link(tx, app, actor.congress, act, ("case", case)).await?;
            }
        }
    }
    Ok(())
}
