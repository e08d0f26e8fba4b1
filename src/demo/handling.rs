//! The organs' turns: signing, returning, contacts, more time, the reply.

use chrono::{Datelike, TimeDelta};
use rand::RngExt;

use super::fate::Return;
use super::life::{Act, Life};
use super::words::{any, one, words};
use crate::base::Result;
use crate::base::text::Lang;
use crate::cases::flow::StepKind;
use crate::cases::{Case, Move, store};

impl Life<'_> {
    pub(super) async fn transferred(&mut self, nth: usize, case: &Case) -> Result<Act> {
        let upheld = case.standing.handover.upheld;
        if upheld
            || self.stories[nth].fate.returned.is_none()
            || case.standing.due().is_none_or(|due| due.deadline.on < self.app.clock.today())
        {
            return self.sign(case).await;
        }
        let text = self.said(nth, |words| &words.returned);
        self.organs(case.organ_id, Move::saying(StepKind::Return, &text))
    }

    async fn sign(&mut self, case: &Case) -> Result<Act> {
        let parties = store::parties(&self.app.db, self.register.congress, case.id).await?;
        let waiting = parties.organs.iter().find(|it| it.part == "co" && it.state == "waiting");
        if let Some(co) = waiting.filter(|_| self.rng.random_ratio(2, 3)) {
            return self.organs(Some(co.organ_id), Move::new(StepKind::CoSignFor));
        }
        self.organs(case.organ_id, Move::new(StepKind::SignFor))
    }

    pub(super) fn returned(&mut self, nth: usize, case: &Case) -> Result<Act> {
        let fate = self.stories[nth].fate.returned.take();
        let others = &words().organs;
        match fate {
            Some(Return::Accepted) => self.bodys(case, Move::new(StepKind::AcceptReturn)),
            Some(Return::Sent) => {
                let (key, _) = any(&mut self.rng, others);
                let organ = self.organ(key).filter(|organ| Some(*organ) != case.organ_id);
                let organ = organ.or_else(|| self.organ(&others[0].0));
                self.bodys(case, Move { organ, ..Move::new(StepKind::Retransfer) })
            }
            _ => {
                let text = self.said(nth, |words| &words.upheld);
                self.bodys(case, Move::saying(StepKind::UpholdTransfer, &text))
            }
        }
    }

    pub(super) async fn handling(&mut self, nth: usize, case: &Case) -> Result<Act> {
        let handover = &case.standing.handover;
        if handover.co_organs.owed()
            && let Some(act) = self.co_organ(nth, case).await?
        {
            return Ok(act);
        }
        if let Some(supervision) = case.standing.supervised
            && !supervision.contacted_since
        {
            return self.proposer(nth, case);
        }
        if handover.extension.asked.is_some() {
            return self.more_time(nth, case);
        }
        if !handover.contacts.before_reply() {
            return self.contact(nth, case);
        }
        if self.stories[nth].fate.extension.is_some() && handover.extension.granted == 0 {
            let text = self.said(nth, |words| &words.extension);
            let due = case.standing.deadline.map_or(self.app.clock.today(), |deadline| deadline.on);
            let until = Some(due.max(self.app.clock.today()) + TimeDelta::days(30));
            return self.organs(case.organ_id, Move { until, ..Move::saying(StepKind::AskExtension, &text) });
        }
        self.reply(nth, case)
    }

    async fn co_organ(&mut self, nth: usize, case: &Case) -> Result<Option<Act>> {
        let parties = store::parties(&self.app.db, self.register.congress, case.id).await?;
        let co = parties
            .organs
            .into_iter()
            .find(|it| it.part == "co" && matches!(it.state.as_str(), "waiting" | "signed"));
        let Some(co) = co else { return Ok(None) };
        if co.state == "waiting" {
            return self.organs(Some(co.organ_id), Move::new(StepKind::CoSignFor)).map(Some);
        }
        let text = self.said(nth, |words| &words.co_opinion);
        self.organs(Some(co.organ_id), Move::saying(StepKind::GiveCoOpinion, &text)).map(Some)
    }

    fn more_time(&mut self, nth: usize, case: &Case) -> Result<Act> {
        let granted = self.stories[nth].fate.extension.take().unwrap_or_default();
        let until = case.standing.handover.extension.asked;
        if granted {
            return self.bodys(case, Move { until, ..Move::new(StepKind::GrantExtension) });
        }
        let text = self.said(nth, |words| &words.extension_refused);
        self.bodys(case, Move::saying(StepKind::RefuseExtension, &text))
    }

    pub(super) fn contact(&mut self, nth: usize, case: &Case) -> Result<Act> {
        let text = self.said(nth, |words| &words.contact);
        let way = one(&mut self.rng, &words().contact_ways).to_owned();
        self.organs(case.organ_id, Move { way, ..Move::saying(StepKind::RecordContact, &text) })
    }

    fn reply(&mut self, nth: usize, case: &Case) -> Result<Act> {
        // Who was not satisfied hears of something done, sooner or later.
        let fate = &mut self.stories[nth].fate;
        let category = match (case.standing.round, fate.unhappy) {
            (1, 1..) => "c",
            (2.., _) => "a",
            _ => fate.category,
        };
        let today = self.app.clock.today();
        let promise = today + TimeDelta::days(self.rng.random_range(30..150));
        // A promise is for the end of a month.
        let promise = promise.with_day(28).unwrap_or(promise).max(today + TimeDelta::days(14));
        let filler = &mut self.stories[nth].filler;
        filler.set("d", &Lang::ZhCn.date(today));
        filler.set("p", &Lang::ZhCn.date(promise));
        let name = self.organ_name(case.organ_id);
        let story = &mut self.stories[nth];
        story.filler.set("o", name);
        let topic = &words().topics[story.topic];
        let (text, plain) = topic.reply(&mut self.rng, &mut story.filler, category);
        let until = (category == "b").then_some(promise);
        let category = category.to_owned();
        self.organs(case.organ_id, Move { category, plain, until, ..Move::saying(StepKind::Reply, &text) })
    }
}
