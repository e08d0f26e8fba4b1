//! Who is on duty on which day: each deputy attached about equally often, with the reasons. Pure.
//!
//! Day by day the free ones are taken who were on duty least in this roster, then least in the year before it, then
//! longest ago. So two deputies who are always free never differ by more than one.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;

/// A deputy attached to the station.
#[derive(Debug, Clone, Default)]
pub struct Candidate {
    /// The person.
    pub person: Uuid,
    /// The days of the seat, from and to; a mandate that rests has none.
    pub sits: Vec<(NaiveDate, Option<NaiveDate>)>,
    /// The days of leave, from and to.
    pub away: Vec<(NaiveDate, Option<NaiveDate>)>,
    /// The days on duty elsewhere, or here already.
    pub busy: BTreeSet<NaiveDate>,
    /// How often on duty in the year before the roster.
    pub before: u32,
    /// When last on duty before the roster.
    pub last: Option<NaiveDate>,
}

/// Why somebody was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The only one who is free.
    Only,
    /// On duty least often in this roster.
    Least,
    /// As often as others here, but less often in the year before.
    LeastBefore,
    /// As often as others; the last time is longest ago.
    Longest,
    /// Somebody was put in by hand.
    Hand,
}

impl Why {
    /// The word in the database and in sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Why::Only => "only",
            Why::Least => "least",
            Why::LeastBefore => "least-before",
            Why::Longest => "longest",
            Why::Hand => "hand",
        }
    }
}

/// A day with who is on duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// The day.
    pub day: NaiveDate,
    /// Who, each with the reason.
    pub on_duty: Vec<(Uuid, Why)>,
    /// How many are missing because nobody else is free.
    pub missing: usize,
}

pub(super) fn within(day: NaiveDate, days: &[(NaiveDate, Option<NaiveDate>)]) -> bool {
    days.iter().any(|(from, to)| *from <= day && to.is_none_or(|to| day <= to))
}

impl Candidate {
    /// Whether he or she can be on duty on a day.
    pub fn is_free(&self, day: NaiveDate) -> bool {
        within(day, &self.sits) && !within(day, &self.away) && !self.busy.contains(&day)
    }
}

/// A roster of these days with `each` deputies a day; the candidates stand in the order that decides when all else is
/// equal.
pub fn propose(days: &[NaiveDate], each: usize, candidates: &[Candidate]) -> Vec<Proposed> {
    let mut times: BTreeMap<Uuid, u32> = BTreeMap::new();
    let mut last: BTreeMap<Uuid, NaiveDate> =
        candidates.iter().filter_map(|one| Some((one.person, one.last?))).collect();
    let mut roster = Vec::new();
    for day in days {
        let mut on_duty = Vec::new();
        for _ in 0..each {
            let taken = |person: Uuid| on_duty.iter().any(|(other, _)| *other == person);
            let free: Vec<&Candidate> =
                candidates.iter().filter(|one| one.is_free(*day) && !taken(one.person)).collect();
            let key = |one: &&Candidate| {
                (times.get(&one.person).copied().unwrap_or(0), one.before, last.get(&one.person).copied())
            };
            // The first of equals stays first.
            let Some(best) = free.iter().copied().min_by_key(key) else { break };
            let others: Vec<_> = free.iter().filter(|one| one.person != best.person).map(key).collect();
            let why = reason(key(&best), &others);
            on_duty.push((best.person, why));
        }
        for (person, _) in &on_duty {
            *times.entry(*person).or_default() += 1;
            last.insert(*person, *day);
        }
        roster.push(Proposed { day: *day, missing: each - on_duty.len(), on_duty });
    }
    roster
}

type Key = (u32, u32, Option<NaiveDate>);

