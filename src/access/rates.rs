//! How often one address may do a thing within an hour. Wide, for a village may share one address; what is kept is a
//! hash and a number, so the table names nobody.

mod store;

use chrono::TimeDelta;
use sha2::{Digest, Sha256};

use super::{Visit, visit::household};
use crate::base::{App, Error, Result};

/// Counted within this time.
const HOUR: TimeDelta = TimeDelta::hours(1);

/// Count one more of `what` from the visit's address.
///
/// # Errors
/// `TooMany` when the address has had its `most` of this hour.
pub async fn take(app: &App, visit: &Visit, what: &str, most: u32) -> Result<()> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let spent = store::count(&tx, visit.home.id, &key(visit, what), (now, now - HOUR)).await?;
    tx.commit().await?;
    refuse(app, &spent, i64::from(most))
}

/// Whether the visit's address may still do `what`; nothing is counted.
///
/// # Errors
/// `TooMany` when the address has had its `most` of this hour.
pub async fn look(app: &App, visit: &Visit, what: &str, most: u32) -> Result<()> {
    match store::spent(&app.db, visit.home.id, &key(visit, what)).await? {
        Some(spent) if app.clock.now() - spent.since < HOUR => refuse(app, &spent, i64::from(most) - 1),
        _ => Ok(()),
    }
}

fn refuse(app: &App, spent: &store::Spent, most: i64) -> Result<()> {
    if spent.count <= most {
        return Ok(());
    }
    let left = (spent.since + HOUR - app.clock.now()).num_seconds();
    Err(Error::TooMany(u64::try_from(left).unwrap_or(0).max(1)))
}

fn key(visit: &Visit, what: &str) -> String {
    let place = household(visit.address);
    hex::encode(Sha256::digest(format!("{}|rate|{what}|{place}", visit.home.id)))
}
