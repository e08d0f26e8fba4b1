use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use serde::Deserialize;
use uuid::Uuid;

use super::{Came, sees_all, year_links, years_of};
use crate::access::{Permit, Sent, Visit};
use crate::base::form::{Form, Say};
use crate::base::page::{Link, Ui, page_as};
use crate::base::{App, Error, Result};
use crate::ledger::counts;
use crate::points::freeze::{self, Open, Total};
use crate::points::statements::days_of;
use crate::points::store;

/// A member of the year.
struct Row {
    href: String,
    name: String,
    total: i32,
    /// What was frozen.
    frozen: Option<i64>,
    /// It would be frozen otherwise now.
    changed: bool,
    unverified: i64,
    objections: i64,
}

/// The year as it was frozen.
struct Frozen {
    revision: i64,
    on: String,
    digest: String,
    entry: Option<i64>,
    /// Statements that would be frozen otherwise now.
    changed: usize,
}

#[derive(Template)]
#[template(path = "points/year.html")]
struct YearPage {
    ui: Ui,
    form: Form,
    verified: Option<(bool, String)>,
    year: i32,
    years: Vec<Link>,
    rows: Vec<Row>,
    /// The orders to choose from, where the charter lets persons be ranked; else none.
    orders: Vec<Link>,
    frozen: Option<Frozen>,
    /// Why the year cannot be frozen now.
    stopped: Option<Say>,
    may_freeze: bool,
    freeze_at: String,
    over: bool,
    /// Frozen, and nothing has changed since.
    same: bool,
    unverified: i64,
    objections: i64,
    may_merits: bool,
}

/// In which order.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    by: Option<String>,
}

/// `GET /points/{year}`: the members of a year; a member is led to his or her own statement.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(year): Path<i32>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    if sees_all(&visit.actor) {
        let by_points = asked.by.as_deref() == Some("points");
        return page_of(&app, &visit, (year, by_points), Came::default()).await;
    }
    let person = visit.actor.person.ok_or(Error::NotFound)?;
    Ok(Redirect::to(&format!("/points/{year}/{person}")).into_response())
}

/// `POST /points/{year}/freeze`
pub(super) async fn freeze(
    State(app): State<App>,
    visit: Visit,
    Path(year): Path<i32>,
    sent: Sent,
) -> Result<Response> {
    let form = sent.form.at("freeze");
    let (status, form) = match freeze::freeze(&app, &visit.actor, year, form.checked("confirm")).await {
        Ok(_) => return Ok(Redirect::to(&format!("/points/{year}#frozen")).into_response()),
        Err(Error::Invalid(found)) => (StatusCode::UNPROCESSABLE_ENTITY, form.mistakes(&found)),
        Err(Error::Conflict(why)) => {
            let mut form = form;
            form.error("", &why);
            (StatusCode::CONFLICT, form)
        }
        Err(other) => return Err(other),
    };
    page_of(&app, &visit, (year, false), Came { form, status, verified: None }).await
}

/// The members of a year as a page.
pub(super) async fn page_of(
    app: &App,
    visit: &Visit,
    (year, by_points): (i32, bool),
    came: Came,
) -> Result<Response> {
    let (db, ui, congress) = (&app.db, &visit.ui, visit.home.id);
    let days = days_of(year)?;
    let today = app.clock.today();
    if days.0 > today {
        return Err(Error::NotFound);
    }
    let books = counts::kept(db, app, congress, None).await?;
    let last = store::frozen(db, congress, year).await?;
    let mut rows = rows(app, congress, (year, today), last.as_ref()).await?;
    let ranked =
        books.charters.in_force(days.1.min(today)).is_some_and(|it| it.ranking.between_persons.value);
    if ranked && by_points {
        // A stable sort: who has the same points stays in the order of names.
        rows.sort_by_key(|row| std::cmp::Reverse(row.total));
    }
    let frozen = match last {
        Some(last) => Some(Frozen {
            entry: freeze::signed(db, congress, (year, last.revision)).await?.map(|it| it.entry),
            revision: last.revision,
            on: ui.moment(last.frozen_at),
            digest: last.digest,
            changed: rows.iter().filter(|row| row.changed).count(),
        }),
        None => None,
    };
    let view = YearPage {
        years: year_links(ui, &years_of(&books.seats, today), year, ""),
        orders: if ranked { orders(ui, year, by_points) } else { Vec::new() },
        unverified: rows.iter().map(|row| row.unverified).sum(),
        objections: rows.iter().map(|row| row.objections).sum(),
        stopped: came.form.problem("").cloned(),
        may_freeze: visit.actor.may(Permit::PointsFreeze),
        may_merits: visit.actor.may(Permit::MeritRead),
        freeze_at: format!("/points/{year}/freeze"),
        over: days.1 < today,
        same: frozen.as_ref().is_some_and(|it| it.changed == 0),
        ui: ui.clone(),
        form: came.form,
        verified: came.verified,
        year,
        rows,
        frozen,
    };
    page_as(came.status, view)
}

/// The members of the year, in the order of their names.
async fn rows(
    app: &App,
    congress: Uuid,
    (year, today): (i32, NaiveDate),
    last: Option<&store::Year>,
) -> Result<Vec<Row>> {
    let totals = freeze::totals(app, congress, (year, today), last.map(|it| it.revision)).await?;
    let open = Open::of(&app.db, congress, year, &totals.iter().map(|it| it.person).collect()).await?;
    let row = |of: &Total| {
        let waits = |all: &BTreeMap<Uuid, i64>| all.get(&of.person).copied().unwrap_or_default();
        Row {
            href: format!("/points/{year}/{}", of.person),
            name: of.name.clone(),
            total: of.total,
            frozen: of.frozen,
            changed: of.changed,
            unverified: waits(&open.unverified),
            objections: waits(&open.objections),
        }
    };
    Ok(totals.iter().map(row).collect())
}

fn orders(ui: &Ui, year: i32, by_points: bool) -> Vec<Link> {
    vec![
        Link::new(format!("/points/{year}"), ui.t("points-by-strokes")).here(!by_points),
        Link::new(format!("/points/{year}?by=points"), ui.t("points-by-points")).here(by_points),
    ]
}
