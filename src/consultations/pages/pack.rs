use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Permit, Scope, Visit};
use crate::base::{
    App, Result, day_of,
    page::{Link, Ui, page},
};
use crate::consultations::pack::{Consulted, Pack, gather, of_whom, usual_since};

/// From which day on.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    since: String,
}

#[derive(Template)]
#[template(path = "consultations/pages/packs.html")]
struct ListPage {
    ui: Ui,
    /// By constituency.
    groups: Vec<(String, Vec<Link>)>,
}

/// An opinion as a line of the papers.
struct Opinion {
    number: String,
    subject: String,
    state: String,
    due: String,
    category: String,
    raised: String,
}

/// A consultation as the papers tell of it.
struct Told {
    title: String,
    when: String,
    outcome: String,
    reason: String,
    counted: String,
    own: i64,
    questions: Vec<(String, Vec<String>)>,
}

#[derive(Template)]
#[template(path = "consultations/pages/pack.html")]
struct PackPage {
    ui: Ui,
    name: String,
    constituency: String,
    person: Uuid,
    since: String,
    since_on: String,
    open: Vec<Opinion>,
    raised: Vec<Opinion>,
    consulted: Vec<Told>,
    held: Vec<(String, String, String)>,
    duties: Vec<(String, String)>,
    printed: String,
    own: bool,
}

/// `GET /packs`: whose papers one may print; a deputy comes to his or her own at once.
pub(super) async fn list(State(app): State<App>, visit: Visit) -> Result<Response> {
    let own = visit.actor.posts_with(Permit::PackRead).all(|(_, scope)| scope == Scope::Own);
    if let Some(person) = visit.actor.person.filter(|_| own) {
        return Ok(Redirect::to(&format!("/packs/{person}")).into_response());
    }
    let mut groups: Vec<(String, Vec<Link>)> = Vec::new();
    for one in of_whom(&app, &visit.actor).await? {
        let link = Link::new(format!("/packs/{}", one.person_id), one.name);
        match groups.last_mut().filter(|(name, _)| *name == one.constituency) {
            Some((_, links)) => links.push(link),
            None => groups.push((one.constituency, vec![link])),
        }
    }
    page(ListPage { ui: visit.ui, groups })
}

/// `GET /packs/{id}?since=…`: one document, made to be printed.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(person): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let since = asked.since.parse().unwrap_or_else(|_| usual_since(app.clock.today()));
    let pack = gather(&app, &visit.actor, person, since).await?;
    let own = visit.actor.person == Some(person);
    page(shown(visit.ui, pack, own))
}

fn shown(ui: Ui, pack: Pack, own: bool) -> PackPage {
    let opinion = |line: &crate::cases::store::Line| Opinion {
        number: line.number.clone(),
        subject: line.subject.clone(),
        state: ui.word("case-state", &line.state),
        due: line.due_on.map(|day| ui.date(day)).unwrap_or_default(),
        category: line
            .category
            .as_deref()
            .map(|code| ui.word("case-category", &code.to_lowercase()))
            .unwrap_or_default(),
        raised: ui.date(day_of(line.raised_at)),
    };
    let held = pack.held.iter().map(|one| {
        let voters = one.voters.map(|n| ui.t1("pack-voters", "n", n)).unwrap_or_default();
        (format!("{} {}", ui.date(one.on_day), one.place), voters, one.said.clone())
    });
    let duty = |one: &crate::duties::Standing| {
        let label = one.label.pick(ui.lang.code());
        (format!("{label} {}", one.target), format!("{}/{}", one.counts.done, one.counts.owed))
    };
    PackPage {
        name: pack.deputy.name.clone(),
        constituency: pack.deputy.constituency.clone(),
        person: pack.deputy.person_id,
        since: ui.date(pack.since),
        since_on: pack.since.to_string(),
        open: pack.open.iter().map(opinion).collect(),
        raised: pack.raised.iter().map(opinion).collect(),
        consulted: pack.consulted.iter().map(|one| told(&ui, one)).collect(),
        held: held.collect(),
        duties: pack.duties.iter().map(duty).collect(),
        printed: ui.date(ui.today),
        own,
        ui,
    }
}

fn told(ui: &Ui, one: &Consulted) -> Told {
    let questions = one.own.questions.iter().map(|question| {
        let choices = question.choices.iter().map(|count| format!("{} {}", count.of, count.n));
        let themes = question.themes.iter().map(|theme| {
            let quote = theme.quotes.first().cloned().unwrap_or_default();
            format!("{}: {quote}", ui.t2("consult-theme", "words", theme.named(), "n", theme.n))
        });
        let mut lines: Vec<String> = choices.chain(themes).collect();
        lines.extend(question.voices.iter().take(5).cloned());
        (question.question.clone(), lines)
    });
    let topic = &one.topic;
    Told {
        title: topic.title.clone(),
        when: ui.t2("consult-from-to", "from", ui.date(topic.from_on), "to", ui.date(topic.until_on)),
        outcome: if topic.outcome.is_empty() {
            String::new()
        } else {
            ui.word("consult-outcome", &topic.outcome)
        },
        reason: topic.reason.clone(),
        counted: ui.t2("consult-counted", "answers", one.whole.answers, "people", one.whole.people),
        own: one.own.answers,
        questions: questions.collect(),
    }
}
