//! Whoever was on the other side confirms or objects, within the charter's days; the commission answers.

use super::*;
use crate::base::Error;
use crate::ledger::corrections::Correction;
use crate::ledger::parties::{NewObjection, Outcome, confirm, decide, object};

impl World {
    pub(super) async fn objects(&self, who: &str, act: Option<Uuid>) -> Result<Uuid> {
        let new = NewObjection { act, year: 2026, text: "那天我在外地。" };
        object(&self.app, &self.actor(who).await, &new).await
    }

    async fn decides(&self, who: &str, id: Uuid, outcome: Outcome) -> Result<()> {
        decide(&self.app, &self.actor(who).await, id, (outcome, "已核对记录。")).await
    }

    async fn answer_of(&self, act: Uuid) -> String {
        store::parties_of(&self.app.db, self.congress, act).await.unwrap()[0].answer.clone()
    }
}

fn taken_back() -> Outcome {
    Outcome::Corrected(Some(Correction {
        on_day: day("2026-03-02"),
        constituency: None,
        parties: Vec::new(),
        void: true,
        note: "没有这次联系。".into(),
    }))
}

#[tokio::test]
async fn whoever_was_named_confirms_once_and_nobody_else() {
    let world = World::new().await;
    let id = world.declared("2026-03-02").await;
    let asked = world.browser(Some("deputy")).await.get("/inbox").await.body;
    assert!(asked.contains("登记里有您"), "{asked}");
    let before = world.entries().await;
    for (who, named) in [("deputy2", false), ("deputy", true), ("member", false)] {
        let done = confirm(&world.app, &world.actor(who).await, id).await;
        assert_eq!(done.is_ok(), named, "{who}: {done:?}");
    }
    assert_eq!((world.answer_of(id).await.as_str(), world.entries().await), ("confirmed", before + 1));
    let again = confirm(&world.app, &world.actor("deputy").await, id).await;
    assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
}

#[tokio::test]
async fn nothing_is_verified_while_an_objection_waits_and_the_commission_may_keep_it() {
    let world = World::new().await;
    let id = world.declared("2026-03-02").await;
    let before = world.entries().await;
    let objection = world.objects("deputy", Some(id)).await.unwrap();
    assert_eq!((world.answer_of(id).await.as_str(), world.entries().await), ("objected", before + 1));
    for who in ["deputy", "member"] {
        assert!(matches!(world.objects(who, Some(id)).await, Err(Error::Conflict(_))), "one at a time");
    }
    assert!(matches!(world.steps("commission", id, Step::Verify).await, Err(Error::Conflict(_))));
    assert_eq!(store::open_objections(&world.app.db, world.congress).await.unwrap(), 1);
    for who in ["deputy", "member", "leadership"] {
        assert!(matches!(world.decides(who, objection, Outcome::Kept).await, Err(Error::Forbidden)), "{who}");
    }
    world.decides("commission", objection, Outcome::Kept).await.unwrap();
    assert_eq!(world.entries().await, before + 2);
    assert!(matches!(world.decides("commission", objection, Outcome::Kept).await, Err(Error::Conflict(_))));
    world.steps("commission", id, Step::Verify).await.unwrap();
    assert_eq!(world.contacts().await, 1);
    let told = |page: String| page.contains("异议");
    assert!(told(world.browser(Some("deputy")).await.get("/inbox").await.body), "the answer");
    assert!(told(world.browser(Some("member")).await.get("/inbox").await.body), "that somebody objected");
    assert!(told(world.browser(Some("commission")).await.get("/inbox").await.body), "that one waits");
}

