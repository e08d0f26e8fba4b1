//! The Opinion's rules as data (制度): what must be done, how often, in which time, and by which clause.
//!
//! A charter is one TOML file a congress writes for itself. This crate reads it with exact error
//! places, picks the version in force on a day, and counts periods and deadlines. No file is opened
//! and no clock is read here: callers hand in the text and the day.

mod calendar;
mod calendar_file;
mod calendar_ics;
mod cases;
mod charter;
mod clauses;
mod deadlines;
mod due;
mod duties;
mod mistake;
mod period;
mod publication;
mod reader;
mod span;
#[cfg(test)]
mod tests;
mod versions;
mod vocabulary;
mod worded;

pub use calendar::{AlreadyWorkingDay, Calendar, DayKind, Mark};
pub use cases::{Cases, Category, Feedback, Grade, Matter, Recipient, Signer};
pub use charter::Charter;
pub use clauses::{Clause, Provision, Rule, Source, Text};
pub use deadlines::{Deadline, DeadlineRule};
pub use due::{Counted, Due, Moved, Nominal, RestDay};
pub use duties::{ActKind, Duty, PointsLine, Registration, RegistrationWay, Scope, When, Who};
pub use mistake::Mistake;
pub use period::{Backwards, Per, Period};
pub use publication::{Audience, ProfileField, Publication};
pub use span::Span;
pub use versions::Charters;
pub use vocabulary::{Vocabulary, Word};
