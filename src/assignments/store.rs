//! Plans, their changes, and ties in the database.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::Wanted;
use super::sides::Proposed;
use crate::base::{Conn, Result, Tx, sql};

/// Rows that one statement writes.
const AT_ONCE: usize = 100;

/// A proposal of who contacts whom, as it was made, changed and published.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Plan {
    /// Its id.
    pub id: Uuid,
    /// `draft`, `published` or `dropped`.
    pub state: String,
    /// The first day.
    pub in_force_on: NaiveDate,
    /// What became of the pairs of before: `fill`, `keep` or `rotate`.
    pub earlier: String,
    /// When it was proposed.
    pub made_at: DateTime<Utc>,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
    /// Counts its changes.
    pub version: i64,
}

impl Plan {
    /// Whether it can still be changed.
    pub fn is_draft(&self) -> bool {
        self.state == "draft"
    }
}

const PLAN: &str = "SELECT id, state, in_force_on, earlier, made_at, published_at, version FROM plans \
     WHERE congress_id = $1";

/// One plan.
pub async fn plan(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Plan> {
    at.one(sql(format!("{PLAN} AND id = $2"), [congress.into(), id.into()])).await
}

/// The draft, if there is one.
pub async fn draft(at: &impl Conn, congress: Uuid) -> Result<Option<Plan>> {
    at.maybe(sql(format!("{PLAN} AND state = 'draft' ORDER BY made_at DESC, id"), [congress.into()])).await
}

/// The published plans, the latest first.
pub async fn published(at: &impl Conn, congress: Uuid) -> Result<Vec<Plan>> {
    let text = format!("{PLAN} AND state = 'published' ORDER BY in_force_on DESC, id");
    at.all(sql(text, [congress.into()])).await
}

pub(super) async fn insert_plan(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    wanted: &Wanted,
    (by, at): (Option<Uuid>, DateTime<Utc>),
) -> Result<()> {
    let text = "INSERT INTO plans (congress_id, id, state, in_force_on, earlier, made_by, made_at) \
         VALUES ($1, $2, 'draft', $3, $4, $5, $6)";
    let (day, way) = (wanted.in_force_on.into(), wanted.way.word().into());
    tx.put(sql(text, [congress.into(), id.into(), day, way, by.into(), at.into()])).await
}

/// False when it is no draft any more.
pub(super) async fn drop_plan(tx: &Tx, congress: Uuid, id: Uuid) -> Result<bool> {
    let text = "UPDATE plans SET state = 'dropped', version = version + 1 \
         WHERE congress_id = $1 AND id = $2 AND state = 'draft'";
    Ok(tx.run(sql(text, [congress.into(), id.into()])).await? == 1)
}

/// One more change of a draft; false when it is another version than that, or no draft.
pub(super) async fn step(tx: &Tx, congress: Uuid, id: Uuid, version: i64) -> Result<bool> {
    let text = "UPDATE plans SET version = version + 1 \
         WHERE congress_id = $1 AND id = $2 AND state = 'draft' AND version = $3";
    Ok(tx.run(sql(text, [congress.into(), id.into(), version.into()])).await? == 1)
}

/// The draft becomes what holds; false when it is another version than that, or no draft.
pub(super) async fn publish(
    tx: &Tx,
    congress: Uuid,
    (id, version): (Uuid, i64),
    (by, at): (Option<Uuid>, DateTime<Utc>),
) -> Result<bool> {
    let text = "UPDATE plans SET state = 'published', published_by = $4, published_at = $5, version = version + 1 \
         WHERE congress_id = $1 AND id = $2 AND state = 'draft' AND version = $3";
    let values = [congress.into(), id.into(), version.into(), by.into(), at.into()];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// The last day on which an assignment began or a plan came into force, if any did.
pub async fn last_beginning(at: &impl Conn, congress: Uuid) -> Result<Option<NaiveDate>> {
    #[derive(FromQueryResult)]
    struct Begun {
        from_on: NaiveDate,
    }
    let text = "SELECT from_on FROM assignments WHERE congress_id = $1 UNION ALL \
         SELECT in_force_on AS from_on FROM plans WHERE congress_id = $1 AND state = 'published' \
         ORDER BY from_on DESC LIMIT 1";
    Ok(at.maybe::<Begun>(sql(text, [congress.into()])).await?.map(|begun| begun.from_on))
}

/// A deputy in a plan, and the member planned.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Planned {
    /// The deputy.
    pub deputy_id: Uuid,
    /// The deputy's name.
    pub deputy: String,
    /// The member; none when there is none yet.
    pub member_id: Option<Uuid>,
    /// The member's name.
    pub member: Option<String>,
    /// The words of the reasons, separated by blanks.
    pub reasons: String,
}

/// The pairs of a plan, by member, then deputy, in the order of names.
pub async fn planned(at: &impl Conn, congress: Uuid, plan: Uuid) -> Result<Vec<Planned>> {
    let text = "SELECT q.deputy_id, d.name AS deputy, q.member_id, m.name AS member, q.reasons FROM plan_pairs q \
         JOIN persons d ON d.congress_id = q.congress_id AND d.id = q.deputy_id \
         LEFT JOIN persons m ON m.congress_id = q.congress_id AND m.id = q.member_id \
         WHERE q.congress_id = $1 AND q.plan_id = $2 ORDER BY m.strokes, m.id, d.strokes, d.id";
    at.all(sql(text, [congress.into(), plan.into()])).await
}

pub(super) async fn insert_pairs(tx: &Tx, congress: Uuid, plan: Uuid, pairs: &[Proposed]) -> Result<()> {
    for some in pairs.chunks(AT_ONCE) {
        let mut values: Vec<Value> = vec![congress.into(), plan.into()];
        let mut rows = Vec::new();
        for pair in some {
            let n = values.len();
            rows.push(format!("($1, $2, ${}, ${}, ${})", n + 1, n + 2, n + 3));
            values.extend([pair.deputy.into(), pair.member.into(), pair.reasons.clone().into()]);
        }
        let rows = rows.join(", ");
        let text = format!(
            "INSERT INTO plan_pairs (congress_id, plan_id, deputy_id, member_id, reasons) VALUES {rows}"
        );
        tx.put(sql(text, values)).await?;
    }
    Ok(())
}

pub(super) async fn set_pair(tx: &Tx, congress: Uuid, plan: Uuid, pair: &Proposed) -> Result<()> {
    let text = "UPDATE plan_pairs SET member_id = $4, reasons = $5 \
         WHERE congress_id = $1 AND plan_id = $2 AND deputy_id = $3";
    let (deputy, member) = (pair.deputy.into(), pair.member.into());
    tx.put(sql(text, [congress.into(), plan.into(), deputy, member, pair.reasons.clone().into()])).await
}

/// A deputy of the last change by hand: who had him or her before it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Change {
    /// The number of the change.
    pub number: i64,
    /// The deputy.
    pub deputy_id: Uuid,
    /// The deputy's name.
    pub deputy: String,
    /// The member before.
    pub from_member_id: Option<Uuid>,
    /// The reasons before.
    pub from_reasons: String,
    /// The name of the member since.
    pub to_member: Option<String>,
}

