use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Permit, Role, Visit};
use crate::base::csv::csv_file;
use crate::base::page::{Link, Ui, page};
use crate::base::redact::redact;
use crate::base::{App, Result, start_of};
use crate::cases::store::{self, Which};
use crate::cases::timeline::Names;

/// Lines of a CSV fetched at a time.
const AT_ONCE: usize = 1000;
/// Lines of the longest CSV.
const LONGEST: usize = 20_000;

/// The filters of the list, in the order shown.
pub(super) const FILTERS: [&str; 9] =
    ["mine", "new", "week", "overdue", "organ", "replied", "promised", "ended", "all"];

/// What a link to the list may carry.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    show: Option<String>,
    after: Option<String>,
    /// Only those raised on the days `FROM..TO`.
    raised: Option<String>,
    /// Only those that ended on the days `FROM..TO`.
    ended: Option<String>,
}

impl Asked {
    /// The days asked for: the sentence's key, and the first and last day.
    fn days(&self) -> Option<(&'static str, (NaiveDate, NaiveDate))> {
        let days = |text: &Option<String>| {
            let (from, to) = text.as_deref()?.split_once("..")?;
            Some((from.parse().ok()?, to.parse().ok()?))
        };
        let raised = days(&self.raised).map(|days| ("cases-raised-between", days));
        raised.or_else(|| days(&self.ended).map(|days| ("cases-ended-between", days)))
    }

    /// The same as the end of an address.
    fn days_in_address(&self) -> String {
        match self.days() {
            Some(("cases-raised-between", (from, to))) => format!("&raised={from}..{to}"),
            Some((_, (from, to))) => format!("&ended={from}..{to}"),
            None => String::new(),
        }
    }
}

/// A case as a line people read.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// One line.
    pub subject: String,
    /// The shape of the status word.
    pub kind: &'static str,
    /// The status word.
    pub state: String,
    /// The deputy concerned.
    pub deputy: String,
    /// The lead organ.
    pub organ: String,
    /// What is awaited.
    pub awaits: String,
    /// By when.
    pub due: Option<NaiveDate>,
    /// The same as people write it; empty when nothing is due.
    pub day: String,
    /// The shape of the due day's word.
    pub due_kind: &'static str,
    /// How long until then.
    pub left: String,
    /// When it came in.
    pub raised: String,
}

#[derive(Template)]
#[template(path = "cases/desks/list.html")]
struct ListPage {
    ui: Ui,
    filters: Vec<Link>,
    lines: Vec<Line>,
    total: i64,
    late: i64,
    /// The days to which the list is narrowed, in words.
    between: Option<String>,
    csv: String,
    first: Option<String>,
    next: Option<String>,
    may_enter: bool,
    may_raise: bool,
    may_urge: bool,
    keys: Vec<(String, String)>,
}

/// The list, a page at a time.
pub async fn show(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    let (db, actor) = (&app.db, &visit.actor);
    let chosen = chosen(&visit, &asked);
    let whole = narrowed(which(&visit, chosen), &asked);
    let listing = store::list(db, actor, &whole, asked.after.as_deref()).await?;
    let days = asked.days_in_address();
    let href = |code: &str| format!("/cases?show={code}");
    let here = format!("{}{days}", href(chosen));
    let shown: Vec<_> = FILTERS.into_iter().filter(|code| fits(&visit, code)).collect();
    let numbered = |code: &&str| matches!(*code, "mine" | "new" | "week" | "overdue");
    // The filters that have a number; what is asked for; what of it is late, unless that is what is asked for.
    let mut counted: Vec<Which> =
        shown.iter().copied().filter(numbered).map(|code| which(&visit, code)).collect();
    counted.push(whole.clone());
    if whole.due_before.is_none() {
        counted.push(Which { due_before: Some(visit.ui.today), ..whole });
    }
    let mut numbers = store::counts(db, actor, &counted).await?.into_iter();
    let filter = |code: &'static str| {
        let link = Link::new(href(code), visit.ui.word("cases-filter", code)).here(code == chosen);
        if !numbered(&code) {
            return link;
        }
        link.count(numbers.next().and_then(|n| u64::try_from(n).ok()).unwrap_or_default())
    };
    let view = ListPage {
        filters: shown.iter().copied().map(filter).collect(),
        total: numbers.next().unwrap_or_default(),
        late: numbers.next().unwrap_or_default(),
        lines: lines(&app, &visit, listing.lines).await?,
        csv: format!("/cases.csv?show={chosen}{days}"),
        first: asked.after.is_some().then(|| here.clone()),
        next: listing.next.map(|next| format!("{here}&after={next}")),
        between: asked
            .days()
            .map(|(key, (from, to))| visit.ui.t2(key, "from", visit.ui.date(from), "to", visit.ui.date(to))),
        may_enter: actor.may(Permit::CaseEnter),
        may_raise: actor.may(Permit::CaseRaise),
        may_urge: actor.may(Permit::LetterIssue) && actor.may(Permit::CaseSupervise),
        keys: Vec::new(),
        ui: visit.ui,
    };
    page(view)
}

