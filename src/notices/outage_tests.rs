//! Everything outside is away at once: nobody who acts notices, and afterwards everything arrives once.

mod times_tests;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Channel, is_right, sms, smtp, wechat};
use crate::base::config::{SmsTemplate, WechatTemplate};
use crate::base::{Conn, sql};
use crate::cases::acts::{Move, Voter, hand_in, take};
use crate::cases::flow::StepKind;
use crate::cases::{self, NewCase};
use crate::jobs::run_all;
use crate::site::jobs;
use crate::trial::World;

/// Nobody who acts waits as long as this, however slow the machine.
const SOON: Duration = Duration::from_secs(20);

/// The three services outside.
struct Outside {
    mail: smtp::Server,
    sms: sms::server::Server,
    wechat: wechat::server::Server,
}

/// How they behave.
#[derive(Debug, Clone, Copy)]
enum Mood {
    Kind,
    Hang,
    Refuse,
}

impl Outside {
    fn be(&self, mood: Mood) {
        for channel in Channel::ALL {
            self.one_is(channel, mood);
        }
    }

    fn one_is(&self, channel: Channel, mood: Mood) {
        match channel {
            Channel::Mail => self.mail.be(match mood {
                Mood::Kind => smtp::Mood::Kind,
                Mood::Hang => smtp::Mood::Hangs,
                Mood::Refuse => smtp::Mood::Refuses(421),
            }),
            Channel::Sms => self.sms.be(match mood {
                Mood::Kind => sms::server::Mood::Kind,
                Mood::Hang => sms::server::Mood::Hangs,
                Mood::Refuse => sms::server::Mood::Code("isv.AMOUNT_NOT_ENOUGH"),
            }),
            Channel::Wechat => self.wechat.be(match mood {
                Mood::Kind => wechat::server::Mood::Kind,
                Mood::Hang => wechat::server::Mood::Hangs,
                Mood::Refuse => wechat::server::Mood::Number(48_001),
            }),
        }
    }

    /// How many messages each took.
    fn taken(&self) -> [usize; 3] {
        [self.mail.taken().len(), self.sms.taken().len(), self.wechat.taken().len()]
    }

    /// How many different ones.
    fn different(&self) -> [usize; 3] {
        let count = |mut all: Vec<String>| {
            all.sort();
            all.dedup();
            all.len()
        };
        let id = |text: &str| {
            let line = text.lines().find(|line| line.starts_with("Message-ID:"));
            line.expect("every mail has its Message-ID").to_owned()
        };
        [
            count(self.mail.taken().iter().map(|it| id(&it.text)).collect()),
            count(self.sms.taken().iter().map(|it| it["OutId"].clone()).collect()),
            count(self.wechat.taken().iter().map(|it| it["client_msg_id"].to_string()).collect()),
        ]
    }
}

/// A world with all three, and a deputy who is reached by each of them, on a Monday at ten.
async fn world() -> (World, Outside) {
    let mut world = World::new().await;
    let outside = Outside {
        mail: smtp::Server::start().await,
        sms: sms::server::Server::start().await,
        wechat: wechat::server::Server::start().await,
    };
    let mut config = (*world.app.config).clone();
    config.server.public_url = "http://rdx.example.cn".into();
    config.notices.patience_ms = 300;
    config.mail.smtp = format!("smtp://{}", outside.mail.address);
    config.mail.from = "shuanglian@rd.example.cn".into();
    config.sms.gateway = "aliyun".into();
    config.sms.endpoint = format!("http://{}", outside.sms.address);
    config.sms.key = "kennung".into();
    config.sms.secret = sms::server::SECRET.into();
    config.sms.sign = "试验市人大".into();
    for kind in ["case-new-for-deputy", "voter-receipt", "voter-sent", "voter-replied", "voter-ended"] {
        config.sms.templates.insert(kind.into(), SmsTemplate { id: "SMS_1".into(), params: BTreeMap::new() });
    }
    config.wechat.appid = "wxba5fad812f8e6fb9".into();
    config.wechat.secret = "geheim".into();
    config.wechat.token = "AAAAA".into();
    config.wechat.aes_key = "A".repeat(43);
    config.wechat.endpoint = format!("http://{}", outside.wechat.address);
    let plain = WechatTemplate { id: "t1".into(), ..WechatTemplate::default() };
    config.wechat.templates.insert("*".into(), plain);
    is_right(&config).unwrap();
    world.app.config = Arc::new(config);
    world.hand.set("2026-03-02T02:00:00Z".parse().unwrap());
    wechat::tests::bound(&world, "deputy", "abc").await;
    let tx = world.app.db.begin().await.unwrap();
    let text = "UPDATE accounts SET email = 'deputy@example.cn' WHERE id = $1";
    tx.run(sql(text, [world.accounts["deputy"].into()])).await.unwrap();
    tx.commit().await.unwrap();
    (world, outside)
}

