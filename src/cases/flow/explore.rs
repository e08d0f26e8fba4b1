//! Visits every place a case can stand, up to what makes no difference to where steps lead.

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

use chrono::{Days, NaiveDate};

use super::answer::{Promise, Rating, Satisfaction};
use super::handover::{Contacts, Handover};
use super::kind::StepKind;
use super::rule::{Rules, after};
use super::samples::samples;
use super::standing::{Cosigners, Deadline, Raising, Standing};
use super::state::{DueKind, Owner, State};
use super::step::Step;

/// Where each step leads from each state.
pub(super) type Ways = BTreeMap<(State, StepKind), BTreeSet<State>>;

/// Who can be awaited in each state, and for what.
pub(super) type Waits = BTreeSet<(State, Owner, DueKind)>;

/// Tries every step from every place, beginning with every way to raise a case.
pub(super) fn explore() -> (Ways, Waits) {
    let rules = Rules::default();
    let (mut ways, mut waits) = (Ways::new(), Waits::new());
    let mut ahead: VecDeque<Standing> = beginnings().into();
    let mut seen: HashSet<Standing> = ahead.iter().copied().collect();
    while let Some(case) = ahead.pop_front() {
        debug_assert_eq!(case.check(), Ok(()));
        waits.extend(case.owner().zip(case.awaits()).map(|(owner, what)| (case.state, owner, what)));
        // Early enough that nothing is overdue, and late enough that everything is.
        for today in [DAY, DAY + Days::new(3)] {
            for step in StepKind::ALL.iter().flat_map(|kind| samples(*kind, &case, today)) {
                let Ok(next) = after(&case, &step, &rules) else { continue };
                ways.entry((case.state, step.kind())).or_default().insert(next.state);
                let next = plain(next);
                if seen.insert(next) {
                    ahead.push_back(next);
                }
            }
        }
        for case in shown(&case) {
            for step in [Step::MakeConfidential, Step::LiftConfidential, Step::Publish, Step::Unpublish] {
                if let Ok(next) = after(&case, &step, &rules) {
                    ways.entry((case.state, step.kind())).or_default().insert(next.state);
                }
            }
        }
    }
    (ways, waits)
}

/// Any day will do.
const DAY: NaiveDate = NaiveDate::MIN;

fn beginnings() -> Vec<Standing> {
    let ways = [
        Raising::Voter { deputy: true },
        Raising::Voter { deputy: false },
        Raising::Deputy { voter: false, cosigners: 0 },
        Raising::Deputy { voter: false, cosigners: 1 },
    ];
    ways.map(|raising| Standing::raised(raising, false, DAY + Days::new(1))).to_vec()
}

/// The same case without what cannot change where a step leads, so that the visit comes to an end.
fn plain(mut case: Standing) -> Standing {
    let day = DAY + Days::new(1);
    case.deadline = case.deadline.map(|_| Deadline { on: day, escalation: None });
    case.published = false;
    case.confidential = false;
    case.round = case.round.min(2);
    if case.state != State::Cosigning {
        case.cosigners = Cosigners::default();
    }
    let handover = &mut case.handover;
    handover.contacts = Contacts { before: u16::from(handover.contacts.before_reply()), during: 0, after: 0 };
    if case.state.answered() || case.state.ended() {
        *handover = Handover::default();
    }
    if let Some(answer) = case.answer.as_mut() {
        answer.promise = answer.promise.map(|promise| Promise { on: day, ..promise });
        if !answer.unanswered {
            let satisfied = Rating { attitude: Satisfaction::Satisfied, result: Satisfaction::Satisfied };
            answer.deputy_rating = answer.deputy_rating.map(|_| satisfied);
            answer.voter_rating = answer.voter_rating.map(|_| satisfied);
        }
    }
    case
}

/// The case as it is, public, and confidential, as far as it can be.
fn shown(case: &Standing) -> impl Iterator<Item = Standing> {
    let public = Standing { published: true, ..*case };
    let confidential = Standing { confidential: true, ..*case };
    [*case, public, confidential].into_iter().filter(|case| case.check().is_ok())
}
