//! The errands of clause 8, one by one, and every refusal with its reason.

use chrono::{Days, NaiveDate};

use super::*;

mod beside;
mod replied;

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day") + Days::new(number)
}

const VOTER: Raising = Raising::Voter { deputy: true };
const DEPUTY: Raising = Raising::Deputy { voter: false, cosigners: 0 };

fn transfer(co: u8) -> Step {
    Step::Transfer { co, due: day(5) }
}

fn reply(category: Category) -> Step {
    Step::Reply { category, promise_on: (category == Category::B).then(|| day(200)), due: day(110) }
}

fn says(by: Rater, result: Satisfaction) -> Step {
    let rating = Rating { attitude: Satisfaction::Satisfied, result };
    Step::Evaluate(Evaluation { by, rating, reason_given: true, due: day(120) })
}

fn content() -> Step {
    says(Rater::Deputy, Satisfaction::Satisfied)
}

fn not_satisfied() -> Step {
    says(Rater::Deputy, Satisfaction::NotSatisfied)
}

fn raised(raising: Raising) -> Standing {
    Standing::raised(raising, false, day(3))
}

/// Takes the steps, all of which must be allowed.
fn walk(mut case: Standing, steps: &[Step]) -> Standing {
    for step in steps {
        case = after(&case, step, &Rules::default())
            .unwrap_or_else(|refusal| panic!("{step:?}: {refusal}\n{case:#?}"));
        assert_eq!(case.check(), Ok(()), "after {step:?}");
    }
    case
}

fn refused(case: &Standing, step: Step, refusal: Refusal) {
    assert_eq!(after(case, &step, &Rules::default()), Err(refusal), "{step:?} on {case:#?}");
}

fn examining(raising: Raising) -> Standing {
    walk(raised(raising), &[Step::SendOn(day(10))])
}

fn handling(raising: Raising, co: u8) -> Standing {
    walk(examining(raising), &[transfer(co), Step::SignFor(day(90))])
}

fn replied(raising: Raising, category: Category) -> Standing {
    walk(handling(raising, 0), &[Step::RecordContact, reply(category)])
}

/// Replied, and received by everybody it is for.
fn fed_back(raising: Raising, category: Category) -> Standing {
    let case =
        walk(replied(raising, category), &[Step::Receive(Reader::Deputy), Step::Receive(Reader::Body)]);
    if case.has_voter { walk(case, &[Step::TellVoter]) } else { case }
}

#[test]
fn a_voter_hears_back_and_the_case_is_closed() {
    let case = walk(raised(VOTER), &[Step::SendToDeputy(day(6))]);
    assert_eq!(case.owner(), Some(Owner::Deputy));
    let case = walk(case, &[Step::TakeUp(day(12)), transfer(1)]);
    assert!(case.deputys_own());
    assert_eq!(case.owner(), Some(Owner::LeadOrgan));
    assert_eq!(case.due().map(|due| (due.what, due.deadline.on)), Some((DueKind::SignFor, day(5))));
    let case = walk(
        case,
        &[
            Step::RecordContact,
            Step::SignFor(day(90)),
            Step::CoSignFor,
            Step::RecordContact,
            Step::GiveCoOpinion,
            reply(Category::A),
            Step::Receive(Reader::Deputy),
            Step::Receive(Reader::Body),
            Step::Receive(Reader::Voter),
            says(Rater::Voter, Satisfaction::Basically),
        ],
    );
    assert_eq!((case.owner(), case.awaits()), (Some(Owner::Deputy), Some(DueKind::Evaluate)));
    assert_eq!(case.deadline.map(|deadline| deadline.on), Some(day(110)));
    let case = walk(case, &[Step::RecordContact, content()]);
    let on = case.deadline.map(|deadline| deadline.on);
    assert_eq!((case.owner(), on), (Some(Owner::WorkingBody), Some(day(120))));
    assert_eq!(case.handover.contacts, Contacts { before: 1, during: 1, after: 1 });
    let case = walk(case, &[Step::Close, Step::Publish]);
    assert_eq!((case.state, case.owner(), case.due()), (State::Closed, None, None));
}

