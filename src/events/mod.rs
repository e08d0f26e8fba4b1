//! Clause 3: deputies at meetings, inspections, research and enforcement checks; group activities and training.
//!
//! An event's way: an office writes it with its topics; for each topic deputies are proposed, with reasons and fairly over
//! the year (`propose`), and a person decides; it is announced, and everybody invited gets an address of his or her own,
//! where one press answers (looking answers nothing). Those who have not answered are reminded. At the door a code, or the
//! list at the desk, says who is there. It is closed: whoever was present did something that counts, and so did whoever
//! spoke (`ledger`); an opinion out of a speech is one step.
//!
//! * `propose`: whom to invite, pure
//! * `acts`: writing, inviting, announcing, changing, calling off; `answers`: answering, asking to speak;
//!   `attendance`: who is there, what was said, closing
//! * `clockwork`: what each day does: reminding
//! * `printed`: the invitations and the list to sign, as official papers
//! * `store`: the SQL; `pages`: for the office, for the invited, at the door

pub mod acts;
pub mod answers;
pub mod attendance;
pub mod clockwork;
#[cfg(test)]
mod page_tests;
mod pages;
pub mod printed;
pub mod propose;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

pub use pages::{entry, routes};

use crate::access::{Actor, Permit};
use charter::ActKind;

/// Characters of the longest title.
pub const TITLE: usize = 60;
/// Characters of the longest explanation.
pub const LONGEST: usize = 2_000;
/// Topics that an event may have.
pub const TOPICS: usize = 12;

/// What an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A meeting of the standing committee that deputies attend (列席).
    Session,
    /// 视察
    Inspection,
    /// 专题调研
    Research,
    /// 执法检查
    Check,
    /// An activity of a deputy group.
    Group,
    /// 学习培训
    Training,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 6] =
        [Kind::Session, Kind::Inspection, Kind::Research, Kind::Check, Kind::Group, Kind::Training];

    /// The word in the database and in sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Session => "session",
            Kind::Inspection => "inspection",
            Kind::Research => "research",
            Kind::Check => "check",
            Kind::Group => "group",
            Kind::Training => "training",
        }
    }

    /// The kind of a word.
    pub fn of_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What being present counts as.
    pub fn act(self) -> ActKind {
        if self == Kind::Training { ActKind::Training } else { ActKind::Attendance }
    }
}

/// Where an event is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Only its office sees it.
    Draft,
    /// Invitations are out.
    Announced,
    /// Called off after it was announced.
    Cancelled,
    /// Over, and who was present is settled.
    Closed,
}

impl State {
    /// All states.
    pub const ALL: [State; 4] = [State::Draft, State::Announced, State::Cancelled, State::Closed];

    /// The word in the database and in sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Announced => "announced",
            State::Cancelled => "cancelled",
            State::Closed => "closed",
        }
    }

    /// The state of a word.
    pub fn of_word(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// An event.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Event {
    /// Its id.
    pub id: Uuid,
    /// One of [`Kind`].
    pub kind: String,
    /// The year of its number.
    pub year: i64,
    /// Its number in the year.
    pub nth: i64,
    /// Its title.
    pub title: String,
    /// What it is about, and what to bring.
    pub body: String,
    /// Where.
    pub place: String,
    /// The first day.
    pub on_day: NaiveDate,
    /// When it begins, in minutes since midnight.
    pub starts: i64,
    /// When it ends on its last day.
    pub ends: i64,
    /// The last day.
    pub last_day: NaiveDate,
    /// Whose it is.
    pub office_id: Uuid,
    /// The name of that office.
    pub office: String,
    /// Until when an answer is asked for.
    pub answer_by: NaiveDate,
    /// One of [`State`].
    pub state: String,
    /// The short code at the door.
    pub code: String,
    /// Why it was changed or called off after it was announced.
    pub change_reason: String,
    /// How often its calendar entry was changed.
    pub sequence: i64,
    /// When it was announced.
    pub announced_at: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// How often it was changed.
    pub version: i64,
}

impl Event {
    /// Its kind.
    pub fn kind(&self) -> Option<Kind> {
        Kind::of_word(&self.kind)
    }

    /// Its state.
    pub fn state(&self) -> Option<State> {
        State::of_word(&self.state)
    }

    /// Its number as people read it.
    pub fn number(&self) -> String {
        format!("{}-{}", self.year, self.nth)
    }

    /// Whether it is the actor's own: of the office for which it is kept.
    pub fn is_of(&self, actor: &Actor) -> bool {
        actor.posts_with(Permit::EventKeep).any(|(post, _)| post.organization == Some(self.office_id))
    }
}

/// A topic of an event.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Topic {
    /// Its place, from 1.
    pub place: i64,
    /// Its title.
    pub title: String,
    /// The fields that deputies are proposed by, separated by blanks.
    pub fields: String,
    /// The towns that deputies are proposed by, separated by blanks.
    pub areas: String,
    /// What voters were asked about it.
    pub consultation_id: Option<Uuid>,
    /// How many may speak.
    pub slots: i64,
}

/// Somebody who is invited.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Invited {
    /// The person.
    pub person_id: Uuid,
    /// The name.
    pub name: String,
    /// The unit.
    pub unit: String,
    /// To which topic; to the whole event when none.
    pub topic: Option<i64>,
    /// Why, separated by blanks.
    pub reasons: String,
    /// The short code of his or her own address.
    pub code: String,
    /// Empty, `accepted` or `declined`.
    pub answer: String,
    /// Why not.
    pub answer_reason: String,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// Empty, `present`, `excused` or `absent`.
    pub presence: String,
    /// `door` or `desk`; empty when nobody was checked in.
    pub checked_how: String,
    /// When.
    pub checked_at: Option<DateTime<Utc>>,
    /// Asks to speak.
    pub speaks: bool,
}

/// What somebody said.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Speech {
    /// Its id.
    pub id: Uuid,
    /// Who spoke.
    pub person_id: Uuid,
    /// The name.
    pub name: String,
    /// On which topic.
    pub topic: Option<i64>,
    /// What was said.
    pub text: String,
    /// The opinion that came of it.
    pub case_id: Option<Uuid>,
}
