//! Entering an act and everything that may follow: may they → is it right → write → record, one transaction each.

use charter::{ActKind, Charter, RegistrationWay};
use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::flow::{State, Step, after};
use super::{Act, NewAct, Way, counts, parties, store};
use crate::access::{Actor, Permit, Scope};
use crate::base::{App, Conn, Error, Result, Tx};
use crate::bodies;
use crate::journal::{self, Author, Happening};
use crate::notices::{Audience, Fact, Facts, Notice, tell};
use crate::people;

/// The charter of a congress in force on a day.
///
/// # Errors
/// `Conflict` when none was.
pub async fn charter_on<'a>(
    at: &impl Conn,
    app: &'a App,
    congress: Uuid,
    day: NaiveDate,
) -> Result<&'a Charter> {
    let code = bodies::store::charter_code(at, congress).await?;
    app.charters(&code)?.in_force(day).ok_or_else(|| Error::conflict("ledger-no-charter"))
}

/// Write an act that the system itself witnessed: it is verified as it is written. The same act on the same
/// evidence counts once.
///
/// # Errors
/// When it cannot be written: then what it tells of does not happen either.
pub async fn witness(tx: &Tx, app: &App, author: &Author, new: &NewAct) -> Result<()> {
    let id = app.chance.id(author.at);
    let entry = store::Entry { way: Way::Witnessed, state: State::Verified, timely: None };
    if !store::insert(tx, author, id, new, &entry).await? {
        return Ok(());
    }
    let act = store::one(tx, author.congress, id).await?;
    counts::add(tx, app, author.congress, &act, 1).await?;
    let facts = json!({ "act": new.kind.word(), "person": new.person, "evidence": new.evidence_id });
    record(tx, author, "act.recorded", id, facts).await
}

/// Enter an act as a draft, or as declared at once; its id.
///
/// # Errors
/// `Invalid` with the field when the day is in the future or the person held no seat then; `Conflict` when no
/// charter was in force.
pub async fn enter(
    tx: &Tx,
    app: &App,
    (actor, permit): (&Actor, Permit),
    new: &NewAct,
    declare: bool,
) -> Result<Uuid> {
    actor.must(permit)?;
    check(tx, app, actor.congress, new).await?;
    let way = charter_on(tx, app, actor.congress, new.on_day).await?.registration.way_of(new.kind);
    let author = actor.author(permit, app.clock.now());
    let id = app.chance.id(author.at);
    let entry = store::Entry { way: Way::Registered(way), state: State::Draft, timely: None };
    if !store::insert(tx, &author, id, new, &entry).await? {
        return Err(Error::conflict("ledger-entered-already"));
    }
    if declare {
        let act = store::one(tx, actor.congress, id).await?;
        moved(tx, app, &author, &act, (Step::Declare, "")).await?;
    } else {
        let facts = json!({ "act": new.kind.word(), "person": new.person, "evidence": new.evidence_id });
        record(tx, &author, "act.drafted", id, facts).await?;
    }
    Ok(id)
}

/// Refuse what cannot be an act, each with its field.
async fn check(at: &impl Conn, app: &App, congress: Uuid, new: &NewAct) -> Result<()> {
    if new.on_day > app.clock.today() {
        return Err(Error::invalid("on_day", "ledger-day-in-future"));
    }
    if new.parties.contains(&new.person) {
        return Err(Error::invalid("parties", "ledger-with-oneself"));
    }
    let held = people::store::seats_on(at, congress, new.person, new.on_day).await?;
    if held.is_empty() {
        return Err(Error::invalid("on_day", "ledger-no-seat"));
    }
    for party in &new.parties {
        if people::store::seats_on(at, congress, *party, new.on_day).await?.is_empty() {
            return Err(Error::invalid("parties", "ledger-party-no-seat"));
        }
    }
    Ok(())
}

/// Change what an act says, as long as it is a draft or was returned.
///
/// # Errors
/// `Conflict` when it is neither; as [`enter`] for what it says.
pub async fn amend(
    tx: &Tx,
    app: &App,
    (actor, permit): (&Actor, Permit),
    id: Uuid,
    new: &NewAct,
) -> Result<()> {
    actor.must(permit)?;
    let act = store::one(tx, actor.congress, id).await?;
    if !act.state().is_some_and(State::is_open) {
        return Err(Error::conflict("ledger-moved-on"));
    }
    check(tx, app, actor.congress, new).await?;
    let way = charter_on(tx, app, actor.congress, new.on_day).await?.registration.way_of(new.kind);
    store::amend(tx, actor.congress, &act, new, way).await?;
    let author = actor.author(permit, app.clock.now());
    record(tx, &author, "act.amended", id, json!({ "person": act.person_id })).await
}

