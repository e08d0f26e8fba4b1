use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};

#[derive(FromQueryResult)]
struct Openid {
    openid: String,
}

#[derive(FromQueryResult)]
struct Account {
    account_id: Uuid,
}

/// The sealed openid of an account.
pub(in crate::notices) async fn openid(
    at: &impl Conn,
    congress: Uuid,
    account: Uuid,
) -> Result<Option<String>> {
    let text = "SELECT openid FROM wechat_bindings WHERE congress_id = $1 AND account_id = $2";
    let found: Option<Openid> = at.maybe(sql(text, [congress.into(), account.into()])).await?;
    Ok(found.map(|row| row.openid))
}

/// The account of an openid, by its mark.
pub(in crate::notices) async fn bound_to(at: &impl Conn, congress: Uuid, mark: &str) -> Result<Option<Uuid>> {
    let text = "SELECT account_id FROM wechat_bindings WHERE congress_id = $1 AND mark = $2";
    let found: Option<Account> = at.maybe(sql(text, [congress.into(), mark.into()])).await?;
    Ok(found.map(|row| row.account_id))
}

/// Bind an account; one WeChat is bound to one account, the last one.
pub(in crate::notices) async fn bind(
    tx: &Tx,
    (congress, account): (Uuid, Uuid),
    (sealed, mark): (&str, &str),
    at: DateTime<Utc>,
) -> Result<()> {
    let text = "DELETE FROM wechat_bindings WHERE congress_id = $1 AND (account_id = $2 OR mark = $3)";
    tx.put(sql(text, [congress.into(), account.into(), mark.into()])).await?;
    let text = "INSERT INTO wechat_bindings (congress_id, account_id, openid, mark, bound_at) VALUES ($1, $2, $3, $4, $5)";
    let values = [congress.into(), account.into(), sealed.into(), mark.into(), at.into()];
    tx.put(sql(text, values)).await
}

/// Take a binding back; whether there was one.
pub(in crate::notices) async fn unbind(tx: &Tx, congress: Uuid, account: Uuid) -> Result<bool> {
    let text = "DELETE FROM wechat_bindings WHERE congress_id = $1 AND account_id = $2";
    Ok(tx.run(sql(text, [congress.into(), account.into()])).await? == 1)
}

/// Somebody goes to WeChat, to come back with this state.
pub(in crate::notices) async fn open_door(
    tx: &Tx,
    (congress, account): (Uuid, Uuid),
    state: &str,
    (until, now): (DateTime<Utc>, DateTime<Utc>),
) -> Result<()> {
    let text = "DELETE FROM wechat_doors WHERE congress_id = $1 AND (until < $2 OR account_id = $3)";
    tx.put(sql(text, [congress.into(), now.into(), account.into()])).await?;
    let text = "INSERT INTO wechat_doors (congress_id, state, account_id, until) VALUES ($1, $2, $3, $4)";
    tx.put(sql(text, [congress.into(), state.into(), account.into(), until.into()])).await
}

/// Whether somebody went to WeChat with this state.
pub(in crate::notices) async fn door(
    at: &impl Conn,
    (congress, account): (Uuid, Uuid),
    state: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let text = "SELECT account_id FROM wechat_doors WHERE congress_id = $1 AND state = $2 AND account_id = $3 AND until >= $4";
    let found: Option<Account> =
        at.maybe(sql(text, [congress.into(), state.into(), account.into(), now.into()])).await?;
    Ok(found.is_some())
}

/// Close it: a state opens once.
pub(in crate::notices) async fn close_door(tx: &Tx, congress: Uuid, state: &str) -> Result<bool> {
    let text = "DELETE FROM wechat_doors WHERE congress_id = $1 AND state = $2";
    Ok(tx.run(sql(text, [congress.into(), state.into()])).await? == 1)
}
