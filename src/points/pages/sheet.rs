use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use charter::{ActKind, Booked, Statement};
use chrono::NaiveDate;
use serde::Deserialize;
use uuid::Uuid;

use super::words::{Known, Row, Sum, Words};
use super::{Came, sees_all, year_links, years_of};
use crate::access::{Permit, Sent, Visit};
use crate::base::form::Choice;
use crate::base::page::{Link, Ui, page, page_as};
use crate::base::{App, Error, Result};
use crate::ledger::parties::{self, NewObjection};
use crate::ledger::store::{Objection, facts, objections_concerning, parties_of_all};
use crate::ledger::{Act, State as ActState};
use crate::people;
use crate::points::freeze::{self, Signed};
use crate::points::statements::{Basis, days_of};
use crate::points::store::{self, Year};

/// What was declared and counts nothing yet, or was sent back.
struct Unverified {
    day: String,
    kind: String,
    with: String,
    state: (&'static str, String),
    shown_by: Vec<Link>,
}

/// An objection and what became of it.
struct Raised {
    on: String,
    about: Option<Link>,
    /// By whom, when it was somebody else.
    by: String,
    text: String,
    state: (&'static str, String),
    answer: String,
}

/// How a line counts otherwise than when the year was frozen.
struct Changed {
    day: String,
    label: String,
    shown_by: Vec<Link>,
    then: i32,
    now: i32,
}

/// The year as it was frozen.
struct Frozen {
    revision: i64,
    on: String,
    digest: String,
    entry: Option<i64>,
    /// What the ledger gives now, when that is something else; and what is different.
    now: Option<i32>,
    changed: Vec<Changed>,
}

#[derive(Template)]
#[template(path = "points/sheet.html")]
struct Sheet {
    ui: Ui,
    form: crate::base::form::Form,
    verified: Option<(bool, String)>,
    year: i32,
    name: String,
    /// The reader's own.
    own: bool,
    years: Vec<Link>,
    as_of: String,
    frozen: Option<Frozen>,
    rows: Vec<Row>,
    sums: Vec<Sum>,
    total: i32,
    added: i32,
    taken: i32,
    unverified: Vec<Unverified>,
    raised: Vec<Raised>,
    may_object: bool,
    objecting: bool,
    object_at: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "points/nothing.html")]
struct Nothing {
    ui: Ui,
    years: Vec<Link>,
}

/// Which act an objection is to be about.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    act: Option<Uuid>,
}

/// `GET /points/{year}/{person}`: a statement.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(which): Path<(i32, Uuid)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let mut came = Came::default();
    if let Some(act) = asked.act {
        came.form = came.form.preset_in("object", "act", &act.to_string());
    }
    page_of(&app, &visit, which, came).await
}

/// The page of whoever held no seat in the standing committee this year.
pub(super) async fn nothing(app: &App, visit: &Visit) -> Result<Response> {
    let mut years = Vec::new();
    let after = visit.actor.person.map(|person| format!("/{person}")).unwrap_or_default();
    if let Some(person) = visit.actor.person {
        let kept = crate::ledger::counts::kept(&app.db, app, visit.home.id, Some(person)).await?;
        let own: Vec<_> = kept.seats.iter().filter(|seat| seat.person == person).cloned().collect();
        years = years_of(&own, app.clock.today());
    }
    page(Nothing { years: year_links(&visit.ui, &years, 0, &after), ui: visit.ui.clone() })
}

/// `POST /points/{year}/{person}/objections`: something is wrong with it, or something is missing.
pub(super) async fn object(
    State(app): State<App>,
    visit: Visit,
    Path((year, person)): Path<(i32, Uuid)>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("object");
    store::subject(&app.db, &visit.actor, person, days_of(year)?).await?;
    if visit.actor.person != Some(person) {
        return Err(Error::NotFound);
    }
    let act = form.uuid("act");
    let text = form.value("text").to_owned();
    let said = match form.is_fine() {
        true => parties::object(&app, &visit.actor, &NewObjection { act, year, text: &text }).await,
        false => Err(Error::Invalid(Vec::new())),
    };
    let (status, form) = match said {
        Ok(_) => return Ok(Redirect::to(&format!("/points/{year}/{person}#objections")).into_response()),
        Err(Error::Invalid(found)) => (StatusCode::UNPROCESSABLE_ENTITY, form.mistakes(&found)),
        Err(Error::Conflict(why)) => {
            form.error("act", &why);
            (StatusCode::CONFLICT, form)
        }
        Err(other) => return Err(other),
    };
    page_of(&app, &visit, (year, person), Came { form, status, verified: None }).await
}

