use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use charter::Charter;
use serde::Deserialize;
use uuid::Uuid;

use super::expected::{Days, Expected};
use super::fields::{Ground, How, preset};
use super::list::{Line, lines, state_tag};
use super::offers::{Lists, Offer, not_yet, offers};
use super::parties::{self, Party, Reached};
use super::similar::{Similar, similar};
use super::stands::{DueShown, Heard, VoterShown, due, facts, heard, voter};
use super::told::{Row, Said, row, said};
use crate::access::{Actor, Permit, Visit};
use crate::base::form::{Choice, Form, Say};
use crate::base::page::{Ui, page_as};
use crate::base::redact::redact;
use crate::base::{App, Conn, Error, Result};
use crate::bodies::calendar::calendar;
use crate::cases::Case;
use crate::cases::acts::{as_read_by, read_personal, reads_whole};
use crate::cases::attached::{self, Attached};
use crate::cases::deadlines::Count;
use crate::cases::flow::{State as Standing, StepKind};
use crate::cases::store::{self, Parties, Which};
use crate::cases::timeline::{Audience, Event, Names, timeline};
use crate::{bodies, files, people};

/// How one came to the page of a case.
#[derive(Default)]
pub struct Came {
    /// The form that came back, if one did.
    pub form: Form,
    /// The answer's status.
    pub status: StatusCode,
    /// The step that could not be taken, and why.
    pub stopped: Option<(StepKind, Say)>,
    /// The version that the form was written on.
    pub seen: Option<i64>,
    /// The step that was just taken.
    pub done: Option<StepKind>,
    /// The voter's name and number are shown.
    pub personal: bool,
}

/// What a link to a case may carry.
#[derive(Deserialize)]
pub struct Asked {
    done: Option<String>,
}

/// One case.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let done = asked.done.as_deref().and_then(|word| StepKind::try_from(word).ok());
    page_of(&app, &visit, id, Came { done, ..Came::default() }).await
}

/// The same with the voter's name and number; who looked is written down.
pub async fn personal(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _: crate::access::Sent,
) -> Result<Response> {
    read_personal(&app, &visit.actor, id).await?;
    page_of(&app, &visit, id, Came { personal: true, ..Came::default() }).await
}

/// What was typed into a form that has no place any more.
struct Kept {
    label: String,
    text: String,
}

