//! The archive for everybody: filters, search, and the feeds.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, SubsecRound, Utc};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::access::Visit;
use crate::base::text::Lang;
use crate::base::{
    App, Error, Result,
    page::{Link, Ui, page},
};
use crate::bulletins::feeds::{self, Entry, Feed};
use crate::bulletins::store::public::{self, Thing, Which};
use crate::bulletins::text::{first_words, html};
use crate::bulletins::{ISSUES, Item, KINDS, store};

/// Entries of a page of a feed.
const ENTRIES: usize = 20;
/// Seconds for which others may keep a feed.
const KEPT: u32 = 300;
/// Characters of a summary.
const SUMMARY: usize = 120;

/// A published thing as a line.
pub(super) struct Line {
    pub title: String,
    pub href: String,
    pub kind: String,
    pub about: String,
    pub withdrawn: bool,
}

/// A line of a thing that leads to a place.
pub(super) fn line(ui: &Ui, thing: &Thing, href: String) -> Line {
    let day = thing.adopted_on.unwrap_or_else(|| crate::base::day_of(thing.sent_at));
    Line {
        title: thing.name(),
        href,
        kind: ui.word("bulletins-kind", &thing.kind),
        about: format!("{} · {}", thing.issuer, ui.date(day)),
        withdrawn: thing.withdrawn_at.is_some(),
    }
}

#[derive(Template)]
#[template(path = "bulletins/pages/archive.html")]
struct Archive {
    ui: Ui,
    lines: Vec<Line>,
    kinds: Vec<Link>,
    years: Vec<Link>,
    typed: String,
    first: Option<String>,
    next: Option<String>,
}

/// What is asked of the archive.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    year: String,
    #[serde(default)]
    page: usize,
    before: Option<i64>,
}

fn address(kind: &str, year: &str, page: usize) -> String {
    let mut pairs = Vec::new();
    if !kind.is_empty() {
        pairs.push(format!("kind={kind}"));
    }
    if !year.is_empty() {
        pairs.push(format!("year={year}"));
    }
    if page > 0 {
        pairs.push(format!("page={page}"));
    }
    if pairs.is_empty() { "/bulletins".to_owned() } else { format!("/bulletins?{}", pairs.join("&")) }
}

/// `GET /bulletins`
pub(super) async fn list(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (db, congress, ui) = (&app.db, visit.home.id, visit.ui);
    let known = |kind: &&str| *kind == asked.kind;
    let kind = ISSUES.iter().chain(&KINDS).find(|kind| known(kind)).copied().unwrap_or_default();
    let years = public::years(db, congress).await?;
    let year = years.iter().find(|year| year.to_string() == asked.year).copied();
    let typed = asked.q.trim().to_owned();
    let year_word = year.map(|year| year.to_string()).unwrap_or_default();
    let (things, next, first) = if typed.is_empty() {
        let which = Which { kind: (!kind.is_empty()).then(|| kind.to_owned()), year };
        let (things, more) = public::archive(db, congress, &which, asked.page).await?;
        let next = more.then(|| address(kind, &year_word, asked.page + 1));
        (things, next, (asked.page > 0).then(|| address(kind, &year_word, 0)))
    } else {
        let (things, next) = public::found(db, congress, &typed, asked.before).await?;
        let again = serde_urlencoded::to_string([("q", &typed)]).map_err(anyhow::Error::from)?;
        let next = next.map(|before| format!("/bulletins?{again}&before={before}"));
        (things, next, asked.before.map(|_| format!("/bulletins?{again}")))
    };
    let all = ui.t("bulletins-all");
    let mut kinds = vec![Link::new(address("", &year_word, 0), all.clone()).here(kind.is_empty())];
    kinds.extend(ISSUES.iter().chain(&KINDS).map(|one| {
        Link::new(address(one, &year_word, 0), ui.word("bulletins-kind", one)).here(*one == kind)
    }));
    let mut of_years = vec![Link::new(address(kind, "", 0), all).here(year.is_none())];
    of_years.extend(
        years.iter().map(|one| {
            Link::new(address(kind, &one.to_string(), 0), one.to_string()).here(year == Some(*one))
        }),
    );
    let lines = things.iter().map(|thing| line(&ui, thing, thing.path())).collect();
    page(Archive { lines, kinds, years: of_years, typed, first, next, ui })
}

/// Where in a feed.
#[derive(Debug, Default, Deserialize)]
pub(super) struct From {
    after: Option<Uuid>,
}

/// `GET /bulletins.atom`
pub(super) async fn atom(
    State(app): State<App>,
    visit: Visit,
    Query(from): Query<From>,
    headers: HeaderMap,
) -> Result<Response> {
    let feed = feed(&app, &visit, from.after, "/bulletins.atom").await?;
    let body = feeds::atom(&feed)?;
    Ok(answered(&headers, ("application/atom+xml; charset=utf-8", body), feed.updated))
}

/// `GET /bulletins.json`
pub(super) async fn json(
    State(app): State<App>,
    visit: Visit,
    Query(from): Query<From>,
    headers: HeaderMap,
) -> Result<Response> {
    let feed = feed(&app, &visit, from.after, "/bulletins.json").await?;
    let body = feeds::json(&feed, Lang::ZhCn.code()).to_string();
    Ok(answered(&headers, ("application/feed+json; charset=utf-8", body), feed.updated))
}

