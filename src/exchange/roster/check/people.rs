//! Persons: known by their number, by their seat, or by their name where it can mean only one.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::{At, Changes, Check};
use crate::exchange::roster::cells::digits;
use crate::exchange::roster::findings::Words;
use crate::exchange::roster::known::Known;
use crate::exchange::roster::plan::{Changed, Ref, Step};
use crate::exchange::roster::rows::{Given, PersonCells, SeatLine};
use crate::exchange::roster::sheets::{Col, Tab};
use crate::people::store::PersonRow;

/// A person, there already or brought by this file.
pub(super) struct PersonNow {
    /// Which one.
    pub which: Ref,
    /// As he or she will stand.
    pub now: PersonRow,
    /// What changes.
    fields: Vec<&'static str>,
    /// Which row said what: no other may say otherwise.
    said: BTreeMap<Col, At>,
}

/// All persons, as the rows come.
#[derive(Default)]
pub(super) struct People {
    /// In the order in which they came.
    pub all: Vec<PersonNow>,
    by_number: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
    by_id: HashMap<Uuid, usize>,
    new: usize,
}

impl People {
    pub(super) fn of(known: &Known) -> People {
        let mut people = People::default();
        for row in &known.persons {
            people.by_id.insert(row.id, people.all.len());
            people.push(Ref::There(row.id), row.clone());
        }
        people
    }

    fn push(&mut self, which: Ref, now: PersonRow) -> usize {
        let at = self.all.len();
        if !now.number.is_empty() {
            self.by_number.insert(now.number.clone(), at);
        }
        self.by_name.entry(now.name.clone()).or_default().push(at);
        self.all.push(PersonNow { which, now, fields: Vec::new(), said: BTreeMap::new() });
        at
    }

    /// The place of one that is there.
    pub(super) fn place(&self, id: Uuid) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    /// Everybody of a name.
    pub(super) fn named(&self, name: &str) -> &[usize] {
        self.by_name.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whoever has a number.
    pub(super) fn numbered(&self, number: &str) -> Option<usize> {
        self.by_number.get(number).copied()
    }
}

/// Where a column of a person is kept.
fn slot(row: &mut PersonRow, col: Col) -> Option<&mut String> {
    Some(match col {
        Col::Name => &mut row.name,
        Col::Sex => &mut row.sex,
        Col::Certificate => &mut row.number,
        Col::Ethnicity => &mut row.ethnicity,
        Col::Born => &mut row.born,
        Col::Party => &mut row.party,
        Col::Education => &mut row.education,
        Col::Occupation => &mut row.occupation,
        Col::Unit => &mut row.unit,
        Col::Post => &mut row.post,
        Col::Phone => &mut row.phone,
        Col::Email => &mut row.email,
        Col::Address => &mut row.address,
        Col::Delegation => &mut row.delegation,
        Col::Field => &mut row.field,
        Col::Contact => &mut row.contact_public,
        _ => return None,
    })
}

impl Check<'_> {
    /// Who a row is about when its seat does not say so: whoever has the number; else whoever can only be meant by the
    /// name; else somebody new. `None` when it cannot be told.
    pub(super) fn who(&mut self, line: &SeatLine, seat: (Uuid, Option<usize>)) -> Option<usize> {
        let at = (line.tab, line.row);
        let number = line.person.others.get(&Col::Certificate);
        if number.is_some_and(Given::is_wrong) || line.person.name.is_wrong() {
            return None;
        }
        let number = number.and_then(Given::is).cloned();
        if let Some(place) = number.as_deref().and_then(|number| self.people.numbered(number)) {
            return self.same_name(line, place).then_some(place);
        }
        let name = self.needed(at, Col::Name, &line.person.name)?;
        let named = self.people.named(&name).to_vec();
        // Whoever has another number is somebody else.
        let open = |place: &usize| number.is_none() || self.people.all[*place].now.number.is_empty();
        let could: Vec<usize> = named.iter().copied().filter(open).collect();
        let here: Vec<usize> =
            could.iter().copied().filter(|place| self.seats.holds(*place, line.tab, seat)).collect();
        let free: Vec<usize> = match line.tab {
            Tab::Members => could.clone(),
            _ => could.iter().copied().filter(|place| !self.seats.sits(*place, seat.0)).collect(),
        };
        match (here.as_slice(), could.as_slice(), free.as_slice()) {
            ([one], ..) => Some(*one),
            (_, [], _) => {
                if !named.is_empty() {
                    let why = Words::new("roster-name-same").with("name", &name).with("n", named.len());
                    self.findings.tell(at, Col::Name, why);
                }
                Some(self.newcomer(number))
            }
            (_, [_], [one]) => {
                let brought = matches!(self.people.all[*one].which, Ref::New(_));
                if !brought && line.tab == Tab::Deputies {
                    let why = Words::new("roster-name-taken-for").with("name", &name);
                    self.findings.tell(at, Col::Name, why);
                }
                Some(*one)
            }
            // A namesake with a number, and those there have none: told apart by the number.
            (_, _, []) if number.is_some() => {
                let why = Words::new("roster-name-same").with("name", &name).with("n", named.len());
                self.findings.tell(at, Col::Name, why);
                Some(self.newcomer(number))
            }
            _ => {
                let why = Words::new("roster-name-which").with("name", &name);
                let title = line.tab.column(Col::Certificate).map(|column| column.title).unwrap_or_default();
                let hint = Words::new("roster-hint-number").with("title", title);
                self.findings.wrong(at, Col::Name, why, Some(hint));
                None
            }
        }
    }

