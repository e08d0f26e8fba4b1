//! What voters and everybody see of opinions, without an account: hand in, receipt, follow, evaluate, withdraw; what
//! became of others' opinions.
//!
//! * `target`, `hand_in`: the one page with the one field, for a deputy, station, constituency, village or nobody named
//! * `receipt`, `follow`, `voice`: what the receipt opens, and what its holder may do
//! * `progress`, `counted`: where a case is, in sentences
//! * `published`: opinions with their history
//!
//! A deputy's page with theirs is in `profiles`, a station's in `stations`.

mod counted;
mod follow;
mod hand_in;
mod progress;
mod published;
mod receipt;
mod target;
#[cfg(test)]
mod tests;
mod voice;

pub use published::{Listed, listed};

use super::flow::State;
use crate::access::{Permit, Routes};
use crate::base::{App, Result};

/// The public pages.
pub fn routes() -> Routes {
    Routes::new()
        .get("/opinions/new", Permit::OpinionHandIn, hand_in::blank)
        .get("/d/{code}", Permit::OpinionHandIn, hand_in::to_deputy)
        .get("/z/{code}", Permit::OpinionHandIn, hand_in::to_station)
        .get("/c/{code}", Permit::OpinionHandIn, hand_in::to_constituency)
        .post("/opinions", Permit::OpinionHandIn, hand_in::send)
        .get("/receipts/{code}", Permit::OpinionFollow, receipt::show)
        .get("/follow", Permit::OpinionFollow, follow::ask)
        .get("/s/{code}", Permit::OpinionFollow, follow::short)
        .get("/follow/{code}", Permit::OpinionFollow, follow::show)
        .post("/follow/{code}/opening", Permit::OpinionFollow, voice::open)
        .post("/follow/{code}/rating", Permit::OpinionFollow, voice::rate)
        .get("/follow/{code}/withdrawal", Permit::OpinionFollow, voice::confirm_withdrawal)
        .post("/follow/{code}/withdrawal", Permit::OpinionFollow, voice::withdraw)
        .get_kept("/opinions", Permit::Look, published::list)
        .get_kept("/opinions/{number}", Permit::Look, published::show)
        .post("/opinions/{number}/support", Permit::OpinionSupport, published::support)
}

/// The shape of a status word.
fn shape(state: State) -> &'static str {
    use State::*;
    match state {
        Cosigning | Raised => "new",
        WithDeputy | Examining | Transferred | Returned | Handling => "go",
        Promised => "wait",
        Replied | Settled | Closed => "done",
        Guided | Joined | Withdrawn => "stop",
    }
}

/// The address where a receipt is followed, as people outside see it.
fn follow_address(app: &App, receipt: &str) -> String {
    format!("{}/follow/{receipt}", app.config.public_url())
}

/// A picture of an address, for telephones.
fn picture(address: &str, title: &str) -> Result<String> {
    Ok(papers::qr_svg(address, title, papers::QUIET_ZONE).map_err(anyhow::Error::from)?)
}
