//! The first page and those that explain.

use axum::http::StatusCode;
use charter::ActKind;
use uuid::Uuid;

use crate::access::Permit;
use crate::ledger::{self, NewAct};
use crate::trial::World;

#[tokio::test]
async fn three_doors_and_a_search_meet_people_first() {
    let world = World::new().await;
    let browser = world.browser(None).await;
    let page = browser.get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    for door in ["href=\"/opinions/new\"", "href=\"/follow\"", "href=\"/deputies\"", "action=\"/deputies\""] {
        assert!(page.body.contains(door), "{door}");
    }
    assert!(page.body.contains("公开的办理结果会出现在这里"), "an empty house says so");
}

#[tokio::test]
async fn every_page_named_at_the_foot_is_there() {
    let world = World::new().await;
    let browser = world.browser(None).await;
    for path in ["/help", "/privacy", "/accessibility", "/complaint"] {
        assert_eq!(browser.get(path).await.status, StatusCode::OK, "{path}");
    }
    assert!(browser.get("/complaint").await.body.contains("代表工作委员会"), "who is in charge");
}

#[tokio::test]
async fn the_leaderships_page_has_six_numbers_each_with_its_list_and_the_period_before() {
    let world = World::new().await;
    let member = world.actor("member").await;
    for (nth, day) in ["2026-01-20", "2026-02-10", "2026-03-02"].into_iter().enumerate() {
        world.on(day);
        let tx = world.app.db.begin().await.unwrap();
        let evidence = ("contact", Uuid::from_u128(nth as u128 + 1));
        let day = day.parse().unwrap();
        let mut new = NewAct::new(world.members[0], ActKind::Contact, day, evidence);
        new.parties = vec![world.deputies[0].person_id];
        new.topics = vec!["law".to_owned()];
        let by = (&member, Permit::ContactRecord);
        let act = ledger::enter(&tx, &world.app, by, &new, true).await.unwrap();
        tx.commit().await.unwrap();
        let clerk = world.actor("commission").await;
        let wanted = (ledger::Step::Verify, ledger::acts::Wanted::default());
        ledger::acts::take(&world.app, &clerk, act, wanted).await.unwrap();
    }
    let page = world.browser(Some("leadership")).await.get("/overview").await;
    assert_eq!(page.status, StatusCode::OK);
    for part in [
        // Of the two members' two contacts each, two are done with the first deputy: more counts nothing.
        "<b>50%</b>",
        "2 / 4 次",
        "href=\"/acts?kind=contact&amp;counting=1&amp;from=2026-03-01&amp;to=2026-03-02\"",
        "href=\"/cases?show=all&amp;raised=2026-03-01..2026-03-02\"",
        "对照期 25%",
        "<table",
    ] {
        let body = page.body.replace("&#38;", "&amp;");
        assert!(body.contains(part), "{part}: {body}");
    }
    let numbers = page.body.split_once("<ul class=\"stats six\">").unwrap().1.split_once("</ul>").unwrap().0;
    assert_eq!(numbers.matches("<li><a href=\"/").count(), 6);
    let month = world.browser(Some("leadership")).await.get("/overview?period=2026-02").await;
    assert!(month.body.contains("<b>1</b>"), "one contact in February");
    let refused = world.browser(Some("member")).await.get("/overview").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_deputys_desk_counts_every_act_of_the_year_however_many() {
    let world = World::new().await;
    let deputy = world.actor("deputy").await;
    let person = deputy.person.unwrap();
    let author = deputy.author(Permit::CaseRaise, world.app.clock.now());
    let tx = world.app.db.begin().await.unwrap();
    for nth in 0..240_u128 {
        // Every twelfth in the year before.
        let day = if nth % 12 == 0 { "2025-12-31" } else { "2026-01-01" };
        let evidence = ("case", Uuid::from_u128(nth + 1));
        let new = NewAct::new(person, ActKind::OpinionRaised, day.parse().unwrap(), evidence);
        ledger::acts::witness(&tx, &world.app, &author, &new).await.unwrap();
    }
    tx.commit().await.unwrap();
    let page = world.browser(Some("deputy")).await.get("/desk").await;
    let body = page.body.replace("&#38;", "&amp;");
    let link =
        format!("href=\"/acts?person={person}&amp;kind=opinion_raised&amp;counting=1&amp;from=2026-01-01\"");
    let figure = body.split_once(&link).unwrap().1.split_once("</a>").unwrap().0;
    assert!(figure.contains("220"), "{figure}");
}
