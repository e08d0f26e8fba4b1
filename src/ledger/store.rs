//! Acts, who was on the other side, objections: all SQL on the ledger's tables.

mod counts;
mod lists;
mod objections;
mod tally;

use charter::RegistrationWay;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::flow::State;
use super::{Act, NewAct, Way};
use crate::access::{Actor, Permit, Scope};
use crate::base::{Conn, Error, Result, Tx, sql};
use crate::journal::Author;
use crate::people::store::reach::reaching;

pub use counts::{books_of, counted, set_books};
pub(super) use counts::{clear_counts, move_count};
pub(super) use lists::insert_quarter;
pub use lists::{
    Facts, Line, Listing, Quarter, Which, audited, count, facts, list, of_evidence, of_person, quarters,
};
pub use objections::{
    Objection, Waiting, objected, objection, objections, objections_concerning, objections_of, objections_to,
    open_objections, open_objections_in, unverified_in,
};
pub(super) use objections::{answer_objection, insert_objection};
pub use tally::{Alike, Counting, OnDay, Only, alike, by_day, by_topic, counting, tally};

/// The columns of an [`Act`], of the table `acts` as `a`.
pub const COLUMNS: &str = "a.id, a.person_id, a.kind, a.on_day, a.method, a.topics, a.place, a.constituency_id, \
     a.evidence, a.evidence_id, a.way, a.state, a.office_id, a.entered_by, a.entered_at, a.declared_on, \
     a.timely_until, a.decided_at, a.note, a.supersedes_id, a.superseded_by, a.void, a.version";

/// The one condition on who sees which acts `a`: one's own and those in which one is named, one's office's people and
/// what it registered, or the whole congress. A draft is the business of its person and of whoever wrote it.
pub fn visible_to(actor: &Actor, values: &mut Vec<Value>) -> String {
    visible_under(actor, Permit::ActRead, values)
}

/// The same under another permit: for rooms that show what acts are about.
pub fn visible_under(actor: &Actor, permit: Permit, values: &mut Vec<Value>) -> String {
    let mut conditions = vec![reaching(actor, permit, "a.person_id", values)];
    let mut own = vec!["a.state <> 'draft'".to_owned()];
    if let Some(person) = actor.person.filter(|_| actor.may(permit)) {
        values.push(person.into());
        let n = values.len();
        conditions.push(format!("a.person_id = ${n}"));
        conditions.push(format!(
            "EXISTS (SELECT 1 FROM act_parties q WHERE q.congress_id = a.congress_id AND q.act_id = a.id \
             AND q.person_id = ${n})"
        ));
        own.push(format!("a.person_id = ${n}"));
    }
    for (post, _) in actor.posts_with(permit).filter(|(_, scope)| *scope == Scope::Office) {
        let Some(office) = post.organization else { continue };
        values.push(office.into());
        conditions.push(format!("a.office_id = ${}", values.len()));
        own.push(format!("a.office_id = ${}", values.len()));
    }
    if let Some(account) = actor.account {
        values.push(account.into());
        own.push(format!("a.entered_by = ${}", values.len()));
    }
    format!("({}) AND ({})", conditions.join(" OR "), own.join(" OR "))
}

/// An act that the actor may see; a stranger gets `NotFound`.
pub async fn find(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Act> {
    actor.must(Permit::ActRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), id.into()];
    let condition = visible_to(actor, &mut values);
    let text = format!("SELECT {COLUMNS} FROM acts a WHERE a.congress_id = $1 AND a.id = $2 AND {condition}");
    at.one(sql(text, values)).await
}

/// An act, for acts that have asked already.
pub(super) async fn one(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Act> {
    let text = format!("SELECT {COLUMNS} FROM acts a WHERE a.congress_id = $1 AND a.id = $2");
    at.one(sql(text, [congress.into(), id.into()])).await
}

/// How an act is entered.
pub(super) struct Entry {
    /// By which way.
    pub way: Way,
    /// As what.
    pub state: State,
    /// When it was declared, and until when that was in time.
    pub timely: Option<(NaiveDate, NaiveDate)>,
}

/// False when the same act is there already.
pub(super) async fn insert(tx: &Tx, author: &Author, id: Uuid, new: &NewAct, entry: &Entry) -> Result<bool> {
    let text = "INSERT INTO acts (congress_id, id, person_id, kind, on_day, method, topics, place, constituency_id, \
         evidence, evidence_id, way, state, office_id, entered_by, entered_at, declared_on, timely_until) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) \
         ON CONFLICT DO NOTHING";
    let values = [
        author.congress.into(),
        id.into(),
        new.person.into(),
        new.kind.word().into(),
        new.on_day.into(),
        new.method.clone().into(),
        new.topics.join(" ").into(),
        new.place.clone().into(),
        new.constituency.into(),
        new.evidence.into(),
        new.evidence_id.into(),
        entry.way.word().into(),
        entry.state.word().into(),
        new.office.into(),
        author.account.into(),
        author.at.into(),
        entry.timely.map(|(on, _)| on).into(),
        entry.timely.map(|(_, until)| until).into(),
    ];
    if tx.run(sql(text, values)).await? == 0 {
        return Ok(false);
    }
    insert_parties(tx, author.congress, id, &new.asked()).await?;
    Ok(true)
}

async fn insert_parties(tx: &Tx, congress: Uuid, act: Uuid, parties: &[Uuid]) -> Result<()> {
    let text =
        "INSERT INTO act_parties (congress_id, act_id, person_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    for party in parties {
        tx.put(sql(text, [congress.into(), act.into(), (*party).into()])).await?;
    }
    Ok(())
}

