//! Writing an event, inviting to its topics, announcing it, changing it, calling it off.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::propose::{Candidate, Proposed, Reason, propose};
use super::store;
use super::{Event, Invited, Kind, LONGEST, State, TITLE, TOPICS, Topic};
use crate::access::{Actor, Permit, Role};
use crate::base::hanzi::Gist;
use crate::base::{
    App, Conn, Error, Mistake, Result, Tx,
    codes::{Code, ShortCode},
    form::Say,
};
use crate::journal::{self, Happening};
use crate::notices::{Audience, Fact, Facts, Notice, tell};
use crate::people::FIELDS;
use crate::people::store::reach::deputies_reached;
use crate::people::store::{Sitting, leaves, sitting};
use crate::{cases, consultations};

/// Of the topic's telling words an opinion must share so many to speak of the same.
const SHARED: i64 = 2;
/// Characters of a reason for a change.
const REASON: usize = 200;
/// An event lasts so many days at most.
const MOST_DAYS: i64 = 31;

/// An event as it shall be.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// The form's own id: the same form sent twice is one event.
    pub form: Uuid,
    /// What it is.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// What it is about, and what to bring; may be empty.
    pub body: String,
    /// Where.
    pub place: String,
    /// The first day.
    pub on_day: NaiveDate,
    /// The last day.
    pub last_day: NaiveDate,
    /// When it begins, in minutes since midnight.
    pub starts: i64,
    /// When it ends on its last day.
    pub ends: i64,
    /// Until when an answer is asked for.
    pub answer_by: NaiveDate,
    /// What it is about, in order; at least one.
    pub topics: Vec<Topic>,
}

/// What is wrong with an event, each with its field.
pub fn wrong(new: &NewEvent, today: NaiveDate) -> Vec<Mistake> {
    let mut found = Vec::new();
    let mut must = |right: bool, field: &str, key: &str| {
        if !right {
            found.push(Mistake::new(field, key));
        }
    };
    must(!new.title.trim().is_empty(), "title", "event-title-missing");
    must(!new.place.trim().is_empty(), "place", "event-place-missing");
    must(new.on_day >= today, "on_day", "event-day-past");
    must(new.last_day >= new.on_day, "last_day", "event-last-before");
    must((new.last_day - new.on_day).num_days() < MOST_DAYS, "last_day", "event-too-long");
    must(new.on_day != new.last_day || new.ends > new.starts, "ends", "event-ends-before");
    must((0..24 * 60).contains(&new.starts), "starts", "event-time-wrong");
    must((0..=24 * 60).contains(&new.ends), "ends", "event-time-wrong");
    must(new.answer_by <= new.on_day && new.answer_by >= today, "answer_by", "event-answer-by-wrong");
    must(!new.topics.is_empty(), "topic-1", "event-topic-missing");
    must(new.topics.len() <= TOPICS, "topic-1", "error-choice");
    for topic in &new.topics {
        let field = format!("topic-{}", topic.place);
        must(!topic.title.trim().is_empty(), &field, "event-topic-missing");
        let known = topic.fields.split_whitespace().all(|field| FIELDS.contains(&field));
        must(known, &field, "error-choice");
        must((0..=100).contains(&topic.slots), &field, "error-choice");
    }
    for (field, text, most) in
        [("title", &new.title, TITLE), ("place", &new.place, TITLE), ("body", &new.body, LONGEST)]
    {
        let long = text.trim().chars().count();
        if long > most {
            let say = Say::new("error-too-long").with("max", most).with("over", long - most);
            found.push(Mistake { field: field.to_owned(), say });
        }
    }
    found
}

/// For which office the actor keeps events.
fn office(actor: &Actor) -> Result<Uuid> {
    actor.posts_with(Permit::EventKeep).find_map(|(post, _)| post.organization).ok_or(Error::Forbidden)
}

