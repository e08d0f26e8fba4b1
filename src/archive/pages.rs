//! The pages: whose archives somebody looks after (`list`), an archive (`person`) and a part of it (`part`), what is
//! asked and entered (`changes`), files to take along (`files`), the annex (`annex`), and for everybody: whether a file is
//! what was issued (`verify`).

mod annex;
mod changes;
mod files;
mod list;
mod part;
mod person;
mod verify;

use serde::Deserialize;
use uuid::Uuid;

use super::record::{Line, Part};
use super::words::Words;
use super::{Span, printed};
use crate::access::{Permit, Routes, Visit};
use crate::base::page::{Link, Ui};
use crate::base::{App, Result};
use crate::ledger::acts::charter_on;

/// All pages of archives.
pub fn routes() -> Routes {
    let (read, print) = (Permit::ArchiveRead, Permit::ArchivePrint);
    let (ask, keep) = (Permit::ArchiveAsk, Permit::ArchiveKeep);
    Routes::new()
        .get("/archives", read, list::show)
        .get("/archives/{person}", read, person::show)
        .get("/archives/{person}/parts/{part}", read, part::show)
        .post("/archives/{person}/prints", print, files::archive)
        .get("/archives/{person}/corrections/new", ask, changes::blank)
        .post("/archives/{person}/corrections", ask, changes::ask)
        .post("/archives/{person}/corrections/{id}/answer", keep, changes::answer)
        .get("/archives/{person}/entries/new", keep, changes::entry)
        .post("/archives/{person}/entries", keep, changes::write)
        .post("/archives/{person}/entries/{id}/withdrawal", keep, changes::take_back)
        .get("/annex", Permit::AnnexRead, annex::show)
        .get("/annex/rows", Permit::AnnexRead, annex::rows)
        .post("/annex/prints", Permit::AnnexRead, files::annex)
        .get("/verify", Permit::Look, verify::show)
        .post("/verify", Permit::Look, verify::check)
}

/// Which term and year a link asks for.
#[derive(Debug, Default, Clone, Deserialize)]
struct When {
    term: Option<i64>,
    year: Option<i32>,
}

impl When {
    async fn span(&self, app: &App, congress: Uuid) -> Result<Span> {
        printed::span_of(&app.db, congress, (self.term, self.year), app.clock.today()).await
    }
}

/// The words of the reader's language and of the charter in force.
async fn words<'a>(app: &'a App, visit: &Visit) -> Result<Words<'a>> {
    let charter = charter_on(&app.db, app, visit.home.id, app.clock.today()).await?;
    Ok(Words { lang: visit.ui.lang, charter })
}

/// A line as people read it.
struct Shown {
    on: String,
    says: String,
    notes: Vec<String>,
    path: String,
    /// Where its deputy asks for it to be put right; empty for others.
    ask: String,
    /// Where the commission takes it back; empty where it cannot.
    back: String,
    /// How it differs from what was sealed; empty where it does not.
    how: String,
}

fn shown(ui: &Ui, words: Words<'_>, line: &Line) -> Shown {
    Shown {
        on: line.on.map(|on| ui.date(on)).unwrap_or_default(),
        says: words.says(line),
        notes: words.notes(line),
        path: line.path.clone(),
        ask: String::new(),
        back: String::new(),
        how: String::new(),
    }
}

/// A number of a part, and where its rows are.
struct Figure {
    label: String,
    n: usize,
    href: String,
}

/// Where the rows of a part are; of one tag, unless it is empty.
pub fn part_href(person: Uuid, span: &Span, part: Part, only: &str) -> String {
    let only = if only.is_empty() { String::new() } else { format!("&only={only}") };
    format!("/archives/{person}/parts/{}?{}{only}", part.word(), span.query())
}

fn figures(words: Words<'_>, (person, span): (Uuid, &Span), section: &super::record::Section) -> Vec<Figure> {
    let figure = |(tag, n): (String, usize)| Figure {
        label: words.tag(&tag),
        n,
        href: part_href(person, span, section.part, &tag),
    };
    section.figures().into_iter().map(figure).collect()
}

/// The back link to an archive.
fn back_to(ui: &Ui, person: Uuid, span: &Span, name: &str) -> Link {
    Link::new(format!("/archives/{person}?{}", span.query()), ui.t1("archive-of", "name", name))
}
