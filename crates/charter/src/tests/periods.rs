//! Calendar years, terms and parts of them.

use proptest::prelude::*;

use super::{any_day, day};
use crate::{Per, Period};

#[test]
fn years_terms_and_seats() {
    let term = Period::new(day("2021-12-20"), day("2026-12-19")).unwrap();
    assert_eq!(Per::Term.of(day("2021-12-19"), &[term]), None);
    assert_eq!(Per::Term.of(day("2026-12-19"), &[term]), Some(term));
    let year = Per::Year.of(day("2024-02-29"), &[]).unwrap();
    assert_eq!((year.from(), year.to(), year.length()), (day("2024-01-01"), day("2024-12-31"), 366));
    let seat = Period::new(day("2024-06-01"), day("2030-01-01")).unwrap();
    assert_eq!(year.overlap(&seat).unwrap().from(), day("2024-06-01"));
    assert_eq!(year.overlap(&Period::of(day("2025-01-01"))), None);
    let lengths: Vec<_> = term.years().map(|part| part.length()).collect();
    assert_eq!(lengths, [12, 365, 365, 366, 365, 353]);
    assert!(Period::new(day("2024-01-02"), day("2024-01-01")).is_err());
    let edge = Period::of(chrono::NaiveDate::MAX);
    assert!(edge.contains(chrono::NaiveDate::MAX) && edge.years().count() == 1);
}

proptest! {
    #[test]
    fn a_day_lies_in_its_year_and_in_no_other(one in any_day(), other in any_day()) {
        let year = Period::of(one);
        prop_assert!(year.contains(one));
        prop_assert_eq!(year.contains(other), Period::of(other) == year);
    }

    #[test]
    fn the_years_of_a_period_are_its_days(one in any_day(), other in any_day()) {
        let period = Period::new(one.min(other), one.max(other)).unwrap();
        let days: Vec<_> = period.years().flat_map(|year| year.days()).collect();
        prop_assert_eq!(days.len() as u64, period.length());
        prop_assert_eq!(days, period.days().collect::<Vec<_>>());
        prop_assert!(period.years().all(|year| Period::of(year.from()).contains(year.to())));
    }

    #[test]
    fn what_two_periods_share(ends in prop::array::uniform4(any_day()), on in any_day()) {
        let [a, b, c, d] = ends;
        let one = Period::new(a.min(b), a.max(b)).unwrap();
        let two = Period::new(c.min(d), c.max(d)).unwrap();
        let shared = one.overlap(&two);
        prop_assert_eq!(shared, two.overlap(&one));
        prop_assert_eq!(shared.is_some_and(|p| p.contains(on)), one.contains(on) && two.contains(on));
    }
}
