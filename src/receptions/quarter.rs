//! Quarters of a year.

use chrono::{Datelike, NaiveDate};

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
