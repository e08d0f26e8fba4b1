//! A deputy asks for a line or a part of the own archive to be put right; the commission answers: put right, and how, or
//! declined, and why. Until then the request stands in the archive, for both to see.

use serde_json::json;
use uuid::Uuid;

use super::acts::{hear, note};
use super::{LONGEST, Part, store};
use crate::access::{Actor, Permit, Role};
use crate::base::{App, Error, Result};
use crate::notices::{Audience, Fact, Facts};

/// What a deputy asks.
#[derive(Debug, Clone)]
pub struct NewCorrection<'a> {
    /// The form's own id: sent twice, it asks once.
    pub form: Uuid,
    /// In which term.
    pub term: Uuid,
    /// About which part.
    pub part: Part,
    /// About which line of it; empty for the part as a whole.
    pub line: &'a str,
    /// What that line says now.
    pub about: String,
    /// What is wrong or missing.
    pub text: &'a str,
}

/// Ask for something in one's own archive to be put right.
///
/// # Errors
/// `Invalid` when it is not said what; `NotFound` for whoever has no archive.
pub async fn ask(app: &App, actor: &Actor, new: &NewCorrection<'_>) -> Result<()> {
    actor.must(Permit::ArchiveAsk)?;
    let person = actor.person.ok_or(Error::NotFound)?;
    let text = new.text.trim();
    if text.is_empty() || text.chars().count() > LONGEST {
        return Err(Error::invalid("text", "archive-text-missing"));
    }
    let tx = app.db.begin().await?;
    let subject = store::subject(&tx, actor, person).await?;
    let author = actor.author(Permit::ArchiveAsk, app.clock.now());
    let id = app.chance.id(author.at);
    let new = NewCorrection { text, ..new.clone() };
    if !store::insert_correction(&tx, &author, (id, person), &new).await? {
        return Ok(());
    }
    let facts = json!({ "person": person, "part": new.part.word(), "line": new.line });
    note(&tx, &author, "archive.correction_asked", id, facts).await?;
    let facts = Facts::from([
        ("name".to_owned(), Fact::Text(subject.name)),
        ("part".to_owned(), Fact::Word("archive-part".to_owned(), new.part.word().to_owned())),
    ]);
    let to = (Audience::Role(Role::Commission), "archive-correction-asked");
    hear(&tx, app, (actor.congress, person), to, facts).await?;
    tx.commit().await
}

/// Answer a request: put right (`true`) and how, or declined and why; whose archive it is.
///
/// # Errors
/// `NotFound` when there is none; `Invalid` without an answer; `Conflict` when it was answered already.
pub async fn answer(app: &App, actor: &Actor, id: Uuid, (corrected, answer): (bool, &str)) -> Result<Uuid> {
    actor.must(Permit::ArchiveKeep)?;
    let answer = answer.trim();
    if answer.is_empty() || answer.chars().count() > LONGEST {
        return Err(Error::invalid("answer", "archive-answer-missing"));
    }
    let tx = app.db.begin().await?;
    let asked = store::correction(&tx, actor, id).await?;
    let author = actor.author(Permit::ArchiveKeep, app.clock.now());
    let outcome = if corrected { "corrected" } else { "declined" };
    if !store::answer_correction(&tx, &author, id, (outcome, answer)).await? {
        return Err(Error::conflict("archive-moved-on"));
    }
    let facts = json!({ "person": asked.person_id, "outcome": outcome });
    note(&tx, &author, "archive.correction_answered", id, facts).await?;
    let facts = Facts::from([
        ("part".to_owned(), Fact::Word("archive-part".to_owned(), asked.part)),
        ("outcome".to_owned(), Fact::Word("archive-outcome".to_owned(), outcome.to_owned())),
    ]);
    let to = (Audience::Person(asked.person_id), "archive-correction-answered");
    hear(&tx, app, (actor.congress, asked.person_id), to, facts).await?;
    tx.commit().await?;
    Ok(asked.person_id)
}
