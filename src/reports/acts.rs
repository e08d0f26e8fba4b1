//! Writing a report: beginning, changing, submitting, taking back, sending back, giving up.

mod giving;

use serde_json::json;
use uuid::Uuid;

use super::draft::{self, material};
use super::flow::{Counted, State, Step, after};
use super::{Part, Report, Texts, store};
use crate::access::{Actor, Permit, Role, Scope};
use crate::base::text::Lang;
use crate::base::{App, Conn, Error, Mistake, Result, Tx, codes::ShortCode, form::Say};
use crate::bodies::{self, Kind, Term};
use crate::files::{self, Checked};
use crate::journal::{self, Happening};
use crate::ledger::{self, Act, acts::may_take};
use crate::notices::{Audience, Fact, Facts, Notice, tell};

pub use giving::{
    Giving, Plan, call_off, correct, give, plan, take_back, withdraw, wrong_giving, wrong_plan,
};

/// A report as somebody stands to it.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The report.
    pub report: Report,
    /// Its act in the ledger, as it is now.
    pub act: Option<Act>,
    /// Whether they write it: the deputy, or the office that writes it down for him or her.
    pub writes: bool,
    /// Whether they look after the deputy: himself or herself, or the office that serves him or her.
    pub serves: bool,
}

impl Standing {
    /// Where its act is.
    pub fn counted(&self) -> Counted {
        let Some(act) = &self.act else { return Counted::Nothing };
        match act.state() {
            _ if act.void => Counted::Void,
            Some(ledger::State::Draft | ledger::State::Returned) => Counted::Open,
            Some(ledger::State::Declared) => Counted::Declared,
            Some(ledger::State::Verified) => Counted::Counts,
            Some(ledger::State::Discarded) | None => Counted::Void,
        }
    }

    /// What follows a step.
    pub fn after(&self, step: Step) -> Option<State> {
        after(self.report.state()?, step, self.counted())
    }

    /// Whether a step is theirs, whatever the report's state.
    fn is_theirs(&self, actor: &Actor, step: Step) -> bool {
        let own = actor.person == Some(self.report.person_id);
        match step {
            Step::Write | Step::Submit | Step::Recall | Step::Discard => self.writes,
            Step::Return => self.serves && !own && !self.writes,
            Step::Plan | Step::CallOff => self.serves,
            Step::Give => self.serves && self.may(actor, ledger::Step::Declare),
            Step::TakeBack => self.serves && self.may(actor, ledger::Step::Recall),
            Step::Correct | Step::Withdraw => actor.may(Permit::ActVerify) && !own,
        }
    }

    fn may(&self, actor: &Actor, step: ledger::Step) -> bool {
        self.act.as_ref().is_none_or(|act| may_take(actor, act, step))
    }

    /// Whether they may take a step now.
    pub fn offers(&self, actor: &Actor, step: Step) -> bool {
        self.after(step).is_some() && self.is_theirs(actor, step)
    }
}

