//! What people are told: a line in their inbox, and a mail to those who gave an address.
//!
//! Whoever acts tells those concerned, in the act itself (`tell`): no act without its notices, no notice without
//! its act. A notice is one sentence, `notice-<kind>` in the reader's language, filled with its facts; it leads to
//! its thing. A mail carries the sentence itself and never what a voter said about himself or herself:
//! whoever tells gives no such fact.

mod mail;
mod pages;
#[cfg(test)]
mod smtp;
mod store;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

pub use mail::{is_right, send};
pub use pages::{counted, routes};

use crate::access::Role;
use crate::base::{
    App, Conn, Result, Tx, start_of,
    text::{Arg, Lang},
};
use crate::jobs::{self, NewJob};

/// The name of the job that sends a mail.
pub const MAIL: &str = "mail";

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The accounts of a person in the register: a deputy.
    Person(Uuid),
    /// The accounts that hold a role for an organization: an organ's clerks.
    Office(Role, Uuid),
    /// All accounts with a role: the commission.
    Role(Role),
    /// One account.
    Account(Uuid),
}

/// One fact of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// A number of a thing, an organ's name: the same in every language.
    Text(String),
    /// A number, which may choose a plural.
    Number(i64),
    /// A day.
    Day(NaiveDate),
    /// A word of a closed list: its group and code.
    Word(String, String),
}

/// The facts of a sentence by their names in it.
pub type Facts = BTreeMap<String, Fact>;

/// What people are told.
#[derive(Debug, Clone)]
pub struct Notice {
    /// The congress.
    pub congress: Uuid,
    /// Who is told.
    pub to: Audience,
    /// Which sentence: `notice-<kind>`.
    pub kind: &'static str,
    /// What kind of thing it is about: `case`.
    pub subject: &'static str,
    /// Which.
    pub subject_id: Uuid,
    /// What fills the sentence.
    pub facts: Facts,
}

/// Tell people, within the act: one notice for each account, and a mail where there is an address.
///
/// # Errors
/// When it cannot be written: then the act cannot happen either.
pub async fn tell(tx: &Tx, app: &App, notice: &Notice) -> Result<()> {
    let mails = !app.config.mail.smtp.is_empty();
    let now = app.clock.now();
    for account in store::audience(tx, notice.congress, notice.to).await? {
        let id = app.chance.id(now);
        store::insert(tx, notice, (id, account.id), now).await?;
        if mails && !account.email.trim().is_empty() {
            let job = NewJob {
                congress: notice.congress,
                key: format!("{MAIL}:{id}"),
                name: MAIL,
                payload: json!({ "notice": id }),
                run_at: now,
            };
            jobs::enqueue(tx, app, job).await?;
        }
    }
    Ok(())
}

/// The persons who were told something of a kind on a day or later, each once.
///
/// # Errors
/// When the database does not answer.
pub async fn told_since(
    at: &impl Conn,
    congress: Uuid,
    kind: &str,
    day: NaiveDate,
) -> Result<BTreeSet<Uuid>> {
    Ok(store::told_since(at, congress, kind, start_of(day)).await?.into_iter().collect())
}

/// The sentence of a notice.
pub fn sentence(lang: Lang, kind: &str, facts: &Facts) -> String {
    let said = facts.iter().map(|(name, fact)| (name.as_str(), said(lang, fact)));
    lang.filled(&format!("notice-{kind}"), said)
}

fn said(lang: Lang, fact: &Fact) -> Arg {
    match fact {
        Fact::Text(text) => text.into(),
        Fact::Number(number) => number.into(),
        Fact::Day(day) => lang.date(day).into(),
        Fact::Word(group, code) => lang.word(group, code).into(),
    }
}

/// Where a thing is shown; empty for what has no page.
fn place(subject: &str, id: Uuid) -> String {
    match subject {
        "case" => format!("/cases/{id}"),
        "act" => format!("/acts/{id}"),
        "objection" => format!("/objections/{id}"),
        "outreach" => format!("/outreach/{id}"),
        "consultation" => format!("/topics/{id}"),
        "bulletin" | "bulletin-issue" => format!("/reading/{id}"),
        "bulletin-item" => format!("/publishing/items/{id}"),
        "bulletin-composed" => format!("/publishing/issues/{id}"),
        "duties" => "/duties".to_owned(),
        "contacts" => "/contacts".to_owned(),
        "duties-open" => "/duties?show=open".to_owned(),
        "merit" => format!("/merits/{id}"),
        "roster" => format!("/rosters/{id}/roles"),
        "reception" => format!("/receptions/{id}"),
        "receptions" => "/receptions".to_owned(),
        "changeover" => format!("/terms/{id}"),
        "leavers-accounts" => "/leavers/accounts".to_owned(),
        "event" => format!("/events/{id}"),
        "visit" => format!("/visits/{id}"),
        "points" => "/points".to_owned(),
        _ => String::new(),
    }
}
