//! Rosters (clause 0.1): registers that come as a workbook and go as one: areas, constituencies, organizations, stations,
//! deputies, committee members, accounts.
//!
//! The data goes one way, and nothing is written before the end:
//!
//! * `sheets`: which sheets and columns there are, and which words they take
//! * `read`: from a file to tables (where each head stands, which column is which)
//! * `cells`, `rows`: from cells to what they mean: days, numbers, names, words of closed lists
//! * `known`: the registers as they stand
//! * `check`: rows against the registers; `findings`: all that is wrong, each with its cell and what was probably meant
//! * `plan`: what would be written: new, changed, the same
//! * `apply`: the plan, by the acts of the rooms whose registers they are, in one transaction, with a mark for each thing
//! * `wishes`: roles that a roster wished for, given by the security administrator with one press
//! * `undo`: the marks backwards, within a day, unless something stands on them by now
//! * `export`: the registers as the very workbook that can come back, and the template
//! * `acts`, `jobs`, `pages`, `progress`, `store`: what people do with a roster, and where it is meanwhile
//!
//! A row is found again by what it is, never by its place: an area by its path, a constituency and an organization by short
//! code or number and name, a person by number, an account by login. So a file that was given out comes back as no
//! change at all. An empty cell leaves what stands there; what is not in the file stays.

pub mod acts;
mod apply;
mod cells;
mod check;
pub(in crate::exchange) mod coming;
mod export;
pub mod findings;
pub mod jobs;
mod known;
pub mod pages;
pub mod plan;
mod progress;
mod read;
mod rows;
pub mod sheets;
pub mod store;
#[cfg(test)]
pub(in crate::exchange) mod tests;
mod undo;
pub mod wishes;

pub(in crate::exchange) use acts::Tell;
pub(in crate::exchange) use apply::apply;
pub(in crate::exchange) use plan::Plan;
pub(in crate::exchange) use wishes::Wish;
