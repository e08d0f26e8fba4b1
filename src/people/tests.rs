//! A voter finds his or her deputy; a harvester does not find the numbers.

mod finding;
mod profile;

use axum::http::StatusCode;

use crate::base::{Conn, sql};
use crate::trial::World;

const NUMBER: &str = "13900000001";

async fn lets(world: &World, contact: &'static str) {
    let tx = world.app.db.begin().await.unwrap();
    tx.run(sql("UPDATE persons SET contact_public = $1", [contact.into()])).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn by_village_in_three_taps_by_name_and_by_initials() {
    let world = World::new().await;
    let browser = world.browser(None).await;
    let code = &world.deputies[0].code;
    let [town, village, _] = world.areas;
    assert!(browser.get("/deputies").await.body.contains(&format!("href=\"/areas/{town}\"")));
    let page = browser.get(&format!("/areas/{town}")).await.body;
    assert!(page.contains(&format!("href=\"/deputies/{code}\"")) && page.contains("新里村、双垸村"));
    assert!(page.contains(&format!("href=\"/areas/{village}\"")));
    assert!(browser.get(&format!("/areas/{village}")).await.body.contains(&format!("/deputies/{code}")));
    for typed in ["李双", "lsm", "LSM"] {
        let found = browser.get(&format!("/deputies?q={typed}")).await.body;
        assert!(found.contains("李双妹") && !found.contains("阿卜杜拉"), "{typed}");
    }
    let found = browser.get("/deputies?q=新里").await.body;
    assert!(found.contains(&format!("/areas/{village}")), "villages are found too");
    assert!(browser.get("/deputies?q=%25").await.body.contains("没有找到“%”"), "a sign, not a pattern");
    assert_eq!(browser.get("/areas/7").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_whole_list_stands_in_three_orders() {
    let world = World::new().await;
    let browser = world.browser(None).await;
    for (order, first) in [("strokes", "李双妹"), ("pinyin", "阿卜杜拉·买买提"), ("district", "李双妹")]
    {
        let page = browser.get(&format!("/deputies?order={order}")).await.body;
        let places =
            ["李双妹", "阿卜杜拉·买买提"].map(|name| page.find(&format!(">{name}</a>")).expect("listed"));
        assert_eq!(places[0] < places[1], first == "李双妹", "{order}");
        assert!(page.contains(&format!("href=\"/deputies?order={order}\" aria-current=\"true\"")));
    }
}

#[tokio::test]
async fn a_number_for_the_constituency_is_in_no_page_one_can_get() {
    let world = World::new().await;
    let browser = world.browser(None).await;
    let path = format!("/deputies/{}", world.deputies[0].code);
    assert!(!browser.get(&path).await.body.contains(NUMBER));
    let contact = format!("{path}/contact");
    assert_eq!(browser.get(&contact).await.status, StatusCode::METHOD_NOT_ALLOWED);
    let village = world.areas[1].to_string();
    let told = browser.post(&contact, &[("village", &village)]).await;
    assert!(told.status == StatusCode::OK && told.body.contains(NUMBER), "{}", told.body);
    let town = world.areas[0].to_string();
    for wrong in ["", "x", &town] {
        let page = browser.post(&contact, &[("village", wrong)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(!page.body.contains(NUMBER) && page.body.contains("href=\"#f-village\""), "{wrong}");
    }
}

#[tokio::test]
async fn nobody_collects_the_numbers_of_a_city() {
    let world = World::new().await;
    let browser = world.browser(None).await;
    let contact = format!("/deputies/{}/contact", world.deputies[0].code);
    let village = world.areas[1].to_string();
    for _ in 0..10 {
        assert_eq!(browser.post(&contact, &[("village", &village)]).await.status, StatusCode::OK);
    }
    let held = browser.post(&contact, &[("village", &village)]).await;
    assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!held.body.contains(NUMBER) && held.body.contains("60 分钟"), "{}", held.body);
}

#[tokio::test]
async fn the_deputy_chooses_how_public_the_number_is() {
    let world = World::new().await;
    let browser = world.browser(None).await;
    let path = format!("/deputies/{}", world.deputies[0].code);
    lets(&world, "public").await;
    assert!(browser.get(&path).await.body.contains(NUMBER));
    lets(&world, "relay").await;
    let page = browser.get(&path).await.body;
    assert!(!page.contains(NUMBER) && page.contains("本人电话不公布"), "{page}");
    let village = world.areas[1].to_string();
    let refused = browser.post(&format!("{path}/contact"), &[("village", &village)]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_card_carries_the_short_link() {
    let world = World::new().await;
    let browser = world.browser(None).await;
    let code = &world.deputies[0].code;
    let page = browser.get(&format!("/deputies/{code}/card")).await.body;
    assert!(page.contains("<svg") && page.contains(&format!("/d/{code}")) && !page.contains(NUMBER));
    let address = format!("{}/d/{code}", world.app.config.public_url());
    let picture = papers::qr_svg(&address, "写给李双妹代表的二维码", papers::QUIET_ZONE).unwrap();
    assert!(page.contains(&picture), "the picture is of that very address");
    assert_eq!(browser.get("/deputies/7777-77/card").await.status, StatusCode::NOT_FOUND);
}
