//! The page of one roster.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{counts, of, tag};
use crate::access::{Permit, Visit};
use crate::base::{
    App, Result,
    page::{Link, Ui, page},
};
use crate::exchange::roster::acts::{KEPT, Report, kept_report, stands};
use crate::exchange::roster::findings::Finding;
use crate::exchange::roster::plan::{Outcome, What};
use crate::exchange::roster::progress;
use crate::exchange::roster::sheets::Tab;
use crate::exchange::roster::store::{Roster, one};
use crate::exchange::roster::wishes::{self, Seen, Stands};

/// Findings or changes on one page.
const PAGE: usize = 50;

/// Which part of what was found, and which page of it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    show: Option<String>,
    page: Option<usize>,
}

/// A sheet's numbers: its name; how many rows are new, change, stay, are wrong.
struct Sum {
    sheet: &'static str,
    numbers: [usize; 4],
    is_wrong: bool,
}

/// A finding in words.
pub(super) struct Told {
    /// The cell as spreadsheets name it.
    pub place: String,
    /// What stands above the column.
    pub title: String,
    /// What is wrong.
    pub why: String,
    /// What was meant, or what to do.
    pub hint: String,
}

/// A row that is new or changes, in words.
struct Changed {
    place: String,
    label: String,
    what: String,
    kind: &'static str,
    changes: Vec<String>,
}

/// What may be done with it.
#[derive(Default)]
struct May {
    import: bool,
    remove: bool,
    undo: bool,
    /// Print slips for accounts that it made.
    slips: bool,
}

#[derive(Template)]
#[template(path = "exchange/roster/show.html")]
struct Show {
    ui: Ui,
    roster: Roster,
    kind: &'static str,
    /// The page asks how far it is while this is so.
    working: bool,
    /// So many of so many, where this program works on it, and that in words.
    far: Option<(usize, usize, String)>,
    sums: Vec<Sum>,
    /// Whether there are mistakes or notes to be downloaded.
    has_findings: bool,
    filters: Vec<Link>,
    told: Vec<Told>,
    changed: Vec<Changed>,
    first: Option<String>,
    next: Option<String>,
    notices: Vec<Notice>,
    until: String,
    undo: String,
    may: May,
}

/// Something to be said above all else.
struct Notice {
    kind: &'static str,
    text: String,
}

pub(super) fn told(ui: &Ui, finding: &Finding) -> Told {
    Told {
        place: finding.place(),
        title: finding.title.clone(),
        why: finding.why.said(ui.lang),
        hint: finding.hint.as_ref().map(|hint| hint.said(ui.lang)).unwrap_or_default(),
    }
}

fn changed(ui: &Ui, outcome: &Outcome) -> Changed {
    let is_new = outcome.what == What::New;
    let or_nothing = |text: &str| if text.is_empty() { ui.t("roster-nothing") } else { text.to_owned() };
    let change = |change: &crate::exchange::roster::plan::Changed| {
        let (old, new) = (or_nothing(&change.old), or_nothing(&change.new));
        let args = [("title", change.title.as_str().into()), ("old", old.into()), ("new", new.into())];
        ui.ta("roster-change", &args)
    };
    Changed {
        place: format!("{}!{}", outcome.tab.name(), outcome.row + 1),
        label: outcome.label.clone(),
        what: ui.t(if is_new { "roster-new" } else { "roster-changed" }),
        kind: if is_new { "new" } else { "go" },
        changes: outcome.changes.iter().map(change).collect(),
    }
}

/// `GET /rosters/{id}?show=mistakes|notes|changes&page=…`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let congress = visit.home.id;
    let roster = one(&app.db, congress, id).await?;
    let report = kept_report(&app.db, congress, id).await?;
    let applied = roster.state == "applied";
    let stands = if applied { stands(&app.db, &app, congress, &roster).await? } else { None };
    let (mistakes, notes): (Vec<&Finding>, Vec<&Finding>) =
        report.findings.iter().partition(|finding| finding.grave);
    let found = [mistakes.len(), notes.len(), report.outcomes.len()];
    let part = part(asked.show.as_deref(), found);
    let at = asked.page.unwrap_or_default();
    let paged = |n: usize| (at * PAGE).min(n)..((at + 1) * PAGE).min(n);
    let (told_now, changed_now) = match part {
        "mistakes" => (mistakes[paged(found[0])].to_vec(), Vec::new()),
        "notes" => (notes[paged(found[1])].to_vec(), Vec::new()),
        _ => (Vec::new(), report.outcomes[paged(found[2])].iter().collect()),
    };
    let all = match part {
        "mistakes" => found[0],
        "notes" => found[1],
        _ => found[2],
    };
    let here = format!("/rosters/{id}?show={part}");
    let ready = roster.state == "checked";
    let ui = &visit.ui;
    let told: Vec<Told> = told_now.into_iter().map(|finding| told(ui, finding)).collect();
    let changed: Vec<Changed> = changed_now.into_iter().map(|outcome| changed(ui, outcome)).collect();
    let may = May {
        import: ready && found[0] == 0 && found[2] > 0,
        remove: matches!(roster.state.as_str(), "uploaded" | "checked" | "unread"),
        undo: applied && stands.is_none(),
        slips: applied && visit.actor.may(Permit::AccountsManage) && made(&roster),
    };
    let mut notices = said(ui, &roster, &report, found);
    if let Some(why) = stands {
        notices.push(("plain", why.said(ui.lang)));
    }
    notices.extend(wished_said(ui, &wishes::seen(&app.db, &visit.actor, id).await?));
    let notices = notices.into_iter().map(|(kind, text)| Notice { kind, text }).collect();
    let until = roster.applied_at.map(|at| ui.moment(at + KEPT)).unwrap_or_default();
    let far = progress::far(id).map(|(done, all)| (done, all, far_said(ui, &roster, (done, all))));
    page(Show {
        kind: tag(&roster.state),
        working: matches!(roster.state.as_str(), "uploaded" | "waiting"),
        far,
        sums: sums(&roster),
        has_findings: found[0] + found[1] > 0,
        filters: filters(ui, id, (part, found)),
        told,
        changed,
        first: (at > 0).then(|| here.clone()),
        next: ((at + 1) * PAGE < all).then(|| format!("{here}&page={}", at + 1)),
        notices,
        until,
        undo: format!("/rosters/{id}/undo"),
        may,
        roster,
        ui: visit.ui,
    })
}

