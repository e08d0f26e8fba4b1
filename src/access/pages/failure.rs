use askama::Template;
use axum::{
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};

use crate::access::{Permit, Role, typed::Again};
use crate::base::{
    Error, Result,
    page::{Ui, elder_of, lang_of, page_as},
};

/// Seconds after which a disk or a database may be back.
const BETTER_SOON: u16 = 10;

/// What is known around a failure.
pub struct Around {
    /// Whether a browser asked for a page.
    pub looks: bool,
    /// The permit that was missing.
    pub permit: Option<Permit>,
    /// The sign under which our own fault is in the log.
    pub sign: String,
    /// What the form that was not saved had brought.
    pub again: Option<Again>,
}

#[derive(Template)]
#[template(path = "access/failure.html")]
struct Failure {
    ui: Ui,
    /// Which failure: the keys `failure-…` and `failure-do-…`.
    word: &'static str,
    /// Sentences that say more.
    more: Vec<String>,
    /// Who may, in words.
    roles: Vec<String>,
    /// What was not saved and can be sent again.
    again: Option<Again>,
}

/// A failure as a calm page in the reader's language that says what to do.
pub fn failure(error: &Error, ui: &Ui, around: Around) -> Response {
    if matches!(error, Error::SignIn) && around.looks {
        let back = serde_urlencoded::to_string([("back", &ui.path)]).unwrap_or_default();
        return Redirect::to(&format!("/sign-in?{back}")).into_response();
    }
    let word = match error {
        Error::SignIn => "sign-in",
        Error::Forbidden => "forbidden",
        Error::NotFound => "not-found",
        Error::Invalid(_) => "invalid",
        Error::Conflict(_) | Error::Differs(_) => "conflict",
        Error::TooMany(_) => "too-many",
        Error::TooLarge => "too-large",
        // Whoever only looked has lost nothing.
        Error::NotSaved(_) if around.looks => "away",
        Error::NotSaved(_) => "not-saved",
        Error::Internal(_) => "internal",
    };
    let more = match error {
        Error::Invalid(mistakes) => mistakes.iter().map(|mistake| ui.say(&mistake.say)).collect(),
        Error::Conflict(key) => vec![ui.t(key)],
        Error::Differs(say) => vec![ui.say(say)],
        Error::TooMany(seconds) => vec![wait(ui, *seconds)],
        Error::Internal(_) => vec![ui.t1("failure-more-sign", "sign", around.sign)],
        _ => Vec::new(),
    };
    let roles = match (error, around.permit) {
        (Error::Forbidden, Some(permit)) => who_may(ui, permit),
        _ => Vec::new(),
    };
    let again = around.again.filter(|_| word == "not-saved");
    let mut response = shown(error.status(), Failure { ui: ui.clone(), word, more, roles, again });
    if word == "not-saved" || word == "away" {
        response.headers_mut().insert(header::RETRY_AFTER, BETTER_SOON.into());
    }
    if let Error::TooMany(seconds) = error {
        response.headers_mut().insert(header::RETRY_AFTER, (*seconds).into());
    }
    response
}

/// The sentence that says how long to wait.
pub fn wait(ui: &Ui, seconds: u64) -> String {
    if seconds <= 60 {
        ui.t1("failure-more-seconds", "n", seconds)
    } else {
        ui.t1("failure-more-minutes", "n", seconds.div_ceil(60))
    }
}

fn who_may(ui: &Ui, permit: Permit) -> Vec<String> {
    let people =
        Role::ALL.into_iter().filter(|role| *role != Role::Clockwork && role.scope(permit).is_some());
    people.map(|role| ui.word("role", role.word())).collect()
}

/// A failure that never came to one of our pages, as a page: a wrong method, or an address that
/// cannot be read, which then leads nowhere.
pub fn bare(response: Response, ui: &Ui) -> Response {
    let (status, word) = match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => (StatusCode::METHOD_NOT_ALLOWED, "method"),
        StatusCode::BAD_REQUEST => (StatusCode::NOT_FOUND, "not-found"),
        _ => return response,
    };
    if response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
    {
        return response;
    }
    let view = Failure { ui: ui.clone(), word, more: Vec::new(), roles: Vec::new(), again: None };
    let mut page = shown(status, view);
    if let Some(allowed) = response.headers().get(header::ALLOW) {
        page.headers_mut().insert(header::ALLOW, allowed.clone());
    }
    page
}

/// The site is busy: come back in a moment. For the layers that know no visit.
pub fn busy(headers: &HeaderMap) -> Response {
    let ui = Ui { lang: lang_of(headers), elder: elder_of(headers), ..Ui::default() };
    let view = Failure { ui, word: "busy", more: Vec::new(), roles: Vec::new(), again: None };
    let mut response = shown(StatusCode::SERVICE_UNAVAILABLE, view);
    response.headers_mut().insert(header::RETRY_AFTER, 2.into());
    response
}

fn shown(status: StatusCode, view: Failure) -> Response {
    let page: Result<Response> = page_as(status, view);
    page.unwrap_or_else(|_| status.into_response())
}
