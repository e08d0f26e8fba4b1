//! A plan: its numbers, its members with how many deputies each has, the deputies of one of them; while it is a draft
//! also the forms that move deputies, take a change back, and publish.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use uuid::Uuid;

use super::{Asked, field, reasons};
use crate::access::{Permit, Sent, Visit};
use crate::assignments::acts::{self, Move, Publishing};
use crate::assignments::sides::Sides;
use crate::assignments::store::{self, Change, Plan, Planned};
use crate::assignments::{BY_HAND, balance::Reason};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form},
    page::{Ui, page_as},
};
use crate::people::store::Sitting;

/// What stands for nobody in addresses and in the list of members.
const NOBODY: &str = "nobody";
/// Names that a sentence tells.
const TOLD: usize = 3;

/// A member in the list beside.
struct Beside {
    code: String,
    name: String,
    count: usize,
    away: bool,
    /// The seat has ended since.
    gone: bool,
    here: bool,
}

/// A deputy of the member shown.
struct Row {
    pair: Planned,
    deputy: Option<Sitting>,
    reasons: String,
    flagged: bool,
}

#[derive(Template)]
#[template(path = "assignments/pages/plan.html")]
struct PlanPage {
    ui: Ui,
    form: Form,
    plan: Plan,
    /// Numbers with their labels and where their rows are.
    figures: Vec<(String, String, String)>,
    flagged: Vec<(String, String, String)>,
    members: Vec<Beside>,
    /// Whose deputies are shown.
    chosen: String,
    name: String,
    about: String,
    rows: Vec<Row>,
    targets: Vec<Choice>,
    undo: String,
    may_keep: bool,
    /// Deputies for whom no member may be.
    alone: bool,
    /// Somebody's seat has ended or begun since it was proposed.
    stale: bool,
    outcome: String,
}

/// `GET /assignments/plans/{id}?member=…`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let member = asked.member.unwrap_or_default();
    shown(&app, visit, (id, &member), (StatusCode::OK, Form::new())).await
}

async fn shown(
    app: &App,
    visit: Visit,
    (id, member): (Uuid, &str),
    (status, form): (StatusCode, Form),
) -> Result<Response> {
    let congress = visit.home.id;
    let plan = store::plan(&app.db, congress, id).await?;
    let keeps = visit.actor.may(Permit::AssignmentKeep);
    if plan.state != "published" && !keeps {
        return Err(Error::NotFound);
    }
    let sides = Sides::on(&app.db, congress, plan.in_force_on).await?;
    let planned = store::planned(&app.db, congress, id).await?;
    let last = if plan.is_draft() { store::last_change(&app.db, congress, id).await? } else { Vec::new() };
    let view = Seen { ui: &visit.ui, plan: &plan, sides: &sides, planned: &planned };
    let members = view.members(member);
    let chosen =
        members.iter().find(|beside| beside.here).map(|beside| beside.code.clone()).unwrap_or_default();
    let draft = plan.is_draft();
    let page = PlanPage {
        figures: view.figures(),
        flagged: view.flagged(),
        name: members.iter().find(|beside| beside.here).map(|beside| beside.name.clone()).unwrap_or_default(),
        about: view.about(&chosen),
        rows: view.rows(&chosen),
        targets: view.targets(&chosen, &members),
        undo: view.undo(&last),
        may_keep: draft && keeps,
        alone: planned.iter().any(|pair| pair.member_id.is_none()),
        stale: draft && view.is_stale(),
        outcome: view.outcome(),
        members,
        chosen,
        form,
        plan: plan.clone(),
        ui: visit.ui.clone(),
    };
    page_as(status, page)
}

impl PlanPage {
    fn title(&self) -> String {
        let published = self.plan.state == "published";
        let key = if published { "assignments-plan-published" } else { "assignments-plan-title" };
        self.ui.t1(key, "day", self.ui.date(self.plan.in_force_on))
    }

    fn field(&self, code: &str) -> String {
        field(&self.ui, code)
    }
}

/// What the page is made of.
struct Seen<'a> {
    ui: &'a Ui,
    plan: &'a Plan,
    sides: &'a Sides,
    planned: &'a [Planned],
}

fn code(member: Option<Uuid>) -> String {
    member.map_or_else(|| NOBODY.to_owned(), |id| id.to_string())
}

fn says(pair: &Planned, word: &str) -> bool {
    pair.reasons.split_whitespace().any(|reason| reason == word)
}

