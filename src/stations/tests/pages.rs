use axum::http::StatusCode;

use super::*;

#[tokio::test]
async fn everybody_sees_where_it_is_and_what_happens_there() {
    let world = World::new().await;
    let code = code_of(&world, "station").await;
    let keeper = world.browser(Some("station-keeper")).await;
    let details = [
        ("address", "新里村党群服务中心"),
        ("directions", "进门左手第一间"),
        ("hours", "周一至周五"),
        ("phone", "0728-332 1234"),
        ("accessible", "partly"),
    ];
    let sent = keeper.post(&format!("/stations/{code}/details"), &details).await;
    assert_eq!(sent.location, format!("/stations/{code}/edit?done=saved"));
    let wrong =
        keeper.post(&format!("/stations/{code}/details"), &[("address", "别处"), ("phone", "12")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("别处"), "every letter is kept");
    let public = world.browser(None).await;
    let shown = public.get(&format!("/stations/{}", code.to_lowercase())).await.body;
    for part in
        ["新里村党群服务中心", "进门左手第一间", "07283321234", "要人帮忙", "阿卜杜拉·买买提", "有场地"]
    {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(!shown.contains(&format!("/stations/{code}/edit")), "not for everybody");
    let list = public.get("/stations").await.body;
    assert!(list.contains("新里村代表联络站") && list.contains("张沟镇"), "{list}");
    assert_eq!(public.get("/stations/7K3F-9Q").await.status, StatusCode::NOT_FOUND);
    let office = code_of(&world, "office").await;
    assert_eq!(public.get(&format!("/stations/{office}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(public.get(&format!("/z/{code}")).await.status, StatusCode::OK, "the code on posters stays");
}

#[tokio::test]
async fn rules_and_photos_are_for_everybody_and_only_those() {
    let world = World::new().await;
    let code = code_of(&world, "station").await;
    let keeper = world.browser(Some("station-keeper")).await;
    let path = format!("/stations/{code}/rules");
    let none = keeper.post(&path, &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sent = keeper.upload(&path, &[], &[("rules", "接待制度.pdf", b"%PDF-1.4\n1 0 obj\n%%EOF\n")]).await;
    assert!(sent.location.ends_with("done=saved"), "{sent:?}");
    let public = world.browser(None).await;
    let shown = public.get(&format!("/stations/{code}")).await.body;
    let file = shown.split(&format!("/stations/{code}/files/")).nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(public.get(&format!("/stations/{code}/files/{file}")).await.status, StatusCode::OK);
    let other = Uuid::from_u128(7);
    assert_eq!(public.get(&format!("/stations/{code}/files/{other}")).await.status, StatusCode::NOT_FOUND);
    let haves = keeper.get(&format!("/stations/{code}/haves")).await.body;
    assert!(haves.contains("请填写地址") && haves.contains("#step-details"), "{haves}");
}

#[tokio::test]
async fn each_role_sees_its_own_part() {
    let world = World::new().await;
    let code = code_of(&world, "station").await;
    for (path, seen) in [
        (
            format!("/stations/{code}/haves"),
            &["station-keeper", "local-office", "commission", "working-body", "leadership"][..],
        ),
        (format!("/stations/{code}/edit"), &["station-keeper", "local-office", "commission"]),
        (format!("/stations/{code}/forms"), &["station-keeper", "local-office", "commission"]),
        (
            format!("/stations/{code}/cards"),
            &["station-keeper", "local-office", "commission", "working-body"],
        ),
        (
            "/coverage".to_owned(),
            &["station-keeper", "local-office", "commission", "working-body", "leadership"],
        ),
        ("/visits/new".to_owned(), &["local-office", "commission", "working-body"]),
    ] {
        for name in seen {
            assert_eq!(
                world.browser(Some(name)).await.get(&path).await.status,
                StatusCode::OK,
                "{path} as {name}"
            );
        }
        for name in ["deputy", "organ", "voter", "member"] {
            let status = world.browser(Some(name)).await.get(&path).await.status;
            assert_eq!(status, StatusCode::FORBIDDEN, "{path} as {name}");
        }
        if path.contains(&code) {
            let status = world.browser(Some("other-office")).await.get(&path).await.status;
            assert_eq!(status, StatusCode::NOT_FOUND, "{path} as another office");
        }
    }
}

#[tokio::test]
async fn paper_forms_are_numbered_and_printed() {
    let world = World::new().await;
    let code = code_of(&world, "station").await;
    let keeper = world.browser(Some("station-keeper")).await;
    let sent = keeper.post(&format!("/stations/{code}/forms"), &[("many", "3")]).await;
    assert_eq!(sent.location, format!("/stations/{code}/forms?from=1&to=3"));
    let shown = keeper.get(&sent.location).await.body;
    assert!(shown.contains(&format!("{code}-0003")) && !shown.contains(&format!("{code}-0004")), "{shown}");
    let beyond = keeper.get(&format!("/stations/{code}/forms?from=1&to=99")).await.body;
    assert!(!beyond.contains(&format!("{code}-0004")), "only numbers that were given out");
}

#[tokio::test]
async fn the_map_and_the_matrix_say_the_same() {
    let world = World::new().await;
    let commission = world.browser(Some("commission")).await;
    let shown = commission.get("/coverage").await.body;
    assert!(shown.contains("<svg class=\"map\"") && shown.contains("没有代表之家"), "{shown}");
    assert!(shown.contains("href=\"#town-") && shown.contains("0 家 1 站"), "{shown}");
    let wrong = commission.upload("/coverage/outlines", &[], &[("outlines", "a.json", b"{}")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("不是 GeoJSON"), "{}", wrong.body);
    let keeper = world.browser(Some("station-keeper")).await.get("/coverage").await.body;
    assert!(!keeper.contains("/coverage/outlines"));
}

#[tokio::test]
async fn a_visit_is_recorded_and_answered_on_its_pages() {
    let world = World::new().await;
    let visitor = world.browser(Some("working-body")).await;
    let id = station(&world).to_string();
    let fields = [
        ("form", "0190a0a0-0000-7000-8000-000000000002"),
        ("station", id.as_str()),
        ("on_day", "2026-03-02"),
        ("note", "看了台账。"),
        ("finding1", "没有接待制度"),
        ("have1", "rules"),
    ];
    let sent = visitor.post("/visits/new", &fields).await;
    assert!(sent.location.starts_with("/visits/"), "{sent:?}");
    assert_eq!(visitor.post("/visits/new", &fields).await.location, sent.location);
    let keeper = world.browser(Some("station-keeper")).await;
    let shown = keeper.get(&sent.location).await.body;
    assert!(
        shown.contains("没有接待制度") && shown.contains("有制度") && shown.contains("2026年4月1日前整改"),
        "{shown}"
    );
    let finding = shown.split("/findings/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let empty = keeper.post(&format!("/findings/{finding}/putting-right"), &[("done", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    keeper.post(&format!("/findings/{finding}/putting-right"), &[("done", "已经上墙")]).await;
    let shown = visitor.get(&sent.location).await.body;
    assert!(shown.contains("站点说：已经上墙") && shown.contains("确认整改到位"), "{shown}");
    visitor.post(&format!("/findings/{finding}/confirmation"), &[]).await;
    let list = visitor.get("/visits?show=confirmed").await.body;
    assert!(list.contains("没有接待制度"), "{list}");
    assert_eq!(
        world.browser(Some("other-office")).await.get(&sent.location).await.status,
        StatusCode::NOT_FOUND
    );
}
