//! The pages: a voter needs no account and no script, a stranger sees nothing, and each role sees what is its own.

use axum::http::StatusCode;
use uuid::Uuid;

use super::{begun, no_paper};
use crate::reviews::{State, Step, store};
use crate::trial::{Answer, Browser, World};

async fn press(browser: &Browser, path: &str, fields: &[(&str, &str)], done: &str) {
    let answer = browser.post(path, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.body);
    assert!(answer.location.ends_with(&format!("?done={done}")), "{path}: {}", answer.location);
}

/// What stands between two texts, each time.
fn between<'a>(body: &'a str, from: &str, to: &str) -> Vec<&'a str> {
    body.split(from).skip(1).filter_map(|rest| Some(rest.split_once(to)?.0)).collect()
}

/// A round of both deputies, held by pages: two at their desks, and a voter.
struct Stage {
    office: Browser,
    clerk: Browser,
    voter: Browser,
    path: String,
    public: String,
    slips: Vec<String>,
    keys: Vec<String>,
}

impl Stage {
    /// The one at the first desk proposes, the other confirms.
    async fn take(&self, step: &str) {
        press(&self.office, &format!("{}/proposals", self.path), &[("step", step)], "proposed").await;
        press(&self.clerk, &format!("{}/confirmations", self.path), &[("step", step)], "confirmed").await;
    }

    async fn cast(&self, slip: &str, ratings: &[&str]) -> Answer {
        let names = ["q1", "q2"];
        let mut fields = vec![("slip", slip)];
        fields.extend(names.into_iter().zip(ratings.iter().copied()));
        self.voter.post(&self.public, &fields).await
    }
}

/// What an office types for a review of both deputies; twelve slips.
async fn typed(office: &Browser) -> Vec<(&'static str, String)> {
    let blank = office.get("/rounds/new").await.body;
    let whom = between(&blank, "<option value=\"c-", "\"");
    let whom = format!("c-{}", whom.first().expect("a constituency with two deputies"));
    let form = between(&blank, "name=\"form\" value=\"", "\"")[0].to_owned();
    let rest = [("roll", "300"), ("slips", "12"), ("last_day", "2026-03-16")];
    let rest = rest.into_iter().map(|(name, value)| (name, value.to_owned()));
    [("form", form), ("whom", whom)].into_iter().chain(rest).collect()
}

async fn staged(world: &World) -> Stage {
    let (office, clerk) =
        (world.browser(Some("local-office")).await, world.browser(Some("commission")).await);
    let typed = typed(&office).await;
    let fields: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let path = office.post("/rounds/new", &fields).await.location;
    let printed = office.post(&format!("{path}/slips"), &[]).await.body;
    let codes = between(&printed, "<p class=\"code\">", "</p>");
    let (keys, slips) = codes.split_at(3);
    assert_eq!(slips.len(), 12);
    assert_eq!(printed.matches("<svg").count() - 1, 12, "a picture a slip, and the site's mark");
    let shown = office.get(&path).await.body;
    assert!(slips.iter().all(|slip| !shown.contains(slip.trim())), "they are shown once");
    let id: Uuid = path.rsplit('/').next().unwrap().parse().unwrap();
    let review = store::one(&world.app.db, world.congress, id).await.unwrap();
    Stage {
        voter: world.browser(None).await,
        public: format!("/reviews/{}", review.code),
        slips: slips.iter().map(ToString::to_string).collect(),
        keys: keys.iter().map(|key| key.replace("<br>", " ")).collect(),
        office,
        clerk,
        path,
    }
}

#[tokio::test]
async fn an_office_is_told_what_is_wrong_and_nobody_confirms_the_own_step() {
    let world = World::new().await;
    let office = world.browser(Some("local-office")).await;
    let form = world.app.chance.id(world.app.clock.now()).to_string();
    let fields = [("form", form.as_str()), ("roll", "3"), ("slips", "9"), ("title", "保留")];
    let wrong = office.post("/rounds/new", &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("请选择评议哪位代表") && wrong.body.contains("value=\"保留\""),
        "{}",
        wrong.body
    );
    assert!(wrong.body.contains("请填写投票截止日"), "{}", wrong.body);
    let stage = staged(&world).await;
    press(&stage.office, &format!("{}/proposals", stage.path), &[("step", "open")], "proposed").await;
    let own = stage.office.post(&format!("{}/confirmations", stage.path), &[("step", "open")]).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert!(own.body.contains("不能是同一个人"), "{}", own.body);
    let unknown = stage.voter.get(&stage.public).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND, "nobody sees a draft");
}