/// What one must be allowed to do in order to take a step.
pub fn permit(step: Step, kind: Option<ActKind>) -> Permit {
    match step {
        // A commendation is proposed for somebody, not by him or her, and given by the leadership.
        Step::Declare | Step::Recall | Step::Discard if kind == Some(ActKind::Merit) => Permit::MeritPropose,
        Step::Declare | Step::Recall | Step::Discard => Permit::ActDeclare,
        Step::Verify | Step::Return if kind == Some(ActKind::Merit) => Permit::MeritApprove,
        Step::Verify | Step::Return => Permit::ActVerify,
    }
}

/// Whether a step on this act is theirs: one's own act, one that one's office registered, or the whole congress's;
/// nobody verifies what is his or her own or what he or she entered.
pub fn may_take(actor: &Actor, act: &Act, step: Step) -> bool {
    let own = actor.person.is_some() && actor.person == Some(act.person_id);
    let entered = actor.account.is_some() && actor.account == act.entered_by;
    if matches!(step, Step::Verify | Step::Return) && (own || entered) {
        return false;
    }
    actor.posts_with(permit(step, act.kind())).any(|(post, scope)| match scope {
        Scope::Own => own,
        Scope::Office => post.organization.is_some() && post.organization == act.office_id,
        Scope::Congress | Scope::Deployment => step == Step::Verify || step == Step::Return || entered,
        Scope::Organ => false,
    })
}

/// A step wanted: which, on which version of the act, with which words.
#[derive(Debug, Clone, Default)]
pub struct Wanted<'a> {
    /// The reason of a return.
    pub note: &'a str,
    /// The version they saw; none for whoever saw none, such as a list.
    pub version: Option<i64>,
}

