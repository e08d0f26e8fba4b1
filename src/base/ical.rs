//! Calendars as a page gives them out (RFC 5545).

use axum::http::header;
use axum::response::{IntoResponse, Response};
use papers::{Event, Todo};

use super::Config;

/// The name for good of a thing in calendars: the same wherever it stands, so that a change moves it and does not double
/// it.
pub fn uid(config: &Config, thing: &str) -> String {
    let root = config.public_url();
    format!("{thing}@{}", root.split("//").last().unwrap_or_default())
}

/// A calendar of events and of what is to be done, under a name that people read.
pub fn given(name: &str, events: &[Event], todos: &[Todo]) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"calendar.ics\""),
    ];
    (headers, papers::ics(name, events, todos)).into_response()
}
