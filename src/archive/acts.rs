//! Entries: what an archive holds that is no act. Other rooms file them in the transaction of what they tell of; the
//! commission writes what the system does not know, with the reason, and takes back what it wrote.

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::{LONGEST, Part, store};
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Mistake, Result, Tx};
use crate::journal::{self, Author, Happening};
use crate::notices::{Audience, Fact, Facts, Notice, tell};

/// What the commission wrote by hand has this source.
pub const BY_HAND: &str = "archive";

/// What the journal calls it.
pub(super) const SUBJECT: &str = "archive";

/// Parts that may be added to by hand; what somebody is stands in the register.
pub const OPEN: [Part; 8] = [
    Part::Sessions,
    Part::Inspections,
    Part::Training,
    Part::Group,
    Part::Opinions,
    Part::Voters,
    Part::Report,
    Part::Honours,
];

/// What an entry says.
#[derive(Debug, Clone)]
pub enum Says {
    /// The sentence `archive-filed-…` with its facts: what a room of the program files.
    Word(&'static str, Facts),
    /// Words that a person wrote, and why the system does not know it.
    Words(String, String),
}

/// An entry to be filed.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// In whose archive.
    pub person: Uuid,
    /// In which part.
    pub part: Part,
    /// On which day it was.
    pub on_day: NaiveDate,
    /// What it says.
    pub says: Says,
    /// The kind of record it comes from, and which: the same record is filed once in a part.
    pub source: (&'static str, Uuid),
    /// Where the page of that record is; empty where it has none.
    pub path: String,
}

/// File an entry in the transaction of what it tells of; filed again, it stays as it was.
///
/// # Errors
/// When it cannot be written: then what it tells of does not happen either.
pub async fn file(tx: &Tx, app: &App, author: &Author, entry: NewEntry) -> Result<()> {
    let id = app.chance.id(author.at);
    if !store::insert_entry(tx, author, id, &entry).await? {
        return Ok(());
    }
    let facts = json!({ "person": entry.person, "part": entry.part.word(), "source": entry.source.0,
        "record": entry.source.1 });
    note(tx, author, "archive.filed", id, facts).await
}

pub(super) async fn note(
    tx: &Tx,
    author: &Author,
    kind: &str,
    id: Uuid,
    facts: serde_json::Value,
) -> Result<()> {
    let happening = Happening { kind: kind.to_owned(), subject: SUBJECT, subject_id: id, facts };
    journal::append(tx, author, happening).await?;
    Ok(())
}

/// An entry as the commission writes it.
#[derive(Debug, Clone)]
pub struct ByHand<'a> {
    /// The form's own id: sent twice, it is one entry.
    pub form: Uuid,
    /// In whose archive.
    pub person: Uuid,
    /// In which part.
    pub part: Part,
    /// On which day it was.
    pub on_day: NaiveDate,
    /// What it was.
    pub words: &'a str,
    /// Why the system does not know it.
    pub reason: &'a str,
}

/// Write an entry by hand; the deputy is told.
///
/// # Errors
/// `Invalid` with the field when words or reason are missing or the day is ahead; `NotFound` when it is nobody's archive
/// that they may see.
pub async fn write(app: &App, actor: &Actor, new: &ByHand<'_>) -> Result<()> {
    actor.must(Permit::ArchiveKeep)?;
    let (words, reason) = (new.words.trim(), new.reason.trim());
    let mut found = Vec::new();
    for (field, text, key) in
        [("words", words, "archive-words-missing"), ("reason", reason, "archive-reason-missing")]
    {
        if text.is_empty() || text.chars().count() > LONGEST {
            found.push(Mistake::new(field, key));
        }
    }
    if new.on_day > app.clock.today() {
        found.push(Mistake::new("on_day", "archive-day-in-future"));
    }
    if !OPEN.contains(&new.part) {
        found.push(Mistake::new("part", "error-choice"));
    }
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let tx = app.db.begin().await?;
    store::subject(&tx, actor, new.person).await?;
    let entry = NewEntry {
        person: new.person,
        part: new.part,
        on_day: new.on_day,
        says: Says::Words(words.to_owned(), reason.to_owned()),
        source: (BY_HAND, new.form),
        path: String::new(),
    };
    file(&tx, app, &actor.author(Permit::ArchiveKeep, app.clock.now()), entry).await?;
    let facts =
        Facts::from([("part".to_owned(), Fact::Word("archive-part".to_owned(), new.part.word().to_owned()))]);
    hear(&tx, app, (actor.congress, new.person), (Audience::Person(new.person), "archive-entered"), facts)
        .await?;
    tx.commit().await
}

/// Take back an entry that was written by hand, with the reason.
///
/// # Errors
/// `NotFound` when there is none; `Invalid` without a reason; `Conflict` when it was filed by the system or is taken back
/// already.
pub async fn take_back(app: &App, actor: &Actor, id: Uuid, reason: &str) -> Result<Uuid> {
    actor.must(Permit::ArchiveKeep)?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > LONGEST {
        return Err(Error::invalid("reason", "archive-reason-missing"));
    }
    let tx = app.db.begin().await?;
    let entry = store::entry(&tx, actor.congress, id).await?;
    store::subject(&tx, actor, entry.person_id).await?;
    let now = app.clock.now();
    if entry.source != BY_HAND || !store::void_entry(&tx, actor.congress, id, (now, reason)).await? {
        return Err(Error::conflict("archive-moved-on"));
    }
    let author = actor.author(Permit::ArchiveKeep, now);
    note(&tx, &author, "archive.taken_back", id, json!({ "person": entry.person_id })).await?;
    tx.commit().await?;
    Ok(entry.person_id)
}

/// Tell somebody of an archive.
pub(super) async fn hear(
    tx: &Tx,
    app: &App,
    (congress, subject_id): (Uuid, Uuid),
    (to, kind): (Audience, &'static str),
    facts: Facts,
) -> Result<()> {
    tell(tx, app, &Notice { congress, to, kind, subject: "archive", subject_id, facts }).await
}
