use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Move;
use crate::access::Actor;
use crate::base::{App, Error, Result, Tx};
use crate::bodies::{self, Kind};
use crate::cases::deadlines::Counted;
use crate::cases::flow::{Reader, StepKind};
use crate::cases::store::{self, Entry, Parties};
use crate::cases::{Case, permit};

/// Write what a step changes beside the row: who takes part, what was said. The entry's id, if something was said.
pub(super) async fn apply(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    case: &mut Case,
    parties: &Parties,
    wanted: &Move,
) -> Result<Option<Uuid>> {
    use StepKind::*;
    match wanted.kind {
        Confirm | Decline => cosign(tx, app, actor, case, wanted.kind).await?,
        Join => case.joined_to = Some(target(tx, actor, case, wanted).await?),
        Reopen => case.joined_to = None,
        SendOn | Reassign => case.body_id = Some(body(tx, actor.congress, wanted.body, None).await?),
        SendToDeputy | TakeUp => {
            case.body_id = Some(body(tx, actor.congress, wanted.body, case.body_id).await?);
        }
        Transfer | Retransfer => transfer(tx, app, actor, case, wanted).await?,
        AcceptReturn => {
            store::clear_organs(tx, actor.congress, case.id).await?;
            case.organ_id = None;
        }
        SignFor => organ_state(tx, app, actor, case, (case.organ_id, "signed")).await?,
        Return => organ_state(tx, app, actor, case, (case.organ_id, "returned")).await?,
        CoSignFor => co_organ(tx, app, actor, case, parties, ("waiting", "signed")).await?,
        GiveCoOpinion => co_organ(tx, app, actor, case, parties, ("signed", "given")).await?,
        ExcuseCoOrgan => organ_state(tx, app, actor, case, (wanted.organ, "excused")).await?,
        Publish => {
            case.public_subject = Some(wanted.subject.trim().to_owned());
            case.public_body = Some(wanted.plain.trim().to_owned());
        }
        _ => {}
    }
    write_down(tx, app, actor, case, wanted).await
}

/// The columns that follow from the standing.
pub(super) fn mirror(
    case: &mut Case,
    before: &Case,
    counted: Option<&Counted>,
    now: DateTime<Utc>,
) -> Result<()> {
    case.ended_at = case.standing.state.ended().then(|| before.ended_at.unwrap_or(now));
    case.published_at = case.standing.published.then(|| before.published_at.unwrap_or(now));
    match (case.standing.deadline, counted) {
        (None, _) => (case.due_how, case.warn_on) = (None, None),
        (Some(deadline), Some(counted)) if deadline.on == counted.on => {
            case.due_how = Some(serde_json::to_string(counted).map_err(anyhow::Error::from)?);
            case.warn_on = Some(counted.warn_on);
        }
        _ => {}
    }
    Ok(())
}

async fn cosign(tx: &Tx, app: &App, actor: &Actor, case: &Case, kind: StepKind) -> Result<()> {
    let person = actor.person.ok_or(Error::Forbidden)?;
    let answer = if kind == StepKind::Confirm { "confirmed" } else { "declined" };
    store::answer_cosigning(tx, actor.congress, case.id, person, (answer, app.clock.now())).await
}

/// The case to join: open, visible, not itself and not joined to itself.
async fn target(tx: &Tx, actor: &Actor, case: &Case, wanted: &Move) -> Result<Uuid> {
    let missing = || Error::invalid("case", "cases-join-missing");
    let id = wanted.case.filter(|id| *id != case.id).ok_or_else(missing)?;
    let target = store::find(tx, actor, id).await.map_err(|_| missing())?;
    if target.standing.state.ended() {
        return Err(Error::invalid("case", "cases-join-ended"));
    }
    Ok(target.id)
}

