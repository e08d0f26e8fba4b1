//! Why a step is refused: each reason says what is missing, and pages put it into words.

use std::fmt;

use super::words::words;

words! {
    /// The reason a step is refused.
    Refusal {
        /// This step has no place where the case stands.
        NotNow = "not_now",
        /// Co-signers have yet to answer and their term runs.
        CosignersUnanswered = "cosigners_unanswered",
        /// Every co-signer asked has answered.
        CosignersAllAnswered = "cosigners_all_answered",
        /// Those who co-signed must all agree.
        CosignersMustAgree = "cosigners_must_agree",
        /// It has been replied to and can no longer be withdrawn.
        AlreadyReplied = "already_replied",
        /// No deputy is named as the one concerned.
        NoDeputyNamed = "no_deputy_named",
        /// It is a deputy's suggestion already.
        DeputysOwn = "deputys_own",
        /// The time for returning it is over.
        ReturnTermOver = "return_term_over",
        /// The transfer was upheld; it cannot be returned again.
        AlreadyUpheld = "already_upheld",
        /// No such co-organ is left to do this.
        NoSuchCoOrgan = "no_such_co_organ",
        /// The organ has not been in contact with the deputy.
        ContactMissing = "contact_missing",
        /// A co-organ's opinion is missing.
        CoOpinionMissing = "co_opinion_missing",
        /// A category B reply needs the day of its promise.
        PromiseDayMissing = "promise_day_missing",
        /// Only a category B reply promises a day.
        PromiseOutOfPlace = "promise_out_of_place",
        /// A request for more time waits for its decision.
        ExtensionPending = "extension_pending",
        /// Nobody asked for more time.
        NoExtensionAsked = "no_extension_asked",
        /// No further extension is allowed.
        ExtensionsUsedUp = "extensions_used_up",
        /// The new day is not later than the old one.
        NotLater = "not_later",
        /// The new day is beyond the latest one allowed.
        BeyondCap = "beyond_cap",
        /// No voter is part of this case.
        NoVoter = "no_voter",
        /// This receipt is recorded already.
        AlreadyReceived = "already_received",
        /// The reply has not reached the one who evaluates it.
        ReplyNotSeen = "reply_not_seen",
        /// This person has evaluated the reply already.
        AlreadyEvaluated = "already_evaluated",
        /// Not satisfied: the reason is missing.
        ReasonMissing = "reason_missing",
        /// The due day has not passed.
        NotOverdue = "not_overdue",
        /// The deputy's receipt of the feedback is missing.
        DeputyFeedbackMissing = "deputy_feedback_missing",
        /// The working body's receipt of the feedback is missing.
        BodyFeedbackMissing = "body_feedback_missing",
        /// The voter was neither shown nor told the answer.
        VoterNotTold = "voter_not_told",
        /// The deputy has not evaluated the reply and the term runs.
        EvaluationMissing = "evaluation_missing",
        /// Somebody is not satisfied and nothing has followed from it.
        DissatisfactionUnanswered = "dissatisfaction_unanswered",
        /// Nobody's dissatisfaction waits for an answer.
        NobodyDissatisfied = "nobody_dissatisfied",
        /// It was rehandled as often as allowed; now it is supervised.
        RehandledAlready = "rehandled_already",
        /// It goes back to the organ once before it is supervised.
        RehandleFirst = "rehandle_first",
        /// It is under supervision already.
        AlreadySupervised = "already_supervised",
        /// It is not under supervision.
        NotSupervised = "not_supervised",
        /// The supervision has not been concluded.
        SupervisionOpen = "supervision_open",
        /// Nobody has been in contact with the proposer since the supervision began.
        ProposerNotContacted = "proposer_not_contacted",
        /// The reply made a promise that must be followed until kept.
        PromiseOpen = "promise_open",
        /// The reply made no promise.
        NoPromise = "no_promise",
        /// The organ has not reported the promise kept.
        NotReportedKept = "not_reported_kept",
        /// The organ has reported the promise kept; that waits for its check.
        AlreadyReportedKept = "already_reported_kept",
        /// It is confidential.
        Confidential = "confidential",
        /// It is not confidential.
        NotConfidential = "not_confidential",
        /// It is public already.
        AlreadyPublished = "already_published",
        /// It is not public.
        NotPublished = "not_published",
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}

impl std::error::Error for Refusal {}
