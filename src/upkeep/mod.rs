//! Keeping the house standing: backups that are sealed and proved, the way to the next version, and what a look around
//! the machine finds.
//!
//! A backup is one file: the database at one moment and every attachment, with a manifest of counts, hashes and the ends
//! of the journals, packed and encrypted for keys that are not on the server. It has its name only once it is whole and on
//! the disk. It is worth something when it was put back: `restore` proves what it puts back, `drill` proves and throws
//! away.
//!
//! * `manifest`, `sealed`: what a backup says of itself; the sealed archive
//! * `whole`: files and folders that are there whole or not at all
//! * `server`: PostgreSQL's own programs
//! * `backup`, `restore`, `drill`: taking, putting back, proving
//! * `clockwork`: taken by the clock, and old ones removed
//! * `acts`, `store`: what is written down about it
//! * `doctor`, `pages`: how the machine and the data are
//! * `upgrade`: a look beforehand, a backup, then all steps or none

pub mod acts;
pub mod backup;
pub mod clockwork;
pub mod doctor;
pub mod drill;
pub mod manifest;
pub mod pages;
pub mod restore;
pub mod sealed;
mod server;
pub mod store;
#[cfg(test)]
mod tests;
pub mod upgrade;
mod whole;
