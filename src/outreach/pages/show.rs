use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use charter::Vocabulary;
use serde::Deserialize;
use uuid::Uuid;

use super::{called, charters, state_tag};
use crate::access::{Permit, Sent, Visit};
use crate::base::form::Form;
use crate::base::page::{Ui, page};
use crate::base::{App, Error, Result};
use crate::bodies;
use crate::cases::attached::{Attached, attached};
use crate::files;
use crate::ledger::parties::{has_open_objection, sayable};
use crate::ledger::store::Line;
use crate::ledger::{State as ActState, Step};
use crate::outreach::{acts, store};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
}

/// One who took part, with where his or her act is.
struct Part {
    act: Uuid,
    name: String,
    /// Whether it was in his or her own constituency, in words.
    home: String,
    tag: (&'static str, String),
    late: bool,
    /// Why it was sent back, or corrected.
    note: String,
}

#[derive(Template)]
#[template(path = "outreach/show.html")]
struct ShowPage {
    ui: Ui,
    form: Form,
    id: Uuid,
    done: Option<String>,
    title: String,
    facts: Vec<(String, String)>,
    purposes: Vec<String>,
    said: String,
    photos: Vec<Attached>,
    parts: Vec<Part>,
    /// Those whose acts are not the reader's to see.
    others: String,
    may_edit: bool,
    may_declare: bool,
    may_recall: bool,
    may_discard: bool,
    /// The act to which the reader may object.
    may_object: Option<Uuid>,
    /// One's objection waits for its answer.
    objected: bool,
    may_see_acts: bool,
}

impl ShowPage {
    fn path(&self, step: &str) -> String {
        format!("/outreach/{}/{step}", self.id)
    }
}

/// `GET /outreach/{id}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let known = ["recorded", "declared", "recalled", "discarded"];
    let done = asked.done.as_deref().and_then(|done| known.into_iter().find(|word| *word == done));
    let (db, actor, ui) = (&app.db, &visit.actor, &visit.ui);
    let found = store::find(db, actor, id).await?;
    let lines = store::acts_of(db, actor, &[id]).await?.remove(&id).unwrap_or_default();
    let first = lines.first().ok_or(Error::NotFound)?;
    let charters = charters(&app, &visit).await?;
    let mut facts = facts(&app, &visit, &lines).await?;
    if let Some(voters) = found.voters {
        facts.push((ui.t("outreach-fact-voters"), voters.to_string()));
    }
    let mut others = store::took_part(db, visit.home.id, id).await?;
    for line in lines.iter().filter(|line| line.act.state != "discarded" && !line.act.void) {
        if let Some(place) = others.iter().position(|name| *name == line.name) {
            others.remove(place);
        }
    }
    let word = |list, code: &str| called(ui, charters, (list, first.act.on_day), code);
    let method = word(Vocabulary::OutreachMethods, &first.act.method);
    let mine = acts::recorded_it(actor, &lines);
    let may = |step| mine && lines.iter().any(|line| acts::may_follow(line, step));
    let (may_object, objected) = objecting(&app, &visit, &lines).await?;
    let purpose = |code: &str| word(Vocabulary::OutreachPurposes, code);
    let view = ShowPage {
        form: Form::new(),
        id,
        done: done.map(|word| said_done(ui, word, &lines)),
        title: ui.t2("outreach-heading", "day", ui.date(first.act.on_day), "method", method),
        facts,
        purposes: first.act.topics.split_whitespace().map(purpose).collect(),
        said: found.said,
        photos: attached(ui, &format!("/outreach/{id}"), files::of(db, visit.home.id, id).await?),
        parts: lines.iter().map(|line| part(ui, line)).collect(),
        others: others.join(&ui.t("outreach-and")),
        may_edit: mine && acts::is_open(&lines),
        may_declare: may(Step::Declare),
        may_recall: may(Step::Recall),
        may_discard: may(Step::Discard),
        may_object,
        objected,
        may_see_acts: actor.may(Permit::ActRead),
        ui: visit.ui,
    };
    page(view)
}

