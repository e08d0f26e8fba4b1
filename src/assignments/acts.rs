//! The verbs of the commission: propose who contacts whom, change it, take a change back, publish it; note who is
//! tied. A plan is its own until it is published; only then does anything come into force.

mod publish;
mod ties;

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::Wanted;
use super::sides::{Proposed, Sides};
use super::store::{self, Plan, Planned};
use crate::access::{Actor, Permit};
use crate::base::{App, Conn, Error, Mistake, Result, Tx, form::Say};
use crate::journal::{self, Happening};
use crate::people::store::assignments;

pub use publish::{Published, Publishing, publish};
pub use ties::{NewTie, add_tie, drop_tie};

/// Propose who contacts whom from a day on: a draft, in the place of an older one.
///
/// The day comes after the last on which anything began. It may be past only while nothing holds on it or later, so
/// that nobody's list is rewritten behind his or her back: that is the first plan of a congress.
///
/// # Errors
/// `Invalid` when the day does not do, or nobody sits on it.
pub async fn propose(app: &App, actor: &Actor, wanted: &Wanted) -> Result<Uuid> {
    actor.must(Permit::AssignmentKeep)?;
    let (congress, day, now) = (actor.congress, wanted.in_force_on, app.clock.now());
    may_begin(&app.db, congress, day, app.clock.today()).await?;
    let sides = Sides::on(&app.db, congress, day).await?;
    if sides.deputies.is_empty() || sides.members.len() == sides.away.len() {
        return Err(Error::invalid("in_force_on", "assignments-nobody-sits"));
    }
    let pairs = sides.propose(wanted.way);
    let without = pairs.iter().filter(|pair| pair.member.is_none()).count();
    let id = app.chance.id(now);
    let tx = app.db.begin().await?;
    may_begin(&tx, congress, day, app.clock.today()).await?;
    while let Some(older) = store::draft(&tx, congress).await? {
        store::drop_plan(&tx, congress, older.id).await?;
        record(&tx, app, actor, ("plan.dropped", older.id), json!({ "for": id })).await?;
    }
    store::insert_plan(&tx, congress, id, wanted, (actor.account, now)).await?;
    store::insert_pairs(&tx, congress, id, &pairs).await?;
    let facts = json!({ "from": day, "way": wanted.way.word(), "deputies": pairs.len(), "without": without });
    record(&tx, app, actor, ("plan.proposed", id), facts).await?;
    tx.commit().await?;
    Ok(id)
}

/// Whether an assignment may come into force on a day.
async fn may_begin(at: &impl Conn, congress: Uuid, day: NaiveDate, today: NaiveDate) -> Result<()> {
    if let Some(last) = store::last_beginning(at, congress).await?.filter(|last| day <= *last) {
        let say = Say::new("assignments-day-too-early").with("day", last.format("%Y-%m-%d").to_string());
        return Err(Error::Invalid(vec![Mistake { field: "in_force_on".into(), say }]));
    }
    if day < today {
        let ever = assignments(at, congress, None).await?;
        if ever.iter().any(|pair| pair.to_on.is_none_or(|to| to >= day)) {
            return Err(Error::invalid("in_force_on", "assignments-day-past"));
        }
    }
    Ok(())
}

/// Deputies to be moved to a member by hand.
#[derive(Debug, Clone, Default)]
pub struct Move {
    /// The deputies.
    pub deputies: Vec<Uuid>,
    /// The member; none for nobody.
    pub to: Option<Uuid>,
    /// The version of the plan that the clerk saw.
    pub version: i64,
}

/// Move deputies of a draft to another member, or to nobody, as one change.
///
/// # Errors
/// `Conflict` when the plan has moved on; `Invalid` when there is nothing to move, or two of them are tied.
pub async fn move_pairs(app: &App, actor: &Actor, plan: Uuid, moved: &Move) -> Result<()> {
    actor.must(Permit::AssignmentKeep)?;
    let congress = actor.congress;
    let tx = app.db.begin().await?;
    let plan = stepped(&tx, congress, plan, moved.version).await?;
    let sides = Sides::on(&tx, congress, plan.in_force_on).await?;
    let planned = store::planned(&tx, congress, plan.id).await?;
    let chosen = fitting(&sides, &planned, moved)?;
    let number = store::last_change(&tx, congress, plan.id).await?.first().map_or(1, |last| last.number + 1);
    for before in &chosen {
        store::insert_change(&tx, congress, (plan.id, number), before, moved.to).await?;
        let reasons = sides.by_hand(moved.to, before.deputy_id);
        let pair = Proposed { deputy: before.deputy_id, member: moved.to, reasons };
        store::set_pair(&tx, congress, plan.id, &pair).await?;
    }
    let facts = json!({ "number": number, "deputies": chosen.len(), "to": moved.to });
    record(&tx, app, actor, ("plan.changed", plan.id), facts).await?;
    tx.commit().await
}

