//! The names of the steps: for buttons, permits, texts and the journal.

use super::words::words;

words! {
    /// What can happen to a case.
    StepKind {
        /// A co-signer confirms.
        Confirm = "confirm",
        /// A co-signer declines.
        Decline = "decline",
        /// The lead deputy hands it in.
        Submit = "submit",
        /// It is answered on the spot.
        AnswerOnSpot = "answer_on_spot",
        /// It is outside the remit; the sender is told where to go.
        GuideElsewhere = "guide_elsewhere",
        /// It is joined to another case about the same thing.
        Join = "join",
        /// A joined one stands alone again, because the other was withdrawn.
        Reopen = "reopen",
        /// It goes to the deputy, who decides whether to take it up.
        SendToDeputy = "send_to_deputy",
        /// It goes on to a working body.
        SendOn = "send_on",
        /// The deputy takes it up as his or her suggestion.
        TakeUp = "take_up",
        /// The deputy leaves it a voter's opinion.
        LeaveIt = "leave_it",
        /// A deputy is named as the one concerned, or another in his or her place.
        NameDeputy = "name_deputy",
        /// Another working body takes charge.
        Reassign = "reassign",
        /// It goes back to be sorted.
        SendBackToSort = "send_back_to_sort",
        /// It is transferred to a lead organ and its co-organs.
        Transfer = "transfer",
        /// The lead organ signs for it.
        SignFor = "sign_for",
        /// A co-organ signs for it.
        CoSignFor = "co_sign_for",
        /// The lead organ returns it with a reason.
        Return = "return",
        /// The return is accepted; it is examined anew.
        AcceptReturn = "accept_return",
        /// It is transferred to another lead organ.
        Retransfer = "retransfer",
        /// The return is not accepted; the organ must sign for it.
        UpholdTransfer = "uphold_transfer",
        /// The organ asks for more time.
        AskExtension = "ask_extension",
        /// More time is granted.
        GrantExtension = "grant_extension",
        /// More time is refused.
        RefuseExtension = "refuse_extension",
        /// The organ records a contact with the deputy.
        RecordContact = "record_contact",
        /// A co-organ gives its opinion to the lead organ.
        GiveCoOpinion = "give_co_opinion",
        /// A co-organ need not give an opinion.
        ExcuseCoOrgan = "excuse_co_organ",
        /// The organ replies.
        Reply = "reply",
        /// Deputy, working body or voter has received the answer.
        Receive = "receive",
        /// Staff tell the voter: by telephone, by letter, in person, or by posting it for one who left no address.
        TellVoter = "tell_voter",
        /// Deputy or voter evaluates attitude and result.
        Evaluate = "evaluate",
        /// The deputy's term for evaluating has passed.
        LapseEvaluation = "lapse_evaluation",
        /// Not satisfied: it goes back to the organ.
        Rehandle = "rehandle",
        /// It is put under supervision.
        Supervise = "supervise",
        /// The congress's side contacts the proposer during supervision.
        ContactProposer = "contact_proposer",
        /// The supervision is concluded.
        ConcludeSupervision = "conclude_supervision",
        /// The reply is accepted and its promise followed.
        TrackPromise = "track_promise",
        /// The organ reports the promise kept, with evidence.
        KeepPromise = "keep_promise",
        /// The promise is found kept; the case is closed.
        ConfirmKept = "confirm_kept",
        /// The promise is found not kept; a new day is set.
        RejectKept = "reject_kept",
        /// The promised day is moved, with a reason.
        MovePromise = "move_promise",
        /// It is closed.
        Close = "close",
        /// Whoever raised it withdraws it.
        Withdraw = "withdraw",
        /// It is made confidential.
        MakeConfidential = "make_confidential",
        /// It is no longer confidential.
        LiftConfidential = "lift_confidential",
        /// It is shown to the public.
        Publish = "publish",
        /// It is no longer shown to the public.
        Unpublish = "unpublish",
        /// Its owner is urged.
        Urge = "urge",
        /// Its deadline has passed; it is taken higher.
        Escalate = "escalate",
    }
}
