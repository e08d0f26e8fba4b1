//! What an import would do: new entries and changed ones, in the order in which they are written. Nothing here asks or
//! writes anything; `apply` does.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::sheets::Tab;
use crate::access::Role;
use crate::access::store::AccountRow;
use crate::bodies::store::{AreaRow, ConstituencyRow, OrganizationRow};
use crate::people::store::{PersonRow, SeatRow};
use crate::people::{EndReason, Seat};

/// Something that is in the register, or will be: by its place among the new ones of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ref {
    /// It is there.
    There(Uuid),
    /// It comes with this file.
    New(usize),
}

/// An entry that is new (nothing before) or changes.
#[derive(Debug, Clone)]
pub struct Step<Before, To> {
    /// Which one.
    pub which: Ref,
    /// How it stands now.
    pub before: Option<Before>,
    /// How it will stand.
    pub to: To,
    /// The program's words for what changes.
    pub fields: Vec<&'static str>,
}

/// An area as it will stand.
#[derive(Debug, Clone)]
pub struct AreaTo {
    /// What it lies in.
    pub parent: Option<Ref>,
    /// The word of its kind.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Its place in the official order.
    pub rank: i64,
}

/// A constituency as it will stand.
#[derive(Debug, Clone)]
pub struct ConstituencyTo {
    /// Its term.
    pub term: Uuid,
    /// The town or street.
    pub area: Ref,
    /// What it is made of.
    pub parts: Vec<Ref>,
    /// Its number.
    pub number: i64,
    /// Its name.
    pub name: String,
    /// How many it elects.
    pub seats: i64,
}

/// An organization as it will stand.
#[derive(Debug, Clone)]
pub struct OrganizationTo {
    /// The word of its kind.
    pub kind: &'static str,
    /// Its full name.
    pub name: String,
    /// What people call it.
    pub short_name: String,
    /// The area it serves.
    pub area: Option<Ref>,
    /// What it belongs to.
    pub parent: Option<Ref>,
    /// Its place in the official order.
    pub rank: i64,
    /// Where it is.
    pub address: String,
    /// Its telephone.
    pub phone: String,
    /// When it is open.
    pub hours: String,
    /// Since when.
    pub from_on: NaiveDate,
}

/// A seat as it will stand.
#[derive(Debug, Clone)]
pub struct SeatTo {
    /// Whose.
    pub person: Ref,
    /// In which term.
    pub term: Uuid,
    /// What it is.
    pub kind: Seat,
    /// A deputy's constituency.
    pub constituency: Option<Ref>,
    /// First day.
    pub from_on: NaiveDate,
    /// The day on which it ends, and why.
    pub end: Option<(NaiveDate, EndReason)>,
    /// Since when it rests.
    pub rests: Option<NaiveDate>,
}

/// Somebody comes to a group, a station or a working body, or leaves it.
#[derive(Debug, Clone)]
pub enum Move {
    /// Comes, as what, from which day.
    Join(Ref, Ref, &'static str, NaiveDate),
    /// Leaves: the person and the membership.
    End(Uuid, Uuid),
}

/// An account as it will stand.
#[derive(Debug, Clone)]
pub struct AccountTo {
    /// The name to sign in with.
    pub login: String,
    /// The name people see.
    pub name: String,
    /// Whose it is.
    pub person: Option<Ref>,
    /// Where notices go.
    pub email: String,
}

/// A role to be given.
#[derive(Debug, Clone)]
pub struct GrantTo {
    /// To which account.
    pub account: Ref,
    /// The role.
    pub role: Role,
    /// For which organization.
    pub organization: Option<Ref>,
}

/// All that an import would do.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Areas, those above first.
    pub areas: Vec<Step<AreaRow, AreaTo>>,
    /// Constituencies; before, with what they are made of.
    pub constituencies: Vec<Step<(ConstituencyRow, Vec<Uuid>), ConstituencyTo>>,
    /// Organizations, those above first.
    pub organizations: Vec<Step<OrganizationRow, OrganizationTo>>,
    /// Persons.
    pub persons: Vec<Step<PersonRow, PersonRow>>,
    /// Seats.
    pub seats: Vec<Step<SeatRow, SeatTo>>,
    /// Groups, stations and working bodies.
    pub moves: Vec<Move>,
    /// Accounts.
    pub accounts: Vec<Step<AccountRow, AccountTo>>,
    /// Roles.
    pub grants: Vec<GrantTo>,
    /// Roles that somebody else must give: nothing that an import writes.
    pub wishes: Vec<GrantTo>,
}

impl Plan {
    /// How many things are to be written.
    pub fn len(&self) -> usize {
        let entries = self.areas.len() + self.constituencies.len() + self.organizations.len();
        let people = self.persons.len() + self.seats.len() + self.moves.len();
        entries + people + self.accounts.len() + self.grants.len()
    }

    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What a row comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It is entered.
    New,
    /// It changes.
    Changed,
    /// It stands there already.
    Same,
    /// It cannot be taken.
    Wrong,
}

/// One thing of a row that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// What stands above its column.
    pub title: String,
    /// What stands in the register.
    pub old: String,
    /// What will.
    pub new: String,
}

/// What a row comes to, for people to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// On which sheet.
    pub tab: Tab,
    /// The row, from 0.
    pub row: u32,
    /// What it is about.
    pub label: String,
    /// What it comes to.
    pub what: What,
    /// What changes.
    pub changes: Vec<Changed>,
}

/// How many rows come to what, by sheet.
pub type Counts = BTreeMap<Tab, BTreeMap<What, usize>>;

/// Count the rows of each sheet.
pub fn counts(outcomes: &[Outcome]) -> Counts {
    let mut counts = Counts::new();
    for outcome in outcomes {
        *counts.entry(outcome.tab).or_default().entry(outcome.what).or_default() += 1;
    }
    counts
}
