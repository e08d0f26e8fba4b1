//! After the reply: feedback, evaluation, rehandling, supervision, promises.

use super::*;

/// The deputy was not satisfied twice.
fn twice_dissatisfied() -> Standing {
    let again =
        [Step::RecordContact, reply(Category::A), Step::Receive(Reader::Deputy), Step::Receive(Reader::Body)];
    let case = walk(fed_back(DEPUTY, Category::A), &[not_satisfied(), Step::Rehandle(day(150))]);
    assert_eq!((case.state, case.round, case.answer), (State::Handling, 2, None));
    // What was talked over before the first reply does not serve for the second.
    refused(&case, reply(Category::A), Refusal::ContactMissing);
    walk(walk(case, &again), &[not_satisfied()])
}

#[test]
fn nothing_closes_while_a_feedback_is_missing() {
    let (to_deputy, to_body) = (Step::Receive(Reader::Deputy), Step::Receive(Reader::Body));
    let case = replied(VOTER, Category::A);
    refused(&case, Step::Close, Refusal::DeputyFeedbackMissing);
    refused(&case, content(), Refusal::ReplyNotSeen);
    refused(&walk(case, &[to_body, Step::TellVoter]), Step::Close, Refusal::DeputyFeedbackMissing);
    let evaluated = walk(case, &[to_deputy, content()]);
    refused(&evaluated, to_deputy, Refusal::AlreadyReceived);
    refused(&walk(evaluated, &[Step::TellVoter]), Step::Close, Refusal::BodyFeedbackMissing);
    let unseen = walk(evaluated, &[to_body]);
    refused(&unseen, Step::Close, Refusal::VoterNotTold);
    for news in [Step::TellVoter, Step::Receive(Reader::Voter)] {
        assert_eq!(walk(unseen, &[news, Step::Close]).state, State::Closed);
    }
    refused(&replied(DEPUTY, Category::A), Step::TellVoter, Refusal::NoVoter);
}

#[test]
fn an_evaluation_is_given_once_or_lapses() {
    let case = fed_back(VOTER, Category::A);
    refused(&case, Step::Close, Refusal::EvaluationMissing);
    refused(&walk(case, &[content()]), content(), Refusal::AlreadyEvaluated);
    let rating = Rating { attitude: Satisfaction::NotSatisfied, result: Satisfaction::Satisfied };
    let silent = Evaluation { by: Rater::Voter, rating, reason_given: false, due: day(120) };
    refused(&case, Step::Evaluate(silent), Refusal::ReasonMissing);
    let lapse = |today| Step::LapseEvaluation { today, due: day(130) };
    refused(&case, lapse(day(110)), Refusal::NotOverdue);
    let lapsed = walk(case, &[lapse(day(111))]);
    assert_eq!(walk(lapsed, &[Step::Close]).state, State::Closed);
    // Late is better than never, and then it counts.
    let late = walk(lapsed, &[not_satisfied()]);
    refused(&late, Step::Close, Refusal::DissatisfactionUnanswered);
}

#[test]
fn not_satisfied_goes_back_once_and_then_to_supervision() {
    refused(&fed_back(VOTER, Category::A), Step::Rehandle(day(150)), Refusal::NobodyDissatisfied);
    let by_voter =
        walk(fed_back(VOTER, Category::A), &[says(Rater::Voter, Satisfaction::NotSatisfied), content()]);
    assert_eq!(by_voter.owner(), Some(Owner::Commission));
    refused(&by_voter, Step::Close, Refusal::DissatisfactionUnanswered);
    refused(&by_voter, Step::Supervise(day(150)), Refusal::RehandleFirst);
    assert_eq!(walk(by_voter, &[Step::Rehandle(day(150))]).state, State::Handling);

    let twice = twice_dissatisfied();
    refused(&twice, Step::Rehandle(day(150)), Refusal::RehandledAlready);
    refused(&twice, Step::ContactProposer, Refusal::NotSupervised);
    let supervised = walk(twice, &[Step::Supervise(day(180))]);
    assert_eq!((supervised.state, supervised.round), (State::Handling, 3));
    refused(&supervised, Step::Supervise(day(180)), Refusal::AlreadySupervised);
    refused(&supervised, Step::Withdraw { all_agree: true }, Refusal::AlreadyReplied);
    let (to_deputy, to_body) = (Step::Receive(Reader::Deputy), Step::Receive(Reader::Body));
    let third = walk(supervised, &[Step::RecordContact, reply(Category::A), to_deputy, to_body, content()]);
    refused(&third, Step::Close, Refusal::SupervisionOpen);
    // The organ's own contact is not the supervising side's.
    refused(&third, Step::ConcludeSupervision(day(190)), Refusal::ProposerNotContacted);
    let done = walk(third, &[Step::ContactProposer, Step::ConcludeSupervision(day(190)), Step::Close]);
    assert_eq!((done.state, done.supervised), (State::Closed, None));
}

#[test]
fn a_promise_is_followed_until_kept() {
    let case = walk(fed_back(VOTER, Category::B), &[content()]);
    refused(&case, Step::Close, Refusal::PromiseOpen);
    refused(&case, Step::Withdraw { all_agree: true }, Refusal::AlreadyReplied);
    refused(&fed_back(VOTER, Category::C), Step::TrackPromise, Refusal::NoPromise);
    let promised = walk(case, &[Step::TrackPromise]);
    assert_eq!((promised.owner(), promised.awaits()), (Some(Owner::LeadOrgan), Some(DueKind::KeepPromise)));
    assert_eq!(promised.deadline.map(|deadline| deadline.on), Some(day(200)));
    refused(&promised, Step::Close, Refusal::PromiseOpen);
    refused(&promised, Step::ConfirmKept, Refusal::NotReportedKept);
    refused(&promised, Step::MovePromise(day(200)), Refusal::NotLater);
    let reported = walk(promised, &[Step::MovePromise(day(230)), Step::KeepPromise(day(240))]);
    refused(&reported, Step::KeepPromise(day(240)), Refusal::AlreadyReportedKept);
    assert_eq!(reported.awaits(), Some(DueKind::ConfirmKept));
    let rejected = walk(reported, &[Step::RejectKept(day(260))]);
    assert_eq!(rejected.deadline.map(|deadline| deadline.on), Some(day(260)));
    let supervised = walk(rejected, &[Step::Supervise(day(270)), Step::KeepPromise(day(270))]);
    refused(&supervised, Step::ConfirmKept, Refusal::SupervisionOpen);
    let concluded = walk(supervised, &[Step::ContactProposer, Step::ConcludeSupervision(day(280))]);
    assert_eq!(walk(concluded, &[Step::ConfirmKept]).state, State::Closed);
}

#[test]
fn a_new_deputy_receives_and_judges_what_the_former_left() {
    let unjudged = walk(fed_back(VOTER, Category::A), &[Step::NameDeputy(day(140))]);
    refused(&unjudged, Step::Close, Refusal::DeputyFeedbackMissing);
    assert_eq!(unjudged.deadline.map(|deadline| deadline.on), Some(day(140)));
    let judged = walk(fed_back(VOTER, Category::A), &[content(), Step::NameDeputy(day(140)), Step::Close]);
    assert_eq!(judged.state, State::Closed);
}
