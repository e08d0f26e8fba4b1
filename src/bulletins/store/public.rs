//! What was published, for everybody and for those it was sent to: items and issues together.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::{ISSUE, ITEM, PAGE};
use crate::access::{Actor, Permit};
use crate::base::{Conn, Result, sql};
use crate::bulletins::{ISSUES, Issue, Item, numbers};
use crate::search::{self, Ask, Only};

/// Something that was published: an item or an issue.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Thing {
    /// Its id.
    pub id: Uuid,
    /// The kind of item or issue.
    pub kind: String,
    /// Its title; an issue's may be empty.
    pub title: String,
    /// Who issues it; of an issue the office.
    pub issuer: String,
    /// The day of an item's adoption.
    pub adopted_on: Option<NaiveDate>,
    /// The year of its number.
    pub year: i64,
    /// Its number.
    pub nth: i64,
    /// An issue's number of all years.
    pub total: i64,
    /// When it was published.
    pub sent_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

impl Thing {
    /// Whether it is an issue.
    pub fn is_issue(&self) -> bool {
        ISSUES.contains(&self.kind.as_str())
    }

    /// Its title as a list says it: an issue's begins with its number.
    pub fn name(&self) -> String {
        if !self.is_issue() {
            return self.title.clone();
        }
        format!("{} {}", numbers::label(&self.kind, self.year, self.nth, self.total), self.title)
    }

    /// Its public address.
    pub fn path(&self) -> String {
        let folder = match self.kind.as_str() {
            "gazette" => "gazettes",
            "brief" => "briefs",
            _ => "bulletins",
        };
        format!("/{folder}/{}-{}", self.year, self.nth)
    }
}

/// Items and issues that were published, as `b`.
const THINGS: &str = "(SELECT i.congress_id, i.id, i.kind, e.title, e.issuer, e.adopted_on, i.year, i.nth, \
     CAST(0 AS bigint) AS total, i.sent_at, i.updated_at, i.withdrawn_at, i.readers, i.reader_office \
     FROM bulletin_items i JOIN bulletin_editions e ON e.congress_id = i.congress_id AND e.item_id = i.id \
     AND e.edition = i.edition \
     UNION ALL SELECT s.congress_id, s.id, s.kind, s.title, o.name AS issuer, CAST(NULL AS date) AS adopted_on, s.year, \
     s.nth, s.total, s.sent_at, s.updated_at, s.withdrawn_at, s.readers, \
     CAST(NULL AS uuid) AS reader_office FROM bulletin_issues s JOIN organizations o \
     ON o.congress_id = s.congress_id AND o.id = s.office_id WHERE s.state = 'issued') b";

const COLUMNS: &str = "b.id, b.kind, b.title, b.issuer, b.adopted_on, b.year, b.nth, b.total, b.sent_at, b.updated_at, \
     b.withdrawn_at";

/// What everybody reads: meant for everybody, and sent to the site.
fn on_site(row: &str) -> String {
    format!(
        "{row}.readers = 'public' AND EXISTS (SELECT 1 FROM bulletin_deliveries d WHERE d.congress_id = {row}.congress_id \
         AND d.thing_id = {row}.id AND d.channel = 'website')"
    )
}

/// The one condition on who reads what was published: what is for everybody or all deputies, whoever works with deputies;
/// what is for an office's people, its clerks; and everything that one was sent.
pub fn open_to(actor: &Actor, row: &str, values: &mut Vec<Value>) -> String {
    let mut conditions = vec!["FALSE".to_owned()];
    if actor.may(Permit::BulletinOpen) {
        conditions.push(format!("{row}.readers IN ('public', 'deputies')"));
    }
    for (post, _) in actor.posts_with(Permit::BulletinOpen) {
        let Some(office) = post.organization else { continue };
        values.push(office.into());
        conditions.push(format!("{row}.reader_office = ${}", values.len()));
    }
    if let Some(person) = actor.person {
        values.push(person.into());
        conditions.push(format!(
            "EXISTS (SELECT 1 FROM bulletin_readers r WHERE r.congress_id = {row}.congress_id AND r.thing_id = {row}.id \
             AND r.person_id = ${})",
            values.len()
        ));
    }
    format!("({})", conditions.join(" OR "))
}

