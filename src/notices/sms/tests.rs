use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use chrono::TimeDelta;
use sea_orm::FromQueryResult;
use tower::ServiceExt;
use uuid::Uuid;

use super::server::{Mood, SECRET, Server};
use crate::base::config::SmsTemplate;
use crate::base::{Conn, sql};
use crate::cases::acts::{Voter, hand_in};
use crate::cases::{self, Channel, NewCase};
use crate::notices::{Audience, Fact, Facts, Notice, remind, sms, tell};
use crate::site::site;
use crate::trial::World;

const PHONE: &str = "13812345678";

/// A world whose gateway is ours, on a Monday at ten.
async fn world(gateway: &str) -> (World, Server) {
    let mut world = World::new().await;
    let server = Server::start().await;
    let mut config = (*world.app.config).clone();
    config.sms.gateway = gateway.into();
    let path = if gateway == "http" { "/plain" } else { "" };
    config.sms.endpoint = format!("http://{}{path}", server.address);
    config.sms.key = "kennung".into();
    config.sms.secret = SECRET.into();
    config.sms.sign = "试验市人大".into();
    config.sms.incoming = "incoming-secret".into();
    config.server.public_url = "http://rdx.example.cn".into();
    config.notices.patience_ms = 200;
    for kind in
        ["reception-tomorrow", "case-replied", "voter-receipt", "voter-sent", "voter-replied", "voter-ended"]
    {
        let params = [("number", "{number}"), ("code", "{code}"), ("station", "{station}")];
        let params = params.map(|(name, pattern)| (name.to_owned(), pattern.to_owned())).into();
        config.sms.templates.insert(kind.into(), SmsTemplate { id: "SMS_1".into(), params });
    }
    sms::is_right(&config).unwrap();
    world.app.config = Arc::new(config);
    world.hand.set("2026-03-02T02:00:00Z".parse().unwrap());
    (world, server)
}

async fn told(world: &World, kind: &'static str) {
    let facts = Facts::from([
        ("station".to_owned(), Fact::Text("新里村代表联络站".into())),
        ("day".to_owned(), Fact::Day("2026-03-03".parse().unwrap())),
        ("time".to_owned(), Fact::Text("09:00".into())),
        ("number".to_owned(), Fact::Text("2026-000001".into())),
    ]);
    let to = Audience::Person(world.deputies[0].person_id);
    let notice =
        Notice { congress: world.congress, to, kind, subject: "case", subject_id: Uuid::from_u128(5), facts };
    let tx = world.app.db.begin().await.unwrap();
    tell(&tx, &world.app, &notice).await.unwrap();
    tx.commit().await.unwrap();
}

#[derive(FromQueryResult, Debug)]
struct Stand {
    state: String,
    reason: String,
}

async fn stands(world: &World) -> Vec<(String, String)> {
    let text = "SELECT state, reason FROM deliveries WHERE congress_id = $1 ORDER BY id";
    let rows: Vec<Stand> = world.app.db.all(sql(text, [world.congress.into()])).await.unwrap();
    rows.into_iter().map(|row| (row.state, row.reason)).collect()
}

fn is(state: &str, reason: &str) -> Vec<(String, String)> {
    vec![(state.to_owned(), reason.to_owned())]
}

fn voters(world: &World, form: u128) -> NewCase {
    let voter = Voter { phone: PHONE.into(), ..Voter::default() };
    NewCase {
        voter: Some(voter),
        answer_by: cases::BY_TEXT,
        area: Some(world.areas[1]),
        ..NewCase::of_voter(Uuid::from_u128(form), Channel::Web, "村口的路灯坏了三盏，请修一修。")
    }
}

