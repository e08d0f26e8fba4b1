use askama::Template;
use axum::{extract::State, response::Response};
use charter::{Charter, Deadline, Per, Source, Span};

use crate::access::Visit;
use crate::base::{
    App, Error, Result,
    page::{Ui, page},
};

/// One clause with the rules that rest on it.
struct Clause {
    number: u16,
    heading: String,
    summary: String,
}

/// One deadline in words.
struct Term {
    what: &'static str,
    span: (&'static str, u16),
    why: Why,
}

/// One duty in words.
struct Owed {
    what: String,
    who: &'static str,
    /// The sentence's key and the number.
    often: (&'static str, u16),
    why: Why,
}

/// One line of the points table in words.
struct Worth {
    what: String,
    points: i16,
    /// The most in a month, a quarter, a year: the sentence's key and the points.
    caps: Vec<(&'static str, u16)>,
    why: Why,
}

/// Where a rule comes from: a clause, or the reason of the deployment.
#[derive(Default)]
struct Why {
    clause: Option<u16>,
    reason: String,
}

impl Why {
    fn of(source: &Source, lang: &str) -> Why {
        match source {
            Source::Clause(number) => Why { clause: Some(*number), reason: String::new() },
            Source::Choice(why) => Why { clause: None, reason: why.pick(lang).to_owned() },
        }
    }
}

/// One thing the document leaves open.
struct Open {
    path: String,
    why: String,
}

#[derive(Template)]
#[template(path = "rulebook/charter.html")]
struct Show {
    ui: Ui,
    title: String,
    issuer: String,
    adopted: String,
    revised: Option<String>,
    in_force: String,
    clauses: Vec<Clause>,
    terms: Vec<Term>,
    duties: Vec<Owed>,
    /// The way in which acts are registered, and the working days within which that is in time.
    registered: (&'static str, (&'static str, u16)),
    points: Vec<Worth>,
    /// Whether the charter lets persons be ranked by their points.
    ranked: bool,
    /// How many rules the document leaves open.
    open: i64,
}

/// `GET /charter`
pub(super) async fn show(State(app): State<App>, visit: Visit) -> Result<Response> {
    let ui = visit.ui;
    let versions = app.charters(&visit.home.charter)?;
    let charter = versions.in_force(app.clock.today()).ok_or(Error::NotFound)?;
    let lang = ui.lang.code();
    let view = Show {
        title: charter.title.pick(lang).to_owned(),
        issuer: charter.issuer.pick(lang).to_owned(),
        adopted: ui.date(charter.adopted),
        revised: charter.revised.map(|day| ui.date(day)),
        in_force: ui.date(charter.in_force.value),
        clauses: charter
            .clauses
            .iter()
            .map(|clause| Clause {
                number: clause.number,
                heading: clause.heading.pick(lang).to_owned(),
                summary: clause.summary.pick(lang).to_owned(),
            })
            .collect(),
        terms: terms(charter, lang),
        duties: duties(charter, lang),
        registered: (charter.registration.way.value.word(), unit(charter.registration.late_after.value)),
        points: points(charter, lang),
        ranked: charter.ranking.between_persons.value,
        open: i64::try_from(choices(charter, lang).len()).unwrap_or(i64::MAX),
        ui,
    };
    page(view)
}

#[derive(Template)]
#[template(path = "rulebook/choices.html")]
struct ChoicesPage {
    ui: Ui,
    open: Vec<Open>,
}

/// `GET /charter/choices`: what the document leaves open, with the reasons of the deployment.
pub(super) async fn open(State(app): State<App>, visit: Visit) -> Result<Response> {
    let versions = app.charters(&visit.home.charter)?;
    let charter = versions.in_force(app.clock.today()).ok_or(Error::NotFound)?;
    page(ChoicesPage { open: choices(charter, visit.ui.lang.code()), ui: visit.ui })
}

fn choices(charter: &Charter, lang: &str) -> Vec<Open> {
    let open = charter.choices().filter_map(|provision| match &provision.source {
        Source::Choice(why) => Some(Open { path: provision.path.clone(), why: why.pick(lang).to_owned() }),
        Source::Clause(_) => None,
    });
    open.collect()
}

fn terms(charter: &Charter, lang: &str) -> Vec<Term> {
    Deadline::ALL
        .iter()
        .map(|deadline| {
            let rule = charter.cases.deadline(*deadline);
            Term { what: deadline.word(), span: unit(rule.span), why: Why::of(&rule.source, lang) }
        })
        .collect()
}

/// A length: the word of its unit, and the number.
fn unit(span: Span) -> (&'static str, u16) {
    let word = match span {
        Span::WorkingDays(_) => "working-days",
        Span::Days(_) => "days",
        Span::Months(_) => "months",
    };
    (word, span.number())
}

fn duties(charter: &Charter, lang: &str) -> Vec<Owed> {
    let words = charter.duties.iter().map(|duty| Owed {
        what: duty.label.pick(lang).to_owned(),
        who: duty.who.word(),
        often: (if duty.per == Per::Year { "rulebook-per-year" } else { "rulebook-per-term" }, duty.at_least),
        why: Why::of(&duty.source, lang),
    });
    words.collect()
}

fn points(charter: &Charter, lang: &str) -> Vec<Worth> {
    let words = charter.points.iter().map(|line| Worth {
        what: line.label.pick(lang).to_owned(),
        points: line.points,
        caps: [
            ("rulebook-cap-month", line.cap_per_month),
            ("rulebook-cap-quarter", line.cap_per_quarter),
            ("rulebook-cap-year", line.cap_per_year),
        ]
        .into_iter()
        .filter_map(|(period, cap)| Some((period, cap?)))
        .collect(),
        why: Why::of(&line.source, lang),
    });
    words.collect()
}
