use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Permit, Role, Scope, Visit};
use crate::archive::missing::{Lack, lacks};
use crate::archive::store::{self, Correction, Lacking};
use crate::archive::{Subject, printed};
use crate::base::form::Form;
use crate::base::page::{Link, Ui, page};
use crate::base::{App, Result};
use crate::ledger::acts::charter_on;

/// Lines of a page.
const PAGE: usize = 50;
/// Requests that wait, shown at most.
const WAITING: i64 = 20;

/// What a link to the list may carry.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    show: String,
    #[serde(default)]
    page: usize,
}

struct Row {
    id: Uuid,
    name: String,
    place: String,
    lacks: Vec<String>,
}

#[derive(Template)]
#[template(path = "archive/list.html")]
struct ListPage {
    ui: Ui,
    form: Form,
    term: String,
    rows: Vec<Row>,
    filters: Vec<Link>,
    waiting: Vec<(Correction, String)>,
    may_annex: bool,
    first: Option<String>,
    next: Option<String>,
}

/// What is lacking, in words.
pub(super) fn said(ui: &Ui, lacks: &[(Lack, i64)]) -> Vec<String> {
    lacks.iter().map(|(lack, n)| ui.t1(&format!("archive-lack-{}", lack.word()), "n", *n)).collect()
}

/// The year of the running term that is looked at for contacts with voters.
pub(super) fn year_of(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let day = |month, day| NaiveDate::from_ymd_opt(today.year(), month, day).unwrap_or(today);
    (day(1, 1), day(12, 31))
}

/// Whether somebody looks after others' archives.
fn looks_after_others(visit: &Visit) -> bool {
    let mut posts = visit.actor.posts_with(Permit::ArchiveRead);
    posts.any(|(post, scope)| scope != Scope::Own || post.role == Role::GroupLeader)
}

/// What waits for the commission's answer, each with the name of its part.
async fn waiting(app: &App, visit: &Visit) -> Result<Vec<(Correction, String)>> {
    if !visit.actor.may(Permit::ArchiveKeep) {
        return Ok(Vec::new());
    }
    let waiting = store::open_corrections(&app.db, &visit.actor, WAITING).await?;
    let told = |it: Correction| {
        let part = visit.ui.word("archive-part", &it.part);
        (it, part)
    };
    Ok(waiting.into_iter().map(told).collect())
}

/// `GET /archives`: of all whom one looks after; whoever has only the own is taken there.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (db, actor, today) = (&app.db, &visit.actor, app.clock.today());
    if let Some(own) = actor.person.filter(|_| !looks_after_others(&visit))
        && store::subject(db, actor, own).await.is_ok()
    {
        return Ok(Redirect::to(&format!("/archives/{own}")).into_response());
    }
    let span = printed::span_of(db, actor.congress, (None, None), today).await?;
    let query = asked.q.trim().to_owned();
    let subjects = store::subjects(db, actor, span.term.id, &query).await?;
    let days = (span.days(), year_of(today));
    let found = store::lacking(db, actor, None, days).await?;
    let found: BTreeMap<Uuid, Lacking> = found.into_iter().map(|it| (it.person_id, it)).collect();
    let charter = charter_on(db, &app, actor.congress, today).await?;
    let ui = &visit.ui;
    let row = |it: Subject| {
        let lacks = found.get(&it.id).map(|of| lacks(of, charter)).unwrap_or_default();
        let place = [it.area.unwrap_or_default(), it.group_name.unwrap_or_default()];
        let place: Vec<String> = place.into_iter().filter(|it| !it.is_empty()).collect();
        Row { id: it.id, name: it.name, place: place.join(" · "), lacks: said(ui, &lacks) }
    };
    let all: Vec<Row> = subjects.into_iter().map(row).collect();
    let lacking = all.iter().filter(|row| !row.lacks.is_empty()).count() as u64;
    let only = asked.show == "lacking";
    let href = |show: &str| {
        let name = serde_urlencoded::to_string([("show", show), ("q", &query)]).unwrap_or_default();
        format!("/archives?{name}")
    };
    let filters = vec![
        Link::new(href("all"), ui.t("archive-show-all")).here(!only).count(all.len() as u64),
        Link::new(href("lacking"), ui.t("archive-show-lacking")).here(only).count(lacking),
    ];
    let rows: Vec<Row> = all.into_iter().filter(|row| !only || !row.lacks.is_empty()).collect();
    let here = href(if only { "lacking" } else { "all" });
    let more = rows.len() > (asked.page + 1) * PAGE;
    let rows = rows.into_iter().skip(asked.page * PAGE).take(PAGE).collect();
    page(ListPage {
        waiting: waiting(&app, &visit).await?,
        form: Form::new().preset("q", &query),
        term: span.term.name,
        rows,
        filters,
        may_annex: actor.may(Permit::AnnexRead),
        first: (asked.page > 0).then(|| here.clone()),
        next: more.then(|| format!("{here}&page={}", asked.page + 1)),
        ui: visit.ui,
    })
}
