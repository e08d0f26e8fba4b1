//! How a roster ends: taken back, given up, forgotten.

use serde_json::json;
use uuid::Uuid;

use super::{KEPT, record};
use crate::access::{Actor, Permit};
use crate::base::{App, Conn, Error, Result, Tx};
use crate::exchange::roster::findings::Words;
use crate::exchange::roster::store::{self, Roster};
use crate::exchange::roster::undo;

/// Why an import cannot be taken back any more; none when it can.
///
/// # Errors
/// When the database does not answer.
pub async fn stands(at: &impl Conn, app: &App, congress: Uuid, roster: &Roster) -> Result<Option<Words>> {
    let Some((applied, head)) = roster.applied_at.zip(roster.head).filter(|_| roster.state == "applied")
    else {
        return Ok(Some(Words::new("roster-undo-not-applied")));
    };
    if app.clock.now() >= applied + KEPT {
        return Ok(Some(Words::new("roster-undo-too-late")));
    }
    if roster.changeover_id.is_some() {
        return Ok(Some(Words::new("roster-undo-changeover")));
    }
    let last = store::last_applied(at, congress).await?;
    if last.is_some_and(|last| last.id != roster.id) {
        return Ok(Some(Words::new("roster-undo-later-import")));
    }
    let opinions = store::opinions_on(at, congress, roster.id).await?;
    if opinions > 0 {
        return Ok(Some(Words::new("roster-undo-opinions")));
    }
    let acts = store::acts_on(at, congress, roster.id).await?;
    if acts > 0 {
        return Ok(Some(Words::new("roster-undo-acts")));
    }
    let since = store::happened_since(at, congress, roster.id, head).await?;
    if since.iter().any(|kind| kind.starts_with("session.") || kind.starts_with("slip.")) {
        return Ok(Some(Words::new("roster-undo-signed-in")));
    }
    Ok((!since.is_empty()).then(|| Words::new("roster-undo-changed")))
}

/// Take an import back, all of it.
///
/// # Errors
/// `Conflict` when a day has passed, it is not the last, or something stands on it by now.
pub async fn take_back(app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    actor.must(Permit::RosterImport)?;
    let congress = actor.congress;
    let tx = app.db.begin().await?;
    store::take_desk(&tx, congress, id).await?;
    let roster = store::one(&tx, congress, id).await?;
    if let Some(why) = stands(&tx, app, congress, &roster).await? {
        return Err(Error::conflict(&why.key));
    }
    for mark in store::marks(&tx, congress, id).await? {
        undo::take_back((&tx, app), actor, &mark).await?;
    }
    store::pass(&tx, congress, id, ("applied", "undone")).await?;
    store::keep_undone(&tx, congress, id, (app.clock.now(), actor.account)).await?;
    store::erase_traces(&tx, congress, id).await?;
    record(&tx, app, actor, ("roster.undone", id), json!({})).await?;
    tx.commit().await
}

/// Give a roster up that was not written; it is erased.
///
/// # Errors
/// `Conflict` when it was written or is being written.
pub async fn drop(app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    actor.must(Permit::RosterImport)?;
    let tx = app.db.begin().await?;
    dropped(&tx, app, actor, id).await?;
    tx.commit().await
}

pub(in crate::exchange::roster) async fn dropped(tx: &Tx, app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    let congress = actor.congress;
    let mut dropped = false;
    for from in ["uploaded", "checked", "unread"] {
        dropped |= store::pass(tx, congress, id, (from, "dropped")).await?;
    }
    if !dropped {
        return Err(Error::conflict("roster-not-ready"));
    }
    store::erase_bytes(tx, congress, id).await?;
    store::erase_traces(tx, congress, id).await?;
    record(tx, app, actor, ("roster.dropped", id), json!({})).await
}

/// A day has passed: what is left of a roster is erased; what it did stays.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(app: &App, congress: Uuid, id: Uuid) -> Result<()> {
    let tx = app.db.begin().await?;
    for from in ["uploaded", "checked", "unread"] {
        store::pass(&tx, congress, id, (from, "dropped")).await?;
    }
    let roster = store::one(&tx, congress, id).await?;
    let lasts = roster.applied_at.is_some_and(|at| app.clock.now() < at + KEPT);
    if roster.state != "waiting" && !lasts {
        store::erase_bytes(&tx, congress, id).await?;
        store::erase_traces(&tx, congress, id).await?;
    }
    tx.commit().await
}
