//! Which steps are possible now: each kind is tried with plausible contents, so buttons never promise what is refused.

use chrono::{Days, NaiveDate};

use super::answer::{Category, Rating, Satisfaction};
use super::kind::StepKind;
use super::rule::{Rules, after};
use super::standing::Standing;
use super::step::{Evaluation, Rater, Reader, Step};

impl Standing {
    /// The steps that could be taken today, in the order of [`StepKind::ALL`]; the permit then says by whom.
    pub fn steps(&self, rules: &Rules, today: NaiveDate) -> Vec<StepKind> {
        StepKind::ALL.iter().copied().filter(|kind| self.allows(*kind, rules, today)).collect()
    }

    /// Whether a step of this kind could be taken today.
    pub fn allows(&self, kind: StepKind, rules: &Rules, today: NaiveDate) -> bool {
        samples(kind, self, today).iter().any(|step| after(self, step, rules).is_ok())
    }
}

/// Steps of one kind with contents that are right if any are.
pub(super) fn samples(kind: StepKind, case: &Standing, today: NaiveDate) -> Vec<Step> {
    let promise = case.answer.and_then(|answer| answer.promise).map(|promise| promise.on);
    let known = [Some(today), case.deadline.map(|deadline| deadline.next()), promise];
    // Later than anything known, so that no new day fails for being too early.
    let due =
        known.into_iter().flatten().max().and_then(|day| day.checked_add_days(Days::new(1))).unwrap_or(today);
    match single(kind, today, due) {
        Some(step) => vec![step],
        None => several(kind, due),
    }
}

/// The kinds that have one plausible content.
fn single(kind: StepKind, today: NaiveDate, due: NaiveDate) -> Option<Step> {
    Some(match kind {
        StepKind::Confirm => Step::Confirm,
        StepKind::Decline => Step::Decline,
        StepKind::Submit => Step::Submit { today, due },
        StepKind::AnswerOnSpot => Step::AnswerOnSpot,
        StepKind::GuideElsewhere => Step::GuideElsewhere,
        StepKind::Join => Step::Join,
        StepKind::Reopen => Step::Reopen(due),
        StepKind::SendToDeputy => Step::SendToDeputy(due),
        StepKind::SendOn => Step::SendOn(due),
        StepKind::TakeUp => Step::TakeUp(due),
        StepKind::LeaveIt => Step::LeaveIt(due),
        StepKind::NameDeputy => Step::NameDeputy(due),
        StepKind::Reassign => Step::Reassign(due),
        StepKind::SendBackToSort => Step::SendBackToSort(due),
        StepKind::SignFor => Step::SignFor(due),
        StepKind::CoSignFor => Step::CoSignFor,
        StepKind::Return => Step::Return { today, due },
        StepKind::AcceptReturn => Step::AcceptReturn(due),
        StepKind::UpholdTransfer => Step::UpholdTransfer(due),
        StepKind::AskExtension => Step::AskExtension(due),
        StepKind::GrantExtension => Step::GrantExtension { until: due, cap: due },
        StepKind::RefuseExtension => Step::RefuseExtension,
        StepKind::RecordContact => Step::RecordContact,
        StepKind::GiveCoOpinion => Step::GiveCoOpinion,
        StepKind::TellVoter => Step::TellVoter,
        StepKind::LapseEvaluation => Step::LapseEvaluation { today, due },
        StepKind::Rehandle => Step::Rehandle(due),
        StepKind::Supervise => Step::Supervise(due),
        StepKind::ContactProposer => Step::ContactProposer,
        StepKind::ConcludeSupervision => Step::ConcludeSupervision(due),
        StepKind::TrackPromise => Step::TrackPromise,
        StepKind::KeepPromise => Step::KeepPromise(due),
        StepKind::ConfirmKept => Step::ConfirmKept,
        StepKind::RejectKept => Step::RejectKept(due),
        StepKind::MovePromise => Step::MovePromise(due),
        StepKind::Close => Step::Close,
        StepKind::Withdraw => Step::Withdraw { all_agree: true },
        StepKind::MakeConfidential => Step::MakeConfidential,
        StepKind::LiftConfidential => Step::LiftConfidential,
        StepKind::Publish => Step::Publish,
        StepKind::Unpublish => Step::Unpublish,
        StepKind::Urge => Step::Urge,
        StepKind::Escalate => Step::Escalate { today, due },
        _ => return None,
    })
}

/// The kinds whose contents make a difference to what follows.
fn several(kind: StepKind, due: NaiveDate) -> Vec<Step> {
    match kind {
        StepKind::Transfer => vec![Step::Transfer { co: 0, due }, Step::Transfer { co: 1, due }],
        StepKind::Retransfer => vec![Step::Retransfer { co: 0, due }, Step::Retransfer { co: 1, due }],
        StepKind::ExcuseCoOrgan => [false, true].map(|signed| Step::ExcuseCoOrgan { signed }).to_vec(),
        StepKind::Reply => vec![
            Step::Reply { category: Category::A, promise_on: None, due },
            Step::Reply { category: Category::B, promise_on: Some(due), due },
        ],
        StepKind::Receive => Reader::ALL.iter().map(|reader| Step::Receive(*reader)).collect(),
        StepKind::Evaluate => Rater::ALL
            .iter()
            .flat_map(|by| {
                [Satisfaction::Satisfied, Satisfaction::NotSatisfied].map(|result| {
                    let rating = Rating { attitude: Satisfaction::Satisfied, result };
                    Step::Evaluate(Evaluation { by: *by, rating, reason_given: true, due })
                })
            })
            .collect(),
        _ => Vec::new(),
    }
}
