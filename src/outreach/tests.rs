//! Activities with voters.