/// The statement as a page.
pub(super) async fn page_of(
    app: &App,
    visit: &Visit,
    (year, person): (i32, Uuid),
    came: Came,
) -> Result<Response> {
    let (db, ui, congress) = (&app.db, &visit.ui, visit.home.id);
    let member = store::subject(db, &visit.actor, person, days_of(year)?).await?;
    let today = app.clock.today();
    let basis = Basis::gather(db, app, congress, Some(person), (year, today)).await?;
    let now = basis.statement(person);
    let (frozen, shown) = frozen(app, congress, &now).await?;
    let acts = known(app, ui, congress, (year, person)).await?;
    let names = names(app, congress, shown.lines.iter().chain(&now.lines)).await?;
    let words = Words { ui, charters: basis.kept.charters, acts: &acts, names: &names };
    let raised = objections_concerning(db, congress, (person, year)).await?;
    let own = visit.actor.person == Some(person);
    let may_object = own && visit.actor.may(Permit::ActObject);
    let path = format!("/points/{year}/{person}");
    let mut rows: Vec<Row> =
        shown.lines.iter().enumerate().map(|(at, line)| words.row(at + 1, line)).collect();
    let open: BTreeSet<Uuid> =
        raised.iter().filter(|it| it.outcome.is_empty()).filter_map(|it| it.act_id).collect();
    for (row, line) in rows.iter_mut().zip(&shown.lines) {
        row.disputed = line.act.is_some_and(|act| open.contains(&act));
        // Each act is objected to once; further lines of it say the same.
        let stands = line.act.and_then(|act| acts.get(&act)).filter(|it| it.act.superseded_by.is_none());
        if let Some(known) = stands.filter(|_| may_object && !row.disputed) {
            row.object = format!("{path}?act={}#step-object", known.act.id);
        }
    }
    let (added, taken) = both(&shown);
    let seats: Vec<_> = basis.kept.seats.iter().filter(|seat| seat.person == person).cloned().collect();
    let mut years = years_of(&seats, today);
    if !years.contains(&year) {
        years.push(year);
    }
    let objecting = !came.form.value_in("object", "act").is_empty();
    let reads_all = sees_all(&visit.actor);
    let view = Sheet {
        years: year_links(ui, &years, year, &format!("/{person}")),
        as_of: ui.date(today.min(days_of(year)?.1)),
        frozen: frozen.map(|(year, signed)| as_frozen(&words, (year, signed), (&shown, &now))),
        sums: words.sums(&shown),
        total: shown.total,
        unverified: unverified(&words),
        raised: raised.into_iter().map(|it| told(&words, it, (person, reads_all))).collect(),
        choices: choices(&words, &open),
        ui: ui.clone(),
        form: came.form,
        verified: came.verified,
        object_at: format!("{path}/objections"),
        name: member.name,
        year,
        own,
        rows,
        added,
        taken,
        may_object,
        objecting,
    };
    page_as(came.status, view)
}

/// The statement to be shown: as frozen, else as the ledger gives it.
async fn frozen(
    app: &App,
    congress: Uuid,
    now: &Statement,
) -> Result<(Option<(Year, Option<Signed>)>, Statement)> {
    let Some(last) = store::frozen(&app.db, congress, now.year).await? else {
        return Ok((None, now.clone()));
    };
    let all = store::statements(&app.db, congress, (now.year, last.revision)).await?;
    let Some(kept) = all.iter().find(|it| it.person_id == now.person) else {
        return Ok((None, now.clone()));
    };
    let signed = freeze::signed(&app.db, congress, (now.year, last.revision)).await?;
    Ok((Some((last, signed)), freeze::statement_of(kept, now.year)?))
}

fn as_frozen(
    words: &Words<'_>,
    (year, signed): (Year, Option<Signed>),
    (then, now): (&Statement, &Statement),
) -> Frozen {
    Frozen {
        revision: year.revision,
        on: words.ui.moment(year.frozen_at),
        digest: year.digest,
        entry: signed.map(|it| it.entry),
        now: (then.lines != now.lines).then_some(now.total),
        changed: changed(words, then, now),
    }
}

/// The lines that count otherwise than when the year was frozen.
fn changed(words: &Words<'_>, then: &Statement, now: &Statement) -> Vec<Changed> {
    type Key<'a> = (NaiveDate, Option<Uuid>, &'a str);
    let mut both: BTreeMap<Key<'_>, (&Booked, i32, i32)> = BTreeMap::new();
    for line in &then.lines {
        both.entry((line.on, line.act, &line.line)).or_insert((line, 0, 0)).1 += line.points;
    }
    for line in &now.lines {
        both.entry((line.on, line.act, &line.line)).or_insert((line, 0, 0)).2 += line.points;
    }
    let differ = both.into_values().filter(|(_, then, now)| then != now);
    differ
        .map(|(line, then, now)| Changed {
            day: words.day(line.on),
            label: words.label(line),
            shown_by: words.shown_by(line.act),
            then,
            now,
        })
        .collect()
}

