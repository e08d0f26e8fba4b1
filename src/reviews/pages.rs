//! The pages: for the office (`list`, `write`, `round`, `print`), for voters (`check`, `cast`, `trackers`, `result`), and for
//! trustees (`keys`). Those below `/reviews/` are in no log.

mod cast;
mod check;
mod keys;
mod list;
mod print;
mod result;
mod round;
mod trackers;
mod write;

use crate::access::{Permit, Routes};

/// All pages of reviews.
pub fn routes() -> Routes {
    let (read, keep, cast) = (Permit::ReviewRead, Permit::ReviewKeep, Permit::ReviewCast);
    Routes::new()
        .get("/rounds", read, list::desk)
        .get("/rounds/new", keep, write::blank)
        .post("/rounds/new", keep, write::write)
        .get("/rounds/{id}", read, round::show)
        .post("/rounds/{id}/slips", keep, print::print)
        .post("/rounds/{id}/numbers", keep, round::list_numbers)
        .post("/rounds/{id}/numbers/removals", keep, round::unlist_number)
        .post("/rounds/{id}/more", keep, round::propose_more)
        .post("/rounds/{id}/more/slips", Permit::ReviewConfirm, print::more)
        .post("/rounds/{id}/proposals", keep, round::propose)
        .post("/rounds/{id}/withdrawals", keep, round::withdraw)
        .post("/rounds/{id}/confirmations", Permit::ReviewConfirm, round::confirm)
        .post("/rounds/{id}/paper", keep, round::paper)
        .post("/rounds/{id}/paper/removals", keep, round::take_back)
        .post("/rounds/{id}/amends", Permit::ReviewAnswer, round::amends)
        .post("/rounds/{id}/settlements", Permit::ReviewSettle, round::settle)
        .get("/reviews", cast, list::public)
        .get("/reviews/{code}", cast, cast::show)
        .post("/reviews/{code}", cast, cast::cast)
        .post("/reviews/{code}/codes", Permit::ReviewToken, check::send)
        .post("/reviews/{code}/tokens", Permit::ReviewToken, check::sign)
        .get("/reviews/{code}/trackers", cast, trackers::show)
        .get("/reviews/{code}/box.json", cast, trackers::box_json)
        .get("/reviews/{code}/keys", Permit::ReviewTrust, keys::show)
        .post("/reviews/{code}/keys", Permit::ReviewTrust, keys::enter)
}
