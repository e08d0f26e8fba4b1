//! Whose points in which year: what the database holds goes into the charter's pure rules, which count.

use std::collections::BTreeSet;

use charter::{ActFacts, ActKind, DutyStanding, Per, Period, PointsLine, Statement, When};
use chrono::NaiveDate;
use uuid::Uuid;

use super::store;
use crate::base::{App, Conn, Error, Result};
use crate::ledger::counts::{self, Kept};
use crate::ledger::store::Only;

/// The first and the last day of a calendar year.
///
/// # Errors
/// `NotFound` for a year before there was a congress, or far away.
pub fn days_of(year: i32) -> Result<(NaiveDate, NaiveDate)> {
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    match (day(1, 1), day(12, 31)) {
        (Some(first), Some(last)) if (1954..=2500).contains(&year) => Ok((first, last)),
        _ => Err(Error::NotFound),
    }
}

/// Everything that the points of a year are computed from.
pub(super) struct Basis<'a> {
    pub(super) kept: Kept<'a>,
    acts: Vec<ActFacts>,
    standings: Vec<DutyStanding>,
    year: i32,
    as_of: NaiveDate,
}

impl<'a> Basis<'a> {
    /// Of one person, or of everybody at once.
    pub(super) async fn gather(
        at: &impl Conn,
        app: &'a App,
        congress: Uuid,
        person: Option<Uuid>,
        (year, as_of): (i32, NaiveDate),
    ) -> Result<Basis<'a>> {
        let days = days_of(year)?;
        let kept = counts::kept(at, app, congress, person).await?;
        // Only what the table asks for, and only of those who have points: most acts are neither.
        let persons: Vec<Uuid> = match person {
            Some(person) => vec![person],
            None => store::members(at, congress, days).await?.into_iter().map(|it| it.id).collect(),
        };
        let kinds = kinds_of(&kept, |_| true);
        let only = Only { persons: Some(&persons), kinds: Some(&kinds) };
        let acts = counts::acts_of(at, congress, days, only).await?;
        // What is owed is counted from the acts themselves, not from the running counters: the same acts and the same
        // charter give the same points, always.
        let mut standings = standings(&kept, (Per::Year, days.0), &acts, as_of);
        for term in kept.terms.clone() {
            if term.to() < days.0 || term.to() > days.1 || !misses_terms(&kept, &term) {
                continue;
            }
            let kinds = kinds_of(&kept, |line| line.when == When::Missed);
            let only = Only { persons: Some(&persons), kinds: Some(&kinds) };
            let acts = counts::acts_of(at, congress, (term.from(), term.to()), only).await?;
            standings.extend(self::standings(&kept, (Per::Term, term.from()), &acts, as_of));
        }
        Ok(Basis { kept, acts, standings, year, as_of })
    }

    /// A person's statement.
    pub(super) fn statement(&self, person: Uuid) -> Statement {
        self.kept.books().statement(person, self.year, &self.acts, &self.standings, self.as_of)
    }
}

/// The kinds of acts that lines of the points table are about, in any version.
fn kinds_of(kept: &Kept<'_>, wanted: impl Fn(&PointsLine) -> bool) -> Vec<ActKind> {
    let lines = kept.charters.versions().iter().flat_map(|charter| &charter.points);
    let kinds: BTreeSet<ActKind> = lines.filter(|line| wanted(line)).map(|line| line.act).collect();
    kinds.into_iter().collect()
}

fn standings(
    kept: &Kept<'_>,
    (per, day): (Per, NaiveDate),
    acts: &[ActFacts],
    as_of: NaiveDate,
) -> Vec<DutyStanding> {
    let books = kept.books();
    let Some(period) = per.of(day, &kept.terms) else { return Vec::new() };
    let counters = books.count(acts).remove(&period).unwrap_or_default();
    books.standings(per, day, &counters, as_of)
}

/// Whether the points table takes away for a duty of a whole term.
fn misses_terms(kept: &Kept<'_>, term: &Period) -> bool {
    let Some(charter) = kept.charters.in_force(term.to()) else { return false };
    let mut missed = charter.points.iter().filter(|line| line.when == When::Missed);
    missed.any(|line| {
        charter
            .duties
            .iter()
            .any(|duty| duty.per == Per::Term && duty.act == line.act && duty.who == line.who)
    })
}

/// A person's statement of a year, from what was done by the end of a day.
///
/// # Errors
/// When the database does not answer, or the year is none of ours.
pub async fn of(
    at: &impl Conn,
    app: &App,
    congress: Uuid,
    person: Uuid,
    year: i32,
    as_of: NaiveDate,
) -> Result<Statement> {
    Ok(Basis::gather(at, app, congress, Some(person), (year, as_of)).await?.statement(person))
}

/// The statements of all who held a seat in the standing committee in a year, in the order of their names.
///
/// # Errors
/// As [`of`].
pub async fn all(
    at: &impl Conn,
    app: &App,
    congress: Uuid,
    year: i32,
    as_of: NaiveDate,
) -> Result<Vec<(Uuid, String, Statement)>> {
    let basis = Basis::gather(at, app, congress, None, (year, as_of)).await?;
    let members = store::members(at, congress, days_of(year)?).await?;
    let stated = |it: store::Member| (it.id, it.name, basis.statement(it.id));
    Ok(members.into_iter().map(stated).collect())
}
