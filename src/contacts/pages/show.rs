use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use charter::Vocabulary;
use serde::Deserialize;
use uuid::Uuid;

use super::told::{Event, events, state_tag, topics, word};
use crate::access::{Permit, Visit};
use crate::base::form::{Choice, Form};
use crate::base::page::{Ui, page_as};
use crate::base::{App, Error, Result};
use crate::cases;
use crate::cases::attached::{Attached, attached};
use crate::cases::desks::{Line, lines};
use crate::contacts::acts::{may_pass_on, may_read_confidence, read_confidence};
use crate::contacts::store::{self, Contact};
use crate::files;
use crate::ledger::acts::may_take;
use crate::ledger::parties::{has_open_objection, sayable};
use crate::ledger::store::{Objection, Party};
use crate::ledger::{self, State as Standing, Step};

/// The words of what was just done.
pub(super) const DONE: [&str; 8] =
    ["declare", "keep", "recall", "discard", "pass", "confirm", "object", "verify"];

/// How one came to the page of a contact.
#[derive(Default)]
pub(super) struct Came {
    /// The form that came back, if one did.
    pub form: Form,
    /// The answer's status.
    pub status: StatusCode,
    /// What was just done.
    pub done: Option<&'static str>,
    /// What was confided, after a look that was written down.
    pub confided: Option<String>,
}

/// What a link to a contact may carry.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
}

/// One of those contacted, with what he or she says of it.
struct Answer {
    name: String,
    kind: &'static str,
    state: String,
}

/// What was confided, as far as this reader may know of it.
enum Confided {
    /// Nothing, or none of their business.
    Hidden,
    /// Whoever asks for it may see it; the look is written down.
    Offered,
    /// Here it is; whether the look was written down.
    Shown(String, bool),
}

/// Somebody's objection, and its answer.
struct Objected {
    /// Where the commission answers it; empty for others.
    href: String,
    name: String,
    at: String,
    text: String,
    /// What the commission decided, in words; empty while it has not.
    outcome: String,
    answer: String,
}

/// What this reader may do now.
#[derive(Default)]
struct May {
    amend: bool,
    declare: bool,
    recall: bool,
    discard: bool,
    confirm: bool,
    object: bool,
    verify: bool,
}

#[derive(Template)]
#[template(path = "contacts/show.html")]
struct ContactPage {
    ui: Ui,
    form: Form,
    contact: Contact,
    done: Option<String>,
    tag: (&'static str, String),
    returned: bool,
    named: String,
    day: String,
    /// The day it was declared; empty when it was not.
    declared: String,
    way: String,
    topics: Vec<String>,
    parties: Vec<Answer>,
    confided: Confided,
    photos: Vec<Attached>,
    opinions: Vec<Line>,
    /// The deputies whose opinion it may become; nothing when it may not be passed on.
    passes: Vec<Choice>,
    may: May,
    objections: Vec<Objected>,
    events: Vec<Event>,
}

impl ContactPage {
    /// Where a step on this contact goes.
    fn at(&self, step: &str) -> String {
        format!("/contacts/{}/{step}", self.contact.id)
    }

    /// Where a step of the ledger on its act goes.
    fn act_at(&self, step: &str) -> String {
        format!("/acts/{}/{step}", self.contact.act_id)
    }

    /// This page, which says what the ledger did.
    fn done(&self, step: &str) -> String {
        format!("/contacts/{}?done={step}", self.contact.id)
    }
}

/// `GET /contacts/{id}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let done = DONE.into_iter().find(|word| Some(*word) == asked.done.as_deref());
    page_of(&app, &visit, id, Came { done, ..Came::default() }).await
}

/// `GET /contacts/{id}/files/{file}`: a photo, for those who may see the contact.
pub(super) async fn file(
    State(app): State<App>,
    visit: Visit,
    Path((id, file)): Path<(Uuid, Uuid)>,
) -> Result<Response> {
    let contact = store::find(&app.db, &visit.actor, id).await?;
    let files = files::of(&app.db, visit.home.id, contact.id).await?;
    if !files.iter().any(|it| it.id == file) {
        return Err(Error::NotFound);
    }
    let (file, bytes) = files::open(&app, visit.home.id, file).await?;
    Ok(files::answer(&file, bytes))
}