#[test]
fn cosigners_answer_or_their_term_ends() {
    let case = Standing::raised(Raising::Deputy { voter: false, cosigners: 2 }, false, day(3));
    let submit = |today| Step::Submit { today, due: day(9) };
    refused(&case, submit(day(3)), Refusal::CosignersUnanswered);
    assert_eq!(walk(case, &[submit(day(4))]).state, State::Raised);
    let answered = walk(case, &[Step::Confirm, Step::Decline]);
    refused(&answered, Step::Confirm, Refusal::CosignersAllAnswered);
    let submitted = walk(answered, &[submit(day(0))]);
    refused(&submitted, Step::SendToDeputy(day(9)), Refusal::DeputysOwn);
    refused(&submitted, Step::Withdraw { all_agree: false }, Refusal::CosignersMustAgree);
    assert_eq!(walk(submitted, &[Step::Withdraw { all_agree: true }]).state, State::Withdrawn);
}

#[test]
fn sorting_ends_or_sends_on() {
    let case = raised(Raising::Voter { deputy: false });
    assert_eq!(walk(case, &[Step::AnswerOnSpot, Step::TellVoter]).state, State::Settled);
    let guided = walk(walk(case, &[Step::Publish]), &[Step::GuideElsewhere]);
    assert!(!guided.published);
    refused(&guided, Step::Publish, Refusal::NotNow);
    let joined = walk(case, &[Step::Join]);
    assert_eq!(walk(joined, &[Step::Reopen(day(8))]).owner(), Some(Owner::Sorter));
    refused(&case, Step::SendToDeputy(day(6)), Refusal::NoDeputyNamed);
    let named = walk(case, &[Step::NameDeputy(day(6)), Step::SendToDeputy(day(6)), Step::LeaveIt(day(8))]);
    assert_eq!((named.state, named.taken_up), (State::Raised, false));
    refused(&walk(case, &[Step::SendOn(day(6))]), transfer(0), Refusal::NoDeputyNamed);
}

#[test]
fn an_organ_may_return_it_once_and_in_time() {
    let case = walk(examining(VOTER), &[transfer(2)]);
    let give_back = |today| Step::Return { today, due: day(9) };
    refused(&case, give_back(day(6)), Refusal::ReturnTermOver);
    let returned = walk(case, &[Step::CoSignFor, give_back(day(5))]);
    assert_eq!(returned.owner(), Some(Owner::WorkingBody));
    let upheld = walk(returned, &[Step::UpholdTransfer(day(12))]);
    refused(&upheld, give_back(day(12)), Refusal::AlreadyUpheld);
    let other = walk(returned, &[Step::Retransfer { co: 0, due: day(12) }]);
    assert_eq!((other.state, other.handover), (State::Transferred, Handover::default()));
    assert_eq!(walk(returned, &[Step::AcceptReturn(day(12))]).handover, Handover::default());
    refused(&handling(VOTER, 0), give_back(day(0)), Refusal::NotNow);
}

#[test]
fn more_time_is_asked_granted_once_and_capped() {
    let case = handling(VOTER, 0);
    refused(&case, Step::RefuseExtension, Refusal::NoExtensionAsked);
    refused(&case, Step::AskExtension(day(90)), Refusal::NotLater);
    let asked = walk(case, &[Step::AskExtension(day(170))]);
    refused(&asked, Step::AskExtension(day(171)), Refusal::ExtensionPending);
    let grant = |until| Step::GrantExtension { until, cap: day(180) };
    refused(&asked, grant(day(181)), Refusal::BeyondCap);
    refused(&asked, grant(day(90)), Refusal::NotLater);
    let granted = walk(asked, &[grant(day(180))]);
    assert_eq!(granted.deadline.map(|deadline| deadline.on), Some(day(180)));
    refused(&granted, Step::AskExtension(day(190)), Refusal::ExtensionsUsedUp);
    let again = walk(asked, &[Step::RefuseExtension, Step::AskExtension(day(100))]);
    assert_eq!(again.handover.extension, Extension { asked: Some(day(100)), granted: 0 });
}

