use std::cmp::Reverse;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::parts;
use super::seen::{part_of, visible_to};
use super::waiting::{WITH_ORGAN, waits_for};
use crate::access::Actor;
use crate::base::{Conn, Result, places, sql};
use crate::cases::Case;

/// A case as a line in a list.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Line {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// One line.
    pub subject: String,
    /// The line shown to the public.
    pub public_subject: Option<String>,
    /// The word of its state.
    pub state: String,
    /// The deputy concerned.
    pub deputy_id: Option<Uuid>,
    /// The lead organ.
    pub organ_id: Option<Uuid>,
    /// What is awaited.
    pub due_what: Option<String>,
    /// By when.
    pub due_on: Option<NaiveDate>,
    /// By when it was first due, before it was taken higher.
    pub owed_on: Option<NaiveDate>,
    /// When it was raised.
    pub raised_at: DateTime<Utc>,
    /// Since when it is public.
    pub published_at: Option<DateTime<Utc>>,
    /// How many have this too.
    pub supports: i64,
    /// The category of the latest reply.
    pub category: Option<String>,
    /// Not to be shown to the public.
    pub confidential: bool,
}

impl From<&Case> for Line {
    fn from(case: &Case) -> Self {
        let due = case.standing.due();
        let answer = case.standing.answer;
        Self {
            id: case.id,
            number: case.number.clone(),
            subject: case.subject.clone(),
            public_subject: case.public_subject.clone(),
            state: case.standing.state.word().to_owned(),
            deputy_id: case.deputy_id,
            organ_id: case.organ_id,
            due_what: due.map(|due| due.what.word().to_owned()),
            due_on: due.map(|due| due.deadline.next()),
            owed_on: due.map(|due| due.deadline.on),
            raised_at: case.raised_at,
            published_at: case.published_at,
            supports: case.supports,
            category: answer.map(|answer| answer.category.word().to_owned()),
            confidential: case.standing.confidential,
        }
    }
}

const LINE: &str = "c.id, c.number, c.subject, c.public_subject, c.state, c.deputy_id, c.organ_id, c.due_what, c.due_on, c.owed_on, \
     c.raised_at, c.published_at, c.supports, c.category, c.confidential";

/// Lines of a page of a list.
const PAGE: usize = 25;

/// Which cases a list shows.
#[derive(Debug, Clone, Default)]
pub struct Which {
    /// In one of these states; all when empty.
    pub states: Vec<&'static str>,
    /// Awaiting one of these; all when empty.
    pub awaiting: Vec<&'static str>,
    /// First due before this day.
    pub due_before: Option<NaiveDate>,
    /// First due on this day or later.
    pub due_from: Option<NaiveDate>,
    /// Waiting for a step of theirs.
    pub waiting: bool,
    /// The lead organ has to act next.
    pub with_organ: bool,
    /// With this deputy.
    pub deputy: Option<Uuid>,
    /// Examined by this working body.
    pub body: Option<Uuid>,
    /// Sorted by this office.
    pub office: Option<Uuid>,
    /// With this lead organ.
    pub organ: Option<Uuid>,
    /// Where this person is asked to co-sign.
    pub asked: Option<Uuid>,
    /// Raised from the one moment on and before the other.
    pub raised: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// Ended from the one moment on and before the other.
    pub ended: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// Those due first instead of the newest first.
    pub by_due: bool,
    /// Lines on a page; 25 when 0.
    pub page: usize,
}

impl Which {
    /// Lines on a page.
    fn lines(&self) -> usize {
        if self.page == 0 { PAGE } else { self.page }
    }

    /// Only opinions in which something is awaited.
    pub(super) fn is_open(&self) -> bool {
        let by_day = self.due_before.is_some() || self.due_from.is_some();
        self.waiting || self.with_organ || by_day || !self.awaiting.is_empty()
    }
}

/// A page of a list and where the next begins.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The lines.
    pub lines: Vec<Line>,
    /// What the next page's link carries, if there is one.
    pub next: Option<String>,
}

