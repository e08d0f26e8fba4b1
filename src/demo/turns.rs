//! Whose turn it is and what they do: one look at where the case stands.

use rand::RngExt;
use uuid::Uuid;

use super::life::{Act, Life};
use super::words::one;
use crate::access::Actor;
use crate::base::{Error, Result};
use crate::cases::flow::{State, StepKind};
use crate::cases::{Case, Move};

impl Life<'_> {
    /// The next thing that happens to a case; nothing when its story is told.
    pub(super) async fn act(&mut self, nth: usize, case: &Case) -> Result<Option<Act>> {
        if self.stories[nth].fate.lies == Some(case.standing.state) {
            self.stories[nth].fate.lies = None;
        }
        let early = matches!(case.standing.state, State::Raised | State::Examining);
        if early && self.stories[nth].fate.withdrawn && case.standing.has_voter {
            return Ok(Some(Act::Withdraw(self.said(nth, |words| &words.withdrawn))));
        }
        match case.standing.state {
            State::Cosigning => self.cosigning(nth, case).await.map(Some),
            State::Raised => self.sorting(nth, case).await.map(Some),
            State::WithDeputy => self.deputy_decides(nth, case).map(Some),
            State::Examining => self.examining(nth, case).map(Some),
            State::Transferred => self.transferred(nth, case).await.map(Some),
            State::Returned => self.returned(nth, case).map(Some),
            State::Handling => self.handling(nth, case).await.map(Some),
            State::Replied => self.replied(nth, case).map(Some),
            State::Promised => self.promised(nth, case).map(Some),
            _ => Ok(self.ended(nth, case)),
        }
    }

    fn ended(&mut self, nth: usize, case: &Case) -> Option<Act> {
        let voter = case.standing.voter;
        let news = matches!(case.standing.state, State::Settled | State::Guided);
        let looks = news && case.standing.has_voter && !voter.seen && self.stories[nth].fate.voter_looks;
        looks.then_some(Act::See)
    }

    /// Working days until the next turn; unduly long where the story says so.
    pub(super) fn pause(&mut self, nth: usize, case: &Case) -> i64 {
        let fate = &self.stories[nth].fate;
        let state = case.standing.state;
        let slow = if fate.lies == Some(state) { 24 } else { 0 };
        let usual = match state {
            State::Cosigning => self.rng.random_range(0..3),
            State::Raised | State::WithDeputy | State::Examining => self.rng.random_range(1..5),
            State::Transferred => self.rng.random_range(0..3),
            State::Returned => self.rng.random_range(1..4),
            State::Handling => self.while_handling(nth, case),
            State::Replied => self.rng.random_range(1..6),
            State::Promised => self.until_promise(nth, case),
            _ => self.rng.random_range(1..8),
        };
        usual + slow
    }

    fn while_handling(&mut self, nth: usize, case: &Case) -> i64 {
        let heard = case.standing.handover.contacts.before_reply();
        match (heard, case.standing.round) {
            (true, 1) => self.stories[nth].fate.reply_after,
            (true, _) => self.rng.random_range(4..14),
            (false, _) => self.rng.random_range(2..9),
        }
    }

    /// One of the demo's phrases, with this story's words in it.
    pub(super) fn said(&mut self, nth: usize, which: fn(&super::words::Words) -> &Vec<String>) -> String {
        let day = self.app.clock.today();
        let text = one(&mut self.rng, which(super::words::words())).to_owned();
        let filler = &mut self.stories[nth].filler;
        filler.set("d", &crate::base::text::Lang::ZhCn.date(day));
        filler.fill(&mut self.rng, &text)
    }

    /// A step by the deputy concerned.
    pub(super) fn deputys(&self, case: &Case, wanted: Move) -> Result<Act> {
        let deputy = case.deputy_id.and_then(|person| self.cast.deputies.get(&person));
        acting(deputy, wanted)
    }

    /// A step by the working body in charge.
    pub(super) fn bodys(&self, case: &Case, wanted: Move) -> Result<Act> {
        let body = case.body_id.and_then(|body| self.cast.bodies.get(&body));
        acting(body.or(self.cast.commission.first()), wanted)
    }

    /// A step by the office that sorts.
    pub(super) fn offices(&self, case: &Case, wanted: Move) -> Result<Act> {
        let office = case.office_id.and_then(|office| self.cast.offices.get(&office));
        acting(office.or(self.cast.commission.first()), wanted)
    }

    /// A step by an organ.
    pub(super) fn organs(&self, organ: Option<Uuid>, wanted: Move) -> Result<Act> {
        acting(organ.and_then(|organ| self.cast.organs.get(&organ)), wanted)
    }

    /// What the public is shown: the demo's texts name nobody.
    pub(super) fn publication(&self, case: &Case) -> Option<Move> {
        let state = case.standing.state;
        let fits = !matches!(state, State::Cosigning | State::Withdrawn | State::Guided | State::Joined);
        let fine = fits && !case.standing.confidential && !case.standing.published;
        fine.then(|| Move {
            subject: case.subject.clone(),
            plain: case.body.clone(),
            ..Move::new(StepKind::Publish)
        })
    }
}

fn acting(actor: Option<&Actor>, wanted: Move) -> Result<Act> {
    let actor = actor.ok_or_else(|| Error::from(anyhow::anyhow!("nobody of the demo can do this")))?;
    Ok(Act::Take(actor.clone(), Box::new(wanted)))
}
