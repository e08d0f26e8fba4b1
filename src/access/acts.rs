//! Accounts and roles: what administrators do, and how a session begins.
//!
//! The system's administrator makes and revokes accounts and never gives a role; the security's administrator gives
//! and takes roles and never makes an account; neither does so for himself or herself. All of it is in the journal.

mod changes;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use uuid::Uuid;

use super::{
    Actor, Permit, Role, store,
    visit::{REMEMBERED, hashed},
};
use crate::base::{App, Error, Result, Tx};
use crate::journal::{self, Author, Happening};

pub use changes::{change_account, strike_account};

/// Signs of a login or a name.
const LONGEST: usize = 50;

/// An account to be created: it has no password until its owner activates it with a slip.
#[derive(Debug, Clone, Default)]
pub struct NewAccount {
    /// The name to sign in with.
    pub login: String,
    /// The name people see.
    pub name: String,
    /// The person in the register.
    pub person: Option<Uuid>,
    /// Where notices go as e-mail; empty for none.
    pub email: String,
}

/// Create an account.
pub async fn create_account(tx: &Tx, app: &App, actor: &Actor, new: &NewAccount) -> Result<Uuid> {
    actor.must(Permit::AccountsManage)?;
    let login = super::sign_in::tidy_login(&new.login);
    if login.is_empty() {
        return Err(Error::invalid("login", "access-login-missing"));
    }
    if login.chars().count() > LONGEST || login.chars().any(char::is_whitespace) {
        return Err(Error::invalid("login", "access-login-wrong"));
    }
    let id = app.chance.id(app.clock.now());
    if !store::insert_account(tx, actor.congress, id, new, app.clock.now()).await? {
        return Err(Error::invalid("login", "access-login-taken"));
    }
    record(tx, &actor.author(Permit::AccountsManage, app.clock.now()), ("account.created", id), json!({}))
        .await?;
    Ok(id)
}

/// Revoke an account: its sessions end at once and its slip works no more.
pub async fn revoke_account(app: &App, actor: &Actor, account: Uuid) -> Result<()> {
    actor.must(Permit::AccountsManage)?;
    not_oneself(actor, account)?;
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    if store::account(&tx, actor.congress, account).await?.revoked_at.is_some() {
        return Err(Error::conflict("access-already-revoked"));
    }
    store::set_revoked(&tx, actor.congress, account, Some(now)).await?;
    store::end_sessions(&tx, actor.congress, account, None).await?;
    record(&tx, &actor.author(Permit::AccountsManage, now), ("account.revoked", account), json!({})).await?;
    tx.commit().await
}

/// Give a revoked account back to its owner.
pub async fn restore_account(app: &App, actor: &Actor, account: Uuid) -> Result<()> {
    actor.must(Permit::AccountsManage)?;
    not_oneself(actor, account)?;
    let tx = app.db.begin().await?;
    if store::account(&tx, actor.congress, account).await?.revoked_at.is_none() {
        return Err(Error::conflict("access-not-revoked"));
    }
    store::set_revoked(&tx, actor.congress, account, None).await?;
    let author = actor.author(Permit::AccountsManage, app.clock.now());
    record(&tx, &author, ("account.restored", account), json!({})).await?;
    tx.commit().await
}

/// Give an account a role, for an organization where the role is held for one. Whoever gets a role of the staff and
/// has no second factor signs in again, with a new slip.
pub async fn grant(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    account: Uuid,
    (role, organization): (Role, Option<Uuid>),
) -> Result<()> {
    actor.must(Permit::GrantsManage)?;
    not_oneself(actor, account)?;
    if matches!(role, Role::Public | Role::Clockwork) {
        return Err(Error::invalid("role", "access-role-not-given"));
    }
    let held_for = held_for(tx, actor.congress, role, organization).await?;
    let owner = store::account(tx, actor.congress, account).await?;
    let posts = store::posts(tx, actor.congress, account).await?;
    if posts.iter().any(|post| post.role == role && post.organization == held_for) {
        return Err(Error::invalid("role", "access-role-held"));
    }
    let now = app.clock.now();
    store::insert_grant(tx, actor.congress, account, (role, held_for), now).await?;
    if role.is_staff() && owner.totp.is_none() && app.config.security.second_factor {
        store::end_sessions(tx, actor.congress, account, None).await?;
    }
    let facts = json!({ "role": role.word(), "organization": held_for });
    record(tx, &actor.author(Permit::GrantsManage, now), ("role.granted", account), facts).await
}