#[tokio::test]
async fn whoever_missed_a_text_message_is_reminded_by_mail() {
    let (mut world, server) = world("aliyun").await;
    told(&world, "case-replied").await;
    world.works().await;
    assert_eq!((server.taken().len(), stands(&world).await), (1, is("sent", "")));
    let mut config = (*world.app.config).clone();
    config.mail.smtp = "smtp://127.0.0.1:9".into();
    world.app.config = Arc::new(config);
    let text = "UPDATE accounts SET email = 'deputy@example.cn' WHERE congress_id = $1 AND person_id = $2";
    let values = [world.congress.into(), world.deputies[0].person_id.into()];
    let tx = world.app.db.begin().await.unwrap();
    tx.run(sql(text, values)).await.unwrap();
    let notice = Notice {
        congress: world.congress,
        to: Audience::Person(world.deputies[0].person_id),
        kind: "case-replied",
        subject: "case",
        subject_id: Uuid::from_u128(5),
        facts: Facts::new(),
    };
    remind(&tx, &world.app, &notice).await.unwrap();
    tx.commit().await.unwrap();
    let text = "SELECT channel AS state, way AS reason FROM deliveries WHERE congress_id = $1 ORDER BY id";
    let rows: Vec<Stand> = world.app.db.all(sql(text, [world.congress.into()])).await.unwrap();
    let mut channels: Vec<&str> = rows.iter().map(|row| row.state.as_str()).collect();
    channels.sort_unstable();
    assert_eq!(channels, ["mail", "sms"], "the first by text message, the reminder by mail alone");
}

#[tokio::test]
async fn a_deputy_gets_the_reminder_of_a_reception_once() {
    let (world, server) = world("aliyun").await;
    told(&world, "reception-tomorrow").await;
    told(&world, "case-new-for-deputy").await;
    assert_eq!(world.works().await, 1, "the gateway has no template for the other");
    assert_eq!(world.works().await, 0);
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0]["PhoneNumbers"], "13900000001");
    assert_eq!(taken[0]["SignName"], "试验市人大");
    assert!(taken[0]["TemplateParam"].contains("新里村代表联络站"), "{taken:?}");
    assert_eq!(stands(&world).await, is("sent", ""));
}

#[tokio::test]
async fn what_hangs_or_is_lost_comes_once_after_it_is_back() {
    for mood in
        [Mood::Hangs, Mood::TakesAndHangs, Mood::Code("isp.SYSTEM_ERROR"), Mood::Code("Throttling.User")]
    {
        let (world, server) = world("aliyun").await;
        server.be(mood);
        told(&world, "reception-tomorrow").await;
        told(&world, "case-replied").await;
        world.works().await;
        // The first one found out; the second was not even tried.
        assert_eq!(server.asked("SendSms"), 1, "{mood:?}");
        // A core journey goes on as if nothing were.
        hand_in(&world.app, &world.anybody(), &voters(&world, 1)).await.unwrap();
        server.be(Mood::Kind);
        for _ in 0..4 {
            world.later(TimeDelta::minutes(5));
            world.works().await;
        }
        let mut ids: Vec<String> = server.taken().iter().map(|it| it["OutId"].clone()).collect();
        ids.sort();
        ids.dedup();
        assert_eq!((ids.len(), server.taken().len()), (3, 3), "{mood:?}: each exactly once");
        assert!(stands(&world).await.iter().all(|(state, _)| state == "sent"), "{mood:?}");
    }
}