impl Seen<'_> {
    /// Everybody's place in the list: deputies with nobody first, then the members in the order of names.
    fn members(&self, wanted: &str) -> Vec<Beside> {
        let mut counts: BTreeMap<Option<Uuid>, usize> = BTreeMap::new();
        for pair in self.planned {
            *counts.entry(pair.member_id).or_default() += 1;
        }
        let mut all = Vec::new();
        if let Some(count) = counts.remove(&None) {
            let name = self.ui.t("assignments-nobody");
            all.push(Beside { code: NOBODY.into(), name, count, away: false, gone: false, here: false });
        }
        for member in &self.sides.members {
            let (count, away) =
                (counts.remove(&Some(member.id)).unwrap_or(0), self.sides.away.contains(&member.id));
            let (code, name) = (member.id.to_string(), member.name.clone());
            all.push(Beside { code, name, count, away, gone: false, here: false });
        }
        for (id, count) in counts {
            let name =
                self.planned.iter().find(|pair| pair.member_id == id).and_then(|pair| pair.member.clone());
            let name = name.unwrap_or_default();
            all.push(Beside { code: code(id), name, count, away: false, gone: true, here: false });
        }
        let here = all.iter().position(|beside| beside.code == wanted);
        let first = || all.iter().position(|beside| beside.count > 0);
        if let Some(beside) = here.or_else(first).and_then(|at| all.get_mut(at)) {
            beside.here = true;
        }
        all
    }

    fn rows(&self, chosen: &str) -> Vec<Row> {
        let of = self.planned.iter().filter(|pair| code(pair.member_id) == chosen);
        let row = |pair: &Planned| Row {
            deputy: self.sides.deputy(pair.deputy_id).cloned(),
            reasons: reasons(self.ui, pair.reasons.split_whitespace()),
            flagged: says(pair, Reason::SameUnit.word()),
            pair: pair.clone(),
        };
        of.map(row).collect()
    }

    /// What is known of the member shown.
    fn about(&self, chosen: &str) -> String {
        let Some(member) = chosen.parse().ok().and_then(|id| self.sides.member(id)) else {
            return String::new();
        };
        let field = field(self.ui, &member.field);
        let parts = [&member.unit, &member.post, member.area.as_ref().unwrap_or(&String::new()), &field]
            .map(Clone::clone);
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    fn targets(&self, chosen: &str, members: &[Beside]) -> Vec<Choice> {
        let label = |beside: &Beside| {
            let key = if beside.away { "assignments-target-away" } else { "assignments-target" };
            self.ui.t2(key, "name", &beside.name, "n", beside.count)
        };
        let others = members.iter().filter(|it| it.code != chosen && it.code != NOBODY && !it.gone);
        let mut targets: Vec<Choice> = others.map(|it| Choice::new(it.code.clone(), label(it))).collect();
        if chosen != NOBODY {
            targets.push(Choice::new(NOBODY, self.ui.t("assignments-target-nobody")));
        }
        targets
    }

    fn kept(&self) -> usize {
        let stays = |pair: &&Planned| {
            let before = self.sides.before.get(&pair.deputy_id);
            pair.member_id.is_some() && before.map(|before| before.member_id) == pair.member_id
        };
        self.planned.iter().filter(stays).count()
    }

    fn figures(&self) -> Vec<(String, String, String)> {
        let mut loads: BTreeMap<Uuid, usize> = BTreeMap::new();
        for member in self.sides.members.iter().filter(|member| !self.sides.away.contains(&member.id)) {
            loads.insert(member.id, 0);
        }
        self.planned
            .iter()
            .filter_map(|pair| pair.member_id)
            .for_each(|id| *loads.entry(id).or_default() += 1);
        let (least, most) = (loads.values().min().unwrap_or(&0), loads.values().max().unwrap_or(&0));
        let load = if least == most { least.to_string() } else { format!("{least}–{most}") };
        let with = self.planned.iter().filter(|pair| pair.member_id.is_some()).count();
        let without = self.planned.len() - with;
        let count = |word: &str| self.planned.iter().filter(|pair| says(pair, word)).count();
        let mut figures: Vec<(String, &str, String)> = vec![
            (loads.len().to_string(), "members", "#members".into()),
            (with.to_string(), "contacted", String::new()),
            (load, "load", String::new()),
            (self.kept().to_string(), "kept", String::new()),
            ((with - self.kept()).to_string(), "new", String::new()),
            (count(Reason::SameArea.word()).to_string(), "area", String::new()),
            (count(Reason::SameField.word()).to_string(), "field", String::new()),
        ];
        for (n, name, href) in [
            (count(BY_HAND), "hand", String::new()),
            (count(Reason::SameUnit.word()), "unit", "#flagged".to_owned()),
            (without, "without", format!("/assignments/plans/{}?member={NOBODY}", self.plan.id)),
        ] {
            if n > 0 {
                figures.push((n.to_string(), name, href));
            }
        }
        figures.into_iter().map(|(n, name, href)| (n, self.ui.word("assignments-stat", name), href)).collect()
    }

    /// Pairs of one unit: the member's place in the list, both names.
    fn flagged(&self) -> Vec<(String, String, String)> {
        let of_one_unit = self.planned.iter().filter(|pair| says(pair, Reason::SameUnit.word()));
        let told = |pair: &Planned| {
            (code(pair.member_id), pair.member.clone().unwrap_or_default(), pair.deputy.clone())
        };
        of_one_unit.map(told).collect()
    }

    /// What the button takes back; empty when nothing was changed.
    fn undo(&self, last: &[Change]) -> String {
        let Some(first) = last.first() else { return String::new() };
        let names: Vec<&str> = last.iter().take(TOLD).map(|change| change.deputy.as_str()).collect();
        let to = first.to_member.clone().unwrap_or_else(|| self.ui.t("assignments-nobody"));
        let key = if last.len() > TOLD { "assignments-undo-more" } else { "assignments-undo-what" };
        let names = names.join(&self.ui.t("assignments-comma"));
        self.ui.ta(key, &[("names", names.into()), ("n", last.len().into()), ("member", to.into())])
    }

    fn is_stale(&self) -> bool {
        let sits = |pair: &Planned| {
            let member = pair.member_id.is_none_or(|id| self.sides.member(id).is_some());
            member && self.sides.deputy(pair.deputy_id).is_some()
        };
        self.planned.len() != self.sides.deputies.len() || !self.planned.iter().all(sits)
    }

    /// What publishing will do.
    fn outcome(&self) -> String {
        let with = self.planned.iter().filter(|pair| pair.member_id.is_some()).count();
        let kept = self.kept();
        let args = [
            ("day", self.ui.date(self.plan.in_force_on).into()),
            ("kept", kept.into()),
            ("ended", (self.sides.before.len() - kept).into()),
            ("begun", (with - kept).into()),
        ];
        self.ui.ta("assignments-publish-outcome", &args)
    }
}

