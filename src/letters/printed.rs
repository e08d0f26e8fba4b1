//! The papers of this room by their names, for the command line and for pages.

use papers::official::Official;
use uuid::Uuid;

use super::{Kind, Letter, acts, compose, store};
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Result};
use crate::cases;

/// The form on which a deputy says what he or she thinks of how a case was handled.
///
/// # Errors
/// `NotFound` for a case in which they take no part.
pub async fn feedback(app: &App, actor: &Actor, case: Uuid) -> Result<Official> {
    actor.must(Permit::LetterRead)?;
    let case = acts::taking_part(&app.db, actor, case).await?;
    Ok(compose::feedback(&acts::told(&app.db, actor, &case).await?))
}

/// The same by the number or id of the case.
///
/// # Errors
/// As [`feedback`].
pub async fn feedback_of(app: &App, actor: &Actor, typed: &str) -> Result<Official> {
    let case = match typed.parse() {
        Ok(id) => id,
        Err(_) => cases::store::by_number(&app.db, actor, typed).await?.id,
    };
    feedback(app, actor, case).await
}

/// A letter as it was issued, by its id, its number, or the number of its case (the newest of that kind).
///
/// # Errors
/// `NotFound` when there is none, or it is of another kind.
pub async fn letter(app: &App, actor: &Actor, kind: Kind, typed: &str) -> Result<Official> {
    actor.must(Permit::LetterRead)?;
    let of_kind = |letter: &Letter| letter.kind == kind.word();
    let found = if let Ok(id) = typed.parse() {
        store::find(&app.db, actor, id).await?
    } else if typed.contains('〔') {
        store::by_reference(&app.db, actor, typed).await?
    } else {
        let case = cases::store::by_number(&app.db, actor, typed).await?.id;
        let letters = store::of_case(&app.db, actor, case).await?;
        letters.into_iter().find(of_kind).ok_or(Error::NotFound)?
    };
    if !of_kind(&found) {
        return Err(Error::NotFound);
    }
    store::paper(&app.db, actor.congress, found.id).await
}
