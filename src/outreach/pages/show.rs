use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use charter::Vocabulary;
use serde::Deserialize;
use uuid::Uuid;

use super::{called, charters, state_tag};
use crate::access::{Permit, Visit};
use crate::base::form::{Choice, Form};
use crate::base::page::{Ui, page_as};
use crate::base::{App, Error, Result};
use crate::bodies;
use crate::cases::attached::{Attached, attached};
use crate::cases::desks::{Line as CaseLine, lines as case_lines};
use crate::cases::store::heard_in;
use crate::files;
use crate::ledger::parties::{Sayable, has_open_objection, sayable};
use crate::ledger::store::{Line, Party, parties_of_all};
use crate::ledger::{State as ActState, Step};
use crate::outreach::pass_on::{Source, source, told};
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
    /// What the deputy says of what an office registered; empty where nobody is asked.
    answer: String,
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
    /// What the reader may say of his or her own act.
    own: Own,
    may_see_acts: bool,
    /// In whose name the reader may pass on what was heard.
    may_pass_on: bool,
    /// Those who were there, for an office that passes it on.
    passes: Vec<Choice>,
    /// What was just recorded may hold an opinion: its form is open.
    just_recorded: bool,
    /// What was passed on before.
    opinions: Vec<CaseLine>,
}

/// What one may say of one's own act in an activity that an office registered.
#[derive(Default)]
struct Own {
    act: Uuid,
    say: Sayable,
    /// One's objection waits for its answer.
    objected: bool,
}

/// How a page comes: after a step, or with a form to be put right.
#[derive(Default)]
pub(super) struct Came {
    /// What was typed.
    pub(super) form: Form,
    /// The word of what was just done.
    pub(super) done: Option<String>,
    /// 200, or 422 when something is to be put right.
    pub(super) status: StatusCode,
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
    let came = Came { done: asked.done, ..Came::default() };
    page_of(&app, visit, id, came).await
}

/// The page of an activity.
pub(super) async fn page_of(app: &App, visit: Visit, id: Uuid, came: Came) -> Result<Response> {
    let known = ["recorded", "declared", "recalled", "discarded", "confirmed", "passed"];
    let done = came.done.as_deref().and_then(|done| known.into_iter().find(|word| *word == done));
    let (db, actor, ui) = (&app.db, &visit.actor, &visit.ui);
    let found = store::find(db, actor, id).await?;
    let lines = store::acts_of(db, actor, &[id]).await?.remove(&id).unwrap_or_default();
    let first = lines.first().ok_or(Error::NotFound)?;
    let charters = charters(app, &visit).await?;
    let mut facts = facts(app, &visit, &lines).await?;
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
    let own = own(app, &visit, &lines).await?;
    let from = source(actor, &lines).filter(|_| lines.iter().any(told));
    let passes = if from == Some(Source::Office) { passes(&lines) } else { Vec::new() };
    let ids: Vec<Uuid> = lines.iter().map(|line| line.act.id).collect();
    let answers = parties_of_all(db, visit.home.id, &ids).await?;
    let purpose = |code: &str| word(Vocabulary::OutreachPurposes, code);
    let view = ShowPage {
        form: prefilled(app, came.form, (&found.said, &first.act.place), &passes),
        id,
        done: done.map(|word| said_done(ui, word, &lines)),
        title: ui.t2("outreach-heading", "day", ui.date(first.act.on_day), "method", method),
        facts,
        purposes: first.act.topics.split_whitespace().map(purpose).collect(),
        said: found.said.clone(),
        photos: attached(ui, &format!("/outreach/{id}"), files::of(db, visit.home.id, id).await?),
        parts: lines.iter().map(|line| part(ui, line, &answers)).collect(),
        others: others.join(&ui.t("outreach-and")),
        may_edit: mine && acts::is_open(&lines),
        may_declare: may(Step::Declare),
        may_recall: may(Step::Recall),
        may_discard: may(Step::Discard),
        own,
        may_see_acts: actor.may(Permit::ActRead),
        may_pass_on: from.is_some(),
        passes,
        just_recorded: done == Some("recorded"),
        opinions: case_lines(app, &visit, heard_in(db, actor, id).await?).await?,
        ui: visit.ui,
    };
    page_as(came.status, view)
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

fn part(ui: &Ui, line: &Line, answers: &[Party]) -> Part {
    let home = if line.act.constituency_id.is_some() { "outreach-home-yes" } else { "outreach-home-no" };
    let own = |party: &&Party| party.act_id == line.act.id && party.person_id == line.act.person_id;
    let answer = answers.iter().find(own).filter(|party| !party.answer.is_empty());
    Part {
        act: line.act.id,
        name: line.name.clone(),
        home: ui.t(home),
        tag: state_tag(ui, &line.act),
        late: line.act.is_late(),
        note: line.act.note.clone(),
        answer: answer.map(|party| ui.word("outreach-answer", &party.answer)).unwrap_or_default(),
    }
}

/// Those who were there, one of whom the opinion is for.
fn passes(lines: &[Line]) -> Vec<Choice> {
    let choice = |line: &Line| Choice::new(line.act.person_id.to_string(), line.name.clone());
    lines.iter().filter(|line| told(line)).map(choice).collect()
}

/// The form that passes it on: what was said stands there already.
fn prefilled(app: &App, form: Form, (said, place): (&str, &str), passes: &[Choice]) -> Form {
    let id = app.chance.id(app.clock.now()).to_string();
    let at = "opinion";
    let form = form.preset_in(at, "form", &id).preset_in(at, "body", said).preset_in(at, "place", place);
    match passes {
        [one] => form.preset_in(at, "deputy", &one.code),
        _ => form,
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

/// What the visitor may say of his or her own act.
async fn own(app: &App, visit: &Visit, lines: &[Line]) -> Result<Own> {
    let own = lines.iter().find(|line| visit.actor.person == Some(line.act.person_id));
    let Some(line) = own else { return Ok(Own::default()) };
    let objected = has_open_objection(&app.db, visit.home.id, line.act.id).await?;
    let named = parties_of_all(&app.db, visit.home.id, &[line.act.id]).await?;
    let say = sayable(app, &visit.actor, &line.act, (&named, objected)).await?;
    Ok(Own { act: line.act.id, say, objected })
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
