//! The registers as a workbook, in the very shape in which it comes back; and the template, which is the same without
//! rows and with an explanation of each column.

use std::collections::{BTreeMap, HashMap};

use papers::{Cell, Column as Width, Sheet};
use uuid::Uuid;

use super::check::LEADER;
use super::known::Known;
use super::read::{EXPLAINS, REMARK};
use super::sheets::{Col, Tab};
use crate::base::text::Lang;
use crate::people::store::{PersonRow, SeatRow};

/// The registers as sheets, under the name of the congress.
pub fn sheets(known: &Known, congress: &str, with_accounts: bool) -> Vec<Sheet> {
    let book = Book::of(known);
    let tabs = Tab::ALL.into_iter().filter(|tab| with_accounts || *tab != Tab::Accounts);
    let sheet = |tab: Tab| {
        let rows = match tab {
            Tab::Areas => book.areas(),
            Tab::Constituencies => book.constituencies(),
            Tab::Bodies | Tab::Stations => book.organizations(tab),
            Tab::Deputies | Tab::Members => book.seats(tab),
            Tab::Accounts => book.accounts(),
        };
        bare(tab, congress, rows)
    };
    tabs.map(sheet).collect()
}

/// The template: every sheet with every column and what goes into it, and a sheet that explains them all.
pub fn template(congress: &str) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = Tab::ALL
        .into_iter()
        .map(|tab| {
            let about =
                |column: &super::sheets::Column| Cell::Text(format!("{REMARK}{}", about(tab, column.col)));
            bare(tab, congress, vec![tab.columns().iter().map(about).collect()])
        })
        .collect();
    sheets.insert(0, explained(congress));
    sheets
}

/// A sheet with its columns.
fn bare(tab: Tab, congress: &str, rows: Vec<Vec<Cell>>) -> Sheet {
    let width = |col: Col| match col {
        Col::Sex | Col::Rank | Col::Number | Col::Seats | Col::State | Col::Ethnicity => 8.0,
        Col::Parts | Col::Address | Col::Stations | Col::Unit | Col::Hours => 28.0,
        Col::Name if !matches!(tab, Tab::Deputies | Tab::Members) => 28.0,
        Col::Parent | Col::Area | Col::Groups | Col::Bodies | Col::Organization => 22.0,
        _ => 14.0,
    };
    let columns = tab.columns().iter();
    let columns =
        columns.map(|column| Width { head: column.title.to_owned(), width: width(column.col) }).collect();
    let title =
        Lang::ZhCn.ta("roster-sheet-title", &[("congress", congress.into()), ("sheet", tab.name().into())]);
    Sheet { name: tab.name().to_owned(), title, columns, rows, notes: Vec::new() }
}

/// The sheet that explains every column.
fn explained(congress: &str) -> Sheet {
    let said = |key: &str| Lang::ZhCn.t(key);
    let heads = [
        (said("roster-explains-sheet"), 12.0),
        (said("roster-explains-column"), 16.0),
        (said("roster-explains-must"), 8.0),
        (said("roster-explains-how"), 60.0),
        (said("roster-explains-words"), 40.0),
    ];
    let mut rows = Vec::new();
    for tab in Tab::ALL {
        for column in tab.columns() {
            let words: Vec<String> = tab.words(column.col).into_iter().map(|word| word.label).collect();
            let must = if column.must { said("roster-explains-yes") } else { String::new() };
            rows.push(vec![
                Cell::Text(tab.name().to_owned()),
                Cell::Text(column.title.to_owned()),
                Cell::Text(must),
                Cell::Text(about(tab, column.col)),
                Cell::Text(words.join("、")),
            ]);
        }
    }
    let notes = ["roster-explains-1", "roster-explains-2", "roster-explains-3", "roster-explains-4"];
    Sheet {
        name: EXPLAINS.to_owned(),
        title: Lang::ZhCn.t1("roster-explains-title", "congress", congress),
        columns: heads.into_iter().map(|(head, width)| Width { head, width }).collect(),
        rows,
        notes: notes.map(said).to_vec(),
    }
}

/// What goes into a column.
fn about(tab: Tab, col: Col) -> String {
    let word = match (tab, col) {
        (Tab::Areas, Col::Name) => "area-name",
        (Tab::Areas, Col::Parent) => "area-parent",
        (Tab::Deputies | Tab::Members, Col::Name) => "person-name",
        (Tab::Deputies | Tab::Members, Col::Phone) => "mobile",
        (Tab::Deputies, Col::Address) => "post-address",
        (Tab::Members, Col::Certificate) => "member-number",
        (Tab::Accounts, Col::Name) => "account-name",
        (Tab::Accounts, Col::Organization) => "role-organization",
        (_, col) => col.word(),
    };
    Lang::ZhCn.word("roster-about", word)
}

