use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};

/// A deputy asked to co-sign.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Cosigner {
    /// The person.
    pub person_id: Uuid,
    /// `asked`, `confirmed` or `declined`.
    pub answer: String,
}

/// An organ that takes part.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Organ {
    /// The organ.
    pub organ_id: Uuid,
    /// `lead` or `co`.
    pub part: String,
    /// `waiting`, `signed`, `given`, `excused`, or `returned` for one that had it before.
    pub state: String,
}

/// Who takes part in a case.
#[derive(Debug, Clone, Default)]
pub struct Parties {
    /// Deputies asked to co-sign.
    pub cosigners: Vec<Cosigner>,
    /// Organs.
    pub organs: Vec<Organ>,
}

impl Parties {
    /// Whether a person's co-signature is waited for.
    pub fn asks(&self, person: Uuid) -> bool {
        self.cosigners.iter().any(|cosigner| cosigner.person_id == person && cosigner.answer == "asked")
    }

    /// Whether an organ takes part beside the lead.
    pub fn is_co(&self, organ: Uuid) -> bool {
        self.co(organ).is_some()
    }

    /// A co-organ's part.
    pub fn co(&self, organ: Uuid) -> Option<&Organ> {
        self.organs.iter().find(|it| it.organ_id == organ && it.part == "co")
    }
}

/// Who takes part in a case.
pub async fn parties(at: &impl Conn, congress: Uuid, case: Uuid) -> Result<Parties> {
    let cosigners = "SELECT person_id, answer FROM case_cosigners WHERE congress_id = $1 AND case_id = $2 ORDER BY at, person_id";
    let organs = "SELECT organ_id, part, state FROM case_organs WHERE congress_id = $1 AND case_id = $2 ORDER BY part DESC, at, organ_id";
    Ok(Parties {
        cosigners: at.all(sql(cosigners, [congress.into(), case.into()])).await?,
        organs: at.all(sql(organs, [congress.into(), case.into()])).await?,
    })
}

pub(in crate::cases) async fn ask_cosigner(
    tx: &Tx,
    congress: Uuid,
    case: Uuid,
    person: Uuid,
    now: DateTime<Utc>,
) -> Result<()> {
    let text = "INSERT INTO case_cosigners (congress_id, case_id, person_id, answer, at) \
         VALUES ($1, $2, $3, 'asked', $4) ON CONFLICT DO NOTHING";
    tx.put(sql(text, [congress.into(), case.into(), person.into(), now.into()])).await
}

pub(in crate::cases) async fn answer_cosigning(
    tx: &Tx,
    congress: Uuid,
    case: Uuid,
    person: Uuid,
    (answer, now): (&str, DateTime<Utc>),
) -> Result<()> {
    let text = "UPDATE case_cosigners SET answer = $4, at = $5 \
         WHERE congress_id = $1 AND case_id = $2 AND person_id = $3";
    tx.put(sql(text, [congress.into(), case.into(), person.into(), answer.into(), now.into()])).await
}

/// The organs of an earlier transfer step back; they still see what they once had.
pub(in crate::cases) async fn clear_organs(tx: &Tx, congress: Uuid, case: Uuid) -> Result<()> {
    let text =
        "UPDATE case_organs SET part = 'former', state = 'returned' WHERE congress_id = $1 AND case_id = $2";
    tx.put(sql(text, [congress.into(), case.into()])).await
}

pub(in crate::cases) async fn take_part(
    tx: &Tx,
    congress: Uuid,
    case: Uuid,
    (organ, part): (Uuid, &str),
    now: DateTime<Utc>,
) -> Result<()> {
    let text = "INSERT INTO case_organs (congress_id, case_id, organ_id, part, state, at) \
         VALUES ($1, $2, $3, $4, 'waiting', $5) ON CONFLICT (congress_id, case_id, organ_id) \
         DO UPDATE SET part = excluded.part, state = 'waiting', at = excluded.at";
    tx.put(sql(text, [congress.into(), case.into(), organ.into(), part.into(), now.into()])).await
}

pub(in crate::cases) async fn set_organ_state(
    tx: &Tx,
    congress: Uuid,
    case: Uuid,
    (organ, state): (Uuid, &str),
    now: DateTime<Utc>,
) -> Result<()> {
    let text = "UPDATE case_organs SET state = $4, at = $5 WHERE congress_id = $1 AND case_id = $2 AND organ_id = $3";
    tx.put(sql(text, [congress.into(), case.into(), organ.into(), state.into(), now.into()])).await
}
