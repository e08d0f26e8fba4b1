use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};

#[derive(FromQueryResult)]
struct Holder {
    person_id: Uuid,
}

#[derive(FromQueryResult)]
struct Made {
    made_at: DateTime<Utc>,
}

/// Whose calendar an address opens, by the hash of its secret part.
pub async fn holder(at: &impl Conn, congress: Uuid, token: &str) -> Result<Uuid> {
    let text = "SELECT person_id FROM calendar_keys WHERE congress_id = $1 AND token = $2";
    Ok(at.one::<Holder>(sql(text, [congress.into(), token.into()])).await?.person_id)
}

/// Since when a person's calendar has an address, if it has one.
pub async fn key_made(at: &impl Conn, congress: Uuid, person: Uuid) -> Result<Option<DateTime<Utc>>> {
    let text = "SELECT made_at FROM calendar_keys WHERE congress_id = $1 AND person_id = $2";
    let found: Option<Made> = at.maybe(sql(text, [congress.into(), person.into()])).await?;
    Ok(found.map(|row| row.made_at))
}

pub(in crate::receptions) async fn set_key(
    tx: &Tx,
    congress: Uuid,
    person: Uuid,
    (token, now): (&str, DateTime<Utc>),
) -> Result<()> {
    let text = "INSERT INTO calendar_keys (congress_id, person_id, token, made_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (congress_id, person_id) DO UPDATE SET token = excluded.token, made_at = excluded.made_at";
    tx.run(sql(text, [congress.into(), person.into(), token.into(), now.into()])).await?;
    Ok(())
}

pub(in crate::receptions) async fn drop_key(tx: &Tx, congress: Uuid, person: Uuid) -> Result<()> {
    let text = "DELETE FROM calendar_keys WHERE congress_id = $1 AND person_id = $2";
    tx.run(sql(text, [congress.into(), person.into()])).await?;
    Ok(())
}
