//! A voter answers without an account; one browser once; what is entered for others.

use axum::http::{HeaderMap, StatusCode, header};

use super::*;
use crate::access::matrix_tests::{Asked, ask};

fn cookie(headers: &HeaderMap) -> String {
    headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned()
}

async fn code_of(world: &World, topic: Uuid, nth: usize) -> String {
    let asked = store::asked(&world.app.db, world.congress, topic).await.unwrap();
    asked.into_iter().find(|one| one.person_id == world.deputies[nth].person_id).unwrap().code
}

#[tokio::test]
async fn a_voter_answers_with_one_field_and_hears_what_happens_next() {
    let world = World::new().await;
    let made = opened(&world).await;
    let browser = world.browser(None).await;
    assert!(
        browser.get("/").await.body.contains(&made.title)
            && browser.get("/consultations").await.body.contains(&made.title)
    );
    let path = format!("/consultations/{}", made.number());
    let page = browser.get(&path).await.body;
    assert!(page.contains("不记姓名") && page.contains("https://www.example.cn/report.pdf"), "{page}");
    let sent = browser.post(&format!("{path}/answers"), &[("text-2", "晚上要有医生")]).await;
    assert_eq!(sent.location, format!("{path}/thanks"), "{}", sent.body);
    let thanks = browser.get(&sent.location).await.body;
    assert!(thanks.contains("2026年3月16日") && thanks.contains("2026年4月30日"), "{thanks}");
    let given = store::all_given(&world.app.db, world.congress, made.id).await.unwrap();
    assert_eq!((given.len(), given[0].deputy, given[0].channel.as_str()), (1, None, "web"));
}

