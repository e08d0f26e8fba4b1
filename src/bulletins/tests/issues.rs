//! Gazettes and briefs: two people, one number after the other, and papers.

use chrono::TimeDelta;
use uuid::Uuid;

use super::{by, is_conflict, item, notices, passed, sent, to_all};
use crate::base::Error;
use crate::bulletins::acts::*;
use crate::bulletins::official::official;
use crate::bulletins::store::sending::deliveries;
use crate::bulletins::store::{self, public};
use crate::bulletins::{Issue, State};
use crate::trial::World;

pub(super) fn issue(form: u128, kind: &str, items: &[Uuid]) -> NewIssue {
    NewIssue {
        form: Uuid::from_u128(form),
        kind: kind.into(),
        title: "市十届人大常委会第三十次会议公报".into(),
        items: items.to_vec(),
        channels: vec!["inbox".into(), "website".into(), "print".into()],
        to: to_all(),
        before: (0, 0),
    }
}

/// Composed by the commission and approved by the leadership.
pub(super) async fn issued(world: &World, new: &NewIssue) -> Issue {
    let (clerk, chair) = (world.actor("commission").await, world.actor("leadership").await);
    let id = compose(&world.app, &clerk, new).await.unwrap();
    submit_issue(&world.app, &clerk, id).await.unwrap();
    approve(&world.app, &chair, id).await.unwrap();
    store::find_issue(&world.app.db, &clerk, id).await.unwrap()
}

#[tokio::test]
async fn an_issue_gets_its_number_when_a_second_person_approves_it() {
    let world = World::new().await;
    let (clerk, chair) = (world.actor("commission").await, world.actor("leadership").await);
    let one = passed(&world, &item(1, "关于道路的决议")).await;
    let before = NewIssue { before: (2, 40), ..issue(10, "gazette", &[one]) };
    let id = compose(&world.app, &clerk, &before).await.unwrap();
    assert!(matches!(approve(&world.app, &chair, id).await, Err(Error::NotFound)), "a draft is its office's");
    submit_issue(&world.app, &clerk, id).await.unwrap();
    is_conflict(approve(&world.app, &clerk, id).await, "bulletins-own-words");
    refuse(&world.app, &chair, id, "缺目录").await.unwrap();
    let back = store::find_issue(&world.app.db, &clerk, id).await.unwrap();
    assert_eq!(
        (back.state(), back.label().as_str()),
        (State::Returned, ""),
        "what is sent back has no number"
    );
    recompose(&world.app, &clerk, (id, back.version), &before).await.unwrap();
    submit_issue(&world.app, &clerk, id).await.unwrap();
    approve(&world.app, &chair, id).await.unwrap();
    let first = store::find_issue(&world.app.db, &clerk, id).await.unwrap();
    assert_eq!(first.label(), "2026年第3号（总第41号）");
    is_conflict(approve(&world.app, &chair, id).await, "bulletins-not-in-review");
    let two = passed(&world, &item(2, "关于桥梁的决议")).await;
    let second = issued(&world, &NewIssue { before: (9, 99), ..issue(11, "gazette", &[two]) }).await;
    assert_eq!(second.label(), "2026年第4号（总第42号）", "what was before is asked once");
    let brief = issued(&world, &issue(12, "brief", &[one])).await;
    assert_eq!(brief.label(), "〔2026〕1号", "each kind counts for itself");
}

#[tokio::test]
async fn the_numbers_begin_anew_each_year_and_those_of_all_years_go_on() {
    let world = World::new().await;
    let one = passed(&world, &item(1, "一")).await;
    let first = issued(&world, &issue(10, "gazette", &[one])).await;
    world.later(TimeDelta::days(310));
    let two = passed(&world, &item(2, "二")).await;
    let second = issued(&world, &issue(11, "gazette", &[two])).await;
    assert_eq!(first.label(), "2026年第1号（总第1号）");
    assert_eq!(second.label(), "2027年第1号（总第2号）");
}

#[tokio::test]
async fn an_issue_publishes_its_items_and_counts_as_their_delivery() {
    let world = World::new().await;
    let one = passed(&world, &item(1, "关于道路的决议")).await;
    let two = sent(&world, &item(2, "关于桥梁的决议"), &["website"]).await;
    let out = issued(&world, &issue(10, "gazette", &[two, one])).await;
    let titles: Vec<String> = store::items_of(&world.app.db, world.congress, out.id)
        .await
        .unwrap()
        .into_iter()
        .map(|it| it.title)
        .collect();
    assert_eq!(titles, ["关于桥梁的决议", "关于道路的决议"], "in the order of the composer");
    for id in [one, two] {
        let channels: Vec<String> = deliveries(&world.app.db, world.congress, id)
            .await
            .unwrap()
            .into_iter()
            .map(|it| it.channel)
            .collect();
        assert!(channels.contains(&"gazette".to_owned()) && channels.contains(&"website".to_owned()));
    }
    assert_eq!(notices(&world, "bulletin-gazette").await, 2);
    let (found, _) = public::found(&world.app.db, world.congress, "桥梁", None).await.unwrap();
    assert_eq!(found.len(), 2, "the item and its issue");
    let clerk = world.actor("commission").await;
    let left = store::candidates(&world.app.db, &clerk, "gazette", None).await.unwrap();
    assert!(left.is_empty(), "what was in a gazette is in no second one");
    let gone = compose(&world.app, &clerk, &issue(11, "gazette", &[one])).await;
    assert!(matches!(gone, Err(Error::Invalid(_))));
}

