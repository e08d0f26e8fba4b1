use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use charter::{ActKind, Pace, Per};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Permit, Role, Scope, Sent, Visit};
use crate::base::form::Form;
use crate::base::page::{Link, Ui, page_as};
use crate::base::{App, Error, Result};
use crate::bodies;
use crate::duties::lines::{Line, lines, shown};
use crate::duties::reminders::{Reminded, remind};
use crate::duties::standings::{self, Only, Standing, Summary, Which, day_in};
use crate::duties::{export, store};

/// Lines of a page.
const PAGE: usize = 50;

/// What a link to the list may carry.
#[derive(Debug, Default, Clone, Deserialize)]
pub(super) struct Asked {
    year: Option<i32>,
    show: Option<String>,
    duty: Option<String>,
    page: Option<usize>,
    told: Option<usize>,
    already: Option<usize>,
    away: Option<usize>,
}

/// What is shown, by the link.
#[derive(Debug, Clone)]
struct Shown {
    year: i32,
    only: Only,
    duty: Option<String>,
}

impl Shown {
    fn href(&self) -> String {
        let duty = self.duty.as_ref().map(|duty| format!("&duty={duty}")).unwrap_or_default();
        format!("/duties?year={}&show={}{duty}", self.year, self.only.word())
    }

    fn which(&self) -> Which {
        Which { duty: self.duty.clone(), only: self.only, ..Which::default() }
    }
}

/// A line as people read it.
struct Row {
    line: Line,
    kind: &'static str,
    pace: String,
    what: String,
    /// Whether the person can be ticked to be reminded.
    tick: bool,
}

/// The lines of one town and group.
struct Part {
    place: String,
    rows: Vec<Row>,
}

/// One's own standing with one duty.
struct Own {
    line: Line,
    label: String,
    /// Towards whom something is missing, when there are several.
    left: Vec<String>,
    kind: &'static str,
    pace: String,
    forecast: String,
}

#[derive(Template)]
#[template(path = "duties/list.html")]
struct ListPage {
    ui: Ui,
    form: Form,
    years: Vec<Link>,
    filters: Vec<Link>,
    duties: Vec<Link>,
    own: Vec<Own>,
    own_href: String,
    /// Where one's own archive is; empty for whoever has none.
    archive_href: String,
    /// Whether there is anybody but oneself to be seen.
    others: bool,
    sums: Vec<(Summary, String)>,
    parts: Vec<Part>,
    total: usize,
    may_remind: bool,
    shown: Shown,
    told: Vec<String>,
    csv: String,
    first: Option<String>,
    next: Option<String>,
}

/// `GET /duties`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let shown = read(&visit, asked.year, asked.show.as_deref(), asked.duty.clone());
    listed(&app, visit, (shown, &asked), (StatusCode::OK, Form::new())).await
}

fn read(visit: &Visit, year: Option<i32>, show: Option<&str>, duty: Option<String>) -> Shown {
    let year = year.filter(|year| (1990..=2990).contains(year)).unwrap_or(visit.ui.today.year());
    let only = show.and_then(Only::of_word).unwrap_or(Only::Open);
    let code = |duty: &String| duty.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    Shown { year, only, duty: duty.filter(|duty| !duty.is_empty() && code(duty)) }
}

/// Everybody whom one looks after, in the year and in its term, in one list.
async fn everybody(app: &App, visit: &Visit, shown: &Shown) -> Result<Vec<Standing>> {
    let day = day_in(shown.year, visit.ui.today);
    let mut all = Vec::new();
    for per in Per::ALL.iter().copied() {
        all.extend(standings::of(&app.db, app, &visit.actor, (per, day), &Which::default()).await?);
    }
    // Both lists are in the same order of people; a person's duties come together.
    let order: Vec<Uuid> = store::reached(&app.db, &visit.actor, Permit::DutyRead, None, None)
        .await?
        .iter()
        .map(|one| one.id)
        .collect();
    let place: BTreeMap<Uuid, usize> = order.into_iter().enumerate().map(|(place, id)| (id, place)).collect();
    all.sort_by_key(|one| place.get(&one.counts.person).copied());
    Ok(all)
}

fn looks_after_others(visit: &Visit) -> bool {
    let leads = |role| role == Role::GroupLeader;
    visit.actor.posts_with(Permit::DutyRead).any(|(post, scope)| scope != Scope::Own || leads(post.role))
}