/// The last change of a plan by hand; empty when there is none.
pub async fn last_change(at: &impl Conn, congress: Uuid, plan: Uuid) -> Result<Vec<Change>> {
    let text = "SELECT c.number, c.deputy_id, d.name AS deputy, c.from_member_id, c.from_reasons, m.name AS to_member \
         FROM plan_changes c \
         JOIN persons d ON d.congress_id = c.congress_id AND d.id = c.deputy_id \
         LEFT JOIN persons m ON m.congress_id = c.congress_id AND m.id = c.to_member_id \
         WHERE c.congress_id = $1 AND c.plan_id = $2 AND c.number = \
          (SELECT MAX(number) FROM plan_changes WHERE congress_id = $1 AND plan_id = $2) \
         ORDER BY d.strokes, d.id";
    at.all(sql(text, [congress.into(), plan.into()])).await
}

pub(super) async fn insert_change(
    tx: &Tx,
    congress: Uuid,
    (plan, number): (Uuid, i64),
    before: &Planned,
    to: Option<Uuid>,
) -> Result<()> {
    let text = "INSERT INTO plan_changes (congress_id, plan_id, number, deputy_id, from_member_id, from_reasons, \
         to_member_id) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        congress.into(),
        plan.into(),
        number.into(),
        before.deputy_id.into(),
        before.member_id.into(),
        before.reasons.clone().into(),
        to.into(),
    ];
    tx.put(sql(text, values)).await
}

pub(super) async fn delete_change(tx: &Tx, congress: Uuid, plan: Uuid, number: i64) -> Result<()> {
    let text = "DELETE FROM plan_changes WHERE congress_id = $1 AND plan_id = $2 AND number = $3";
    tx.put(sql(text, [congress.into(), plan.into(), number.into()])).await
}

/// Two people who must not be a pair.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Tie {
    /// Its id.
    pub id: Uuid,
    /// One of them.
    pub one_id: Uuid,
    /// Their name.
    pub one: String,
    /// The other.
    pub other_id: Uuid,
    /// Their name.
    pub other: String,
    /// `spouse`, `kin` or `superior`.
    pub kind: String,
}

impl Tie {
    /// Whether it is a tie between these two.
    pub fn joins(&self, one: Uuid, other: Uuid) -> bool {
        (self.one_id, self.other_id) == (one, other) || (self.one_id, self.other_id) == (other, one)
    }
}

/// All known ties.
pub async fn ties(at: &impl Conn, congress: Uuid) -> Result<Vec<Tie>> {
    let text = "SELECT t.id, t.one_id, a.name AS one, t.other_id, b.name AS other, t.kind FROM ties t \
         JOIN persons a ON a.congress_id = t.congress_id AND a.id = t.one_id \
         JOIN persons b ON b.congress_id = t.congress_id AND b.id = t.other_id \
         WHERE t.congress_id = $1 ORDER BY a.strokes, a.id, b.strokes, b.id";
    at.all(sql(text, [congress.into()])).await
}

/// False when the two are tied already.
pub(super) async fn insert_tie(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    (one, other): (Uuid, Uuid),
    kind: &str,
) -> Result<bool> {
    let text = "INSERT INTO ties (congress_id, id, one_id, other_id, kind) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (congress_id, one_id, other_id) DO NOTHING";
    // One way round only, so that the pair is there once.
    let (one, other) = (one.min(other), one.max(other));
    Ok(tx.run(sql(text, [congress.into(), id.into(), one.into(), other.into(), kind.into()])).await? == 1)
}

/// False when there is no such tie.
pub(super) async fn delete_tie(tx: &Tx, congress: Uuid, id: Uuid) -> Result<bool> {
    let text = "DELETE FROM ties WHERE congress_id = $1 AND id = $2";
    Ok(tx.run(sql(text, [congress.into(), id.into()])).await? == 1)
}
