//! Clause 4: what the Standing Committee publishes, and whether the deputies have it.
//!
//! An item (条目) is written once: a resolution, an appointment, a report. Somebody writes it, somebody else reviews it,
//! and then it goes out by channel: into the inboxes of those it is meant for, onto the public site, on paper. What is
//! put right later is another edition that says what it changed; what is withdrawn leaves its title and the reason. An issue
//! is put right by an item about it (更正), to which it leads from then on; withdrawn, it keeps its number.
//! Issues, gazettes (公报) and briefs (简报), are composed of items; a second person approves one, and in that very act
//! it gets its number, without gaps.
//!
//! Of each channel it is known when an item was there, and so how many hours that was after its adoption. Of each person
//! it is known whether he or she opened it, and who has not is reminded once; how long somebody read is not counted.
//!
//! Informing is nobody's duty in the ledger: the charter has no duty of an office (clause 4 says "in time"), so its goal in hours
//! is a rule of `[bulletins]`, and how far it is kept is worked out from deliveries and never typed.
//!
//! * `text`: headings and tables out of plain text, pure; `numbers`: how issues are numbered; `prompt`: hours to delivery
//! * `acts`: writing and reviewing items, sending them, composing and approving issues
//! * `clockwork`: the one reminder
//! * `official`: an issue as an official document; `kept`: its papers; `feeds`: what feed readers read
//! * `store`: the SQL; `pages`: for everybody, for those who are sent it, for those who write

pub mod acts;
pub mod clockwork;
mod feeds;
pub mod kept;
pub mod numbers;
pub mod official;
mod pages;
mod prompt;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;
pub mod text;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

pub use pages::routes;
pub use prompt::hours;

use crate::base::start_of;

/// What an item may be, in the order in which an issue prints them.
pub const KINDS: [&str; 6] = ["resolution", "decision", "appointment", "arrangement", "activity", "report"];
/// The kinds of issue.
pub const ISSUES: [&str; 2] = ["gazette", "brief"];
/// Who may read an item.
pub const READERS: [&str; 3] = ["public", "deputies", "office"];
/// By which channels an item or an issue is sent by itself; items also go out with a gazette or a brief.
pub const CHANNELS: [&str; 4] = ["inbox", "website", "wechat", "print"];
/// Of them those that people carry: done when somebody says so.
pub const BY_HAND: [&str; 2] = ["wechat", "print"];
/// Whom the inbox channel reaches.
pub const AUDIENCES: [&str; 3] = ["deputies", "members", "groups"];

/// Characters of the longest title.
pub const TITLE: usize = 120;
/// Characters of the longest issuer, and of the longest note on its adoption.
pub const LINE: usize = 120;
/// Characters of the longest text.
pub const LONGEST: usize = 20_000;
/// Characters of a reason, and of what a correction changed.
pub const REASON: usize = 500;
/// Items of the longest issue.
pub const MOST: usize = 120;

/// The kind of thing in the journal and in notices.
pub(crate) const ITEM: &str = "bulletin";
/// An issue there.
pub(crate) const ISSUE: &str = "bulletin-issue";

/// Where an item or an issue is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is being written.
    Draft,
    /// Somebody else is asked to review it.
    Review,
    /// It was sent back with a reason.
    Returned,
    /// It may go out.
    Passed,
    /// It went out.
    Sent,
    /// It was taken back.
    Withdrawn,
}

impl State {
    /// The word in sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Review => "review",
            State::Returned => "returned",
            State::Passed => "passed",
            State::Sent => "sent",
            State::Withdrawn => "withdrawn",
        }
    }

    /// The shape of its word on a page.
    pub fn shape(self) -> &'static str {
        match self {
            State::Draft => "new",
            State::Review | State::Returned => "wait",
            State::Passed => "go",
            State::Sent => "done",
            State::Withdrawn => "stop",
        }
    }

    /// Whether its words may be changed.
    pub fn is_open(self) -> bool {
        matches!(self, State::Draft | State::Returned)
    }

    fn of(word: &str) -> State {
        match word {
            "review" => State::Review,
            "returned" => State::Returned,
            "passed" => State::Passed,
            "issued" => State::Sent,
            _ => State::Draft,
        }
    }
}