/// An event of the actor's own office.
pub(super) async fn own(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Event> {
    let event = store::find(at, actor, id).await?;
    if event.is_of(actor) { Ok(event) } else { Err(Error::Forbidden) }
}

/// Write an event; nobody but its office sees it until it is announced.
///
/// # Errors
/// `Invalid` with the field for what is missing or wrong.
pub async fn write(app: &App, actor: &Actor, new: &NewEvent) -> Result<Uuid> {
    actor.must(Permit::EventKeep)?;
    let found = wrong(new, app.clock.today());
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let (now, office) = (app.clock.now(), office(actor)?);
    let (congress, id) = (actor.congress, app.chance.id(now));
    let tx = app.db.begin().await?;
    if let Some(before) = store::of_form(&tx, congress, new.form).await? {
        return Ok(before.id);
    }
    let code = app.chance.draw(ShortCode::random).plain();
    store::insert(&tx, (congress, id), (office, &code), new, now).await?;
    store::put_topics(&tx, (congress, id), &new.topics).await?;
    note(&tx, app, (actor, Permit::EventKeep), ("event.written", id), json!({ "kind": new.kind.word() }))
        .await?;
    tx.commit().await?;
    Ok(id)
}

/// Change an event. Once it was announced everybody invited is told, with the reason.
///
/// # Errors
/// `Conflict` when it is over, called off, or was changed meanwhile; `Invalid` with the field, and when the reason is
/// missing.
pub async fn change(
    app: &App,
    actor: &Actor,
    id: Uuid,
    new: &NewEvent,
    (version, reason): (i64, &str),
) -> Result<()> {
    actor.must(Permit::EventKeep)?;
    let tx = app.db.begin().await?;
    let before = own(&tx, actor, id).await?;
    let announced = may_change(&before, (version, reason))?;
    let found = wrong(new, app.clock.today());
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let after = Event {
        kind: new.kind.word().to_owned(),
        title: new.title.trim().to_owned(),
        body: new.body.trim().to_owned(),
        place: new.place.trim().to_owned(),
        on_day: new.on_day,
        last_day: new.last_day,
        starts: new.starts,
        ends: new.ends,
        answer_by: new.answer_by,
        change_reason: if announced { reason.trim().to_owned() } else { String::new() },
        sequence: before.sequence + i64::from(announced),
        changed_at: app.clock.now(),
        ..before.clone()
    };
    keeps_topics(&tx, actor.congress, id, &new.topics).await?;
    save(&tx, actor, &after).await?;
    store::put_topics(&tx, (actor.congress, id), &new.topics).await?;
    if announced {
        tell_all(&tx, app, actor.congress, (&after, "event-changed")).await?;
    }
    note(&tx, app, (actor, Permit::EventKeep), ("event.changed", id), json!({ "day": new.on_day })).await?;
    tx.commit().await
}

/// A topic to which somebody is invited stays, under whatever title.
async fn keeps_topics(at: &impl Conn, congress: Uuid, id: Uuid, topics: &[Topic]) -> Result<()> {
    for place in store::invited(at, congress, id).await?.iter().filter_map(|one| one.topic) {
        if !topics.iter().any(|topic| topic.place == place) {
            return Err(Error::invalid(&format!("topic-{place}"), "event-topic-invited"));
        }
    }
    Ok(())
}

/// Whether it was announced already; an error when it cannot be changed any more.
fn may_change(before: &Event, (version, reason): (i64, &str)) -> Result<bool> {
    if before.version != version {
        return Err(Error::conflict("event-moved-on"));
    }
    match before.state() {
        Some(State::Draft) => Ok(false),
        Some(State::Announced) if reason.trim().is_empty() || reason.trim().chars().count() > REASON => {
            Err(Error::invalid("reason", "event-reason-missing"))
        }
        Some(State::Announced) => Ok(true),
        _ => Err(Error::conflict("event-over")),
    }
}

/// Call an event off; everybody invited is told.
///
/// # Errors
/// As [`change`].
pub async fn call_off(app: &App, actor: &Actor, id: Uuid, (version, reason): (i64, &str)) -> Result<()> {
    actor.must(Permit::EventKeep)?;
    let tx = app.db.begin().await?;
    let before = own(&tx, actor, id).await?;
    if !may_change(&before, (version, reason))? {
        return Err(Error::conflict("event-not-announced"));
    }
    let after = Event {
        state: State::Cancelled.word().to_owned(),
        change_reason: reason.trim().to_owned(),
        sequence: before.sequence + 1,
        changed_at: app.clock.now(),
        ..before
    };
    save(&tx, actor, &after).await?;
    tell_all(&tx, app, actor.congress, (&after, "event-cancelled")).await?;
    note(&tx, app, (actor, Permit::EventKeep), ("event.cancelled", id), json!({})).await?;
    tx.commit().await
}

/// A deputy who may be invited to a topic, with what speaks for it.
#[derive(Debug, Clone)]
pub struct Possible {
    /// The deputy.
    pub who: Sitting,
    /// What he or she has to do with the topic, how often invited this year, when last.
    pub candidate: Candidate,
    /// On leave, or the mandate rests, on the event's day.
    pub away: bool,
}

/// Who may be invited to a topic, in the order of names: every sitting deputy, and by a local office those it serves.
///
/// # Errors
/// When the database does not answer.
pub async fn possible(at: &impl Conn, actor: &Actor, event: &Event, topic: &Topic) -> Result<Vec<Possible>> {
    let congress = actor.congress;
    let mut all = sitting(at, congress, "deputy", event.on_day).await?;
    if actor.posts_with(Permit::EventKeep).all(|(post, _)| post.role == Role::LocalOffice) {
        let served = deputies_reached(at, actor, Permit::EventKeep, event.on_day).await?;
        all.retain(|one| served.iter().any(|it| it.person_id == one.id));
    }
    let words = Gist::of(&topic.title).fingerprint();
    let alike = cases::store::deputies_alike(at, congress, &words, SHARED).await?;
    let first = NaiveDate::from_ymd_opt(event.on_day.year(), 1, 1).unwrap_or(event.on_day);
    let last = NaiveDate::from_ymd_opt(event.on_day.year(), 12, 31).unwrap_or(event.on_day);
    let counts = store::invited_in(at, congress, (first, last), event.id).await?;
    let counts: BTreeMap<Uuid, store::Count> = counts.into_iter().map(|one| (one.person_id, one)).collect();
    let asked: BTreeSet<Uuid> = match topic.consultation_id {
        Some(id) => {
            let asked = consultations::store::asked(at, congress, id).await?;
            asked.into_iter().filter(|one| one.gathered() > 0).map(|one| one.person_id).collect()
        }
        None => BTreeSet::new(),
    };
    let away: BTreeSet<Uuid> = leaves(at, congress, None)
        .await?
        .into_iter()
        .filter(|leave| leave.from_on <= event.on_day && leave.to_on.is_none_or(|to| to >= event.on_day))
        .map(|leave| leave.person_id)
        .collect();
    let holds = |list: &str, word: &str| !word.is_empty() && list.split_whitespace().any(|one| one == word);
    let of = |who: Sitting| {
        let here = who.area_id.is_some_and(|area| holds(&topic.areas, &area.to_string()));
        let reasons = [
            (Reason::Field, holds(&topic.fields, &who.field)),
            (Reason::Area, here),
            (Reason::Opinions, alike.get(&who.id).is_some_and(|n| *n > 0)),
            (Reason::Asked, asked.contains(&who.id)),
        ];
        let count = counts.get(&who.id);
        let candidate = Candidate {
            person: who.id,
            concerned: reasons.into_iter().filter(|(_, there)| *there).map(|(reason, _)| reason).collect(),
            invited: count.and_then(|one| u32::try_from(one.n).ok()).unwrap_or_default(),
            last: count.map(|one| one.last),
            lot: lot(event.id, who.id),
        };
        Possible { away: away.contains(&who.id), candidate, who }
    };
    Ok(all.into_iter().map(of).collect())
}

/// A person's lot in an event: the same whenever it is looked at, and another in each event.
fn lot(event: Uuid, person: Uuid) -> u64 {
    let drawn = Sha256::digest([event.into_bytes(), person.into_bytes()].concat());
    drawn.iter().take(8).fold(0, |lot, byte| (lot << 8) | u64::from(*byte))
}

/// Propose so many for a topic: nobody who is away, nobody who is invited already.
pub fn proposed(possible: &[Possible], invited: &[Invited], places: usize) -> Vec<Proposed> {
    let taken: BTreeSet<Uuid> = invited.iter().map(|one| one.person_id).collect();
    let free = possible.iter().filter(|one| !one.away && !taken.contains(&one.who.id));
    let free: Vec<Candidate> = free.map(|one| one.candidate.clone()).collect();
    propose(&free, places)
}

/// Invite to a topic those whom somebody chose: in a draft these and no others; afterwards these too, and they are told
/// at once.
///
/// # Errors
/// `Invalid` when nobody is chosen or somebody holds no seat; `Conflict` when the event is over or has no such topic.
pub async fn choose(app: &App, actor: &Actor, id: Uuid, (topic, chosen): (i64, &[Uuid])) -> Result<()> {
    actor.must(Permit::EventKeep)?;
    let congress = actor.congress;
    let tx = app.db.begin().await?;
    let event = own(&tx, actor, id).await?;
    let state = event.state().filter(|state| matches!(state, State::Draft | State::Announced));
    let state = state.ok_or_else(|| Error::conflict("event-over"))?;
    let topics = store::topics(&tx, congress, id).await?;
    let topic = topics.iter().find(|one| one.place == topic);
    let topic = topic.ok_or_else(|| Error::conflict("event-moved-on"))?;
    let possible = possible(&tx, actor, &event, topic).await?;
    let known: BTreeMap<Uuid, &Possible> = possible.iter().map(|one| (one.who.id, one)).collect();
    if chosen.is_empty() || chosen.iter().any(|one| !known.contains_key(one)) {
        return Err(Error::invalid("deputies", "event-deputies-missing"));
    }
    if state == State::Draft {
        for before in store::invited(&tx, congress, id).await? {
            if before.topic == Some(topic.place) && !chosen.contains(&before.person_id) {
                store::uninvite(&tx, (congress, id), before.person_id).await?;
            }
        }
    }
    for person in chosen {
        let concerned = &known[person].candidate.concerned;
        let mut reasons: Vec<&str> = concerned.iter().map(|reason| reason.word()).collect();
        if reasons.is_empty() {
            reasons.push(Reason::Turn.word());
        }
        let code = app.chance.draw(Code::random).plain();
        let of = (Some(topic.place), reasons.join(" "), code);
        if store::invite(&tx, (congress, id), *person, (of.0, &of.1, &of.2)).await?
            && state == State::Announced
        {
            tell_one(&tx, app, congress, (&event, (*person, &of.2), "event-invited")).await?;
        }
    }
    let facts = json!({ "topic": topic.place, "invited": chosen.len() });
    note(&tx, app, (actor, Permit::EventKeep), ("event.invited", id), facts).await?;
    tx.commit().await
}

/// Announce an event: everybody invited is told.
///
/// # Errors
/// `Conflict` when it was announced, its answers were due before today, or nobody is invited.
pub async fn announce(app: &App, actor: &Actor, id: Uuid, version: i64) -> Result<usize> {
    actor.must(Permit::EventKeep)?;
    let tx = app.db.begin().await?;
    let before = own(&tx, actor, id).await?;
    if before.version != version {
        return Err(Error::conflict("event-moved-on"));
    }
    if before.state() != Some(State::Draft) {
        return Err(Error::conflict("event-announced-already"));
    }
    if before.answer_by < app.clock.today() {
        return Err(Error::conflict("event-answer-by-past"));
    }
    let invited = store::invited(&tx, actor.congress, id).await?;
    if invited.is_empty() {
        return Err(Error::conflict("event-nobody-invited"));
    }
    let now = app.clock.now();
    let after = Event {
        state: State::Announced.word().to_owned(),
        announced_at: Some(now),
        changed_at: now,
        ..before
    };
    save(&tx, actor, &after).await?;
    tell_all(&tx, app, actor.congress, (&after, "event-invited")).await?;
    let facts = json!({ "invited": invited.len(), "day": after.on_day });
    note(&tx, app, (actor, Permit::EventKeep), ("event.announced", id), facts).await?;
    tx.commit().await?;
    Ok(invited.len())
}

pub(super) async fn save(tx: &Tx, actor: &Actor, event: &Event) -> Result<()> {
    if store::save(tx, actor.congress, event).await? {
        Ok(())
    } else {
        Err(Error::conflict("event-moved-on"))
    }
}

/// Tell everybody invited who has not declined.
async fn tell_all(tx: &Tx, app: &App, congress: Uuid, (event, kind): (&Event, &'static str)) -> Result<()> {
    for one in store::invited(tx, congress, event.id).await? {
        if one.answer != "declined" {
            tell_one(tx, app, congress, (event, (one.person_id, &one.code), kind)).await?;
        }
    }
    Ok(())
}

/// Tell one who is invited. The code of the invitation is his or hers alone: messages lead to its own address, where it is
/// answered without signing in.
pub(super) async fn tell_one(
    tx: &Tx,
    app: &App,
    congress: Uuid,
    (event, (person, code), kind): (&Event, (Uuid, &str), &'static str),
) -> Result<()> {
    let facts = Facts::from([
        ("code".to_owned(), Fact::Text(code.to_owned())),
        ("title".to_owned(), Fact::Text(event.title.clone())),
        ("day".to_owned(), Fact::Day(event.on_day)),
        ("until".to_owned(), Fact::Day(event.answer_by)),
    ]);
    let to = Audience::Person(person);
    tell(tx, app, &Notice { congress, to, kind, subject: "event", subject_id: event.id, facts }).await
}

pub(super) async fn note(
    tx: &Tx,
    app: &App,
    (actor, permit): (&Actor, Permit),
    (kind, id): (&str, Uuid),
    facts: serde_json::Value,
) -> Result<()> {
    let author = actor.author(permit, app.clock.now());
    let happening = Happening { kind: kind.to_owned(), subject: "event", subject_id: id, facts };
    journal::append(tx, &author, happening).await?;
    Ok(())
}
