//! A verified act is never edited.

use super::*;
use crate::base::Error;
use crate::ledger::corrections::{Correction, correct};
use crate::ledger::parties::confirm;

impl World {
    /// Correct an act to the same day, or void it, as the commission.
    pub(super) async fn corrected(&self, id: Uuid, void: bool) -> Result<Uuid> {
        let act = self.act(id).await;
        let parties = vec![self.deputies[0].person_id];
        let note = "登记有误。".to_owned();
        let wanted =
            Correction { on_day: act.on_day, constituency: act.constituency_id, parties, void, note };
        correct(&self.app, &self.actor("commission").await, id, &wanted).await
    }
}

#[tokio::test]
async fn a_correction_takes_the_place_and_the_old_entry_stays_as_it_was() {
    let world = World::new().await;
    let id = world.verified("2026-03-02").await;
    let old = world.act(id).await;
    let before = world.entries().await;
    world.on("2026-03-03");
    let wanted = Correction {
        on_day: day("2026-02-27"),
        constituency: None,
        parties: vec![world.deputies[1].person_id],
        void: false,
        note: "日期和对方登记错了。".into(),
    };
    let new = correct(&world.app, &world.actor("commission").await, id, &wanted).await.unwrap();
    assert_eq!(world.entries().await, before + 1);
    let now = world.act(id).await;
    let same = Act { superseded_by: None, ..now.clone() };
    assert_eq!(format!("{same:?}"), format!("{old:?}"), "nothing but the pointer has changed");
    assert_eq!(now.superseded_by, Some(new));
    let act = world.act(new).await;
    assert!(act.counts() && act.supersedes_id == Some(id) && act.on_day == day("2026-02-27"));
    assert_eq!((act.method.as_str(), act.evidence_id), ("visit", old.evidence_id));
    assert_eq!(world.contacts().await, 0, "the first deputy was not there");
    let other = (world.members[0], "contact_assigned".to_owned(), Some(world.deputies[1].person_id));
    assert_eq!(world.running().await.get(&other), Some(&1), "and the second was, once");
    let told = world.browser(Some("member")).await.get("/inbox").await.body;
    assert!(told.contains("已被更正"), "{told}");
}

#[tokio::test]
async fn of_a_chain_of_corrections_the_last_counts_and_void_counts_nothing() {
    let world = World::new().await;
    let first = world.verified("2026-03-02").await;
    let second = world.corrected(first, false).await.unwrap();
    assert_eq!(world.contacts().await, 1);
    let again = world.corrected(first, false).await;
    assert!(matches!(again, Err(Error::Conflict(_))), "an entry is corrected once: {again:?}");
    let third = world.corrected(second, true).await.unwrap();
    assert_eq!(world.contacts().await, 0);
    assert!(matches!(world.corrected(third, false).await, Err(Error::Conflict(_))), "nothing is left");
    assert!(matches!(world.corrected(second, false).await, Err(Error::Conflict(_))));
}

#[tokio::test]
async fn voiding_asks_nothing_of_the_day_and_keeps_what_was_said() {
    let world = World::new().await;
    let id = world.verified("2026-03-02").await;
    let wanted = Correction {
        on_day: day("1999-01-01"),
        constituency: None,
        parties: Vec::new(),
        void: true,
        note: "没有这次联系。".into(),
    };
    let new = correct(&world.app, &world.actor("commission").await, id, &wanted).await.unwrap();
    let act = world.act(new).await;
    assert_eq!((act.on_day, act.void), (day("2026-03-02"), true));
    assert_eq!(store::parties_of(&world.app.db, world.congress, new).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_correction_is_late_or_in_time_by_its_own_day() {
    let world = World::new().await;
    let id = world.verified("2026-03-02").await;
    let note = "其实是一月。".to_owned();
    let parties = vec![world.deputies[0].person_id];
    let wanted = Correction { on_day: day("2026-01-05"), constituency: None, parties, void: false, note };
    let new = correct(&world.app, &world.actor("commission").await, id, &wanted).await.unwrap();
    assert!(!world.act(id).await.is_late() && world.act(new).await.is_late());
}

#[tokio::test]
async fn whoever_confirmed_the_same_day_need_not_do_so_again() {
    let world = World::new().await;
    let id = world.declared("2026-03-02").await;
    confirm(&world.app, &world.actor("deputy").await, id).await.unwrap();
    world.steps("commission", id, Step::Verify).await.unwrap();
    let new = world.corrected(id, false).await.unwrap();
    let parties = store::parties_of(&world.app.db, world.congress, new).await.unwrap();
    assert_eq!(parties[0].answer, "confirmed");
}

#[tokio::test]
async fn only_the_commission_corrects_with_a_reason_and_only_what_counts() {
    let world = World::new().await;
    let declared = world.declared("2026-03-02").await;
    assert!(matches!(world.corrected(declared, false).await, Err(Error::Conflict(_))));
    let id = world.verified("2026-03-02").await;
    let wanted = Correction {
        on_day: day("2026-03-02"),
        constituency: None,
        parties: Vec::new(),
        void: false,
        note: " ".into(),
    };
    let commission = world.actor("commission").await;
    assert!(matches!(correct(&world.app, &commission, id, &wanted).await, Err(Error::Invalid(_))));
    let wanted = Correction { note: "改".into(), ..wanted };
    for who in ["member", "deputy", "working-body", "leadership", "local-office"] {
        let refused = correct(&world.app, &world.actor(who).await, id, &wanted).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{who}: {refused:?}");
    }
    assert_eq!(world.contacts().await, 1);
}
