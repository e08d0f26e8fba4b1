//! A step that two persons take: one proposes it, another confirms it, and only then does it happen.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Step, store};
use crate::access::Actor;
use crate::base::{Error, Result, Tx};

/// A step that waits for the second person.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Proposed {
    /// One of [`Step`].
    pub step: String,
    /// Who proposed it.
    pub proposed_by: Uuid,
    /// The name.
    pub name: String,
    /// When.
    pub proposed_at: DateTime<Utc>,
}

impl Proposed {
    /// Whether it was the actor who proposed it.
    pub fn is_of(&self, actor: &Actor) -> bool {
        actor.account == Some(self.proposed_by)
    }
}

/// The account of somebody who takes part: nobody proposes or confirms without one.
fn account(actor: &Actor) -> Result<Uuid> {
    actor.account.ok_or(Error::Forbidden)
}

/// The first person.
///
/// # Errors
/// `Conflict` when it was proposed already.
pub async fn propose(tx: &Tx, actor: &Actor, (review, step): (Uuid, Step), now: DateTime<Utc>) -> Result<()> {
    let by = account(actor)?;
    if store::insert_step(tx, (actor.congress, review), (step.word(), by), now).await? {
        Ok(())
    } else {
        Err(Error::conflict("reviews-proposed-already"))
    }
}

/// The second person; who the first was.
///
/// # Errors
/// `Conflict` when nobody proposed it, and for the one who did.
pub async fn confirm(tx: &Tx, actor: &Actor, (review, step): (Uuid, Step)) -> Result<Uuid> {
    let by = account(actor)?;
    let proposed = store::step(tx, (actor.congress, review), step.word()).await?;
    let first = proposed.ok_or_else(|| Error::conflict("reviews-not-proposed"))?.proposed_by;
    if first == by {
        return Err(Error::conflict("reviews-same-person"));
    }
    // Of two who confirm at once one finds it gone.
    if store::delete_step(tx, (actor.congress, review), step.word()).await? {
        Ok(first)
    } else {
        Err(Error::conflict("reviews-not-proposed"))
    }
}

/// It is not to happen after all.
///
/// # Errors
/// `Conflict` when it was not proposed.
pub async fn withdraw(tx: &Tx, actor: &Actor, (review, step): (Uuid, Step)) -> Result<()> {
    account(actor)?;
    if store::delete_step(tx, (actor.congress, review), step.word()).await? {
        Ok(())
    } else {
        Err(Error::conflict("reviews-not-proposed"))
    }
}
