use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::{Shown, When, back_to, part_href, shown, words};
use crate::access::{Permit, Visit};
use crate::archive::record::{Line, Part};
use crate::archive::{printed, store};
use crate::base::page::{Link, Ui, page};
use crate::base::{App, Error, Result};

/// Rows of a page.
const PAGE: usize = 50;

/// What a link to a part may carry.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    term: Option<i64>,
    year: Option<i32>,
    #[serde(default)]
    only: String,
    #[serde(default)]
    page: usize,
}

#[derive(Template)]
#[template(path = "archive/part.html")]
struct PartPage {
    ui: Ui,
    back: Link,
    title: String,
    about: String,
    filters: Vec<Link>,
    rows: Vec<Shown>,
    total: usize,
    first: Option<String>,
    next: Option<String>,
}

/// `GET /archives/{person}/parts/{part}`: the rows behind the numbers of a part, by day.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path((person, part)): Path<(String, String)>,
    Query(mut asked): Query<Asked>,
) -> Result<Response> {
    let (db, actor) = (&app.db, &visit.actor);
    let person = Uuid::try_parse(&person).map_err(|_| Error::NotFound)?;
    let part = Part::of_word(&part).ok_or(Error::NotFound)?;
    let subject = store::subject(db, actor, person).await?;
    let span = When { term: asked.term, year: asked.year }.span(&app, actor.congress).await?;
    let archive = printed::shown(db, actor.congress, person, &span).await?;
    let section = archive.section(part).ok_or(Error::NotFound)?;
    // A tag that nothing has is none.
    if section.count(&asked.only) == 0 {
        asked.only.clear();
    }
    let words = words(&app, &visit).await?;
    let ui = &visit.ui;
    let link = |tag: &str, label: String, n: usize| {
        Link::new(part_href(person, &span, part, tag), label).here(tag == asked.only).count(n as u64)
    };
    let mut filters = vec![link("", ui.t("archive-every"), section.lines.len())];
    filters.extend(section.figures().into_iter().map(|(tag, n)| link(&tag, words.tag(&tag), n)));
    let wanted = |line: &&Line| asked.only.is_empty() || line.has(&asked.only);
    let lines: Vec<&Line> = section.lines.iter().filter(wanted).collect();
    let own = actor.person == Some(person) && actor.may(Permit::ArchiveAsk);
    let keeps = actor.may(Permit::ArchiveKeep);
    let row = |line: &&Line| {
        let ask = format!(
            "/archives/{person}/corrections/new?{}&part={}&line={}",
            span.query(),
            part.word(),
            line.id
        );
        let entry = line.id.strip_prefix("entry:").filter(|_| keeps && line.has("by-hand"));
        let back = entry.map(|id| format!("/archives/{person}/entries/{id}/withdrawal"));
        Shown {
            ask: if own { ask } else { String::new() },
            back: back.unwrap_or_default(),
            ..shown(ui, words, line)
        }
    };
    let here = part_href(person, &span, part, &asked.only);
    page(PartPage {
        back: back_to(ui, person, &span, &subject.name),
        title: words.part(part),
        about: format!("{} · {}", subject.name, printed::span_words(ui.lang, &span)),
        filters,
        total: lines.len(),
        rows: lines.iter().skip(asked.page * PAGE).take(PAGE).map(row).collect(),
        first: (asked.page > 0).then(|| here.clone()),
        next: (lines.len() > (asked.page + 1) * PAGE).then(|| format!("{here}&page={}", asked.page + 1)),
        ui: visit.ui,
    })
}
