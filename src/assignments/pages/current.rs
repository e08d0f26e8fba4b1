//! What is in force on a day: members with their deputies, deputies whom nobody contacts, earlier plans; and the form
//! that proposes a new one.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use chrono::NaiveDate;

use super::{Asked, field, first_day, offered, reasons};
use crate::access::{Permit, Sent, Visit};
use crate::assignments::store::{self, Plan};
use crate::assignments::table::{Contacted, Left, Listed, Table};
use crate::assignments::{Wanted, Way, acts};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form},
    page::{Ui, page_as},
};
use crate::people::store::{Sitting, sitting_named};

/// Deputies without a member that the page names; the table to print has them all.
const NAMED: usize = 40;
/// People found by name.
const FOUND: i64 = 30;

/// Somebody found by name.
struct Found {
    person: Sitting,
    /// The member's page, when it is a member.
    list: bool,
    /// Who contacts him or her, since when.
    by: Option<(Sitting, NaiveDate)>,
}

#[derive(Template)]
#[template(path = "assignments/pages/current.html")]
struct Current {
    ui: Ui,
    form: Form,
    table: Table,
    /// The day as it stands in addresses; empty for today.
    on: String,
    chosen: Option<Listed>,
    typed: String,
    found: Vec<Found>,
    draft: Option<Plan>,
    plans: Vec<Plan>,
    may_keep: bool,
    may_leave: bool,
    ways: Vec<Choice>,
    first: NaiveDate,
}

impl Current {
    fn query(&self) -> String {
        if self.on.is_empty() { String::new() } else { format!("?on={}", self.on) }
    }

    /// The page of a member of the table.
    fn href(&self, listed: &Listed) -> String {
        let on = if self.on.is_empty() { String::new() } else { format!("&on={}", self.on) };
        format!("/assignments?member={}{on}", listed.member.id)
    }

    fn field(&self, code: &str) -> String {
        field(&self.ui, code)
    }

    fn reasons(&self, contacted: &Contacted) -> String {
        reasons(&self.ui, contacted.reasons.iter().map(String::as_str))
    }

    fn named(&self) -> &[Left] {
        self.table.without.get(..NAMED).unwrap_or(&self.table.without)
    }

    fn tied(&self) -> Vec<(&Listed, &Contacted)> {
        let all =
            self.table.members.iter().flat_map(|listed| listed.deputies.iter().map(move |one| (listed, one)));
        all.filter(|(_, contacted)| contacted.tied).collect()
    }
}

/// `GET /assignments`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    shown(&app, visit, &asked, (StatusCode::OK, None)).await
}

async fn shown(
    app: &App,
    visit: Visit,
    asked: &Asked,
    (status, form): (StatusCode, Option<Form>),
) -> Result<Response> {
    let (congress, today) = (visit.home.id, app.clock.today());
    let day = asked.day(today);
    let table = Table::on(&app.db, congress, day).await?;
    let typed = asked.q.as_deref().unwrap_or_default().trim().to_owned();
    let found = if typed.is_empty() {
        Vec::new()
    } else {
        let people = sitting_named(&app.db, congress, &typed, FOUND, day).await?;
        people.into_iter().map(|person| find(&table, person)).collect()
    };
    let may_keep = visit.actor.may(Permit::AssignmentKeep);
    let first = first_day(app, congress).await?;
    let way = if table.contacted() > 0 && !table.without.is_empty() { Way::Fill } else { Way::Keep };
    let hint = |way: &str| visit.ui.word("assignments-way-hint", way);
    let ways = visit.ui.choices("assignments-way", &Way::ALL.map(Way::word));
    page_as(
        status,
        Current {
            form: form.unwrap_or_else(|| offered(first, way)),
            on: if day == today { String::new() } else { day.to_string() },
            chosen: asked.member().and_then(|id| table.member(id)).cloned(),
            typed,
            found,
            draft: if may_keep { store::draft(&app.db, congress).await? } else { None },
            plans: store::published(&app.db, congress).await?,
            may_keep,
            may_leave: visit.actor.may(Permit::LeaveKeep),
            ways: ways.into_iter().map(|it| Choice { hint: hint(&it.code), ..it }).collect(),
            first,
            table,
            ui: visit.ui,
        },
    )
}

fn find(table: &Table, person: Sitting) -> Found {
    let by = table.of(person.id).map(|(listed, contacted)| (listed.member.clone(), contacted.since));
    Found { list: table.member(person.id).is_some(), by, person }
}

/// `POST /assignments/plans`: a new draft.
pub(super) async fn propose(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form.at("propose");
    let day = form.date("in_force_on");
    if day.is_none() && form.is_fine() {
        form.error("in_force_on", "assignments-day-missing");
    }
    let way = form.choice("way", &Way::ALL.map(Way::word));
    let way = Way::ALL.into_iter().find(|it| way.as_deref() == Some(it.word()));
    if way.is_none() && form.problem("way").is_none() {
        form.error("way", "assignments-way-missing");
    }
    let refused = (StatusCode::UNPROCESSABLE_ENTITY, Asked::default());
    let (Some(in_force_on), Some(way)) = (day, way) else {
        return shown(&app, visit, &refused.1, (refused.0, Some(form))).await;
    };
    match acts::propose(&app, &visit.actor, &Wanted { in_force_on, way }).await {
        Ok(plan) => Ok(Redirect::to(&format!("/assignments/plans/{plan}")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            shown(&app, visit, &refused.1, (refused.0, Some(form.mistakes(&mistakes)))).await
        }
        Err(other) => Err(other),
    }
}
