//! What the charter said of a review when it was written: a later version of the charter does not change a running
//! round. And the questions that follow from it.

use charter::{Listing, Review as Charter, Text, Word};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{MOST_QUESTIONS, Reviewed};

/// One rating or part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its code.
    pub code: String,
    /// What people read.
    pub label: Text,
}

/// How numbers are checked by telephone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Telephone {
    /// Until when numbers are listed.
    pub listed: Listing,
    /// Minutes for which a code is good.
    pub minutes: u16,
    /// Wrong codes until another one is needed.
    pub tries: u16,
    /// Codes to a number on a day.
    pub codes_a_day: u16,
}

/// The rules of a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// The ratings, the best first.
    pub ratings: Vec<Named>,
    /// The parts rated one by one; none where only the whole is rated.
    pub parts: Vec<Named>,
    /// The rating that is counted against a deputy.
    pub against: String,
    /// More than so many of a hundred.
    pub percent: u16,
    /// Days to put it right.
    pub rectify_days: u16,
    /// Parts of fewer votes are not told.
    pub told_apart_from: u16,
    /// How numbers are checked; none where nobody is checked by telephone.
    #[serde(default)]
    pub telephone: Option<Telephone>,
}

/// One question of a ballot: a person, and a part or the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The place of the person on the ballot, from 0.
    pub whom: usize,
    /// Whose duty.
    pub person: Uuid,
    /// The part, from 0; none for the whole.
    pub part: Option<usize>,
}

impl Asked {
    /// Whether it must be answered: the whole must, a part may be left out.
    pub fn is_required(&self) -> bool {
        self.part.is_none()
    }
}

impl Rules {
    /// How the charter in force has numbers checked; none where it does not.
    pub fn telephone(charter: &Charter) -> Option<Telephone> {
        let it = charter.by_telephone.as_ref().filter(|it| it.allowed)?;
        Some(Telephone {
            listed: it.numbers_listed,
            minutes: it.code_minutes,
            tries: it.tries,
            codes_a_day: it.codes_a_day,
        })
    }

    /// Of the charter in force; with its parts, as far as the ballot has room for them, and by telephone where that is wanted.
    pub fn of(charter: &Charter, deputies: usize, (parts, telephone): (bool, bool)) -> Rules {
        let named = |word: &Word| Named { code: word.code.clone(), label: word.label.clone() };
        let parts = parts && deputies * (1 + charter.parts.len()) <= MOST_QUESTIONS;
        Rules {
            ratings: charter.ratings.iter().map(named).collect(),
            parts: if parts { charter.parts.iter().map(named).collect() } else { Vec::new() },
            against: charter.against.rating.clone(),
            percent: charter.against.percent,
            rectify_days: charter.rectify_within.value,
            told_apart_from: charter.told_apart_from.value,
            telephone: Self::telephone(charter).filter(|_| telephone),
        }
    }

    /// The questions, in the order of the ballot.
    pub fn asked(&self, reviewed: &[Reviewed]) -> Vec<Asked> {
        let of = |(whom, one): (usize, &Reviewed)| {
            let parts = (0..self.parts.len()).map(Some);
            let person = one.person_id;
            std::iter::once(None)
                .chain(parts)
                .map(move |part| Asked { whom, person, part })
                .collect::<Vec<_>>()
        };
        reviewed.iter().enumerate().flat_map(of).collect()
    }

    /// How many options a question has: a part may be left unrated.
    pub fn options(&self, asked: &Asked) -> usize {
        self.ratings.len() + usize::from(!asked.is_required())
    }

    /// The place of the rating that is counted against a deputy.
    pub fn against_at(&self) -> usize {
        self.ratings.iter().position(|rating| rating.code == self.against).unwrap_or(usize::MAX)
    }

    /// Whether so many of all votes go against a deputy.
    pub fn is_against(&self, votes: u64, all: u64) -> bool {
        votes * 100 > all * u64::from(self.percent)
    }
}
