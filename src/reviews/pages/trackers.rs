//! The box for everybody: is one's own ballot in it, and the whole of it to count anew.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use ballot::Tracker;
use serde::Deserialize;

use super::cast::of_code;
use crate::access::Visit;
use crate::base::{
    App, Error, Result,
    page::{Ui, page, unlisted},
};
use crate::reviews::{Review, State as At, store};

/// Trackers of a page.
const PAGE: usize = 500;

/// What was looked for.
enum Looked {
    Not,
    Found(String),
    Missing(String),
    Mistyped(String),
}

#[derive(Template)]
#[template(path = "reviews/pages/trackers.html")]
struct TrackersPage {
    ui: Ui,
    review: Review,
    typed: String,
    looked: Looked,
    /// Voters still cast: a ballot that was cast anew has another tracker.
    open: bool,
    /// All of them, once the box is closed.
    trackers: Vec<String>,
    all: usize,
    first: Option<String>,
    next: Option<String>,
}

/// Which tracker is looked for, and which page of them.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: usize,
}

/// `GET /reviews/{code}/trackers?q=…`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let review = of_code(&app, &visit, &code).await?;
    let congress = visit.home.id;
    let typed = asked.q.trim().to_owned();
    let looked = match typed.parse::<Tracker>() {
        _ if typed.is_empty() => Looked::Not,
        Err(_) => Looked::Mistyped(typed.clone()),
        Ok(tracker) => {
            let tracker = tracker.to_string();
            let there = store::cast(&app.db, (congress, review.id), &tracker).await?;
            if there { Looked::Found(tracker) } else { Looked::Missing(tracker) }
        }
    };
    let open = matches!(review.state(), At::Checking | At::Open);
    let all = if open { Vec::new() } else { store::trackers(&app.db, congress, review.id).await? };
    let here = format!("/reviews/{}/trackers", review.code);
    let count = all.len();
    let from = asked.page.saturating_mul(PAGE);
    page(TrackersPage {
        open,
        typed,
        looked,
        trackers: all.into_iter().skip(from).take(PAGE).collect(),
        all: count,
        first: (asked.page > 0).then(|| here.clone()),
        next: (from.saturating_add(PAGE) < count).then(|| format!("{here}?page={}", asked.page + 1)),
        review,
        ui: visit.ui,
    })
    .map(unlisted)
}

/// `GET /reviews/{code}/box.json`: once it is closed; with opening and result once they are published.
pub(super) async fn box_json(
    State(app): State<App>,
    visit: Visit,
    Path(code): Path<String>,
) -> Result<Response> {
    let review = of_code(&app, &visit, &code).await?;
    let doc = store::public_box(&app.db, visit.home.id, review.id).await?;
    if doc.is_empty() {
        return Err(Error::NotFound);
    }
    let name = format!("attachment; filename=\"box-{}.json\"", review.code);
    let name = HeaderValue::from_str(&name).expect("a short code is a valid header");
    let kind = HeaderValue::from_static("application/json");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], doc).into_response())
}
