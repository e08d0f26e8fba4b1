//! Towns, streets, villages and communities: known by their path.

use std::collections::HashMap;

use super::{At, Changes, Check, Found};
use crate::exchange::roster::findings::Words;
use crate::exchange::roster::known::Known;
use crate::exchange::roster::plan::{AreaTo, Ref, Step};
use crate::exchange::roster::rows::{AreaLine, Given};
use crate::exchange::roster::sheets::{Col, Tab, area_kind};

/// An area, there already or brought by this file.
pub(super) struct AreaNow {
    /// Which one.
    pub which: Ref,
    parent: Option<usize>,
    kind: &'static str,
    /// The names from the top.
    pub path: String,
    /// The row that brought it or speaks of it.
    said: Option<At>,
}

/// All areas, as the rows come.
#[derive(Default)]
pub(super) struct Areas {
    /// In the order in which they came.
    pub all: Vec<AreaNow>,
    by_path: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
    by_which: HashMap<Ref, usize>,
    rank: i64,
}

/// How deep an area of a kind lies.
fn level(kind: &str) -> u8 {
    match kind {
        "city" => 0,
        "town" | "street" => 1,
        _ => 2,
    }
}

impl Areas {
    pub(super) fn of(known: &Known) -> Areas {
        let mut areas = Areas::default();
        let paths = known.paths();
        for area in &known.areas {
            areas.push(AreaNow {
                which: Ref::There(area.id),
                parent: None,
                kind: area_kind(&area.kind),
                path: paths[&area.id].clone(),
                said: None,
            });
            areas.rank = areas.rank.max(area.rank);
        }
        for (at, area) in known.areas.iter().enumerate() {
            let parent = area.parent_id.and_then(|id| areas.by_which.get(&Ref::There(id)).copied());
            areas.all[at].parent = parent;
        }
        areas
    }

    fn push(&mut self, area: AreaNow) -> usize {
        let at = self.all.len();
        let name = area.path.rsplit('/').next().unwrap_or_default().to_owned();
        self.by_path.entry(area.path.clone()).or_insert(at);
        self.by_name.entry(name).or_default().push(at);
        self.by_which.insert(area.which, at);
        self.all.push(area);
        at
    }

    /// The place of one that is there.
    pub(super) fn place(&self, which: Ref) -> Option<usize> {
        self.by_which.get(&which).copied()
    }

    /// An area by its path, the end of its path, or its name; several of a name are told apart by what they lie in.
    pub(super) fn find(&self, typed: &str, within: Option<usize>) -> Found {
        if let Some(at) = self.by_path.get(typed) {
            return Found::One(*at);
        }
        let end = format!("/{typed}");
        let name = typed.rsplit('/').next().unwrap_or_default();
        let all = self.by_name.get(name).map(Vec::as_slice).unwrap_or_default();
        let all = || all.iter().copied().filter(|at| self.all[*at].path.ends_with(&end));
        let inside: Vec<usize> =
            all().filter(|at| within.is_some_and(|top| self.lies_in(*at, top))).collect();
        match (inside.as_slice(), all().count()) {
            ([one], _) => Found::One(*one),
            (_, 0) => Found::None,
            (_, 1) => all().next().map_or(Found::None, Found::One),
            (_, many) => Found::Many(many),
        }
    }

    fn lies_in(&self, at: usize, top: usize) -> bool {
        self.all[at].path.starts_with(&format!("{}/", self.all[top].path))
    }

    fn only_city(&self) -> Option<usize> {
        let mut cities = (0..self.all.len()).filter(|at| self.all[*at].kind == "city");
        cities.next().filter(|_| cities.next().is_none())
    }
}

