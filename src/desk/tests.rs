//! The first page and those that explain.

use axum::http::StatusCode;

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
