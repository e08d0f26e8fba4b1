//! Promises of the ballot.
