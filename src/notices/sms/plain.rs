//! Any gateway that takes a message over HTTP: address, headers and body come from the settings.

use std::time::Duration;

use super::{Message, silent};
use crate::base::config::Sms;
use crate::base::outside::{Question, ask, encoded};
use crate::notices::policy::Verdict;

/// A pattern with its placeholders filled, each written as its place needs it.
fn filled(pattern: &str, sms: &Sms, message: &Message, written: fn(&str) -> String) -> String {
    let values = [
        ("{phone}", message.phone.as_str()),
        ("{text}", &message.text),
        ("{id}", &message.id),
        ("{sign}", &sms.sign),
        ("{template}", &message.template),
        ("{key}", &sms.key),
        ("{secret}", &sms.secret),
    ];
    let mut out = String::new();
    let mut rest = pattern;
    // From left to right, so that nothing that was filled in is looked at again.
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match values.iter().find(|(name, _)| rest.starts_with(name)) {
            Some((name, value)) => {
                out.push_str(&written(value));
                rest = &rest[name.len()..];
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

/// A text as it stands within the quotes of JSON.
fn in_json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// A text as it stands in a header: on one line.
fn in_header(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii() && !c.is_control()).collect()
}

pub(super) fn question(sms: &Sms, message: &Message) -> Question {
    let headers: Vec<(String, String)> = sms
        .headers
        .iter()
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), filled(value, sms, message, in_header)))
        .collect();
    let is_form = headers.iter().any(|(name, value)| {
        name.eq_ignore_ascii_case("content-type") && value.starts_with("application/x-www-form-urlencoded")
    });
    let written = if is_form { encoded } else { in_json };
    let body = (sms.method != "GET").then(|| filled(&sms.body, sms, message, written));
    Question { url: filled(&sms.endpoint, sms, message, encoded), headers, body }
}

/// Send a message.
pub(super) fn send(sms: &Sms, message: &Message, longest: Duration) -> Verdict {
    match ask(question(sms, message), longest) {
        Ok((200..=299, text)) if text.contains(&sms.success) => Verdict::Sent(String::new()),
        Ok((429 | 502 | 503, _)) => Verdict::Away("busy"),
        Ok((401 | 403, _)) => Verdict::Refused("settings"),
        Ok((200..=499, _)) => Verdict::Never("refused"),
        Ok(_) => Verdict::Unsure,
        Err(silence) => silent(silence),
    }
}
