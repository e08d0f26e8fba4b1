use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use charter::ActKind;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use uuid::Uuid;

use super::words::{Named, Words};
use crate::access::Visit;
use crate::base::csv::csv_file;
use crate::base::page::{Link, Ui, page};
use crate::base::{App, Result};
use crate::ledger::State as ActState;
use crate::ledger::store::{self, Line, Which};
use crate::people;

/// Lines of a CSV fetched at a time.
const AT_ONCE: usize = 500;
/// Lines of the longest CSV.
const LONGEST: usize = 20_000;

/// What a link to the list may carry; what is nonsense is left out.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Asked {
    person: Option<String>,
    party: Option<String>,
    kind: Option<String>,
    state: Option<String>,
    counting: Option<String>,
    late: Option<String>,
    topic: Option<String>,
    year: Option<String>,
    from: Option<String>,
    to: Option<String>,
    after: Option<String>,
}

/// An act as a line people read.
struct Row {
    id: Uuid,
    name: String,
    kind: String,
    day: String,
    date: NaiveDate,
    method: String,
    topics: String,
    parties: Vec<Named>,
    tag: (&'static str, String),
    late: bool,
    declared: Option<NaiveDate>,
}

#[derive(Template)]
#[template(path = "ledger/pages/list.html")]
struct ListPage {
    ui: Ui,
    shown: String,
    filters: Vec<(String, Vec<Link>)>,
    more: Vec<(String, Vec<Link>)>,
    /// Something of the further filters is chosen.
    narrowed: bool,
    rows: Vec<Row>,
    total: u64,
    csv: String,
    first: Option<String>,
    next: Option<String>,
}

impl Asked {
    fn which(&self) -> Which {
        let id = |id: &Option<String>| id.as_deref().and_then(|id| id.parse().ok());
        let day = |day: &Option<String>| day.as_deref().and_then(|day| day.parse::<NaiveDate>().ok());
        let year = self.year.as_deref().and_then(|year| year.parse::<i32>().ok());
        let year = year.filter(|year| (1900..=2999).contains(year));
        let kind = self.kind.as_deref().and_then(ActKind::from_word);
        Which {
            person: id(&self.person),
            party: id(&self.party),
            kind: kind.map(|kind| kind.word().to_owned()),
            state: self.state.clone().filter(|state| ActState::of_word(state).is_some()),
            counting: self.counting.as_deref() == Some("1"),
            late: self.late.as_deref() == Some("1"),
            topic: self.topic.clone().filter(|topic| is_code(topic)),
            from: day(&self.from).or(year.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1))),
            to: day(&self.to).or(year.and_then(|year| NaiveDate::from_ymd_opt(year, 12, 31))),
            ..Which::default()
        }
    }
}

/// Whether it can be a word of the charter: nothing that a pattern would read as more.
fn is_code(word: &str) -> bool {
    !word.is_empty()
        && word.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_')
}

/// The link of a list, with one thing changed or, when it is empty, left out.
fn href(path: &str, which: &Which, (name, value): (&str, &str)) -> String {
    let flag = |on: bool| if on { "1".to_owned() } else { String::new() };
    let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut all = vec![
        ("person", id(which.person)),
        ("party", id(which.party)),
        ("kind", which.kind.clone().unwrap_or_default()),
        ("state", which.state.clone().unwrap_or_default()),
        ("counting", flag(which.counting)),
        ("late", flag(which.late)),
        ("topic", which.topic.clone().unwrap_or_default()),
        ("from", day(which.from)),
        ("to", day(which.to)),
    ];
    let changes = |field: &str| match name {
        // A year stands for its days, a state for whether it counts.
        "year" => matches!(field, "from" | "to"),
        "state" | "counting" => matches!(field, "state" | "counting"),
        "kind" => matches!(field, "kind" | "topic"),
        _ => field == name,
    };
    all.retain(|(field, value)| !value.is_empty() && !changes(field));
    if !value.is_empty() {
        all.push((name, value.to_owned()));
    }
    let pairs: Vec<String> = all.iter().map(|(field, value)| format!("{field}={value}")).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

/// `GET /acts`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let which = asked.which();
    let listing = store::list(&app.db, &visit.actor, &which, asked.after.as_deref()).await?;
    let here = href("/acts", &which, ("", ""));
    let on = if here.contains('?') { '&' } else { '?' };
    let mut filters = filters(&app, &visit, &which).await?;
    let more = filters.split_off(2);
    let view = ListPage {
        shown: shown(&app, &visit, &which).await?,
        narrowed: which.late || which.topic.is_some() || which.from.is_some() || which.to.is_some(),
        filters,
        more,
        total: store::count(&app.db, &visit.actor, &which).await?,
        rows: rows(&app, &visit, listing.lines).await?,
        csv: href("/acts.csv", &which, ("", "")),
        first: asked.after.is_some().then(|| here.clone()),
        next: listing.next.map(|next| format!("{here}{on}after={next}")),
        ui: visit.ui,
    };
    page(view)
}

