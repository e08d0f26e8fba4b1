//! What comes from elsewhere as a file, and what is given out as one.
//!
//! * `messages`: a file of messages, read and checked as a whole before anything is written
//! * `import`: each message made an opinion with its reply, by the same acts as on the web
//! * `opinions`: published opinions as CSV
//! * `ledger`, `assignments`, `seats`: everything from which duties and points are computed, for recounting by anyone
//! * `roster`: the registers as a workbook; `changeover`: from one term to the next, with the roster of the coming one
//! * `founding`: a congress founded for real, with its first two accounts; `clockworks`: what every room does once a day

pub mod assignments;
pub mod changeover;
pub mod clockworks;
pub mod founding;
#[cfg(test)]
mod founding_tests;
pub mod import;
pub mod ledger;
pub mod messages;
pub mod opinions;
#[cfg(test)]
pub(crate) mod recount_tests;
pub mod roster;
pub mod seats;
#[cfg(test)]
mod tests;

pub use crate::base::csv::{looks_like_formula, neutral};
