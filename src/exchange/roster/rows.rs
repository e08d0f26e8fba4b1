//! From tables to typed rows: every cell becomes what it means, or a finding. Nothing is looked up yet.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use papers::book::Value;

use super::cells::{self, CLEAR, Wrong, shown};
use super::findings::{Findings, Words};
use super::read::{Line, Tables};
use super::sheets::{Col, Tab};
use crate::base::codes::ShortCode;
use crate::base::form::plain;

/// What a cell says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Given<T> {
    /// Nothing: what stands in the register stays.
    #[default]
    Blank,
    /// What stands in the register goes.
    Clear,
    /// This.
    Is(T),
    /// Something that was found wrong already; nothing more is said about it.
    Wrong,
}

impl<T> Given<T> {
    /// What it is, if it is something.
    pub fn is(&self) -> Option<&T> {
        match self {
            Given::Is(value) => Some(value),
            _ => None,
        }
    }

    /// Whether it was found wrong.
    pub fn is_wrong(&self) -> bool {
        matches!(self, Given::Wrong)
    }

    /// Whether there is nothing.
    pub fn is_blank(&self) -> bool {
        matches!(self, Given::Blank)
    }
}

/// A town, street, village or community.
#[derive(Debug, Clone)]
pub struct AreaLine {
    /// Its row, from 0.
    pub row: u32,
    /// Its name.
    pub name: Given<String>,
    /// The word of its kind.
    pub kind: Given<&'static str>,
    /// What it lies in.
    pub parent: Given<String>,
    /// Its place in the official order.
    pub rank: Given<i64>,
}

/// A constituency.
#[derive(Debug, Clone)]
pub struct ConstituencyLine {
    /// Its row, from 0.
    pub row: u32,
    /// The term as written.
    pub term: Given<String>,
    /// Its number.
    pub number: Given<i64>,
    /// Its name.
    pub name: Given<String>,
    /// The town or street.
    pub area: Given<String>,
    /// The villages and communities.
    pub parts: Given<Vec<String>>,
    /// How many it elects.
    pub seats: Given<i64>,
    /// The short code.
    pub code: Given<String>,
}

/// An organization of any kind.
#[derive(Debug, Clone)]
pub struct OrganizationLine {
    /// On which of the two sheets.
    pub tab: Tab,
    /// Its row, from 0.
    pub row: u32,
    /// The word of its kind.
    pub kind: Given<&'static str>,
    /// Its full name.
    pub name: Given<String>,
    /// What people call it.
    pub short_name: Given<String>,
    /// The area it serves.
    pub area: Given<String>,
    /// What it belongs to.
    pub parent: Given<String>,
    /// Where it is.
    pub address: Given<String>,
    /// Its telephone.
    pub phone: Given<String>,
    /// When it is open.
    pub hours: Given<String>,
    /// Its place in the official order.
    pub rank: Given<i64>,
    /// Since when.
    pub since: Given<NaiveDate>,
    /// The short code.
    pub code: Given<String>,
}

/// What a row says about a person.
#[derive(Debug, Clone, Default)]
pub struct PersonCells {
    /// The name.
    pub name: Given<String>,
    /// Every other column that is text or a word: what is to stand in the register.
    pub others: BTreeMap<Col, Given<String>>,
}

/// A seat with the person who holds it.
#[derive(Debug, Clone)]
pub struct SeatLine {
    /// Deputies or members.
    pub tab: Tab,
    /// Its row, from 0.
    pub row: u32,
    /// Who.
    pub person: PersonCells,
    /// The term as written.
    pub term: Given<String>,
    /// A deputy's constituency.
    pub constituency: Given<String>,
    /// Since when.
    pub since: Given<NaiveDate>,
    /// Groups, stations, working bodies.
    pub places: BTreeMap<Col, Given<Vec<String>>>,
    /// `held`, `resting` or `ended`.
    pub state: Given<&'static str>,
    /// Why it ended.
    pub reason: Given<&'static str>,
    /// On which day it ended or came to rest.
    pub state_day: Given<NaiveDate>,
    /// The short code.
    pub code: Given<String>,
}

/// An account with a role.
#[derive(Debug, Clone)]
pub struct AccountLine {
    /// Its row, from 0.
    pub row: u32,
    /// The name to sign in with.
    pub login: Given<String>,
    /// The name people see.
    pub name: Given<String>,
    /// Whose it is: a number or a name.
    pub person: Given<String>,
    /// Where notices go.
    pub email: Given<String>,
    /// The word of a role.
    pub role: Given<&'static str>,
    /// For which organization.
    pub organization: Given<String>,
}