/// `GET /acts.csv`: all lines of the list as it is filtered.
pub(super) async fn csv(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let ui = &visit.ui;
    let which = Which { page: AT_ONCE, ..asked.which() };
    let head = ["day", "person", "kind", "method", "topics", "parties", "state", "late", "declared", "id"];
    let head = head.map(|column| ui.word("ledger-csv", column));
    let (mut after, mut lines) = (None, Vec::new());
    loop {
        let listing = store::list(&app.db, &visit.actor, &which, after.as_deref()).await?;
        for row in rows(&app, &visit, listing.lines).await? {
            let parties: Vec<String> =
                row.parties.iter().map(|it| format!("{} {}", it.name, it.answer)).collect();
            lines.push(vec![
                row.date.to_string(),
                row.name,
                row.kind,
                row.method,
                row.topics,
                parties.join(&ui.t("ledger-semicolon")),
                row.tag.1,
                if row.late { ui.t("ledger-late") } else { String::new() },
                row.declared.map(|day| day.to_string()).unwrap_or_default(),
                row.id.to_string(),
            ]);
        }
        after = listing.next;
        if after.is_none() || lines.len() >= LONGEST {
            break;
        }
    }
    csv_file(&format!("acts-{}.csv", ui.today), &head, &lines)
}

async fn rows(app: &App, visit: &Visit, lines: Vec<Line>) -> Result<Vec<Row>> {
    let words = Words::of(app, visit).await?;
    let ids: Vec<Uuid> = lines.iter().map(|line| line.act.id).collect();
    let parties = store::parties_of_all(&app.db, visit.actor.congress, &ids).await?;
    let row = |Line { act, name }: Line| Row {
        id: act.id,
        name,
        kind: words.kind(&act),
        day: visit.ui.date(act.on_day),
        date: act.on_day,
        method: words.method(&act),
        topics: words.topics(&act),
        parties: words.parties(act.id, &parties),
        tag: words.state(&act),
        late: act.is_late(),
        declared: act.declared_on,
    };
    Ok(lines.into_iter().map(row).collect())
}

/// What the list shows, in words.
async fn shown(app: &App, visit: &Visit, which: &Which) -> Result<String> {
    let (db, congress, ui) = (&app.db, visit.actor.congress, &visit.ui);
    let mut said = Vec::new();
    if let Some(person) = which.person {
        said.push(people::store::name(db, congress, person).await?);
    }
    if let Some(party) = which.party {
        said.push(ui.t1("ledger-shown-party", "name", people::store::name(db, congress, party).await?));
    }
    said.extend(which.kind.iter().map(|kind| ui.word("act-kind", kind)));
    said.extend(which.state.iter().map(|state| ui.word("act-state", state)));
    for (on, key) in [(which.counting, "ledger-filter-counting"), (which.late, "ledger-late")] {
        said.extend(on.then(|| ui.t(key)));
    }
    if let Some(topic) = &which.topic {
        let kind = which.kind.as_deref().and_then(ActKind::from_word).unwrap_or(ActKind::Contact);
        let words = Words::of(app, visit).await?;
        let label = words.topics_of(kind).iter().find(|word| word.code == *topic);
        said.push(label.map_or(topic.clone(), |word| word.label.pick(ui.lang.code()).to_owned()));
    }
    match (which.from, which.to) {
        (Some(from), Some(to)) => {
            said.push(ui.t2("ledger-shown-days", "from", ui.date(from), "to", ui.date(to)));
        }
        (Some(from), None) => said.push(ui.t1("ledger-shown-from", "day", ui.date(from))),
        (None, Some(to)) => said.push(ui.t1("ledger-shown-to", "day", ui.date(to))),
        (None, None) => {}
    }
    Ok(said.join(" · "))
}

