//! The roster of a coming term: brought for a changeover, checked against the registers as they will stand, rehearsed, and
//! written when the term begins.

use uuid::Uuid;

use super::acts::{self, Looked, Tell};
use super::apply::Mark;
use super::check::Checked;
use super::findings::Words;
use super::store::{self, Roster};
use super::wishes::Wish;
use crate::access::Actor;
use crate::base::{App, Conn, Error, Result, Tx};
use crate::exchange::changeover::{self, Turned, store::Changeover};

/// The changeover of a roster, if it is for one.
pub(super) async fn of(at: &impl Conn, congress: Uuid, roster: &Roster) -> Result<Option<Changeover>> {
    match roster.changeover_id {
        Some(id) => Ok(Some(changeover::store::one(at, congress, id).await?)),
        None => Ok(None),
    }
}

/// What the change would come to by a roster that was just looked at; the words say why it cannot be rehearsed.
pub(super) async fn rehearsed(
    app: &App,
    actor: &Actor,
    coming: Option<&Changeover>,
    looked: &Looked,
) -> Result<Option<Result<Turned, Words>>> {
    let (Some(coming), Ok(checked)) = (coming, looked) else { return Ok(None) };
    if !checked.is_fine() {
        return Ok(None);
    }
    match changeover::rehearse(app, actor, coming, (&checked.plan, &|_, _| {})).await {
        Ok(turned) => Ok(Some(Ok(turned))),
        Err(Error::Internal(cause)) => Err(Error::Internal(cause)),
        Err(refused) => Ok(Some(Err(acts::why(&refused)))),
    }
}

/// Write a roster: by itself, or as the change to the next term that it is for. Only the former can be taken back, so
/// only it leaves marks.
pub(super) async fn written(
    (tx, app): (&Tx, &App),
    actor: &Actor,
    coming: Option<&Changeover>,
    (checked, tell): (&Checked, Tell<'_>),
) -> Result<(Vec<Mark>, Vec<Wish>)> {
    match coming {
        Some(coming) => {
            let wishes = changeover::turn((tx, app), actor, coming, (&checked.plan, tell)).await?;
            Ok((Vec::new(), wishes))
        }
        None => super::apply::apply((tx, app), actor, &checked.plan, tell).await,
    }
}

/// Have a roster of a coming term looked at again: its day is another one.
///
/// # Errors
/// When the database does not answer.
pub async fn look_again(tx: &Tx, app: &App, actor: &Actor, changeover: Uuid) -> Result<()> {
    for roster in store::of_changeover(tx, actor.congress, changeover).await? {
        if store::pass(tx, actor.congress, roster.id, ("checked", "uploaded")).await? {
            acts::check_later(tx, app, actor, roster.id).await?;
        }
    }
    Ok(())
}

/// Erase the rosters of a coming term that were not written.
///
/// # Errors
/// `Conflict` when one is just being written.
pub async fn drop_coming(tx: &Tx, app: &App, actor: &Actor, changeover: Uuid) -> Result<()> {
    for roster in store::of_changeover(tx, actor.congress, changeover).await? {
        acts::dropped(tx, app, actor, roster.id).await?;
    }
    Ok(())
}
