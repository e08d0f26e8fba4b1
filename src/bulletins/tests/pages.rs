//! The pages: as everybody, as a deputy, as those who write.

use axum::http::StatusCode;

use super::{item, notices, passed, sent};
use crate::bulletins::store::{self, Show};
use crate::trial::World;

#[tokio::test]
async fn everybody_reads_what_was_published_at_an_address_that_stays() {
    let world = World::new().await;
    let id = sent(&world, &item(1, "关于道路的决议"), &["website"]).await;
    let anybody = world.browser(None).await;
    let list = anybody.get("/bulletins").await;
    assert!(list.body.contains("关于道路的决议") && list.body.contains("/bulletins/2026-1"), "{list:?}");
    assert!(list.body.contains("type=\"application/atom+xml\""), "the feed is found from the page");
    let page = anybody.get("/bulletins/2026-1").await;
    assert!(page.body.contains("<h2>一、总的要求</h2>") && page.body.contains("<th>项目</th>"), "{page:?}");
    assert!(page.body.contains("&#60; 市直 &#38; 镇街 &#62;"), "what is written is text, not markup");
    for wrong in ["/bulletins/2026-01", "/bulletins/2026-2", "/bulletins/x", "/gazettes/2026-1"] {
        assert_eq!(anybody.get(wrong).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    for (query, there) in [
        ("?kind=resolution", true),
        ("?kind=report", false),
        ("?year=2026", true),
        ("?q=总的要求", true),
        ("?q=没有", false),
    ] {
        let path = format!(
            "/bulletins{}",
            query
                .replace("总的要求", "%E6%80%BB%E7%9A%84%E8%A6%81%E6%B1%82")
                .replace("没有", "%E6%B2%A1%E6%9C%89")
        );
        assert_eq!(anybody.get(&path).await.body.contains("关于道路的决议"), there, "{query}");
    }
    let clerk = world.actor("commission").await;
    crate::bulletins::acts::withdraw(&world.app, &clerk, id, "表决有误").await.unwrap();
    let gone = anybody.get("/bulletins/2026-1").await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert!(gone.body.contains("表决有误") && !gone.body.contains("总的要求"));
}

#[tokio::test]
async fn a_deputy_opens_what_is_new_with_one_press_on_the_desk() {
    let world = World::new().await;
    let first = sent(&world, &item(1, "关于道路的决议"), &["inbox"]).await;
    let second = sent(&world, &item(2, "关于桥梁的决议"), &["inbox"]).await;
    let deputy = world.browser(Some("deputy")).await;
    let desk = deputy.get("/desk").await;
    assert!(desk.body.contains("action=\"/reading\""), "{desk:?}");
    let sealed = deputy.get(&format!("/reading/{first}")).await;
    assert!(!sealed.body.contains("总的要求"), "a link alone opens nothing");
    assert!(deputy.get("/reading").await.body.contains("关于桥梁的决议"));
    let person = world
        .deputies
        .iter()
        .find(|one| Some(one.person_id) == world_person(&world))
        .map(|one| one.person_id);
    let opened =
        async |id| store::public::opened(&world.app.db, world.congress, id, person.unwrap()).await.unwrap();
    assert_eq!(
        (opened(first).await, opened(second).await),
        (Some(false), Some(false)),
        "GET changes nothing"
    );
    let went = deputy.post("/reading", &[]).await;
    assert_eq!(went.status, StatusCode::SEE_OTHER);
    let page = deputy.get(&went.location).await;
    assert_eq!(page.body.matches("总的要求").count(), 2, "both texts stand on one page");
    assert_eq!((opened(first).await, opened(second).await), (Some(true), Some(true)));
    assert!(!deputy.get("/desk").await.body.contains("action=\"/reading\""));
    let other = world.browser(Some("local-office")).await;
    let readers = other.get(&format!("/reading/{first}/readers")).await;
    assert!(readers.body.contains("阿卜杜拉"), "the town's office sees who has not opened it: {readers:?}");
}

/// The person whose account is `deputy`.
fn world_person(world: &World) -> Option<uuid::Uuid> {
    world.deputies.first().map(|one| one.person_id)
}

#[tokio::test]
async fn a_clerk_writes_previews_and_hands_on_and_keeps_every_letter_of_a_mistake() {
    let world = World::new().await;
    let clerk = world.browser(Some("commission")).await;
    let blank = clerk.get("/publishing/items/new").await;
    assert!(blank.body.contains("试验市人民代表大会常务委员会"), "{blank:?}");
    let fields = |title: &'static str| {
        vec![
            ("form", "00000000-0000-0000-0000-000000000007"),
            ("kind", "decision"),
            ("title", title),
            ("issuer", "试验市人大常委会"),
            ("adopted_on", "2026-03-02"),
            ("adopted_at", "9：30"),
            ("adoption", "（2026年3月2日会议通过）"),
            ("body", "一、第一条\n照办。"),
            ("readers", "public"),
        ]
    };
    let mut preview = fields("关于治水的决定");
    preview.push(("preview", "1"));
    let shown = clerk.post("/publishing/items/new", &preview).await;
    assert!(shown.status == StatusCode::OK && shown.body.contains("<h3>一、第一条</h3>"), "{shown:?}");
    let wrong = clerk.post("/publishing/items/new", &fields("")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("照办。"));
    let mut right = fields("关于治水的决定");
    right.push(("submit", "1"));
    let done = clerk.post("/publishing/items/new", &right).await;
    assert!(done.location.ends_with("?done=submitted"), "{done:?}");
    let chair = world.actor("leadership").await;
    let (waiting, _) = store::list(&world.app.db, &chair, Show::Review, 0).await.unwrap();
    assert_eq!(waiting.len(), 1);
    let kept = &waiting[0];
    assert_eq!((kept.adopted_at, kept.adoption.as_str()), (Some(570), "2026年3月2日会议通过"));
    let leader = world.browser(Some("leadership")).await;
    let path = format!("/publishing/items/{}", kept.id);
    assert!(leader.get(&path).await.body.contains(&format!("{path}/review")));
    assert!(!clerk.get(&path).await.body.contains(&format!("{path}/review")), "not to whoever wrote it");
    leader.post(&format!("{path}/review"), &[]).await;
    let went = clerk
        .post(
            &format!("{path}/sending"),
            &[("channels", "inbox"), ("channels", "website"), ("audience", "deputies")],
        )
        .await;
    assert!(went.location.ends_with("?done=sent"), "{went:?}");
    assert_eq!(notices(&world, "bulletin").await, 2);
}

#[tokio::test]
async fn a_gazette_is_composed_on_one_page_and_its_papers_are_there() {
    let world = World::new().await;
    let one = passed(&world, &item(1, "关于道路的决议")).await.to_string();
    let two = passed(&world, &item(2, "关于桥梁的决议")).await.to_string();
    let clerk = world.browser(Some("commission")).await;
    let blank = clerk.get("/publishing/issues/new?kind=gazette").await;
    assert_eq!(blank.body.matches("checked").count() - 1, 2 + 3 + 1, "all is chosen beforehand");
    let (place_one, place_two) = (format!("place-{one}"), format!("place-{two}"));
    let fields = [
        ("form", "00000000-0000-0000-0000-000000000009"),
        ("title", "第三十次会议公报"),
        ("items", one.as_str()),
        ("items", two.as_str()),
        (place_one.as_str(), "2"),
        (place_two.as_str(), "1"),
        ("order", "hand"),
        ("channels", "inbox"),
        ("channels", "website"),
        ("audience", "deputies"),
        ("submit", "1"),
    ];
    let done = clerk.post("/publishing/issues/new?kind=gazette", &fields).await;
    assert!(done.location.ends_with("?done=submitted"), "{done:?}");
    let path = done.location.trim_end_matches("?done=submitted").to_owned();
    let leader = world.browser(Some("leadership")).await;
    let draft = leader.get(&format!("{path}/gazette.docx")).await;
    assert_eq!(draft.status, StatusCode::OK, "whoever approves it sees its paper before");
    let issued = leader.post(&format!("{path}/approval"), &[]).await;
    assert!(issued.location.ends_with("?done=issued"), "{issued:?}");
    let anybody = world.browser(None).await;
    let page = anybody.get("/gazettes/2026-1").await;
    let (first, second) = (page.body.find("关于桥梁的决议"), page.body.find("关于道路的决议"));
    assert!(first.is_some() && first < second, "in the order of the numbers");
    for file in ["gazette.docx", "gazette.pdf"] {
        let paper = anybody.get(&format!("/gazettes/2026-1/{file}")).await;
        let none = paper.status == StatusCode::CONFLICT && file.ends_with("pdf");
        assert!(paper.status == StatusCode::OK || none, "{file}: {:?}", paper.status);
    }
    assert_eq!(anybody.get("/gazettes/2026-1/brief.pdf").await.status, StatusCode::NOT_FOUND);
}
