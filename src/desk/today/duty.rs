//! What the ledger says to each role: one's own duties (n of how many), who of one's people is behind, what waits to
//! be verified. Every number leads to the list behind it.

use charter::Per;
use chrono::Datelike;

use super::Figure;
use crate::access::{Permit, Post, Role, Visit};
use crate::base::{App, Result};
use crate::duties::{self, Summary, Which};
use crate::ledger::store;
use crate::reports;

/// The numbers of a post.
pub(super) async fn figures(app: &App, visit: &Visit, post: &Post) -> Result<Vec<Figure>> {
    match post.role {
        Role::Deputy | Role::Member => own(app, visit, post.role).await,
        Role::GroupLeader | Role::LocalOffice | Role::WorkingBody | Role::Leadership => {
            people(app, visit).await
        }
        Role::Commission => {
            let mut figures = waiting(app, visit).await?;
            figures.extend(people(app, visit).await?);
            Ok(figures)
        }
        _ => Ok(Vec::new()),
    }
}

/// One's own duties of this year and this term: a member's contacts over all deputies together.
async fn own(app: &App, visit: &Visit, role: Role) -> Result<Vec<Figure>> {
    let Some(person) = visit.actor.person else { return Ok(Vec::new()) };
    let mut figures = Vec::new();
    for per in [Per::Year, Per::Term] {
        let day = app.clock.today();
        let standings = duties::of_person(&app.db, app, visit.actor.congress, person, (per, day)).await?;
        let mine = |act: charter::ActKind| (act == charter::ActKind::Contact) == (role == Role::Member);
        let standings: Vec<_> = standings.into_iter().filter(|one| mine(one.act)).collect();
        let reports = |sum: &Summary| {
            let mut same = standings.iter().filter(|one| one.counts.duty == sum.duty);
            same.any(|one| one.act == charter::ActKind::DutyReport)
        };
        for sum in duties::summary(&standings) {
            figures.push(Figure {
                number: format!("{}/{}", sum.done, sum.owed),
                label: sum.label.pick(visit.ui.lang.code()).to_owned(),
                href: match role {
                    Role::Member => "/contacts".to_owned(),
                    _ if reports(&sum) => "/reporting".to_owned(),
                    _ => "/duties".to_owned(),
                },
            });
        }
    }
    Ok(figures)
}

/// How many of one's people are behind with each yearly duty; with nobody behind, how far it is done.
async fn people(app: &App, visit: &Visit) -> Result<Vec<Figure>> {
    let day = app.clock.today();
    let standings = duties::of(&app.db, app, &visit.actor, (Per::Year, day), &Which::default()).await?;
    let figure = |sum: Summary| {
        let label = sum.label.pick(visit.ui.lang.code()).to_owned();
        let behind = sum.behind + sum.missed;
        let (number, key, show) = match behind {
            0 => (format!("{}/{}", sum.done, sum.owed), "desk-duty-done", "all"),
            behind => (behind.to_string(), "desk-duty-behind", "behind"),
        };
        let href = format!("/duties?year={}&duty={}&show={show}", day.year(), sum.duty);
        Figure { number, label: visit.ui.t1(key, "duty", label), href }
    };
    Ok(duties::summary(&standings).into_iter().map(figure).collect())
}

/// What waits for the commission: acts to be verified, objections to be answered.
async fn waiting(app: &App, visit: &Visit) -> Result<Vec<Figure>> {
    let declared = store::count(&app.db, &visit.actor, &store::Which::waiting()).await?;
    let objections = store::open_objections(&app.db, visit.actor.congress).await?;
    let ui = &visit.ui;
    Ok(vec![
        Figure {
            number: declared.to_string(),
            label: ui.t("desk-verify"),
            href: "/verifications".to_owned(),
        },
        Figure {
            number: objections.to_string(),
            label: ui.t("desk-objections"),
            href: "/objections".to_owned(),
        },
    ])
}

/// What voters asked about duty reports and nobody has answered yet.
pub(super) async fn questions(app: &App, visit: &Visit) -> Result<Vec<Figure>> {
    let answers = visit.actor.may(Permit::ReportWrite) || visit.actor.has_role(Role::Commission);
    if !answers || !visit.actor.may(Permit::ReportRead) {
        return Ok(Vec::new());
    }
    let number = reports::store::unanswered(&app.db, &visit.actor).await?;
    let (label, href) = (visit.ui.t("reports-questions-open"), "/reporting/questions".to_owned());
    let figure = Figure { number: number.to_string(), label, href };
    Ok(if number > 0 { vec![figure] } else { Vec::new() })
}
