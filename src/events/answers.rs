//! What the invited answer: coming or not, and whether they ask to speak. By their own account, or by the address of
//! their own invitation, which nobody else has; and for somebody who telephones, by the office.

use serde_json::json;
use uuid::Uuid;

use super::acts::{note, own};
use super::store;
use super::{Event, Invited, State};
use crate::access::{Actor, Permit};
use crate::base::{App, Conn, Error, Result, Tx};
use crate::notices::{Audience, Fact, Facts, Notice, tell};

/// Characters of a reason for not coming.
const REASON: usize = 200;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Comes.
    Accept,
    /// Does not come, and why.
    Decline(String),
}

/// Whose invitation it is, as the actor came to it.
#[derive(Debug, Clone, Copy)]
pub enum Whose<'a> {
    /// The actor's own, of an event.
    Own(Uuid),
    /// Of the code of an invitation.
    Code(&'a str),
    /// Somebody's, answered by the office that invites.
    Of(Uuid, Uuid),
}

impl Whose<'_> {
    /// What one must be allowed to do.
    fn permit(self) -> Permit {
        if matches!(self, Whose::Of(..)) { Permit::EventKeep } else { Permit::EventAnswer }
    }
}

/// The event and the invitation, for whoever may answer it.
///
/// # Errors
/// `NotFound` when it is nobody's, or not theirs.
pub async fn invitation(at: &impl Conn, actor: &Actor, whose: Whose<'_>) -> Result<(Event, Invited)> {
    let congress = actor.congress;
    let (event, person) = match whose {
        Whose::Own(event) => (event, actor.person.ok_or(Error::NotFound)?),
        Whose::Code(code) => store::by_code(at, congress, code).await?,
        Whose::Of(event, person) => (own(at, actor, event).await?.id, person),
    };
    let event = store::one(at, congress, event).await?;
    if event.state() == Some(State::Draft) && !matches!(whose, Whose::Of(..)) {
        return Err(Error::NotFound);
    }
    let invited = store::one_invited(at, congress, event.id, person).await?;
    Ok((event, invited))
}

/// Answer an invitation; the last answer counts until the event begins.
///
/// # Errors
/// `Conflict` when the event is over or called off; `Invalid` when the reason is missing or too long.
pub async fn answer(app: &App, actor: &Actor, whose: Whose<'_>, wanted: &Answer) -> Result<()> {
    let permit = whose.permit();
    actor.must(permit)?;
    let tx = app.db.begin().await?;
    let (event, invited) = invitation(&tx, actor, whose).await?;
    let (word, reason) = match wanted {
        Answer::Accept => ("accepted", ""),
        Answer::Decline(reason) => ("declined", reason.trim()),
    };
    if word == "declined" && (reason.is_empty() || reason.chars().count() > REASON) {
        return Err(Error::invalid("reason", "event-decline-reason-missing"));
    }
    still_open(app, &event)?;
    let key = (actor.congress, event.id);
    store::set_answer(&tx, key, invited.person_id, (word, reason, app.clock.now())).await?;
    if word == "declined" && invited.speaks {
        store::set_speaks(&tx, key, invited.person_id, false).await?;
    }
    if word == "declined" && invited.answer != "declined" {
        tell_office(&tx, app, (actor.congress, &event), &invited).await?;
    }
    let facts = json!({ "person": invited.person_id, "answer": word });
    note(&tx, app, (actor, permit), ("event.answered", event.id), facts).await?;
    tx.commit().await
}

/// Ask to speak on the topic, or take that back.
///
/// # Errors
/// `Conflict` when nobody is asked to speak on it, all places are taken, or the person does not come.
pub async fn register_speech(app: &App, actor: &Actor, whose: Whose<'_>, speaks: bool) -> Result<()> {
    let permit = whose.permit();
    actor.must(permit)?;
    let congress = actor.congress;
    let tx = app.db.begin().await?;
    let (event, invited) = invitation(&tx, actor, whose).await?;
    still_open(app, &event)?;
    if speaks {
        let topics = store::topics(&tx, congress, event.id).await?;
        let slots =
            topics.iter().find(|topic| Some(topic.place) == invited.topic).map_or(0, |topic| topic.slots);
        let others = store::invited(&tx, congress, event.id).await?;
        let same =
            |one: &&Invited| one.speaks && one.topic == invited.topic && one.person_id != invited.person_id;
        if i64::try_from(others.iter().filter(same).count()).unwrap_or(i64::MAX) >= slots {
            return Err(Error::conflict("event-no-slot"));
        }
        if invited.answer != "accepted" {
            return Err(Error::conflict("event-accept-first"));
        }
    }
    store::set_speaks(&tx, (congress, event.id), invited.person_id, speaks).await?;
    let facts = json!({ "person": invited.person_id, "speaks": speaks });
    note(&tx, app, (actor, permit), ("event.speech-asked", event.id), facts).await?;
    tx.commit().await
}

fn still_open(app: &App, event: &Event) -> Result<()> {
    match event.state() {
        Some(State::Announced) if app.clock.today() <= event.last_day => Ok(()),
        Some(State::Cancelled) => Err(Error::conflict("event-is-cancelled")),
        _ => Err(Error::conflict("event-over")),
    }
}

/// The office hears of whoever does not come: there is time to invite somebody else.
async fn tell_office(tx: &Tx, app: &App, (congress, event): (Uuid, &Event), invited: &Invited) -> Result<()> {
    let facts = Facts::from([
        ("title".to_owned(), Fact::Text(event.title.clone())),
        ("name".to_owned(), Fact::Text(invited.name.clone())),
    ]);
    for role in
        [crate::access::Role::Commission, crate::access::Role::WorkingBody, crate::access::Role::LocalOffice]
    {
        let (to, kind) = (Audience::Office(role, event.office_id), "event-declined");
        let notice =
            Notice { congress, to, kind, subject: "event", subject_id: event.id, facts: facts.clone() };
        tell(tx, app, &notice).await?;
    }
    Ok(())
}
