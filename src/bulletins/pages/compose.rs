//! Composing an issue: which items, in which order, and where it goes when it is approved.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::item::{groups, is_own, sending};
use crate::access::{Sent, Visit};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form},
    page::{Ui, page_as},
};
use crate::bulletins::acts::{self, NewIssue};
use crate::bulletins::{AUDIENCES, CHANNELS, ISSUES, Issue, Item, KINDS, TITLE, store};

/// An item that may be taken.
struct Row {
    id: Uuid,
    title: String,
    about: String,
    taken: bool,
    place_field: String,
    place: String,
}

#[derive(Template)]
#[template(path = "bulletins/pages/compose.html")]
struct Compose {
    ui: Ui,
    form: Form,
    kind: String,
    path: String,
    back: String,
    rows: Vec<Row>,
    orders: Vec<Choice>,
    channels: Vec<Choice>,
    audiences: Vec<Choice>,
    groups: Vec<Choice>,
    /// The first of its kind: what was issued before is asked.
    first: bool,
    version: i64,
}

/// Which kind of issue.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    kind: String,
}

async fn shown(
    app: &App,
    visit: Visit,
    (kind, issue): (&str, Option<&Issue>),
    (status, form): (StatusCode, Form),
) -> Result<Response> {
    let items = store::candidates(&app.db, &visit.actor, kind, issue.map(|issue| issue.id)).await?;
    let ui = &visit.ui;
    let row = |item: Item| {
        let id = item.id.to_string();
        let place_field = format!("place-{id}");
        Row {
            taken: form.has_in("", "items", &id),
            place: form.value(&place_field).to_owned(),
            about: format!("{} · {}", ui.word("bulletins-kind", &item.kind), ui.date(item.adopted_on)),
            id: item.id,
            title: item.title,
            place_field,
        }
    };
    let rows = items.into_iter().map(row).collect();
    let view = Compose {
        rows,
        path: issue.map_or_else(
            || format!("/publishing/issues/new?kind={kind}"),
            |issue| format!("/publishing/issues/{}/edit", issue.id),
        ),
        back: issue.map_or_else(
            || "/publishing/issues".to_owned(),
            |issue| format!("/publishing/issues/{}", issue.id),
        ),
        orders: ui.choices("bulletins-order", &["kind", "hand"]),
        channels: ui.choices("bulletins-channel", &CHANNELS),
        audiences: ui.choices("bulletins-audience", &AUDIENCES[..2]),
        groups: groups(app, visit.home.id).await?,
        first: store::is_first(&app.db, visit.home.id, kind).await?,
        version: issue.map_or(0, |issue| issue.version),
        kind: kind.to_owned(),
        form,
        ui: visit.ui,
    };
    page_as(status, view)
}

fn known(kind: &str) -> Result<&'static str> {
    ISSUES.into_iter().find(|one| *one == kind).ok_or(Error::NotFound)
}

/// `GET /publishing/issues/new`: what is in no issue yet is chosen, so that usually one presses once.
pub(super) async fn blank(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let kind = known(if asked.kind.is_empty() { "gazette" } else { &asked.kind })?;
    let mut form = Form::new()
        .preset("form", &app.chance.id(app.clock.now()).to_string())
        .preset("order", "kind")
        .preset("audience", "deputies");
    for item in store::candidates(&app.db, &visit.actor, kind, None).await? {
        form = form.preset("items", &item.id.to_string());
    }
    for channel in CHANNELS.into_iter().filter(|channel| *channel != "wechat") {
        form = form.preset("channels", channel);
    }
    shown(&app, visit, (kind, None), (StatusCode::OK, form)).await
}

/// An issue that may be changed now.
async fn open(app: &App, visit: &Visit, id: Uuid) -> Result<Issue> {
    let issue = store::find_issue(&app.db, &visit.actor, id).await?;
    if !is_own(visit, issue.office_id) {
        return Err(Error::Forbidden);
    }
    if issue.state().is_open() { Ok(issue) } else { Err(Error::conflict("bulletins-is-in-review")) }
}

