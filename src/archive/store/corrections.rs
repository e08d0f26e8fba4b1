//! Requests to put an archive right, and their answers.

use chrono::{DateTime, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::access::{Actor, Permit};
use crate::archive::corrections::NewCorrection;
use crate::base::{Conn, Result, Tx, sql};
use crate::journal::Author;
use crate::people::store::reach::reaching;

/// A request, and its answer once there is one.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Correction {
    /// Its id.
    pub id: Uuid,
    /// Whose archive it is about.
    pub person_id: Uuid,
    /// The name.
    pub name: String,
    /// In which term.
    pub term_id: Uuid,
    /// That term's number.
    pub term: i64,
    /// Which part.
    pub part: String,
    /// Which line of it; empty for the part as a whole.
    pub line: String,
    /// What that line said then.
    pub about: String,
    /// What is wrong, in the deputy's words.
    pub text: String,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// Empty while open, then `corrected` or `declined`.
    pub outcome: String,
    /// The answer.
    pub answer: String,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
}

const CORRECTION: &str = "SELECT q.id, q.person_id, p.name, q.term_id, t.number AS term, q.part, q.line, q.about, q.text, \
     q.asked_at, q.outcome, q.answer, q.answered_at FROM archive_corrections q \
     JOIN persons p ON p.congress_id = q.congress_id AND p.id = q.person_id \
     JOIN terms t ON t.congress_id = q.congress_id AND t.id = q.term_id WHERE q.congress_id = $1";

/// A request about an archive that the actor sees.
pub async fn correction(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Correction> {
    actor.must(Permit::ArchiveRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), id.into()];
    let condition = reaching(actor, Permit::ArchiveRead, "q.person_id", &mut values);
    at.one(sql(format!("{CORRECTION} AND q.id = $2 AND {condition}"), values)).await
}

/// The requests about a person's archive of a term, the latest first.
pub async fn corrections_of(
    at: &impl Conn,
    congress: Uuid,
    (person, term): (Uuid, Uuid),
) -> Result<Vec<Correction>> {
    let text = format!(
        "{CORRECTION} AND q.person_id = $2 AND q.term_id = $3 ORDER BY q.asked_at DESC, q.id DESC LIMIT 50"
    );
    at.all(sql(text, [congress.into(), person.into(), term.into()])).await
}

/// The requests that wait for their answer, of those whose archives the actor sees, the oldest first.
pub async fn open_corrections(at: &impl Conn, actor: &Actor, most: i64) -> Result<Vec<Correction>> {
    actor.must(Permit::ArchiveRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), most.into()];
    let condition = reaching(actor, Permit::ArchiveRead, "q.person_id", &mut values);
    let text = format!("{CORRECTION} AND q.outcome = '' AND {condition} ORDER BY q.asked_at, q.id LIMIT $2");
    at.all(sql(text, values)).await
}

/// False when the form was sent before.
pub(in crate::archive) async fn insert_correction(
    tx: &Tx,
    author: &Author,
    (id, person): (Uuid, Uuid),
    new: &NewCorrection<'_>,
) -> Result<bool> {
    let text = "INSERT INTO archive_corrections (congress_id, id, form_id, person_id, term_id, part, line, about, text, \
         asked_by, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING";
    let values = [
        author.congress.into(),
        id.into(),
        new.form.into(),
        person.into(),
        new.term.into(),
        new.part.word().into(),
        new.line.into(),
        new.about.clone().into(),
        new.text.into(),
        author.account.into(),
        author.at.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// False when it was answered already.
pub(in crate::archive) async fn answer_correction(
    tx: &Tx,
    author: &Author,
    id: Uuid,
    (outcome, answer): (&str, &str),
) -> Result<bool> {
    let text = "UPDATE archive_corrections SET outcome = $3, answer = $4, answered_by = $5, answered_at = $6 \
         WHERE congress_id = $1 AND id = $2 AND outcome = ''";
    let values = [
        author.congress.into(),
        id.into(),
        outcome.into(),
        answer.into(),
        author.account.into(),
        author.at.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}
