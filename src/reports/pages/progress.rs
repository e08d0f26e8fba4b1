//! Who has reported in a term, who plans to, and who has not begun.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Permit, Scope, Sent, Visit};
use crate::base::{
    App, Error, Result,
    form::Form,
    page::{Link, Ui, page_as},
};
use crate::bodies::{self, Term};
use crate::reports::State as At;
use crate::reports::reminders::{Only, Reminded, owes, remind};
use crate::reports::store::{self, Progress};

/// Lines of a page.
const PAGE: usize = 50;

/// What a link to the list may carry.
#[derive(Debug, Default, Clone, Deserialize)]
pub(super) struct Asked {
    term: Option<String>,
    show: Option<String>,
    page: Option<usize>,
    told: Option<usize>,
    already: Option<usize>,
    away: Option<usize>,
}

/// A line as people read it.
struct Row {
    one: Progress,
    shape: &'static str,
    word: String,
    /// Where its report is, or where one is begun for the deputy; empty where nothing is to be seen.
    href: String,
    when: String,
    /// Whether the deputy can be ticked to be reminded.
    tick: bool,
}

/// The lines of one town or street.
struct Place {
    area: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "reports/pages/progress.html")]
struct ProgressPage {
    ui: Ui,
    form: Form,
    term: Term,
    terms: Vec<Link>,
    filters: Vec<Link>,
    /// How many of how many have reported.
    sum: (usize, usize),
    places: Vec<Place>,
    may_remind: bool,
    only: Only,
    told: Vec<String>,
    first: Option<String>,
    next: Option<String>,
    unanswered: i64,
}

/// `GET /reports/progress`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    listed(&app, visit, &asked, (StatusCode::OK, Form::new())).await
}

/// The term of the link, or today's; before the first one begins, that one.
async fn term_of(app: &App, visit: &Visit, asked: Option<&str>) -> Result<(Term, Vec<Term>)> {
    let mut terms = bodies::store::terms(&app.db, visit.home.id).await?;
    let today = app.clock.today();
    terms.retain(|term| term.starts_on <= today);
    terms.sort_by_key(|term| std::cmp::Reverse(term.starts_on));
    let wanted = asked.and_then(|id| Uuid::try_parse(id).ok());
    let chosen = terms.iter().find(|term| wanted.map_or(term.ends_on >= today, |id| term.id == id));
    let term = chosen.or_else(|| terms.first()).cloned().ok_or_else(|| Error::conflict("reports-no-term"))?;
    Ok((term, terms))
}

fn href(term: Uuid, only: Only) -> String {
    format!("/reports/progress?term={term}&show={}", only.word())
}

async fn listed(
    app: &App,
    visit: Visit,
    asked: &Asked,
    (status, form): (StatusCode, Form),
) -> Result<Response> {
    let (term, terms) = term_of(app, &visit, asked.term.as_deref()).await?;
    let all = store::progress(&app.db, &visit.actor, Permit::ReportRead, term.id).await?;
    let only = asked.show.as_deref().and_then(Only::of_word).unwrap_or_default();
    let shown: Vec<&Progress> = all.iter().filter(|one| only.shows(one)).collect();
    let pages = shown.len().div_ceil(PAGE).max(1);
    let at = asked.page.unwrap_or(1).clamp(1, pages);
    let running = term.ends_on >= visit.ui.today;
    let ui = &visit.ui;
    let may_remind = running
        && visit.actor.may(Permit::ReportRemind)
        && shown.iter().any(|one| owes(one) && visit.actor.person != Some(one.person_id));
    let filter = |of: Only| {
        let count = all.iter().filter(|one| of.shows(one)).count() as u64;
        Link::new(href(term.id, of), ui.word("reports-show", of.word())).here(of == only).count(count)
    };
    let here = |of: &Term| {
        Link::new(format!("/reports/progress?term={}", of.id), of.name.clone()).here(of.id == term.id)
    };
    let page = |page: usize| format!("{}&page={page}", href(term.id, only));
    let view = ProgressPage {
        terms: if terms.len() > 1 { terms.iter().map(here).collect() } else { Vec::new() },
        filters: Only::ALL.into_iter().map(filter).collect(),
        sum: (all.iter().filter(|one| !owes(one)).count(), all.len()),
        places: places(&visit, shown.into_iter().skip((at - 1) * PAGE).take(PAGE), (running, may_remind)),
        may_remind,
        told: told(ui, asked),
        first: (at > 1).then(|| href(term.id, only)),
        next: (at < pages).then(|| page(at + 1)),
        unanswered: store::unanswered(&app.db, &visit.actor).await?,
        only,
        term,
        form,
        ui: visit.ui,
    };
    page_as(status, view)
}

