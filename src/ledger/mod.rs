//! Acts: what counts as duty done (履职台账). Features write here through one face, in the transaction of their
//! own change; nothing else counts, and nobody types a number that this ledger can derive.

mod store;

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;

pub use store::of_person;

use crate::base::{App, Result, Tx};
use crate::journal::{self, Author, Happening};

/// What was done that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A deputy raised an opinion.
    OpinionRaised,
    /// A deputy confirmed to co-sign one.
    OpinionCosigned,
    /// A deputy took a voter's opinion up as a suggestion.
    OpinionTakenUp,
    /// A deputy evaluated how one was handled.
    OpinionEvaluated,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 4] =
        [Kind::OpinionRaised, Kind::OpinionCosigned, Kind::OpinionTakenUp, Kind::OpinionEvaluated];

    /// The word in the database and in sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Kind::OpinionRaised => "opinion-raised",
            Kind::OpinionCosigned => "opinion-cosigned",
            Kind::OpinionTakenUp => "opinion-taken-up",
            Kind::OpinionEvaluated => "opinion-evaluated",
        }
    }
}

/// An act to be written.
#[derive(Debug, Clone)]
pub struct NewAct {
    /// Who did it.
    pub person: Uuid,
    /// What.
    pub kind: Kind,
    /// On which day.
    pub on_day: NaiveDate,
    /// For which constituency.
    pub constituency: Option<Uuid>,
    /// The kind of thing that shows it: `case`.
    pub evidence: &'static str,
    /// Which.
    pub evidence_id: Uuid,
}

/// An act as recorded.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Act {
    /// Its id.
    pub id: Uuid,
    /// The word of its [`Kind`].
    pub kind: String,
    /// The day.
    pub on_day: NaiveDate,
    /// The kind of thing that shows it.
    pub evidence: String,
    /// Which.
    pub evidence_id: Uuid,
    /// `draft`, `declared`, `verified`, `returned`.
    pub state: String,
}

/// Write an act that the system itself witnessed: it is verified as it is written. The same act on the same
/// evidence counts once.
///
/// # Errors
/// When it cannot be written: then what it tells of does not happen either.
pub async fn witness(tx: &Tx, app: &App, author: &Author, act: &NewAct) -> Result<()> {
    let id = app.chance.id(author.at);
    if !store::insert(tx, author, id, act, "verified").await? {
        return Ok(());
    }
    let facts = json!({ "act": act.kind.word(), "person": act.person, "evidence": act.evidence_id });
    let happening = Happening { kind: "act.recorded".to_owned(), subject: "act", subject_id: id, facts };
    journal::append(tx, author, happening).await?;
    Ok(())
}
