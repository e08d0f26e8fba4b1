//! What people do with rosters: bring one, look at what it would do, have it written, take it back, take one along.
//!
//! A page brings a file and leaves: the check and the writing are jobs, each done once, that go on when the page is left
//! or the program stops in between. A command does the same at once.

mod ending;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::check::{Checked, May, check};
use super::findings::{Finding, Words};
use super::known::Known;
use super::plan::{Counts, Outcome, What, counts};
use super::store::{self, Roster};
use super::wishes::{self, Wish};
use super::{coming, export, progress, read, rows};
use crate::access::store::{actor as actor_of, home_by_id};
use crate::access::{Actor, Permit};
use crate::base::{App, Conn, Error, Mistake, Result, Tx, form::Say, start_of};
use crate::exchange::changeover::{Turned, store::Changeover};
use crate::jobs::{self, NewJob};
use crate::journal::{self, Happening};

pub(super) use ending::dropped;
pub use ending::{drop, forget, stands, take_back};

/// The job that checks a roster.
pub const CHECK: &str = "roster.check";
/// The job that writes one.
pub const APPLY: &str = "roster.apply";
/// The job that erases what is left of one.
pub const FORGET: &str = "roster.forget";

/// How long an import can be taken back, and a roster that nobody had written is kept.
pub const KEPT: TimeDelta = TimeDelta::hours(24);
/// How long the roster of a coming term is kept beyond the day on which that begins.
const KEPT_COMING: TimeDelta = TimeDelta::days(60);

/// Signs of a file's name.
const NAME: usize = 100;

/// What a check found, as it is kept for the pages.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Report {
    /// Why the file cannot be read at all.
    pub unread: Option<Words>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// The rows that are new or change.
    pub outcomes: Vec<Outcome>,
    /// The registers moved between the preview and the writing: this is a new preview.
    pub moved: bool,
    /// Why it could not be written, or rehearsed.
    pub failed: Option<Words>,
    /// What the change to the next term came to when it was rehearsed.
    #[serde(default)]
    pub turned: Option<Turned>,
    /// The roles it wished for that its bringer could not give.
    #[serde(default)]
    pub wishes: Vec<Wish>,
}

/// A file, checked: what it would do, or why it cannot be read.
pub type Looked = Result<Checked, Words>;

/// Who hears how many of how many are done.
pub type Tell<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// A file, and the changeover it is for.
#[derive(Clone, Copy)]
pub struct Brought<'a> {
    /// The workbook.
    pub bytes: &'a [u8],
    /// The coming term: the registers are taken as they will stand on its first day.
    pub coming: Option<&'a Changeover>,
}

impl<'a> Brought<'a> {
    /// A file for the registers as they stand.
    pub fn now(bytes: &'a [u8]) -> Brought<'a> {
        Brought { bytes, coming: None }
    }
}

fn may(actor: &Actor) -> May {
    May {
        accounts: actor.may(Permit::AccountsManage),
        grants: actor.may(Permit::GrantsManage),
        own: actor.account,
    }
}

/// Check a file against the registers as they stand, or will stand; changes nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn look(
    at: &impl Conn,
    app: &App,
    actor: &Actor,
    file: Brought<'_>,
    tell: Tell<'_>,
) -> Result<Looked> {
    actor.must(Permit::RosterImport)?;
    let tables = match read::read(file.bytes) {
        Ok(tables) => tables,
        Err(why) => return Ok(Err(why)),
    };
    let rows = rows::rows(tables);
    let (mut known, mut today) = (Known::read(at, actor.congress).await?, app.clock.today());
    if let Some(coming) = file.coming {
        known = known.turned(&coming.term());
        today = today.max(coming.starts_on);
    }
    Ok(Ok(check(rows, &known, (may(actor), today), tell)))
}

/// Bring a file, perhaps for a changeover, where it takes the place of the one before; it is checked by itself.
///
/// # Errors
/// `Invalid` when there is nothing in it, `Conflict` when the changeover was carried out.
pub async fn bring(app: &App, actor: &Actor, name: &str, file: Brought<'_>) -> Result<Uuid> {
    actor.must(Permit::RosterImport)?;
    let bytes = file.bytes;
    if bytes.is_empty() {
        return Err(Error::invalid("file", "roster-file-missing"));
    }
    if bytes.len() > read::LIMITS.bytes {
        let say = Say::new("roster-file-large").with("mb", (read::LIMITS.bytes / 1024 / 1024) as i64);
        return Err(Error::Invalid(vec![Mistake { field: "file".to_owned(), say }]));
    }
    let (id, now) = (app.chance.id(app.clock.now()), app.clock.now());
    let name: String = name.chars().filter(|sign| !sign.is_control()).take(NAME).collect();
    let tx = app.db.begin().await?;
    if let Some(coming) = file.coming {
        if coming.done_at.is_some() {
            return Err(Error::conflict("changeover-done"));
        }
        coming::drop_coming(&tx, app, actor, coming.id).await?;
    }
    let whose = (actor.account, "uploaded", file.coming.map(|coming| coming.id));
    store::insert(&tx, (actor.congress, id), (&name, bytes), whose, now).await?;
    later(&tx, app, (actor, id), CHECK, "first").await?;
    let begins = file.coming.map(|coming| start_of(coming.starts_on) + KEPT_COMING);
    let until = begins.map_or(now + KEPT, |at| at.max(now + KEPT));
    let forget = NewJob { run_at: until, ..job(app, actor, id, (FORGET, "unused")) };
    jobs::enqueue(&tx, app, forget).await?;
    record(&tx, app, actor, ("roster.brought", id), json!({})).await?;
    tx.commit().await?;
    Ok(id)
}

