//! Periods in which duties are counted: a calendar year, a term, a part of either.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::worded::worded;

worded! {
    /// In which period a duty is counted.
    pub enum Per {
        /// 每年: the calendar year.
        Year = "year",
        /// 每届: the congress's term.
        Term = "term",
    }
}

impl Per {
    /// The period of this kind that a day lies in; a day outside all terms lies in none, a day of two in the later.
    pub fn of(self, day: NaiveDate, terms: &[Period]) -> Option<Period> {
        match self {
            Per::Year => Some(Period::of(day)),
            Per::Term => terms.iter().copied().filter(|term| term.contains(day)).max(),
        }
    }
}

/// The last day lies before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a period cannot end on {to}, before it starts on {from}")]
pub struct Backwards {
    /// The first day given.
    pub from: NaiveDate,
    /// The last day given.
    pub to: NaiveDate,
}

/// Days from one to another, both counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Ends", into = "Ends")]
pub struct Period {
    from: NaiveDate,
    to: NaiveDate,
}

#[derive(Serialize, Deserialize)]
struct Ends {
    from: NaiveDate,
    to: NaiveDate,
}

impl TryFrom<Ends> for Period {
    type Error = Backwards;

    fn try_from(ends: Ends) -> Result<Period, Backwards> {
        Period::new(ends.from, ends.to)
    }
}

impl From<Period> for Ends {
    fn from(period: Period) -> Ends {
        Ends { from: period.from, to: period.to }
    }
}

impl Period {
    /// From the first day to the last, such as a term.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Result<Period, Backwards> {
        if to < from {
            return Err(Backwards { from, to });
        }
        Ok(Period { from, to })
    }

    /// The calendar year a day lies in.
    pub fn of(day: NaiveDate) -> Period {
        // The first and last years chrono knows are not whole.
        let edge = |month, day_of, limit| NaiveDate::from_ymd_opt(day.year(), month, day_of).unwrap_or(limit);
        Period { from: edge(1, 1, NaiveDate::MIN), to: edge(12, 31, NaiveDate::MAX) }
    }

    /// The first day.
    pub fn from(&self) -> NaiveDate {
        self.from
    }

    /// The last day.
    pub fn to(&self) -> NaiveDate {
        self.to
    }

    /// Whether a day lies in it.
    pub fn contains(&self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// The days both have, such as the part of a year in which somebody held a seat.
    pub fn overlap(&self, other: &Period) -> Option<Period> {
        Period::new(self.from.max(other.from), self.to.min(other.to)).ok()
    }

    /// The same first day with another last day, which must not lie before it.
    pub(crate) fn up_to(&self, last: NaiveDate) -> Period {
        Period { from: self.from, to: last.max(self.from) }
    }

    /// How many days it has.
    pub fn length(&self) -> u64 {
        (self.to - self.from).num_days().unsigned_abs() + 1
    }

    /// Each day, first to last.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let last = self.to;
        self.from.iter_days().take_while(move |day| *day <= last)
    }

    /// Each calendar year in it; the first and last may be only parts of a year.
    pub fn years(&self) -> impl Iterator<Item = Period> + use<> {
        let whole = *self;
        let mut start = Some(self.from);
        std::iter::from_fn(move || {
            let year = Period::of(start?).overlap(&whole)?;
            start = year.to.succ_opt().filter(|day| whole.contains(*day));
            Some(year)
        })
    }
}
