//! Clause 6, reception days (接待日): a station's roster of a quarter, its publication, the places voters book, and
//! the desk at which they are received.
//!
//! A reception's way: a station has a rhythm; the quarter is proposed from it and from the deputies attached
//! ([`roster::propose`]), changed by hand, checked ([`conflicts`]) and published as a whole. From then on it is public,
//! in the calendars to subscribe to, and voters may book. On its day the desk takes down who is on duty and enters each
//! opinion through `cases::acts::enter`, so that number, deadlines and tracking are those of any other. Closing makes
//! the record: where the charter says as what a reception counts, one activity is recorded for the deputies who came
//! (`outreach::held`), in the same transaction.
//!
//! Every form of the desk carries its own id or sets a value outright: sent twice, it is done once.
//!
//! * `quarter`: quarters of a year
//! * `rhythm`, `roster`, `conflicts`: which days, who is on duty, what stands in the way; pure
//! * `who`: whose stations an actor keeps or sees
//! * `acts`: planning, publishing, changing, booking, receiving, closing
//! * `clockwork`: what each day does: names and numbers of bookings are erased
//! * `store`: the SQL
//! * `pages`: the roster, the desk, the public calendar and booking, calendars to subscribe to, what is printed

pub mod acts;
pub mod clockwork;
pub mod conflicts;
pub mod pages;
pub mod quarter;
pub mod rhythm;
pub mod roster;
pub mod store;
#[cfg(test)]
mod tests;
pub mod who;

use chrono::NaiveDate;

pub use pages::{entries, routes};

/// Where a reception day is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Proposed or put in by hand; nobody outside sees it.
    Planned,
    /// Announced.
    Published,
    /// Called off after it was announced.
    Cancelled,
    /// Over, and its record is made.
    Closed,
}

impl State {
    /// All states.
    pub const ALL: [State; 4] = [State::Planned, State::Published, State::Cancelled, State::Closed];

    /// The word in the database and in sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            State::Planned => "planned",
            State::Published => "published",
            State::Cancelled => "cancelled",
            State::Closed => "closed",
        }
    }

    /// The state of a word.
    pub fn of_word(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// Days after a reception when the names and numbers of its bookings are erased.
pub const KEPT: i64 = 30;

/// The most that one reception may count of those who came without an opinion.
pub const MOST_VISITORS: i64 = 9_999;

/// Characters of the longest summary.
pub const LONGEST: usize = 2_000;

/// Whether a station's area lies in a constituency: it is one of its villages, or the town of a constituency that
/// lies there, whose home serves the whole town.
pub fn in_constituency(
    station: Option<uuid::Uuid>,
    constituency: &crate::bodies::Constituency,
    parts: &[crate::bodies::Area],
) -> bool {
    station.is_some_and(|area| area == constituency.area_id || parts.iter().any(|part| part.id == area))
}

/// Whether two days are so near that a reception is announced later than the charter asks.
pub fn at_short_notice(today: NaiveDate, day: NaiveDate, notice: u16) -> bool {
    (day - today).num_days() < i64::from(notice)
}
