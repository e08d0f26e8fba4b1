use askama::Template;
use axum::extract::State;
use axum::response::Response;
use charter::{ActKind, Period};

use crate::access::{Actor, Permit, Post, Role, Visit};
use crate::base::page::{Link, Ui, page};
use crate::base::{App, Result};
use crate::cases::desks::{Line, lines};
use crate::cases::store::{self, Which};
use crate::{bodies, ledger, offline};

mod duty;
mod published;
mod reviews;
mod stations;
mod terms;

/// Things that wait, shown at most.
const WAITING: usize = 5;

/// A number with what it counts, and where its rows are.
struct Figure {
    number: String,
    label: String,
    href: String,
}

impl Figure {
    /// Whether it leads to a reception's desk, where there may be no network on its day.
    fn is_desk(&self) -> bool {
        self.href.starts_with("/receptions/")
    }
}

/// What one role sees.
struct Section {
    title: String,
    waiting: Option<Vec<Line>>,
    /// What one is asked beside opinions: to confirm what others entered, to see to the next term.
    asked: Vec<Link>,
    more: u64,
    /// What one was sent and has not opened.
    unopened: usize,
    figures: Vec<Figure>,
    links: Vec<Link>,
}

#[derive(Template)]
#[template(path = "desk/today.html")]
struct TodayPage {
    ui: Ui,
    sections: Vec<Section>,
}

/// The desk: a section for each role held.
pub async fn show(State(app): State<App>, visit: Visit) -> Result<Response> {
    let mut sections = Vec::new();
    for post in &visit.actor.posts {
        let actor = Actor { posts: vec![post.clone()], ..visit.actor.clone() };
        let own = Visit { actor, ..visit.clone() };
        let mut next = section(&app, &own, post).await?;
        if sections.iter().any(|section: &Section| section.unopened > 0) {
            // Whoever holds two roles was sent it once.
            next.unopened = 0;
        }
        sections.push(next);
    }
    page(TodayPage { sections, ui: visit.ui })
}

async fn section(app: &App, visit: &Visit, post: &Post) -> Result<Section> {
    let ui = &visit.ui;
    let role = ui.word("role", post.role.word());
    let title = match post.organization {
        Some(id) => bodies::store::organization(&app.db, visit.actor.congress, id).await?.name,
        None => role,
    };
    let mut asked = match post.role {
        Role::Deputy => asked(app, visit).await?,
        Role::Commission => terms::asked(app, visit).await?,
        _ => Vec::new(),
    };
    asked.extend(reviews::asked(app, visit).await?);
    let page = WAITING.saturating_sub(asked.len()).max(1);
    let (waiting, more, mut figures) = opinions(app, visit, post, page).await?;
    figures.extend(duty::figures(app, visit, post).await?);
    figures.extend(stations::figures(app, visit, post).await?);
    if post.role == Role::Deputy {
        figures.extend(acts_this_year(app, visit).await?);
    }
    figures.extend(consultations(app, visit).await?);
    figures.extend(published::figures(app, visit).await?);
    figures.extend(duty::questions(app, visit).await?);
    let unopened = published::unopened(app, visit).await?;
    let mut links = links(visit);
    if visit.actor.may(Permit::ProfileKeep) && post.role != Role::Commission {
        let key = if post.role == Role::Deputy { "profile-title" } else { "profile-list" };
        links.push(Link::new("/profile", ui.t(key)));
    }
    links.extend(stations::papers(app, visit, post).await?);
    Ok(Section { title, waiting, asked, more, unopened, figures, links })
}

/// The opinions that wait for a role, as many as there is room for, how many more there are, and the numbers of others.
async fn opinions(
    app: &App,
    visit: &Visit,
    post: &Post,
    page: usize,
) -> Result<(Option<Vec<Line>>, u64, Vec<Figure>)> {
    let mut counted: Vec<Which> =
        numbers(post.role).iter().map(|code| crate::cases::desks::which(visit, code)).collect();
    let found = match post.role {
        Role::Deputy
        | Role::Commission
        | Role::WorkingBody
        | Role::LocalOffice
        | Role::StationKeeper
        | Role::Organ => {
            let which = Which { waiting: true, by_due: true, page, ..Which::default() };
            let found = store::list(&app.db, &visit.actor, &which, None).await?.lines;
            counted.push(which);
            Some(found)
        }
        _ => None,
    };
    let all = store::counts(&app.db, &visit.actor, &counted).await?;
    let more = match (&found, all.last()) {
        (Some(found), Some(all)) => {
            u64::try_from(*all).unwrap_or_default().saturating_sub(found.len() as u64)
        }
        _ => 0,
    };
    let waiting = match found {
        Some(found) => Some(lines(app, visit, found).await?),
        None => None,
    };
    let figures = numbers(post.role).iter().zip(all).map(|(code, number)| Figure {
        number: number.to_string(),
        label: visit.ui.word("cases-filter", code),
        href: format!("/cases?show={code}"),
    });
    Ok((waiting, more, figures.collect()))
}

