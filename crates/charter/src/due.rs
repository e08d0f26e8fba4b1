//! A deadline's last day, with how it was counted, so that a page can say it in words.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::clauses::Text;
use crate::span::Span;

/// The last day, and how it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The day the clock started, which is not counted.
    pub from: NaiveDate,
    /// How long.
    pub span: Span,
    /// The last day: it ends with this day.
    pub on: NaiveDate,
    /// How it was counted.
    pub counted: Counted,
}

/// How a last day was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The first day counted: the day after the start.
    pub first: NaiveDate,
    /// Which day the count came to.
    pub nominal: Nominal,
    /// Set when that day is no working day, so the deadline moved.
    pub moved: Option<Moved>,
    /// For working days: the weekends and holidays left out, first to last.
    pub left_out: Vec<RestDay>,
    /// Weekend days counted, or ended on, because they are worked (调休上班).
    pub made_up: Vec<NaiveDate>,
    /// A year in it has no list of public holidays yet, so the day may still move.
    pub provisional: bool,
}

/// Which day a count comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nominal {
    /// The last of so many working days.
    WorkingDay,
    /// The last of so many days.
    Day,
    /// The day of the month on which it started.
    CorrespondingDay,
    /// The last day of a month that has no such day.
    LastDayOfMonth,
}

/// The last day was moved past days off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The day the count came to.
    pub from: NaiveDate,
    /// The next working day.
    pub to: NaiveDate,
    /// Why that day is off.
    pub because: RestDay,
}

/// A day on which offices do not work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestDay {
    /// The day.
    pub on: NaiveDate,
    /// The public holiday; none for an ordinary weekend.
    pub holiday: Option<Text>,
}