#[tokio::test]
async fn the_codes_have_their_consequences() {
    let (world, server) = world("aliyun").await;
    server.be(Mood::Code("isv.DAY_LIMIT_CONTROL"));
    told(&world, "reception-tomorrow").await;
    world.works().await;
    assert_eq!(stands(&world).await, is("waiting", "full"));
    server.be(Mood::Kind);
    world.later(TimeDelta::hours(10));
    assert_eq!((world.works().await, server.taken().len()), (0, 0), "not before midnight");
    world.hand.set("2026-03-03T02:00:00Z".parse().unwrap());
    world.works().await;
    assert_eq!(stands(&world).await, is("sent", ""));

    let (world, server) = self::world("aliyun").await;
    server.be(Mood::Code("isv.MOBILE_NUMBER_ILLEGAL"));
    told(&world, "reception-tomorrow").await;
    world.works().await;
    assert_eq!(stands(&world).await, is("unreachable", "number"));
    told(&world, "reception-tomorrow").await;
    assert_eq!(world.works().await, 0, "nothing more goes there");
    let browser = world.browser(Some("deputy")).await;
    let page = browser.get("/inbox/settings").await.body;
    assert!(
        page.contains("短信送不到") && page.contains("139****0001") && !page.contains("每天汇总 139"),
        "{page}"
    );
    let wrong = browser.post("/inbox/settings", &[("sms", "now"), ("phone", "02788888888")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let saved = browser.post("/inbox/settings", &[("sms", "now"), ("phone", PHONE)]).await;
    assert_eq!(saved.location, "/inbox/settings?done=saved");
    server.be(Mood::Kind);
    told(&world, "reception-tomorrow").await;
    world.works().await;
    assert_eq!(server.taken().last().unwrap()["PhoneNumbers"], PHONE);
    browser.post("/inbox/settings", &[("sms", "off"), ("phone", PHONE)]).await;
    told(&world, "reception-tomorrow").await;
    assert_eq!(world.works().await, 0, "off is off");

    let (world, server) = self::world("aliyun").await;
    server.be(Mood::Code("isv.AMOUNT_NOT_ENOUGH"));
    told(&world, "reception-tomorrow").await;
    world.works().await;
    let inbox = world.browser(Some("system-admin")).await.get("/inbox").await.body;
    assert!(inbox.contains("短信") && inbox.contains("余额不足"), "{inbox}");
    for account in ["system-admin", "security-admin", "commission"] {
        let page = world.browser(Some(account)).await.get("/deliveries").await.body;
        assert!(page.contains("余额不足") && page.contains("要处理") && !page.contains("1390000"), "{page}");
    }
    assert_eq!(world.browser(Some("deputy")).await.get("/deliveries").await.status, StatusCode::FORBIDDEN);
    server.be(Mood::Kind);
    world.later(TimeDelta::minutes(61));
    world.works().await;
    assert_eq!((stands(&world).await, server.taken().len()), (is("sent", ""), 1));
}

#[tokio::test]
async fn a_crash_between_sending_and_noting_does_not_send_twice() {
    let (world, server) = world("aliyun").await;
    told(&world, "reception-tomorrow").await;
    world.works().await;
    for text in ["UPDATE jobs SET state = 'waiting'", "UPDATE deliveries SET state = 'sending'"] {
        let tx = world.app.db.begin().await.unwrap();
        tx.run(sql(text, [])).await.unwrap();
        tx.commit().await.unwrap();
    }
    world.works().await;
    assert_eq!((server.taken().len(), stands(&world).await), (1, is("sent", "")));
    assert_eq!(server.asked("QuerySendDetails"), 1, "it was asked first");
}

#[tokio::test]
async fn any_other_gateway_is_spoken_to_by_the_settings() {
    let (world, server) = world("http").await;
    told(&world, "reception-tomorrow").await;
    world.works().await;
    let taken = server.taken();
    assert_eq!(taken[0]["mobile"], "13900000001");
    let text = &taken[0]["content"];
    assert!(text.contains("明天") && text.ends_with("http://rdx.example.cn/inbox"), "{text}");
    assert!(text.chars().count() + "【试验市人大】".chars().count() <= 70, "{text}");
    // Nobody knows whether it was taken, and this gateway cannot say: it does not go again.
    server.be(Mood::TakesAndHangs);
    world.later(TimeDelta::minutes(1));
    told(&world, "case-replied").await;
    world.works().await;
    server.be(Mood::Kind);
    world.later(TimeDelta::hours(2));
    world.works().await;
    assert_eq!(server.taken().len(), 2);
    assert_eq!(stands(&world).await[1], ("unsure".into(), "no-answer".into()));
}

#[tokio::test]
async fn a_voter_who_agreed_hears_by_text_and_stops_by_td() {
    let (world, server) = world("http").await;
    let browser = world.browser(None).await;
    let form = browser.get("/opinions/new").await.body;
    assert!(form.contains("value=\"sms\"") && form.contains("回复TD"), "{form}");
    let fields = [("body", "村口的路灯坏了。"), ("answer_by", "sms"), ("open", "yes"), ("form", "x")];
    assert_eq!(
        browser.post("/opinions", &fields).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "no number"
    );
    let raised = hand_in(&world.app, &world.anybody(), &voters(&world, 1)).await.unwrap().case;
    world.works().await;
    let text = server.taken()[0]["content"].clone();
    let link = format!("http://rdx.example.cn/s/{}", raised.receipt);
    assert!(text.contains(&raised.number) && text.contains(&link), "{text}");
    assert!(text.chars().count() + "【试验市人大】".chars().count() <= 70, "{} {text}", text.chars().count());
    // Nothing of it is left in the database.
    #[derive(FromQueryResult)]
    struct Sealed {
        sealed: String,
    }
    let rows: Vec<Sealed> = world.app.db.all(sql("SELECT sealed FROM texts", [])).await.unwrap();
    assert!(rows.iter().all(|row| row.sealed.is_empty()));
    // TD, brought twice.
    for _ in 0..2 {
        assert_eq!(brought(&world, "7", "TD").await, StatusCode::OK);
    }
    hand_in(&world.app, &world.anybody(), &voters(&world, 2)).await.unwrap();
    world.works().await;
    assert_eq!(server.taken().len(), 1);
    brought(&world, "8", "HF").await;
    hand_in(&world.app, &world.anybody(), &voters(&world, 3)).await.unwrap();
    world.works().await;
    assert_eq!(server.taken().len(), 2);
    crate::journal::verify(&world.app.db, world.congress, None).await.unwrap().unwrap();
}

async fn send(world: &World, body: String, headers: &[(&str, &str)], query: &str) -> StatusCode {
    let mut request = Request::builder().method(Method::POST).uri(format!("/sms/incoming{query}"));
    request = request.header("host", "trial").header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body)).unwrap();
    site(world.app.clone()).oneshot(request).await.unwrap().status()
}

