//! What people type, and the village or deputy they get.

use crate::trial::World;

#[tokio::test]
async fn a_village_however_it_is_written_leads_straight_to_its_deputies() {
    let world = World::new().await;
    let browser = world.browser(None).await;
    let code = &world.deputies[0].code;
    for typed in ["新里村", "新里村2组", "张沟镇新里3组12号", "xinli", "XinLi", "XLC", "新李村"]
    {
        let page = browser.get(&format!("/deputies?q={typed}")).await.body;
        assert!(page.contains(&format!("/areas/{}", world.areas[1])), "{typed}: {page}");
        assert!(
            page.contains(&format!("href=\"/deputies/{code}\"")),
            "{typed} leads to the deputy in one page"
        );
        assert!(page.contains("第1选区"), "{typed}");
    }
}

#[tokio::test]
async fn a_wrong_sign_in_a_name_gets_the_nearest_and_says_so() {
    let world = World::new().await;
    let browser = world.browser(None).await;
    for typed in ["李双梅", "lishuangmai", "Li%20Shuangmei"] {
        let page = browser.get(&format!("/deputies?q={typed}")).await.body;
        assert!(page.contains("李双妹") && !page.contains("阿卜杜拉"), "{typed}: {page}");
    }
    let page = browser.get("/deputies?q=李双梅").await.body;
    assert!(page.contains("最接近"), "{page}");
    assert!(browser.get("/deputies?q=赵钱孙").await.body.contains("没有找到"));
}

#[tokio::test]
async fn a_code_from_a_card_leads_to_its_page() {
    let world = World::new().await;
    let browser = world.browser(None).await;
    let code = &world.deputies[0].code;
    for typed in [code.clone(), code.to_lowercase()] {
        assert_eq!(browser.get(&format!("/deputies?q={typed}")).await.location, format!("/deputies/{code}"));
    }
    let station =
        crate::bodies::store::organization(&world.app.db, world.congress, world.organizations["station"]);
    let station = station.await.unwrap().code;
    assert_eq!(browser.get(&format!("/deputies?q={station}")).await.location, format!("/stations/{station}"));
}

#[tokio::test]
async fn the_towns_stand_in_a_list_and_as_a_picture_with_the_same_links() {
    let world = World::new().await;
    let page = world.browser(None).await.get("/deputies").await.body;
    let link = format!("href=\"/areas/{}\"", world.areas[0]);
    assert_eq!(page.matches(&link).count(), 2, "{page}");
    assert!(page.contains("<svg viewBox=\"0 0 336 44\""), "{page}");
}
