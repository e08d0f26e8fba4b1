use std::sync::Arc;

use axum::http::StatusCode;
use chrono::TimeDelta;
use uuid::Uuid;

use super::acts::{NewMessage, add_robot, remove_robot, send, write};
use super::server::{KEYS, Mood, Server};
use super::store;
use crate::base::{Error, Result};
use crate::journal;
use crate::trial::World;

async fn world() -> (World, Server) {
    let mut world = World::new().await;
    let server = Server::start(world.app.clock.clone()).await;
    let mut config = (*world.app.config).clone();
    config.wecom.endpoint = format!("http://{}", server.address);
    world.app.config = Arc::new(config);
    (world, server)
}

fn message(n: u128) -> NewMessage {
    NewMessage {
        form: Uuid::from_u128(n),
        title: "本周三接待选民".into(),
        text: "3月4日上午九点，新里村代表联络站。请轮值的代表提前十分钟到。".into(),
        link: "/stations".into(),
    }
}

async fn robot(world: &World, n: usize) -> Uuid {
    let typed = format!("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={}", KEYS[n]);
    add_robot(&world.app, &world.actor("system-admin").await, ("第一代表小组群", &typed)).await.unwrap()
}

async fn written(world: &World, n: u128) -> Uuid {
    write(&world.app, &world.actor("local-office").await, &message(n)).await.unwrap()
}

async fn sent(world: &World, message: Uuid, robot: Uuid) -> Result<usize> {
    send(&world.app, &world.actor("local-office").await, message, &[robot]).await
}

/// The state of a delivery and what was said of it.
async fn stands(world: &World, message: Uuid) -> (String, String) {
    let all = store::deliveries(&world.app.db, world.congress, message).await.unwrap();
    let [one] = all.as_slice() else { panic!("one group: {all:?}") };
    (one.state.clone(), one.said.clone())
}

