//! Letters of offices (公文) about opinions and suggestions: the transfer slip (交办单), the urging letter (督办函), the
//! reply (答复函) with its category, and the form on which a deputy says what he or she thinks of it (征询意见表).
//!
//! A letter is composed from its cases, numbered by its office's habit when it is issued, and kept as it was issued. The
//! papers of other rooms (gazettes and briefs, invitations and attendance lists) are composed there and use
//! `base::paper` in the same way.
//!
//! * `compose`: what stands on each paper; pure
//! * `acts`: draft, issue, sign; urge with letters
//! * `heads`: how an office's papers begin
//! * `printed`: the papers by their names, for the command line

pub mod acts;
mod compose;
mod pages;
pub mod printed;
mod store;
#[cfg(test)]
mod tests;

pub use pages::routes;

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// The letters that an office issues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 交办单: from the congress's side to the organ that handles.
    Transfer,
    /// 督办函: from the congress's side to an organ that is late.
    Urging,
    /// 答复函: from the organ to the deputy.
    Reply,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 3] = [Kind::Transfer, Kind::Urging, Kind::Reply];

    /// The word in the database, in addresses and in sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Transfer => "transfer",
            Kind::Urging => "urging",
            Kind::Reply => "reply",
        }
    }

    /// The kind of a word.
    pub fn of_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A letter as it stands in the list.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Letter {
    /// Its id.
    pub id: Uuid,
    /// The word of its [`Kind`].
    pub kind: String,
    /// Whose it is.
    pub office_id: Uuid,
    /// The name of that office.
    pub office: String,
    /// The name of the organ to which it goes; none when it goes to a person.
    pub to_organ: Option<String>,
    /// Its title.
    pub title: String,
    /// The word before the year.
    pub word: String,
    /// The year.
    pub year: i64,
    /// Its number; none before it is issued.
    pub number: Option<i64>,
    /// Who wrote it.
    pub drafted_by: Option<Uuid>,
    /// When it was written.
    pub drafted_at: DateTime<Utc>,
    /// When it was issued.
    pub issued_at: Option<DateTime<Utc>>,
}

impl Letter {
    /// Its number as offices write it; empty before it is issued.
    pub fn reference(&self) -> String {
        let year = i32::try_from(self.year).unwrap_or_default();
        self.number.map_or_else(String::new, |number| papers::official::number(&self.word, year, number))
    }
}

/// How an office's papers begin and how they are numbered.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromQueryResult)]
pub struct Head {
    /// The issuing mark.
    pub mark: String,
    /// The word before the year.
    pub word: String,
    /// Who signs documents.
    pub signatory: String,
    /// Whom to ask.
    pub contact: String,
}
