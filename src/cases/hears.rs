//! Who hears of a step, and what: the notices that go out with it, in the same act.

use uuid::Uuid;

use super::flow::{Owner, Reader, StepKind};
use super::store::Parties;
use super::{BY_TEXT, Case, Channel, Move};
use crate::access::Role;
use crate::base::{App, Result, Tx};
use crate::bodies::{self, Kind};
use crate::notices::{self, Audience, Fact, Facts, NewText, Notice, tell};

/// Tell the deputy addressed or in whose name it is raised, the office that sorts and those asked to co-sign.
pub(super) async fn of_raising(
    tx: &Tx,
    app: &App,
    congress: Uuid,
    case: &Case,
    cosigners: &[Uuid],
) -> Result<()> {
    let mut told = Told { tx, app, congress, case };
    if !cosigners.is_empty() {
        for person in cosigners {
            told.one(Audience::Person(*person), "case-cosign-asked").await?;
        }
        return Ok(());
    }
    if let Some(deputy) = case.deputy_id.filter(|_| case.standing.has_voter) {
        told.one(Audience::Person(deputy), "case-new-for-deputy").await?;
    }
    if case.channel == Channel::Contact.word() {
        told.deputy("case-passed-on").await?;
    }
    told.text("voter-receipt", None).await?;
    told.office(case.office_id, "case-new").await
}

/// Warn whoever has the case that its due day is near.
pub(super) async fn before_due(tx: &Tx, app: &App, congress: Uuid, case: &Case) -> Result<()> {
    Told { tx, app, congress, case }.owner("case-due-soon").await
}

/// Tell those whom a step concerns.
pub(super) async fn of_step(
    tx: &Tx,
    app: &App,
    congress: Uuid,
    (case, parties): (&Case, &Parties),
    wanted: &Move,
) -> Result<()> {
    use StepKind::*;
    let mut told = Told { tx, app, congress, case };
    match wanted.kind {
        Confirm | Decline => told.deputy("case-cosign-answered").await,
        Submit | Reopen | LeaveIt | SendBackToSort => told.office(case.office_id, "case-new").await,
        SendToDeputy => told.deputy("case-take-up").await,
        NameDeputy => told.deputy("case-yours-now").await,
        SendOn | Reassign | TakeUp => told.office(case.body_id, "case-examine").await,
        Transfer | Retransfer => {
            told.organ(case.organ_id, "case-transferred").await?;
            for co in &wanted.co {
                told.organ(Some(*co), "case-transferred-co").await?;
            }
            told.text("voter-sent", case.organ_id).await?;
            told.deputy("case-on-its-way").await
        }
        UpholdTransfer => told.organ(case.organ_id, "case-upheld").await,
        Return => told.office(case.body_id, "case-returned").await,
        AskExtension => told.office(case.body_id, "case-extension-asked").await,
        GrantExtension => {
            told.organ(case.organ_id, "case-extension-granted").await?;
            told.deputy("case-extended").await
        }
        RefuseExtension => told.organ(case.organ_id, "case-extension-refused").await,
        GiveCoOpinion => told.organ(case.organ_id, "case-co-opinion").await,
        Urge => told.owner("case-urged").await,
        Escalate => {
            told.owner("case-overdue").await?;
            told.one(Audience::Role(Role::Commission), "case-overdue").await
        }
        _ => of_outcome(&mut told, parties, wanted).await,
    }
}