/// Change what an open act says; whoever was named is asked anew.
pub(super) async fn amend(
    tx: &Tx,
    congress: Uuid,
    act: &Act,
    new: &NewAct,
    way: RegistrationWay,
) -> Result<()> {
    let text = "UPDATE acts SET on_day = $4, method = $5, topics = $6, place = $7, constituency_id = $8, way = $9, \
         declared_on = $10, timely_until = $11, version = version + 1 \
         WHERE congress_id = $1 AND id = $2 AND version = $3 AND state IN ('draft', 'returned')";
    // What happened on another day was never declared before.
    let declared = act.declared_on.zip(act.timely_until).filter(|_| new.on_day == act.on_day);
    let values = [
        congress.into(),
        act.id.into(),
        act.version.into(),
        new.on_day.into(),
        new.method.clone().into(),
        new.topics.join(" ").into(),
        new.place.clone().into(),
        new.constituency.into(),
        way.word().into(),
        declared.map(|(on, _)| on).into(),
        declared.map(|(_, until)| until).into(),
    ];
    if tx.run(sql(text, values)).await? == 0 {
        return Err(Error::conflict("ledger-moved-on"));
    }
    let text = "DELETE FROM act_parties WHERE congress_id = $1 AND act_id = $2";
    tx.put(sql(text, [congress.into(), act.id.into()])).await?;
    insert_parties(tx, congress, act.id, &new.asked()).await
}

/// How an act is moved on.
pub(super) struct Change<'a> {
    /// Where to.
    pub state: State,
    /// With which reason.
    pub note: &'a str,
    /// When it was declared, and until when that was in time; none when it is not declared any more.
    pub timely: Option<(NaiveDate, NaiveDate)>,
    /// It counts from now on, or somebody returned it.
    pub decided: bool,
}

