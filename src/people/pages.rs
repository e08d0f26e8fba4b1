//! Finding one's deputy: by town and village, by name or its pinyin, in the list; the card to print; and the page on
//! which a deputy says what is public. The page of a deputy shows opinions too, so it is with the cases.

mod area;
mod card;
mod find;
mod profile;

use crate::access::{Permit, Routes};

/// The pages for finding a deputy, and for being found.
pub fn routes() -> Routes {
    Routes::new()
        .get("/deputies", Permit::Look, find::show)
        .get("/areas/{id}", Permit::Look, area::show)
        .get("/deputies/{code}/card", Permit::Look, card::show)
        .get("/profile", Permit::ProfileKeep, profile::own)
        .post("/profile", Permit::ProfileKeep, profile::keep_own)
        .get("/profiles", Permit::ProfileKeep, profile::list)
        .get("/profiles/{id}", Permit::ProfileKeep, profile::of)
        .post("/profiles/{id}", Permit::ProfileKeep, profile::keep)
}
