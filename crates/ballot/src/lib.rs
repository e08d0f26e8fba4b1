//! A secret review that everybody can recount (评议投票).
//!
//! Each choice is sealed so that nobody can open a single ballot, not even the trustees: only sums are opened,
//! and only by several trustees together. Proofs show that each ballot chooses exactly one option a question and
//! that the sums were opened rightly. The public box holds everything that another program needs to count again;
//! it is described byte by byte in `docs/ballot-box.md`.
//!
//! Nothing is read, written or remembered here: chance is handed in, and what is kept is the caller's matter.

mod bits;
mod blind;
mod boxes;
mod digest;
mod flaw;
mod form;
mod hex32;
mod keys;
mod opening;
mod round;
mod sealed;
#[cfg(test)]
mod tests;
mod token;
mod tracker;
pub mod typed;
mod words;

pub use blind::Blinded;
pub use boxes::{BallotBox, Cast, Issued, Outcome, Paper, Slips, difference};
pub use flaw::{Flaw, Result};
pub use form::{Form, MOST_OPTIONS, MOST_QUESTIONS, Question};
pub use hex32::Hex32;
pub use keys::{MOST_TRUSTEES, RoundKey, Trustee, TrusteeKey, deal};
pub use opening::{Counts, EncryptedTally, PartialOpening, Share};
pub use round::Round;
pub use sealed::{Answer, SealedBallot, SealedOption};
pub use token::{Issuer, IssuerKey, Token};
pub use tracker::Tracker;
pub use typed::Typing;
pub use words::{MOST_WORDS, SealedWords, WordsOpening};
