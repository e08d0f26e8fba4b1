//! Between the working body and the organs: transfer, signature, return, more time, contacts, reply (8.3, 8.4).

use chrono::NaiveDate;

use super::answer::{Answer, Category, Promise};
use super::handover::{CoOrgans, Handover};
use super::refusal::Refusal;
use super::rule::Rules;
use super::standing::Standing;
use super::state::State;
use super::step::Step;

/// Transfer, and the lead organ's signature or return.
pub(super) fn transfer(case: &mut Standing, step: &Step) -> Result<(), Refusal> {
    use State::*;
    match (case.state, step) {
        (Examining, Step::Transfer { .. }) if !case.has_deputy => return Err(Refusal::NoDeputyNamed),
        (Examining, Step::Transfer { co, due }) | (Transferred | Returned, Step::Retransfer { co, due }) => {
            case.go(Transferred, *due);
            let co_organs = CoOrgans { waiting: *co, ..CoOrgans::default() };
            case.handover = Handover { co_organs, ..Handover::default() };
        }
        (Transferred, Step::SignFor(due)) => case.go(Handling, *due),
        (Transferred, Step::Return { .. }) if case.handover.upheld => return Err(Refusal::AlreadyUpheld),
        (Transferred, Step::Return { today, .. }) if case.overdue(*today) => {
            return Err(Refusal::ReturnTermOver);
        }
        (Transferred, Step::Return { due, .. }) => case.go(Returned, *due),
        (Returned, Step::AcceptReturn(due)) => {
            case.go(Examining, *due);
            case.handover = Handover::default();
        }
        (Returned, Step::UpholdTransfer(due)) => {
            case.go(Transferred, *due);
            case.handover.upheld = true;
        }
        _ => return Err(Refusal::NotNow),
    }
    Ok(())
}

/// What the co-organs do, and the lead organ's contacts with the deputy.
pub(super) fn together(case: &mut Standing, step: &Step) -> Result<(), Refusal> {
    use State::*;
    let CoOrgans { waiting, signed, given, excused } = &mut case.handover.co_organs;
    let contacts = &mut case.handover.contacts;
    match (case.state, step) {
        (Transferred | Handling, Step::CoSignFor) => pass(waiting, signed),
        (Handling, Step::GiveCoOpinion) => pass(signed, given),
        (Transferred | Handling, Step::ExcuseCoOrgan { signed: true }) => pass(signed, excused),
        (Transferred | Handling, Step::ExcuseCoOrgan { signed: false }) => pass(waiting, excused),
        (state, Step::RecordContact) => {
            let count = match state {
                Transferred | Returned => &mut contacts.before,
                Handling => &mut contacts.during,
                Replied | Promised => &mut contacts.after,
                _ => return Err(Refusal::NotNow),
            };
            *count = count.saturating_add(1);
            Ok(())
        }
        _ => Err(Refusal::NotNow),
    }
}

fn pass(from: &mut u8, to: &mut u8) -> Result<(), Refusal> {
    *from = from.checked_sub(1).ok_or(Refusal::NoSuchCoOrgan)?;
    *to = to.saturating_add(1);
    Ok(())
}

/// The organ asks for more time and the working body decides.
pub(super) fn extend(case: &mut Standing, step: &Step, rules: &Rules) -> Result<(), Refusal> {
    if case.state != State::Handling {
        return Err(Refusal::NotNow);
    }
    let is_later = |day: NaiveDate| case.deadline.is_some_and(|deadline| day > deadline.on);
    let extension = &mut case.handover.extension;
    match step {
        Step::AskExtension(_) if extension.asked.is_some() => return Err(Refusal::ExtensionPending),
        Step::AskExtension(_) if extension.granted >= rules.extensions => {
            return Err(Refusal::ExtensionsUsedUp);
        }
        Step::AskExtension(until) if !is_later(*until) => return Err(Refusal::NotLater),
        Step::AskExtension(until) => extension.asked = Some(*until),
        _ if extension.asked.is_none() => return Err(Refusal::NoExtensionAsked),
        Step::RefuseExtension => extension.asked = None,
        Step::GrantExtension { until, .. } if !is_later(*until) => return Err(Refusal::NotLater),
        Step::GrantExtension { until, cap } if until > cap => return Err(Refusal::BeyondCap),
        Step::GrantExtension { until, .. } => {
            extension.asked = None;
            extension.granted += 1;
            case.wait_until(*until);
        }
        _ => return Err(Refusal::NotNow),
    }
    Ok(())
}

/// The organ replies, once it has heard the deputy and the co-organs.
pub(super) fn reply(
    case: &mut Standing,
    category: Category,
    promise_on: Option<NaiveDate>,
    due: NaiveDate,
    rules: &Rules,
) -> Result<(), Refusal> {
    if case.state != State::Handling {
        return Err(Refusal::NotNow);
    }
    if rules.contact_before_reply && !case.handover.contacts.before_reply() {
        return Err(Refusal::ContactMissing);
    }
    if rules.co_opinions_before_reply && case.handover.co_organs.owed() {
        return Err(Refusal::CoOpinionMissing);
    }
    match (category, promise_on) {
        (Category::B, None) => return Err(Refusal::PromiseDayMissing),
        (Category::A | Category::C | Category::D, Some(_)) => return Err(Refusal::PromiseOutOfPlace),
        _ => {}
    }
    case.go(State::Replied, due);
    case.handover.extension.asked = None;
    case.answer = Some(Answer {
        category,
        promise: promise_on.map(|on| Promise { on, reported: false }),
        deputy_received: false,
        body_received: false,
        deputy_rating: None,
        voter_rating: None,
        lapsed: false,
        unanswered: false,
    });
    Ok(())
}
