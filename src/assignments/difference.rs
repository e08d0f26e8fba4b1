//! What a plan changes of the assignments that are in force: pairs that stay keep their row, so that their history is
//! unbroken; others end on the day before, and new ones begin.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::store::Planned;
use crate::people::store::Assigned;

/// What becomes of whom.
#[derive(Debug, Clone, Default)]
pub(super) struct Difference<'a> {
    /// Pairs that go on as they are.
    pub kept: Vec<&'a Assigned>,
    /// Pairs that end.
    pub ended: Vec<&'a Assigned>,
    /// Pairs that begin.
    pub begun: Vec<(Uuid, &'a Planned)>,
}

/// What a member's list gains and loses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Moved {
    /// Deputies from now on.
    pub all: i64,
    /// New ones.
    pub gained: i64,
    /// Those whom somebody else contacts now, or nobody.
    pub lost: i64,
}

impl<'a> Difference<'a> {
    /// Of what is in force on the plan's first day and what is planned. A pair that was to end on a day of its own
    /// begins anew.
    pub fn of(in_force: &'a [Assigned], planned: &'a [Planned]) -> Difference<'a> {
        let wanted: BTreeSet<(Uuid, Uuid)> =
            planned.iter().filter_map(|pair| Some((pair.member_id?, pair.deputy_id))).collect();
        let goes_on =
            |pair: &Assigned| pair.to_on.is_none() && wanted.contains(&(pair.member_id, pair.deputy_id));
        let (kept, ended): (Vec<_>, Vec<_>) = in_force.iter().partition(|pair| goes_on(pair));
        let there: BTreeSet<(Uuid, Uuid)> =
            kept.iter().map(|pair| (pair.member_id, pair.deputy_id)).collect();
        let with_member = planned.iter().filter_map(|pair| Some((pair.member_id?, pair)));
        let begun =
            with_member.filter(|(member, pair)| !there.contains(&(*member, pair.deputy_id))).collect();
        Difference { kept, ended, begun }
    }

    /// The members whose list changes.
    pub fn members(&self) -> BTreeMap<Uuid, Moved> {
        let mut moved: BTreeMap<Uuid, Moved> = BTreeMap::new();
        for pair in &self.ended {
            moved.entry(pair.member_id).or_default().lost += 1;
        }
        for (member, _) in &self.begun {
            let moved = moved.entry(*member).or_default();
            moved.gained += 1;
            moved.all += 1;
        }
        for pair in &self.kept {
            if let Some(moved) = moved.get_mut(&pair.member_id) {
                moved.all += 1;
            }
        }
        moved
    }
}
