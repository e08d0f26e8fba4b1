//! What every room of the house stands on; nothing here knows a feature.
//!
//! * `db`: the one way to read and to change: readers, and acts committed in groups; all at one moment
//! * `migrations`: how the tables came to be what they are
//! * `disk`: what follows from a disk that is full or fails
//! * `watch`: whether the database is as it was
//! * `clock`, `chance`: time and luck come from outside, so tests and rehearsals set them
//! * `turn`: one writer a deployment, also where several nodes share a PostgreSQL
//! * `error`: what can go wrong, sorted by what the reader can do about it
//! * `config`: every setting, read once
//! * `text`, `page`, `form`, `assets`: sentences, pages and forms in the reader's language
//! * `seal`: secrets of others, sealed
//! * `outside`: asking services of others, and what their silence means
//! * `csv`: lists for spreadsheet programs
//! * `chart`: numbers as pictures, each beside its table
//! * `traffic`: a line in the log and a few numbers for each request
//! * `redact`: personal data taken out of a text or masked
//! * `hanzi`, `codes`: Chinese words and names; codes people read aloud

mod app;
pub mod assets;
mod chance;
pub mod chart;
mod clock;
pub mod codes;
pub mod config;
pub mod csv;
mod db;
pub mod disk;
mod error;
pub mod form;
pub mod hanzi;
pub mod hours;
pub mod ical;
pub mod migrations;
pub mod outside;
pub mod page;
pub mod paper;
pub mod redact;
mod seal;
#[cfg(test)]
mod tenants_tests;
pub mod text;
pub mod traffic;
mod turn;
mod watch;

pub use app::App;
pub use chance::Chance;
pub use clock::{Clock, Hand, at_start as clock_at_start, day_of, start_of};
pub use config::Config;
pub use db::{Conn, Db, Of, Snapshot, Sql, Tables, Tx, asking_once, places, sql, told};
pub use error::{Error, Mistake, Result};
pub use migrations::{is_current, migrate};
pub use seal::Seal;
pub use watch::Mark;
