//! Text messages, through the gateway that the deployment has: Alibaba Cloud's by its documented interface, or any other by
//! the settings alone.

mod aliyun;
mod incoming;
mod plain;
#[cfg(test)]
pub(crate) mod server;
#[cfg(test)]
mod tests;

pub use incoming::{Incoming, read};

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::policy::Verdict;
use super::sending::Parcel;
use super::words::Words;
use crate::base::outside::{Silence, is_safe};
use crate::base::{App, Config, Result, day_of};

/// Characters of one message, the signature included.
const ONE: usize = 70;

/// Characters that a gateway takes in one place of a template.
const PLACE: usize = 35;

/// A message as the gateway gets it.
#[derive(Debug, Clone)]
pub(super) struct Message {
    /// Eleven digits.
    pub phone: String,
    /// Our own sign of it.
    pub id: String,
    /// The approved template.
    pub template: String,
    /// What fills it.
    pub params: BTreeMap<String, String>,
    /// The whole text, for a gateway that takes texts.
    pub text: String,
    /// Luck for its signature.
    pub nonce: String,
    /// Now.
    pub at: DateTime<Utc>,
}

fn cut(text: &str, most: usize) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().count() <= most {
        return text;
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// The text in one message: the link stays whole, what is said gives way.
fn text(config: &Config, words: &Words) -> String {
    let most = ONE - config.sms.sign.chars().count() - 2;
    if words.kind.starts_with("voter-") {
        // With a long address it is two messages rather than half a link.
        return cut(&words.sentence, usize::MAX);
    }
    let link = if words.own { format!(" {}", words.link) } else { format!(" {}/inbox", config.public_url()) };
    let left = most.saturating_sub(link.chars().count());
    format!("{}{link}", cut(&words.sentence, left))
}

fn message(app: &App, parcel: &Parcel) -> Option<Message> {
    let (config, words) = (&app.config, &parcel.words);
    let template = config.sms.templates.get(&words.kind)?;
    let fill = |(name, pattern): (&String, &String)| (name.clone(), cut(&words.fill(pattern), PLACE));
    Some(Message {
        phone: parcel.to.clone(),
        id: parcel.id.simple().to_string(),
        template: template.id.clone(),
        params: template.params.iter().map(fill).collect(),
        text: text(config, words),
        nonce: app.chance.secret().chars().take(32).collect(),
        at: app.clock.now(),
    })
}

/// Whether a message whose answer was lost may be taken up again without coming twice.
pub(super) fn finds_again(config: &Config) -> bool {
    config.sms.gateway == "aliyun" || config.sms.once
}

/// Give a message to the gateway.
pub(super) async fn give(app: &App, parcel: &Parcel) -> Result<Verdict> {
    let Some(message) = message(app, parcel) else { return Ok(Verdict::Never("template")) };
    if parcel.again && !finds_again(&app.config) {
        return Ok(Verdict::Unsure);
    }
    let (sms, again) = (app.config.sms.clone(), parcel.again);
    let longest = Duration::from_millis(app.config.notices.patience_ms);
    let days = [day_of(message.at), day_of(message.at - TimeDelta::days(1))];
    let asked = tokio::task::spawn_blocking(move || {
        if sms.gateway != "aliyun" {
            return plain::send(&sms, &message, longest);
        }
        if again {
            match aliyun::taken(&sms, &message, days, longest) {
                Ok(true) => return Verdict::Sent(String::new()),
                Ok(false) => {}
                Err(_) => return Verdict::Unsure,
            }
        }
        aliyun::send(&sms, &message, longest)
    });
    Ok(asked.await.unwrap_or(Verdict::Unsure))
}

fn silent(silence: Silence) -> Verdict {
    match silence {
        Silence::Unreachable => Verdict::Away("away"),
        Silence::Unsafe => Verdict::Away("unsafe"),
        Silence::Unknown => Verdict::Unsure,
    }
}

/// Whether the settings can be right.
///
/// # Errors
/// Names the setting that is wrong, and what was expected; never a secret.
pub(super) fn is_right(config: &Config) -> anyhow::Result<()> {
    let sms = &config.sms;
    if sms.gateway.is_empty() {
        return Ok(());
    }
    anyhow::ensure!(
        matches!(sms.gateway.as_str(), "aliyun" | "http"),
        "sms.gateway: expected aliyun, http or nothing"
    );
    anyhow::ensure!(is_safe(&sms.endpoint), "sms.endpoint: expected https://…; http:// only to this machine");
    anyhow::ensure!(
        sms.sign.chars().count() <= 20,
        "sms.sign: expected at most 20 characters, without brackets"
    );
    if sms.gateway == "aliyun" {
        for (name, value) in [("key", &sms.key), ("secret", &sms.secret), ("sign", &sms.sign)] {
            anyhow::ensure!(!value.is_empty(), "sms.{name}: expected what Alibaba Cloud gave, found nothing");
        }
        if let Some((kind, _)) = sms.templates.iter().find(|(_, template)| template.id.is_empty()) {
            anyhow::bail!("sms.templates.{kind}: expected the number of its template, such as SMS_1001");
        }
    } else {
        anyhow::ensure!(matches!(sms.method.as_str(), "GET" | "POST"), "sms.method: expected GET or POST");
        anyhow::ensure!(
            !sms.success.is_empty(),
            "sms.success: expected what an answer holds when it took the message"
        );
        if let Some(wrong) = sms.headers.iter().find(|header| !header.contains(": ")) {
            let name = wrong.split(' ').next().unwrap_or_default();
            anyhow::bail!("sms.headers: expected Name: value, found a line that begins with {name}");
        }
    }
    Ok(())
}
