use axum::{
    extract::{FromRequest, Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};

use crate::access::{Permit, Routes, Sent, Visit, drafts, visit::Lapsed};
use crate::base::{App, Error, Result};

pub(super) fn routes() -> Routes {
    Routes::new().post("/drafts", Permit::Account, keep).post("/drafts/discard", Permit::Account, discard)
}

async fn keep(State(app): State<App>, visit: Visit, headers: HeaderMap, sent: Sent) -> Result<Response> {
    let wanted = sent.form.value("keep");
    drafts::keep(&app, &visit.actor, wanted, &sent.form).await?;
    if is_script(&headers) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let page = drafts::page_of(wanted).ok_or(Error::NotFound)?;
    let joint = if page.contains('?') { '&' } else { '?' };
    Ok(Redirect::to(&format!("{page}{joint}kept=1")).into_response())
}

async fn discard(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let page = drafts::page_of(sent.form.value("page"));
    let page = page.ok_or_else(|| Error::invalid("", "form-unreadable"))?;
    drafts::discard(&app, &visit.actor, page).await?;
    Ok(Redirect::to(page).into_response())
}

/// Whether the page's script asks, which stays where it is.
fn is_script(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|kinds| kinds.starts_with("application/json"))
}

/// A form came with a session that is no longer in force: if it is that session's own and asks to be kept, it becomes
/// the account's draft, and its owner signs in again. Otherwise there is no answer, and nothing is kept.
pub async fn rescue(lapsed: &Lapsed, request: Request) -> Option<Response> {
    let script = is_script(request.headers());
    let sent =
        Sent::from_request(request, &lapsed.app).await.ok().filter(|sent| sent.is_of(&lapsed.session))?;
    let page = drafts::page_of(sent.form.value("keep"))?;
    match drafts::keep_lapsed(lapsed, page, &sent.form).await {
        Ok(()) if script => Some(StatusCode::NO_CONTENT.into_response()),
        Ok(()) => Some(sign_in_again(page, sent.files.is_empty())),
        Err(ours @ Error::Internal(_)) => Some(ours.into_response()),
        Err(_) => None,
    }
}

fn sign_in_again(page: &str, whole: bool) -> Response {
    let kept = if whole { "form" } else { "all-but-files" };
    let query = serde_urlencoded::to_string([("back", page), ("kept", kept)]).unwrap_or_default();
    Redirect::to(&format!("/sign-in?{query}")).into_response()
}
