//! Writing an item, changing it, correcting what was published; with a preview of how it will stand on the page.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::item::is_own;
use crate::access::{Sent, Visit, drafts};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form},
    hours::{clock, minutes},
    page::{Link, Ui, page_as},
};
use crate::bodies::{self, Kind};
use crate::bulletins::acts::{self, NewItem};
use crate::bulletins::{Item, KINDS, LINE, LONGEST, READERS, REASON, State as At, TITLE, store, text};

const NEW: &str = "/publishing/items/new";

#[derive(Template)]
#[template(path = "bulletins/pages/write.html")]
struct WritePage {
    ui: Ui,
    form: Form,
    path: String,
    back: String,
    kinds: Vec<Choice>,
    readers: Vec<Choice>,
    offices: Vec<Choice>,
    /// The version that is changed; none for a new item.
    version: Option<i64>,
    /// What was published is corrected: whom it is for stays.
    correction: bool,
    /// The issue that it puts right, whose readers it has.
    corrects: Option<Link>,
    preview: Option<String>,
}

fn path_of(item: Option<Uuid>) -> String {
    item.map_or_else(|| NEW.to_owned(), |id| format!("/publishing/items/{id}/edit"))
}

async fn shown(
    app: &App,
    visit: Visit,
    item: Option<&Item>,
    (status, form): (StatusCode, Form),
) -> Result<Response> {
    let mut offices = Vec::new();
    for kind in [Kind::LocalOffice, Kind::WorkingBody] {
        let all = bodies::store::organizations(&app.db, visit.home.id, kind).await?;
        offices.extend(all.into_iter().map(|one| Choice::new(one.id.to_string(), one.name)));
    }
    let shows = form.checked("preview");
    let preview = if shows { Some(text::html(form.value("body"), 2)?) } else { None };
    let readers = READERS.map(|code| {
        Choice::new(code, visit.ui.word("bulletins-readers", code))
            .hint(visit.ui.word("bulletins-readers-hint", code))
    });
    let id = item.map(|item| item.id);
    let issue =
        item.map_or_else(|| Uuid::try_parse(form.value("corrects").trim()).ok(), |item| item.corrects_issue);
    let corrects = match issue {
        Some(id) => {
            let issue = store::find_issue(&app.db, &visit.actor, id).await?;
            let label = format!("{} {}", visit.ui.word("bulletins-kind", &issue.kind), issue.label());
            Some(Link::new(format!("/publishing/issues/{id}"), label))
        }
        None => None,
    };
    let view = WritePage {
        corrects,
        path: path_of(id),
        back: id.map_or_else(|| "/publishing".to_owned(), |id| format!("/publishing/items/{id}")),
        kinds: visit.ui.choices("bulletins-kind", &KINDS),
        readers: readers.to_vec(),
        offices,
        version: item.map(|item| item.version),
        correction: item.is_some_and(|item| item.published > 0),
        preview,
        form,
        ui: visit.ui,
    };
    page_as(status, view)
}

/// Which issue a new item puts right.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    corrects: Option<Uuid>,
}

/// `GET /publishing/items/new?corrects=…`
pub(super) async fn blank(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let mut form = match asked.corrects {
        // A draft of something else is left as it is.
        Some(_) => Form::new(),
        None => drafts::shown(&app, &visit, NEW).await?,
    };
    if let Some(id) = asked.corrects {
        let issue = store::find_issue(&app.db, &visit.actor, id).await?;
        let name = format!("{}{}", visit.ui.word("bulletins-kind", &issue.kind), issue.label());
        form = form
            .preset("corrects", &id.to_string())
            .preset("kind", "decision")
            .preset("title", &visit.ui.lang.t1("bulletins-correction-title", "issue", name.as_str()));
    }
    if !form.is_kept() {
        form = form
            .preset(
                "issuer",
                &visit.ui.lang.t1("bulletins-usual-issuer", "congress", visit.home.name.as_str()),
            )
            .preset("adopted_on", &app.clock.today().to_string())
            .preset("readers", "public");
    }
    if form.value("form").is_empty() {
        form = form.preset("form", &app.chance.id(app.clock.now()).to_string());
    }
    shown(&app, visit, None, (StatusCode::OK, form)).await
}

/// An item that may be changed now.
async fn open(app: &App, visit: &Visit, id: Uuid) -> Result<Item> {
    let item = store::find(&app.db, &visit.actor, id).await?;
    if !is_own(visit, item.office_id) {
        return Err(Error::Forbidden);
    }
    match item.state() {
        At::Review | At::Passed => Err(Error::conflict("bulletins-is-in-review")),
        At::Withdrawn => Err(Error::conflict("bulletins-is-withdrawn")),
        _ => Ok(item),
    }
}

