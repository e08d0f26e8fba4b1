//! From raising to examination: co-signing, sorting, the deputy's decision, withdrawal (8.1, 8.2).

use chrono::NaiveDate;

use super::answer::VoterNews;
use super::refusal::Refusal;
use super::standing::Standing;
use super::state::State;
use super::step::Step;

/// Co-signers answer; the lead deputy hands in when all have, or when their term is over.
pub(super) fn cosign(case: &mut Standing, step: &Step) -> Result<(), Refusal> {
    if case.state != State::Cosigning {
        return Err(Refusal::NotNow);
    }
    let all_answered = case.cosigners.all_answered();
    match step {
        Step::Confirm | Step::Decline if all_answered => return Err(Refusal::CosignersAllAnswered),
        Step::Confirm => case.cosigners.confirmed += 1,
        Step::Decline => case.cosigners.declined += 1,
        Step::Submit { today, .. } if !all_answered && !case.overdue(*today) => {
            return Err(Refusal::CosignersUnanswered);
        }
        Step::Submit { due, .. } => case.go(State::Raised, *due),
        _ => return Err(Refusal::NotNow),
    }
    Ok(())
}

/// What the sorter, or later the deputy or the working body, makes of it.
pub(super) fn sort(case: &mut Standing, step: &Step) -> Result<(), Refusal> {
    use State::*;
    match (case.state, step) {
        (Raised | WithDeputy | Examining, Step::AnswerOnSpot) => case.end(Settled),
        (Raised | Examining, Step::GuideElsewhere) => {
            case.end(Guided);
            // A complaint that belongs in a court or with an inspector is not for the public page.
            case.published = false;
        }
        (Raised | WithDeputy | Examining, Step::Join) => case.end(Joined),
        (Joined, Step::Reopen(due)) => {
            case.go(Raised, *due);
            case.voter = VoterNews::default();
        }
        (Raised, Step::SendToDeputy(_)) if case.deputys_own() => return Err(Refusal::DeputysOwn),
        (Raised, Step::SendToDeputy(_)) if !case.has_deputy => return Err(Refusal::NoDeputyNamed),
        (Raised, Step::SendToDeputy(due)) => case.go(WithDeputy, *due),
        (Raised, Step::SendOn(due)) => case.go(Examining, *due),
        (WithDeputy | Examining, Step::SendBackToSort(due)) => case.go(Raised, *due),
        _ => return Err(Refusal::NotNow),
    }
    Ok(())
}

/// The deputy's decision, a change of persons, and the proposer's withdrawal.
pub(super) fn decide(case: &mut Standing, step: &Step) -> Result<(), Refusal> {
    use State::*;
    match (case.state, step) {
        (WithDeputy, Step::TakeUp(due)) => {
            case.go(Examining, *due);
            case.taken_up = true;
        }
        (WithDeputy, Step::LeaveIt(due)) => case.go(Raised, *due),
        (Examining | Returned, Step::Reassign(due)) => case.wait_until(*due),
        (state, Step::NameDeputy(due)) if state != Cosigning && !state.ended() => {
            case.has_deputy = true;
            match state {
                WithDeputy => case.wait_until(*due),
                Replied => name_anew(case, *due),
                _ => {}
            }
        }
        (Replied | Promised, Step::Withdraw { .. }) => return Err(Refusal::AlreadyReplied),
        (state, Step::Withdraw { .. }) if state.ended() => return Err(Refusal::NotNow),
        (_, Step::Withdraw { .. }) if case.round > 1 => return Err(Refusal::AlreadyReplied),
        (_, Step::Withdraw { all_agree: false }) if case.cosigners.confirmed > 0 => {
            return Err(Refusal::CosignersMustAgree);
        }
        (_, Step::Withdraw { .. }) => {
            case.end(Withdrawn);
            case.published = false;
        }
        _ => return Err(Refusal::NotNow),
    }
    Ok(())
}

/// A successor who finds the reply unjudged receives and judges it anew; a judgement already given stands.
fn name_anew(case: &mut Standing, due: NaiveDate) {
    let Some(answer) = case.answer.as_mut().filter(|answer| answer.deputy_rating.is_none()) else {
        return;
    };
    answer.deputy_received = false;
    answer.lapsed = false;
    if !answer.unanswered {
        case.wait_until(due);
    }
}
