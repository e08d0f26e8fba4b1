use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::Datelike;
use serde::Deserialize;
use uuid::Uuid;

use super::list::{said, year_of};
use super::{Figure, Shown, When, figures, part_href, shown, words};
use crate::access::{Permit, Visit};
use crate::archive::missing::lacks;
use crate::archive::record::{Archive, Part};
use crate::archive::seals::{self, Sealed};
use crate::archive::store::{self, Correction};
use crate::archive::words::Words;
use crate::archive::{Span, Subject, gather};
use crate::base::form::{Choice, Form};
use crate::base::page::{Link, Ui, page_as};
use crate::base::{App, Result};
use crate::bodies;
use crate::ledger::acts::charter_on;

/// Lines of a part on the page; the others are one link away.
const SHOWN: usize = 5;
/// What was put right later, shown at most.
const LATER: usize = 30;
/// Files that were issued, shown at most.
const PRINTS: i64 = 5;

/// What a link to the page may carry.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    term: Option<i64>,
    year: Option<i32>,
    done: Option<String>,
}

/// A part as it is shown.
struct Section {
    part: &'static str,
    title: String,
    figures: Vec<Figure>,
    lines: Vec<Shown>,
    /// All rows, when more than those shown are there.
    all: Option<(String, usize)>,
    ask: String,
}

/// A request with its answer.
struct Thread {
    it: Correction,
    /// Its id, as its form is named.
    which: String,
    part: String,
    when: String,
    outcome: String,
    answered: String,
    answer_at: String,
}

/// What the page says of the seal.
struct Seal {
    same: bool,
    when: String,
    entry: i64,
    digest: String,
    later: Vec<(String, Shown)>,
    more: usize,
}

#[derive(Template)]
#[template(path = "archive/person.html")]
struct PersonPage {
    ui: Ui,
    form: Form,
    subject: Subject,
    place: String,
    span: Span,
    terms: Vec<Link>,
    years: Vec<Link>,
    lacks: Vec<String>,
    sections: Vec<Section>,
    threads: Vec<Thread>,
    seal: Option<Seal>,
    prints: Vec<String>,
    done: Option<String>,
    may_print: bool,
    may_keep: bool,
    outcomes: Vec<Choice>,
}

/// What a page says was done.
const DONE: [&str; 4] = ["asked", "answered", "entered", "back"];

/// `GET /archives/{person}?term=&year=`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(person): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let done = asked.done.filter(|word| DONE.contains(&word.as_str()));
    let when = When { term: asked.term, year: asked.year };
    page_of(&app, visit, (person, when), (StatusCode::OK, Form::new(), done)).await
}

/// The page, however one came to it.
pub(super) async fn page_of(
    app: &App,
    visit: Visit,
    (person, when): (Uuid, When),
    (status, form, done): (StatusCode, Form, Option<String>),
) -> Result<Response> {
    let (db, actor) = (&app.db, &visit.actor);
    let subject = store::subject(db, actor, person).await?;
    let span = when.span(app, actor.congress).await?;
    let words = words(app, &visit).await?;
    let sealed = seals::sealed(db, actor.congress, person, span.term.id).await?;
    let archive = crate::archive::printed::shown(db, actor.congress, person, &span).await?;
    let seal = match sealed {
        Some(sealed) => Some(seal(app, &visit, words, (person, &span), sealed).await?),
        None => None,
    };
    let own = actor.person == Some(person) && actor.may(Permit::ArchiveAsk);
    let place = [subject.area.clone().unwrap_or_default(), subject.group_name.clone().unwrap_or_default()];
    let place: Vec<String> = place.into_iter().filter(|it| !it.is_empty()).collect();
    let threads = store::corrections_of(db, actor.congress, (person, span.term.id)).await?;
    let may_keep = actor.may(Permit::ArchiveKeep);
    let prints = store::prints_of(db, actor.congress, person, PRINTS).await?;
    let view = PersonPage {
        form,
        place: place.join(" · "),
        terms: terms(app, &visit, person, &span).await?,
        years: years(&visit.ui, person, &span),
        lacks: lacking(app, &visit, person, &span).await?,
        sections: sections(&visit.ui, words, (person, &span), (&archive, own)),
        threads: threads.into_iter().map(|it| thread(&visit.ui, it, may_keep)).collect(),
        prints: prints.iter().map(|it| issued(&visit.ui, it)).collect(),
        may_print: actor.may(Permit::ArchivePrint),
        outcomes: visit.ui.choices("archive-outcome", &["corrected", "declined"]),
        done: done.map(|word| visit.ui.word("archive-done", &word)),
        seal,
        subject,
        span,
        may_keep,
        ui: visit.ui,
    };
    page_as(status, view)
}

fn issued(ui: &Ui, print: &store::Print) -> String {
    let number = crate::base::codes::Code::parse(&print.number).map(|code| code.to_string());
    let said = [
        ("when", ui.moment(print.issued_at).into()),
        ("format", print.format.to_uppercase().into()),
        ("number", number.unwrap_or_else(|_| print.number.clone()).into()),
    ];
    ui.ta("archive-issued", &said)
}

