//! Attachments: photos of what is wrong, papers of those who answer.
//!
//! A file is checked before an act begins (`accept`: a photo is decoded and written anew, so that neither the place
//! nor the telephone's number goes with it), put into the store under the name of its contents (`keep`), and tied to
//! its thing within the act (`attach`). A file that was kept and then not tied is nobody's and harms nobody.
//! Who may see a file is decided by the feature whose thing it is; it shows it with `answer`.
//!
//! * `kinds`: which files are taken
//! * `photo`: photos as they are kept
//! * `acts`, `store`: checking, keeping, tying, opening
//! * `place`: a folder or a bucket
//! * `pages`: a file as an answer to the browser

mod acts;
mod kinds;
mod pages;
mod photo;
mod place;
mod store;
#[cfg(test)]
mod tests;

use bytes::Bytes;

pub use acts::{Checked, Purpose, accept, attach, keep, open, put};
pub use kinds::Kind;
pub use pages::answer;
pub use place::{answers, place};
pub use store::{Counted, File, counted, of};

/// A file as it came: nothing about it is believed yet.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The field it came in.
    pub field: String,
    /// The name its owner gave it.
    pub name: String,
    /// What it holds.
    pub bytes: Bytes,
}
