//! The steps with what the rules need to know of each. A bare date is the due day of what comes next.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::answer::{Category, Rating};
use super::kind::StepKind;
use super::words::words;

words! {
    /// Who receives the answer.
    Reader {
        /// The deputy concerned.
        Deputy = "deputy",
        /// The working body in charge.
        Body = "body",
        /// The voter.
        Voter = "voter",
    }
}

words! {
    /// Who evaluates the answer.
    Rater {
        /// The deputy concerned.
        Deputy = "deputy",
        /// The voter.
        Voter = "voter",
    }
}

/// An evaluation, collected by the congress's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evaluation {
    /// Whose it is.
    pub by: Rater,
    /// Attitude and result.
    pub rating: Rating,
    /// A reason came with it; needed when not satisfied.
    pub reason_given: bool,
    /// The due day of what follows from it.
    pub due: NaiveDate,
}

/// Something that happens to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "each variant is described once, at the StepKind of the same name")]
pub enum Step {
    Confirm,
    Decline,
    Submit {
        today: NaiveDate,
        due: NaiveDate,
    },
    AnswerOnSpot,
    GuideElsewhere,
    Join,
    Reopen(NaiveDate),
    SendToDeputy(NaiveDate),
    SendOn(NaiveDate),
    TakeUp(NaiveDate),
    LeaveIt(NaiveDate),
    /// The day counts where the deputy's own decision or evaluation is awaited.
    NameDeputy(NaiveDate),
    Reassign(NaiveDate),
    SendBackToSort(NaiveDate),
    Transfer {
        co: u8,
        due: NaiveDate,
    },
    /// The day is the reply's, counted from the transfer.
    SignFor(NaiveDate),
    CoSignFor,
    Return {
        today: NaiveDate,
        due: NaiveDate,
    },
    AcceptReturn(NaiveDate),
    Retransfer {
        co: u8,
        due: NaiveDate,
    },
    UpholdTransfer(NaiveDate),
    /// The day asked for.
    AskExtension(NaiveDate),
    GrantExtension {
        until: NaiveDate,
        cap: NaiveDate,
    },
    RefuseExtension,
    RecordContact,
    GiveCoOpinion,
    /// `signed`: the organ had signed for it.
    ExcuseCoOrgan {
        signed: bool,
    },
    Reply {
        category: Category,
        promise_on: Option<NaiveDate>,
        due: NaiveDate,
    },
    Receive(Reader),
    TellVoter,
    Evaluate(Evaluation),
    LapseEvaluation {
        today: NaiveDate,
        due: NaiveDate,
    },
    Rehandle(NaiveDate),
    /// The day counts where the case goes back to the organ.
    Supervise(NaiveDate),
    ContactProposer,
    /// The day counts where the reply has been given.
    ConcludeSupervision(NaiveDate),
    TrackPromise,
    KeepPromise(NaiveDate),
    ConfirmKept,
    /// The new promised day.
    RejectKept(NaiveDate),
    /// The new promised day.
    MovePromise(NaiveDate),
    Close,
    /// `all_agree`: everyone who co-signed agrees.
    Withdraw {
        all_agree: bool,
    },
    MakeConfidential,
    LiftConfidential,
    Publish,
    Unpublish,
    Urge,
    Escalate {
        today: NaiveDate,
        due: NaiveDate,
    },
}

/// Gives each step its kind: the variant of the same name.
macro_rules! kinds {
    ($($kind:ident)+) => {
        impl Step {
            /// Which kind of step it is.
            pub fn kind(&self) -> StepKind {
                match self { $(Step::$kind { .. } => StepKind::$kind,)+ }
            }
        }
    };
}

kinds! {
    Confirm Decline Submit AnswerOnSpot GuideElsewhere Join Reopen SendToDeputy SendOn TakeUp LeaveIt NameDeputy
    Reassign SendBackToSort Transfer SignFor CoSignFor Return AcceptReturn Retransfer UpholdTransfer AskExtension
    GrantExtension RefuseExtension RecordContact GiveCoOpinion ExcuseCoOrgan Reply Receive TellVoter Evaluate
    LapseEvaluation Rehandle Supervise ContactProposer ConcludeSupervision TrackPromise KeepPromise ConfirmKept
    RejectKept MovePromise Close Withdraw MakeConfidential LiftConfidential Publish Unpublish Urge Escalate
}
