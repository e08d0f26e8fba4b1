//! Times of the day as minutes since midnight, and quarters of a year.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use crate::base::form::plain;

/// A time as people write it: `9:00`.
pub fn clock(minutes: i64) -> String {
    format!("{}:{:02}", minutes.div_euclid(60), minutes.rem_euclid(60))
}

/// What people type: `9:00`, `09：30`, `0930`, `9`, `9.30`.
pub fn minutes(typed: &str) -> Option<i64> {
    let typed = plain(typed);
    let bits: Vec<&str> = typed.split(|c: char| !c.is_ascii_digit()).filter(|bit| !bit.is_empty()).collect();
    let (hours, minutes): (i64, i64) = match bits.as_slice() {
        [whole] if whole.len() == 4 => (whole[..2].parse().ok()?, whole[2..].parse().ok()?),
        [hours] if hours.len() <= 2 => (hours.parse().ok()?, 0),
        [hours, minutes, ..] if hours.len() <= 2 && minutes.len() == 2 => {
            (hours.parse().ok()?, minutes.parse().ok()?)
        }
        _ => return None,
    };
    let found = hours * 60 + minutes;
    ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some(found)
}

/// A day with a time, by China's clocks.
pub fn local(day: NaiveDate, minutes: i64) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN) + TimeDelta::minutes(minutes)
}

/// A quarter of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter {
    /// The year.
    pub year: i32,
    /// 1 to 4.
    pub number: u32,
}

impl Quarter {
    /// The quarter of a day.
    pub fn of(day: NaiveDate) -> Quarter {
        Quarter { year: day.year(), number: day.month0() / 3 + 1 }
    }

    /// The quarter of a word such as `2026-3`.
    pub fn parse(word: &str) -> Option<Quarter> {
        let (year, number) = word.split_once('-')?;
        let (year, number) = (year.parse().ok()?, number.parse().ok()?);
        ((2000..2200).contains(&year) && (1..=4).contains(&number)).then_some(Quarter { year, number })
    }

    /// The word of it.
    pub fn word(self) -> String {
        format!("{}-{}", self.year, self.number)
    }

    /// Its first day.
    pub fn first(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.number * 3 - 2, 1).expect("every quarter has a first day")
    }

    /// Its last day.
    pub fn last(self) -> NaiveDate {
        self.next().first().pred_opt().expect("there is a day before")
    }

    /// The one after it.
    pub fn next(self) -> Quarter {
        match self.number {
            4 => Quarter { year: self.year + 1, number: 1 },
            number => Quarter { number: number + 1, ..self },
        }
    }

    /// The one before it.
    pub fn before(self) -> Quarter {
        match self.number {
            1 => Quarter { year: self.year - 1, number: 4 },
            number => Quarter { number: number - 1, ..self },
        }
    }

    /// Its days.
    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        let last = self.last();
        self.first().iter_days().take_while(move |day| *day <= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (typed, found) in [
            ("9:00", Some(540)),
            ("09：30", Some(570)),
            ("0930", Some(570)),
            (" 14 ", Some(840)),
            ("１４:０5", Some(845)),
            ("24:00", None),
            ("9:60", None),
            ("", None),
            ("930", None),
            ("x", None),
        ] {
            assert_eq!(minutes(typed), found, "{typed}");
        }
        assert_eq!(clock(545), "9:05");
    }

    #[test]
    fn quarters_follow_one_another() {
        let third = Quarter::parse("2026-3").unwrap();
        assert_eq!(
            (third.first().to_string(), third.last().to_string()),
            ("2026-07-01".into(), "2026-09-30".into())
        );
        assert_eq!(third.next().next().word(), "2027-1");
        assert_eq!(Quarter::parse("2026-1").unwrap().before().word(), "2025-4");
        assert_eq!(third.days().count(), 92);
        assert_eq!(Quarter::of(third.last()), third);
        for wrong in ["2026", "2026-5", "2026-0", "x-1", "9-9-9"] {
            assert_eq!(Quarter::parse(wrong), None, "{wrong}");
        }
    }
}