#[tokio::test]
async fn a_message_is_in_the_group_once_however_often_it_is_sent() {
    let (world, server) = world().await;
    let robot = robot(&world, 0).await;
    let id = written(&world, 1).await;
    assert_eq!(written(&world, 1).await, id, "the same form is the same message");
    assert_eq!(sent(&world, id, robot).await.unwrap(), 1);
    assert!(matches!(sent(&world, id, robot).await, Err(Error::Conflict(_))));
    world.works().await;
    world.works().await;
    assert_eq!(stands(&world, id).await, ("sent".into(), String::new()));
    assert!(matches!(sent(&world, id, robot).await, Err(Error::Conflict(_))));
    let taken = server.taken_by(KEYS[0]);
    let [(_, body)] = taken.as_slice() else { panic!("once: {taken:?}") };
    let article = &body["news"]["articles"][0];
    assert_eq!(article["title"], "本周三接待选民");
    assert_eq!(article["url"], format!("{}/stations", world.app.config.public_url()));
    journal::verify(&world.app.db, world.congress, None).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_robot_is_given_no_more_than_twenty_a_minute_and_all_in_the_end() {
    let (world, server) = world().await;
    let robot = robot(&world, 0).await;
    for n in 0..45 {
        let id = written(&world, n).await;
        sent(&world, id, robot).await.unwrap();
    }
    for minute in 0..4 {
        world.works().await;
        assert_eq!(server.taken_by(KEYS[0]).len(), (20 * (minute + 1)).min(45), "minute {minute}");
        world.later(TimeDelta::seconds(61));
    }
}

#[tokio::test]
async fn what_the_other_side_answers_is_what_the_page_says() {
    let (world, server) = world().await;
    let robot = robot(&world, 0).await;
    for (n, mood, state, said, taken) in [
        (1, Mood::Number(45_009), "waiting", "too-many", 0),
        (2, Mood::Number(-1), "waiting", "busy", 0),
        (3, Mood::Status(503), "waiting", "busy", 0),
        (4, Mood::Number(40_058), "failed", "refused", 0),
        (5, Mood::Status(500), "unsure", "no-answer", 0),
        (6, Mood::LosesTheAnswer, "unsure", "no-answer", 1),
    ] {
        server.be(mood);
        let id = written(&world, n).await;
        sent(&world, id, robot).await.unwrap();
        world.works().await;
        assert_eq!(stands(&world, id).await, (state.into(), said.into()), "{mood:?}");
        assert_eq!(server.taken_by(KEYS[0]).len(), taken, "{mood:?}");
        let page = world.browser(Some("local-office")).await.get(&format!("/chats/{id}")).await.body;
        assert_eq!(page.contains("id=\"f-send-robots\""), state != "waiting", "{mood:?}: {page}");
        if state != "waiting" {
            continue;
        }
        // It is tried again by itself, and is in the group once.
        server.be(Mood::Kind);
        world.later(TimeDelta::minutes(3));
        world.works().await;
        assert_eq!(stands(&world, id).await.0, "sent", "{mood:?}");
        assert_eq!(server.taken_by(KEYS[0]).len(), 1, "{mood:?}");
        server.taken.lock().unwrap().clear();
    }
}

#[tokio::test]
async fn what_nobody_knows_is_sent_again_only_by_a_person() {
    let (world, server) = world().await;
    let robot = robot(&world, 0).await;
    let id = written(&world, 1).await;
    server.be(Mood::LosesTheAnswer);
    sent(&world, id, robot).await.unwrap();
    world.works().await;
    server.be(Mood::Kind);
    world.later(TimeDelta::days(1));
    world.works().await;
    assert_eq!(server.taken_by(KEYS[0]).len(), 1, "never by itself");
    let browser = world.browser(Some("local-office")).await;
    let page = browser.get(&format!("/chats/{id}")).await.body;
    assert!(page.contains("不能确定") && page.contains("请到群里看一看"), "{page}");
    let again = [("robots", robot.to_string())];
    let again: Vec<(&str, &str)> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = browser.post(&format!("/chats/{id}/deliveries"), &again).await;
    assert_eq!(done.location, format!("/chats/{id}?done=asked"), "{}", done.body);
    world.works().await;
    assert_eq!(stands(&world, id).await.0, "sent");
}

#[tokio::test]
async fn a_program_that_dies_while_sending_does_not_send_twice() {
    let (world, server) = world().await;
    let robot = robot(&world, 0).await;
    let id = written(&world, 1).await;
    sent(&world, id, robot).await.unwrap();
    let tx = world.app.db.begin().await.unwrap();
    let now = world.app.clock.now();
    let moved = store::set_delivery(&tx, world.congress, (id, robot), ("waiting", "sending", ""), now).await;
    assert!(moved.unwrap());
    tx.commit().await.unwrap();
    world.works().await;
    assert_eq!(stands(&world, id).await, ("unsure".into(), "interrupted".into()));
    assert!(server.taken_by(KEYS[0]).is_empty());
}

#[tokio::test]
async fn a_robot_that_the_other_side_does_not_know_is_offered_no_more() {
    let (world, _server) = world().await;
    let admin = world.actor("system-admin").await;
    let lost = "693a91f6-9999-4bc4-97a0-0ec2sifa5aaa";
    let lost = add_robot(&world.app, &admin, ("旧群", lost)).await.unwrap();
    let id = written(&world, 1).await;
    sent(&world, id, lost).await.unwrap();
    world.works().await;
    assert_eq!(stands(&world, id).await, ("failed".into(), "unknown".into()));
    let page = world.browser(Some("system-admin")).await.get("/robots").await.body;
    assert!(page.contains("已失效"), "{page}");
    let page = world.browser(Some("local-office")).await.get(&format!("/chats/{id}")).await.body;
    assert!(page.contains("请管理员重新登记") && !page.contains("f-send-robots"), "{page}");
}

#[tokio::test]
async fn an_unreachable_side_is_tried_again_and_a_removed_robot_is_not() {
    let (mut world, server) = world().await;
    let here = world.app.config.clone();
    let mut away = (*here).clone();
    // Nobody listens at a port that was given back.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    away.wecom.endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    world.app.config = Arc::new(away);
    let one = robot(&world, 0).await;
    let two = robot(&world, 1).await;
    let id = written(&world, 1).await;
    sent(&world, id, one).await.unwrap();
    world.works().await;
    assert_eq!(stands(&world, id).await, ("waiting".into(), "unreachable".into()));
    let other = written(&world, 2).await;
    sent(&world, other, two).await.unwrap();
    remove_robot(&world.app, &world.actor("system-admin").await, two).await.unwrap();
    world.app.config = here;
    world.later(TimeDelta::minutes(5));
    world.works().await;
    assert_eq!(stands(&world, id).await.0, "sent");
    assert_eq!(stands(&world, other).await, ("failed".into(), "removed".into()));
    assert!(server.taken_by(KEYS[1]).is_empty());
    let kept = store::key(&world.app.db, world.congress, two).await.unwrap();
    assert!(kept.is_empty(), "a removed robot's key is erased");
}

#[tokio::test]
async fn a_key_is_kept_sealed_and_shown_nowhere() {
    let (world, _server) = world().await;
    let robot = robot(&world, 0).await;
    let kept = store::key(&world.app.db, world.congress, robot).await.unwrap();
    assert!(!kept.contains(KEYS[0]) && !kept.is_empty());
    let admin = world.browser(Some("system-admin")).await;
    assert!(!admin.get("/robots").await.body.contains(KEYS[0]));
    let wrong = admin.post("/robots", &[("name", "新群"), ("key", "没有密钥")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("href=\"#f-key\"") && wrong.body.contains("新群"), "{}", wrong.body);
    let entries = journal::latest(&world.app.db, world.congress, i64::MAX, 1000).await.unwrap();
    assert!(entries.iter().all(|entry| !entry.facts.contains("693a91f6")));
    for who in ["commission", "local-office", "deputy", "audit-admin"] {
        assert_eq!(
            world.browser(Some(who)).await.get("/robots").await.status,
            StatusCode::FORBIDDEN,
            "{who}"
        );
    }
}

#[tokio::test]
async fn the_words_are_ready_to_copy_and_an_offices_messages_are_its_own() {
    let (world, _server) = world().await;
    let id = written(&world, 1).await;
    let path = format!("/chats/{id}");
    for (who, status) in [
        ("local-office", StatusCode::OK),
        ("commission", StatusCode::OK),
        ("other-office", StatusCode::NOT_FOUND),
        ("deputy", StatusCode::FORBIDDEN),
        ("organ", StatusCode::FORBIDDEN),
    ] {
        assert_eq!(world.browser(Some(who)).await.get(&path).await.status, status, "{who}");
    }
    let clerk = world.browser(Some("local-office")).await;
    let page = clerk.get(&path).await.body;
    let words = format!(
        "【本周三接待选民】\n3月4日上午九点，新里村代表联络站。请轮值的代表提前十分钟到。\n{}/stations",
        world.app.config.public_url()
    );
    assert!(page.contains(&words), "{page}");
    let filled =
        clerk.get("/chats/new?title=%E6%8E%A5%E5%BE%85&text=%E8%AF%B7%E6%9D%A5&link=/stations/7K3F9Q").await;
    assert!(
        filled.body.contains("value=\"接待\"") && filled.body.contains("请来</textarea>"),
        "{}",
        filled.body
    );
    for (fields, field) in [
        ([("title", ""), ("text", "内容"), ("link", "")], "title"),
        ([("title", "标题"), ("text", " "), ("link", "")], "text"),
        ([("title", "标题"), ("text", "内容"), ("link", "//evil.example")], "link"),
        ([("title", "标题"), ("text", "内容"), ("link", "https://evil.example")], "link"),
    ] {
        let wrong = clerk.post("/chats/new", &fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(wrong.body.contains(&format!("href=\"#f-{field}\"")), "{field}: {}", wrong.body);
    }
    let none = clerk.post(&format!("{path}/deliveries"), &[("x", "y")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let picture = clerk.get(&format!("{path}/card.png")).await;
    assert!(picture.status == StatusCode::OK || picture.body.contains("中文字体"), "{}", picture.status);
}
