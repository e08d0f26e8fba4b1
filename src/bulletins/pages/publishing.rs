//! The desk of those who write, review and send: items, issues, and how promptly what was adopted came.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use chrono::Datelike;
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Permit, Visit};
use crate::base::{
    App, Result, day_of,
    page::{Link, Ui, page},
};
use crate::bulletins::acts::{self, Promptness};
use crate::bulletins::store::{self, Show};
use crate::bulletins::{Issue, Item};

/// An item or issue as a line.
struct Line {
    id: Uuid,
    title: String,
    kind: String,
    shape: &'static str,
    word: String,
    about: String,
}

#[derive(Template)]
#[template(path = "bulletins/pages/publishing.html")]
struct Publishing {
    ui: Ui,
    filters: Vec<Link>,
    rows: Vec<Line>,
    prompt: Vec<Promptness>,
    goal: i64,
    year: i32,
    write: bool,
    first: Option<String>,
    next: Option<String>,
}

/// What is shown.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    show: String,
    #[serde(default)]
    page: usize,
}

fn item_line(ui: &Ui, item: &Item) -> Line {
    let at = item.state();
    Line {
        id: item.id,
        title: item.title.clone(),
        kind: ui.word("bulletins-kind", &item.kind),
        shape: at.shape(),
        word: ui.word("bulletins-state", at.word()),
        about: format!("{} · {}", item.issuer, ui.date(item.adopted_on)),
    }
}

/// `GET /publishing`
pub(super) async fn list(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (db, actor) = (&app.db, &visit.actor);
    let show = Show::ALL.into_iter().find(|show| show.word() == asked.show).unwrap_or(Show::All);
    let (items, more) = store::list(db, actor, show, asked.page).await?;
    let mut filters = Vec::new();
    for one in Show::ALL {
        let count = store::count(db, actor, one).await?;
        let label = visit.ui.word("bulletins-show", one.word());
        filters.push(
            Link::new(format!("/publishing?show={}", one.word()), label).here(one == show).count(count),
        );
    }
    let year = app.clock.today().year();
    let since = chrono::NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let (prompt, goal) = acts::promptness(db, &app, actor, since).await?;
    let here = format!("/publishing?show={}", show.word());
    let view = Publishing {
        rows: items.iter().map(|item| item_line(&visit.ui, item)).collect(),
        filters,
        prompt,
        goal,
        year,
        write: actor.organization_for(Permit::BulletinWrite).is_some(),
        next: more.then(|| format!("{here}&page={}", asked.page + 1)),
        first: (asked.page > 0).then_some(here),
        ui: visit.ui,
    };
    page(view)
}

#[derive(Template)]
#[template(path = "bulletins/pages/issues.html")]
struct Issues {
    ui: Ui,
    rows: Vec<Line>,
    write: bool,
    first: Option<String>,
    next: Option<String>,
}

fn issue_line(ui: &Ui, issue: &Issue) -> Line {
    let at = issue.state();
    let day = issue.sent_at.map(|sent| ui.date(day_of(sent)));
    let items = ui.t1("bulletins-items-n", "n", issue.items);
    Line {
        id: issue.id,
        title: format!("{} {}", issue.label(), issue.title).trim().to_owned(),
        kind: ui.word("bulletins-kind", &issue.kind),
        shape: at.shape(),
        word: ui.word("bulletins-state", at.word()),
        about: day.map_or(items.clone(), |day| format!("{day} · {items}")),
    }
}

/// `GET /publishing/issues`
pub(super) async fn issues(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (found, more) = store::issues(&app.db, &visit.actor, asked.page).await?;
    let view = Issues {
        rows: found.iter().map(|issue| issue_line(&visit.ui, issue)).collect(),
        write: visit.actor.organization_for(Permit::BulletinWrite).is_some(),
        next: more.then(|| format!("/publishing/issues?page={}", asked.page + 1)),
        first: (asked.page > 0).then(|| "/publishing/issues".to_owned()),
        ui: visit.ui,
    };
    page(view)
}
