//! Clause 7: how voters review what a deputy did: the ratings, the parts that are rated, and what follows when most are
//! not satisfied.

use std::collections::BTreeMap;

use crate::clauses::{Rule, Source};
use crate::mistake::Mistake;
use crate::reader::Node;
use crate::vocabulary::Word;

/// Ratings that a review may offer.
const RATINGS: std::ops::RangeInclusive<usize> = 2..=4;
/// Parts that may be rated one by one.
const MOST_PARTS: usize = 8;

/// When a review has gone against a deputy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Against {
    /// The rating that is counted.
    pub rating: String,
    /// More than so many of a hundred votes.
    pub percent: u16,
    /// Why.
    pub source: Source,
}

/// The rules of reviews.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The ratings, the best first.
    pub ratings: Vec<Word>,
    /// The parts of a deputy's duty that are rated one by one besides the whole; may be none.
    pub parts: Vec<Word>,
    /// When a deputy has to put something right.
    pub against: Against,
    /// What is to be put right is put right within so many days.
    pub rectify_within: Rule<u16>,
    /// Groups of fewer votes are not told apart.
    pub told_apart_from: Rule<u16>,
}

impl Review {
    pub(crate) fn read(node: &Node) -> Result<Review, Mistake> {
        let table = node.table(&["ratings", "parts", "against", "rectify_within", "told_apart_from"])?;
        let place = table.need("ratings")?;
        let ratings = words(&place)?;
        if !RATINGS.contains(&ratings.len()) {
            return Err(place.mistake("two to four ratings", format!("{}", ratings.len())));
        }
        let place = table.need("parts")?;
        let parts = words(&place)?;
        if parts.len() > MOST_PARTS {
            return Err(place.mistake(format!("at most {MOST_PARTS} parts"), format!("{}", parts.len())));
        }
        Ok(Review {
            against: Against::read(&table.need("against")?, &ratings)?,
            rectify_within: Rule::read(&table.need("rectify_within")?, "days", |node| node.whole(1, 366))?,
            told_apart_from: Rule::read(&table.need("told_apart_from")?, "votes", |node| node.whole(1, 100))?,
            ratings,
            parts,
        })
    }
}

fn words(node: &Node) -> Result<Vec<Word>, Mistake> {
    let mut used = BTreeMap::new();
    node.list()?.iter().map(|item| Word::read(&item.table(&Word::KEYS)?, &mut used)).collect()
}

impl Against {
    fn read(node: &Node, ratings: &[Word]) -> Result<Against, Mistake> {
        let table = node.table(&["rating", "percent", "clause", "choice"])?;
        let place = table.need("rating")?;
        let rating = place.code()?;
        if !ratings.iter().any(|word| word.code == rating) {
            let all: Vec<String> = ratings.iter().map(|word| format!("`{}`", word.code)).collect();
            return Err(place.mistake(format!("one of {}", all.join(", ")), format!("the text \"{rating}\"")));
        }
        Ok(Against { rating, percent: table.need("percent")?.whole(1, 99)?, source: table.source()? })
    }
}
