//! Accounts and roles: what administrators do, and how a session begins and ends.

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use super::{Actor, Permit, Role, store, visit::hashed};
use crate::base::{App, Error, Result, Tx};
use crate::journal::{self, Author, Happening};

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
    if new.login.trim().is_empty() {
        return Err(Error::invalid("login", "access-login-missing"));
    }
    let id = app.chance.id(app.clock.now());
    if !store::insert_account(tx, actor.congress, id, new, app.clock.now()).await? {
        return Err(Error::invalid("login", "access-login-taken"));
    }
    record(tx, &actor.author(Permit::AccountsManage, app.clock.now()), ("account.created", id), json!({}))
        .await?;
    Ok(id)
}

/// Give an account a role, for an organization where the role is held for one.
pub async fn grant(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    account: Uuid,
    (role, organization): (Role, Option<Uuid>),
) -> Result<()> {
    actor.must(Permit::GrantsManage)?;
    if matches!(role, Role::Public | Role::Clockwork) {
        return Err(Error::invalid("role", "access-role-not-given"));
    }
    let now = app.clock.now();
    store::insert_grant(tx, actor.congress, account, (role, organization), now).await?;
    let facts = json!({ "role": role.word(), "organization": organization });
    record(tx, &actor.author(Permit::GrantsManage, now), ("role.granted", account), facts).await
}

/// Begin a session; the token is for the browser alone, only its hash is kept.
pub async fn open_session(app: &App, congress: Uuid, account: Uuid, device: &str) -> Result<String> {
    let token = app.chance.secret();
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let device: String = device.chars().take(120).collect();
    store::insert_session(&tx, congress, &hashed(&token), account, (&app.chance.secret(), &device), now)
        .await?;
    record(&tx, &own(congress, account, now), ("session.opened", account), json!({})).await?;
    tx.commit().await?;
    Ok(token)
}

fn own(congress: Uuid, account: Uuid, at: DateTime<Utc>) -> Author {
    Author { congress, account: Some(account), role: Role::Public.word(), at }
}

async fn record(
    tx: &Tx,
    author: &Author,
    (kind, account): (&str, Uuid),
    facts: serde_json::Value,
) -> Result<()> {
    let happening = Happening { kind: kind.to_owned(), subject: "account", subject_id: account, facts };
    journal::append(tx, author, happening).await?;
    Ok(())
}