/// A report that the actor may see, and what it is to them.
///
/// # Errors
/// `NotFound` for a stranger.
pub async fn standing(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Standing> {
    let report = store::find(at, actor, id).await?;
    let acts = ledger::store::of_evidence(at, actor.congress, id).await?;
    let act = acts.into_iter().find(|act| act.superseded_by.is_none());
    let serves = store::reaches(at, actor, Permit::ReportWrite, report.person_id).await?;
    let own = actor.person == Some(report.person_id) && report.office_id.is_none();
    let kept = report.office_id.is_some() && offices(actor).any(|office| Some(office) == report.office_id);
    Ok(Standing { writes: serves && (own || kept), serves, report, act })
}

/// The offices for which somebody writes reports down.
fn offices(actor: &Actor) -> impl Iterator<Item = Uuid> {
    actor.posts_with(Permit::ReportWrite).filter_map(|(post, _)| post.organization)
}

/// A step about to be taken: theirs, possible now, on the version they saw.
async fn stepping(
    tx: &Tx,
    actor: &Actor,
    (id, version): (Uuid, i64),
    step: Step,
) -> Result<(Standing, State)> {
    let standing = standing(tx, actor, id).await?;
    if !standing.is_theirs(actor, step) {
        return Err(Error::Forbidden);
    }
    let Some(next) = standing.after(step).filter(|_| standing.report.version == version) else {
        return Err(Error::conflict("reports-moved-on"));
    };
    Ok((standing, next))
}

/// Write a report as it shall stand, with its journal entry.
async fn save(
    tx: &Tx,
    app: &App,
    (actor, permit): (&Actor, Permit),
    (report, step): (&Report, Step),
    facts: serde_json::Value,
) -> Result<()> {
    if !store::save(tx, actor.congress, report).await? {
        return Err(Error::conflict("reports-moved-on"));
    }
    note(tx, app, (actor, permit), (&format!("report.{}", step.word()), report.id), facts).await
}

pub(super) async fn note(
    tx: &Tx,
    app: &App,
    (actor, permit): (&Actor, Permit),
    (kind, subject_id): (&str, Uuid),
    facts: serde_json::Value,
) -> Result<()> {
    let author = actor.author(permit, app.clock.now());
    let happening = Happening { kind: kind.to_owned(), subject: "report", subject_id, facts };
    journal::append(tx, &author, happening).await?;
    Ok(())
}

/// Whoever is told of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hearer {
    /// The deputy.
    Deputy,
    /// The local offices of the constituency's town or street.
    Offices,
}

/// Tell those concerned of a report: whose it is, and facts of its own.
pub(super) async fn tell_of(
    tx: &Tx,
    app: &App,
    congress: Uuid,
    (report, who, kind): (&Report, Hearer, &'static str),
    more: Facts,
) -> Result<()> {
    let mut facts = Facts::from([("name".to_owned(), Fact::Text(report.name.clone()))]);
    facts.extend(more);
    let told = match who {
        Hearer::Deputy => vec![Audience::Person(report.person_id)],
        Hearer::Offices => {
            let area = report.area_id;
            let all = bodies::store::organizations_of(tx, congress, Kind::LocalOffice, area).await?;
            all.into_iter().map(|office| Audience::Office(Role::LocalOffice, office.id)).collect()
        }
    };
    for to in told {
        let (subject, subject_id, facts) = ("report", report.id, facts.clone());
        tell(tx, app, &Notice { congress, to, kind, subject, subject_id, facts }).await?;
    }
    Ok(())
}

/// The term of today.
///
/// # Errors
/// `Conflict` when there is none.
pub async fn term(at: &impl Conn, app: &App, congress: Uuid) -> Result<Term> {
    let found = bodies::store::term_on(at, congress, app.clock.today()).await?;
    found.ok_or_else(|| Error::conflict("reports-no-term"))
}

/// Begin a deputy's report of this term, drafted from the records in a language or empty for what is typed from paper.
/// Where there is one already, it is that one.
///
/// # Errors
/// `NotFound` for whoever is not reached; `Conflict` when somebody else writes one, or the deputy has no seat in the term.
pub async fn begin(app: &App, actor: &Actor, person: Uuid, drafted: Option<Lang>) -> Result<Uuid> {
    actor.must(Permit::ReportWrite)?;
    let congress = actor.congress;
    if !store::reaches(&app.db, actor, Permit::ReportWrite, person).await? {
        return Err(Error::NotFound);
    }
    let term = term(&app.db, app, congress).await?;
    let seat = store::elected(&app.db, congress, (person, term.id)).await?;
    let seat = seat.ok_or_else(|| Error::conflict("reports-no-seat"))?;
    let texts = match drafted {
        Some(lang) => draft::texts(&material(&app.db, app, congress, (person, &term), lang).await?, lang),
        None => Texts::default(),
    };
    let kept = match drafted {
        Some(_) => serde_json::to_string(&texts).map_err(anyhow::Error::from)?,
        None => String::new(),
    };
    let now = app.clock.now();
    let own = actor.person == Some(person)
        && actor.posts_with(Permit::ReportWrite).any(|(_, scope)| scope == Scope::Own);
    let office = if own { None } else { offices(actor).next() };
    let code = app.chance.draw(ShortCode::random).to_string();
    let new = store::New {
        id: app.chance.id(now),
        code: &code,
        whose: (person, term.id, seat.constituency_id),
        office,
        account: actor.account,
        texts: &texts,
        drafted: &kept,
    };
    let tx = app.db.begin().await?;
    if !store::insert(&tx, congress, &new, now).await? {
        let before = store::of_person(&tx, congress, (person, term.id)).await?.ok_or(Error::NotFound)?;
        return match standing(&tx, actor, before.id).await {
            Ok(standing) if standing.writes || before.state() != Some(State::Draft) => Ok(before.id),
            _ => Err(Error::conflict("reports-begun-already")),
        };
    }
    let facts = json!({ "person": person, "term": term.number, "drafted": drafted.is_some() });
    note(&tx, app, (actor, Permit::ReportWrite), ("report.begun", new.id), facts).await?;
    tx.commit().await?;
    Ok(new.id)
}

/// What happens with what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// It is kept.
    Keep,
    /// It is ready.
    Submit,
    /// What was not touched is drafted anew.
    Redraft(Lang),
    /// These opinions, by their numbers, are told of in it.
    Tell(Vec<String>, Lang),
}

