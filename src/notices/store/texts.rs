use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};

/// A text message to somebody without an account.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::notices) struct Text {
    pub id: Uuid,
    pub kind: String,
    pub subject: String,
    pub subject_id: Uuid,
    pub keeper_role: String,
    pub keeper_id: Option<Uuid>,
    pub sealed: String,
}

pub(in crate::notices) async fn insert_text(
    tx: &Tx,
    congress: Uuid,
    text: &Text,
    at: DateTime<Utc>,
) -> Result<()> {
    let insert = "INSERT INTO texts (congress_id, id, kind, subject, subject_id, keeper_role, keeper_id, sealed, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = [
        congress.into(),
        text.id.into(),
        text.kind.clone().into(),
        text.subject.clone().into(),
        text.subject_id.into(),
        text.keeper_role.clone().into(),
        text.keeper_id.into(),
        text.sealed.clone().into(),
        at.into(),
    ];
    tx.put(sql(insert, values)).await
}

pub(in crate::notices) async fn text(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Option<Text>> {
    let text = "SELECT id, kind, subject, subject_id, keeper_role, keeper_id, sealed FROM texts \
         WHERE congress_id = $1 AND id = $2";
    at.maybe(sql(text, [congress.into(), id.into()])).await
}

/// Erase number and facts of a text.
pub(in crate::notices) async fn erase_text(tx: &Tx, congress: Uuid, id: Uuid) -> Result<()> {
    let text = "UPDATE texts SET sealed = '' WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [congress.into(), id.into()])).await
}

/// Erase number and facts of all texts about a thing.
pub(in crate::notices) async fn erase_texts_of(tx: &Tx, congress: Uuid, subject: Uuid) -> Result<()> {
    let text = "UPDATE texts SET sealed = '' WHERE congress_id = $1 AND subject_id = $2";
    tx.put(sql(text, [congress.into(), subject.into()])).await
}

/// Note that a number wants no more texts, or does again; whether that is new.
pub(in crate::notices) async fn set_stop(
    tx: &Tx,
    congress: Uuid,
    mark: &str,
    stops: Option<DateTime<Utc>>,
) -> Result<bool> {
    let text = match stops {
        Some(_) => {
            "INSERT INTO text_stops (congress_id, mark, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
        }
        None => "DELETE FROM text_stops WHERE congress_id = $1 AND mark = $2",
    };
    let mut values = vec![congress.into(), mark.into()];
    values.extend(stops.map(Into::into));
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// Whether a number wants no more texts.
pub(in crate::notices) async fn is_stopped(at: &impl Conn, congress: Uuid, mark: &str) -> Result<bool> {
    #[derive(FromQueryResult)]
    struct Found {
        #[expect(dead_code, reason = "only whether there is a row")]
        mark: String,
    }
    let text = "SELECT mark FROM text_stops WHERE congress_id = $1 AND mark = $2";
    Ok(at.maybe::<Found>(sql(text, [congress.into(), mark.into()])).await?.is_some())
}