/// Cases in which they take part, a page at a time; `after` is what the page before gave as its `next`.
pub async fn list(at: &impl Conn, actor: &Actor, which: &Which, after: Option<&str>) -> Result<Listing> {
    let place = place(after);
    let day = place.and_then(|(key, id)| Some((key.parse::<NaiveDate>().ok()?, id)));
    let moment = place.and_then(|(key, id)| Some((moment(key)?, id)));
    let mut values: Vec<Value> = vec![actor.congress.into()];
    if let Some(first) = parts::first_due(&mut values, actor, which, (day, which.lines() + 1)) {
        return page(at, which, first, values).await;
    }
    let mut values: Vec<Value> = vec![actor.congress.into()];
    match parts::newest(&mut values, actor, which, (moment, which.lines() + 1)) {
        Some(first) => page(at, which, first, values).await,
        None => one_by_one(at, actor, which, after).await,
    }
}

/// The same, by looking at one opinion after the other.
pub(super) async fn one_by_one(
    at: &impl Conn,
    actor: &Actor,
    which: &Which,
    after: Option<&str>,
) -> Result<Listing> {
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let mut text = format!("cases c WHERE c.congress_id = $1 AND {}", part_of(actor, &mut values));
    narrow(&mut text, &mut values, actor, which);
    go_on(&mut text, &mut values, which, place(after));
    page(at, which, text, values).await
}

/// Where a page before ended: its last line's place in the order, and its id.
fn place(after: Option<&str>) -> Option<(&str, Uuid)> {
    let (key, id) = after?.split_once('~')?;
    Some((key, id.parse().ok()?))
}

/// The moment in a link.
fn moment(millis: &str) -> Option<DateTime<Utc>> {
    millis.parse().ok().and_then(DateTime::from_timestamp_millis)
}

async fn page(at: &impl Conn, which: &Which, from: String, values: Vec<Value>) -> Result<Listing> {
    let mut text = format!("SELECT {LINE} FROM {from}");
    if which.by_due {
        text.push_str(" AND c.due_on IS NOT NULL ORDER BY c.due_on, c.id");
    } else {
        text.push_str(" ORDER BY c.raised_at DESC, c.id DESC");
    }
    text.push_str(&format!(" LIMIT {}", which.lines() + 1));
    let mut lines: Vec<Line> = at.all(sql(text, values)).await?;
    let more = lines.len() > which.lines();
    lines.truncate(which.lines());
    let next = lines.last().filter(|_| more).map(|line| match line.due_on.filter(|_| which.by_due) {
        Some(day) => format!("{day}~{}", line.id),
        None => format!("{}~{}", line.raised_at.timestamp_millis(), line.id),
    });
    Ok(Listing { lines, next })
}

/// Begin where the page before ended.
fn go_on(text: &mut String, values: &mut Vec<Value>, which: &Which, after: Option<(&str, Uuid)>) {
    let Some((key, id)) = after else { return };
    let (columns, place): (_, Value) = match which.by_due {
        true => match key.parse::<NaiveDate>() {
            Ok(day) => ("(c.due_on, c.id) >", day.into()),
            Err(_) => return,
        },
        false => match moment(key) {
            Some(at) => ("(c.raised_at, c.id) <", at.into()),
            None => return,
        },
    };
    values.extend([place, id.into()]);
    let n = values.len();
    text.push_str(&format!(" AND {columns} (${}, ${n})", n - 1));
}

