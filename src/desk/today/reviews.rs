//! The steps of voters' reviews that wait for a second person.

use crate::access::{Permit, Visit};
use crate::base::page::Link;
use crate::base::{App, Result};
use crate::reviews::store;

/// Each with its round; one's own proposals wait for somebody else.
pub(super) async fn asked(app: &App, visit: &Visit) -> Result<Vec<Link>> {
    if !visit.actor.may(Permit::ReviewConfirm) {
        return Ok(Vec::new());
    }
    let ui = &visit.ui;
    let link = |(id, title, step): (uuid::Uuid, String, String)| {
        let step = ui.word("reviews-step", &step);
        Link::new(format!("/rounds/{id}"), ui.t2("reviews-desk-confirm", "title", title, "step", step))
    };
    Ok(store::waiting(&app.db, &visit.actor).await?.into_iter().map(link).collect())
}
