//! Writing a plan, by the acts of the rooms whose registers they are, and a mark for each thing done, so that it can be
//! taken back.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::plan::{
    AccountTo, AreaTo, ConstituencyTo, GrantTo, Move, OrganizationTo, Plan, Ref, SeatTo, Step,
};
use super::wishes::Wish;
use crate::access::store::AccountRow;
use crate::access::{Actor, acts as access};
use crate::base::{App, Error, Result, Tx};
use crate::bodies::store::{AreaRow, ConstituencyRow, OrganizationRow};
use crate::bodies::{Kind, acts as bodies};
use crate::people::store::{PersonRow, SeatRow};
use crate::people::{FIELDS, acts as people};

/// One thing that an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What: the kind of thing, and `made`, `changed` or `ended`.
    pub did: &'static str,
    /// To which.
    pub subject: Uuid,
    /// What stood there before, or what else is needed to take it back, as JSON.
    pub before: Option<String>,
}

/// Write it all, and find out for whom roles are wished; `tell` hears how many things of how many are written.
///
/// # Errors
/// Whatever an act refuses: then nothing of it may be kept.
pub async fn apply(
    (tx, app): (&Tx, &App),
    actor: &Actor,
    plan: &Plan,
    tell: &(dyn Fn(usize, usize) + Sync),
) -> Result<(Vec<Mark>, Vec<Wish>)> {
    let mut work =
        Work { tx, app, actor, ids: HashMap::new(), marks: Vec::new(), written: 0, all: plan.len(), tell };
    for step in &plan.areas {
        work.area(step).await?;
    }
    for step in &plan.constituencies {
        work.constituency(step).await?;
    }
    for step in &plan.organizations {
        work.organization(step).await?;
    }
    for step in &plan.persons {
        work.person(step).await?;
    }
    for step in &plan.seats {
        work.seat(step).await?;
    }
    for step in &plan.moves {
        work.step_of(step).await?;
    }
    for step in &plan.accounts {
        work.account(step).await?;
    }
    for step in &plan.grants {
        work.grant(step).await?;
    }
    let wishes = plan.wishes.iter().map(|to| work.wish(to)).collect::<Result<_>>()?;
    Ok((work.marks, wishes))
}

/// The kinds of thing that can be new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Of {
    Area,
    Constituency,
    Organization,
    Person,
    Seat,
    Account,
}

struct Work<'a> {
    tx: &'a Tx,
    app: &'a App,
    actor: &'a Actor,
    /// The ids of what is new.
    ids: HashMap<(Of, Ref), Uuid>,
    marks: Vec<Mark>,
    written: usize,
    all: usize,
    tell: &'a (dyn Fn(usize, usize) + Sync),
}

/// A row as text, so that it can be put back.
fn kept(row: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string(row).map_err(anyhow::Error::from)?)
}

/// A person of the register as the act takes one.
pub(super) fn new_person(row: &PersonRow) -> people::NewPerson {
    people::NewPerson {
        name: row.name.clone(),
        sex: if row.sex == "male" { "male" } else { "female" },
        unit: row.unit.clone(),
        post: row.post.clone(),
        phone: row.phone.clone(),
        email: row.email.clone(),
        field: FIELDS.into_iter().find(|field| *field == row.field).unwrap_or_default(),
    }
}

/// What is kept of a person beside the register.
pub(super) fn details(row: &PersonRow) -> people::Details {
    people::Details {
        number: row.number.clone(),
        ethnicity: row.ethnicity.clone(),
        born: row.born.clone(),
        party: row.party.clone(),
        education: row.education.clone(),
        occupation: row.occupation.clone(),
        address: row.address.clone(),
        delegation: row.delegation.clone(),
    }
}

/// To whom a telephone number is shown.
pub(super) fn contact(row: &PersonRow) -> &'static str {
    ["public", "relay"].into_iter().find(|word| *word == row.contact_public).unwrap_or("constituency")
}

/// The kind of a word.
pub(super) fn kind(word: &str) -> Kind {
    Kind::ALL.into_iter().find(|kind| kind.word() == word).unwrap_or(Kind::Organ)
}