/// All lines of the list as it is filtered, for a spreadsheet.
pub async fn csv(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    let ui = &visit.ui;
    let which = Which { page: AT_ONCE, ..narrowed(which(&visit, chosen(&visit, &asked)), &asked) };
    let head = ["number", "subject", "state", "deputy", "organ", "awaits", "due", "raised"];
    let head = head.map(|column| ui.word("cases-column", column));
    let (mut after, mut rows) = (None, Vec::new());
    loop {
        let listing = store::list(&app.db, &visit.actor, &which, after.as_deref()).await?;
        for line in lines(&app, &visit, listing.lines).await? {
            let due = line.due.map(|day| day.to_string()).unwrap_or_default();
            let (subject, state, deputy) = (line.subject, line.state, line.deputy);
            rows.push(vec![line.number, subject, state, deputy, line.organ, line.awaits, due, line.raised]);
        }
        after = listing.next;
        if after.is_none() || rows.len() >= LONGEST {
            break;
        }
    }
    csv_file(&format!("cases-{}.csv", ui.today), &head, &rows)
}

fn chosen(visit: &Visit, asked: &Asked) -> &'static str {
    let first = if fits(visit, "mine") { "mine" } else { "all" };
    let wanted = asked.show.as_deref();
    FILTERS.into_iter().find(|code| Some(*code) == wanted).unwrap_or(first)
}

/// Nothing waits for those who only look.
fn fits(visit: &Visit, code: &str) -> bool {
    let looks = |role| matches!(role, Role::Leadership | Role::Member | Role::GroupLeader | Role::Voter);
    !matches!(code, "mine" | "new") || !visit.actor.posts.iter().all(|post| looks(post.role))
}

/// What a filter shows.
pub fn which(visit: &Visit, code: &str) -> Which {
    let (today, open) = (visit.ui.today, Which { by_due: true, ..Which::default() });
    let states = |states: &[&'static str]| Which { states: states.to_vec(), ..Which::default() };
    match code {
        "mine" => Which { waiting: true, ..open },
        "new" => Which { waiting: true, awaiting: vec!["sort", "take_up", "examine", "sign_for"], ..open },
        "week" => {
            let week = today.checked_add_days(Days::new(8));
            Which { due_from: Some(today), due_before: week, ..open }
        }
        "overdue" => Which { due_before: Some(today), ..open },
        "organ" => Which { by_due: true, ..states(&["transferred", "returned", "handling"]) },
        "replied" => Which { by_due: true, ..states(&["replied"]) },
        "promised" => Which { by_due: true, ..states(&["promised"]) },
        "ended" => states(&["settled", "guided", "joined", "withdrawn", "closed"]),
        _ => Which::default(),
    }
}

/// A filter narrowed to the days asked for.
fn narrowed(which: Which, asked: &Asked) -> Which {
    match asked.days() {
        Some((key, days)) => {
            let between = Some(moments(days));
            let (raised, ended) =
                if key == "cases-raised-between" { (between, None) } else { (None, between) };
            Which { raised, ended, ..which }
        }
        None => which,
    }
}

/// From the first moment of a day to the last of another, on China's clocks.
pub fn moments((from, to): (NaiveDate, NaiveDate)) -> (DateTime<Utc>, DateTime<Utc>) {
    (start_of(from), start_of(to.checked_add_days(Days::new(1)).unwrap_or(to)))
}

/// The shape and the word of a state.
pub fn state_tag(ui: &Ui, state: &str) -> (&'static str, String) {
    let kind = match state {
        "raised" | "cosigning" => "new",
        "with_deputy" | "examining" | "returned" | "replied" => "wait",
        "transferred" | "handling" | "promised" => "go",
        "withdrawn" | "guided" => "stop",
        _ => "done",
    };
    (kind, ui.word("case-state", state))
}

/// Lines as people read them.
pub async fn lines(app: &App, visit: &Visit, found: Vec<store::Line>) -> Result<Vec<Line>> {
    let ui = &visit.ui;
    let knows_voters = visit.actor.may(Permit::CaseReadPersonal);
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let names = Names::of(&app.db, visit.actor.congress).await?;
    let name = |id: Option<Uuid>| id.map_or(Ok(String::new()), |id| names.name(id));
    let mut lines = Vec::new();
    for line in found {
        let (kind, state) = state_tag(ui, &line.state);
        let late = line.owed_on.is_some_and(|day| ui.is_late(day));
        let near = line.owed_on.is_some_and(|day| (day - ui.today).num_days() <= 2);
        lines.push(Line {
            id: line.id,
            number: line.number,
            subject: if knows_voters { line.subject } else { redact(&line.subject) },
            kind,
            state,
            deputy: name(line.deputy_id)?,
            organ: name(line.organ_id)?,
            awaits: line.due_what.map(|what| ui.word("case-awaits", &what)).unwrap_or_default(),
            due: line.owed_on,
            day: line.owed_on.map(|day| ui.date(day)).unwrap_or_default(),
            due_kind: if late {
                "late"
            } else if near {
                "wait"
            } else {
                "new"
            },
            left: line.owed_on.map(|day| ui.days_left(day)).unwrap_or_default(),
            raised: ui.date(crate::base::day_of(line.raised_at)),
        });
    }
    Ok(lines)
}
