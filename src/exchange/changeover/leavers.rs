//! What those who left leave behind: voters' open opinions, and the roles of their accounts.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use uuid::Uuid;

use super::successors::{About, Sits, Successors};
use super::turn::parts;
use crate::access::store::{every_account, every_grant};
use crate::access::{Actor, Permit, Role};
use crate::base::{App, Conn, Error, Result, Tx};
use crate::bodies::store::every_constituency;
use crate::cases::{self, store::Left};
use crate::people::{self, Deputy, Order, Seat};

/// A voter's open opinion with a deputy who left, and who might follow.
#[derive(Debug, Clone)]
pub struct Matter {
    /// The opinion.
    pub left: Left,
    /// Whoever is elected where it comes from.
    pub successor: Option<Uuid>,
    /// The town or street of the constituency, whose deputies may be chosen instead.
    pub town: Option<Uuid>,
}

/// What is open with those who left, each with its proposed successor; and whoever sits, to choose from.
///
/// # Errors
/// When the database does not answer.
pub async fn matters(at: &impl Conn, congress: Uuid) -> Result<(Vec<Matter>, Arc<Vec<Deputy>>)> {
    let left = cases::store::left_behind(at, congress).await?;
    let deputies = people::store::deputies(at, congress, Order::Strokes).await?;
    if left.is_empty() {
        return Ok((Vec::new(), deputies));
    }
    let sits: Vec<Sits> = deputies
        .iter()
        .map(|one| Sits { person: one.person_id, constituency: one.constituency_id })
        .collect();
    // Where each was elected last.
    let elected: BTreeMap<Uuid, Uuid> = people::store::every_seat(at, congress)
        .await?
        .into_iter()
        .filter(|seat| seat.kind == Seat::Deputy.word())
        .filter_map(|seat| Some((seat.person_id, seat.constituency_id?)))
        .collect();
    let parts = parts(at, congress).await?;
    let towns: BTreeMap<Uuid, Uuid> =
        every_constituency(at, congress).await?.into_iter().map(|row| (row.id, row.area_id)).collect();
    let mut successors = Successors::of(&sits, &parts);
    let matter = |left: Left| {
        let constituency = left.constituency_id.or_else(|| elected.get(&left.deputy_id).copied());
        let successor = successors.next(About { area: left.area_id, constituency });
        let town = constituency.and_then(|id| towns.get(&id)).copied();
        Matter { left, successor, town }
    };
    Ok((left.into_iter().map(matter).collect(), deputies))
}

/// Hand on whatever somebody may follow; how many were handed on, and how many wait for somebody to be elected.
pub(super) async fn hand_on_all((tx, app): (&Tx, &App), actor: &Actor) -> Result<(usize, usize)> {
    let (matters, _) = matters(tx, actor.congress).await?;
    let mut handed = 0;
    for matter in &matters {
        if let Some(successor) = matter.successor {
            cases::acts::hand_on(tx, app, actor, matter.left.id, successor).await?;
            handed += 1;
        }
    }
    Ok((handed, matters.len() - handed))
}

/// Hand on what somebody chose: each opinion with the deputy who follows. How many.
///
/// # Errors
/// `Conflict` when one is not open with somebody who left any more, or who was chosen is no deputy.
pub async fn hand_on(app: &App, actor: &Actor, chosen: &[(Uuid, Uuid)]) -> Result<usize> {
    actor.must(Permit::TermChange)?;
    if chosen.is_empty() {
        return Err(Error::invalid("", "changeover-nobody-chosen"));
    }
    let tx = app.db.begin().await?;
    let (matters, deputies) = matters(&tx, actor.congress).await?;
    let open: BTreeSet<Uuid> = matters.iter().map(|matter| matter.left.id).collect();
    let sits: BTreeSet<Uuid> = deputies.iter().map(|deputy| deputy.person_id).collect();
    for (case, successor) in chosen {
        if !open.contains(case) || !sits.contains(successor) {
            return Err(Error::conflict("changeover-matters-moved"));
        }
        cases::acts::hand_on(&tx, app, actor, *case, *successor).await?;
    }
    tx.commit().await?;
    Ok(chosen.len())
}

/// An account of somebody who left, with a role that goes with the seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holds {
    /// The account.
    pub account: Uuid,
    /// The name people see.
    pub name: String,
    /// The role.
    pub role: Role,
    /// For which organization.
    pub organization: Option<Uuid>,
    /// Suggestions of his or her own that are open: without the role they cannot be followed.
    pub own: i64,
}

/// The accounts of those who left that hold a role which goes with a seat.
///
/// # Errors
/// When the database does not answer.
pub async fn accounts(at: &impl Conn, congress: Uuid) -> Result<Vec<Holds>> {
    let seats = people::store::every_seat(at, congress).await?;
    let sits = |person: Uuid, kind: Seat| {
        seats.iter().any(|seat| seat.person_id == person && seat.kind == kind.word() && seat.to_on.is_none())
    };
    let grants = every_grant(at, congress).await?;
    let own = cases::store::own_of_leavers(at, congress).await?;
    let mut holds = Vec::new();
    for account in every_account(at, congress).await?.into_iter().filter(|account| !account.revoked) {
        let Some(person) = account.person_id else { continue };
        for grant in grants.iter().filter(|grant| grant.account_id == account.id) {
            let Some(role) = Role::of_word(&grant.role) else { continue };
            let goes = match role {
                Role::Deputy | Role::GroupLeader => !sits(person, Seat::Deputy),
                Role::Member => !sits(person, Seat::CommitteeMember),
                _ => false,
            };
            if goes {
                let open = own.iter().find(|own| own.deputy_id == person).map_or(0, |own| own.n);
                let own = if role == Role::Deputy { open } else { 0 };
                let (account, name, organization) = (account.id, account.name.clone(), grant.organization_id);
                holds.push(Holds { account, name, role, organization, own });
            }
        }
    }
    Ok(holds)
}

/// Take the roles that go with seats from the accounts of those who left, as far as they were chosen. How many roles.
///
/// # Errors
/// `Invalid` when nothing was chosen, `Conflict` when one of them is not such an account any more.
pub async fn take_roles(app: &App, actor: &Actor, chosen: &BTreeSet<Uuid>) -> Result<usize> {
    actor.must(Permit::GrantsManage)?;
    if chosen.is_empty() {
        return Err(Error::invalid("", "changeover-no-account-chosen"));
    }
    let tx = app.db.begin().await?;
    let holds = accounts(&tx, actor.congress).await?;
    let known: BTreeSet<Uuid> = holds.iter().map(|one| one.account).collect();
    if !chosen.is_subset(&known) {
        return Err(Error::conflict("changeover-accounts-moved"));
    }
    let mut taken = 0;
    for one in holds.iter().filter(|one| chosen.contains(&one.account)) {
        crate::access::acts::take(&tx, app, actor, one.account, (one.role, one.organization)).await?;
        taken += 1;
    }
    tx.commit().await?;
    Ok(taken)
}
