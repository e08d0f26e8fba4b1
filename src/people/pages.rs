//! Finding one's deputy: by town and village, by name or its pinyin, in the list; and the card to print.
//! The page of a deputy shows opinions too, so it is with the cases.

mod area;
mod card;
mod find;

use crate::access::{Permit, Routes};

/// The pages for finding a deputy.
pub fn routes() -> Routes {
    Routes::new().get("/deputies", Permit::Look, find::show).get("/areas/{id}", Permit::Look, area::show).get(
        "/deputies/{code}/card",
        Permit::Look,
        card::show,
    )
}
