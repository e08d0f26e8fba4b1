//! The running counters of the charter's duties, and the books from which everything is counted: seats, assignments,
//! leave, terms, the versions of the charter. What an act moves is judged by the charter in force on its day
//! (`charter::Books::credits`); the counters move with the act, in its transaction.

use std::collections::{BTreeMap, BTreeSet};
use std::{future::Future, ops::Deref, pin::Pin, sync::Arc};

use charter::{
    ActFacts, ActKind, Books, Charters, Counter, Held, LeaveFacts, PairFacts, Period, SeatFacts, Who,
};
use chrono::NaiveDate;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::store::Only;
use super::{Act, store};
use crate::access::Actor;
use crate::base::{App, Conn, Error, Result, Tables, Tx};
use crate::jobs::{Job, Outcome};
use crate::journal::{self, Happening};
use crate::{bodies, people};

/// From the first day to the last that both databases can say.
const ALL_DAYS: (NaiveDate, NaiveDate) = (
    NaiveDate::from_ymd_opt(1900, 1, 1).expect("a day of the calendar"),
    NaiveDate::from_ymd_opt(2999, 12, 31).expect("a day of the calendar"),
);

/// The facts that duties and points are computed from, as the database holds them.
#[derive(Debug, Default)]
pub struct Facts {
    /// The congress's terms.
    pub terms: Vec<Period>,
    /// Who held which seat.
    pub seats: Vec<SeatFacts>,
    /// Who contacted whom.
    pub pairs: Vec<PairFacts>,
    /// Who was on leave.
    pub leaves: Vec<LeaveFacts>,
}

impl Facts {
    /// What concerns the acts of one person.
    fn concerning(&self, person: Uuid) -> Facts {
        let pairs = self.pairs.iter().filter(|pair| pair.member == person || pair.deputy == person);
        let pairs: Vec<PairFacts> = pairs.cloned().collect();
        // The seats of those whom a member contacts count too: nobody need contact whoever is no deputy any more.
        let sides = pairs.iter().flat_map(|pair| [pair.member, pair.deputy]);
        let persons: BTreeSet<Uuid> = sides.chain([person]).collect();
        let seats = self.seats.iter().filter(|seat| persons.contains(&seat.person));
        let leaves = self.leaves.iter().filter(|leave| persons.contains(&leave.person));
        Facts {
            terms: self.terms.clone(),
            seats: seats.cloned().collect(),
            leaves: leaves.cloned().collect(),
            pairs,
        }
    }
}

/// The facts, with the charter by which they are judged.
#[derive(Debug, Clone)]
pub struct Kept<'a> {
    /// Every version of the charter.
    pub charters: &'a Charters,
    /// The facts.
    pub facts: Arc<Facts>,
}

impl Deref for Kept<'_> {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        &self.facts
    }
}

impl Kept<'_> {
    /// As the pure rules take them.
    pub fn books(&self) -> Books<'_> {
        Books {
            charters: self.charters,
            terms: &self.terms,
            seats: &self.seats,
            pairs: &self.pairs,
            leaves: &self.leaves,
        }
    }
}

/// The books of a congress: of everybody, or only what concerns the acts of one person.
///
/// # Errors
/// When the database does not answer, or the congress's charter is not in this deployment.
pub async fn kept<'a>(
    at: &impl Conn,
    app: &'a App,
    congress: Uuid,
    person: Option<Uuid>,
) -> Result<Kept<'a>> {
    let all = at.kept((Tables::Directory, congress), "facts", facts(at, congress)).await?;
    let facts = match person {
        Some(person) => Arc::new(all.concerning(person)),
        None => all,
    };
    Ok(Kept { charters: charters(at, app, congress).await?, facts })
}

async fn charters<'a>(at: &impl Conn, app: &'a App, congress: Uuid) -> Result<&'a Charters> {
    app.charters(&bodies::store::charter_code(at, congress).await?)
}

async fn facts(at: &impl Conn, congress: Uuid) -> Result<Facts> {
    let pairs = people::store::pair_days(at, congress).await?;
    let leaves = people::store::leave_days(at, congress).await?;
    Ok(Facts {
        pairs: pairs
            .into_iter()
            .map(|it| PairFacts {
                member: it.member_id,
                deputy: it.deputy_id,
                held: Held { from: it.from_on, to: it.to_on },
            })
            .collect(),
        leaves: leaves
            .into_iter()
            .map(|it| LeaveFacts { person: it.person_id, held: Held { from: it.from_on, to: it.to_on } })
            .collect(),
        ..seats_alone(at, congress, None).await?
    })
}