/// What is wrong with what was written, each with its field: what is too long, and for what is ready, what is missing.
pub fn wrong(texts: &Texts, ready: bool) -> Vec<Mistake> {
    let mut found = Vec::new();
    if ready && texts.summary.trim().is_empty() {
        found.push(Mistake::new(Part::Summary.word(), "reports-summary-missing"));
    }
    if ready && texts.is_empty() {
        found.push(Mistake::new(Part::Study.word(), "reports-text-missing"));
    }
    for part in Part::ALL {
        let (long, most) = (texts.get(part).chars().count(), part.most());
        if long > most {
            let say = Say::new("error-too-long").with("max", most).with("over", long - most);
            found.push(Mistake { field: part.word().to_owned(), say });
        }
    }
    found
}

/// Change what a report says, until it was given; and submit it, draft it anew, or tell of opinions in it.
///
/// # Errors
/// `Invalid` with the field for what is missing or too long, and without one when somebody else changed it meanwhile;
/// `Forbidden` for whoever does not write it; `Conflict` when it was given already.
pub async fn write(
    app: &App,
    actor: &Actor,
    (id, version): (Uuid, i64),
    (texts, then): (&Texts, &Then),
    papers: &[Checked],
) -> Result<Report> {
    actor.must(Permit::ReportWrite)?;
    let found = wrong(texts, *then == Then::Submit);
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let before = store::find(&app.db, actor, id).await?;
    let gathered = gathered(app, actor.congress, &before, then).await?;
    for file in papers {
        files::keep(app, actor.congress, file).await?;
    }
    let tx = app.db.begin().await?;
    let now = standing(&tx, actor, id).await?.report;
    if now.version != version {
        return Err(Error::invalid("", "reports-edited-meanwhile"));
    }
    let (standing, _) = stepping(&tx, actor, (id, version), Step::Write).await?;
    let mut report = Report { texts: texts.map(|text| text.trim().to_owned()), ..standing.report.clone() };
    let mut step = Step::Write;
    if let Some(fresh) = gathered.fresh {
        report.texts = draft::again(&report.texts, &report.drafted(), &fresh);
        report.drafted = serde_json::to_string(&fresh).map_err(anyhow::Error::from)?;
    }
    report.texts.proposals = draft::with_stories(&report.texts.proposals, &gathered.told);
    let found = wrong(&report.texts, false);
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    if *then == Then::Submit && standing.report.state() == Some(State::Draft) {
        step = Step::Submit;
        report.state = State::Submitted.word().to_owned();
        report.submitted_at = Some(app.clock.now());
        report.reason = String::new();
    }
    save(&tx, app, (actor, Permit::ReportWrite), (&report, step), json!({ "person": report.person_id }))
        .await?;
    attach(&tx, app, actor, (id, papers)).await?;
    if step == Step::Submit && report.office_id.is_none() {
        let heard = (&report, Hearer::Offices, "report-submitted");
        tell_of(&tx, app, actor.congress, heard, Facts::new()).await?;
    }
    tx.commit().await?;
    store::one(&app.db, actor.congress, id).await
}

