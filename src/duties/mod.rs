//! Clauses 2 and 7: who must do what how often, and how far it is done, computed from the ledger by the charter.
//!
//! Nobody types these numbers and nobody is ranked by them: each is a counter that moves with the acts, judged by the
//! charter in force, shrunk to the days served, and leads to the acts that show it.
//!
//! * `standings`: one face for all who ask: how each person stands, and each duty in sum
//! * `store`: whose duties somebody may see

pub mod standings;
pub mod store;

pub use standings::{Only, Standing, Summary, Which, day_in, of, of_person, summary};