/// What the archive is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Which {
    /// A kind of item or issue.
    pub kind: Option<String>,
    /// A year.
    pub year: Option<i64>,
}

fn cut(mut things: Vec<Thing>) -> (Vec<Thing>, bool) {
    let more = things.len() > PAGE;
    things.truncate(PAGE);
    (things, more)
}

/// A page of the public archive, the newest first; and whether there is more.
pub async fn archive(
    at: &impl Conn,
    congress: Uuid,
    which: &Which,
    page: usize,
) -> Result<(Vec<Thing>, bool)> {
    let mut values: Vec<Value> = vec![congress.into()];
    let mut only = String::new();
    if let Some(kind) = &which.kind {
        values.push(kind.clone().into());
        only += &format!(" AND b.kind = ${}", values.len());
    }
    if let Some(year) = which.year {
        values.push(year.into());
        only += &format!(" AND b.year = ${}", values.len());
    }
    let text = format!(
        "SELECT {COLUMNS} FROM {THINGS} WHERE b.congress_id = $1 AND {}{only} ORDER BY b.sent_at DESC, b.id DESC \
         LIMIT {} OFFSET {}",
        on_site("b"),
        PAGE + 1,
        page * PAGE
    );
    Ok(cut(at.all(sql(text, values)).await?))
}

#[derive(FromQueryResult)]
struct Year {
    year: i64,
}

/// The years of the public archive, the newest first.
pub async fn years(at: &impl Conn, congress: Uuid) -> Result<Vec<i64>> {
    let text = format!(
        "SELECT DISTINCT b.year FROM {THINGS} WHERE b.congress_id = $1 AND {} ORDER BY b.year DESC",
        on_site("b")
    );
    let found: Vec<Year> = at.all(sql(text, [congress.into()])).await?;
    Ok(found.into_iter().map(|row| row.year).collect())
}

/// The kind of thing in the search index.
pub(in crate::bulletins) const INDEXED: &str = "bulletin";

/// What everybody may read and has all the words of a question, the newest first; and where to go on.
pub async fn found(
    at: &impl Conn,
    congress: Uuid,
    query: &str,
    before: Option<i64>,
) -> Result<(Vec<Thing>, Option<i64>)> {
    let only = Only {
        join: format!("JOIN {THINGS} ON b.congress_id = t.congress_id AND b.id = t.subject_id"),
        condition: format!("{} AND b.withdrawn_at IS NULL", on_site("b")),
        values: Vec::new(),
    };
    let ask = Ask { congress, kind: INDEXED, query, most: PAGE as u64 + 1, before };
    let mut hits = search::find_where(at, &ask, only).await?;
    let more = hits.len() > PAGE;
    hits.truncate(PAGE);
    let next = hits.last().filter(|_| more).map(|hit| hit.number);
    let ids: Vec<Uuid> = hits.iter().map(|hit| hit.subject_id).collect();
    let mut things = by_ids(at, congress, &ids).await?;
    things.sort_by_key(|thing| ids.iter().position(|id| *id == thing.id));
    Ok((things, next))
}

async fn by_ids(at: &impl Conn, congress: Uuid, ids: &[Uuid]) -> Result<Vec<Thing>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![congress.into()];
    let marks: Vec<String> = ids
        .iter()
        .map(|id| {
            values.push((*id).into());
            format!("${}", values.len())
        })
        .collect();
    let text =
        format!("SELECT {COLUMNS} FROM {THINGS} WHERE b.congress_id = $1 AND b.id IN ({})", marks.join(", "));
    at.all(sql(text, values)).await
}

