//! Organizations of both sheets: known by their short code, or by kind and name.

use std::collections::HashMap;

use uuid::Uuid;

use super::{At, Changes, Check, Found};
use crate::bodies::store::OrganizationRow;
use crate::exchange::roster::cells::digits;
use crate::exchange::roster::findings::Words;
use crate::exchange::roster::known::Known;
use crate::exchange::roster::plan::{OrganizationTo, Ref, Step};
use crate::exchange::roster::rows::{Given, OrganizationLine};
use crate::exchange::roster::sheets::{Col, Tab};

/// An organization, there already or brought by this file.
pub(super) struct OrganizationNow {
    /// Which one.
    pub which: Ref,
    /// The word of its kind.
    pub kind: &'static str,
    /// Its full name.
    pub name: String,
    short_name: String,
    parent: Option<usize>,
    said: Option<At>,
}

/// All organizations, as the rows come.
#[derive(Default)]
pub(super) struct Organizations {
    /// In the order in which they came.
    pub all: Vec<OrganizationNow>,
    by_name: HashMap<String, Vec<usize>>,
    by_code: HashMap<String, usize>,
    by_which: HashMap<Ref, usize>,
    rank: i64,
}

/// How deep organizations may lie in one another; deeper is a ring.
const DEEPEST: usize = 10;

/// The program's word of a kind that came from the database.
pub(super) fn kind_word(kind: &str) -> &'static str {
    let known = crate::bodies::Kind::ALL.into_iter().find(|it| it.word() == kind);
    known.map_or("organ", crate::bodies::Kind::word)
}

impl Organizations {
    pub(super) fn of(known: &Known) -> Organizations {
        let mut all = Organizations::default();
        for row in &known.organizations {
            let at = all.push(OrganizationNow {
                which: Ref::There(row.id),
                kind: kind_word(&row.kind),
                name: row.name.clone(),
                short_name: row.short_name.clone(),
                parent: None,
                said: None,
            });
            all.by_code.insert(row.code.clone(), at);
            all.rank = all.rank.max(row.rank);
        }
        for (at, row) in known.organizations.iter().enumerate() {
            all.all[at].parent = row.parent_id.and_then(|id| all.by_which.get(&Ref::There(id)).copied());
        }
        all
    }

    fn push(&mut self, one: OrganizationNow) -> usize {
        let at = self.all.len();
        self.by_name.entry(one.name.clone()).or_default().push(at);
        if one.short_name != one.name && !one.short_name.is_empty() {
            self.by_name.entry(one.short_name.clone()).or_default().push(at);
        }
        self.by_which.insert(one.which, at);
        self.all.push(one);
        at
    }

    /// The place of one that is there.
    pub(super) fn place(&self, which: Ref) -> Option<usize> {
        self.by_which.get(&which).copied()
    }

    fn find(&self, typed: &str, kinds: &[&str]) -> Found {
        let all = self.by_name.get(typed).map(Vec::as_slice).unwrap_or_default();
        let of_kind = |at: &&usize| kinds.is_empty() || kinds.contains(&self.all[**at].kind);
        let fits: Vec<usize> = all.iter().filter(of_kind).copied().collect();
        // The full name goes before another's short one.
        let full: Vec<usize> = fits.iter().copied().filter(|at| self.all[*at].name == typed).collect();
        match (full.as_slice(), fits.as_slice()) {
            ([one], _) | ([], [one]) => Found::One(*one),
            ([], []) => Found::None,
            (full, fits) => Found::Many(full.len().max(fits.len())),
        }
    }

    fn deep(&self, at: usize) -> usize {
        let (mut deep, mut above) = (0, self.all[at].parent);
        while let Some(parent) = above.filter(|_| deep <= DEEPEST) {
            deep += 1;
            above = self.all[parent].parent;
        }
        deep
    }
}

