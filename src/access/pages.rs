use crate::base::{Error, page::Ui};
use axum::response::{IntoResponse, Response};
/// A failure as a page in the reader's language.
pub fn failure(error: &Error, _ui: &Ui) -> Response {
    error.status().into_response()
}
