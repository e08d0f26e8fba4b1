use charter::{Deadline, Vocabulary};
use chrono::NaiveDate;
use uuid::Uuid;

use super::advance::refused;
use crate::base::{Error, Result};
use crate::cases::deadlines::{Count, Counted};
use crate::cases::flow::{
    Category, Evaluation, Rater, Rating, Reader, Refusal, Satisfaction, State, Step, StepKind,
};
use crate::cases::{Case, store::Parties};
use crate::files::Checked;

/// What somebody wants to do to a case, as they said it; only what the step needs is filled in.
#[derive(Debug, Clone)]
pub struct Move {
    /// The step.
    pub kind: StepKind,
    /// The version of the case they saw; none where the newest will do.
    pub version: Option<i64>,
    /// A reason, an answer, a note.
    pub text: String,
    /// A reply in plain words, for voters; a published text.
    pub plain: String,
    /// A published line.
    pub subject: String,
    /// The way of a contact, by the charter's words.
    pub way: String,
    /// The day of a contact; today when none.
    pub on: Option<NaiveDate>,
    /// The case to join.
    pub case: Option<Uuid>,
    /// The deputy concerned.
    pub deputy: Option<Uuid>,
    /// The working body.
    pub body: Option<Uuid>,
    /// The lead organ, or the co-organ to be excused.
    pub organ: Option<Uuid>,
    /// Co-organs.
    pub co: Vec<Uuid>,
    /// Where a matter outside the remit belongs, by the charter's code.
    pub matter: String,
    /// A reply's category, by the charter's code.
    pub category: String,
    /// A promise's day, an extension's day.
    pub until: Option<NaiveDate>,
    /// An evaluation of attitude, by the charter's code.
    pub attitude: String,
    /// An evaluation of result, by the charter's code.
    pub result: String,
    /// Who receives the feedback.
    pub reader: Reader,
    /// All who co-signed agree to the withdrawal.
    pub all_agree: bool,
    /// Papers that go with it, checked.
    pub files: Vec<Checked>,
}

impl Move {
    /// A move with nothing filled in.
    pub fn new(kind: StepKind) -> Self {
        Self {
            kind,
            version: None,
            text: String::new(),
            plain: String::new(),
            subject: String::new(),
            way: String::new(),
            on: None,
            case: None,
            deputy: None,
            body: None,
            organ: None,
            co: Vec::new(),
            matter: String::new(),
            category: String::new(),
            until: None,
            attitude: String::new(),
            result: String::new(),
            reader: Reader::Deputy,
            all_agree: false,
            files: Vec::new(),
        }
    }

