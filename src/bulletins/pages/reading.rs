//! What deputies and members are sent. Looking at a list or coming by a link opens nothing; a button does, and of that
//! alone it is known that somebody has opened what he or she was sent.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::archive::{Line, line};
use super::public::{issue_page, item_page};
use crate::access::{Permit, Sent, Visit};
use crate::base::{
    App, Error, Result,
    page::{Link, Ui, page},
};
use crate::bulletins::store::{self, public};
use crate::bulletins::{Item, acts, text};

/// Characters that are opened at once, so that the page stays light; the first text is opened however long it is.
const AT_ONCE: usize = 20_000;
/// Texts that are opened at once.
const TEXTS: usize = 12;

/// A line with whether one was sent it and has opened it.
struct Mine {
    line: Line,
    id: Uuid,
    /// `new` or `opened`; empty for what one was not sent.
    mark: &'static str,
}

/// Something that was just opened.
struct Opened {
    line: Line,
    item: Option<Item>,
    html: String,
    nth: usize,
}

#[derive(Template)]
#[template(path = "bulletins/pages/reading.html")]
struct Reading {
    ui: Ui,
    opened: Vec<Opened>,
    rows: Vec<Mine>,
    new: usize,
    track: bool,
    first: Option<String>,
    next: Option<String>,
}

/// Which page, and what was just opened.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    page: usize,
    #[serde(default)]
    opened: String,
}

/// `GET /reading`
pub(super) async fn list(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (rows, more) = public::reading(&app.db, &visit.actor, asked.page).await?;
    let mut opened = Vec::new();
    for id in asked.opened.split(',').filter_map(|id| id.parse::<Uuid>().ok()).take(TEXTS) {
        opened.extend(just_opened(&app, &visit, (id, opened.len() + 1), &rows).await?);
    }
    let new = public::unopened(&app.db, &visit.actor, TEXTS * 4).await?.len();
    let ui = visit.ui;
    let mine = |(thing, mark): &(public::Thing, Option<bool>)| Mine {
        line: line(&ui, thing, format!("/reading/{}", thing.id)),
        id: thing.id,
        mark: match mark {
            Some(false) if thing.withdrawn_at.is_none() => "new",
            Some(true) => "opened",
            _ => "",
        },
    };
    let view = Reading {
        rows: rows.iter().map(mine).collect(),
        opened,
        new,
        track: visit.actor.may(Permit::BulletinTrack),
        first: (asked.page > 0).then(|| "/reading".to_owned()),
        next: more.then(|| format!("/reading?page={}", asked.page + 1)),
        ui,
    };
    page(view)
}

/// Something that the visitor opened; nothing for what is not open yet.
async fn just_opened(
    app: &App,
    visit: &Visit,
    (id, nth): (Uuid, usize),
    rows: &[(public::Thing, Option<bool>)],
) -> Result<Option<Opened>> {
    let Some(person) = visit.actor.person else { return Ok(None) };
    if public::opened(&app.db, visit.home.id, id, person).await? != Some(true) {
        return Ok(None);
    }
    let Some((thing, _)) = rows.iter().find(|(thing, _)| thing.id == id) else { return Ok(None) };
    let line = line(&visit.ui, thing, format!("/reading/{id}"));
    if thing.is_issue() {
        let items = store::items_of(&app.db, visit.home.id, id).await?;
        let titles: Vec<String> = items.into_iter().map(|item| item.title).collect();
        return Ok(Some(Opened { line, item: None, html: text::html(&titles.join("\n"), 2)?, nth }));
    }
    let Some(item) = public::open_item(&app.db, &visit.actor, id).await? else { return Ok(None) };
    if item.withdrawn_at.is_some() {
        return Ok(None);
    }
    let html = text::html(&item.body, 2)?;
    Ok(Some(Opened { line, item: Some(item), html, nth }))
}

/// `POST /reading`: open what is new, as much as a page holds.
pub(super) async fn open_new(State(app): State<App>, visit: Visit, _: Sent) -> Result<Response> {
    let mut ids: Vec<Uuid> = Vec::new();
    let mut length = 0;
    for thing in public::unopened(&app.db, &visit.actor, TEXTS).await? {
        if !thing.is_issue() {
            let item = public::open_item(&app.db, &visit.actor, thing.id).await?;
            length += item.map_or(0, |item| item.body.chars().count());
        }
        if length > AT_ONCE && !ids.is_empty() {
            break;
        }
        ids.push(thing.id);
    }
    acts::open(&app, &visit.actor, &ids).await?;
    let ids: Vec<String> = ids.iter().map(Uuid::to_string).collect();
    let place =
        if ids.is_empty() { "/reading".to_owned() } else { format!("/reading?opened={}", ids.join(",")) };
    Ok(Redirect::to(&place).into_response())
}

/// `POST /reading/{id}`
pub(super) async fn open(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _: Sent,
) -> Result<Response> {
    acts::open(&app, &visit.actor, &[id]).await?;
    Ok(Redirect::to(&format!("/reading/{id}")).into_response())
}

#[derive(Template)]
#[template(path = "bulletins/pages/sealed.html")]
struct Sealed {
    ui: Ui,
    id: Uuid,
    title: String,
    kind: String,
    about: String,
}

/// `GET /reading/{id}`
pub(super) async fn show(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    let (db, congress) = (&app.db, visit.home.id);
    let back = Link::new("/reading", visit.ui.t("bulletins-reading"));
    let sent = match visit.actor.person {
        Some(person) => public::opened(db, congress, id, person).await?,
        None => None,
    };
    if let Some(item) = public::open_item(db, &visit.actor, id).await? {
        if sent == Some(false) && item.withdrawn_at.is_none() {
            let about = format!("{} · {}", item.issuer, visit.ui.date(item.adopted_on));
            let kind = visit.ui.word("bulletins-kind", &item.kind);
            return page(Sealed { id, title: item.title, kind, about, ui: visit.ui });
        }
        return item_page(&app, (congress, visit.ui), item, (back, false)).await;
    }
    let issue = public::open_issue(db, &visit.actor, id).await?.ok_or(Error::NotFound)?;
    if sent == Some(false) && issue.withdrawn_at.is_none() {
        let kind = visit.ui.word("bulletins-kind", &issue.kind);
        let title = format!("{} {}", issue.label(), issue.title);
        return page(Sealed { id, title, kind, about: issue.office, ui: visit.ui });
    }
    issue_page(&app, (congress, visit.ui), issue, (back, format!("/reading/{id}"))).await
}
