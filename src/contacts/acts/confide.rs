use uuid::Uuid;

use super::note;
use crate::access::{Actor, Permit, Scope};
use crate::base::{App, Error, Result};
use crate::contacts::store::{self, Contact};

/// What a deputy confided in a contact. The member who heard it reads it; each look of the commission is written down
/// with who looked; it is nobody else's business.
///
/// # Errors
/// `NotFound` for a contact that is not theirs to see or in which nothing was confided, `Forbidden` when it is none of
/// their business.
pub async fn read_confidence(app: &App, actor: &Actor, id: Uuid) -> Result<String> {
    actor.must(Permit::ConfidenceRead)?;
    let contact = store::find(&app.db, actor, id).await?;
    if !may_read_confidence(actor, &contact) {
        return Err(Error::Forbidden);
    }
    if actor.person == Some(contact.member_id) {
        return store::confidence(&app.db, actor.congress, id).await?.ok_or(Error::NotFound);
    }
    let tx = app.db.begin().await?;
    let text = store::confidence(&tx, actor.congress, id).await?.ok_or(Error::NotFound)?;
    let author = actor.author(Permit::ConfidenceRead, app.clock.now());
    note(&tx, &author, "contact.confidence-read", id).await?;
    tx.commit().await?;
    Ok(text)
}

/// Whether what was confided in a contact that they see is their business: the member who heard it, the commission.
pub fn may_read_confidence(actor: &Actor, contact: &Contact) -> bool {
    actor.posts_with(Permit::ConfidenceRead).any(|(_, scope)| match scope {
        Scope::Congress | Scope::Deployment => true,
        Scope::Own => actor.person == Some(contact.member_id),
        Scope::Office | Scope::Organ => false,
    })
}
