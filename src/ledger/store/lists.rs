use charter::{ActKind, RegistrationWay};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::{COLUMNS, visible_to};
use crate::access::{Actor, Permit};
use crate::base::{Conn, Result, Tx, sql};
use crate::journal::Author;
use crate::ledger::{Act, State};

/// Which acts a list shows.
#[derive(Debug, Clone, Default)]
pub struct Which {
    /// Only those of this person.
    pub person: Option<Uuid>,
    /// Only declared ones of which this person has not said yet whether they were so.
    pub asked: Option<Uuid>,
    /// Only those in which this person is named.
    pub party: Option<Uuid>,
    /// Only those of this kind.
    pub kind: Option<String>,
    /// None of this kind.
    pub but: Option<String>,
    /// Only those in this state.
    pub state: Option<String>,
    /// Only those that count.
    pub counting: bool,
    /// Only those declared late.
    pub late: bool,
    /// Only those about this topic.
    pub topic: Option<String>,
    /// From this day on.
    pub from: Option<NaiveDate>,
    /// Until this day.
    pub to: Option<NaiveDate>,
    /// Those that wait longest first; else the newest day first.
    pub oldest_first: bool,
    /// Lines at most; 25 when none are given.
    pub page: usize,
}

impl Which {
    /// What waits for the commission to verify it; commendations wait for the leadership.
    pub fn waiting() -> Self {
        Which {
            state: Some(State::Declared.word().to_owned()),
            but: Some(ActKind::Merit.word().to_owned()),
            oldest_first: true,
            ..Which::default()
        }
    }
}

/// An act as a line, with its person's name.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Line {
    /// The act.
    #[sea_orm(nested)]
    pub act: Act,
    /// The person's name.
    pub name: String,
}

/// A page of acts.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The lines.
    pub lines: Vec<Line>,
    /// The mark from which the next page goes on.
    pub next: Option<String>,
}

fn condition(actor: &Actor, which: &Which, values: &mut Vec<Value>) -> String {
    let mut all = vec!["a.congress_id = $1".to_owned(), visible_to(actor, values)];
    let mut add = |value: Value, text: &str| {
        values.push(value);
        all.push(text.replace('?', &format!("${}", values.len())));
    };
    if let Some(person) = which.person {
        add(person.into(), "a.person_id = ?");
    }
    if let Some(party) = which.party {
        add(
            party.into(),
            "EXISTS (SELECT 1 FROM act_parties w WHERE w.congress_id = a.congress_id AND w.act_id = a.id AND w.person_id = ? AND w.person_id <> a.person_id)",
        );
    }
    if let Some(kind) = &which.kind {
        add(kind.clone().into(), "a.kind = ?");
    }
    if let Some(but) = &which.but {
        add(but.clone().into(), "a.kind <> ?");
    }
    if let Some(state) = &which.state {
        add(state.clone().into(), "a.state = ?");
    }
    if let Some(topic) = &which.topic {
        add(format!("% {topic} %").into(), "(' ' || a.topics || ' ') LIKE ?");
    }
    if let Some(from) = which.from {
        add(from.into(), "a.on_day >= ?");
    }
    if let Some(to) = which.to {
        add(to.into(), "a.on_day <= ?");
    }
    if which.counting {
        all.push("a.state = 'verified' AND a.superseded_by IS NULL AND NOT a.void".to_owned());
    }
    if which.late {
        all.push("a.declared_on > a.timely_until".to_owned());
    }
    if which.asked.is_some() {
        all.push("a.state = 'declared' AND a.id = w.act_id".to_owned());
    }
    all.join(" AND ")
}

/// Where a list begins. What a person is asked begins from what names him or her: left to itself, SQLite would rather go
/// through all acts in the order of the list. (A cross join says to it which comes first; PostgreSQL does not mind.)
fn first(which: &Which, values: &mut Vec<Value>) -> String {
    let Some(asked) = which.asked else { return String::new() };
    values.push(asked.into());
    format!(
        "(SELECT q.act_id FROM act_parties q WHERE q.congress_id = $1 AND q.person_id = ${} AND q.answer = '') w \
         CROSS JOIN ",
        values.len()
    )
}

