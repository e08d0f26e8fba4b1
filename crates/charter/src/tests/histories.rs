//! Random histories with two versions of the charter and two terms, against the plain reference.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use uuid::Uuid;

use super::reference::{self, Plain};
use super::world::{AWAY, FOUR_A_YEAR, HOME, World, edited, seat};
use super::{day, xiantao};
use crate::{
    ActFacts, ActKind, Charter, Charters, Counter, DutyStanding, Held, LeaveFacts, PairFacts, Per, Period,
    SeatFacts, Statement, Who,
};

/// The last day of the shipped version in some histories, so that no version is in force in June 2024.
fn shipped(gap: bool) -> Charter {
    let until = if gap { "revised = 2023-10-24\nuntil = 2024-05-31" } else { "revised = 2023-10-24" };
    edited(&[("revised = 2023-10-24", until)])
}

/// A made-up revision: other numbers, other caps, a group, leave that counts as presence.
fn revision() -> Charter {
    edited(&[
        ("on = 2023-10-24", "on = 2024-07-01"),
        FOUR_A_YEAR,
        ("per = \"year\"\nscope = \"own_constituency\"", "per = \"year\"\nscope = \"any\""),
        ("rounding = \"nearest\"", "rounding = \"down\""),
        ("counts_as = \"absence\"", "counts_as = \"presence\""),
        (
            "points = 5\ncap_per_year = 40",
            "points = 3\ncounts = \"counterpart\"\ngroup = \"met\"\ncap_per_month = 7\ncap_per_quarter = 9\ncap_per_year = 20",
        ),
        ("when = \"each\"\npoints = 2\ncap_per_year = 10", "when = \"each\"\npoints = 4\ngroup = \"met\""),
        ("points = -1\ncap_per_year = 10", "points = -2\ncap_per_month = 3\ncounts = \"counterpart\""),
    ])
}

const PERSONS: [Uuid; 4] = [Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3), Uuid::from_u128(4)];

fn targets() -> Vec<Option<Uuid>> {
    let ids = PERSONS.into_iter().chain([HOME, AWAY]).map(Some);
    [None].into_iter().chain(ids).collect()
}

fn some_day() -> impl Strategy<Value = NaiveDate> {
    (0u64..760).prop_map(|n| day("2023-08-01") + chrono::Days::new(n))
}

/// Often in the weeks around the change of versions, so that caps are reached.
fn day_of_act() -> impl Strategy<Value = NaiveDate> {
    let busy = (0u64..75).prop_map(|n| day("2024-05-20") + chrono::Days::new(n));
    prop_oneof![some_day(), busy]
}

fn some_days() -> impl Strategy<Value = Held> {
    (some_day(), weighted(0.7, 0u64..400)).prop_map(|(from, more)| {
        let from = from - chrono::Days::new(120);
        Held { from, to: more.map(|n| from + chrono::Days::new(n)) }
    })
}

fn person() -> impl Strategy<Value = Uuid> {
    prop::sample::select(PERSONS.to_vec())
}

/// Often the same one.
fn person_of_act() -> impl Strategy<Value = Uuid> {
    prop_oneof![person(), Just(PERSONS[0])]
}

fn place() -> impl Strategy<Value = Option<Uuid>> {
    prop::sample::select(vec![None, Some(HOME), Some(HOME), Some(AWAY)])
}

fn some_world() -> impl Strategy<Value = World> {
    let who = prop::sample::select(vec![Who::CommitteeMember, Who::Deputy, Who::Deputy]);
    let seats = vec((person(), who, place(), some_days()), 2..9);
    let pairs = vec((person(), person(), some_days()), 0..9);
    let leaves = vec((person(), some_days()), 0..4);
    (seats, pairs, leaves, any::<[bool; 2]>()).prop_map(|(seats, pairs, leaves, [gap, seated])| World {
        charters: Charters::new(vec![shipped(gap), revision()]).unwrap(),
        terms: vec![
            Period::new(day("2023-03-01"), day("2024-03-31")).unwrap(),
            Period::new(day("2024-04-01"), day("2025-08-31")).unwrap(),
        ],
        seats: seats
            .into_iter()
            .map(|(person, who, constituency, held)| SeatFacts { person, who, constituency, held })
            .chain(seated.then(|| seat(PERSONS[0], Who::CommitteeMember, "2023-01-01..")))
            .collect(),
        pairs: pairs.into_iter().map(|(member, deputy, held)| PairFacts { member, deputy, held }).collect(),
        leaves: leaves.into_iter().map(|(person, held)| LeaveFacts { person, held }).collect(),
    })
}