/// What was gathered for what happens with it.
#[derive(Default)]
struct Gathered {
    fresh: Option<Texts>,
    told: Vec<String>,
}

async fn gathered(app: &App, congress: Uuid, report: &Report, then: &Then) -> Result<Gathered> {
    let (Then::Redraft(lang) | Then::Tell(_, lang)) = then else { return Ok(Gathered::default()) };
    let terms = bodies::store::terms(&app.db, congress).await?;
    let term = terms.into_iter().find(|term| term.id == report.term_id).ok_or(Error::NotFound)?;
    let material = material(&app.db, app, congress, (report.person_id, &term), *lang).await?;
    Ok(match then {
        Then::Tell(chosen, _) => {
            let told = material.stories.iter().filter(|story| chosen.contains(&story.number));
            Gathered { told: told.map(|story| story.told(*lang)).collect(), fresh: None }
        }
        _ => Gathered { fresh: Some(draft::texts(&material, *lang)), told: Vec::new() },
    })
}

async fn attach(tx: &Tx, app: &App, actor: &Actor, (id, papers): (Uuid, &[Checked])) -> Result<()> {
    let author = actor.author(Permit::ReportWrite, app.clock.now());
    for file in papers {
        files::attach(tx, app, &author, file, ("report", id), None).await?;
    }
    Ok(())
}

/// Take a report that was submitted back in order to write on; or, as the office, send it back with a reason.
///
/// # Errors
/// `Invalid` when the office gives no reason; `Conflict` when it is not submitted (any more); `Forbidden`, `NotFound`.
pub async fn reopen(app: &App, actor: &Actor, (id, version): (Uuid, i64), reason: &str) -> Result<()> {
    actor.must(Permit::ReportWrite)?;
    let tx = app.db.begin().await?;
    let step = if standing(&tx, actor, id).await?.writes { Step::Recall } else { Step::Return };
    let (standing, next) = stepping(&tx, actor, (id, version), step).await?;
    let reason = if step == Step::Return { super::acts::reason(reason)? } else { String::new() };
    let report = Report { state: next.word().to_owned(), reason, ..standing.report };
    save(&tx, app, (actor, Permit::ReportWrite), (&report, step), json!({ "person": report.person_id }))
        .await?;
    if step == Step::Return {
        let heard = (&report, Hearer::Deputy, "report-returned");
        tell_of(&tx, app, actor.congress, heard, Facts::new()).await?;
    }
    tx.commit().await
}

/// A reason must be there, in a line.
fn reason(typed: &str) -> Result<String> {
    let reason = typed.trim();
    if reason.is_empty() || reason.chars().count() > 2 * super::LINE {
        return Err(Error::invalid("reason", "reports-reason-missing"));
    }
    Ok(reason.to_owned())
}

/// Give a draft up.
///
/// # Errors
/// `Conflict` when it is no draft any more; `Forbidden`, `NotFound`.
pub async fn discard(app: &App, actor: &Actor, (id, version): (Uuid, i64)) -> Result<()> {
    actor.must(Permit::ReportWrite)?;
    let tx = app.db.begin().await?;
    let (standing, next) = stepping(&tx, actor, (id, version), Step::Discard).await?;
    let report = Report { state: next.word().to_owned(), ..standing.report };
    let facts = json!({ "person": report.person_id });
    save(&tx, app, (actor, Permit::ReportWrite), (&report, Step::Discard), facts).await?;
    tx.commit().await
}
