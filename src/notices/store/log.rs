use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, sql};

/// How many deliveries of a channel are in a state.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::notices) struct Counted {
    pub channel: String,
    pub state: String,
    pub n: i64,
}

/// Since a moment; what waits is counted however old it is.
pub(in crate::notices) async fn counted(
    at: &impl Conn,
    congress: Uuid,
    since: DateTime<Utc>,
) -> Result<Vec<Counted>> {
    let text = "SELECT channel, state, count(*) AS n FROM deliveries WHERE congress_id = $1 \
         AND (changed_at >= $2 OR state IN ('waiting', 'sending')) GROUP BY channel, state";
    at.all(sql(text, [congress.into(), since.into()])).await
}

/// A line of the log.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::notices) struct Logged {
    pub id: Uuid,
    pub channel: String,
    pub state: String,
    pub tries: i64,
    pub reason: String,
    pub changed_at: DateTime<Utc>,
    pub thing: String,
    pub name: Option<String>,
    /// It surely did not arrive, and nothing else brings it.
    pub stuck: bool,
}

/// A delivery of somebody's notice that failed, with none beside it that brought the notice or may still.
pub(in crate::notices) fn stuck(row: &str) -> String {
    format!(
        "{row}.state = 'failed' AND {row}.thing = 'notice' AND NOT EXISTS (SELECT 1 FROM deliveries o \
         WHERE o.congress_id = {row}.congress_id AND o.thing_id = {row}.thing_id AND o.id <> {row}.id \
         AND o.account_id = {row}.account_id AND o.state IN ('waiting', 'sending', 'sent', 'unsure'))"
    )
}

/// What is in one of some states, or all of them, before an id; the newest first.
pub(in crate::notices) async fn logged(
    at: &impl Conn,
    congress: Uuid,
    (channel, state): (&str, &str),
    (before, most): (Uuid, i64),
) -> Result<Vec<Logged>> {
    let text = format!(
        "SELECT d.id, d.channel, d.state, d.tries, d.reason, d.changed_at, d.thing, a.name, ({}) AS stuck \
         FROM deliveries d LEFT JOIN accounts a ON a.congress_id = d.congress_id AND a.id = d.account_id \
         WHERE d.congress_id = $1 AND d.id < $2 AND ($3 = '' OR d.channel = $3) AND ($4 = '' OR d.state = $4) \
         ORDER BY d.id DESC LIMIT $5",
        stuck("d")
    );
    at.all(sql(text, [congress.into(), before.into(), channel.into(), state.into(), most.into()])).await
}
