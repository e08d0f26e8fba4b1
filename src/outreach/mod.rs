//! Clauses 5 and 7: what deputies do with voters, recorded once, an act for each deputy who took part.
//!
//! An activity is one row with what was said; day, method, purposes and place stand in its acts, one for each deputy,
//! and whether it counts is the ledger's business. A deputy records his or her own; a local office records one
//! activity for the deputies whom it serves, a leader for those of the group; each of them is told and
//! confirms or objects. Asked is in which constituency it
//! was: an act carries it only when it is its deputy's own (原选区), so that nothing else moves the duty of clause 7.
//!
//! What voters said that wants handling becomes an opinion from the page of the activity, with nothing typed twice.
//!
//! The row has no journal entry of its own: nothing of it changes without its acts, and each of them has its entry.
//! Once an act of it stands or waits to be verified, what was said is not edited any more.
//!
//! * `acts`: recording, changing, taking back
//! * `pass_on`: what was heard becomes an opinion
//! * `store`: the SQL
//! * `pages`: the lists, the form, one activity

pub mod acts;
mod pages;
pub mod pass_on;
pub mod store;
#[cfg(test)]
mod tests;

pub use pages::routes;

/// Characters of the longest summary of what was said.
pub const LONGEST: usize = 5_000;

/// Characters of the longest place.
pub const PLACE: usize = 100;

/// The most voters that one activity may name.
pub const MOST_VOTERS: i64 = 100_000;

/// The method that is a kind of act of its own: a duty report is held, published and rated elsewhere.
const DUTY_REPORT: &str = "duty_report";