impl Work<'_> {
    fn id(&self, of: Of, which: Ref) -> Result<Uuid> {
        match which {
            Ref::There(id) => Ok(id),
            new => self.ids.get(&(of, new)).copied().ok_or(Error::NotFound),
        }
    }

    fn maybe(&self, of: Of, which: Option<Ref>) -> Result<Option<Uuid>> {
        which.map(|which| self.id(of, which)).transpose()
    }

    fn made(&mut self, (of, which): (Of, Ref), did: &'static str, id: Uuid) {
        self.ids.insert((of, which), id);
        self.mark(did, id, None);
    }

    fn mark(&mut self, did: &'static str, subject: Uuid, before: Option<String>) {
        self.marks.push(Mark { did, subject, before });
    }

    /// One more thing is written.
    fn told(&mut self) {
        self.written += 1;
        (self.tell)(self.written, self.all);
    }

    async fn area(&mut self, step: &Step<AreaRow, AreaTo>) -> Result<()> {
        let to = &step.to;
        let parent = self.maybe(Of::Area, to.parent)?;
        let new = bodies::NewArea { parent, kind: to.kind, name: to.name.clone(), rank: to.rank };
        match &step.before {
            None => {
                let id = bodies::add_area(self.tx, self.app, self.actor, &new).await?;
                self.made((Of::Area, step.which), "area.made", id);
            }
            Some(row) => {
                bodies::change_area(self.tx, self.app, self.actor, (row.id, &new), &step.fields).await?;
                self.mark("area.changed", row.id, Some(kept(row)?));
            }
        }
        self.told();
        Ok(())
    }

    async fn constituency(
        &mut self,
        step: &Step<(ConstituencyRow, Vec<Uuid>), ConstituencyTo>,
    ) -> Result<()> {
        let to = &step.to;
        let parts: Result<Vec<Uuid>> = to.parts.iter().map(|part| self.id(Of::Area, *part)).collect();
        let new = bodies::NewConstituency {
            term: to.term,
            area: self.id(Of::Area, to.area)?,
            parts: parts?,
            number: to.number,
            name: to.name.clone(),
            seats: to.seats,
        };
        match &step.before {
            None => {
                let id = bodies::add_constituency(self.tx, self.app, self.actor, &new).await?;
                self.made((Of::Constituency, step.which), "constituency.made", id);
            }
            Some(before) => {
                let id = before.0.id;
                bodies::change_constituency(self.tx, self.app, self.actor, (id, &new), &step.fields).await?;
                self.mark("constituency.changed", id, Some(kept(before)?));
            }
        }
        self.told();
        Ok(())
    }

    async fn organization(&mut self, step: &Step<OrganizationRow, OrganizationTo>) -> Result<()> {
        let to = &step.to;
        let new = bodies::NewOrganization {
            kind: kind(to.kind),
            name: to.name.clone(),
            short_name: to.short_name.clone(),
            area: self.maybe(Of::Area, to.area)?,
            parent: self.maybe(Of::Organization, to.parent)?,
            rank: to.rank,
            address: to.address.clone(),
            phone: to.phone.clone(),
            hours: to.hours.clone(),
            from_on: to.from_on,
        };
        match &step.before {
            None => {
                let id = bodies::add_organization(self.tx, self.app, self.actor, &new).await?;
                self.made((Of::Organization, step.which), "organization.made", id);
            }
            Some(row) => {
                bodies::change_organization(self.tx, self.app, self.actor, (row.id, &new), &step.fields)
                    .await?;
                self.mark("organization.changed", row.id, Some(kept(row)?));
            }
        }
        self.told();
        Ok(())
    }

    async fn person(&mut self, step: &Step<PersonRow, PersonRow>) -> Result<()> {
        let (tx, app, actor, to) = (self.tx, self.app, self.actor, &step.to);
        let id = match &step.before {
            None => {
                let id = people::add_person(tx, app, actor, &new_person(to)).await?;
                self.made((Of::Person, step.which), "person.made", id);
                id
            }
            Some(row) => {
                if new_person(row) != new_person(to) {
                    people::change_person(tx, app, actor, (row.id, &new_person(to)), &step.fields).await?;
                }
                self.mark("person.changed", row.id, Some(kept(row)?));
                row.id
            }
        };
        let (had, shown) = match &step.before {
            Some(row) => (details(row), contact(row)),
            None => (people::Details::default(), "constituency"),
        };
        if contact(to) != shown {
            people::set_contact(tx, app, actor, id, contact(to)).await?;
        }
        if details(to) != had {
            people::keep_details(tx, app, actor, id, &details(to)).await?;
        }
        self.told();
        Ok(())
    }

    async fn seat(&mut self, step: &Step<SeatRow, SeatTo>) -> Result<()> {
        let (tx, app, actor, to) = (self.tx, self.app, self.actor, &step.to);
        let (id, rested) = match &step.before {
            None => {
                let new = people::NewSeat {
                    person: self.id(Of::Person, to.person)?,
                    term: to.term,
                    kind: to.kind,
                    constituency: self.maybe(Of::Constituency, to.constituency)?,
                    from_on: to.from_on,
                };
                let id = people::seat(tx, app, actor, &new).await?;
                self.made((Of::Seat, step.which), "seat.made", id);
                // Whose it is, for taking it back.
                if let Some(mark) = self.marks.last_mut() {
                    mark.before = Some(json!(new.person).to_string());
                }
                (id, None)
            }
            Some(row) => {
                if row.from_on != to.from_on {
                    people::change_seat(tx, app, actor, row.id, to.from_on).await?;
                }
                self.mark("seat.changed", row.id, Some(kept(row)?));
                (row.id, row.suspended_on)
            }
        };
        if to.end.is_none() && to.rests != rested {
            people::suspend_seat(tx, app, actor, id, to.rests).await?;
        }
        if let Some(end) = to.end.filter(|_| step.before.as_ref().is_none_or(|row| row.to_on.is_none())) {
            people::end_seat(tx, app, actor, id, end).await?;
        }
        self.told();
        Ok(())
    }

    async fn step_of(&mut self, step: &Move) -> Result<()> {
        let (tx, app, actor) = (self.tx, self.app, self.actor);
        match step {
            Move::Join(person, organization, part, from_on) => {
                let (person, organization) =
                    (self.id(Of::Person, *person)?, self.id(Of::Organization, *organization)?);
                let id = people::join(tx, app, actor, (person, organization), (part, *from_on)).await?;
                self.mark("membership.made", id, Some(json!(person).to_string()));
            }
            Move::End(person, membership) => {
                let today = app.clock.today();
                people::end_membership(tx, app, actor, (*person, *membership), today).await?;
                self.mark("membership.ended", *membership, Some(json!(person).to_string()));
            }
        }
        self.told();
        Ok(())
    }

    async fn account(&mut self, step: &Step<AccountRow, AccountTo>) -> Result<()> {
        let to = &step.to;
        let new = access::NewAccount {
            login: to.login.clone(),
            name: to.name.clone(),
            person: self.maybe(Of::Person, to.person)?,
            email: to.email.clone(),
        };
        match &step.before {
            None => {
                let id = access::create_account(self.tx, self.app, self.actor, &new).await?;
                self.made((Of::Account, step.which), "account.made", id);
            }
            Some(row) => {
                access::change_account(self.tx, self.app, self.actor, (row.id, &new), &step.fields).await?;
                self.mark("account.changed", row.id, Some(kept(row)?));
            }
        }
        self.told();
        Ok(())
    }

    fn wish(&self, to: &GrantTo) -> Result<Wish> {
        let account = self.id(Of::Account, to.account)?;
        let organization = self.maybe(Of::Organization, to.organization)?;
        Ok(Wish { account, role: to.role.word().to_owned(), organization })
    }

    async fn grant(&mut self, to: &GrantTo) -> Result<()> {
        let account = self.id(Of::Account, to.account)?;
        let organization = self.maybe(Of::Organization, to.organization)?;
        access::grant(self.tx, self.app, self.actor, account, (to.role, organization)).await?;
        let before = json!({ "role": to.role.word(), "organization": organization });
        self.mark("grant.made", account, Some(before.to_string()));
        self.told();
        Ok(())
    }
}
