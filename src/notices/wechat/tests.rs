use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode};
use chrono::TimeDelta;
use sea_orm::FromQueryResult;
use tower::ServiceExt;
use uuid::Uuid;

use super::server::{Mood, Server};
use super::{crypt, token, xml};
use crate::base::config::WechatTemplate;
use crate::base::{Conn, sql};
use crate::notices::{Audience, Fact, Facts, Notice, store, tell, wechat};
use crate::site::site;
use crate::trial::World;

const APPID: &str = "wxba5fad812f8e6fb9";

async fn world() -> (World, Server) {
    let mut world = World::new().await;
    let server = Server::start().await;
    let mut config = (*world.app.config).clone();
    config.wechat.appid = APPID.into();
    config.wechat.secret = "geheim".into();
    config.wechat.token = "AAAAA".into();
    config.wechat.aes_key = "A".repeat(43);
    config.wechat.proof = "Kx7".into();
    config.wechat.endpoint = format!("http://{}", server.address);
    config.server.public_url = "http://rdx.example.cn".into();
    config.notices.patience_ms = 200;
    let fields = [("thing1", "{sentence}"), ("time2", "{when}")];
    let fields = fields.map(|(name, pattern)| (name.to_owned(), pattern.to_owned())).into();
    let plain = WechatTemplate { id: "t1".into(), subscription: false, fields };
    config
        .wechat
        .templates
        .insert("case-ended".into(), WechatTemplate { subscription: true, ..plain.clone() });
    config.wechat.templates.insert("*".into(), plain);
    wechat::is_right(&config).unwrap();
    world.app.config = Arc::new(config);
    world.hand.set("2026-03-02T02:00:00Z".parse().unwrap());
    (world, server)
}

/// Bind the deputy's account as a person does.
pub async fn bound(world: &World, account: &str, code: &str) -> String {
    let browser = world.browser(Some(account)).await;
    let gone = browser.post("/inbox/wechat", &[]).await.location;
    let state = gone.split("state=").nth(1).unwrap().split('#').next().unwrap().to_owned();
    let page = browser.get(&format!("/inbox/wechat?code={code}&state={state}")).await.body;
    assert!(page.contains("确认绑定"), "{page}");
    let fields = [("code", code), ("state", state.as_str())];
    browser.post("/inbox/wechat/confirmation", &fields).await.location
}

async fn told(world: &World, kind: &'static str) {
    let facts = Facts::from([
        ("number".to_owned(), Fact::Text("2026-000001".into())),
        ("due".to_owned(), Fact::Day("2026-03-09".parse().unwrap())),
    ]);
    let to = Audience::Account(world.accounts["deputy"]);
    let notice =
        Notice { congress: world.congress, to, kind, subject: "case", subject_id: Uuid::from_u128(5), facts };
    let tx = world.app.db.begin().await.unwrap();
    tell(&tx, &world.app, &notice).await.unwrap();
    tx.commit().await.unwrap();
}

#[derive(FromQueryResult, Debug)]
struct Stand {
    channel: String,
    state: String,
    reason: String,
}

async fn stands(world: &World) -> Vec<String> {
    let text = "SELECT channel, state, reason FROM deliveries WHERE congress_id = $1";
    let rows: Vec<Stand> = world.app.db.all(sql(text, [world.congress.into()])).await.unwrap();
    let said = |row: Stand| format!("{} {} {}", row.channel, row.state, row.reason).trim().to_owned();
    let mut all: Vec<String> = rows.into_iter().map(said).collect();
    all.sort();
    all
}