/// The lines of a page, by town.
fn places<'a>(
    visit: &Visit,
    page: impl Iterator<Item = &'a Progress>,
    (running, may_remind): (bool, bool),
) -> Vec<Place> {
    let (ui, own) = (&visit.ui, visit.actor.person);
    let enters = visit.actor.posts_with(Permit::ReportWrite).any(|(_, scope)| scope == Scope::Office);
    let mut places: Vec<Place> = Vec::new();
    for one in page {
        let state = one.state.as_deref().and_then(At::of_word);
        let (shape, code) = state.map_or(("stop", "none"), |state| (state.shape(), state.word()));
        let mine = own == Some(one.person_id);
        let href = match (state, one.report_id) {
            // Of a draft others see that it is there; whoever writes it comes to it by the same way as whoever begins.
            (None | Some(At::Draft), _) if running && (mine || enters) => {
                format!("/reporting?person={}", one.person_id)
            }
            (Some(state), Some(id)) if state != At::Draft => format!("/reporting/{id}"),
            _ => String::new(),
        };
        let row = Row {
            shape,
            word: ui.word("reports-state", code),
            href,
            when: one.on_day.map(|day| ui.date(day)).unwrap_or_default(),
            tick: may_remind && owes(one) && !mine,
            one: one.clone(),
        };
        match places.last_mut().filter(|place| place.area == one.area) {
            Some(place) => place.rows.push(row),
            None => places.push(Place { area: one.area.clone(), rows: vec![row] }),
        }
    }
    places
}

/// What became of reminding people.
fn told(ui: &Ui, asked: &Asked) -> Vec<String> {
    let Some(told) = asked.told else { return Vec::new() };
    let mut said = vec![ui.t1("reports-told", "n", told)];
    if let Some(already) = asked.already.filter(|n| *n > 0) {
        said.push(ui.t1("reports-told-already", "n", already));
    }
    if let Some(away) = asked.away.filter(|n| *n > 0) {
        said.push(ui.t1("reports-told-away", "n", away));
    }
    said
}

/// `POST /reports/progress`: remind all of the list, or those ticked.
pub(super) async fn remind_some(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form;
    let (term, show) = (form.value("term").to_owned(), form.value("show").to_owned());
    let ticked: Vec<Uuid> = form.values("person").iter().filter_map(|id| Uuid::try_parse(id).ok()).collect();
    let everybody = form.checked("all");
    let only = Only::of_word(&show).unwrap_or_default();
    let (of, _) = term_of(&app, &visit, Some(&term)).await?;
    let done = if ticked.is_empty() && !everybody {
        form.error("person", "duties-nobody-ticked");
        None
    } else {
        let ticked = (!everybody).then_some(ticked.as_slice());
        match remind(&app, &visit.actor, (&of, only), ticked).await {
            Ok(done) => Some(done),
            Err(Error::Conflict(key)) => {
                form.error("", &key);
                None
            }
            Err(other) => return Err(other),
        }
    };
    match done {
        Some(Reminded { told, already, unreachable }) => {
            let back = format!("{}&told={told}&already={already}&away={unreachable}", href(of.id, only));
            Ok(Redirect::to(&back).into_response())
        }
        None => {
            let asked = Asked { term: Some(term), show: Some(show), ..Asked::default() };
            listed(&app, visit, &asked, (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
    }
}
