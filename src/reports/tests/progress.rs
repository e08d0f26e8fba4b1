//! Who has reported, and reminding those who have not.

use super::{day, published};
use crate::bodies;
use crate::notices::told_since;
use crate::reports::clockwork;
use crate::reports::reminders::{Only, REMINDER, remind};
use crate::trial::World;

#[tokio::test]
async fn each_sees_the_progress_of_their_own_people() {
    let world = World::new().await;
    published(&world, "").await;
    for (name, both) in
        [("commission", true), ("leadership", true), ("local-office", true), ("deputy2", false)]
    {
        let page = world.browser(Some(name)).await.get("/reports/progress?show=all").await.body;
        let sees = page.contains("李双妹") && page.contains("阿卜杜拉");
        assert_eq!(sees, both, "{name}: {page}");
    }
    let other = world.browser(Some("other-office")).await.get("/reports/progress?show=all").await.body;
    assert!(!other.contains("李双妹") && other.contains("没有这样的代表"), "{other}");
    let clerk = world.browser(Some("commission")).await;
    let page = clerk.get("/reports/progress").await.body;
    assert!(page.contains("1 / 2 位代表已述职") && !page.contains("李双妹"), "{page}");
    let given = clerk.get("/reports/progress?show=given").await.body;
    assert!(given.contains("李双妹") && given.contains("2026年3月2日"), "{given}");
}

#[tokio::test]
async fn two_presses_remind_once_and_again_only_after_a_week() {
    let world = World::new().await;
    published(&world, "").await;
    let (app, congress) = (&world.app, world.congress);
    let clerk = world.actor("commission").await;
    let term = bodies::store::term_on(&app.db, congress, app.clock.today()).await.unwrap().unwrap();
    let first = remind(app, &clerk, (&term, Only::Not), None).await.unwrap();
    assert_eq!(
        (first.told, first.already, first.unreachable),
        (1, 0, 0),
        "whoever has reported is not reminded"
    );
    let second = remind(app, &clerk, (&term, Only::Not), None).await.unwrap();
    assert_eq!((second.told, second.already), (0, 1));
    world.on("2026-03-08");
    assert_eq!(remind(app, &clerk, (&term, Only::All), None).await.unwrap().told, 0);
    world.on("2026-03-09");
    assert_eq!(remind(app, &clerk, (&term, Only::All), None).await.unwrap().told, 1);
    let nobody = remind(app, &clerk, (&term, Only::Given), None).await;
    assert_eq!(super::refused(nobody), "reports-nobody-to-remind");
    let browser = world.browser(Some("local-office")).await;
    let id = world.deputies[1].person_id.to_string();
    let term = term.id.to_string();
    let sent = browser.post("/reports/progress", &[("term", &term), ("show", "not"), ("person", &id)]).await;
    assert!(sent.location.contains("told=0&already=1"), "{}", sent.location);
    let page = browser.get(&sent.location).await.body;
    assert!(page.contains("七天内已经提醒过"), "{page}");
    let none = browser.post("/reports/progress", &[("term", &term), ("show", "not")]).await;
    assert_eq!(none.status, 422);
}

#[tokio::test]
async fn in_the_last_half_year_of_the_term_time_reminds() {
    let world = World::new().await;
    let (app, congress) = (&world.app, world.congress);
    for (on, reminded) in [("2026-07-01", 0), ("2026-07-02", 2), ("2026-07-03", 0), ("2026-08-01", 0)] {
        world.on(on);
        clockwork::pass(app, congress).await.unwrap();
        clockwork::pass(app, congress).await.unwrap();
        assert_eq!(told_since(&app.db, congress, REMINDER, day(on)).await.unwrap().len(), reminded, "{on}");
    }
    let inbox = world.browser(Some("deputy2")).await.get("/inbox").await.body;
    assert!(inbox.contains("href=\"/reporting\"") && inbox.contains("还没有向选民述职"), "{inbox}");
}
