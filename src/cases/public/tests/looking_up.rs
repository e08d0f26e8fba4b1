use axum::http::StatusCode;

use super::*;

#[tokio::test]
async fn what_is_public_shows_its_history_and_no_private_word() {
    let world = World::new().await;
    let case = answered(&world, WORDS).await;
    let browser = world.browser(None).await;
    let path = format!("/opinions/{}", case.number);
    assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND, "not published, not there");
    published(&world, &case).await;
    let list = browser.get("/opinions").await.body;
    assert!(list.contains(&path) && list.contains("新里村三组道路积水"));
    let page = browser.get(&path).await.body;
    for there in ["村里到学校的路下雨积水", "三组的路已经重新铺好", "市交通运输局", "交给市交通运输局办理"]
    {
        assert!(page.contains(there), "{there}: {page}");
    }
    for secret in [WORDS, case.receipt.as_str(), case.subject.as_str()] {
        assert!(!page.contains(secret) && !list.contains(secret), "{secret}");
    }
    let home = browser.get("/").await.body;
    assert!(
        home.contains(&path) && home.contains("href=\"/opinions/new\"") && home.contains("href=\"/follow\"")
    );
    let profile = browser.get(&format!("/deputies/{}", world.deputies[0].code)).await.body;
    assert!(profile.contains(&path), "the deputy's page tells of it");
}

#[tokio::test]
async fn i_have_this_too_counts_once_a_browser() {
    let world = World::new().await;
    let case = published(&world, &answered(&world, WORDS).await).await;
    let path = format!("/opinions/{}/support", case.number);
    let form = "application/x-www-form-urlencoded";
    let request = || Request::post(&path).header(header::CONTENT_TYPE, form);
    let first = asks(&world, request(), Body::empty()).await;
    assert_eq!(first.status(), StatusCode::SEE_OTHER);
    assert!(first.headers()[header::LOCATION].to_str().unwrap().contains("counted=now"));
    let cookie = first.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let again = asks(&world, request().header(header::COOKIE, &cookie), Body::empty()).await;
    assert!(again.headers()[header::LOCATION].to_str().unwrap().contains("counted=before"));
    let other = asks(&world, request(), Body::empty()).await;
    assert!(other.headers()[header::LOCATION].to_str().unwrap().contains("counted=now"));
    assert_eq!(now(&world, &case).await.supports, 2);
    let looked = gets(&world, &path, &[]).await;
    assert_eq!(looked.status(), StatusCode::METHOD_NOT_ALLOWED, "a link counts nothing");
}

#[tokio::test]
async fn a_station_says_who_is_there() {
    let world = World::new().await;
    let browser = world.browser(None).await;
    let code = code_of(&world, "station").await;
    let page = browser.get(&format!("/stations/{}", code.to_lowercase())).await.body;
    assert!(page.contains("新里村代表联络站") && page.contains("阿卜杜拉·买买提"));
    assert!(page.contains(&format!("/opinions/new?to=z:{code}")));
    let office = code_of(&world, "office").await;
    assert_eq!(browser.get(&format!("/stations/{office}")).await.status, StatusCode::NOT_FOUND);
}