/// The working body named, the one before, or the deputies affairs commission.
async fn body(tx: &Tx, congress: Uuid, named: Option<Uuid>, before: Option<Uuid>) -> Result<Uuid> {
    if let Some(id) = named {
        let found = bodies::store::organization(tx, congress, id).await;
        let fits =
            found.is_ok_and(|it| it.kind == Kind::WorkingBody.word() || it.kind == Kind::Commission.word());
        return if fits { Ok(id) } else { Err(Error::invalid("body", "cases-body-missing")) };
    }
    if let Some(id) = before {
        return Ok(id);
    }
    let commission = bodies::store::organizations(tx, congress, Kind::Commission).await?;
    commission.first().map(|it| it.id).ok_or_else(|| Error::invalid("body", "cases-body-missing"))
}

async fn transfer(tx: &Tx, app: &App, actor: &Actor, case: &mut Case, wanted: &Move) -> Result<()> {
    let lead = wanted.organ.ok_or_else(|| Error::invalid("organ", "cases-organ-missing"))?;
    let now = app.clock.now();
    store::clear_organs(tx, actor.congress, case.id).await?;
    for (organ, part) in std::iter::once((lead, "lead")).chain(wanted.co.iter().map(|co| (*co, "co"))) {
        let found = bodies::store::organization(tx, actor.congress, organ).await;
        if !found.is_ok_and(|it| it.kind == Kind::Organ.word()) {
            return Err(Error::invalid("organ", "cases-organ-missing"));
        }
        if part == "co" && (organ == lead || wanted.co.iter().filter(|co| **co == organ).count() > 1) {
            return Err(Error::invalid("co", "cases-organ-twice"));
        }
        store::take_part(tx, actor.congress, case.id, (organ, part), now).await?;
    }
    case.organ_id = Some(lead);
    case.transferred_on = Some(app.clock.today());
    Ok(())
}

async fn organ_state(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    case: &Case,
    (organ, state): (Option<Uuid>, &str),
) -> Result<()> {
    let organ = organ.ok_or_else(|| Error::invalid("organ", "cases-organ-missing"))?;
    store::set_organ_state(tx, actor.congress, case.id, (organ, state), app.clock.now()).await
}

/// A co-organ's own step: it must stand where the step begins.
async fn co_organ(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    case: &Case,
    parties: &Parties,
    (from, to): (&str, &str),
) -> Result<()> {
    let organ = actor.organization_for(permit(StepKind::GiveCoOpinion));
    let stands = organ.and_then(|organ| parties.co(organ)).is_some_and(|co| co.state == from);
    if !stands {
        return Err(Error::conflict("cases-refusal-no_such_co_organ"));
    }
    organ_state(tx, app, actor, case, (organ, to)).await
}

/// What was said, if anything was.
async fn write_down(tx: &Tx, app: &App, actor: &Actor, case: &Case, wanted: &Move) -> Result<Option<Uuid>> {
    use StepKind::*;
    let says = matches!(
        wanted.kind,
        Reply | Evaluate | RecordContact | ContactProposer | TellVoter | GuideElsewhere
    );
    if wanted.kind == Publish || (!says && wanted.text.trim().is_empty()) {
        return Ok(None);
    }
    let now = app.clock.now();
    let kept = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let voter = wanted.reader == Reader::Voter;
    let entry = Entry {
        id: app.chance.id(now),
        kind: wanted.kind.word().to_owned(),
        round: i64::from(case.standing.round),
        by_account_id: actor.account,
        by_person_id: actor.person.filter(|_| !voter),
        by_organization_id: actor.organization_for(permit(wanted.kind)),
        on_day: wanted.on.unwrap_or(app.clock.today()),
        at: now,
        text: wanted.text.trim().to_owned(),
        plain: wanted.plain.trim().to_owned(),
        way: kept(&wanted.way).or_else(|| kept(&wanted.matter)),
        category: kept(&wanted.category),
        promise_on: wanted.until,
        attitude: kept(&wanted.attitude),
        result: kept(&wanted.result),
    };
    store::insert_entry(tx, actor.congress, case.id, &entry).await?;
    Ok(Some(entry.id))
}
