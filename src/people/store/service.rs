//! Who holds which seat, who is on leave, who contacts whom: what duties are computed from.

use chrono::NaiveDate;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};
use crate::bodies::store::escaped;

/// A seat from when to when.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Held {
    /// The seat.
    pub id: Uuid,
    /// Whose.
    pub person_id: Uuid,
    /// The name.
    pub name: String,
    /// In which term.
    pub term_id: Uuid,
    /// `deputy` or `committee-member`.
    pub kind: String,
    /// A deputy's constituency.
    pub constituency_id: Option<Uuid>,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day; none while it lasts.
    pub to_on: Option<NaiveDate>,
    /// Why it ended.
    pub end_reason: Option<String>,
}

const HELD: &str = "SELECT s.id, s.person_id, p.name, s.term_id, s.kind, s.constituency_id, s.from_on, s.to_on, \
     s.end_reason FROM seats s JOIN persons p ON p.congress_id = s.congress_id AND p.id = s.person_id \
     WHERE s.congress_id = $1";

/// All seats ever held: of one person, or of everybody.
pub async fn seats(at: &impl Conn, congress: Uuid, person: Option<Uuid>) -> Result<Vec<Held>> {
    let mut values: Vec<Value> = vec![congress.into()];
    let mut only = String::new();
    if let Some(person) = person {
        values.push(person.into());
        only = " AND s.person_id = $2".to_owned();
    }
    at.all(sql(format!("{HELD}{only} ORDER BY s.from_on, p.strokes, s.id"), values)).await
}

/// The seats that a person holds on a day; with the term every seat of it ends.
pub async fn seats_on(at: &impl Conn, congress: Uuid, person: Uuid, day: NaiveDate) -> Result<Vec<Held>> {
    let text = format!(
        "{HELD} AND s.person_id = $2 AND s.from_on <= $3 AND (s.to_on IS NULL OR s.to_on >= $3) \
         AND s.term_id IN (SELECT id FROM terms WHERE congress_id = $1 AND ends_on >= $3) ORDER BY s.from_on, s.id"
    );
    at.all(sql(text, [congress.into(), person.into(), day.into()])).await
}

/// A person with what an assignment goes by.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Sitting {
    /// The person.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// The unit.
    pub unit: String,
    /// The position there.
    pub post: String,
    /// The code of the field of work.
    pub field: String,
    /// The telephone number.
    pub phone: String,
    /// The town or street of the constituency; none for whoever is no deputy.
    pub area_id: Option<Uuid>,
    /// Its name.
    pub area: Option<String>,
    /// The name of the constituency.
    pub constituency: Option<String>,
}

/// Whoever holds a seat of a kind on a day, in the order of names, with the constituency that elected him or her as a
/// deputy. With the term every seat of it ends.
pub async fn sitting(at: &impl Conn, congress: Uuid, kind: &str, day: NaiveDate) -> Result<Vec<Sitting>> {
    let held = |seat: &str| {
        format!(
            "{seat}.from_on <= $3 AND ({seat}.to_on IS NULL OR {seat}.to_on >= $3) \
             AND {seat}.term_id IN (SELECT id FROM terms WHERE congress_id = $1 AND ends_on >= $3)"
        )
    };
    let (own, elected) = (held("s"), held("d"));
    let text = format!(
        "SELECT p.id, p.name, p.unit, p.post, p.field, p.phone, a.id AS area_id, a.name AS area, \
         c.name AS constituency \
         FROM persons p \
         JOIN seats s ON s.congress_id = p.congress_id AND s.person_id = p.id AND s.kind = $2 AND {own} \
         LEFT JOIN seats d ON d.congress_id = p.congress_id AND d.person_id = p.id AND d.kind = 'deputy' AND {elected} \
         LEFT JOIN constituencies c ON c.congress_id = d.congress_id AND c.id = d.constituency_id \
         LEFT JOIN areas a ON a.congress_id = c.congress_id AND a.id = c.area_id \
         WHERE p.congress_id = $1 ORDER BY p.strokes, p.id"
    );
    let mut all: Vec<Sitting> = at.all(sql(text, [congress.into(), kind.into(), day.into()])).await?;
    // Whoever holds two seats is one person.
    all.dedup_by_key(|one| one.id);
    Ok(all)
}

/// Whoever holds a seat on a day and is meant by what was typed: the name, a part of it, or the beginning of its
/// pinyin or initials.
pub async fn sitting_named(
    at: &impl Conn,
    congress: Uuid,
    name: &str,
    most: i64,
    day: NaiveDate,
) -> Result<Vec<Sitting>> {
    let text = "SELECT p.id, p.name, p.unit, p.post, p.field, p.phone, a.id AS area_id, a.name AS area, \
         c.name AS constituency \
         FROM persons p \
         LEFT JOIN seats d ON d.congress_id = p.congress_id AND d.person_id = p.id AND d.kind = 'deputy' \
          AND d.from_on <= $2 AND (d.to_on IS NULL OR d.to_on >= $2) \
          AND d.term_id IN (SELECT id FROM terms WHERE congress_id = $1 AND ends_on >= $2) \
         LEFT JOIN constituencies c ON c.congress_id = d.congress_id AND c.id = d.constituency_id \
         LEFT JOIN areas a ON a.congress_id = c.congress_id AND a.id = c.area_id \
         WHERE p.congress_id = $1 AND (p.name LIKE $3 ESCAPE '!' OR p.initials LIKE $4 ESCAPE '!' \
          OR p.pinyin LIKE $4 ESCAPE '!') \
         AND p.id IN (SELECT person_id FROM seats WHERE congress_id = $1 AND from_on <= $2 \
          AND (to_on IS NULL OR to_on >= $2) \
          AND term_id IN (SELECT id FROM terms WHERE congress_id = $1 AND ends_on >= $2)) \
         ORDER BY p.strokes, p.id LIMIT $5";
    let (inside, begins) = (format!("%{}%", escaped(name)), format!("{}%", escaped(&name.to_lowercase())));
    let values = [congress.into(), day.into(), inside.into(), begins.into(), most.into()];
    at.all(sql(text, values)).await
}

