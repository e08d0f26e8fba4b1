//! Work without a network (clause 6, reception days; clause 7, a deputy's record): on a device where somebody turned it
//! on, the forms that may be used so still open and what is entered is kept until it can be sent.
//!
//! Data's way. `assets/worker.js` keeps the pages of `pages` and answers with them when the server does not.
//! `assets/offline.js` seals what is entered with a key of the device that cannot be taken out of the browser, and keeps
//! it in IndexedDB. Later it asks `GET /offline/state`, with the device's token, whether the device is still one of ours
//! and who is signed in; then it sends each form to its own address, as the page would have, and `answers` tells it in a
//! word what a person would have been shown. Every form has an id of its own, so what is sent twice is one record.
//! A record that is there already in other words comes back as a [`Conflict`] and both are shown side by side.
//!
//! A device that was removed, or whose account was, wipes everything at its next question. Whoever signs out leaves no
//! page behind; what was not sent stays sealed until the same account signs in again.

mod answers;
mod conflict;
mod pages;
mod store;
#[cfg(test)]
mod tests;

use axum::http::HeaderMap;
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::access::{Actor, Permit};

pub use answers::answers;
pub use conflict::{Conflict, Row};
pub use pages::{routes, worker};

/// What a form carries that was entered without a network and is sent later.
const LATER: &str = "x-offline";

/// Whether a form was entered without a network and is sent later.
pub fn is_later(headers: &HeaderMap) -> bool {
    headers.contains_key(LATER)
}

/// A device on which its owner works without a network.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Device {
    /// Its id.
    pub id: Uuid,
    /// Whose.
    pub account_id: Uuid,
    /// The browser and the system.
    pub name: String,
    /// Since when.
    pub made_at: DateTime<Utc>,
    /// When it last asked, to the hour.
    pub seen_at: DateTime<Utc>,
}

/// The forms that somebody may use without a network, besides the page of what waits.
pub fn forms(actor: &Actor) -> Vec<&'static str> {
    let all = [(Permit::OutreachRecord, "/outreach/new"), (Permit::CaseEnter, "/cases/new")];
    all.into_iter().filter(|(permit, _)| actor.may(*permit)).map(|(_, path)| path).collect()
}
