//! An issue at the desk: its items, what may be done with it now, its papers, how it went out.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::delivered::{Delivered, delivered};
use super::item::is_own;
use super::public::{Part, parts};
use crate::access::{Permit, Sent, Visit};
use crate::base::{
    App, Error, Result,
    form::Form,
    page::{Link, Ui, page_as},
};
use crate::bulletins::{Issue, Item, REASON, State as At, acts, store};

#[derive(Template)]
#[template(path = "bulletins/pages/desk_issue.html")]
struct IssueDesk {
    ui: Ui,
    form: Form,
    issue: Issue,
    at: At,
    parts: Vec<Part>,
    /// Where it goes, in words.
    channels: String,
    done: Option<String>,
    own: bool,
    mine: bool,
    review: bool,
    /// The items that put it right.
    corrections: Vec<Link>,
    went: Delivered,
}

impl IssueDesk {
    fn path(&self, step: &str) -> String {
        format!("/publishing/issues/{}/{step}", self.issue.id)
    }
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    done: String,
}

/// `GET /publishing/issues/{id}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    shown(&app, visit, (id, &asked.done), (StatusCode::OK, Form::new())).await
}

async fn shown(
    app: &App,
    visit: Visit,
    (id, done): (Uuid, &str),
    (status, form): (StatusCode, Form),
) -> Result<Response> {
    let (congress, actor) = (visit.home.id, &visit.actor);
    let issue = store::find_issue(&app.db, actor, id).await?;
    let ui = &visit.ui;
    let words = issue.channels.split(' ').filter(|code| !code.is_empty());
    let channels: Vec<String> = words.map(|code| ui.word("bulletins-channel", code)).collect();
    let known = ["composed", "submitted", "issued", "returned", "arrived", "withdrawn"];
    let own = is_own(&visit, issue.office_id);
    let went = delivered(app, (congress, ui), id, None).await?;
    let steps = if own { format!("/publishing/issues/{id}") } else { String::new() };
    let right = store::public::corrections(&app.db, congress, id, false).await?;
    let link = |item: Item| Link::new(format!("/publishing/items/{}", item.id), item.title);
    let view = IssueDesk {
        corrections: right.into_iter().map(link).collect(),
        at: issue.state(),
        parts: parts(app, congress, id).await?,
        channels: channels.join(" · "),
        done: known.into_iter().find(|word| *word == done).map(|word| ui.word("bulletins-done", word)),
        own,
        mine: issue.is_writer(actor.account),
        review: actor.may(Permit::BulletinReview),
        went: Delivered { steps, ..went },
        issue,
        form,
        ui: visit.ui,
    };
    page_as(status, view)
}

fn on(id: Uuid, done: &str) -> Response {
    Redirect::to(&format!("/publishing/issues/{id}?done={done}")).into_response()
}

/// `POST /publishing/issues/{id}/submission`
pub(super) async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _: Sent,
) -> Result<Response> {
    acts::submit_issue(&app, &visit.actor, id).await?;
    Ok(on(id, "submitted"))
}

/// `POST /publishing/issues/{id}/approval`
pub(super) async fn approve(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _: Sent,
) -> Result<Response> {
    acts::approve(&app, &visit.actor, id).await?;
    Ok(on(id, "issued"))
}

/// `POST /publishing/issues/{id}/return`
pub(super) async fn refuse(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("return");
    let reason = form.text("reason", REASON);
    match acts::refuse(&app, &visit.actor, id, &reason).await {
        Ok(()) => Ok(on(id, "returned")),
        Err(Error::Invalid(found)) => {
            let form = form.mistakes(&found);
            shown(&app, visit, (id, ""), (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /publishing/issues/{id}/arrival`
pub(super) async fn arrived(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form;
    let copies = form.whole("copies", 0, 100_000).unwrap_or(0);
    acts::arrived(&app, &visit.actor, id, (form.value("channel"), copies)).await?;
    Ok(on(id, "arrived"))
}

/// `POST /publishing/issues/{id}/withdrawal`
pub(super) async fn withdraw(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("withdrawal");
    let reason = form.text("reason", REASON);
    match acts::withdraw_issue(&app, &visit.actor, id, &reason).await {
        Ok(()) => Ok(on(id, "withdrawn")),
        Err(Error::Invalid(found)) => {
            let form = form.mistakes(&found);
            shown(&app, visit, (id, ""), (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}