impl Check<'_> {
    /// The organization of certain kinds that a cell names.
    pub(super) fn organization(&mut self, at: At, col: Col, typed: &str, kinds: &[&str]) -> Option<usize> {
        match self.organizations.find(typed, kinds) {
            Found::One(place) => Some(place),
            Found::Many(n) => {
                let why = Words::new("roster-organization-many").with("typed", typed).with("n", n);
                self.findings.wrong(at, col, why, None);
                None
            }
            Found::None => {
                let names = |check: &Self| {
                    let fits = |one: &&OrganizationNow| kinds.is_empty() || kinds.contains(&one.kind);
                    let fitting = check.organizations.all.iter().filter(fits);
                    fitting.flat_map(|one| [one.name.clone(), one.short_name.clone()]).collect::<Vec<_>>()
                };
                let hint = self.meant(col.word(), typed, names);
                let hint = hint.unwrap_or_else(|| Words::new("roster-hint-organization-first"));
                let why = Words::new("roster-organization-unknown").with("typed", typed);
                self.findings.wrong(at, col, why, Some(hint));
                None
            }
        }
    }

    /// Both sheets: first all names, so that rows may speak of one another in any order, then the rest.
    pub(super) fn organizations(&mut self, lines: Vec<OrganizationLine>) {
        let mut placed = Vec::new();
        for line in lines {
            match self.placed(&line) {
                Some(place) => placed.push((place, line)),
                None => {
                    let label = line.name.is().cloned().unwrap_or_default();
                    self.lost((line.tab, line.row), &label);
                }
            }
        }
        for (place, line) in placed {
            if self.organization_line(&line, place).is_none() {
                self.lost((line.tab, line.row), &self.organizations.all[place].name.clone());
            }
        }
        // Those above are written before those below; what is there already comes last, as it may move under a new one.
        let deep = |step: &Step<_, OrganizationTo>| {
            let place = self.organizations.place(step.which);
            (step.before.is_some(), place.map(|place| self.organizations.deep(place)))
        };
        self.plan.organizations.sort_by_key(deep);
    }

    /// The organization that a line is about, there or new.
    fn placed(&mut self, line: &OrganizationLine) -> Option<usize> {
        let at = (line.tab, line.row);
        let there = match &line.code {
            Given::Is(code) => {
                let found = self.organizations.by_code.get(code).copied();
                if found.is_none() {
                    self.findings.wrong(
                        at,
                        Col::Code,
                        Words::new("roster-code-unknown").with("typed", code),
                        None,
                    );
                }
                Some(found?)
            }
            Given::Wrong => return None,
            _ => None,
        };
        let name = match there {
            Some(there) if line.name.is_blank() => self.organizations.all[there].name.clone(),
            _ => self.needed(at, Col::Name, &line.name)?,
        };
        let kind = match there {
            Some(there) => self.organizations.all[there].kind,
            None => self.needed(at, Col::Kind, &line.kind)?,
        };
        let named = self.organizations.by_name.get(&name).map(Vec::as_slice).unwrap_or_default();
        let same = |place: &usize| {
            let one = &self.organizations.all[*place];
            one.kind == kind && one.name == name
        };
        let named = named.iter().copied().find(same);
        let place = there.or(named);
        if let Some(other) = place.and_then(|place| self.organizations.all[place].said) {
            self.again(at, Col::Name, other);
            return None;
        }
        if let (Some(there), Some(named)) = (there, named)
            && there != named
        {
            let why = Words::new("roster-name-taken").with("name", &name);
            self.findings.wrong(at, Col::Name, why, None);
            return None;
        }
        if let Some(place) = place {
            self.organizations.all[place].said = Some(at);
            // Others in this file may call it by its new name.
            if self.organizations.all[place].name != name {
                self.organizations.by_name.entry(name).or_default().push(place);
            }
            return Some(place);
        }
        let new = self.organizations.all.iter().filter(|one| matches!(one.which, Ref::New(_))).count();
        let short_name = line.short_name.is().cloned().unwrap_or_default();
        let (which, said) = (Ref::New(new), Some(at));
        Some(self.organizations.push(OrganizationNow { which, kind, name, short_name, parent: None, said }))
    }

    fn organization_line(&mut self, line: &OrganizationLine, place: usize) -> Option<()> {
        let at = (line.tab, line.row);
        let OrganizationNow { which, kind, .. } = self.organizations.all[place];
        let before = match which {
            Ref::There(id) => self.known.organizations.iter().find(|row| row.id == id).cloned(),
            Ref::New(_) => None,
        };
        let mut changes = Changes::default();
        let (area, parent) = self.ties(line, (place, before.as_ref()), &mut changes);
        if let (Some(_), Given::Is(wanted)) = (&before, &line.kind)
            && *wanted != kind
        {
            let why = Words::new("roster-kind-fixed").with("kind", self.word(at.0, Col::Kind, kind));
            self.findings.wrong(at, Col::Kind, why, None);
        }
        let is_new = before.is_none();
        self.organizations.rank += i64::from(is_new);
        let stood = before.clone().unwrap_or_else(|| OrganizationRow {
            id: Uuid::nil(),
            kind: kind.to_owned(),
            name: String::new(),
            short_name: String::new(),
            code: String::new(),
            area_id: None,
            parent_id: None,
            rank: self.organizations.rank,
            address: String::new(),
            phone: String::new(),
            hours: String::new(),
            from_on: self.today,
        });
        let mut to = texts(line, &stood, &mut changes);
        (to.kind, to.area, to.parent) = (kind, area, parent);
        if is_new && to.short_name.is_empty() {
            to.short_name.clone_from(&to.name);
        }
        let name = to.name.clone();
        if is_new || !changes.fields.is_empty() {
            self.plan.organizations.push(Step { which, before, to, fields: changes.fields });
        }
        self.outcome(at, name, is_new, if is_new { Vec::new() } else { changes.changes });
        Some(())
    }

    /// Where it will lie and what it will belong to.
    fn ties(
        &mut self,
        line: &OrganizationLine,
        (place, before): (usize, Option<&OrganizationRow>),
        changes: &mut Changes,
    ) -> (Option<Ref>, Option<Ref>) {
        let (lay, belonged) = (
            before.and_then(|row| row.area_id).map(Ref::There),
            before.and_then(|row| row.parent_id).map(Ref::There),
        );
        let (area, parent) = (self.area_of(line, lay), self.parent(line, place, belonged));
        if before.is_some() {
            let path = |which: Option<Ref>| {
                let place = which.and_then(|which| self.areas.place(which));
                place.map(|place| self.areas.all[place].path.clone()).unwrap_or_default()
            };
            let name = |which: Option<Ref>| {
                let place = which.and_then(|which| self.organizations.place(which));
                place.map(|place| self.organizations.all[place].name.clone()).unwrap_or_default()
            };
            changes.put((line.tab, Col::Area), &path(lay), &path(area));
            changes.put((line.tab, Col::Parent), &name(belonged), &name(parent));
        }
        (area, parent)
    }

    fn area_of(&mut self, line: &OrganizationLine, before: Option<Ref>) -> Option<Ref> {
        let at = (line.tab, line.row);
        match &line.area {
            Given::Is(typed) => {
                self.area(at, Col::Area, typed, None).map(|place| self.areas.all[place].which)
            }
            Given::Clear => None,
            Given::Wrong => before,
            Given::Blank => {
                if before.is_none() && line.tab == Tab::Stations {
                    self.needed(at, Col::Area, &line.area);
                }
                before
            }
        }
    }

    fn parent(&mut self, line: &OrganizationLine, place: usize, before: Option<Ref>) -> Option<Ref> {
        let at = (line.tab, line.row);
        let typed = match &line.parent {
            Given::Is(typed) => typed,
            Given::Clear => return None,
            _ => return before,
        };
        let parent = self.organization(at, Col::Parent, typed, &[])?;
        self.organizations.all[place].parent = Some(parent);
        if self.organizations.deep(place) > DEEPEST {
            self.organizations.all[place].parent = None;
            self.findings.wrong(at, Col::Parent, Words::new("roster-organization-ring"), None);
            return before;
        }
        Some(self.organizations.all[parent].which)
    }
}

