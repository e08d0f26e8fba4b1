use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::words::{Named, Words};
use crate::access::{Sent, Visit};
use crate::base::form::Form;
use crate::base::page::{Link, Ui, page};
use crate::base::{App, Error, Result};
use crate::ledger::acts::{Wanted, may_take, take};
use crate::ledger::parties::has_open_objection;
use crate::ledger::store::{self, Line, Party, Which};
use crate::ledger::{Act, State as ActState, Step};
use crate::people;

/// Lines of a page.
const AT_ONCE: usize = 25;

/// What a link to the queue may carry.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    after: Option<String>,
    done: Option<String>,
    /// How many were verified at once.
    verified: Option<usize>,
    /// Those that were not, one after the other.
    left: Option<String>,
}

/// An act that waits.
struct Row {
    id: Uuid,
    version: i64,
    at: String,
    name: String,
    kind: String,
    day: String,
    method: String,
    topics: String,
    place: String,
    parties: Vec<Named>,
    evidence: Option<Link>,
    declared: String,
    late: bool,
    /// Why it was sent back before.
    note: String,
    /// An objection to it waits for its answer.
    objected: bool,
    /// It is not one's own.
    theirs: bool,
    /// Confirmed by all and in time: nothing speaks against it.
    plain: bool,
}

/// What came of verifying several at once.
#[derive(Default)]
struct Outcome {
    verified: usize,
    /// Whose act of which day was not verified, and why.
    left: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "ledger/pages/queue.html")]
struct QueuePage {
    ui: Ui,
    form: Form,
    rows: Vec<Row>,
    total: u64,
    plain: usize,
    objections: u64,
    back: String,
    done: Option<String>,
    outcome: Option<Outcome>,
    first: Option<String>,
    next: Option<String>,
    keys: Vec<(String, String)>,
}

/// `GET /verifications`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let outcome = match asked.verified {
        Some(verified) => {
            let left = left(&app, &visit, asked.left.as_deref().unwrap_or_default()).await?;
            Some(Outcome { verified, left })
        }
        None => None,
    };
    let which = Which::waiting();
    let listing = store::list(&app.db, &visit.actor, &which, asked.after.as_deref()).await?;
    let rows = rows(&app, &visit, listing.lines).await?;
    let here = |after: &str| format!("/verifications?after={after}");
    let ui = &visit.ui;
    let verified = asked.done.as_deref().filter(|word| matches!(*word, "verify" | "return"));
    let keys = [("v", "ledger-step-verify"), ("r", "ledger-step-return"), ("a", "ledger-all-key")];
    let view = QueuePage {
        form: Form::new(),
        total: store::count(&app.db, &visit.actor, &which).await?,
        plain: rows.iter().filter(|row| row.plain).count(),
        objections: store::open_objections(&app.db, visit.actor.congress).await?,
        back: asked.after.as_deref().map_or_else(|| "/verifications".to_owned(), here),
        done: verified.map(|word| ui.word("ledger-done", word)),
        outcome,
        first: asked.after.is_some().then(|| "/verifications".to_owned()),
        next: listing.next.as_deref().map(here),
        keys: keys.map(|(key, what)| (key.to_owned(), ui.t(what))).to_vec(),
        rows,
        ui: visit.ui,
    };
    page(view)
}

/// Whether nothing speaks against verifying it unseen: in time, and whoever was named has confirmed it.
fn is_plain(act: &Act, parties: &[&Party]) -> bool {
    !act.is_late() && !parties.is_empty() && parties.iter().all(|party| party.answer == "confirmed")
}

