//! The life of an opinion, from the day it is raised until its sender has an answer (clause 8).
//!
//! One pure function, [`after`], says what a step makes of a case and refuses what the rules forbid, with the reason.
//! [`Standing`] is all it remembers. Days are worked out outside by the charter and carried in the steps; who may take a
//! step is the permit's business. So is this: an evaluation is collected by the congress's side and never by the organ.

mod answer;
mod aside;
mod check;
mod closing;
mod explore;
mod feedback;
mod handling;
mod handover;
mod intake;
mod kind;
mod read;
mod refusal;
mod rule;
mod samples;
mod standing;
mod state;
mod step;
mod supervision;
mod table;
mod words;

pub use answer::{Answer, Category, Promise, Rating, Satisfaction, VoterNews};
pub use handover::{CoOrgans, Contacts, Extension, Handover};
pub use kind::StepKind;
pub use refusal::Refusal;
pub use rule::{Rules, after};
pub use standing::{Cosigners, Deadline, Due, Escalation, Origin, Raising, Standing, Supervision};
pub use state::{DueKind, Owner, State};
pub use step::{Evaluation, Rater, Reader, Step};
pub use table::table;
pub use words::UnknownWord;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod walk;
