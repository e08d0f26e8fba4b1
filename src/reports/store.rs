//! Duty reports in the database. Who sees one is [`visible_to`]: a draft is its writer's; what was submitted is seen by the
//! deputy, the leader of the group, the office that serves him or her, and whoever sees the whole congress.

mod progress;
mod questions;

use chrono::{DateTime, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::{Report, Texts};
use crate::access::{Actor, Permit};
use crate::base::{Conn, Result, Tx, sql};
use crate::people::store::reach::reaching;

pub use progress::{Elected, Progress, elected, progress};
pub(super) use questions::{New as NewRow, answer, due, forget_phones, insert as insert_question, mark_told};
pub use questions::{
    Question, asked_about, by_receipt, of_form as question_of_form, question, shown_of, unanswered, waiting,
};

const REPORT: &str = "SELECT r.id, r.code, r.person_id, p.name, r.term_id, t.name AS term, r.constituency_id, \
     c.name AS constituency, a.id AS area_id, a.name AS area, r.state, r.office_id, o.name AS office, r.summary, r.study, \
     r.sessions, r.activities, r.voters, r.proposals, r.plans, r.drafted, r.way, r.on_day, r.until_on, r.starts, r.place, \
     r.station_id, s.name AS station, r.chair, r.present, r.reason, r.submitted_at, r.given_at, r.withdrawn_at, r.version \
     FROM duty_reports r \
     JOIN persons p ON p.congress_id = r.congress_id AND p.id = r.person_id \
     JOIN terms t ON t.congress_id = r.congress_id AND t.id = r.term_id \
     JOIN constituencies c ON c.congress_id = r.congress_id AND c.id = r.constituency_id \
     JOIN areas a ON a.congress_id = c.congress_id AND a.id = c.area_id \
     LEFT JOIN organizations o ON o.congress_id = r.congress_id AND o.id = r.office_id \
     LEFT JOIN organizations s ON s.congress_id = r.congress_id AND s.id = r.station_id \
     WHERE r.congress_id = $1";

/// Of a deputy's reports of a term one is alive.
const ALIVE: &str = "r.state <> 'withdrawn' AND r.state <> 'discarded'";

/// Lines of a page of a list.
pub const PAGE: usize = 25;

/// The one condition on who sees which reports `r`.
pub fn visible_to(actor: &Actor, values: &mut Vec<Value>) -> String {
    let mut own = vec!["r.state <> 'draft' AND r.state <> 'discarded'".to_owned()];
    if let Some(person) = actor.person.filter(|_| actor.may(Permit::ReportWrite)) {
        values.push(person.into());
        own.push(format!("r.person_id = ${}", values.len()));
    }
    for (post, _) in actor.posts_with(Permit::ReportWrite) {
        let Some(office) = post.organization else { continue };
        values.push(office.into());
        own.push(format!("r.office_id = ${}", values.len()));
    }
    let reached = reaching(actor, Permit::ReportRead, "r.person_id", values);
    format!("({reached} AND ({}))", own.join(" OR "))
}

/// A report that the actor may see; a stranger gets `NotFound`.
pub async fn find(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Report> {
    actor.must(Permit::ReportRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), id.into()];
    let condition = visible_to(actor, &mut values);
    at.one(sql(format!("{REPORT} AND r.id = $2 AND {condition}"), values)).await
}

/// A report that the actor may see, by its code.
pub async fn find_coded(at: &impl Conn, actor: &Actor, code: &str) -> Result<Report> {
    actor.must(Permit::ReportRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), code.into()];
    let condition = visible_to(actor, &mut values);
    at.one(sql(format!("{REPORT} AND r.code = $2 AND {condition}"), values)).await
}

/// A report, for acts that have asked already.
pub(super) async fn one(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Report> {
    at.one(sql(format!("{REPORT} AND r.id = $2"), [congress.into(), id.into()])).await
}

/// The report of a public code: planned, given or withdrawn.
pub async fn public(at: &impl Conn, congress: Uuid, code: &str) -> Result<Report> {
    let text = format!("{REPORT} AND r.code = $2 AND r.state IN ('planned', 'given', 'withdrawn')");
    at.one(sql(text, [congress.into(), code.into()])).await
}

/// Which public reports a list shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Which {
    /// Only to this constituency.
    pub constituency: Option<Uuid>,
    /// Only to the constituencies of this town or street.
    pub area: Option<Uuid>,
    /// Only this deputy's.
    pub person: Option<Uuid>,
    /// Only at this home or station.
    pub station: Option<Uuid>,
}