/// Everything that stands in its own row, as it will be; what it is tied to comes after.
fn texts(line: &OrganizationLine, stood: &OrganizationRow, changes: &mut Changes) -> OrganizationTo {
    let tab = line.tab;
    let mut text = |col: Col, given: &Given<String>, old: &String| match given {
        Given::Is(new) if col == Col::Phone && digits(new) == digits(old) => old.clone(),
        Given::Is(new) if changes.put((tab, col), old, new) => new.clone(),
        Given::Clear if changes.put((tab, col), old, "") => String::new(),
        _ => old.clone(),
    };
    let name = text(Col::Name, &line.name, &stood.name);
    let short_name = text(Col::ShortName, &line.short_name, &stood.short_name);
    let address = text(Col::Address, &line.address, &stood.address);
    let phone = text(Col::Phone, &line.phone, &stood.phone);
    let hours = text(Col::Hours, &line.hours, &stood.hours);
    let rank = line.rank.is().copied().unwrap_or(stood.rank);
    let from_on = line.since.is().copied().unwrap_or(stood.from_on);
    changes.put((tab, Col::Rank), &stood.rank.to_string(), &rank.to_string());
    changes.put((tab, Col::Since), &stood.from_on.to_string(), &from_on.to_string());
    let (kind, area, parent) = ("organ", None, None);
    OrganizationTo { kind, name, short_name, area, parent, rank, address, phone, hours, from_on }
}