async fn feed(app: &App, visit: &Visit, after: Option<Uuid>, path: &str) -> Result<Feed> {
    let (db, congress) = (&app.db, visit.home.id);
    let (things, more) = public::feed(db, congress, after, ENTRIES).await?;
    let root = app.config.public_url();
    let address = |after: Uuid| format!("{root}{path}?after={after}");
    // What is published is Chinese; so a feed is, whoever asks, and anybody's cache may keep it.
    let lang = Lang::ZhCn;
    let mut entries = Vec::new();
    for thing in &things {
        entries.push(entry(app, congress, &root, thing).await?);
    }
    Ok(Feed {
        id: congress,
        title: lang.t1("bulletins-feed-title", "congress", visit.home.name.as_str()),
        author: visit.home.name.clone(),
        home: format!("{root}/bulletins"),
        own: after.map_or_else(|| format!("{root}{path}"), address),
        first: format!("{root}{path}"),
        next: things.last().filter(|_| more).map(|last| address(last.id)),
        updated: things.first().map_or(DateTime::UNIX_EPOCH, |thing| thing.updated_at),
        entries,
    })
}

async fn entry(app: &App, congress: Uuid, root: &str, thing: &Thing) -> Result<Entry> {
    let lang = Lang::ZhCn;
    let (summary, html) = if thing.is_issue() {
        of_issue(app, congress, root, thing.id).await?
    } else {
        let item = public::item_by_id(&app.db, congress, thing.id).await?;
        let adoption = match item.adoption.is_empty() {
            true => String::new(),
            false => format!("（{}）\n", item.adoption),
        };
        (first_words(&item.body, SUMMARY), html(&format!("{adoption}{}", item.body), 1)?)
    };
    Ok(Entry {
        id: thing.id,
        title: thing.name().trim().to_owned(),
        url: format!("{root}{}", thing.path()),
        author: thing.issuer.clone(),
        kind: (lang.word("bulletins-kind", &thing.kind), thing.kind.clone()),
        published: thing.sent_at,
        updated: thing.updated_at,
        summary,
        html,
    })
}

/// What a feed says of an issue: in short, and as HTML.
async fn of_issue(app: &App, congress: Uuid, root: &str, issue: Uuid) -> Result<(String, String)> {
    let lang = Lang::ZhCn;
    let all = store::items_of(&app.db, congress, issue).await?;
    let url = |item: &Item| format!("{root}/bulletins/{}", item.number());
    let line = |item: &Item| {
        let gone = item.withdrawn_at.is_some();
        let adoption = !item.adoption.is_empty() && !gone;
        feeds::Line {
            title: item.title.clone(),
            url: if item.readers == "public" && !gone { url(item) } else { String::new() },
            about: if adoption { format!("（{}）", item.adoption) } else { String::new() },
            summary: if gone {
                lang.t1("bulletins-withdrawn-reason", "reason", item.withdrawn_reason.as_str())
            } else {
                first_words(&item.body, SUMMARY)
            },
        }
    };
    let lines: Vec<feeds::Line> = all.iter().map(line).collect();
    let mut corrections = Vec::new();
    for item in public::corrections(&app.db, congress, issue, true).await? {
        let title = lang.t1("bulletins-feed-correction", "title", item.title.as_str());
        corrections.push(feeds::Line { title, ..line(&item) });
    }
    let titles: Vec<&str> = all.iter().map(|item| item.title.as_str()).collect();
    let mut titles: String = titles.join("；");
    if titles.chars().count() > 2 * SUMMARY {
        titles = titles.chars().take(2 * SUMMARY).chain(['…']).collect();
    }
    let said = [("n", all.len().into()), ("titles", titles.as_str().into())];
    let summary = lang.ta("bulletins-feed-summary", &said);
    Ok((summary, feeds::issue(&lines, &corrections)?))
}

/// An answer that whoever has it already need not fetch again: by its mark, else by its day.
fn answered(headers: &HeaderMap, (kind, body): (&'static str, String), changed: DateTime<Utc>) -> Response {
    // Weak: compressed or not, it is the same feed.
    let mark = format!("W/\"{}\"", hex::encode(&Sha256::digest(&body)[..16]));
    let changed = changed.trunc_subsecs(0);
    let said = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let has = match said(header::IF_NONE_MATCH) {
        Some(marks) => marks.split(',').any(|one| matches!(one.trim(), one if one == mark || one == "*")),
        None => said(header::IF_MODIFIED_SINCE)
            .and_then(|day| DateTime::parse_from_rfc2822(day).ok())
            .is_some_and(|day| changed <= day),
    };
    let day = changed.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let mut answer = if has {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], body).into_response()
    };
    let told = [
        (header::ETAG, mark),
        (header::LAST_MODIFIED, day),
        (header::CACHE_CONTROL, format!("public, max-age={KEPT}")),
    ];
    for (name, value) in told {
        if let Ok(value) = HeaderValue::try_from(value) {
            answer.headers_mut().insert(name, value);
        }
    }
    answer
}

/// The number in an address; whatever cannot be one is not found.
pub(super) fn number(typed: &str) -> Result<(i64, i64)> {
    crate::bulletins::numbers::read(typed).ok_or(Error::NotFound)
}
