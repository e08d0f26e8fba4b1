//! Duties and points once more, written plainly: day by day, point by point, each fact looked up where it is needed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::world::World;
use crate::{
    ActFacts, Charter, Counter, Counts, Duty, DutyStanding, Held, LeaveCounts, Per, Period, PointsLine,
    Rounding, Scope, When, Who, Why,
};

fn holds(held: &Held, day: NaiveDate) -> bool {
    day >= held.from && (held.to.is_none() || day <= held.to.unwrap())
}

fn sits(world: &World, person: Uuid, who: Who, day: NaiveDate) -> bool {
    world.seats.iter().any(|seat| seat.person == person && seat.who == who && holds(&seat.held, day))
}

fn sits_for(world: &World, person: Uuid, who: Who, place: Uuid, day: NaiveDate) -> bool {
    let there = |seat: &&crate::SeatFacts| seat.constituency == Some(place) && seat.person == person;
    world.seats.iter().filter(there).any(|seat| seat.who == who && holds(&seat.held, day))
}

fn away(world: &World, charter: &Charter, person: Uuid, day: NaiveDate) -> bool {
    charter.service.leave.value == LeaveCounts::Absence
        && world.leaves.iter().any(|leave| leave.person == person && holds(&leave.held, day))
}

/// Whether a person serves a duty towards a target on a day.
fn serves(
    world: &World,
    charter: &Charter,
    duty: &Duty,
    (person, target): (Uuid, Option<Uuid>),
    day: NaiveDate,
) -> bool {
    if !sits(world, person, duty.who, day) || away(world, charter, person, day) {
        return false;
    }
    match (duty.scope, target) {
        (Scope::Any, None) => true,
        (Scope::OwnConstituency, Some(place)) => sits_for(world, person, duty.who, place, day),
        (Scope::EachAssignedDeputy, Some(deputy)) => {
            sits(world, deputy, Who::Deputy, day)
                && !away(world, charter, deputy, day)
                && world
                    .pairs
                    .iter()
                    .any(|pair| (pair.member, pair.deputy) == (person, deputy) && holds(&pair.held, day))
        }
        _ => false,
    }
}

fn rounded(rounding: Rounding, of: u64, parts: u64) -> u32 {
    let exact = of as f64 / parts as f64;
    let whole = match rounding {
        Rounding::Down => exact.floor(),
        Rounding::Nearest => exact.round(),
        Rounding::Up => exact.ceil(),
    };
    whole as u32
}

/// Every counter's steps, each act looked at by itself.
pub(super) fn count(world: &World, acts: &[ActFacts]) -> BTreeMap<(Period, Counter), u32> {
    let mut counts = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for act in acts.iter().filter(|act| seen.insert(act.id)) {
        let Some(charter) = world.charters.in_force(act.on) else { continue };
        for duty in charter.duties.iter().filter(|duty| duty.act == act.kind) {
            if !sits(world, act.person, duty.who, act.on) {
                continue;
            }
            let Some(period) = duty.per.of(act.on, &world.terms) else { continue };
            let targets: BTreeSet<Option<Uuid>> = match duty.scope {
                Scope::Any => BTreeSet::from([None]),
                Scope::EachAssignedDeputy => act.counterparts.iter().copied().map(Some).collect(),
                Scope::OwnConstituency => act
                    .constituency
                    .filter(|place| sits_for(world, act.person, duty.who, *place, act.on))
                    .into_iter()
                    .map(Some)
                    .collect(),
            };
            for target in targets {
                *counts.entry((period, (act.person, duty.code.clone(), target))).or_default() += 1;
            }
        }
    }
    counts
}

/// All standings of a period, one day after another.
pub(super) fn standings(
    world: &World,
    per: Per,
    (period, today): (Period, NaiveDate),
    (persons, targets): (&[Uuid], &[Option<Uuid>]),
    acts: &[ActFacts],
) -> Vec<DutyStanding> {
    let counts = count(world, acts);
    let charters = period.days().filter_map(|day| Some((day, world.charters.in_force(day)?)));
    let charters: Vec<(NaiveDate, &Charter)> = charters.collect();
    let codes: BTreeSet<_> = charters
        .iter()
        .flat_map(|(_, charter)| charter.duties.iter().filter(|duty| duty.per == per).map(|duty| &duty.code))
        .collect();
    let Some(rounding) = charters.last().map(|(_, charter)| charter.service.part_of_period.value) else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    for (person, code) in persons.iter().flat_map(|person| codes.iter().map(move |code| (*person, *code))) {
        for target in targets {
            let (mut asked, mut days, mut so_far) = (0_u64, 0_u64, 0_u64);
            for (day, charter) in charters.iter().copied() {
                let Some(duty) = charter.duty(code).filter(|duty| duty.per == per) else { continue };
                if serves(world, charter, duty, (person, *target), day) {
                    asked += u64::from(duty.at_least);
                    days += 1;
                    so_far += u64::from(day <= today);
                }
            }
            let owed = rounded(rounding, asked, period.length());
            let done = counts.get(&(period, (person, code.clone(), *target))).copied().unwrap_or(0);
            if owed > 0 || done > 0 {
                rows.push(DutyStanding {
                    person,
                    duty: code.clone(),
                    target: *target,
                    period,
                    owed,
                    done,
                    served_days: days as u32,
                    served_so_far_days: so_far as u32,
                    due_by_now: (u64::from(owed) * so_far / days.max(1)) as u32,
                });
            }
        }
    }
    rows
}

