//! An item at the desk: its text, what may be done with it now, how it went out, what it said before.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::delivered::{Delivered, delivered};
use crate::access::{Permit, Sent, Visit};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form},
    page::{Link, Ui, page_as},
};
use crate::bodies::{self, Kind};
use crate::bulletins::acts::{self, Sending, To};
use crate::bulletins::store::{self, Edition};
use crate::bulletins::{AUDIENCES, CHANNELS, Item, REASON, State as At, text};

#[derive(Template)]
#[template(path = "bulletins/pages/desk_item.html")]
struct ItemDesk {
    ui: Ui,
    form: Form,
    item: Item,
    at: At,
    html: String,
    done: Option<String>,
    /// Of the visitor's own office, who may write.
    own: bool,
    /// The visitor wrote in it, so somebody else reviews it.
    mine: bool,
    review: bool,
    went: Delivered,
    channels: Vec<Choice>,
    audiences: Vec<Choice>,
    groups: Vec<Choice>,
    reader_office: String,
    editions: Vec<Edition>,
    with: Vec<Link>,
}

impl ItemDesk {
    fn path(&self, step: &str) -> String {
        format!("/publishing/items/{}/{step}", self.item.id)
    }

    fn when(&self, edition: &Edition) -> String {
        edition.published_at.map(|at| self.ui.moment(at)).unwrap_or_default()
    }

    fn may_send(&self) -> bool {
        self.own && (self.at == At::Passed || self.at == At::Sent && !self.channels.is_empty())
    }
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    done: String,
}

/// `GET /publishing/items/{id}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    shown(&app, visit, (id, &asked.done), (StatusCode::OK, Form::new())).await
}

/// The groups that may be chosen, for the inbox channel.
pub(super) async fn groups(app: &App, congress: Uuid) -> Result<Vec<Choice>> {
    let all = bodies::store::organizations(&app.db, congress, Kind::Group).await?;
    Ok(all.into_iter().map(|group| Choice::new(group.id.to_string(), group.name)).collect())
}

async fn shown(
    app: &App,
    visit: Visit,
    (id, done): (Uuid, &str),
    (status, mut form): (StatusCode, Form),
) -> Result<Response> {
    let (db, congress, actor) = (&app.db, visit.home.id, &visit.actor);
    let item = store::find(db, actor, id).await?;
    let at = item.state();
    let went = delivered(app, (congress, &visit.ui), id, Some(&item)).await?;
    let public = item.readers == "public";
    let open = went.left.iter().filter(|code| public || !matches!(**code, "website" | "wechat"));
    let channels: Vec<&str> = open.copied().collect();
    if status == StatusCode::OK {
        let usual = channels.iter().filter(|code| **code != "wechat");
        form = usual.fold(form, |form, code| form.preset_in("sending", "channels", code));
        form = form.preset_in("sending", "audience", "deputies");
    }
    let reader_office = match item.reader_office {
        Some(office) => bodies::store::organization(db, congress, office).await?.name,
        None => String::new(),
    };
    let issues = store::issued_with(db, congress, id).await?;
    let with = issues.iter().map(|issue| {
        let label = format!("{} {}", visit.ui.word("bulletins-kind", &issue.kind), issue.label());
        Link::new(format!("/publishing/issues/{}", issue.id), label)
    });
    let known = ["written", "submitted", "passed", "returned", "sent", "arrived", "withdrawn"];
    let own = is_own(&visit, item.office_id);
    let steps = if own { format!("/publishing/items/{id}") } else { String::new() };
    let view = ItemDesk {
        with: with.collect(),
        html: text::html(&item.body, 2)?,
        done: known.into_iter().find(|word| *word == done).map(|word| visit.ui.word("bulletins-done", word)),
        own,
        mine: item.is_writer(actor.account),
        review: actor.may(Permit::BulletinReview),
        channels: visit.ui.choices("bulletins-channel", &channels),
        audiences: visit.ui.choices("bulletins-audience", &AUDIENCES[..2]),
        groups: groups(app, congress).await?,
        editions: store::editions(db, congress, id).await?,
        reader_office,
        went: Delivered { steps, ..went },
        at,
        item,
        form,
        ui: visit.ui,
    };
    page_as(status, view)
}

/// Whether the visitor writes for an office.
pub(super) fn is_own(visit: &Visit, office: Uuid) -> bool {
    visit.actor.posts_with(Permit::BulletinWrite).any(|(post, _)| post.organization == Some(office))
}

fn on(id: Uuid, done: &str) -> Response {
    Redirect::to(&format!("/publishing/items/{id}?done={done}")).into_response()
}

/// What came of a step: on, or the page again with what is to be put right.
async fn ended(
    app: &App,
    visit: Visit,
    (id, done): (Uuid, &str),
    (form, came): (Form, Result<()>),
) -> Result<Response> {
    match came {
        Ok(()) => Ok(on(id, done)),
        Err(Error::Invalid(found)) => {
            let form = form.mistakes(&found);
            shown(app, visit, (id, ""), (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /publishing/items/{id}/submission`
pub(super) async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _: Sent,
) -> Result<Response> {
    acts::submit(&app, &visit.actor, id).await?;
    Ok(on(id, "submitted"))
}

/// `POST /publishing/items/{id}/review`
pub(super) async fn pass(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _: Sent,
) -> Result<Response> {
    acts::pass(&app, &visit.actor, id).await?;
    Ok(on(id, "passed"))
}

/// `POST /publishing/items/{id}/return`
pub(super) async fn return_to_writer(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("return");
    let reason = form.text("reason", REASON);
    let came = acts::return_to_writer(&app, &visit.actor, id, &reason).await;
    ended(&app, visit, (id, "returned"), (form, came)).await
}

/// The channels and the audience of a form.
pub(super) fn sending(form: &mut Form) -> Sending {
    let words = form.choices_of("audience", &AUDIENCES);
    let has = |wanted: &str| words.iter().any(|word| word == wanted);
    let groups = form.values("groups").iter().filter_map(|id| id.parse().ok()).collect();
    let to = To { deputies: has("deputies"), members: has("members"), groups, office: None };
    Sending { channels: form.choices_of("channels", &CHANNELS), to }
}

/// `POST /publishing/items/{id}/sending`
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("sending");
    let how = sending(&mut form);
    let came = acts::send(&app, &visit.actor, id, &how).await;
    ended(&app, visit, (id, "sent"), (form, came)).await
}

/// `POST /publishing/items/{id}/arrival`
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

/// `POST /publishing/items/{id}/withdrawal`
pub(super) async fn withdraw(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("withdrawal");
    let reason = form.text("reason", REASON);
    let came = acts::withdraw(&app, &visit.actor, id, &reason).await;
    ended(&app, visit, (id, "withdrawn"), (form, came)).await
}