#[tokio::test]
async fn one_binds_confirms_and_unbinds() {
    let (world, server) = world().await;
    let browser = world.browser(Some("deputy")).await;
    let gone = browser.post("/inbox/wechat", &[]).await.location;
    let begin = "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wxba5fad812f8e6fb9\
         &redirect_uri=http%3A%2F%2Frdx.example.cn%2Finbox%2Fwechat&response_type=code&scope=snsapi_base&state=";
    assert!(gone.starts_with(begin) && gone.ends_with("#wechat_redirect"), "{gone}");
    // Another's way back, a used code and WeChat's picture of a page bind nothing.
    let state = gone.split("state=").nth(1).unwrap().split('#').next().unwrap();
    let other = world.browser(Some("member")).await;
    let back = other.get(&format!("/inbox/wechat?code=abc&state={state}")).await;
    assert_eq!(back.location, "/inbox/settings?done=again");
    assert_eq!(bound(&world, "deputy", "used").await, "/inbox/settings?done=again");
    assert_eq!(bound(&world, "deputy", "picture").await, "/inbox/settings?done=snapshot");
    told(&world, "case-replied").await;
    assert_eq!((world.works().await, server.taken().len()), (0, 0));
    assert_eq!(bound(&world, "deputy", "abc").await, "/inbox/settings?done=bound");
    assert!(browser.get("/inbox/settings").await.body.contains("已经绑定微信"));
    told(&world, "case-replied").await;
    world.works().await;
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0]["touser"], "o-abc");
    assert_eq!(taken[0]["data"]["thing1"]["value"], "2026-000001 有了答复，请查…");
    assert_eq!(taken[0]["url"], format!("http://rdx.example.cn/cases/{}", Uuid::from_u128(5)));
    // The same WeChat bound elsewhere is no longer here; and one may take it back.
    bound(&world, "member", "abc").await;
    assert!(!browser.get("/inbox/settings").await.body.contains("已经绑定微信"));
    other.post("/inbox/wechat/removal", &[]).await;
    told(&world, "case-replied").await;
    assert_eq!(world.works().await, 0);
    crate::journal::verify(&world.app.db, world.congress, None).await.unwrap().unwrap();
}

#[tokio::test]
async fn what_hangs_or_is_lost_comes_once_after_it_is_back() {
    for mood in [Mood::Hangs, Mood::TakesAndHangs, Mood::Number(-1), Mood::Number(45_011)] {
        let (world, server) = world().await;
        bound(&world, "deputy", "abc").await;
        server.be(mood);
        told(&world, "case-replied").await;
        told(&world, "case-on-its-way").await;
        world.works().await;
        server.be(Mood::Kind);
        for _ in 0..4 {
            world.later(TimeDelta::minutes(5));
            world.works().await;
        }
        assert_eq!(server.taken().len(), 2, "{mood:?}");
        assert_eq!(stands(&world).await, ["wechat sent", "wechat sent"], "{mood:?}");
    }
    // A subscription message has no number of ours: what is not known is not sent again.
    let (world, server) = world().await;
    bound(&world, "deputy", "abc").await;
    server.be(Mood::TakesAndHangs);
    told(&world, "case-ended").await;
    world.works().await;
    server.be(Mood::Kind);
    world.later(TimeDelta::hours(2));
    world.works().await;
    assert_eq!(server.taken().len(), 1);
    assert_eq!(stands(&world).await, ["wechat unsure no-answer"]);
}

#[tokio::test]
async fn a_stale_token_is_renewed_once() {
    let (world, server) = world().await;
    bound(&world, "deputy", "abc").await;
    told(&world, "case-replied").await;
    world.works().await;
    assert_eq!(server.renewals(), [false]);
    // Somebody else forced a new one.
    *server.token.lock().unwrap() += 1;
    told(&world, "case-replied").await;
    told(&world, "case-replied").await;
    world.works().await;
    assert_eq!((server.renewals(), server.taken().len()), (vec![false, true], 3));
    // A wrong secret is for somebody to mend: it is asked once, and told once.
    server.be(Mood::Number(40_001));
    told(&world, "case-replied").await;
    told(&world, "case-replied").await;
    world.later(TimeDelta::minutes(90));
    world.works().await;
    assert_eq!(server.renewals().len(), 3);
    let inbox = world.browser(Some("system-admin")).await.get("/inbox").await.body;
    assert_eq!(
        inbox.matches("微信公众号发不出去").count(),
        2,
        "once, in the text and for those who hear it: {inbox}"
    );
}

