//! Who contacts whom: clause 2 of the Opinion. The deputies affairs commission assigns each member of the standing
//! committee the grass-roots deputies he or she contacts: it lets the system propose, changes by hand, publishes; the
//! assignment is in force from a day, and what was in force before stays as it was.
//!
//! * `balance`: the proposal, pure
//! * `sides`: the people of both sides on a day, and what is proposed for them
//! * `difference`: what a plan changes, pure
//! * `acts`: propose, move, undo, publish; ties
//! * `store`: plans and ties in the database; what is in force stands in the register of people
//! * `table`: the assignment on a day, as it is shown, printed and downloaded
//! * `pages`: the pages

pub mod acts;
pub mod balance;
mod difference;
mod pages;
mod sides;
pub mod store;
pub mod table;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

pub use pages::routes;

/// Whom one must not be assigned to: known relations, either way round.
pub const TIES: [&str; 3] = ["spouse", "kin", "superior"];

/// The reason of a pair that the clerk made.
pub const BY_HAND: &str = "by-hand";

/// What becomes of the pairs that are in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// They all stay; only deputies who have no member get one.
    Fill,
    /// They stay where loads remain even.
    Keep,
    /// Whoever knows each other meets somebody new.
    Rotate,
}

impl Way {
    /// All ways, in the order in which they are offered.
    pub const ALL: [Way; 3] = [Way::Fill, Way::Keep, Way::Rotate];

    /// The word in the database and in sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Way::Fill => "fill",
            Way::Keep => "keep",
            Way::Rotate => "rotate",
        }
    }
}

/// What the commission wants proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The first day of the assignment.
    pub in_force_on: NaiveDate,
    /// What becomes of the pairs that are in force on the day before.
    pub way: Way,
}
