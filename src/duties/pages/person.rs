use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use charter::{Period, Scope};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use uuid::Uuid;

use super::list::{forecast, pace_tag, years_of};
use crate::access::{Permit, Visit};
use crate::base::page::{Link, Ui, page};
use crate::base::{App, Error, Result};
use crate::duties::evidence::{Evidence, of_person};
use crate::duties::lines::place;
use crate::duties::standings::{self, Standing, Which, day_in};
use crate::duties::store;
use crate::ledger::counts::{self, Kept};

/// What a link to the page may carry.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    year: Option<i32>,
}

/// One deputy or place towards which a duty is owed, with what shows how far it is done.
struct Target {
    standing: Standing,
    kind: &'static str,
    pace: String,
    forecast: String,
    /// Why less is owed than in a whole year; empty when it is whole.
    part: String,
    acts: Vec<(Uuid, String)>,
}

/// One duty.
struct Section {
    label: String,
    period: String,
    targets: Vec<Target>,
}

#[derive(Template)]
#[template(path = "duties/person.html")]
struct PersonPage {
    ui: Ui,
    name: String,
    place: String,
    years: Vec<Link>,
    sections: Vec<Section>,
    days: Vec<String>,
    acts_href: String,
    archive_href: String,
}

/// `GET /duties/{person}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(person): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (db, actor) = (&app.db, &visit.actor);
    let person = Uuid::try_parse(&person).map_err(|_| Error::NotFound)?;
    let found = store::reached(db, actor, Permit::DutyRead, Some(person), None).await?;
    let who = found.first().ok_or(Error::NotFound)?;
    let today = visit.ui.today;
    let year = asked.year.filter(|year| (1990..=2990).contains(year)).unwrap_or(today.year());
    let day = day_in(year, today);
    let kept = counts::kept(db, &app, actor.congress, Some(person)).await?;
    let mut sections: Vec<Section> = Vec::new();
    for per in charter::Per::ALL.iter().copied() {
        let which = Which { person: Some(person), ..Which::default() };
        let all = standings::of(db, &app, actor, (per, day), &which).await?;
        let Some(period) = per.of(day, &kept.terms) else { continue };
        let evidence = of_person(db, &kept, actor.congress, (person, &period)).await?;
        for one in all {
            let acts = evidence.get(&(one.counts.duty.clone(), one.counts.target));
            let (label, target) =
                (one.label.pick(visit.ui.lang.code()).to_owned(), target(&visit.ui, &kept, one, acts));
            match sections.last_mut().filter(|section| section.label == label) {
                Some(section) => section.targets.push(target),
                None => {
                    let period = span(&visit.ui, period.from(), Some(period.to()));
                    sections.push(Section { label, period, targets: vec![target] });
                }
            }
        }
    }
    let link = |of: i32| {
        let href = format!("/duties/{person}?year={of}");
        Link::new(href, visit.ui.t1("duties-year", "year", of.to_string())).here(of == year)
    };
    let view = PersonPage {
        years: years_of(&app, &visit).await?.into_iter().map(link).collect(),
        days: days(&visit.ui, &kept, (person, &Period::of(day))),
        place: place(who.area.as_deref().unwrap_or_default(), who.group_name.as_deref().unwrap_or_default()),
        name: who.name.clone(),
        acts_href: format!("/acts?person={person}&from={year}-01-01&to={year}-12-31"),
        archive_href: if actor.may(Permit::ArchiveRead) {
            format!("/archives/{person}?year={year}")
        } else {
            String::new()
        },
        sections,
        ui: visit.ui,
    };
    page(view)
}

/// From one day to another as people write it.
fn span(ui: &Ui, from: NaiveDate, to: Option<NaiveDate>) -> String {
    match to {
        Some(to) => ui.t2("duties-from-to", "from", ui.date(from), "to", ui.date(to)),
        None => ui.t1("duties-from-on", "from", ui.date(from)),
    }
}

fn target(ui: &Ui, kept: &Kept<'_>, standing: Standing, acts: Option<&Vec<Evidence>>) -> Target {
    let (kind, pace) = pace_tag(ui, standing.pace);
    let acts = acts.into_iter().flatten().map(|act| (act.id, ui.date(act.on))).collect();
    let part = part(ui, kept, &standing);
    Target { forecast: forecast(ui, &standing), part, kind, pace, acts, standing }
}

/// Why less is owed than the whole: the days that count, and what their share comes to.
fn part(ui: &Ui, kept: &Kept<'_>, standing: &Standing) -> String {
    let counts = &standing.counts;
    let whole = counts.period.length();
    if u64::from(counts.served_days) >= whole {
        return String::new();
    }
    if counts.served_days == 0 {
        return ui.t("duties-part-none");
    }
    let versions = kept.charters.within(counts.period);
    let asking = versions.flat_map(|(charter, days)| charter.duties.iter().map(move |duty| (duty, days)));
    let asking: Vec<_> = asking.filter(|(duty, _)| duty.code == counts.duty).collect();
    let Some((duty, _)) = asking.last() else { return String::new() };
    if counts.owed == u32::from(duty.at_least) {
        return String::new();
    }
    let new = asking.first().is_some_and(|(_, days)| days.from() > counts.period.from());
    let key = match (duty.scope, new) {
        (Scope::EachAssignedDeputy, false) => "duties-part-assigned",
        (Scope::EachAssignedDeputy, true) => "duties-part-assigned-new",
        (Scope::OwnConstituency | Scope::Any, false) => "duties-part-seat",
        (Scope::OwnConstituency | Scope::Any, true) => "duties-part-seat-new",
    };
    ui.ta(
        key,
        &[
            ("days", counts.served_days.into()),
            ("whole", whole.into()),
            ("times", duty.at_least.into()),
            ("owed", counts.owed.into()),
        ],
    )
}

/// The days in a year on which the person held seats or was on leave; why somebody was on leave is not said.
fn days(ui: &Ui, kept: &Kept<'_>, (person, year): (Uuid, &Period)) -> Vec<String> {
    let mut said: BTreeMap<(NaiveDate, usize), String> = BTreeMap::new();
    let mut say = |held: charter::Held, key: &str| {
        if held.within(year).is_some() {
            let days = span(ui, held.from, held.to);
            said.insert((held.from, said.len()), ui.t1(key, "days", days));
        }
    };
    for seat in kept.seats.iter().filter(|seat| seat.person == person) {
        let key = match seat.who {
            charter::Who::Deputy => "duties-seat-deputy",
            charter::Who::CommitteeMember => "duties-seat-member",
        };
        say(seat.held, key);
    }
    for leave in kept.leaves.iter().filter(|leave| leave.person == person) {
        say(leave.held, "duties-leave");
    }
    said.into_values().collect()
}
