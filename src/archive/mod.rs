//! Clause 10.2: each deputy's archive (履职档案), which composes itself: meetings and speeches, inspections, training,
//! group activities, suggestions and what became of them, contact with voters as a large part of its own, duty reports
//! and their reviews, rewards. Nobody types a number: what stands there comes from the ledger, the events and the cases;
//! only what is none of these is an entry of its own, with its source.
//!
//! * `record`: what an archive is: parts, lines, what each line is counted under
//! * `compose`: from facts to an archive, pure; `gather` fetches the facts
//! * `acts`: entries: filed by other rooms in their own transaction, or written by the commission
//! * `corrections`: a deputy asks for something to be put right, and is answered
//! * `missing`: what an archive still lacks, computed
//! * `seals`: an archive as it was when its term ended, and whether it still is
//! * `prints`: files that were issued, and whether a file is one of them, page by page
//! * `printed`: an archive as a paper and as a workbook; `words`: what a line says
//! * `annex`, `annex_printed`: the numbers of a year for the leadership's report, each with its rows, and as files
//! * `clockwork`: sealing
//! * `store`: the SQL; `pages`: the pages

pub mod acts;
pub mod annex;
mod annex_printed;
pub mod clockwork;
pub mod compose;
pub mod corrections;
pub mod gather;
pub mod missing;
mod pages;
pub mod printed;
pub mod prints;
pub mod record;
pub mod seals;
pub mod store;
#[cfg(test)]
mod tests;
pub mod words;

use chrono::NaiveDate;
use uuid::Uuid;

pub use pages::{part_href, routes};
pub use record::Part;

use crate::bodies::Term;

/// Characters of the longest words of an entry, a request or an answer.
pub const LONGEST: usize = 1_000;

/// The days that an archive is about: a term, or one year of it.
#[derive(Debug, Clone)]
pub struct Span {
    /// The term.
    pub term: Term,
    /// The calendar year; the whole term when none.
    pub year: Option<i32>,
}

impl Span {
    /// The first and the last day.
    pub fn days(&self) -> (NaiveDate, NaiveDate) {
        let (from, to) = (self.term.starts_on, self.term.ends_on);
        let first = self.year.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
        let last = self.year.and_then(|year| NaiveDate::from_ymd_opt(year, 12, 31));
        (first.map_or(from, |first| first.max(from)), last.map_or(to, |last| last.min(to)))
    }

    /// The same as the end of an address.
    pub fn query(&self) -> String {
        let year = self.year.map(|year| format!("&year={year}")).unwrap_or_default();
        format!("term={}{year}", self.term.number)
    }
}

/// Whose archive it is.
#[derive(Debug, Clone, PartialEq, Eq, sea_orm::FromQueryResult)]
pub struct Subject {
    /// The person.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// The town or street of the latest constituency.
    pub area: Option<String>,
    /// The group he or she belongs to now.
    pub group_name: Option<String>,
}