    /// One number is one person: another row of this file may not give it to another name.
    fn same_name(&mut self, line: &SeatLine, place: usize) -> bool {
        let person = &self.people.all[place];
        let other = person.said.get(&Col::Name).copied();
        match (line.person.name.is(), other) {
            (Some(name), Some(other)) if *name != person.now.name => {
                let cell = self.cell(other, Col::Certificate);
                let why = Words::new("roster-certificate-twice").with("cell", cell);
                self.findings.wrong((line.tab, line.row), Col::Certificate, why, None);
                false
            }
            _ => true,
        }
    }

    fn newcomer(&mut self, number: Option<String>) -> usize {
        let which = Ref::New(self.people.new);
        self.people.new += 1;
        let row = PersonRow {
            id: Uuid::nil(),
            name: String::new(),
            sex: String::new(),
            unit: String::new(),
            post: String::new(),
            phone: String::new(),
            email: String::new(),
            field: String::new(),
            contact_public: "constituency".to_owned(),
            number: number.unwrap_or_default(),
            ethnicity: String::new(),
            born: String::new(),
            party: String::new(),
            education: String::new(),
            occupation: String::new(),
            address: String::new(),
            delegation: String::new(),
        };
        self.people.push(which, row)
    }

    /// Take over what a row says about a person; what changes of somebody who is there.
    pub(super) fn person(&mut self, at: At, cells: &PersonCells, place: usize) -> Vec<Changed> {
        let is_new = matches!(self.people.all[place].which, Ref::New(_));
        let first = is_new && self.people.all[place].said.is_empty();
        if first {
            self.needed(at, Col::Name, &cells.name);
            self.needed(at, Col::Sex, cells.others.get(&Col::Sex).unwrap_or(&Given::Blank));
        }
        let mut changes = Changes::default();
        let name = std::iter::once((Col::Name, &cells.name));
        for (col, given) in name.chain(cells.others.iter().map(|(col, given)| (*col, given))) {
            let new = match given {
                Given::Is(new) => new.clone(),
                Given::Clear => String::new(),
                _ => continue,
            };
            self.person_cell(at, (col, new), place, &mut changes);
        }
        let person = &mut self.people.all[place];
        person.fields.extend(changes.fields);
        if is_new { Vec::new() } else { changes.changes }
    }

    fn person_cell(&mut self, at: At, (col, new): (Col, String), place: usize, changes: &mut Changes) {
        let mut now = self.people.all[place].now.clone();
        let Some(kept) = slot(&mut now, col) else { return };
        let same = match col {
            Col::Phone => digits(kept) == new,
            _ => super::tidy(kept) == new,
        };
        let other = self.people.all[place].said.get(&col).copied();
        if let Some(other) = other
            && !same
        {
            let cell = self.cell(other, col);
            self.findings.wrong(at, col, Words::new("roster-person-apart").with("cell", cell), None);
            return;
        }
        self.people.all[place].said.insert(col, at);
        if same {
            return;
        }
        if col == Col::Certificate && !new.is_empty() {
            if let Some(owner) = self.people.numbered(&new).filter(|owner| *owner != place) {
                let why =
                    Words::new("roster-certificate-taken").with("name", &self.people.all[owner].now.name);
                self.findings.wrong(at, col, why, None);
                return;
            }
            self.people.by_number.insert(new.clone(), place);
        }
        if col == Col::Name {
            self.people.by_name.entry(new.clone()).or_default().push(place);
        }
        // Of somebody new there is nothing to compare.
        if matches!(self.people.all[place].which, Ref::There(_)) {
            let word = |code: &str| self.word(at.0, col, code);
            changes.put((at.0, col), &word(kept), &word(&new));
        }
        *kept = new;
        self.people.all[place].now = now;
    }

    /// Whoever is new or changes, to be written.
    pub(super) fn people_to_plan(&mut self) {
        for person in &mut self.people.all {
            let before = match person.which {
                Ref::There(_) if person.fields.is_empty() => continue,
                Ref::There(id) => self.known.persons.iter().find(|row| row.id == id).cloned(),
                Ref::New(_) => None,
            };
            let fields = std::mem::take(&mut person.fields);
            self.plan.persons.push(Step { which: person.which, before, to: person.now.clone(), fields });
        }
    }
}
