//! An organ's reply: its category and promise, whom it reached, and how it was evaluated.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::words::words;

words! {
    /// The category of a reply.
    Category {
        /// Solved.
        A = "a",
        /// Being solved, with a promise and its day.
        B = "b",
        /// Cannot be solved now; noted.
        C = "c",
        /// Other, or kept for reference.
        D = "d",
    }
}

words! {
    /// One answer of an evaluation.
    Satisfaction {
        /// Satisfied.
        Satisfied = "satisfied",
        /// Basically satisfied.
        Basically = "basically",
        /// Not satisfied.
        NotSatisfied = "not_satisfied",
    }
}

/// One person's evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// Of how it was handled.
    pub attitude: Satisfaction,
    /// Of what came of it.
    pub result: Satisfaction,
}

/// What a B reply promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// The day by which it will be kept.
    pub on: NaiveDate,
    /// The organ reports that it has been kept.
    pub reported: bool,
}

/// The organ's latest reply and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Its category.
    pub category: Category,
    /// Its promise, for category B.
    pub promise: Option<Promise>,
    /// The deputy's receipt of the feedback.
    pub deputy_received: bool,
    /// The working body's receipt of the feedback.
    pub body_received: bool,
    /// The deputy's evaluation.
    pub deputy_rating: Option<Rating>,
    /// The voter's evaluation.
    pub voter_rating: Option<Rating>,
    /// The deputy let the term pass; this never counts as satisfied.
    pub lapsed: bool,
    /// Somebody was not satisfied and nothing has followed from it yet.
    pub unanswered: bool,
}

/// Whether the outcome has reached the voter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoterNews {
    /// The voter opened it.
    pub seen: bool,
    /// Staff told the voter.
    pub told: bool,
}

impl Answer {
    /// Whether the deputy has evaluated it or let the term pass.
    pub fn judged(&self) -> bool {
        self.deputy_rating.is_some() || self.lapsed
    }
}

impl Rating {
    /// Whether either answer is "not satisfied".
    pub fn dissatisfied(&self) -> bool {
        self.attitude == Satisfaction::NotSatisfied || self.result == Satisfaction::NotSatisfied
    }
}
