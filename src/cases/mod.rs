//! Clause 8: what voters and deputies say that wants handling, from the day it is raised until its sender has an
//! answer.
//!
//! An opinion's way: a page, the import or the demo asks for a [`Move`]; `acts::take` opens one transaction, loads the
//! case through `store::visible_to`, asks [`flow::after`] whether it may happen, and writes the row, its entry, the
//! journal, the ledger, the notices and the search index, or nothing of it.
//!
//! * `flow`: the life of a case as one pure function
//! * `who`: which permit each step needs, and whose case it must be
//! * `deadlines`: each due day, with how it was counted
//! * `acts`: raising a case, and every step after that
//! * `facts`, `hears`: what is written down about a step, and who hears of it
//! * `store`: the SQL
//! * `timeline`: what happened, in sentences, for whoever reads
//! * `desks`: the pages of those who handle them
//! * `public`: the pages for voters and everybody
//! * `incoming`: opinions that came by text message and wait for a keeper
//! * `attached`: photos and papers, for those who take part

pub mod acts;
pub mod attached;
pub mod deadlines;
pub mod desks;
mod facts;
pub mod flow;
mod hears;
mod incoming;
pub mod public;
pub mod store;
#[cfg(test)]
mod tests;
pub mod timeline;
#[cfg(test)]
mod walk_tests;
mod who;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

pub use acts::{Move, NewCase};
pub use who::{may_take, permit};

use flow::{Standing, State};

use crate::base::Config;
use crate::notices;

/// How an opinion came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// The form on the public site.
    Web,
    /// A QR code of a deputy, station or constituency.
    Qr,
    /// A paper form.
    Paper,
    /// A telephone call.
    Telephone,
    /// Said at the counter of a station or office.
    Counter,
    /// A letter.
    Letter,
    /// A text message to the station's number.
    Sms,
    /// A deputy's own page.
    Deputy,
    /// A committee member heard it in a contact with a deputy and passed it on.
    Contact,
    /// Heard in an activity with voters, by a deputy or the office that recorded it.
    Outreach,
    /// Said at a meeting, an inspection or another event.
    Event,
    /// A file of messages from elsewhere.
    Import,
}

impl Channel {
    /// All channels.
    pub const ALL: [Channel; 12] = [
        Channel::Web,
        Channel::Qr,
        Channel::Paper,
        Channel::Telephone,
        Channel::Counter,
        Channel::Letter,
        Channel::Sms,
        Channel::Deputy,
        Channel::Contact,
        Channel::Outreach,
        Channel::Event,
        Channel::Import,
    ];

    /// Those that staff choose from when they enter an opinion on a voter's behalf.
    pub const ON_BEHALF: [Channel; 5] =
        [Channel::Paper, Channel::Telephone, Channel::Counter, Channel::Letter, Channel::Sms];

    /// The word in the database and in sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Channel::Web => "web",
            Channel::Qr => "qr",
            Channel::Paper => "paper",
            Channel::Telephone => "telephone",
            Channel::Counter => "counter",
            Channel::Letter => "letter",
            Channel::Sms => "sms",
            Channel::Deputy => "deputy",
            Channel::Contact => "contact",
            Channel::Outreach => "outreach",
            Channel::Event => "event",
            Channel::Import => "import",
        }
    }

    /// The channel of a word.
    pub fn of_word(word: &str) -> Option<Channel> {
        Channel::ALL.into_iter().find(|channel| channel.word() == word)
    }
}

/// How a voter wants to hear the answer: `online` by the receipt, as staff tell it, or by text messages that come by
/// themselves.
pub const ANSWER_BY: [&str; 5] = ["online", "telephone", "letter", "person", BY_TEXT];

/// By text messages: the voter gave a number and agreed.
pub const BY_TEXT: &str = "sms";

/// The ways that a form offers: text messages only where they can be sent.
pub fn answers(config: &Config) -> Vec<&'static str> {
    ANSWER_BY.into_iter().filter(|way| *way != BY_TEXT || notices::may_text(config)).collect()
}

/// An opinion as it stands.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its id.
    pub id: Uuid,
    /// Its number, such as 2026-000123.
    pub number: String,
    /// What its sender follows it with.
    pub receipt: String,
    /// How often it was changed: nobody overwrites what they have not seen.
    pub version: i64,
    /// The machine's memory.
    pub standing: Standing,
    /// The word of its [`Channel`].
    pub channel: String,
    /// One line.
    pub subject: String,
    /// What was said.
    pub body: String,
    /// Where, in the sender's words.
    pub place: String,
    /// The area it is about.
    pub area_id: Option<Uuid>,
    /// The constituency it comes from.
    pub constituency_id: Option<Uuid>,
    /// The station it came through.
    pub station_id: Option<Uuid>,
    /// The voter's name, if given.
    pub voter_name: String,
    /// The voter's telephone number, if given.
    pub voter_phone: String,
    /// The voter's e-mail address, if given.
    pub voter_email: String,
    /// The voter's account, if there is one.
    pub voter_account_id: Option<Uuid>,
    /// One of [`ANSWER_BY`].
    pub answer_by: String,
    /// The deputy concerned, or who raised it.
    pub deputy_id: Option<Uuid>,
    /// The office that sorts it.
    pub office_id: Option<Uuid>,
    /// The working body that examines it.
    pub body_id: Option<Uuid>,
    /// The lead organ.
    pub organ_id: Option<Uuid>,
    /// When it was first said.
    pub heard_on: NaiveDate,
    /// The committee member's contact in which it was heard.
    pub heard_in: Option<Uuid>,
    /// When it was raised here.
    pub raised_at: DateTime<Utc>,
    /// Who entered it, if not its sender.
    pub entered_by: Option<Uuid>,
    /// The serial number of the paper form it came on.
    pub serial: String,
    /// It was filled in for the voter, who agreed to that on paper.
    pub consented: bool,
    /// How the due day was counted, as JSON.
    pub due_how: Option<String>,
    /// From this day on its owner is to be warned; none once that was done.
    pub warn_on: Option<NaiveDate>,
    /// When it was last transferred.
    pub transferred_on: Option<NaiveDate>,
    /// The case it was joined to.
    pub joined_to: Option<Uuid>,
    /// How many said "I have this too".
    pub supports: i64,
    /// The line shown to the public.
    pub public_subject: Option<String>,
    /// The text shown to the public, personal data removed.
    pub public_body: Option<String>,
    /// Since when it is public.
    pub published_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}

impl Case {
    /// Whether there is an outcome to be told to its voter.
    pub fn has_outcome(&self) -> bool {
        let state = self.standing.state;
        state.answered() || matches!(state, State::Settled | State::Guided)
    }

    /// Whether its voter has yet to open the outcome.
    pub fn unopened(&self) -> bool {
        self.standing.has_voter && self.has_outcome() && !self.standing.voter.seen
    }
}
