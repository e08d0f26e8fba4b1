use chrono::NaiveDate;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::{CONTACT, Contact, visible_to};
use crate::access::{Actor, Permit};
use crate::base::{Conn, Result, sql};

/// Which contacts a list shows.
#[derive(Debug, Clone, Default)]
pub struct Which {
    /// Only those of this member.
    pub member: Option<Uuid>,
    /// Only those in which this deputy is named.
    pub deputy: Option<Uuid>,
    /// With whether the deputy has answered.
    pub answered: Option<bool>,
    /// Only those in this state.
    pub state: Option<String>,
    /// Only those declared late.
    pub late: bool,
    /// Those that wait longest first; else the newest day first.
    pub oldest_first: bool,
    /// Lines at most; 25 when none are given.
    pub page: usize,
}

/// A page of contacts.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The lines.
    pub lines: Vec<Contact>,
    /// The mark from which the next page goes on.
    pub next: Option<String>,
}

fn condition(actor: &Actor, which: &Which, values: &mut Vec<Value>) -> String {
    let mut all = vec![visible_to(actor, values)];
    if let Some(member) = which.member {
        values.push(member.into());
        all.push(format!("c.member_id = ${}", values.len()));
    }
    if let Some(deputy) = which.deputy {
        values.push(deputy.into());
        let n = values.len();
        let answer = match which.answered {
            Some(true) => " AND w.answer <> ''",
            Some(false) => " AND w.answer = ''",
            None => "",
        };
        all.push(format!(
            "EXISTS (SELECT 1 FROM act_parties w WHERE w.congress_id = a.congress_id AND w.act_id = a.id \
             AND w.person_id = ${n}{answer})"
        ));
        if which.answered == Some(false) {
            all.push("a.state IN ('declared', 'verified') AND NOT a.void".to_owned());
        }
    }
    if let Some(state) = &which.state {
        values.push(state.clone().into());
        all.push(format!("a.state = ${}", values.len()));
    }
    if which.late {
        all.push("a.declared_on > a.timely_until".to_owned());
    }
    all.join(" AND ")
}

/// A page of the contacts that the actor may see.
pub async fn list(at: &impl Conn, actor: &Actor, which: &Which, after: Option<&str>) -> Result<Listing> {
    actor.must(Permit::ContactRead)?;
    let page = if which.page == 0 { 25 } else { which.page };
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let mut condition = condition(actor, which, &mut values);
    let mark = after.and_then(|mark| {
        let (day, id) = mark.split_once('_')?;
        Some((day.parse::<NaiveDate>().ok()?, Uuid::try_parse(id).ok()?))
    });
    let (than, order) = if which.oldest_first { (">", "") } else { ("<", " DESC") };
    if let Some((day, id)) = mark {
        values.extend([day.into(), id.into()]);
        let n = values.len();
        let day = n - 1;
        condition
            .push_str(&format!(" AND (a.on_day {than} ${day} OR (a.on_day = ${day} AND c.id {than} ${n}))"));
    }
    values.push(((page + 1) as i64).into());
    let text =
        format!("{CONTACT} AND {condition} ORDER BY a.on_day{order}, c.id{order} LIMIT ${}", values.len());
    let mut lines: Vec<Contact> = at.all(sql(text, values)).await?;
    let more = lines.len() > page;
    lines.truncate(page);
    let next = lines.last().filter(|_| more).map(|line| format!("{}_{}", line.on_day, line.id));
    Ok(Listing { lines, next })
}

/// How many contacts a list has.
pub async fn count(at: &impl Conn, actor: &Actor, which: &Which) -> Result<u64> {
    #[derive(FromQueryResult)]
    struct Count {
        n: i64,
    }
    actor.must(Permit::ContactRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let condition = condition(actor, which, &mut values);
    let text = format!(
        "SELECT count(*) AS n FROM contacts c JOIN acts a ON a.congress_id = c.congress_id \
         AND a.evidence_id = c.id AND a.evidence = 'contact' AND a.superseded_by IS NULL \
         WHERE c.congress_id = $1 AND {condition}"
    );
    Ok(at.one::<Count>(sql(text, values)).await?.n.unsigned_abs())
}

/// When a member last met a deputy, and how many contacts of a period wait to be verified.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Met {
    /// The deputy.
    pub deputy_id: Uuid,
    /// The last day.
    pub last_on: NaiveDate,
    /// Contacts declared and not yet verified.
    pub waiting: i64,
}

/// A member's contacts by deputy; waiting ones since a day.
pub async fn met(at: &impl Conn, congress: Uuid, member: Uuid, since: NaiveDate) -> Result<Vec<Met>> {
    let text = "SELECT q.person_id AS deputy_id, MAX(a.on_day) AS last_on, \
         COUNT(CASE WHEN a.state = 'declared' AND a.on_day >= $3 THEN 1 END) AS waiting \
         FROM acts a JOIN act_parties q ON q.congress_id = a.congress_id AND q.act_id = a.id \
         WHERE a.congress_id = $1 AND a.person_id = $2 AND a.kind = 'contact' AND a.superseded_by IS NULL \
         AND NOT a.void AND a.state IN ('declared', 'verified') GROUP BY q.person_id";
    at.all(sql(text, [congress.into(), member.into(), since.into()])).await
}

/// The method that a member used last.
pub async fn last_way(at: &impl Conn, congress: Uuid, member: Uuid) -> Result<Option<String>> {
    #[derive(FromQueryResult)]
    struct Row {
        method: String,
    }
    let text = "SELECT method FROM acts WHERE congress_id = $1 AND person_id = $2 AND kind = 'contact' \
         ORDER BY on_day DESC, id DESC LIMIT 1";
    Ok(at.maybe::<Row>(sql(text, [congress.into(), member.into()])).await?.map(|row| row.method))
}
