//! What is always true of a case, whatever happened to it: checked after every step in the tests, and before it is saved.

use super::answer::{Answer, Category, VoterNews};
use super::aside::publishable;
use super::handover::{Contacts, Handover};
use super::standing::{Cosigners, Origin, Standing};
use super::state::State;

impl Standing {
    /// Says what is wrong, for the log; `Ok` if this standing can have come about by the rules.
    pub fn check(&self) -> Result<(), String> {
        let broken = self
            .ground_rules()
            .into_iter()
            .chain(self.people_rules())
            .chain(self.organ_rules())
            .chain(self.answer.iter().flat_map(|answer| self.answer_rules(answer)))
            .find(|(holds, _)| !holds);
        match broken {
            Some((_, rule)) => Err(format!("{} case: {rule}", self.state.word())),
            None => Ok(()),
        }
    }

    fn ground_rules(&self) -> [(bool, &'static str); 7] {
        let ended = self.state.ended();
        [
            (self.deadline.is_some() != ended, "an open case has a due day, an ended one has none"),
            (self.owner().is_some() != ended, "an open case has an owner, an ended one has none"),
            (self.due().is_some() != ended, "an open case awaits something, an ended one nothing"),
            (!(self.confidential && self.published), "a confidential case is not public"),
            (!self.published || publishable(self.state), "this state is never public"),
            (self.round >= 1, "rounds count from 1"),
            (
                self.round == 1 || self.state == State::Handling || self.state.answered(),
                "only a case that was replied to has further rounds",
            ),
        ]
    }

    fn people_rules(&self) -> [(bool, &'static str); 9] {
        let Cosigners { asked, confirmed, declined } = self.cosigners;
        let deputy_needed = self.state == State::WithDeputy || self.state.transferred();
        let told = self.voter != VoterNews::default();
        let outcome = self.state.answered() || self.state.ended();
        [
            (self.has_voter || self.origin == Origin::Deputy, "a voter's opinion has a voter"),
            (self.has_deputy || self.origin == Origin::Voter, "a deputy's opinion has a deputy"),
            (self.has_deputy || !deputy_needed, "no deputy is named as the one concerned"),
            (
                !self.taken_up || (self.origin == Origin::Voter && self.has_deputy),
                "only a voter's is taken up",
            ),
            (asked == 0 || self.origin == Origin::Deputy, "only a deputy's opinion is co-signed"),
            (asked > 0 || self.state != State::Cosigning, "co-signing without co-signers"),
            (
                confirmed.checked_add(declined).is_some_and(|answers| answers <= asked),
                "more co-signers answered than were asked",
            ),
            (self.has_voter || !told, "told a voter who is not there"),
            (outcome || !told, "the voter was told of an outcome that is not there"),
        ]
    }

    fn organ_rules(&self) -> [(bool, &'static str); 8] {
        // A withdrawal may come at any stage before the reply and keeps what was there.
        let with_organ = self.state.transferred() || self.state == State::Withdrawn;
        let Contacts { during, after, .. } = self.handover.contacts;
        let signed_for = matches!(self.state, State::Handling | State::Withdrawn) || self.state.answered();
        [
            (
                self.answer.is_some() == self.state.answered(),
                "a reply belongs to the states after it, and only there",
            ),
            (with_organ || self.handover == Handover::default(), "nothing is with an organ"),
            (during == 0 || signed_for, "contacts during the handling before it began"),
            (after == 0 || self.state.answered(), "contacts after a reply that is not there"),
            (
                self.handover.extension.asked.is_none() || self.state == State::Handling,
                "more time asked for nothing",
            ),
            (
                self.handover.extension.granted == 0 || signed_for,
                "more time granted before the handling began",
            ),
            (
                self.supervised.is_none()
                    || matches!(self.state, State::Handling | State::Replied | State::Promised),
                "supervision without an organ at work",
            ),
            (!self.taken_up || self.state != State::WithDeputy, "the deputy decides a second time"),
        ]
    }

    fn answer_rules(&self, answer: &Answer) -> [(bool, &'static str); 10] {
        let reached = self.voter.seen || self.voter.told;
        let dissatisfied =
            [answer.deputy_rating, answer.voter_rating].iter().flatten().any(|rating| rating.dissatisfied());
        let accepted = answer.deputy_received && answer.body_received && self.voter_knows();
        let past_evaluation = matches!(self.state, State::Promised | State::Closed);
        let follows = self.state == State::Promised;
        let on = answer.promise.map(|promise| promise.on);
        let reported = answer.promise.is_some_and(|promise| promise.reported);
        [
            (
                answer.promise.is_some() == (answer.category == Category::B),
                "a B reply and only that has a promise",
            ),
            (!follows || on.is_some(), "following a promise that was not made"),
            (
                !follows || reported || self.deadline.map(|deadline| deadline.on) == on,
                "the due day of a promise is the promised one",
            ),
            (!reported || past_evaluation, "a promise kept before it was followed"),
            (self.state != State::Closed || on.is_none() || reported, "closed with a promise not kept"),
            (!past_evaluation || accepted, "done with a feedback missing"),
            (!past_evaluation || answer.judged(), "done without an evaluation or its lapse"),
            (!past_evaluation || !answer.unanswered, "done with somebody's dissatisfaction unanswered"),
            (!answer.unanswered || dissatisfied, "dissatisfaction of nobody"),
            (
                (answer.deputy_rating.is_none() || (answer.deputy_received && !answer.lapsed))
                    && (answer.voter_rating.is_none() || reached),
                "an evaluation of a reply that was not received, or lapsed",
            ),
        ]
    }
}
