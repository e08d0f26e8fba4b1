use chrono::{Days, NaiveDate};
use serde_json::json;
use uuid::Uuid;

use crate::access::{Actor, Permit, Role, Scope};
use crate::base::{App, Error, Mistake, Result, Tx, form::Say};
use crate::bodies::{self, Kind, Organization};
use crate::journal::{self, Happening};
use crate::ledger::acts::charter_on;
use crate::notices::{Audience, Fact, Facts, Notice, tell};
use crate::receptions::who;
use crate::stations::store::{self, Finding, Visit};

/// Characters of the longest note and finding.
const LONGEST: usize = 2_000;
const FINDING: usize = 300;

/// Something found on a visit.
#[derive(Debug, Clone, Default)]
pub struct NewFinding {
    /// Which of the six haves it is about; empty for none.
    pub have: String,
    /// What was found.
    pub text: String,
    /// By when it is to be put right; as the charter says, when none.
    pub due_on: Option<NaiveDate>,
}

/// A visit as somebody tells of it.
#[derive(Debug, Clone)]
pub struct NewVisit {
    /// The form's own id: the same form sent twice is one visit.
    pub form: Uuid,
    /// The station.
    pub station: Uuid,
    /// On which day.
    pub on_day: NaiveDate,
    /// What was seen.
    pub note: String,
    /// What is to be put right; may be nothing.
    pub findings: Vec<NewFinding>,
}

fn check(app: &App, new: &NewVisit) -> Result<()> {
    let mut found = Vec::new();
    if new.on_day > app.clock.today() {
        found.push(Mistake::new("on_day", "stations-visit-later"));
    }
    let long = new.note.trim().chars().count();
    if long == 0 && new.findings.is_empty() {
        found.push(Mistake::new("note", "stations-visit-note-missing"));
    }
    if long > LONGEST {
        let say = Say::new("error-too-long").with("max", LONGEST).with("over", long - LONGEST);
        found.push(Mistake { field: "note".into(), say });
    }
    for (nth, one) in new.findings.iter().enumerate() {
        let long = one.text.trim().chars().count();
        if long > FINDING {
            let say = Say::new("error-too-long").with("max", FINDING).with("over", long - FINDING);
            found.push(Mistake { field: format!("finding{}", nth + 1), say });
        }
        if one.due_on.is_some_and(|due| due < new.on_day) {
            found.push(Mistake::new(&format!("due{}", nth + 1), "stations-finding-due-before"));
        }
    }
    if found.is_empty() { Ok(()) } else { Err(Error::Invalid(found)) }
}

/// Record a visit with its findings; the station's keeper and its office are told what is to be put right.
///
/// # Errors
/// `NotFound` for a station that they do not guide, `Invalid` with the field for what is missing or wrong.
pub async fn record_visit(app: &App, actor: &Actor, new: &NewVisit) -> Result<Uuid> {
    actor.must(Permit::StationGuide)?;
    check(app, new)?;
    let tx = app.db.begin().await?;
    if let Some(before) = store::of_form(&tx, actor.congress, new.form).await? {
        return Ok(before);
    }
    let station = who::station(&tx, actor, Permit::StationGuide, new.station).await?;
    let office = actor.organization_for(Permit::StationGuide).ok_or(Error::Forbidden)?;
    let within = charter_on(&tx, app, actor.congress, new.on_day).await?.stations.finding_within.value;
    let id = app.chance.id(app.clock.now());
    let visit = Visit {
        id,
        station_id: station.id,
        station: station.name.clone(),
        code: station.code.clone(),
        office_id: office,
        office: String::new(),
        on_day: new.on_day,
        note: new.note.trim().to_owned(),
    };
    store::insert_visit(&tx, actor.congress, (&visit, new.form), actor.account).await?;
    let mut first = None;
    for one in &new.findings {
        let due_on = one.due_on.unwrap_or(new.on_day + Days::new(u64::from(within)));
        let finding = Finding {
            id: app.chance.id(app.clock.now()),
            visit_id: id,
            station_id: station.id,
            station: String::new(),
            have: one.have.clone(),
            text: one.text.trim().to_owned(),
            due_on,
            state: "open".to_owned(),
            done: String::new(),
            done_on: None,
            confirmed_on: None,
        };
        store::insert_finding(&tx, actor.congress, &finding).await?;
        first = Some(first.map_or(due_on, |day: NaiveDate| day.min(due_on)));
    }
    if let Some(due) = first {
        let facts = Facts::from([
            ("station".to_owned(), Fact::Text(station.name.clone())),
            ("n".to_owned(), Fact::Number(new.findings.len() as i64)),
            ("due".to_owned(), Fact::Day(due)),
        ]);
        let office = station.parent_id.map(|office| Audience::Office(Role::LocalOffice, office));
        for to in std::iter::once(Audience::Office(Role::StationKeeper, station.id)).chain(office) {
            tell_of(&tx, app, actor.congress, (to, "station-findings", id), facts.clone()).await?;
        }
    }
    note(&tx, app, (actor, Permit::StationGuide), ("station.visited", id), new.findings.len()).await?;
    tx.commit().await?;
    Ok(id)
}