#[derive(Template)]
#[template(path = "cases/desks/show.html")]
struct CasePage {
    ui: Ui,
    form: Form,
    case: Case,
    papers: bool,
    tag: (&'static str, String),
    owner: Option<String>,
    due: Option<DueShown>,
    facts: Vec<(String, String)>,
    heard: Option<Heard>,
    voter: Option<VoterShown>,
    receipt: Option<String>,
    photos: Vec<Attached>,
    replies: Vec<Said>,
    reached: Vec<Reached>,
    organs: Vec<Party>,
    first_contact: Option<Expected>,
    cosigners: Vec<Party>,
    joined: Vec<Line>,
    joined_to: Option<Line>,
    similar: Vec<Similar>,
    may_join: Option<String>,
    onward: Vec<Offer>,
    beside: Vec<Offer>,
    not_yet: Vec<(String, String)>,
    events: Vec<Row>,
    meanwhile: Vec<Row>,
    stopped: Option<String>,
    kept: Option<Kept>,
    done: Option<String>,
    next: Option<Line>,
    keys: Vec<(String, String)>,
}

/// The page of a case, however one came to it.
pub async fn page_of(app: &App, visit: &Visit, id: Uuid, came: Came) -> Result<Response> {
    let (db, actor, ui) = (&app.db, &visit.actor, &visit.ui);
    let case = store::find(db, actor, id).await?;
    if !store::takes_part(db, actor, id).await? {
        // They see it as everybody does, and only that.
        return Ok(Redirect::to(&format!("/opinions/{}", case.number)).into_response());
    }
    let calendar = calendar(db, actor.congress).await?;
    let count = Count { charter: in_force(app, visit)?, calendar: &calendar, today: ui.today };
    let status = came.status;
    page_as(status, view_of(app, visit, as_read_by(actor, case), came, &count).await?)
}

async fn view_of(app: &App, visit: &Visit, case: Case, came: Came, count: &Count<'_>) -> Result<CasePage> {
    let (db, actor, ui, id) = (&app.db, &visit.actor, &visit.ui, case.id);
    let (charter, rules) = (count.charter, count.rules());
    let parties = store::parties(db, actor.congress, id).await?;
    let names = Names::of(db, actor.congress).await?;
    let state = case.standing.state;
    let similar =
        if state.ended() || state.transferred() { Vec::new() } else { similar(db, actor, &case).await? };
    let ground = ground(app, visit, count, (&case, &parties, &similar), &names).await?;
    let offered = offers(actor, &parties, &rules, &ground);
    let form = offered.iter().fold(came.form, |form, offer| preset(form, offer.at, &offer.fields));
    let happened = happened(db, actor, &case).await?;
    let meanwhile = meanwhile(ui, charter, &happened, came.seen);
    let stopped = came.stopped.filter(|_| meanwhile.is_empty()).map(|(_, say)| ui.say(&say));
    let kept = kept(ui, &form, &offered);
    let days = Days { ui, count, case: &case, happened: &happened };
    let entries = store::entries(db, actor.congress, id).await?;
    let files = files::of(db, actor.congress, id).await?;
    let files = attached::attached(ui, &format!("/cases/{id}"), files);
    let replied = entries.iter().rev().filter(|entry| entry.kind == StepKind::Reply.word());
    let (onward, beside): (Vec<Offer>, Vec<Offer>) = offered.into_iter().partition(|offer| offer.onward);
    let keys = onward.iter().filter(|offer| !offer.key.is_empty());
    Ok(CasePage {
        papers: actor.may(Permit::LetterRead),
        tag: state_tag(ui, case.standing.state.word()),
        owner: parties::owner(ui, &case, &names)?,
        due: due(ui, charter, &case)?,
        facts: facts(ui, &case, &names)?,
        heard: heard(db, actor, ui, &case).await?,
        voter: voter(ui, visit, &case, came.personal),
        receipt: actor
            .may(Permit::CaseEnter)
            .then(|| case.receipt.clone())
            .filter(|_| case.standing.has_voter),
        photos: attached::with(&files, None),
        replies: replied.map(|entry| said(ui, charter, entry).with(&files)).collect(),
        reached: parties::reached(charter, &days),
        organs: parties::organs(&days, &parties, &names)?,
        first_contact: days.first_contact(),
        cosigners: parties::cosigners(ui, &parties, &names)?,
        joined: lines(app, visit, store::joined(db, actor.congress, id).await?).await?,
        joined_to: joined_to(app, visit, &case).await?,
        may_join: onward.iter().find(|offer| offer.kind == StepKind::Join).map(|offer| offer.action.clone()),
        similar,
        not_yet: waits(ui, &onward, not_yet(actor, &case, &parties, &rules)),
        events: happened.iter().rev().map(|event| row(ui, charter, event).with(&files)).collect(),
        meanwhile,
        stopped,
        kept,
        done: came.done.map(|kind| ui.word("case-done", kind.word())),
        next: if came.done.is_some() { next(app, visit, id).await? } else { None },
        keys: keys.map(|offer| (offer.key.to_owned(), offer.label.clone())).collect(),
        onward,
        beside,
        form,
        case,
        ui: visit.ui.clone(),
    })
}

/// All that happened, without the looks at the voter's number: those are for the journal.
async fn happened(at: &impl Conn, actor: &Actor, case: &Case) -> Result<Vec<Event>> {
    let mut events = timeline(at, actor.congress, case, Audience::Party).await?;
    events.retain(|event| event.kind != "personal-read");
    let of_voter = [StepKind::Evaluate, StepKind::TellVoter].map(StepKind::word);
    let hidden = if reads_whole(actor, case) { &[][..] } else { &of_voter };
    for event in events.iter_mut().filter(|event| hidden.contains(&event.kind.as_str())) {
        event.said.iter_mut().for_each(|said| said.text = redact(&said.text));
    }
    Ok(events)
}

/// What happened since the form was written: each step makes one version.
fn meanwhile(ui: &Ui, charter: &Charter, happened: &[Event], seen: Option<i64>) -> Vec<Row> {
    let Some(seen) = seen.and_then(|seen| usize::try_from(seen).ok()) else { return Vec::new() };
    happened.iter().skip(seen).map(|event| row(ui, charter, event)).collect()
}

/// What cannot be done yet, in words; what is offered all the same needs none.
fn waits(ui: &Ui, onward: &[Offer], not_yet: Vec<(StepKind, Say)>) -> Vec<(String, String)> {
    let offered = |kind: StepKind| onward.iter().any(|offer| offer.kind == kind);
    let told = not_yet.into_iter().filter(|(kind, _)| !offered(*kind));
    told.map(|(kind, say)| (ui.word("case-step", kind.word()), ui.say(&say))).collect()
}

/// The charter in force today.
pub fn in_force<'a>(app: &'a App, visit: &Visit) -> Result<&'a Charter> {
    let found = app.charters(&visit.home.charter)?.in_force(app.clock.today());
    found.ok_or_else(|| Error::conflict("cases-no-charter"))
}