/// A page of the acts that the actor may see.
pub async fn list(at: &impl Conn, actor: &Actor, which: &Which, after: Option<&str>) -> Result<Listing> {
    actor.must(Permit::ActRead)?;
    let page = if which.page == 0 { 25 } else { which.page };
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let first = first(which, &mut values);
    let mut condition = condition(actor, which, &mut values);
    let mark = after.and_then(|mark| {
        let (day, id) = mark.split_once('_')?;
        Some((day.parse::<NaiveDate>().ok()?, Uuid::try_parse(id).ok()?))
    });
    let (than, order) = if which.oldest_first { (">", "") } else { ("<", " DESC") };
    if let Some((day, id)) = mark {
        values.extend([day.into(), id.into()]);
        let n = values.len();
        condition.push_str(&format!(
            " AND (a.on_day {than} ${} OR (a.on_day = ${} AND a.id {than} ${n}))",
            n - 1,
            n - 1
        ));
    }
    values.push(((page + 1) as i64).into());
    let text = format!(
        "SELECT {COLUMNS}, p.name FROM {first} acts a JOIN persons p ON p.congress_id = a.congress_id AND p.id = a.person_id \
         WHERE {condition} ORDER BY a.on_day{order}, a.id{order} LIMIT ${}",
        values.len()
    );
    let mut lines: Vec<Line> = at.all(sql(text, values)).await?;
    let more = lines.len() > page;
    lines.truncate(page);
    let next = lines.last().filter(|_| more).map(|line| format!("{}_{}", line.act.on_day, line.act.id));
    Ok(Listing { lines, next })
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

/// How many acts a list has.
pub async fn count(at: &impl Conn, actor: &Actor, which: &Which) -> Result<u64> {
    actor.must(Permit::ActRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let first = first(which, &mut values);
    let condition = condition(actor, which, &mut values);
    let text = format!("SELECT count(*) AS n FROM {first} acts a WHERE {condition}");
    Ok(at.one::<Count>(sql(text, values)).await?.n.unsigned_abs())
}

/// A person's acts, newest first.
pub async fn of_person(at: &impl Conn, congress: Uuid, person: Uuid) -> Result<Vec<Act>> {
    let text = format!(
        "SELECT {COLUMNS} FROM acts a WHERE a.congress_id = $1 AND a.person_id = $2 AND a.state <> 'discarded' \
         ORDER BY a.on_day DESC, a.id DESC LIMIT 200"
    );
    at.all(sql(text, [congress.into(), person.into()])).await
}

/// The acts that a record shows, corrections after what they correct.
pub async fn of_evidence(at: &impl Conn, congress: Uuid, evidence: Uuid) -> Result<Vec<Act>> {
    let text = format!(
        "SELECT {COLUMNS} FROM acts a WHERE a.congress_id = $1 AND a.evidence_id = $2 ORDER BY a.entered_at, a.id"
    );
    at.all(sql(text, [congress.into(), evidence.into()])).await
}

/// What was applied for and audited from one moment until before another, with the names, by day: corrections are
/// audited anew, and what was corrected within the time is left out. Since no verified act is ever edited, it is the
/// same list whenever it is asked for afterwards.
pub async fn audited(
    at: &impl Conn,
    congress: Uuid,
    (from, before): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<Line>> {
    let text = format!(
        "SELECT {COLUMNS}, p.name FROM acts a JOIN persons p ON p.congress_id = a.congress_id AND p.id = a.person_id \
         WHERE a.congress_id = $1 AND a.way = $2 AND a.state = 'verified' AND a.decided_at >= $3 AND a.decided_at < $4 \
         AND NOT EXISTS (SELECT 1 FROM acts n WHERE n.congress_id = a.congress_id AND n.supersedes_id = a.id \
          AND n.decided_at < $4) \
         AND NOT (a.void AND EXISTS (SELECT 1 FROM acts o WHERE o.congress_id = a.congress_id \
          AND o.id = a.supersedes_id AND o.supersedes_id IS NULL AND o.decided_at >= $3)) \
         ORDER BY a.on_day, a.id"
    );
    let way = RegistrationWay::ApplyAndAudit.word();
    at.all(sql(text, [congress.into(), way.into(), from.into(), before.into()])).await
}

/// One act with one of those on the other side, as the export and the counting read it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Facts {
    /// The act.
    #[sea_orm(nested)]
    pub act: Act,
    /// One of those on the other side; none when there is nobody.
    pub party_id: Option<Uuid>,
    /// What he or she says of it.
    pub party_answer: Option<String>,
}

/// Acts in any state (drafts left out) with those on the other side, by day: of one person, or of everybody.
pub async fn facts(
    at: &impl Conn,
    congress: Uuid,
    (from, to): (NaiveDate, NaiveDate),
    person: Option<Uuid>,
) -> Result<Vec<Facts>> {
    let mut values: Vec<Value> = vec![congress.into(), from.into(), to.into()];
    let mut only = String::new();
    if let Some(person) = person {
        values.push(person.into());
        only = " AND a.person_id = $4".to_owned();
    }
    let text = format!(
        "SELECT {COLUMNS}, q.person_id AS party_id, q.answer AS party_answer FROM acts a \
         LEFT JOIN act_parties q ON q.congress_id = a.congress_id AND q.act_id = a.id \
          AND q.person_id <> a.person_id \
         WHERE a.congress_id = $1 AND a.on_day >= $2 AND a.on_day <= $3 AND a.state NOT IN ('draft', 'discarded'){only} \
         ORDER BY a.on_day, a.id, q.person_id"
    );
    at.all(sql(text, values)).await
}

/// What was audited and published for a quarter.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Quarter {
    /// The quarter's first day.
    pub quarter_from: NaiveDate,
    /// How many acts.
    pub acts: i64,
    /// SHA-256 over their list.
    pub digest: String,
    /// When it was published.
    pub published_at: DateTime<Utc>,
}

/// The quarters that were published, the latest first.
pub async fn quarters(at: &impl Conn, congress: Uuid) -> Result<Vec<Quarter>> {
    let text = "SELECT quarter_from, acts, digest, published_at FROM act_publications WHERE congress_id = $1 \
         ORDER BY quarter_from DESC";
    at.all(sql(text, [congress.into()])).await
}

/// False when the quarter was published already.
pub(in crate::ledger) async fn insert_quarter(
    tx: &Tx,
    author: &Author,
    quarter_from: NaiveDate,
    (acts, digest): (usize, &str),
) -> Result<bool> {
    let text = "INSERT INTO act_publications (congress_id, quarter_from, acts, digest, published_at, published_by) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    let values = [
        author.congress.into(),
        quarter_from.into(),
        (acts as i64).into(),
        digest.into(),
        author.at.into(),
        author.account.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}
