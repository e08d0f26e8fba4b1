//! Points of a person in a calendar year (clause 9): every line that was booked, and why some are worth nothing.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use crate::caps::Earned;
use crate::charter::Charter;
use crate::duties::Who;
use crate::facts::{ActFacts, Books, each_once};
use crate::period::Period;
use crate::points::{Counts, PointsLine, When};
use crate::standing::DutyStanding;
use crate::worded::worded;

worded! {
    /// Why a booking counts as much as it does.
    pub enum Why {
        /// It counts in full.
        Booked = "booked",
        /// The line's cap for the year leaves no more.
        CappedYear = "capped_year",
        /// The line's cap for the quarter leaves no more.
        CappedQuarter = "capped_quarter",
        /// The line's cap for the month leaves no more.
        CappedMonth = "capped_month",
        /// Another line of the group already counts the same evidence.
        SameEvidence = "same_evidence",
    }
}

/// One booking of a line of the points table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booked {
    /// The line's code.
    pub line: String,
    /// The day from which the version that judged it is in force.
    pub rule_from: NaiveDate,
    /// The act; none for what was missed.
    pub act: Option<Uuid>,
    /// What proves the act.
    pub evidence: Option<Uuid>,
    /// With whom or where, when that is exactly one.
    pub target: Option<Uuid>,
    /// The day of the act, or the last day of the period in which something was missed.
    pub on: NaiveDate,
    /// How often it counts.
    pub times: u32,
    /// Points before caps.
    pub worth: i32,
    /// Points that count.
    pub points: i32,
    /// Why they are what they are.
    pub why: Why,
}

/// A person's points in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Whose.
    pub person: Uuid,
    /// The calendar year.
    pub year: i32,
    /// Every booking by day, also those that count nothing.
    pub lines: Vec<Booked>,
    /// The sum of the points.
    pub total: i32,
}

/// A booking before evidence and caps are looked at.
struct Draft<'a> {
    line: &'a PointsLine,
    /// Where the line stands in its table.
    place: usize,
    rule_from: NaiveDate,
    act: Option<&'a ActFacts>,
    target: Option<Uuid>,
    on: NaiveDate,
    times: u32,
}

impl Draft<'_> {
    fn worth(&self) -> i32 {
        i32::from(self.line.points).saturating_mul(i32::try_from(self.times).unwrap_or(i32::MAX))
    }

    /// By day, then by act, what was missed last.
    fn turn(&self) -> (NaiveDate, bool, Option<Uuid>, usize) {
        (self.on, self.act.is_none(), self.act.map(|act| act.id), self.place)
    }
}

