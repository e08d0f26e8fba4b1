//! Changing an account, and striking one that was made by mistake and never used.

use serde_json::json;
use uuid::Uuid;

use super::{NewAccount, not_oneself, record};
use crate::access::{Actor, Permit, store};
use crate::base::{App, Error, Result, Tx};

/// Change an account's name, person and e-mail address; its login stays.
pub async fn change_account(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (account, to): (Uuid, &NewAccount),
    fields: &[&str],
) -> Result<()> {
    actor.must(Permit::AccountsManage)?;
    not_oneself(actor, account)?;
    store::update_account(tx, actor.congress, account, to).await?;
    let author = actor.author(Permit::AccountsManage, app.clock.now());
    record(tx, &author, ("account.changed", account), json!({ "fields": fields })).await
}

/// Strike an account that was made by mistake.
///
/// # Errors
/// `Conflict` when somebody has used it, holds a role with it, or has a slip for it.
pub async fn strike_account(tx: &Tx, app: &App, actor: &Actor, account: Uuid) -> Result<()> {
    actor.must(Permit::AccountsManage)?;
    not_oneself(actor, account)?;
    let kept = store::account(tx, actor.congress, account).await?;
    if kept.password.is_some() || kept.totp.is_some() || kept.slip_until.is_some() {
        return Err(Error::conflict("access-account-used"));
    }
    store::delete_account(tx, actor.congress, account)
        .await
        .map_err(|cause| cause.tied("access-account-used"))?;
    let author = actor.author(Permit::AccountsManage, app.clock.now());
    record(tx, &author, ("account.struck", account), json!({})).await
}
