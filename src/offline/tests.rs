use axum::http::StatusCode;
use serde_json::Value;
use uuid::Uuid;

use crate::access::acts::revoke_account;
use crate::journal;
use crate::trial::{Browser, World};

async fn enrolled(browser: &Browser) -> (String, String) {
    let made = browser.post("/offline/devices", &[]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let made: Value = serde_json::from_str(&made.body).unwrap();
    (made["id"].as_str().unwrap().to_owned(), made["token"].as_str().unwrap().to_owned())
}

/// What a device of somebody, or of nobody signed in, is told.
async fn told(world: &World, who: Option<&str>, (id, token): &(String, String)) -> Value {
    let browser = world.browser(who).await.saying("x-device", id).saying("x-token", token);
    let said = browser.get("/offline/state").await;
    serde_json::from_str(&said.body).unwrap_or_else(|_| panic!("{}", said.body))
}

#[tokio::test]
async fn a_device_learns_who_is_signed_in_and_only_its_owner_gets_the_secret() {
    let world = World::new().await;
    let device = enrolled(&world.browser(Some("deputy")).await).await;
    let own = told(&world, Some("deputy"), &device).await;
    assert_eq!((&own["state"], &own["signed_in"]), (&"ours".into(), &true.into()));
    assert!(!own["csrf"].as_str().unwrap().is_empty());
    assert_eq!(own["pages"], serde_json::json!(["/offline", "/outreach/new"]));
    for who in [None, Some("deputy2"), Some("commission")] {
        let other = told(&world, who, &device).await;
        assert_eq!(other, serde_json::json!({ "state": "ours", "signed_in": false }), "{who:?}");
    }
    let keeper = enrolled(&world.browser(Some("station-keeper")).await).await;
    let pages = told(&world, Some("station-keeper"), &keeper).await["pages"].clone();
    assert_eq!(pages, serde_json::json!(["/offline", "/cases/new"]));
    journal::verify(&world.app.db, world.congress, None).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_removed_device_is_told_to_wipe_and_an_unknown_one_is_not() {
    let world = World::new().await;
    let browser = world.browser(Some("deputy")).await;
    let device = enrolled(&browser).await;
    let strange = (Uuid::from_u128(9).to_string(), device.1.clone());
    assert_eq!(told(&world, None, &strange).await["state"], "unknown", "a backup put back wipes nothing");
    let guessed = (device.0.clone(), "0".repeat(64));
    assert_eq!(told(&world, None, &guessed).await["state"], "unknown", "nobody else can have it wiped");
    let removal = format!("/offline/devices/{}/removal", device.0);
    let other = world.browser(Some("deputy2")).await.post(&removal, &[]).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND, "another's device");
    let page = browser.get("/offline").await.body;
    assert!(page.contains(&removal), "{page}");
    assert_eq!(browser.post(&removal, &[]).await.location, "/offline");
    assert_eq!(told(&world, Some("deputy"), &device).await, serde_json::json!({ "state": "removed" }));
    assert!(!browser.get("/offline").await.body.contains(&removal));
}

#[tokio::test]
async fn with_an_account_its_devices_are_revoked() {
    let world = World::new().await;
    let device = enrolled(&world.browser(Some("deputy")).await).await;
    let admin = world.actor("system-admin").await;
    revoke_account(&world.app, &admin, world.accounts["deputy"]).await.unwrap();
    assert_eq!(told(&world, None, &device).await["state"], "removed");
}

#[tokio::test]
async fn nobody_has_more_than_ten_devices() {
    let world = World::new().await;
    let browser = world.browser(Some("deputy")).await;
    for _ in 0..10 {
        enrolled(&browser).await;
    }
    assert_eq!(browser.post("/offline/devices", &[]).await.status, StatusCode::CONFLICT);
    let nobody = world.browser(None).await.post("/offline/devices", &[]).await;
    assert!(nobody.status.is_redirection() || nobody.status == StatusCode::UNAUTHORIZED, "{nobody:?}");
}

/// An activity as the form of a deputy brings it.
fn activity<'a>(form: &'a str, day: &'a str, home: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("form", form),
        ("method", "visit"),
        ("place", "新里村二组，三户种粮户"),
        ("said", "都说排水沟要清。"),
        ("on_day", day),
        ("constituency", home),
        ("purposes", "organs"),
    ]
}

