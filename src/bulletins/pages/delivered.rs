//! By which channels something went and how soon it was there; who has opened it and who has not.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Permit, Visit};
use crate::base::{
    App, Error, Result,
    page::{Link, Ui, page},
};
use crate::bulletins::store::sending::{self, Delivery, Read};
use crate::bulletins::store::{self, public};
use crate::bulletins::{BY_HAND, Item, acts, hours};

/// A channel as a line of a page.
pub(super) struct Channel {
    pub code: String,
    pub name: String,
    pub shape: &'static str,
    pub state: String,
    pub when: String,
    /// Hours from the adoption; empty for an issue.
    pub hours: String,
    pub late: bool,
    /// Somebody still carries it.
    pub waits: bool,
}

/// How something went out.
pub(super) struct Delivered {
    pub channels: Vec<Channel>,
    pub read: Read,
    pub goal: i64,
    /// What it is.
    pub thing: Uuid,
    /// Its path at the desk, for whoever may say that what people carry is there; else empty.
    pub steps: String,
    /// Channels by which it did not go yet.
    pub left: Vec<&'static str>,
}

/// How an item or issue went out; of an item with the hours from its adoption.
pub(super) async fn delivered(
    app: &App,
    (congress, ui): (Uuid, &Ui),
    thing: Uuid,
    item: Option<&Item>,
) -> Result<Delivered> {
    let rules = acts::rules(&app.db, app, congress).await?;
    let goal = rules.map_or(0, |charter| i64::from(charter.bulletins.delivered_within.value));
    let all = sending::deliveries(&app.db, congress, thing).await?;
    let adopted = item.map(Item::adopted);
    let channels = all.iter().map(|one| channel(ui, one, (adopted, goal))).collect();
    let went = |code: &&&str| all.iter().any(|one| one.channel == **code);
    let left = crate::bulletins::CHANNELS.iter().filter(|code| !went(code)).copied().collect();
    let read = sending::read(&app.db, congress, thing).await?;
    Ok(Delivered { channels, read, goal, thing, steps: String::new(), left })
}

fn channel(ui: &Ui, one: &Delivery, (adopted, goal): (Option<DateTime<Utc>>, i64)) -> Channel {
    let took = adopted.zip(one.delivered_at).map(|(adopted, there)| hours(adopted, there));
    let waits = one.delivered_at.is_none();
    Channel {
        code: one.channel.clone(),
        name: ui.word("bulletins-channel", &one.channel),
        shape: if waits { "wait" } else { "done" },
        state: match (waits, one.copies) {
            (true, _) => ui.t("bulletins-delivery-waits"),
            (false, 0) => ui.t("bulletins-delivery-there"),
            (false, copies) => ui.t1("bulletins-delivery-copies", "n", copies),
        },
        when: ui.moment(one.delivered_at.unwrap_or(one.ordered_at)),
        hours: took.map(|hours| ui.t1("bulletins-hours", "n", hours)).unwrap_or_default(),
        late: took.is_some_and(|hours| hours > goal),
        waits: waits && BY_HAND.contains(&one.channel.as_str()),
    }
}

/// Somebody who was sent it.
struct Row {
    name: String,
    told: String,
    opened: String,
    reminded: String,
    reachable: bool,
}

#[derive(Template)]
#[template(path = "bulletins/pages/readers.html")]
struct Readers {
    ui: Ui,
    back: Link,
    title: String,
    halves: Vec<Link>,
    rows: Vec<Row>,
    opened: bool,
    first: Option<String>,
    next: Option<String>,
}

/// Which half of them.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    show: String,
    #[serde(default)]
    page: usize,
}

/// What somebody may know the readers of: its title, its office, and where it is shown.
async fn thing(app: &App, visit: &Visit, id: Uuid) -> Result<(String, Uuid, String)> {
    let (db, actor) = (&app.db, &visit.actor);
    if actor.may(Permit::BulletinRead) {
        match store::find(db, actor, id).await {
            Ok(item) => return Ok((item.title, item.office_id, format!("/publishing/items/{id}"))),
            Err(Error::NotFound) => {}
            Err(other) => return Err(other),
        }
        match store::find_issue(db, actor, id).await {
            Ok(issue) => {
                let title = format!("{} {}", issue.label(), issue.title);
                return Ok((title, issue.office_id, format!("/publishing/issues/{id}")));
            }
            Err(Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    if !actor.may(Permit::BulletinOpen) {
        return Err(Error::NotFound);
    }
    let place = format!("/reading/{id}");
    if let Some(item) = public::open_item(db, actor, id).await? {
        return Ok((item.title, item.office_id, place));
    }
    let issue = public::open_issue(db, actor, id).await?.ok_or(Error::NotFound)?;
    Ok((format!("{} {}", issue.label(), issue.title), issue.office_id, place))
}

/// `GET /reading/{id}/readers`
pub(super) async fn readers(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (title, office, place) = thing(&app, &visit, id).await?;
    let opened = asked.show == "opened";
    let (found, more) = sending::readers(&app.db, &visit.actor, (id, office), opened, asked.page).await?;
    let ui = visit.ui;
    let moment = |at: Option<DateTime<Utc>>| at.map(|at| ui.moment(at)).unwrap_or_default();
    let rows = found.into_iter().map(|one| Row {
        told: ui.moment(one.told_at),
        opened: moment(one.opened_at),
        reminded: moment(one.reminded_at),
        reachable: one.reachable > 0,
        name: one.name,
    });
    let rows = rows.collect();
    let path = format!("/reading/{id}/readers");
    let here = if opened { format!("{path}?show=opened&") } else { format!("{path}?") };
    let halves = vec![
        Link::new(&path, ui.t("bulletins-unread")).here(!opened),
        Link::new(format!("{path}?show=opened"), ui.t("bulletins-read")).here(opened),
    ];
    let view = Readers {
        rows,
        halves,
        opened,
        first: (asked.page > 0).then(|| here.trim_end_matches(['?', '&']).to_owned()),
        next: more.then(|| format!("{here}page={}", asked.page + 1)),
        back: Link::new(place, title.clone()),
        title,
        ui,
    };
    page(view)
}
