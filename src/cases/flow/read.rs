//! What can be worked out from a standing: who has it, what is due, whether the feedback is complete.

use super::standing::{Cosigners, Due, Origin, Standing};
use super::state::{DueKind, Owner, State};

impl Standing {
    /// What is awaited now; nothing once ended.
    pub fn awaits(&self) -> Option<DueKind> {
        Some(match self.state {
            State::Cosigning => DueKind::Cosign,
            State::Raised => DueKind::Sort,
            State::WithDeputy => DueKind::TakeUp,
            State::Examining => DueKind::Examine,
            State::Transferred => DueKind::SignFor,
            State::Returned => DueKind::DecideReturn,
            State::Handling => DueKind::Reply,
            State::Replied if self.answer.is_some_and(|answer| answer.judged() || answer.unanswered) => {
                DueKind::Conclude
            }
            State::Replied => DueKind::Evaluate,
            State::Promised if self.promise_reported() => DueKind::ConfirmKept,
            State::Promised => DueKind::KeepPromise,
            State::Settled | State::Guided | State::Joined | State::Withdrawn | State::Closed => return None,
        })
    }

    /// Who must act next; nobody once ended.
    pub fn owner(&self) -> Option<Owner> {
        let answer_unanswered = self.answer.is_some_and(|answer| answer.unanswered);
        Some(match self.awaits()? {
            DueKind::Cosign => Owner::LeadDeputy,
            DueKind::Sort => Owner::Sorter,
            DueKind::TakeUp | DueKind::Evaluate => Owner::Deputy,
            DueKind::Examine | DueKind::DecideReturn => Owner::WorkingBody,
            DueKind::SignFor | DueKind::Reply | DueKind::KeepPromise => Owner::LeadOrgan,
            DueKind::Conclude if !answer_unanswered && self.supervised.is_none() => Owner::WorkingBody,
            DueKind::Conclude | DueKind::ConfirmKept => Owner::Commission,
        })
    }

    /// What is due and when; nothing once ended.
    pub fn due(&self) -> Option<Due> {
        Some(Due { what: self.awaits()?, deadline: self.deadline? })
    }

    /// Whether it is a deputy's own: raised by one, or taken up.
    pub fn deputys_own(&self) -> bool {
        self.origin == Origin::Deputy || self.taken_up
    }

    /// Whether the voter, if there is one, has seen the outcome or was told.
    pub fn voter_knows(&self) -> bool {
        !self.has_voter || self.voter.seen || self.voter.told
    }

    fn promise_reported(&self) -> bool {
        self.answer.and_then(|answer| answer.promise).is_some_and(|promise| promise.reported)
    }
}

impl Cosigners {
    /// Whether everyone asked has answered.
    pub fn all_answered(&self) -> bool {
        self.confirmed.saturating_add(self.declined) >= self.asked
    }
}