/// `GET /publishing/issues/{id}/edit`
pub(super) async fn edit(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    let issue = open(&app, &visit, id).await?;
    let mut form = Form::new().preset("title", &issue.title).preset("order", "hand");
    for (field, words) in
        [("channels", &issue.channels), ("audience", &issue.audience), ("groups", &issue.groups_told)]
    {
        form = words.split(' ').fold(form, |form, word| form.preset(field, word));
    }
    let before = store::before(&app.db, visit.home.id, id).await?;
    form = form.preset("before_nth", &before.0.to_string()).preset("before_total", &before.1.to_string());
    for (nth, item) in store::items_of(&app.db, visit.home.id, id).await?.iter().enumerate() {
        form = form
            .preset("items", &item.id.to_string())
            .preset(&format!("place-{}", item.id), &(nth + 1).to_string());
    }
    shown(&app, visit, (&issue.kind, Some(&issue)), (StatusCode::OK, form)).await
}

/// What was typed, as far as it can be read: the items in the order of their kinds and days, or by their places.
async fn read(
    app: &App,
    visit: &Visit,
    (kind, issue): (&str, Option<Uuid>),
    form: &mut Form,
) -> Result<NewIssue> {
    let candidates = store::candidates(&app.db, &visit.actor, kind, issue).await?;
    let typed: Vec<Uuid> = form.values("items").iter().filter_map(|id| id.parse().ok()).collect();
    let by_hand = form.choice("order", &["kind", "hand"]).as_deref() == Some("hand");
    let mut items: Vec<&Item> = candidates.iter().filter(|item| typed.contains(&item.id)).collect();
    items.sort_by_key(|item| (kind_of(item), item.adopted_on, item.id));
    if by_hand {
        let place = |form: &mut Form, item: &Item| {
            form.whole(&format!("place-{}", item.id), 0, 9_999).unwrap_or(i64::MAX)
        };
        let mut placed: Vec<(i64, &Item)> = items.iter().map(|item| (place(form, item), *item)).collect();
        placed.sort_by_key(|(place, _)| *place);
        items = placed.into_iter().map(|(_, item)| item).collect();
    }
    // Chosen, and meanwhile withdrawn or in another issue: said by the act.
    let gone = typed.iter().filter(|id| !candidates.iter().any(|item| item.id == **id));
    let ids = items.iter().map(|item| item.id).chain(gone.copied()).collect();
    let how = sending(form);
    Ok(NewIssue {
        form: form.uuid("form").unwrap_or_else(|| app.chance.id(app.clock.now())),
        kind: kind.to_owned(),
        title: form.text("title", TITLE),
        items: ids,
        channels: how.channels,
        to: how.to,
        before: (
            form.whole("before_nth", 0, 9_999).unwrap_or(0),
            form.whole("before_total", 0, 99_999).unwrap_or(0),
        ),
    })
}

fn kind_of(item: &Item) -> usize {
    KINDS.iter().position(|kind| *kind == item.kind).unwrap_or(KINDS.len())
}

/// What came of it: on to the issue, submitted when that was pressed; or the page again.
async fn ended(
    app: &App,
    visit: Visit,
    (kind, issue): (&str, Option<&Issue>),
    (form, came): (Form, Result<Uuid>),
) -> Result<Response> {
    match came {
        Ok(id) if form.checked("submit") => {
            acts::submit_issue(app, &visit.actor, id).await?;
            Ok(Redirect::to(&format!("/publishing/issues/{id}?done=submitted")).into_response())
        }
        Ok(id) => Ok(Redirect::to(&format!("/publishing/issues/{id}?done=composed")).into_response()),
        Err(Error::Invalid(found)) => {
            let form = form.mistakes(&found);
            shown(app, visit, (kind, issue), (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /publishing/issues/new`
pub(super) async fn compose(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
    sent: Sent,
) -> Result<Response> {
    let kind = known(if asked.kind.is_empty() { "gazette" } else { &asked.kind })?;
    let mut form = sent.form;
    let new = read(&app, &visit, (kind, None), &mut form).await?;
    let came = match form.is_fine() {
        true => acts::compose(&app, &visit.actor, &new).await,
        false => Err(Error::Invalid(Vec::new())),
    };
    ended(&app, visit, (kind, None), (form, came)).await
}

/// `POST /publishing/issues/{id}/edit`
pub(super) async fn recompose(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form;
    let issue = open(&app, &visit, id).await?;
    let new = read(&app, &visit, (&issue.kind, Some(id)), &mut form).await?;
    let version = form.whole("version", 0, i64::MAX).unwrap_or(0);
    let came = match form.is_fine() {
        true => acts::recompose(&app, &visit.actor, (id, version), &new).await.map(|()| id),
        false => Err(Error::Invalid(Vec::new())),
    };
    ended(&app, visit, (&issue.kind, Some(&issue)), (form, came)).await
}
