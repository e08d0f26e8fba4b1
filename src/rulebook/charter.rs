use askama::Template;
use axum::{extract::State, response::Response};
use charter::{Charter, Deadline, Source, Span};

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
    why: String,
    clause: Option<u16>,
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
    open: Vec<Open>,
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
        open: charter
            .choices()
            .filter_map(|provision| match &provision.source {
                Source::Choice(why) => {
                    Some(Open { path: provision.path.clone(), why: why.pick(lang).to_owned() })
                }
                Source::Clause(_) => None,
            })
            .collect(),
        ui,
    };
    page(view)
}

fn terms(charter: &Charter, lang: &str) -> Vec<Term> {
    Deadline::ALL
        .iter()
        .map(|deadline| {
            let rule = charter.cases.deadline(*deadline);
            let (why, clause) = match &rule.source {
                Source::Clause(number) => (String::new(), Some(*number)),
                Source::Choice(why) => (why.pick(lang).to_owned(), None),
            };
            let unit = match rule.span {
                Span::WorkingDays(_) => "working-days",
                Span::Days(_) => "days",
                Span::Months(_) => "months",
            };
            Term { what: deadline.word(), span: (unit, rule.span.number()), why, clause }
        })
        .collect()
}