fn narrow(text: &mut String, values: &mut Vec<Value>, actor: &Actor, which: &Which) {
    let words = |text: &mut String, column: &str, words: &[&'static str]| {
        if !words.is_empty() {
            let words: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
            text.push_str(&format!(" AND {column} IN ({})", words.join(", ")));
        }
    };
    words(text, "c.state", &which.states);
    words(text, "c.due_what", &which.awaiting);
    if which.is_open() {
        // What has ended awaits nothing: the index of due days leads past it, however much of it there is.
        text.push_str(" AND c.due_on IS NOT NULL");
    }
    if let Some(day) = which.due_before {
        values.push(day.into());
        text.push_str(&format!(" AND c.owed_on < ${}", values.len()));
    }
    if let Some(day) = which.due_from {
        values.push(day.into());
        let n = values.len();
        // What is taken higher is due later, never earlier: the index need not be read from its beginning.
        text.push_str(&format!(" AND c.owed_on >= ${n} AND c.due_on >= ${n}"));
    }
    for (column, between) in [("c.raised_at", which.raised), ("c.ended_at", which.ended)] {
        if let Some((from, before)) = between {
            values.extend([from.into(), before.into()]);
            let n = values.len();
            text.push_str(&format!(" AND {column} >= ${} AND {column} < ${n}", n - 1));
        }
    }
    if which.with_organ {
        text.push_str(&format!(" AND c.organ_id IS NOT NULL AND {WITH_ORGAN}"));
    }
    if which.waiting {
        text.push_str(&format!(" AND {}", waits_for(actor, values)));
    }
    for (column, id) in [
        ("c.deputy_id", which.deputy),
        ("c.body_id", which.body),
        ("c.office_id", which.office),
        ("c.organ_id", which.organ),
    ] {
        if let Some(id) = id {
            values.push(id.into());
            text.push_str(&format!(" AND {column} = ${}", values.len()));
        }
    }
    if let Some(person) = which.asked {
        values.push(person.into());
        text.push_str(&format!(
            " AND EXISTS (SELECT 1 FROM case_cosigners s WHERE s.congress_id = c.congress_id AND s.case_id = c.id \
             AND s.person_id = ${} AND s.answer = 'asked')",
            values.len()
        ));
    }
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

/// In how many cases of those they take part, for each list in its place: whatever is tallied is read at once.
pub async fn counts(at: &impl Conn, actor: &Actor, all: &[Which]) -> Result<Vec<i64>> {
    let (mut numbers, mut places, mut lists) = (vec![0; all.len()], Vec::new(), Vec::new());
    for (place, which) in all.iter().enumerate() {
        match parts::parts(actor, which) {
            Some(parts) => {
                places.push(place);
                lists.push((parts, which));
            }
            None => numbers[place] = counted(at, actor, which).await?,
        }
    }
    for (place, n) in places.into_iter().zip(parts::tallied(at, actor, &lists).await?) {
        numbers[place] = n;
    }
    Ok(numbers)
}

/// The same, one by one.
pub(super) async fn counted(at: &impl Conn, actor: &Actor, which: &Which) -> Result<i64> {
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let part = part_of(actor, &mut values);
    let mut text = format!("SELECT count(*) AS n FROM cases c WHERE c.congress_id = $1 AND {part}");
    narrow(&mut text, &mut values, actor, which);
    Ok(at.one::<Count>(sql(text, values)).await?.n)
}

/// Published cases, newest first; all of them or a deputy's, a constituency's or a station's.
pub async fn published(
    at: &impl Conn,
    congress: Uuid,
    of: Option<(&'static str, Uuid)>,
    after: Option<&str>,
) -> Result<Listing> {
    let mut values: Vec<Value> = vec![congress.into()];
    let mut text =
        format!("SELECT {LINE} FROM cases c WHERE c.congress_id = $1 AND c.published_at IS NOT NULL");
    if let Some((column, id)) = of {
        values.push(id.into());
        text.push_str(&format!(" AND c.{column} = ${}", values.len()));
    }
    if let Some((at, id)) = after.and_then(|cursor| cursor.split_once('~'))
        && let Some(moment) = moment(at)
        && let Ok(id) = id.parse::<Uuid>()
    {
        values.extend([moment.into(), id.into()]);
        let n = values.len();
        text.push_str(&format!(" AND (c.published_at, c.id) < (${}, ${n})", n - 1));
    }
    text.push_str(&format!(" ORDER BY c.published_at DESC, c.id DESC LIMIT {}", PAGE + 1));
    let mut lines: Vec<Line> = at.all(sql(text, values)).await?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let last = lines.last().filter(|_| more);
    let next = last.and_then(|line| Some(format!("{}~{}", line.published_at?.timestamp_millis(), line.id)));
    Ok(Listing { lines, next })
}

/// What a deputy's papers for a session tell, of what the reader may see and nothing confidential: the open opinions of
/// his or her constituency, those due first; or, from a moment on, his or her own with what came of them.
pub async fn for_session(
    at: &impl Conn,
    actor: &Actor,
    (constituency, deputy): (Uuid, Uuid),
    since: Option<DateTime<Utc>>,
) -> Result<Vec<Line>> {
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let mut text = format!("SELECT {LINE} FROM cases c WHERE c.congress_id = $1 AND NOT c.confidential AND ");
    text.push_str(&visible_to(actor, &mut values));
    match since {
        None => {
            values.push(constituency.into());
            let n = values.len();
            text.push_str(&format!(" AND c.constituency_id = ${n} AND c.ended_at IS NULL"));
            text.push_str(" ORDER BY CASE WHEN c.due_on IS NULL THEN 1 ELSE 0 END, c.due_on, c.id LIMIT 100");
        }
        Some(since) => {
            values.extend([deputy.into(), since.into()]);
            let n = values.len();
            text.push_str(&format!(" AND c.deputy_id = ${} AND c.raised_at >= ${n}", n - 1));
            text.push_str(" ORDER BY c.raised_at DESC, c.id DESC LIMIT 100");
        }
    }
    at.all(sql(text, values)).await
}

/// How many published opinions a deputy has, and how many of them have an answer.
pub async fn published_of(at: &impl Conn, congress: Uuid, deputy: Uuid) -> Result<(i64, i64)> {
    let text = "SELECT count(*) AS n FROM cases c WHERE c.congress_id = $1 AND c.deputy_id = $2 \
         AND c.published_at IS NOT NULL";
    let all: Count = at.one(sql(text, [congress.into(), deputy.into()])).await?;
    let answered = format!("{text} AND c.category IS NOT NULL");
    let answered: Count = at.one(sql(answered, [congress.into(), deputy.into()])).await?;
    Ok((all.n, answered.n))
}

/// These cases as lines, of those they may see, the newest first.
pub async fn by_ids(at: &impl Conn, actor: &Actor, ids: &[Uuid]) -> Result<Vec<Line>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let condition = visible_to(actor, &mut values);
    let marks = places(&mut values, ids);
    let text =
        format!("SELECT {LINE} FROM cases c WHERE c.congress_id = $1 AND {condition} AND c.id IN ({marks})");
    let mut lines: Vec<Line> = at.all(sql(text, values)).await?;
    // Told to sort, SQLite would read all opinions in that order to find these few.
    lines.sort_by_key(|line| Reverse((line.raised_at, line.id)));
    Ok(lines)
}

/// The opinions that came of a contact or an activity with voters, of those that the actor may see, newest first.
pub async fn heard_in(at: &impl Conn, actor: &Actor, record: Uuid) -> Result<Vec<Line>> {
    let mut values: Vec<Value> = vec![actor.congress.into(), record.into()];
    let condition = visible_to(actor, &mut values);
    let text = format!(
        "SELECT {LINE} FROM cases c WHERE c.congress_id = $1 AND c.heard_in = $2 AND {condition} \
         ORDER BY c.raised_at DESC, c.id DESC"
    );
    at.all(sql(text, values)).await
}

/// The cases joined to one.
pub async fn joined(at: &impl Conn, congress: Uuid, case: Uuid) -> Result<Vec<Line>> {
    let text = format!(
        "SELECT {LINE} FROM cases c WHERE c.congress_id = $1 AND c.joined_to = $2 ORDER BY c.raised_at"
    );
    at.all(sql(text, [congress.into(), case.into()])).await
}

/// A line with the words it is compared by.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Candidate {
    /// The case.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// One line.
    pub subject: String,
    /// What was said.
    pub body: String,
    /// The word of its state.
    pub state: String,
}

