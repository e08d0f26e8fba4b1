//! Which duty counters an act moves (clauses 2 and 7).

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::duties::{Duty, Scope};
use crate::facts::{ActFacts, Books, SeatFacts, each_once};
use crate::period::Period;

/// Names a counter within a period: whose, of which duty, and with whom or where.
pub type Counter = (Uuid, String, Option<Uuid>);

/// One step of one counter of the person who acted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Credit {
    /// The duty's code.
    pub duty: String,
    /// The deputy contacted, or the own constituency; none where anybody and anywhere counts.
    pub target: Option<Uuid>,
    /// The whole year or term in which it counts.
    pub period: Period,
}

impl Books<'_> {
    /// Which counters an act moves, each by one, by the version in force on its day.
    ///
    /// A contact with a deputy counts whether or not the deputy was assigned: what is owed is asked elsewhere.
    /// What was done on a day of leave was done.
    pub fn credits(&self, act: &ActFacts) -> Vec<Credit> {
        self.credits_by(act, self.seats.iter().filter(|seat| seat.person == act.person))
    }

    /// All counters of all periods, counted anew; counters kept elsewhere must equal them.
    pub fn count(&self, acts: &[ActFacts]) -> BTreeMap<Period, BTreeMap<Counter, u32>> {
        let mut seats: BTreeMap<Uuid, Vec<&SeatFacts>> = BTreeMap::new();
        for seat in self.seats {
            seats.entry(seat.person).or_default().push(seat);
        }
        let mut counts: BTreeMap<Period, BTreeMap<Counter, u32>> = BTreeMap::new();
        for act in each_once(acts) {
            let own = seats.get(&act.person).map_or(&[][..], Vec::as_slice);
            for credit in self.credits_by(act, own.iter().copied()) {
                let counter = (act.person, credit.duty, credit.target);
                *counts.entry(credit.period).or_default().entry(counter).or_default() += 1;
            }
        }
        counts
    }

    fn credits_by<'s>(&self, act: &ActFacts, own: impl Iterator<Item = &'s SeatFacts>) -> Vec<Credit> {
        let Some(charter) = self.charters.in_force(act.on) else { return Vec::new() };
        let held: Vec<_> = own.filter(|seat| seat.held.on(act.on)).collect();
        let mut credits = Vec::new();
        for duty in charter.duties.iter().filter(|duty| duty.act == act.kind) {
            let Some(period) = duty.per.of(act.on, self.terms) else { continue };
            let credit = |target| Credit { duty: duty.code.clone(), target, period };
            credits.extend(targets(duty, act, &held).into_iter().map(credit));
        }
        credits
    }
}

/// With whom or where an act counts for a duty, given the seats held on its day.
fn targets(duty: &Duty, act: &ActFacts, held: &[&SeatFacts]) -> Vec<Option<Uuid>> {
    let seats: Vec<_> = held.iter().filter(|seat| seat.who == duty.who).collect();
    if seats.is_empty() {
        return Vec::new();
    }
    match duty.scope {
        Scope::Any => vec![None],
        Scope::EachAssignedDeputy => act.others().into_iter().map(Some).collect(),
        Scope::OwnConstituency => {
            let own: BTreeSet<_> = seats.iter().filter_map(|seat| seat.constituency).collect();
            act.constituency.filter(|here| own.contains(here)).map(Some).into_iter().collect()
        }
    }
}