/// `GET /publishing/items/{id}/edit`
pub(super) async fn edit(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    let item = open(&app, &visit, id).await?;
    let mut form = drafts::shown(&app, &visit, &path_of(Some(id))).await?;
    if !form.is_kept() {
        let minute = item.adopted_at.map(clock).unwrap_or_default();
        let note = if item.state() == At::Sent { "" } else { &item.change_note };
        form = form
            .preset("kind", &item.kind)
            .preset("title", &item.title)
            .preset("issuer", &item.issuer)
            .preset("adopted_on", &item.adopted_on.to_string())
            .preset("adopted_at", &minute)
            .preset("adoption", &item.adoption)
            .preset("body", &item.body)
            .preset("readers", &item.readers)
            .preset("office", &item.reader_office.map(|id| id.to_string()).unwrap_or_default())
            .preset("change_note", note);
    }
    shown(&app, visit, Some(&item), (StatusCode::OK, form)).await
}

/// The minute of the day in a field, when there is one.
fn minute(form: &mut Form, field: &str) -> Option<i64> {
    if form.value(field).trim().is_empty() {
        return None;
    }
    let read = minutes(form.value(field));
    if read.is_none() {
        form.error(field, "bulletins-time-wrong");
    }
    read
}

/// What was typed, as far as it can be read.
fn read(app: &App, form: &mut Form, item: Option<&Item>) -> NewItem {
    let published = item.filter(|item| item.published > 0);
    let adopted_on = form.date("adopted_on");
    if adopted_on.is_none() && form.problem("adopted_on").is_none() {
        form.error("adopted_on", "bulletins-adopted-missing");
    }
    let kind = published.map_or_else(|| form.choice("kind", &KINDS), |item| Some(item.kind.clone()));
    let corrects = item.map_or_else(|| form.uuid("corrects"), |item| item.corrects_issue);
    // What puts an issue right is for whoever read that: nobody is asked, and the act sees to it.
    let settled = published.or(item.filter(|_| corrects.is_some())).map(|item| item.readers.clone());
    let settled = settled.or_else(|| corrects.map(|_| READERS[0].to_owned()));
    let readers = settled.or_else(|| form.choice("readers", &READERS)).unwrap_or_default();
    let office = published.map_or_else(|| form.uuid("office"), |item| item.reader_office);
    NewItem {
        form: form.uuid("form").unwrap_or_else(|| app.chance.id(app.clock.now())),
        kind: kind.unwrap_or_default(),
        title: form.text("title", TITLE),
        issuer: form.text("issuer", LINE),
        adopted_on: adopted_on.unwrap_or_else(|| app.clock.today()),
        adopted_at: minute(form, "adopted_at"),
        adoption: form.text("adoption", LINE).trim_matches(['（', '）', '(', ')']).to_owned(),
        body: form.text("body", LONGEST),
        reader_office: office.filter(|_| readers == "office"),
        readers,
        change_note: form.text("change_note", REASON),
        corrects,
    }
}

/// `POST /publishing/items/new`
pub(super) async fn write(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form;
    if form.checked("preview") {
        return shown(&app, visit, None, (StatusCode::OK, form)).await;
    }
    let new = read(&app, &mut form, None);
    let written = match form.is_fine() {
        true => acts::write(&app, &visit.actor, &new).await,
        false => Err(Error::Invalid(acts::wrong(&new, app.clock.today()))),
    };
    match written {
        Ok(id) => {
            drafts::discard(&app, &visit.actor, NEW).await?;
            if form.checked("submit") {
                acts::submit(&app, &visit.actor, id).await?;
                return Ok(on(id, "submitted"));
            }
            Ok(on(id, "written"))
        }
        Err(Error::Invalid(found)) => again(&app, visit, None, (form, &found)).await,
        Err(other) => Err(other),
    }
}

fn on(id: Uuid, done: &str) -> Response {
    Redirect::to(&format!("/publishing/items/{id}?done={done}")).into_response()
}

/// The page again, each mistake once.
async fn again(
    app: &App,
    visit: Visit,
    item: Option<&Item>,
    (form, found): (Form, &[crate::base::Mistake]),
) -> Result<Response> {
    let new: Vec<_> = found.iter().filter(|one| form.problem(&one.field).is_none()).cloned().collect();
    shown(app, visit, item, (StatusCode::UNPROCESSABLE_ENTITY, form.mistakes(&new))).await
}

/// `POST /publishing/items/{id}/edit`
pub(super) async fn amend(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form;
    let item = open(&app, &visit, id).await?;
    if form.checked("preview") {
        return shown(&app, visit, Some(&item), (StatusCode::OK, form)).await;
    }
    let new = read(&app, &mut form, Some(&item));
    let version = form.whole("version", 0, i64::MAX).unwrap_or(0);
    let done = match form.is_fine() {
        true => acts::amend(&app, &visit.actor, (id, version), &new).await,
        false => Err(Error::Invalid(acts::wrong(&new, app.clock.today()))),
    };
    match done {
        Ok(()) => {
            drafts::discard(&app, &visit.actor, &path_of(Some(id))).await?;
            if form.checked("submit") {
                acts::submit(&app, &visit.actor, id).await?;
                return Ok(on(id, "submitted"));
            }
            Ok(on(id, "written"))
        }
        Err(Error::Invalid(found)) => again(&app, visit, Some(&item), (form, &found)).await,
        Err(other) => Err(other),
    }
}
