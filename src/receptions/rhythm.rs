//! How often a station receives voters: every Wednesday from nine to eleven, or on the fifteenth. Pure.

use charter::{Calendar, DayKind};
use chrono::{Datelike, NaiveDate};
use sea_orm::FromQueryResult;

use super::quarter::Quarter;

/// The kinds of rhythm.
pub const KINDS: [&str; 2] = ["weekly", "monthly"];

/// A station's rhythm.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Rhythm {
    /// One of [`KINDS`].
    pub kind: String,
    /// The day of the week, Monday is 1; or of the month.
    pub day: i64,
    /// When it begins, in minutes since midnight.
    pub starts: i64,
    /// When it ends.
    pub ends: i64,
    /// Deputies on duty at a time.
    pub each: i64,
    /// Minutes of a slot that can be booked.
    pub slot: i64,
    /// Places in a slot; 0 takes no bookings.
    pub capacity: i64,
}

impl Default for Rhythm {
    fn default() -> Rhythm {
        let (starts, ends) = (9 * 60, 11 * 60);
        Rhythm { kind: "weekly".to_owned(), day: 3, starts, ends, each: 2, slot: 30, capacity: 2 }
    }
}

/// A public holiday; a plain weekend is none, for many can only come then.
pub fn is_holiday(calendar: &Calendar, day: NaiveDate) -> bool {
    calendar.mark_on(day).is_some_and(|mark| mark.kind == DayKind::Holiday)
}

impl Rhythm {
    /// Its days in a quarter. A public holiday is left out of a weekly rhythm; a monthly day that is one moves to the
    /// next working day.
    pub fn days(&self, quarter: Quarter, calendar: &Calendar) -> Vec<NaiveDate> {
        if self.kind == "weekly" {
            let fits = |day: &NaiveDate| i64::from(day.weekday().number_from_monday()) == self.day;
            return quarter.days().filter(fits).filter(|day| !is_holiday(calendar, *day)).collect();
        }
        let last = quarter.last();
        let begins = quarter.days().filter(|day| day.day() == 1);
        let days = begins.filter_map(|first| {
            let wanted = u32::try_from(self.day).unwrap_or(1).clamp(1, 31);
            // A month without such a day has its last one.
            let day = (28..=31).rev().find_map(|most| first.with_day(wanted.min(most)))?;
            let day = if is_holiday(calendar, day) { calendar.working_day_from(day) } else { day };
            (day <= last).then_some(day)
        });
        days.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rhythm(kind: &str, day: i64) -> Rhythm {
        Rhythm { kind: kind.into(), day, ..Rhythm::default() }
    }

    fn days(rhythm: &Rhythm, quarter: &str) -> Vec<String> {
        let calendar = crate::bodies::calendar::shipped().unwrap();
        let days = rhythm.days(Quarter::parse(quarter).unwrap(), &calendar);
        days.into_iter().map(|day| day.to_string()[5..].to_owned()).collect()
    }

    #[test]
    fn every_wednesday_but_on_holidays() {
        let found = days(&rhythm("weekly", 3), "2026-1");
        assert!(found.contains(&"03-04".into()) && found.contains(&"01-07".into()));
        assert!(!found.contains(&"02-18".into()), "Spring Festival: {found:?}");
    }

    #[test]
    fn a_monthly_day_that_is_a_holiday_moves_to_the_next_working_day() {
        assert_eq!(days(&rhythm("monthly", 15), "2026-2"), ["04-15", "05-15", "06-15"]);
        assert_eq!(days(&rhythm("monthly", 1), "2026-2"), ["04-01", "05-06", "06-01"]);
    }

    #[test]
    fn a_short_month_has_its_last_day() {
        assert_eq!(days(&rhythm("monthly", 31), "2026-2"), ["04-30", "05-31", "06-30"]);
    }
}
