//! What may be wrong with a form, a key, a ballot or a box.

use crate::Tracker;

/// What is wrong. The sentences are for logs; pages have their own.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Flaw {
    /// Too few or too many questions or options, or a text that is empty.
    #[error("the form has too few or too many questions or options, or an empty text")]
    Form,
    /// The key's parts do not fit each other, or the number of trustees does not do.
    #[error("the round's key does not fit itself")]
    Key,
    /// Not exactly one choice for each question.
    #[error("not exactly one choice for each question")]
    Choices,
    /// Bytes that are no point or no number of the group, or not as many as there should be.
    #[error("not the shape that the form asks for")]
    Shape,
    /// A proof of this question (counted from 0) does not hold.
    #[error("a proof of question {question} does not hold")]
    Ballot {
        /// The question, counted from 0.
        question: usize,
    },
    /// Free words that are too long, or not what was sealed.
    #[error("the words are too long, or are not what was sealed")]
    Words,
    /// A typed key that is right in itself, but belongs to no trustee of this round.
    #[error("the key belongs to no trustee of this round")]
    OtherKey,
    /// The partial opening of this trustee does not hold.
    #[error("the partial opening of trustee {trustee} does not hold")]
    Opening {
        /// The trustee's number, from 1.
        trustee: u8,
    },
    /// Fewer trustees opened than are needed.
    #[error("{has} of {needed} trustees have opened")]
    TooFew {
        /// How many have.
        has: usize,
        /// How many are needed.
        needed: usize,
    },
    /// A trustee twice, or one that the round does not have.
    #[error("a trustee twice, or an unknown one")]
    Trustees,
    /// The same ballot twice.
    #[error("the ballot {0} stands in the box twice")]
    Twice(Tracker),
    /// More ballots than slips or tokens were issued.
    #[error("more ballots than slips or tokens were issued")]
    Issued,
    /// Slips issued and slips accounted for differ.
    #[error("{difference} slips are not accounted for")]
    Unbalanced {
        /// Issued, less those cast, on paper, spoiled and unreturned.
        difference: i64,
    },
    /// The paper tally has not the form's shape, or more votes than ballots.
    #[error("the paper tally does not fit the form or its number of ballots")]
    Paper,
    /// The box's digests are not those of its content.
    #[error("the digests of the box are not those of its content")]
    Digest,
    /// A token that this round's issuer has not signed, or that is none.
    #[error("the token is not signed by this issuer")]
    Token,
}

/// A result with what is wrong.
pub type Result<T> = std::result::Result<T, Flaw>;
