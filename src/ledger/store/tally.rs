//! How many acts count, and their bare facts: only what is verified and stands, and only the columns that are counted
//! by. The text of acts, which is most of them, is not read.

use std::collections::BTreeMap;

use charter::ActKind;
use chrono::NaiveDate;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::base::{Conn, Result, places, sql};

/// From one day to another, both counted.
type Days = (NaiveDate, NaiveDate);

const COUNTS: &str = "a.state = 'verified' AND a.superseded_by IS NULL AND NOT a.void";

/// Which acts are counted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Only<'a> {
    /// Those of these persons; of everybody when not given.
    pub persons: Option<&'a [Uuid]>,
    /// Those of these kinds; of all kinds when not given.
    pub kinds: Option<&'a [ActKind]>,
}

impl Only<'_> {
    /// What nobody and nothing fits.
    fn none(&self) -> bool {
        self.persons.is_some_and(<[_]>::is_empty) || self.kinds.is_some_and(<[_]>::is_empty)
    }

    /// The condition on acts `a` of some days that count, beside that on the congress; `person` is the column by which
    /// persons are known.
    fn condition(&self, (from, to): Days, person: &str, values: &mut Vec<Value>) -> String {
        let mut all = vec![COUNTS.to_owned()];
        if let Some(persons) = self.persons {
            all.push(format!("{person} IN ({})", places(values, persons)));
        }
        if let Some(kinds) = self.kinds {
            let kinds: Vec<String> = kinds.iter().map(|kind| format!("'{}'", kind.word())).collect();
            all.push(format!("a.kind IN ({})", kinds.join(", ")));
        }
        values.extend([from.into(), to.into()]);
        all.push(format!("a.on_day >= ${} AND a.on_day <= ${}", values.len() - 1, values.len()));
        all.join(" AND ")
    }
}

/// An act that counts with one of those on the other side, as duties and points are computed from it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Counting {
    /// The act.
    pub id: Uuid,
    /// Who did it.
    pub person_id: Uuid,
    /// What was done.
    pub kind: String,
    /// On which day.
    pub on_day: NaiveDate,
    /// In which constituency, when it was done for one.
    pub constituency_id: Option<Uuid>,
    /// What proves it.
    pub evidence_id: Uuid,
    /// When it was declared.
    pub declared_on: Option<NaiveDate>,
    /// The last day on which that was in time.
    pub timely_until: Option<NaiveDate>,
    /// One of those on the other side; none when there is nobody.
    pub party_id: Option<Uuid>,
}

/// The acts that count on some days, each once for each of those on the other side; by day.
///
/// Most acts of a congress count, and SQLite takes the state for what tells them apart. So it is led: from the persons
/// to their acts, else from one kind after the other. Nor is the order left to it: to have that for nothing it would go
/// through everybody's acts by day.
pub async fn counting(at: &impl Conn, congress: Uuid, days: Days, only: Only<'_>) -> Result<Vec<Counting>> {
    if only.none() {
        return Ok(Vec::new());
    }
    let mut rows: Vec<Counting> = Vec::new();
    match only.kinds.filter(|_| only.persons.is_none()) {
        Some(kinds) => {
            for kind in kinds {
                let only = Only { persons: None, kinds: Some(std::slice::from_ref(kind)) };
                rows.extend(some_counting(at, congress, days, only).await?);
            }
        }
        None => rows = some_counting(at, congress, days, only).await?,
    }
    rows.sort_unstable_by_key(|row| (row.on_day, row.id, row.party_id));
    Ok(rows)
}

async fn some_counting(at: &impl Conn, congress: Uuid, days: Days, only: Only<'_>) -> Result<Vec<Counting>> {
    let mut values = vec![congress.into()];
    let led = only.persons.is_some();
    let condition = only.condition(days, if led { "p.id" } else { "a.person_id" }, &mut values);
    let (first, own) = match led {
        true => ("persons p CROSS JOIN", "p.congress_id = $1 AND a.person_id = p.id AND"),
        false => ("", ""),
    };
    let text = format!(
        "SELECT a.id, a.person_id, a.kind, a.on_day, a.constituency_id, a.evidence_id, a.declared_on, a.timely_until, \
         q.person_id AS party_id FROM {first} acts a LEFT JOIN act_parties q ON q.congress_id = a.congress_id \
          AND q.act_id = a.id AND q.person_id <> a.person_id \
         WHERE a.congress_id = $1 AND {own} {condition}"
    );
    at.all(sql(text, values)).await
}

