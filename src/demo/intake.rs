//! The first turns: co-signers, sorters, deputies, working bodies.

use uuid::Uuid;

use super::fate::Sort;
use super::life::{Act, Life};
use super::words::words;
use crate::base::Result;
use crate::cases::flow::StepKind;
use crate::cases::{Case, Move, store};

impl Life<'_> {
    pub(super) async fn cosigning(&mut self, nth: usize, case: &Case) -> Result<Act> {
        let parties = store::parties(&self.app.db, self.register.congress, case.id).await?;
        let asked = parties.cosigners.iter().find(|it| it.answer == "asked");
        let Some(person) = asked.map(|it| it.person_id) else {
            return self.deputys(case, Move::new(StepKind::Submit));
        };
        let declines = (nth + parties.cosigners.len()).is_multiple_of(9);
        let kind = if declines { StepKind::Decline } else { StepKind::Confirm };
        let deputy = self.cast.deputies.get(&person);
        let deputy = deputy.ok_or_else(|| anyhow::anyhow!("a co-signer of the demo has no account"))?;
        Ok(Act::Take(deputy.clone(), Box::new(Move::new(kind))))
    }

    pub(super) async fn sorting(&mut self, nth: usize, case: &Case) -> Result<Act> {
        let fate = self.stories[nth].fate.clone();
        match fate.sort {
            Sort::Question(which) => {
                let rng = &mut self.rng;
                let text = self.stories[nth].filler.fill(rng, &words().questions[which].answer);
                return self.offices(case, Move::saying(StepKind::AnswerOnSpot, &text));
            }
            Sort::Elsewhere(which) => {
                let matter = words().elsewhere[which].matter.clone();
                return self.offices(case, Move { matter, ..Move::new(StepKind::GuideElsewhere) });
            }
            _ => {}
        }
        if let Some(other) = self.open_twin(nth).await? {
            return self.offices(case, Move { case: Some(other), ..Move::new(StepKind::Join) });
        }
        let asks_deputy = fate.to_deputy && fate.names_deputy && !case.standing.deputys_own();
        if asks_deputy {
            // Asked once; what comes back from the deputy goes on.
            self.stories[nth].fate.to_deputy = false;
            return self.offices(case, Move::new(StepKind::SendToDeputy));
        }
        let body = Some(self.body_for(nth));
        let deputy = case.deputy_id.is_none().then(|| self.deputy_for(nth));
        self.offices(case, Move { body, deputy, ..Move::new(StepKind::SendOn) })
    }

    /// The open case about the same thing, if the same office has it.
    async fn open_twin(&self, nth: usize) -> Result<Option<Uuid>> {
        let Some(other) = self.stories[nth].same_as else { return Ok(None) };
        if self.stories[other].case.is_none() {
            return Ok(None);
        }
        let twin = self.case(other).await?;
        Ok((!twin.standing.state.ended()).then_some(twin.id))
    }

    fn body_for(&self, nth: usize) -> Uuid {
        let key = words().topics[self.stories[nth].topic].body.as_str();
        self.register.bodies.get(key).copied().unwrap_or(self.register.commission)
    }

    pub(super) fn deputy_decides(&mut self, nth: usize, case: &Case) -> Result<Act> {
        if self.stories[nth].fate.taken_up {
            let text = self.said(nth, |words| &words.deputy_note);
            let body = Some(self.body_for(nth));
            return self.deputys(case, Move { body, ..Move::saying(StepKind::TakeUp, &text) });
        }
        let text = self.said(nth, |words| &words.leave_it);
        self.deputys(case, Move::saying(StepKind::LeaveIt, &text))
    }

    pub(super) fn examining(&mut self, nth: usize, case: &Case) -> Result<Act> {
        let topic = &words().topics[self.stories[nth].topic];
        let organ = self.organ(&topic.organ);
        let co: Vec<Uuid> =
            topic.co.iter().take(self.stories[nth].fate.co).filter_map(|key| self.organ(key)).collect();
        let deputy = case.deputy_id.is_none().then(|| self.deputy_for(nth));
        self.bodys(case, Move { organ, co, deputy, ..Move::new(StepKind::Transfer) })
    }

    pub(super) fn organ(&self, key: &str) -> Option<Uuid> {
        self.register.organs.get(key).map(|(id, _)| *id)
    }

    /// The name of an organ.
    pub(super) fn organ_name(&self, organ: Option<Uuid>) -> &'static str {
        let found = self.register.organs.values().find(|(id, _)| Some(*id) == organ);
        found.map_or("", |(_, name)| name)
    }
}
