//! The people of clause 0.1: persons, and who holds which seat from when to when, with the reasons for which
//! a mandate ends (deputies law, articles 61 and 62); who belongs to which group or receives at which station. And how
//! a voter finds his or her deputy (clause 7): what was typed is read by `wanted`, the deputies come from `store`, and
//! what a page shows of them is what `public` leaves for its reader.
//!
//! * `acts`: entering people, seats, leave, assignments
//! * `profile`: what a deputy shows; `public`: who sees which part of it
//! * `wanted`: what somebody typed, as the village or the name that is meant; `map`: towns as a picture
//! * `store`: the SQL; `pages`: finding, the card, the profile's own page

pub mod acts;
mod map;
mod meant;
pub mod pages;
pub mod profile;
pub mod public;
pub mod store;
#[cfg(test)]
mod tests;
mod wanted;

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use uuid::Uuid;

pub(crate) use map::{BOX as MAP_BOX, WIDTH as MAP_WIDTH};
pub use meant::meant;

/// A deputy as people look for one: the person, the seat and the constituency in one row.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Deputy {
    /// The person's id.
    pub person_id: Uuid,
    /// The name.
    pub name: String,
    /// `male` or `female`.
    pub sex: String,
    /// The unit he or she works in.
    pub unit: String,
    /// The position there.
    pub post: String,
    /// The telephone number that voters are given; shown only by what `public` says.
    pub phone: String,
    /// `public`, `constituency` or `relay`.
    pub contact_public: String,
    /// The short code on the deputy's QR.
    pub code: String,
    /// The seat.
    pub seat_id: Uuid,
    /// Since when.
    pub from_on: NaiveDate,
    /// The mandate rests since this day (article 61).
    pub suspended_on: Option<NaiveDate>,
    /// The constituency.
    pub constituency_id: Uuid,
    /// Its name.
    pub constituency: String,
    /// The town or street of the constituency.
    pub area_id: Uuid,
    /// Its name.
    pub area: String,
}

/// The fields of work by which people are matched with subjects and with one another.
pub const FIELDS: [&str; 11] = [
    "agriculture",
    "industry",
    "commerce",
    "construction",
    "education",
    "health",
    "culture",
    "law",
    "technology",
    "public",
    "grassroots",
];

/// The job that counts anew what was counted by a seat, when the seat was ended or taken for days gone by.
pub const RECOUNT: &str = "ledger.recount";

/// Why somebody is on leave; a mandate that rests is `suspended`.
pub const LEAVES: [&str; 4] = ["illness", "study", "secondment", "family"];

/// What a seat is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seat {
    /// A deputy elected by a constituency.
    Deputy,
    /// A member of the standing committee.
    CommitteeMember,
}

impl Seat {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Seat::Deputy => "deputy",
            Seat::CommitteeMember => "committee-member",
        }
    }
}

/// Why a mandate ended: article 62 and natural end; the list is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndReason {
    /// Moved out of the administrative area.
    MovedOut,
    /// Resigned, the resignation accepted.
    Resigned,
    /// Ordered to resign, accepted.
    OrderedToResign,
    /// Absent from two sessions without leave.
    AbsentTwice,
    /// Recalled by the voters.
    Recalled,
    /// Lost the nationality.
    NationalityLost,
    /// Deprived of political rights.
    PoliticalRightsLost,
    /// Lost the capacity to act.
    CapacityLost,
    /// Died.
    Died,
    /// The term ended.
    TermEnded,
}

impl EndReason {
    /// All reasons.
    pub const ALL: [EndReason; 10] = [
        EndReason::MovedOut,
        EndReason::Resigned,
        EndReason::OrderedToResign,
        EndReason::AbsentTwice,
        EndReason::Recalled,
        EndReason::NationalityLost,
        EndReason::PoliticalRightsLost,
        EndReason::CapacityLost,
        EndReason::Died,
        EndReason::TermEnded,
    ];

    /// The word in the database and in sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            EndReason::MovedOut => "moved-out",
            EndReason::Resigned => "resigned",
            EndReason::OrderedToResign => "ordered-to-resign",
            EndReason::AbsentTwice => "absent-twice",
            EndReason::Recalled => "recalled",
            EndReason::NationalityLost => "nationality-lost",
            EndReason::PoliticalRightsLost => "political-rights-lost",
            EndReason::CapacityLost => "capacity-lost",
            EndReason::Died => "died",
            EndReason::TermEnded => "term-ended",
        }
    }
}

/// In which order people stand in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By the strokes of the surname, as official lists do.
    #[default]
    Strokes,
    /// By pinyin.
    Pinyin,
    /// By town or street, then constituency.
    District,
}
