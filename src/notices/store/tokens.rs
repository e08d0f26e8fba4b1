use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};

/// What proves us to WeChat.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::notices) struct Token {
    pub sealed: String,
    pub expires_at: DateTime<Utc>,
    pub forced_at: Option<DateTime<Utc>>,
}

pub(in crate::notices) async fn token(at: &impl Conn, congress: Uuid, name: &str) -> Result<Option<Token>> {
    let text = "SELECT sealed, expires_at, forced_at FROM wechat_tokens WHERE congress_id = $1 AND name = $2";
    at.maybe(sql(text, [congress.into(), name.into()])).await
}

/// Take the renewing of a token on oneself until a moment, unless somebody else has it or renewed it meanwhile (it is no
/// longer the one that was seen). One statement: of two processes one moves the row.
pub(in crate::notices) async fn lead(
    tx: &Tx,
    (congress, name): (Uuid, &str),
    seen: &str,
    (now, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<bool> {
    let text = "INSERT INTO wechat_tokens (congress_id, name, sealed, expires_at) VALUES ($1, $2, '', $3) \
         ON CONFLICT DO NOTHING";
    tx.put(sql(text, [congress.into(), name.into(), now.into()])).await?;
    let text = "UPDATE wechat_tokens SET renewing_until = $5 WHERE congress_id = $1 AND name = $2 AND sealed = $3 \
         AND (renewing_until IS NULL OR renewing_until < $4)";
    let values = [congress.into(), name.into(), seen.into(), now.into(), until.into()];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// The new token, or that there is none; the next may lead.
pub(in crate::notices) async fn set_token(
    tx: &Tx,
    (congress, name): (Uuid, &str),
    new: Option<&Token>,
) -> Result<()> {
    let text = match new {
        Some(_) => {
            "UPDATE wechat_tokens SET sealed = $3, expires_at = $4, forced_at = $5, renewing_until = NULL \
             WHERE congress_id = $1 AND name = $2"
        }
        None => "UPDATE wechat_tokens SET renewing_until = NULL WHERE congress_id = $1 AND name = $2",
    };
    let mut values = vec![congress.into(), name.into()];
    if let Some(new) = new {
        values.extend([new.sealed.clone().into(), new.expires_at.into(), new.forced_at.into()]);
    }
    tx.put(sql(text, values)).await
}
