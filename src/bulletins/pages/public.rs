//! An item and an issue, as everybody reads them, and those who were sent them.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::archive::number;
use crate::access::Visit;
use crate::base::{
    App, Result, day_of,
    page::{Link, Ui, page_as},
};
use crate::bulletins::store::{self, public};
use crate::bulletins::{Issue, Item, text};

/// What an edition corrected, and when.
pub(super) struct Change {
    pub on: String,
    pub note: String,
}

#[derive(Template)]
#[template(path = "bulletins/pages/item.html")]
struct ItemPage {
    ui: Ui,
    back: Link,
    item: Item,
    html: String,
    changes: Vec<Change>,
    with: Vec<Link>,
    /// The issue that it puts right.
    corrects: Option<Link>,
    /// The day on which it was withdrawn.
    gone: String,
}

/// A link to an issue.
fn to_issue(ui: &Ui, issue: &Issue, public: bool) -> Link {
    let place = if public { issue.path() } else { format!("/reading/{}", issue.id) };
    Link::new(place, format!("{} {}", ui.word("bulletins-kind", &issue.kind), issue.label()))
}

/// The page of an item; of a withdrawn one its title, the day and the reason.
pub(super) async fn item_page(
    app: &App,
    (congress, ui): (Uuid, Ui),
    item: Item,
    (back, everybody): (Link, bool),
) -> Result<Response> {
    let gone = item.withdrawn_at.map(|at| ui.date(day_of(at))).unwrap_or_default();
    let html = if !gone.is_empty() { String::new() } else { text::html(&item.body, 1)? };
    let editions = store::editions(&app.db, congress, item.id).await?;
    let changes = editions.into_iter().filter(|edition| edition.edition > 1).filter_map(|edition| {
        Some(Change { on: ui.date(day_of(edition.published_at?)), note: edition.change_note })
    });
    let issues = store::issued_with(&app.db, congress, item.id).await?;
    let seen = issues.iter().filter(|issue| !everybody || issue.readers == "public");
    let with = seen.map(|issue| to_issue(&ui, issue, everybody)).collect();
    let corrects = match item.corrects_issue {
        Some(id) => Some(to_issue(&ui, &public::issued(&app.db, congress, id).await?, everybody)),
        None => None,
    };
    let status = if !gone.is_empty() && everybody { StatusCode::GONE } else { StatusCode::OK };
    page_as(status, ItemPage { changes: changes.collect(), with, corrects, gone, back, item, html, ui })
}

/// `GET /bulletins/{number}`
pub(super) async fn item(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response> {
    let item = public::item(&app.db, visit.home.id, number(&typed)?).await?;
    let back = Link::new("/bulletins", visit.ui.t("bulletins-title"));
    item_page(&app, (visit.home.id, visit.ui), item, (back, true)).await
}

/// An item in an issue.
pub(super) struct Part {
    pub item: Item,
    pub html: String,
    pub nth: usize,
}

/// The items of an issue in their order, each with its text unless it was withdrawn.
pub(super) async fn parts(app: &App, congress: Uuid, issue: Uuid) -> Result<Vec<Part>> {
    let items = store::items_of(&app.db, congress, issue).await?;
    let part = |(nth, item): (usize, Item)| {
        let html = if item.withdrawn_at.is_some() { String::new() } else { text::html(&item.body, 2)? };
        Ok(Part { item, html, nth: nth + 1 })
    };
    items.into_iter().enumerate().map(part).collect()
}

#[derive(Template)]
#[template(path = "bulletins/pages/issue.html")]
struct IssuePage {
    ui: Ui,
    back: Link,
    issue: Issue,
    parts: Vec<Part>,
    issued: String,
    /// The items that put it right.
    corrections: Vec<Link>,
    /// The day on which it was withdrawn.
    gone: String,
    /// Where its papers are: an address that `.pdf` and `.docx` end.
    paper: String,
}

/// The page of an issue.
pub(super) async fn issue_page(
    app: &App,
    (congress, ui): (Uuid, Ui),
    issue: Issue,
    (back, place): (Link, String),
) -> Result<Response> {
    let everybody = place == issue.path();
    let day = |at: DateTime<Utc>| ui.date(day_of(at));
    let gone = issue.withdrawn_at.map(day).unwrap_or_default();
    let issued = issue.sent_at.map(day).unwrap_or_default();
    let parts = if gone.is_empty() { parts(app, congress, issue.id).await? } else { Vec::new() };
    let right = public::corrections(&app.db, congress, issue.id, everybody).await?;
    let corrections = right.into_iter().map(|item| {
        let place = match everybody {
            true => format!("/bulletins/{}", item.number()),
            false => format!("/reading/{}", item.id),
        };
        Link::new(place, item.title)
    });
    let corrections = corrections.collect();
    let paper = format!("{place}/{}", issue.kind);
    let status = if !gone.is_empty() && everybody { StatusCode::GONE } else { StatusCode::OK };
    page_as(status, IssuePage { parts, issued, corrections, gone, paper, back, issue, ui })
}

/// `GET /gazettes/{number}`
pub(super) async fn gazette(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response> {
    of_kind(&app, visit, "gazette", &typed).await
}

/// `GET /briefs/{number}`
pub(super) async fn brief(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response> {
    of_kind(&app, visit, "brief", &typed).await
}

async fn of_kind(app: &App, visit: Visit, kind: &str, typed: &str) -> Result<Response> {
    let issue = public::issue(&app.db, visit.home.id, kind, number(typed)?).await?;
    let back = Link::new("/bulletins", visit.ui.t("bulletins-title"));
    let place = issue.path();
    issue_page(app, (visit.home.id, visit.ui), issue, (back, place)).await
}