#[tokio::test]
async fn an_issue_with_an_item_that_was_withdrawn_or_is_changed_is_not_approved() {
    let world = World::new().await;
    let (clerk, chair) = (world.actor("commission").await, world.actor("leadership").await);
    let one = sent(&world, &item(1, "决议"), &["website"]).await;
    let id = compose(&world.app, &clerk, &issue(10, "gazette", &[one])).await.unwrap();
    submit_issue(&world.app, &clerk, id).await.unwrap();
    withdraw(&world.app, &clerk, one, "有误").await.unwrap();
    is_conflict(approve(&world.app, &chair, id).await, "bulletins-item-not-ready");
}

#[tokio::test]
async fn a_brief_for_deputies_does_not_go_onto_the_site() {
    let world = World::new().await;
    let clerk = world.actor("commission").await;
    let for_deputies = NewItem { readers: "deputies".into(), ..item(1, "代表活动安排") };
    let one = passed(&world, &for_deputies).await;
    let public_too = compose(&world.app, &clerk, &issue(10, "brief", &[one])).await;
    assert!(matches!(public_too, Err(Error::Invalid(_))));
    let inbox = NewIssue { channels: vec!["inbox".into()], ..issue(11, "brief", &[one]) };
    let out = issued(&world, &inbox).await;
    assert_eq!(out.readers, "deputies");
    assert!(public::issue(&world.app.db, world.congress, "brief", (2026, 1)).await.is_err());
    let deputy = world.actor("deputy").await;
    assert!(public::open_issue(&world.app.db, &deputy, out.id).await.unwrap().is_some());
    let keeper = world.actor("station-keeper").await;
    assert!(public::open_issue(&world.app.db, &keeper, out.id).await.is_err());
}

#[tokio::test]
async fn a_gazette_of_forty_items_is_composed_and_becomes_a_paper_with_all_of_them() {
    let world = World::new().await;
    let mut ids = Vec::new();
    for nth in 0..40 {
        ids.push(passed(&world, &item(100 + nth, &format!("第{}项决议", nth + 1))).await);
    }
    let out = issued(&world, &issue(10, "gazette", &ids)).await;
    let items = store::items_of(&world.app.db, world.congress, out.id).await.unwrap();
    let day = world.app.clock.today();
    let paper = official(&out, &items, ("试验市人民代表大会", day));
    assert_eq!(paper.blocks.len(), 40);
    assert_eq!((paper.number.as_str(), paper.day.as_str()), ("2026年第1号（总第1号）", "2026年3月2日"));
    assert_eq!(paper.mark, "试验市人民代表大会常务委员会公报");
    let file = papers::official::docx(&paper).unwrap();
    assert!(file.starts_with(b"PK"), "it is a DOCX");
    let clerk = world.actor("commission").await;
    assert!(
        send(&world.app, &clerk, ids[0], &by(&["inbox"])).await.is_ok(),
        "and each goes out by itself too"
    );
}

#[tokio::test]
async fn a_withdrawn_issue_keeps_its_number_and_its_items_may_go_into_another() {
    let world = World::new().await;
    let clerk = world.actor("commission").await;
    let one = passed(&world, &item(1, "关于道路的决议")).await;
    let out = issued(&world, &issue(10, "gazette", &[one])).await;
    let none = withdraw_issue(&world.app, &clerk, out.id, " ").await;
    assert!(matches!(none, Err(Error::Invalid(_))), "it needs a reason");
    let desk = world.browser(Some("commission")).await;
    let path = format!("/publishing/issues/{}", out.id);
    assert!(desk.get(&path).await.body.contains(&format!("{path}/withdrawal")));
    let done = desk.post(&format!("{path}/withdrawal"), &[("reason", "目录漏排一篇")]).await;
    assert_eq!(done.location, format!("{path}?done=withdrawn"), "{}", done.body);
    is_conflict(withdraw_issue(&world.app, &clerk, out.id, "又").await, "bulletins-not-sent");
    assert_eq!(notices(&world, "bulletin-withdrawn").await, 2, "those who were sent it are told");
    let anybody = world.browser(None).await;
    let page = anybody.get(&out.path()).await;
    assert_eq!(page.status.as_u16(), 410);
    assert!(page.body.contains("目录漏排一篇") && !page.body.contains("关于道路的决议"), "{}", page.body);
    assert_eq!(anybody.get(&format!("{}/gazette.docx", out.path())).await.status.as_u16(), 409);
    assert!(!anybody.get("/bulletins.json").await.body.contains("2026年第1号"));
    let left = desk.get(&path).await.body;
    assert!(left.contains("已撤回") && !left.contains(&format!("{path}/withdrawal")), "{left}");
    assert!(anybody.get("/bulletins/2026-1").await.body.contains("关于道路的决议"), "its item stands");
    world.later(TimeDelta::days(5));
    crate::bulletins::clockwork::pass(&world.app, world.congress).await.unwrap();
    assert_eq!(notices(&world, "bulletin-reminder").await, 0, "nobody is reminded of it");
    let next = issued(&world, &issue(11, "gazette", &[one])).await;
    assert_eq!(next.label(), "2026年第2号（总第2号）", "no number is given twice");
}

