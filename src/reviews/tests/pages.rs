//! The pages: a voter needs no account and no script, a stranger sees nothing, and each role sees what is its own.

use axum::http::StatusCode;
use uuid::Uuid;

use super::{begun, no_paper};
use crate::reviews::{State, Step, store};
use crate::trial::{Browser, World};

async fn press(browser: &Browser, path: &str, fields: &[(&str, &str)], done: &str) {
    let answer = browser.post(path, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.body);
    assert!(answer.location.ends_with(&format!("?done={done}")), "{path}: {}", answer.location);
}

/// What stands between two texts, each time.
fn between<'a>(body: &'a str, from: &str, to: &str) -> Vec<&'a str> {
    body.split(from).skip(1).filter_map(|rest| Some(rest.split_once(to)?.0)).collect()
}

#[tokio::test]
async fn an_office_holds_a_review_by_its_pages_and_voters_cast_without_a_script() {
    let world = World::new().await;
    let (office, clerk) =
        (world.browser(Some("local-office")).await, world.browser(Some("commission")).await);
    let blank = office.get("/rounds/new").await.body;
    let whom = between(&blank, "<option value=\"c-", "\"");
    let whom = format!("c-{}", whom.first().expect("a constituency with two deputies"));
    let form = between(&blank, "name=\"form\" value=\"", "\"")[0];
    let typed = [
        ("form", form),
        ("whom", whom.as_str()),
        ("roll", "300"),
        ("slips", "12"),
        ("last_day", "2026-03-16"),
    ];
    let wrong =
        office.post("/rounds/new", &[("form", form), ("roll", "3"), ("slips", "9"), ("title", "保留")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("请选择评议哪位代表") && wrong.body.contains("value=\"保留\""),
        "{}",
        wrong.body
    );
    assert!(
        wrong.body.contains("不能比名册上的选民多") && wrong.body.contains("请填写投票截止日"),
        "{}",
        wrong.body
    );
    let made = office.post("/rounds/new", &typed).await;
    let path = made.location;
    let id: Uuid = path.rsplit('/').next().unwrap().parse().unwrap();
    let printed = office.post(&format!("{path}/slips"), &[]).await.body;
    let slips = between(&printed, "<p class=\"code\">", "</p>");
    let (keys, slips) = slips.split_at(3);
    assert_eq!(slips.len(), 12);
    assert_eq!(printed.matches("<svg").count() - 1, 12, "a picture a slip, and the site's mark");
    let shown = office.get(&path).await.body;
    assert!(slips.iter().all(|slip| !shown.contains(slip.trim())), "they are shown once");
    press(&office, &format!("{path}/proposals"), &[("step", "open")], "proposed").await;
    let own = office.post(&format!("{path}/confirmations"), &[("step", "open")]).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert!(own.body.contains("不能是同一个人"), "{}", own.body);
    press(&clerk, &format!("{path}/confirmations"), &[("step", "open")], "confirmed").await;

    let review = store::one(&world.app.db, world.congress, id).await.unwrap();
    let public = format!("/reviews/{}", review.code);
    let voter = world.browser(None).await;
    let page = voter.get(&public).await.body;
    assert!(page.contains("李双妹") && page.contains("评议票编码") && page.contains("怎样保密"), "{page}");
    assert_eq!(page.matches("<fieldset").count(), 2, "a rating each, no parts");
    let empty = voter.post(&public, &[("slip", slips[0]), ("q1", "0")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("请选一个总体评价") && empty.body.contains(slips[0]), "what was typed stays");
    let thanks = voter.post(&public, &[("slip", slips[0]), ("q1", "0"), ("q2", "2")]).await;
    assert_eq!(thanks.status, StatusCode::OK, "{}", thanks.body);
    let tracker =
        between(&thanks.body, "<b>", "</b>").into_iter().find(|one| one.len() == 19).unwrap().to_owned();
    let found =
        voter.get(&format!("{public}/trackers?q={}", tracker.to_lowercase().replace('-', ""))).await.body;
    assert!(found.contains("在票箱里"), "{found}");
    let missing = voter.get(&format!("{public}/trackers?q=0000-0000-0000-0000")).await.body;
    assert!(missing.contains("票箱里没有"), "{missing}");
    assert_eq!(
        voter.get(&format!("{public}/box.json")).await.status,
        StatusCode::NOT_FOUND,
        "not before closing"
    );

    press(&office, &format!("{path}/proposals"), &[("step", "close")], "proposed").await;
    press(&clerk, &format!("{path}/confirmations"), &[("step", "close")], "confirmed").await;
    let late = voter.post(&public, &[("slip", slips[1]), ("q1", "0"), ("q2", "2")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("现在不能投票"), "{}", late.body);
    let listed = voter.get(&format!("{public}/trackers")).await.body;
    assert!(listed.contains(&tracker), "{listed}");
    let paper = [("ballots", "1"), ("spoiled", "0"), ("unreturned", "10"), ("p1-1", "1"), ("p2-3", "1")];
    let none = office.post(&format!("{path}/paper"), &paper[..1]).await;
    assert!(none.status == 422 && none.body.contains("没有填 0"), "{}", none.body);
    press(&office, &format!("{path}/paper"), &paper, "counted").await;
    let waits = office.get(&path).await.body;
    assert!(waits.contains("要先由两个人各自清点"), "{waits}");
    press(
        &clerk,
        &format!("{path}/paper"),
        &[("ballots", "1"), ("spoiled", "1"), ("unreturned", "10")],
        "counted",
    )
    .await;
    assert!(office.get(&path).await.body.contains("不一样"));
    press(&clerk, &format!("{path}/paper"), &paper, "counted").await;
    press(&clerk, &format!("{path}/proposals"), &[("step", "unseal")], "proposed").await;
    press(&office, &format!("{path}/confirmations"), &[("step", "unseal")], "confirmed").await;
    for (key, said) in keys.iter().take(2).zip(["还要一把钥匙", "票箱已打开"]) {
        let key = key.replace("<br>", " ");
        let entered = voter.post(&format!("{public}/keys"), &[("key", &key)]).await;
        assert!(entered.body.contains(said), "{}", entered.body);
    }
    let before = voter.get(&public).await.body;
    assert!(before.contains("正在清点") && !before.contains("参评率"), "{before}");
    assert!(office.get(&path).await.body.contains("参评率"));
    let deputy = world.browser(Some("deputy")).await;
    assert!(!deputy.get(&path).await.body.contains("参评率"), "a deputy sees it when everybody does");
    press(&office, &format!("{path}/proposals"), &[("step", "publish")], "proposed").await;
    press(&clerk, &format!("{path}/confirmations"), &[("step", "publish")], "confirmed").await;
    let result = voter.get(&public).await.body;
    assert!(result.contains("全体满意") && result.contains("全体不满意"), "{result}");
    assert!(!result.contains("其中纸质票"), "so few are not told apart");
    assert!(result.contains("前整改到位"), "{result}");
    let box_json = voter.get(&format!("{public}/box.json")).await.body;
    assert!(ballot::BallotBox::from_json(&box_json).unwrap().outcome.is_some());
}

#[tokio::test]
async fn a_round_is_seen_by_whom_it_concerns() {
    let world = World::new().await;
    let held = begun(&world, 2).await;
    let path = format!("/rounds/{}", held.id);
    for (who, status) in [
        ("commission", 200),
        ("local-office", 200),
        ("leadership", 200),
        ("deputy", 200),
        ("deputy2", 404),
        ("other-office", 404),
        ("organ", 403),
        ("member", 403),
    ] {
        let browser = world.browser(Some(who)).await;
        assert_eq!(browser.get(&path).await.status, status, "{who}");
        let listed = browser.get("/rounds").await;
        assert_eq!(listed.body.contains(&path), status == 200, "{who}");
    }
    let leads = world.browser(Some("leadership")).await.get(&path).await.body;
    assert!(!leads.contains("/proposals"), "whoever only looks has no buttons");
    let list = world.browser(None).await.get("/reviews").await.body;
    assert!(list.contains(&format!("/reviews/{}", held.code)), "{list}");
}

#[tokio::test]
async fn codes_are_not_to_be_guessed_and_who_casts_is_not_counted() {
    let world = World::new().await;
    let held = begun(&world, 30).await;
    let (voter, path) = (world.browser(None).await, format!("/reviews/{}", held.code));
    let most = world.app.config.limits.opinions_per_hour;
    for nth in 0..30 {
        assert_eq!(voter.post(&path, &[("slip", &held.slips[nth]), ("q1", "0")]).await.status, 200);
    }
    let guess = || world.app.chance.draw(crate::reviews::Slip::random).to_string();
    for _ in 0..most {
        assert_eq!(voter.post(&path, &[("slip", &guess()), ("q1", "0")]).await.status, 422);
    }
    let refused = voter.post(&path, &[("slip", &guess()), ("q1", "0")]).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn words_are_read_by_the_commission_and_the_deputy_only() {
    let world = World::new().await;
    let held = begun(&world, 1).await;
    let path = format!("/reviews/{}", held.code);
    let said = "请多到村里来";
    let voter = world.browser(None).await;
    let thanks = voter.post(&path, &[("slip", &held.slips[0]), ("q1", "0"), ("words", said)]).await;
    assert!(thanks.status == 200 && !thanks.body.contains(said), "{}", thanks.body);
    held.take(&world, Step::Close).await;
    held.count(&world, &no_paper(0)).await;
    held.take(&world, Step::Unseal).await;
    held.open(&world).await;
    let reads = async |who: &str| {
        world.browser(Some(who)).await.get(&format!("/rounds/{}", held.id)).await.body.contains(said)
    };
    assert!(reads("commission").await && !reads("deputy").await, "before it is published");
    held.take(&world, Step::Publish).await;
    assert_eq!(held.state(&world).await, State::Published);
    assert!(reads("commission").await && reads("deputy").await);
    assert!(!reads("local-office").await && !reads("leadership").await);
    assert!(!voter.get(&path).await.body.contains(said));
}