/// Tell those whom a reply, or what follows from it, concerns.
async fn of_outcome(told: &mut Told<'_>, parties: &Parties, wanted: &Move) -> Result<()> {
    use StepKind::*;
    let case = told.case;
    match wanted.kind {
        Reply => {
            told.deputy("case-replied").await?;
            told.office(case.body_id, "case-replied").await?;
            told.text("voter-replied", None).await?;
            told.voter("case-replied").await
        }
        Evaluate if case.standing.answer.is_some_and(|answer| answer.unanswered) => {
            told.office(case.body_id, "case-not-satisfied").await
        }
        Evaluate if wanted.reader == Reader::Deputy => told.office(case.body_id, "case-evaluated").await,
        Rehandle | Supervise => {
            let kind = if wanted.kind == Rehandle { "case-rehandle" } else { "case-supervised" };
            told.organ(case.organ_id, kind).await?;
            told.deputy(kind).await
        }
        KeepPromise => {
            told.office(case.body_id, "case-promise-reported").await?;
            told.deputy("case-promise-reported").await
        }
        RejectKept => told.organ(case.organ_id, "case-promise-not-kept").await,
        MovePromise => told.deputy("case-promise-moved").await,
        Close | ConfirmKept | AnswerOnSpot | GuideElsewhere => {
            told.deputy("case-ended").await?;
            told.text("voter-ended", None).await?;
            told.voter("case-ended").await
        }
        Withdraw => {
            notices::forget_texts(told.tx, told.congress, case.id).await?;
            told.office(case.body_id, "case-withdrawn").await?;
            for organ in parties.organs.iter().filter(|organ| organ.part != "former") {
                told.organ(Some(organ.organ_id), "case-withdrawn").await?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

struct Told<'a> {
    tx: &'a Tx,
    app: &'a App,
    congress: Uuid,
    case: &'a Case,
}

impl Told<'_> {
    async fn one(&mut self, to: Audience, kind: &'static str) -> Result<()> {
        let mut facts = Facts::new();
        facts.insert("number".to_owned(), Fact::Text(self.case.number.clone()));
        if let Some(due) = self.case.standing.deadline {
            facts.insert("due".to_owned(), Fact::Day(due.next()));
        }
        let notice =
            Notice { congress: self.congress, to, kind, subject: "case", subject_id: self.case.id, facts };
        tell(self.tx, self.app, &notice).await
    }

    async fn deputy(&mut self, kind: &'static str) -> Result<()> {
        match self.case.deputy_id {
            Some(person) => self.one(Audience::Person(person), kind).await,
            None => Ok(()),
        }
    }

    async fn voter(&mut self, kind: &'static str) -> Result<()> {
        match self.case.voter_account_id {
            Some(account) => self.one(Audience::Account(account), kind).await,
            None => Ok(()),
        }
    }

    /// The voter who wants text messages, by one; the organ that has the case where it says so.
    async fn text(&mut self, kind: &'static str, organ: Option<Uuid>) -> Result<()> {
        let case = self.case;
        if case.answer_by != BY_TEXT || case.voter_phone.is_empty() {
            return Ok(());
        }
        let mut facts = Facts::from([
            ("number".to_owned(), Fact::Text(case.number.clone())),
            ("code".to_owned(), Fact::Text(case.receipt.clone())),
        ]);
        if let Some(organ) = organ {
            let organ = bodies::store::organization(self.tx, self.congress, organ).await?;
            facts.insert("organ".to_owned(), Fact::Text(organ.short_name));
        }
        let keeper = match case.office_id {
            Some(office) => Some((self.role_of(office).await?, office)),
            None => None,
        };
        let (congress, phone) = (self.congress, case.voter_phone.clone());
        let text = NewText { congress, phone, kind, subject: ("case", case.id), facts, keeper };
        notices::text(self.tx, self.app, &text).await
    }

    async fn organ(&mut self, organ: Option<Uuid>, kind: &'static str) -> Result<()> {
        match organ {
            Some(organ) => self.one(Audience::Office(Role::Organ, organ), kind).await,
            None => Ok(()),
        }
    }

    /// The clerks of a working body, local office or the commission.
    async fn office(&mut self, office: Option<Uuid>, kind: &'static str) -> Result<()> {
        match office {
            Some(office) => self.one(Audience::Clerks(office), kind).await,
            None => Ok(()),
        }
    }

    /// In which role the clerks of an office do its work.
    async fn role_of(&self, office: Uuid) -> Result<Role> {
        let office = bodies::store::organization(self.tx, self.congress, office).await?;
        Ok(match office.kind {
            kind if kind == Kind::WorkingBody.word() => Role::WorkingBody,
            kind if kind == Kind::Commission.word() => Role::Commission,
            _ => Role::LocalOffice,
        })
    }

    /// Whoever has the case now.
    async fn owner(&mut self, kind: &'static str) -> Result<()> {
        match self.case.standing.owner() {
            Some(Owner::LeadDeputy | Owner::Deputy) => self.deputy(kind).await,
            Some(Owner::Sorter) => self.office(self.case.office_id, kind).await,
            Some(Owner::WorkingBody) => self.office(self.case.body_id, kind).await,
            Some(Owner::LeadOrgan) => self.organ(self.case.organ_id, kind).await,
            Some(Owner::Commission) => self.one(Audience::Role(Role::Commission), kind).await,
            None => Ok(()),
        }
    }
}
