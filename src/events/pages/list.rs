//! The events that somebody may see: those ahead, or those that are over.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Permit, Visit};
use crate::base::hours::clock;
use crate::base::page::{Link, Ui, page};
use crate::base::{App, Result};
use crate::events::{Event, store};

/// An event as a line.
struct Line {
    id: Uuid,
    number: String,
    title: String,
    kind: String,
    when: String,
    place: String,
    office: String,
    shape: &'static str,
    word: String,
}

#[derive(Template)]
#[template(path = "events/pages/list.html")]
struct ListPage {
    ui: Ui,
    rows: Vec<Line>,
    filters: Vec<Link>,
    may_keep: bool,
    first: Option<String>,
    next: Option<String>,
}

/// Which part, and which page of it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    show: String,
    #[serde(default)]
    page: usize,
}

/// When it is, as people say it.
pub(super) fn when(ui: &Ui, event: &Event) -> String {
    let time = format!("{}–{}", clock(event.starts), clock(event.ends));
    if event.on_day == event.last_day {
        ui.t2("event-when", "day", ui.date(event.on_day), "time", time)
    } else {
        let days = [("from", ui.date(event.on_day).into()), ("to", ui.date(event.last_day).into())];
        let time = [("starts", clock(event.starts).into()), ("ends", clock(event.ends).into())];
        ui.ta("event-when-days", &[&days[..], &time[..]].concat())
    }
}

/// The shape of a state's word.
pub(super) fn shape(event: &Event) -> &'static str {
    match event.state.as_str() {
        "draft" => "new",
        "announced" => "go",
        "closed" => "done",
        _ => "stop",
    }
}

/// `GET /events?show=past&page=…`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let ahead = asked.show != "past";
    let (events, more) = store::list(&app.db, &visit.actor, (ahead, app.clock.today()), asked.page).await?;
    let ui = visit.ui;
    let line = |event: &Event| Line {
        id: event.id,
        number: event.number(),
        title: event.title.clone(),
        kind: ui.word("event-kind", &event.kind),
        when: when(&ui, event),
        place: event.place.clone(),
        office: event.office.clone(),
        shape: shape(event),
        word: ui.word("event-state", &event.state),
    };
    let here = if ahead { "/events".to_owned() } else { "/events?show=past".to_owned() };
    let sign = if ahead { '?' } else { '&' };
    page(ListPage {
        rows: events.iter().map(line).collect(),
        filters: vec![
            Link::new("/events", ui.t("event-ahead")).here(ahead),
            Link::new("/events?show=past", ui.t("event-past")).here(!ahead),
        ],
        may_keep: visit.actor.organization_for(Permit::EventKeep).is_some(),
        first: (asked.page > 0).then(|| here.clone()),
        next: more.then(|| format!("{here}{sign}page={}", asked.page + 1)),
        ui,
    })
}