/// The page of a contact, however one came to it.
pub(super) async fn page_of(app: &App, visit: &Visit, id: Uuid, came: Came) -> Result<Response> {
    let (db, actor, ui) = (&app.db, &visit.actor, &visit.ui);
    let contact = store::find(db, actor, id).await?;
    let parties = ledger::store::parties_of(db, actor.congress, contact.act_id).await?;
    let confided = confided(app, visit, &contact, came.confided).await?;
    let knows = !matches!(confided, Confided::Hidden);
    let passes = passes(visit, &contact, &parties);
    let form = if passes.is_empty() { came.form } else { prefilled(app, &contact, came.form, &passes) };
    let files = files::of(db, actor.congress, id).await?;
    let objections = objections(app, visit, &contact).await?;
    let view = ContactPage {
        done: came.done.map(|word| ui.word("contacts-done", word)),
        tag: state_tag(ui, &contact),
        returned: contact.state() == Some(Standing::Returned),
        named: names(ui, &parties),
        day: ui.date(contact.on_day),
        declared: contact.declared_on.map(|day| ui.date(day)).unwrap_or_default(),
        way: word(app, visit, &contact, (Vocabulary::ContactMethods, &contact.method))?,
        topics: topics(app, visit, &contact)?,
        confided,
        photos: attached(ui, &format!("/contacts/{id}"), files),
        opinions: lines(app, visit, cases::store::heard_in(db, actor, id).await?).await?,
        passes,
        may: may(app, visit, &contact, &parties).await?,
        objections,
        events: events(app, visit, &contact, knows).await?,
        parties: parties.into_iter().map(|party| answer(ui, party)).collect(),
        form,
        contact,
        ui: visit.ui.clone(),
    };
    page_as(came.status, view)
}

fn names(ui: &Ui, parties: &[Party]) -> String {
    let names: Vec<&str> = parties.iter().map(|party| party.name.as_str()).collect();
    names.join(&ui.t("contacts-comma"))
}

fn answer(ui: &Ui, party: Party) -> Answer {
    let (kind, word) = match party.answer.as_str() {
        "confirmed" => ("done", "confirmed"),
        "objected" => ("late", "objected"),
        _ => ("new", "none"),
    };
    Answer { name: party.name, kind, state: ui.word("contacts-answer", word) }
}

async fn confided(app: &App, visit: &Visit, contact: &Contact, shown: Option<String>) -> Result<Confided> {
    if let Some(text) = shown {
        return Ok(Confided::Shown(text, true));
    }
    let there = store::has_confidence(&app.db, visit.home.id, contact.id).await?;
    if !there || !may_read_confidence(&visit.actor, contact) {
        return Ok(Confided::Hidden);
    }
    if visit.actor.person == Some(contact.member_id) {
        return Ok(Confided::Shown(read_confidence(app, &visit.actor, contact.id).await?, false));
    }
    Ok(Confided::Offered)
}

fn passes(visit: &Visit, contact: &Contact, parties: &[Party]) -> Vec<Choice> {
    let own = visit.actor.person == Some(contact.member_id);
    if !own || !visit.actor.may(Permit::ContactPassOn) || !may_pass_on(contact) {
        return Vec::new();
    }
    parties.iter().map(|party| Choice::new(party.person_id.to_string(), party.name.clone())).collect()
}

/// The form that passes it on: what was said, and nothing of what was confided.
fn prefilled(app: &App, contact: &Contact, form: Form, passes: &[Choice]) -> Form {
    let id = app.chance.id(app.clock.now()).to_string();
    let form = form.preset_in("opinion", "form", &id).preset_in("opinion", "body", &contact.said).preset_in(
        "opinion",
        "place",
        &contact.place,
    );
    match passes {
        [one] => form.preset_in("opinion", "deputy", &one.code),
        _ => form,
    }
}

async fn may(app: &App, visit: &Visit, contact: &Contact, parties: &[Party]) -> Result<May> {
    let actor = &visit.actor;
    let act = match ledger::store::find(&app.db, actor, contact.act_id).await {
        Ok(act) => act,
        Err(Error::NotFound | Error::Forbidden) => return Ok(May::default()),
        Err(other) => return Err(other),
    };
    let own = actor.person == Some(contact.member_id) && actor.may(Permit::ContactRecord);
    let objected = has_open_objection(&app.db, visit.home.id, act.id).await?;
    let say = sayable(app, actor, &act, (parties, objected)).await?;
    Ok(May {
        amend: own && contact.is_open(),
        declare: own && act.allows(Step::Declare),
        recall: own && act.allows(Step::Recall),
        discard: own && act.allows(Step::Discard),
        confirm: say.confirm,
        object: say.object,
        verify: act.allows(Step::Verify) && !objected && may_take(actor, &act, Step::Verify),
    })
}

/// Objections to it: a deputy reads his or her own, the member and the commission all.
async fn objections(app: &App, visit: &Visit, contact: &Contact) -> Result<Vec<Objected>> {
    let actor = &visit.actor;
    let all = actor.person == Some(contact.member_id) || actor.may(Permit::ActVerify);
    let mut found = Vec::new();
    for act in ledger::store::of_evidence(&app.db, visit.home.id, contact.id).await? {
        found.extend(ledger::store::objections_to(&app.db, visit.home.id, act.id).await?);
    }
    found.retain(|objection| all || Some(objection.person_id) == actor.person);
    let answers = actor.may(Permit::ActVerify);
    let shown = |it: Objection| Objected {
        href: if answers && it.outcome.is_empty() { format!("/objections/{}", it.id) } else { String::new() },
        outcome: if it.outcome.is_empty() {
            String::new()
        } else {
            visit.ui.word("contacts-outcome", &it.outcome)
        },
        at: visit.ui.moment(it.at),
        name: it.name,
        text: it.text,
        answer: it.answer,
    };
    Ok(found.into_iter().map(shown).collect())
}
