//! What happened to a case, in dated sentences in plain words: the same for voter, deputy and organ, with what was
//! said beneath where the reader may see it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::Case;
use super::flow::StepKind;
use super::store::{self, Entry};
use crate::base::{Conn, Error, Result, form::Say};
use crate::{journal, people};

/// Who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Audience {
    /// Anybody, of a published case.
    Public,
    /// Whoever holds the receipt.
    Voter,
    /// A deputy, an office, a working body, an organ that takes part.
    Party,
}

/// One thing that happened.
#[derive(Debug, Clone)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// The sentence.
    pub say: Say,
    /// The word of the step, or `raised`.
    pub kind: String,
    /// What was said, if this reader may read it.
    pub said: Option<Entry>,
    /// In whose name, or by which person.
    pub who: String,
    /// By which day the next thing was due then.
    pub due: Option<NaiveDate>,
}

/// All that happened, in order, as far as this reader may know.
pub async fn timeline(at: &impl Conn, congress: Uuid, case: &Case, audience: Audience) -> Result<Vec<Event>> {
    let happened = journal::by_subject(at, congress, case.id).await?;
    let mut said: BTreeMap<Uuid, Entry> =
        store::entries(at, congress, case.id).await?.into_iter().map(|entry| (entry.id, entry)).collect();
    let names = Names::of(at, congress).await?;
    let mut events = Vec::new();
    for entry in happened {
        let kind = entry.kind.strip_prefix("case.").unwrap_or(&entry.kind).to_owned();
        if from(&kind) > audience {
            continue;
        }
        let facts: Value = serde_json::from_str(&entry.facts).unwrap_or_default();
        let said = id(&facts, "entry").and_then(|id| said.remove(&id));
        let say = names.sentence(&kind, &facts)?;
        let who = match &said {
            Some(said) => names.speaker(said)?,
            None => String::new(),
        };
        let said = said.filter(|_| words_from(&kind) <= audience);
        let due = facts.get("due").and_then(Value::as_str).and_then(|day| day.parse().ok());
        events.push(Event { at: entry.at, say, kind, said, who, due });
    }
    Ok(events)
}

/// From which reader on a step is told of at all.
fn from(kind: &str) -> Audience {
    let Ok(step) = StepKind::try_from(kind) else {
        return if kind == "raised" { Audience::Public } else { Audience::Party };
    };
    use StepKind::*;
    match step {
        AnswerOnSpot | GuideElsewhere | Join | SendToDeputy | SendOn | TakeUp | LeaveIt | Transfer
        | Retransfer | SignFor | GrantExtension | Reply | Evaluate | Rehandle | Supervise
        | ConcludeSupervision | TrackPromise | KeepPromise | ConfirmKept | RejectKept | MovePromise
        | Close => Audience::Public,
        Reopen | Return | AcceptReturn | RecordContact | Receive | TellVoter | Withdraw
        | MakeConfidential | LiftConfidential | Publish | Unpublish | NameDeputy => Audience::Voter,
        _ => Audience::Party,
    }
}

/// From which reader on what was said with a step may be read.
pub(super) fn words_from(kind: &str) -> Audience {
    use StepKind::*;
    match StepKind::try_from(kind) {
        Ok(Reply | AnswerOnSpot | KeepPromise) => Audience::Public,
        Ok(GuideElsewhere | Evaluate | MovePromise | Rehandle | GrantExtension) => Audience::Voter,
        _ => Audience::Party,
    }
}

fn id(facts: &Value, name: &str) -> Option<Uuid> {
    facts.get(name)?.as_str()?.parse().ok()
}

/// The names a page needs.
pub(super) struct Names(Arc<BTreeMap<Uuid, String>>);

impl Names {
    pub(super) async fn of(at: &impl Conn, congress: Uuid) -> Result<Self> {
        people::store::all_names(at, congress).await.map(Self)
    }

    /// The name of a person, an organization or a constituency.
    ///
    /// # Errors
    /// `NotFound` when there is no such thing.
    pub(super) fn name(&self, id: Uuid) -> Result<String> {
        self.0.get(&id).cloned().ok_or(Error::NotFound)
    }

    fn sentence(&self, kind: &str, facts: &Value) -> Result<Say> {
        let mut say = Say::new(&format!("case-did-{kind}"));
        for name in ["organ", "body", "office", "deputy"] {
            if let Some(id) = id(facts, name) {
                say = say.with(name, self.name(id)?);
            }
        }
        if let Some(reader) = facts.get("reader").and_then(Value::as_str) {
            say.key = format!("{}-{reader}", say.key);
        }
        Ok(say)
    }

    fn speaker(&self, said: &Entry) -> Result<String> {
        said.by_organization_id.or(said.by_person_id).map_or(Ok(String::new()), |id| self.name(id))
    }
}
