//! Roles that a roster wished for and that whoever brought it could not give: the security administrator sees them all and
//! gives them with one press, while the import's report is kept. Administrators' roles are given one by one elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::acts::kept_report;
use super::store;
use crate::access::store::{every_account, every_grant};
use crate::access::{Actor, Permit, Role, acts::grant};
use crate::base::{App, Conn, Error, Result, Tx};
use crate::bodies::store::every_organization;
use crate::notices::{Audience, Fact, Facts, Notice, tell};

/// A role wished for: ids and a word of the program, nobody's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// For which account.
    pub account: Uuid,
    /// The role's word.
    pub role: String,
    /// For which organization.
    pub organization: Option<Uuid>,
}

/// Where a wish stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// It can be given with the others.
    Open,
    /// The account holds the role.
    Held,
    /// An administrator's role, or one's own account: not with the others.
    Alone,
    /// The account was revoked or struck.
    Gone,
}

/// A wish as people see it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// What is wished for.
    pub wish: Wish,
    /// The name to sign in with.
    pub login: String,
    /// The account's name.
    pub name: String,
    /// The organization's name; empty for none.
    pub organization: String,
    /// Where it stands.
    pub stands: Stands,
}

/// Keep the wishes of an import with its report, and tell the security administrators.
///
/// # Errors
/// When it cannot be written: then the import does not happen either.
pub(super) async fn keep(
    (tx, app): (&Tx, &App),
    (congress, id): (Uuid, Uuid),
    wishes: Vec<Wish>,
) -> Result<()> {
    if wishes.is_empty() {
        return Ok(());
    }
    let many = i64::try_from(wishes.len()).unwrap_or(i64::MAX);
    let mut report = kept_report(tx, congress, id).await?;
    report.wishes = wishes;
    let report = serde_json::to_string(&report).map_err(anyhow::Error::from)?;
    let roster = store::one(tx, congress, id).await?;
    store::keep_report(tx, (congress, id), (&roster.counts, &report, &roster.digest)).await?;
    let to = Audience::Role(Role::SecurityAdmin);
    let facts = Facts::from([("n".to_owned(), Fact::Number(many))]);
    let (kind, subject) = ("roles-wished", "roster");
    tell(tx, app, &Notice { congress, to, kind, subject, subject_id: id, facts }).await
}

/// The roles that an import wished for, as they stand now; none when it was taken back or its report is erased.
///
/// # Errors
/// `NotFound` when there is no such roster.
pub async fn seen(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Vec<Seen>> {
    if !actor.may(Permit::RosterImport) {
        actor.must(Permit::GrantsManage)?;
    }
    let congress = actor.congress;
    if store::one(at, congress, id).await?.state != "applied" {
        return Ok(Vec::new());
    }
    let wishes = kept_report(at, congress, id).await?.wishes;
    if wishes.is_empty() {
        return Ok(Vec::new());
    }
    let accounts: BTreeMap<Uuid, _> =
        every_account(at, congress).await?.into_iter().map(|row| (row.id, row)).collect();
    let offices: BTreeMap<Uuid, String> =
        every_organization(at, congress).await?.into_iter().map(|row| (row.id, row.name)).collect();
    let held: BTreeSet<_> = every_grant(at, congress)
        .await?
        .into_iter()
        .map(|row| (row.account_id, row.role, row.organization_id))
        .collect();
    let see = |wish: Wish| {
        let account = accounts.get(&wish.account);
        let key = (wish.account, wish.role.clone(), wish.organization);
        let stands = match account {
            _ if held.contains(&key) => Stands::Held,
            Some(row) if row.revoked => Stands::Gone,
            None => Stands::Gone,
            _ if actor.account == Some(wish.account) || is_key(&wish.role) => Stands::Alone,
            _ => Stands::Open,
        };
        let organization = wish.organization.and_then(|id| offices.get(&id).cloned()).unwrap_or_default();
        let (login, name) = account.map(|row| (row.login.clone(), row.name.clone())).unwrap_or_default();
        Seen { wish, login, name, organization, stands }
    };
    Ok(wishes.into_iter().map(see).collect())
}

/// Whether a role is one of the three administrators', each of which holds a key to the others' work.
fn is_key(role: &str) -> bool {
    [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin].iter().any(|key| key.word() == role)
}

/// Give all roles that an import wished for and that can be given with one press; how many.
///
/// # Errors
/// `Conflict` when there is none.
pub async fn give(app: &App, actor: &Actor, id: Uuid) -> Result<usize> {
    actor.must(Permit::GrantsManage)?;
    let tx = app.db.begin().await?;
    store::take_desk(&tx, actor.congress, id).await?;
    let mut given = 0;
    for Seen { wish, .. } in seen(&tx, actor, id).await?.into_iter().filter(|it| it.stands == Stands::Open) {
        let Some(role) = Role::of_word(&wish.role) else { continue };
        match grant(&tx, app, actor, wish.account, (role, wish.organization)).await {
            Ok(()) => given += 1,
            // The organization ended meanwhile: the others are given all the same, and the page goes on showing this one.
            Err(Error::Invalid(_)) => {}
            Err(other) => return Err(other),
        }
    }
    if given == 0 {
        return Err(Error::conflict("roster-wishes-none"));
    }
    tx.commit().await?;
    Ok(given)
}