/// So many acts of one person that count alike.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Alike {
    /// Who did them.
    pub person_id: Uuid,
    /// What was done.
    pub kind: String,
    /// On which day.
    pub on_day: NaiveDate,
    /// In which constituency, when they were done for one.
    pub constituency_id: Option<Uuid>,
    /// How many.
    pub n: i64,
}

/// How many acts count by person, kind, day and constituency: as many rows as persons and days give, however many acts
/// there are.
pub async fn alike(at: &impl Conn, congress: Uuid, days: Days, kinds: &[ActKind]) -> Result<Vec<Alike>> {
    let only = Only { persons: None, kinds: Some(kinds) };
    if only.none() || days.0 > days.1 {
        return Ok(Vec::new());
    }
    let mut values = vec![congress.into()];
    let condition = only.condition(days, "a.person_id", &mut values);
    let text = format!(
        "SELECT a.person_id, a.kind, a.on_day, a.constituency_id, count(*) AS n FROM acts a WHERE \
         a.congress_id = $1 AND {condition} \
         GROUP BY a.kind, a.on_day, a.person_id, a.constituency_id ORDER BY a.person_id, a.on_day"
    );
    at.all(sql(text, values)).await
}

/// So many acts of a kind on a day.
#[derive(Debug, Clone, FromQueryResult)]
pub struct OnDay {
    /// What was done.
    pub kind: String,
    /// On which day.
    pub on_day: NaiveDate,
    /// How many.
    pub n: i64,
}

/// How many acts count by kind and day.
pub async fn by_day(at: &impl Conn, congress: Uuid, days: Days, kinds: &[ActKind]) -> Result<Vec<OnDay>> {
    let only = Only { persons: None, kinds: Some(kinds) };
    if only.none() {
        return Ok(Vec::new());
    }
    let mut values = vec![congress.into()];
    let condition = only.condition(days, "a.person_id", &mut values);
    let text = format!(
        "SELECT a.kind, a.on_day, count(*) AS n FROM acts a WHERE \
         a.congress_id = $1 AND {condition} GROUP BY a.kind, a.on_day"
    );
    at.all(sql(text, values)).await
}

#[derive(FromQueryResult)]
struct Row {
    word: String,
    n: i64,
}

/// In how many acts of a kind that count each topic was heard.
pub async fn by_topic(
    at: &impl Conn,
    congress: Uuid,
    days: Days,
    kind: ActKind,
) -> Result<BTreeMap<String, i64>> {
    let mut values = vec![congress.into()];
    let condition = Only { persons: None, kinds: Some(&[kind]) }.condition(days, "a.person_id", &mut values);
    let text = format!(
        "SELECT a.topics AS word, count(*) AS n FROM acts a WHERE a.congress_id = $1 AND {condition} GROUP BY a.topics"
    );
    let rows: Vec<Row> = at.all(sql(text, values)).await?;
    let mut heard: BTreeMap<String, i64> = BTreeMap::new();
    for row in rows {
        let mut topics: Vec<&str> = row.word.split(' ').collect();
        topics.sort_unstable();
        topics.dedup();
        for topic in topics {
            *heard.entry(topic.to_owned()).or_default() += row.n;
        }
    }
    Ok(heard)
}

/// How many acts of each kind count for a person on some days, by the word of the kind. What everybody may know of a
/// deputy's work.
pub async fn tally(
    at: &impl Conn,
    congress: Uuid,
    person: Uuid,
    days: Days,
) -> Result<BTreeMap<String, i64>> {
    let mut values = vec![congress.into()];
    let condition =
        Only { persons: Some(&[person]), kinds: None }.condition(days, "a.person_id", &mut values);
    let text = format!(
        "SELECT a.kind AS word, count(*) AS n FROM acts a WHERE a.congress_id = $1 AND {condition} GROUP BY a.kind"
    );
    let rows: Vec<Row> = at.all(sql(text, values)).await?;
    Ok(rows.into_iter().map(|row| (row.word, row.n)).collect())
}
