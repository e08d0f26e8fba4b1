use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::offers::Offers;
use super::words::{Named, Words, account};
use crate::access::{Actor, Permit, Visit};
use crate::base::form::{Form, Say};
use crate::base::page::{Link, Ui, page_as};
use crate::base::{App, Result};
use crate::ledger::acts::{may_take, permit};
use crate::ledger::store::{self, Objection};
use crate::ledger::{Act, State as ActState, Step};
use crate::{bodies, journal, people};

/// What a link to an act may carry.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    done: Option<String>,
}

/// How one came to the page of an act.
pub(super) struct Came {
    pub(super) form: Form,
    pub(super) status: StatusCode,
    pub(super) stopped: Option<Say>,
    pub(super) done: Option<String>,
}

impl Default for Came {
    fn default() -> Self {
        Self { form: Form::new(), status: StatusCode::OK, stopped: None, done: None }
    }
}

/// What happened to an act.
struct Event {
    when: String,
    text: String,
    who: String,
}

#[derive(Template)]
#[template(path = "ledger/pages/show.html")]
struct ActPage {
    ui: Ui,
    form: Form,
    act: Act,
    kind: String,
    name: String,
    tag: (&'static str, String),
    stands: String,
    done: Option<String>,
    stopped: Option<String>,
    facts: Vec<(String, String)>,
    counted: Vec<String>,
    parties: Vec<Named>,
    records: Vec<Link>,
    note: Option<(String, String)>,
    objections: Vec<Objection>,
    objected: bool,
    events: Vec<Event>,
    offers: Offers,
    keys: Vec<(String, String)>,
    back: Link,
}

/// What a page says was done.
const DONE: [&str; 7] = ["verify", "return", "confirm", "object", "correct", "again", "end"];

/// `GET /acts/{id}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let done = asked.done.filter(|word| DONE.contains(&word.as_str()));
    page_of(&app, visit, id, Came { done, ..Came::default() }).await
}

/// The page of an act, however one came to it.
pub(super) async fn page_of(app: &App, visit: Visit, id: Uuid, came: Came) -> Result<Response> {
    let (db, actor) = (&app.db, &visit.actor);
    let act = store::find(db, actor, id).await?;
    let parties = store::parties_of(db, actor.congress, id).await?;
    let objections = store::objections_to(db, actor.congress, id).await?;
    let objected = objections.iter().any(|it| it.outcome.is_empty());
    let words = Words::of(app, &visit).await?;
    let ui = &visit.ui;
    let mut records: Vec<Link> = words.evidence(actor, &act).into_iter().collect();
    for linked in store::links(db, actor.congress, id).await? {
        records.extend(words.record(actor, &linked.kind, linked.linked_id));
    }
    let offers = Offers::of(app, &visit, &act, (&parties, objected)).await?;
    let form = came.form.preset_in("again", "on_day", &act.on_day.to_string());
    let form = match &offers.fix {
        Some(fix) => fix.preset(form, &act),
        None => form,
    };
    let verifies = actor.may(Permit::ActVerify);
    let view = ActPage {
        form,
        kind: words.kind(&act),
        name: people::store::name(db, actor.congress, act.person_id).await?,
        tag: words.state(&act),
        stands: stands(ui, &act),
        done: came.done.map(|word| ui.word("ledger-done", &word)),
        stopped: came.stopped.map(|say| ui.say(&say)),
        facts: facts(app, &visit, &words, &act).await?,
        counted: words.counted(&act),
        parties: words.parties(id, &parties),
        records,
        note: note(&visit, &act),
        objections: objections.into_iter().filter(|it| may_read(actor, it, Some(&act))).collect(),
        objected,
        events: events(app, &visit, &act).await?,
        keys: offers.keys(ui),
        offers,
        back: match verifies {
            true => Link::new("/verifications", ui.t("ledger-queue")),
            false => Link::new("/acts", ui.t("ledger-acts")),
        },
        act,
        ui: visit.ui,
    };
    page_as(came.status, view)
}

