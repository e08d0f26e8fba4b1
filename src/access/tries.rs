//! Back-off: whoever fails again and again waits longer and longer, whether or not the account exists.
//!
//! Each try is counted before it is judged, so that a thousand at once are no more than one after the other.
//! A success forgives the account's failures, never the address's: a village may share one address, so addresses
//! are given four times as many tries.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Role, store::tries as store, visit::household};
use crate::base::{App, Error, Result, Tx};
use crate::journal::{self, Author, Happening};

/// Failures older than this are forgotten.
const MEMORY: TimeDelta = TimeDelta::hours(24);

/// After so many failures, so many minutes.
const LADDER: [(i64, i64); 4] = [(20, 60), (15, 15), (10, 10), (5, 1)];

/// An address has so many times the tries of an account.
const PATIENCE: i64 = 4;

/// What tries are counted against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Account,
    Address,
}

/// One counter: a hash, so that a stolen table names nobody.
#[derive(Debug, Clone)]
pub(super) struct Key {
    by: By,
    word: String,
}

impl Key {
    /// Tries at an account, by what was typed as its name or by its id.
    pub(super) fn account(congress: Uuid, what: &str, name: &str) -> Self {
        Self { by: By::Account, word: word(congress, what, name) }
    }

    /// Tries from a household's address.
    pub(super) fn address(congress: Uuid, what: &str, address: IpAddr) -> Self {
        Self { by: By::Address, word: word(congress, what, &household(address).to_string()) }
    }
}

fn word(congress: Uuid, what: &str, value: &str) -> String {
    hex::encode(Sha256::digest(format!("{congress}|{what}|{value}")))
}

/// How long the next try waits after so many failures.
fn wait(by: By, count: i64) -> Option<TimeDelta> {
    let factor = if by == By::Address { PATIENCE } else { 1 };
    let rung = LADDER.iter().find(|(failures, _)| count >= failures * factor);
    rung.map(|(_, minutes)| TimeDelta::minutes(*minutes))
}

/// Count one try against every key.
///
/// # Errors
/// `TooMany` while one of them waits; then the try counts against none.
pub(super) async fn count(app: &App, congress: Uuid, keys: &[Key]) -> Result<()> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    for key in keys {
        let Some(count) = store::count(&tx, congress, &key.word, (now, now - MEMORY)).await? else {
            let until = store::held_until(&tx, congress, &key.word).await?;
            return Err(Error::TooMany(seconds(until.unwrap_or(now), now)));
        };
        if let Some(wait) = wait(key.by, count) {
            store::hold(&tx, congress, &key.word, now + wait).await?;
        }
    }
    tx.commit().await
}

fn seconds(until: DateTime<Utc>, now: DateTime<Utc>) -> u64 {
    u64::try_from((until - now).num_seconds()).unwrap_or(0).max(1)
}

/// Within the act that succeeded: the account's failures are forgotten, the address is given this one back.
pub(super) async fn forgive(tx: &Tx, congress: Uuid, keys: &[Key]) -> Result<()> {
    for key in keys {
        match key.by {
            By::Account => store::forget(tx, congress, &key.word).await?,
            By::Address => store::give_back(tx, congress, &key.word).await?,
        }
    }
    Ok(())
}

/// The counted try failed: how long the next one waits, if it does; that is in the journal.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn failed(app: &App, congress: Uuid, keys: &[Key]) -> Result<Option<Error>> {
    let now = app.clock.now();
    let mut longest = None;
    for key in keys {
        let until = store::held_until(&app.db, congress, &key.word).await?.filter(|until| *until > now);
        longest = longest.max(until.map(|until| (until, key.by == By::Account, key.word.clone())));
    }
    let Some((until, account, word)) = longest else {
        return Ok(None);
    };
    let seconds = seconds(until, now);
    let author = Author { congress, account: None, role: Role::Public.word(), at: now };
    let facts = json!({ "by": if account { "account" } else { "address" }, "seconds": seconds });
    // The subject is the counter, not an account: whether there is one must not show.
    let subject_id =
        Uuid::from_slice(&hex::decode(&word[..32]).expect("made by hex::encode")).expect("16 bytes");
    let happening = Happening { kind: "sign-in.held".to_owned(), subject: "try", subject_id, facts };
    let tx = app.db.begin().await?;
    journal::append(&tx, &author, happening).await?;
    tx.commit().await?;
    Ok(Some(Error::TooMany(seconds)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ladder_grows_and_ends() {
        let minutes = |by, count| wait(by, count).map(|wait| wait.num_minutes());
        let said: Vec<_> = [4, 5, 9, 10, 15, 20, 1_000].map(|count| minutes(By::Account, count)).into();
        assert_eq!(said, [None, Some(1), Some(1), Some(10), Some(15), Some(60), Some(60)]);
        assert_eq!((minutes(By::Address, 19), minutes(By::Address, 20)), (None, Some(1)));
    }

    #[test]
    fn counters_name_nobody_and_a_household_is_one() {
        let congress = Uuid::from_u128(1);
        let key = |text: &str| Key::address(congress, "sign-in", text.parse().unwrap()).word;
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_eq!(key("::ffff:10.0.0.1"), key("10.0.0.1"));
        assert!(!key("10.0.0.1").contains("10.0.0.1"));
        assert_ne!(
            key("10.0.0.1"),
            Key::address(Uuid::from_u128(2), "sign-in", "10.0.0.1".parse().unwrap()).word
        );
    }
}
