//! What voters said in an activity becomes an opinion in one step: a deputy's own, or entered by the office that
//! recorded the activity. The activity, its act and the opinion point at one another, in one transaction.

use uuid::Uuid;

use super::acts::recorded_it;
use super::store;
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Result};
use crate::cases::acts::{HeardIn, NewCase, Voter, enter, raise};
use crate::cases::{Case, Channel};
use crate::ledger::{State, store::Line};

/// Something heard that wants handling.
#[derive(Debug, Clone)]
pub struct Passed {
    /// The form's own id: the same form sent twice is one opinion.
    pub form: Uuid,
    /// The deputy concerned, one of those who took part; needed from an office only.
    pub deputy: Option<Uuid>,
    /// One line; made from the words when left out.
    pub subject: String,
    /// What was said.
    pub body: String,
    /// Where, in words.
    pub place: String,
    /// What a voter who waits for the answer is called.
    pub name: String,
    /// His or her telephone number.
    pub phone: String,
}

/// Pass on what was heard. The opinion.
///
/// # Errors
/// `NotFound` for a stranger; `Forbidden` for whoever neither took part nor recorded it; `Conflict` while nothing of it
/// was declared; `Invalid` when the deputy was not there, and as [`raise`] and [`enter`].
pub async fn pass_on(app: &App, actor: &Actor, id: Uuid, passed: &Passed) -> Result<Case> {
    actor.must(Permit::OutreachRead)?;
    let found = store::find(&app.db, actor, id).await?;
    let acts = store::acts_of(&app.db, actor, &[id]).await?.remove(&id).unwrap_or_default();
    let from = source(actor, &acts).ok_or(Error::Forbidden)?;
    if !acts.iter().any(told) {
        return Err(Error::conflict("outreach-pass-on-early"));
    }
    let with =
        |person: Option<Uuid>| acts.iter().find(|line| told(line) && Some(line.act.person_id) == person);
    let line = match from {
        Source::Deputy => with(actor.person).or_else(|| acts.iter().find(|line| told(line))),
        Source::Office => with(passed.deputy),
    };
    let line = line.ok_or_else(|| Error::invalid("deputy", "outreach-pass-on-deputy"))?;
    let answer_by = if passed.phone.is_empty() { "online" } else { "telephone" };
    let new = NewCase {
        subject: passed.subject.clone(),
        place: passed.place.clone(),
        deputy: Some(line.act.person_id),
        voter: Some(Voter { name: passed.name.clone(), phone: passed.phone.clone(), ..Voter::default() }),
        answer_by,
        heard_on: Some(line.act.on_day),
        heard_in: Some(HeardIn { record: found.id, act: Some(line.act.id) }),
        ..NewCase::of_voter(passed.form, Channel::Outreach, &passed.body)
    };
    let raised = match from {
        Source::Deputy => raise(app, actor, &new).await?,
        Source::Office => enter(app, actor, &new).await?,
    };
    Ok(raised.case)
}

/// In whose name it is passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A deputy who was there: as his or her own.
    Deputy,
    /// The office that recorded it: on the voters' behalf.
    Office,
}

/// Whether, and in whose name, somebody may pass on what was heard in an activity, given its acts that he or she sees.
pub fn source(actor: &Actor, acts: &[Line]) -> Option<Source> {
    let was_there = acts.iter().any(|line| actor.person == Some(line.act.person_id));
    let recorded = recorded_it(actor, acts);
    if actor.person.is_some() && actor.may(Permit::CaseRaise) && (was_there || recorded) {
        return Some(Source::Deputy);
    }
    (recorded && actor.may(Permit::CaseEnter)).then_some(Source::Office)
}

/// Whether an act has been told of: a draft, or one that was given up, is not.
pub fn told(line: &Line) -> bool {
    !line.act.void && matches!(line.act.state(), Some(State::Declared | State::Verified | State::Returned))
}
