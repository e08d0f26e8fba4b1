use super::permits::{Permit, Role, Scope};

impl Role {
    /// The table: how far a role's permit reaches, or that it has none.
    pub fn scope(self, permit: Permit) -> Option<Scope> {
        use Permit::*;
        if matches!(
            permit,
            Look | OpinionHandIn
                | OpinionFollow
                | OpinionSupport
                | ConsultationAnswer
                | ReceptionBook
                | EventAnswer
                | ReportAsk
                | ReviewCast
                | ReviewToken
                | ReviewTrust
                | SignIn
        ) {
            return (self != Role::Clockwork).then_some(Scope::Congress);
        }
        if matches!(permit, Account | Desk) {
            return (!matches!(self, Role::Public | Role::Clockwork)).then_some(Scope::Own);
        }
        match self {
            Role::Public => None,
            Role::Voter => (permit == CaseRead).then_some(Scope::Own),
            Role::Deputy => own_work(permit),
            Role::GroupLeader => group_leader(permit),
            Role::Member => member(permit),
            Role::Commission => commission(permit),
            Role::WorkingBody => working_body(permit),
            Role::LocalOffice => local_office(permit),
            Role::StationKeeper => front_desk(permit),
            Role::Organ => {
                matches!(permit, CaseRead | CaseHandle | Search | LetterRead | LetterIssue | LetterSign)
                    .then_some(Scope::Organ)
            }
            Role::Leadership => leadership(permit),
            Role::SystemAdmin => match permit {
                AccountsManage | JobsRead | ClockConfirm | DeliveriesRead | DeliveriesRetry | RobotKeep
                | CaseImport => Some(Scope::Congress),
                RegisterKeep | PermitsRead | RosterImport | RosterExport => Some(Scope::Congress),
                BackupKeep | DoctorRead => Some(Scope::Deployment),
                _ => None,
            },
            Role::SecurityAdmin => {
                matches!(permit, GrantsManage | DeliveriesRead | PermitsRead).then_some(Scope::Congress)
            }
            Role::AuditAdmin => matches!(permit, AuditRead | PermitsRead).then_some(Scope::Congress),
            Role::Clockwork => clockwork(permit),
        }
    }
}

fn clockwork(permit: Permit) -> Option<Scope> {
    use Permit::*;
    matches!(
        permit,
        CaseLapse
            | CaseRead
            | ConsultationLapse
            | DutyRead
            | DutyRemind
            | BulletinRemind
            | ReportRemind
            | ArchiveSeal
            | BackupKeep
    )
    .then_some(Scope::Congress)
}

fn group_leader(permit: Permit) -> Option<Scope> {
    use Permit::*;
    matches!(
        permit,
        CaseRead
            | Search
            | ActRead
            | ActDeclare
            | DutyRead
            | OutreachRead
            | OutreachRecord
            | ReportRead
            | ReportRemind
            | ArchiveRead
            | ArchivePrint
    )
    .then_some(Scope::Own)
}

fn leadership(permit: Permit) -> Option<Scope> {
    use Permit::*;
    matches!(
        permit,
        CaseRead
            | CaseSupervise
            | LetterRead
            | LetterSign
            | Search
            | PermitsRead
            | ActRead
            | AssignmentRead
            | DutyRead
            | MeritRead
            | MeritApprove
            | OverviewRead
            | AnnexRead
            | ReceptionRead
            | StationRead
            | EventRead
            | ReviewRead
            | BulletinRead
            | BulletinReview
            | BulletinTrack
            | ReportRead
    )
    .then_some(Scope::Congress)
}

