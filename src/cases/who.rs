use super::flow::{Reader, StepKind};
use super::{Case, store::Parties};
use crate::access::{Actor, Permit, Post, Role, Scope};

/// What one must be allowed to do in order to take a step. A voter's own steps go by the receipt instead.
pub fn permit(step: StepKind) -> Permit {
    use StepKind::*;
    match step {
        Confirm | Decline => Permit::CaseCosign,
        Submit => Permit::CaseRaise,
        AnswerOnSpot | GuideElsewhere | Join | Reopen | SendToDeputy | SendOn => Permit::CaseSort,
        TakeUp | LeaveIt => Permit::CaseTakeUp,
        NameDeputy | Reassign | SendBackToSort | Transfer | AcceptReturn | Retransfer | UpholdTransfer
        | GrantExtension | RefuseExtension | ExcuseCoOrgan => Permit::CaseExamine,
        SignFor | CoSignFor | Return | AskExtension | RecordContact | GiveCoOpinion | Reply | KeepPromise => {
            Permit::CaseHandle
        }
        Receive => Permit::CaseReceive,
        TellVoter => Permit::CaseTell,
        Evaluate => Permit::CaseEvaluate,
        LapseEvaluation | Escalate => Permit::CaseLapse,
        Rehandle | TrackPromise | ConfirmKept | RejectKept | MovePromise | Close => Permit::CaseClose,
        Supervise | ContactProposer | ConcludeSupervision | Urge => Permit::CaseSupervise,
        Withdraw => Permit::CaseWithdraw,
        MakeConfidential | LiftConfidential => Permit::CaseConfidential,
        Publish | Unpublish => Permit::CasePublish,
    }
}

/// Whether this case is theirs to take that step on, beyond holding the permit.
pub fn may_take(actor: &Actor, case: &Case, parties: &Parties, step: StepKind) -> bool {
    actor.posts_with(permit(step)).any(|(post, scope)| reaches(actor, post, scope, case, parties, step))
}

/// Whether they may acknowledge or evaluate as this reader: the deputy concerned for himself or herself, the
/// congress's side for the working body, and nobody for the voter, who goes by the receipt.
pub(super) fn speaks_as(actor: &Actor, case: &Case, reader: Reader) -> bool {
    match reader {
        Reader::Deputy => actor.person.is_some() && case.deputy_id == actor.person,
        Reader::Body => actor.posts_with(Permit::CaseReceive).any(|(_, scope)| scope != Scope::Own),
        Reader::Voter => false,
    }
}

fn reaches(actor: &Actor, post: &Post, scope: Scope, case: &Case, parties: &Parties, step: StepKind) -> bool {
    use StepKind::*;
    match scope {
        Scope::Congress | Scope::Deployment => true,
        Scope::Own => match step {
            Confirm | Decline => actor.person.is_some_and(|person| parties.asks(person)),
            _ => post.role == Role::Deputy && actor.person.is_some() && case.deputy_id == actor.person,
        },
        Scope::Office => {
            let mine = |id| post.organization.is_some() && id == post.organization;
            match permit(step) {
                Permit::CaseSort => mine(case.office_id),
                Permit::CaseTell => mine(case.office_id) || mine(case.station_id) || mine(case.body_id),
                _ => mine(case.body_id),
            }
        }
        Scope::Organ => match step {
            CoSignFor | GiveCoOpinion => post.organization.is_some_and(|organ| parties.is_co(organ)),
            _ => post.organization.is_some() && case.organ_id == post.organization,
        },
    }
}