impl Check<'_> {
    /// The area that a cell names.
    pub(super) fn area(&mut self, at: At, col: Col, typed: &str, within: Option<usize>) -> Option<usize> {
        match self.areas.find(typed, within) {
            Found::One(place) => Some(place),
            Found::Many(n) => {
                let why = Words::new("roster-area-many").with("typed", typed).with("n", n);
                self.findings.wrong(at, col, why, Some(Words::new("roster-hint-path")));
                None
            }
            Found::None => {
                let names = |check: &Self| check.areas.by_name.keys().cloned().collect::<Vec<_>>();
                let hint = self.meant("area", typed, names);
                let hint = hint.unwrap_or_else(|| Words::new("roster-hint-area-first"));
                let why = Words::new("roster-area-unknown").with("typed", typed);
                self.findings.wrong(at, col, why, Some(hint));
                None
            }
        }
    }

    /// The sheet of areas; those that lie higher come first, wherever they stand.
    pub(super) fn areas(&mut self, mut lines: Vec<AreaLine>) {
        lines.sort_by_key(|line| self.level_of(line));
        for line in lines {
            let at = (Tab::Areas, line.row);
            let label = line.name.is().cloned().unwrap_or_default();
            if self.area_line(&line).is_none() {
                self.lost(at, &label);
            }
        }
    }

    fn level_of(&self, line: &AreaLine) -> u8 {
        match (&line.kind, &line.name) {
            (Given::Is(kind), _) => level(kind),
            (_, Given::Is(name)) => match self.areas.find(name, None) {
                Found::One(place) => level(self.areas.all[place].kind),
                _ => 2,
            },
            _ => 2,
        }
    }

    fn area_line(&mut self, line: &AreaLine) -> Option<()> {
        let at = (Tab::Areas, line.row);
        let name = self.needed(at, Col::Name, &line.name)?;
        let deep = self.level_of(line);
        let parent = self.parent_of(line, &name, deep)?;
        let path = match parent {
            Some(parent) => format!("{}/{name}", self.areas.all[parent].path),
            None => name.clone(),
        };
        let there = self.areas.by_path.get(&path).copied();
        if let Some(other) = there.and_then(|there| self.areas.all[there].said) {
            self.again(at, Col::Name, other);
            return None;
        }
        match there {
            Some(place) => self.area_again(line, place, path),
            None => self.area_new(line, (name, path), parent),
        }
    }

    /// What an area lies in: none for the top.
    fn parent_of(&mut self, line: &AreaLine, name: &str, deep: u8) -> Option<Option<usize>> {
        let at = (Tab::Areas, line.row);
        let parent = match &line.parent {
            Given::Is(typed) => Some(self.area(at, Col::Parent, typed, None)?),
            Given::Wrong => return None,
            // The same area without what it lies in: it stays where it is.
            _ => match self.areas.find(name, None) {
                Found::One(place) if level(self.areas.all[place].kind) == deep => {
                    self.areas.all[place].parent
                }
                _ if deep == 1 => self.areas.only_city(),
                _ if deep == 2 => {
                    self.needed(at, Col::Parent, &line.parent)?;
                    None
                }
                _ => None,
            },
        };
        let above = parent.map(|parent| level(self.areas.all[parent].kind));
        let fits = match deep {
            0 => above.is_none(),
            1 => above.is_none_or(|above| above == 0),
            _ => above == Some(1),
        };
        if !fits {
            self.findings.wrong(at, Col::Parent, Words::new("roster-area-level"), None);
            return None;
        }
        Some(parent)
    }

    fn area_new(
        &mut self,
        line: &AreaLine,
        (name, path): (String, String),
        parent: Option<usize>,
    ) -> Option<()> {
        let at = (Tab::Areas, line.row);
        let kind = self.needed(at, Col::Kind, &line.kind);
        self.areas.rank += 1;
        let rank = line.rank.is().copied().unwrap_or(self.areas.rank);
        let which = Ref::New(self.plan.areas.len());
        // Other rows may speak of it, whatever is wrong with this one.
        let kind_now = kind.unwrap_or("village");
        self.areas.push(AreaNow { which, parent, kind: kind_now, path: path.clone(), said: Some(at) });
        let parent = parent.map(|parent| self.areas.all[parent].which);
        let to = AreaTo { parent, kind: kind_now, name, rank };
        self.plan.areas.push(Step { which, before: None, to, fields: Vec::new() });
        self.outcome(at, path, true, Vec::new());
        Some(())
    }

    fn area_again(&mut self, line: &AreaLine, place: usize, path: String) -> Option<()> {
        let at = (Tab::Areas, line.row);
        self.areas.all[place].said = Some(at);
        let Ref::There(id) = self.areas.all[place].which else { return None };
        let before = self.known.areas.iter().find(|area| area.id == id)?.clone();
        let mut to = AreaTo {
            parent: before.parent_id.map(Ref::There),
            kind: area_kind(&before.kind),
            name: before.name.clone(),
            rank: before.rank,
        };
        let mut changes = Changes::default();
        if let Given::Is(kind) = line.kind
            && changes.put(
                (Tab::Areas, Col::Kind),
                &self.word(Tab::Areas, Col::Kind, to.kind),
                &self.word(Tab::Areas, Col::Kind, kind),
            )
        {
            to.kind = kind;
        }
        if let Given::Is(rank) = line.rank
            && changes.put((Tab::Areas, Col::Rank), &to.rank.to_string(), &rank.to_string())
        {
            to.rank = rank;
        }
        if !changes.fields.is_empty() {
            self.areas.all[place].kind = to.kind;
            let step = Step { which: Ref::There(id), before: Some(before), to, fields: changes.fields };
            self.plan.areas.push(step);
        }
        self.outcome(at, path, false, changes.changes);
        Some(())
    }

    /// What people write for a word of a closed list.
    pub(super) fn word(&self, tab: Tab, col: Col, code: &str) -> String {
        let found = tab.words(col).into_iter().find(|word| word.code == code);
        found.map_or_else(|| code.to_owned(), |word| word.label)
    }
}
