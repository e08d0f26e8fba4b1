//! Committee members' contact with deputies (clauses 1 and 2): whom I contact and how often this year, one short form
//! for a contact, what the deputy says of it, and what came of it.
//!
//! A contact is a row with what was said, and an act of the ledger with who, when, how and about what; the ledger says
//! whether it counts. What a deputy confides stands apart, in a table of its own: for the member who heard it and for
//! the commission, each look of which is written down, and for nobody and nowhere else.
//!
//! * `split`: what of a contact is confidential, pure
//! * `acts`: recording, amending, giving up; passing on what was heard as an opinion; reading what was confided
//! * `progress`: how a member stands with each deputy
//! * `store`: the SQL, and the one condition on who sees which contacts
//! * `pages`: the list, the form, one contact

pub mod acts;
mod pages;
pub mod progress;
pub mod split;
pub mod store;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use uuid::Uuid;

pub use pages::routes;

use crate::files::Checked;

/// A contact to be recorded, or what it is to say from now on.
#[derive(Debug, Clone, Default)]
pub struct NewContact {
    /// The form's own id: the same form sent twice is one contact.
    pub form: Uuid,
    /// By which of the charter's methods.
    pub way: String,
    /// On which day.
    pub on_day: NaiveDate,
    /// With which deputies: one or more who held a seat on that day.
    pub deputies: Vec<Uuid>,
    /// The charter's words for what it was about: one or more.
    pub topics: Vec<String>,
    /// What was said.
    pub said: String,
    /// What the deputy confided: personal difficulties.
    pub confidence: String,
    /// What was said under a confidential topic alone is not confidential all the same.
    pub open: bool,
    /// Where, in words.
    pub place: String,
    /// Declare it at once.
    pub declare: bool,
    /// Photos, cleaned; never needed.
    pub files: Vec<Checked>,
}

/// Something heard in a contact that wants handling, to be passed on as the deputy's opinion.
#[derive(Debug, Clone)]
pub struct Passed {
    /// The form's own id: the same form sent twice is one opinion.
    pub form: Uuid,
    /// The deputy who said it, one of those contacted.
    pub deputy: Uuid,
    /// One line; made from the words when left out.
    pub subject: String,
    /// What was said.
    pub body: String,
    /// Where, in words.
    pub place: String,
}