fn reason(best: Key, others: &[Key]) -> Why {
    if others.is_empty() {
        Why::Only
    } else if others.iter().all(|other| other.0 > best.0) || others.iter().any(|other| other.0 > best.0) {
        Why::Least
    } else if others.iter().any(|other| other.1 > best.1) {
        Why::LeastBefore
    } else {
        Why::Longest
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 7, 1).unwrap() + chrono::Days::new(n)
    }

    fn person(n: usize) -> Candidate {
        let sits = vec![(day(0) - chrono::Days::new(400), None)];
        Candidate { person: Uuid::from_u128(n as u128 + 1), sits, ..Candidate::default() }
    }

    fn counts(roster: &[Proposed]) -> BTreeMap<Uuid, usize> {
        let mut counts = BTreeMap::new();
        for (person, _) in roster.iter().flat_map(|one| &one.on_duty) {
            *counts.entry(*person).or_default() += 1;
        }
        counts
    }

    #[test]
    fn nobody_is_on_duty_who_cannot_be() {
        let mut all: Vec<Candidate> = (0..4).map(person).collect();
        all[0].away = vec![(day(0), Some(day(20)))];
        all[1].sits = vec![(day(0), Some(day(6)))];
        all[2].busy = BTreeSet::from([day(7)]);
        all[3].sits = Vec::new();
        let days = [day(0), day(7), day(14), day(21)];
        let roster = propose(&days, 2, &all);
        let who = |n: usize| roster[n].on_duty.iter().map(|(id, _)| id.as_u128()).collect::<Vec<_>>();
        assert_eq!((who(0), who(1), who(2), who(3)), (vec![2, 3], vec![], vec![3], vec![1, 3]));
        assert_eq!(roster.iter().map(|one| one.missing).collect::<Vec<_>>(), [0, 2, 1, 0]);
        assert_eq!(roster[2].on_duty[0].1, Why::Only);
    }

    #[test]
    fn whoever_served_less_before_comes_first_and_the_reason_says_so() {
        let mut all: Vec<Candidate> = (0..3).map(person).collect();
        all[0].before = 4;
        all[1].before = 4;
        all[0].last = Some(day(0) - chrono::Days::new(10));
        all[1].last = Some(day(0) - chrono::Days::new(30));
        let roster = propose(&[day(0), day(7), day(14), day(21)], 1, &all);
        let found: Vec<_> = roster.iter().map(|one| (one.on_duty[0].0.as_u128(), one.on_duty[0].1)).collect();
        assert_eq!(found, [(3, Why::LeastBefore), (2, Why::Least), (1, Why::Least), (3, Why::LeastBefore)]);
    }

    proptest! {
        #[test]
        fn those_who_are_always_free_differ_by_one_at_most(
            people in 1_usize..12, each in 1_usize..4, length in 0_u64..30,
            before in proptest::collection::vec(0_u32..6, 12),
        ) {
            let all: Vec<Candidate> =
                (0..people).map(|n| Candidate { before: before[n], ..person(n) }).collect();
            let days: Vec<NaiveDate> = (0..length).map(|n| day(n * 7)).collect();
            let roster = propose(&days, each, &all);
            let counts = counts(&roster);
            let of = |one: &Candidate| counts.get(&one.person).copied().unwrap_or(0);
            let most = all.iter().map(of).max().unwrap_or(0);
            let least = all.iter().map(of).min().unwrap_or(0);
            prop_assert!(most - least <= 1, "{most} and {least}");
            for one in &roster {
                let persons: BTreeSet<Uuid> = one.on_duty.iter().map(|(person, _)| *person).collect();
                prop_assert_eq!(persons.len(), one.on_duty.len(), "nobody twice on a day");
                prop_assert_eq!(one.on_duty.len() + one.missing, each);
                prop_assert!(one.missing == 0 || one.on_duty.len() == people);
            }
        }

        #[test]
        fn nobody_is_free_and_left_out_while_another_served_more(
            away in proptest::collection::vec((0_u64..60, 0_u64..40), 5), each in 1_usize..3,
        ) {
            let all: Vec<Candidate> = away.iter().enumerate().map(|(n, (from, length))| {
                Candidate { away: vec![(day(*from), Some(day(from + length)))], ..person(n) }
            }).collect();
            let days: Vec<NaiveDate> = (0..12).map(|n| day(n * 7)).collect();
            let roster = propose(&days, each, &all);
            let mut times: BTreeMap<Uuid, usize> = BTreeMap::new();
            for one in &roster {
                let on = |id: Uuid| one.on_duty.iter().any(|(person, _)| *person == id);
                let of = |id: Uuid| times.get(&id).copied().unwrap_or(0);
                for left in all.iter().filter(|other| other.is_free(one.day) && !on(other.person)) {
                    for (person, _) in &one.on_duty {
                        prop_assert!(of(*person) <= of(left.person));
                    }
                }
                let free = |id: Uuid| all.iter().any(|other| other.person == id && other.is_free(one.day));
                prop_assert!(one.on_duty.iter().all(|(id, _)| free(*id)));
                for (person, _) in &one.on_duty { *times.entry(*person).or_default() += 1; }
            }
        }
    }
}
