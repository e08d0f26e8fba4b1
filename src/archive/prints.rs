//! Files that are issued, and whether a file is one of them. Each gets a number, which stands at the foot of its pages;
//! its hash and those of its pages are kept, and the journal's chain has them too: whoever changes a digit is found, and
//! so is whoever changes what is kept.

use chrono::{DateTime, Utc};
use papers::fingerprint::{self, Fingerprint, Kind, Piece, sha256};
use serde_json::json;
use uuid::Uuid;

use super::store::{self, Print};
use crate::access::{Actor, Permit};
use crate::base::codes::Code;
use crate::base::{App, Conn, Error, Result};
use crate::journal::{self, Happening, Wanted};

/// What the journal calls a file that was issued.
pub const SUBJECT: &str = "archive-print";

/// Bytes that a file unfolds to, at most.
const UNFOLDS: usize = 96 * 1024 * 1024;

/// As what a file is issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// To print and to keep.
    Pdf,
    /// To go on with in WPS or Word.
    Docx,
    /// Lists, to sort and to count.
    Xlsx,
}

impl Format {
    /// By the ending of a file's name or the word of a form.
    pub fn of_ending(ending: &str) -> Option<Format> {
        match ending.to_ascii_lowercase().as_str() {
            "pdf" => Some(Format::Pdf),
            "docx" => Some(Format::Docx),
            "xlsx" => Some(Format::Xlsx),
            _ => None,
        }
    }

    /// The ending of its file.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Docx => "docx",
            Format::Xlsx => "xlsx",
        }
    }
}

/// What is issued.
#[derive(Debug, Clone)]
pub struct Issue {
    /// `archive` or `annex`.
    pub kind: &'static str,
    /// Whose archive.
    pub person: Option<Uuid>,
    /// Of which term.
    pub term: Option<Uuid>,
    /// Of which year.
    pub year: Option<i32>,
    /// As what.
    pub format: Format,
}

/// A number that no file has yet.
pub fn new_number(app: &App) -> Code {
    app.chance.draw(Code::random)
}

/// Write down that a file is issued: row, pages and journal entry in one act, before it leaves the house.
///
/// # Errors
/// When it cannot be written: then it is not issued.
pub async fn issue(
    app: &App,
    (actor, permit): (&Actor, Permit),
    what: &Issue,
    (number, file): (&Code, &[u8]),
) -> Result<Print> {
    actor.must(permit)?;
    let bytes = file.to_vec();
    let read = move || (sha256(&bytes), fingerprint::fingerprint(&bytes, UNFOLDS));
    let (whole, found) = tokio::task::spawn_blocking(read).await.map_err(anyhow::Error::from)?;
    let pages = found.map_err(anyhow::Error::from)?.pieces;
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let id = app.chance.id(now);
    let facts = json!({ "number": number.plain(), "kind": what.kind, "person": what.person, "term": what.term,
        "year": what.year, "format": what.format.ending(), "sha256": whole, "pages": pages.len(),
        "pages_sha256": digest(&pages) });
    let happening = Happening { kind: "archive.issued".to_owned(), subject: SUBJECT, subject_id: id, facts };
    let seq = journal::append(&tx, &actor.author(permit, now), happening).await?;
    let print = Print {
        id,
        number: number.plain(),
        kind: what.kind.to_owned(),
        person_id: what.person,
        term_id: what.term,
        year: what.year.map(i64::from),
        format: what.format.ending().to_owned(),
        sha256: whole,
        pages: pages.len() as i64,
        issued_at: now,
        issued_by: actor.account,
        seq,
    };
    store::insert_print(&tx, actor.congress, &print, &pages).await?;
    tx.commit().await?;
    Ok(print)
}

/// SHA-256 over the lines `name hash`, one a page.
fn digest(pages: &[Piece]) -> String {
    let lines: Vec<String> = pages.iter().map(|page| format!("{} {}\n", page.name, page.hash)).collect();
    sha256(lines.concat().as_bytes())
}

/// What a file turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Byte for byte what was issued.
    Genuine,
    /// Saved anew: each page says what was issued, the file around them is another.
    Resaved,
    /// These pages or parts are not as issued, were added or are missing.
    Altered(Vec<String>),
    /// Nothing that was issued here has anything to do with it.
    Unknown,
    /// What is kept of it is not what the journal says.
    Unsigned,
}

impl Verdict {
    /// The word in sentences' keys.
    pub fn word(&self) -> &'static str {
        match self {
            Verdict::Genuine => "genuine",
            Verdict::Resaved => "resaved",
            Verdict::Altered(_) => "altered",
            Verdict::Unknown => "unknown",
            Verdict::Unsigned => "unsigned",
        }
    }
}

/// What was found about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What it is.
    pub verdict: Verdict,
    /// What was issued, when something was.
    pub print: Option<Print>,
}