fn back(plan: Uuid, member: &str) -> Response {
    Redirect::to(&format!("/assignments/plans/{plan}?member={member}#deputies")).into_response()
}

/// Where a form came from: the member whose deputies were shown.
fn from(form: &Form) -> String {
    let member = form.value("member");
    member.parse::<Uuid>().map_or_else(|_| NOBODY.to_owned(), |id| id.to_string())
}

/// `POST /assignments/plans/{id}/pairs`: the ticked deputies go to another member.
pub(super) async fn move_pairs(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("move");
    let member = from(&form);
    let version = form.whole("version", 0, i64::MAX).unwrap_or_default();
    let deputies: Vec<Uuid> = form.values("deputies").iter().filter_map(|id| id.parse().ok()).collect();
    let to = match form.value("to") {
        NOBODY => None,
        _ => form.uuid("to"),
    };
    if to.is_none() && form.value("to") != NOBODY && form.problem("to").is_none() {
        form.error("to", "assignments-member-missing");
    }
    if deputies.is_empty() {
        form.error("deputies", "assignments-none-ticked");
    }
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    if !form.is_fine() {
        return shown(&app, visit, (id, &member), (refused, form)).await;
    }
    match acts::move_pairs(&app, &visit.actor, id, &Move { deputies, to, version }).await {
        Ok(()) => Ok(back(id, &member)),
        Err(Error::Invalid(mistakes)) => {
            shown(&app, visit, (id, &member), (refused, form.mistakes(&mistakes))).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /assignments/plans/{id}/undo`
pub(super) async fn undo(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form;
    let version = form.whole("version", 0, i64::MAX).unwrap_or_default();
    acts::undo(&app, &visit.actor, id, version).await?;
    Ok(back(id, &from(&form)))
}

/// `POST /assignments/plans/{id}/publication`
pub(super) async fn publish(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("publish");
    let version = form.whole("version", 0, i64::MAX).unwrap_or_default();
    let said = Publishing { version, without: form.checked("without") };
    match acts::publish(&app, &visit.actor, id, &said).await {
        Ok(_) => Ok(Redirect::to(&format!("/assignments/plans/{id}")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let form = form.mistakes(&mistakes);
            shown(&app, visit, (id, ""), (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}
