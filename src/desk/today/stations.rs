//! What waits at homes and stations: for a keeper the next reception day, what is missing and what is to be put right;
//! for a deputy the next day on duty; for whoever guides what waits to be seen.

use super::Figure;
use crate::access::{Post, Role, Visit};
use crate::base::hours::clock;
use crate::base::page::Link;
use crate::base::{App, Result};
use crate::bodies;
use crate::receptions::store as receptions;
use crate::stations::coverage::standings;
use crate::stations::store::{self, Only};

/// The numbers of a post.
pub(super) async fn figures(app: &App, visit: &Visit, post: &Post) -> Result<Vec<Figure>> {
    match post.role {
        Role::StationKeeper => keeper(app, visit, post).await,
        Role::Deputy => deputy(app, visit).await,
        Role::WorkingBody | Role::LocalOffice | Role::Commission => findings(app, visit).await,
        _ => Ok(Vec::new()),
    }
}

fn next(visit: &Visit, it: &receptions::Reception) -> Figure {
    let ui = &visit.ui;
    Figure {
        number: (it.on_day - ui.today).num_days().to_string(),
        label: ui.t2("desk-reception-next", "day", ui.date(it.on_day), "time", clock(it.starts)),
        href: format!("/receptions/{}", it.id),
    }
}

async fn keeper(app: &App, visit: &Visit, post: &Post) -> Result<Vec<Figure>> {
    let Some(id) = post.organization else { return Ok(Vec::new()) };
    let (db, congress, today, ui) = (&app.db, visit.actor.congress, app.clock.today(), &visit.ui);
    let station = bodies::store::organization(db, congress, id).await?;
    let mut figures = Vec::new();
    if let Some(it) = receptions::next_of(db, congress, (Some(id), None), today).await? {
        figures.push(next(visit, &it));
    }
    let figure = |number: String, label: &str, href: String| Figure { number, label: ui.t(label), href };
    let waiting = receptions::standing(db, congress, id, today).await?;
    if waiting > 0 {
        figures.push(figure(
            waiting.to_string(),
            "desk-receptions-open",
            format!("/receptions?station={id}"),
        ));
    }
    let lacks: usize = standings(db, app, congress, Some(&station))
        .await?
        .iter()
        .map(crate::stations::coverage::Standing::lacks)
        .sum();
    figures.push(figure(
        lacks.to_string(),
        "desk-haves-missing",
        format!("/stations/{}/haves", station.code),
    ));
    let open = store::findings(db, &visit.actor, (Only::Open, today), Some(id)).await?.len();
    if open > 0 {
        figures.push(figure(open.to_string(), "desk-findings-open", "/visits?show=open".to_owned()));
    }
    Ok(figures)
}

/// What a keeper prints and hangs up.
pub(super) async fn papers(app: &App, visit: &Visit, post: &Post) -> Result<Option<Link>> {
    let Some(id) = post.organization.filter(|_| post.role == Role::StationKeeper) else { return Ok(None) };
    let station = bodies::store::organization(&app.db, visit.actor.congress, id).await?;
    let href = format!("/stations/{}/edit#papers", station.code);
    Ok(Some(Link::new(href, visit.ui.t("desk-papers"))))
}

async fn deputy(app: &App, visit: &Visit) -> Result<Vec<Figure>> {
    let Some(person) = visit.actor.person else { return Ok(Vec::new()) };
    let found = receptions::next_of(&app.db, visit.actor.congress, (None, Some(person)), app.clock.today());
    Ok(found.await?.iter().map(|it| next(visit, it)).collect())
}

async fn findings(app: &App, visit: &Visit) -> Result<Vec<Figure>> {
    let done = store::findings(&app.db, &visit.actor, (Only::Done, app.clock.today()), None).await?.len();
    let figure = Figure {
        number: done.to_string(),
        label: visit.ui.t("desk-findings-done"),
        href: "/visits?show=done".to_owned(),
    };
    Ok(if done > 0 { vec![figure] } else { Vec::new() })
}
