use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use charter::Charter;
use serde::Deserialize;
use uuid::Uuid;

use super::fields::{Ground, How, preset};
use super::list::{Line, lines, state_tag};
use super::offers::{Lists, Offer, not_yet, offers};
use super::parties::{self, Party, Reached};
use super::similar::{Similar, similar};
use super::told::{Row, Said, how_counted, row, said};
use crate::access::{Permit, Visit};
use crate::base::form::{Choice, Form, Say};
use crate::base::page::{Ui, page_as};
use crate::base::{App, Error, Result};
use crate::bodies::calendar::calendar;
use crate::cases::acts::{may_read_personal, read_personal};
use crate::cases::deadlines::{Count, Counted};
use crate::cases::flow::{State as Standing, StepKind};
use crate::cases::redact::{masked_email, masked_name, masked_phone};
use crate::cases::store::{self, Parties, Which};
use crate::cases::timeline::{Audience, Names, timeline};
use crate::cases::{Case, deadlines};
use crate::{bodies, people};

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

/// The voter as this reader may see him or her.
struct VoterShown {
    name: String,
    phone: String,
    email: String,
    answer_by: String,
    masked: bool,
    may_unmask: bool,
}

/// What is due, and how that was counted.
struct DueShown {
    what: String,
    day: String,
    left: String,
    kind: &'static str,
    warning: Option<String>,
    counted: Vec<String>,
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
    tag: (&'static str, String),
    owner: Option<String>,
    due: Option<DueShown>,
    facts: Vec<(String, String)>,
    voter: Option<VoterShown>,
    receipt: Option<String>,
    replies: Vec<Said>,
    reached: Vec<Reached>,
    organs: Vec<Party>,
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
    let charter = in_force(app, visit)?;
    let rules = deadlines::rules(charter);
    let parties = store::parties(db, actor.congress, id).await?;
    let mut names = Names::of(actor.congress);
    let state = case.standing.state;
    let similar =
        if state.ended() || state.transferred() { Vec::new() } else { similar(db, actor, &case).await? };
    let ground = ground(app, visit, charter, (&case, &parties, &similar), &mut names).await?;
    let offered = offers(actor, &parties, &rules, &ground);
    let form = offered.iter().fold(came.form, |form, offer| preset(form, offer.at, &offer.fields));
    let events = timeline(db, actor.congress, &case, Audience::Party).await?;
    let happened: Vec<_> = events.iter().filter(|event| event.kind != "personal-read").collect();
    let meanwhile = match came.seen.and_then(|seen| usize::try_from(seen).ok()) {
        Some(seen) => happened.iter().skip(seen).map(|event| row(ui, charter, event)).collect(),
        None => Vec::new(),
    };
    let stopped = came.stopped.filter(|_| meanwhile.is_empty()).map(|(_, say)| ui.say(&say));
    let kept = kept(ui, &form, &offered);
    let entries = store::entries(db, actor.congress, id).await?;
    let replied = entries.iter().rev().filter(|entry| entry.kind == StepKind::Reply.word());
    let (onward, beside): (Vec<Offer>, Vec<Offer>) = offered.into_iter().partition(|offer| offer.onward);
    let keys = onward.iter().filter(|offer| !offer.key.is_empty());
    let view = CasePage {
        tag: state_tag(ui, case.standing.state.word()),
        owner: parties::owner(db, ui, &case, &mut names).await?,
        due: due(ui, charter, &case)?,
        facts: facts(app, ui, &case, &mut names).await?,
        voter: voter(ui, visit, &case, came.personal),
        receipt: actor
            .may(Permit::CaseEnter)
            .then(|| case.receipt.clone())
            .filter(|_| case.standing.has_voter),
        replies: replied.map(|entry| said(ui, charter, entry)).collect(),
        reached: parties::reached(ui, charter, &case),
        organs: parties::organs(db, ui, &case, &parties, &mut names).await?,
        cosigners: parties::cosigners(db, ui, &parties, &mut names).await?,
        joined: lines(app, visit, store::joined(db, actor.congress, id).await?).await?,
        joined_to: joined_to(app, visit, &case).await?,
        may_join: onward.iter().find(|offer| offer.kind == StepKind::Join).map(|offer| offer.action.clone()),
        similar,
        not_yet: not_yet(actor, &case, &parties, &rules)
            .into_iter()
            .filter(|(kind, _)| !onward.iter().any(|offer| offer.kind == *kind))
            .map(|(kind, say)| (ui.word("case-step", kind.word()), ui.say(&say)))
            .collect(),
        events: happened.iter().rev().map(|event| row(ui, charter, event)).collect(),
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
    };
    page_as(came.status, view)
}

/// The charter in force today.
pub fn in_force<'a>(app: &'a App, visit: &Visit) -> Result<&'a Charter> {
    let found = app.charters(&visit.home.charter)?.in_force(app.clock.today());
    found.ok_or_else(|| Error::conflict("cases-no-charter"))
}

