//! Who does what, by chance: roles that try their own steps, and now and then anybody's.

use chrono::{Days, NaiveDate};

use super::*;

/// Chance from a seed (splitmix64), so that a failure comes again.
pub(super) struct Chance(pub(super) u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    pub(super) fn one_in(&mut self, limit: u64) -> bool {
        self.below(limit) == 0
    }

    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }

    fn day(&mut self) -> NaiveDate {
        day(self.below(60))
    }
}

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day") + Days::new(number)
}

/// What each kind of person tries.
const ROLES: &[&[StepKind]] = {
    use StepKind::*;
    &[
        &[Receive, Evaluate, Withdraw],
        &[
            Confirm,
            Decline,
            Submit,
            TakeUp,
            LeaveIt,
            Receive,
            Evaluate,
            ConfirmKept,
            RejectKept,
            MakeConfidential,
        ],
        &[AnswerOnSpot, GuideElsewhere, Join, Reopen, SendToDeputy, SendOn, NameDeputy, TellVoter],
        &[
            Reassign,
            SendBackToSort,
            Transfer,
            AcceptReturn,
            Retransfer,
            UpholdTransfer,
            Receive,
            Close,
            TrackPromise,
        ],
        &[
            GrantExtension,
            RefuseExtension,
            ExcuseCoOrgan,
            Publish,
            Unpublish,
            LiftConfidential,
            Urge,
            NameDeputy,
        ],
        &[SignFor, Return, AskExtension, RecordContact, Reply, KeepPromise, MovePromise],
        &[CoSignFor, GiveCoOpinion],
        &[Rehandle, Supervise, ContactProposer, ConcludeSupervision, ConfirmKept, RejectKept, Urge],
        &[LapseEvaluation, Escalate, Rehandle, Supervise],
    ]
};

pub(super) fn random_case(chance: &mut Chance) -> Standing {
    let raising = match chance.below(3) {
        0 => Raising::Deputy { voter: chance.one_in(2), cosigners: chance.below(4) as u16 },
        _ => Raising::Voter { deputy: chance.one_in(2) },
    };
    Standing::raised(raising, chance.one_in(8), chance.day())
}

pub(super) fn random_step(chance: &mut Chance) -> Step {
    let role = chance.pick(ROLES);
    let kind = if chance.one_in(10) { chance.pick(StepKind::ALL) } else { chance.pick(role) };
    let (today, due) = (chance.day(), chance.day());
    match kind {
        StepKind::GuideElsewhere => Step::GuideElsewhere,
        StepKind::Transfer => Step::Transfer { co: chance.below(3) as u8, due },
        StepKind::Retransfer => Step::Retransfer { co: chance.below(3) as u8, due },
        StepKind::GrantExtension => Step::GrantExtension { until: due, cap: chance.day() },
        StepKind::ExcuseCoOrgan => Step::ExcuseCoOrgan { signed: chance.one_in(2) },
        StepKind::Withdraw => Step::Withdraw { all_agree: chance.one_in(2) },
        StepKind::Receive => Step::Receive(chance.pick(Reader::ALL)),
        StepKind::Reply => Step::Reply {
            category: chance.pick(Category::ALL),
            promise_on: chance.one_in(2).then(|| chance.day()),
            due,
        },
        StepKind::Evaluate => Step::Evaluate(Evaluation {
            by: chance.pick(Rater::ALL),
            rating: Rating {
                attitude: chance.pick(Satisfaction::ALL),
                result: chance.pick(Satisfaction::ALL),
            },
            reason_given: !chance.one_in(4),
            due,
        }),
        StepKind::Submit => Step::Submit { today, due },
        StepKind::Return => Step::Return { today, due },
        StepKind::LapseEvaluation => Step::LapseEvaluation { today, due },
        StepKind::Escalate => Step::Escalate { today, due },
        plain => dated(plain, due),
    }
}

/// A step that needs nothing but a day, or nothing at all.
fn dated(kind: StepKind, due: NaiveDate) -> Step {
    let case = Standing::raised(Raising::Voter { deputy: true }, false, due);
    samples::samples(kind, &case, due)[0]
}

/// Most people let a case run its course; some end it early or only stir it.
pub(super) fn seldom(kind: StepKind) -> bool {
    use StepKind::*;
    matches!(kind, Withdraw | AnswerOnSpot | GuideElsewhere | Join | Urge | Reassign | NameDeputy)
}