/// Acts, some of them twice, many with the same evidence.
fn some_acts() -> impl Strategy<Value = Vec<ActFacts>> {
    let kind = prop::sample::select(vec![
        ActKind::Contact,
        ActKind::Contact,
        ActKind::Outreach,
        ActKind::Speech,
        ActKind::OpinionRaised,
        ActKind::DutyReport,
        ActKind::Merit,
    ]);
    let one = (person_of_act(), kind, day_of_act(), vec(person(), 0..4), place(), 0u128..5, any::<bool>());
    vec((one, weighted(0.1, Just(()))), 0..60).prop_map(|parts| {
        let mut acts = Vec::new();
        for (n, ((person, kind, on, counterparts, constituency, evidence, late), twice)) in (0..).zip(parts) {
            let evidence = Uuid::from_u128(2000 + evidence);
            let id = Uuid::from_u128(1000 + (n * 7919) % 997);
            let act = ActFacts { id, person, kind, on, counterparts, constituency, evidence, late };
            acts.extend(twice.map(|()| act.clone()));
            acts.push(act);
        }
        acts
    })
}

fn standings(
    world: &World,
    per: Per,
    on: NaiveDate,
    acts: &[ActFacts],
    today: NaiveDate,
) -> Vec<DutyStanding> {
    let counts = world.books().count(acts);
    let counters = per.of(on, &world.terms).and_then(|period| counts.get(&period).cloned());
    world.books().standings(per, on, &counters.unwrap_or_default(), today)
}

fn year_2024() -> NaiveDate {
    day("2024-01-01")
}

fn statement(world: &World, person: Uuid, acts: &[ActFacts], as_of: NaiveDate) -> Statement {
    let rows = standings(world, Per::Year, year_2024(), acts, as_of);
    world.books().statement(person, 2024, acts, &rows, as_of)
}