#[tokio::test]
async fn a_deputys_own_address_gathers_for_that_deputy_in_his_or_her_town() {
    let world = World::new().await;
    let made = opened(&world).await;
    let code = code_of(&world, made.id, 1).await;
    let browser = world.browser(None).await;
    let page = browser.get(&format!("/q/{code}")).await.body;
    assert!(page.contains("阿卜杜拉·买买提代表想听您的意见"), "{page}");
    let path = format!("/consultations/{}/answers", made.number());
    browser.post(&path, &[("of", &code), ("choice-1", "2")]).await;
    let given = store::all_given(&world.app.db, world.congress, made.id).await.unwrap();
    assert_eq!(given[0].deputy, Some(world.deputies[1].person_id));
    assert_eq!((given[0].town.as_str(), given[0].said[&1].0), ("张沟镇", Some(2)));
    assert_eq!(browser.get("/q/7777-77").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nothing_said_and_too_much_said_come_back_with_every_letter() {
    let world = World::new().await;
    let made = opened(&world).await;
    let path = format!("/consultations/{}/answers", made.number());
    let browser = world.browser(None).await;
    let long = "长".repeat(2_001);
    for (fields, shown) in [
        (vec![("text-2", " ")], "请至少回答一题"),
        (vec![("choice-1", "3")], "choice-1"),
        (vec![("choice-1", "1"), ("town", "00000000-0000-0000-0000-000000000009")], "town"),
        (vec![("text-2", long.as_str())], "text-2"),
        (vec![("text-2", "好"), ("website", "http://x")], "voters-"),
    ] {
        let page = browser.post(&path, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(page.body.contains(shown) || shown == "voters-", "{shown}: {}", page.body);
    }
    assert!(store::all_given(&world.app.db, world.congress, made.id).await.unwrap().is_empty());
}

#[tokio::test]
async fn one_browser_answers_once_and_a_form_sent_twice_is_one_answer() {
    let world = World::new().await;
    let made = opened(&world).await;
    let path = format!("/consultations/{}/answers", made.number());
    let form = Uuid::from_u128(77).to_string();
    let fields = [("text-2", "晚上要有医生"), ("form", form.as_str())];
    let (first, _) = ask(&world, &path, Asked { fields: Some(&fields), ..Asked::default() }).await;
    assert_eq!(first.status(), StatusCode::SEE_OTHER);
    let cookie = cookie(first.headers());
    let (again, _) = ask(&world, &path, Asked { fields: Some(&fields), ..Asked::default() }).await;
    assert!(again.headers()[header::LOCATION].to_str().unwrap().ends_with("/thanks"), "the same form");
    let headers = [("cookie", cookie.as_str())];
    let other = [("text-2", "再说一次")];
    let asked = Asked { fields: Some(&other), headers: &headers, ..Asked::default() };
    let (second, _) = ask(&world, &path, asked).await;
    assert!(second.headers()[header::LOCATION].to_str().unwrap().ends_with("?before=1"));
    assert_eq!(store::all_given(&world.app.db, world.congress, made.id).await.unwrap().len(), 1);
}

#[tokio::test]
async fn one_address_cannot_flood_a_topic() {
    let world = World::new().await;
    let made = opened(&world).await;
    let path = format!("/consultations/{}/answers", made.number());
    let browser = world.browser(None).await;
    let most = world.app.config.limits.opinions_per_hour;
    for _ in 0..most {
        assert_eq!(browser.post(&path, &[("text-2", "说")]).await.status, StatusCode::SEE_OTHER);
    }
    let held = browser.post(&path, &[("text-2", "还要说")]).await;
    assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(held.body.contains("还要说") && held.body.contains("60 分钟"), "{}", held.body);
}

#[tokio::test]
async fn outside_its_days_nobody_answers_and_the_page_says_when() {
    let world = World::new().await;
    let made = opened(&world).await;
    let browser = world.browser(None).await;
    world.on("2026-03-17");
    let path = format!("/consultations/{}", made.number());
    let page = browser.get(&path).await.body;
    assert!(page.contains("2026年4月30日以前在这里公布") && !page.contains("<textarea"), "{page}");
    assert_eq!(
        browser.post(&format!("{path}/answers"), &[("text-2", "晚了")]).await.status,
        StatusCode::CONFLICT
    );
    assert!(browser.get("/consultations").await.body.contains("正在整理"));
    for nowhere in ["/consultations/2026-9", "/consultations/x", "/consultations/2026-1-1"] {
        assert_eq!(browser.get(nowhere).await.status, StatusCode::NOT_FOUND, "{nowhere}");
    }
}

#[tokio::test]
async fn paper_is_entered_by_those_who_may_one_after_another() {
    let world = World::new().await;
    let made = opened(&world).await;
    let path = format!("/topics/{}/answers/new", made.id);
    let person = world.deputies[0].person_id.to_string();
    let fields = [
        ("deputy", person.as_str()),
        ("channel", "paper"),
        ("people", "3"),
        ("choice-1", "1"),
        ("text-2", "夜里没药"),
    ];
    for (name, may) in [
        ("deputy", true),
        ("local-office", true),
        ("station-keeper", true),
        ("commission", true),
        ("other-office", false),
        ("other-body", false),
        ("member", false),
        ("organ", false),
    ] {
        let sent = world.browser(Some(name)).await.post(&path, &fields).await;
        assert_eq!(
            sent.location.starts_with(&format!("{path}?done=1")),
            may,
            "{name}: {} {}",
            sent.status,
            sent.body
        );
        assert!(
            may || matches!(sent.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND),
            "{name}: {}",
            sent.status
        );
    }
    assert_eq!(store::all_given(&world.app.db, world.congress, made.id).await.unwrap().len(), 4);
    let office = world.browser(Some("local-office")).await;
    let page = office.post(&path, &[("deputy", &person), ("people", "0"), ("text-2", "留着")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("留着"), "{}", page.body);
    // For another deputy a deputy enters nothing.
    let deputy = world.actor("deputy").await;
    let done = enter(&world.app, &deputy, made.id, &entry(50, world.deputies[1].person_id, "不是我的")).await;
    assert_eq!(refused(done)[0].0, "deputy");
}
