//! The one function that decides: what a step makes of a case, or why not.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::refusal::Refusal;
use super::standing::{Deadline, Standing};
use super::state::State;
use super::step::Step;
use super::{aside, closing, feedback, handling, intake, supervision};

/// The figures and switches of the charter that the rules use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// A reply needs a contact with the deputy first.
    pub contact_before_reply: bool,
    /// A reply needs every co-organ's opinion, or its excuse.
    pub co_opinions_before_reply: bool,
    /// How often more time may be granted to one lead organ.
    pub extensions: u8,
    /// How often "not satisfied" sends a case back before it is supervised.
    pub rehandle_rounds: u8,
}

impl Default for Rules {
    fn default() -> Self {
        Rules {
            contact_before_reply: true,
            co_opinions_before_reply: true,
            extensions: 1,
            rehandle_rounds: 1,
        }
    }
}

/// What `step` makes of `case`, or the reason it may not be taken.
pub fn after(case: &Standing, step: &Step, rules: &Rules) -> Result<Standing, Refusal> {
    use Step::*;
    let mut next = *case;
    match step {
        Confirm | Decline | Submit { .. } => intake::cosign(&mut next, step)?,
        AnswerOnSpot | GuideElsewhere | Join | Reopen(_) | SendToDeputy(_) | SendOn(_)
        | SendBackToSort(_) => {
            intake::sort(&mut next, step)?;
        }
        TakeUp(_) | LeaveIt(_) | NameDeputy(_) | Reassign(_) | Withdraw { .. } => {
            intake::decide(&mut next, step)?
        }
        Transfer { .. }
        | Retransfer { .. }
        | SignFor(_)
        | Return { .. }
        | AcceptReturn(_)
        | UpholdTransfer(_) => {
            handling::transfer(&mut next, step)?;
        }
        CoSignFor | GiveCoOpinion | ExcuseCoOrgan { .. } | RecordContact => {
            handling::together(&mut next, step)?
        }
        AskExtension(_) | GrantExtension { .. } | RefuseExtension => {
            handling::extend(&mut next, step, rules)?
        }
        Reply { category, promise_on, due } => {
            handling::reply(&mut next, *category, *promise_on, *due, rules)?
        }
        Receive(_) | TellVoter => feedback::receive(&mut next, step)?,
        Evaluate(evaluation) => feedback::evaluate(&mut next, evaluation)?,
        LapseEvaluation { today, due } => feedback::lapse(&mut next, *today, *due)?,
        Rehandle(_) | Supervise(_) | ContactProposer | ConcludeSupervision(_) => {
            supervision::follow(&mut next, step, rules)?;
        }
        TrackPromise | KeepPromise(_) | ConfirmKept | RejectKept(_) | MovePromise(_) | Close => {
            closing::close(&mut next, step)?;
        }
        MakeConfidential | LiftConfidential | Publish | Unpublish => aside::show(&mut next, step)?,
        Urge | Escalate { .. } => aside::hurry(&mut next, step)?,
    }
    Ok(next)
}

impl Standing {
    /// Moves to an open state whose work is due on a day.
    pub(super) fn go(&mut self, state: State, due: NaiveDate) {
        self.state = state;
        self.wait_until(due);
    }

    /// Starts a new deadline.
    pub(super) fn wait_until(&mut self, due: NaiveDate) {
        self.deadline = Some(Deadline { on: due, escalation: None });
    }

    /// Moves to an ended state: nothing is due, asked or supervised any more.
    pub(super) fn end(&mut self, state: State) {
        self.state = state;
        self.deadline = None;
        self.supervised = None;
        self.handover.extension.asked = None;
    }

    /// Whether the due day of what is awaited has passed.
    pub(super) fn overdue(&self, today: NaiveDate) -> bool {
        self.deadline.is_some_and(|deadline| today > deadline.on)
    }
}
