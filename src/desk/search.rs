use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use crate::access::{Permit, Visit};
use crate::base::{
    App, Result,
    page::{Ui, page},
};
use crate::cases::{
    desks::{Line, lines},
    store::{by_ids, visible},
};
use crate::people::{self, Deputy};
use crate::search::{Ask, find_where};

/// Results on one page.
const PAGE: u64 = 25;
/// People shown above them.
const PEOPLE: i64 = 8;

/// What was typed, and where the page before ended.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    before: Option<i64>,
}

#[derive(Template)]
#[template(path = "desk/search.html")]
struct Search {
    ui: Ui,
    typed: String,
    people: Vec<Deputy>,
    lines: Vec<Line>,
    first: Option<String>,
    next: Option<String>,
}

/// `GET /search?q=…`: opinions and replies by their words, deputies by name or pinyin, of what this reader may see.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let typed = asked.q.trim().to_owned();
    let congress = visit.home.id;
    let ask = Ask { congress, kind: "case", query: &typed, most: PAGE + 1, before: asked.before };
    let mut hits = find_where(&app.db, &ask, visible(&visit.actor)).await?;
    let more = hits.len() as u64 > PAGE;
    hits.truncate(PAGE as usize);
    let mark = |before: Option<i64>| {
        let mut query = vec![("q", typed.clone())];
        query.extend(before.map(|before| ("before", before.to_string())));
        serde_urlencoded::to_string(query).ok().map(|query| format!("/search?{query}"))
    };
    let ids: Vec<_> = hits.iter().map(|hit| hit.subject_id).collect();
    let found = by_ids(&app.db, &visit.actor, &ids).await?;
    let people = match asked.before.is_none() && !typed.is_empty() && visit.actor.may(Permit::Search) {
        true => people::store::deputies_named(&app.db, congress, &typed, PEOPLE).await?,
        false => Vec::new(),
    };
    let view = Search {
        people,
        lines: lines(&app, &visit, found).await?,
        first: asked.before.and_then(|_| mark(None)),
        next: hits.last().filter(|_| more).and_then(|hit| mark(Some(hit.number))),
        typed,
        ui: visit.ui,
    };
    page(view)
}
