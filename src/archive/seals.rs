//! An archive as it was when its term ended: the content is kept, its digest stands in the journal's chain. What is put
//! right later stands beside it.
//!
//! The digest is SHA-256 over the content as it is kept: JSON without blanks, parts and lines in their order.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::acts::SUBJECT;
use super::record::{Archive, Line, Part};
use super::store::Seal;
use super::{Span, gather, store};
use crate::access::{Actor, Permit};
use crate::base::{App, Conn, Error, Result};
use crate::bodies::{self, Term};
use crate::journal::{self, Happening};

/// Archives that are read at once when all are compared.
const AT_ONCE: i64 = 50;

/// The digest of an archive's content.
pub fn digest(content: &str) -> String {
    hex::encode(Sha256::digest(content))
}

/// Seal the archives of a term that has ended, each once; how many were sealed now. Each is its own act: a break leaves
/// the others sealed, and the next time goes on.
///
/// # Errors
/// `Conflict` while the term runs.
pub async fn seal(app: &App, actor: &Actor, term: &Term) -> Result<usize> {
    actor.must(Permit::ArchiveSeal)?;
    if term.ends_on >= app.clock.today() {
        return Err(Error::conflict("archive-term-runs"));
    }
    let congress = actor.congress;
    let span = Span { term: term.clone(), year: None };
    let mut sealed = 0;
    for person in store::unsealed(&app.db, congress, term.id).await? {
        // All of it in the act: between composing and sealing nothing in the ledger may move.
        let tx = app.db.begin().await?;
        let archive = gather::of(&tx, congress, person, &span).await?;
        let content = serde_json::to_string(&archive).map_err(anyhow::Error::from)?;
        let digest = digest(&content);
        let author = actor.author(Permit::ArchiveSeal, app.clock.now());
        let facts = json!({ "term": term.id, "digest": digest });
        let happening =
            Happening { kind: "archive.sealed".to_owned(), subject: SUBJECT, subject_id: person, facts };
        let seq = journal::append(&tx, &author, happening).await?;
        let kept = (content.as_str(), digest.as_str());
        if !store::insert_seal(&tx, &author, (person, term.id), kept, seq).await? {
            // Somebody else sealed it meanwhile: then the journal has its entry already.
            continue;
        }
        tx.commit().await?;
        sealed += 1;
    }
    Ok(sealed)
}

/// Seal whatever has ended and is not sealed yet.
///
/// # Errors
/// When the database does not answer.
pub async fn seal_ended(app: &App, actor: &Actor) -> Result<usize> {
    let mut sealed = 0;
    for term in bodies::store::terms(&app.db, actor.congress).await? {
        if term.ends_on < app.clock.today() {
            sealed += seal(app, actor, &term).await?;
        }
    }
    Ok(sealed)
}

/// A sealed archive.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// As it was.
    pub archive: Archive,
    /// When it was sealed.
    pub at: DateTime<Utc>,
    /// The number of the journal's entry.
    pub entry: i64,
    /// The digest of what is kept.
    pub digest: String,
    /// Whether what is kept is what the journal says was sealed.
    pub same: bool,
}

/// The sealed archive of a term, if it was sealed, compared with the journal's entry.
///
/// # Errors
/// When what is kept cannot be read.
pub async fn sealed(at: &impl Conn, congress: Uuid, person: Uuid, term: Uuid) -> Result<Option<Sealed>> {
    let Some(kept) = store::seal_of(at, congress, (person, term)).await? else { return Ok(None) };
    let archive = serde_json::from_str(&kept.content).map_err(anyhow::Error::from)?;
    let same = is_same(&kept);
    Ok(Some(Sealed { archive, at: kept.sealed_at, entry: kept.seq, digest: digest(&kept.content), same }))
}

/// Whether what is kept is what the journal says was sealed.
fn is_same(kept: &Seal) -> bool {
    let facts: serde_json::Value =
        kept.facts.as_deref().and_then(|facts| serde_json::from_str(facts).ok()).unwrap_or_default();
    let now = digest(&kept.content);
    facts["digest"] == json!(now) && facts["term"] == json!(kept.term_id) && kept.digest == now
}

/// What came of comparing every sealed archive with the journal's entries.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// How many are as they were sealed.
    pub same: usize,
    /// The others: the person, and the term.
    pub others: Vec<(Uuid, Uuid)>,
}

/// Compare every sealed archive with the journal's entry of it.
///
/// # Errors
/// When the database does not answer.
pub async fn compare_all(at: &impl Conn, congress: Uuid) -> Result<Compared> {
    let mut compared = Compared::default();
    let mut after = (Uuid::nil(), Uuid::nil());
    loop {
        let some = store::seals_after(at, congress, after, AT_ONCE).await?;
        let Some(last) = some.last() else { return Ok(compared) };
        after = (last.person_id, last.term_id);
        let (same, others): (Vec<&Seal>, Vec<&Seal>) = some.iter().partition(|kept| is_same(kept));
        compared.same += same.len();
        compared.others.extend(others.into_iter().map(|kept| (kept.person_id, kept.term_id)));
    }
}

/// A line that is not as it was sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since {
    /// In which part.
    pub part: Part,
    /// The line as it is now; as it was when it is gone.
    pub line: Line,
    /// `new`, `changed` or `gone`.
    pub how: &'static str,
}

/// What is not as it was sealed.
pub fn since(was: &Archive, now: &Archive) -> Vec<Since> {
    let mut all = Vec::new();
    for section in &now.parts {
        let lines = was.section(section.part).map_or(&[][..], |it| &it.lines);
        let before: BTreeMap<&String, &Line> = lines.iter().map(|line| (&line.id, line)).collect();
        for line in &section.lines {
            let how = match before.get(&line.id) {
                None => "new",
                Some(old) if **old != *line => "changed",
                Some(_) => continue,
            };
            all.push(Since { part: section.part, line: line.clone(), how });
        }
    }
    for section in &was.parts {
        let lines = now.section(section.part).map_or(&[][..], |it| &it.lines);
        let gone = section.lines.iter().filter(|line| !lines.iter().any(|it| it.id == line.id));
        all.extend(gone.map(|line| Since { part: section.part, line: line.clone(), how: "gone" }));
    }
    all
}
