//! Accounts: known by their login. Each row adds one role; none is taken by absence. Whoever makes accounts gives no
//! role, so what may not be given is only said.

use std::collections::{HashMap, HashSet};

use super::{At, Changes, Check};
use crate::access::Role;
use crate::exchange::roster::findings::Words;
use crate::exchange::roster::plan::{AccountTo, GrantTo, Ref, Step};
use crate::exchange::roster::rows::{AccountLine, Given};
use crate::exchange::roster::sheets::{Col, Tab};

/// What the rows said so far.
#[derive(Default)]
struct Said {
    /// Login → where, and which account.
    logins: HashMap<String, (At, Ref)>,
    /// What each account holds, or will.
    held: HashSet<(Ref, Role, Option<Ref>)>,
    /// What the rows asked for.
    asked: HashMap<(Ref, Role, Option<Ref>), At>,
    new: usize,
}

impl Check<'_> {
    /// The sheet of accounts.
    pub(super) fn accounts(&mut self, lines: Vec<AccountLine>) {
        let mut said = Said::default();
        for grant in &self.known.grants {
            if let Some(role) = Role::of_word(&grant.role) {
                let organization = grant.organization_id.map(Ref::There);
                said.held.insert((Ref::There(grant.account_id), role, organization));
            }
        }
        for line in lines {
            let at = (Tab::Accounts, line.row);
            let label = line.login.is().cloned().unwrap_or_default();
            if self.account_line(at, &line, &mut said).is_none() {
                self.lost(at, &label);
            }
        }
    }

    fn account_line(&mut self, at: At, line: &AccountLine, said: &mut Said) -> Option<()> {
        let login = self.needed(at, Col::Login, &line.login)?;
        let person = self.account_person(at, line);
        let before = self.known.accounts.iter().find(|row| row.login == login).cloned();
        if before.as_ref().is_some_and(|row| row.revoked) {
            self.findings.wrong(at, Col::Login, Words::new("roster-account-revoked"), None);
            return None;
        }
        let mut changes = Changes::default();
        let which = match (said.logins.get(&login), &before) {
            (Some((_, which)), _) => *which,
            (None, Some(row)) => Ref::There(row.id),
            (None, None) => Ref::New(said.new),
        };
        let first = said.logins.insert(login.clone(), (at, which)).is_none();
        let is_new = before.is_none();
        if first {
            let old = before.clone();
            let name = match (&line.name, &old) {
                (Given::Is(name), _) => name.clone(),
                (_, Some(old)) => old.name.clone(),
                (given, None) => self.needed(at, Col::Name, given).unwrap_or_default(),
            };
            let (was, whose) = match &old {
                Some(old) => (old.email.clone(), old.person_id.map(Ref::There)),
                None => (String::new(), None),
            };
            let email = match &line.email {
                Given::Is(email) => email.clone(),
                Given::Clear => String::new(),
                _ => was.clone(),
            };
            let whose = if line.person.is_blank() { whose } else { person };
            if let Some(old) = &old {
                changes.put((Tab::Accounts, Col::Name), &old.name, &name);
                changes.put((Tab::Accounts, Col::Email), &was, &email);
                let before = self.person_label(old.person_id.map(Ref::There));
                let after = self.person_label(whose);
                if old.person_id.map(Ref::There) != whose {
                    changes.put((Tab::Accounts, Col::Person), &before, &after);
                }
                if self.may.own == Some(old.id) && !changes.fields.is_empty() {
                    self.findings.wrong(at, Col::Login, Words::new("roster-account-own"), None);
                }
            }
            said.new += usize::from(is_new);
            if is_new || !changes.fields.is_empty() {
                let to = AccountTo { login: login.clone(), name, person: whose, email };
                self.plan.accounts.push(Step { which, before: old, to, fields: changes.fields.clone() });
            }
        }
        self.role(at, line, (which, said), &mut changes)?;
        self.outcome(at, login, is_new, if is_new { Vec::new() } else { changes.changes });
        Some(())
    }

    fn role(
        &mut self,
        at: At,
        line: &AccountLine,
        (account, said): (Ref, &mut Said),
        changes: &mut Changes,
    ) -> Option<()> {
        let word = match (&line.role, &line.organization) {
            (Given::Is(word), _) => *word,
            (Given::Wrong, _) => return None,
            (_, Given::Is(_)) => {
                self.needed(at, Col::Role, &line.role);
                return None;
            }
            _ => return Some(()),
        };
        let role = Role::of_word(word)?;
        let kinds = role.held_for();
        let organization = match &line.organization {
            Given::Is(typed) if kinds.is_empty() => {
                let why = Words::new("roster-role-without").with("typed", typed);
                self.findings.wrong(at, Col::Organization, why, None);
                return None;
            }
            Given::Is(typed) => Some(self.organization(at, Col::Organization, typed, kinds)?),
            Given::Wrong => return None,
            given if !kinds.is_empty() && role != Role::GroupLeader => {
                self.needed(at, Col::Organization, given)?;
                None
            }
            _ => None,
        };
        let organization = organization.map(|place| self.organizations.all[place].which);
        let wanted = (account, role, organization);
        if let Some(other) = said.asked.insert(wanted, at) {
            self.again(at, Col::Role, other);
            return None;
        }
        if !said.held.insert(wanted) {
            return Some(());
        }
        if !self.may.grants {
            self.findings.tell(at, Col::Role, Words::new("roster-role-not-yours"));
            self.plan.wishes.push(GrantTo { account, role, organization });
            return Some(());
        }
        if self.may.own.map(Ref::There) == Some(account) {
            self.findings.wrong(at, Col::Role, Words::new("roster-account-own"), None);
            return None;
        }
        changes.put((Tab::Accounts, Col::Role), "", &self.word(Tab::Accounts, Col::Role, word));
        self.plan.grants.push(GrantTo { account, role, organization });
        Some(())
    }

    /// Whose account it is: by number, else by a name that only one person has.
    fn account_person(&mut self, at: At, line: &AccountLine) -> Option<Ref> {
        let typed = match &line.person {
            Given::Is(typed) => typed,
            _ => return None,
        };
        let number = crate::base::form::plain(typed).replace(' ', "");
        if let Some(place) = self.people.numbered(&number) {
            return Some(self.people.all[place].which);
        }
        let name = crate::base::hanzi::name_is_fine(typed).unwrap_or_else(|_| typed.clone());
        match self.people.named(&name) {
            [one] => Some(self.people.all[*one].which),
            [] => {
                let names = |check: &Self| {
                    check.people.all.iter().map(|person| person.now.name.clone()).collect::<Vec<_>>()
                };
                let hint = self.meant("person", typed, names);
                let why = Words::new("roster-person-unknown").with("typed", typed);
                self.findings.wrong(at, Col::Person, why, hint);
                None
            }
            many => {
                let why = Words::new("roster-person-many").with("typed", typed).with("n", many.len());
                self.findings.wrong(at, Col::Person, why, None);
                None
            }
        }
    }

    fn person_label(&self, which: Option<Ref>) -> String {
        let found = which.and_then(|which| self.people.all.iter().find(|person| person.which == which));
        found.map(|person| person.now.name.clone()).unwrap_or_default()
    }
}
