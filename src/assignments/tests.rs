//! Tests of who contacts whom.
