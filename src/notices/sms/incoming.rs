//! Messages that the gateway brings: a JSON list or one object, as Alibaba Cloud's SmsUp has it (`phone_number`, `content`,
//! `dest_code`, `sequence_id`, `send_time`); any other gateway can be told to say the same. It proves itself by a signature
//! over the moment and the body, or, where it can sign nothing, by the secret in the address.

use axum::{body::to_bytes, extract::Request};
use chrono::TimeDelta;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use serde_json::Value;
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::base::{App, Error, Result};

/// Bytes of the longest call.
const LONGEST: usize = 256 * 1024;

/// How far the gateway's clock may be from ours.
const DRIFT: TimeDelta = TimeDelta::minutes(5);

/// A message that came in.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// The gateway's own number of it.
    pub message: String,
    /// From where.
    pub phone: String,
    /// The number that was written to.
    pub to: String,
    /// What it says.
    pub text: String,
}

#[derive(Deserialize)]
struct Brought {
    phone_number: String,
    content: String,
    #[serde(default)]
    dest_code: String,
    #[serde(default)]
    sequence_id: Value,
    #[serde(default)]
    send_time: String,
}

/// The messages of a call, once the gateway has proved itself.
///
/// # Errors
/// `Forbidden` when it does not, or brings something else.
pub async fn read(app: &App, request: Request) -> Result<Vec<Incoming>> {
    let secret = app.config.sms.incoming.as_str();
    if secret.is_empty() {
        return Err(Error::Forbidden);
    }
    let (parts, body) = request.into_parts();
    let header = |name: &str| {
        parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    };
    let (moment, signature) = (header("x-timestamp"), header("x-signature"));
    let body = to_bytes(body, LONGEST).await.map_err(|_| Error::TooLarge)?;
    let query: Vec<(String, String)> =
        serde_urlencoded::from_str(parts.uri.query().unwrap_or_default()).unwrap_or_default();
    let same = |a: &str, b: &str| bool::from(a.as_bytes().ct_eq(b.as_bytes()));
    let by_key = query.iter().any(|(name, value)| name == "key" && same(value, secret));
    let late = moment
        .parse::<i64>()
        .map_or(true, |then| (app.clock.now().timestamp() - then).abs() > DRIFT.num_seconds());
    let by_signature = !late && same(&signed(secret, &moment, &body), &signature);
    if !by_key && !by_signature {
        return Err(Error::Forbidden);
    }
    let value: Value = serde_json::from_slice(&body).map_err(|_| Error::Forbidden)?;
    let list = if value.is_array() { value } else { Value::Array(vec![value]) };
    let brought: Vec<Brought> = serde_json::from_value(list).map_err(|_| Error::Forbidden)?;
    Ok(brought.into_iter().map(|it| taken(app, it)).collect())
}

/// The signature of a body that was brought at a moment.
pub(super) fn signed(secret: &str, moment: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key of any length will do");
    mac.update(moment.as_bytes());
    mac.update(b"\n");
    mac.update(body);
    hex::encode(mac.finalize().into_bytes())
}

fn taken(app: &App, it: Brought) -> Incoming {
    let digits: String = it.phone_number.chars().filter(char::is_ascii_digit).collect();
    let phone = digits.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(&digits).to_owned();
    let number = match &it.sequence_id {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        // Without a number of its own it is known by all that it says.
        _ => app.seal.mark("call", &format!("{phone}\n{}\n{}", it.send_time, it.content)),
    };
    Incoming { message: number, phone, to: it.dest_code, text: it.content }
}
