//! Deadlines by the civil code and by working days, on the real calendars of 2025 and 2026.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::{any_day, calendar, day};
use crate::{Calendar, Nominal, Span};

#[test]
fn known_days() {
    let calendar = calendar();
    let table = [
        // 28 February 2026 is a Saturday that is worked.
        (Span::Months(3), "2025-11-30", "2026-02-28", Nominal::LastDayOfMonth, None),
        (Span::Months(3), "2025-11-28", "2026-02-28", Nominal::CorrespondingDay, None),
        (Span::Months(3), "2025-11-20", "2026-02-24", Nominal::CorrespondingDay, Some("2026-02-20")),
        (Span::Months(1), "2025-09-01", "2025-10-09", Nominal::CorrespondingDay, Some("2025-10-01")),
        // An ordinary weekend moves it too.
        (Span::Months(1), "2025-10-15", "2025-11-17", Nominal::CorrespondingDay, Some("2025-11-15")),
        // A make-up Saturday right after the holiday ends it.
        (Span::Months(1), "2026-04-09", "2026-05-09", Nominal::CorrespondingDay, None),
        (Span::Days(7), "2025-01-21", "2025-02-05", Nominal::Day, Some("2025-01-28")),
        (Span::Days(30), "2025-03-01", "2025-03-31", Nominal::Day, None),
        // Make-up Sunday 26 January and Saturday 8 February count.
        (Span::WorkingDays(1), "2025-01-24", "2025-01-26", Nominal::WorkingDay, None),
        (Span::WorkingDays(6), "2025-01-24", "2025-02-08", Nominal::WorkingDay, None),
        (Span::WorkingDays(7), "2025-01-24", "2025-02-10", Nominal::WorkingDay, None),
        (Span::WorkingDays(1), "2025-12-31", "2026-01-04", Nominal::WorkingDay, None),
        (Span::WorkingDays(5), "2026-09-18", "2026-09-24", Nominal::WorkingDay, None),
    ];
    for (span, from, on, nominal, moved) in table {
        let due = calendar.add(span, day(from));
        assert_eq!(due.on, day(on), "{span:?} from {from}");
        assert_eq!(due.counted.nominal, nominal, "{span:?} from {from}");
        assert_eq!(due.counted.moved.map(|moved| moved.from), moved.map(day), "{span:?} from {from}");
    }
}

#[test]
fn a_due_day_explains_itself() {
    let calendar = calendar();
    let counted = calendar.add(Span::Months(3), day("2025-11-20")).counted;
    assert_eq!(counted.first, day("2025-11-21"));
    let moved = counted.moved.unwrap();
    assert_eq!((moved.from, moved.to), (day("2026-02-20"), day("2026-02-24")));
    assert_eq!(moved.because.holiday.unwrap().zh, "春节");

    let worked = calendar.add(Span::WorkingDays(2), day("2025-01-24")).counted;
    assert_eq!(worked.made_up, [day("2025-01-26")]);
    let off: Vec<_> = worked.left_out.iter().map(|off| (off.on, off.holiday.is_some())).collect();
    assert_eq!(off, [(day("2025-01-25"), false)]);
    assert_eq!(calendar.add(Span::Months(3), day("2025-11-30")).counted.made_up, [day("2026-02-28")]);
}

#[test]
fn a_year_without_its_list_is_provisional() {
    let calendar = calendar();
    let provisional = |span, from: &str| calendar.add(span, day(from)).counted.provisional;
    assert!(!provisional(Span::Months(3), "2026-09-01"));
    assert!(provisional(Span::Months(6), "2026-09-01"));
    assert!(!provisional(Span::Months(3), "2024-12-01"), "only the end depends on holidays");
    assert!(provisional(Span::WorkingDays(30), "2024-12-01"));
    assert!(Calendar::default_weekends().add(Span::Days(1), day("2026-03-02")).counted.provisional);
}

#[test]
fn the_edge_of_time_does_not_panic() {
    for span in [Span::WorkingDays(500), Span::Days(1000), Span::Months(60)] {
        assert_eq!(calendar().add(span, NaiveDate::MAX).on, NaiveDate::MAX);
        assert_eq!(Calendar::default_weekends().before(span, NaiveDate::MIN), NaiveDate::MIN);
    }
}

fn any_span() -> impl Strategy<Value = Span> {
    prop_oneof![
        (1u16..60).prop_map(Span::WorkingDays),
        (1u16..200).prop_map(Span::Days),
        (1u16..24).prop_map(Span::Months),
    ]
}

fn longer(span: Span) -> Span {
    match span {
        Span::WorkingDays(n) => Span::WorkingDays(n + 1),
        Span::Days(n) => Span::Days(n + 1),
        Span::Months(n) => Span::Months(n + 1),
    }
}

proptest! {
    #[test]
    fn later_starts_and_longer_spans_never_end_earlier(from in any_day(), later in 0u64..40, span in any_span()) {
        let calendar = calendar();
        let due = calendar.add(span, from).on;
        prop_assert!(due > from);
        prop_assert!(due <= calendar.add(span, from + Days::new(later)).on);
        prop_assert!(due <= calendar.add(longer(span), from).on);
    }

    #[test]
    fn it_ends_on_a_working_day_and_moves_only_past_days_off(from in any_day(), span in any_span()) {
        let calendar = calendar();
        let due = calendar.add(span, from);
        prop_assert!(calendar.is_working_day(due.on));
        if let Some(moved) = &due.counted.moved {
            prop_assert_eq!(moved.to, due.on);
            prop_assert_eq!(calendar.working_days_between(moved.from, due.on), 1);
            prop_assert!(!calendar.is_working_day(moved.from));
        }
    }

    #[test]
    fn working_days_are_exactly_so_many(from in any_day(), n in 1u16..80) {
        let calendar = calendar();
        let due = calendar.add(Span::WorkingDays(n), from);
        prop_assert_eq!(calendar.working_days_between(from, due.on), i64::from(n));
        let passed = (due.on - from).num_days();
        prop_assert_eq!(passed, i64::from(n) + due.counted.left_out.len() as i64);
    }

    #[test]
    fn a_month_ends_on_the_same_day_or_the_last(from in any_day(), n in 1u16..24) {
        use chrono::Datelike;
        let due = calendar().add(Span::Months(n), from);
        let end = due.counted.moved.map_or(due.on, |moved| moved.from);
        let months = |on: NaiveDate| on.year() * 12 + i32::try_from(on.month0()).unwrap();
        prop_assert_eq!(months(end) - months(from), i32::from(n));
        let last = (end + Days::new(1)).day() == 1;
        match due.counted.nominal {
            Nominal::CorrespondingDay => prop_assert_eq!(end.day(), from.day()),
            _ => prop_assert!(last && end.day() < from.day()),
        }
    }

    #[test]
    fn a_warning_comes_on_a_working_day_before_the_end(from in any_day(), n in 1u16..20) {
        let calendar = calendar();
        let end = calendar.add(Span::Months(2), from).on;
        let warning = calendar.before(Span::WorkingDays(n), end);
        prop_assert!(calendar.is_working_day(warning));
        prop_assert_eq!(calendar.working_days_between(warning, end), i64::from(n));
        prop_assert_eq!(calendar.working_days_between(end, warning), -i64::from(n));
    }
}
