//! After the reply: receipts, evaluations, what follows from them, promises.

use chrono::TimeDelta;
use rand::RngExt;

use super::fate::Promise;
use super::life::{Act, Life};
use super::words::words;
use crate::base::{Error, Result};
use crate::cases::flow::{Answer, Reader, StepKind};
use crate::cases::{Case, Move};

fn received(reader: Reader) -> Move {
    Move { reader, ..Move::new(StepKind::Receive) }
}

impl Life<'_> {
    pub(super) fn replied(&mut self, nth: usize, case: &Case) -> Result<Act> {
        let standing = &case.standing;
        let answer = standing.answer.ok_or(Error::NotFound)?;
        let fate = self.stories[nth].fate.clone();
        if !answer.body_received {
            return self.bodys(case, received(Reader::Body));
        }
        if !answer.deputy_received {
            return self.deputys(case, received(Reader::Deputy));
        }
        if standing.has_voter && !standing.voter_knows() {
            return self.voter_hears(nth, case);
        }
        if !answer.judged() && !answer.unanswered {
            // A deputy who lets the term pass is left to the clockwork.
            return if fate.lapses { Ok(Act::Wait) } else { self.deputy_rates(nth, case) };
        }
        let rates = fate.voter_rates && standing.has_voter && answer.voter_rating.is_none();
        if rates && !answer.unanswered {
            self.stories[nth].fate.voter_rates = false;
            let grade = if self.rng.random_ratio(3, 4) { "satisfied" } else { "basically" };
            return Ok(Act::Rate(Box::new(self.rating(nth, grade, Reader::Voter))));
        }
        if fate.contact_after && standing.handover.contacts.after == 0 {
            return self.contact(nth, case);
        }
        self.concludes(nth, case, &answer)
    }

    fn voter_hears(&mut self, nth: usize, case: &Case) -> Result<Act> {
        if self.stories[nth].fate.voter_looks {
            return Ok(Act::See);
        }
        let text = self.said(nth, |words| &words.told);
        let way = "telephone".to_owned();
        self.offices(case, Move { way, ..Move::saying(StepKind::TellVoter, &text) })
    }

    fn rating(&mut self, nth: usize, grade: &str, reader: Reader) -> Move {
        let text = match grade {
            "not_satisfied" => self.said(nth, |words| &words.dissatisfied),
            _ => self.said(nth, |words| &words.satisfied),
        };
        // People are seldom as strict with the attitude as with the result.
        let attitude = if grade == "satisfied" { "satisfied" } else { "basically" };
        Move {
            reader,
            attitude: attitude.to_owned(),
            result: grade.to_owned(),
            ..Move::saying(StepKind::Evaluate, &text)
        }
    }

    fn deputy_rates(&mut self, nth: usize, case: &Case) -> Result<Act> {
        let unhappy = case.standing.round <= self.stories[nth].fate.unhappy;
        let grade = match self.rng.random_range(0..10) {
            _ if unhappy => "not_satisfied",
            0..7 => "satisfied",
            _ => "basically",
        };
        let wanted = self.rating(nth, grade, Reader::Deputy);
        self.deputys(case, wanted)
    }

    fn concludes(&mut self, nth: usize, case: &Case, answer: &Answer) -> Result<Act> {
        let standing = &case.standing;
        if answer.unanswered {
            let (kind, which): (_, fn(&_) -> &_) = match standing.round {
                1 => (StepKind::Rehandle, |words: &super::words::Words| &words.rehandle),
                _ => (StepKind::Supervise, |words: &super::words::Words| &words.supervise),
            };
            let text = self.said(nth, which);
            return self.bodys(case, Move::saying(kind, &text));
        }
        if let Some(supervision) = standing.supervised {
            if !supervision.contacted_since {
                return self.proposer(nth, case);
            }
            let text = self.said(nth, |words| &words.conclude);
            return self.bodys(case, Move::saying(StepKind::ConcludeSupervision, &text));
        }
        let kind = if answer.promise.is_some() { StepKind::TrackPromise } else { StepKind::Close };
        self.bodys(case, Move::new(kind))
    }

    /// The congress's side hears whoever raised it.
    pub(super) fn proposer(&mut self, nth: usize, case: &Case) -> Result<Act> {
        let text = self.said(nth, |words| &words.proposer);
        let way = words().contact_ways[0].clone();
        self.bodys(case, Move { way, ..Move::saying(StepKind::ContactProposer, &text) })
    }

    /// Working days until somebody looks at the promise again.
    pub(super) fn until_promise(&mut self, nth: usize, case: &Case) -> i64 {
        let promise = case.standing.answer.and_then(|answer| answer.promise);
        let today = self.app.clock.today();
        match promise {
            Some(promise) if !promise.reported => {
                let early = if self.stories[nth].fate.lapses { -12 } else { self.rng.random_range(1..9) };
                (self.calendar.working_days_between(today, promise.on) - early).max(1)
            }
            _ => self.rng.random_range(1..6),
        }
    }

    pub(super) fn promised(&mut self, nth: usize, case: &Case) -> Result<Act> {
        let promise = case.standing.answer.and_then(|answer| answer.promise).ok_or(Error::NotFound)?;
        let fate = self.stories[nth].fate.promise;
        let later = promise.on.max(self.app.clock.today()) + TimeDelta::days(45);
        match (fate, promise.reported) {
            (Promise::Moved, false) => {
                self.stories[nth].fate.promise = Promise::Kept;
                let text = self.said(nth, |words| &words.moved);
                self.bodys(case, Move { until: Some(later), ..Move::saying(StepKind::MovePromise, &text) })
            }
            (Promise::Rejected, true) => {
                self.stories[nth].fate.promise = Promise::Kept;
                let text = self.said(nth, |words| &words.not_kept);
                self.bodys(case, Move { until: Some(later), ..Move::saying(StepKind::RejectKept, &text) })
            }
            (_, false) => {
                let text = self.said(nth, |words| &words.kept);
                self.organs(case.organ_id, Move::saying(StepKind::KeepPromise, &text))
            }
            (_, true) => self.bodys(case, Move::new(StepKind::ConfirmKept)),
        }
    }
}
