use std::sync::Arc;

use charter::Calendar;
use uuid::Uuid;

use super::{Move, effects};
use crate::access::Actor;
use crate::base::{App, Conn, Error, Result, Tx};
use crate::bodies::{calendar::calendar, store::charter_code};
use crate::cases::deadlines::Count;
use crate::cases::flow::{Refusal, Step, StepKind, after};
use crate::cases::store::{self, Parties};
use crate::cases::{Case, facts, hears, may_take, permit, who::speaks_as};
use crate::files;

/// Take a step on a case: the one door through which a case changes.
///
/// # Errors
/// `NotFound` for a case that is not theirs to see, `Forbidden` for a step that is not theirs to take, `Conflict`
/// when the case does not allow it now or was changed by somebody else meanwhile, `Invalid` for what is missing.
pub async fn take(app: &App, actor: &Actor, id: Uuid, wanted: Move) -> Result<Case> {
    actor.must(permit(wanted.kind))?;
    for file in &wanted.files {
        files::keep(app, actor.congress, file).await?;
    }
    let tx = app.db.begin().await?;
    let case = store::find(&tx, actor, id).await?;
    let parties = store::parties(&tx, actor.congress, id).await?;
    let answers = matches!(wanted.kind, StepKind::Receive | StepKind::Evaluate);
    let for_another = answers && !speaks_as(actor, &case, wanted.reader);
    if for_another || !may_take(actor, &case, &parties, wanted.kind) {
        return Err(Error::Forbidden);
    }
    let case = carry_out(&tx, app, actor, case, &parties, &wanted).await?;
    tx.commit().await?;
    Ok(case)
}

/// Name the deputy who follows another one in a case, as part of a larger act: of the change to the next term, or when
/// somebody left in the middle of one.
///
/// # Errors
/// As [`take`].
pub async fn hand_on(tx: &Tx, app: &App, actor: &Actor, id: Uuid, successor: Uuid) -> Result<()> {
    let wanted = Move { deputy: Some(successor), ..Move::new(StepKind::NameDeputy) };
    actor.must(permit(wanted.kind))?;
    let case = store::find(tx, actor, id).await?;
    let parties = store::parties(tx, actor.congress, id).await?;
    if !may_take(actor, &case, &parties, wanted.kind) {
        return Err(Error::Forbidden);
    }
    carry_out(tx, app, actor, case, &parties, &wanted).await?;
    Ok(())
}

/// Urge whoever owes the next step in a case, as part of a larger act: with the letter that goes out.
///
/// # Errors
/// As [`take`].
pub async fn urge(tx: &Tx, app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    let wanted = Move::new(StepKind::Urge);
    actor.must(permit(wanted.kind))?;
    let case = store::find(tx, actor, id).await?;
    let parties = store::parties(tx, actor.congress, id).await?;
    if !may_take(actor, &case, &parties, wanted.kind) {
        return Err(Error::Forbidden);
    }
    carry_out(tx, app, actor, case, &parties, &wanted).await?;
    Ok(())
}

/// What an act needs to count days: the charter in force today and the calendar.
pub(super) async fn rules_of(at: &impl Conn, app: &App, congress: Uuid) -> Result<(String, Arc<Calendar>)> {
    let code = charter_code(at, congress).await?;
    let days = calendar(at, congress).await?;
    app.charters(&code)?;
    Ok((code, days))
}

/// The charter in force today, or the refusal that none is.
pub(super) fn count<'a>(app: &'a App, (code, calendar): &'a (String, Arc<Calendar>)) -> Result<Count<'a>> {
    let today = app.clock.today();
    let charter = app.charters(code)?.in_force(today).ok_or_else(|| Error::conflict("cases-no-charter"))?;
    Ok(Count { charter, calendar, today })
}

/// Take a step within an act, once it is known that they may.
pub(super) async fn carry_out(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    case: Case,
    parties: &Parties,
    wanted: &Move,
) -> Result<Case> {
    if wanted.version.is_some_and(|seen| seen != case.version) {
        return Err(Error::conflict("cases-moved-on"));
    }
    let rules = rules_of(tx, app, actor.congress).await?;
    let count = count(app, &rules)?;
    wanted.check(&count)?;
    let before = case;
    let mut case = before.clone();
    name_deputy(&mut case, wanted, &count)?;
    let (step, counted) = wanted.step(&case, parties, &count)?;
    case.standing = after(&case.standing, &step, &count.rules()).map_err(refused)?;
    case.standing.check().map_err(|broken| anyhow::anyhow!("a step broke the rules: {broken}"))?;
    let entry = effects::apply(tx, app, actor, &mut case, parties, wanted).await?;
    effects::mirror(&mut case, &before, counted.as_ref(), app.clock.now())?;
    if !store::save(tx, actor.congress, &case).await? {
        return Err(Error::conflict("cases-moved-on"));
    }
    case.version += 1;
    facts::record(tx, app, actor, &case, wanted, entry).await?;
    facts::attach(tx, app, actor, &case, (permit(wanted.kind), entry, &wanted.files)).await?;
    facts::index(tx, actor, &case, wanted).await?;
    hears::of_step(tx, app, actor.congress, (&case, parties), wanted).await?;
    Ok(case)
}

/// A step that sends a case somewhere may name the deputy concerned in the same breath.
fn name_deputy(case: &mut Case, wanted: &Move, count: &Count) -> Result<()> {
    use StepKind::*;
    let Some(deputy) = wanted.deputy else { return Ok(()) };
    let names = matches!(wanted.kind, SendToDeputy | SendOn | NameDeputy | Transfer | Retransfer);
    if !names || case.deputy_id == Some(deputy) {
        return Ok(());
    }
    if wanted.kind != NameDeputy {
        let (step, _) = Move::new(NameDeputy).step(case, &Parties::default(), count)?;
        debug_assert!(matches!(step, Step::NameDeputy(_)));
        case.standing = after(&case.standing, &step, &count.rules()).map_err(refused)?;
    }
    case.deputy_id = Some(deputy);
    Ok(())
}

/// A refusal of the pure rules, as the sentence that says what is missing.
pub(super) fn refused(refusal: Refusal) -> Error {
    Error::Conflict(format!("cases-refusal-{}", refusal.word()))
}
