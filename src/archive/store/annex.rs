//! What the annex counts: for each table one condition, by which its numbers are grouped and its rows are listed.

use chrono::NaiveDate;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::Days;
use crate::base::{Conn, Result, sql};

/// A table of the annex.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Deputies at the end of the year, by town or street.
    Deputies,
    /// The same, by sex.
    Sexes,
    /// Events that were held, by their kind.
    Events,
    /// Who was invited to them, by whether they came.
    Presence,
    /// Speeches, by the kind of event.
    Speeches,
    /// Activities with voters that count, by their method: an act of each deputy.
    Outreach,
    /// The same, by whether it was in the deputy's own constituency.
    Where,
    /// Opinions raised, by who raised them.
    Origins,
    /// The same, by their state.
    States,
    /// The same, by the category of the latest reply.
    Categories,
    /// Evaluations of replies, by their result.
    Grades,
    /// Contacts between members and deputies that count, by their method.
    Contacts,
    /// Reception days that were held, by their station.
    Receptions,
    /// Opinions that were handed in at them, by the same.
    Received,
}

impl Source {
    /// All tables, in the order in which they stand.
    pub const ALL: [Source; 14] = [
        Source::Deputies,
        Source::Sexes,
        Source::Events,
        Source::Presence,
        Source::Speeches,
        Source::Outreach,
        Source::Where,
        Source::Origins,
        Source::States,
        Source::Categories,
        Source::Grades,
        Source::Contacts,
        Source::Receptions,
        Source::Received,
    ];

    /// The word in addresses and sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Source::Deputies => "deputies",
            Source::Sexes => "sexes",
            Source::Events => "events",
            Source::Presence => "presence",
            Source::Speeches => "speeches",
            Source::Outreach => "outreach",
            Source::Where => "where",
            Source::Origins => "origins",
            Source::States => "states",
            Source::Categories => "categories",
            Source::Grades => "grades",
            Source::Contacts => "contacts",
            Source::Receptions => "receptions",
            Source::Received => "received",
        }
    }

    /// The table of a word.
    pub fn of_word(word: &str) -> Option<Source> {
        Source::ALL.into_iter().find(|source| source.word() == word)
    }
}

/// How a table is asked for: what is counted, by what it is grouped, and what a row shows. `$1` is the congress, `$2` and
/// `$3` the days.
struct Query {
    /// From what it is counted. No more than that: a million rows are counted in an index.
    from: &'static str,
    /// On which condition.
    when: &'static str,
    /// By what it is grouped.
    group: &'static str,
    /// What a row shows more: its tables, then its day, id, title and further words.
    row: (&'static str, &'static str),
}

const SEATS: &str = "FROM seats s JOIN persons p ON p.congress_id = s.congress_id AND p.id = s.person_id \
     LEFT JOIN constituencies c ON c.congress_id = s.congress_id AND c.id = s.constituency_id \
     LEFT JOIN areas a ON a.congress_id = c.congress_id AND a.id = c.area_id";
const SITTING: &str = "s.congress_id = $1 AND s.kind = 'deputy' AND s.from_on <= $3 \
     AND (s.to_on IS NULL OR s.to_on >= $3) AND s.term_id = (SELECT t.id FROM terms t WHERE t.congress_id = $1 \
     AND t.starts_on <= $3 AND t.ends_on >= $2 ORDER BY t.starts_on DESC LIMIT 1)";
const SEAT_ROW: (&str, &str) =
    ("", "s.from_on AS on_day, s.person_id AS id, p.name AS title, c.name AS more, p.strokes AS place");

const HEARD: &str = "c.congress_id = $1 AND c.heard_on >= $2 AND c.heard_on <= $3";
const ORGAN: &str = "LEFT JOIN organizations o ON o.congress_id = c.congress_id AND o.id = c.organ_id";
const CASE_ROW: (&str, &str) =
    (ORGAN, "c.heard_on AS on_day, c.id AS id, c.number AS title, o.name AS more, c.number AS place");

macro_rules! acts {
    ($kind:literal) => {
        concat!(
            "a.congress_id = $1 AND a.on_day >= $2 AND a.on_day <= $3 AND a.kind = '",
            $kind,
            "' AND a.state = 'verified' AND a.superseded_by IS NULL AND NOT a.void"
        )
    };
}
const ACT_ROW: (&str, &str) = (
    "JOIN persons p ON p.congress_id = a.congress_id AND p.id = a.person_id",
    "a.on_day AS on_day, a.id AS id, p.name AS title, a.place AS more, '' AS place",
);

const CLOSED: &str = "e.congress_id = $1 AND e.on_day >= $2 AND e.on_day <= $3 AND e.state = 'closed'";
const INVITED: &str =
    "FROM events e JOIN event_invited i ON i.congress_id = e.congress_id AND i.event_id = e.id";
const SPOKEN: &str =
    "FROM events e JOIN event_speeches x ON x.congress_id = e.congress_id AND x.event_id = e.id";
const AT_EVENT: &str = "e.on_day AS on_day, e.id AS id, p.name AS title, e.title AS more, p.strokes AS place";

const GRADED: &str = "y.congress_id = $1 AND y.on_day >= $2 AND y.on_day <= $3 AND y.kind = 'evaluate' \
     AND y.by_person_id IS NOT NULL";
