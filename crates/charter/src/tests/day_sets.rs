//! Stretches of days add, cut and count as the days one by one would.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::prelude::*;

use super::day;
use crate::{DaySet, Period};

fn some_periods() -> impl Strategy<Value = Vec<Period>> {
    let start = day("2024-02-20");
    vec((0u64..40, 0u64..8), 0..7).prop_map(move |parts| {
        let at = |n| start + chrono::Days::new(n);
        parts.into_iter().map(|(from, more)| Period::new(at(from), at(from + more)).unwrap()).collect()
    })
}

fn one_by_one(periods: &[Period]) -> BTreeSet<NaiveDate> {
    periods.iter().flat_map(Period::days).collect()
}

/// The days of a set, which must be in order and apart.
fn days_of(set: &DaySet) -> BTreeSet<NaiveDate> {
    let apart = |pair: &[Period]| pair[0].to().succ_opt().is_some_and(|after| after < pair[1].from());
    assert!(set.stretches().windows(2).all(apart), "{set:?}");
    one_by_one(set.stretches())
}

proptest! {
    #[test]
    fn sets_of_days_are_the_days_one_by_one(one in some_periods(), two in some_periods(), on in 0u64..60) {
        let (a, b) = (DaySet::of(one.clone()), DaySet::of(two.clone()));
        let (plain_a, plain_b) = (one_by_one(&one), one_by_one(&two));
        let on = day("2024-02-15") + chrono::Days::new(on);
        prop_assert_eq!(days_of(&a), plain_a.clone());
        prop_assert_eq!(days_of(&a.union(&b)), plain_a.union(&plain_b).copied().collect::<BTreeSet<_>>());
        prop_assert_eq!(days_of(&a.intersection(&b)), plain_a.intersection(&plain_b).copied().collect::<BTreeSet<_>>());
        prop_assert_eq!(days_of(&a.without(&b)), plain_a.difference(&plain_b).copied().collect::<BTreeSet<_>>());
        prop_assert_eq!(a.length(), plain_a.len() as u64);
        prop_assert_eq!(a.length_until(on), plain_a.range(..=on).count() as u64);
        prop_assert_eq!(a.contains(on), plain_a.contains(&on));
        prop_assert_eq!(a.is_empty(), plain_a.is_empty());
    }
}

#[test]
fn the_first_and_last_days_there_are_do_no_harm() {
    let all = Period::new(NaiveDate::MIN, NaiveDate::MAX).unwrap();
    let middle = Period::of(day("2024-01-01"));
    let set = DaySet::of([all, all, middle]);
    assert_eq!(set.stretches(), [all]);
    assert_eq!(set.without(&DaySet::of([middle])).stretches().len(), 2);
    assert!(set.without(&set).is_empty());
    assert_eq!(set.union(&set), set.intersection(&set));
}
