//! Giving one's own calendar an address, and taking it back.

use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::store;
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Result, Tx};
use crate::journal::{self, Happening};

/// What is kept of the secret part of a calendar's address.
pub(super) fn hash_of(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}

/// Give one's own calendar an address that nobody can guess; the one before it stops working. It is told this once.
///
/// # Errors
/// `Forbidden` for whoever has no account.
pub(super) async fn make(app: &App, actor: &Actor) -> Result<String> {
    actor.must(Permit::Account)?;
    let account = actor.account.ok_or(Error::Forbidden)?;
    let token = app.chance.secret();
    let tx = app.db.begin().await?;
    store::set(&tx, actor.congress, account, (&hash_of(&token), app.clock.now())).await?;
    record(&tx, app, actor, ("calendar.opened", account)).await?;
    tx.commit().await?;
    Ok(token)
}

/// Take the address of one's own calendar back: it shows nothing any more.
///
/// # Errors
/// `Forbidden` for whoever has no account.
pub(super) async fn withdraw(app: &App, actor: &Actor) -> Result<()> {
    actor.must(Permit::Account)?;
    let account = actor.account.ok_or(Error::Forbidden)?;
    let tx = app.db.begin().await?;
    store::remove(&tx, actor.congress, account).await?;
    record(&tx, app, actor, ("calendar.closed", account)).await?;
    tx.commit().await
}

async fn record(tx: &Tx, app: &App, actor: &Actor, (kind, account): (&str, Uuid)) -> Result<()> {
    let author = actor.author(Permit::Account, app.clock.now());
    let kind = kind.to_owned();
    let happening = Happening { kind, subject: "account", subject_id: account, facts: json!({}) };
    journal::append(tx, &author, happening).await?;
    Ok(())
}
