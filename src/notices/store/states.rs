use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};

/// How a channel is.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::notices) struct ChannelState {
    pub channel: String,
    pub state: String,
    pub rests_until: Option<DateTime<Utc>>,
    pub failures: i64,
    pub reason: String,
}

/// How each channel is that was ever used.
pub(in crate::notices) async fn channel_states(at: &impl Conn, congress: Uuid) -> Result<Vec<ChannelState>> {
    let text =
        "SELECT channel, state, rests_until, failures, reason FROM channel_states WHERE congress_id = $1";
    at.all(sql(text, [congress.into()])).await
}

/// One of them.
pub(in crate::notices) async fn channel_state(
    at: &impl Conn,
    congress: Uuid,
    channel: &str,
) -> Result<Option<ChannelState>> {
    let text = "SELECT channel, state, rests_until, failures, reason FROM channel_states \
         WHERE congress_id = $1 AND channel = $2";
    at.maybe(sql(text, [congress.into(), channel.into()])).await
}

/// Write down how a channel is.
pub(in crate::notices) async fn set_channel_state(
    tx: &Tx,
    congress: Uuid,
    now: &ChannelState,
    at: DateTime<Utc>,
) -> Result<()> {
    let text = "INSERT INTO channel_states (congress_id, channel, state, rests_until, failures, reason, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (congress_id, channel) DO UPDATE SET \
         state = $3, rests_until = $4, failures = $5, reason = $6, at = $7";
    let values = [
        congress.into(),
        now.channel.clone().into(),
        now.state.clone().into(),
        now.rests_until.into(),
        now.failures.into(),
        now.reason.clone().into(),
        at.into(),
    ];
    tx.put(sql(text, values)).await
}

/// Note a call from outside; whether it is the first by its number. Old ones are forgotten.
pub(in crate::notices) async fn called(
    tx: &Tx,
    congress: Uuid,
    (source, key): (&str, &str),
    at: DateTime<Utc>,
) -> Result<bool> {
    let old = at - TimeDelta::days(7);
    tx.put(sql(
        "DELETE FROM channel_calls WHERE congress_id = $1 AND at < $2",
        [congress.into(), old.into()],
    ))
    .await?;
    let text = "INSERT INTO channel_calls (congress_id, source, key, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    Ok(tx.run(sql(text, [congress.into(), source.into(), key.into(), at.into()])).await? == 1)
}