/// Take a step, in an act of its own.
///
/// # Errors
/// `NotFound` for an act that is not theirs to see, `Forbidden` when the step is not theirs, `Conflict` when it may
/// not be taken now, `Invalid` when the reason is missing.
pub async fn take(app: &App, actor: &Actor, id: Uuid, (step, wanted): (Step, Wanted<'_>)) -> Result<()> {
    let tx = app.db.begin().await?;
    take_in(&tx, app, actor, id, (step, wanted)).await?;
    tx.commit().await
}

/// Take a step within the caller's act.
///
/// # Errors
/// As [`take`].
pub async fn take_in(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    id: Uuid,
    (step, wanted): (Step, Wanted<'_>),
) -> Result<()> {
    let act = store::find(tx, actor, id).await?;
    let permit = permit(step, act.kind());
    actor.must(permit)?;
    if !may_take(actor, &act, step) {
        return Err(Error::Forbidden);
    }
    if wanted.version.is_some_and(|version| version != act.version) {
        return Err(Error::conflict("ledger-moved-on"));
    }
    if step == Step::Return && wanted.note.trim().is_empty() {
        return Err(Error::invalid("note", "ledger-note-missing"));
    }
    if step == Step::Verify && parties::has_open_objection(tx, actor.congress, id).await? {
        return Err(Error::conflict("ledger-objection-open"));
    }
    moved(tx, app, &actor.author(permit, app.clock.now()), &act, (step, wanted.note.trim())).await
}

/// Move an act on: its row, the counters when it begins to count, the journal, those who must hear of it.
async fn moved(tx: &Tx, app: &App, author: &Author, act: &Act, (step, note): (Step, &str)) -> Result<()> {
    let way = match Way::of_word(&act.way) {
        Some(Way::Registered(way)) => way,
        _ => RegistrationWay::DeclareAndVerify,
    };
    let state = act.state().and_then(|state| after(state, step, way));
    let state = state.ok_or_else(|| Error::conflict("ledger-moved-on"))?;
    let today = app.clock.today();
    let timely = match step {
        Step::Declare => Some((today, timely_until(tx, app, author.congress, act.on_day).await?)),
        _ => None,
    };
    let change = store::Change { state, note, timely, decided: matches!(step, Step::Verify | Step::Return) };
    if !store::set_state(tx, author, act, &change).await? {
        return Err(Error::conflict("ledger-moved-on"));
    }
    if state == State::Verified {
        counts::add(tx, app, author.congress, act, 1).await?;
    }
    let facts = json!({ "act": act.kind, "person": act.person_id, "state": state.word() });
    record(tx, author, &format!("act.{}", step.word()), act.id, facts).await?;
    hear(tx, app, author.congress, act, step).await
}

/// The last day on which declaring an act of a day is in time.
async fn timely_until(at: &impl Conn, app: &App, congress: Uuid, day: NaiveDate) -> Result<NaiveDate> {
    let rule = charter_on(at, app, congress, day).await?.registration.late_after.value;
    Ok(bodies::calendar::calendar(at, congress).await?.add(rule, day).on)
}

/// Those named in a declared act are asked to confirm it; whoever's act was returned is told.
async fn hear(tx: &Tx, app: &App, congress: Uuid, act: &Act, step: Step) -> Result<()> {
    let kind = match step {
        // Whoever is commended did not declare it: `points::merits` tells those concerned.
        _ if act.kind() == Some(ActKind::Merit) => return Ok(()),
        Step::Declare => "act-named",
        Step::Return => "act-returned",
        _ => return Ok(()),
    };
    let facts = Facts::from([
        ("act".to_owned(), Fact::Word("act-kind".to_owned(), act.kind.clone())),
        ("day".to_owned(), Fact::Day(act.on_day)),
    ]);
    let told = match step {
        Step::Declare => store::parties_of(tx, congress, act.id).await?,
        _ => Vec::new(),
    };
    let told = match step {
        Step::Declare => told.into_iter().map(|party| party.person_id).collect(),
        _ => vec![act.person_id],
    };
    for person in told {
        let to = Audience::Person(person);
        let facts = facts.clone();
        tell(tx, app, &Notice { congress, to, kind, subject: "act", subject_id: act.id, facts }).await?;
    }
    Ok(())
}

/// What a correction puts in the place of a verified act.
#[derive(Debug, Clone)]
pub struct Correction {
    /// The day.
    pub on_day: NaiveDate,
    /// The constituency.
    pub constituency: Option<Uuid>,
    /// Who was on the other side.
    pub parties: Vec<Uuid>,
    /// Nothing of it stands.
    pub void: bool,
    /// Why.
    pub note: String,
}

/// Correct an act that counts, by one that supersedes it; the old one stays as it was. The new one's id.
///
/// # Errors
/// `Conflict` when the act does not count (any more), `Invalid` when the reason is missing; as [`enter`] for the rest.
pub async fn correct(app: &App, actor: &Actor, id: Uuid, wanted: &Correction) -> Result<Uuid> {
    let tx = app.db.begin().await?;
    let new = correct_in(&tx, app, actor, id, wanted).await?;
    tx.commit().await?;
    Ok(new)
}

/// Correct within the caller's act.
///
/// # Errors
/// As [`correct`].
pub async fn correct_in(tx: &Tx, app: &App, actor: &Actor, id: Uuid, wanted: &Correction) -> Result<Uuid> {
    actor.must(Permit::ActVerify)?;
    let act = store::find(tx, actor, id).await?;
    if !act.counts() {
        return Err(Error::conflict("ledger-moved-on"));
    }
    if actor.person.is_some() && actor.person == Some(act.person_id) {
        return Err(Error::Forbidden);
    }
    if wanted.note.trim().is_empty() {
        return Err(Error::invalid("note", "ledger-note-missing"));
    }
    let kind = act.kind().ok_or_else(|| Error::conflict("ledger-moved-on"))?;
    let new = NewAct {
        on_day: wanted.on_day,
        constituency: wanted.constituency,
        parties: wanted.parties.clone(),
        ..NewAct::new(act.person_id, kind, wanted.on_day, ("", act.evidence_id))
    };
    check(tx, app, actor.congress, &new).await?;
    let author = actor.author(Permit::ActVerify, app.clock.now());
    let new_id = app.chance.id(author.at);
    store::supersede(tx, &author, (&act, new_id), (&new, wanted.void, wanted.note.trim())).await?;
    counts::add(tx, app, actor.congress, &act, -1).await?;
    if !wanted.void {
        let corrected = store::one(tx, actor.congress, new_id).await?;
        counts::add(tx, app, actor.congress, &corrected, 1).await?;
    }
    let facts =
        json!({ "act": act.kind, "person": act.person_id, "supersedes": act.id, "void": wanted.void });
    record(tx, &author, "act.corrected", new_id, facts).await?;
    Ok(new_id)
}

/// Tie a further record to an act that shows it, such as an opinion that came of a contact.
pub async fn link(tx: &Tx, app: &App, congress: Uuid, act: Uuid, (kind, id): (&str, Uuid)) -> Result<()> {
    store::link(tx, congress, act, (kind, id), app.clock.now()).await
}

pub(super) async fn record(
    tx: &Tx,
    author: &Author,
    kind: &str,
    id: Uuid,
    facts: serde_json::Value,
) -> Result<()> {
    let happening = Happening { kind: kind.to_owned(), subject: "act", subject_id: id, facts };
    journal::append(tx, author, happening).await?;
    Ok(())
}
