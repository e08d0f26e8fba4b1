//! The Opinion's rules as data (制度): what must be done, how often, in which time, and by which clause.
//!
//! A charter is one TOML file a congress writes for itself. This crate reads it with exact error
//! places, picks the version in force on a day, and counts periods and deadlines, duties and points.
//! No file is opened and no clock is read here: callers hand in the text, the facts and the day.

mod bulletins;
mod calendar;
mod calendar_file;
mod calendar_ics;
mod caps;
mod cases;
mod charter;
mod clauses;
mod credits;
mod day_set;
mod deadlines;
mod due;
mod duties;
mod facts;
mod mistake;
mod owed;
mod period;
mod points;
mod publication;
mod reader;
mod registration;
mod reports;
mod review;
mod service;
mod span;
mod standing;
mod statement;
mod stations;
#[cfg(test)]
mod tests;
mod versions;
mod vocabulary;
mod worded;

pub use bulletins::Bulletins;
pub use calendar::{AlreadyWorkingDay, Calendar, DayKind, Mark};
pub use cases::{Cases, Category, Feedback, Grade, Matter, Recipient, Signer};
pub use charter::Charter;
pub use clauses::{Clause, Provision, Rule, Source, Text};
pub use credits::{Counter, Credit};
pub use day_set::DaySet;
pub use deadlines::{Deadline, DeadlineRule};
pub use due::{Counted, Due, Moved, Nominal, RestDay};
pub use duties::{ActKind, Duty, Scope, Who};
pub use facts::{ActFacts, Books, Held, LeaveFacts, PairFacts, SeatFacts};
pub use mistake::Mistake;
pub use owed::Owed;
pub use period::{Backwards, Per, Period};
pub use points::{Counts, PointsLine, When};
pub use publication::{Audience, ProfileField, Publication, Retention};
pub use registration::{Registration, RegistrationWay};
pub use reports::Reports;
pub use review::{Against, ByTelephone, Listing, Review};
pub use service::{LeaveCounts, Ranking, Reminders, Rounding, Service};
pub use span::Span;
pub use standing::{DutyStanding, Pace};
pub use statement::{Booked, Statement, Why};
pub use stations::{CountsAs, Stations};
pub use versions::Charters;
pub use vocabulary::{Vocabulary, Word};
