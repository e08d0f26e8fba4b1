//! Rows against the registers: what each row would do, and everything that stands against it. Pure: the registers were
//! read before, today is told.
//!
//! * `areas`, `constituencies`, `organizations`, `people`, `seats`, `places`, `accounts`: one sheet after the other; each
//!   finds what the sheets before it brought, so that a file can fill empty registers

mod accounts;
mod areas;
mod constituencies;
mod organizations;
mod people;
mod places;
mod seats;

pub use places::LEADER;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::cells::tidy;
use super::findings::{Finding, Findings, Words};
use super::known::Known;
use super::plan::{Changed, Outcome, Plan, What};
use super::rows::{Given, Rows};
use super::sheets::{Col, Tab};
use crate::base::hanzi::nearest;

/// What whoever imports may do.
#[derive(Debug, Clone, Copy, Default)]
pub struct May {
    /// Make accounts.
    pub accounts: bool,
    /// Give roles.
    pub grants: bool,
    /// The own account, which nobody changes for himself or herself.
    pub own: Option<Uuid>,
}

/// What a check comes to.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// What is to be written.
    pub plan: Plan,
    /// What each row comes to.
    pub outcomes: Vec<Outcome>,
    /// What was found, by sheet, row and column.
    pub findings: Vec<Finding>,
}

impl Checked {
    /// Whether it can be written.
    pub fn is_fine(&self) -> bool {
        !self.findings.iter().any(|finding| finding.grave)
    }
}

/// Check a whole file; `tell` hears how many rows of how many are done.
pub fn check(
    rows: Rows,
    known: &Known,
    (may, today): (May, NaiveDate),
    tell: &(dyn Fn(usize, usize) + Sync),
) -> Checked {
    let all = rows.sheets.values().sum();
    let Rows { areas, constituencies, organizations, seats, accounts, findings, sheets } = rows;
    let mut check = Check::new(known, (may, today), findings);
    check.areas(areas);
    check.constituencies(constituencies);
    check.organizations(organizations);
    let before = check.outcomes.len();
    tell(before, all);
    for (done, line) in seats.into_iter().enumerate() {
        if done % 100 == 0 {
            tell(before + done, all);
        }
        check.seat(line);
    }
    check.overfull();
    check.people_to_plan();
    if may.accounts {
        check.accounts(accounts);
    } else if sheets.contains_key(&Tab::Accounts) {
        check.findings.wrong_sheet(Tab::Accounts, Words::new("roster-accounts-not-yours"));
    }
    tell(all, all);
    check.done()
}

/// Where a row stands.
type At = (Tab, u32);

struct Check<'a> {
    known: &'a Known,
    may: May,
    today: NaiveDate,
    findings: Findings,
    plan: Plan,
    outcomes: Vec<Outcome>,
    areas: areas::Areas,
    constituencies: constituencies::Constituencies,
    organizations: organizations::Organizations,
    people: people::People,
    seats: seats::Seats,
    places: places::Places,
    /// Columns that new rows need and that are not there: said once.
    lacking: BTreeSet<(Tab, Col)>,
    /// What was meant by what was typed: the same mistake is often made a thousand times.
    meant: BTreeMap<(&'static str, String), Option<String>>,
}

/// What was looked for by its name.
enum Found {
    One(usize),
    None,
    Many(usize),
}

/// What a row changes, gathered column by column.
#[derive(Default)]
struct Changes {
    changes: Vec<Changed>,
    fields: Vec<&'static str>,
}

impl Changes {
    /// Note what stood and what will stand, unless it is the same.
    fn put(&mut self, (tab, col): (Tab, Col), old: &str, new: &str) -> bool {
        if tidy(old) == tidy(new) {
            return false;
        }
        let title = tab.column(col).map(|column| column.title).unwrap_or_default().to_owned();
        self.changes.push(Changed { title, old: old.to_owned(), new: new.to_owned() });
        self.fields.push(col.word());
        true
    }
}

