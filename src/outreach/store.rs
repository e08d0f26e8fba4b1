//! Activities in the database. Who sees one is the ledger's condition on its acts, under the permit for activities.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::access::{Actor, Permit};
use crate::base::{Conn, Result, Tx, sql};
use crate::bodies::store::escaped;
use crate::ledger::store::{COLUMNS, Line, visible_under};

/// Lines of a page of the list.
const PAGE: usize = 25;

/// What was done with voters.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Outreach {
    /// Its id.
    pub id: Uuid,
    /// What was said.
    pub said: String,
    /// How many voters were met, when somebody counted.
    pub voters: Option<i64>,
}

/// False when the same form was sent before.
pub(super) async fn insert(
    tx: &Tx,
    congress: Uuid,
    (id, form): (Uuid, Uuid),
    (said, voters): (&str, Option<i64>),
) -> Result<bool> {
    let text = "INSERT INTO outreaches (congress_id, id, form_id, said, voters) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT DO NOTHING";
    let values = [congress.into(), id.into(), form.into(), said.into(), voters.into()];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// Change what is written of it.
pub(super) async fn amend(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    (said, voters): (&str, Option<i64>),
) -> Result<()> {
    let text = "UPDATE outreaches SET said = $3, voters = $4 WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [congress.into(), id.into(), said.into(), voters.into()])).await
}

async fn seen(at: &impl Conn, actor: &Actor, (column, id): (&str, Uuid)) -> Result<Outreach> {
    actor.must(Permit::OutreachRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), id.into()];
    let condition = visible_under(actor, Permit::OutreachRead, &mut values);
    let text = format!(
        "SELECT o.id, o.said, o.voters FROM outreaches o WHERE o.congress_id = $1 AND o.{column} = $2 \
         AND EXISTS (SELECT 1 FROM acts a WHERE a.congress_id = o.congress_id AND a.evidence_id = o.id \
         AND a.kind = 'outreach' AND {condition})"
    );
    at.one(sql(text, values)).await
}

