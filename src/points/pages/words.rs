//! A line of a statement in words: what it is for, the rule, the act and its evidence, and why it counts less.

use std::collections::BTreeMap;

use charter::{Booked, Charters, PointsLine, Statement, When, Why};
use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use crate::base::page::{Link, Ui};
use crate::ledger::Act;

/// A line as the page shows it.
pub(super) struct Row {
    pub(super) number: usize,
    pub(super) day: String,
    pub(super) label: String,
    /// With whom.
    pub(super) with: String,
    /// Since when the rule that judged it is in force.
    pub(super) rule: String,
    /// The act and its evidence.
    pub(super) shown_by: Vec<Link>,
    pub(super) times: u32,
    pub(super) worth: i32,
    pub(super) points: i32,
    pub(super) why: String,
    /// Where to object; empty where one cannot.
    pub(super) object: String,
    /// An objection waits for its answer.
    pub(super) disputed: bool,
}

/// What a line of the points table comes to.
pub(super) struct Sum {
    pub(super) label: String,
    pub(super) times: u32,
    pub(super) points: i32,
    pub(super) caps: String,
}

/// An act of the year with the names of those on the other side.
pub(super) struct Known {
    pub(super) act: Act,
    pub(super) with: String,
}

/// What the words are made from.
pub(super) struct Words<'a> {
    pub(super) ui: &'a Ui,
    pub(super) charters: &'a Charters,
    pub(super) acts: &'a BTreeMap<Uuid, Known>,
    /// Names of those with whom something was missed.
    pub(super) names: &'a BTreeMap<Uuid, String>,
}

impl Words<'_> {
    fn rule(&self, of: &Booked) -> Option<&PointsLine> {
        let charter = self.charters.in_force(of.rule_from)?;
        charter.points.iter().find(|line| line.code == of.line)
    }

    /// The rule's own words; its code when the version is not in this deployment any more.
    pub(super) fn label(&self, of: &Booked) -> String {
        self.rule(of).map_or_else(|| of.line.clone(), |rule| rule.label.pick(self.ui.lang.code()).to_owned())
    }

    /// The act and its evidence as links.
    pub(super) fn shown_by(&self, act: Option<Uuid>) -> Vec<Link> {
        let Some(known) = act.and_then(|id| self.acts.get(&id)) else { return Vec::new() };
        let mut links = vec![Link::new(format!("/acts/{}", known.act.id), self.ui.t("points-act"))];
        let path = known.act.evidence_path();
        if !path.is_empty() {
            links.push(Link::new(path, self.ui.word("points-evidence", &known.act.evidence)));
        }
        links
    }

    /// A day of the year that the page is about, short: the year stands above.
    pub(super) fn day(&self, day: NaiveDate) -> String {
        self.ui.t2("points-short-day", "m", day.month(), "d", day.day())
    }

    /// A line in words.
    pub(super) fn row(&self, number: usize, of: &Booked) -> Row {
        let known = of.act.and_then(|id| self.acts.get(&id));
        let with = match (known, of.target) {
            (Some(known), _) => known.with.clone(),
            (None, Some(target)) => self.names.get(&target).cloned().unwrap_or_default(),
            (None, None) => String::new(),
        };
        Row {
            number,
            day: self.day(of.on),
            label: self.label(of),
            with,
            rule: self.ui.date(of.rule_from),
            shown_by: self.shown_by(of.act),
            times: of.times,
            worth: of.worth,
            points: of.points,
            why: self.why(of),
            object: String::new(),
            disputed: false,
        }
    }

    /// Why it counts as much as it does; nothing where it simply counts.
    fn why(&self, of: &Booked) -> String {
        let rule = self.rule(of);
        let mut said = Vec::new();
        match rule.map(|rule| rule.when) {
            Some(When::Missed) => said.push(self.ui.t1("points-missed", "n", of.times)),
            Some(When::Late) => said.extend(self.late(of)),
            _ => {}
        }
        let cap = rule.and_then(|rule| match of.why {
            Why::CappedYear => rule.cap_per_year,
            Why::CappedQuarter => rule.cap_per_quarter,
            Why::CappedMonth => rule.cap_per_month,
            Why::Booked | Why::SameEvidence => None,
        });
        if of.why != Why::Booked {
            let less = i64::from(of.worth).abs() - i64::from(of.points).abs();
            let filled = [("cap", cap.unwrap_or_default().into()), ("less", less.into())];
            said.push(self.ui.ta(&format!("points-why-{}", of.why), &filled));
        }
        said.join(&self.ui.t("points-and"))
    }

    fn late(&self, of: &Booked) -> Option<String> {
        let act = &self.acts.get(&of.act?)?.act;
        let (until, on) = (act.timely_until?, act.declared_on?);
        Some(self.ui.t2("points-late", "until", self.day(until), "on", self.day(on)))
    }

    /// What each line of the table comes to, in the order of the table.
    pub(super) fn sums(&self, of: &Statement) -> Vec<Sum> {
        let mut sums: BTreeMap<(usize, &str), Sum> = BTreeMap::new();
        for line in &of.lines {
            let charter = self.charters.in_force(line.rule_from);
            let place = charter.and_then(|it| it.points.iter().position(|rule| rule.code == line.line));
            let sum = sums.entry((place.unwrap_or(usize::MAX), &line.line)).or_insert_with(|| Sum {
                label: self.label(line),
                times: 0,
                points: 0,
                caps: String::new(),
            });
            sum.times += line.times;
            sum.points += line.points;
            // Of two versions in a year the later one's caps hold.
            sum.caps = self.caps(line);
        }
        sums.into_values().collect()
    }

    fn caps(&self, of: &Booked) -> String {
        let Some(rule) = self.rule(of) else { return String::new() };
        let caps = [
            ("rulebook-cap-month", rule.cap_per_month),
            ("rulebook-cap-quarter", rule.cap_per_quarter),
            ("rulebook-cap-year", rule.cap_per_year),
        ];
        let said = caps.into_iter().filter_map(|(key, cap)| Some(self.ui.t1(key, "n", cap?)));
        said.collect::<Vec<_>>().join(&self.ui.t("points-and"))
    }
}