/// What the sheets are made from.
struct Book<'a> {
    known: &'a Known,
    paths: BTreeMap<Uuid, String>,
    persons: HashMap<Uuid, &'a PersonRow>,
    /// How many organizations have a name.
    organizations: HashMap<&'a str, usize>,
    /// How many persons have a name.
    names: HashMap<&'a str, usize>,
}

fn text(text: impl Into<String>) -> Cell {
    let text = text.into();
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

fn label(tab: Tab, col: Col, code: &str) -> Cell {
    let found = tab.words(col).into_iter().find(|word| word.code == code);
    text(found.map_or_else(|| code.to_owned(), |word| word.label))
}

impl<'a> Book<'a> {
    fn of(known: &'a Known) -> Book<'a> {
        let (mut organizations, mut names) = (HashMap::new(), HashMap::new());
        for row in &known.organizations {
            *organizations.entry(row.name.as_str()).or_default() += 1;
        }
        for row in &known.persons {
            *names.entry(row.name.as_str()).or_default() += 1;
        }
        let persons = known.persons.iter().map(|row| (row.id, row)).collect();
        Book { known, paths: known.paths(), persons, organizations, names }
    }

    fn path(&self, area: Option<Uuid>) -> Cell {
        text(area.and_then(|id| self.paths.get(&id)).cloned().unwrap_or_default())
    }

    /// An organization by a name that means no other; an empty cell leaves it as it is.
    fn organization(&self, id: Option<Uuid>) -> String {
        let found = id.and_then(|id| self.known.organizations.iter().find(|row| row.id == id));
        let only = found.filter(|row| self.organizations[row.name.as_str()] == 1);
        only.map(|row| row.name.clone()).unwrap_or_default()
    }

    fn areas(&self) -> Vec<Vec<Cell>> {
        let row = |area: &crate::bodies::store::AreaRow| {
            vec![
                text(&area.name),
                label(Tab::Areas, Col::Kind, &area.kind),
                self.path(area.parent_id),
                Cell::Whole(area.rank),
            ]
        };
        self.known.areas.iter().map(row).collect()
    }

    fn term(&self, id: Uuid) -> Cell {
        let found = self.known.terms.iter().find(|term| term.id == id);
        text(found.map(|term| term.name.clone()).unwrap_or_default())
    }

    fn constituencies(&self) -> Vec<Vec<Cell>> {
        let name =
            |id: &Uuid| self.paths.get(id).and_then(|path| path.rsplit('/').next()).unwrap_or_default();
        let row = |one: &crate::bodies::store::ConstituencyRow| {
            let parts = self.known.parts.get(&one.id).map(Vec::as_slice).unwrap_or_default();
            vec![
                self.term(one.term_id),
                Cell::Whole(one.number),
                text(&one.name),
                self.path(Some(one.area_id)),
                text(parts.iter().map(name).collect::<Vec<_>>().join("、")),
                Cell::Whole(one.seats),
                text(&one.code),
            ]
        };
        self.known.constituencies.iter().map(row).collect()
    }

    fn organizations(&self, tab: Tab) -> Vec<Vec<Cell>> {
        let words = tab.words(Col::Kind);
        let here =
            self.known.organizations.iter().filter(|row| words.iter().any(|word| word.code == row.kind));
        let row = |one: &crate::bodies::store::OrganizationRow| {
            vec![
                label(tab, Col::Kind, &one.kind),
                text(&one.name),
                text(&one.short_name),
                self.path(one.area_id),
                text(self.organization(one.parent_id)),
                text(&one.address),
                text(&one.phone),
                text(&one.hours),
                Cell::Whole(one.rank),
                Cell::Day(one.from_on),
                text(&one.code),
            ]
        };
        here.map(row).collect()
    }

    fn seats(&self, tab: Tab) -> Vec<Vec<Cell>> {
        let kind = if tab == Tab::Members { "committee-member" } else { "deputy" };
        let place: HashMap<Uuid, (i64, &str)> =
            self.known.constituencies.iter().map(|row| (row.id, (row.number, row.name.as_str()))).collect();
        let order: HashMap<Uuid, usize> =
            self.known.persons.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
        let mut seats: Vec<&SeatRow> = self.known.seats.iter().filter(|row| row.kind == kind).collect();
        // The latest term first; then as lists stand: by constituency, by the strokes of the name.
        let term = |id: Uuid| self.known.terms.iter().position(|term| term.id == id);
        seats.sort_by_key(|row| {
            let number = row.constituency_id.and_then(|id| place.get(&id)).map(|(number, _)| *number);
            (std::cmp::Reverse(term(row.term_id)), number, order.get(&row.person_id), row.from_on)
        });
        let mut places: HashMap<Uuid, Vec<(Uuid, &str)>> = HashMap::new();
        for row in &self.known.memberships {
            places.entry(row.person_id).or_default().push((row.organization_id, &row.part));
        }
        let row = |seat: &&SeatRow| {
            let person = self.persons.get(&seat.person_id)?;
            let belongs = places.get(&seat.person_id).map(Vec::as_slice).unwrap_or_default();
            let cell = |col: Col| match col {
                Col::Term => self.term(seat.term_id),
                Col::Constituency => text(self.constituency(seat)),
                Col::Groups => self.belongs(seat, belongs, &["member", "leader"]),
                Col::Stations => self.belongs(seat, belongs, &["attached"]),
                Col::Bodies => self.belongs(seat, belongs, &["counterpart"]),
                Col::Since => Cell::Day(seat.from_on),
                Col::State | Col::Reason | Col::StateDay => stands(tab, seat, col),
                Col::Code => text(&seat.code),
                col => of_person(tab, person, col),
            };
            Some(tab.columns().iter().map(|column| cell(column.col)).collect())
        };
        seats.iter().filter_map(row).collect()
    }

    /// The name of a constituency where it means no other of its term, else its number.
    fn constituency(&self, seat: &SeatRow) -> String {
        let found = self.known.constituencies.iter().find(|row| Some(row.id) == seat.constituency_id);
        let Some(found) = found else { return String::new() };
        let same = |row: &&crate::bodies::store::ConstituencyRow| {
            row.term_id == found.term_id && row.name == found.name
        };
        let only = self.known.constituencies.iter().filter(same).count() == 1;
        if only { found.name.clone() } else { found.number.to_string() }
    }

    /// Where somebody belongs; with whoever has left the seat it is not shown.
    fn belongs(&self, seat: &SeatRow, all: &[(Uuid, &str)], parts: &[&str]) -> Cell {
        if seat.to_on.is_some() {
            return Cell::Empty;
        }
        let fits = all.iter().filter(|(_, part)| parts.contains(part));
        let names: Vec<(String, &str)> =
            fits.map(|(id, part)| (self.organization(Some(*id)), *part)).collect();
        if names.iter().any(|(name, _)| name.is_empty()) {
            return Cell::Empty;
        }
        let name =
            |(name, part): &(String, &str)| format!("{name}{}", if *part == "leader" { LEADER } else { "" });
        text(names.iter().map(name).collect::<Vec<_>>().join("、"))
    }

    fn accounts(&self) -> Vec<Vec<Cell>> {
        let mut rows = Vec::new();
        for account in self.known.accounts.iter().filter(|account| !account.revoked) {
            let mut grants: Vec<(String, Option<Uuid>)> = self
                .known
                .grants
                .iter()
                .filter(|grant| grant.account_id == account.id)
                .map(|grant| (grant.role.clone(), grant.organization_id))
                .collect();
            if grants.is_empty() {
                grants.push((String::new(), None));
            }
            for (mut role, organization) in grants {
                let office = self.organization(organization);
                // A role for an organization that cannot be named is left out.
                if organization.is_some() && office.is_empty() {
                    role.clear();
                }
                rows.push(vec![
                    text(&account.login),
                    text(&account.name),
                    text(self.whose(account.person_id)),
                    text(&account.email),
                    label(Tab::Accounts, Col::Role, &role),
                    text(office),
                ]);
            }
        }
        rows
    }

    /// Whose an account is, by the number, or a name that nobody else has; an empty cell leaves it as it is.
    fn whose(&self, person: Option<Uuid>) -> String {
        let Some(person) = person.and_then(|id| self.persons.get(&id)) else { return String::new() };
        match person.number.is_empty() {
            false => person.number.clone(),
            true if self.names[person.name.as_str()] == 1 => person.name.clone(),
            true => String::new(),
        }
    }
}

fn stands(tab: Tab, seat: &SeatRow, col: Col) -> Cell {
    let state = match (seat.to_on, seat.suspended_on) {
        (Some(_), _) => "ended",
        (None, Some(_)) => "resting",
        (None, None) => "held",
    };
    match col {
        Col::State => label(tab, Col::State, state),
        Col::Reason => label(tab, Col::Reason, seat.end_reason.as_deref().unwrap_or_default()),
        _ => seat.to_on.or(seat.suspended_on).map_or(Cell::Empty, Cell::Day),
    }
}

fn of_person(tab: Tab, person: &PersonRow, col: Col) -> Cell {
    match col {
        Col::Name => text(&person.name),
        Col::Sex | Col::Field | Col::Contact => {
            let code = match col {
                Col::Sex => &person.sex,
                Col::Field => &person.field,
                _ => &person.contact_public,
            };
            label(tab, col, code)
        }
        Col::Certificate => text(&person.number),
        Col::Ethnicity => text(&person.ethnicity),
        Col::Born => text(&person.born),
        Col::Party => text(&person.party),
        Col::Education => text(&person.education),
        Col::Occupation => text(&person.occupation),
        Col::Unit => text(&person.unit),
        Col::Post => text(&person.post),
        Col::Phone => text(&person.phone),
        Col::Email => text(&person.email),
        Col::Address => text(&person.address),
        Col::Delegation => text(&person.delegation),
        _ => Cell::Empty,
    }
}
