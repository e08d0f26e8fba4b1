use uuid::Uuid;

use super::{Act, NewAct};
use crate::base::{Conn, Result, Tx, sql};
use crate::journal::Author;

/// A person's acts, newest first.
pub async fn of_person(at: &impl Conn, congress: Uuid, person: Uuid) -> Result<Vec<Act>> {
    let text = "SELECT id, kind, on_day, evidence, evidence_id, state FROM ledger \
         WHERE congress_id = $1 AND person_id = $2 ORDER BY on_day DESC, id DESC LIMIT 200";
    at.all(sql(text, [congress.into(), person.into()])).await
}

/// False when the same act is there already.
pub(super) async fn insert(tx: &Tx, author: &Author, id: Uuid, act: &NewAct, state: &str) -> Result<bool> {
    let text = "INSERT INTO ledger (congress_id, id, person_id, kind, on_day, constituency_id, evidence, \
         evidence_id, state, entered_by, entered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
         ON CONFLICT DO NOTHING";
    let values = [
        author.congress.into(),
        id.into(),
        act.person.into(),
        act.kind.word().into(),
        act.on_day.into(),
        act.constituency.into(),
        act.evidence.into(),
        act.evidence_id.into(),
        state.into(),
        author.account.into(),
        author.at.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}
