//! What is owed in a period: each duty, shrunk to the days served under the version that asks for it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::charter::Charter;
use crate::day_set::DaySet;
use crate::duties::{Duty, Scope, Who};
use crate::facts::Books;
use crate::period::{Per, Period};
use crate::service::LeaveCounts;

/// What one person owes of one duty in one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// Who owes it.
    pub person: Uuid,
    /// The duty's code.
    pub duty: String,
    /// The assigned deputy, or the own constituency; none where anybody and anywhere counts.
    pub target: Option<Uuid>,
    /// The whole year or term.
    pub period: Period,
    /// How often.
    pub times: u32,
    /// Days on which the duty was served, or will be as things stand.
    pub served_days: u32,
}

/// A counter with its code borrowed.
pub(crate) type Key<'k> = (Uuid, &'k str, Option<Uuid>);

/// What days of service add up to for one counter.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Share {
    /// Days served, each times how often the version of the day asks for the whole period.
    asked: u64,
    /// Days served.
    pub(crate) days: u64,
    /// Days served by the end of today.
    pub(crate) days_so_far: u64,
}

impl Share {
    /// How often is owed: the share of the period, rounded as its last version says.
    pub(crate) fn times(&self, period: &Period, last: &Charter) -> u32 {
        let whole = last.service.part_of_period.value.whole(self.asked, period.length());
        u32::try_from(whole).unwrap_or(u32::MAX)
    }
}

impl<'a> Books<'a> {
    /// What everybody owes in the year or term of a day, also where it shrinks to nothing; in the order of person,
    /// duty and target.
    pub fn owed(&self, per: Per, day: NaiveDate) -> Vec<Owed> {
        let Some((period, last)) = self.judged(per, day) else { return Vec::new() };
        let row = |((person, duty, target), share): (Key, Share)| Owed {
            person,
            duty: duty.to_owned(),
            target,
            period,
            times: share.times(&period, last),
            served_days: whole(share.days),
        };
        self.shares(per, period, period.to()).into_iter().map(row).collect()
    }

    /// The period of a day, and the last version in force in it, which says how parts are rounded.
    pub(crate) fn judged(&self, per: Per, day: NaiveDate) -> Option<(Period, &'a Charter)> {
        let period = per.of(day, self.terms)?;
        let (last, _) = self.charters.within(period).last()?;
        Some((period, last))
    }

    /// The service of every counter in a period.
    pub(crate) fn shares(&self, per: Per, period: Period, today: NaiveDate) -> BTreeMap<Key<'a>, Share> {
        let mut shares: BTreeMap<Key<'a>, Share> = BTreeMap::new();
        for (charter, days) in self.charters.within(period) {
            let presence = Presence::new(self, charter, days);
            for duty in charter.duties.iter().filter(|duty| duty.per == per) {
                presence.each_service(duty, |person, target, served| {
                    let share = shares.entry((person, duty.code.as_str(), target)).or_default();
                    let length = served.length();
                    share.asked += length * u64::from(duty.at_least);
                    share.days += length;
                    share.days_so_far += served.length_until(today);
                });
            }
        }
        shares
    }
}

/// Who was there on which days under one version.
struct Presence {
    seats: BTreeMap<(Who, Uuid), DaySet>,
    constituencies: BTreeMap<(Who, Uuid, Uuid), DaySet>,
    pairs: Vec<(Uuid, Uuid, Period)>,
}

impl Presence {
    fn new(books: &Books, charter: &Charter, days: Period) -> Presence {
        let absent = match charter.service.leave.value {
            LeaveCounts::Absence => gathered(
                books.leaves.iter().filter_map(|leave| Some((leave.person, leave.held.within(&days)?))),
            ),
            LeaveCounts::Presence => BTreeMap::new(),
        };
        let there = |person: &Uuid, held: DaySet| match absent.get(person) {
            Some(away) => held.without(away),
            None => held,
        };
        let seats = || books.seats.iter().filter_map(|seat| Some((seat, seat.held.within(&days)?)));
        let by_person = gathered(seats().map(|(seat, held)| ((seat.who, seat.person), held)));
        let by_place = gathered(
            seats().filter_map(|(seat, held)| Some(((seat.who, seat.person, seat.constituency?), held))),
        );
        let in_days =
            books.pairs.iter().filter_map(|pair| Some((pair.member, pair.deputy, pair.held.within(&days)?)));
        let mut pairs: Vec<_> = in_days.collect();
        pairs.sort_unstable();
        Presence {
            seats: by_person.into_iter().map(|(key, held)| (key, there(&key.1, held))).collect(),
            constituencies: by_place.into_iter().map(|(key, held)| (key, there(&key.1, held))).collect(),
            pairs,
        }
    }

    /// Calls with every person and target of a duty and the days served, if any.
    fn each_service(&self, duty: &Duty, mut call: impl FnMut(Uuid, Option<Uuid>, &DaySet)) {
        let mut if_any = |person, target, served: &DaySet| {
            if !served.is_empty() {
                call(person, target, served);
            }
        };
        match duty.scope {
            Scope::Any => {
                for ((_, person), served) in self.seats.iter().filter(|((who, _), _)| *who == duty.who) {
                    if_any(*person, None, served);
                }
            }
            Scope::OwnConstituency => {
                let own = self.constituencies.iter().filter(|((who, _, _), _)| *who == duty.who);
                for ((_, person, place), served) in own {
                    if_any(*person, Some(*place), served);
                }
            }
            Scope::EachAssignedDeputy => {
                for pair in self.pairs.chunk_by(|one, two| (one.0, one.1) == (two.0, two.1)) {
                    let (member, deputy, _) = pair[0];
                    let seats = (self.seats.get(&(duty.who, member)), self.seats.get(&(Who::Deputy, deputy)));
                    let (Some(own), Some(theirs)) = seats else { continue };
                    let assigned: DaySet = pair.iter().map(|(_, _, days)| *days).collect();
                    if_any(member, Some(deputy), &assigned.intersection(own).intersection(theirs));
                }
            }
        }
    }
}

/// The days of each key.
fn gathered<K: Ord>(parts: impl Iterator<Item = (K, Period)>) -> BTreeMap<K, DaySet> {
    let mut lists: BTreeMap<K, Vec<Period>> = BTreeMap::new();
    for (key, days) in parts {
        lists.entry(key).or_default().push(days);
    }
    lists.into_iter().map(|(key, days)| (key, DaySet::of(days))).collect()
}

/// Days as the smaller type; no period has more.
pub(crate) fn whole(days: u64) -> u32 {
    u32::try_from(days).unwrap_or(u32::MAX)
}