#[tokio::test]
async fn of_two_processes_one_asks_for_the_token() {
    let (world, server) = world().await;
    let other = crate::base::App { db: world.another_db().await, ..world.app.clone() };
    let (one, two) =
        tokio::join!(token::access(&world.app, world.congress), token::access(&other, world.congress));
    let got = [one.unwrap(), two.unwrap()];
    assert_eq!(server.renewals().len(), 1, "{got:?}");
    assert!(got.iter().any(|got| got.as_deref() == Ok("token1")));
    assert_eq!(token::access(&other, world.congress).await.unwrap().as_deref(), Ok("token1"));
    assert_eq!(server.renewals().len(), 1);
    let kept = store::token(&world.app.db, world.congress, "access").await.unwrap().unwrap();
    assert!(!kept.sealed.contains("token1"));
}

#[tokio::test]
async fn whoever_cannot_be_reached_is_told_by_another_channel() {
    let (mut world, server) = world().await;
    let mut config = (*world.app.config).clone();
    config.mail.smtp = "smtp://127.0.0.1:9".into();
    world.app.config = Arc::new(config);
    let text = "UPDATE accounts SET email = 'a@example.cn' WHERE id = $1";
    let tx = world.app.db.begin().await.unwrap();
    tx.run(sql(text, [world.accounts["deputy"].into()])).await.unwrap();
    tx.commit().await.unwrap();
    bound(&world, "deputy", "abc").await;
    let browser = world.browser(Some("deputy")).await;
    browser.post("/inbox/settings", &[("mail", "daily"), ("wechat", "now")]).await;
    server.be(Mood::Number(43_004));
    told(&world, "case-replied").await;
    world.works().await;
    // It was waiting for the mail of the day already.
    assert_eq!(stands(&world).await, ["mail waiting", "wechat unreachable not-following"]);
    told(&world, "case-replied").await;
    assert_eq!(stands(&world).await.len(), 3, "nothing more to WeChat");
    assert!(browser.get("/inbox/settings").await.body.contains("微信消息送不到您"));
    for (code, why) in [(45_009, "full"), (48_001, "rights"), (47_003, "template")] {
        let (world, server) = self::world().await;
        bound(&world, "deputy", "abc").await;
        server.be(Mood::Number(code));
        told(&world, "case-replied").await;
        world.works().await;
        let state = if why == "template" { "failed" } else { "waiting" };
        assert_eq!(stands(&world).await[0], format!("wechat {state} {why}"));
    }
}

/// Call as WeChat does, in safe mode or in the clear.
async fn called(world: &World, words: &str, sealed: bool) -> (StatusCode, String) {
    let (at, nonce) = ("1714112445", "415670741");
    let (query, body) = if sealed {
        let sealed = crypt::seal(&[0; 32], b"0123456789abcdef", words, APPID);
        let signature = crypt::signature(&["AAAAA", at, nonce, &sealed]);
        (format!("msg_signature={signature}&encrypt_type=aes"), xml::sealed(&sealed, "", at, nonce))
    } else {
        (format!("signature={}", crypt::signature(&["AAAAA", at, nonce])), words.to_owned())
    };
    let path = format!("/wechat/callback?{query}&timestamp={at}&nonce={nonce}");
    let request = Request::builder().method(Method::POST).uri(path).header("host", "trial");
    let request = request.header("content-type", "text/xml").body(Body::from(body)).unwrap();
    let answer = site(world.app.clone()).oneshot(request).await.unwrap();
    let status = answer.status();
    let body = to_bytes(answer.into_body(), 65_536).await.unwrap();
    (status, String::from_utf8_lossy(&body).into_owned())
}

fn wrote(text: &str, id: u64) -> String {
    format!(
        "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[o-abc]]></FromUserName>\
         <CreateTime>1714112445</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content>\
         <MsgId>{id}</MsgId></xml>"
    )
}

fn event(name: &str, more: &str) -> String {
    format!(
        "<xml><ToUserName>gh_1</ToUserName><FromUserName>o-abc</FromUserName><CreateTime>1714112445</CreateTime>\
         <MsgType>event</MsgType><Event>{name}</Event>{more}</xml>"
    )
}

