use axum::http::StatusCode;

use super::*;
use crate::base::codes::Code;
use crate::journal;

#[tokio::test]
async fn one_field_leads_to_where_it_is_who_has_it_and_by_when() {
    let world = World::new().await;
    let case = says(&world, WORDS).await;
    let browser = world.browser(None).await;
    let typed = Code::parse(&case.receipt).unwrap().to_string().to_lowercase().replace('-', "+");
    let asked = browser.get(&format!("/follow?code={typed}")).await;
    assert_eq!((asked.status, asked.location), (StatusCode::SEE_OTHER, format!("/follow/{}", case.receipt)));
    let page = browser.get(&format!("/follow/{}", case.receipt)).await;
    for there in [
        "已经收到，由张沟镇人大主席团分办",
        "2026年3月9日前分办",
        "从2026年3月2日的第二天算起，5 个工作日，到2026年3月9日为止。",
        WORDS,
    ] {
        assert!(page.body.contains(there), "{there}: {}", page.body);
    }
    let response = gets(&world, &format!("/follow/{}", case.receipt), &[]).await;
    assert!(response.headers().contains_key("x-robots-tag"));
}

#[tokio::test]
async fn a_wrong_receipt_is_explained_and_guessing_is_held() {
    let world = World::new().await;
    let browser = world.browser(None).await;
    for (typed, says) in [
        ("2026-000123", "这是意见的编号"),
        ("7K3F-9QX", "您输入了 7 位"),
        ("7K3F-9QXM-2AU5", "没有“U”"),
        ("0000-0000-0001", "有一位不对"),
    ] {
        let page = browser.get(&format!("/follow?code={typed}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains(says), "{typed}: {}", page.body);
        assert!(page.body.contains(&format!("value=\"{typed}\"")), "what was typed is kept");
    }
    let unknown = "/follow/000000000000";
    assert_eq!(browser.get(unknown).await.status, StatusCode::NOT_FOUND);
    for _ in 1..60 {
        browser.get(unknown).await;
    }
    assert_eq!(browser.get(unknown).await.status, StatusCode::TOO_MANY_REQUESTS);
    let case = says(&world, WORDS).await;
    assert_eq!(browser.get(&format!("/follow/{}", case.receipt)).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn the_answer_is_opened_by_hand_and_that_is_recorded() {
    let world = World::new().await;
    let case = answered(&world, WORDS).await;
    let browser = world.browser(None).await;
    let path = format!("/follow/{}", case.receipt);
    let closed = browser.get(&path).await;
    assert!(closed.body.contains("答复来了") && !closed.body.contains("已经重新铺好"), "not yet opened");
    assert!(!closed.body.contains("您满意吗"), "nobody evaluates what was not read");
    assert_eq!(now(&world, &case).await.version, case.version, "looking changes nothing");
    let opened = browser.post(&format!("{path}/opening"), &[]).await;
    assert_eq!(opened.location, format!("{path}#answer"));
    let page = browser.get(&path).await.body;
    let plain = page.find("三组的路已经重新铺好").expect("the plain words");
    assert!(plain < page.find("经现场踏勘").expect("the full text"), "plain words come first");
    let kinds: Vec<String> = journal::by_subject(&world.app.db, world.congress, case.id)
        .await
        .unwrap()
        .into_iter()
        .map(|entry| entry.kind)
        .collect();
    assert_eq!(kinds.iter().filter(|kind| *kind == "case.receive").count(), 1, "{kinds:?}");
}

#[tokio::test]
async fn the_voter_says_whether_it_was_good_and_why_not() {
    let world = World::new().await;
    let case = answered(&world, WORDS).await;
    let browser = world.browser(None).await;
    let path = format!("/follow/{}", case.receipt);
    browser.post(&format!("{path}/opening"), &[]).await;
    let rating = format!("{path}/rating");
    let half = browser.post(&rating, &[("attitude", "satisfied")]).await;
    assert!(
        half.status == StatusCode::UNPROCESSABLE_ENTITY && half.body.contains("href=\"#f-rating-result\"")
    );
    assert!(half.body.contains("value=\"satisfied\" checked"), "the other answer is kept");
    let fields = [("attitude", "satisfied"), ("result", "not_satisfied")];
    let silent = browser.post(&rating, &fields).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.body.contains("请写明哪里不满意"));
    let said = browser.post(&rating, &[fields[0], fields[1], ("text", "还有一段没修。")]).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    let page = browser.get(&path).await.body;
    assert!(page.contains("您的评价已经收到：不满意") && page.contains("人大正在研究下一步"), "{page}");
    assert!(!page.contains("您满意吗"));
    let rated = now(&world, &case).await.standing.answer.unwrap();
    assert!(rated.unanswered && rated.voter_rating.unwrap().dissatisfied());
}

#[tokio::test]
async fn the_voter_withdraws_after_being_asked_once_more() {
    let world = World::new().await;
    let case = says(&world, WORDS).await;
    let browser = world.browser(None).await;
    let path = format!("/follow/{}/withdrawal", case.receipt);
    assert!(browser.get(&path).await.body.contains("确定撤回吗"));
    assert_eq!(now(&world, &case).await.version, case.version, "asking changes nothing");
    browser.post(&path, &[("text", "已经自己解决了。")]).await;
    let page = browser.get(&format!("/follow/{}", case.receipt)).await.body;
    assert!(page.contains("已经撤回") && !page.contains("/withdrawal"), "{page}");
    let late = answered(&world, WORDS).await;
    let refused = browser.post(&format!("/follow/{}/withdrawal", late.receipt), &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn whoever_was_joined_is_kept_informed_of_the_other_one() {
    let world = World::new().await;
    let first = answered(&world, WORDS).await;
    let second = says(&world, "新里村学校门口的路一下雨就是水塘。").await;
    let join = Move { case: Some(first.id), ..Move::new(StepKind::Join) };
    takes(&world, "commission", &second, join).await;
    let browser = world.browser(None).await;
    let page = browser.get(&format!("/follow/{}", second.receipt)).await.body;
    assert!(page.contains(&format!("并到意见 {} 一起办理", first.number)), "{page}");
    assert!(page.contains("三组的路已经重新铺好"), "the common answer");
    assert!(!page.contains(WORDS) && !page.contains(&first.receipt), "not the other sender's own words");
}