/// A whole file, typed.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// Which sheets are there, and how many rows each has.
    pub sheets: BTreeMap<Tab, usize>,
    /// Areas.
    pub areas: Vec<AreaLine>,
    /// Constituencies.
    pub constituencies: Vec<ConstituencyLine>,
    /// Organizations of both sheets.
    pub organizations: Vec<OrganizationLine>,
    /// Seats of both sheets.
    pub seats: Vec<SeatLine>,
    /// Accounts.
    pub accounts: Vec<AccountLine>,
    /// What was found on the way.
    pub findings: Findings,
}

/// Signs of a name of an area or a constituency, of a login and the like.
const NAME: usize = 50;
/// Signs of an organization's name, of a unit, a post and the like.
const SHORT: usize = 100;
/// Signs of an address, of opening hours, of a path.
const LONG: usize = 300;
/// The places in an official order.
const RANKS: (i64, i64) = (0, 1_000_000);

/// Give every cell its meaning.
pub fn rows(tables: Tables) -> Rows {
    let Tables { lines, findings } = tables;
    let mut rows = Rows { findings, ..Rows::default() };
    for (tab, lines) in &lines {
        rows.sheets.insert(*tab, lines.len());
        for line in lines {
            let mut cells = Cells { tab: *tab, line, findings: &mut rows.findings };
            match tab {
                Tab::Areas => rows.areas.push(cells.area()),
                Tab::Constituencies => rows.constituencies.push(cells.constituency()),
                Tab::Bodies | Tab::Stations => rows.organizations.push(cells.organization()),
                Tab::Deputies | Tab::Members => rows.seats.push(cells.seat()),
                Tab::Accounts => rows.accounts.push(cells.account()),
            }
        }
    }
    rows
}

/// The cells of one row, and where their faults are noted.
struct Cells<'a> {
    tab: Tab,
    line: &'a Line,
    findings: &'a mut Findings,
}

