//! Shuanglian 双联: links a people's congress, its deputies and its voters.
//!
//! People do things in features; features write acts; everything that counts reads the ledger through the charter.
//! The rooms stand on floors, and a room uses only floors below its own (`tests/tidy.rs` keeps it):
//!
//! * ground: `base`, then `journal`, `jobs`, `files`
//! * first: `access`, `notices`
//! * second, the registers and the rules: `bodies`, `rulebook`, `people`, `registers`, `ledger`, `search`
//! * what the ledger says: `duties` (2, 7), `points` (9)
//! * third, the work: `cases` and `letters` (clause 8), `assignments` and `contacts` (1, 2), `events` (3), `bulletins` (4),
//!   `outreach` (5, 7), `consultations` (5), `receptions` and `stations` (6), `reports` and `reviews` (7); `calendars` read
//!   what has a day; `archive` (10.2) reads what was done
//! * the house itself: `upkeep`
//! * top: `desk`, `exchange`, `demo`, `cli`; `site` alone names every feature

pub mod access;
pub mod archive;
pub mod assignments;
pub mod base;
pub mod bodies;
pub mod bulletins;
pub mod calendars;
pub mod cases;
pub mod chats;
pub mod cli;
pub mod consultations;
pub mod contacts;
pub mod demo;
pub mod desk;
pub mod duties;
pub mod events;
pub mod exchange;
pub mod files;
pub mod jobs;
pub mod journal;
pub mod ledger;
pub mod letters;
pub mod notices;
pub mod offline;
pub mod outreach;
pub mod people;
pub mod points;
pub mod profiles;
pub mod receptions;
pub mod registers;
pub mod reports;
pub mod reviews;
pub mod rulebook;
pub mod search;
pub mod site;
pub mod stations;
#[cfg(test)]
mod trial;
pub mod upkeep;
