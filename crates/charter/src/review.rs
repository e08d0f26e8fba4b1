//! Clause 7: how voters review what a deputy did: the ratings, the parts that are rated, and what follows when most are
//! not satisfied.

use std::collections::BTreeMap;

use crate::clauses::{Rule, Source};
use crate::mistake::Mistake;
use crate::reader::Node;
use crate::vocabulary::Word;
use crate::worded::worded;

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

worded! {
    /// Until when an office lists the numbers that may get a token.
    pub enum Listing {
        /// Before the first number is checked: the list is whole then.
        Before = "before",
        /// As long as numbers are checked: whoever comes to the counter is added.
        While = "while",
    }
}

/// Voters who cannot come may be checked by telephone before the voting, and get a token for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByTelephone {
    /// Whether this may be.
    pub allowed: bool,
    /// Until when numbers are listed.
    pub numbers_listed: Listing,
    /// A code that was sent is good for so many minutes.
    pub code_minutes: u16,
    /// So many wrong codes may be typed until another one is needed.
    pub tries: u16,
    /// So many codes are sent to a number on a day.
    pub codes_a_day: u16,
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
    /// How voters are checked by telephone; a charter that does not say so has none of it.
    pub by_telephone: Option<ByTelephone>,
}

impl Review {
    pub(crate) fn read(node: &Node) -> Result<Review, Mistake> {
        let table = node.table(&[
            "ratings",
            "parts",
            "against",
            "rectify_within",
            "told_apart_from",
            "by_telephone",
        ])?;
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
            by_telephone: table.may("by_telephone").map(|node| ByTelephone::read(&node)).transpose()?,
            ratings,
            parts,
        })
    }
}

fn words(node: &Node) -> Result<Vec<Word>, Mistake> {
    let mut used = BTreeMap::new();
    node.list()?.iter().map(|item| Word::read(&item.table(&Word::KEYS)?, &mut used)).collect()
}

impl ByTelephone {
    fn read(node: &Node) -> Result<ByTelephone, Mistake> {
        const KEYS: [&str; 7] =
            ["allowed", "numbers_listed", "code_minutes", "tries", "codes_a_day", "clause", "choice"];
        let table = node.table(&KEYS)?;
        Ok(ByTelephone {
            allowed: table.need("allowed")?.flag()?,
            numbers_listed: table.need("numbers_listed")?.one_of()?,
            code_minutes: table.need("code_minutes")?.whole(2, 60)?,
            tries: table.need("tries")?.whole(3, 10)?,
            codes_a_day: table.need("codes_a_day")?.whole(1, 20)?,
            source: table.source()?,
        })
    }
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
