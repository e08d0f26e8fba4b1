//! What is open with deputies who left: their seat has ended and they hold no other.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, sql};

/// A voter's opinion that is open with a deputy who left.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Left {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// The deputy who left.
    pub deputy_id: Uuid,
    /// The name.
    pub deputy: String,
    /// The constituency concerned.
    pub constituency_id: Option<Uuid>,
    /// The village or community concerned.
    pub area_id: Option<Uuid>,
}

/// Open opinions by the deputies who left: SQLite keeps to the order of a `CROSS JOIN`, from the few people to what is theirs.
const LEFT: &str = "(SELECT DISTINCT e.person_id FROM seats e WHERE e.congress_id = $1 AND e.kind = 'deputy' \
     AND e.to_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM seats s WHERE s.congress_id = $1 \
     AND s.person_id = e.person_id AND s.kind = 'deputy' AND s.to_on IS NULL)) l \
     CROSS JOIN cases c WHERE c.congress_id = $1 AND c.deputy_id = l.person_id AND c.ended_at IS NULL";

/// The voters' opinions that are open with deputies who left, the oldest first. A joined one follows the opinion that it
/// was joined to.
pub async fn left_behind(at: &impl Conn, congress: Uuid) -> Result<Vec<Left>> {
    let text = format!(
        "SELECT c.id, c.number, c.deputy_id, (SELECT p.name FROM persons p WHERE p.congress_id = c.congress_id \
         AND p.id = c.deputy_id) AS deputy, c.constituency_id, c.area_id \
         FROM {LEFT} AND c.origin = 'voter' ORDER BY c.raised_at, c.id"
    );
    at.all(sql(text, [congress.into()])).await
}

/// How many suggestions somebody who left has open.
#[derive(Debug, Clone, Copy, FromQueryResult)]
pub struct Own {
    /// Whose.
    pub deputy_id: Uuid,
    /// How many.
    pub n: i64,
}

/// The suggestions of their own that are open with deputies who left: they go on to their end with whoever made them.
pub async fn own_of_leavers(at: &impl Conn, congress: Uuid) -> Result<Vec<Own>> {
    let text = format!(
        "SELECT c.deputy_id, COUNT(*) AS n FROM {LEFT} AND c.origin = 'deputy' GROUP BY c.deputy_id ORDER BY c.deputy_id"
    );
    at.all(sql(text, [congress.into()])).await
}