/// What adds, and what takes away.
fn both(statement: &Statement) -> (i32, i32) {
    let sum = |sign: i32| {
        statement.lines.iter().map(|line| line.points).filter(|it| it.signum() == sign).sum::<i32>()
    };
    (sum(1), sum(-1))
}

/// The person's acts of the year in any state, with the names of those on the other side.
async fn known(
    app: &App,
    ui: &Ui,
    congress: Uuid,
    (year, person): (i32, Uuid),
) -> Result<BTreeMap<Uuid, Known>> {
    let acts: Vec<Act> =
        facts(&app.db, congress, days_of(year)?, Some(person)).await?.into_iter().map(|it| it.act).collect();
    let ids: BTreeSet<Uuid> = acts.iter().map(|act| act.id).collect();
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let parties = parties_of_all(&app.db, congress, &ids).await?;
    let with = |act: Uuid| {
        let names = parties.iter().filter(|it| it.act_id == act).map(|it| it.name.as_str());
        names.collect::<Vec<_>>().join(&ui.t("points-names"))
    };
    Ok(acts.into_iter().map(|act| (act.id, Known { with: with(act.id), act })).collect())
}

/// The names of those with whom something was missed.
async fn names<'a>(
    app: &App,
    congress: Uuid,
    lines: impl Iterator<Item = &'a Booked>,
) -> Result<BTreeMap<Uuid, String>> {
    let missed: BTreeSet<Uuid> =
        lines.filter(|line| line.act.is_none()).filter_map(|line| line.target).collect();
    let mut names = BTreeMap::new();
    for id in missed {
        match people::store::name(&app.db, congress, id).await {
            Ok(name) => drop(names.insert(id, name)),
            // A place, not a person.
            Err(Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(names)
}

fn unverified(words: &Words<'_>) -> Vec<Unverified> {
    let waits = |it: &&Known| matches!(it.act.state(), Some(ActState::Declared | ActState::Returned));
    let mut waiting: Vec<&Known> = words.acts.values().filter(waits).collect();
    waiting.sort_by_key(|it| (it.act.on_day, it.act.id));
    let line = |it: &Known| Unverified {
        day: words.day(it.act.on_day),
        kind: words.ui.word("act-kind", &it.act.kind),
        with: it.with.clone(),
        state: match it.act.state() {
            Some(ActState::Returned) if it.act.kind() == Some(ActKind::Merit) => {
                ("stop", words.ui.word("points-merit", "returned"))
            }
            Some(ActState::Returned) => ("stop", words.ui.t("points-returned")),
            _ => ("wait", words.ui.t("points-declared")),
        },
        shown_by: words.shown_by(Some(it.act.id)),
    };
    waiting.into_iter().map(line).collect()
}

/// An objection in words. What somebody else said of the act is for the commission; the member sees that it was said.
fn told(words: &Words<'_>, it: Objection, (person, reads_all): (Uuid, bool)) -> Raised {
    let ui = words.ui;
    let others = it.person_id != person;
    let about = it.act_id.and_then(|id| words.acts.get(&id)).map(|known| {
        let what = ui.word("act-kind", &known.act.kind);
        Link::new(
            format!("/acts/{}", known.act.id),
            ui.t2("points-about", "day", words.day(known.act.on_day), "act", what),
        )
    });
    let (state, hidden) = match it.outcome.as_str() {
        "" => (("wait", ui.word("points-outcome", "open")), true),
        "kept" => (("done", ui.word("points-outcome", "kept")), false),
        _ => (("go", ui.word("points-outcome", "corrected")), false),
    };
    Raised {
        on: ui.moment(it.at),
        about,
        by: if others { ui.t1("points-objected-by", "name", it.name) } else { String::new() },
        text: if others && !reads_all { String::new() } else { it.text },
        state,
        answer: if hidden { String::new() } else { it.answer },
    }
}

/// What an objection can be about: something that is missing, or one of the acts.
fn choices(words: &Words<'_>, open: &BTreeSet<Uuid>) -> Vec<Choice> {
    let stands = |it: &&Known| {
        matches!(it.act.state(), Some(ActState::Declared | ActState::Verified))
            && it.act.superseded_by.is_none()
            && !it.act.void
            && !open.contains(&it.act.id)
    };
    let mut acts: Vec<&Known> = words.acts.values().filter(stands).collect();
    acts.sort_by_key(|it| (it.act.on_day, it.act.id));
    let choice = |it: &Known| {
        let what = words.ui.word("act-kind", &it.act.kind);
        let about = words.ui.t2("points-about", "day", words.day(it.act.on_day), "act", what);
        Choice::new(it.act.id.to_string(), format!("{about} {}", it.with))
    };
    acts.into_iter().map(choice).collect()
}
