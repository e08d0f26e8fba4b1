//! What feed readers read: Atom (RFC 4287) and JSON Feed 1.1, with the full text. What changed last stands first, so a
//! correction is seen; a page leads to the next.

use askama::Template;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::base::Result;

/// A feed, whatever its form.
pub(super) struct Feed {
    /// The congress: its id is the feed's, whatever its address.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Who writes it.
    pub author: String,
    /// Its page for people.
    pub home: String,
    /// Its own address.
    pub own: String,
    /// The feed's first page.
    pub first: String,
    /// Its next page.
    pub next: Option<String>,
    /// When it was changed last.
    pub updated: DateTime<Utc>,
    /// What is in it.
    pub entries: Vec<Entry>,
}

/// Something in a feed.
pub(super) struct Entry {
    /// Its id, for good.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Who issues it.
    pub author: String,
    /// What it is, in a word and by code.
    pub kind: (String, String),
    /// When it was published.
    pub published: DateTime<Utc>,
    /// When it was changed last.
    pub updated: DateTime<Utc>,
    /// The first words.
    pub summary: String,
    /// The whole text as HTML.
    pub html: String,
}

/// An item of an issue, in short.
pub(super) struct Line {
    /// Its title.
    pub title: String,
    /// Its address; empty where it has no page for everybody, or was withdrawn.
    pub url: String,
    /// How it was adopted.
    pub about: String,
    /// The first words.
    pub summary: String,
}

#[derive(Template)]
#[template(path = "bulletins/feed_issue.html")]
struct IssueText<'a> {
    lines: &'a [Line],
    corrections: &'a [Line],
}

/// An issue as HTML: what puts it right, and its items, each with its first words.
///
/// # Errors
/// Never in practice: the template is checked when the program is built.
pub(super) fn issue(lines: &[Line], corrections: &[Line]) -> Result<String> {
    Ok(IssueText { lines, corrections }.render()?)
}

#[derive(Template)]
#[template(path = "bulletins/atom.xml", escape = "html")]
struct Atom<'a> {
    feed: &'a Feed,
}

fn moment(at: &DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// As Atom.
///
/// # Errors
/// Never in practice: the template is checked when the program is built.
pub(super) fn atom(feed: &Feed) -> Result<String> {
    Ok(Atom { feed }.render()?)
}

/// As JSON Feed.
pub(super) fn json(feed: &Feed, lang: &str) -> Value {
    let entry = |entry: &Entry| {
        json!({
            "id": format!("urn:uuid:{}", entry.id),
            "url": entry.url,
            "title": entry.title,
            "content_html": entry.html,
            "summary": entry.summary,
            "date_published": moment(&entry.published),
            "date_modified": moment(&entry.updated),
            "authors": [{ "name": entry.author }],
            "tags": [entry.kind.0],
            "language": lang,
        })
    };
    let mut all = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.own,
        "language": lang,
        "authors": [{ "name": feed.author }],
        "items": feed.entries.iter().map(entry).collect::<Vec<_>>(),
    });
    if let (Some(next), Some(fields)) = (&feed.next, all.as_object_mut()) {
        fields.insert("next_url".to_owned(), json!(next));
    }
    all
}
