//! Following a promise until it is kept, and closing (8.5, 8.6).

use chrono::NaiveDate;

use super::answer::{Answer, Promise};
use super::refusal::Refusal;
use super::standing::Standing;
use super::state::State;
use super::step::Step;

/// Closes a case, or follows its promise first.
pub(super) fn close(case: &mut Standing, step: &Step) -> Result<(), Refusal> {
    let Some(mut answer) = case.answer else { return Err(Refusal::NotNow) };
    match (case.state, step) {
        (State::Replied, Step::Close) => {
            accepted(case, &answer)?;
            if case.supervised.is_some() {
                return Err(Refusal::SupervisionOpen);
            }
            if answer.promise.is_some() {
                return Err(Refusal::PromiseOpen);
            }
            case.end(State::Closed);
        }
        (State::Replied, Step::TrackPromise) => {
            let promise = answer.promise.ok_or(Refusal::NoPromise)?;
            accepted(case, &answer)?;
            case.go(State::Promised, promise.on);
        }
        (State::Promised, _) => {
            let promise = answer.promise.as_mut().ok_or(Refusal::NoPromise)?;
            follow_promise(case, promise, step)?;
            case.answer = Some(answer);
        }
        _ => return Err(Refusal::NotNow),
    }
    Ok(())
}

/// What must be there before anybody may be done with a reply. Clause 8 asks for the first two in so many words.
fn accepted(case: &Standing, answer: &Answer) -> Result<(), Refusal> {
    if !answer.deputy_received {
        return Err(Refusal::DeputyFeedbackMissing);
    }
    if !answer.body_received {
        return Err(Refusal::BodyFeedbackMissing);
    }
    if !case.voter_knows() {
        return Err(Refusal::VoterNotTold);
    }
    if answer.unanswered {
        return Err(Refusal::DissatisfactionUnanswered);
    }
    if !answer.judged() {
        return Err(Refusal::EvaluationMissing);
    }
    Ok(())
}

fn follow_promise(case: &mut Standing, promise: &mut Promise, step: &Step) -> Result<(), Refusal> {
    match step {
        Step::Close => return Err(Refusal::PromiseOpen),
        Step::KeepPromise(_) | Step::MovePromise(_) if promise.reported => {
            return Err(Refusal::AlreadyReportedKept);
        }
        Step::KeepPromise(due) => {
            promise.reported = true;
            case.wait_until(*due);
        }
        Step::MovePromise(on) if *on <= promise.on => return Err(Refusal::NotLater),
        Step::MovePromise(on) => set_day(case, promise, *on),
        Step::ConfirmKept | Step::RejectKept(_) if !promise.reported => return Err(Refusal::NotReportedKept),
        Step::RejectKept(on) => set_day(case, promise, *on),
        Step::ConfirmKept if case.supervised.is_some() => return Err(Refusal::SupervisionOpen),
        Step::ConfirmKept => case.end(State::Closed),
        _ => return Err(Refusal::NotNow),
    }
    Ok(())
}

fn set_day(case: &mut Standing, promise: &mut Promise, on: NaiveDate) {
    *promise = Promise { on, reported: false };
    case.wait_until(on);
}