/// Whether it made accounts.
fn made(roster: &Roster) -> bool {
    let accounts = counts(roster).remove(&Tab::Accounts).unwrap_or_default();
    accounts.get(&What::New).is_some_and(|many| *many > 0)
}

/// How far the roles are given that it wished for.
fn wished_said(ui: &Ui, wished: &[Seen]) -> Option<(&'static str, String)> {
    let given = wished.iter().filter(|it| it.stands == Stands::Held).count();
    (!wished.is_empty()).then(|| ("plain", ui.t2("roster-wished", "all", wished.len(), "given", given)))
}

fn far_said(ui: &Ui, roster: &Roster, (done, all): (usize, usize)) -> String {
    let key = if roster.state == "waiting" { "roster-writing-far" } else { "roster-checking-far" };
    ui.ta(key, &[("done", done.into()), ("all", all.into())])
}

/// The part that is shown: what was asked for, else mistakes first.
fn part(asked: Option<&str>, [mistakes, notes, changes]: [usize; 3]) -> &'static str {
    match asked {
        Some("mistakes") => "mistakes",
        Some("notes") => "notes",
        Some("changes") => "changes",
        _ if mistakes > 0 => "mistakes",
        _ if changes == 0 && notes > 0 => "notes",
        _ => "changes",
    }
}

fn filters(ui: &Ui, id: Uuid, (part, found): (&str, [usize; 3])) -> Vec<Link> {
    let parts = [("mistakes", "roster-mistakes"), ("notes", "roster-notes"), ("changes", "roster-changes")];
    let link = |((name, key), n): ((&str, &str), usize)| {
        let link = Link::new(format!("/rosters/{id}?show={name}"), ui.t(key)).here(name == part);
        link.count(u64::try_from(n).unwrap_or_default())
    };
    parts.into_iter().zip(found).filter(|(_, n)| *n > 0).map(link).collect()
}

fn sums(roster: &Roster) -> Vec<Sum> {
    let sum = |(tab, rows): (Tab, std::collections::BTreeMap<What, usize>)| {
        let all = [What::New, What::Changed, What::Same, What::Wrong];
        let numbers = all.map(|what| rows.get(&what).copied().unwrap_or_default());
        Sum { sheet: tab.name(), numbers, is_wrong: numbers[3] > 0 }
    };
    counts(roster).into_iter().map(sum).collect()
}

/// What there is to say about its state.
fn said(
    ui: &Ui,
    roster: &Roster,
    report: &Report,
    [mistakes, _, changes]: [usize; 3],
) -> Vec<(&'static str, String)> {
    let mut notices = Vec::new();
    if let Some(why) = &report.failed {
        notices.push(("warn", why.said(ui.lang)));
    }
    match roster.state.as_str() {
        "unread" => {
            let why = report.unread.as_ref().map(|why| why.said(ui.lang)).unwrap_or_default();
            notices.push(("warn", why));
        }
        "checked" => {
            if report.moved {
                notices.push(("warn", ui.t("roster-moved")));
            }
            if mistakes > 0 {
                notices.push(("warn", ui.t1("roster-mistakes-lead", "n", mistakes as i64)));
            } else if changes == 0 {
                notices.push(("plain", ui.t("roster-no-change")));
            } else {
                notices.push(("good", ui.t("roster-ready")));
            }
        }
        "applied" => {
            let counts = counts(roster);
            let (new, changed) = (of(&counts, What::New) as i64, of(&counts, What::Changed) as i64);
            let moment = roster.applied_at.map(|at| ui.moment(at)).unwrap_or_default();
            let args = [("moment", moment.into()), ("new", new.into()), ("changed", changed.into())];
            notices.push(("good", ui.ta("roster-done", &args)));
        }
        "undone" => {
            let moment = roster.undone_at.map(|at| ui.moment(at)).unwrap_or_default();
            notices.push(("plain", ui.t1("roster-undone", "moment", moment)));
        }
        "dropped" => notices.push(("plain", ui.t("roster-dropped"))),
        _ => {}
    }
    notices
}
