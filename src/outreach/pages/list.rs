use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use charter::{ActKind, Charters, Per, Vocabulary};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use uuid::Uuid;

use super::{called, charters, state_tag};
use crate::access::{Permit, Scope, Visit};
use crate::base::page::{Link, Ui, page};
use crate::base::{App, Result};
use crate::duties;
use crate::ledger::store::Line;
use crate::outreach::store::{self, Which};

/// The states that a list may be narrowed to, in the order shown.
const STATES: [&str; 4] = ["declared", "returned", "verified", "draft"];

/// What a link to the list may carry.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    year: Option<i32>,
    state: Option<String>,
    q: Option<String>,
    after: Option<String>,
}

/// An activity as a line people read.
struct Row {
    id: Uuid,
    day: String,
    method: String,
    place: String,
    /// Who took part; empty where it is always oneself.
    deputies: String,
    /// In how many deputies' own constituency it was, as words.
    home: String,
    /// The shapes and words of where its acts are.
    states: Vec<(&'static str, String)>,
    late: bool,
}

/// How one's duty of clause 7 stands.
struct Progress {
    number: String,
    label: String,
    missing: u32,
}

#[derive(Template)]
#[template(path = "outreach/list.html")]
struct ListPage {
    ui: Ui,
    years: Vec<Link>,
    states: Vec<Link>,
    /// What was typed into the search by name; none where all is one's own.
    typed: Option<String>,
    kept: Vec<(&'static str, String)>,
    rows: Vec<Row>,
    progress: Vec<Progress>,
    first: Option<String>,
    next: Option<String>,
    may_record: bool,
}

/// `GET /outreach?year=…&state=…&q=…`: one's own activities, one's office's, or everybody's.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let state = asked.state.as_deref().and_then(|it| STATES.into_iter().find(|state| *state == it));
    let name = asked.q.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let which = Which {
        state: state.map(ToOwned::to_owned),
        name: name.map(ToOwned::to_owned),
        days: asked.year.and_then(year_of),
    };
    let (found, next) = store::list(&app.db, &visit.actor, &which, asked.after.as_deref()).await?;
    let mut acts = store::acts_of(&app.db, &visit.actor, &found).await?;
    let charters = charters(&app, &visit).await?;
    let (ui, own) = (&visit.ui, only_own(&visit));
    let row = |id: Uuid| row(ui, charters, (id, own), &acts.remove(&id).unwrap_or_default());
    let rows: Vec<Row> = found.into_iter().filter_map(row).collect();
    let here = Here { year: asked.year, state, name };
    let this_year = visit.ui.today.year();
    let year = |year: Option<i32>| {
        let label =
            year.map_or_else(|| ui.t("outreach-all-years"), |n| ui.t1("outreach-year", "n", n.to_string()));
        Link::new(Here { year, ..here }.href(), label).here(year == here.year)
    };
    let of_state = |state: Option<&'static str>| {
        let label = state.map_or_else(|| ui.t("outreach-all-states"), |it| ui.word("act-state", it));
        Link::new(Here { state, ..here }.href(), label).here(state == here.state)
    };
    let view = ListPage {
        years: [None, Some(this_year), Some(this_year - 1)].map(year).into(),
        states: std::iter::once(None).chain(STATES.map(Some)).map(of_state).collect(),
        typed: (!own).then(|| name.unwrap_or_default().to_owned()),
        kept: Here { name: None, ..here }.pairs(),
        rows,
        progress: progress(&app, &visit).await?,
        first: asked.after.is_some().then(|| here.href()),
        next: next.map(|next| here.with(("after", next))),
        may_record: visit.actor.may(Permit::OutreachRecord),
        ui: visit.ui,
    };
    page(view)
}

fn year_of(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    // Days that a database can hold.
    let year = (1900..3000).contains(&year).then_some(year)?;
    NaiveDate::from_ymd_opt(year, 1, 1).zip(NaiveDate::from_ymd_opt(year, 12, 31))
}

