use std::collections::BTreeMap;

use chrono::TimeDelta;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::smtp::{Mood, Server};
use super::*;
use crate::base::{Conn, sql};
use crate::trial::World;

const SUBJECT: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);

pub(super) fn notice(world: &World, to: Audience) -> Notice {
    let facts = BTreeMap::from([("role".to_owned(), Fact::Text("承办单位".into()))]);
    Notice { congress: world.congress, to, kind: "role-granted", subject: "case", subject_id: SUBJECT, facts }
}

pub(super) async fn told(world: &World, notice: &Notice) {
    let tx = world.app.db.begin().await.unwrap();
    tell(&tx, &world.app, notice).await.unwrap();
    tx.commit().await.unwrap();
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

async fn count(world: &World, text: &str, values: Vec<sea_orm::Value>) -> i64 {
    world.app.db.one::<Count>(sql(text, values)).await.unwrap().n
}

async fn inbox(world: &World, account: &str) -> i64 {
    let text = "SELECT count(*) AS n FROM notices WHERE congress_id = $1 AND account_id = $2";
    count(world, text, vec![world.congress.into(), world.accounts[account].into()]).await
}

pub(super) async fn change(world: &World, text: &str, values: Vec<sea_orm::Value>) {
    let tx = world.app.db.begin().await.unwrap();
    tx.run(sql(text, values)).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn each_audience_is_told_once_and_nobody_else() {
    let world = World::new().await;
    told(&world, &notice(&world, Audience::Person(world.deputies[0].person_id))).await;
    told(&world, &notice(&world, Audience::Office(Role::Organ, world.organizations["roads"]))).await;
    told(&world, &notice(&world, Audience::Role(Role::Commission))).await;
    told(&world, &notice(&world, Audience::Account(world.accounts["member"]))).await;
    for office in ["commission", "office"] {
        told(&world, &notice(&world, Audience::Clerks(world.organizations[office]))).await;
    }
    // No clerks of an office.
    for other in ["station", "roads"] {
        told(&world, &notice(&world, Audience::Clerks(world.organizations[other]))).await;
    }
    // A role held twice is still one reader.
    let text = "INSERT INTO grants (congress_id, account_id, role, organization_id, granted_at) VALUES ($1, $2, 'organ', $3, $4)";
    let now = world.app.clock.now();
    let (organ, water) = (world.accounts["organ"], world.organizations["water"]);
    change(&world, text, vec![world.congress.into(), organ.into(), water.into(), now.into()]).await;
    told(&world, &notice(&world, Audience::Role(Role::Organ))).await;
    for (account, wanted) in [
        ("deputy", 1),
        ("deputy2", 0),
        ("organ", 2),
        ("water-organ", 1),
        ("commission", 2),
        ("local-office", 1),
        ("station-keeper", 0),
        ("member", 1),
        ("voter", 0),
    ] {
        assert_eq!(inbox(&world, account).await, wanted, "{account}");
    }
    change(&world, "UPDATE accounts SET revoked_at = $2 WHERE id = $1", vec![organ.into(), now.into()]).await;
    told(&world, &notice(&world, Audience::Role(Role::Organ))).await;
    assert_eq!((inbox(&world, "organ").await, inbox(&world, "water-organ").await), (2, 2));
}

#[tokio::test]
async fn an_act_that_fails_tells_nobody() {
    let world = World::new().await;
    let tx = world.app.db.begin().await.unwrap();
    tell(&tx, &world.app, &notice(&world, Audience::Role(Role::Commission))).await.unwrap();
    drop(tx);
    assert_eq!(inbox(&world, "commission").await, 0);
}

#[test]
fn facts_are_said_in_the_readers_language() {
    let facts = BTreeMap::from([("role".to_owned(), Fact::Day("2026-03-05".parse().unwrap()))]);
    let kept: Facts = serde_json::from_str(&serde_json::to_string(&facts).unwrap()).unwrap();
    assert!(sentence(Lang::ZhCn, "role-granted", &kept).contains("2026年3月5日"));
    assert!(sentence(Lang::En, "role-granted", &kept).contains("5 March 2026"));
    let word = Fact::Word("site".into(), "inbox".into());
    assert_eq!(said(Lang::En, &word), Arg::from(Lang::En.t("site-inbox")));
}

#[tokio::test]
async fn the_inbox_shows_ones_own_unread_first_page_by_page() {
    let world = World::new().await;
    let mine = notice(&world, Audience::Account(world.accounts["commission"]));
    let mut ids = Vec::new();
    for minute in 0..70 {
        world.hand.set(world.app.clock.now() + TimeDelta::minutes(1));
        told(&world, &mine).await;
        if minute < 35 {
            let browser = world.browser(Some("commission")).await;
            let page = browser.get("/inbox").await.body;
            let id = page.split("action=\"/inbox/").nth(2).unwrap().split('/').next().unwrap().to_owned();
            if minute == 0 {
                assert_eq!(page.matches("<h3>").count(), 1);
                assert!(page.contains(&format!("href=\"/cases/{SUBJECT}\"")));
                assert!(
                    page.contains("您已获得“承办单位”角色。") && page.contains("<b class=\"count\">1</b>")
                );
            }
            assert_eq!(browser.post(&format!("/inbox/{id}/read"), &[]).await.location, "/inbox");
            ids.push(id);
        }
    }
    let browser = world.browser(Some("commission")).await;
    let (mut next, mut rows, mut unread) = ("/inbox".to_owned(), 0, Vec::new());
    loop {
        let page = browser.get(&next).await.body;
        assert!(page.contains("<b class=\"count\">35</b>"));
        rows += page.matches("<h3>").count();
        unread.push(page.matches("class=\"tag new\"").count());
        let Some(at) = page.find("rel=\"next\" href=\"") else { break };
        next = page[at + 17..].split('"').next().unwrap().to_owned();
        assert!(unread.len() < 9, "the pages never end");
    }
    assert_eq!((rows, unread), (70, vec![30, 5, 0]));
    assert_eq!(world.browser(Some("organ")).await.get("/inbox").await.body.matches("<h3>").count(), 0);
    // Another's notice cannot be marked, nor without the form's secret, nor by nobody.
    let last = ids.pop().unwrap();
    change(
        &world,
        "UPDATE notices SET read_at = NULL WHERE id = $1",
        vec![last.parse::<Uuid>().unwrap().into()],
    )
    .await;
    world.browser(Some("organ")).await.post(&format!("/inbox/{last}/read"), &[]).await;
    assert_eq!(browser.post_forged("/inbox/read", &[]).await.status, 403);
    assert_eq!(world.browser(None).await.get("/inbox").await.location, "/sign-in?back=%2Finbox");
    assert!(browser.get("/inbox").await.body.contains("<b class=\"count\">36</b>"));
    browser.post("/inbox/read", &[]).await;
    let page = browser.get("/inbox").await.body;
    assert!(!page.contains("class=\"count\"") && !page.contains("action=\"/inbox/read\""));
}

/// A world whose commission has an address, and its mail server.
pub(super) async fn post_office(email: &str) -> (World, Server) {
    let mut world = World::new().await;
    let server = Server::start().await;
    let mut config = (*world.app.config).clone();
    config.mail.smtp = format!("smtp://{}", server.address);
    config.mail.from = "双联 <shuanglian@rd.example.cn>".into();
    config.server.public_url = "https://rd.example.cn".into();
    world.app.config = config.into();
    let text = "UPDATE accounts SET email = $3 WHERE congress_id = $1 AND id = $2";
    let account = world.accounts["commission"];
    change(&world, text, vec![world.congress.into(), account.into(), email.into()]).await;
    (world, server)
}

async fn jobs_in(world: &World, state: &str) -> i64 {
    crate::jobs::count(&world.app.db, state).await.unwrap()
}

/// The lines of a base64 or quoted text as people read them.
fn readable(mail: &str) -> String {
    let (head, body) = mail.split_once("\n\n").unwrap();
    assert!(head.contains("Content-Transfer-Encoding: base64"), "{head}");
    let letters: String = body.split_whitespace().collect();
    let table = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for letter in letters.bytes().filter(|letter| *letter != b'=') {
        held = held << 6 | table.iter().position(|own| *own == letter).unwrap() as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn a_notice_goes_out_once_with_its_sentence_and_its_link() {
    let (world, server) = post_office("commission@example.cn").await;
    told(&world, &notice(&world, Audience::Role(Role::Commission))).await;
    told(&world, &notice(&world, Audience::Role(Role::Organ))).await;
    assert_eq!(world.works().await, 1, "no address, no mail");
    assert_eq!(world.works().await, 0);
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    assert!(taken[0].from.contains("<shuanglian@rd.example.cn>"));
    assert_eq!(taken[0].to.len(), 1);
    assert!(taken[0].to[0].contains("<commission@example.cn>"));
    assert!(
        taken[0].text.contains("\nMessage-ID: <notice-") || taken[0].text.starts_with("Message-ID: <notice-")
    );
    let text = readable(&taken[0].text);
    assert!(text.contains("您已获得“承办单位”角色。"), "{text}");
    assert!(text.contains(&format!("https://rd.example.cn/cases/{SUBJECT}")), "{text}");
    assert!(text.contains("试验市人民代表大会"), "{text}");
}

#[tokio::test]
async fn a_busy_or_lost_server_is_asked_again_and_a_refusal_is_final() {
    let (world, server) = post_office("commission@example.cn").await;
    told(&world, &notice(&world, Audience::Role(Role::Commission))).await;
    for mood in [Mood::Refuses(450), Mood::RefusesMail(451), Mood::HangsUp, Mood::Refuses(421)] {
        server.be(mood);
        assert_eq!(world.works().await, 1, "{mood:?}");
        assert_eq!((jobs_in(&world, "waiting").await, server.taken().len()), (1, 0), "{mood:?}");
        world.hand.set(world.app.clock.now() + TimeDelta::days(1));
    }
    server.be(Mood::Kind);
    assert_eq!(world.works().await, 1);
    world.hand.set(world.app.clock.now() + TimeDelta::days(9));
    assert_eq!(world.works().await, 0);
    assert_eq!((jobs_in(&world, "done").await, server.taken().len()), (1, 1));
    for mood in [Mood::Refuses(550), Mood::RefusesMail(554)] {
        server.be(mood);
        told(&world, &notice(&world, Audience::Role(Role::Commission))).await;
        assert_eq!(world.works().await, 1);
        world.hand.set(world.app.clock.now() + TimeDelta::days(9));
        assert_eq!(world.works().await, 0, "{mood:?} is final");
    }
    assert_eq!(jobs_in(&world, "failed").await, 2);
    for job in crate::jobs::waiting(&world.app.db, world.congress).await.unwrap() {
        assert!(!job.said.contains('@'), "an administrator sees no address: {}", job.said);
    }
}

#[tokio::test]
async fn a_mail_that_was_taken_but_not_noted_comes_again_as_the_same() {
    let (world, server) = post_office("commission@example.cn").await;
    told(&world, &notice(&world, Audience::Role(Role::Commission))).await;
    world.works().await;
    // The power failed after the server's "250" and before ours was written down.
    for table in ["UPDATE jobs SET state = 'waiting'", "UPDATE deliveries SET state = 'sending'"] {
        change(&world, &format!("{table} WHERE congress_id = $1"), vec![world.congress.into()]).await;
    }
    world.works().await;
    let taken = server.taken();
    assert_eq!(taken.len(), 2);
    assert_eq!(taken[0].text, taken[1].text, "to the letter, Message-ID and date included");
}

#[tokio::test]
async fn no_fact_and_no_address_gets_into_the_header() {
    let (world, server) = post_office("commission@example.cn").await;
    let mut hostile = notice(&world, Audience::Role(Role::Commission));
    let trick = "x\r\nBcc: victim@example.cn\r\n\r\n.\r\nMAIL FROM:<y@example.cn>";
    hostile.facts.insert("role".into(), Fact::Text(trick.into()));
    told(&world, &hostile).await;
    world.works().await;
    let taken = server.taken();
    assert_eq!((taken.len(), taken[0].to.len()), (1, 1));
    let head = taken[0].text.split("\n\n").next().unwrap().to_ascii_lowercase();
    assert!(!head.lines().any(|line| line.starts_with("bcc") || line.starts_with("mail from")), "{head}");
    let text = "UPDATE accounts SET email = $2 WHERE id = $1";
    for address in [
        "a@example.cn\r\nRCPT TO:<b@example.cn>",
        "a@example.cn, b@example.cn",
        "a@example.cn> SIZE=1",
        "nobody",
    ] {
        change(&world, text, vec![world.accounts["commission"].into(), address.into()]).await;
        told(&world, &notice(&world, Audience::Role(Role::Commission))).await;
        world.works().await;
    }
    assert_eq!((server.taken().len(), jobs_in(&world, "failed").await), (1, 4));
}

#[tokio::test]
async fn a_revoked_account_gets_no_mail() {
    let (world, server) = post_office("commission@example.cn").await;
    told(&world, &notice(&world, Audience::Role(Role::Commission))).await;
    let values = vec![world.accounts["commission"].into(), world.app.clock.now().into()];
    change(&world, "UPDATE accounts SET revoked_at = $2 WHERE id = $1", values).await;
    world.works().await;
    assert_eq!((server.taken().len(), jobs_in(&world, "done").await), (0, 1));
}

/// How many deliveries are in a state.
pub(super) async fn deliveries(world: &World, state: &str) -> i64 {
    let text = "SELECT count(*) AS n FROM deliveries WHERE congress_id = $1 AND state = $2";
    count(world, text, vec![world.congress.into(), state.into()]).await
}

#[tokio::test]
async fn one_mail_a_day_with_what_is_still_unread_and_none_when_nothing_is() {
    let (mut world, server) = post_office("commission@example.cn").await;
    let mut config = (*world.app.config).clone();
    // A browser of the trial comes without TLS.
    config.server.public_url = String::new();
    world.app.config = config.into();
    let browser = world.browser(Some("commission")).await;
    assert!(browser.get("/inbox").await.body.contains("href=\"/inbox/settings\""));
    let page = browser.get("/inbox/settings").await.body;
    assert!(page.contains("c***@example.cn") && !page.contains("name=\"sms\""), "{page}");
    assert_eq!(
        browser.post("/inbox/settings", &[("mail", "daily")]).await.location,
        "/inbox/settings?done=saved"
    );
    let (other, mut urgent) = (Uuid::from_u128(9), notice(&world, Audience::Role(Role::Commission)));
    for subject in [SUBJECT, other, SUBJECT] {
        let one = Notice { subject_id: subject, ..urgent.clone() };
        told(&world, &one).await;
        world.hand.set(world.app.clock.now() + TimeDelta::minutes(1));
    }
    assert_eq!((world.works().await, server.taken().len()), (0, 0));
    // What is urgent does not wait.
    urgent.kind = "case-urged";
    for (name, fact) in
        [("number", Fact::Text("1".into())), ("due", Fact::Day("2026-03-05".parse().unwrap()))]
    {
        urgent.facts.insert(name.into(), fact);
    }
    told(&world, &urgent).await;
    world.works().await;
    assert_eq!(server.taken().len(), 1);
    // The next morning at eight: one mail, grouped; the server is away first, and it goes as the same one.
    world.hand.set("2026-03-03T00:00:00Z".parse().unwrap());
    server.be(Mood::HangsUp);
    world.works().await;
    server.be(Mood::Kind);
    world.hand.set(world.app.clock.now() + TimeDelta::minutes(3));
    world.works().await;
    let taken = server.taken();
    assert_eq!(taken.len(), 2);
    let text = readable(&taken[1].text);
    assert!(text.contains("您有 3 条新通知"), "{text}");
    let links: Vec<&str> = text.lines().filter(|line| line.contains("/cases/")).collect();
    assert_eq!(links.len(), 3);
    assert!(
        links[0] == links[1] && links[1] != links[2],
        "what is about one thing stands together: {links:?}"
    );
    assert_eq!((deliveries(&world, "sent").await, deliveries(&world, "waiting").await), (4, 0));
    // What was read meanwhile is no news: no mail at all.
    told(&world, &notice(&world, Audience::Role(Role::Commission))).await;
    world.browser(Some("commission")).await.post("/inbox/read", &[]).await;
    world.hand.set("2026-03-04T00:00:00Z".parse().unwrap());
    world.works().await;
    assert_eq!((server.taken().len(), deliveries(&world, "dropped").await), (2, 1));
    // Not there at all.
    world.browser(Some("commission")).await.post("/inbox/settings", &[("mail", "off")]).await;
    told(&world, &urgent).await;
    assert_eq!(world.works().await, 0);
}

#[tokio::test]
async fn a_mail_of_the_version_before_still_goes_once() {
    let (world, server) = post_office("commission@example.cn").await;
    told(&world, &notice(&world, Audience::Role(Role::Commission))).await;
    #[derive(FromQueryResult)]
    struct Id {
        id: Uuid,
    }
    let id: Id = world.app.db.one(sql("SELECT id FROM notices", [])).await.unwrap();
    for text in ["DELETE FROM deliveries", "DELETE FROM jobs"] {
        change(&world, text, vec![]).await;
    }
    let tx = world.app.db.begin().await.unwrap();
    let job = crate::jobs::NewJob {
        congress: world.congress,
        key: format!("{MAIL}:{}", id.id),
        name: MAIL,
        payload: serde_json::json!({ "notice": id.id }),
        run_at: world.app.clock.now(),
    };
    crate::jobs::enqueue(&tx, &world.app, job).await.unwrap();
    tx.commit().await.unwrap();
    world.works().await;
    assert_eq!((server.taken().len(), deliveries(&world, "sent").await), (1, 1));
}

#[test]
fn wrong_settings_are_named_with_what_was_expected_and_no_secret() {
    let right = Config::load(None, []).unwrap();
    is_right(&right).unwrap();
    let wrong = |change: fn(&mut Config)| {
        let mut config = right.clone();
        config.sms.secret = "geheim".into();
        config.wechat.secret = "geheim".into();
        change(&mut config);
        let said = is_right(&config).unwrap_err().to_string();
        assert!(!said.contains("geheim"), "{said}");
        said
    };
    assert!(
        wrong(|it| it.notices.sms = "often".into()).starts_with("notices.sms: expected now, daily or off")
    );
    assert!(wrong(|it| it.notices.quiet = "night".into()).starts_with("notices.quiet: expected two times"));
    assert!(wrong(|it| it.sms.gateway = "tencent".into()).starts_with("sms.gateway: expected aliyun, http"));
    assert!(wrong(|it| it.sms.gateway = "aliyun".into()).starts_with("sms.key: expected"));
    let plain = |it: &mut Config| {
        it.sms.gateway = "http".into();
        it.sms.endpoint = "http://sms.example.cn".into();
    };
    assert!(wrong(plain).starts_with("sms.endpoint: expected https://"));
    let short = |it: &mut Config| {
        it.wechat.appid = "wx1".into();
        it.wechat.token = "t".into();
        it.wechat.aes_key = "short".into();
    };
    assert!(wrong(short).starts_with("wechat.aes_key: expected the 43 signs"));
    assert!(!format!("{right:?}").contains("incoming:"), "secrets are in no log");
}
