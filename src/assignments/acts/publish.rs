use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::{may_begin, record, refusal};
use crate::access::{Actor, Permit};
use crate::assignments::difference::Difference;
use crate::assignments::sides::Sides;
use crate::assignments::store::{self, Plan, Planned};
use crate::base::{App, Error, Mistake, Result, Tx};
use crate::notices::{self, Audience, Fact, Notice};
use crate::people::acts::{NewAssignment, assign, end_assignment};
use crate::people::store::assignments_on;

/// What the clerk says when publishing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Publishing {
    /// The version of the plan that the clerk saw.
    pub version: i64,
    /// That deputies for whom there is no member stay without one.
    pub without: bool,
}

/// What publishing changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Published {
    /// Pairs that go on as they were.
    pub kept: usize,
    /// Pairs that ended on the day before.
    pub ended: usize,
    /// Pairs that begin.
    pub begun: usize,
}

/// Publish a draft: pairs that stay keep their history, others end on the day before it comes into force, new ones
/// begin on it; whoever is concerned is told.
///
/// # Errors
/// `Conflict` when the plan, the people or the day have moved on; `Invalid` when tied people would be a pair, when a
/// deputy has nobody although somebody may, or when it was not confirmed that some stay without.
pub async fn publish(app: &App, actor: &Actor, plan: Uuid, said: &Publishing) -> Result<Published> {
    actor.must(Permit::AssignmentKeep)?;
    let (congress, now) = (actor.congress, app.clock.now());
    let tx = app.db.begin().await?;
    let plan = store::plan(&tx, congress, plan).await?;
    if !plan.is_draft() {
        return Err(Error::conflict("assignments-plan-closed"));
    }
    still_right(&tx, (congress, &plan), app.clock.today()).await?;
    if !store::publish(&tx, congress, (plan.id, said.version), (actor.account, now)).await? {
        return Err(Error::conflict("assignments-plan-moved"));
    }
    let planned = store::planned(&tx, congress, plan.id).await?;
    let sides = Sides::on(&tx, congress, plan.in_force_on).await?;
    check(&sides, &planned, said)?;
    let in_force = assignments_on(&tx, congress, plan.in_force_on).await?;
    let difference = Difference::of(&in_force, &planned);
    let published = Published {
        kept: difference.kept.len(),
        ended: difference.ended.len(),
        begun: difference.begun.len(),
    };
    put_in_force(&tx, app, actor, (&plan, &difference)).await?;
    tell(&tx, app, (congress, &sides), (&plan, &difference)).await?;
    let facts = json!({ "from": plan.in_force_on, "kept": published.kept, "ended": published.ended,
        "begun": published.begun });
    record(&tx, app, actor, ("plan.published", plan.id), facts).await?;
    tx.commit().await?;
    Ok(published)
}

/// Days go by and other plans are published while a draft lies there.
async fn still_right(tx: &Tx, (congress, plan): (Uuid, &Plan), today: NaiveDate) -> Result<()> {
    match may_begin(tx, congress, plan.in_force_on, today).await {
        Err(Error::Invalid(_)) => Err(Error::conflict("assignments-day-gone")),
        other => other,
    }
}

/// Everybody is still there, nobody is tied, nobody was forgotten.
fn check(sides: &Sides, planned: &[Planned], said: &Publishing) -> Result<()> {
    let in_plan: BTreeSet<Uuid> = planned.iter().map(|pair| pair.deputy_id).collect();
    let sit: BTreeSet<Uuid> = sides.deputies.iter().map(|deputy| deputy.id).collect();
    let seated = planned.iter().filter_map(|pair| pair.member_id).all(|id| sides.member(id).is_some());
    if in_plan != sit || !seated {
        return Err(Error::conflict("assignments-people-changed"));
    }
    let tied: Vec<Mistake> =
        planned.iter().filter_map(|pair| refusal(sides, pair.member_id?, pair, "")).collect();
    if !tied.is_empty() {
        return Err(Error::Invalid(tied));
    }
    let mut without = planned.iter().filter(|pair| pair.member_id.is_none()).peekable();
    if without.peek().is_some() {
        if without.any(|pair| sides.has_one_for(pair.deputy_id)) {
            return Err(Error::invalid("", "assignments-deputies-left"));
        }
        if !said.without {
            return Err(Error::invalid("without", "assignments-without-unconfirmed"));
        }
    }
    Ok(())
}

async fn put_in_force(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (plan, difference): (&Plan, &Difference<'_>),
) -> Result<()> {
    let eve = plan.in_force_on.pred_opt().unwrap_or(plan.in_force_on);
    for old in &difference.ended {
        end_assignment(tx, app, actor, old, eve).await?;
    }
    for (member, pair) in &difference.begun {
        let new = NewAssignment {
            member: *member,
            deputy: pair.deputy_id,
            from_on: plan.in_force_on,
            reasons: &pair.reasons,
            plan: Some(plan.id),
        };
        assign(tx, app, actor, &new).await?;
    }
    Ok(())
}

/// Members hear of their list when it changes, deputies of their member when it is another one.
async fn tell(
    tx: &Tx,
    app: &App,
    (congress, sides): (Uuid, &Sides),
    (plan, difference): (&Plan, &Difference<'_>),
) -> Result<()> {
    let day = || ("day".to_owned(), Fact::Day(plan.in_force_on));
    let number = |name: &str, n: i64| (name.to_owned(), Fact::Number(n));
    let notice = |to, kind, facts| Notice {
        congress,
        to: Audience::Person(to),
        kind,
        subject: "contacts",
        subject_id: plan.id,
        facts,
    };
    for (member, moved) in difference.members() {
        let facts =
            [day(), number("all", moved.all), number("gained", moved.gained), number("lost", moved.lost)];
        notices::tell(tx, app, &notice(member, "assignment-published", facts.into())).await?;
    }
    for (member, pair) in &difference.begun {
        let name = sides.member(*member).map(|member| member.name.clone()).unwrap_or_default();
        let facts = [day(), ("member".to_owned(), Fact::Text(name))];
        notices::tell(tx, app, &notice(pair.deputy_id, "assignment-yours", facts.into())).await?;
    }
    Ok(())
}