#[test]
fn a_reply_needs_the_deputy_and_the_co_organs() {
    let case = handling(VOTER, 2);
    refused(&case, reply(Category::A), Refusal::ContactMissing);
    let heard = walk(case, &[Step::RecordContact, Step::CoSignFor]);
    refused(&heard, reply(Category::A), Refusal::CoOpinionMissing);
    let half = walk(heard, &[Step::GiveCoOpinion]);
    refused(&half, Step::GiveCoOpinion, Refusal::NoSuchCoOrgan);
    refused(&half, Step::ExcuseCoOrgan { signed: true }, Refusal::NoSuchCoOrgan);
    let ready = walk(half, &[Step::ExcuseCoOrgan { signed: false }]);
    let bare = |category, promise_on| Step::Reply { category, promise_on, due: day(110) };
    refused(&ready, bare(Category::B, None), Refusal::PromiseDayMissing);
    refused(&ready, bare(Category::A, Some(day(200))), Refusal::PromiseOutOfPlace);
    assert_eq!(walk(ready, &[reply(Category::C)]).state, State::Replied);
    let lenient = Rules { contact_before_reply: false, co_opinions_before_reply: false, ..Rules::default() };
    assert!(after(&case, &reply(Category::A), &lenient).is_ok());
}

#[test]
fn buttons_are_the_steps_possible_today() {
    let rules = Rules::default();
    let case = walk(examining(VOTER), &[transfer(0)]);
    use StepKind::*;
    let early =
        [NameDeputy, SignFor, Return, Retransfer, RecordContact, Withdraw, MakeConfidential, Publish, Urge];
    assert_eq!(case.steps(&rules, day(5)), early);
    assert!(!case.allows(Return, &rules, day(6)) && case.allows(Escalate, &rules, day(6)));
}

#[test]
fn words_and_memory_come_back_as_they_went() {
    for state in State::ALL {
        assert_eq!(State::try_from(state.word()), Ok(*state));
    }
    for kind in StepKind::ALL {
        assert_eq!(StepKind::try_from(kind.word()), Ok(*kind));
    }
    assert_eq!(
        State::try_from("lost").map_err(|error| error.to_string()),
        Err("\"lost\" is no known State".to_owned())
    );
    let case = walk(fed_back(VOTER, Category::B), &[content(), Step::TrackPromise]);
    let text = serde_json::to_string(&case).expect("written");
    assert_eq!(serde_json::from_str::<Standing>(&text).expect("read"), case);
    let strange = text.replacen('{', "{\"mood\":1,", 1);
    assert!(serde_json::from_str::<Standing>(&strange).expect_err("refused").to_string().contains("mood"));
    let step = reply(Category::B);
    let text = serde_json::to_string(&step).expect("written");
    assert!(text.starts_with("{\"reply\":{\"category\":\"b\""), "{text}");
    assert_eq!(serde_json::from_str::<Step>(&text).expect("read"), step);
}

#[test]
fn a_standing_that_cannot_be_is_told_apart() {
    let closed = walk(fed_back(VOTER, Category::A), &[content(), Step::Close]);
    let answer = closed.answer.expect("answered");
    let without = Answer { body_received: false, ..answer };
    let broken = [
        (Standing { answer: Some(without), ..closed }, "feedback missing"),
        (Standing { deadline: None, ..examining(VOTER) }, "due day"),
        (Standing { published: true, confidential: true, ..closed }, "not public"),
        (Standing { has_deputy: false, ..closed }, "no deputy"),
        (Standing { answer: None, ..closed }, "a reply belongs"),
    ];
    for (case, words) in broken {
        assert!(case.check().expect_err("broken").contains(words), "{:?}", case.check());
    }
}

#[test]
fn the_drawing_tells_every_state_and_step() {
    let text = table(|kind| format!("<{}>", kind.word()));
    for state in State::ALL {
        assert!(text.contains(&format!("### {}\n", state.word().replace('_', " "))));
    }
    for kind in StepKind::ALL {
        assert!(text.contains(&format!("| <{}> |", kind.word())));
    }
    assert!(text.contains("| <close> | replied → closed |"));
    assert!(text.contains("- due from the lead organ: the reply\n"));
}
