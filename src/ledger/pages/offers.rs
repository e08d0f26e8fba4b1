use charter::ActKind;

use super::fix::Fix;
use crate::access::Visit;
use crate::base::page::Ui;
use crate::base::{App, Result};
use crate::ledger::acts::may_take;
use crate::ledger::corrections::may_correct;
use crate::ledger::parties::sayable;
use crate::ledger::store::Party;
use crate::ledger::{Act, Step};

/// All that a page offers this reader.
#[derive(Default)]
pub(super) struct Offers {
    pub(super) verify: bool,
    pub(super) send_back: bool,
    /// It was sent back to the office that registered it, which may put it right and declare it again, or give it up.
    pub(super) again: bool,
    /// The page of the record, where its person or its office declares it, takes it back or gives it up.
    pub(super) there: Option<String>,
    /// It cannot be verified before an objection is answered.
    pub(super) answer_first: bool,
    pub(super) confirm: bool,
    /// One may object, and until when.
    pub(super) object: Option<String>,
    pub(super) fix: Option<Fix>,
}

impl Offers {
    pub(super) fn is_empty(&self) -> bool {
        let verifies = self.verify || self.send_back || self.answer_first;
        let answers = self.confirm || self.object.is_some();
        !verifies && !answers && !self.again && self.there.is_none() && self.fix.is_none()
    }

    /// The keys that take a step.
    pub(super) fn keys(&self, ui: &Ui) -> Vec<(String, String)> {
        let keys = [(self.verify, "v", "ledger-step-verify"), (self.send_back, "r", "ledger-step-return")];
        let offered = keys.into_iter().filter(|(offered, ..)| *offered);
        offered.map(|(_, key, label)| (key.to_owned(), ui.t(label))).collect()
    }

    /// What may be done with an act, given those named in it and whether an objection waits.
    pub(super) async fn of(
        app: &App,
        visit: &Visit,
        act: &Act,
        (parties, objected): (&[Party], bool),
    ) -> Result<Self> {
        let (actor, ui) = (&visit.actor, &visit.ui);
        let mut offers = Offers::default();
        let may = |step| act.allows(step) && may_take(actor, act, step);
        // A commendation is decided on its own page.
        if act.kind() != Some(ActKind::Merit) {
            offers.verify = may(Step::Verify) && !objected;
            offers.answer_first = may(Step::Verify) && objected;
            offers.send_back = may(Step::Return);
        }
        // The room that keeps the record knows what goes along with it: a confidence is erased, others are told.
        // What an event shows is settled when it is closed; what was sent back of it is put right here.
        offers.again = act.is_of_event() && may(Step::Declare) && may(Step::Discard);
        let there = [Step::Declare, Step::Recall, Step::Discard].into_iter().any(may);
        offers.there =
            Some(act.evidence_path()).filter(|path| there && !act.is_of_event() && !path.is_empty());
        let say = sayable(app, actor, act, (parties, objected)).await?;
        offers.confirm = say.confirm;
        if say.object {
            let until = |day| ui.t1("ledger-object-until", "day", ui.date(day));
            offers.object = Some(say.until.map_or_else(|| ui.t("ledger-object-hint"), until));
        }
        if act.counts() && may_correct(actor, act) {
            offers.fix = Some(Fix::of(app, visit, act, "correct").await?);
        }
        Ok(offers)
    }
}