/// A booking as far as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plain {
    pub(super) line: String,
    pub(super) act: Option<Uuid>,
    pub(super) on: NaiveDate,
    pub(super) times: u32,
    pub(super) points: i32,
    pub(super) why: Why,
}

struct Candidate<'a> {
    line: &'a PointsLine,
    place: usize,
    act: Option<&'a ActFacts>,
    on: NaiveDate,
    times: u32,
}

impl Candidate<'_> {
    fn worth(&self) -> i32 {
        i32::from(self.line.points) * self.times as i32
    }
}

fn lines_of<'a>(charter: &'a Charter, kinds: &[When]) -> Vec<(usize, &'a PointsLine)> {
    charter.points.iter().enumerate().filter(|(_, line)| kinds.contains(&line.when)).collect()
}

fn candidates<'a>(
    world: &'a World,
    (person, year): (Uuid, i32),
    acts: &[&'a ActFacts],
    standings: &[DutyStanding],
    as_of: NaiveDate,
) -> Vec<Candidate<'a>> {
    let mut found = Vec::new();
    for act in acts.iter().filter(|act| act.person == person && act.on.year() == year && act.on <= as_of) {
        let Some(charter) = world.charters.in_force(act.on) else { continue };
        let fits = |line: &PointsLine| line.act == act.kind && sits(world, person, line.who, act.on);
        for kinds in [[When::Each, When::Bonus].as_slice(), &[When::Late]] {
            let first = lines_of(charter, kinds).into_iter().find(|(_, line)| fits(line));
            let Some((place, line)) = first.filter(|_| kinds[0] == When::Each || act.late) else { continue };
            let people: BTreeSet<_> = act.counterparts.iter().collect();
            let times = if line.counts == Counts::Act { 1 } else { people.len() as u32 };
            if times > 0 {
                found.push(Candidate { line, place, act: Some(act), on: act.on, times });
            }
        }
    }
    let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap();
    if let Some(charter) = world.charters.in_force(last).filter(|_| last < as_of) {
        for (place, line) in lines_of(charter, &[When::Missed]) {
            let asks = |code: &str| {
                charter
                    .duties
                    .iter()
                    .any(|duty| duty.code == code && (duty.who, duty.act) == (line.who, line.act))
            };
            let own = standings.iter().filter(|row| row.person == person && row.period.to() == last);
            let times = own.filter(|row| asks(&row.duty)).map(|row| row.owed.saturating_sub(row.done)).sum();
            if times > 0 {
                found.push(Candidate { line, place, act: None, on: last, times });
            }
        }
    }
    found.sort_by_key(|one| (one.on, one.act.is_none(), one.act.map(|act| act.id), one.place));
    found
}

fn beaten(all: &[Candidate], turn: usize) -> bool {
    let one = &all[turn];
    let (Some(act), Some(group)) = (one.act, &one.line.group) else { return false };
    all.iter().enumerate().any(|(other_turn, other)| {
        let same = other.line.group.as_ref() == Some(group)
            && other.act.is_some_and(|rival| rival.evidence == act.evidence);
        let before = (-other.worth(), other.place, other_turn) < (-one.worth(), one.place, turn);
        same && before
    })
}

/// A statement, point by point.
pub(super) fn statement(
    world: &World,
    whose: (Uuid, i32),
    acts: &[ActFacts],
    standings: &[DutyStanding],
    as_of: NaiveDate,
) -> Vec<Plain> {
    let mut seen = BTreeSet::new();
    let acts: Vec<_> = acts.iter().filter(|act| seen.insert(act.id)).collect();
    let all = candidates(world, whose, &acts, standings, as_of);
    let mut booked: Vec<Plain> = Vec::new();
    for (turn, one) in all.iter().enumerate() {
        let mut plain = Plain {
            line: one.line.code.clone(),
            act: one.act.map(|act| act.id),
            on: one.on,
            times: one.times,
            points: 0,
            why: Why::SameEvidence,
        };
        if !beaten(&all, turn) {
            plain.why = Why::Booked;
            let quarter = |day: NaiveDate| (day.month() - 1) / 3;
            let used = |same: &dyn Fn(NaiveDate) -> bool| -> u32 {
                let line = booked.iter().filter(|line| line.line == plain.line && same(line.on));
                line.map(|line| line.points.unsigned_abs()).sum()
            };
            let caps = [
                (one.line.cap_per_year, used(&|_| true), Why::CappedYear),
                (one.line.cap_per_quarter, used(&|day| quarter(day) == quarter(one.on)), Why::CappedQuarter),
                (one.line.cap_per_month, used(&|day| day.month() == one.on.month()), Why::CappedMonth),
            ];
            while plain.points != one.worth() {
                let full = |(cap, used, _): &&(Option<u16>, u32, Why)| {
                    cap.is_some_and(|cap| used + plain.points.unsigned_abs() >= u32::from(cap))
                };
                if let Some((_, _, why)) = caps.iter().find(full) {
                    plain.why = *why;
                    break;
                }
                plain.points += one.worth().signum();
            }
        }
        booked.push(plain);
    }
    booked
}