/// The pairs that really move.
fn fitting<'a>(sides: &Sides, planned: &'a [Planned], moved: &Move) -> Result<Vec<&'a Planned>> {
    if moved.deputies.is_empty() {
        return Err(Error::invalid("deputies", "assignments-none-ticked"));
    }
    if moved.to.is_some_and(|to| sides.member(to).is_none()) {
        return Err(Error::invalid("to", "assignments-member-unknown"));
    }
    let mut chosen = Vec::new();
    for deputy in &moved.deputies {
        let pair = planned.iter().find(|pair| pair.deputy_id == *deputy);
        chosen.push(pair.ok_or_else(|| Error::invalid("deputies", "assignments-deputy-unknown"))?);
    }
    chosen.retain(|pair| pair.member_id != moved.to);
    if chosen.is_empty() {
        return Err(Error::invalid("to", "assignments-moves-nothing"));
    }
    let refused = chosen.iter().filter_map(|pair| refusal(sides, moved.to?, pair, "to"));
    let mistakes: Vec<Mistake> = refused.collect();
    if mistakes.is_empty() { Ok(chosen) } else { Err(Error::Invalid(mistakes)) }
}

/// Why these two cannot be a pair, if they cannot.
fn refusal(sides: &Sides, member: Uuid, pair: &Planned, field: &str) -> Option<Mistake> {
    if member == pair.deputy_id {
        return Some(Mistake::new(field, "people-assigned-to-oneself"));
    }
    let tie = sides.tie(member, pair.deputy_id)?;
    let name = sides.member(member).map(|member| member.name.clone()).unwrap_or_default();
    let say = Say::new(&format!("assignments-tied-{}", tie.kind));
    let say = say.with("member", name).with("deputy", pair.deputy.clone());
    Some(Mistake { field: field.to_owned(), say })
}

/// Take the last change of a draft back; again and again, until it is as it was proposed.
///
/// # Errors
/// `Conflict` when the plan has moved on, or nothing was changed.
pub async fn undo(app: &App, actor: &Actor, plan: Uuid, version: i64) -> Result<()> {
    actor.must(Permit::AssignmentKeep)?;
    let congress = actor.congress;
    let tx = app.db.begin().await?;
    let plan = stepped(&tx, congress, plan, version).await?;
    let last = store::last_change(&tx, congress, plan.id).await?;
    let Some(number) = last.first().map(|change| change.number) else {
        return Err(Error::conflict("assignments-nothing-to-undo"));
    };
    for change in &last {
        let (member, reasons) = (change.from_member_id, change.from_reasons.clone());
        let pair = Proposed { deputy: change.deputy_id, member, reasons };
        store::set_pair(&tx, congress, plan.id, &pair).await?;
    }
    store::delete_change(&tx, congress, plan.id, number).await?;
    let facts = json!({ "number": number, "deputies": last.len() });
    record(&tx, app, actor, ("plan.undone", plan.id), facts).await?;
    tx.commit().await
}

/// The draft, one version on.
async fn stepped(tx: &Tx, congress: Uuid, id: Uuid, version: i64) -> Result<Plan> {
    let plan = store::plan(tx, congress, id).await?;
    if !plan.is_draft() {
        return Err(Error::conflict("assignments-plan-closed"));
    }
    if !store::step(tx, congress, id, version).await? {
        return Err(Error::conflict("assignments-plan-moved"));
    }
    Ok(plan)
}

async fn record(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (kind, id): (&str, Uuid),
    facts: serde_json::Value,
) -> Result<()> {
    let author = actor.author(Permit::AssignmentKeep, app.clock.now());
    let subject = if kind.starts_with("tie.") { "tie" } else { "plan" };
    journal::append(tx, &author, Happening { kind: kind.to_owned(), subject, subject_id: id, facts }).await?;
    Ok(())
}