/// What others entered of a deputy, who is asked whether it was so; the oldest first.
async fn asked(app: &App, visit: &Visit) -> Result<Vec<Link>> {
    let Some(person) = visit.actor.person else { return Ok(Vec::new()) };
    let which = ledger::store::Which {
        asked: Some(person),
        oldest_first: true,
        page: WAITING,
        ..ledger::store::Which::default()
    };
    let found = ledger::store::list(&app.db, &visit.actor, &which, None).await?;
    let ui = &visit.ui;
    let link = |line: &ledger::store::Line| {
        let kind = ui.word("act-kind", &line.act.kind);
        // Where it is confirmed: of a contact or an activity on its own page.
        let own = format!("/acts/{}", line.act.id);
        let href = if line.act.is_of_event() { own } else { line.act.evidence_path() };
        Link::new(href, ui.t2("desk-asked", "day", ui.date(line.act.on_day), "act", kind))
    };
    Ok(found.lines.iter().map(link).collect())
}

/// The consultations that are under way.
async fn consultations(app: &App, visit: &Visit) -> Result<Vec<Figure>> {
    if !visit.actor.may(Permit::ConsultationRead) {
        return Ok(Vec::new());
    }
    let number = crate::consultations::store::under_way(&app.db, &visit.actor).await?;
    let label = visit.ui.t("consult-under-way");
    let figure = Figure { number: number.to_string(), label, href: "/topics".to_owned() };
    Ok(if number > 0 { vec![figure] } else { Vec::new() })
}

/// The lists whose numbers a role sees.
fn numbers(role: Role) -> &'static [&'static str] {
    match role {
        Role::Commission => &["new", "week", "overdue", "organ", "replied", "promised"],
        Role::WorkingBody | Role::LocalOffice | Role::StationKeeper => &["new", "week", "overdue", "replied"],
        Role::Organ => &["organ", "week", "overdue", "promised"],
        Role::Deputy => &["organ", "replied", "promised", "ended"],
        Role::Leadership => &["organ", "replied", "promised", "overdue", "ended", "all"],
        _ => &[],
    }
}

/// A deputy's acts of this year, as the ledger counts them.
async fn acts_this_year(app: &App, visit: &Visit) -> Result<Vec<Figure>> {
    let Some(person) = visit.actor.person else { return Ok(Vec::new()) };
    let year = Period::of(visit.ui.today);
    let counts =
        ledger::store::tally(&app.db, visit.actor.congress, person, (year.from(), year.to())).await?;
    let shown = [ActKind::OpinionRaised, ActKind::OpinionCosigned, ActKind::OpinionEvaluated];
    let counted = shown.into_iter().map(|kind| {
        let number = counts.get(kind.word()).copied().unwrap_or_default().to_string();
        let label = visit.ui.word("act-kind", kind.word());
        let href = format!("/acts?person={person}&kind={}&counting=1&from={}", kind.word(), year.from());
        Figure { number, label, href }
    });
    Ok(counted.collect())
}

/// What a role begins from here.
fn links(visit: &Visit) -> Vec<Link> {
    let doors: [(Permit, &str, &str); 23] = [
        (Permit::ContactRecord, "/contacts/new", "desk-contact"),
        (Permit::OutreachRecord, "/outreach/new", "desk-outreach"),
        (Permit::ChatWrite, "/chats", "chats-title"),
        (Permit::RobotKeep, "/robots", "chats-robots"),
        (Permit::OverviewRead, "/overview", "overview-title"),
        (Permit::ReceptionRead, "/receptions", "receptions-title"),
        (Permit::StationRead, "/coverage", "stations-coverage"),
        (Permit::StationRead, "/visits", "stations-visits"),
        (Permit::CaseRaise, "/cases/raise", "cases-raise"),
        (Permit::CaseEnter, "/cases/new", "cases-enter"),
        (Permit::CaseEnter, "/texts", "texts-title"),
        (Permit::PackRead, "/packs", "pack-title"),
        (Permit::ReportWrite, "/reporting", "reports-title"),
        (Permit::ReportRemind, "/reports/progress", "reports-progress"),
        (Permit::MeritApprove, "/merits", "points-merits"),
        (Permit::AccountsManage, "/accounts", "desk-accounts"),
        (Permit::GrantsManage, "/roles", "desk-roles"),
        (Permit::AuditRead, "/audit", "access-audit-title"),
        (Permit::JobsRead, "/jobs", "jobs-title"),
        (Permit::DeliveriesRead, "/deliveries", "channel-log-title"),
        (Permit::DoctorRead, "/doctor", "doctor-title"),
        (Permit::CalendarEdit, "/calendar", "access-calendar-title"),
        (Permit::PermitsRead, "/permits", "desk-permits"),
    ];
    let open = doors.into_iter().filter(|(permit, ..)| visit.actor.may(*permit));
    let mut links: Vec<Link> = open.map(|(_, href, label)| Link::new(href, visit.ui.t(label))).collect();
    if !offline::forms(&visit.actor).is_empty() {
        links.push(Link::new("/offline", visit.ui.t("offline-title")));
    }
    links
}
