//! Clause 7: the voters' secret review of their deputies (评议).
//!
//! A round's way: an office writes it for one deputy, or for all of a constituency at once; slips with a code each, all
//! alike, and the three keys of the box are printed in one go and kept nowhere; two persons open it. Who cannot come may be
//! checked by telephone before: a code by text message brings a token that is signed blindly. A voter draws a slip,
//! types its code, rates, and gets a tracker. What is kept is sealed before it is written: nobody, not even who has the
//! database, reads a rating before two of the three trustees have come with their keys, and then only the sum is opened,
//! never a ballot. Two persons close it, two count the paper apart from each other, two have the box opened, two publish.
//! The closed box is public as a whole: each voter finds the own tracker in it, and anybody counts it anew.
//!
//! * `flow`: its life, pure; `pair`: a step that two persons take; `rules`: what the charter said when it was written
//! * `acts`: writing and steps, `acts::ceremony` slips and keys, `acts::telephone` numbers, codes and tokens, `acts::casting`
//!   the ballot, `acts::paper` paper, `acts::opening` closing and opening the box, `acts::amends` what is put right
//! * `results`: what came of it, pure; `clockwork`: what each day does
//! * `store`: the SQL; `pages`: for the office, for voters, for trustees
//!
//! Nothing of a ballot goes into the log, the numbers of traffic or the journal. `docs/secrecy.md` says what is promised
//! and what is not.

pub mod acts;
pub mod clockwork;
pub mod flow;
mod pages;
pub mod pair;
pub mod results;
pub mod rules;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use uuid::Uuid;

pub use flow::{State, Step};
pub use pages::routes;

use crate::access::{Actor, Permit, Scope};
use crate::base::{Result, codes::Coded};
use rules::Rules;

/// A slip's code: 80 random bits and a check.
pub type Slip = Coded<17>;

/// Characters of the longest title.
pub const TITLE: usize = 60;
/// Characters of the longest words that a voter adds.
pub const WORDS: usize = 300;
/// Slips of the largest round.
pub const MOST_SLIPS: i64 = 2_000;
/// Telephone numbers of the longest list.
pub const MOST_NUMBERS: i64 = 2_000;
/// Deputies of the largest round.
pub const MOST_DEPUTIES: usize = 12;
/// Questions of the largest ballot.
pub const MOST_QUESTIONS: usize = 18;
/// Trustees of a box, and how many of them open it.
pub const TRUSTEES: (usize, u8) = (3, 2);

/// A round.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Review {
    /// Its id.
    pub id: Uuid,
    /// The short code of its public address.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Whose voters.
    pub constituency_id: Uuid,
    /// The name of that constituency.
    pub constituency: String,
    /// Which office holds it.
    pub office_id: Uuid,
    /// The name of that office.
    pub office: String,
    /// One of [`State`].
    pub state: String,
    /// Voters on the roll.
    pub roll: i64,
    /// Slips wanted.
    pub slips: i64,
    /// Slips printed.
    pub issued: i64,
    /// The last day to cast.
    pub last_day: NaiveDate,
    /// The last day on which numbers are checked; none where nobody is.
    pub check_until: Option<NaiveDate>,
    /// Who signs tokens, as JSON; empty where nobody does.
    pub issuer: String,
    /// Tokens signed.
    pub signed: i64,
    /// More slips that somebody proposed to print.
    pub more: i64,
    /// Whether voters may add words.
    pub words: bool,
    /// What the charter said, as JSON.
    pub rules: String,
    /// What is asked, as JSON; empty until slips are printed.
    pub form: String,
    /// To whom it is sealed, as JSON.
    pub key_doc: String,
    /// The digest of the closed box.
    pub sealed: String,
    /// Why it was given up.
    pub reason: String,
    /// Since when voters cast.
    pub opened_on: Option<NaiveDate>,
    /// Since when they do not.
    pub closed_on: Option<NaiveDate>,
    /// When the result was published.
    pub published_on: Option<NaiveDate>,
    /// How often it was changed.
    pub version: i64,
}

impl Review {
    /// Its state.
    pub fn state(&self) -> State {
        State::of_word(&self.state).unwrap_or(State::Draft)
    }

    /// What the charter said when it was written.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn rules(&self) -> Result<Rules> {
        Ok(serde_json::from_str(&self.rules).map_err(anyhow::Error::from)?)
    }

    /// Form and key, as ballots are sealed by them.
    ///
    /// # Errors
    /// When no slips were printed yet.
    pub fn round(&self) -> Result<ballot::Round> {
        let form = serde_json::from_str(&self.form).map_err(anyhow::Error::from)?;
        let key = serde_json::from_str(&self.key_doc).map_err(anyhow::Error::from)?;
        Ok(ballot::Round::new(form, key).map_err(anyhow::Error::from)?)
    }

    /// Whether voters may cast on a day.
    pub fn takes_ballots(&self, today: NaiveDate) -> bool {
        self.state() == State::Open && today <= self.last_day
    }

    /// Whether numbers are checked on a day.
    pub fn takes_checks(&self, today: NaiveDate) -> bool {
        self.state() == State::Checking && self.check_until.is_some_and(|until| today <= until)
    }

    /// Who signs tokens; none where nobody does.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn issuer(&self) -> Result<Option<ballot::IssuerKey>> {
        if self.issuer.is_empty() {
            return Ok(None);
        }
        Ok(Some(serde_json::from_str(&self.issuer).map_err(anyhow::Error::from)?))
    }

    /// Whether a permit of the actor's reaches it as a keeper: the whole congress, or the office that holds it.
    pub fn is_kept_by(&self, actor: &Actor, permit: Permit) -> bool {
        actor
            .posts_with(permit)
            .any(|(post, scope)| scope == Scope::Congress || post.organization == Some(self.office_id))
    }
}

/// Somebody who is reviewed.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Reviewed {
    /// The place on the ballot, from 1.
    pub place: i64,
    /// The person.
    pub person_id: Uuid,
    /// The name.
    pub name: String,
    /// In which term.
    pub term_id: Uuid,
}

/// Paper ballots and slips as one person counted them.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Counted {
    /// Who.
    pub account_id: Uuid,
    /// The name.
    pub name: String,
    /// Paper ballots.
    pub ballots: i64,
    /// Slips that were spoiled.
    pub spoiled: i64,
    /// Slips left over or not brought back.
    pub unreturned: i64,
    /// Votes by question and option, as JSON.
    pub counts: String,
}

impl Counted {
    /// Whether both counted the same.
    pub fn agrees(&self, other: &Counted) -> bool {
        (self.ballots, self.spoiled, self.unreturned) == (other.ballots, other.spoiled, other.unreturned)
            && self.votes() == other.votes()
    }

    /// Votes by question and option.
    pub fn votes(&self) -> Vec<Vec<u64>> {
        serde_json::from_str(&self.counts).unwrap_or_default()
    }
}

/// What a deputy puts right.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Amends {
    /// The round.
    pub review_id: Uuid,
    /// The deputy.
    pub person_id: Uuid,
    /// By when.
    pub due_on: NaiveDate,
    /// What was put right, in the deputy's words.
    pub report: String,
    /// When that was said.
    pub reported_on: Option<NaiveDate>,
    /// When the commission confirmed it.
    pub confirmed_on: Option<NaiveDate>,
}