#[tokio::test]
async fn what_is_sent_later_is_told_in_a_word_and_is_one_record_however_often() {
    let world = World::new().await;
    let home = world.constituency.to_string();
    let later = world.browser(Some("deputy")).await.saying("x-offline", "1");
    let form = Uuid::from_u128(41).to_string();
    let fields = activity(&form, "2026-02-27", &home);
    let mut records = Vec::new();
    for _ in 0..3 {
        let said = later.post("/outreach/new", &fields).await;
        assert_eq!(said.status, StatusCode::OK, "{}", said.body);
        let said: Value = serde_json::from_str(&said.body).unwrap();
        records.push(said["done"].as_str().unwrap().to_owned());
    }
    assert!(records.iter().all(|to| *to == records[0] && to.starts_with("/outreach/")), "{records:?}");
    let wrong = later.post("/outreach/new", &[("form", &form), ("said", "只有这一句")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("class=\"wrong\""), "as the page says it: {}", wrong.body);
    let nobody = world.browser(None).await.saying("x-offline", "1").post("/outreach/new", &fields).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED, "{}", nobody.body);
}

#[tokio::test]
async fn what_the_office_recorded_meanwhile_is_shown_side_by_side() {
    let world = World::new().await;
    let home = world.constituency.to_string();
    let both: Vec<String> = world.deputies.iter().map(|it| it.person_id.to_string()).collect();
    let form = Uuid::from_u128(42).to_string();
    let mut theirs = activity(&form, "2026-02-27", &home);
    theirs.extend(both.iter().map(|id| ("deputies", id.as_str())));
    let office = world.browser(Some("local-office")).await.post("/outreach/new", &theirs).await;
    assert!(office.location.starts_with("/outreach/"), "{}", office.body);
    let later = world.browser(Some("deputy")).await.saying("x-offline", "1");
    let form = Uuid::from_u128(43).to_string();
    let mut fields = activity(&form, "2026-02-27", &home);
    let said = later.post("/outreach/new", &fields).await;
    assert_eq!(said.status, StatusCode::CONFLICT, "{}", said.body);
    let said: Value = serde_json::from_str(&said.body).unwrap();
    let conflict = &said["conflict"];
    assert!(office.location.starts_with(conflict["href"].as_str().unwrap()));
    let row = |label: &str| {
        let rows = conflict["rows"].as_array().unwrap();
        rows.iter().find(|row| row["label"] == label).unwrap_or_else(|| panic!("{label}: {rows:?}")).clone()
    };
    assert_eq!(row("参加的代表")["ours"], "李双妹");
    assert_eq!(row("参加的代表")["theirs"], "李双妹、阿卜杜拉·买买提");
    assert_eq!(row("谈了什么")["ours"], row("谈了什么")["theirs"]);
    // The person says that it is another one; sent again after that it is still one.
    fields.push(("anyway", "1"));
    for _ in 0..2 {
        assert_eq!(later.post("/outreach/new", &fields).await.status, StatusCode::OK);
    }
    // Another day, another deputy: nothing to compare.
    let form = Uuid::from_u128(44).to_string();
    let other = activity(&form, "2026-02-26", &home);
    assert_eq!(later.post("/outreach/new", &other).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_script_is_for_those_who_enter_things_and_the_worker_knows_its_assets() {
    let world = World::new().await;
    for (who, has) in [("deputy", true), ("station-keeper", true), ("organ", false), ("audit-admin", false)] {
        let page = world.browser(Some(who)).await.get("/desk").await.body;
        assert_eq!(page.contains("/assets/offline-"), has, "{who}");
        assert_eq!(page.contains("data-account="), has, "{who}");
    }
    let anybody = world.browser(None).await;
    assert!(!anybody.get("/").await.body.contains("/assets/offline-"));
    let worker = anybody.get("/worker.js").await.body;
    let css = crate::base::assets::css();
    assert!(
        worker.contains(css) && !worker.contains("{assets}") && !worker.contains("{version}"),
        "{worker}"
    );
}
