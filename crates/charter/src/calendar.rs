//! Working days: weekends, public holidays, make-up workdays (调休上班), and deadlines counted by them.
//!
//! Months follow the civil code (art. 200–204): the day of the start is not counted, the period ends
//! on the corresponding day or the last day of the month, and past a day off on the next working day.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::clauses::Text;
use crate::due::{Counted, Due, Moved, Nominal, RestDay};
use crate::span::Span;
use crate::worded::worded;

worded! {
    /// What the State Council's list says about a day.
    pub enum DayKind {
        /// 休: a day off.
        Holiday = "holiday",
        /// 班: a weekend day that is worked.
        Workday = "workday",
    }
}

/// A day that differs from the ordinary week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Off or worked.
    pub kind: DayKind,
    /// Of which holiday.
    pub name: Text,
}

/// Only a Saturday or Sunday can be made a workday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is a working day already")]
pub struct AlreadyWorkingDay(pub NaiveDate);

/// Which days offices work.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    marks: BTreeMap<NaiveDate, Mark>,
}

impl Calendar {
    /// Saturdays and Sundays off, nothing else known.
    pub fn default_weekends() -> Calendar {
        Calendar::default()
    }

    /// The days that differ from the ordinary week, in order.
    pub fn marks(&self) -> impl Iterator<Item = (NaiveDate, &Mark)> {
        self.marks.iter().map(|(day, mark)| (*day, mark))
    }

    /// What is marked on a day.
    pub fn mark_on(&self, day: NaiveDate) -> Option<&Mark> {
        self.marks.get(&day)
    }

    /// Marks a day, instead of what was marked on it.
    pub fn mark(&mut self, day: NaiveDate, mark: Mark) -> Result<(), AlreadyWorkingDay> {
        if mark.kind == DayKind::Workday && !is_weekend(day) {
            return Err(AlreadyWorkingDay(day));
        }
        self.marks.insert(day, mark);
        Ok(())
    }

    /// Takes the mark off a day.
    pub fn clear(&mut self, day: NaiveDate) -> Option<Mark> {
        self.marks.remove(&day)
    }

    /// Takes in another calendar, such as the next year's; its marks win.
    pub fn merge(&mut self, other: Calendar) {
        self.marks.extend(other.marks);
    }

    /// Whether the list of a year is known: New Year and National Day are on every list.
    pub fn covers(&self, year: i32) -> bool {
        [(1, 1), (10, 1)].into_iter().all(|(month, day)| {
            NaiveDate::from_ymd_opt(year, month, day)
                .and_then(|day| self.mark_on(day))
                .is_some_and(|mark| mark.kind == DayKind::Holiday)
        })
    }

    /// Whether offices work on a day.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        match self.mark_on(day) {
            Some(mark) => mark.kind == DayKind::Workday,
            None => !is_weekend(day),
        }
    }

    /// This day if offices work on it, otherwise the next such day.
    pub fn working_day_from(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().find(|day| self.is_working_day(*day)).unwrap_or(NaiveDate::MAX)
    }

    /// The last day of a span that starts on a day.
    pub fn add(&self, span: Span, from: NaiveDate) -> Due {
        let first = from.succ_opt().unwrap_or(from);
        let mut counted = Counted {
            first,
            nominal: Nominal::Day,
            moved: None,
            left_out: Vec::new(),
            made_up: Vec::new(),
            provisional: false,
        };
        let on = match span {
            Span::WorkingDays(n) => {
                counted.nominal = Nominal::WorkingDay;
                self.count_working_days(n, from, &mut counted)
            }
            Span::Days(n) => {
                let end = from.checked_add_days(Days::new(n.into()));
                self.settle(end, &mut counted)
            }
            Span::Months(n) => {
                let end = from.checked_add_months(Months::new(n.into()));
                let same_day = end.is_some_and(|end| end.day() == from.day());
                counted.nominal = if same_day { Nominal::CorrespondingDay } else { Nominal::LastDayOfMonth };
                self.settle(end, &mut counted)
            }
        };
        // Months and days depend on holidays only at their end, working days all along.
        let looked_at = if matches!(span, Span::WorkingDays(_)) {
            first.year()
        } else {
            counted.moved.as_ref().map_or(on, |moved| moved.from).year()
        };
        counted.provisional = (looked_at..=on.year()).any(|year| !self.covers(year));
        Due { from, span, on, counted }
    }

    /// The day to warn on: so long before a last day, and a working day.
    pub fn before(&self, span: Span, end: NaiveDate) -> NaiveDate {
        let back = |day: NaiveDate| day.pred_opt().unwrap_or(NaiveDate::MIN);
        let mut day = match span {
            Span::WorkingDays(n) => {
                let mut day = end;
                for _ in 0..n {
                    day = back(day);
                    while !self.is_working_day(day) && day > NaiveDate::MIN {
                        day = back(day);
                    }
                }
                day
            }
            Span::Days(n) => end.checked_sub_days(Days::new(n.into())).unwrap_or(NaiveDate::MIN),
            Span::Months(n) => end.checked_sub_months(Months::new(n.into())).unwrap_or(NaiveDate::MIN),
        };
        while !self.is_working_day(day) && day > NaiveDate::MIN {
            day = back(day);
        }
        day
    }

    /// Working days after one day up to another; below zero when the other is earlier.
    pub fn working_days_between(&self, after: NaiveDate, until: NaiveDate) -> i64 {
        if until < after {
            return -self.working_days_between(until, after);
        }
        let days = after.iter_days().skip(1).take_while(|day| *day <= until);
        let worked = days.filter(|day| self.is_working_day(*day)).count();
        i64::try_from(worked).unwrap_or(i64::MAX)
    }

    fn count_working_days(&self, n: u16, from: NaiveDate, counted: &mut Counted) -> NaiveDate {
        let mut left = n;
        for day in from.iter_days().skip(1) {
            if !self.is_working_day(day) {
                counted.left_out.push(self.rest_day(day));
                continue;
            }
            if is_weekend(day) {
                counted.made_up.push(day);
            }
            left = left.saturating_sub(1);
            if left == 0 {
                return day;
            }
        }
        NaiveDate::MAX
    }

    fn settle(&self, end: Option<NaiveDate>, counted: &mut Counted) -> NaiveDate {
        let end = end.unwrap_or(NaiveDate::MAX);
        let on = self.working_day_from(end);
        if is_weekend(on) {
            counted.made_up.push(on);
        }
        if on != end {
            counted.moved = Some(Moved { from: end, to: on, because: self.rest_day(end) });
        }
        on
    }

    fn rest_day(&self, on: NaiveDate) -> RestDay {
        let holiday = self.mark_on(on).map(|mark| mark.name.clone());
        RestDay { on, holiday }
    }
}

/// Saturday or Sunday.
pub(crate) fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}
