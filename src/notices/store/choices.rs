use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};

/// What somebody chose, in the order mail, text message, WeChat; what was lost is tried again from now on.
pub(in crate::notices) async fn choose(
    tx: &Tx,
    (congress, account): (Uuid, Uuid),
    [mail, sms, wechat]: [&str; 3],
    phone: &str,
) -> Result<()> {
    let text = "INSERT INTO channel_choices (congress_id, account_id, mail, sms, wechat, phone) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (congress_id, account_id) DO UPDATE SET \
         mail = $3, sms = $4, wechat = $5, phone = $6, sms_lost_at = NULL, wechat_lost_at = NULL";
    let values = [congress.into(), account.into(), mail.into(), sms.into(), wechat.into(), phone.into()];
    tx.put(sql(text, values)).await
}

/// Note that nobody is reached there, or that somebody is again.
pub(in crate::notices) async fn set_lost(
    tx: &Tx,
    (congress, account): (Uuid, Uuid),
    channel: &str,
    (at, usual): (Option<DateTime<Utc>>, [&str; 3]),
) -> Result<()> {
    let column = if channel == "sms" { "sms_lost_at" } else { "wechat_lost_at" };
    let [mail, sms, wechat] = usual;
    let text = format!(
        "INSERT INTO channel_choices (congress_id, account_id, mail, sms, wechat, {column}) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (congress_id, account_id) DO UPDATE SET {column} = $6"
    );
    let values = [congress.into(), account.into(), mail.into(), sms.into(), wechat.into(), at.into()];
    tx.put(sql(text, values)).await
}
