//! Clauses 2 and 7: who must do what how often, and how far it is done, computed from the ledger by the charter.
//!
//! Nobody types these numbers and nobody is ranked by them: each is a counter that moves with the acts, judged by the
//! charter in force, shrunk to the days served, and leads to the acts that show it.
//!
//! * `standings`: one face for all who ask: how each person stands, and each duty in sum
//! * `lines`: the same as lists show it, one line a person and duty
//! * `evidence`: the acts behind each number
//! * `export`: the same as CSV
//! * `reminders`, `clockwork`: reminding those who still owe something, by hand and on the charter's days
//! * `store`: whose duties somebody may see

pub mod clockwork;
pub mod evidence;
pub mod export;
#[cfg(test)]
pub(crate) mod history_tests;
pub mod lines;
pub mod pages;
pub mod reminders;
pub mod standings;
pub mod store;
#[cfg(test)]
mod tests;

pub use standings::{Only, Standing, Summary, Which, day_in, of, of_person, summary};