async fn listed(
    app: &App,
    visit: Visit,
    (shown, asked): (Shown, &Asked),
    (status, form): (StatusCode, Form),
) -> Result<Response> {
    let others = looks_after_others(&visit);
    let all = if others { everybody(app, &visit, &shown).await? } else { Vec::new() };
    let of_duty: Vec<Standing> = all
        .iter()
        .filter(|one| shown.duty.as_ref().is_none_or(|duty| *duty == one.counts.duty))
        .cloned()
        .collect();
    let rows = super::super::lines::shown(&of_duty, shown.only);
    let pages = rows.len().div_ceil(PAGE).max(1);
    let at = asked.page.unwrap_or(1).clamp(1, pages);
    let lang = visit.ui.lang.code();
    let sums = standings::summary(&all).into_iter().map(|sum| {
        let label = sum.label.pick(lang).to_owned();
        (sum, label)
    });
    let may_remind = visit.actor.may(Permit::DutyRemind) && rows.iter().any(|row| can_tick(&visit, row));
    let page = |page: usize| format!("{}&page={page}", shown.href());
    let view = ListPage {
        years: years(app, &visit, &shown).await?,
        filters: filters(&visit.ui, &shown, &of_duty),
        duties: duties(&visit.ui, &shown, &all),
        own: own(app, &visit, shown.year).await?,
        own_href: visit
            .actor
            .person
            .map(|id| format!("/duties/{id}?year={}", shown.year))
            .unwrap_or_default(),
        archive_href: visit
            .actor
            .person
            .filter(|_| visit.actor.may(Permit::ArchiveRead))
            .map(|id| format!("/archives/{id}"))
            .unwrap_or_default(),
        others,
        sums: sums.collect(),
        total: rows.len(),
        parts: parts(&visit, rows.into_iter().skip((at - 1) * PAGE).take(PAGE), may_remind),
        may_remind,
        told: told(&visit.ui, asked),
        csv: shown.href().replacen("/duties?", "/duties.csv?", 1),
        first: (at > 1).then(|| shown.href()),
        next: (at < pages).then(|| page(at + 1)),
        shown,
        form,
        ui: visit.ui,
    };
    page_as(status, view)
}

fn can_tick(visit: &Visit, line: &Line) -> bool {
    line.missing() > 0 && line.period.to() >= visit.ui.today
}

/// The lines of a page, by town and group.
fn parts(visit: &Visit, page: impl Iterator<Item = Line>, may_remind: bool) -> Vec<Part> {
    let ui = &visit.ui;
    let mut parts: Vec<Part> = Vec::new();
    let mut ticked = BTreeSet::new();
    for line in page {
        let place = line.place.clone();
        let (kind, pace) = pace_tag(ui, line.pace);
        // A person is ticked once, whatever the number of lines.
        let tick = may_remind && can_tick(visit, &line) && ticked.insert(line.person);
        let row = Row { what: ui.word("act-kind", line.act.word()), kind, pace, tick, line };
        match parts.last_mut().filter(|part| part.place == place) {
            Some(part) => part.rows.push(row),
            None => parts.push(Part { place, rows: vec![row] }),
        }
    }
    parts
}

/// The shape and the word of a pace.
pub(super) fn pace_tag(ui: &Ui, pace: Pace) -> (&'static str, String) {
    let kind = match pace {
        Pace::Done => "done",
        Pace::OnPace => "go",
        Pace::Behind => "wait",
        Pace::Missed => "late",
    };
    (kind, ui.word("duties-pace", pace.word()))
}

/// The years of the terms until now in which a charter was in force, the latest first.
pub(super) async fn years_of(app: &App, visit: &Visit) -> Result<Vec<i32>> {
    let today = visit.ui.today;
    let terms = bodies::store::terms(&app.db, visit.actor.congress).await?;
    let begun: Vec<_> = terms.iter().filter(|term| term.starts_on <= today).collect();
    let first = begun.iter().map(|term| term.starts_on.year()).min().unwrap_or(today.year());
    let rules = app.charters(&visit.home.charter)?.versions().first();
    let first = rules.map_or(first, |version| first.max(version.in_force.value.year()));
    let last = begun.iter().map(|term| term.ends_on.year()).max().unwrap_or(today.year());
    Ok((first..=last.min(today.year()).max(first)).rev().collect())
}

async fn years(app: &App, visit: &Visit, shown: &Shown) -> Result<Vec<Link>> {
    let link = |year: i32| {
        let href = Shown { year, ..shown.clone() }.href();
        Link::new(href, visit.ui.t1("duties-year", "year", year.to_string())).here(year == shown.year)
    };
    Ok(years_of(app, visit).await?.into_iter().map(link).collect())
}

fn filters(ui: &Ui, now: &Shown, of_duty: &[Standing]) -> Vec<Link> {
    let link = |only: Only| {
        let href = Shown { only, ..now.clone() }.href();
        let count = shown(of_duty, only).len() as u64;
        Link::new(href, ui.word("duties-show", only.word())).here(only == now.only).count(count)
    };
    Only::ALL.into_iter().map(link).collect()
}