/// An item with one of its editions: the last one for those who write, the published one for those who read.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Item {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub office_id: Uuid,
    /// The name of that office.
    pub office: String,
    /// What it is.
    pub kind: String,
    /// Who may read it.
    pub readers: String,
    /// The office whose people may.
    pub reader_office: Option<Uuid>,
    /// The year of its number.
    pub year: Option<i64>,
    /// Its number in the year.
    pub nth: Option<i64>,
    /// Its last edition.
    pub latest: i64,
    /// The published one; 0 for none.
    pub published: i64,
    /// When it was first published.
    pub sent_at: Option<DateTime<Utc>>,
    /// When what is published last changed.
    pub updated_at: Option<DateTime<Utc>>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Why.
    pub withdrawn_reason: String,
    /// The issue that it puts right.
    pub corrects_issue: Option<Uuid>,
    /// How often it was changed.
    pub version: i64,
    /// Which edition this is.
    pub edition: i64,
    /// Its title.
    pub title: String,
    /// Who issues it.
    pub issuer: String,
    /// The day of its adoption.
    pub adopted_on: NaiveDate,
    /// The minute of that day, where it is known.
    pub adopted_at: Option<i64>,
    /// How it was adopted, as it stands in parentheses below the title.
    pub adoption: String,
    /// Its text.
    pub body: String,
    /// What this edition corrected.
    pub change_note: String,
    /// The word of the edition's state.
    pub state: String,
    /// The accounts that wrote in it, separated by blanks.
    pub writers: String,
    /// Why it was sent back.
    pub returned: String,
}

impl Item {
    /// Where it is in its life.
    pub fn state(&self) -> State {
        match self.withdrawn_at {
            Some(_) => State::Withdrawn,
            None if self.edition == self.published => State::Sent,
            None => State::of(&self.state),
        }
    }

    /// Its number as people read it; empty until it is published.
    pub fn number(&self) -> String {
        self.year.zip(self.nth).map(|(year, nth)| format!("{year}-{nth}")).unwrap_or_default()
    }

    /// Whether an account wrote in this edition.
    pub fn is_writer(&self, account: Option<Uuid>) -> bool {
        wrote(&self.writers, account)
    }

    /// From when the hours until its delivery are counted: from the hour of its adoption, else from the day's beginning,
    /// so that nobody looks faster than he or she was.
    pub fn adopted(&self) -> DateTime<Utc> {
        start_of(self.adopted_on) + TimeDelta::minutes(self.adopted_at.unwrap_or(0))
    }
}

/// A gazette or brief.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Issue {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub office_id: Uuid,
    /// The name of that office.
    pub office: String,
    /// Gazette or brief.
    pub kind: String,
    /// Its line: 市十届人大常委会第三十次会议公报; may be empty.
    pub title: String,
    /// Who may read it: the fewest of its items' readers.
    pub readers: String,
    /// The word of its state.
    pub state: String,
    /// Where it goes, separated by blanks.
    pub channels: String,
    /// Whom its inbox channel reaches, separated by blanks.
    pub audience: String,
    /// The groups among them, separated by blanks.
    pub groups_told: String,
    /// The year of its number.
    pub year: Option<i64>,
    /// Its number in the year.
    pub nth: Option<i64>,
    /// Its number of all years.
    pub total: Option<i64>,
    /// The accounts that composed it, separated by blanks.
    pub writers: String,
    /// When it was issued.
    pub sent_at: Option<DateTime<Utc>>,
    /// When what is published last changed.
    pub updated_at: Option<DateTime<Utc>>,
    /// Why it was sent back.
    pub returned: String,
    /// When it was withdrawn; its number stays its own.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Why.
    pub withdrawn_reason: String,
    /// How often it was changed.
    pub version: i64,
    /// How many items it has.
    pub items: i64,
}

impl Issue {
    /// Where it is in its life.
    pub fn state(&self) -> State {
        match self.withdrawn_at {
            Some(_) => State::Withdrawn,
            None => State::of(&self.state),
        }
    }

    /// Its number in its address; empty until it is issued.
    pub fn number(&self) -> String {
        self.year.zip(self.nth).map(|(year, nth)| format!("{year}-{nth}")).unwrap_or_default()
    }

    /// Its number by the habit of offices; empty until it is issued.
    pub fn label(&self) -> String {
        match (self.year, self.nth) {
            (Some(year), Some(nth)) => numbers::label(&self.kind, year, nth, self.total.unwrap_or(nth)),
            _ => String::new(),
        }
    }

    /// Its public address.
    pub fn path(&self) -> String {
        let folder = if self.kind == "gazette" { "gazettes" } else { "briefs" };
        format!("/{folder}/{}", self.number())
    }

    /// Whether an account composed it.
    pub fn is_writer(&self, account: Option<Uuid>) -> bool {
        wrote(&self.writers, account)
    }
}

fn wrote(writers: &str, account: Option<Uuid>) -> bool {
    account.is_some_and(|account| writers.split(' ').any(|one| one == account.to_string()))
}

/// The writers with one more.
fn with_writer(writers: &str, account: Uuid) -> String {
    match wrote(writers, Some(account)) {
        true => writers.to_owned(),
        false => format!("{writers} {account}").trim().to_owned(),
    }
}