/// A page of the feeds: what everybody may read, what changed last first, from after a thing on.
pub async fn feed(
    at: &impl Conn,
    congress: Uuid,
    after: Option<Uuid>,
    most: usize,
) -> Result<(Vec<Thing>, bool)> {
    let mut values: Vec<Value> = vec![congress.into()];
    let mut only = String::new();
    if let Some(after) = after {
        let last = by_ids(at, congress, &[after]).await?.pop().ok_or(crate::base::Error::NotFound)?;
        values.extend([last.updated_at.into(), last.id.into()]);
        only = " AND (b.updated_at < $2 OR (b.updated_at = $2 AND b.id < $3))".to_owned();
    }
    let text = format!(
        "SELECT {COLUMNS} FROM {THINGS} WHERE b.congress_id = $1 AND {} AND b.withdrawn_at IS NULL{only} \
         ORDER BY b.updated_at DESC, b.id DESC LIMIT {}",
        on_site("b"),
        most + 1
    );
    let mut things: Vec<Thing> = at.all(sql(text, values)).await?;
    let more = things.len() > most;
    things.truncate(most);
    Ok((things, more))
}

/// An item as everybody reads it, by its number.
pub async fn item(at: &impl Conn, congress: Uuid, (year, nth): (i64, i64)) -> Result<Item> {
    let text = format!(
        "SELECT {ITEM} AND e.edition = i.edition WHERE i.congress_id = $1 AND i.year = $2 AND i.nth = $3 AND {}",
        on_site("i")
    );
    at.one(sql(text, [congress.into(), year.into(), nth.into()])).await
}

/// An item as everybody reads it, by its id.
pub async fn item_by_id(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Item> {
    let text = format!(
        "SELECT {ITEM} AND e.edition = i.edition WHERE i.congress_id = $1 AND i.id = $2 AND {}",
        on_site("i")
    );
    at.one(sql(text, [congress.into(), id.into()])).await
}

/// An issue as everybody reads it, by its number.
pub async fn issue(at: &impl Conn, congress: Uuid, kind: &str, (year, nth): (i64, i64)) -> Result<Issue> {
    let text = format!(
        "SELECT {ISSUE} WHERE i.congress_id = $1 AND i.kind = $2 AND i.year = $3 AND i.nth = $4 \
         AND i.state = 'issued' AND {}",
        on_site("i")
    );
    at.one(sql(text, [congress.into(), kind.into(), year.into(), nth.into()])).await
}

/// An issue by its number, whoever may read it, for the program's own commands.
pub async fn numbered(at: &impl Conn, congress: Uuid, kind: &str, (year, nth): (i64, i64)) -> Result<Issue> {
    let text =
        format!("SELECT {ISSUE} WHERE i.congress_id = $1 AND i.kind = $2 AND i.year = $3 AND i.nth = $4");
    at.one(sql(text, [congress.into(), kind.into(), year.into(), nth.into()])).await
}

/// An issue by its id, for the program's own commands.
pub async fn issued(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Issue> {
    let text = format!("SELECT {ISSUE} WHERE i.congress_id = $1 AND i.id = $2");
    at.one(sql(text, [congress.into(), id.into()])).await
}

/// The items that put an issue right, the oldest first; for everybody those on the site, else all that were published.
pub async fn corrections(at: &impl Conn, congress: Uuid, issue: Uuid, everybody: bool) -> Result<Vec<Item>> {
    let seen = if everybody { on_site("i") } else { "TRUE".to_owned() };
    let text = format!(
        "SELECT {ITEM} AND e.edition = i.edition WHERE i.congress_id = $1 AND i.corrects_issue = $2 \
         AND i.withdrawn_at IS NULL AND {seen} ORDER BY i.sent_at, i.id"
    );
    at.all(sql(text, [congress.into(), issue.into()])).await
}

/// A published item that the actor may read; a stranger gets `NotFound`.
pub async fn open_item(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Option<Item>> {
    actor.must(Permit::BulletinOpen)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), id.into()];
    let condition = open_to(actor, "i", &mut values);
    let text = format!(
        "SELECT {ITEM} AND e.edition = i.edition WHERE i.congress_id = $1 AND i.id = $2 AND {condition}"
    );
    at.maybe(sql(text, values)).await
}

/// An issue that the actor may read.
pub async fn open_issue(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Option<Issue>> {
    actor.must(Permit::BulletinOpen)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), id.into()];
    // An issue is for everybody or for all deputies, never for one office.
    let condition = open_to(actor, "b", &mut values);
    let text = format!(
        "SELECT {ISSUE} WHERE i.congress_id = $1 AND i.id = $2 AND i.state = 'issued' \
         AND EXISTS (SELECT 1 FROM {THINGS} WHERE b.congress_id = i.congress_id AND b.id = i.id AND {condition})"
    );
    at.maybe(sql(text, values)).await
}