fn job(app: &App, actor: &Actor, id: Uuid, (name, once): (&'static str, &str)) -> NewJob {
    NewJob {
        congress: actor.congress,
        key: format!("{name}:{id}:{once}"),
        name,
        payload: json!({ "roster": id, "account": actor.account }),
        run_at: app.clock.now(),
    }
}

async fn later(
    tx: &Tx,
    app: &App,
    (actor, id): (&Actor, Uuid),
    name: &'static str,
    once: &str,
) -> Result<()> {
    jobs::enqueue(tx, app, job(app, actor, id, (name, once))).await
}

/// Check a roster that was brought, and keep what was found for its page.
///
/// # Errors
/// When the database does not answer.
pub async fn check_brought(app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    actor.must(Permit::RosterImport)?;
    let congress = actor.congress;
    let roster = store::one(&app.db, congress, id).await?;
    if roster.state != "uploaded" {
        return Ok(());
    }
    let Some(bytes) = store::bytes(&app.db, congress, id).await? else { return Ok(()) };
    let coming = coming::of(&app.db, congress, &roster).await?;
    let file = Brought { bytes: &bytes, coming: coming.as_ref() };
    let looked = look(&app.db, app, actor, file, &|done, all| progress::tell(id, (done, all))).await?;
    let turned = coming::rehearsed(app, actor, coming.as_ref(), &looked).await?;
    let tx = app.db.begin().await?;
    let to = if looked.is_ok() { "checked" } else { "unread" };
    if store::pass(&tx, congress, id, ("uploaded", to)).await? {
        keep(&tx, (congress, id), &looked, (false, turned)).await?;
        if looked.is_err() {
            store::erase_bytes(&tx, congress, id).await?;
        }
        tx.commit().await?;
    }
    progress::forget(id);
    Ok(())
}

/// What people see of a check, as it is kept; equal previews have equal digests.
async fn keep(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    looked: &Looked,
    (moved, turned): (bool, Option<Result<Turned, Words>>),
) -> Result<()> {
    let (numbers, mut report) = summed(looked);
    let digest = digest(looked)?;
    report.moved = moved;
    match turned {
        Some(Ok(turned)) => report.turned = Some(turned),
        Some(Err(why)) => report.failed = Some(why),
        None => {}
    }
    let text = |value: serde_json::Result<String>| value.map_err(anyhow::Error::from);
    let numbers = text(serde_json::to_string(&numbers))?;
    let report = text(serde_json::to_string(&report))?;
    store::keep_report(tx, (congress, id), (&numbers, &report, &digest)).await
}

fn summed(looked: &Looked) -> (Counts, Report) {
    match looked {
        Err(why) => (Counts::new(), Report { unread: Some(why.clone()), ..Report::default() }),
        Ok(checked) => {
            let told = |outcome: &&Outcome| matches!(outcome.what, What::New | What::Changed);
            let outcomes = checked.outcomes.iter().filter(told).cloned().collect();
            let findings = checked.findings.clone();
            (counts(&checked.outcomes), Report { findings, outcomes, ..Report::default() })
        }
    }
}

fn digest(looked: &Looked) -> Result<String> {
    let (numbers, report) = summed(looked);
    let seen = serde_json::to_vec(&(numbers, report)).map_err(anyhow::Error::from)?;
    Ok(hex::encode(Sha256::digest(seen)))
}

/// Have a roster written that was checked and is fine.
///
/// # Errors
/// `Conflict` when it is not ready, has mistakes, changes nothing, or another one is just being written.
pub async fn order(app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    actor.must(Permit::RosterImport)?;
    let congress = actor.congress;
    let tx = app.db.begin().await?;
    store::take_desk(&tx, congress, id).await?;
    let roster = store::one(&tx, congress, id).await?;
    if roster.state != "checked" {
        return Err(Error::conflict("roster-not-ready"));
    }
    if let Some(coming) = coming::of(&tx, congress, &roster).await? {
        actor.must(Permit::TermChange)?;
        if app.clock.today() < coming.starts_on {
            return Err(Error::conflict("changeover-too-early"));
        }
    }
    if store::another_waits(&tx, congress, id).await? {
        return Err(Error::conflict("roster-another-waits"));
    }
    let report = kept_report(&tx, congress, id).await?;
    if report.findings.iter().any(|finding| finding.grave) {
        return Err(Error::conflict("roster-has-mistakes"));
    }
    if report.outcomes.is_empty() {
        return Err(Error::conflict("roster-no-change"));
    }
    store::pass(&tx, congress, id, ("checked", "waiting")).await?;
    // Ordered again after it failed, it is another job.
    later(&tx, app, (actor, id), APPLY, &app.chance.id(app.clock.now()).to_string()).await?;
    record(&tx, app, actor, ("roster.ordered", id), json!({})).await?;
    tx.commit().await
}

/// One roster of the congress, for whoever may import.
///
/// # Errors
/// `NotFound` when there is none.
pub async fn roster(app: &App, actor: &Actor, id: Uuid) -> Result<Roster> {
    actor.must(Permit::RosterImport)?;
    store::one(&app.db, actor.congress, id).await
}

/// What a check found, as it was kept.
///
/// # Errors
/// When the database does not answer.
pub async fn kept_report(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Report> {
    let text = store::report(at, congress, id).await?;
    if text.is_empty() {
        return Ok(Report::default());
    }
    Ok(serde_json::from_str(&text).map_err(anyhow::Error::from)?)
}

/// Write a roster that was ordered: checked once more against the registers as they stand now, and written only when that
/// shows what the preview showed; else there is a new preview.
///
/// # Errors
/// Whatever an act refuses; then nothing is written and the roster can be looked at again.
pub async fn write_ordered(app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    actor.must(Permit::RosterImport)?;
    let outcome = written(app, actor, id).await;
    progress::forget(id);
    if let Err(cause) = &outcome {
        let_go(app, actor.congress, id, cause).await?;
    }
    outcome
}

/// It was not written; it can be looked at and ordered again, and its page says why.
///
/// # Errors
/// When the database does not answer.
pub async fn let_go(app: &App, congress: Uuid, id: Uuid, cause: &Error) -> Result<()> {
    let tx = app.db.begin().await?;
    if store::pass(&tx, congress, id, ("waiting", "checked")).await? {
        let mut report = kept_report(&tx, congress, id).await?;
        report.failed = Some(why(cause));
        let report = serde_json::to_string(&report).map_err(anyhow::Error::from)?;
        let roster = store::one(&tx, congress, id).await?;
        store::keep_report(&tx, (congress, id), (&roster.counts, &report, &roster.digest)).await?;
    }
    tx.commit().await
}

/// Why an act refused, in words.
pub(super) fn why(cause: &Error) -> Words {
    match cause {
        Error::Conflict(key) => Words::new(key),
        Error::Invalid(mistakes) => {
            Words::new(mistakes.first().map_or("roster-failed", |mistake| mistake.say.key.as_str()))
        }
        _ => Words::new("roster-failed"),
    }
}

async fn written(app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    let congress = actor.congress;
    let Some(bytes) = store::bytes(&app.db, congress, id).await? else { return Ok(()) };
    let tx = app.db.begin().await?;
    store::take_desk(&tx, congress, id).await?;
    let roster = store::one(&tx, congress, id).await?;
    if roster.state != "waiting" {
        return Ok(());
    }
    let coming = coming::of(&tx, congress, &roster).await?;
    let file = Brought { bytes: &bytes, coming: coming.as_ref() };
    let looked = look(&tx, app, actor, file, &|_, _| {}).await?;
    let digest = digest(&looked)?;
    match &looked {
        Ok(checked) if checked.is_fine() && digest == roster.digest => {
            store::pass(&tx, congress, id, ("waiting", "applied")).await?;
            let tell = &|done, all| progress::tell(id, (done, all));
            settle((&tx, app), actor, (id, coming.as_ref()), (checked, tell)).await?;
            tx.commit().await
        }
        _ => {
            // The rehearsal needs the writer's desk for itself.
            std::mem::drop(tx);
            let turned = coming::rehearsed(app, actor, coming.as_ref(), &looked).await?;
            let tx = app.db.begin().await?;
            if store::pass(&tx, congress, id, ("waiting", "checked")).await? {
                keep(&tx, (congress, id), &looked, (true, turned)).await?;
            }
            tx.commit().await
        }
    }
}

/// Write what was checked, and remember how to take it back.
async fn settle(
    (tx, app): (&Tx, &App),
    actor: &Actor,
    (id, coming): (Uuid, Option<&Changeover>),
    (checked, tell): (&Checked, Tell<'_>),
) -> Result<()> {
    let congress = actor.congress;
    let (marks, wishes) = coming::written((tx, app), actor, coming, (checked, tell)).await?;
    store::insert_marks(tx, congress, id, &marks).await?;
    wishes::keep((tx, app), (congress, id), wishes).await?;
    let counts = counts(&checked.outcomes);
    record(tx, app, actor, ("roster.imported", id), json!({ "counts": counts, "done": checked.plan.len() }))
        .await?;
    let head = store::head(tx, congress).await?;
    let now = app.clock.now();
    store::keep_applied(tx, congress, id, (now, head)).await?;
    store::erase_bytes(tx, congress, id).await?;
    let forget = NewJob { run_at: now + KEPT, ..job(app, actor, id, (FORGET, "applied")) };
    jobs::enqueue(tx, app, forget).await
}

/// Check a file and write it at once, as the command line does; the roster, unless it would change nothing.
///
/// # Errors
/// Whatever an act refuses; then nothing is written.
pub async fn import(
    app: &App,
    actor: &Actor,
    (name, bytes): (&str, &[u8]),
    tell: Tell<'_>,
) -> Result<(Looked, Option<Uuid>)> {
    actor.must(Permit::RosterImport)?;
    let (congress, now) = (actor.congress, app.clock.now());
    let id = app.chance.id(now);
    let tx = app.db.begin().await?;
    store::take_desk(&tx, congress, id).await?;
    if store::another_waits(&tx, congress, id).await? {
        return Err(Error::conflict("roster-another-waits"));
    }
    let file = Brought::now(bytes);
    let looked = look(&tx, app, actor, file, &|_, _| {}).await?;
    let fine = looked.as_ref().ok().filter(|checked| checked.is_fine() && !checked.plan.is_empty());
    let Some(checked) = fine else { return Ok((looked, None)) };
    store::insert(&tx, (congress, id), (name, bytes), (actor.account, "applied", None), now).await?;
    keep(&tx, (congress, id), &looked, (false, None)).await?;
    settle((&tx, app), actor, (id, None), (checked, tell)).await?;
    tx.commit().await?;
    Ok((looked, Some(id)))
}

/// Have a roster checked again.
pub(super) async fn check_later(tx: &Tx, app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    later(tx, app, (actor, id), CHECK, &app.chance.id(app.clock.now()).to_string()).await
}

/// The registers as a workbook, or as a draft of a coming term's roster; that somebody took them along is in the journal.
///
/// # Errors
/// When the database does not answer.
pub async fn take_along(app: &App, actor: &Actor, coming: Option<&Changeover>) -> Result<Vec<u8>> {
    actor.must(Permit::RosterExport)?;
    let congress = home_by_id(&app.db, actor.congress).await?.short_name;
    let mut known = Known::read(&app.db, actor.congress).await?;
    if let Some(coming) = coming {
        known = known.again(&coming.term());
    }
    let sheets = export::sheets(&known, &congress, actor.may(Permit::AccountsManage));
    let bytes = papers::xlsx(&sheets, app.clock.now()).map_err(anyhow::Error::from)?;
    let tx = app.db.begin().await?;
    let author = actor.author(Permit::RosterExport, app.clock.now());
    let (subject_id, facts) = (actor.congress, json!({ "seats": known.seats.len() }));
    let kind = "roster.exported".to_owned();
    journal::append(&tx, &author, Happening { kind, subject: "congress", subject_id, facts }).await?;
    tx.commit().await?;
    Ok(bytes)
}

/// The template to be filled.
///
/// # Errors
/// When the database does not answer.
pub async fn template(app: &App, actor: &Actor) -> Result<Vec<u8>> {
    actor.must(Permit::RosterExport)?;
    let congress = home_by_id(&app.db, actor.congress).await?.short_name;
    Ok(papers::xlsx(&export::template(&congress), app.clock.now()).map_err(anyhow::Error::from)?)
}

/// Whoever brought a roster, with what he or she may do now.
///
/// # Errors
/// `NotFound` when the account was revoked meanwhile.
pub async fn whoever(app: &App, congress: Uuid, account: Option<Uuid>) -> Result<Actor> {
    actor_of(&app.db, congress, account.ok_or(Error::NotFound)?).await
}

async fn record(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (kind, id): (&str, Uuid),
    facts: serde_json::Value,
) -> Result<()> {
    let author = actor.author(Permit::RosterImport, app.clock.now());
    let happening = Happening { kind: kind.to_owned(), subject: "roster", subject_id: id, facts };
    journal::append(tx, &author, happening).await?;
    Ok(())
}