/// Whether they may read what somebody objects: the objector, whose act it is, and the commission.
pub(super) fn may_read(actor: &Actor, objection: &Objection, act: Option<&Act>) -> bool {
    let concerned = [Some(objection.person_id), act.map(|act| act.person_id)];
    actor.may(Permit::ActVerify) || (actor.person.is_some() && concerned.contains(&actor.person))
}

/// Where it stands, as a sentence.
fn stands(ui: &Ui, act: &Act) -> String {
    let word = if act.superseded_by.is_some() {
        "superseded"
    } else if act.void {
        "void"
    } else {
        act.state().map_or("draft", ActState::word)
    };
    ui.word("act-stands", word)
}

/// Why it was sent back, or corrected: for its person, for whoever or whichever office entered it, and for the
/// commission.
fn note(visit: &Visit, act: &Act) -> Option<(String, String)> {
    let (actor, ui) = (&visit.actor, &visit.ui);
    let own = actor.person.is_some() && actor.person == Some(act.person_id);
    let entered = actor.account.is_some() && actor.account == act.entered_by;
    let entered = entered || may_take(actor, act, Step::Declare);
    let judges = actor.may(permit(Step::Verify, act));
    let label = match (act.supersedes_id, act.state()) {
        (Some(_), _) => "ledger-why-corrected",
        (None, Some(ActState::Returned)) => "ledger-why-returned",
        (None, _) => "ledger-why-returned-before",
    };
    let may = !act.note.is_empty() && (own || entered || judges);
    may.then(|| (ui.t(label), act.note.clone()))
}

async fn facts(app: &App, visit: &Visit, words: &Words<'_>, act: &Act) -> Result<Vec<(String, String)>> {
    let (db, congress, ui) = (&app.db, visit.actor.congress, &visit.ui);
    let constituency = match act.constituency_id {
        Some(id) => bodies::store::constituency(db, congress, id).await?.name,
        None => String::new(),
    };
    let office = match act.office_id {
        Some(id) => bodies::store::organization(db, congress, id).await?.name,
        None => account(db, congress, act.entered_by).await?,
    };
    let entered = ui.moment(act.entered_at);
    let facts = [
        ("ledger-day", ui.date(act.on_day)),
        ("ledger-method", words.method(act)),
        ("ledger-topics", words.topics(act)),
        ("ledger-place", act.place.clone()),
        ("ledger-constituency", constituency),
        ("ledger-way", words.way(act)),
        ("ledger-entered-by", office),
        ("ledger-entered-at", entered),
        ("ledger-declared-on", act.declared_on.map(|day| ui.date(day)).unwrap_or_default()),
    ];
    Ok(facts.into_iter().filter(|(_, fact)| !fact.is_empty()).map(|(key, fact)| (ui.t(key), fact)).collect())
}

/// What happened to it, from the journal and from the objections to it, in sentences.
async fn events(app: &App, visit: &Visit, act: &Act) -> Result<Vec<Event>> {
    let (db, congress, ui) = (&app.db, visit.actor.congress, &visit.ui);
    let mut dated = Vec::new();
    for entry in journal::by_subject(db, congress, act.id).await? {
        let Some(kind) = entry.kind.strip_prefix("act.") else { continue };
        let facts: serde_json::Value = serde_json::from_str(&entry.facts).unwrap_or_default();
        let person = facts.get("person").and_then(|id| id.as_str()).and_then(|id| id.parse().ok());
        let who = match (kind, person) {
            ("confirmed", Some(person)) => people::store::name(db, congress, person).await?,
            _ => ui.word("role", &entry.role),
        };
        dated.push((entry.at, ui.word("act-did", kind), who));
    }
    for objection in store::objections_to(db, congress, act.id).await? {
        dated.push((objection.at, ui.t("act-did-objected"), objection.name));
        if let Some(at) = objection.answered_at {
            let key = if objection.outcome == "kept" { "act-did-kept" } else { "act-did-upheld" };
            dated.push((at, ui.t(key), ui.t("role-commission")));
        }
    }
    dated.sort_by_key(|(at, ..)| *at);
    let event = |(at, text, who)| Event { when: ui.moment(at), text, who };
    Ok(dated.into_iter().map(event).collect())
}