#[tokio::test]
async fn a_voter_casts_without_a_script_and_finds_the_tracker() {
    let world = World::new().await;
    let stage = staged(&world).await;
    stage.take("open").await;
    let (voter, public, slips) = (&stage.voter, &stage.public, &stage.slips);
    let page = voter.get(public).await.body;
    assert!(page.contains("李双妹") && page.contains("评议票编码") && page.contains("怎样保密"), "{page}");
    assert_eq!(page.matches("<fieldset").count(), 2, "a rating each, no parts");
    let empty = stage.cast(&slips[0], &["0"]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        empty.body.contains("请选一个总体评价") && empty.body.contains(&slips[0]),
        "what was typed stays"
    );
    let thanks = stage.cast(&slips[0], &["0", "2"]).await;
    assert_eq!(thanks.status, StatusCode::OK, "{}", thanks.body);
    let tracker = between(&thanks.body, "<b>", "</b>").into_iter().find(|one| one.len() == 19).unwrap();
    let typed = tracker.to_lowercase().replace('-', "");
    let found = voter.get(&format!("{public}/trackers?q={typed}")).await.body;
    assert!(found.contains("在票箱里"), "{found}");
    let missing = voter.get(&format!("{public}/trackers?q=0000-0000-0000-0000")).await.body;
    assert!(missing.contains("票箱里没有"), "{missing}");
    let early = voter.get(&format!("{public}/box.json")).await;
    assert_eq!(early.status, StatusCode::NOT_FOUND, "not before closing");
    stage.take("close").await;
    let late = stage.cast(&slips[1], &["0", "2"]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("现在不能投票"), "{}", late.body);
    let listed = voter.get(&format!("{public}/trackers")).await.body;
    assert!(listed.contains(tracker), "{listed}");
}

#[tokio::test]
async fn two_count_two_open_and_two_publish_by_the_pages() {
    let world = World::new().await;
    let stage = staged(&world).await;
    stage.take("open").await;
    stage.cast(&stage.slips[0], &["0", "2"]).await;
    stage.take("close").await;
    let (office, clerk, voter, path) = (&stage.office, &stage.clerk, &stage.voter, &stage.path);
    let to = format!("{path}/paper");
    let paper = [("ballots", "1"), ("spoiled", "0"), ("unreturned", "10"), ("p1-1", "1"), ("p2-3", "1")];
    let none = office.post(&to, &paper[..1]).await;
    assert!(none.status == 422 && none.body.contains("没有填 0"), "{}", none.body);
    press(office, &to, &paper, "counted").await;
    let waits = office.get(path).await.body;
    assert!(waits.contains("要先由两个人各自清点"), "{waits}");
    press(clerk, &to, &[("ballots", "1"), ("spoiled", "1"), ("unreturned", "10")], "counted").await;
    assert!(office.get(path).await.body.contains("不一样"));
    press(clerk, &to, &paper, "counted").await;
    stage.take("unseal").await;
    for (key, said) in stage.keys.iter().take(2).zip(["还要一把钥匙", "票箱已打开"]) {
        let entered = voter.post(&format!("{}/keys", stage.public), &[("key", key)]).await;
        assert!(entered.body.contains(said), "{}", entered.body);
    }
    let before = voter.get(&stage.public).await.body;
    assert!(before.contains("正在清点") && !before.contains("参评率"), "{before}");
    assert!(office.get(path).await.body.contains("参评率"));
    let deputy = world.browser(Some("deputy")).await;
    assert!(!deputy.get(path).await.body.contains("参评率"), "a deputy sees it when everybody does");
    stage.take("publish").await;
    let result = voter.get(&stage.public).await.body;
    assert!(result.contains("全体满意") && result.contains("全体不满意"), "{result}");
    assert!(!result.contains("其中纸质票"), "so few are not told apart");
    assert!(result.contains("前整改到位"), "{result}");
    let box_json = voter.get(&format!("{}/box.json", stage.public)).await.body;
    assert!(ballot::BallotBox::from_json(&box_json).unwrap().outcome.is_some());
    let archive = deputy.get(&format!("/archives/{}/parts/report", world.deputies[0].person_id)).await.body;
    assert!(archive.contains("各等次票数按票面次序为"), "{archive}");
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
