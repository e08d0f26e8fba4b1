//! Who has reported in the term and who has not; reminding those who have not, by hand and before the term ends, each once
//! a week at most.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use serde_json::json;
use uuid::Uuid;

use super::flow::State;
use super::store::{self, Progress};
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Result, Tx};
use crate::bodies::Term;
use crate::journal::{self, Happening};
use crate::notices::{Audience, Fact, Facts, Notice, tell, told_since};

/// The kind of notice that reminds a deputy.
pub(super) const REMINDER: &str = "report-reminder";

/// Within so many days nobody is reminded twice.
const APART: u64 = 7;

/// Whose progress a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Only {
    /// Who has not begun, or writes.
    #[default]
    Not,
    /// Whose report waits for its day.
    Submitted,
    /// Whose day is told.
    Planned,
    /// Who has reported.
    Given,
    /// Everybody.
    All,
}

impl Only {
    /// All of them, in the order shown.
    pub const ALL: [Only; 5] = [Only::Not, Only::Submitted, Only::Planned, Only::Given, Only::All];

    /// The word in addresses and sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Only::Not => "not",
            Only::Submitted => "submitted",
            Only::Planned => "planned",
            Only::Given => "given",
            Only::All => "all",
        }
    }

    /// The one of a word.
    pub fn of_word(word: &str) -> Option<Only> {
        Only::ALL.into_iter().find(|only| only.word() == word)
    }

    /// Whether it shows somebody.
    pub fn shows(self, one: &Progress) -> bool {
        let state = one.state.as_deref().and_then(State::of_word);
        match self {
            Only::All => true,
            Only::Not => matches!(state, None | Some(State::Draft)),
            Only::Submitted => state == Some(State::Submitted),
            Only::Planned => state == Some(State::Planned),
            Only::Given => state == Some(State::Given),
        }
    }
}

/// Whether somebody still has to report.
pub fn owes(one: &Progress) -> bool {
    !Only::Given.shows(one)
}

/// What became of reminding people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reminded {
    /// How many were told.
    pub told: usize,
    /// How many had been told within the week already.
    pub already: usize,
    /// How many have no account, and must be told by telephone.
    pub unreachable: usize,
}

/// The first day within the week: whoever was told on it or later is not told again.
fn since(today: NaiveDate) -> NaiveDate {
    today.checked_sub_days(Days::new(APART - 1)).unwrap_or(today)
}

/// Remind those who have not reported in a term: all whom a list shows, or those ticked of it.
///
/// # Errors
/// `Conflict` when the term is over, or nobody of them still has to report.
pub async fn remind(
    app: &App,
    actor: &Actor,
    (term, only): (&Term, Only),
    ticked: Option<&[Uuid]>,
) -> Result<Reminded> {
    actor.must(Permit::ReportRemind)?;
    let tx = app.db.begin().await?;
    let mut owing = store::progress(&tx, actor, Permit::ReportRemind, term.id).await?;
    owing.retain(|one| owes(one) && only.shows(one) && actor.person != Some(one.person_id));
    owing.retain(|one| ticked.is_none_or(|ticked| ticked.contains(&one.person_id)));
    if owing.is_empty() || term.ends_on < app.clock.today() {
        return Err(Error::conflict("reports-nobody-to-remind"));
    }
    let persons: BTreeSet<Uuid> = owing.iter().map(|one| one.person_id).collect();
    let done = tell_all(&tx, app, actor, (term, &persons)).await?;
    tx.commit().await?;
    Ok(done)
}

/// Tell those of whom nobody was told within the week.
pub(super) async fn tell_all(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (term, persons): (&Term, &BTreeSet<Uuid>),
) -> Result<Reminded> {
    let (congress, since) = (actor.congress, since(app.clock.today()));
    let already = told_since(tx, congress, REMINDER, since).await?;
    for person in persons.difference(&already) {
        let facts = Facts::from([("until".to_owned(), Fact::Day(term.ends_on))]);
        let (to, subject, subject_id) = (Audience::Person(*person), "reporting", *person);
        tell(tx, app, &Notice { congress, to, kind: REMINDER, subject, subject_id, facts }).await?;
    }
    let now_told = told_since(tx, congress, REMINDER, since).await?;
    let told: Vec<Uuid> =
        persons.intersection(&now_told).filter(|it| !already.contains(it)).copied().collect();
    if !told.is_empty() {
        let author = actor.author(Permit::ReportRemind, app.clock.now());
        let (kind, subject_id) = ("reports.reminded".to_owned(), congress);
        let facts = json!({ "persons": told, "term": term.number });
        journal::append(tx, &author, Happening { kind, subject: "congress", subject_id, facts }).await?;
    }
    Ok(Reminded {
        told: told.len(),
        already: persons.intersection(&already).count(),
        unreachable: persons.difference(&now_told).count(),
    })
}
