//! What people are told: a line in their inbox, and what goes out of the house by e-mail, text message and WeChat.
//!
//! Whoever acts tells those concerned, in the act itself (`tell`): no act without its notices, no notice without
//! its act. A notice is one sentence, `notice-<kind>` in the reader's language, filled with its facts; it leads to
//! its thing. A message carries the sentence itself and never what a voter said about himself or herself:
//! whoever tells gives no such fact. Voters without an account are told by text message (`text`).
//!
//! `plan` decides, purely, through which channels a notice goes: what the person chose, what the deployment has. For each
//! there is one row in `deliveries` and one job, in the act's own transaction. The job (`sending`) looks at the hour, marks
//! the row *sending* before anything leaves, asks the channel's adapter, and does what `policy` says: rest, try again, step
//! in with another channel, call somebody. What is to be told once a day waits for `digest`.
//!
//! * `mail`, `sms`, `wechat`: the adapters
//! * `choice`: what a person chose; `log`: what became of everything, for those who keep the channels; `again`: what
//!   failed is tried again
//! * `words`: what a message says

mod again;
#[cfg(test)]
mod again_tests;
mod choice;
mod digest;
mod log;
mod mail;
#[cfg(test)]
mod outage_tests;
mod pages;
mod plan;
mod policy;
mod sending;
pub mod sms;
#[cfg(test)]
mod smtp;
mod store;
#[cfg(test)]
mod tests;
mod texts;
pub mod wechat;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use digest::{DIGEST as DAILY, work as digest};
pub use log::troubled;
pub use pages::{counted, routes};
pub use plan::Channel;
pub use sending::{send_mail, send_text, send_wechat};
pub use store::is_mobile;
pub use texts::{NewText, carries_text, first_call, forget as forget_texts, may_text, stop, text};
pub use wechat::proof;

use crate::access::Role;
use crate::base::{
    App, Config, Conn, Result, Tx, start_of,
    text::{Arg, Lang},
};

/// The name of the job that sends a mail.
pub const MAIL: &str = "mail";
/// The name of the job that sends a text message.
pub const SMS: &str = "sms";
/// The name of the job that sends a message of the WeChat official account.
pub const WECHAT: &str = "wechat";

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The accounts of a person in the register: a deputy.
    Person(Uuid),
    /// The accounts that hold a role for an organization: an organ's clerks.
    Office(Role, Uuid),
    /// The clerks of the commission, a working body or a local office.
    Clerks(Uuid),
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

/// Tell people, within the act: one notice for each account, and whatever goes out of the house with it.
///
/// # Errors
/// When it cannot be written: then the act cannot happen either.
pub async fn tell(tx: &Tx, app: &App, notice: &Notice) -> Result<()> {
    let now = app.clock.now();
    for reader in store::audience(tx, notice.congress, notice.to).await? {
        let id = app.chance.id(now);
        store::insert(tx, notice, (id, reader.id), now).await?;
        for channel in Channel::ALL {
            let way = plan::way(&app.config, channel, notice.kind, reader.reach(channel));
            sending::enqueue(tx, app, notice.congress, (id, reader.id), (channel, way)).await?;
        }
    }
    Ok(())
}

/// Tell people again of something that they missed: in the inbox, and at once by a channel through which the notices of
/// the same thing did not come before.
///
/// # Errors
/// As [`tell`].
pub async fn remind(tx: &Tx, app: &App, notice: &Notice) -> Result<()> {
    let now = app.clock.now();
    for reader in store::audience(tx, notice.congress, notice.to).await? {
        let used = store::used(tx, (notice.congress, reader.id), (notice.subject, notice.subject_id)).await?;
        let id = app.chance.id(now);
        store::insert(tx, notice, (id, reader.id), now).await?;
        let reaches = Channel::ALL.map(|channel| (channel, reader.reach(channel)));
        if let Some(channel) = plan::another(&app.config, notice.kind, &reaches, &used) {
            let ways = (channel, plan::Way::Now);
            sending::enqueue(tx, app, notice.congress, (id, reader.id), ways).await?;
        }
    }
    Ok(())
}

/// Whether the settings for all channels can be right; none are.
///
/// # Errors
/// Names the setting that is wrong, and what was expected.
pub fn is_right(config: &Config) -> anyhow::Result<()> {
    let notices = &config.notices;
    for (name, way) in [("mail", &notices.mail), ("sms", &notices.sms), ("wechat", &notices.wechat)] {
        anyhow::ensure!(plan::Way::of_word(way).is_some(), "notices.{name}: expected now, daily or off");
    }
    anyhow::ensure!(
        plan::clock(&notices.digest_at).is_some(),
        "notices.digest_at: expected a time such as 08:00"
    );
    for (name, span) in [("notices.quiet", &notices.quiet), ("sms.hours", &config.sms.hours)] {
        anyhow::ensure!(plan::span(span).is_some(), "{name}: expected two times such as 08:30-17:30");
    }
    anyhow::ensure!(notices.patience_ms >= 100, "notices.patience_ms: expected 100 or more");
    mail::is_right(config)?;
    sms::is_right(config)?;
    wechat::is_right(config)
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
        "review" => format!("/rounds/{id}"),
        "archive" => format!("/archives/{id}"),
        "visit" => format!("/visits/{id}"),
        "report" => format!("/reporting/{id}"),
        "reporting" => "/reporting".to_owned(),
        "points" => "/points".to_owned(),
        "deliveries" => "/deliveries".to_owned(),
        "texts" => "/texts".to_owned(),
        _ => String::new(),
    }
}