/// A seat as the pure rules take it: with the term every seat of it ends.
fn as_seat(held: &people::store::SeatDays, ends: &BTreeMap<Uuid, NaiveDate>) -> SeatFacts {
    let deputy = held.kind == people::Seat::Deputy.word();
    let to = match (held.to_on, ends.get(&held.term_id)) {
        (Some(to), Some(end)) => Some(to.min(*end)),
        (to, end) => to.or(end.copied()),
    };
    SeatFacts {
        person: held.person_id,
        who: if deputy { Who::Deputy } else { Who::CommitteeMember },
        constituency: held.constituency_id,
        held: Held { from: held.from_on, to },
    }
}

/// Terms and seats, without assignments and leave: what a person's acts move is judged by the own seats alone.
async fn seats_alone(at: &impl Conn, congress: Uuid, person: Option<Uuid>) -> Result<Facts> {
    let terms = bodies::store::terms(at, congress).await?;
    let ends: BTreeMap<Uuid, NaiveDate> = terms.iter().map(|term| (term.id, term.ends_on)).collect();
    let seats = people::store::seat_days(at, congress, person).await?;
    Ok(Facts {
        terms: terms.iter().filter_map(|term| Period::new(term.starts_on, term.ends_on).ok()).collect(),
        seats: seats.iter().map(|held| as_seat(held, &ends)).collect(),
        ..Facts::default()
    })
}

/// An act as the pure rules take it; none for a kind that this program does not know.
fn as_facts(act: &Act, counterparts: Vec<Uuid>) -> Option<ActFacts> {
    Some(ActFacts {
        id: act.id,
        person: act.person_id,
        kind: act.kind()?,
        on: act.on_day,
        counterparts,
        constituency: act.constituency_id,
        evidence: act.evidence_id,
        late: act.is_late(),
    })
}

/// The acts that count on the days from one to another, as the pure rules take them: of one person, or of everybody.
///
/// # Errors
/// When the database does not answer.
pub async fn acts(
    at: &impl Conn,
    congress: Uuid,
    days: (NaiveDate, NaiveDate),
    person: Option<Uuid>,
) -> Result<Vec<ActFacts>> {
    acts_of(at, congress, days, Only { persons: person.as_ref().map(std::slice::from_ref), kinds: None })
        .await
}

/// The same of some persons and of some kinds only.
///
/// # Errors
/// When the database does not answer.
pub async fn acts_of(
    at: &impl Conn,
    congress: Uuid,
    days: (NaiveDate, NaiveDate),
    only: Only<'_>,
) -> Result<Vec<ActFacts>> {
    let mut all: Vec<ActFacts> = Vec::new();
    for row in store::counting(at, congress, days, only).await? {
        if let Some(last) = all.last_mut().filter(|last| last.id == row.id) {
            last.counterparts.extend(row.party_id);
            continue;
        }
        // A kind that this program does not know counts for nothing.
        let Some(kind) = ActKind::from_word(&row.kind) else { continue };
        all.push(ActFacts {
            id: row.id,
            person: row.person_id,
            kind,
            on: row.on_day,
            counterparts: row.party_id.into_iter().collect(),
            constituency: row.constituency_id,
            evidence: row.evidence_id,
            late: row.declared_on.zip(row.timely_until).is_some_and(|(on, until)| on > until),
        });
    }
    Ok(all)
}

/// Move the counters of an act that begins (`1`) or ceases (`-1`) to count.
pub(super) async fn add(tx: &Tx, app: &App, congress: Uuid, act: &Act, by: i64) -> Result<()> {
    let parties = store::parties_of(tx, congress, act.id).await?;
    let others = parties.into_iter().map(|party| party.person_id).filter(|person| *person != act.person_id);
    let parties = others.collect();
    let Some(facts) = as_facts(act, parties) else { return Ok(()) };
    let charters = charters(tx, app, congress).await?;
    let wanted = charters.in_force(act.on_day);
    if !wanted.is_some_and(|charter| charter.duties.iter().any(|duty| duty.act == facts.kind)) {
        return Ok(());
    }
    let kept = Kept { charters, facts: Arc::new(seats_alone(tx, congress, Some(act.person_id)).await?) };
    for credit in kept.books().credits(&facts) {
        let counter = (act.person_id, credit.duty.as_str(), credit.target);
        store::move_count(tx, congress, counter, (credit.period.from(), by)).await?;
    }
    Ok(())
}

/// The fingerprint of what decides which counters an act moves: the charter in all its versions, terms and seats.
fn fingerprint(kept: &Kept<'_>) -> String {
    let mut seats: Vec<String> = kept.seats.iter().map(|seat| format!("{seat:?}")).collect();
    seats.sort_unstable();
    hex::encode(Sha256::digest(format!("{:?} {:?} {seats:?}", kept.charters, kept.terms)))
}

