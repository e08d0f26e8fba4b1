use axum::http::StatusCode;
use uuid::Uuid;

use super::SAID;
use crate::access::drafts;
use crate::contacts::acts::PAGE;
use crate::contacts::store::{self, Which};
use crate::trial::{Answer, World};

async fn recorded(world: &World) -> Vec<store::Contact> {
    let member = world.actor("member").await;
    store::list(&world.app.db, &member, &Which::default(), None).await.unwrap().lines
}

/// The values of the ticked answers of a field, as the page shows them.
fn ticked(answer: &Answer, name: &str) -> Vec<String> {
    let fields = answer.body.split("<input ").filter(|it| it.contains(&format!("name=\"{name}\"")));
    let ticked = fields.filter(|it| it.split('>').next().unwrap().contains(" checked"));
    ticked.map(|it| it.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_contact_takes_a_topic_a_few_words_and_one_press() {
    let world = World::new().await;
    let deputy = world.deputies[0].person_id.to_string();
    let member = world.browser(Some("member")).await;
    let list = member.get("/contacts").await.body;
    assert!(list.contains(&format!("href=\"/contacts/new?deputy={deputy}\"")), "{list}");
    let called = format!("/contacts/new?deputy={deputy}&#38;way=telephone");
    assert!(list.contains(&format!("href=\"tel:13900000001\" data-then=\"{called}\"")), "{list}");
    assert!(list.contains(&format!("href=\"{called}\"")), "{list}");
    let form = member.get(&format!("/contacts/new?deputy={deputy}&way=telephone")).await;
    assert_eq!(ticked(&form, "deputies"), vec![deputy.clone()]);
    assert_eq!(ticked(&form, "way"), ["telephone"]);
    assert!(form.body.contains("value=\"2026-03-02\""), "the day is today");
    assert!(ticked(&form, "topics").is_empty());
    assert!(!form.body.contains("data-draft="), "nothing is kept in the browser");
    let id = Uuid::from_u128(9).to_string();
    let sent = [
        ("form", id.as_str()),
        ("deputies", &deputy),
        ("way", "telephone"),
        ("on_day", "2026-03-02"),
        ("topics", "organs"),
        ("said", SAID),
        ("declare", "1"),
    ];
    let done = member.post("/contacts/new", &sent).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(member.post("/contacts/new", &sent).await.location, done.location, "a second press");
    assert_eq!(recorded(&world).await.len(), 1);
    let page = member.get(&done.location).await.body;
    for word in ["已申报，等代工委核实", "电话", "常委会和“一府一委两院”的工作", SAID, "转为意见建议"]
    {
        assert!(page.contains(word), "{word}: {page}");
    }
    let next = member.get("/contacts/new").await;
    assert_eq!(ticked(&next, "way"), ["telephone"], "as last time");
}

#[tokio::test]
async fn what_is_wrong_costs_no_letter() {
    let world = World::new().await;
    let member = world.browser(Some("member")).await;
    let other = world.deputies[1].person_id.to_string();
    let sent = [
        ("form", ""),
        ("deputies", other.as_str()),
        ("others", "没有这个人"),
        ("way", "letter"),
        ("on_day", "前天"),
        ("said", "写了很久的话"),
        ("confidence", "家里的难处"),
        ("place", "村委会"),
        ("declare", "1"),
    ];
    let answer = member.post("/contacts/new", &sent).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in
        ["没有这个人", "前天", "写了很久的话", "家里的难处", "村委会", "日期不对", "请选择谈了哪些方面"]
    {
        assert!(answer.body.contains(kept), "{kept}: {}", answer.body);
    }
    assert_eq!(
        (ticked(&answer, "deputies"), ticked(&answer, "way")),
        (vec![other], vec!["letter".to_owned()])
    );
    assert!(recorded(&world).await.is_empty());
}

#[tokio::test]
async fn other_deputies_are_named_by_name_or_pinyin() {
    let world = World::new().await;
    let member = world.browser(Some("member")).await;
    for (typed, found) in [("李双妹", 1), ("lsm、阿卜杜拉·买买提", 2), ("双妹，abdl", 2)] {
        let form = Uuid::from_u128(typed.len() as u128).to_string();
        let sent = [
            ("form", form.as_str()),
            ("others", typed),
            ("way", "visit"),
            ("on_day", "2026-03-02"),
            ("topics", "law"),
            ("said", SAID),
        ];
        let done = member.post("/contacts/new", &sent).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{typed}: {}", done.body);
        let page = member.get(&done.location).await.body;
        let named = ["李双妹", "阿卜杜拉·买买提"].iter().filter(|name| page.contains(*name)).count();
        assert_eq!(named, found, "{typed}");
    }
}

#[tokio::test]
async fn what_was_being_written_survives_a_lost_session_and_goes_when_it_is_recorded() {
    let world = World::new().await;
    let deputy = world.deputies[0].person_id.to_string();
    let form = Uuid::from_u128(11).to_string();
    let sent = [
        ("form", form.as_str()),
        ("keep", PAGE),
        ("deputies", &deputy),
        ("way", "visit"),
        ("on_day", "2026-03-02"),
        ("topics", "deputy"),
        ("topics", "law"),
        ("said", SAID),
        ("confidence", "孩子上学难"),
    ];
    let lost = world.browser(Some("member")).await;
    world.on("2026-03-03");
    let answer = lost.post("/contacts/new", &sent).await;
    assert!(answer.location.starts_with("/sign-in?back=%2Fcontacts%2Fnew"), "{answer:?}");
    assert!(recorded(&world).await.is_empty());
    let member = world.browser(Some("member")).await;
    let page = member.get(PAGE).await;
    assert!(page.body.contains("您上次没有写完") && page.body.contains(SAID), "{}", page.body);
    assert!(page.body.contains("孩子上学难") && page.body.contains(&form));
    assert_eq!(
        (ticked(&page, "deputies"), ticked(&page, "topics")),
        (vec![deputy.clone()], vec!["law".into(), "deputy".into()])
    );
    let other = member.get(&format!("{PAGE}?deputy={}", world.deputies[1].person_id)).await;
    assert!(
        other.body.contains("没有写完的另一次联系") && other.body.contains("阿卜杜拉·买买提"),
        "{}",
        other.body
    );
    assert!(!world.shows("member2", PAGE).await.body.contains(SAID), "nobody else's");
    assert_eq!(member.post("/contacts/new", &sent).await.status, StatusCode::SEE_OTHER);
    let draft = drafts::of(&world.app.db, world.congress, world.accounts["member"], PAGE).await.unwrap();
    assert!(draft.is_none(), "it was sent for real");
    assert_eq!(recorded(&world).await.len(), 1);
}
