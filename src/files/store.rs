use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::Kind;
use crate::base::{Conn, Result, Tx, sql};

/// A file tied to a thing.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct File {
    /// Its id.
    pub id: Uuid,
    /// What kind of thing it is tied to: `case`.
    pub subject: String,
    /// Which.
    pub subject_id: Uuid,
    /// Which of the thing's entries, such as a reply.
    pub entry_id: Option<Uuid>,
    /// The name people see.
    pub name: String,
    /// What it is, by the ending of its name.
    pub kind: String,
    /// How large it is.
    pub bytes: i64,
    /// SHA-256 of what it holds, in hex.
    pub sha256: String,
    /// When it was tied.
    pub at: DateTime<Utc>,
    /// By whose account.
    pub account_id: Option<Uuid>,
}

impl File {
    /// What it is; `None` when a later version of the program took it.
    pub fn kind(&self) -> Option<Kind> {
        [Kind::Jpeg, Kind::Pdf, Kind::Docx, Kind::Xlsx].into_iter().find(|kind| kind.ending() == self.kind)
    }
}

const COLUMNS: &str = "id, subject, subject_id, entry_id, name, kind, bytes, sha256, at, account_id";

pub(super) async fn insert(tx: &Tx, congress: Uuid, file: &File) -> Result<()> {
    let text = format!(
        "INSERT INTO files (congress_id, {COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    );
    let values = [
        congress.into(),
        file.id.into(),
        file.subject.clone().into(),
        file.subject_id.into(),
        file.entry_id.into(),
        file.name.clone().into(),
        file.kind.clone().into(),
        file.bytes.into(),
        file.sha256.clone().into(),
        file.at.into(),
        file.account_id.into(),
    ];
    tx.put(sql(text, values)).await
}

/// The files of a thing, the oldest first.
pub async fn of(at: &impl Conn, congress: Uuid, subject_id: Uuid) -> Result<Vec<File>> {
    let text =
        format!("SELECT {COLUMNS} FROM files WHERE congress_id = $1 AND subject_id = $2 ORDER BY at, id");
    at.all(sql(text, [congress.into(), subject_id.into()])).await
}

/// How many files are tied to each thing of a kind.
#[derive(Debug, Clone, Copy, FromQueryResult)]
pub struct Counted {
    /// The thing.
    pub subject_id: Uuid,
    /// How many.
    pub n: i64,
}

/// How many files are tied to each thing of a kind.
pub async fn counted(at: &impl Conn, congress: Uuid, subject: &str) -> Result<Vec<Counted>> {
    let text = "SELECT subject_id, COUNT(*) AS n FROM files WHERE congress_id = $1 AND subject = $2 GROUP BY subject_id";
    at.all(sql(text, [congress.into(), subject.into()])).await
}

pub(super) async fn one(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<File> {
    let text = format!("SELECT {COLUMNS} FROM files WHERE congress_id = $1 AND id = $2");
    at.one(sql(text, [congress.into(), id.into()])).await
}
