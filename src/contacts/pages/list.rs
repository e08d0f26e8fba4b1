use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::told::{Line, lines};
use crate::access::{Permit, Scope, Visit};
use crate::base::page::{Link, Ui, page};
use crate::base::{App, Result};
use crate::contacts::progress::{Progress, progress};
use crate::contacts::store::{self, Which};
use crate::people;

/// The filters of the commission's list, in the order shown.
const FILTERS: [&str; 5] = ["declared", "returned", "verified", "late", "all"];

/// Contacts that wait for a deputy's answer, shown at most.
const WAITING: usize = 50;

/// What a link to the list may carry.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    show: Option<String>,
    member: Option<Uuid>,
    after: Option<String>,
}

/// A deputy whom the member contacts.
struct Row {
    name: String,
    work: String,
    area: String,
    phone: String,
    kind: &'static str,
    state: String,
    count: String,
    waiting: u32,
    last: Option<String>,
    new: String,
    called: String,
}

/// A page of lines, with the ways on.
struct Pages {
    lines: Vec<Line>,
    first: Option<String>,
    next: Option<String>,
}

/// What a member sees.
struct Mine {
    rows: Vec<Row>,
    /// How many contacts are missing in all.
    missing: u32,
    own: Pages,
}

/// What a deputy sees.
struct Named {
    waiting: Vec<Line>,
    answered: Pages,
}

/// What the commission sees.
struct Whole {
    member: Option<(String, String)>,
    pages: Pages,
}

#[derive(Template)]
#[template(path = "contacts/list.html")]
struct ListPage {
    ui: Ui,
    mine: Option<Mine>,
    named: Option<Named>,
    whole: Option<Whole>,
    /// The filters of the commission's list.
    filters: Vec<Link>,
}

/// `GET /contacts`: for a member the deputies to contact, for a deputy the contacts that name him or her, for the
/// commission all of them.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let actor = &visit.actor;
    let whole = actor.posts_with(Permit::ContactRead).any(|(_, scope)| scope == Scope::Congress);
    let named = actor.may(Permit::ActAnswer);
    let (filters, seen) = if whole { of_all(&app, &visit, &asked).await? } else { (Vec::new(), None) };
    let view = ListPage {
        filters,
        whole: seen,
        mine: match actor.person.filter(|_| actor.may(Permit::ContactRecord)) {
            Some(person) => Some(mine(&app, &visit, person, &asked).await?),
            None => None,
        },
        named: match actor.person.filter(|_| named) {
            Some(person) => of_deputy(&app, &visit, person, &asked).await?,
            None => None,
        },
        ui: visit.ui,
    };
    page(view)
}

/// A page of a list; `show` says whose pages the mark `after` goes on with.
async fn pages(app: &App, visit: &Visit, which: Which, (show, asked): (&str, &Asked)) -> Result<Pages> {
    let here = asked.show.as_deref() == Some(show);
    let after = asked.after.as_deref().filter(|_| here);
    let listing = store::list(&app.db, &visit.actor, &which, after).await?;
    let member = asked.member.map(|id| format!("&member={id}")).unwrap_or_default();
    let href = format!("/contacts?show={show}{member}");
    Ok(Pages {
        lines: lines(app, visit, listing.lines).await?,
        first: after.map(|_| href.clone()),
        next: listing.next.map(|next| format!("{href}&after={next}")),
    })
}

async fn mine(app: &App, visit: &Visit, person: Uuid, asked: &Asked) -> Result<Mine> {
    let found = progress(app, visit.home.id, person).await?;
    let missing = found.iter().map(|it| it.missing).sum();
    let rows = found.into_iter().map(|it| row(&visit.ui, it)).collect();
    let own = Which { member: Some(person), ..Which::default() };
    Ok(Mine { rows, missing, own: pages(app, visit, own, ("own", asked)).await? })
}

fn row(ui: &Ui, it: Progress) -> Row {
    let state = match it.missing {
        0 => ui.t("contacts-enough"),
        n => ui.t1("contacts-missing", "n", n),
    };
    let deputy = it.deputy;
    Row {
        work: [deputy.unit.as_str(), deputy.post.as_str()].join(" ").trim().to_owned(),
        area: deputy.area.unwrap_or_default(),
        kind: if it.missing == 0 { "done" } else { "wait" },
        state,
        count: ui.t2("contacts-count", "done", it.done, "owed", it.owed),
        waiting: it.waiting,
        last: it.last_on.map(|day| ui.date(day)),
        new: format!("/contacts/new?deputy={}", deputy.id),
        called: format!("/contacts/new?deputy={}&way=telephone", deputy.id),
        phone: deputy.phone,
        name: deputy.name,
    }
}

/// Nothing for whoever is named in none and is a member besides.
async fn of_deputy(app: &App, visit: &Visit, person: Uuid, asked: &Asked) -> Result<Option<Named>> {
    let own = Which { deputy: Some(person), ..Which::default() };
    let waiting = Which { answered: Some(false), oldest_first: true, page: WAITING, ..own.clone() };
    let waiting = store::list(&app.db, &visit.actor, &waiting, None).await?;
    let waiting = lines(app, visit, waiting.lines).await?;
    let answered = Which { answered: Some(true), ..own };
    let answered = pages(app, visit, answered, ("named", asked)).await?;
    let nothing = waiting.is_empty() && answered.lines.is_empty();
    Ok((!nothing || !visit.actor.may(Permit::ContactRecord)).then_some(Named { waiting, answered }))
}

fn which(code: &str, member: Option<Uuid>) -> Which {
    let all = Which { member, ..Which::default() };
    match code {
        "late" => Which { late: true, ..all },
        "all" => all,
        "declared" => Which { state: Some(code.to_owned()), oldest_first: true, ..all },
        _ => Which { state: Some(code.to_owned()), ..all },
    }
}

async fn of_all(app: &App, visit: &Visit, asked: &Asked) -> Result<(Vec<Link>, Option<Whole>)> {
    let ui = &visit.ui;
    let wanted = asked.show.as_deref();
    let chosen = FILTERS.into_iter().find(|code| Some(*code) == wanted).unwrap_or(FILTERS[0]);
    let of_member = asked.member.map(|id| format!("&member={id}")).unwrap_or_default();
    let mut filters = Vec::new();
    for code in FILTERS {
        let count = store::count(&app.db, &visit.actor, &which(code, asked.member)).await?;
        let link = Link::new(format!("/contacts?show={code}{of_member}"), ui.word("contacts-filter", code));
        filters.push(link.here(code == chosen).count(count));
    }
    let member = match asked.member {
        Some(id) => {
            let name = people::store::name(&app.db, visit.home.id, id).await?;
            Some((ui.t1("contacts-of-member", "name", name), format!("/contacts?show={chosen}")))
        }
        None => None,
    };
    let asked = Asked { show: Some(chosen.to_owned()), member: asked.member, after: asked.after.clone() };
    let pages = pages(app, visit, which(chosen, asked.member), (chosen, &asked)).await?;
    Ok((filters, Some(Whole { member, pages })))
}