async fn ground<'a>(
    app: &App,
    visit: &'a Visit,
    charter: &'a Charter,
    (case, parties, similar): (&'a Case, &Parties, &'a [Similar]),
    names: &mut Names,
) -> Result<Ground<'a>> {
    let lists = Lists::of(&app.db, &visit.actor, case).await?;
    let named = |it: &bodies::Organization| Choice::new(it.id.to_string(), it.name.clone());
    let deputy = |it: &people::Deputy| {
        Choice::new(it.person_id.to_string(), format!("{}（{}）", it.name, it.constituency))
    };
    let mut owing = Vec::new();
    for organ in parties
        .organs
        .iter()
        .filter(|it| it.part == "co" && matches!(it.state.as_str(), "waiting" | "signed"))
    {
        owing.push(Choice::new(
            organ.organ_id.to_string(),
            names.organization(&app.db, organ.organ_id).await?,
        ));
    }
    let calendar = calendar(&app.db, visit.actor.congress).await?;
    let count = Count { charter, calendar: &calendar, today: app.clock.today() };
    Ok(Ground {
        ui: &visit.ui,
        charter,
        case,
        organs: lists.organs.iter().map(named).collect(),
        owing,
        bodies: lists.bodies.iter().map(named).collect(),
        deputies: lists.deputies.iter().map(deputy).collect(),
        similar,
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

fn due(ui: &Ui, charter: &Charter, case: &Case) -> Result<Option<DueShown>> {
    let Some(due) = case.standing.due() else { return Ok(None) };
    let counted: Option<Counted> = match &case.due_how {
        Some(how) => Some(serde_json::from_str(how).map_err(anyhow::Error::from)?),
        None => None,
    };
    let on = due.deadline.on;
    let near = counted.as_ref().is_some_and(|counted| ui.today >= counted.warn_on);
    let (kind, warning) = match due.deadline.escalation {
        Some(it) => ("late", Some(ui.t2("cases-escalated", "n", u32::from(it.level), "day", ui.date(it.on)))),
        None if ui.is_late(on) => ("late", Some(ui.t("cases-late"))),
        None if near => ("wait", Some(ui.t("cases-near"))),
        None => ("go", None),
    };
    Ok(Some(DueShown {
        what: ui.word("case-awaits", due.what.word()),
        day: ui.date(on),
        left: ui.days_left(on),
        kind,
        warning,
        counted: counted.map(|counted| how_counted(ui, charter, &counted)).unwrap_or_default(),
    }))
}

async fn facts(app: &App, ui: &Ui, case: &Case, names: &mut Names) -> Result<Vec<(String, String)>> {
    let at = &app.db;
    let mut facts = vec![
        ("number", case.number.clone()),
        ("channel", ui.word("case-channel", &case.channel)),
        ("heard-on", ui.date(case.heard_on)),
        ("raised-at", ui.moment(case.raised_at)),
    ];
    if !case.place.is_empty() {
        facts.push(("place", case.place.clone()));
    }
    if let Some(id) = case.constituency_id {
        facts.push(("constituency", bodies::store::constituency(at, names.congress(), id).await?.name));
    }
    if let Some(id) = case.deputy_id {
        facts.push(("deputy", names.person(at, id).await?));
    }
    for (name, id) in [
        ("station", case.station_id),
        ("office", case.office_id),
        ("body", case.body_id),
        ("organ", case.organ_id),
    ] {
        if let Some(id) = id {
            facts.push((name, names.organization(at, id).await?));
        }
    }
    if case.standing.round > 1 {
        facts.push(("round", case.standing.round.to_string()));
    }
    if case.supports > 0 {
        facts.push(("supports", case.supports.to_string()));
    }
    let shown = if case.standing.confidential {
        "confidential"
    } else if case.standing.published {
        "public"
    } else {
        "inside"
    };
    facts.push(("shown", ui.word("case-shown", shown)));
    Ok(facts.into_iter().map(|(name, value)| (ui.word("case-fact", name), value)).collect())
}

fn voter(ui: &Ui, visit: &Visit, case: &Case, personal: bool) -> Option<VoterShown> {
    if !case.standing.has_voter {
        return None;
    }
    let known = [&case.voter_name, &case.voter_phone, &case.voter_email].iter().any(|it| !it.is_empty());
    Some(VoterShown {
        name: if personal { case.voter_name.clone() } else { masked_name(&case.voter_name) },
        phone: if personal { case.voter_phone.clone() } else { masked_phone(&case.voter_phone) },
        email: if personal { case.voter_email.clone() } else { masked_email(&case.voter_email) },
        answer_by: ui.word("case-answer-by", &case.answer_by),
        masked: !personal,
        may_unmask: known && !personal && may_read_personal(&visit.actor, case),
    })
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
