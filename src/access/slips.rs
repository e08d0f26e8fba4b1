//! Activation slips: an administrator prints one with a code and hands it over in person; its owner then chooses a
//! password, and staff set up their second factor. So nobody else ever knows a password, and none is a default.

mod many;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use uuid::Uuid;

use super::acts::{begin_session, own, record};
use super::store::{self, Account};
use super::tries::{self, Key};
use super::{Actor, Permit, Visit, hashed, password, second_factor};
use crate::base::{App, Error, Result, Tx, codes::Coded};
use crate::journal::Author;

pub use many::{Handed, MOST, issue_many, waiting};

/// A slip's code: 95 random bits and a check.
pub type Slip = Coded<20>;

/// Whether the owner keeps the second factor or gets a new one, because the telephone was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Factor {
    /// The one there is stays.
    Kept,
    /// It is dropped, with the password, and all sessions end.
    Lost,
}

/// Make a slip; only its hash is kept, so it can be shown once. The one before it works no more.
///
/// # Errors
/// For a revoked account, and for one's own.
pub async fn issue(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (account, factor): (Uuid, Factor),
) -> Result<(Slip, DateTime<Utc>)> {
    actor.must(Permit::AccountsManage)?;
    if actor.account == Some(account) {
        return Err(Error::conflict("access-not-oneself"));
    }
    if store::account(tx, actor.congress, account).await?.revoked_at.is_some() {
        return Err(Error::conflict("access-already-revoked"));
    }
    let slip = app.chance.draw(Slip::random);
    let now = app.clock.now();
    let until = now + TimeDelta::days(app.config.security.slip_days);
    store::set_slip(tx, actor.congress, account, (&hashed(&slip.plain()), until)).await?;
    if factor == Factor::Lost {
        store::set_password(tx, actor.congress, account, None).await?;
        store::set_totp(tx, actor.congress, account, None).await?;
        store::end_sessions(tx, actor.congress, account, None).await?;
    }
    issued(tx, &actor.author(Permit::AccountsManage, now), account, factor).await?;
    Ok((slip, until))
}

/// Each slip has its entry in the journal, however many are printed at once.
async fn issued(tx: &Tx, author: &Author, account: Uuid, factor: Factor) -> Result<()> {
    let facts = json!({ "factor": if factor == Factor::Lost { "lost" } else { "kept" } });
    record(tx, author, ("slip.issued", account), facts).await
}

/// What the owner of a slip is asked for.
pub struct Asked {
    /// The name to sign in with from now on.
    pub login: String,
    /// The second factor to set up; none where it is kept or not needed.
    pub secret: Option<String>,
    /// Whether a code is asked for.
    pub code: bool,
}

/// Look a slip up before a password is chosen; makes the second factor that waits for its first code.
///
/// # Errors
/// `Invalid` when the slip does not work, whatever the reason; `TooMany` after too many wrong ones.
pub async fn open(app: &App, visit: &Visit, typed: &str) -> Result<Asked> {
    visit.actor.must(Permit::SignIn)?;
    let (account, _) = known(app, visit, typed).await?;
    let congress = visit.home.id;
    let staff = store::posts(&app.db, congress, account.id).await?.iter().any(|post| post.role.is_staff());
    let new = account.totp.is_none() && staff && app.config.security.second_factor;
    let code = new || account.totp.is_some();
    let secret = match (new, account.totp_new) {
        (false, _) => None,
        (true, Some(waiting)) => Some(waiting),
        (true, None) => {
            let secret = second_factor::new_secret(&app.chance);
            let tx = app.db.begin().await?;
            store::set_totp_new(&tx, congress, account.id, &secret).await?;
            tx.commit().await?;
            Some(secret)
        }
    };
    Ok(Asked { login: account.login, secret, code })
}

