use charter::{ActKind, RegistrationWay};

use super::fix::Fix;
use super::steps::action;
use crate::access::{Actor, Permit, Visit};
use crate::base::page::Ui;
use crate::base::{App, Result};
use crate::ledger::acts::may_take;
use crate::ledger::corrections::may_correct;
use crate::ledger::flow::after;
use crate::ledger::parties::{is_open, object_until};
use crate::ledger::store::Party;
use crate::ledger::{Act, Step, Way};

/// A step that this reader may take now.
pub(super) struct Offer {
    pub(super) at: &'static str,
    pub(super) action: String,
    pub(super) label: String,
    pub(super) hint: String,
    pub(super) key: &'static str,
    /// It wants a reason.
    pub(super) note: bool,
    /// Asked once more before it is done.
    pub(super) twice: bool,
}

/// All that a page offers this reader.
#[derive(Default)]
pub(super) struct Offers {
    pub(super) steps: Vec<Offer>,
    /// It cannot be verified before an objection is answered.
    pub(super) answer_first: bool,
    pub(super) confirm: bool,
    /// One may object, and until when.
    pub(super) object: Option<String>,
    pub(super) fix: Option<Fix>,
}

impl Offers {
    pub(super) fn is_empty(&self) -> bool {
        self.steps.is_empty() && !self.confirm && self.object.is_none() && self.fix.is_none()
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
        // A commendation is decided on its own page.
        if act.kind() != Some(ActKind::Merit) {
            for step in Step::ALL.into_iter().filter(|step| may_now(actor, act, *step)) {
                if step == Step::Verify && objected {
                    offers.answer_first = true;
                } else {
                    offers.steps.push(offer(ui, act, step));
                }
            }
        }
        let of_mine = parties.iter().find(|party| Some(party.person_id) == actor.person);
        let open = is_open(act);
        offers.confirm =
            open && actor.may(Permit::ActAnswer) && of_mine.is_some_and(|party| party.answer.is_empty());
        let concerned = of_mine.is_some() || actor.person == Some(act.person_id);
        if open && !objected && concerned && actor.person.is_some() && actor.may(Permit::ActObject) {
            let last = object_until(&app.db, app, actor.congress, act).await?;
            if last.is_none_or(|last| last >= ui.today) {
                let until = |day| ui.t1("ledger-object-until", "day", ui.date(day));
                offers.object = Some(last.map_or_else(|| ui.t("ledger-object-hint"), until));
            }
        }
        if act.counts() && may_correct(actor, act) {
            offers.fix = Some(Fix::of(app, visit, act, "correct").await?);
        }
        Ok(offers)
    }
}

/// Whether a step may be taken now, and is theirs.
fn may_now(actor: &Actor, act: &Act, step: Step) -> bool {
    let way = match Way::of_word(&act.way) {
        Some(Way::Registered(way)) => way,
        _ => RegistrationWay::DeclareAndVerify,
    };
    act.state().and_then(|state| after(state, step, way)).is_some() && may_take(actor, act, step)
}

fn offer(ui: &Ui, act: &Act, step: Step) -> Offer {
    let key = match step {
        Step::Declare => "d",
        Step::Verify => "v",
        Step::Return => "r",
        Step::Recall | Step::Discard => "",
    };
    Offer {
        at: step.word(),
        action: action(step, act.id),
        label: ui.word("ledger-step", step.word()),
        hint: ui.word("ledger-hint", step.word()),
        key,
        note: step == Step::Return,
        twice: step == Step::Discard,
    }
}