/// Leave or a mandate that rests, from when to when.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Leave {
    /// Its id.
    pub id: Uuid,
    /// Whose.
    pub person_id: Uuid,
    /// The name.
    pub name: String,
    /// Why: `illness`, `study`, `secondment`, `family`, `suspended`.
    pub reason: String,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day; none while it lasts.
    pub to_on: Option<NaiveDate>,
}

/// All leave ever approved: of one person, or of everybody.
pub async fn leaves(at: &impl Conn, congress: Uuid, person: Option<Uuid>) -> Result<Vec<Leave>> {
    let mut values: Vec<Value> = vec![congress.into()];
    let mut only = String::new();
    if let Some(person) = person {
        values.push(person.into());
        only = " AND l.person_id = $2".to_owned();
    }
    let text = format!(
        "SELECT l.id, l.person_id, p.name, l.reason, l.from_on, l.to_on FROM leaves l \
         JOIN persons p ON p.congress_id = l.congress_id AND p.id = l.person_id WHERE l.congress_id = $1{only} \
         ORDER BY l.from_on DESC, l.id"
    );
    at.all(sql(text, values)).await
}

pub(in crate::people) async fn insert_leave(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    (person, reason): (Uuid, &str),
    (from_on, to_on): (NaiveDate, Option<NaiveDate>),
) -> Result<()> {
    let text = "INSERT INTO leaves (congress_id, id, person_id, reason, from_on, to_on) VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [congress.into(), id.into(), person.into(), reason.into(), from_on.into(), to_on.into()];
    tx.put(sql(text, values)).await
}

/// False when there is no such leave that lasts on that day.
pub(in crate::people) async fn end_leave(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    to_on: NaiveDate,
) -> Result<bool> {
    let text = "UPDATE leaves SET to_on = $3 WHERE congress_id = $1 AND id = $2 AND from_on <= $3 \
         AND (to_on IS NULL OR to_on > $3)";
    Ok(tx.run(sql(text, [congress.into(), id.into(), to_on.into()])).await? == 1)
}

/// Who contacts whom, from when to when.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Assigned {
    /// Its id.
    pub id: Uuid,
    /// The committee member.
    pub member_id: Uuid,
    /// The member's name.
    pub member: String,
    /// The deputy.
    pub deputy_id: Uuid,
    /// The deputy's name.
    pub deputy: String,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day; none while it lasts.
    pub to_on: Option<NaiveDate>,
    /// The words of the reasons, separated by blanks.
    pub reasons: String,
}

const ASSIGNED: &str = "SELECT g.id, g.member_id, m.name AS member, g.deputy_id, d.name AS deputy, g.from_on, g.to_on, \
     g.reasons FROM assignments g \
     JOIN persons m ON m.congress_id = g.congress_id AND m.id = g.member_id \
     JOIN persons d ON d.congress_id = g.congress_id AND d.id = g.deputy_id WHERE g.congress_id = $1";

/// All assignments ever: of one person (as member or deputy), or of everybody.
pub async fn assignments(at: &impl Conn, congress: Uuid, person: Option<Uuid>) -> Result<Vec<Assigned>> {
    let mut values: Vec<Value> = vec![congress.into()];
    let mut only = String::new();
    if let Some(person) = person {
        values.push(person.into());
        only = " AND (g.member_id = $2 OR g.deputy_id = $2)".to_owned();
    }
    at.all(sql(format!("{ASSIGNED}{only} ORDER BY g.from_on, m.strokes, d.strokes, g.id"), values)).await
}

/// The assignments in force on a day, by member, then deputy.
pub async fn assignments_on(at: &impl Conn, congress: Uuid, day: NaiveDate) -> Result<Vec<Assigned>> {
    let text = format!(
        "{ASSIGNED} AND g.from_on <= $2 AND (g.to_on IS NULL OR g.to_on >= $2) ORDER BY m.strokes, m.id, d.strokes, d.id"
    );
    at.all(sql(text, [congress.into(), day.into()])).await
}

pub(in crate::people) async fn insert_assignment(
    tx: &Tx,
    congress: Uuid,
    (id, plan): (Uuid, Option<Uuid>),
    (member, deputy): (Uuid, Uuid),
    (from_on, reasons): (NaiveDate, &str),
) -> Result<()> {
    let text = "INSERT INTO assignments (congress_id, id, member_id, deputy_id, from_on, reasons, plan_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        congress.into(),
        id.into(),
        member.into(),
        deputy.into(),
        from_on.into(),
        reasons.into(),
        plan.into(),
    ];
    tx.put(sql(text, values)).await
}

/// False when it has ended already, or would end before it began.
pub(in crate::people) async fn end_assignment(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    to_on: NaiveDate,
) -> Result<bool> {
    let text = "UPDATE assignments SET to_on = $3 WHERE congress_id = $1 AND id = $2 AND from_on <= $3 \
         AND (to_on IS NULL OR to_on > $3)";
    Ok(tx.run(sql(text, [congress.into(), id.into(), to_on.into()])).await? == 1)
}