/// A voter's opinion to the deputy is handed in, answered on the spot, and the deputy reads of it.
async fn acts(world: &World, form: u128) {
    let voter = Voter { phone: "13812345678".into(), ..Voter::default() };
    let new = NewCase {
        voter: Some(voter),
        answer_by: cases::BY_TEXT,
        deputy: Some(world.deputies[0].person_id),
        area: Some(world.areas[1]),
        ..NewCase::of_voter(Uuid::from_u128(form), cases::Channel::Web, "村口的路灯坏了三盏，请修一修。")
    };
    let case = hand_in(&world.app, &world.anybody(), &new).await.unwrap().case;
    let clerk = world.actor("commission").await;
    let answer = Move::saying(StepKind::AnswerOnSpot, "已请村里今晚修好。");
    take(&world.app, &clerk, case.id, answer).await.unwrap();
    let page = world.browser(Some("deputy")).await.get("/inbox").await.body;
    assert!(page.contains(&format!("/cases/{}", case.id)), "{page}");
}

#[derive(FromQueryResult)]
struct Stand {
    channel: String,
    state: String,
}

async fn stands(world: &World) -> Vec<Stand> {
    let text = "SELECT channel, state FROM deliveries WHERE congress_id = $1";
    world.app.db.all(sql(text, [world.congress.into()])).await.unwrap()
}

#[tokio::test]
async fn with_everything_outside_away_whoever_acts_does_not_wait_and_each_message_comes_once() {
    for mood in [Mood::Hang, Mood::Refuse] {
        let (world, outside) = world().await;
        outside.be(mood);
        // Acts write down what is to be sent, and ask nobody outside.
        tokio::time::timeout(SOON, acts(&world, 1)).await.expect("it ends at once");
        assert_eq!(outside.sms.asked("SendSms"), 0, "{mood:?}");
        let waiting = stands(&world).await;
        assert!(waiting.iter().all(|it| it.state == "waiting"), "{mood:?}");
        for channel in ["mail", "sms", "wechat"] {
            assert!(waiting.iter().any(|it| it.channel == channel), "{channel}");
        }
        // Neither while the messages are being sent and hang.
        let app = world.app.clone();
        let sending = tokio::spawn(async move { run_all(&app, &jobs()).await.unwrap() });
        tokio::time::timeout(SOON, async {
            while outside.sms.asked("SendSms") == 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            acts(&world, 2).await;
        })
        .await
        .expect("it ends at once");
        if matches!(mood, Mood::Hang) {
            assert!(!sending.is_finished(), "the mail still hangs");
        }
        assert_eq!(outside.taken(), [0; 3], "{mood:?}");
        outside.be(Mood::Kind);
        tokio::time::timeout(SOON, sending).await.expect("nothing hangs for ever").unwrap();
        for _ in 0..5 {
            world.hand.set(world.app.clock.now() + TimeDelta::minutes(65));
            world.works().await;
        }
        let all = stands(&world).await;
        let of = |channel: &str| all.iter().filter(|it| it.channel == channel).count();
        let wanted = [of("mail"), of("sms"), of("wechat")];
        assert!(all.iter().all(|it| it.state == "sent"), "{mood:?}");
        assert!(wanted.iter().all(|n| *n >= 2), "{wanted:?}");
        assert_eq!((outside.taken(), outside.different()), (wanted, wanted), "{mood:?}: each exactly once");
    }
}
