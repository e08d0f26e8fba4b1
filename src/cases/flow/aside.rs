//! What happens beside the main way: secrecy, the public page, urging and taking a matter higher (8.7, 8.8).

use super::refusal::Refusal;
use super::standing::{Escalation, Standing};
use super::state::State;
use super::step::Step;

/// Confidential or not, public or not; these may change after the end too.
pub(super) fn show(case: &mut Standing, step: &Step) -> Result<(), Refusal> {
    match step {
        Step::MakeConfidential if case.confidential => return Err(Refusal::Confidential),
        Step::MakeConfidential => {
            case.confidential = true;
            case.published = false;
        }
        Step::LiftConfidential if !case.confidential => return Err(Refusal::NotConfidential),
        Step::LiftConfidential => case.confidential = false,
        Step::Publish if case.confidential => return Err(Refusal::Confidential),
        Step::Publish if case.published => return Err(Refusal::AlreadyPublished),
        Step::Publish if !publishable(case.state) => return Err(Refusal::NotNow),
        Step::Publish => case.published = true,
        Step::Unpublish if !case.published => return Err(Refusal::NotPublished),
        Step::Unpublish => case.published = false,
        _ => return Err(Refusal::NotNow),
    }
    Ok(())
}

/// Never while it is not yet handed in, withdrawn, or a matter for another authority.
pub(super) fn publishable(state: State) -> bool {
    !matches!(state, State::Cosigning | State::Withdrawn | State::Guided)
}

/// Urging is only recorded; taking higher starts the day by which it must have worked.
pub(super) fn hurry(case: &mut Standing, step: &Step) -> Result<(), Refusal> {
    let deadline = case.deadline.as_mut().ok_or(Refusal::NotNow)?;
    if let Step::Escalate { today, due } = step {
        if *today <= deadline.next() {
            return Err(Refusal::NotOverdue);
        }
        if due <= today {
            return Err(Refusal::NotLater);
        }
        let level = deadline.escalation.map_or(0, |escalation| escalation.level).saturating_add(1);
        deadline.escalation = Some(Escalation { level, on: *due });
    }
    Ok(())
}
