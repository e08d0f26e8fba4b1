//! One's own calendar: what is in it, for whom, and until when.

use crate::access::acts::revoke_account;
use crate::trial::{Browser, World};

/// Makes an address on the page; its path.
async fn made(browser: &Browser) -> String {
    let page = browser.post("/account/calendar", &[]).await.body;
    let rest = page.split("/calendars/").nth(1).expect("the address is told");
    format!("/calendars/{}", rest.split('<').next().unwrap().trim())
}

#[tokio::test]
async fn an_address_shows_what_the_account_sees_until_it_is_taken_back() {
    let world = World::new().await;
    let (deputy, public) = (world.browser(Some("deputy")).await, world.browser(None).await);
    let first = made(&deputy).await;
    let calendar = public.get(&first).await.body;
    // The charter's duties of the year are things to do.
    assert!(calendar.contains("BEGIN:VTODO") && calendar.contains("DUE;VALUE=DATE:20261231"), "{calendar}");
    assert!(deputy.get("/account/calendar").await.body.contains("停用这个地址"));
    let second = made(&deputy).await;
    assert_eq!(public.get(&first).await.status, 404, "a new address stops the old one");
    assert_eq!(public.get(&second).await.status, 200);
    deputy.post("/account/calendar/removal", &[]).await;
    assert_eq!(public.get(&second).await.status, 404);
    assert_eq!(public.get("/calendars/0000").await.status, 404);
    assert_eq!(public.get("/account/calendar").await.status, 303, "whoever is nobody signs in first");
}

#[tokio::test]
async fn what_waits_is_told_by_its_number_and_never_in_its_words() {
    let world = World::new().await;
    let public = world.browser(None).await;
    public.post("/opinions", &[("body", "村口路灯坏了半年，晚上老人出门摔跤。")]).await;
    let office = world.browser(Some("commission")).await;
    let path = made(&office).await;
    let calendar = public.get(&path).await.body;
    assert!(calendar.contains("UID:case-") && calendar.contains("2026-000001"), "{calendar}");
    assert!(!calendar.contains("路灯"), "{calendar}");
    // Whoever lost the account lost the calendar.
    let keeper = world.actor("system-admin").await;
    revoke_account(&world.app, &keeper, world.accounts["commission"]).await.unwrap();
    assert_eq!(public.get(&path).await.status, 404);
}
