//! The answer reaches deputy, working body and voter, and is evaluated (8.5, 8.6).

use chrono::NaiveDate;

use super::answer::Answer;
use super::refusal::Refusal;
use super::standing::Standing;
use super::state::State;
use super::step::{Evaluation, Rater, Reader, Step};

/// A receipt: of the reply by deputy and working body, of any outcome by the voter.
pub(super) fn receive(case: &mut Standing, step: &Step) -> Result<(), Refusal> {
    let receipt = match step {
        Step::Receive(Reader::Deputy) => reply_receipt(case, |answer| &mut answer.deputy_received)?,
        Step::Receive(Reader::Body) => reply_receipt(case, |answer| &mut answer.body_received)?,
        _ if !case.has_voter => return Err(Refusal::NoVoter),
        _ if !has_outcome(case.state) => return Err(Refusal::NotNow),
        Step::Receive(Reader::Voter) => &mut case.voter.seen,
        _ => &mut case.voter.told,
    };
    if *receipt {
        return Err(Refusal::AlreadyReceived);
    }
    *receipt = true;
    Ok(())
}

fn reply_receipt(case: &mut Standing, which: fn(&mut Answer) -> &mut bool) -> Result<&mut bool, Refusal> {
    case.answer.as_mut().map(which).ok_or(Refusal::NotNow)
}

/// Whether there is something to tell a voter: a reply, or an end other than the voter's own withdrawal.
fn has_outcome(state: State) -> bool {
    state.answered() || matches!(state, State::Settled | State::Guided | State::Joined)
}

/// Deputy or voter rates attitude and result of the reply they have received.
pub(super) fn evaluate(case: &mut Standing, evaluation: &Evaluation) -> Result<(), Refusal> {
    let voter_reached = case.voter.seen || case.voter.told;
    let (State::Replied, Some(answer)) = (case.state, case.answer.as_mut()) else {
        return Err(Refusal::NotNow);
    };
    let (reached, rating) = match evaluation.by {
        Rater::Deputy => (answer.deputy_received, &mut answer.deputy_rating),
        Rater::Voter if !case.has_voter => return Err(Refusal::NoVoter),
        Rater::Voter => (voter_reached, &mut answer.voter_rating),
    };
    if !reached {
        return Err(Refusal::ReplyNotSeen);
    }
    if rating.is_some() {
        return Err(Refusal::AlreadyEvaluated);
    }
    if evaluation.rating.dissatisfied() && !evaluation.reason_given {
        return Err(Refusal::ReasonMissing);
    }
    *rating = Some(evaluation.rating);
    if evaluation.by == Rater::Deputy {
        answer.lapsed = false;
    }
    if evaluation.rating.dissatisfied() {
        answer.unanswered = true;
    }
    // A voter who is content leaves the deputy's term as it runs.
    if evaluation.by == Rater::Deputy || evaluation.rating.dissatisfied() {
        case.wait_until(evaluation.due);
    }
    Ok(())
}

/// The deputy's term has passed without an evaluation.
pub(super) fn lapse(case: &mut Standing, today: NaiveDate, due: NaiveDate) -> Result<(), Refusal> {
    let overdue = case.overdue(today);
    match case.answer.as_mut() {
        Some(answer) if case.state == State::Replied && !answer.judged() && !answer.unanswered => {
            if !overdue {
                return Err(Refusal::NotOverdue);
            }
            answer.lapsed = true;
            case.wait_until(due);
            Ok(())
        }
        _ => Err(Refusal::NotNow),
    }
}
