//! What voters ask, and how it is answered.

use uuid::Uuid;

use super::{day, published, refused};
use crate::base::Error;
use crate::reports::questions::{Answer, NewQuestion, answer, ask, look_at_phone, proposed};
use crate::reports::store::{self, Question};
use crate::reports::{Report, clockwork};
use crate::trial::World;

const BODY: &str = "新里村3组的水渠什么时候修？电话13912345678。";

fn new(nth: u128) -> NewQuestion {
    NewQuestion {
        form: Uuid::from_u128(900 + nth),
        body: BODY.into(),
        phone: "13912345678".into(),
        alone: false,
    }
}

fn said(public: bool) -> Answer {
    Answer {
        text: "秋天修好。".into(),
        public,
        question: "新里村3组的水渠什么时候修？电话13912345678。".into(),
        looked: true,
    }
}

async fn asked(world: &World, report: &Report, nth: u128) -> Question {
    ask(&world.app, &world.anybody(), report, &new(nth)).await.unwrap()
}

async fn now(world: &World, question: &Question) -> Question {
    store::by_receipt(&world.app.db, world.congress, &question.receipt).await.unwrap()
}

/// A report that was given, with a number in its text, and two questions about it, one of them answered for everybody; each
/// number stands nowhere else.
pub(crate) async fn planted(world: &World, plant: &mut impl FnMut(&str, &str) -> String) {
    let written = plant("13955550009", "somebody in a report's text");
    let report = published(world, &format!("联系电话{written}。")).await;
    for nth in 0..2_u128 {
        let phone = plant(&format!("1395555000{nth}"), "somebody who asked");
        let typed = plant(&format!("1395555100{nth}"), "somebody who asked, in the text");
        let form = Uuid::from_u128(870 + nth);
        let new = NewQuestion {
            form, body: format!("路灯何时装？请回电{typed}。"), phone, alone: nth == 0
        };
        let asked = ask(&world.app, &world.anybody(), &report, &new).await.unwrap();
        let said = Answer {
            text: format!("今年装好，另电话答复{typed}。"),
            public: nth == 1,
            question: asked.body.clone(),
            looked: true,
        };
        let deputy = world.actor("deputy").await;
        answer(&world.app, &deputy, (asked.id, asked.version), &said).await.unwrap();
    }
}

#[tokio::test]
async fn a_question_is_taken_once_and_due_by_the_charter() {
    let world = World::new().await;
    let report = published(&world, "").await;
    let question = asked(&world, &report, 1).await;
    assert_eq!(asked(&world, &report, 1).await.id, question.id, "the same form is one question");
    assert_eq!(question.due_on, day("2026-03-16"), "ten working days");
    let empty = NewQuestion { body: " ".into(), ..new(2) };
    assert_eq!(refused(ask(&world.app, &world.anybody(), &report, &empty).await), "body");
    let deputy = world.browser(Some("deputy")).await;
    assert!(deputy.get("/inbox").await.body.contains("请在2026年3月16日前答复"));
    assert!(deputy.get("/desk").await.body.contains("述职提问等答复"));
}

#[tokio::test]
async fn in_public_both_stand_under_the_report_without_personal_data() {
    let world = World::new().await;
    let (app, report) = (&world.app, published(&world, "").await);
    let question = asked(&world, &report, 1).await;
    assert!(!proposed(&question).contains("13912345678"));
    let deputy = world.actor("deputy").await;
    let at = (question.id, question.version);
    let unseen = Answer { looked: false, ..said(true) };
    assert_eq!(refused(answer(app, &deputy, at, &unseen).await), "looked", "somebody looks at it first");
    let nobody = world.browser(None).await;
    let path = format!("/reports/{}", report.code);
    assert!(!nobody.get(&path).await.body.contains("水渠"), "nothing is public before");
    answer(app, &deputy, at, &said(true)).await.unwrap();
    let page = nobody.get(&path).await.body;
    assert!(page.contains("水渠什么时候修") && page.contains("秋天修好"), "{page}");
    assert!(!page.contains("13912345678") && !page.contains(&question.receipt), "{page}");
    let stale = answer(app, &deputy, at, &said(false)).await;
    assert!(matches!(stale, Err(Error::Conflict(_))), "{stale:?}");
}

#[tokio::test]
async fn in_private_only_whoever_holds_the_receipt_reads_it() {
    let world = World::new().await;
    let (app, report) = (&world.app, published(&world, "").await);
    let alone = NewQuestion { alone: true, ..new(1) };
    let question = ask(app, &world.anybody(), &report, &alone).await.unwrap();
    let deputy = world.actor("deputy").await;
    let at = (question.id, question.version);
    assert_eq!(refused(answer(app, &deputy, at, &said(true)).await), "public", "as the voter wished");
    answer(app, &deputy, at, &said(false)).await.unwrap();
    let nobody = world.browser(None).await;
    let page = nobody.get(&format!("/reports/{}", report.code)).await.body;
    assert!(!page.contains("水渠") && page.contains("收到提问 1 个，已答复 1 个"), "{page}");
    let receipt = nobody.get(&format!("/questions/{}", question.receipt)).await.body;
    assert!(receipt.contains("秋天修好") && receipt.contains("凭查询码才能看到"), "{receipt}");
    let other = world.app.chance.draw(crate::base::codes::Code::random).plain();
    assert_eq!(nobody.get(&format!("/questions/{other}")).await.status, 404);
    assert_eq!(nobody.get("/questions/nonsense").await.status, 404);
}

