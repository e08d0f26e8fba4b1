//! Where a case stands, who has it, and what is awaited from them.

use super::words::words;

words! {
    /// Where a case is in its life.
    State {
        /// A deputy's opinion waits for its co-signers.
        Cosigning = "cosigning",
        /// Waits to be sorted.
        Raised = "raised",
        /// A deputy decides whether to take it up as his or her suggestion.
        WithDeputy = "with_deputy",
        /// A working body examines it.
        Examining = "examining",
        /// Transferred; waits for the lead organ to sign for it.
        Transferred = "transferred",
        /// The organ returned it; the working body decides.
        Returned = "returned",
        /// Signed for; the lead organ handles it.
        Handling = "handling",
        /// Replied; feedback and evaluation are under way.
        Replied = "replied",
        /// The reply made a promise, which is followed until it is kept.
        Promised = "promised",
        /// Answered on the spot.
        Settled = "settled",
        /// Outside the remit; the sender was told where to go.
        Guided = "guided",
        /// Joined to another case about the same thing.
        Joined = "joined",
        /// Withdrawn by whoever raised it.
        Withdrawn = "withdrawn",
        /// Done: answered, fed back, evaluated.
        Closed = "closed",
    }
}

impl State {
    /// Whether nobody has anything more to do.
    pub fn ended(self) -> bool {
        use State::*;
        matches!(self, Settled | Guided | Joined | Withdrawn | Closed)
    }

    /// Whether an organ's reply exists in this state.
    pub fn answered(self) -> bool {
        matches!(self, State::Replied | State::Promised | State::Closed)
    }

    /// Whether the case is with an organ or has been answered by one.
    pub fn transferred(self) -> bool {
        use State::*;
        matches!(self, Transferred | Returned | Handling) || self.answered()
    }
}

words! {
    /// Who has the case now and must act next.
    Owner {
        /// The deputy who leads the co-signers.
        LeadDeputy = "lead_deputy",
        /// Whoever sorts what comes in.
        Sorter = "sorter",
        /// The deputy concerned.
        Deputy = "deputy",
        /// The working body in charge.
        WorkingBody = "working_body",
        /// The organ in the lead.
        LeadOrgan = "lead_organ",
        /// The deputies affairs commission.
        Commission = "commission",
    }
}

words! {
    /// What is awaited by the due day.
    DueKind {
        /// The co-signers' answers and the submission.
        Cosign = "cosign",
        /// The sorting.
        Sort = "sort",
        /// The deputy's decision to take it up or leave it.
        TakeUp = "take_up",
        /// The examination.
        Examine = "examine",
        /// The organ's signature, or its return.
        SignFor = "sign_for",
        /// The decision on a return.
        DecideReturn = "decide_return",
        /// The reply.
        Reply = "reply",
        /// The deputy's evaluation.
        Evaluate = "evaluate",
        /// What follows from the evaluation: close, rehandle or supervise.
        Conclude = "conclude",
        /// The keeping of the promise.
        KeepPromise = "keep_promise",
        /// The check that the promise was kept.
        ConfirmKept = "confirm_kept",
    }
}