/// Count anew from the acts alone, when the charter, the terms or the seats are others than those by which was counted
/// before.
///
/// # Errors
/// When the database does not answer.
pub async fn recount_if_needed(app: &App, congress: Uuid) -> Result<bool> {
    let sign = fingerprint(&kept(&app.db, app, congress, None).await?);
    if store::books_of(&app.db, congress).await?.as_deref() == Some(sign.as_str()) {
        return Ok(false);
    }
    let tx = app.db.begin().await?;
    store::clear_counts(&tx, congress).await?;
    let kept = kept(&tx, app, congress, None).await?;
    let acts = acts(&tx, congress, ALL_DAYS, None).await?;
    for (period, counters) in kept.books().count(&acts) {
        for ((person, duty, target), done) in counters {
            let moved = (period.from(), i64::from(done));
            store::move_count(&tx, congress, (person, &duty, target), moved).await?;
        }
    }
    let sign = fingerprint(&kept);
    store::set_books(&tx, congress, &sign).await?;
    let author = Actor::clockwork(congress).author(crate::access::Permit::DutyRead, app.clock.now());
    let facts = json!({ "books": sign });
    let happening =
        Happening { kind: "duties.recounted".to_owned(), subject: "congress", subject_id: congress, facts };
    journal::append(&tx, &author, happening).await?;
    tx.commit().await?;
    Ok(true)
}

/// The work of `people::RECOUNT`: a seat that was ended or taken for days gone by moves what was counted on them.
pub fn recount(app: App, job: Job) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move {
        match recount_if_needed(&app, job.congress_id).await {
            Ok(_) => Outcome::Done,
            Err(cause) => Outcome::Retry(cause.to_string()),
        }
    })
}

/// The running counters of the periods that began on a day.
///
/// # Errors
/// When the database does not answer.
pub async fn running(
    at: &impl Conn,
    congress: Uuid,
    period: &Period,
    person: Option<Uuid>,
) -> Result<Arc<BTreeMap<Counter, u32>>> {
    let counted = store::counted(at, congress, period.from(), person);
    match person {
        Some(_) => counted.await.map(Arc::new),
        None => at.kept((Tables::Counts, congress), &format!("counted {}", period.from()), counted).await,
    }
}

/// How the counters of acts of some kinds stood at the end of a day of a year: the running ones without what was done
/// afterwards in it. However many acts there are, at most what persons did on the days afterwards is looked at.
///
/// # Errors
/// When the database does not answer.
pub async fn so_far(
    at: &impl Conn,
    kept: &Kept<'_>,
    congress: Uuid,
    until: NaiveDate,
    kinds: &BTreeSet<ActKind>,
) -> Result<BTreeMap<Counter, u32>> {
    let period = Period::of(until);
    let mut counters = Arc::unwrap_or_clone(running(at, congress, &period, None).await?);
    let Some(from) = until.succ_opt().filter(|from| *from <= period.to()) else { return Ok(counters) };
    let duties = || kept.charters.versions().iter().flat_map(|charter| &charter.duties);
    let towards = |kind: &ActKind| {
        duties().any(|duty| duty.act == *kind && duty.scope == charter::Scope::EachAssignedDeputy)
    };
    // Those with deputies one by one, with whom they were; of the others how many count alike.
    let (named, alike): (Vec<ActKind>, Vec<ActKind>) = kinds.iter().partition(|kind| towards(kind));
    let only = Only { persons: None, kinds: Some(&named) };
    let mut later: Vec<(ActFacts, u32)> = Vec::new();
    later.extend(acts_of(at, congress, (from, period.to()), only).await?.into_iter().map(|act| (act, 1)));
    for row in store::alike(at, congress, (from, period.to()), &alike).await? {
        let Some(kind) = ActKind::from_word(&row.kind) else { continue };
        let act = ActFacts {
            id: Uuid::nil(),
            person: row.person_id,
            kind,
            on: row.on_day,
            counterparts: Vec::new(),
            constituency: row.constituency_id,
            evidence: Uuid::nil(),
            late: false,
        };
        later.push((act, u32::try_from(row.n).unwrap_or(u32::MAX)));
    }
    for (act, times) in later {
        for credit in kept.books().credits(&act).into_iter().filter(|credit| credit.period == period) {
            if let Some(done) = counters.get_mut(&(act.person, credit.duty, credit.target)) {
                *done = done.saturating_sub(times);
            }
        }
    }
    Ok(counters)
}

/// What a recount from the acts alone gives for a period, to compare the running counters with.
///
/// # Errors
/// When the database does not answer.
pub async fn recounted(
    at: &impl Conn,
    app: &App,
    congress: Uuid,
    period: &Period,
) -> Result<BTreeMap<Counter, u32>> {
    let kept = kept(at, app, congress, None).await?;
    let acts = acts(at, congress, (period.from(), period.to()), None).await?;
    Ok(kept.books().count(&acts).remove(period).unwrap_or_default())
}

/// The year or term that a day lies in.
///
/// # Errors
/// `NotFound` for a day outside all terms.
pub fn period_of(kept: &Kept<'_>, per: charter::Per, day: NaiveDate) -> Result<Period> {
    per.of(day, &kept.terms).ok_or(Error::NotFound)
}