impl Books<'_> {
    /// A person's points in a calendar year, from what happened by the end of `as_of`. What is missing in
    /// `standings_of_year` counts once its period is over.
    pub fn statement(
        &self,
        person: Uuid,
        year: i32,
        acts: &[ActFacts],
        standings_of_year: &[DutyStanding],
        as_of: NaiveDate,
    ) -> Statement {
        let own = acts.iter().filter(|act| act.person == person && act.on.year() == year && act.on <= as_of);
        let mut drafts: Vec<_> = each_once(own).into_iter().flat_map(|act| self.drafts_of(act)).collect();
        let over = standings_of_year.iter().filter(|standing| {
            standing.person == person && standing.period.to().year() == year && standing.period.to() < as_of
        });
        drafts.extend(self.drafts_of_missed(over));
        drafts.sort_by_key(Draft::turn);
        let lines = booked(&drafts);
        let total = lines.iter().fold(0_i32, |sum, line| sum.saturating_add(line.points));
        Statement { person, year, lines, total }
    }

    /// At most one line for each occasion that an act gives, the first of the table.
    fn drafts_of<'d>(&'d self, act: &'d ActFacts) -> Vec<Draft<'d>> {
        let Some(charter) = self.charters.in_force(act.on) else { return Vec::new() };
        let others = act.others();
        let mut drafts: Vec<Draft> = Vec::new();
        for (place, line) in charter.points.iter().enumerate().filter(|(_, line)| line.act == act.kind) {
            let occasion = match line.when {
                When::Each | When::Bonus => true,
                When::Late => act.late,
                When::Missed => false,
            };
            let taken = drafts.iter().any(|earlier| earlier.line.when == line.when);
            if !occasion || taken || !self.sits(act.person, line.who, act.on) {
                continue;
            }
            let times = match line.counts {
                Counts::Act => 1,
                Counts::Counterpart => u32::try_from(others.len()).unwrap_or(u32::MAX),
            };
            let target = if let [only] = others[..] { Some(only) } else { None };
            let rule_from = charter.in_force.value;
            drafts.push(Draft { line, place, rule_from, act: Some(act), target, on: act.on, times });
        }
        drafts.retain(|draft| draft.times > 0);
        drafts
    }

    fn sits(&self, person: Uuid, who: Who, day: NaiveDate) -> bool {
        self.seats.iter().any(|seat| seat.person == person && seat.who == who && seat.held.on(day))
    }

    /// One booking for each line and period, however many deputies or places were missed.
    fn drafts_of_missed<'d>(&'d self, over: impl Iterator<Item = &'d DutyStanding>) -> Vec<Draft<'d>> {
        let mut missing: BTreeMap<Period, BTreeMap<(&str, Option<Uuid>), u32>> = BTreeMap::new();
        for standing in over.filter(|standing| standing.missing() > 0) {
            let key = (standing.duty.as_str(), standing.target);
            let most = missing.entry(standing.period).or_default().entry(key).or_default();
            *most = standing.missing().max(*most);
        }
        let mut drafts = Vec::new();
        for (period, rows) in &missing {
            let Some(charter) = self.charters.in_force(period.to()) else { continue };
            for (place, line) in
                charter.points.iter().enumerate().filter(|(_, line)| line.when == When::Missed)
            {
                drafts.extend(missed_on(charter, line, place, (period, rows)));
            }
        }
        drafts
    }
}

fn missed_on<'d>(
    charter: &'d Charter,
    line: &'d PointsLine,
    place: usize,
    (period, rows): (&Period, &BTreeMap<(&str, Option<Uuid>), u32>),
) -> Option<Draft<'d>> {
    let meant =
        |code: &str| charter.duty(code).is_some_and(|duty| duty.who == line.who && duty.act == line.act);
    let meant: Vec<_> = rows.iter().filter(|((code, _), _)| meant(code)).collect();
    let times = meant.iter().fold(0_u32, |sum, (_, missing)| sum.saturating_add(**missing));
    let target = if let [((_, target), _)] = meant[..] { *target } else { None };
    let rule_from = charter.in_force.value;
    (times > 0).then_some(Draft { line, place, rule_from, act: None, target, on: period.to(), times })
}

/// Books the drafts in their order: one of each group for the same evidence, and no more than the caps leave.
fn booked(drafts: &[Draft]) -> Vec<Booked> {
    let mut highest: BTreeMap<(Uuid, &str), (Reverse<i32>, usize, usize)> = BTreeMap::new();
    for (turn, draft) in drafts.iter().enumerate() {
        if let Some(key) = grouped(draft) {
            let rank = (Reverse(draft.worth()), draft.place, turn);
            highest.entry(key).and_modify(|best| *best = rank.min(*best)).or_insert(rank);
        }
    }
    let mut earned = Earned::default();
    let mut lines = Vec::with_capacity(drafts.len());
    for (turn, draft) in drafts.iter().enumerate() {
        let worth = draft.worth();
        let beaten = grouped(draft).is_some_and(|key| highest[&key].2 != turn);
        let (points, why) =
            if beaten { (0, Why::SameEvidence) } else { earned.book(draft.line, draft.on, worth) };
        lines.push(Booked {
            line: draft.line.code.clone(),
            rule_from: draft.rule_from,
            act: draft.act.map(|act| act.id),
            evidence: draft.act.map(|act| act.evidence),
            target: draft.target,
            on: draft.on,
            times: draft.times,
            worth,
            points,
            why,
        });
    }
    lines
}

/// The evidence and the group within which only the highest counts.
fn grouped<'a>(draft: &Draft<'a>) -> Option<(Uuid, &'a str)> {
    Some((draft.act?.evidence, draft.line.group.as_deref()?))
}
