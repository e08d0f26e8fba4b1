//! How people stand with their duties: what is owed, what is done, and whether the pace suffices.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;

use crate::credits::Counter;
use crate::facts::Books;
use crate::owed::{Key, Share, whole};
use crate::period::{Per, Period};
use crate::worded::worded;

worded! {
    /// Whether a duty is, or will be, done in time.
    pub enum Pace {
        /// As much as is owed, or more.
        Done = "done",
        /// Not yet, but as much as is due by now.
        OnPace = "on_pace",
        /// Less than is due by now.
        Behind = "behind",
        /// The period is over and something is missing.
        Missed = "missed",
    }
}

/// One person, one duty, one deputy or place, one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyStanding {
    /// Whose duty.
    pub person: Uuid,
    /// The duty's code.
    pub duty: String,
    /// The deputy contacted, or the own constituency; none where anybody and anywhere counts.
    pub target: Option<Uuid>,
    /// The whole year or term.
    pub period: Period,
    /// How often in the whole period.
    pub owed: u32,
    /// How often so far.
    pub done: u32,
    /// Days of the period on which the duty is served, as things stand.
    pub served_days: u32,
    /// Those of them that have come by the end of today.
    pub served_so_far_days: u32,
    /// How often should have been done by the end of today at an even pace, rounded down.
    pub due_by_now: u32,
}

impl DutyStanding {
    /// How many are still missing.
    pub fn missing(&self) -> u32 {
        self.owed.saturating_sub(self.done)
    }

    /// How many there will be at this pace, to the nearest; after the period, how many there are.
    pub fn projected(&self, today: NaiveDate) -> u32 {
        if self.served_so_far_days == 0 || self.period.to() < today {
            return self.done;
        }
        let (all, so_far) = (u64::from(self.served_days), u64::from(self.served_so_far_days));
        let nearest = (2 * u64::from(self.done) * all + so_far) / (2 * so_far);
        whole(nearest).max(self.done)
    }

    /// How it stands on the day for which the standing was made.
    pub fn state(&self, today: NaiveDate) -> Pace {
        if self.done >= self.owed {
            Pace::Done
        } else if self.period.to() < today {
            Pace::Missed
        } else if self.done < self.due_by_now {
            Pace::Behind
        } else {
            Pace::OnPace
        }
    }
}

impl Books<'_> {
    /// How everybody stands in the year or term of a day, in the order of person, duty and target. `counters` are
    /// those of that period, by `Books::count` or kept elsewhere. Nothing owed and nothing done is left out.
    pub fn standings(
        &self,
        per: Per,
        day: NaiveDate,
        counters: &BTreeMap<Counter, u32>,
        today: NaiveDate,
    ) -> Vec<DutyStanding> {
        let Some((period, last)) = self.judged(per, day) else { return Vec::new() };
        let versions = self.charters.within(period).flat_map(|(charter, _)| &charter.duties);
        let known: BTreeSet<&str> =
            versions.filter(|duty| duty.per == per).map(|duty| duty.code.as_str()).collect();
        let mut rows: BTreeMap<Key, (Share, u32)> = BTreeMap::new();
        for (key, share) in self.shares(per, period, today) {
            rows.insert(key, (share, 0));
        }
        for ((person, duty, target), done) in
            counters.iter().filter(|((_, duty, _), _)| known.contains(duty.as_str()))
        {
            rows.entry((*person, duty.as_str(), *target)).or_default().1 += done;
        }
        rows.into_iter()
            .map(|((person, duty, target), (share, done))| {
                let owed = share.times(&period, last);
                DutyStanding {
                    person,
                    duty: duty.to_owned(),
                    target,
                    period,
                    owed,
                    done,
                    served_days: whole(share.days),
                    served_so_far_days: whole(share.days_so_far),
                    due_by_now: due_by_now(owed, &share),
                }
            })
            .filter(|standing| standing.owed > 0 || standing.done > 0)
            .collect()
    }
}

fn due_by_now(owed: u32, share: &Share) -> u32 {
    whole((u64::from(owed) * share.days_so_far).checked_div(share.days).unwrap_or(0))
}