const HELD: &str = "r.congress_id = $1 AND r.on_day >= $2 AND r.on_day <= $3 AND r.state = 'closed'";
const AT_STATION: &str =
    "FROM receptions r JOIN organizations s ON s.congress_id = r.congress_id AND s.id = r.station_id";
const RECEIVED: &str =
    "FROM receptions r JOIN cases c ON c.congress_id = r.congress_id AND c.reception_id = r.id";

fn query(source: Source) -> Query {
    let of = |from, when, group, row| Query { from, when, group, row };
    match source {
        Source::Deputies => of(SEATS, SITTING, "COALESCE(a.name, '')", SEAT_ROW),
        Source::Sexes => of(SEATS, SITTING, "p.sex", SEAT_ROW),
        Source::Events => {
            let row = "e.on_day AS on_day, e.id AS id, e.title AS title, e.place AS more, '' AS place";
            of("FROM events e", CLOSED, "e.kind", ("", row))
        }
        Source::Presence => {
            let person = "JOIN persons p ON p.congress_id = i.congress_id AND p.id = i.person_id";
            of(INVITED, CLOSED, "i.presence", (person, AT_EVENT))
        }
        Source::Speeches => {
            let person = "JOIN persons p ON p.congress_id = x.congress_id AND p.id = x.person_id";
            of(SPOKEN, CLOSED, "e.kind", (person, AT_EVENT))
        }
        Source::Outreach => of("FROM acts a", acts!("outreach"), "a.method", ACT_ROW),
        Source::Where => of(
            "FROM acts a",
            acts!("outreach"),
            "CASE WHEN EXISTS (SELECT 1 FROM seats w WHERE w.congress_id = a.congress_id AND w.person_id = a.person_id \
             AND w.constituency_id = a.constituency_id) THEN 'own' ELSE 'elsewhere' END",
            ACT_ROW,
        ),
        Source::Contacts => of("FROM acts a", acts!("contact"), "a.method", ACT_ROW),
        Source::Origins => of("FROM cases c", HEARD, "c.origin", CASE_ROW),
        Source::States => of("FROM cases c", HEARD, "c.state", CASE_ROW),
        Source::Categories => of("FROM cases c", HEARD, "COALESCE(c.category, '')", CASE_ROW),
        Source::Grades => of(
            "FROM case_entries y",
            GRADED,
            "COALESCE(y.result, '')",
            (
                "JOIN cases c ON c.congress_id = y.congress_id AND c.id = y.case_id \
                 LEFT JOIN organizations o ON o.congress_id = c.congress_id AND o.id = c.organ_id",
                "y.on_day AS on_day, c.id AS id, c.number AS title, o.name AS more, c.number AS place",
            ),
        ),
        Source::Receptions => {
            let row = "r.on_day AS on_day, r.id AS id, s.name AS title, r.summary AS more, '' AS place";
            of(AT_STATION, HELD, "s.name", ("", row))
        }
        Source::Received => of(
            RECEIVED,
            HELD,
            "'opinion'",
            (
                "JOIN organizations s ON s.congress_id = r.congress_id AND s.id = r.station_id",
                "c.heard_on AS on_day, c.id AS id, c.number AS title, s.name AS more, c.number AS place",
            ),
        ),
    }
}

/// So many rows of a group.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Group {
    /// What they have in common.
    pub code: String,
    /// How many.
    pub n: i64,
}

/// The groups of a table.
pub async fn groups(at: &impl Conn, congress: Uuid, source: Source, (from, to): Days) -> Result<Vec<Group>> {
    let it = query(source);
    // What it is grouped by is worked out first: not every database groups by a question or a word.
    let text = format!(
        "SELECT q.code, count(*) AS n FROM (SELECT {} AS code {} WHERE {}) q GROUP BY q.code",
        it.group, it.from, it.when
    );
    at.all(sql(text, [congress.into(), from.into(), to.into()])).await
}

/// A row behind a number.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Row {
    /// The day.
    pub on_day: NaiveDate,
    /// Of what leads further.
    pub id: Uuid,
    /// A name, a number, a title.
    pub title: String,
    /// More about it.
    pub more: Option<String>,
}

/// A page of the rows behind a number, of all groups when no code is given; and whether there are more.
pub async fn rows(
    at: &impl Conn,
    congress: Uuid,
    (source, code): (Source, Option<&str>),
    (from, to): Days,
    (page, size): (usize, usize),
) -> Result<(Vec<Row>, bool)> {
    let it = query(source);
    let mut values: Vec<Value> = vec![congress.into(), from.into(), to.into()];
    let mut only = String::new();
    if let Some(code) = code {
        values.push(code.into());
        only = format!(" AND {} = $4", it.group);
    }
    // People stand by the strokes of their names; what happened, by its day.
    let order =
        if matches!(source, Source::Deputies | Source::Sexes) { "place, id" } else { "on_day, place, id" };
    let (joined, shown) = it.row;
    let text = format!(
        "SELECT {shown} {} {joined} WHERE {}{only} ORDER BY {order} LIMIT {} OFFSET {}",
        it.from,
        it.when,
        size + 1,
        page * size
    );
    let mut rows: Vec<Row> = at.all(sql(text, values)).await?;
    let more = rows.len() > size;
    rows.truncate(size);
    Ok((rows, more))
}