fn sections(
    ui: &Ui,
    words: Words<'_>,
    (person, span): (Uuid, &Span),
    (archive, own): (&Archive, bool),
) -> Vec<Section> {
    let section = |of: &crate::archive::record::Section| {
        let basics = of.part == Part::Basics;
        let take = if basics { of.lines.len() } else { SHOWN };
        // The latest first; what somebody is stands in its order.
        let latest: Vec<_> = if basics { of.lines.iter().collect() } else { of.lines.iter().rev().collect() };
        Section {
            part: of.part.word(),
            title: words.part(of.part),
            figures: figures(words, (person, span), of),
            lines: latest.into_iter().take(take).map(|line| shown(ui, words, line)).collect(),
            all: (!basics && !of.lines.is_empty())
                .then(|| (part_href(person, span, of.part, ""), of.lines.len())),
            ask: if own {
                let part = of.part.word();
                format!("/archives/{person}/corrections/new?{}&part={part}", span.query())
            } else {
                String::new()
            },
        }
    };
    archive.parts.iter().map(section).collect()
}

/// What is lacking, as long as the term runs.
async fn lacking(app: &App, visit: &Visit, person: Uuid, span: &Span) -> Result<Vec<String>> {
    let today = app.clock.today();
    if span.term.ends_on < today {
        return Ok(Vec::new());
    }
    let term = (span.term.starts_on, span.term.ends_on);
    let found = store::lacking(&app.db, &visit.actor, Some(person), (term, year_of(today))).await?;
    let charter = charter_on(&app.db, app, visit.home.id, today).await?;
    Ok(found.first().map(|of| said(&visit.ui, &lacks(of, charter))).unwrap_or_default())
}

fn thread(ui: &Ui, it: Correction, may_keep: bool) -> Thread {
    Thread {
        which: it.id.to_string(),
        part: ui.word("archive-part", &it.part),
        when: ui.moment(it.asked_at),
        outcome: if it.outcome.is_empty() { String::new() } else { ui.word("archive-outcome", &it.outcome) },
        answered: it.answered_at.map(|at| ui.moment(at)).unwrap_or_default(),
        answer_at: if may_keep && it.outcome.is_empty() {
            format!("/archives/{}/corrections/{}/answer", it.person_id, it.id)
        } else {
            String::new()
        },
        it,
    }
}

async fn seal(
    app: &App,
    visit: &Visit,
    words: Words<'_>,
    (person, span): (Uuid, &Span),
    sealed: Sealed,
) -> Result<Seal> {
    let whole = Span { term: span.term.clone(), year: None };
    let now = gather::of(&app.db, visit.home.id, person, &whole).await?;
    let since = seals::since(&sealed.archive, &now);
    // What the register says of a person now is no correction of what it said then.
    let since: Vec<_> = since.into_iter().filter(|it| it.part != Part::Basics).collect();
    let ui = &visit.ui;
    let later = since.iter().take(LATER).map(|it| {
        let line = Shown { how: ui.word("archive-since", it.how), ..shown(ui, words, &it.line) };
        (words.part(it.part), line)
    });
    Ok(Seal {
        same: sealed.same,
        when: ui.moment(sealed.at),
        entry: sealed.entry,
        digest: sealed.digest.chars().take(16).collect(),
        later: later.collect(),
        more: since.len().saturating_sub(LATER),
    })
}

async fn terms(app: &App, visit: &Visit, person: Uuid, span: &Span) -> Result<Vec<Link>> {
    let today = app.clock.today();
    let mut links = Vec::new();
    for term in bodies::store::terms(&app.db, visit.home.id).await?.into_iter().rev() {
        let here = term.id == span.term.id;
        if !here && (term.starts_on > today || !held(app, visit, person, term.id).await?) {
            continue;
        }
        links.push(Link::new(format!("/archives/{person}?term={}", term.number), term.name).here(here));
    }
    Ok(links)
}

async fn held(app: &App, visit: &Visit, person: Uuid, term: Uuid) -> Result<bool> {
    Ok(!store::seats(&app.db, visit.home.id, person, term).await?.is_empty())
}

fn years(ui: &Ui, person: Uuid, span: &Span) -> Vec<Link> {
    let number = span.term.number;
    let whole = Link::new(format!("/archives/{person}?term={number}"), ui.t("archive-whole-term"));
    let mut links = vec![whole.here(span.year.is_none())];
    let last = span.term.ends_on.year().min(ui.today.year());
    for year in (span.term.starts_on.year()..=last).rev() {
        let link = Link::new(
            format!("/archives/{person}?term={number}&year={year}"),
            ui.t1("archive-year", "year", year.to_string()),
        );
        links.push(link.here(span.year == Some(year)));
    }
    links
}