#[tokio::test]
async fn a_correction_of_an_issue_and_the_issue_lead_to_each_other() {
    let world = World::new().await;
    let (clerk, chair) = (world.actor("commission").await, world.actor("leadership").await);
    let one = passed(&world, &item(1, "关于道路的决议")).await;
    let out = issued(&world, &issue(10, "gazette", &[one])).await;
    world.later(TimeDelta::hours(1));
    let desk = world.browser(Some("commission")).await;
    let form = desk.get(&format!("/publishing/items/new?corrects={}", out.id)).await.body;
    assert!(form.contains("关于公报2026年第1号") && !form.contains("name=\"readers\""), "{form}");
    let id = out.id.to_string();
    let fields = [
        ("corrects", id.as_str()),
        ("kind", "decision"),
        ("title", "关于公报2026年第1号的更正"),
        ("issuer", "试验市人大常委会"),
        ("adopted_on", "2026-03-02"),
        ("body", "第3页“12万元”应为“21万元”。"),
        ("submit", "1"),
    ];
    let written = desk.post("/publishing/items/new", &fields).await;
    let item =
        written.location.strip_prefix("/publishing/items/").unwrap_or_else(|| panic!("{}", written.body));
    let item: Uuid = item.split('?').next().unwrap().parse().unwrap();
    assert!(
        !world.browser(None).await.get(&out.path()).await.body.contains("本期有更正"),
        "not before it is out"
    );
    pass(&world.app, &chair, item).await.unwrap();
    send(&world.app, &clerk, item, &by(&["website"])).await.unwrap();
    assert_eq!(notices(&world, "bulletin-corrected").await, 2, "those who were sent the issue");
    let anybody = world.browser(None).await;
    let page = anybody.get(&out.path()).await.body;
    assert!(page.contains("本期有更正") && page.contains("href=\"/bulletins/2026-2\""), "{page}");
    let back = anybody.get("/bulletins/2026-2").await.body;
    assert!(back.contains("本篇更正") && back.contains(&format!("href=\"{}\"", out.path())), "{back}");
    let feed: serde_json::Value = serde_json::from_str(&anybody.get("/bulletins.json").await.body).unwrap();
    let gazette = feed["items"].as_array().unwrap().iter().find(|it| it["tags"][0] == "公报").unwrap();
    assert!(
        gazette["content_html"].as_str().unwrap().contains("更正：关于公报2026年第1号的更正"),
        "{gazette}"
    );
    assert!(gazette["date_modified"].as_str() > gazette["date_published"].as_str());
    let after = store::find_issue(&world.app.db, &clerk, out.id).await.unwrap();
    assert_eq!((after.label(), after.state()), (out.label(), State::Sent), "its number stays");
    crate::journal::verify(&world.app.db, world.congress, None).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_feed_says_in_short_what_is_in_an_issue() {
    let world = World::new().await;
    let clerk = world.actor("commission").await;
    let one = passed(&world, &item(1, "关于道路的决议")).await;
    let two = passed(&world, &item(2, "关于桥梁的决议")).await;
    issued(&world, &issue(10, "gazette", &[one, two])).await;
    let gazette = async || {
        let feed = world.browser(None).await.get("/bulletins.json").await.body;
        let feed: serde_json::Value = serde_json::from_str(&feed).unwrap();
        feed["items"].as_array().unwrap().iter().find(|it| it["tags"][0] == "公报").unwrap().clone()
    };
    let before = gazette().await;
    let html = before["content_html"].as_str().unwrap();
    for there in ["关于道路的决议</a>", "/bulletins/2026-1\"", "第三十次会议通过", "会议决定：", "关于桥梁"]
    {
        assert!(html.contains(there), "{there}: {html}");
    }
    assert_eq!(before["summary"], "本期共 2 篇：关于道路的决议；关于桥梁的决议");
    withdraw(&world.app, &clerk, one, "表决结果有误").await.unwrap();
    let after = gazette().await;
    let html = after["content_html"].as_str().unwrap();
    assert!(html.contains("表决结果有误") && html.matches("会议决定：").count() == 1, "{html}");
}
