//! The pages: whom I contact and what was recorded, the one short form, and a contact with what may be done to it.

mod form;
mod list;
mod show;
mod steps;
mod told;

use crate::access::{Permit, Routes};

/// The pages of contacts.
pub fn routes() -> Routes {
    Routes::new()
        .get("/contacts", Permit::ContactRead, list::show)
        .get("/contacts/new", Permit::ContactRecord, form::new)
        .post("/contacts/new", Permit::ContactRecord, form::create)
        .get("/contacts/{id}", Permit::ContactRead, show::show)
        .post("/contacts/{id}", Permit::ContactRecord, form::save)
        .get("/contacts/{id}/edit", Permit::ContactRecord, form::edit)
        .get("/contacts/{id}/files/{file}", Permit::ContactRead, show::file)
        .post("/contacts/{id}/declaration", Permit::ContactRecord, steps::declare)
        .post("/contacts/{id}/recall", Permit::ContactRecord, steps::recall)
        .post("/contacts/{id}/disposal", Permit::ContactRecord, steps::discard)
        .post("/contacts/{id}/opinions", Permit::ContactPassOn, steps::pass_on)
        .post("/contacts/{id}/confidence", Permit::ConfidenceRead, steps::confidence)
}