async fn tell_of(
    tx: &Tx,
    app: &App,
    congress: Uuid,
    (to, kind, visit): (Audience, &'static str, Uuid),
    facts: Facts,
) -> Result<()> {
    tell(tx, app, &Notice { congress, to, kind, subject: "visit", subject_id: visit, facts }).await
}

async fn note(
    tx: &Tx,
    app: &App,
    (actor, permit): (&Actor, Permit),
    (kind, id): (&str, Uuid),
    findings: usize,
) -> Result<()> {
    let author = actor.author(permit, app.clock.now());
    let facts = json!({ "findings": findings });
    journal::append(
        tx,
        &author,
        Happening { kind: kind.to_owned(), subject: "visit", subject_id: id, facts },
    )
    .await?;
    Ok(())
}

/// The role in which an office's clerks are told.
fn role_of(office: &Organization) -> Role {
    match office.kind.as_str() {
        kind if kind == Kind::WorkingBody.word() => Role::WorkingBody,
        kind if kind == Kind::LocalOffice.word() => Role::LocalOffice,
        _ => Role::Commission,
    }
}

async fn moved(tx: &Tx, actor: &Actor, (after, before): (&Finding, &str)) -> Result<()> {
    if store::save_finding(tx, actor.congress, after, before).await? {
        Ok(())
    } else {
        Err(Error::conflict("stations-finding-moved-on"))
    }
}

/// The station says what it did about a finding; whoever visited is told.
///
/// # Errors
/// `NotFound` for a finding at a station that is not theirs, `Conflict` when it is not open, `Invalid` when it is not said
/// what was done.
pub async fn put_right(app: &App, actor: &Actor, id: Uuid, text: &str) -> Result<()> {
    actor.must(Permit::StationKeep)?;
    let text = text.trim();
    if text.is_empty() || text.chars().count() > FINDING {
        return Err(Error::invalid("done", "stations-finding-done-missing"));
    }
    let tx = app.db.begin().await?;
    let before = store::finding(&tx, actor, id).await?;
    who::station(&tx, actor, Permit::StationKeep, before.station_id).await?;
    let visit = store::visit(&tx, actor, before.visit_id).await?;
    let (state, done, done_on) = ("done".to_owned(), text.to_owned(), Some(app.clock.today()));
    moved(&tx, actor, (&Finding { state, done, done_on, ..before }, "open")).await?;
    let office = bodies::store::organization(&tx, actor.congress, visit.office_id).await?;
    let facts = Facts::from([("station".to_owned(), Fact::Text(visit.station.clone()))]);
    let to = (Audience::Office(role_of(&office), office.id), "station-put-right", visit.id);
    tell_of(&tx, app, actor.congress, to, facts).await?;
    note(&tx, app, (actor, Permit::StationKeep), ("finding.put-right", visit.id), 1).await?;
    tx.commit().await
}

/// A finding that is theirs to confirm: their office's, or the commission's to decide.
async fn of_visitor(tx: &Tx, actor: &Actor, id: Uuid) -> Result<(Finding, Visit)> {
    let finding = store::finding(tx, actor, id).await?;
    let visit = store::visit(tx, actor, finding.visit_id).await?;
    let theirs = actor.posts_with(Permit::StationGuide).any(|(post, scope)| {
        post.organization == Some(visit.office_id)
            || (scope == Scope::Congress && post.role == Role::Commission)
    });
    if theirs { Ok((finding, visit)) } else { Err(Error::Forbidden) }
}

/// Whoever visited saw that it was put right: the finding is closed.
///
/// # Errors
/// `NotFound` for a finding that is not theirs to see, `Forbidden` for whoever did not visit, `Conflict` when the station
/// has not said that it was put right.
pub async fn confirm(app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    actor.must(Permit::StationGuide)?;
    let tx = app.db.begin().await?;
    let (before, visit) = of_visitor(&tx, actor, id).await?;
    let (state, confirmed_on) = ("confirmed".to_owned(), Some(app.clock.today()));
    moved(&tx, actor, (&Finding { state, confirmed_on, ..before }, "done")).await?;
    note(&tx, app, (actor, Permit::StationGuide), ("finding.confirmed", visit.id), 1).await?;
    tx.commit().await
}

/// It is not put right yet: the finding is open again, and the station is told why.
///
/// # Errors
/// As [`confirm`]; `Invalid` when the reason is missing.
pub async fn send_back(app: &App, actor: &Actor, id: Uuid, reason: &str) -> Result<()> {
    actor.must(Permit::StationGuide)?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > FINDING {
        return Err(Error::invalid("reason", "stations-finding-reason-missing"));
    }
    let tx = app.db.begin().await?;
    let (before, visit) = of_visitor(&tx, actor, id).await?;
    let (state, done) = ("open".to_owned(), reason.to_owned());
    moved(&tx, actor, (&Finding { state, done, done_on: None, ..before }, "done")).await?;
    let facts = Facts::from([("station".to_owned(), Fact::Text(visit.station.clone()))]);
    let to = (Audience::Office(Role::StationKeeper, visit.station_id), "station-sent-back", visit.id);
    tell_of(&tx, app, actor.congress, to, facts).await?;
    note(&tx, app, (actor, Permit::StationGuide), ("finding.sent-back", visit.id), 1).await?;
    tx.commit().await
}