#[tokio::test]
async fn the_office_answers_for_its_deputies_and_sees_a_number_only_by_asking() {
    let world = World::new().await;
    let (app, report) = (&world.app, published(&world, "").await);
    let question = asked(&world, &report, 1).await;
    let path = format!("/reporting/questions/{}", question.id);
    for name in ["deputy2", "other-office", "organ"] {
        let status = world.browser(Some(name)).await.get(&path).await.status;
        assert!(status == 404 || status == 403, "{name}: {status}");
    }
    let clerk = world.browser(Some("commission")).await;
    let page = clerk.get(&path).await.body;
    assert!(
        page.contains("水渠") && !page.contains("139****5678") && !page.contains("显示电话号码"),
        "{page}"
    );
    assert_eq!(
        refused(answer(app, &world.actor("commission").await, (question.id, 1), &said(true)).await),
        "forbidden"
    );
    let office = world.browser(Some("local-office")).await;
    let page = office.get(&path).await.body;
    let own_words = page.replace(BODY, "");
    assert!(page.contains("139****5678") && !own_words.contains("13912345678"), "{page}");
    let shown = office.post(&format!("{path}/phone"), &[]).await.body;
    assert!(shown.replace(BODY, "").contains("13912345678"), "{shown}");
    let sent = office
        .post(
            &path,
            &[
                ("version", "1"),
                ("text", "代表说秋天修好。"),
                ("public", "yes"),
                ("question", "水渠何时修？"),
                ("looked", "1"),
            ],
        )
        .await;
    assert!(sent.location.ends_with("done=answered"), "{}", sent.body);
    let public = world.browser(None).await.get(&format!("/reports/{}", report.code)).await.body;
    assert!(public.contains("张沟镇人大主席团代为登记"), "{public}");
    let member = world.actor("other-office").await;
    assert_eq!(refused(look_at_phone(app, &member, question.id).await), "not-found");
}

#[tokio::test]
async fn whoever_answers_is_told_before_it_is_due_the_office_after_and_the_number_is_erased() {
    let world = World::new().await;
    let report = published(&world, "").await;
    let question = asked(&world, &report, 1).await;
    let (app, congress) = (&world.app, world.congress);
    let told = async |name: &str, words: &str| {
        let page = world.browser(Some(name)).await.get("/inbox").await.body;
        // Once to be read, and once for whoever hears which one the button is for.
        page.matches(words).count() / 2
    };
    world.on("2026-03-12");
    clockwork::pass(app, congress).await.unwrap();
    assert_eq!(told("deputy", "到期，请答复").await, 0);
    for day in ["2026-03-13", "2026-03-14"] {
        world.on(day);
        clockwork::pass(app, congress).await.unwrap();
    }
    assert_eq!((told("deputy", "到期，请答复").await, told("local-office", "还没有答复").await), (1, 0));
    for day in ["2026-03-17", "2026-03-18"] {
        world.on(day);
        clockwork::pass(app, congress).await.unwrap();
    }
    assert_eq!((told("deputy", "还没有答复").await, told("local-office", "还没有答复").await), (1, 1));
    let open = now(&world, &question).await;
    answer(app, &world.actor("deputy").await, (question.id, open.version), &said(true)).await.unwrap();
    world.on("2026-04-10");
    clockwork::pass(app, congress).await.unwrap();
    assert!(!now(&world, &question).await.phone.is_empty());
    world.on("2026-04-20");
    clockwork::pass(app, congress).await.unwrap();
    assert!(now(&world, &question).await.phone.is_empty());
}

#[tokio::test]
async fn the_public_form_keeps_what_was_typed_refuses_machines_and_too_many() {
    let world = World::new().await;
    let report = published(&world, "").await;
    let nobody = world.browser(None).await;
    let path = format!("/reports/{}/questions/new", report.code);
    assert!(nobody.get(&path).await.body.contains("10 个工作日内答复"));
    let wrong = nobody.post(&path, &[("body", ""), ("phone", "12")]).await;
    assert!(
        wrong.status == 422 && wrong.body.contains("value=\"12\"") && wrong.body.contains("请写您想问什么")
    );
    let trap = nobody.post(&path, &[("body", "广告"), ("website", "x")]).await;
    assert_eq!(trap.status, 422);
    let form = Uuid::from_u128(990).to_string();
    let sent = nobody.post(&path, &[("form", &form), ("body", "路灯呢？")]).await;
    assert!(sent.location.starts_with("/questions/"), "{}", sent.body);
    let again = nobody.post(&path, &[("form", &form), ("body", "路灯呢？")]).await;
    assert_eq!(again.location, sent.location, "two presses are one question");
    let most = world.app.config.limits.opinions_per_hour;
    for _ in 1..most {
        nobody.post(&path, &[("body", "路灯呢？")]).await;
    }
    assert_eq!(nobody.post(&path, &[("body", "路灯呢？")]).await.status, 429);
}
