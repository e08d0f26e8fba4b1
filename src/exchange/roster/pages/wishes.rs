//! The roles that an import wished for, for whoever gives roles.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use uuid::Uuid;

use super::Asked;
use crate::access::{Role, Sent, Visit};
use crate::base::{
    App, Result,
    page::{Ui, page},
};
use crate::exchange::roster::wishes::{Seen, Stands, give as give_all, seen};

/// Wishes on one page.
const PAGE: usize = 50;

/// A wish in words.
struct Line {
    seen: Seen,
    href: String,
    role: String,
    /// The kind and the word of its tag.
    stands: (&'static str, &'static str),
}

#[derive(Template)]
#[template(path = "exchange/roster/wishes.html")]
struct Wishes {
    ui: Ui,
    id: Uuid,
    /// How many can be given with one press.
    open: usize,
    /// Whether some must be given one by one.
    alone: bool,
    /// Each role that can be given, and for how many.
    sums: Vec<String>,
    lines: Vec<Line>,
    first: Option<String>,
    next: Option<String>,
}

fn line(ui: &Ui, seen: Seen) -> Line {
    let stands = match seen.stands {
        Stands::Open => ("new", "open"),
        Stands::Held => ("done", "held"),
        Stands::Alone => ("wait", "alone"),
        Stands::Gone => ("stop", "gone"),
    };
    let href = format!("/accounts/{}/roles", seen.wish.account);
    Line { href, role: ui.word("role", &seen.wish.role), stands, seen }
}

/// `GET /rosters/{id}/roles?page=…`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let all = seen(&app.db, &visit.actor, id).await?;
    let at = usize::try_from(asked.page.unwrap_or_default().clamp(0, 10_000)).unwrap_or_default();
    let here = format!("/rosters/{id}/roles");
    let mut sums: BTreeMap<Option<Role>, usize> = BTreeMap::new();
    for it in all.iter().filter(|it| it.stands == Stands::Open) {
        *sums.entry(Role::of_word(&it.wish.role)).or_default() += 1;
    }
    let sum = |(role, n): (&Option<Role>, &usize)| {
        Some(visit.ui.t2("roster-wishes-sum", "role", visit.ui.word("role", (*role)?.word()), "n", *n))
    };
    page(Wishes {
        id,
        open: sums.values().sum(),
        alone: all.iter().any(|it| it.stands == Stands::Alone),
        sums: sums.iter().filter_map(sum).collect(),
        first: (at > 0).then(|| here.clone()),
        next: ((at + 1) * PAGE < all.len()).then(|| format!("{here}?page={}", at + 1)),
        lines: all.into_iter().skip(at * PAGE).take(PAGE).map(|it| line(&visit.ui, it)).collect(),
        ui: visit.ui,
    })
}

/// `POST /rosters/{id}/roles`
pub(super) async fn give(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _sent: Sent,
) -> Result<Response> {
    give_all(&app, &visit.actor, id).await?;
    Ok(Redirect::to(&format!("/rosters/{id}/roles")).into_response())
}
