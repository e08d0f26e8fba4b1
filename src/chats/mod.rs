//! Clause 6: messages for the deputies' WeChat group (代表微信群).
//!
//! Somebody of the commission or a local office writes a message once: a title, a few sentences, perhaps a page of this
//! site to which it leads. What happens then depends on the group:
//!
//! * An ordinary WeChat group has no interface, and programs that pretend to be a person break its terms. So the page
//!   of the message has the words ready to copy and a picture with the code of the link to save; a person pastes them.
//! * A WeCom group may have a robot. Sending is written down (`chat_deliveries`) with a job in the same transaction; the
//!   job keeps the interface's limits and says on the page what became of it.
//!
//! Data's way: form → `acts::write` (row and journal entry) → the message's page → `acts::send` (delivery, job, journal
//! entry) → `sending` (marks *sending* before anything leaves, so that a crash never sends twice; then sent, later,
//! unsure or failed).
//!
//! * `wire`: the robot's interface: bodies within its limits, answers and what they mean
//! * `card`: the picture
//! * `store`, `pages`: the SQL, the pages

pub mod acts;
mod card;
mod pages;
mod sending;
#[cfg(test)]
mod server;
mod store;
#[cfg(test)]
mod tests;
mod wire;

use crate::base::{Conn, Result};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

pub use pages::routes;
pub use sending::{NAME as SENDING, work};
pub use wire::is_right;

/// Characters of the longest title.
pub const TITLE: usize = 40;

/// Characters of the longest text: what fits into one message with its title and link.
pub const TEXT: usize = 500;

/// A robot of a WeCom group.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Robot {
    /// Its id.
    pub id: Uuid,
    /// What people call its group.
    pub name: String,
    /// `works`, `refused` or `removed`.
    pub state: String,
    /// Since when.
    pub made_at: DateTime<Utc>,
}

/// What was written for the groups.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Message {
    /// Its id.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Its sentences.
    pub text: String,
    /// The page of this site to which it leads, from the slash on; empty for none.
    pub link: String,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// The name of the office that wrote it.
    pub office: Option<String>,
}

/// What became of a message in a group.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Delivery {
    /// The robot.
    pub robot_id: Uuid,
    /// What people call its group.
    pub robot: String,
    /// `waiting`, `sending`, `sent`, `unsure` or `failed`.
    pub state: String,
    /// How often it was asked for.
    pub round: i64,
    /// When it was given to the other side.
    pub sent_at: Option<DateTime<Utc>>,
    /// Why it failed: the word of a sentence `chats-why-…`.
    pub said: String,
}

/// How many robots the other side knows no more, and how many messages are in each state.
///
/// # Errors
/// When the database does not answer.
pub async fn health(at: &impl Conn, congress: Uuid) -> Result<(i64, Vec<(String, i64)>)> {
    store::health(at, congress).await
}
