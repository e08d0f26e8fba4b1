//! What everybody sees of the registers: for now the page that helps when a code was mistyped. Towns, stations and
//! constituencies are shown together with their deputies and opinions, one floor up.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use crate::base::{
    Result,
    codes::ShortCode,
    page::{Ui, page_as},
};

#[derive(Template)]
#[template(path = "bodies/mistyped.html")]
struct Mistyped {
    ui: Ui,
    typed: String,
}

/// A short code as the register keeps it, however it was typed.
pub fn short_code(typed: &str) -> Option<String> {
    ShortCode::parse(typed).ok().map(|code| code.to_string())
}

/// The page for a code that is nobody's: what may be wrong with it, and the other ways to go on.
pub fn mistyped(ui: Ui, typed: &str) -> Result<Response> {
    let typed = typed.chars().take(20).collect();
    page_as(StatusCode::NOT_FOUND, Mistyped { ui, typed })
}