/// Whether everything that the visitor sees here is his or her own.
fn only_own(visit: &Visit) -> bool {
    let mut posts = visit.actor.posts_with(Permit::OutreachRead);
    posts.all(|(post, scope)| scope == Scope::Own && post.role == crate::access::Role::Deputy)
}

/// What the list is narrowed to.
#[derive(Clone, Copy)]
struct Here<'a> {
    year: Option<i32>,
    state: Option<&'static str>,
    name: Option<&'a str>,
}

impl Here<'_> {
    fn pairs(self) -> Vec<(&'static str, String)> {
        let year = self.year.map(|year| ("year", year.to_string()));
        let state = self.state.map(|state| ("state", state.to_owned()));
        let name = self.name.map(|name| ("q", name.to_owned()));
        [year, state, name].into_iter().flatten().collect()
    }

    fn href(self) -> String {
        address(&self.pairs())
    }

    fn with(self, more: (&'static str, String)) -> String {
        let mut pairs = self.pairs();
        pairs.push(more);
        address(&pairs)
    }
}

fn address(pairs: &[(&'static str, String)]) -> String {
    match serde_urlencoded::to_string(pairs) {
        Ok(query) if !query.is_empty() => format!("/outreach?{query}"),
        _ => "/outreach".to_owned(),
    }
}

/// An activity with its acts; nothing when all that the reader may see of it was given up meanwhile.
fn row(ui: &Ui, charters: &Charters, (id, own): (Uuid, bool), acts: &[Line]) -> Option<Row> {
    let acts: Vec<&Line> =
        acts.iter().filter(|line| line.act.state != "discarded" && !line.act.void).collect();
    let act = &acts.first()?.act;
    let names: Vec<&str> = acts.iter().map(|line| line.name.as_str()).collect();
    let separator = ui.t("outreach-and");
    let deputies = match names.len() {
        0..=3 => names.join(&separator),
        n => ui.t2("outreach-and-others", "names", names[..3].join(&separator), "n", n),
    };
    let at_home = acts.iter().filter(|line| line.act.constituency_id.is_some()).count();
    let home = match (at_home, acts.len()) {
        (0, _) => ui.t("outreach-home-no"),
        (n, all) if n == all => ui.t("outreach-home-yes"),
        (n, _) => ui.t1("outreach-home-some", "n", n),
    };
    let mut states: Vec<((&'static str, String), usize)> = Vec::new();
    for line in &acts {
        let tag = state_tag(ui, &line.act);
        match states.iter_mut().find(|(known, _)| *known == tag) {
            Some((_, n)) => *n += 1,
            None => states.push((tag, 1)),
        }
    }
    let several = states.len() > 1;
    let counted = |((kind, word), n): ((&'static str, String), usize)| {
        (kind, if several { ui.t2("outreach-state-of", "state", word, "n", n) } else { word })
    };
    Some(Row {
        id,
        day: ui.date(act.on_day),
        method: called(ui, charters, (Vocabulary::OutreachMethods, act.on_day), &act.method),
        place: act.place.clone(),
        deputies: if own { String::new() } else { deputies },
        home,
        states: states.into_iter().map(counted).collect(),
        late: acts.iter().any(|line| line.act.is_late()),
    })
}

/// One's own duty of activities with voters, one line for each constituency that one serves this year.
async fn progress(app: &App, visit: &Visit) -> Result<Vec<Progress>> {
    let own = visit.actor.posts_with(Permit::OutreachRecord).any(|(_, scope)| scope == Scope::Own);
    let Some(person) = visit.actor.person.filter(|_| own) else { return Ok(Vec::new()) };
    let this_year = (Per::Year, app.clock.today());
    let mut duties = duties::of_person(&app.db, app, visit.home.id, person, this_year).await?;
    duties.retain(|duty| duty.act == ActKind::Outreach);
    let line = |duty: duties::Standing| Progress {
        number: format!("{}/{}", duty.counts.done, duty.counts.owed),
        label: visit.ui.t1("outreach-progress", "place", duty.target),
        missing: duty.counts.missing(),
    };
    Ok(duties.into_iter().map(line).collect())
}
