//! Clause 5: before a session the deputies ask their voters, units and trades, and what was said comes back in order.
//!
//! A topic's way: the commission or a working body writes it (a title, plain words, questions), deputies are proposed with
//! reasons and a person decides who is asked, and it is opened. Each deputy has an address and a QR of his or her own, so
//! an answer belongs to that deputy's gathering; voters answer without an account, and what was said on paper or in a
//! forum is entered for them. When it closes, the answers become a digest: counts, themes, quotes without names. The
//! opener says what came of it, and everybody may read that. Some months later the answers are erased; the digest stays.
//!
//! An answer is nobody's duty done: where a deputy met people, that is an activity of `outreach`, recorded there.
//!
//! * `themes`: what many answers speak of, pure; `digest`: a topic in numbers, themes and quotes, pure
//! * `propose`: whom to ask, with the reasons
//! * `acts`: writing, asking, opening, closing, saying what came of it; `answers`: answering and entering
//! * `clockwork`: what each day does: closing what is over, erasing what was kept long enough
//! * `pack`: a deputy's papers for a session (clause 5.3)
//! * `store`: the SQL; `pages`: for voters, for those who ask, for those who are asked

pub mod acts;
pub mod answers;
pub mod clockwork;
pub mod digest;
mod pack;
mod pages;
mod propose;
pub mod store;
#[cfg(test)]
mod tests;
pub mod themes;

use chrono::{DateTime, Days, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

pub use pages::routes;

use crate::access::{Actor, Permit};

/// Characters of the longest title.
pub const TITLE: usize = 60;
/// Characters of the longest explanation, and of the longest answer.
pub const LONGEST: usize = 2_000;
/// Questions that a topic may have.
pub const QUESTIONS: usize = 3;
/// Choices that a question may have.
pub const CHOICES: usize = 8;
/// Days after the last one on which what was gathered on paper is still entered.
pub const GRACE: u64 = 7;

/// What came of a topic.
pub const OUTCOMES: [&str; 4] = ["adopted", "partly", "explained", "declined"];

/// How an answer came.
pub const CHANNELS: [&str; 4] = ["web", "forum", "paper", "telephone"];

/// Where a topic is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Written, not open.
    Draft,
    /// Open from a day to come.
    Ahead,
    /// Voters answer.
    Open,
    /// Over for voters; what was gathered on paper is still entered.
    Gathering,
    /// Closed; its digest is made.
    Closed,
    /// It was said what came of it.
    Decided,
}

impl State {
    /// The word in sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Ahead => "ahead",
            State::Open => "open",
            State::Gathering => "gathering",
            State::Closed => "closed",
            State::Decided => "decided",
        }
    }

    /// The shape of its word on a page.
    pub fn shape(self) -> &'static str {
        match self {
            State::Draft | State::Ahead => "new",
            State::Open => "go",
            State::Gathering | State::Closed => "wait",
            State::Decided => "done",
        }
    }
}

/// A topic.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Topic {
    /// Its id.
    pub id: Uuid,
    /// The year of its number.
    pub year: i64,
    /// Its number in the year.
    pub nth: i64,
    /// Its title.
    pub title: String,
    /// What it is about, in plain words.
    pub body: String,
    /// Where its papers are; may be empty.
    pub link: String,
    /// Whose topic it is.
    pub office_id: Uuid,
    /// The name of that office.
    pub office: String,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day for voters.
    pub until_on: NaiveDate,
    /// Until when it is said what came of it.
    pub outcome_by: NaiveDate,
    /// The fields that deputies were proposed by, separated by blanks.
    pub fields: String,
    /// The towns that deputies were proposed by, separated by blanks.
    pub areas: String,
    /// When it was opened.
    pub opened_at: Option<DateTime<Utc>>,
    /// When it closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// The digest as it was then.
    pub digest: Option<String>,
    /// What came of it.
    pub outcome: String,
    /// Why.
    pub reason: String,
    /// When that was said.
    pub decided_at: Option<DateTime<Utc>>,
    /// When its answers were erased.
    pub erased_at: Option<DateTime<Utc>>,
    /// How often it was changed.
    pub version: i64,
}

impl Topic {
    /// Where it is in its life on a day.
    pub fn state(&self, today: NaiveDate) -> State {
        match (self.opened_at, self.closed_at, self.decided_at) {
            (None, ..) => State::Draft,
            (_, _, Some(_)) => State::Decided,
            (_, Some(_), _) => State::Closed,
            _ if today < self.from_on => State::Ahead,
            _ if today <= self.until_on => State::Open,
            _ => State::Gathering,
        }
    }

    /// Its number as people read it.
    pub fn number(&self) -> String {
        format!("{}-{}", self.year, self.nth)
    }

    /// The last day on which something may be entered.
    pub fn entered_until(&self) -> NaiveDate {
        self.until_on.checked_add_days(Days::new(GRACE)).unwrap_or(self.until_on)
    }

    /// Whether it is the actor's own: of the commission or working body that opened it.
    pub fn is_of(&self, actor: &Actor) -> bool {
        actor.posts_with(Permit::ConsultationKeep).any(|(post, _)| post.organization == Some(self.office_id))
    }
}

/// A question of a topic.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Question {
    /// Its place, from 1.
    pub place: i64,
    /// What is asked.
    pub text: String,
    /// One choice a line; empty for an open question.
    pub choices: String,
}

impl Question {
    /// Its choices; none for an open question.
    pub fn offered(&self) -> Vec<&str> {
        self.choices.lines().collect()
    }
}

/// A deputy who is asked.
#[derive(Debug, Clone, FromQueryResult)]
pub struct AskedDeputy {
    /// The person.
    pub person_id: Uuid,
    /// The name.
    pub name: String,
    /// The constituency.
    pub constituency: String,
    /// The town or street of it.
    pub area_id: Option<Uuid>,
    /// The short code of his or her own address; empty until the topic is opened.
    pub code: String,
    /// Why he or she was proposed, separated by blanks.
    pub reasons: String,
    /// What he or she says of it all.
    pub summary: String,
    /// When.
    pub summed_at: Option<DateTime<Utc>>,
    /// The digest of the gathering as it was when the topic closed.
    pub digest: Option<String>,
    /// Answers of the gathering.
    pub answers: i64,
}

impl AskedDeputy {
    /// Answers of the gathering; of a closed topic as its digest has them, for they are erased in time.
    pub fn gathered(&self) -> i64 {
        self.digest.as_deref().map_or(self.answers, |digest| digest::Digest::kept(digest).answers)
    }
}
