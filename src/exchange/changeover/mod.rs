//! From one term to the next (换届, clause 0.1): the old is closed, the new opened, what is open carried over.
//!
//! The data goes one way, and nothing is written before the day:
//!
//! * `acts`: a changeover is planned: which term comes, and from which day. From then on the term that runs lasts until
//!   the day before: a term ends when the next congress first meets, not when the calendar says so
//! * a draft of the coming term's roster (`Known::again`) is taken along and corrected: whoever is elected again stays in it
//! * it comes back (`exchange::roster`), checked against the registers *as they will stand* on the first day
//!   (`Known::turned`)
//! * `turn`: the old seats end, the term opens, the roster is written, those who left lose their places, their pairs, their
//!   days of duty; their voters' open opinions go to whoever follows them (`successors`, pure). The rehearsal is this very
//!   act in a transaction that is dropped, so that it shows what will happen and not what somebody thinks will
//! * `leavers`: what is still open with those who left, now and after any seat that ends in the middle of a term; and the
//!   roles that their accounts hold still
//!
//! Seats never stand in the register before they are held: a coming term's people are in the roster until it is written.

pub mod acts;
mod leavers;
pub mod pages;
pub mod store;
mod successors;
#[cfg(test)]
mod tests;
mod turn;

pub(in crate::exchange) use turn::{Turned, rehearse, turn};
