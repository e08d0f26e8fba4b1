//! Reminding those who still owe something: by hand, once a day at most, and on the charter's days by the clockwork.

use std::collections::{BTreeMap, BTreeSet};

use charter::{ActKind, Per};
use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::lines::shown;
use super::standings::{self, Only, Standing, Which, serving};
use super::store;
use crate::access::{Actor, Permit, Role};
use crate::base::{App, Error, Result, Tx};
use crate::bodies::{self, Kind};
use crate::journal::{self, Happening};
use crate::notices::{Audience, Fact, Facts, Notice, tell, told_since};

/// The kind of notice that reminds a person.
const REMINDER: &str = "duty-reminder";

/// What became of reminding people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reminded {
    /// How many were told.
    pub told: usize,
    /// How many had been told on the same day already.
    pub already: usize,
    /// How many have no account, and must be told by telephone.
    pub unreachable: usize,
}

/// What one person still owes of one kind of act in one period.
type Missing = BTreeMap<(Uuid, ActKind, Per), (u32, NaiveDate)>;

fn missing(standings: &[Standing]) -> Missing {
    let mut all = Missing::new();
    for one in standings.iter().filter(|one| one.counts.missing() > 0) {
        let key = (one.counts.person, one.act, one.per);
        all.entry(key).or_insert((0, one.counts.period.to())).0 += one.counts.missing();
    }
    all
}

/// Remind those of a list who still owe something this year or term: all of them, or those ticked.
///
/// # Errors
/// `Conflict` when the year is over, or nobody of them owes anything.
pub async fn remind(
    app: &App,
    actor: &Actor,
    day: NaiveDate,
    which: &Which,
    ticked: Option<&[Uuid]>,
) -> Result<Reminded> {
    actor.must(Permit::DutyRemind)?;
    let today = app.clock.today();
    let tx = app.db.begin().await?;
    let mut owing = Missing::new();
    let whole = Which { only: Only::All, ..which.clone() };
    for per in Per::ALL.iter().copied() {
        let mut listed = standings::by(&tx, app, (actor, Permit::DutyRemind), (per, day), &whole).await?;
        let shown: BTreeSet<_> =
            shown(&listed, which.only).into_iter().map(|line| (line.person, line.duty)).collect();
        listed.retain(|one| shown.contains(&(one.counts.person, one.counts.duty.clone())));
        owing.extend(missing(&listed));
    }
    owing.retain(|(person, ..), (_, until)| {
        *until >= today && ticked.is_none_or(|ticked| ticked.contains(person))
    });
    if owing.is_empty() {
        return Err(Error::conflict("duties-nobody-to-remind"));
    }
    let already = told_since(&tx, actor.congress, REMINDER, today).await?;
    let persons: BTreeSet<Uuid> = owing.keys().map(|(person, ..)| *person).collect();
    owing.retain(|(person, ..), _| !already.contains(person));
    tell_each(&tx, app, actor.congress, &owing).await?;
    let now_told = told_since(&tx, actor.congress, REMINDER, today).await?;
    let told: Vec<Uuid> =
        persons.intersection(&now_told).filter(|it| !already.contains(it)).copied().collect();
    if !told.is_empty() {
        let author = actor.author(Permit::DutyRemind, app.clock.now());
        record(&tx, &author, json!({ "persons": told })).await?;
    }
    tx.commit().await?;
    Ok(Reminded {
        told: told.len(),
        already: persons.intersection(&already).count(),
        unreachable: persons.difference(&now_told).count(),
    })
}

fn word(group: &str, code: &str) -> Fact {
    Fact::Word(group.to_owned(), code.to_owned())
}

async fn tell_each(tx: &Tx, app: &App, congress: Uuid, owing: &Missing) -> Result<()> {
    for ((person, act, per), (missing, until)) in owing {
        let facts = Facts::from([
            ("act".to_owned(), word("act-kind", act.word())),
            ("per".to_owned(), word("duties-this", per.word())),
            ("missing".to_owned(), Fact::Number(i64::from(*missing))),
            ("until".to_owned(), Fact::Day(*until)),
        ]);
        let to = Audience::Person(*person);
        let (subject, subject_id) = ("duties", *person);
        tell(tx, app, &Notice { congress, to, kind: REMINDER, subject, subject_id, facts }).await?;
    }
    Ok(())
}

async fn record(tx: &Tx, author: &journal::Author, facts: serde_json::Value) -> Result<()> {
    let (kind, subject_id) = ("duties.reminded".to_owned(), author.congress);
    journal::append(tx, author, Happening { kind, subject: "congress", subject_id, facts }).await?;
    Ok(())
}

/// On one of the charter's days: remind everybody who still owes something in a period, and say to each office how
/// many of its people do.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn remind_all(app: &App, congress: Uuid, (per, period_to): (Per, NaiveDate)) -> Result<()> {
    if period_to < app.clock.today() {
        return Ok(());
    }
    let clockwork = Actor::clockwork(congress);
    clockwork.must(Permit::DutyRemind)?;
    let tx = app.db.begin().await?;
    let which = Which { only: Only::Open, ..Which::default() };
    let open = standings::by(&tx, app, (&clockwork, Permit::DutyRemind), (per, period_to), &which).await?;
    let owing = missing(&open);
    tell_each(&tx, app, congress, &owing).await?;
    let persons: BTreeSet<Uuid> = owing.keys().map(|(person, ..)| *person).collect();
    tell_offices(&tx, app, congress, (per, period_to), &persons).await?;
    let author = clockwork.author(Permit::DutyRemind, app.clock.now());
    record(&tx, &author, json!({ "per": per.word(), "until": period_to, "persons": persons })).await?;
    tx.commit().await
}

async fn tell_offices(
    tx: &Tx,
    app: &App,
    congress: Uuid,
    (per, until): (Per, NaiveDate),
    persons: &BTreeSet<Uuid>,
) -> Result<()> {
    let mut told = vec![(Audience::Role(Role::Commission), persons.len())];
    for (kind, role) in [(Kind::LocalOffice, Role::LocalOffice), (Kind::WorkingBody, Role::WorkingBody)] {
        for office in bodies::store::organizations(tx, congress, kind).await? {
            let serves = serving(tx, congress, office.id).await?;
            let own = store::reached(tx, &serves, Permit::DutyRemind, None, None).await?;
            let count = own.iter().filter(|one| persons.contains(&one.id)).count();
            told.push((Audience::Office(role, office.id), count));
        }
    }
    for (to, count) in told.into_iter().filter(|(_, count)| *count > 0) {
        let facts = Facts::from([
            ("count".to_owned(), Fact::Number(i64::try_from(count).unwrap_or(i64::MAX))),
            ("per".to_owned(), word("duties-this", per.word())),
            ("until".to_owned(), Fact::Day(until)),
        ]);
        let (kind, subject, subject_id) = ("duty-behind-office", "duties-open", congress);
        tell(tx, app, &Notice { congress, to, kind, subject, subject_id, facts }).await?;
    }
    Ok(())
}