/// What was done, and for what was told of: what comes next.
fn said_done(ui: &Ui, word: &str, lines: &[Line]) -> String {
    let waits = lines.iter().any(|line| line.act.state() == Some(ActState::Declared));
    if waits && matches!(word, "recorded" | "declared") {
        ui.t("outreach-done-waits")
    } else {
        ui.word("outreach-done", word)
    }
}

fn part(ui: &Ui, line: &Line) -> Part {
    let home = if line.act.constituency_id.is_some() { "outreach-home-yes" } else { "outreach-home-no" };
    Part {
        act: line.act.id,
        name: line.name.clone(),
        home: ui.t(home),
        tag: state_tag(ui, &line.act),
        late: line.act.is_late(),
        note: line.act.note.clone(),
    }
}

async fn facts(app: &App, visit: &Visit, lines: &[Line]) -> Result<Vec<(String, String)>> {
    let (ui, congress) = (&visit.ui, visit.home.id);
    let mut facts = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for line in lines {
        let Some(id) = line.act.constituency_id else { continue };
        let name = bodies::store::constituency(&app.db, congress, id).await?.name;
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let first = &lines.first().ok_or(Error::NotFound)?.act;
    facts.push((ui.t("outreach-fact-place"), first.place.clone()));
    let at_home =
        if names.is_empty() { ui.t("outreach-elsewhere") } else { names.join(&ui.t("outreach-and")) };
    facts.push((ui.t("outreach-fact-constituency"), at_home));
    if let Some(office) = first.office_id {
        let office = bodies::store::organization(&app.db, congress, office).await?;
        facts.push((ui.t("outreach-recorded-by"), office.name));
    }
    Ok(facts)
}

/// The act of the visitor's own to which he or she may object, and whether an objection to it waits.
async fn objecting(app: &App, visit: &Visit, lines: &[Line]) -> Result<(Option<Uuid>, bool)> {
    let own = lines.iter().find(|line| visit.actor.person == Some(line.act.person_id));
    let Some(line) = own else { return Ok((None, false)) };
    let waits = has_open_objection(&app.db, visit.home.id, line.act.id).await?;
    let say = sayable(app, &visit.actor, &line.act, (&[], waits)).await?;
    Ok((say.object.then_some(line.act.id), waits))
}

async fn step(app: &App, visit: &Visit, id: Uuid, (step, done): (Step, &str)) -> Result<Response> {
    acts::take(app, &visit.actor, id, step).await?;
    Ok(Redirect::to(&format!("/outreach/{id}?done={done}")).into_response())
}

/// `POST /outreach/{id}/declaration`
pub(super) async fn declare(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _: Sent,
) -> Result<Response> {
    step(&app, &visit, id, (Step::Declare, "declared")).await
}

/// `POST /outreach/{id}/recall`
pub(super) async fn recall(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _: Sent,
) -> Result<Response> {
    step(&app, &visit, id, (Step::Recall, "recalled")).await
}

/// `POST /outreach/{id}/discard`
pub(super) async fn discard(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _: Sent,
) -> Result<Response> {
    step(&app, &visit, id, (Step::Discard, "discarded")).await
}

/// `GET /outreach/{id}/files/{file}`
pub(super) async fn file(
    State(app): State<App>,
    visit: Visit,
    Path((id, file)): Path<(Uuid, Uuid)>,
) -> Result<Response> {
    let found = store::find(&app.db, &visit.actor, id).await?;
    let all = files::of(&app.db, visit.home.id, found.id).await?;
    if !all.iter().any(|it| it.id == file) {
        return Err(Error::NotFound);
    }
    let (file, bytes) = files::open(&app, visit.home.id, file).await?;
    Ok(files::answer(&file, bytes))
}
