//! The public box as it is read (section 3). Names that are missing, unknown or given twice are refused.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    pub version: u64,
    pub round: String,
    pub title: String,
    pub roll: u64,
    pub questions: Vec<Question>,
    pub key: Key,
    pub issued: Issued,
    pub ballots: Vec<Ballot>,
    pub words: Vec<String>,
    pub sealed: String,
    // Not an Option by itself: a box without the name is no box.
    #[serde(deserialize_with = "Option::deserialize")]
    pub outcome: Option<Outcome>,
    pub digest: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Question {
    pub text: String,
    pub options: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Key {
    pub needed: u64,
    pub public: String,
    pub commitments: Vec<String>,
    pub trustees: Vec<Trustee>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Trustee {
    pub number: u64,
    pub name: String,
    pub share: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Issued {
    pub slips: u64,
    pub tokens: u64,
    pub by_token: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ballot {
    pub tracker: String,
    pub answers: Vec<Answer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answer {
    pub options: Vec<Choice>,
    pub sum: [String; 2],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Choice {
    pub a: String,
    pub b: String,
    pub bit: [String; 4],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Outcome {
    pub slips: Slips,
    pub paper: Paper,
    pub openings: Vec<Opening>,
    pub result: Vec<Vec<u64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Slips {
    pub spoiled: u64,
    pub unreturned: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Paper {
    pub ballots: u64,
    pub counts: Vec<Vec<u64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Opening {
    pub trustee: u64,
    pub shares: Vec<Vec<Share>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Share {
    pub point: String,
    pub proof: [String; 2],
}
