//! Clause 7: the public page of a deputy: who he or she is, as far as the charter and the deputy let each reader see; when
//! and where the deputy receives voters; what was done and what came of it. It only reads: each part comes from its own
//! room's store, through that room's condition.

mod pages;

pub use pages::{lies_in, routes, villages};
