//! The facts that duties and points are counted from: acts, seats, assignments, leave.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::duties::{ActKind, Who};
use crate::period::Period;
use crate::versions::Charters;

/// From one day to another, both counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Held {
    /// The first day.
    pub from: NaiveDate,
    /// The last day; none while it lasts.
    pub to: Option<NaiveDate>,
}

impl Held {
    /// Whether it held on a day.
    pub fn on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|last| day <= last)
    }

    /// The days of a period on which it held.
    pub fn within(&self, period: &Period) -> Option<Period> {
        let last = self.to.unwrap_or(NaiveDate::MAX);
        Period::new(self.from, last).ok()?.overlap(period)
    }
}

/// An act in force: verified, and not replaced by a later entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ActFacts {
    /// Its id in the ledger; an act handed in twice counts once.
    pub id: Uuid,
    /// Who did it.
    pub person: Uuid,
    /// What was done.
    pub kind: ActKind,
    /// On which day.
    pub on: NaiveDate,
    /// The people on the other side, such as the deputies contacted.
    pub counterparts: Vec<Uuid>,
    /// In which constituency, when it was done for one.
    pub constituency: Option<Uuid>,
    /// What proves it.
    pub evidence: Uuid,
    /// Whether it was registered late.
    pub late: bool,
}

impl ActFacts {
    /// The people on the other side, each once, in the order of their ids.
    pub(crate) fn others(&self) -> Vec<Uuid> {
        let mut others = self.counterparts.clone();
        others.sort_unstable();
        others.dedup();
        others
    }
}

/// A seat somebody held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatFacts {
    /// Who held it.
    pub person: Uuid,
    /// As what.
    pub who: Who,
    /// The constituency that elected the person (原选区).
    pub constituency: Option<Uuid>,
    /// On which days.
    pub held: Held,
}

/// A deputy assigned to a committee member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairFacts {
    /// The committee member.
    pub member: Uuid,
    /// The deputy.
    pub deputy: Uuid,
    /// On which days.
    pub held: Held,
}

/// Approved leave, or suspension from office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaveFacts {
    /// Whose.
    pub person: Uuid,
    /// On which days.
    pub held: Held,
}

/// Everything by which acts of one congress are judged. The order of the lists does not matter.
#[derive(Debug, Clone, Copy)]
pub struct Books<'a> {
    /// The rules.
    pub charters: &'a Charters,
    /// The congress's terms.
    pub terms: &'a [Period],
    /// Who held which seat.
    pub seats: &'a [SeatFacts],
    /// Which deputy was assigned to which member.
    pub pairs: &'a [PairFacts],
    /// Who was on leave.
    pub leaves: &'a [LeaveFacts],
}

/// Each act once, in the order of ids.
pub(crate) fn each_once<'f>(acts: impl IntoIterator<Item = &'f ActFacts>) -> Vec<&'f ActFacts> {
    let mut acts: Vec<_> = acts.into_iter().collect();
    // The whole act is compared, so that of two entries with one id the same one stays in any order.
    acts.sort_unstable();
    acts.dedup_by_key(|act| act.id);
    acts
}