#[tokio::test]
async fn wechat_checks_the_address_and_what_people_write_is_answered() {
    let (world, _) = world().await;
    let browser = world.browser(None).await;
    let path =
        "/wechat/callback?timestamp=1714036504&nonce=1514711492&echostr=4375120948345356249&signature=";
    let checked = browser.get(&format!("{path}f464b24fc39322e44b38aa78f5edd27bd1441696")).await;
    assert_eq!((checked.status, checked.body.as_str()), (StatusCode::OK, "4375120948345356249"));
    assert_eq!(browser.get(&format!("{path}f464b24fc39322e44b38aa78f5edd27bd1441697")).await.status, 404);
    assert_eq!(browser.get("/MP_verify_Kx7.txt").await.body, "Kx7");
    assert_eq!(browser.get("/MP_verify_Kx8.txt").await.status, 404);
    // In the clear and sealed; the same twice is answered twice, for the first answer may have been lost.
    for _ in 0..2 {
        let (status, answer) = called(&world, &wrote("我的意见", 1), false).await;
        assert_eq!(status, StatusCode::OK);
        let answer = xml::read(&answer).unwrap();
        assert_eq!((answer["ToUserName"].as_str(), answer["FromUserName"].as_str()), ("o-abc", "gh_1"));
        assert!(answer["Content"].contains("http://rdx.example.cn/follow"), "{answer:?}");
    }
    let (_, answer) = called(&world, &wrote("你好", 2), true).await;
    let answer = xml::read(&answer).unwrap();
    let parts = ["AAAAA", &answer["TimeStamp"], &answer["Nonce"], &answer["Encrypt"]];
    assert!(crypt::is_signed(&parts, &answer["MsgSignature"]));
    let words = xml::read(&crypt::open(&[0; 32], &answer["Encrypt"], APPID).unwrap()).unwrap();
    assert!(words["Content"].contains("我的意见"), "{words:?}");
    // A forged one, another document, a document type.
    let forged = "/wechat/callback?timestamp=1&nonce=2&signature=00";
    assert_eq!(browser.post(forged, &[]).await.status, StatusCode::FORBIDDEN);
    let hostile = format!("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>{}", wrote("&a;", 3));
    for sealed in [false, true] {
        assert_eq!(called(&world, &hostile, sealed).await.0, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn what_happens_at_wechat_is_heard_once() {
    let (world, server) = world().await;
    bound(&world, "deputy", "abc").await;
    told(&world, "case-replied").await;
    world.works().await;
    assert_eq!(stands(&world).await, ["wechat sent"]);
    let blocked = event("TEMPLATESENDJOBFINISH", "<MsgID>5001</MsgID><Status>failed:user block</Status>");
    for _ in 0..3 {
        assert_eq!(called(&world, &blocked, true).await, (StatusCode::OK, "success".to_owned()));
    }
    assert_eq!(stands(&world).await, ["wechat unreachable refused-by-reader"]);
    let page = async || world.browser(Some("deputy")).await.get("/inbox/settings").await.body;
    assert!(page().await.contains("微信消息送不到您"));
    called(&world, &event("subscribe", ""), true).await;
    assert!(!page().await.contains("微信消息送不到您"));
    called(&world, &event("unsubscribe", ""), true).await;
    assert!(page().await.contains("微信消息送不到您"));
    // What was brought before is not heard again.
    called(&world, &event("subscribe", ""), true).await;
    assert!(page().await.contains("微信消息送不到您"));
    drop(server);
}

#[tokio::test]
async fn a_page_of_this_site_is_signed_for_the_script_and_no_other() {
    let (world, server) = world().await;
    let browser = world.browser(None).await;
    let shown = browser.get("/wechat/script?path=/reception-days").await;
    let shown: serde_json::Value = serde_json::from_str(&shown.body).unwrap();
    let wanted = crypt::page_signature(
        "kgt8",
        shown["nonceStr"].as_str().unwrap(),
        shown["timestamp"].as_i64().unwrap(),
        "http://rdx.example.cn/reception-days",
    );
    assert_eq!(shown["signature"], wanted);
    assert_eq!(browser.get("/wechat/script?path=https://elsewhere.cn").await.status, 404);
    assert_eq!(server.renewals().len(), 1);
}
