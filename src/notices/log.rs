//! What became of everything that went out of the house, for those who keep the channels: how each channel is, numbers, and
//! each delivery without what it said and with nobody's number.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::TimeDelta;
use serde::Deserialize;
use uuid::Uuid;

use super::again::again;
use super::plan::Channel;
use super::store;
use crate::access::{Permit, Sent, Visit};
use crate::base::redact::masked_name;
use crate::base::{
    App, Result,
    page::{Link, Ui, page},
};
use crate::chats;

/// Deliveries on one page.
const PAGE: usize = 50;

/// Days that are counted.
const DAYS: i64 = 30;

/// The states, as counted and filtered by.
const STATES: [&str; 6] = ["waiting", "sent", "unsure", "failed", "unreachable", "dropped"];

/// How a channel is.
struct How {
    name: String,
    tag: &'static str,
    state: String,
    why: String,
    counts: Vec<(String, i64)>,
}

struct Row {
    id: Uuid,
    /// It can be sent again by this reader.
    again: bool,
    when: String,
    channel: String,
    reader: String,
    tag: &'static str,
    state: String,
    why: String,
    tries: i64,
}

#[derive(Template)]
#[template(path = "notices/log.html")]
struct Log {
    ui: Ui,
    channels: Vec<How>,
    states: Vec<String>,
    filters: Vec<Link>,
    rows: Vec<Row>,
    /// Some on this page can be sent again.
    again: bool,
    done: Option<String>,
    first: Option<String>,
    next: Option<String>,
}

/// Which deliveries, and before which.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    state: String,
    before: Option<Uuid>,
    again: Option<i64>,
}

fn tag(state: &str) -> &'static str {
    match state {
        "sent" | "works" => "done",
        "failed" | "unreachable" | "refused" => "stop",
        "unsure" | "resting" => "late",
        _ => "wait",
    }
}

/// `GET /deliveries`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let may = visit.actor.may(Permit::DeliveriesRetry);
    let (congress, ui) = (visit.home.id, visit.ui);
    let since = app.clock.now() - TimeDelta::days(DAYS);
    let counted = store::counted(&app.db, congress, since).await?;
    let states = store::channel_states(&app.db, congress).await?;
    let mut channels = Vec::new();
    for channel in Channel::ALL {
        let word = channel.word();
        let now = states.iter().find(|state| state.channel == word);
        let state = match (channel.is_there(&app.config), now) {
            (false, _) => "absent",
            (true, None) => "works",
            (true, Some(now)) => now.state.as_str(),
        };
        let why = now.filter(|now| state != "absent" && !now.reason.is_empty());
        let why = why.map(|now| ui.word("channel-why", &now.reason)).unwrap_or_default();
        let n = |wanted: &str| {
            let one = |it: &&store::Counted| {
                it.channel == word && (it.state == wanted || wanted == "waiting" && it.state == "sending")
            };
            counted.iter().filter(one).map(|it| it.n).sum()
        };
        let counts = STATES.map(|wanted| (ui.word("channel-state", wanted), n(wanted))).to_vec();
        let tag = if state == "absent" { "wait" } else { tag(state) };
        let state = ui.word("channel-is", state);
        channels.push(How { name: ui.word("channel", word), tag, state, why, counts });
    }
    channels.push(robots(&app, congress, &ui).await?);
    let state = STATES.into_iter().find(|state| *state == asked.state).unwrap_or_default();
    let before = asked.before.unwrap_or(Uuid::max());
    let mut found = store::logged(&app.db, congress, ("", state), (before, PAGE as i64 + 1)).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next =
        found.last().filter(|_| more).map(|last| format!("/deliveries?state={state}&before={}", last.id));
    let first = asked.before.map(|_| format!("/deliveries?state={state}"));
    let mut filters = vec![Link::new("/deliveries", ui.t("channel-all")).here(state.is_empty())];
    filters.extend(STATES.map(|it| {
        Link::new(format!("/deliveries?state={it}"), ui.word("channel-state", it)).here(state == it)
    }));
    let rows: Vec<Row> = found.iter().map(|it| row(&ui, it, may)).collect();
    let states = STATES.map(|it| ui.word("channel-state", it)).to_vec();
    let done = asked.again.map(|n| ui.t1("channel-again-done", "n", n));
    let again = rows.iter().any(|row| row.again);
    page(Log { channels, states, filters, rows, again, done, first, next, ui })
}

/// How many channels that are set up are refused by the other side or rest after failures; robots count as one.
///
/// # Errors
/// When the database does not answer.
pub async fn troubled(app: &App, congress: Uuid) -> Result<i64> {
    let states = store::channel_states(&app.db, congress).await?;
    let there = |word: &str| Channel::ALL.into_iter().any(|it| it.word() == word && it.is_there(&app.config));
    let channels = states.iter().filter(|it| it.state != "works" && there(&it.channel)).count() as i64;
    let (refused, _) = chats::health(&app.db, congress).await?;
    Ok(channels + i64::from(refused > 0))
}

/// `POST /deliveries/retry`: what was chosen is sent again.
pub(super) async fn retry(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let chosen: Vec<Uuid> = sent.form.values("delivery").iter().filter_map(|id| id.parse().ok()).collect();
    let n = again(&app, &visit.actor, &chosen).await?;
    Ok(Redirect::to(&format!("/deliveries?again={n}")).into_response())
}

fn row(ui: &Ui, it: &store::Logged, may: bool) -> Row {
    let shown = if it.state == "sending" { "waiting" } else { it.state.as_str() };
    Row {
        id: it.id,
        again: may && it.stuck,
        when: ui.moment(it.changed_at),
        channel: ui.word("channel", &it.channel),
        reader: match &it.name {
            Some(name) => masked_name(name),
            None => ui.word("channel-thing", &it.thing),
        },
        tag: tag(shown),
        state: ui.word("channel-state", shown),
        why: if it.reason.is_empty() { String::new() } else { ui.word("channel-why", &it.reason) },
        tries: it.tries,
    }
}

/// The robots of WeCom groups, whose messages have a log of their own with each message.
async fn robots(app: &App, congress: Uuid, ui: &Ui) -> Result<How> {
    let (refused, counted) = chats::health(&app.db, congress).await?;
    let n = |wanted: &str| {
        let one = |(state, _): &&(String, i64)| state == wanted || wanted == "waiting" && state == "sending";
        counted.iter().filter(one).map(|(_, n)| n).sum()
    };
    let state = if refused > 0 { "refused" } else { "works" };
    Ok(How {
        name: ui.word("channel", "robot"),
        tag: tag(state),
        state: ui.word("channel-is", state),
        why: if refused > 0 { ui.t1("channel-robots-refused", "n", refused) } else { String::new() },
        counts: STATES.map(|wanted| (ui.word("channel-state", wanted), n(wanted))).to_vec(),
    })
}