fn own_work(permit: Permit) -> Option<Scope> {
    use Permit::*;
    matches!(
        permit,
        CaseRead
            | LetterRead
            | CaseReadPersonal
            | CaseRaise
            | CaseCosign
            | CaseSort
            | CaseTakeUp
            | CaseReceive
            | CaseEvaluate
            | CaseTell
            | CaseWithdraw
            | CaseConfidential
            | Search
            | ActRead
            | ActDeclare
            | ActAnswer
            | ActObject
            | ContactRead
            | OutreachRead
            | OutreachRecord
            | ProfileKeep
            | ConsultationRead
            | ConsultationEnter
            | PackRead
            | DutyRead
            | ReceptionRead
            | EventRead
            | ReviewRead
            | ReviewAnswer
            | BulletinOpen
            | ReportRead
            | ReportWrite
            | ArchiveRead
            | ArchivePrint
            | ArchiveAsk
    )
    .then_some(Scope::Own)
}

fn member(permit: Permit) -> Option<Scope> {
    use Permit::*;
    matches!(
        permit,
        CaseRead
            | Search
            | ActRead
            | ActDeclare
            | ActAnswer
            | ActObject
            | ContactRead
            | ContactRecord
            | ConfidenceRead
            | ContactPassOn
            | DutyRead
            | PointsRead
            | MeritRead
            | EventRead
            | BulletinOpen
    )
    .then_some(Scope::Own)
}

fn commission(permit: Permit) -> Option<Scope> {
    use Permit::*;
    let kept = matches!(
        permit,
        CaseRaise
            | CaseCosign
            | CaseTakeUp
            | CaseHandle
            | CaseEvaluate
            | CaseWithdraw
            | CaseLapse
            | ConsultationLapse
            | CaseImport
            | ActDeclare
            | ActAnswer
            | ActObject
            | ContactRecord
            | ContactPassOn
            | OutreachRecord
            | MeritApprove
            | RobotKeep
            | AccountsManage
            | GrantsManage
            | AuditRead
            | JobsRead
            | ClockConfirm
            | DeliveriesRetry
            | BulletinOpen
            | BulletinRemind
            | ReportWrite
            | ReviewAnswer
            | ArchiveAsk
            | ArchiveSeal
            | BackupKeep
            | DoctorRead
    );
    (!kept).then_some(Scope::Congress)
}

fn working_body(permit: Permit) -> Option<Scope> {
    use Permit::*;
    // Every working body guides the homes and stations of the whole city (clause 6).
    if matches!(permit, ReceptionRead | StationRead | StationGuide) {
        return Some(Scope::Congress);
    }
    matches!(
        permit,
        CaseRead
            | CaseReadPersonal
            | CaseEnter
            | CaseExamine
            | CaseReceive
            | CaseTell
            | CaseSupervise
            | LetterRead
            | LetterIssue
            | LetterSign
            | CaseClose
            | CaseConfidential
            | CasePublish
            | Search
            | ActRead
            | ConsultationRead
            | ConsultationKeep
            | EventRead
            | EventKeep
            | DutyRead
            | DutyRemind
            | BulletinOpen
            | BulletinRead
            | BulletinWrite
            | BulletinReview
            | BulletinTrack
    )
    .then_some(Scope::Office)
}

fn local_office(permit: Permit) -> Option<Scope> {
    use Permit::*;
    let of_deputies = matches!(
        permit,
        ActRead
            | ActDeclare
            | OutreachRead
            | OutreachRecord
            | ProfileKeep
            | PackRead
            | DutyRead
            | DutyRemind
            | ChatWrite
            | StationGuide
            | EventRead
            | EventKeep
            | ReviewRead
            | ReviewKeep
            | ReviewConfirm
            | BulletinOpen
            | BulletinTrack
            | ReportRead
            | ReportWrite
            | ReportRemind
            | ArchiveRead
            | ArchivePrint
    );
    if of_deputies { Some(Scope::Office) } else { front_desk(permit) }
}

fn front_desk(permit: Permit) -> Option<Scope> {
    use Permit::*;
    matches!(
        permit,
        CaseRead
            | CaseReadPersonal
            | CaseEnter
            | CaseSort
            | CaseTell
            | Search
            | ConsultationRead
            | ConsultationEnter
            | ReceptionRead
            | ReceptionKeep
            | StationRead
            | StationKeep
    )
    .then_some(Scope::Office)
}
