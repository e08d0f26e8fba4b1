//! Clause 9: points by the charter's table. Nobody types a number: a statement is computed from the ledger, each line
//! with the rule that judged it, its act and its evidence, and with what it counts less for. A member objects to a line
//! and gets an answer; what was wrong is put right in the ledger and the statement follows. At the end of a year the
//! commission freezes all statements: their digest goes into the journal's chain.
//!
//! Persons are not ranked: lists go by the strokes of the names. Only where a charter says otherwise
//! (`ranking.between_persons`) can the list be put in the order of points.
//!
//! * `statements`: the statement of one person, or of all members, for a year
//! * `freeze`: freezing a year, its digest, and whether what is kept is what was frozen
//! * `merits`: commendations; they count only once somebody else approved them
//! * `export`: all statements as CSV, documented in `docs/exports.md`
//! * `store`: the SQL
//! * `pages`: the pages

mod export;
pub mod freeze;
pub mod merits;
mod pages;
#[cfg(test)]
mod recount_tests;
pub mod statements;
pub mod store;
#[cfg(test)]
mod tests;

pub use export::{COLUMNS, write};
pub use pages::routes;