/// The account of a slip that works, with the slip's hash.
async fn known(app: &App, visit: &Visit, typed: &str) -> Result<(Account, String)> {
    let slip: Slip = typed.parse().map_err(|_| Error::invalid("slip", "access-slip-wrong"))?;
    let congress = visit.home.id;
    let keys = [Key::address(congress, "slip", visit.address)];
    tries::count(app, congress, &keys).await?;
    let hash = hashed(&slip.plain());
    let now = app.clock.now();
    let found = store::by_slip(&app.db, congress, &hash).await?;
    let found = found.filter(|it| it.revoked_at.is_none() && it.slip_until.is_some_and(|until| now < until));
    let Some(account) = found else {
        let refused = tries::failed(app, congress, &keys).await?;
        return Err(refused.unwrap_or_else(|| Error::invalid("slip", "access-slip-wrong")));
    };
    let tx = app.db.begin().await?;
    tries::forgive(&tx, congress, &keys).await?;
    tx.commit().await?;
    Ok((account, hash))
}

/// What the owner of a slip chose.
pub struct Chosen<'a> {
    /// The slip as typed.
    pub slip: &'a str,
    /// The new password.
    pub password: &'a str,
    /// The second factor's code; empty where none was asked for.
    pub code: &'a str,
    /// The browser and the system.
    pub device: &'a str,
}

/// Activate the account, or give it its new password; all its other sessions end, and a new one begins.
///
/// # Errors
/// Says what to correct; a slip works once.
pub async fn activate(app: &App, visit: &Visit, chosen: Chosen<'_>) -> Result<String> {
    visit.actor.must(Permit::SignIn)?;
    let (account, slip) = known(app, visit, chosen.slip).await?;
    let (congress, now) = (visit.home.id, app.clock.now());
    acceptable(visit, &account, chosen.password)?;
    let staff = store::posts(&app.db, congress, account.id).await?.iter().any(|post| post.role.is_staff());
    let new = account.totp.is_none() && staff && app.config.security.second_factor;
    let secret = if new { account.totp_new.as_deref() } else { account.totp.as_deref() };
    let step = code_step(app, congress, (&account, secret), (new, chosen.code)).await?;
    let hash = password::hash(&app.chance, chosen.password).await?;
    let tx = app.db.begin().await?;
    if !store::use_slip(&tx, congress, account.id, &slip).await? {
        return Err(Error::invalid("slip", "access-slip-wrong"));
    }
    if let Some(step) = step
        && !store::use_step(&tx, congress, account.id, step).await?
    {
        return Err(Error::invalid("code", "access-code-wrong"));
    }
    store::set_password(&tx, congress, account.id, Some(&hash)).await?;
    store::set_totp(&tx, congress, account.id, secret).await?;
    store::end_sessions(&tx, congress, account.id, None).await?;
    record(&tx, &own(congress, account.id, now), ("account.activated", account.id), json!({})).await?;
    let token = begin_session(&tx, app, (congress, account.id), chosen.device).await?;
    tx.commit().await?;
    Ok(token)
}

/// The half minute of the code, where one is asked for. Guesses are counted.
async fn code_step(
    app: &App,
    congress: Uuid,
    (account, secret): (&Account, Option<&str>),
    (new, typed): (bool, &str),
) -> Result<Option<i64>> {
    if secret.is_none() && !new {
        return Ok(None);
    }
    let keys = [Key::account(congress, "code", &account.id.to_string())];
    tries::count(app, congress, &keys).await?;
    let Some(step) = second_factor::step_of(secret, typed, app.clock.now()) else {
        let refused = tries::failed(app, congress, &keys).await?;
        return Err(refused.unwrap_or_else(|| Error::invalid("code", "access-code-wrong")));
    };
    let tx = app.db.begin().await?;
    tries::forgive(&tx, congress, &keys).await?;
    tx.commit().await?;
    Ok(Some(step))
}

/// Refuse a password that others would guess.
pub(super) fn acceptable(visit: &Visit, account: &Account, new: &str) -> Result<()> {
    let own = [&account.login, &account.name, &visit.home.code, &visit.home.name, &visit.home.short_name];
    match password::wrong(new, &own.map(String::as_str)) {
        Some(key) => Err(Error::invalid("password", key)),
        None => Ok(()),
    }
}
