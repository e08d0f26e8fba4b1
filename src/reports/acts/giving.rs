//! A report's day: planned and told, given and published, taken back, corrected, withdrawn.

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::{Hearer, Standing, attach, reason, save, stepping, tell_of};
use crate::access::{Actor, Permit};
use crate::base::{App, Conn, Error, Mistake, Result, Tx, form::Say};
use crate::bodies;
use crate::files::{self, Checked};
use crate::ledger::{
    self, NewAct,
    acts::{Correction, Wanted, amend, correct_in, take_in},
};
use crate::notices::{Fact, Facts};
use crate::reports::flow::{Counted, State, Step};
use crate::reports::{LINE, MOST_VOTERS, Report, Way};

/// A paper is up for so many days at most.
const MOST_DAYS: i64 = 366;

/// When and where a report is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// At a meeting or in writing.
    pub way: Way,
    /// The day of the meeting, or the first on which it is up.
    pub on_day: NaiveDate,
    /// The last day on which it is up; none of a meeting.
    pub until_on: Option<NaiveDate>,
    /// When the meeting begins, in minutes since midnight.
    pub starts: Option<i64>,
    /// Where.
    pub place: String,
    /// At which home or station.
    pub station: Option<Uuid>,
}

/// What is wrong with a plan for a day to come, each with its field.
pub fn wrong_plan(plan: &Plan, today: NaiveDate) -> Vec<Mistake> {
    let mut found = wrong_either(plan);
    if plan.on_day < today {
        found.push(Mistake::new("on_day", "reports-day-past"));
    }
    found
}

fn wrong_either(plan: &Plan) -> Vec<Mistake> {
    let mut found = Vec::new();
    let mut must = |right: bool, field: &str, key: &str| {
        if !right {
            found.push(Mistake::new(field, key));
        }
    };
    must(!plan.place.trim().is_empty() || plan.station.is_some(), "place", "reports-place-missing");
    match plan.way {
        Way::Meeting => {
            let time = plan.starts.is_some_and(|starts| (0..24 * 60).contains(&starts));
            must(time, "starts", "reports-time-missing");
        }
        Way::Writing => {
            let until = plan.until_on.unwrap_or(plan.on_day);
            must(plan.until_on.is_some(), "until_on", "reports-until-missing");
            must(until >= plan.on_day, "until_on", "reports-until-before");
            must((until - plan.on_day).num_days() <= MOST_DAYS, "until_on", "reports-until-late");
        }
    }
    let long = plan.place.trim().chars().count();
    if long > LINE {
        let say = Say::new("error-too-long").with("max", LINE).with("over", long - LINE);
        found.push(Mistake { field: "place".to_owned(), say });
    }
    found
}

/// How a report was given.
#[derive(Debug, Clone)]
pub struct Giving {
    /// When and where it was.
    pub plan: Plan,
    /// Who chaired the meeting; may be empty.
    pub chair: String,
    /// How many voters were there; of a meeting.
    pub present: Option<i64>,
    /// Photos, never asked for.
    pub photos: Vec<Checked>,
}

/// What is wrong with what is told of a report that was given, each with its field.
pub fn wrong_giving(giving: &Giving, today: NaiveDate) -> Vec<Mistake> {
    let mut found = wrong_either(&giving.plan);
    if giving.plan.on_day > today {
        found.push(Mistake::new("on_day", "reports-day-ahead"));
    }
    if giving.plan.way == Way::Meeting && !giving.present.is_some_and(|n| (1..=MOST_VOTERS).contains(&n)) {
        found.push(Mistake::new("present", "reports-present-missing"));
    }
    if giving.chair.trim().chars().count() > LINE {
        let over = giving.chair.trim().chars().count() - LINE;
        let say = Say::new("error-too-long").with("max", LINE).with("over", over);
        found.push(Mistake { field: "chair".to_owned(), say });
    }
    found
}

/// A home or station must be one.
async fn known_station(at: &impl Conn, congress: Uuid, station: Option<Uuid>) -> Result<()> {
    let Some(id) = station else { return Ok(()) };
    let found = bodies::store::organization(at, congress, id).await;
    match found {
        Ok(station) if matches!(station.kind.as_str(), "station" | "home") => Ok(()),
        Ok(_) | Err(Error::NotFound) => Err(Error::invalid("station", "error-choice")),
        Err(other) => Err(other),
    }
}

fn planned(report: Report, plan: &Plan) -> Report {
    let meeting = plan.way == Way::Meeting;
    Report {
        way: plan.way.word().to_owned(),
        on_day: Some(plan.on_day),
        until_on: plan.until_on.filter(|_| !meeting),
        starts: plan.starts.filter(|_| meeting),
        place: plan.place.trim().to_owned(),
        station_id: plan.station,
        ..report
    }
}