    /// With a reason, answer or note.
    pub fn saying(kind: StepKind, text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::new(kind) }
    }

    /// Refuse what is missing, before anything is looked up.
    pub(super) fn check(&self, count: &Count) -> Result<()> {
        use StepKind::*;
        let needs_text = matches!(
            self.kind,
            AnswerOnSpot
                | Return
                | UpholdTransfer
                | AskExtension
                | RefuseExtension
                | GiveCoOpinion
                | Reply
                | RecordContact
                | ContactProposer
                | Supervise
                | ConcludeSupervision
                | KeepPromise
                | RejectKept
                | MovePromise
                | SendBackToSort
                | LeaveIt
        );
        if needs_text && self.text.trim().is_empty() {
            return Err(Error::invalid("text", "cases-text-missing"));
        }
        if self.text.chars().count() > 10_000 || self.plain.chars().count() > 10_000 {
            return Err(Error::invalid("text", "cases-text-long"));
        }
        let contact = matches!(self.kind, RecordContact | ContactProposer | TellVoter);
        if contact
            && self.kind != TellVoter
            && count.charter.word(Vocabulary::ContactMethods, &self.way).is_none()
        {
            return Err(Error::invalid("way", "cases-way-missing"));
        }
        if contact && self.on.is_some_and(|day| day > count.today) {
            return Err(Error::invalid("on", "cases-day-in-future"));
        }
        if self.kind == GuideElsewhere && count.charter.cases.matter(&self.matter).is_none() {
            return Err(Error::invalid("matter", "cases-matter-missing"));
        }
        if self.kind == Publish && (self.subject.trim().is_empty() || self.plain.trim().is_empty()) {
            return Err(Error::invalid("plain", "cases-public-text-missing"));
        }
        Ok(())
    }

    /// The step for the pure rules, and how its due day was counted.
    pub(super) fn step(
        &self,
        case: &Case,
        parties: &Parties,
        count: &Count,
    ) -> Result<(Step, Option<Counted>)> {
        let today = count.today;
        let counted = self.due(case, count)?;
        let due = counted.as_ref().map_or(today, |counted| counted.on);
        use StepKind::*;
        let step = match self.kind {
            Return if self.comes_too_late(case, count) => return Err(refused(Refusal::ReturnTermOver)),
            Transfer => Step::Transfer { co: self.co_count()?, due },
            Retransfer => Step::Retransfer { co: self.co_count()?, due },
            AskExtension => Step::AskExtension(self.day("until")?),
            GrantExtension => {
                let from = case.transferred_on.unwrap_or(today);
                Step::GrantExtension { until: self.day("until")?, cap: count.latest_reply(from) }
            }
            ExcuseCoOrgan => {
                let co = self.organ.and_then(|organ| parties.co(organ));
                let co = co.ok_or_else(|| Error::invalid("organ", "cases-organ-missing"))?;
                Step::ExcuseCoOrgan { signed: co.state == "signed" }
            }
            Reply => {
                let category = Category::try_from(self.category.to_lowercase().as_str())
                    .map_err(|_| Error::invalid("category", "cases-category-missing"))?;
                Step::Reply { category, promise_on: self.until, due }
            }
            Receive => Step::Receive(self.reader),
            Evaluate => Step::Evaluate(self.evaluation(due)?),
            RejectKept => Step::RejectKept(self.day("until")?),
            MovePromise => Step::MovePromise(self.day("until")?),
            Withdraw => Step::Withdraw { all_agree: self.all_agree },
            Escalate => Step::Escalate { today, due: count.after_escalation(case.standing.state) },
            kind => plain(kind, today, due),
        };
        Ok((step, counted))
    }

    /// The due day that the step starts, by the charter's rule for what comes next.
    fn due(&self, case: &Case, count: &Count) -> Result<Option<Counted>> {
        use StepKind::*;
        let rule = match self.kind {
            Submit | Reopen | SendBackToSort | LeaveIt => Deadline::Sort,
            SendToDeputy => Deadline::TakeUp,
            SendOn | TakeUp | Reassign | AcceptReturn => Deadline::Examine,
            NameDeputy if case.standing.state == State::WithDeputy => Deadline::TakeUp,
            NameDeputy => Deadline::Evaluate,
            Transfer | Retransfer | UpholdTransfer => Deadline::SignFor,
            Return => Deadline::Transfer,
            Reply => Deadline::Evaluate,
            Evaluate | LapseEvaluation | ConcludeSupervision | KeepPromise => Deadline::Close,
            Rehandle => Deadline::Rehandle,
            Supervise => Deadline::Supervise,
            SignFor => {
                let from = case.transferred_on.unwrap_or(count.today);
                return Ok(Some(count.from(Deadline::Reply, from)));
            }
            GrantExtension | RejectKept | MovePromise => return Ok(Some(count.given(self.day("until")?))),
            TrackPromise => {
                let promise = case.standing.answer.and_then(|answer| answer.promise);
                return Ok(promise.map(|promise| count.given(promise.on)));
            }
            _ => return Ok(None),
        };
        Ok(Some(count.from_today(rule)))
    }

    /// Whether a case that could be returned no longer can: the charter's term for it is over, whatever is due.
    fn comes_too_late(&self, case: &Case, count: &Count) -> bool {
        let open = case.standing.state == State::Transferred && !case.standing.handover.upheld;
        open && case.transferred_on.is_some_and(|day| count.today > count.return_by(day))
    }

    fn day(&self, field: &str) -> Result<NaiveDate> {
        self.until.ok_or_else(|| Error::invalid(field, "cases-day-missing"))
    }

    fn co_count(&self) -> Result<u8> {
        u8::try_from(self.co.len()).map_err(|_| Error::invalid("co", "cases-organ-missing"))
    }

    fn evaluation(&self, due: NaiveDate) -> Result<Evaluation> {
        let grade = |field: &str, word: &str| {
            Satisfaction::try_from(word).map_err(|_| Error::invalid(field, "cases-grade-missing"))
        };
        let rating =
            Rating { attitude: grade("attitude", &self.attitude)?, result: grade("result", &self.result)? };
        let by = if self.reader == Reader::Voter { Rater::Voter } else { Rater::Deputy };
        let reason_given = !self.text.trim().is_empty();
        if rating.dissatisfied() && !reason_given {
            return Err(Error::invalid("text", "cases-refusal-reason_missing"));
        }
        Ok(Evaluation { by, rating, reason_given, due })
    }
}

/// A step that needs nothing but the days.
fn plain(kind: StepKind, today: NaiveDate, due: NaiveDate) -> Step {
    use StepKind::*;
    match kind {
        Confirm => Step::Confirm,
        Decline => Step::Decline,
        Submit => Step::Submit { today, due },
        AnswerOnSpot => Step::AnswerOnSpot,
        GuideElsewhere => Step::GuideElsewhere,
        Join => Step::Join,
        Reopen => Step::Reopen(due),
        SendToDeputy => Step::SendToDeputy(due),
        SendOn => Step::SendOn(due),
        TakeUp => Step::TakeUp(due),
        LeaveIt => Step::LeaveIt(due),
        NameDeputy => Step::NameDeputy(due),
        Reassign => Step::Reassign(due),
        SendBackToSort => Step::SendBackToSort(due),
        SignFor => Step::SignFor(due),
        CoSignFor => Step::CoSignFor,
        Return => Step::Return { today, due },
        AcceptReturn => Step::AcceptReturn(due),
        UpholdTransfer => Step::UpholdTransfer(due),
        RefuseExtension => Step::RefuseExtension,
        RecordContact => Step::RecordContact,
        GiveCoOpinion => Step::GiveCoOpinion,
        TellVoter => Step::TellVoter,
        LapseEvaluation => Step::LapseEvaluation { today, due },
        Rehandle => Step::Rehandle(due),
        Supervise => Step::Supervise(due),
        ContactProposer => Step::ContactProposer,
        ConcludeSupervision => Step::ConcludeSupervision(due),
        TrackPromise => Step::TrackPromise,
        KeepPromise => Step::KeepPromise(due),
        ConfirmKept => Step::ConfirmKept,
        Close => Step::Close,
        MakeConfidential => Step::MakeConfidential,
        LiftConfidential => Step::LiftConfidential,
        Publish => Step::Publish,
        Unpublish => Step::Unpublish,
        Transfer | Retransfer | AskExtension | GrantExtension | ExcuseCoOrgan | Reply | Receive
        | Evaluate | RejectKept | MovePromise | Withdraw | Escalate | Urge => Step::Urge,
    }
}