/// Open cases among these, for a look at whether they say the same.
pub async fn candidates(at: &impl Conn, actor: &Actor, ids: &[Uuid]) -> Result<Vec<Candidate>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let condition = visible_to(actor, &mut values);
    let marks = places(&mut values, ids);
    let text = format!(
        "SELECT c.id, c.number, c.subject, c.body, c.state FROM cases c WHERE c.congress_id = $1 AND {condition} \
         AND c.ended_at IS NULL AND c.id IN ({marks})"
    );
    at.all(sql(text, values)).await
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Open cases whose next due day is before `today`, the longest overdue first.
pub async fn overdue(at: &impl Conn, congress: Uuid, today: NaiveDate, most: i64) -> Result<Vec<Uuid>> {
    let text = "SELECT id FROM cases WHERE congress_id = $1 AND due_on < $2 ORDER BY due_on, id LIMIT $3";
    let ids: Vec<Id> = at.all(sql(text, [congress.into(), today.into(), most.into()])).await?;
    Ok(ids.into_iter().map(|row| row.id).collect())
}

/// Open cases whose owner is to be warned today, and which are not overdue yet.
pub async fn to_warn(at: &impl Conn, congress: Uuid, today: NaiveDate, most: i64) -> Result<Vec<Uuid>> {
    let text = "SELECT id FROM cases WHERE congress_id = $1 AND warn_on <= $2 AND due_on >= $2 \
         ORDER BY warn_on, id LIMIT $3";
    let ids: Vec<Id> = at.all(sql(text, [congress.into(), today.into(), most.into()])).await?;
    Ok(ids.into_iter().map(|row| row.id).collect())
}