/// What can be chosen, each row with its label.
async fn filters(app: &App, visit: &Visit, which: &Which) -> Result<Vec<(String, Vec<Link>)>> {
    let ui = &visit.ui;
    let link = |name: &str, value: &str, label: String, here: bool| {
        Link::new(href("/acts", which, (name, value)), label).here(here)
    };
    let all = |name: &str, here: bool| link(name, "", ui.t("ledger-filter-all"), here);
    let mut kinds = vec![all("kind", which.kind.is_none())];
    kinds.extend(ActKind::ALL.iter().map(|kind| {
        let word = kind.word();
        link("kind", word, ui.word("act-kind", word), which.kind.as_deref() == Some(word))
    }));
    let mut states = vec![all("state", which.state.is_none() && !which.counting)];
    states.push(link("counting", "1", ui.t("ledger-filter-counting"), which.counting));
    states.extend([ActState::Draft, ActState::Declared, ActState::Returned].into_iter().map(|state| {
        let word = state.word();
        link("state", word, ui.word("act-state", word), which.state.as_deref() == Some(word))
    }));
    let times = vec![all("late", !which.late), link("late", "1", ui.t("ledger-late"), which.late)];
    let this = ui.today.year();
    let mut years = vec![all("year", which.from.is_none() && which.to.is_none())];
    years.extend((this - 2..=this).rev().map(|year| {
        let days = (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31));
        link("year", &year.to_string(), year.to_string(), (which.from, which.to) == days)
    }));
    let mut rows = vec![
        (ui.t("ledger-filter-kind"), kinds),
        (ui.t("ledger-filter-state"), states),
        (ui.t("ledger-filter-late"), times),
        (ui.t("ledger-filter-year"), years),
    ];
    if let Some(kind) = which.kind.as_deref().and_then(ActKind::from_word) {
        let words = Words::of(app, visit).await?;
        let mut topics = vec![all("topic", which.topic.is_none())];
        topics.extend(words.topics_of(kind).iter().map(|word| {
            let label = word.label.pick(ui.lang.code()).to_owned();
            link("topic", &word.code, label, which.topic.as_deref() == Some(word.code.as_str()))
        }));
        if matches!(kind, ActKind::Contact | ActKind::Outreach) {
            rows.push((ui.t("ledger-filter-topic"), topics));
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::{Asked, href, is_code};

    #[test]
    fn a_link_changes_one_thing_and_keeps_the_rest() {
        let asked = Asked {
            kind: Some("contact".into()),
            year: Some("2026".into()),
            state: Some("nonsense".into()),
            ..Asked::default()
        };
        let which = asked.which();
        assert_eq!(href("/acts", &which, ("", "")), "/acts?kind=contact&from=2026-01-01&to=2026-12-31");
        assert_eq!(href("/acts", &which, ("year", "2025")), "/acts?kind=contact&year=2025");
        assert_eq!(href("/acts", &which, ("kind", "")), "/acts?from=2026-01-01&to=2026-12-31");
    }

    #[test]
    fn a_topic_is_a_word_and_no_pattern() {
        assert!(is_code("agenda") && !is_code("%") && !is_code("") && !is_code("a&b"));
    }
}
