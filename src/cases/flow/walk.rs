//! A million steps by people who try everything: whatever they do, a case stays sound and keeps the promises of clause 8.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::explore::explore;
use super::*;

mod people;
mod promises;

use people::{Chance, random_case, random_step, seldom};

/// Steps that may still be taken once a case has ended.
fn after_the_end(kind: StepKind) -> bool {
    use StepKind::*;
    matches!(kind, MakeConfidential | LiftConfidential | Publish | Unpublish | Receive | TellVoter | Reopen)
}

/// What one accepted step must leave behind.
fn sound(before: &Standing, step: &Step, next: &Standing) {
    assert_eq!(next.check(), Ok(()), "after {step:?} on {before:#?}");
    assert_eq!(next.owner().is_some(), !next.state.ended());
    assert_eq!(next.due().is_some(), !next.state.ended());
    if before.state.ended() {
        assert!(after_the_end(step.kind()), "{step:?} after the end");
        let reopened = before.state == State::Joined && step.kind() == StepKind::Reopen;
        assert!(reopened || next.state == before.state, "{step:?} changes an ended case");
        assert!(reopened || (next.answer, next.round) == (before.answer, before.round));
    }
    if next.awaits().is_some() && next.awaits() != before.awaits() {
        let on = next.deadline.expect("open").on;
        let promised = next.answer.and_then(|answer| answer.promise).map(|promise| promise.on);
        assert!(carries(step, on) || promised == Some(on), "{step:?}: a new wait has its own day");
        assert_eq!(next.deadline.expect("open").escalation, None);
    }
}

/// Whether a step carries this day.
fn carries(step: &Step, on: NaiveDate) -> bool {
    serde_json::to_string(step).expect("a step is JSON").contains(&on.to_string())
}

#[test]
fn a_million_steps() {
    let mut chance = Chance(20_231_024);
    let (mut states, mut ways, mut refusals) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let (mut taken, mut tried, mut cases, mut closed) = (0, 0, 0, 0);
    while taken < 1_000_000 {
        let rules = Rules {
            contact_before_reply: chance.one_in(2),
            co_opinions_before_reply: !chance.one_in(3),
            extensions: chance.below(3) as u8,
            rehandle_rounds: chance.below(3) as u8,
        };
        let mut case = random_case(&mut chance);
        let mut history = Vec::new();
        assert_eq!(case.check(), Ok(()));
        states.insert(case.state);
        cases += 1;
        for _ in 0..400 {
            let step = random_step(&mut chance);
            if seldom(step.kind()) && !chance.one_in(20) {
                continue;
            }
            tried += 1;
            match after(&case, &step, &rules) {
                Err(refusal) => drop(refusals.insert(refusal)),
                Ok(next) => {
                    taken += 1;
                    sound(&case, &step, &next);
                    history.push(step);
                    if next.state != case.state {
                        promises::kept(&next, &history, &rules);
                        closed += u32::from(next.state == State::Closed);
                    }
                    states.insert(next.state);
                    ways.insert((case.state, step.kind(), next.state));
                    case = next;
                }
            }
            if case.state.ended() && chance.one_in(20) {
                break;
            }
        }
    }
    println!("{taken} steps taken of {tried} tried, on {cases} cases; {closed} closed");
    assert!(states.iter().eq(State::ALL), "every state is reached: {states:?}");
    assert!(refusals.iter().eq(Refusal::ALL), "every refusal is met: {refusals:?}");
    let kinds: BTreeSet<StepKind> = ways.iter().map(|(_, kind, _)| *kind).collect();
    assert!(kinds.iter().eq(StepKind::ALL), "every step succeeds at least once: {kinds:?}");
    let drawn: BTreeSet<_> = explore()
        .0
        .into_iter()
        .flat_map(|((from, kind), targets)| targets.into_iter().map(move |to| (from, kind, to)))
        .collect();
    let difference: Vec<_> = ways.symmetric_difference(&drawn).collect();
    assert!(difference.is_empty(), "the drawing and the walk differ: {difference:?}");
}

#[test]
fn a_broken_memory_is_refused_or_told_apart_but_never_a_crash() {
    let mut chance = Chance(7);
    let mut told = 0;
    for _ in 0..100_000 {
        let mut case = random_case(&mut chance);
        case.state = chance.pick(State::ALL);
        case.round = chance.pick(&[0, 1, u8::MAX]);
        case.cosigners.asked = u16::MAX;
        case.cosigners.confirmed = chance.pick(&[0, u16::MAX]);
        case.cosigners.declined = chance.pick(&[0, u16::MAX]);
        case.handover.co_organs.signed = chance.pick(&[0, u8::MAX]);
        case.handover.co_organs.given = u8::MAX;
        case.handover.contacts.during = u16::MAX;
        case.handover.extension.granted = u8::MAX;
        told += u32::from(case.check().is_err());
        let step = random_step(&mut chance);
        let rules = Rules { extensions: u8::MAX, rehandle_rounds: u8::MAX, ..Rules::default() };
        let _ = after(&case, &step, &rules);
        case.steps(&rules, case.deadline.expect("raised").on);
    }
    assert!(told > 90_000, "{told}");
}
