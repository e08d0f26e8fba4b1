//! Constituencies: known by their short code, or their number within the term.

use std::collections::HashMap;

use uuid::Uuid;

use super::areas::Areas;
use super::{At, Changes, Check};
use crate::base::form::plain;
use crate::bodies::Term;
use crate::bodies::store::ConstituencyRow;
use crate::exchange::roster::findings::Words;
use crate::exchange::roster::known::Known;
use crate::exchange::roster::plan::{ConstituencyTo, Ref, Step};
use crate::exchange::roster::rows::{ConstituencyLine, Given};
use crate::exchange::roster::sheets::{Col, Tab};

/// A constituency, there already or brought by this file.
pub(super) struct ConstituencyNow {
    /// Which one.
    pub which: Ref,
    /// Its term.
    pub term: Uuid,
    /// Its number.
    pub number: i64,
    /// Its name.
    pub name: String,
    /// How many it elects.
    pub seats: i64,
    /// The row that brought it or speaks of it.
    pub said: Option<At>,
}

/// All constituencies, as the rows come.
#[derive(Default)]
pub(super) struct Constituencies {
    /// In the order in which they came.
    pub all: Vec<ConstituencyNow>,
    by_number: HashMap<(Uuid, i64), usize>,
    by_name: HashMap<(Uuid, String), Vec<usize>>,
    by_code: HashMap<String, usize>,
    by_which: HashMap<Ref, usize>,
}

impl Constituencies {
    pub(super) fn of(known: &Known, _areas: &Areas) -> Constituencies {
        let mut all = Constituencies::default();
        for row in &known.constituencies {
            let at = all.push(ConstituencyNow {
                which: Ref::There(row.id),
                term: row.term_id,
                number: row.number,
                name: row.name.clone(),
                seats: row.seats,
                said: None,
            });
            all.by_code.insert(row.code.clone(), at);
        }
        all
    }

    fn push(&mut self, one: ConstituencyNow) -> usize {
        let at = self.all.len();
        self.by_number.entry((one.term, one.number)).or_insert(at);
        self.by_name.entry((one.term, one.name.clone())).or_default().push(at);
        self.by_which.insert(one.which, at);
        self.all.push(one);
        at
    }

    /// The place of one that is there.
    pub(super) fn place(&self, which: Ref) -> Option<usize> {
        self.by_which.get(&which).copied()
    }
}

