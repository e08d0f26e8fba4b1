use axum::http::StatusCode;

use super::*;

#[tokio::test]
async fn each_sees_the_archives_that_are_his_or_her_business() {
    let world = World::new().await;
    lived(&world).await;
    let of = |nth: usize| format!("/archives/{}", world.deputies[nth].person_id);
    for (who, own, other) in [
        ("deputy", 200, 404),
        ("deputy2", 404, 200),
        ("commission", 200, 200),
        ("local-office", 200, 200),
        ("other-office", 404, 404),
        ("working-body", 403, 403),
        ("organ", 403, 403),
        ("member", 403, 403),
        ("system-admin", 403, 403),
    ] {
        let browser = world.browser(Some(who)).await;
        assert_eq!(browser.get(&of(0)).await.status.as_u16(), own, "{who}");
        assert_eq!(browser.get(&of(1)).await.status.as_u16(), other, "{who}");
        assert_eq!(browser.get(&format!("{}/parts/voters", of(0))).await.status.as_u16(), own, "{who}");
        let taken = browser.post(&format!("{}/prints", of(0)), &[("format", "xlsx")]).await;
        assert_eq!(taken.status.as_u16(), own, "{who}");
    }
    let deputy = world.browser(Some("deputy")).await;
    assert_eq!(deputy.get("/archives").await.location, of(0), "one's own at once");
    let page = deputy.get(&of(0)).await.body;
    for said in ["联系选民", "走访", "视察农村道路", "关于修通组级公路的建议", "原选区", "139****0001"]
    {
        assert!(page.contains(said), "{said} is in {page}");
    }
    assert!(!page.contains("13900000001"), "the number is masked");
    let english = world.browser(Some("deputy")).await.saying("accept-language", "en").get(&of(0)).await.body;
    assert!(english.contains("Contact with voters") && english.contains("own constituency"), "{english}");
}

#[tokio::test]
async fn the_list_says_what_is_missing_and_is_searched_by_name() {
    let world = World::new().await;
    let office = world.browser(Some("local-office")).await;
    let before = office.get("/archives").await.body;
    assert_eq!(before.matches("今年还没有联系选民的记录").count(), 2, "{before}");
    assert_eq!(before.matches("本届还没有述职").count(), 2);
    assert!(before.contains("基本情况缺"), "unit and post are not in the register");
    met_voters(&world, "visit", true).await;
    assert!(office.get("/archives").await.body.contains("有 1 条申报还没有核实"));
    verified(&world).await;
    let after = office.get("/archives").await.body;
    assert_eq!(after.matches("今年还没有联系选民的记录").count(), 1, "{after}");
    let found = office.get("/archives?q=%E6%9D%8E").await.body;
    assert!(found.contains("李双妹") && !found.contains("阿卜杜拉"), "{found}");
    let none = world.browser(Some("other-office")).await.get("/archives").await;
    assert_eq!(none.status, StatusCode::OK);
    assert!(none.body.contains("没有符合条件的代表"));
}

#[tokio::test]
async fn every_number_opens_as_many_rows() {
    let world = World::new().await;
    lived(&world).await;
    let deputy = world.browser(Some("deputy")).await;
    let page = deputy.get(&format!("/archives/{}?term=10", world.deputies[0].person_id)).await.body;
    let mut opened = 0;
    for part in page.split("<ul class=\"stats\">").skip(1) {
        let part = part.split("</ul>").next().unwrap();
        for figure in part.split("<a href=\"").skip(1) {
            let href = figure.split('"').next().unwrap().replace("&#38;", "&");
            let n: usize = figure.split("<b>").nth(1).unwrap().split('<').next().unwrap().parse().unwrap();
            let rows = deputy.get(&href).await.body;
            assert!(rows.contains(&format!("共 {n} 条")), "{href} has {n}: {rows}");
            opened += 1;
        }
    }
    assert!(opened > 8, "{opened} numbers");
}
