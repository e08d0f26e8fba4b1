//! Beside the main way: secrecy, the public page, deadlines that pass.

use super::*;

#[test]
fn what_is_confidential_is_not_public() {
    let public = walk(examining(VOTER), &[Step::Publish]);
    refused(&public, Step::Publish, Refusal::AlreadyPublished);
    refused(&public, Step::LiftConfidential, Refusal::NotConfidential);
    let hidden = walk(public, &[Step::MakeConfidential]);
    assert!(!hidden.published);
    refused(&hidden, Step::Publish, Refusal::Confidential);
    refused(&hidden, Step::MakeConfidential, Refusal::Confidential);
    refused(&hidden, Step::Unpublish, Refusal::NotPublished);
    assert!(walk(hidden, &[Step::LiftConfidential, Step::Publish]).published);
    let withdrawn = walk(public, &[Step::Withdraw { all_agree: false }]);
    assert!(!withdrawn.published);
    refused(&withdrawn, Step::Publish, Refusal::NotNow);
}

#[test]
fn a_deadline_that_passes_is_taken_higher_and_stays_known() {
    let case = handling(VOTER, 0);
    let higher = |today, due| Step::Escalate { today, due };
    refused(&case, higher(day(90), day(95)), Refusal::NotOverdue);
    refused(&case, higher(day(91), day(91)), Refusal::NotLater);
    let first = walk(case, &[Step::Urge, higher(day(91), day(95))]);
    refused(&first, higher(day(95), day(99)), Refusal::NotOverdue);
    let second = walk(first, &[higher(day(96), day(99))]);
    let deadline = second.deadline.expect("open");
    assert_eq!((deadline.on, deadline.next()), (day(90), day(99)));
    assert_eq!(deadline.escalation.map(|escalation| escalation.level), Some(2));
    let replied = walk(second, &[Step::RecordContact, reply(Category::A)]);
    assert_eq!(replied.deadline.and_then(|deadline| deadline.escalation), None);
}
