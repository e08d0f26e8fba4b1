use std::sync::Arc;

use axum::http::StatusCode;
use image::{ImageFormat, RgbImage};

use super::*;

#[tokio::test]
async fn from_the_code_on_the_wall_to_the_receipt_in_two_loads() {
    let world = World::new().await;
    let browser = world.browser(None).await;
    let page = browser.get(&format!("/d/{}", world.deputies[0].code)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("写给李双妹代表") && !page.body.contains(" required"));
    let fields = [
        ("form", hidden(&page.body, "form")),
        ("to", hidden(&page.body, "to")),
        ("from", hidden(&page.body, "from")),
        ("body", WORDS),
    ];
    let sent = browser.post("/opinions", &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let receipt = sent.location.strip_prefix("/receipts/").expect("a receipt");
    let case = store::by_receipt(&world.app.db, world.congress, receipt).await.unwrap();
    assert_eq!((case.channel.as_str(), case.deputy_id), ("qr", Some(world.deputies[0].person_id)));
    assert_eq!(case.office_id, Some(world.organizations["office"]));
}

#[tokio::test]
async fn the_receipt_says_what_comes_next_and_nothing_about_anybody() {
    let world = World::new().await;
    let browser = world.browser(None).await;
    let fields = [
        ("body", WORDS),
        ("name", "陈小满"),
        ("phone", "139 0000 0009"),
        ("email", "man@example.org"),
        ("place", "三组桥头"),
        ("answer_by", "telephone"),
        ("open", "no"),
    ];
    let sent = browser.post("/opinions", &fields).await;
    let response = gets(&world, &sent.location, &[]).await;
    assert!(response.headers()["x-robots-tag"].to_str().unwrap().contains("noindex"));
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    let page = String::from_utf8(body_of(response).await).unwrap();
    let receipt = sent.location.strip_prefix("/receipts/").unwrap();
    let case = store::by_receipt(&world.app.db, world.congress, receipt).await.unwrap();
    assert!(case.standing.confidential && case.answer_by == "telephone" && case.voter_phone == "13900000009");
    let grouped = format!("{}-{}-{}", &receipt[..4], &receipt[4..8], &receipt[8..]);
    for there in
        [&case.number, grouped.as_str(), "代表工作委员会分办", "5 个工作日", "<svg", "2026年3月9日前分办"]
    {
        assert!(page.contains(there), "{there} is missing: {page}");
    }
    for secret in ["陈小满", "13900000009", "139 0000", "man@example.org", "三组", "学校", "积水"] {
        assert!(!page.contains(secret), "{secret} is on the receipt");
    }
}

#[tokio::test]
async fn a_form_with_mistakes_comes_back_whole() {
    let world = World::new().await;
    let browser = world.browser(None).await;
    let fields = [
        ("form", "0198f3f0-0000-7000-8000-000000000001"),
        ("to", &format!("z:{}", code_of(&world, "station").await)),
        ("body", "  "),
        ("place", "<三组>桥头"),
        ("phone", "12"),
        ("name", "陈小满"),
        ("answer_by", "telephone"),
        ("open", "no"),
    ];
    let back = browser.post("/opinions", &fields).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.body.contains("<title>有错误：写给新里村代表联络站"));
    assert!(back.body.contains("href=\"#f-body\"") && back.body.contains("href=\"#f-phone\""));
    assert!(back.body.contains("&#60;三组&#62;桥头") && back.body.contains("value=\"陈小满\""));
    assert!(back.body.contains("value=\"telephone\" checked") && back.body.contains("value=\"no\" checked"));
    assert!(back.body.contains("<details class=\"step\" open>"), "the wrong telephone number can be seen");
    assert_eq!(hidden(&back.body, "form"), fields[0].1, "the same form, so that it stays one opinion");
    let none = browser.post("/opinions", &[("body", WORDS), ("answer_by", "telephone")]).await;
    assert!(none.status == StatusCode::UNPROCESSABLE_ENTITY && none.body.contains("请留一个电话号码"));
    let trap = browser.post("/opinions", &[("body", WORDS), ("website", "http://x")]).await;
    assert_eq!(trap.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(trap.body.contains(WORDS) && !trap.body.contains("http://x"), "a person loses nothing by it");
}

#[tokio::test]
async fn one_form_is_one_opinion_however_often_it_is_sent() {
    let world = World::new().await;
    let browser = world.browser(None).await;
    let form = world.app.chance.id(world.app.clock.now()).to_string();
    let fields = [("form", form.as_str()), ("body", WORDS)];
    let sends = (0..22).map(|_| browser.post("/opinions", &fields));
    let answers = futures_util::future::join_all(sends).await;
    assert!(answers.iter().all(|answer| answer.location == answers[0].location), "{answers:?}");
    assert!(answers[0].location.starts_with("/receipts/"));
    let all = store::counts(&world.app.db, &world.keeper(), &[store::Which::default()]).await.unwrap();
    assert_eq!(all, [1]);
}

#[tokio::test]
async fn an_address_that_sends_too_much_waits_and_loses_nothing() {
    let mut world = World::new().await;
    let mut config = (*world.app.config).clone();
    config.limits.opinions_per_hour = 2;
    world.app.config = Arc::new(config);
    let browser = world.browser(None).await;
    for _ in 0..2 {
        assert_eq!(browser.post("/opinions", &[("body", WORDS)]).await.status, StatusCode::SEE_OTHER);
    }
    let held = browser.post("/opinions", &[("body", WORDS)]).await;
    assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(held.body.contains(WORDS) && held.body.contains("过 60 分钟"), "{}", held.body);
    world.hand.set("2026-03-02T02:00:00Z".parse().unwrap());
    assert_eq!(browser.post("/opinions", &[("body", WORDS)]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn short_links_take_any_spelling_and_help_with_a_wrong_one() {
    let world = World::new().await;
    let browser = world.browser(None).await;
    let deputy = world.deputies[0].code.replace('-', "").to_lowercase();
    assert_eq!(browser.get(&format!("/d/{deputy}")).await.status, StatusCode::OK);
    let station = code_of(&world, "station").await;
    assert!(browser.get(&format!("/z/{station}")).await.body.contains("写给新里村代表联络站"));
    let constituency = crate::bodies::store::constituency(&world.app.db, world.congress, world.constituency);
    let constituency = constituency.await.unwrap().code;
    assert!(browser.get(&format!("/c/{constituency}")).await.body.contains("第1选区"));
    for wrong in ["/d/7777-77".to_owned(), "/z/x".to_owned(), format!("/z/{deputy}"), format!("/d/{station}")]
    {
        let page = browser.get(&wrong).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{wrong}");
        assert!(page.body.contains("/opinions/new") && page.body.contains("/deputies"), "{wrong}: ways on");
    }
}

#[tokio::test]
async fn photos_go_with_it_and_what_is_no_photo_is_told() {
    let world = World::new().await;
    let mut photo = std::io::Cursor::new(Vec::new());
    RgbImage::from_pixel(64, 48, image::Rgb([90, 120, 60])).write_to(&mut photo, ImageFormat::Png).unwrap();
    let sent = with_file(&world, "road.png", photo.get_ref()).await;
    assert_eq!(sent.status(), StatusCode::SEE_OTHER);
    let receipt = sent.headers()[header::LOCATION].to_str().unwrap().replace("/receipts/", "");
    let case = store::by_receipt(&world.app.db, world.congress, &receipt).await.unwrap();
    let files = crate::files::of(&world.app.db, world.congress, case.id).await.unwrap();
    assert_eq!((files.len(), files[0].name.as_str()), (1, "photo.jpg"));
    let refused = with_file(&world, "road.png", b"no photo at all").await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = String::from_utf8(body_of(refused).await).unwrap();
    assert!(page.contains("href=\"#f-photos\"") && page.contains(WORDS));
}

async fn with_file(world: &World, name: &str, bytes: &[u8]) -> Response {
    let part = |head: &str| format!("--edge\r\nContent-Disposition: form-data; {head}\r\n\r\n");
    let mut sent = format!("{}{WORDS}\r\n", part("name=\"body\"")).into_bytes();
    sent.extend(part(&format!("name=\"photos\"; filename=\"{name}\"")).into_bytes());
    sent.extend_from_slice(bytes);
    sent.extend_from_slice(b"\r\n--edge--\r\n");
    let request =
        Request::post("/opinions").header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
    asks(world, request, Body::from(sent)).await
}