/// Whether somebody does it for the deputy.
fn for_another(actor: &Actor, report: &Report) -> bool {
    actor.person != Some(report.person_id)
}

/// The other side hears of it: the deputy of what the office did, the office of what the deputy did.
async fn hear(tx: &Tx, app: &App, actor: &Actor, (report, kind): (&Report, &'static str)) -> Result<()> {
    let who = if for_another(actor, report) { Hearer::Deputy } else { Hearer::Offices };
    let day = report.on_day.map(|day| ("day".to_owned(), Fact::Day(day)));
    tell_of(tx, app, actor.congress, (report, who, kind), Facts::from_iter(day)).await
}

/// Say when and where a report is given; from then on everybody finds it. A change of what was told needs its reason.
///
/// # Errors
/// `Invalid` with the field; `Conflict` when it was given, or is not submitted; `Forbidden`, `NotFound`.
pub async fn plan(
    app: &App,
    actor: &Actor,
    (id, version): (Uuid, i64),
    (wanted, why): (&Plan, &str),
) -> Result<()> {
    actor.must(Permit::ReportWrite)?;
    let found = wrong_plan(wanted, app.clock.today());
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let tx = app.db.begin().await?;
    let (standing, next) = stepping(&tx, actor, (id, version), Step::Plan).await?;
    known_station(&tx, actor.congress, wanted.station).await?;
    let again = standing.report.state() == Some(State::Planned);
    let why = if again { reason(why)? } else { String::new() };
    let report = Report { state: next.word().to_owned(), reason: why, ..planned(standing.report, wanted) };
    let facts =
        json!({ "person": report.person_id, "way": report.way, "day": report.on_day, "again": again });
    save(&tx, app, (actor, Permit::ReportWrite), (&report, Step::Plan), facts).await?;
    hear(&tx, app, actor, (&report, "report-planned")).await?;
    tx.commit().await
}

/// Call a report's day off: it is submitted and waits for another.
///
/// # Errors
/// `Invalid` without a reason; `Conflict` when it is not planned (any more); `Forbidden`, `NotFound`.
pub async fn call_off(app: &App, actor: &Actor, (id, version): (Uuid, i64), why: &str) -> Result<()> {
    actor.must(Permit::ReportWrite)?;
    let tx = app.db.begin().await?;
    let (standing, next) = stepping(&tx, actor, (id, version), Step::CallOff).await?;
    let reason = reason(why)?;
    let told = standing.report.clone();
    let report = Report {
        state: next.word().to_owned(),
        reason,
        way: String::new(),
        on_day: None,
        until_on: None,
        starts: None,
        place: String::new(),
        station_id: None,
        ..standing.report
    };
    let facts = json!({ "person": report.person_id });
    save(&tx, app, (actor, Permit::ReportWrite), (&report, Step::CallOff), facts).await?;
    hear(&tx, app, actor, (&told, "report-called-off")).await?;
    tx.commit().await
}

/// A report was given: it is published, and the ledger has its act, once. The deputy of whom an office says it is told,
/// and may object.
///
/// # Errors
/// `Invalid` with the field; `Conflict` when it was given already, or is not submitted; `Forbidden`, `NotFound`; as
/// [`ledger::enter`] for the act.
pub async fn give(app: &App, actor: &Actor, (id, version): (Uuid, i64), giving: &Giving) -> Result<()> {
    actor.must(Permit::ReportWrite)?;
    let found = wrong_giving(giving, app.clock.today());
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    for photo in &giving.photos {
        files::keep(app, actor.congress, photo).await?;
    }
    let tx = app.db.begin().await?;
    let (standing, next) = stepping(&tx, actor, (id, version), Step::Give).await?;
    known_station(&tx, actor.congress, giving.plan.station).await?;
    enter(&tx, app, actor, (&standing, giving)).await?;
    let meeting = giving.plan.way == Way::Meeting;
    let report = Report {
        state: next.word().to_owned(),
        reason: String::new(),
        chair: if meeting { giving.chair.trim().to_owned() } else { String::new() },
        present: giving.present.filter(|_| meeting),
        given_at: standing.report.given_at.or(Some(app.clock.now())),
        ..planned(standing.report, &giving.plan)
    };
    let facts = json!({ "person": report.person_id, "way": report.way, "day": report.on_day });
    save(&tx, app, (actor, Permit::ReportWrite), (&report, Step::Give), facts).await?;
    attach(&tx, app, actor, (id, &giving.photos)).await?;
    let kind = if for_another(actor, &report) { "report-recorded" } else { "report-given" };
    hear(&tx, app, actor, (&report, kind)).await?;
    tx.commit().await
}

/// The act of a report: entered, or, where it was taken or sent back, declared again as it is now.
async fn enter(tx: &Tx, app: &App, actor: &Actor, (standing, giving): (&Standing, &Giving)) -> Result<()> {
    let report = &standing.report;
    let office = match for_another(actor, report) {
        true => actor.posts_with(Permit::ReportWrite).find_map(|(post, _)| post.organization),
        false => None,
    };
    let act = NewAct {
        place: giving.plan.place.trim().to_owned(),
        constituency: Some(report.constituency_id),
        office,
        ..NewAct::new(
            report.person_id,
            charter::ActKind::DutyReport,
            giving.plan.on_day,
            ("report", report.id),
        )
    };
    let by = (actor, Permit::ReportWrite);
    match &standing.act {
        Some(before) => {
            amend(tx, app, by, before.id, &act).await?;
            take_in(tx, app, actor, before.id, (ledger::Step::Declare, Wanted::default())).await
        }
        None => ledger::enter(tx, app, by, &act, true).await.map(|_| ()),
    }
}

/// Take back what was entered of a report, as long as nobody verified it; it is planned again and not public.
///
/// # Errors
/// `Conflict` when it counts already; `Forbidden`, `NotFound`.
pub async fn take_back(app: &App, actor: &Actor, (id, version): (Uuid, i64)) -> Result<()> {
    actor.must(Permit::ReportWrite)?;
    let tx = app.db.begin().await?;
    let (standing, next) = stepping(&tx, actor, (id, version), Step::TakeBack).await?;
    if let Some(act) = &standing.act {
        take_in(&tx, app, actor, act.id, (ledger::Step::Recall, Wanted::default())).await?;
    }
    let report = Report { state: next.word().to_owned(), ..standing.report };
    let facts = json!({ "person": report.person_id });
    save(&tx, app, (actor, Permit::ReportWrite), (&report, Step::TakeBack), facts).await?;
    tx.commit().await
}

/// Put the day of a report that counts right: the ledger gets a correction.
///
/// # Errors
/// `Invalid` with the field; `Conflict` when its act does not count; `Forbidden`, `NotFound`.
pub async fn correct(
    app: &App,
    actor: &Actor,
    (id, version): (Uuid, i64),
    (on_day, why): (NaiveDate, &str),
) -> Result<()> {
    actor.must(Permit::ActVerify)?;
    let tx = app.db.begin().await?;
    let (standing, next) = stepping(&tx, actor, (id, version), Step::Correct).await?;
    let reason = reason(why)?;
    let act = standing.act.as_ref().ok_or_else(|| Error::conflict("reports-moved-on"))?;
    let correction = Correction {
        on_day,
        constituency: act.constituency_id,
        parties: Vec::new(),
        void: false,
        note: reason.clone(),
    };
    correct_in(&tx, app, actor, act.id, &correction).await?;
    let until_on = standing.report.until_on.map(|until| until.max(on_day));
    let report =
        Report { state: next.word().to_owned(), reason, on_day: Some(on_day), until_on, ..standing.report };
    let facts = json!({ "person": report.person_id, "day": on_day });
    save(&tx, app, (actor, Permit::ActVerify), (&report, Step::Correct), facts).await?;
    tx.commit().await
}

/// Withdraw a published report: its page says so with the reason, its act ceases to count by a correction, or is sent back
/// where nobody verified it yet. The deputy may report again.
///
/// # Errors
/// `Invalid` without a reason; `Conflict` when it is not published; `Forbidden`, `NotFound`.
pub async fn withdraw(app: &App, actor: &Actor, (id, version): (Uuid, i64), why: &str) -> Result<()> {
    actor.must(Permit::ActVerify)?;
    let tx = app.db.begin().await?;
    let (standing, next) = stepping(&tx, actor, (id, version), Step::Withdraw).await?;
    let reason = reason(why)?;
    match (standing.counted(), &standing.act) {
        (Counted::Counts, Some(act)) => {
            let correction = Correction {
                on_day: act.on_day,
                constituency: act.constituency_id,
                parties: Vec::new(),
                void: true,
                note: reason.clone(),
            };
            correct_in(&tx, app, actor, act.id, &correction).await?;
        }
        (Counted::Declared, Some(act)) => {
            let wanted = Wanted { note: &reason, version: None };
            take_in(&tx, app, actor, act.id, (ledger::Step::Return, wanted)).await?;
        }
        _ => {}
    }
    let report = Report {
        state: next.word().to_owned(),
        reason,
        withdrawn_at: Some(app.clock.now()),
        ..standing.report
    };
    let facts = json!({ "person": report.person_id });
    save(&tx, app, (actor, Permit::ActVerify), (&report, Step::Withdraw), facts).await?;
    tell_of(&tx, app, actor.congress, (&report, Hearer::Deputy, "report-withdrawn"), Facts::new()).await?;
    tell_of(&tx, app, actor.congress, (&report, Hearer::Offices, "report-withdrawn"), Facts::new()).await?;
    tx.commit().await
}