async fn ground<'a>(
    app: &App,
    visit: &'a Visit,
    count: &Count<'a>,
    (case, parties, similar): (&'a Case, &Parties, &'a [Similar]),
    names: &Names,
) -> Result<Ground<'a>> {
    let lists = Lists::of(&app.db, &visit.actor, case).await?;
    let named = |it: &bodies::Organization| Choice::new(it.id.to_string(), it.name.clone());
    let deputy = |it: &people::Deputy| {
        Choice::new(it.person_id.to_string(), format!("{}（{}）", it.name, it.constituency))
    };
    // Those of its constituency first.
    let here = |it: &&people::Deputy| Some(it.constituency_id) == case.constituency_id;
    let (near, others): (Vec<_>, Vec<_>) = lists.deputies.iter().partition(here);
    let owes = |it: &&store::Organ| it.part == "co" && matches!(it.state.as_str(), "waiting" | "signed");
    let owing = parties.organs.iter().filter(owes);
    let owing = owing.map(|it| Ok(Choice::new(it.organ_id.to_string(), names.name(it.organ_id)?)));
    Ok(Ground {
        ui: &visit.ui,
        charter: count.charter,
        case,
        organs: lists.organs.iter().map(named).collect(),
        owing: owing.collect::<Result<_>>()?,
        bodies: lists.bodies.iter().map(named).collect(),
        deputies: near.into_iter().chain(others).map(deputy).collect(),
        similar,
        most_files: app.config.limits.files_per_form,
        return_by: case.transferred_on.map(|day| count.return_by(day)),
        latest: case.transferred_on.map(|day| count.latest_reply(day)),
    })
}

/// What was typed for a step that is no longer offered: it is shown, so that it is not lost.
fn kept(ui: &Ui, form: &Form, offered: &[Offer]) -> Option<Kept> {
    let typed: Vec<&str> =
        ["text", "plain"].map(|name| form.value(name)).into_iter().filter(|it| !it.is_empty()).collect();
    let has_place = offered.iter().any(|offer| form.id_of("text") == form.id(offer.at, "text"));
    (!typed.is_empty() && !has_place).then(|| Kept { label: ui.t("cases-kept"), text: typed.join("\n\n") })
}

async fn joined_to(app: &App, visit: &Visit, case: &Case) -> Result<Option<Line>> {
    let Some(id) = case.joined_to.filter(|_| case.standing.state == Standing::Joined) else {
        return Ok(None);
    };
    let found = match store::find(&app.db, &visit.actor, id).await {
        Ok(case) => vec![store::Line::from(&case)],
        Err(Error::NotFound) => Vec::new(),
        Err(other) => return Err(other),
    };
    Ok(lines(app, visit, found).await?.into_iter().next())
}

/// What waits for them next, once a step was taken.
async fn next(app: &App, visit: &Visit, id: Uuid) -> Result<Option<Line>> {
    let which = Which { waiting: true, by_due: true, page: 2, ..Which::default() };
    let found = store::list(&app.db, &visit.actor, &which, None).await?.lines;
    let other = found.into_iter().filter(|line| line.id != id).take(1).collect();
    Ok(lines(app, visit, other).await?.into_iter().next())
}
