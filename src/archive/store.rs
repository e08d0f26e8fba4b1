//! Whose archive somebody sees, and the entries: the SQL. Everything else is in the files of the folder.

pub mod annex;
mod corrections;
mod facts;
mod lacking;
mod prints;
mod seals;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::Subject;
use super::acts::{NewEntry, Says};
use crate::access::{Actor, Permit};
use crate::base::{Conn, Result, Tx, sql};
use crate::bodies::store::escaped;
use crate::journal::Author;
use crate::people::store::reach::reaching;

pub use corrections::{Correction, correction, corrections_of, open_corrections};
pub(super) use corrections::{answer_correction, insert_correction};
pub use facts::{
    Case, Days, Did, Missed, Received, Registered, SeatHeld, cases_of, did, heard, missed, person, received,
    seats,
};
pub use lacking::{Lacking, lacking};
pub(super) use prints::insert_print;
pub use prints::{Print, pages_of, print_by_hash, print_by_number, print_by_page, prints_of};
pub(super) use seals::insert_seal;
pub use seals::{Seal, seal_of, seals_after, unsealed};

/// Whoever is or was a deputy, with the town or street of the latest constituency and the group.
const SUBJECT: &str = "SELECT p.id, p.name, a.name AS area, g.name AS group_name FROM persons p \
     JOIN seats s ON s.congress_id = p.congress_id AND s.id = (SELECT x.id FROM seats x \
      WHERE x.congress_id = p.congress_id AND x.person_id = p.id AND x.kind = 'deputy' \
      ORDER BY x.from_on DESC, x.id DESC LIMIT 1) \
     LEFT JOIN constituencies c ON c.congress_id = s.congress_id AND c.id = s.constituency_id \
     LEFT JOIN areas a ON a.congress_id = c.congress_id AND a.id = c.area_id \
     LEFT JOIN organizations g ON g.congress_id = p.congress_id AND g.id = (SELECT m.organization_id \
      FROM memberships m JOIN organizations o ON o.congress_id = m.congress_id AND o.id = m.organization_id \
      AND o.kind = 'group' WHERE m.congress_id = p.congress_id AND m.person_id = p.id AND m.to_on IS NULL \
      ORDER BY m.from_on DESC, m.id DESC LIMIT 1) WHERE p.congress_id = $1";

/// The one condition on whose archive somebody sees: one's own, those of the group one leads, of the deputies whom one's
/// office serves, or all. A stranger gets `NotFound`.
pub async fn subject(at: &impl Conn, actor: &Actor, person: Uuid) -> Result<Subject> {
    actor.must(Permit::ArchiveRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), person.into()];
    let condition = reaching(actor, Permit::ArchiveRead, "p.id", &mut values);
    at.one(sql(format!("{SUBJECT} AND p.id = $2 AND {condition}"), values)).await
}

/// Those whose archives somebody sees and who held a deputy's seat in a term, by the strokes of their names; with a part
/// of the name, or the beginning of its pinyin, only those meant.
pub async fn subjects(at: &impl Conn, actor: &Actor, term: Uuid, name: &str) -> Result<Vec<Subject>> {
    actor.must(Permit::ArchiveRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), term.into()];
    let condition = reaching(actor, Permit::ArchiveRead, "p.id", &mut values);
    let mut meant = String::new();
    if !name.is_empty() {
        values.push(format!("%{}%", escaped(name)).into());
        values.push(format!("{}%", escaped(&name.to_lowercase())).into());
        let n = values.len();
        meant = format!(
            " AND (p.name LIKE ${} ESCAPE '!' OR p.initials LIKE ${n} ESCAPE '!' OR p.pinyin LIKE ${n} ESCAPE '!')",
            n - 1
        );
    }
    let text = format!(
        "{SUBJECT} AND {condition}{meant} AND EXISTS (SELECT 1 FROM seats t WHERE t.congress_id = p.congress_id \
         AND t.person_id = p.id AND t.kind = 'deputy' AND t.term_id = $2) ORDER BY p.strokes, p.id"
    );
    at.all(sql(text, values)).await
}

/// A person by name, for the command line: everybody who is called so.
pub async fn named(at: &impl Conn, actor: &Actor, name: &str) -> Result<Vec<Subject>> {
    actor.must(Permit::ArchiveRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), name.into()];
    let condition = reaching(actor, Permit::ArchiveRead, "p.id", &mut values);
    at.all(sql(format!("{SUBJECT} AND p.name = $2 AND {condition} ORDER BY p.id"), values)).await
}

/// An entry as it stands.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Entry {
    /// Its id.
    pub id: Uuid,
    /// In whose archive.
    pub person_id: Uuid,
    /// In which part.
    pub part: String,
    /// On which day it was.
    pub on_day: NaiveDate,
    /// The program's word for it; empty for words that a person wrote.
    pub code: String,
    /// What fills that word's sentence, as JSON.
    pub facts: String,
    /// What a person wrote.
    pub words: String,
    /// Why the system does not know it.
    pub reason: String,
    /// Where the record that shows it is.
    pub path: String,
    /// The kind of record it comes from.
    pub source: String,
    /// When it was entered.
    pub entered_at: DateTime<Utc>,
}

const ENTRY: &str = "SELECT e.id, e.person_id, e.part, e.on_day, e.code, e.facts, e.words, e.reason, e.path, e.source, \
     e.entered_at FROM archive_entries e WHERE e.congress_id = $1";

/// One entry.
pub async fn entry(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Entry> {
    at.one(sql(format!("{ENTRY} AND e.id = $2"), [congress.into(), id.into()])).await
}

/// A person's entries of some days, those taken back left out.
pub async fn entries(
    at: &impl Conn,
    congress: Uuid,
    person: Uuid,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Entry>> {
    let text = format!(
        "{ENTRY} AND e.person_id = $2 AND e.on_day >= $3 AND e.on_day <= $4 AND e.void_at IS NULL \
         ORDER BY e.on_day, e.id"
    );
    at.all(sql(text, [congress.into(), person.into(), from.into(), to.into()])).await
}

/// False when the same record was filed before.
pub(super) async fn insert_entry(tx: &Tx, author: &Author, id: Uuid, new: &NewEntry) -> Result<bool> {
    let text = "INSERT INTO archive_entries (congress_id, id, person_id, part, on_day, code, facts, words, reason, path, \
         source, source_id, entered_by, entered_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING";
    let (code, facts, words, reason) = match &new.says {
        Says::Word(code, facts) => {
            (*code, serde_json::to_string(facts).map_err(anyhow::Error::from)?, "", "")
        }
        Says::Words(words, reason) => ("", "{}".to_owned(), words.as_str(), reason.as_str()),
    };
    let values = [
        author.congress.into(),
        id.into(),
        new.person.into(),
        new.part.word().into(),
        new.on_day.into(),
        code.into(),
        facts.into(),
        words.into(),
        reason.into(),
        new.path.clone().into(),
        new.source.0.into(),
        new.source.1.into(),
        author.account.into(),
        author.at.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// False when it was taken back already.
pub(super) async fn void_entry(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    (now, reason): (DateTime<Utc>, &str),
) -> Result<bool> {
    let text = "UPDATE archive_entries SET void_at = $3, void_reason = $4 \
         WHERE congress_id = $1 AND id = $2 AND void_at IS NULL";
    Ok(tx.run(sql(text, [congress.into(), id.into(), now.into(), reason.into()])).await? == 1)
}
