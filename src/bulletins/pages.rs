//! The pages: the archive, items and issues for everybody; what those read who are sent it; and the desk of those who
//! write, review, compose and approve.

mod archive;
mod compose;
mod delivered;
mod issue;
mod item;
mod paper;
mod public;
mod publishing;
mod reading;
mod write;

use crate::access::{Permit, Routes};

/// All pages of bulletins.
pub fn routes() -> Routes {
    let (open, read, write) = (Permit::BulletinOpen, Permit::BulletinRead, Permit::BulletinWrite);
    let (review, track) = (Permit::BulletinReview, Permit::BulletinTrack);
    Routes::new()
        .get("/bulletins", Permit::Look, archive::list)
        .get("/bulletins.atom", Permit::Look, archive::atom)
        .get("/bulletins.json", Permit::Look, archive::json)
        .get("/bulletins/{number}", Permit::Look, public::item)
        .get("/gazettes/{number}", Permit::Look, public::gazette)
        .get("/gazettes/{number}/{file}", Permit::Look, paper::gazette)
        .get("/briefs/{number}", Permit::Look, public::brief)
        .get("/briefs/{number}/{file}", Permit::Look, paper::brief)
        .get("/reading", open, reading::list)
        .post("/reading", open, reading::open_new)
        .get("/reading/{id}", open, reading::show)
        .post("/reading/{id}", open, reading::open)
        .get("/reading/{id}/readers", track, delivered::readers)
        .get("/reading/{id}/{file}", open, paper::read)
        .get("/publishing", read, publishing::list)
        .get("/publishing/items/new", write, write::blank)
        .post("/publishing/items/new", write, write::write)
        .get("/publishing/items/{id}", read, item::show)
        .get("/publishing/items/{id}/edit", write, write::edit)
        .post("/publishing/items/{id}/edit", write, write::amend)
        .post("/publishing/items/{id}/submission", write, item::submit)
        .post("/publishing/items/{id}/review", review, item::pass)
        .post("/publishing/items/{id}/return", review, item::return_to_writer)
        .post("/publishing/items/{id}/sending", write, item::send)
        .post("/publishing/items/{id}/arrival", write, item::arrived)
        .post("/publishing/items/{id}/withdrawal", write, item::withdraw)
        .get("/publishing/issues", read, publishing::issues)
        .get("/publishing/issues/new", write, compose::blank)
        .post("/publishing/issues/new", write, compose::compose)
        .get("/publishing/issues/{id}", read, issue::show)
        .get("/publishing/issues/{id}/edit", write, compose::edit)
        .post("/publishing/issues/{id}/edit", write, compose::recompose)
        .get("/publishing/issues/{id}/{file}", read, paper::kept)
        .post("/publishing/issues/{id}/submission", write, issue::submit)
        .post("/publishing/issues/{id}/approval", review, issue::approve)
        .post("/publishing/issues/{id}/return", review, issue::refuse)
        .post("/publishing/issues/{id}/arrival", write, issue::arrived)
        .post("/publishing/issues/{id}/withdrawal", write, issue::withdraw)
}
