//! The acts behind a number: which of them count for which duty, towards whom or where.

use std::collections::BTreeMap;

use charter::{ActFacts, Period};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::base::{Conn, Result};
use crate::ledger::counts::{self, Kept};

/// An act that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    /// The act.
    pub id: Uuid,
    /// Its day.
    pub on: NaiveDate,
}

/// The acts of one person by the duty's code and its target, in the order of days.
pub type Shows = BTreeMap<(String, Option<Uuid>), Vec<Evidence>>;

/// What a person did in a period that counts for a duty.
///
/// # Errors
/// When the database does not answer.
pub async fn of_person(
    at: &impl Conn,
    kept: &Kept<'_>,
    congress: Uuid,
    (person, period): (Uuid, &Period),
) -> Result<Shows> {
    let acts = counts::acts(at, congress, (period.from(), period.to()), Some(person)).await?;
    Ok(by_person(kept, &acts, period).remove(&person).unwrap_or_default())
}

/// The acts behind each person's numbers of a period.
pub fn by_person(kept: &Kept<'_>, acts: &[ActFacts], period: &Period) -> BTreeMap<Uuid, Shows> {
    let mut all: BTreeMap<Uuid, Shows> = BTreeMap::new();
    for act in acts {
        let credits = kept.books().credits(act);
        for credit in credits.into_iter().filter(|credit| credit.period == *period) {
            let shows = all.entry(act.person).or_default();
            shows.entry((credit.duty, credit.target)).or_default().push(Evidence { id: act.id, on: act.on });
        }
    }
    all
}