/// False when it has moved on meanwhile.
pub(super) async fn set_state(tx: &Tx, author: &Author, act: &Act, change: &Change<'_>) -> Result<bool> {
    let text = "UPDATE acts SET state = $4, note = $5, declared_on = $6, timely_until = $7, decided_by = $8, \
         decided_at = $9, version = version + 1 WHERE congress_id = $1 AND id = $2 AND version = $3 AND state = $10";
    let values = [
        author.congress.into(),
        act.id.into(),
        act.version.into(),
        change.state.word().into(),
        change.note.into(),
        change.timely.map(|(on, _)| on).into(),
        change.timely.map(|(_, until)| until).into(),
        author.account.filter(|_| change.decided).into(),
        change.decided.then_some(author.at).into(),
        act.state.clone().into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// How a correction is entered.
pub(super) struct Replacement<'a> {
    /// Its id.
    pub id: Uuid,
    /// Nothing of the old act stands.
    pub void: bool,
    /// Why.
    pub note: &'a str,
    /// When the old act was declared, and until when that was in time for the new day.
    pub timely: Option<(NaiveDate, NaiveDate)>,
}

/// Put a correction in the place of an act that counts. Whoever confirmed the same day need not do so again.
pub(super) async fn supersede(
    tx: &Tx,
    author: &Author,
    (old, new): (&Act, &NewAct),
    change: &Replacement<'_>,
) -> Result<()> {
    let text = "INSERT INTO acts (congress_id, id, person_id, kind, on_day, method, topics, place, constituency_id, \
         evidence, evidence_id, way, state, office_id, entered_by, entered_at, declared_on, timely_until, decided_by, \
         decided_at, note, supersedes_id, void) SELECT congress_id, $3, person_id, kind, $4, method, topics, place, $5, \
         evidence, evidence_id, way, state, office_id, $6, $7, $10, $11, $6, $7, $8, id, $9 \
         FROM acts WHERE congress_id = $1 AND id = $2 AND superseded_by IS NULL ON CONFLICT DO NOTHING";
    let values = [
        author.congress.into(),
        old.id.into(),
        change.id.into(),
        new.on_day.into(),
        new.constituency.into(),
        author.account.into(),
        author.at.into(),
        change.note.into(),
        change.void.into(),
        change.timely.map(|(on, _)| on).into(),
        change.timely.map(|(_, until)| until).into(),
    ];
    if tx.run(sql(text, values)).await? == 0 {
        return Err(Error::conflict("ledger-moved-on"));
    }
    insert_parties(tx, author.congress, change.id, &new.asked()).await?;
    if new.on_day == old.on_day {
        let text = "UPDATE act_parties SET answer = 'confirmed', answered_at = (SELECT o.answered_at \
             FROM act_parties o WHERE o.congress_id = $1 AND o.act_id = $3 AND o.person_id = act_parties.person_id) \
             WHERE congress_id = $1 AND act_id = $2 AND person_id IN (SELECT o.person_id FROM act_parties o \
             WHERE o.congress_id = $1 AND o.act_id = $3 AND o.answer = 'confirmed')";
        tx.put(sql(text, [author.congress.into(), change.id.into(), old.id.into()])).await?;
    }
    let text = "UPDATE acts SET superseded_by = $3 WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [author.congress.into(), old.id.into(), change.id.into()])).await
}

pub(super) async fn link(
    tx: &Tx,
    congress: Uuid,
    act: Uuid,
    (kind, id): (&str, Uuid),
    at: DateTime<Utc>,
) -> Result<()> {
    let text = "INSERT INTO act_links (congress_id, act_id, kind, linked_id, at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT DO NOTHING";
    tx.put(sql(text, [congress.into(), act.into(), kind.into(), id.into(), at.into()])).await
}

/// A further record that shows an act.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Linked {
    /// What kind of record.
    pub kind: String,
    /// Which.
    pub linked_id: Uuid,
    /// Since when.
    pub at: DateTime<Utc>,
}

/// The further records that show an act.
pub async fn links(at: &impl Conn, congress: Uuid, act: Uuid) -> Result<Vec<Linked>> {
    let text = "SELECT kind, linked_id, at FROM act_links WHERE congress_id = $1 AND act_id = $2 ORDER BY at, linked_id";
    at.all(sql(text, [congress.into(), act.into()])).await
}

/// Somebody on the other side of an act.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Party {
    /// The act.
    pub act_id: Uuid,
    /// Who.
    pub person_id: Uuid,
    /// The name.
    pub name: String,
    /// `confirmed`, `objected`, or nothing yet.
    pub answer: String,
}

const PARTY: &str = "SELECT q.act_id, q.person_id, p.name, q.answer FROM act_parties q \
     JOIN persons p ON p.congress_id = q.congress_id AND p.id = q.person_id";

/// Who was on the other side of an act.
pub async fn parties_of(at: &impl Conn, congress: Uuid, act: Uuid) -> Result<Vec<Party>> {
    let text = format!("{PARTY} WHERE q.congress_id = $1 AND q.act_id = $2 ORDER BY p.strokes, p.id");
    at.all(sql(text, [congress.into(), act.into()])).await
}

/// Who was on the other side of several acts, in the order of people's names.
pub async fn parties_of_all(at: &impl Conn, congress: Uuid, acts: &[Uuid]) -> Result<Vec<Party>> {
    if acts.is_empty() {
        return Ok(Vec::new());
    }
    let marks: Vec<String> = (2..acts.len() + 2).map(|n| format!("${n}")).collect();
    let text = format!(
        "{PARTY} WHERE q.congress_id = $1 AND q.act_id IN ({}) ORDER BY p.strokes, p.id",
        marks.join(", ")
    );
    let values = std::iter::once(congress.into()).chain(acts.iter().map(|act| (*act).into()));
    at.all(sql(text, values.collect::<Vec<_>>())).await
}

pub(super) async fn set_answer(
    tx: &Tx,
    congress: Uuid,
    (act, person): (Uuid, Uuid),
    answer: &str,
    at: DateTime<Utc>,
) -> Result<()> {
    let text = "UPDATE act_parties SET answer = $4, answered_at = $5 \
         WHERE congress_id = $1 AND act_id = $2 AND person_id = $3";
    tx.put(sql(text, [congress.into(), act.into(), person.into(), answer.into(), at.into()])).await
}
