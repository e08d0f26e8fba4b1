use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// A field of two records that may be the same thing.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// What it is, in the reader's language.
    pub label: String,
    /// As entered on the device.
    pub ours: String,
    /// As recorded meanwhile.
    pub theirs: String,
}

/// What was entered without a network seems to be recorded already, in other words: the person decides.
#[derive(Debug, Clone, Serialize)]
pub struct Conflict {
    /// The page of what is recorded.
    pub href: String,
    /// Both, field by field.
    pub rows: Vec<Row>,
}

impl IntoResponse for Conflict {
    fn into_response(self) -> Response {
        let body = serde_json::json!({ "conflict": self }).to_string();
        (StatusCode::CONFLICT, [(header::CONTENT_TYPE, "application/json")], body).into_response()
    }
}