/// Take a role; effective with the next request.
pub async fn take(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    account: Uuid,
    (role, organization): (Role, Option<Uuid>),
) -> Result<()> {
    actor.must(Permit::GrantsManage)?;
    not_oneself(actor, account)?;
    if store::delete_grant(tx, actor.congress, account, (role, organization)).await? == 0 {
        return Err(Error::conflict("access-role-not-held"));
    }
    let facts = json!({ "role": role.word(), "organization": organization });
    let author = actor.author(Permit::GrantsManage, app.clock.now());
    record(tx, &author, ("role.taken", account), facts).await
}

/// The organization for which a role may be held, if it must be held for one.
async fn held_for(tx: &Tx, congress: Uuid, role: Role, organization: Option<Uuid>) -> Result<Option<Uuid>> {
    let kinds = role.held_for();
    let office = match organization {
        Some(id) => store::office(tx, congress, id).await?,
        None => None,
    };
    match office {
        Some(office) if kinds.contains(&office.kind.as_str()) => Ok(Some(office.id)),
        Some(_) => Err(Error::invalid("organization", "access-organization-wrong")),
        None if kinds.is_empty() || role == Role::GroupLeader => Ok(None),
        None => Err(Error::invalid("organization", "access-organization-missing")),
    }
}

fn not_oneself(actor: &Actor, account: Uuid) -> Result<()> {
    if actor.account == Some(account) { Err(Error::conflict("access-not-oneself")) } else { Ok(()) }
}

/// Give an account of a made-up congress its password and second factor, as the demo's list says; refused elsewhere.
pub async fn furnish(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    account: Uuid,
    (password_hash, totp): (&str, Option<&str>),
) -> Result<()> {
    actor.must(Permit::AccountsManage)?;
    if !store::is_fictional(tx, actor.congress).await? {
        return Err(Error::Forbidden);
    }
    store::set_password(tx, actor.congress, account, Some(password_hash)).await?;
    store::set_totp(tx, actor.congress, account, totp).await?;
    let author = actor.author(Permit::AccountsManage, app.clock.now());
    record(tx, &author, ("account.furnished", account), json!({})).await
}

/// Begin a session; the token is for the browser alone, only its hash is kept.
pub async fn open_session(app: &App, congress: Uuid, account: Uuid, device: &str) -> Result<String> {
    let tx = app.db.begin().await?;
    let token = begin_session(&tx, app, (congress, account), device).await?;
    tx.commit().await?;
    Ok(token)
}

/// Begin a session within an act.
pub(super) async fn begin_session(
    tx: &Tx,
    app: &App,
    (congress, account): (Uuid, Uuid),
    device: &str,
) -> Result<String> {
    let token = app.chance.secret();
    let now = app.clock.now();
    let device: String = device.chars().take(120).collect();
    let longest = TimeDelta::hours(app.config.security.session_hours) + REMEMBERED;
    store::sweep(tx, congress, account, now - longest).await?;
    store::insert_session(tx, congress, &hashed(&token), account, (&app.chance.secret(), &device), now)
        .await?;
    record(tx, &own(congress, account, now), ("session.opened", account), json!({})).await?;
    Ok(token)
}

/// The author of what the owner of an account does to it.
pub(super) fn own(congress: Uuid, account: Uuid, at: DateTime<Utc>) -> Author {
    Author { congress, account: Some(account), role: Role::Public.word(), at }
}

/// Say that the computer's clock is right, whatever was written down before: the program believes it when it starts.
///
/// # Errors
/// `Forbidden` to whoever does not keep the computers.
pub async fn confirm_clock(app: &App, actor: &Actor) -> Result<()> {
    actor.must(Permit::ClockConfirm)?;
    let author = actor.author(Permit::ClockConfirm, app.clock.now());
    let happening = Happening {
        kind: "clock.confirmed".to_owned(),
        subject: "congress",
        subject_id: actor.congress,
        facts: json!({}),
    };
    let tx = app.db.begin().await?;
    journal::append(&tx, &author, happening).await?;
    tx.commit().await
}

pub(super) async fn record(
    tx: &Tx,
    author: &Author,
    (kind, account): (&str, Uuid),
    facts: serde_json::Value,
) -> Result<()> {
    let happening = Happening { kind: kind.to_owned(), subject: "account", subject_id: account, facts };
    journal::append(tx, author, happening).await?;
    Ok(())
}
