use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{progress, progress::Progress, shape};
use crate::access::{Sent, Visit, cookie, rates};
use crate::base::{
    App, Result, day_of,
    page::{Ui, page},
};
use crate::cases::flow::State as At;
use crate::cases::store::{self, Line};
use crate::cases::{acts, timeline::Audience};

/// The cookie by which "I have this too" is counted once a browser: a random word, told to nobody.
const BROWSER: &str = "me-too";
const A_YEAR: u32 = 365 * 24 * 3600;

/// A published opinion as a line.
pub struct Listed {
    /// Its number.
    pub number: String,
    /// Its public line.
    pub subject: String,
    /// The shape and word of its state.
    pub shape: &'static str,
    /// The word of its state.
    pub word: String,
    /// The category of its answer, in words.
    pub category: String,
    /// Since when it is public.
    pub on: String,
    /// How many have this too.
    pub supports: i64,
}

/// Lines as a page shows them.
pub fn listed(ui: &Ui, lines: &[Line]) -> Vec<Listed> {
    let listed = lines.iter().map(|line| Listed {
        number: line.number.clone(),
        subject: line.public_subject.clone().unwrap_or_default(),
        shape: At::try_from(line.state.as_str()).map(shape).unwrap_or("go"),
        word: ui.word("case-state", &line.state),
        category: line
            .category
            .as_deref()
            .map(|code| ui.word("case-category", &code.to_lowercase()))
            .unwrap_or_default(),
        on: line.published_at.map(|at| ui.date(day_of(at))).unwrap_or_default(),
        supports: line.supports,
    });
    listed.collect()
}

/// Where in the list.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "cases/public/list.html")]
struct List {
    ui: Ui,
    lines: Vec<Listed>,
    first: Option<String>,
    next: Option<String>,
}

/// `GET /opinions`
pub(super) async fn list(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let found = store::published(&app.db, visit.home.id, None, asked.after.as_deref()).await?;
    let lines = listed(&visit.ui, &found.lines);
    let first = asked.after.map(|_| "/opinions".to_owned());
    let next = found.next.map(|next| format!("/opinions?after={next}"));
    page(List { ui: visit.ui, lines, first, next })
}

/// What "I have this too" just came to.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Thanked {
    #[serde(default)]
    counted: String,
}

#[derive(Template)]
#[template(path = "cases/public/opinion.html")]
struct Opinion {
    ui: Ui,
    number: String,
    subject: String,
    body: String,
    raised: String,
    supports: i64,
    counted: String,
    ended: bool,
    progress: Progress,
}

/// `GET /opinions/{number}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(number): Path<String>,
    Query(thanked): Query<Thanked>,
) -> Result<Response> {
    let case = store::published_one(&app.db, visit.home.id, &number).await?;
    let ui = visit.ui;
    let progress = progress::of(&app, (visit.home.id, &ui), &case, (Audience::Public, true)).await?;
    let view = Opinion {
        number: case.number,
        subject: case.public_subject.unwrap_or_default(),
        body: case.public_body.unwrap_or_default(),
        raised: ui.date(day_of(case.raised_at)),
        supports: case.supports,
        counted: thanked.counted,
        ended: case.standing.state.ended(),
        progress,
        ui,
    };
    page(view)
}

/// `POST /opinions/{number}/support`
pub(super) async fn support(
    State(app): State<App>,
    visit: Visit,
    Path(number): Path<String>,
    headers: HeaderMap,
    _sent: Sent,
) -> Result<Response> {
    let known = cookie(&headers, BROWSER).filter(|word| word.len() == 64).map(ToOwned::to_owned);
    let browser = known.clone().unwrap_or_else(|| app.chance.secret());
    if known.is_none() {
        rates::take(&app, &visit, "support", app.config.limits.opinions_per_hour).await?;
    }
    let new = acts::support(&app, &visit.actor, &number, &browser).await?;
    let word = if new { "now" } else { "before" };
    let mut response = Redirect::to(&format!("/opinions/{number}?counted={word}#support")).into_response();
    let secure = if app.config.is_https() { "; Secure" } else { "" };
    let line =
        format!("{BROWSER}={browser}; Path=/opinions; Max-Age={A_YEAR}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(line) = HeaderValue::try_from(line) {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
    Ok(response)
}