/// An activity that the actor may see; a stranger gets `NotFound`.
pub async fn find(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Outreach> {
    seen(at, actor, ("id", id)).await
}

/// The activity that a form recorded, as [`find`].
pub async fn of_form(at: &impl Conn, actor: &Actor, form: Uuid) -> Result<Outreach> {
    seen(at, actor, ("form_id", form)).await
}

/// The acts of activities that the actor may see, as they are now, by the activity; in the order of people's names.
pub async fn acts_of(
    at: &impl Conn,
    actor: &Actor,
    activities: &[Uuid],
) -> Result<BTreeMap<Uuid, Vec<Line>>> {
    let mut acts: BTreeMap<Uuid, Vec<Line>> = BTreeMap::new();
    if activities.is_empty() {
        return Ok(acts);
    }
    let mut values: Vec<Value> = vec![actor.congress.into()];
    values.extend(activities.iter().map(|id| Value::from(*id)));
    let marks: Vec<String> = (2..=values.len()).map(|n| format!("${n}")).collect();
    let condition = visible_under(actor, Permit::OutreachRead, &mut values);
    let text = format!(
        "SELECT {COLUMNS}, p.name FROM acts a JOIN persons p ON p.congress_id = a.congress_id AND p.id = a.person_id \
         WHERE a.congress_id = $1 AND a.evidence_id IN ({}) AND a.kind = 'outreach' AND a.superseded_by IS NULL \
         AND {condition} ORDER BY p.strokes, p.id",
        marks.join(", ")
    );
    for line in at.all::<Line>(sql(text, values)).await? {
        acts.entry(line.act.evidence_id).or_default().push(line);
    }
    Ok(acts)
}

#[derive(FromQueryResult)]
struct Named {
    name: String,
}

/// Who took part in an activity, in the order of names, also those whose acts are not the reader's to see.
pub async fn took_part(at: &impl Conn, congress: Uuid, activity: Uuid) -> Result<Vec<String>> {
    let text = "SELECT p.name FROM acts a JOIN persons p ON p.congress_id = a.congress_id AND p.id = a.person_id \
         WHERE a.congress_id = $1 AND a.evidence_id = $2 AND a.kind = 'outreach' AND a.superseded_by IS NULL \
         AND a.state <> 'discarded' AND NOT a.void ORDER BY p.strokes, p.id";
    let rows: Vec<Named> = at.all(sql(text, [congress.into(), activity.into()])).await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

#[derive(FromQueryResult)]
struct Known {
    id: Uuid,
}

/// The activity that a form recorded, whoever may see it; none when it was never sent.
pub(super) async fn sent_before(at: &impl Conn, congress: Uuid, form: Uuid) -> Result<bool> {
    let text = "SELECT id FROM outreaches WHERE congress_id = $1 AND form_id = $2";
    let found: Option<Known> = at.maybe(sql(text, [congress.into(), form.into()])).await?;
    Ok(found.is_some())
}

/// The latest activity of a day in which one of these deputies took part, of those that the actor may see.
pub(super) async fn of_day(
    at: &impl Conn,
    actor: &Actor,
    (day, deputies): (NaiveDate, &[Uuid]),
) -> Result<Option<Uuid>> {
    let mut values: Vec<Value> = vec![actor.congress.into(), day.into()];
    values.extend(deputies.iter().map(|id| Value::from(*id)));
    let marks: Vec<String> = (3..=values.len()).map(|n| format!("${n}")).collect();
    if marks.is_empty() {
        return Ok(None);
    }
    let condition = visible_under(actor, Permit::OutreachRead, &mut values);
    let text = format!(
        "SELECT a.evidence_id AS id FROM acts a WHERE a.congress_id = $1 AND a.on_day = $2 AND a.kind = 'outreach' \
         AND a.person_id IN ({}) AND a.superseded_by IS NULL AND NOT a.void AND a.state <> 'discarded' \
         AND {condition} ORDER BY a.entered_at DESC, a.id DESC LIMIT 1",
        marks.join(", ")
    );
    let found: Option<Known> = at.maybe(sql(text, values)).await?;
    Ok(found.map(|known| known.id))
}

#[derive(FromQueryResult)]
struct Purposes {
    topics: String,
}

/// What an account's last activity was for: most people do the same again.
pub async fn purposes_last_time(at: &impl Conn, congress: Uuid, account: Uuid) -> Result<Vec<String>> {
    let text = "SELECT a.topics FROM acts a WHERE a.congress_id = $1 AND a.entered_by = $2 AND a.kind = 'outreach' \
         ORDER BY a.entered_at DESC, a.id DESC LIMIT 1";
    let last: Option<Purposes> = at.maybe(sql(text, [congress.into(), account.into()])).await?;
    Ok(last.map(|row| row.topics.split_whitespace().map(ToOwned::to_owned).collect()).unwrap_or_default())
}

/// An activity of a deputy, for his or her papers.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Held {
    /// The day.
    pub on_day: NaiveDate,
    /// Where and with whom.
    pub place: String,
    /// What was said.
    pub said: String,
    /// How many voters were met, when somebody counted.
    pub voters: Option<i64>,
}

/// A deputy's activities on the days from one to another, the latest first: what was declared or stands. The caller has
/// made sure that the reader may know of them.
pub async fn held_by(
    at: &impl Conn,
    congress: Uuid,
    person: Uuid,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Held>> {
    let text = "SELECT a.on_day, a.place, o.said, o.voters FROM acts a \
         JOIN outreaches o ON o.congress_id = a.congress_id AND o.id = a.evidence_id \
         WHERE a.congress_id = $1 AND a.person_id = $2 AND a.kind = 'outreach' AND a.on_day >= $3 AND a.on_day <= $4 \
         AND a.superseded_by IS NULL AND NOT a.void AND a.state IN ('declared', 'verified') \
         ORDER BY a.on_day DESC, a.id DESC LIMIT 60";
    at.all(sql(text, [congress.into(), person.into(), from.into(), to.into()])).await
}

/// Which activities a list shows.
#[derive(Debug, Clone, Default)]
pub struct Which {
    /// Only those with an act in this state.
    pub state: Option<String>,
    /// Only those with a deputy of such a name, or such initials.
    pub name: Option<String>,
    /// Only those on the days from one to another.
    pub days: Option<(NaiveDate, NaiveDate)>,
}

/// An activity's place in the list.
#[derive(Debug, Clone, FromQueryResult)]
struct Place {
    id: Uuid,
    on_day: NaiveDate,
}

/// A page of activities, the latest day first, and the mark from which the next page goes on.
pub async fn list(
    at: &impl Conn,
    actor: &Actor,
    which: &Which,
    after: Option<&str>,
) -> Result<(Vec<Uuid>, Option<String>)> {
    actor.must(Permit::OutreachRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let condition = condition(actor, which, &mut values);
    let mark = after.and_then(|mark| {
        let (day, id) = mark.split_once('_')?;
        Some((day.parse::<NaiveDate>().ok()?, Uuid::try_parse(id).ok()?))
    });
    let mut beyond = String::new();
    if let Some((day, id)) = mark {
        values.extend([day.into(), id.into()]);
        let (day, id) = (values.len() - 1, values.len());
        beyond =
            format!("HAVING MAX(a.on_day) < ${day} OR (MAX(a.on_day) = ${day} AND a.evidence_id < ${id})");
    }
    let text = format!(
        "SELECT a.evidence_id AS id, MAX(a.on_day) AS on_day FROM acts a \
         JOIN persons p ON p.congress_id = a.congress_id AND p.id = a.person_id \
         WHERE {condition} GROUP BY a.evidence_id {beyond} \
         ORDER BY MAX(a.on_day) DESC, a.evidence_id DESC LIMIT {}",
        PAGE + 1
    );
    let mut places: Vec<Place> = at.all(sql(text, values)).await?;
    let more = places.len() > PAGE;
    places.truncate(PAGE);
    let next = places.last().filter(|_| more).map(|last| format!("{}_{}", last.on_day, last.id));
    Ok((places.into_iter().map(|place| place.id).collect(), next))
}

/// What was given up is in no list.
fn condition(actor: &Actor, which: &Which, values: &mut Vec<Value>) -> String {
    let visible = visible_under(actor, Permit::OutreachRead, values);
    let mut all = vec![format!(
        "a.congress_id = $1 AND a.kind = 'outreach' AND a.superseded_by IS NULL AND NOT a.void \
         AND a.state <> 'discarded' AND {visible}"
    )];
    if let Some(state) = &which.state {
        values.push(state.clone().into());
        all.push(format!("a.state = ${}", values.len()));
    }
    if let Some(name) = &which.name {
        values.push(format!("%{}%", escaped(name)).into());
        values.push(format!("{}%", escaped(&name.to_lowercase())).into());
        let (inside, begins) = (values.len() - 1, values.len());
        all.push(format!("(p.name LIKE ${inside} ESCAPE '!' OR p.initials LIKE ${begins} ESCAPE '!')"));
    }
    if let Some((from, to)) = which.days {
        values.extend([from.into(), to.into()]);
        all.push(format!("a.on_day >= ${} AND a.on_day <= ${}", values.len() - 1, values.len()));
    }
    all.join(" AND ")
}
