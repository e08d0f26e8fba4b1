//! Contacts and what was confided in them: all SQL on their tables.

mod lists;

use chrono::NaiveDate;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::access::{Actor, Permit, Scope};
use crate::base::{Conn, Result, Tx, sql};
use crate::ledger::State;

pub use lists::{Listing, Met, Which, count, last_way, list, met};

/// A contact with what its act says now: that of the last correction.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Contact {
    /// Its id.
    pub id: Uuid,
    /// The member.
    pub member_id: Uuid,
    /// The member's name.
    pub member: String,
    /// What was said.
    pub said: String,
    /// Its act in the ledger.
    pub act_id: Uuid,
    /// The day.
    pub on_day: NaiveDate,
    /// The code of the method.
    pub method: String,
    /// The charter's words for what it was about, separated by blanks.
    pub topics: String,
    /// Where.
    pub place: String,
    /// The word of the act's state.
    pub state: String,
    /// When it was declared.
    pub declared_on: Option<NaiveDate>,
    /// The last day on which declaring it was in time.
    pub timely_until: Option<NaiveDate>,
    /// Why it was returned, or corrected.
    pub note: String,
    /// A correction left nothing of it.
    pub void: bool,
    /// How often the act was changed.
    pub version: i64,
}

impl Contact {
    /// The act's state.
    pub fn state(&self) -> Option<State> {
        State::of_word(&self.state)
    }

    /// Whether what it says may still be changed.
    pub fn is_open(&self) -> bool {
        self.state().is_some_and(State::is_open)
    }

    /// Whether it was declared later than the charter's days allow.
    pub fn is_late(&self) -> bool {
        matches!((self.declared_on, self.timely_until), (Some(on), Some(until)) if on > until)
    }
}

const CONTACT: &str = "SELECT c.id, c.member_id, p.name AS member, c.said, a.id AS act_id, a.on_day, a.method, a.topics, \
     a.place, a.state, a.declared_on, a.timely_until, a.note, a.void, a.version FROM contacts c \
     JOIN acts a ON a.congress_id = c.congress_id AND a.evidence_id = c.id AND a.evidence = 'contact' \
      AND a.superseded_by IS NULL \
     JOIN persons p ON p.congress_id = c.congress_id AND p.id = c.member_id WHERE c.congress_id = $1";

/// The one condition on who sees which contacts `c` with their acts `a`: the member's own; those declared in which one
/// is named; the whole congress's, once declared. Offices and the leadership see none: for them there is the ledger.
pub fn visible_to(actor: &Actor, values: &mut Vec<Value>) -> String {
    const TOLD: &str = "a.state NOT IN ('draft', 'discarded')";
    let mut conditions = vec!["FALSE".to_owned()];
    for (_, scope) in actor.posts_with(Permit::ContactRead) {
        match scope {
            Scope::Congress | Scope::Deployment => conditions.push(TOLD.to_owned()),
            Scope::Own => {
                let Some(person) = actor.person else { continue };
                values.push(person.into());
                let n = values.len();
                conditions.push(format!(
                    "c.member_id = ${n} OR ({TOLD} AND EXISTS (SELECT 1 FROM act_parties q \
                     WHERE q.congress_id = a.congress_id AND q.act_id = a.id AND q.person_id = ${n}))"
                ));
            }
            Scope::Office | Scope::Organ => {}
        }
    }
    format!("({})", conditions.join(" OR "))
}

/// One contact, if they may see it; a stranger learns nothing, not even that it exists.
pub async fn find(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Contact> {
    actor.must(Permit::ContactRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), id.into()];
    let condition = visible_to(actor, &mut values);
    at.one(sql(format!("{CONTACT} AND c.id = $2 AND {condition}"), values)).await
}

/// The contact that a form became, with its member.
pub(super) async fn by_form(at: &impl Conn, congress: Uuid, form: Uuid) -> Result<Option<(Uuid, Uuid)>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        member_id: Uuid,
    }
    let text = "SELECT id, member_id FROM contacts WHERE congress_id = $1 AND form_id = $2";
    let row = at.maybe::<Row>(sql(text, [congress.into(), form.into()])).await?;
    Ok(row.map(|row| (row.id, row.member_id)))
}

pub(super) async fn insert(
    tx: &Tx,
    congress: Uuid,
    (id, form): (Uuid, Uuid),
    (member, act): (Uuid, Uuid),
    said: &str,
) -> Result<()> {
    let text = "INSERT INTO contacts (congress_id, id, form_id, member_id, act_id, said) \
         VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [congress.into(), id.into(), form.into(), member.into(), act.into(), said.into()];
    tx.put(sql(text, values)).await
}

pub(super) async fn set_said(tx: &Tx, congress: Uuid, id: Uuid, said: &str) -> Result<()> {
    let text = "UPDATE contacts SET said = $3 WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [congress.into(), id.into(), said.into()])).await
}

/// Keep what was confided, in place of what was there; nothing erases it.
pub(super) async fn set_confidence(tx: &Tx, congress: Uuid, id: Uuid, confided: &str) -> Result<()> {
    let text = "DELETE FROM confidences WHERE congress_id = $1 AND contact_id = $2";
    tx.put(sql(text, [congress.into(), id.into()])).await?;
    if !confided.is_empty() {
        let text = "INSERT INTO confidences (congress_id, contact_id, text) VALUES ($1, $2, $3)";
        tx.put(sql(text, [congress.into(), id.into(), confided.into()])).await?;
    }
    Ok(())
}

/// What was confided in a contact, for acts that have asked already.
pub(super) async fn confidence(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Option<String>> {
    #[derive(FromQueryResult)]
    struct Row {
        text: String,
    }
    let text = "SELECT text FROM confidences WHERE congress_id = $1 AND contact_id = $2";
    Ok(at.maybe::<Row>(sql(text, [congress.into(), id.into()])).await?.map(|row| row.text))
}

/// Whether anything was confided in a contact.
pub(super) async fn has_confidence(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<bool> {
    #[derive(FromQueryResult)]
    struct Row {
        n: i64,
    }
    let text = "SELECT count(*) AS n FROM confidences WHERE congress_id = $1 AND contact_id = $2";
    Ok(at.one::<Row>(sql(text, [congress.into(), id.into()])).await?.n > 0)
}
