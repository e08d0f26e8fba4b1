//! Files that were issued.

use chrono::{DateTime, Utc};
use papers::fingerprint::Piece;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};

/// A file that was issued.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Print {
    /// Its id.
    pub id: Uuid,
    /// The number at the foot of its pages, without dashes.
    pub number: String,
    /// `archive` or `annex`.
    pub kind: String,
    /// Whose archive.
    pub person_id: Option<Uuid>,
    /// Of which term.
    pub term_id: Option<Uuid>,
    /// Of which year.
    pub year: Option<i64>,
    /// `pdf`, `docx` or `xlsx`.
    pub format: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// How many pages or parts.
    pub pages: i64,
    /// When.
    pub issued_at: DateTime<Utc>,
    /// By whose account.
    pub issued_by: Option<Uuid>,
    /// The number of the journal's entry.
    pub seq: i64,
}

const PRINT: &str = "SELECT r.id, r.number, r.kind, r.person_id, r.term_id, r.year, r.format, r.sha256, r.pages, \
     r.issued_at, r.issued_by, r.seq FROM archive_prints r WHERE r.congress_id = $1";

/// The file that has a hash.
pub async fn print_by_hash(at: &impl Conn, congress: Uuid, sha256: &str) -> Result<Option<Print>> {
    at.maybe(sql(
        format!("{PRINT} AND r.sha256 = $2 ORDER BY r.seq LIMIT 1"),
        [congress.into(), sha256.into()],
    ))
    .await
}

/// The file of a number.
pub async fn print_by_number(at: &impl Conn, congress: Uuid, number: &str) -> Result<Option<Print>> {
    at.maybe(sql(format!("{PRINT} AND r.number = $2"), [congress.into(), number.into()])).await
}

/// The latest file that has a page or part of this content.
pub async fn print_by_page(at: &impl Conn, congress: Uuid, hash: &str) -> Result<Option<Print>> {
    let text = format!(
        "{PRINT} AND r.id IN (SELECT g.print_id FROM archive_print_pages g WHERE g.congress_id = $1 AND g.hash = $2) \
         ORDER BY r.seq DESC LIMIT 1"
    );
    at.maybe(sql(text, [congress.into(), hash.into()])).await
}

/// The files issued of a person's archive, the latest first.
pub async fn prints_of(at: &impl Conn, congress: Uuid, person: Uuid, most: i64) -> Result<Vec<Print>> {
    let text = format!("{PRINT} AND r.person_id = $2 ORDER BY r.issued_at DESC, r.id DESC LIMIT $3");
    at.all(sql(text, [congress.into(), person.into(), most.into()])).await
}

#[derive(FromQueryResult)]
struct Row {
    name: String,
    hash: String,
}

/// The pages of a file as they were issued.
pub async fn pages_of(at: &impl Conn, congress: Uuid, print: Uuid) -> Result<Vec<Piece>> {
    let text =
        "SELECT name, hash FROM archive_print_pages WHERE congress_id = $1 AND print_id = $2 ORDER BY place";
    let rows: Vec<Row> = at.all(sql(text, [congress.into(), print.into()])).await?;
    Ok(rows.into_iter().map(|row| Piece { name: row.name, hash: row.hash }).collect())
}

pub(in crate::archive) async fn insert_print(
    tx: &Tx,
    congress: Uuid,
    print: &Print,
    pages: &[Piece],
) -> Result<()> {
    let text = "INSERT INTO archive_prints (congress_id, id, number, kind, person_id, term_id, year, format, sha256, \
         pages, issued_at, issued_by, seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let values = [
        congress.into(),
        print.id.into(),
        print.number.clone().into(),
        print.kind.clone().into(),
        print.person_id.into(),
        print.term_id.into(),
        print.year.into(),
        print.format.clone().into(),
        print.sha256.clone().into(),
        print.pages.into(),
        print.issued_at.into(),
        print.issued_by.into(),
        print.seq.into(),
    ];
    tx.put(sql(text, values)).await?;
    let text = "INSERT INTO archive_print_pages (congress_id, print_id, place, name, hash) VALUES ($1, $2, $3, $4, $5)";
    for (place, page) in pages.iter().enumerate() {
        let values = [
            congress.into(),
            print.id.into(),
            (place as i64).into(),
            page.name.clone().into(),
            page.hash.clone().into(),
        ];
        tx.put(sql(text, values)).await?;
    }
    Ok(())
}
