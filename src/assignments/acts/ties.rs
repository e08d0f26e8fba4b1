use serde_json::json;
use uuid::Uuid;

use super::record;
use crate::access::{Actor, Permit};
use crate::assignments::{TIES, store};
use crate::base::{App, Error, Result};

/// Two people who must not be assigned to each other.
#[derive(Debug, Clone, Copy)]
pub struct NewTie<'a> {
    /// One of them.
    pub one: Uuid,
    /// The other.
    pub other: Uuid,
    /// One of [`TIES`].
    pub kind: &'a str,
}

/// Note that two people are tied. The journal says that it was noted, not about whom.
///
/// # Errors
/// `Invalid` when the two are one, or noted already.
pub async fn add_tie(app: &App, actor: &Actor, new: &NewTie<'_>) -> Result<Uuid> {
    actor.must(Permit::AssignmentKeep)?;
    if new.one == new.other {
        return Err(Error::invalid("other", "assignments-tie-to-oneself"));
    }
    if !TIES.contains(&new.kind) {
        return Err(Error::invalid("kind", "assignments-tie-kind-missing"));
    }
    let id = app.chance.id(app.clock.now());
    let tx = app.db.begin().await?;
    if !store::insert_tie(&tx, actor.congress, id, (new.one, new.other), new.kind).await? {
        return Err(Error::invalid("other", "assignments-tie-there"));
    }
    record(&tx, app, actor, ("tie.noted", id), json!({})).await?;
    tx.commit().await?;
    Ok(id)
}

/// Two people are tied no longer, or never were: the row is gone.
///
/// # Errors
/// `NotFound` when there is no such tie.
pub async fn drop_tie(app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    actor.must(Permit::AssignmentKeep)?;
    let tx = app.db.begin().await?;
    if !store::delete_tie(&tx, actor.congress, id).await? {
        return Err(Error::NotFound);
    }
    record(&tx, app, actor, ("tie.erased", id), json!({})).await?;
    tx.commit().await
}