async fn brought(world: &World, number: &str, text: &str) -> StatusCode {
    let body = serde_json::json!([{ "phone_number": PHONE, "send_time": "20260302100000", "content": text,
        "sign_name": "试验市人大", "dest_code": "1069012301", "sequence_id": number.parse::<i64>().unwrap() }]);
    let (body, moment) = (body.to_string(), world.app.clock.now().timestamp().to_string());
    let signature = super::incoming::signed("incoming-secret", &moment, body.as_bytes());
    send(world, body, &[("x-timestamp", &moment), ("x-signature", &signature)], "").await
}

#[tokio::test]
async fn an_opinion_by_text_waits_for_the_keeper_of_the_number() {
    let (mut world, server) = world("http").await;
    let station =
        crate::bodies::store::organization(&world.app.db, world.congress, world.organizations["station"]);
    let code = station.await.unwrap().code;
    let mut config = (*world.app.config).clone();
    // The settings take a code as people write it.
    config.sms.stations.insert("01".into(), code.replace('-', "").to_lowercase());
    world.app.config = Arc::new(config);
    // Whoever cannot prove to be the gateway brings nothing.
    let body = "[]".to_owned();
    assert_eq!(send(&world, body.clone(), &[], "").await, StatusCode::FORBIDDEN);
    assert_eq!(send(&world, body.clone(), &[], "?key=wrong").await, StatusCode::FORBIDDEN);
    let old = (world.app.clock.now().timestamp() - 600).to_string();
    let signature = super::incoming::signed("incoming-secret", &old, body.as_bytes());
    let headers = [("x-timestamp", old.as_str()), ("x-signature", signature.as_str())];
    assert_eq!(send(&world, body.clone(), &headers, "").await, StatusCode::FORBIDDEN, "an old call again");
    assert_eq!(send(&world, body, &[], "?key=incoming-secret").await, StatusCode::OK);
    for _ in 0..3 {
        assert_eq!(brought(&world, "1", "意见 村东头的路灯不亮").await, StatusCode::OK);
    }
    brought(&world, "2", "你好").await;
    let keeper = world.browser(Some("station-keeper")).await;
    let page = keeper.get("/texts").await.body;
    assert_eq!(page.matches("村东头的路灯不亮").count(), 1, "{page}");
    assert!(page.contains("138****5678") && !page.contains(PHONE));
    assert!(!world.browser(Some("other-office")).await.get("/texts").await.body.contains("路灯"));
    for account in ["local-office", "commission"] {
        assert!(world.browser(Some(account)).await.get("/texts").await.body.contains("路灯"), "{account}");
    }
    let id = page.split("/cases/new?text=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(
        world.browser(Some("other-office")).await.get(&format!("/cases/new?text={id}")).await.status,
        StatusCode::NOT_FOUND
    );
    let form = keeper.get(&format!("/cases/new?text={id}")).await.body;
    assert!(form.contains(PHONE) && form.contains("村东头的路灯不亮"), "{form}");
    let station = world.organizations["station"].to_string();
    let fields = [
        ("form", id.as_str()),
        ("body", "村东头的路灯不亮"),
        ("phone", PHONE),
        ("channel", "sms"),
        ("answer_by", "sms"),
        ("station", &station),
    ];
    let first = keeper.post("/cases/new", &fields).await;
    assert!(first.location.starts_with("/receipts/"), "{first:?}");
    assert_eq!(keeper.post("/cases/new", &fields).await.location, first.location, "entered once");
    assert!(!keeper.get("/texts").await.body.contains("路灯"));
    world.works().await;
    assert_eq!(server.taken().len(), 1, "the voter has the receipt as a text");
}
