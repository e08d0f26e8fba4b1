//! One's own account: its sessions, its password, its second factor. What proves who one is changes only with the
//! current password; wrong ones are counted.

use chrono::TimeDelta;
use serde_json::json;
use uuid::Uuid;

use super::acts::{own, record};
use super::slips::acceptable;
use super::store::{self, Account};
use super::tries::{self, Key};
use super::{Permit, Visit, password, second_factor};
use crate::base::{App, Error, Result};

fn oneself(visit: &Visit) -> Result<(Uuid, Uuid, &str)> {
    visit.actor.must(Permit::Account)?;
    let session = visit.session.as_ref().ok_or(Error::SignIn)?;
    Ok((visit.home.id, session.account_id, &session.token))
}

/// One's sessions that are in force.
pub(super) async fn sessions(app: &App, visit: &Visit) -> Result<Vec<store::Own>> {
    let (congress, account, _) = oneself(visit)?;
    let (now, security) = (app.clock.now(), &app.config.security);
    let oldest = now - TimeDelta::hours(security.session_hours);
    let idle = now - TimeDelta::minutes(security.idle_minutes);
    store::sessions_of(&app.db, congress, account, (oldest, idle)).await
}

/// End one of one's sessions, or all but this one.
pub(super) async fn end_sessions(app: &App, visit: &Visit, which: Option<&str>) -> Result<()> {
    let (congress, account, this) = oneself(visit)?;
    let tx = app.db.begin().await?;
    let ended = match which {
        Some(token) => store::end_session(&tx, congress, account, token).await?,
        None => store::end_sessions(&tx, congress, account, Some(this)).await?,
    };
    record(
        &tx,
        &own(congress, account, app.clock.now()),
        ("session.ended", account),
        json!({ "count": ended }),
    )
    .await?;
    tx.commit().await
}

/// One's account, once the current password was shown.
async fn proved(app: &App, visit: &Visit, current: &str) -> Result<Account> {
    let (congress, id, _) = oneself(visit)?;
    let keys = [Key::account(congress, "current", &id.to_string())];
    tries::count(app, congress, &keys).await?;
    let account = store::account(&app.db, congress, id).await?;
    if !password::fits(account.password.as_deref(), current).await? {
        let refused = tries::failed(app, congress, &keys).await?;
        return Err(refused.unwrap_or_else(|| Error::invalid("current", "access-current-wrong")));
    }
    let tx = app.db.begin().await?;
    tries::forgive(&tx, congress, &keys).await?;
    tx.commit().await?;
    Ok(account)
}

/// Change one's password; all other sessions end.
pub(super) async fn change_password(app: &App, visit: &Visit, current: &str, new: &str) -> Result<()> {
    let account = proved(app, visit, current).await?;
    acceptable(visit, &account, new)?;
    let (congress, _, this) = oneself(visit)?;
    let hash = password::hash(&app.chance, new).await?;
    let tx = app.db.begin().await?;
    store::set_password(&tx, congress, account.id, Some(&hash)).await?;
    store::end_sessions(&tx, congress, account.id, Some(this)).await?;
    let author = own(congress, account.id, app.clock.now());
    record(&tx, &author, ("password.changed", account.id), json!({})).await?;
    tx.commit().await
}

/// Make a new second factor that waits for its first code; the one in force stays until then.
pub(super) async fn renew_factor(app: &App, visit: &Visit, current: &str) -> Result<()> {
    let account = proved(app, visit, current).await?;
    let secret = second_factor::new_secret(&app.chance);
    let tx = app.db.begin().await?;
    store::set_totp_new(&tx, visit.home.id, account.id, &secret).await?;
    tx.commit().await
}

/// The second factor that waits for its first code.
pub(super) async fn waiting_factor(app: &App, visit: &Visit) -> Result<Option<(String, String)>> {
    let (congress, id, _) = oneself(visit)?;
    let account = store::account(&app.db, congress, id).await?;
    Ok(account.totp_new.map(|secret| (secret, account.login)))
}

/// Take the new second factor into force by its first code; all other sessions end.
pub(super) async fn confirm_factor(app: &App, visit: &Visit, code: &str) -> Result<()> {
    let (congress, id, this) = oneself(visit)?;
    let now = app.clock.now();
    let account = store::account(&app.db, congress, id).await?;
    let Some(secret) = account.totp_new else {
        return Err(Error::conflict("access-factor-not-waiting"));
    };
    let step = second_factor::step_of(Some(&secret), code, now);
    let step = step.ok_or_else(|| Error::invalid("code", "access-code-wrong"))?;
    let tx = app.db.begin().await?;
    // A code of the old secret in the same half minute does not stand against the first one of the new.
    store::use_step(&tx, congress, id, step).await?;
    store::set_totp(&tx, congress, id, Some(&secret)).await?;
    store::end_sessions(&tx, congress, id, Some(this)).await?;
    record(&tx, &own(congress, id, now), ("factor.renewed", id), json!({})).await?;
    tx.commit().await
}