/// Each duty, with how many lines of it the list would have.
fn duties(ui: &Ui, now: &Shown, all: &[Standing]) -> Vec<Link> {
    let rows = shown(all, now.only);
    let count = |code: Option<&str>| {
        rows.iter().filter(|row| code.is_none_or(|code| row.duty == code)).count() as u64
    };
    let link = |duty: Option<String>, label: String| {
        let here = duty == now.duty;
        let counted = count(duty.as_deref());
        Link::new(Shown { duty, ..now.clone() }.href(), label).here(here).count(counted)
    };
    let known: BTreeMap<(usize, &str), ActKind> = all
        .iter()
        .filter(|one| one.counts.owed > 0)
        .map(|one| ((one.rank, one.counts.duty.as_str()), one.act))
        .collect();
    let each = known
        .into_iter()
        .map(|((_, duty), act)| link(Some(duty.to_owned()), ui.word("act-kind", act.word())));
    std::iter::once(link(None, ui.t("duties-every"))).chain(each).collect()
}

/// One's own standings in the year and in its term.
async fn own(app: &App, visit: &Visit, year: i32) -> Result<Vec<Own>> {
    let (Some(person), ui) = (visit.actor.person, &visit.ui) else { return Ok(Vec::new()) };
    let day = day_in(year, ui.today);
    let mut all = Vec::new();
    for per in Per::ALL.iter().copied() {
        let own = standings::of_person(&app.db, app, visit.actor.congress, person, (per, day)).await?;
        for line in lines(&own) {
            let (kind, pace) = pace_tag(ui, line.pace);
            let alone = own.iter().find(|one| line.targets == 1 && one.counts.duty == line.duty);
            let forecast = alone.map(|one| forecast(ui, one)).unwrap_or_default();
            let label = line.label.pick(ui.lang.code()).to_owned();
            let named = line.left.iter().filter(|_| line.targets > 1);
            let left = named.map(|(name, n)| ui.t2("duties-left", "name", name, "n", n)).collect();
            all.push(Own { line, label, left, kind, pace, forecast });
        }
    }
    Ok(all)
}

/// How many there will be at this pace; nothing when all is done or the period is over.
pub(super) fn forecast(ui: &Ui, standing: &Standing) -> String {
    if matches!(standing.pace, Pace::Done | Pace::Missed) {
        return String::new();
    }
    let key = match standing.per {
        Per::Year => "duties-forecast-year",
        Per::Term => "duties-forecast-term",
    };
    ui.t1(key, "n", standing.projected)
}

/// What became of reminding people.
fn told(ui: &Ui, asked: &Asked) -> Vec<String> {
    let Some(told) = asked.told else { return Vec::new() };
    let mut said = vec![ui.t1("duties-told", "n", told)];
    if let Some(already) = asked.already.filter(|n| *n > 0) {
        said.push(ui.t1("duties-told-already", "n", already));
    }
    if let Some(away) = asked.away.filter(|n| *n > 0) {
        said.push(ui.t1("duties-told-away", "n", away));
    }
    said
}

/// `GET /duties.csv`: exactly what the list shows, on all its pages.
pub(super) async fn csv(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let now = read(&visit, asked.year, asked.show.as_deref(), asked.duty);
    let others = looks_after_others(&visit);
    let mut all = if others { everybody(&app, &visit, &now).await? } else { Vec::new() };
    all.retain(|one| now.duty.as_ref().is_none_or(|duty| *duty == one.counts.duty));
    let body = export::list(&visit.ui, &shown(&all, now.only))?;
    let name = format!("attachment; filename=\"duties-{}.csv\"", now.year);
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, body).into_response())
}

/// `POST /duties/reminders`: remind all of the list, or those ticked.
pub(super) async fn remind_some(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form;
    let year = form.value("year").parse().ok();
    let duty = form.value("duty").to_owned();
    let shown = read(&visit, year, Some(form.value("show")), Some(duty));
    let ticked: Vec<Uuid> = form.values("person").iter().filter_map(|id| Uuid::try_parse(id).ok()).collect();
    let everybody = form.checked("all");
    let day: NaiveDate = day_in(shown.year, visit.ui.today);
    let done = if ticked.is_empty() && !everybody {
        form.error("person", "duties-nobody-ticked");
        None
    } else {
        let only = (!everybody).then_some(ticked.as_slice());
        match remind(&app, &visit.actor, day, &shown.which(), only).await {
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
            let back = format!("{}&told={told}&already={already}&away={unreachable}", shown.href());
            Ok(Redirect::to(&back).into_response())
        }
        None => {
            let refused = (StatusCode::UNPROCESSABLE_ENTITY, form);
            listed(&app, visit, (shown, &Asked::default()), refused).await
        }
    }
}
