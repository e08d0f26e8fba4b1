//! Entering an act and everything that may follow: may they → is it right → write → record, one transaction each.
//! What is put right afterwards is in `corrections`.

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

pub use super::corrections::{Correction, correct, correct_in};

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
    let way = way_of(charter_on(tx, app, actor.congress, new.on_day).await?, new.kind, new.office);
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

/// By which way an act is registered, entered for others by an office or by its own person.
fn way_of(charter: &Charter, kind: ActKind, office: Option<Uuid>) -> RegistrationWay {
    match charter.registration.way_of(kind) {
        // A commendation counts only when it was approved, whatever the charter says of the rest.
        _ if kind == ActKind::Merit => RegistrationWay::DeclareAndVerify,
        // Nobody's own word stands unseen: where no office registers, the commission verifies.
        RegistrationWay::OrganiserRegisters if office.is_none() => RegistrationWay::DeclareAndVerify,
        way => way,
    }
}

/// Refuse what cannot be an act, each with its field.
pub(super) async fn check(at: &impl Conn, app: &App, congress: Uuid, new: &NewAct) -> Result<()> {
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

/// Change what an act says, as long as it is a draft or was returned. Whose it is and what it is stay.
///
/// # Errors
/// `NotFound` for an act that is not theirs to see, `Forbidden` when it is not theirs to declare, `Conflict` when it
/// is neither a draft nor returned; as [`enter`] for what it says.
pub async fn amend(
    tx: &Tx,
    app: &App,
    (actor, permit): (&Actor, Permit),
    id: Uuid,
    new: &NewAct,
) -> Result<()> {
    actor.must(permit)?;
    let act = store::find(tx, actor, id).await?;
    if !may_take(actor, &act, Step::Declare) {
        return Err(Error::Forbidden);
    }
    let kind = act.kind().filter(|_| act.state().is_some_and(State::is_open));
    let kind = kind.ok_or_else(|| Error::conflict("ledger-moved-on"))?;
    let new = NewAct { person: act.person_id, kind, office: act.office_id, ..new.clone() };
    check(tx, app, actor.congress, &new).await?;
    let way = way_of(charter_on(tx, app, actor.congress, new.on_day).await?, kind, act.office_id);
    store::amend(tx, actor.congress, &act, &new, way).await?;
    let author = actor.author(permit, app.clock.now());
    record(tx, &author, "act.amended", id, json!({ "person": act.person_id })).await
}

/// What one must be allowed to do in order to take a step.
pub fn permit(step: Step, act: &Act) -> Permit {
    let merit = act.kind() == Some(ActKind::Merit);
    match step {
        // A commendation is given by the leadership, not by whoever proposes it or by whom it is for.
        Step::Declare | Step::Recall | Step::Discard if merit => Permit::MeritPropose,
        Step::Verify | Step::Return if merit => Permit::MeritApprove,
        // Who was there and who spoke is said by the office that held it, not by whoever was invited.
        Step::Declare | Step::Recall | Step::Discard if act.is_of_event() => Permit::EventKeep,
        Step::Declare | Step::Recall | Step::Discard => Permit::ActDeclare,
        Step::Verify | Step::Return => Permit::ActVerify,
    }
}

/// Whether a step on this act is theirs: one's own act, one that one entered for the group one leads or that one's office
/// registered, or the whole congress's; nobody verifies what is his or her own or what he or she entered.
pub fn may_take(actor: &Actor, act: &Act, step: Step) -> bool {
    let own = actor.person.is_some() && actor.person == Some(act.person_id);
    let entered = actor.account.is_some() && actor.account == act.entered_by;
    if matches!(step, Step::Verify | Step::Return) && (own || entered) {
        return false;
    }
    let judges = matches!(step, Step::Verify | Step::Return);
    actor.posts_with(permit(step, act)).any(|(post, scope)| {
        let office = post.organization.is_some() && post.organization == act.office_id;
        match scope {
            Scope::Own => own || (entered && act.office_id.is_some()),
            Scope::Office => office,
            Scope::Congress | Scope::Deployment => judges || entered || office,
            Scope::Organ => false,
        }
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

/// What the commission sent back is declared again as it was, or for another day, by whoever registered it.
///
/// # Errors
/// As [`take`], and as [`amend`] for the day.
pub async fn declare_again(
    app: &App,
    actor: &Actor,
    id: Uuid,
    (on_day, version): (NaiveDate, Option<i64>),
) -> Result<()> {
    let tx = app.db.begin().await?;
    let act = store::find(&tx, actor, id).await?;
    let permit = permit(Step::Declare, &act);
    actor.must(permit)?;
    if act.state() != Some(State::Returned) || version.is_some_and(|version| version != act.version) {
        return Err(Error::conflict("ledger-moved-on"));
    }
    if on_day != act.on_day {
        let kind = act.kind().ok_or_else(|| Error::conflict("ledger-moved-on"))?;
        let parties = store::parties_of(&tx, actor.congress, id).await?;
        let new = NewAct {
            method: act.method.clone(),
            topics: act.topics.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect(),
            place: act.place.clone(),
            constituency: act.constituency_id,
            parties: parties.iter().map(|it| it.person_id).filter(|it| *it != act.person_id).collect(),
            office: act.office_id,
            ..NewAct::new(act.person_id, kind, on_day, ("", act.evidence_id))
        };
        amend(&tx, app, (actor, permit), id, &new).await?;
    }
    take_in(&tx, app, actor, id, (Step::Declare, Wanted::default())).await?;
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
    let permit = permit(step, &act);
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
    let state = act.state().and_then(|state| after(state, step, act.registered_by()));
    let state = state.ok_or_else(|| Error::conflict("ledger-moved-on"))?;
    let timely = match step {
        Step::Declare => {
            let until = timely_until(tx, app, author.congress, act.on_day).await?;
            Some((declared_on(act, app.clock.today()), until))
        }
        Step::Recall => None,
        _ => act.declared_on.zip(act.timely_until),
    };
    let note = match step {
        Step::Return => note,
        Step::Verify => "",
        // What the commission asked for stays in sight until it is verified.
        _ => act.note.as_str(),
    };
    let decided = step == Step::Return || state == State::Verified;
    if !store::set_state(tx, author, act, &store::Change { state, note, timely, decided }).await? {
        return Err(Error::conflict("ledger-moved-on"));
    }
    if state == State::Verified {
        counts::add(tx, app, author.congress, act, 1).await?;
    }
    let facts = json!({ "act": act.kind, "person": act.person_id, "state": state.word() });
    record(tx, author, &format!("act.{}", step.word()), act.id, facts).await?;
    hear(tx, app, author.congress, act, (step, state)).await
}

/// The day from which it counts as declared: what was sent back and is declared again was declared the first time.
fn declared_on(act: &Act, today: NaiveDate) -> NaiveDate {
    act.declared_on.filter(|_| act.state() == Some(State::Returned)).unwrap_or(today)
}

/// The last day on which declaring an act of a day is in time.
pub(super) async fn timely_until(
    at: &impl Conn,
    app: &App,
    congress: Uuid,
    day: NaiveDate,
) -> Result<NaiveDate> {
    let rule = charter_on(at, app, congress, day).await?.registration.late_after.value;
    Ok(bodies::calendar::calendar(at, congress).await?.add(rule, day).on)
}

/// Those named in a declared act are asked to confirm it, once; for whom an office registered, hears of it (before it
/// counts by the room in which it was recorded, which says what it was); whoever
/// can put right what was sent back is told.
async fn hear(tx: &Tx, app: &App, congress: Uuid, act: &Act, (step, state): (Step, State)) -> Result<()> {
    let mut told = Vec::new();
    // Whoever is commended did not declare it: the pages of commendations tell those concerned.
    if act.kind() == Some(ActKind::Merit) {
        return Ok(());
    }
    if step == Step::Declare {
        let parties = store::parties_of(tx, congress, act.id).await?;
        let others = parties.into_iter().filter(|party| party.person_id != act.person_id);
        let asked = others.filter(|party| party.answer.is_empty());
        told.extend(asked.map(|party| (Audience::Person(party.person_id), "act-named")));
        if state == State::Verified {
            told.push((Audience::Person(act.person_id), "act-registered"));
        }
    }
    if step == Step::Return {
        told.push((Audience::Person(act.person_id), "act-returned"));
        let for_another = act.entered_by.filter(|_| act.office_id.is_some());
        told.extend(for_another.map(|account| (Audience::Account(account), "act-sent-back")));
    }
    for (to, kind) in told {
        tell_of(tx, app, (congress, act.id), (to, kind), act).await?;
    }
    Ok(())
}

/// Tell somebody of an act: what it is and of which day.
pub(super) async fn tell_of(
    tx: &Tx,
    app: &App,
    (congress, subject_id): (Uuid, Uuid),
    (to, kind): (Audience, &'static str),
    act: &Act,
) -> Result<()> {
    let facts = Facts::from([
        ("act".to_owned(), Fact::Word("act-kind".to_owned(), act.kind.clone())),
        ("day".to_owned(), Fact::Day(act.on_day)),
    ]);
    tell(tx, app, &Notice { congress, to, kind, subject: "act", subject_id, facts }).await
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