impl Check<'_> {
    /// The term that a cell names; the one of today when it names none.
    pub(super) fn term(&mut self, at: At, given: &Given<String>) -> Option<Uuid> {
        let typed = match given {
            Given::Is(typed) => typed,
            Given::Wrong => return None,
            _ => {
                let today = self.today;
                let now =
                    self.known.terms.iter().find(|term| term.starts_on <= today && today <= term.ends_on);
                if now.is_none() {
                    self.findings.wrong(at, Col::Term, Words::new("roster-term-none"), None);
                }
                return now.map(|term| term.id);
            }
        };
        let found = self.term_named(typed).map(|term| term.id);
        if found.is_none() {
            let names: Vec<&str> = self.known.terms.iter().map(|term| term.name.as_str()).collect();
            let why = Words::new("roster-term-unknown").with("typed", typed).with("terms", names.join("、"));
            self.findings.wrong(at, Col::Term, why, None);
        }
        found
    }

    /// The term of a name or a number.
    pub(super) fn term_named(&self, typed: &str) -> Option<&Term> {
        let number: Option<i64> =
            plain(typed).chars().filter(char::is_ascii_digit).collect::<String>().parse().ok();
        self.known.terms.iter().find(|term| term.name == typed || Some(term.number) == number)
    }

    /// The constituency of a term that a cell names: by name, or by number.
    pub(super) fn constituency(&mut self, at: At, typed: &str, term: Uuid) -> Option<usize> {
        let named = self.constituencies.by_name.get(&(term, typed.to_owned()));
        let named = named.map(Vec::as_slice).unwrap_or_default();
        let text = plain(typed);
        let inner = text.strip_prefix('第').unwrap_or(&text);
        let inner = inner.strip_suffix("选区").unwrap_or(inner).trim_end_matches('号');
        let number: Option<i64> = inner.parse().ok();
        let numbered = number.and_then(|number| self.constituencies.by_number.get(&(term, number)).copied());
        match (named, numbered) {
            ([one], _) => Some(*one),
            ([], Some(one)) => Some(one),
            ([], None) => {
                let names = move |check: &Self| {
                    let all = check.constituencies.all.iter().filter(|one| one.term == term);
                    all.map(|one| one.name.clone()).collect::<Vec<_>>()
                };
                let hint = self.meant("constituency", typed, names);
                let hint = hint.unwrap_or_else(|| Words::new("roster-hint-constituency-first"));
                let why = Words::new("roster-constituency-unknown").with("typed", typed);
                self.findings.wrong(at, Col::Constituency, why, Some(hint));
                None
            }
            (many, _) => {
                let why = Words::new("roster-constituency-many").with("typed", typed).with("n", many.len());
                self.findings.wrong(at, Col::Constituency, why, None);
                None
            }
        }
    }

    /// The sheet of constituencies.
    pub(super) fn constituencies(&mut self, lines: Vec<ConstituencyLine>) {
        for line in lines {
            let label = line.name.is().cloned().unwrap_or_default();
            if self.constituency_line(&line).is_none() {
                self.lost((Tab::Constituencies, line.row), &label);
            }
        }
    }

    fn constituency_line(&mut self, line: &ConstituencyLine) -> Option<()> {
        let at = (Tab::Constituencies, line.row);
        let there = match &line.code {
            Given::Is(code) => {
                let found = self.constituencies.by_code.get(code).copied();
                if found.is_none() {
                    self.findings.wrong(
                        at,
                        Col::Code,
                        Words::new("roster-code-unknown").with("typed", code),
                        None,
                    );
                    return None;
                }
                found
            }
            Given::Wrong => return None,
            _ => None,
        };
        let term = match there {
            Some(there) => self.constituencies.all[there].term,
            None => self.term(at, &line.term)?,
        };
        let number = match there {
            Some(there) if line.number.is_blank() => self.constituencies.all[there].number,
            _ => self.needed(at, Col::Number, &line.number)?,
        };
        let numbered = self.constituencies.by_number.get(&(term, number)).copied();
        if let Some(other) = numbered.and_then(|place| self.constituencies.all[place].said) {
            self.again(at, Col::Number, other);
            return None;
        }
        if there.is_some() && numbered.is_some() && numbered != there {
            self.findings.wrong(
                at,
                Col::Number,
                Words::new("roster-number-taken").with("number", number),
                None,
            );
            return None;
        }
        match there.or(numbered) {
            Some(place) => self.constituency_again(line, place, number),
            None => self.constituency_new(line, term, number),
        }
    }

    fn parts(&mut self, at: At, given: &Given<Vec<String>>, within: Option<usize>) -> Option<Vec<Ref>> {
        let Given::Is(typed) = given else {
            return matches!(given, Given::Clear).then(Vec::new);
        };
        let mut parts = Vec::new();
        for name in typed {
            let Some(place) = self.area(at, Col::Parts, name, within) else { continue };
            let which = self.areas.all[place].which;
            if !parts.contains(&which) {
                parts.push(which);
            }
        }
        Some(parts)
    }

    fn constituency_new(&mut self, line: &ConstituencyLine, term: Uuid, number: i64) -> Option<()> {
        let at = (Tab::Constituencies, line.row);
        let name = self.needed(at, Col::Name, &line.name);
        let seats = self.needed(at, Col::Seats, &line.seats);
        let area = self.needed(at, Col::Area, &line.area);
        let area = area.and_then(|typed| self.area(at, Col::Area, &typed, None));
        // Without the town its villages would only be found wrong again.
        let parts = area.and_then(|area| self.parts(at, &line.parts, Some(area))).unwrap_or_default();
        let which = Ref::New(self.plan.constituencies.len());
        let name = name.unwrap_or_default();
        self.constituencies.push(ConstituencyNow {
            which,
            term,
            number,
            name: name.clone(),
            // A number that is wrong is said once, not again for each deputy.
            seats: seats.unwrap_or(3),
            said: Some(at),
        });
        let area = self.areas.all[area?].which;
        let to = ConstituencyTo { term, area, parts, number, name: name.clone(), seats: seats? };
        self.plan.constituencies.push(Step { which, before: None, to, fields: Vec::new() });
        self.outcome(at, name, true, Vec::new());
        Some(())
    }

    fn constituency_again(&mut self, line: &ConstituencyLine, place: usize, number: i64) -> Option<()> {
        const TAB: Tab = Tab::Constituencies;
        let at = (TAB, line.row);
        self.constituencies.all[place].said = Some(at);
        let Ref::There(id) = self.constituencies.all[place].which else { return None };
        let before: ConstituencyRow = self.known.constituencies.iter().find(|row| row.id == id)?.clone();
        let parts_before = self.known.parts.get(&id).cloned().unwrap_or_default();
        let mut to = ConstituencyTo {
            term: before.term_id,
            area: Ref::There(before.area_id),
            parts: parts_before.iter().map(|id| Ref::There(*id)).collect(),
            number,
            name: line.name.is().cloned().unwrap_or_else(|| before.name.clone()),
            seats: line.seats.is().copied().unwrap_or(before.seats),
        };
        let mut changes = Changes::default();
        changes.put((TAB, Col::Number), &before.number.to_string(), &number.to_string());
        changes.put((TAB, Col::Name), &before.name, &to.name);
        changes.put((TAB, Col::Seats), &before.seats.to_string(), &to.seats.to_string());
        if let Given::Is(typed) = &line.area
            && let Some(area) = self.area(at, Col::Area, typed, None)
        {
            let old = self.areas.place(to.area).map(|at| self.areas.all[at].path.clone()).unwrap_or_default();
            changes.put((TAB, Col::Area), &old, &self.areas.all[area].path.clone());
            to.area = self.areas.all[area].which;
        }
        let within = self.areas.place(to.area);
        if let Some(parts) = self.parts(at, &line.parts, within) {
            let (old, new) = (self.part_names(&to.parts), self.part_names(&parts));
            if parts.len() != to.parts.len() || parts.iter().any(|part| !to.parts.contains(part)) {
                changes.put((TAB, Col::Parts), &old, &new);
                to.parts = parts;
            }
        }
        let now = &mut self.constituencies.all[place];
        now.seats = to.seats;
        let label = to.name.clone();
        if !changes.fields.is_empty() {
            let before = Some((before, parts_before));
            let which = Ref::There(id);
            self.plan.constituencies.push(Step { which, before, to, fields: changes.fields });
        }
        self.outcome(at, label, false, changes.changes);
        Some(())
    }

    fn part_names(&self, parts: &[Ref]) -> String {
        let name = |part: &Ref| {
            let path = &self.areas.all[self.areas.place(*part)?].path;
            path.rsplit('/').next().map(ToOwned::to_owned)
        };
        parts.iter().filter_map(name).collect::<Vec<_>>().join("、")
    }
}
