//! Sets of days as stretches: what somebody served, without walking day by day.

use chrono::NaiveDate;

use crate::period::Period;

/// Days, kept as stretches that neither touch nor overlap, earliest first.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct DaySet(Vec<Period>);

impl DaySet {
    /// All days of these periods, which may overlap and stand in any order.
    pub fn of(periods: impl IntoIterator<Item = Period>) -> DaySet {
        let mut periods: Vec<_> = periods.into_iter().collect();
        periods.sort_unstable();
        let mut joined: Vec<Period> = Vec::with_capacity(periods.len());
        for next in periods {
            match joined.last_mut() {
                Some(last) if touches(last, &next) => *last = last.up_to(last.to().max(next.to())),
                _ => joined.push(next),
            }
        }
        DaySet(joined)
    }

    /// The stretches, earliest first.
    pub fn stretches(&self) -> &[Period] {
        &self.0
    }

    /// Whether there is no day in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many days it has.
    pub fn length(&self) -> u64 {
        self.0.iter().map(Period::length).sum()
    }

    /// How many of its days have come by the end of a day.
    pub fn length_until(&self, last: NaiveDate) -> u64 {
        let come = self.0.iter().filter(|stretch| stretch.from() <= last);
        come.map(|stretch| stretch.up_to(stretch.to().min(last)).length()).sum()
    }

    /// Whether a day is in it.
    pub fn contains(&self, day: NaiveDate) -> bool {
        let after = self.0.partition_point(|stretch| stretch.from() <= day);
        after > 0 && self.0[after - 1].contains(day)
    }

    /// The days that are in either.
    pub fn union(&self, other: &DaySet) -> DaySet {
        DaySet::of(self.0.iter().chain(&other.0).copied())
    }

    /// The days that are in both.
    pub fn intersection(&self, other: &DaySet) -> DaySet {
        let (mut ours, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut shared = Vec::new();
        while let (Some(one), Some(two)) = (ours.peek(), theirs.peek()) {
            shared.extend(one.overlap(two));
            if one.to() <= two.to() {
                ours.next();
            } else {
                theirs.next();
            }
        }
        DaySet(shared)
    }

    /// The days of this that are not in the other.
    pub fn without(&self, other: &DaySet) -> DaySet {
        let mut left = Vec::new();
        for stretch in &self.0 {
            let mut rest = Some(*stretch);
            for cut in &other.0 {
                let Some(whole) = rest else { break };
                if whole.overlap(cut).is_none() {
                    continue;
                }
                left.extend(cut.from().pred_opt().and_then(|last| Period::new(whole.from(), last).ok()));
                rest = cut.to().succ_opt().and_then(|first| Period::new(first, whole.to()).ok());
            }
            left.extend(rest);
        }
        DaySet(left)
    }
}

impl FromIterator<Period> for DaySet {
    fn from_iter<I: IntoIterator<Item = Period>>(periods: I) -> DaySet {
        DaySet::of(periods)
    }
}

/// Whether the later begins within the earlier or on the day after it.
fn touches(earlier: &Period, later: &Period) -> bool {
    earlier.to().succ_opt().is_none_or(|after| later.from() <= after)
}
