//! Signing in and out. Whether an account exists, is revoked, was never activated, or the password or the code was
//! wrong: the work is the same and so is the answer.

use serde_json::json;
use uuid::Uuid;

use super::acts::{begin_session, own, record};
use super::tries::{self, Key};
use super::{Actor, Permit, Visit, password, second_factor, store};
use crate::base::{App, Error, Result, form::plain};

/// What a person shows to be let in.
pub struct Shown<'a> {
    /// The name to sign in with.
    pub login: &'a str,
    /// The password.
    pub password: &'a str,
    /// The second factor's code; empty for none.
    pub code: &'a str,
    /// The browser and the system.
    pub device: &'a str,
}

/// A login as it is kept: capital letters, full-width signs and blanks around do not matter.
pub fn tidy_login(typed: &str) -> String {
    plain(typed).to_lowercase()
}

/// Open a session for whoever shows the right things; the token for the browser.
///
/// # Errors
/// `Invalid` when something was not right, and never says what; `TooMany` after too many failures.
pub async fn sign_in(app: &App, visit: &Visit, shown: Shown<'_>) -> Result<String> {
    visit.actor.must(Permit::SignIn)?;
    let congress = visit.home.id;
    let login = tidy_login(shown.login);
    let keys = [Key::account(congress, "sign-in", &login), Key::address(congress, "sign-in", visit.address)];
    tries::count(app, congress, &keys).await?;
    let proved = proved(app, congress, (&login, &shown)).await?;
    if let Some((account, step)) = proved
        && let Some(token) = open(app, visit, (account, step), (shown.device, &keys)).await?
    {
        return Ok(token);
    }
    let refused = tries::failed(app, congress, &keys).await?;
    Err(refused.unwrap_or_else(|| Error::invalid("", "access-sign-in-wrong")))
}

/// The account, with the half minute of its code where it has a second factor. All is looked at before anything
/// is decided.
async fn proved(
    app: &App,
    congress: Uuid,
    (login, shown): (&str, &Shown<'_>),
) -> Result<Option<(Uuid, Option<i64>)>> {
    let found = store::by_login(&app.db, congress, login).await?;
    let account = found.as_ref();
    let id = account.map_or(Uuid::nil(), |account| account.id);
    let posts = store::posts(&app.db, congress, id).await?;
    let known = password::fits(account.and_then(|it| it.password.as_deref()), shown.password).await?;
    let secret = account.and_then(|account| account.totp.as_deref());
    let step = second_factor::step_of(secret, shown.code, app.clock.now());
    let staff = posts.iter().any(|post| post.role.is_staff());
    let second = secret.is_some() || (staff && app.config.security.second_factor);
    let in_force = account.is_some_and(|account| account.revoked_at.is_none());
    Ok((known && in_force && (step.is_some() || !second)).then_some((id, step)))
}

/// Open the session, unless the code was used before.
async fn open(
    app: &App,
    visit: &Visit,
    (account, step): (Uuid, Option<i64>),
    (device, keys): (&str, &[Key]),
) -> Result<Option<String>> {
    let congress = visit.home.id;
    let tx = app.db.begin().await?;
    if let Some(step) = step
        && !store::use_step(&tx, congress, account, step).await?
    {
        return Ok(None);
    }
    if let Some(before) = &visit.session {
        store::end_session(&tx, congress, before.account_id, &before.token).await?;
    }
    tries::forgive(&tx, congress, keys).await?;
    let token = begin_session(&tx, app, (congress, account), device).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// End one's session.
///
/// # Errors
/// When one is not signed in.
pub async fn sign_out(app: &App, visit: &Visit) -> Result<()> {
    visit.actor.must(Permit::Account)?;
    let session = visit.session.as_ref().ok_or(Error::SignIn)?;
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    store::end_session(&tx, visit.home.id, session.account_id, &session.token).await?;
    let author = own(visit.home.id, session.account_id, now);
    record(&tx, &author, ("session.ended", session.account_id), json!({})).await?;
    tx.commit().await
}

/// Open a session without a password: the fictional demo on this very computer only, which the page made sure of.
pub(super) async fn look_around(app: &App, visit: &Visit, account: Uuid) -> Result<String> {
    let offered = store::one_account_per_role(&app.db, visit.home.id).await?;
    if !app.demo || !visit.home.fictional || !offered.iter().any(|(_, id, _)| *id == account) {
        return Err(Error::NotFound);
    }
    let guest = Actor::anybody(visit.home.id);
    guest.must(Permit::SignIn)?;
    super::acts::open_session(app, visit.home.id, account, "demo").await
}