impl Cells<'_> {
    /// A cell by its meaning; what is wrong with it is noted.
    fn given<T>(&mut self, col: Col, meaning: impl FnOnce(&Value) -> Result<T, Wrong>) -> Given<T> {
        let Some(value) = self.line.cells.get(&col) else { return Given::Blank };
        if matches!(shown(value).as_deref(), Ok("")) {
            return Given::Blank;
        }
        if matches!(shown(value).as_deref(), Ok(CLEAR)) {
            return self.clear(col);
        }
        match meaning(value) {
            Ok(value) => Given::Is(value),
            Err(wrong) => {
                self.findings.wrong((self.tab, self.line.row), col, wrong.why, wrong.hint);
                Given::Wrong
            }
        }
    }

    /// What may not be empty cannot be emptied.
    fn clear<T>(&mut self, col: Col) -> Given<T> {
        let stays = matches!(
            col,
            Col::Name
                | Col::Kind
                | Col::Number
                | Col::Seats
                | Col::Code
                | Col::Since
                | Col::Sex
                | Col::Rank
                | Col::Term
                | Col::Constituency
                | Col::Contact
                | Col::State
                | Col::Reason
                | Col::StateDay
                | Col::Login
                | Col::Role
                | Col::Organization
        );
        let needed = self.tab.column(col).is_some_and(|column| column.must);
        if !stays && !needed {
            return Given::Clear;
        }
        self.findings.wrong((self.tab, self.line.row), col, Words::new("roster-cell-not-cleared"), None);
        Given::Wrong
    }

    fn text(&mut self, col: Col, most: usize) -> Given<String> {
        self.given(col, |value| cells::text(value, most))
    }

    /// A short code, however it is spaced; what is none is looked for as it is, and not found.
    fn code(&mut self) -> Given<String> {
        self.given(Col::Code, |value| {
            let text = cells::text(value, 20)?;
            Ok(ShortCode::parse(&text).map_or(text, |code| code.to_string()))
        })
    }

    fn word(&mut self, col: Col) -> Given<&'static str> {
        let words = self.tab.words(col);
        self.given(col, |value| cells::choice(value, &words))
    }

    fn day(&mut self, col: Col) -> Given<NaiveDate> {
        self.given(col, cells::day)
    }

    fn area(&mut self) -> AreaLine {
        AreaLine {
            row: self.line.row,
            name: self.text(Col::Name, NAME),
            kind: self.word(Col::Kind),
            parent: self.text(Col::Parent, LONG),
            rank: self.given(Col::Rank, |value| cells::whole(value, RANKS)),
        }
    }

    fn constituency(&mut self) -> ConstituencyLine {
        ConstituencyLine {
            row: self.line.row,
            term: self.text(Col::Term, NAME),
            number: self.given(Col::Number, |value| cells::whole(value, (1, 100_000))),
            name: self.text(Col::Name, NAME),
            area: self.text(Col::Area, LONG),
            parts: self.given(Col::Parts, cells::list),
            seats: self.given(Col::Seats, |value| cells::whole(value, (1, 3))),
            code: self.code(),
        }
    }

    fn organization(&mut self) -> OrganizationLine {
        OrganizationLine {
            tab: self.tab,
            row: self.line.row,
            kind: self.word(Col::Kind),
            name: self.text(Col::Name, SHORT),
            short_name: self.text(Col::ShortName, SHORT),
            area: self.text(Col::Area, LONG),
            parent: self.text(Col::Parent, SHORT),
            address: self.text(Col::Address, LONG),
            phone: self.given(Col::Phone, cells::telephone),
            hours: self.text(Col::Hours, LONG),
            rank: self.given(Col::Rank, |value| cells::whole(value, RANKS)),
            since: self.day(Col::Since),
            code: self.code(),
        }
    }

    fn seat(&mut self) -> SeatLine {
        let lists = [Col::Groups, Col::Stations, Col::Bodies];
        let lists = lists.into_iter().filter(|col| self.tab.column(*col).is_some()).collect::<Vec<_>>();
        SeatLine {
            tab: self.tab,
            row: self.line.row,
            person: self.person(),
            term: self.text(Col::Term, NAME),
            constituency: self.text(Col::Constituency, NAME),
            since: self.day(Col::Since),
            places: lists.into_iter().map(|col| (col, self.given(col, cells::list))).collect(),
            state: self.word(Col::State),
            reason: self.word(Col::Reason),
            state_day: self.day(Col::StateDay),
            code: self.code(),
        }
    }

    fn person(&mut self) -> PersonCells {
        let mut person = PersonCells { name: self.name(), ..PersonCells::default() };
        for column in self.tab.columns() {
            let col = column.col;
            let owned = |given: Given<&'static str>| match given {
                Given::Is(word) => Given::Is(word.to_owned()),
                Given::Clear => Given::Clear,
                Given::Blank => Given::Blank,
                Given::Wrong => Given::Wrong,
            };
            let given = match col {
                Col::Sex | Col::Field | Col::Contact => owned(self.word(col)),
                Col::Certificate => self.given(col, |value| {
                    let text = cells::text(value, 40)?;
                    Ok(plain(&text).replace(' ', ""))
                }),
                Col::Phone => self.given(col, cells::phone),
                Col::Email => self.given(col, cells::email),
                Col::Born => self.given(col, cells::month),
                Col::Unit | Col::Post => self.text(col, SHORT),
                Col::Ethnicity | Col::Party | Col::Education | Col::Occupation | Col::Delegation => {
                    self.text(col, NAME)
                }
                Col::Address => self.text(col, LONG),
                _ => continue,
            };
            person.others.insert(col, given);
        }
        person
    }

    /// A person's name; that a lookalike of "·" was replaced is only said.
    fn name(&mut self) -> Given<String> {
        match self.given(Col::Name, cells::name) {
            Given::Is((name, replaced)) => {
                if replaced {
                    let why = Words::new("roster-name-separator").with("name", &name);
                    self.findings.tell((self.tab, self.line.row), Col::Name, why);
                }
                Given::Is(name)
            }
            Given::Blank => Given::Blank,
            Given::Clear | Given::Wrong => Given::Wrong,
        }
    }

    fn account(&mut self) -> AccountLine {
        AccountLine {
            row: self.line.row,
            login: self.given(Col::Login, |value| {
                let login = plain(&cells::text(value, NAME)?).to_lowercase();
                match login.contains(char::is_whitespace) {
                    true => Err(Words::new("roster-login-blank").with("typed", login).into()),
                    false => Ok(login),
                }
            }),
            name: self.text(Col::Name, NAME),
            person: self.text(Col::Person, NAME),
            email: self.given(Col::Email, cells::email),
            role: self.word(Col::Role),
            organization: self.text(Col::Organization, SHORT),
        }
    }
}