#[tokio::test]
async fn an_upheld_objection_sends_back_what_waits_and_corrects_what_counts() {
    let world = World::new().await;
    let waits = world.declared("2026-03-02").await;
    let objection = world.objects("deputy", Some(waits)).await.unwrap();
    let before = world.entries().await;
    world.decides("commission", objection, Outcome::Corrected(None)).await.unwrap();
    let act = world.act(waits).await;
    assert_eq!((act.state(), act.note.as_str()), (Some(State::Returned), "已核对记录。"));
    assert_eq!(world.entries().await, before + 2, "answered, and returned");

    let counts = world.verified("2026-03-02").await;
    let objection = world.objects("deputy", Some(counts)).await.unwrap();
    let before = world.entries().await;
    let bare = world.decides("commission", objection, Outcome::Corrected(None)).await;
    assert!(matches!(bare, Err(Error::Invalid(_))), "what counts is corrected to something: {bare:?}");
    assert_eq!((world.entries().await, world.contacts().await), (before, 1), "nothing of it is kept");
    world.decides("commission", objection, taken_back()).await.unwrap();
    assert_eq!((world.entries().await, world.contacts().await), (before + 2, 0));
    let put_right = store::objection(&world.app.db, world.congress, objection).await.unwrap();
    assert_eq!((put_right.outcome.as_str(), put_right.answer.as_str()), ("corrected", "已核对记录。"));
}

#[tokio::test]
async fn what_was_taken_back_or_corrected_meanwhile_needs_no_more_than_an_answer() {
    let world = World::new().await;
    let recalled = world.declared("2026-03-02").await;
    let objection = world.objects("deputy", Some(recalled)).await.unwrap();
    world.steps("member", recalled, Step::Recall).await.unwrap();
    world.decides("commission", objection, Outcome::Corrected(None)).await.unwrap();
    assert_eq!(world.act(recalled).await.state(), Some(State::Draft));
    let corrected = world.verified("2026-03-02").await;
    let objection = world.objects("deputy", Some(corrected)).await.unwrap();
    world.corrected(corrected, true).await.unwrap();
    world.decides("commission", objection, taken_back()).await.unwrap();
    assert_eq!(world.contacts().await, 0);
}

#[tokio::test]
async fn the_charters_days_to_object_run_from_when_it_counts() {
    let world = World::new().await;
    // Ten working days after Monday the 2nd of March end on the 16th.
    let [first, second] = [world.verified("2026-03-02").await, world.verified("2026-03-02").await];
    let waits = world.declared("2026-03-02").await;
    world.on("2026-03-16");
    world.objects("deputy", Some(first)).await.unwrap();
    world.on("2026-03-17");
    let late = world.objects("deputy", Some(second)).await;
    assert!(matches!(&late, Err(Error::Conflict(why)) if why == "ledger-objection-too-late"), "{late:?}");
    world.objects("deputy", Some(waits)).await.unwrap();
}

#[tokio::test]
async fn the_days_also_run_where_an_office_registers() {
    let mut world = World::new().await;
    world.app.charters = made_up("organiser_registers", &[]);
    let [wrong, missed] = [world.outreach_on("2026-03-02"), world.outreach_on("2026-03-02")];
    let wrong = world.entered("local-office", &wrong, true).await.unwrap();
    let missed = world.entered("local-office", &missed, true).await.unwrap();
    assert_eq!(world.running().await.values().sum::<u32>(), 2);
    let objection = world.objects("deputy", Some(wrong)).await.unwrap();
    world.decides("commission", objection, taken_back()).await.unwrap();
    assert_eq!(world.running().await.values().sum::<u32>(), 1);
    assert_eq!(world.running().await, world.recounted().await);
    world.on("2026-03-17");
    assert!(matches!(world.objects("deputy", Some(missed)).await, Err(Error::Conflict(_))));
}

#[tokio::test]
async fn one_may_say_that_an_act_is_missing_and_strangers_object_to_nothing() {
    let world = World::new().await;
    let id = world.declared("2026-03-02").await;
    assert!(matches!(world.objects("deputy2", Some(id)).await, Err(Error::NotFound)));
    assert!(matches!(world.objects("commission", Some(id)).await, Err(Error::Forbidden)));
    let missing = world.objects("member", None).await.unwrap();
    world.decides("commission", missing, Outcome::Corrected(None)).await.unwrap();
    let empty = NewObjection { act: Some(id), year: 0, text: "  " };
    let refused = object(&world.app, &world.actor("deputy").await, &empty).await;
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
}