fn as_of() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![some_day(), Just(day("2025-01-01"))]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn standings_are_those_of_the_days_one_by_one(world in some_world(), acts in some_acts(), today in some_day()) {
        for (per, on) in [(Per::Year, "2023-05-05"), (Per::Year, "2024-05-05"), (Per::Term, "2024-03-31"), (Per::Term, "2024-04-01")] {
            let period = per.of(day(on), &world.terms).unwrap();
            let plain = reference::standings(&world, per, (period, today), (&PERSONS, &targets()), &acts);
            prop_assert_eq!(standings(&world, per, day(on), &acts, today), plain);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_statement_is_that_of_the_points_one_by_one(world in some_world(), acts in some_acts(), as_of in as_of()) {
        let rows = standings(&world, Per::Year, year_2024(), &acts, as_of);
        for person in PERSONS {
            let made = world.books().statement(person, 2024, &acts, &rows, as_of);
            let lines: Vec<_> = made.lines.iter().map(|line| Plain {
                line: line.line.clone(),
                act: line.act,
                on: line.on,
                times: line.times,
                points: line.points,
                why: line.why,
            }).collect();
            prop_assert_eq!(lines, reference::statement(&world, (person, 2024), &acts, &rows, as_of));
        }
    }

    #[test]
    fn a_statement_adds_up_and_stays_under_its_caps(world in some_world(), acts in some_acts(), as_of in as_of()) {
        for person in PERSONS {
            let made = statement(&world, person, &acts, as_of);
            prop_assert_eq!(made.total, made.lines.iter().map(|line| line.points).sum::<i32>());
            let mut booked = BTreeSet::new();
            let mut sums: BTreeMap<&str, i32> = BTreeMap::new();
            for line in &made.lines {
                prop_assert_eq!(line.on.year(), 2024);
                prop_assert!(booked.insert((&line.line, line.act)), "an act twice on one line");
                prop_assert!(line.points.abs() <= line.worth.abs() && line.points * line.worth >= 0);
                *sums.entry(&line.line).or_default() += line.points;
            }
            for (code, sum) in sums {
                let caps = world.charters.versions().iter().map(|charter| {
                    charter.points.iter().find(|line| line.code == code).and_then(|line| line.cap_per_year)
                });
                let widest = caps.map(|cap| cap.map_or(i32::MAX, i32::from)).max().unwrap();
                prop_assert!(sum.abs() <= widest, "{}: {}", code, sum);
            }
        }
    }

    #[test]
    fn the_order_of_facts_changes_nothing(world in some_world(), acts in some_acts(), turn in 0usize..40, today in some_day()) {
        let mut mixed = world.clone();
        let mut mixed_acts: Vec<_> = acts.iter().rev().cloned().collect();
        mixed_acts.rotate_left(turn.min(acts.len()));
        mixed.seats.reverse();
        mixed.pairs.reverse();
        mixed.leaves.reverse();
        mixed.terms.reverse();
        for act in &mut mixed_acts {
            act.counterparts.reverse();
        }
        for (per, on) in [(Per::Year, year_2024()), (Per::Term, day("2024-04-01"))] {
            let one = standings(&world, per, on, &acts, today);
            prop_assert_eq!(&one, &standings(&mixed, per, on, &mixed_acts, today));
            let mut rows = one;
            rows.reverse();
            for person in PERSONS {
                let made = world.books().statement(person, 2024, &acts, &rows, day("2025-01-01"));
                rows.reverse();
                prop_assert_eq!(made, mixed.books().statement(person, 2024, &mixed_acts, &rows, day("2025-01-01")));
            }
        }
    }

    #[test]
    fn counters_moved_act_by_act_equal_the_recount(world in some_world(), acts in some_acts(), undo in vec(any::<bool>(), 60)) {
        let mut counters: BTreeMap<(Period, Counter), u32> = BTreeMap::new();
        let books = world.books();
        let mut once = acts;
        once.sort();
        once.dedup_by_key(|act| act.id);
        for act in &once {
            for credit in books.credits(act) {
                *counters.entry((credit.period, (act.person, credit.duty, credit.target))).or_default() += 1;
            }
        }
        let mut kept = Vec::new();
        for (act, undo) in once.iter().zip(undo.iter().chain(std::iter::repeat(&false))) {
            if !undo {
                kept.push(act.clone());
                continue;
            }
            for credit in books.credits(act) {
                *counters.get_mut(&(credit.period, (act.person, credit.duty, credit.target))).unwrap() -= 1;
            }
        }
        counters.retain(|_, steps| *steps > 0);
        let counts = books.count(&kept).into_iter();
        let recount: BTreeMap<_, _> = counts
            .flat_map(|(period, counts)| counts.into_iter().map(move |(counter, steps)| ((period, counter), steps)))
            .collect();
        prop_assert_eq!(&recount, &reference::count(&world, &kept));
        prop_assert_eq!(counters, recount);
    }

    #[test]
    fn every_credit_lies_in_its_period(world in some_world(), acts in some_acts()) {
        for act in &acts {
            let credits = world.books().credits(act);
            prop_assert!(credits.iter().all(|credit| credit.period.contains(act.on)));
            let distinct: BTreeSet<_> = credits.iter().collect();
            prop_assert_eq!(distinct.len(), credits.len(), "a counter moves by one");
        }
    }
}

#[test]
fn the_made_up_histories_begin_with_the_shipped_charter() {
    assert_eq!(shipped(false).points, xiantao().points);
    assert!(Charters::new(vec![shipped(true), revision()]).unwrap().in_force(day("2024-06-15")).is_none());
}