/// Whether a person was sent something, and whether he or she has opened it.
#[derive(Debug, Clone, FromQueryResult)]
struct Mark {
    opened: Option<bool>,
}

/// Something with its mark.
#[derive(Debug, Clone, FromQueryResult)]
struct Marked {
    #[sea_orm(nested)]
    thing: Thing,
    #[sea_orm(nested)]
    mark: Mark,
}

/// A page of what the actor may read, the newest first, each with whether he or she was sent it and has opened it.
pub async fn reading(
    at: &impl Conn,
    actor: &Actor,
    page: usize,
) -> Result<(Vec<(Thing, Option<bool>)>, bool)> {
    actor.must(Permit::BulletinOpen)?;
    // Whoever is nobody in the register was sent nothing.
    let person = actor.person.unwrap_or_default();
    let mut values: Vec<Value> = vec![actor.congress.into(), person.into()];
    let condition = open_to(actor, "b", &mut values);
    let text = format!(
        "SELECT {COLUMNS}, CASE WHEN m.thing_id IS NULL THEN NULL ELSE m.opened_at IS NOT NULL END AS opened \
         FROM {THINGS} LEFT JOIN bulletin_readers m ON m.congress_id = b.congress_id AND m.thing_id = b.id \
         AND m.person_id = $2 WHERE b.congress_id = $1 AND {condition} ORDER BY b.sent_at DESC, b.id DESC \
         LIMIT {} OFFSET {}",
        PAGE + 1,
        page * PAGE
    );
    let mut rows: Vec<Marked> = at.all(sql(text, values)).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    Ok((rows.into_iter().map(|row| (row.thing, row.mark.opened)).collect(), more))
}

/// What a person was sent and has not opened, the newest first; what was withdrawn is left out.
pub async fn unopened(at: &impl Conn, actor: &Actor, most: usize) -> Result<Vec<Thing>> {
    actor.must(Permit::BulletinOpen)?;
    let Some(person) = actor.person else { return Ok(Vec::new()) };
    let text = format!(
        "SELECT {COLUMNS} FROM {THINGS} JOIN bulletin_readers r ON r.congress_id = b.congress_id AND r.thing_id = b.id \
         WHERE b.congress_id = $1 AND r.person_id = $2 AND r.opened_at IS NULL AND b.withdrawn_at IS NULL \
         ORDER BY b.sent_at DESC, b.id DESC LIMIT {most}"
    );
    at.all(sql(text, [actor.congress.into(), person.into()])).await
}

#[derive(FromQueryResult)]
struct Sent {
    opened_at: Option<DateTime<Utc>>,
}

/// Whether a person was sent something, and whether he or she has opened it.
pub async fn opened(at: &impl Conn, congress: Uuid, thing: Uuid, person: Uuid) -> Result<Option<bool>> {
    let text =
        "SELECT opened_at FROM bulletin_readers WHERE congress_id = $1 AND thing_id = $2 AND person_id = $3";
    let found: Option<Sent> = at.maybe(sql(text, [congress.into(), thing.into(), person.into()])).await?;
    Ok(found.map(|row| row.opened_at.is_some()))
}