async fn rows(app: &App, visit: &Visit, lines: Vec<Line>) -> Result<Vec<Row>> {
    let (db, actor, ui) = (&app.db, &visit.actor, &visit.ui);
    let words = Words::of(app, visit).await?;
    let ids: Vec<Uuid> = lines.iter().map(|line| line.act.id).collect();
    let parties = store::parties_of_all(db, actor.congress, &ids).await?;
    let objected: BTreeSet<Uuid> = store::objected(db, actor.congress, &ids).await?.into_iter().collect();
    let row = |Line { act, name }: Line| {
        let of_act: Vec<&Party> = parties.iter().filter(|party| party.act_id == act.id).collect();
        let theirs = may_take(actor, &act, Step::Verify);
        let objected = objected.contains(&act.id);
        Row {
            id: act.id,
            version: act.version,
            at: format!("return-{}", act.id.simple()),
            name,
            kind: words.kind(&act),
            day: ui.date(act.on_day),
            method: words.method(&act),
            topics: words.topics(&act),
            place: act.place.clone(),
            parties: words.parties(act.id, &parties),
            evidence: words.evidence(actor, &act),
            declared: act.declared_on.map(|day| ui.date(day)).unwrap_or_default(),
            late: act.is_late(),
            note: act.note.clone(),
            objected,
            theirs,
            plain: theirs && !objected && is_plain(&act, &of_act),
        }
    };
    Ok(lines.into_iter().map(row).collect())
}

/// `POST /verifications`: those listed on the page that are confirmed and in time, each in an act of its own.
pub(super) async fn verify_all(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let (mut done, mut left) = (0, Vec::new());
    for listed in sent.form.values("act").iter().take(AT_ONCE) {
        let Some((id, version)) = listed.split_once(':') else { continue };
        let (Ok(id), Ok(version)) = (id.parse::<Uuid>(), version.parse::<i64>()) else { continue };
        match verified(&app, &visit, (id, version)).await {
            Ok(()) => done += 1,
            Err(Error::Conflict(_) | Error::Forbidden) => left.push(id.to_string()),
            Err(Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    let to = format!("/verifications?verified={done}&left={}", left.join(","));
    Ok(Redirect::to(&to).into_response())
}

/// Verify one of several, if nothing speaks against it by now.
async fn verified(app: &App, visit: &Visit, (id, version): (Uuid, i64)) -> Result<()> {
    let act = store::find(&app.db, &visit.actor, id).await?;
    let parties = store::parties_of(&app.db, visit.actor.congress, id).await?;
    if !is_plain(&act, &parties.iter().collect::<Vec<_>>()) {
        return Err(Error::conflict("ledger-look-at-it"));
    }
    let wanted = Wanted { version: Some(version), ..Wanted::default() };
    take(app, &visit.actor, id, (Step::Verify, wanted)).await
}

/// Which were not verified with the others, and why.
async fn left(app: &App, visit: &Visit, ids: &str) -> Result<Vec<(String, String)>> {
    let mut left = Vec::new();
    for id in ids.split(',').filter_map(|id| id.parse::<Uuid>().ok()).take(AT_ONCE) {
        let act = match store::find(&app.db, &visit.actor, id).await {
            Ok(act) => act,
            Err(Error::NotFound) => continue,
            Err(other) => return Err(other),
        };
        let why = if act.state() != Some(ActState::Declared) {
            "ledger-moved-on"
        } else if !may_take(&visit.actor, &act, Step::Verify) {
            "ledger-own"
        } else if has_open_objection(&app.db, visit.actor.congress, id).await? {
            "ledger-objection-open"
        } else {
            "ledger-look-at-it"
        };
        left.push((named(app, visit, &act).await?, visit.ui.t(why)));
    }
    Ok(left)
}

/// Whose act of which day.
async fn named(app: &App, visit: &Visit, act: &Act) -> Result<String> {
    let name = people::store::name(&app.db, visit.actor.congress, act.person_id).await?;
    let words = Words::of(app, visit).await?;
    let args =
        [("name", name.into()), ("day", visit.ui.date(act.on_day).into()), ("kind", words.kind(act).into())];
    Ok(visit.ui.ta("ledger-whose", &args))
}