/// A page of the public reports: those that are planned, the next first; or those that were given, the latest first.
pub async fn listed(
    at: &impl Conn,
    congress: Uuid,
    (planned, which): (bool, Which),
    page: usize,
) -> Result<(Vec<Report>, bool)> {
    let mut values: Vec<Value> = vec![congress.into()];
    let (state, order) = if planned { ("planned", "ASC") } else { ("given", "DESC") };
    let mut text = format!("{REPORT} AND r.state = '{state}'");
    for (column, id) in [
        ("r.constituency_id", which.constituency),
        ("c.area_id", which.area),
        ("r.person_id", which.person),
        ("r.station_id", which.station),
    ] {
        if let Some(id) = id {
            values.push(id.into());
            text.push_str(&format!(" AND {column} = ${}", values.len()));
        }
    }
    text.push_str(&format!(
        " ORDER BY r.on_day {order}, r.id {order} LIMIT {} OFFSET {}",
        PAGE + 1,
        page * PAGE
    ));
    let mut reports: Vec<Report> = at.all(sql(text, values)).await?;
    let more = reports.len() > PAGE;
    reports.truncate(PAGE);
    Ok((reports, more))
}

/// A deputy's report of a term that is alive, whoever may see it.
pub async fn of_person(
    at: &impl Conn,
    congress: Uuid,
    (person, term): (Uuid, Uuid),
) -> Result<Option<Report>> {
    let text = format!("{REPORT} AND r.person_id = $2 AND r.term_id = $3 AND {ALIVE}");
    at.maybe(sql(text, [congress.into(), person.into(), term.into()])).await
}

#[derive(FromQueryResult)]
struct Known {
    #[expect(dead_code, reason = "only whether there is a row matters")]
    id: Uuid,
}

/// Whether a permit reaches a person.
pub async fn reaches(at: &impl Conn, actor: &Actor, permit: Permit, person: Uuid) -> Result<bool> {
    let mut values: Vec<Value> = vec![actor.congress.into(), person.into()];
    let condition = reaching(actor, permit, "p.id", &mut values);
    let text = format!("SELECT p.id FROM persons p WHERE p.congress_id = $1 AND p.id = $2 AND {condition}");
    Ok(at.maybe::<Known>(sql(text, values)).await?.is_some())
}

/// A report as it begins.
pub(super) struct New<'a> {
    pub(super) id: Uuid,
    pub(super) code: &'a str,
    /// Whose, of which term, to which constituency.
    pub(super) whose: (Uuid, Uuid, Uuid),
    pub(super) office: Option<Uuid>,
    pub(super) account: Option<Uuid>,
    pub(super) texts: &'a Texts,
    pub(super) drafted: &'a str,
}

/// False when the deputy has one of this term already.
pub(super) async fn insert(tx: &Tx, congress: Uuid, new: &New<'_>, now: DateTime<Utc>) -> Result<bool> {
    let text = "INSERT INTO duty_reports (congress_id, id, code, person_id, term_id, constituency_id, state, office_id, \
         summary, study, sessions, activities, voters, proposals, plans, drafted, begun_at, begun_by) \
         VALUES ($1, $2, $3, $4, $5, $6, 'draft', $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) \
         ON CONFLICT DO NOTHING";
    let (person, term, constituency) = new.whose;
    let texts = new.texts;
    let values = [
        congress.into(),
        new.id.into(),
        new.code.into(),
        person.into(),
        term.into(),
        constituency.into(),
        new.office.into(),
        texts.summary.clone().into(),
        texts.study.clone().into(),
        texts.sessions.clone().into(),
        texts.activities.clone().into(),
        texts.voters.clone().into(),
        texts.proposals.clone().into(),
        texts.plans.clone().into(),
        new.drafted.into(),
        now.into(),
        new.account.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// Write a report as it stands now; false when somebody else changed it meanwhile.
pub(super) async fn save(tx: &Tx, congress: Uuid, it: &Report) -> Result<bool> {
    let text = "UPDATE duty_reports SET state = $4, summary = $5, study = $6, sessions = $7, activities = $8, voters = $9, \
         proposals = $10, plans = $11, drafted = $12, way = $13, on_day = $14, until_on = $15, starts = $16, place = $17, \
         station_id = $18, chair = $19, present = $20, reason = $21, submitted_at = $22, given_at = $23, \
         withdrawn_at = $24, version = version + 1 WHERE congress_id = $1 AND id = $2 AND version = $3";
    let texts = &it.texts;
    let values = [
        congress.into(),
        it.id.into(),
        it.version.into(),
        it.state.clone().into(),
        texts.summary.clone().into(),
        texts.study.clone().into(),
        texts.sessions.clone().into(),
        texts.activities.clone().into(),
        texts.voters.clone().into(),
        texts.proposals.clone().into(),
        texts.plans.clone().into(),
        it.drafted.clone().into(),
        it.way.clone().into(),
        it.on_day.into(),
        it.until_on.into(),
        it.starts.into(),
        it.place.clone().into(),
        it.station_id.into(),
        it.chair.clone().into(),
        it.present.into(),
        it.reason.clone().into(),
        it.submitted_at.into(),
        it.given_at.into(),
        it.withdrawn_at.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}
