//! An office enters its registers by hand.

use axum::http::StatusCode;

use crate::bodies::{Kind, store};
use crate::people::store::{deputies_of, deputy};
use crate::trial::World;

const PAGES: [&str; 5] = [
    "/registers",
    "/registers/areas",
    "/registers/constituencies",
    "/registers/organizations",
    "/registers/deputies",
];

#[tokio::test]
async fn those_who_keep_the_registers_and_nobody_else() {
    let world = World::new().await;
    for page in PAGES {
        for role in ["commission", "system-admin"] {
            assert_eq!(world.browser(Some(role)).await.get(page).await.status, StatusCode::OK, "{page}");
        }
        for role in ["voter", "deputy", "local-office", "organ", "leadership", "security-admin"] {
            let refused = world.browser(Some(role)).await.get(page).await.status;
            assert_eq!(refused, StatusCode::FORBIDDEN, "{page} as {role}");
        }
    }
    let fields = [("name", "彭场镇"), ("kind", "town")];
    let sent = world.browser(Some("organ")).await.post("/registers/areas", &fields).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    assert_eq!(store::towns(&world.app.db, world.congress).await.unwrap().len(), 1);
}

#[tokio::test]
async fn from_a_town_to_a_deputy_who_can_be_found() {
    let world = World::new().await;
    let (db, congress) = (&world.app.db, world.congress);
    let browser = world.browser(Some("commission")).await;
    let sent = browser.post("/registers/areas", &[("name", "彭场镇"), ("kind", "town")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{sent:?}");
    let towns = store::towns(db, congress).await.unwrap();
    let town = towns.iter().find(|area| area.name == "彭场镇").unwrap().id;
    let within = town.to_string();
    let place = format!("/registers/areas?in={town}");
    let fields = [("in", within.as_str()), ("name", "挖沟村"), ("kind", "village")];
    assert_eq!(browser.post("/registers/areas", &fields).await.location, place);
    let again = browser.post("/registers/areas", &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("同名") && again.body.contains("value=\"挖沟村\""), "what was typed is kept");
    let village = store::areas_in(db, congress, Some(town)).await.unwrap()[0].id.to_string();
    let fields = [
        ("in", within.as_str()),
        ("number", "2"),
        ("name", "第2选区"),
        ("seats", "1"),
        ("parts", village.as_str()),
    ];
    let sent = browser.post("/registers/constituencies", &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{sent:?}");
    assert!(browser.get(&sent.location).await.body.contains("挖沟村"));
    let taken = browser.post("/registers/constituencies", &fields).await;
    assert!(
        taken.status == StatusCode::UNPROCESSABLE_ENTITY && taken.body.contains("用了这个编号"),
        "{taken:?}"
    );
    let term = store::term_on(db, congress, world.app.clock.today()).await.unwrap().unwrap().id;
    let constituency = store::constituencies_of(db, congress, term, town).await.unwrap()[0].id;
    let (elected, station) = (constituency.to_string(), world.organizations["station"].to_string());
    let mut fields = vec![
        ("in", within.as_str()),
        ("name", "张新荷"),
        ("sex", "female"),
        ("constituency", elected.as_str()),
        ("from_on", "2027-01-01"),
        ("station", station.as_str()),
    ];
    let ahead = browser.post("/registers/deputies", &fields).await;
    assert!(ahead.status == StatusCode::UNPROCESSABLE_ENTITY && ahead.body.contains("本届任期之内"));
    assert!(ahead.body.contains("value=\"张新荷\""), "what was typed is kept");
    fields[4].1 = "2022-01-01";
    let sent = browser.post("/registers/deputies", &fields).await;
    assert_eq!(sent.location, format!("/registers/deputies?in={town}"), "{sent:?}");
    assert!(world.browser(None).await.get("/deputies?q=zxh").await.body.contains("张新荷"));
    let second = browser.post("/registers/deputies", &fields).await;
    assert!(second.status == StatusCode::UNPROCESSABLE_ENTITY && second.body.contains("满额"));
    assert_eq!(deputies_of(db, congress, constituency).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_organization_is_entered_once() {
    let world = World::new().await;
    let browser = world.browser(Some("system-admin")).await;
    let fields = [("kind", "organ"), ("name", "市教育局"), ("phone", "0728-3321234")];
    let sent = browser.post("/registers/organizations", &fields).await;
    assert_eq!(sent.location, "/registers/organizations?kind=organ");
    assert!(browser.get(&sent.location).await.body.contains("市教育局"));
    let again = browser.post("/registers/organizations", &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = [("kind", "organ"), ("name", "市民政局"), ("phone", "12")];
    let wrong = browser.post("/registers/organizations", &wrong).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("value=\"市民政局\""));
    let all = store::organizations(&world.app.db, world.congress, Kind::Organ).await.unwrap();
    assert_eq!(all.len(), 3);
}

#[tokio::test]
async fn a_seat_ends_with_a_reason_of_the_law() {
    let world = World::new().await;
    let browser = world.browser(Some("commission")).await;
    let person = world.deputies[0].person_id;
    let (page, end) = (format!("/registers/deputies/{person}"), format!("/registers/deputies/{person}/end"));
    assert!(browser.get(&page).await.body.contains("迁出或者调离本行政区域"));
    for wrong in [
        [("on", ""), ("reason", "died")],
        [("on", "2026-03-01"), ("reason", "weary")],
        [("on", "2021-12-31"), ("reason", "died")],
        [("on", "2026-03-03"), ("reason", "died")],
    ] {
        assert_eq!(browser.post(&end, &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
    }
    assert!(deputy(&world.app.db, world.congress, person).await.unwrap().is_some());
    let sent = browser.post(&end, &[("on", "2026-03-01"), ("reason", "resigned")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert!(deputy(&world.app.db, world.congress, person).await.unwrap().is_none());
    assert_eq!(browser.get(&page).await.status, StatusCode::NOT_FOUND);
}
