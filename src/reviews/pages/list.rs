//! Rounds as a list: those of one's office, and those that everybody sees.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::access::{Permit, Visit};
use crate::base::page::{Ui, page};
use crate::base::{App, Result};
use crate::reviews::{Review, State as At, store};

/// A round as a line.
pub(super) struct Line {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) constituency: String,
    pub(super) office: String,
    pub(super) until: String,
    pub(super) shape: &'static str,
    pub(super) word: String,
}

#[derive(Template)]
#[template(path = "reviews/pages/list.html")]
struct ListPage {
    ui: Ui,
    rows: Vec<Line>,
    desk: bool,
    may_keep: bool,
    first: Option<String>,
    next: Option<String>,
}

/// Which page of it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    page: usize,
}

/// The shape of a state's word.
pub(super) fn shape(state: At) -> &'static str {
    match state {
        At::Draft => "new",
        At::Checking | At::Open => "go",
        At::Closed | At::Opening | At::Opened => "wait",
        At::Published => "done",
        At::Abandoned => "stop",
    }
}

/// What everybody reads of a state: that a box is being opened or is open but not published is one thing outside.
pub(super) fn public_word(ui: &Ui, state: At) -> String {
    let state = if matches!(state, At::Opening | At::Opened) { At::Closed } else { state };
    ui.word("reviews-state", state.word())
}

fn line(ui: &Ui, review: &Review, desk: bool) -> Line {
    let state = review.state();
    Line {
        href: if desk { format!("/rounds/{}", review.id) } else { format!("/reviews/{}", review.code) },
        title: review.title.clone(),
        constituency: review.constituency.clone(),
        office: review.office.clone(),
        until: ui.date(review.last_day),
        shape: shape(state),
        word: if desk { ui.word("reviews-state", state.word()) } else { public_word(ui, state) },
    }
}

fn shown(
    visit: Visit,
    (rows, more): (Vec<Review>, bool),
    (desk, here, nth): (bool, &str, usize),
) -> Result<Response> {
    page(ListPage {
        rows: rows.iter().map(|review| line(&visit.ui, review, desk)).collect(),
        may_keep: desk && visit.actor.organization_for(Permit::ReviewKeep).is_some(),
        first: (nth > 0).then(|| here.to_owned()),
        next: more.then(|| format!("{here}?page={}", nth + 1)),
        desk,
        ui: visit.ui,
    })
}

/// `GET /rounds`
pub(super) async fn desk(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let found = store::list(&app.db, &visit.actor, asked.page).await?;
    shown(visit, found, (true, "/rounds", asked.page))
}

/// `GET /reviews`
pub(super) async fn public(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let found = store::public_list(&app.db, visit.home.id, asked.page).await?;
    shown(visit, found, (false, "/reviews", asked.page))
}
