use askama::Template;
use axum::{
    extract::{Path, Query, Request, State},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{choice, log, place, sentence, store, wechat};
use crate::access::{Permit, Routes, Sent, Visit};
use crate::base::{
    App, Error, Result,
    page::{Ui, page},
};

/// Notices on one page.
const PAGE: usize = 30;

/// The pages of the inbox.
pub fn routes() -> Routes {
    Routes::new()
        .get("/inbox", Permit::Desk, show)
        .post("/inbox/read", Permit::Desk, read_all)
        .post("/inbox/{id}/read", Permit::Desk, read_one)
        .get("/inbox/settings", Permit::Desk, choice::show)
        .post("/inbox/settings", Permit::Desk, choice::keep)
        .get("/deliveries", Permit::DeliveriesRead, log::show)
        .post("/deliveries/retry", Permit::DeliveriesRetry, log::retry)
        .merge(wechat::routes())
}

struct Row {
    id: Uuid,
    text: String,
    when: String,
    href: String,
    unread: bool,
}

#[derive(Template)]
#[template(path = "notices/inbox.html")]
struct Inbox {
    ui: Ui,
    rows: Vec<Row>,
    first: Option<String>,
    next: Option<String>,
}

/// Where a page begins: among the unread or the read ones, before an id.
#[derive(Deserialize)]
struct From {
    read: Option<Uuid>,
    unread: Option<Uuid>,
}

async fn show(State(app): State<App>, visit: Visit, Query(from): Query<From>) -> Result<Response> {
    let owner = owner(&visit)?;
    let most = PAGE + 1;
    let mut told = match from.read {
        Some(_) => Vec::new(),
        None => store::inbox(&app.db, owner, true, from.unread.unwrap_or(Uuid::max()), most as i64).await?,
    };
    if told.len() < most {
        let left = (most - told.len()) as i64;
        told.extend(store::inbox(&app.db, owner, false, from.read.unwrap_or(Uuid::max()), left).await?);
    }
    let more = told.len() > PAGE;
    told.truncate(PAGE);
    let next = told.last().filter(|_| more).map(|last| {
        let part = if last.read_at.is_none() { "unread" } else { "read" };
        format!("/inbox?{part}={}", last.id)
    });
    let first = (from.read.is_some() || from.unread.is_some()).then(|| "/inbox".to_owned());
    let ui = visit.ui;
    let rows = told.iter().map(|told| Row {
        id: told.id,
        text: sentence(ui.lang, &told.kind, &told.facts()),
        when: ui.moment(told.at),
        href: place(&told.subject, told.subject_id),
        unread: told.read_at.is_none(),
    });
    let rows = rows.collect();
    page(Inbox { ui, rows, first, next })
}

async fn read_one(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>, _: Sent) -> Result<Response> {
    read(&app, &visit, Some(id)).await
}

async fn read_all(State(app): State<App>, visit: Visit, _: Sent) -> Result<Response> {
    read(&app, &visit, None).await
}

async fn read(app: &App, visit: &Visit, one: Option<Uuid>) -> Result<Response> {
    let owner = owner(visit)?;
    let tx = app.db.begin().await?;
    store::read(&tx, owner, one, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Redirect::to("/inbox").into_response())
}

fn owner(visit: &Visit) -> Result<(Uuid, Uuid)> {
    Ok((visit.actor.congress, visit.actor.account.ok_or(Error::SignIn)?))
}

/// Let every page know how many notices its reader has not read.
pub async fn counted(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let reader = request
        .extensions()
        .get::<Visit>()
        .and_then(|visit| Some((visit.actor.congress, visit.actor.account?)));
    if let Some((congress, account)) = reader {
        match store::unread(&app.db, congress, account).await {
            Ok(unread) => {
                if let Some(visit) = request.extensions_mut().get_mut::<Visit>() {
                    visit.ui.inbox = unread;
                }
            }
            Err(failed) => return failed.into_response(),
        }
    }
    next.run(request).await
}
