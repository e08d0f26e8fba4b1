//! How often one address may do a thing within an hour. Wide, for a village may share one address; what is kept is a
//! hash and a number, so the table names nobody.

mod store;

use chrono::TimeDelta;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Visit, visit::household};
use crate::base::{App, Error, Result, Tx};

/// Counted within this time.
const HOUR: TimeDelta = TimeDelta::hours(1);

/// One more of something from an address, to be counted in the very act that does it: both are kept, or neither.
#[derive(Debug, Clone)]
pub struct Due {
    congress: Uuid,
    key: String,
    most: u32,
}

impl Due {
    /// One more of `what` from the visit's address, which may have `most` within an hour.
    pub fn of(visit: &Visit, what: &str, most: u32) -> Self {
        Self { congress: visit.home.id, key: key(visit, what), most }
    }

    /// Count it.
    ///
    /// # Errors
    /// `TooMany` when the address has had its share of this hour.
    pub async fn take(&self, tx: &Tx, app: &App) -> Result<()> {
        let now = app.clock.now();
        let spent = store::count(tx, self.congress, &self.key, (now, now - HOUR)).await?;
        refuse(app, &spent, i64::from(self.most))
    }
}

/// Count one more of `what` from the visit's address, of what changes nothing else.
///
/// # Errors
/// `TooMany` when the address has had its `most` of this hour.
pub async fn take(app: &App, visit: &Visit, what: &str, most: u32) -> Result<()> {
    let tx = app.db.begin().await?;
    Due::of(visit, what, most).take(&tx, app).await?;
    tx.commit().await
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
