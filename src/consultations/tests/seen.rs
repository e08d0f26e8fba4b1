//! Who reads what was answered, and who only what it came to.

use axum::http::StatusCode;

use super::*;

/// An open topic with an answer to each deputy: the first entered by the office, the second from the web.
async fn answered(world: &World) -> Topic {
    let made = opened(world).await;
    let office = world.actor("local-office").await;
    enter(&world.app, &office, made.id, &entry(1, world.deputies[0].person_id, "甲的原话")).await.unwrap();
    let own = world.actor("deputy2").await;
    enter(&world.app, &own, made.id, &entry(2, world.deputies[1].person_id, "乙的原话")).await.unwrap();
    made
}

#[tokio::test]
async fn words_are_read_by_the_opener_the_deputy_and_whoever_entered_them() {
    let world = World::new().await;
    let made = answered(&world).await;
    let path = format!("/topics/{}/answers", made.id);
    for (name, one, two) in [
        ("commission", true, true),
        ("deputy", true, false),
        ("deputy2", false, true),
        ("local-office", true, false),
        ("station-keeper", false, false),
    ] {
        let page = world.browser(Some(name)).await.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{name}");
        assert_eq!((page.body.contains("甲的原话"), page.body.contains("乙的原话")), (one, two), "{name}");
    }
    for name in ["other-body", "other-office"] {
        assert_eq!(world.browser(Some(name)).await.get(&path).await.status, StatusCode::NOT_FOUND, "{name}");
    }
    for name in ["member", "organ", "leadership", "voter", "audit-admin"] {
        assert_eq!(world.browser(Some(name)).await.get(&path).await.status, StatusCode::FORBIDDEN, "{name}");
    }
}

#[tokio::test]
async fn the_commission_reads_no_words_of_another_offices_topic_but_its_digest() {
    let world = World::new().await;
    let body = world.actor("working-body").await;
    let id = write(&world.app, &body, &topic(8)).await.unwrap();
    choose(&world.app, &body, id, &[world.deputies[0].person_id]).await.unwrap();
    open(&world.app, &body, id).await.unwrap();
    let deputy = world.actor("deputy").await;
    let words = "夜里没有值班医生，要到城里去";
    enter(&world.app, &deputy, id, &entry(3, world.deputies[0].person_id, words)).await.unwrap();
    let clerk = world.browser(Some("commission")).await;
    assert!(!clerk.get(&format!("/topics/{id}/answers")).await.body.contains(words));
    let digest = clerk.get(&format!("/topics/{id}/digest")).await;
    assert!(digest.status == StatusCode::OK && digest.body.contains("1 份回答"), "{}", digest.body);
    assert!(
        world
            .browser(Some("working-body"))
            .await
            .get(&format!("/topics/{id}/answers"))
            .await
            .body
            .contains(words)
    );
}

#[tokio::test]
async fn a_digest_is_for_those_who_attend_and_those_who_asked() {
    let world = World::new().await;
    let made = answered(&world).await;
    let whole = format!("/topics/{}/digest", made.id);
    let of = |nth: usize| format!("{whole}?deputy={}", world.deputies[nth].person_id);
    for (name, paths) in [
        ("commission", [true, true, true]),
        ("deputy", [true, true, false]),
        ("deputy2", [true, false, true]),
        ("local-office", [false, false, false]),
        ("station-keeper", [false, false, false]),
        ("other-body", [false, false, false]),
    ] {
        let browser = world.browser(Some(name)).await;
        for (path, may) in [whole.clone(), of(0), of(1)].iter().zip(paths) {
            let status = browser.get(path).await.status;
            assert_eq!(status == StatusCode::OK, may, "{name} {path}: {status}");
        }
    }
}

#[tokio::test]
async fn a_quote_carries_neither_name_nor_number() {
    let world = World::new().await;
    let made = opened(&world).await;
    let path = format!("/consultations/{}/answers", made.number());
    for _ in 0..2 {
        let browser = world.browser(None).await;
        browser.post(&path, &[("text-2", "我是钱多多，卫生院晚上没人，张大爷也说过，请打13912345678")]).await;
    }
    for name in ["commission", "deputy"] {
        let page = world.browser(Some(name)).await.get(&format!("/topics/{}/digest", made.id)).await.body;
        assert!(page.contains("卫生院晚上没人"), "{page}");
        for secret in ["钱多多", "张大爷", "13912345678"] {
            assert!(!page.contains(secret), "{name}: {secret}");
        }
    }
}

#[tokio::test]
async fn a_draft_is_seen_by_its_office_alone() {
    let world = World::new().await;
    let id = write(&world.app, &world.actor("commission").await, &topic(1)).await.unwrap();
    let path = format!("/topics/{id}");
    assert_eq!(world.browser(Some("commission")).await.get(&path).await.status, StatusCode::OK);
    for name in ["deputy", "working-body", "local-office", "station-keeper"] {
        assert_eq!(world.browser(Some(name)).await.get(&path).await.status, StatusCode::NOT_FOUND, "{name}");
        assert!(!world.browser(Some(name)).await.get("/topics").await.body.contains("卫生院"), "{name}");
    }
    assert!(!world.browser(None).await.get("/consultations").await.body.contains("卫生院"));
    assert_eq!(world.browser(None).await.get("/consultations/2026-1").await.status, StatusCode::NOT_FOUND);
}
