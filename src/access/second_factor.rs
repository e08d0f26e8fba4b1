//! The second factor: a code of six digits that an app on one's telephone shows, new every half minute (RFC 6238).

use chrono::{DateTime, Utc};
use rand::Rng;
use totp_rs::{Algorithm, Builder, Secret};

use crate::base::{Chance, form::plain};

/// Takes the place of a secret that an account does not have, so that the work is the same.
const NOBODYS: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// A new secret of 160 bits, as apps take it.
pub fn new_secret(chance: &Chance) -> String {
    let mut bytes = [0_u8; 20];
    chance.draw(|rng| rng.fill_bytes(&mut bytes));
    Secret::from(bytes).to_base32()
}

/// The half minute whose code this is, if it is this one, the one before or the one after. A code is good once:
/// the account remembers the half minute, and takes only later ones.
pub fn step_of(secret: Option<&str>, code: &str, now: DateTime<Utc>) -> Option<i64> {
    let digits: String = plain(code).chars().filter(|sign| !sign.is_whitespace() && *sign != '-').collect();
    let known = Secret::try_from_base32(secret.unwrap_or(NOBODYS)).ok()?;
    let time = u64::try_from(now.timestamp()).ok()?;
    let six = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let found = totp(known).check(if six { &digits } else { "000000" }, time);
    found.filter(|_| six && secret.is_some()).and_then(|step| i64::try_from(step).ok())
}

fn totp(secret: Secret) -> totp_rs::Totp {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_secret(secret)
        .with_skew(1)
        .with_step_duration(30)
        .build_noncompliant()
}

/// The code of a moment: for the demo's list of accounts and for tests.
pub fn code_at(secret: &str, now: DateTime<Utc>) -> Option<String> {
    let time = u64::try_from(now.timestamp()).ok()?;
    Some(totp(Secret::try_from_base32(secret).ok()?).generate(time).to_string())
}

/// The address that an app reads from the QR code.
pub fn address(secret: &str, issuer: &str, login: &str) -> String {
    let (issuer, login) = (encoded(issuer), encoded(login));
    format!("otpauth://totp/{issuer}:{login}?secret={secret}&issuer={issuer}")
}

/// The secret in groups of four, to be typed by hand.
pub fn grouped(secret: &str) -> String {
    let signs: Vec<char> = secret.chars().collect();
    let groups: Vec<String> = signs.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}

fn encoded(text: &str) -> String {
    let sign = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238's own examples.
    const RFC: Option<&str> = Some(NOBODYS);

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn the_examples_of_the_standard_hold_one_step_around() {
        // The standard prints eight digits; the last six are ours.
        assert_eq!(step_of(RFC, "081804", at(1_111_111_109)), Some(1_111_111_109 / 30));
        assert_eq!(code_at(NOBODYS, at(1_234_567_890)).as_deref(), Some("005924"));
        assert_eq!(step_of(RFC, "０８１ ８０４", at(1_111_111_109 + 30)), Some(1_111_111_109 / 30));
        assert_eq!(step_of(RFC, "081804", at(1_111_111_109 - 30)), Some(1_111_111_109 / 30));
        assert_eq!(step_of(RFC, "081804", at(1_111_111_109 + 61)), None);
        for wrong in ["", "81804", "081805", "0818040", "+81804", "08180a"] {
            assert_eq!(step_of(RFC, wrong, at(1_111_111_109)), None, "{wrong}");
        }
        assert_eq!(step_of(None, "081804", at(1_111_111_109)), None, "no secret is not a known one");
    }

    #[test]
    fn the_address_is_plain_ascii() {
        let said = address("GEZD", "xiantao", "张 wei");
        assert_eq!(said, "otpauth://totp/xiantao:%E5%BC%A0%20wei?secret=GEZD&issuer=xiantao");
        assert_eq!(grouped("GEZDGNBVGY"), "GEZD GNBV GY");
        assert_eq!(new_secret(&Chance::seeded(3)).len(), 32);
    }
}
