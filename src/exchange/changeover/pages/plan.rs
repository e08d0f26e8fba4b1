//! The page of one changeover: its days, its roster, its rehearsal, and the change itself.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use uuid::Uuid;

use super::planning;
use crate::access::{Sent, Visit};
use crate::base::{
    App, Error, Result,
    form::Form,
    page::{Ui, page_as},
};
use crate::exchange::changeover::store::{self, Changeover};
use crate::exchange::changeover::{Turned, acts};
use crate::exchange::roster;

/// A number of what the change comes to.
struct Number {
    label: String,
    n: usize,
    /// What to do about it; empty when nothing.
    hint: String,
}

/// The roster of the coming term, as far as it is.
struct Roster {
    id: Uuid,
    name: String,
    kind: &'static str,
    state: String,
    /// Mistakes in it.
    mistakes: usize,
    /// Why it could not be rehearsed or written.
    failed: String,
}

#[derive(Template)]
#[template(path = "exchange/changeover/show.html")]
struct Show {
    ui: Ui,
    form: Form,
    it: Changeover,
    /// The term before.
    before: String,
    until: String,
    from: String,
    roster: Option<Roster>,
    /// The page asks how far it is while this is so.
    working: bool,
    numbers: Vec<Number>,
    /// Whether it may be carried out now.
    may_open: bool,
    /// Whether its day has come.
    has_come: bool,
    cancel: String,
    opening: String,
}

/// `GET /terms/{id}`
pub(super) async fn show(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    shown(&app, visit, id, (StatusCode::OK, Form::new())).await
}

async fn shown(app: &App, visit: Visit, id: Uuid, (status, form): (StatusCode, Form)) -> Result<Response> {
    let (congress, ui) = (visit.home.id, &visit.ui);
    let (latest, it) = acts::so_far(&app.db, congress, id).await?;
    let form = form.preset("name", &it.name).preset("starts_on", &it.starts_on.to_string());
    let report = match &latest {
        Some(latest) => roster::acts::kept_report(&app.db, congress, latest.id).await?,
        None => roster::acts::Report::default(),
    };
    let turned = if it.done_at.is_some() { serde_json::from_str(&it.came_to).ok() } else { report.turned };
    let mistakes = report.findings.iter().filter(|finding| finding.grave).count();
    let ready = latest.as_ref().is_some_and(|latest| latest.state == "checked");
    let has_come = app.clock.today() >= it.starts_on;
    let working =
        latest.as_ref().is_some_and(|latest| matches!(latest.state.as_str(), "uploaded" | "waiting"));
    let failed = report.failed.or(report.unread);
    let roster = latest.map(|latest| Roster {
        id: latest.id,
        kind: roster::pages::tag(&latest.state),
        state: ui.word("roster-state", &latest.state),
        name: latest.name,
        mistakes,
        failed: failed.map(|why| why.said(ui.lang)).unwrap_or_default(),
    });
    let terms = crate::bodies::store::terms(&app.db, congress).await?;
    let before = terms.iter().rev().find(|term| term.number < it.number);
    page_as(
        status,
        Show {
            before: before.map(|term| term.name.clone()).unwrap_or_default(),
            until: ui.lang.date(it.eve()),
            from: ui.lang.date(it.starts_on),
            numbers: turned.as_ref().map(|turned| numbers(ui, turned)).unwrap_or_default(),
            may_open: ready && mistakes == 0 && turned.is_some() && has_come,
            has_come,
            cancel: format!("/terms/{}", it.id),
            opening: format!("/terms/{}/opening", it.id),
            working,
            roster,
            it,
            form,
            ui: visit.ui,
        },
    )
}

fn numbers(ui: &Ui, turned: &Turned) -> Vec<Number> {
    let number = |key: &str, n: usize| Number {
        label: ui.word("changeover", key),
        n,
        hint: match key {
            "pairs" if n > 0 => ui.t("changeover-pairs-hint"),
            "duties" if n > 0 => ui.t("changeover-duties-hint"),
            "without" if n > 0 => ui.t("changeover-without-hint"),
            "own" if n > 0 => ui.t("changeover-own-hint"),
            _ => String::new(),
        },
    };
    let (deputies, members) = (&turned.deputies, &turned.members);
    vec![
        number("deputies-before", deputies.before),
        number("deputies-after", deputies.after),
        number("deputies-again", deputies.again),
        number("deputies-new", deputies.newcomers()),
        number("deputies-left", deputies.left()),
        number("members-after", members.after),
        number("members-left", members.left()),
        number("constituencies", turned.constituencies),
        number("memberships", turned.memberships),
        number("pairs", turned.pairs),
        number("duties", turned.duties),
        number("handed", turned.handed),
        number("without", turned.without),
        number("own", turned.own),
    ]
}

/// `POST /terms/{id}`: another name or another day.
pub(super) async fn replanned(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    match acts::replan(&app, &visit.actor, id, &planning(&sent.form)).await {
        Ok(()) => Ok(back(id)),
        Err(Error::Invalid(mistakes)) => {
            let form = sent.form.mistakes(&mistakes);
            shown(&app, visit, id, (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}

fn back(id: Uuid) -> Response {
    Redirect::to(&format!("/terms/{id}")).into_response()
}

/// `POST /terms/{id}/removal`
pub(super) async fn given_up(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _sent: Sent,
) -> Result<Response> {
    acts::give_up(&app, &visit.actor, id).await?;
    Ok(Redirect::to("/terms").into_response())
}

/// `POST /terms/{id}/draft.xlsx`: people's data leaves the house, which is an entry in the journal.
pub(super) async fn draft(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _sent: Sent,
) -> Result<Response> {
    let it = store::one(&app.db, visit.home.id, id).await?;
    let bytes = roster::acts::take_along(&app, &visit.actor, Some(&it)).await?;
    Ok(roster::pages::workbook(&format!("roster-term-{}", it.number), bytes))
}

/// `POST /terms/{id}/roster`
pub(super) async fn brought(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let it = store::one(&app.db, visit.home.id, id).await?;
    let file = sent.files.iter().find(|file| file.field == "file");
    let (name, bytes) = file.map(|file| (file.name.as_str(), &file.bytes[..])).unwrap_or_default();
    let brought = roster::acts::Brought { bytes, coming: Some(&it) };
    match roster::acts::bring(&app, &visit.actor, name, brought).await {
        Ok(_) => Ok(back(id)),
        Err(Error::Invalid(mistakes)) => {
            let form = Form::new().mistakes(&mistakes);
            shown(&app, visit, id, (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /terms/{id}/opening`: the change itself; it goes on when the page is left.
pub(super) async fn opened(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _sent: Sent,
) -> Result<Response> {
    let latest = roster::store::of_changeover(&app.db, visit.home.id, id).await?.into_iter().next();
    let latest = latest.ok_or_else(|| Error::conflict("roster-not-ready"))?;
    roster::acts::order(&app, &visit.actor, latest.id).await?;
    Ok(back(id))
}