/// Compare a file with what was issued; `number` is what its reader typed from its foot, if anything.
///
/// # Errors
/// `Invalid` for what is no PDF, DOCX or XLSX or cannot be read.
pub async fn check(at: &impl Conn, congress: Uuid, file: Vec<u8>, number: Option<&str>) -> Result<Checked> {
    let read = move || (sha256(&file), fingerprint::fingerprint(&file, UNFOLDS));
    // A file that makes its reader stumble is unreadable, not our fault.
    let read = tokio::task::spawn_blocking(read).await;
    let (whole, found) = read.map_err(|_| Error::invalid("file", "archive-file-unreadable"))?;
    let typed = number.and_then(|number| Code::parse(number).ok());
    if let Some(print) = store::print_by_hash(at, congress, &whole).await? {
        return signed(at, congress, print, Verdict::Genuine).await;
    }
    let found = found.map_err(|why| match why {
        fingerprint::Unreadable::OtherKind => Error::invalid("file", "archive-file-other"),
        _ => Error::invalid("file", "archive-file-unreadable"),
    })?;
    match origin(at, congress, &found, typed).await? {
        None => Ok(Checked { verdict: Verdict::Unknown, print: None }),
        Some(print) => {
            let pages = store::pages_of(at, congress, print.id).await?;
            let differing = differing(&pages, &found);
            let verdict = if differing.is_empty() { Verdict::Resaved } else { Verdict::Altered(differing) };
            signed(at, congress, print, verdict).await
        }
    }
}

/// What a changed file was: by the number that was typed, by that in the file, or by one of its pages.
async fn origin(
    at: &impl Conn,
    congress: Uuid,
    found: &Fingerprint,
    typed: Option<Code>,
) -> Result<Option<Print>> {
    let told = found.numbers.iter().filter_map(|number| Code::parse(number).ok());
    for number in typed.into_iter().chain(told) {
        if let Some(print) = store::print_by_number(at, congress, &number.plain()).await? {
            return Ok(Some(print));
        }
    }
    // Parts of a DOCX or XLSX are much the same in all files; a page with its number at the foot is not.
    if found.kind == Kind::Pdf {
        for page in found.pieces.iter().take(500) {
            if let Some(print) = store::print_by_page(at, congress, &page.hash).await? {
                return Ok(Some(print));
            }
        }
    }
    Ok(None)
}

/// The names of pages or parts that are not as issued, are missing or were added.
fn differing(issued: &[Piece], found: &Fingerprint) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for piece in issued {
        let now = found.pieces.iter().find(|it| it.name == piece.name);
        if now.is_none_or(|now| now.hash != piece.hash) {
            names.push(piece.name.clone());
        }
    }
    let added = found.pieces.iter().filter(|it| !issued.iter().any(|piece| piece.name == it.name));
    names.extend(added.map(|it| it.name.clone()));
    names
}

/// The verdict, unless the journal says something else of the file.
async fn signed(at: &impl Conn, congress: Uuid, print: Print, verdict: Verdict) -> Result<Checked> {
    let wanted = Wanted { subject: SUBJECT.to_owned(), subject_id: Some(print.id), account: None };
    let entry = journal::found(at, congress, &wanted, (i64::MAX, 1)).await?.into_iter().next();
    let facts: serde_json::Value = entry
        .filter(|entry| entry.seq == print.seq)
        .and_then(|entry| serde_json::from_str(&entry.facts).ok())
        .unwrap_or_default();
    let pages = store::pages_of(at, congress, print.id).await?;
    let same = facts["sha256"] == json!(print.sha256)
        && facts["number"] == json!(print.number)
        && facts["person"] == json!(print.person_id)
        && facts["pages_sha256"] == json!(digest(&pages));
    let verdict = if same { verdict } else { Verdict::Unsigned };
    Ok(Checked { verdict, print: Some(print) })
}

/// What anybody may know of a file by the number at its foot: nothing that does not stand on it.
#[derive(Debug, Clone)]
pub struct Told {
    /// `archive` or `annex`.
    pub kind: String,
    /// `pdf`, `docx` or `xlsx`.
    pub format: String,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// How many pages or parts it has.
    pub pages: i64,
    /// How its hash begins.
    pub hash: String,
    /// The number of the journal's entry.
    pub entry: i64,
}

impl From<&Print> for Told {
    fn from(print: &Print) -> Told {
        Told {
            kind: print.kind.clone(),
            format: print.format.clone(),
            issued_at: print.issued_at,
            pages: print.pages,
            hash: print.sha256.chars().take(16).collect(),
            entry: print.seq,
        }
    }
}

/// The file of a number as it was typed.
///
/// # Errors
/// `Invalid` with the field `number` when it cannot be a number or nothing was issued under it.
pub async fn by_number(at: &impl Conn, congress: Uuid, typed: &str) -> Result<Told> {
    let number = Code::parse(typed).map_err(|_| Error::invalid("number", "archive-number-wrong"))?;
    let print = store::print_by_number(at, congress, &number.plain()).await?;
    print.as_ref().map(Told::from).ok_or_else(|| Error::invalid("number", "archive-number-unknown"))
}
