use serde_json::json;
use sha2::{Digest, Sha256};

use super::record;
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Result};
use crate::receptions::store;

/// What is kept of the secret part of a calendar's address.
pub fn hash_of(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}

/// Give one's own calendar an address that nobody can guess; the one before it stops working. It is told this once.
///
/// # Errors
/// `NotFound` for whoever is no person of the register and has no days of his or her own.
pub async fn make_key(app: &App, actor: &Actor) -> Result<String> {
    actor.must(Permit::ReceptionRead)?;
    let person = actor.person.ok_or(Error::NotFound)?;
    let token = app.chance.secret();
    let tx = app.db.begin().await?;
    store::set_key(&tx, actor.congress, person, (&hash_of(&token), app.clock.now())).await?;
    record(&tx, app, (actor, Permit::ReceptionRead), ("calendar.opened", "person", person), json!({}))
        .await?;
    tx.commit().await?;
    Ok(token)
}

/// Take the address of one's own calendar back: it shows nothing any more.
///
/// # Errors
/// `NotFound` for whoever is no person of the register and has no days of his or her own.
pub async fn withdraw_key(app: &App, actor: &Actor) -> Result<()> {
    actor.must(Permit::ReceptionRead)?;
    let person = actor.person.ok_or(Error::NotFound)?;
    let tx = app.db.begin().await?;
    store::drop_key(&tx, actor.congress, person).await?;
    record(&tx, app, (actor, Permit::ReceptionRead), ("calendar.closed", "person", person), json!({}))
        .await?;
    tx.commit().await
}