impl<'a> Check<'a> {
    fn new(known: &'a Known, (may, today): (May, NaiveDate), findings: Findings) -> Check<'a> {
        let areas = areas::Areas::of(known);
        let constituencies = constituencies::Constituencies::of(known, &areas);
        let organizations = organizations::Organizations::of(known);
        let people = people::People::of(known);
        let seats = seats::Seats::of(known, &people, &constituencies);
        let places = places::Places::of(known, &people, &organizations);
        Check {
            known,
            may,
            today,
            findings,
            plan: Plan::default(),
            outcomes: Vec::new(),
            areas,
            constituencies,
            organizations,
            people,
            seats,
            places,
            lacking: BTreeSet::new(),
            meant: BTreeMap::new(),
        }
    }

    /// Note what a row comes to.
    fn outcome(&mut self, (tab, row): At, label: String, is_new: bool, changes: Vec<Changed>) {
        let what = match (is_new, changes.is_empty()) {
            (true, _) => What::New,
            (false, true) => What::Same,
            (false, false) => What::Changed,
        };
        self.outcomes.push(Outcome { tab, row, label, what, changes });
    }

    /// A row that cannot be understood; its findings say why.
    fn lost(&mut self, (tab, row): At, label: &str) {
        self.outcomes.push(Outcome {
            tab,
            row,
            label: label.to_owned(),
            what: What::Wrong,
            changes: Vec::new(),
        });
    }

    /// A value that a new row must have; it is noted when it is missing.
    fn needed<T: Clone>(&mut self, at: At, col: Col, given: &Given<T>) -> Option<T> {
        if let Given::Is(value) = given {
            return Some(value.clone());
        }
        if given.is_wrong() {
            return None;
        }
        let there = self.findings.heads.get(&at.0).is_some_and(|head| head.columns.contains_key(&col));
        if there {
            self.findings.wrong(at, col, Words::new("roster-cell-missing"), None);
        } else if self.lacking.insert((at.0, col)) {
            let title = at.0.column(col).map(|column| column.title).unwrap_or_default();
            self.findings.wrong_sheet(at.0, Words::new("roster-column-missing").with("title", title));
        }
        None
    }

    /// What was probably meant among names of a kind.
    fn meant(
        &mut self,
        kind: &'static str,
        typed: &str,
        names: impl Fn(&Self) -> Vec<String>,
    ) -> Option<Words> {
        let key = (kind, typed.to_owned());
        if !self.meant.contains_key(&key) {
            let names = names(self);
            let found = nearest(typed, names.iter().map(String::as_str)).map(ToOwned::to_owned);
            self.meant.insert(key.clone(), found);
        }
        self.meant[&key].as_ref().map(|meant| Words::new("roster-hint-meant").with("meant", meant))
    }

    /// Where a cell is that another row has already, as spreadsheets name it.
    fn cell(&self, (tab, row): At, col: Col) -> String {
        let head = self.findings.heads.get(&tab);
        let sheet = head.map_or(tab.name(), |head| head.sheet.as_str());
        match head.and_then(|head| head.columns.get(&col)) {
            Some((column, _)) => format!("{sheet}!{}", papers::book::cell_name(row, *column)),
            None => format!("{sheet}!{}", row + 1),
        }
    }

    /// Note that a row says again what another row says.
    fn again(&mut self, at: At, col: Col, other: At) {
        let cell = self.cell(other, col);
        self.findings.wrong(at, col, Words::new("roster-row-twice").with("cell", cell), None);
    }

    fn done(mut self) -> Checked {
        let grave: BTreeSet<(String, u32)> = self
            .findings
            .all
            .iter()
            .filter(|finding| finding.grave)
            .filter_map(|finding| Some((finding.sheet.clone(), finding.row?)))
            .collect();
        for outcome in &mut self.outcomes {
            let head = self.findings.heads.get(&outcome.tab);
            let sheet = head.map_or(outcome.tab.name(), |head| head.sheet.as_str());
            if grave.contains(&(sheet.to_owned(), outcome.row)) {
                outcome.what = What::Wrong;
            }
        }
        self.outcomes.sort_by_key(|outcome| (outcome.tab, outcome.row));
        Checked { plan: self.plan, outcomes: self.outcomes, findings: self.findings.sorted() }
    }
}
