//! What follows when somebody is not satisfied: back to the organ once, then supervision (8.6, clause 3).

use chrono::NaiveDate;

use super::answer::VoterNews;
use super::handover::Contacts;
use super::refusal::Refusal;
use super::rule::Rules;
use super::standing::{Standing, Supervision};
use super::state::State;
use super::step::Step;

/// Rehandling, and the supervision from its beginning to its conclusion.
pub(super) fn follow(case: &mut Standing, step: &Step, rules: &Rules) -> Result<(), Refusal> {
    use State::*;
    let unanswered = case.answer.is_some_and(|answer| answer.unanswered);
    let may_rehandle = case.round <= rules.rehandle_rounds;
    match (case.state, step) {
        (Replied, Step::Rehandle(_) | Step::Supervise(_)) if !unanswered => {
            return Err(Refusal::NobodyDissatisfied);
        }
        (Replied, Step::Rehandle(_)) if !may_rehandle => return Err(Refusal::RehandledAlready),
        (Replied, Step::Rehandle(due)) => back_to_organ(case, *due),
        (Replied, Step::Supervise(_)) if may_rehandle => return Err(Refusal::RehandleFirst),
        // Under supervision already: it goes on through another round.
        (Replied, Step::Supervise(due)) => {
            case.supervised.get_or_insert_default();
            back_to_organ(case, *due);
        }
        (Handling | Promised, Step::Supervise(_)) if case.supervised.is_some() => {
            return Err(Refusal::AlreadySupervised);
        }
        (Handling | Promised, Step::Supervise(_)) => case.supervised = Some(Supervision::default()),
        (Handling | Replied | Promised, Step::ContactProposer) => {
            case.supervised.as_mut().ok_or(Refusal::NotSupervised)?.contacted_since = true;
        }
        (Replied | Promised, Step::ConcludeSupervision(due)) => {
            let supervision = case.supervised.ok_or(Refusal::NotSupervised)?;
            if !supervision.contacted_since {
                return Err(Refusal::ProposerNotContacted);
            }
            let before = case.awaits();
            case.supervised = None;
            if let Some(answer) = case.answer.as_mut() {
                answer.unanswered = false;
            }
            if case.awaits() != before {
                case.wait_until(*due);
            }
        }
        _ => return Err(Refusal::NotNow),
    }
    Ok(())
}

/// A new round with the same organs: contacts and reply begin anew, while time already granted stays counted.
fn back_to_organ(case: &mut Standing, due: NaiveDate) {
    case.go(State::Handling, due);
    case.round = case.round.saturating_add(1);
    case.handover.contacts = Contacts::default();
    case.voter = VoterNews::default();
    case.answer = None;
}
