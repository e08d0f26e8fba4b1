use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::is_later;

/// What a form that is sent later is told: where a person would have been led, or that nobody is signed in. What is
/// wrong with it comes as the page that a person would have been shown.
pub async fn answers(request: Request, next: Next) -> Response {
    let later = is_later(request.headers());
    let response = next.run(request).await;
    if !later {
        return response;
    }
    let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
    let Some(to) = to.filter(|_| response.status().is_redirection()) else { return response };
    let (status, word) = if to.starts_with("/sign-in") {
        (StatusCode::UNAUTHORIZED, "sign_in")
    } else {
        (StatusCode::OK, "done")
    };
    let body = serde_json::json!({ word: to }).to_string();
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}
