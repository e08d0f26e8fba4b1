//! The pages: the queue by keyboard, an act with its steps, objections, lists, quarters.

use axum::http::StatusCode;

use super::*;
use crate::ledger::parties::confirm;

#[tokio::test]
async fn the_queue_shows_what_waits_and_one_press_verifies() {
    let world = World::new().await;
    let [first, second] = [world.declared("2026-02-24").await, world.declared("2026-03-02").await];
    confirm(&world.app, &world.actor("deputy").await, first).await.unwrap();
    let clerk = world.browser(Some("commission")).await;
    let page = clerk.get("/verifications").await;
    assert_eq!(page.status, StatusCode::OK);
    let body = page.body;
    let places = [first, second].map(|id| body.find(&format!("href=\"/acts/{id}\"")).expect("listed"));
    assert!(places[0] < places[1], "the oldest first");
    for word in ["王建业", "走访座谈", "李双妹", "已确认", "待确认", "data-key=\"v\"", "data-key=\"r\""]
    {
        assert!(body.contains(word), "{word}: {body}");
    }
    assert!(body.contains(&format!("href=\"/contacts/{}\"", world.act(first).await.evidence_id)));
    let version = world.act(first).await.version.to_string();
    let path = format!("/acts/{first}/verification");
    let done = clerk.post(&path, &[("version", &version)]).await;
    assert_eq!((done.status, done.location.as_str()), (StatusCode::SEE_OTHER, "/verifications?done=verify"));
    assert!(clerk.get(&done.location).await.body.contains("已核实。"));
    let again = clerk.post(&path, &[("version", &version)]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.body.contains("已经有变化"), "{}", again.body);
    let back = [("version", "2"), ("back", "/contacts/7")];
    let done = clerk.post(&format!("/acts/{second}/verification"), &back).await;
    assert_eq!(done.location, "/contacts/7");
    assert!(clerk.get("/verifications").await.body.contains("没有待核实的"));
    assert_eq!(world.contacts().await, 2);
}

#[tokio::test]
async fn a_return_wants_its_reason_and_the_reason_is_for_those_concerned() {
    let world = World::new().await;
    let id = world.declared("2026-03-02").await;
    let clerk = world.browser(Some("commission")).await;
    let path = format!("/acts/{id}/return");
    let bare = clerk.post(&path, &[("version", "2"), ("note", " ")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.body.contains("请写明理由") && bare.body.contains("id=\"f-return-note\""), "{}", bare.body);
    let done = clerk.post(&path, &[("version", "2"), ("note", "请补充地点")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    for (who, reads) in [("member", true), ("commission", true), ("deputy", false), ("leadership", false)] {
        let page = world.browser(Some(who)).await.get(&format!("/acts/{id}")).await;
        assert_eq!(page.status, StatusCode::OK, "{who}");
        assert_eq!(page.body.contains("请补充地点"), reads, "{who}");
    }
    for who in ["deputy2", "member2", "other-body", "local-office"] {
        let page = world.browser(Some(who)).await.get(&format!("/acts/{id}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{who}");
    }
}

#[tokio::test]
async fn all_that_is_confirmed_and_in_time_is_verified_at_once_and_the_rest_is_named() {
    let world = World::new().await;
    let mut ids = Vec::new();
    for on in ["2026-02-25", "2026-02-26", "2026-02-27", "2026-01-05"] {
        ids.push(world.declared(on).await);
    }
    let deputy = world.actor("deputy").await;
    for id in [ids[0], ids[1], ids[3]] {
        confirm(&world.app, &deputy, id).await.unwrap();
    }
    let clerk = world.browser(Some("commission")).await;
    let page = clerk.get("/verifications").await.body;
    let listed = |id: Uuid| page.contains(&format!("name=\"act\" value=\"{id}:2\""));
    let listed: Vec<bool> = ids.iter().map(|id| listed(*id)).collect();
    assert_eq!(listed, [true, true, false, false], "unconfirmed and late ones are looked at one by one");
    world.objects("deputy", Some(ids[1])).await.unwrap();
    let all: Vec<String> = ids.iter().map(|id| format!("{id}:2")).collect();
    let fields: Vec<(&str, &str)> = all.iter().map(|act| ("act", act.as_str())).collect();
    let before = world.entries().await;
    let done = clerk.post("/verifications", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!((world.contacts().await, world.entries().await), (1, before + 1));
    let said = clerk.get(&done.location).await.body;
    for word in ["已核实 1 条", "有 3 条没有核实", "请先答复异议", "还没有全部确认，或者是迟报"]
    {
        assert!(said.contains(word), "{word}: {said}");
    }
}

#[tokio::test]
async fn each_reader_is_offered_what_he_or_she_may_do() {
    let world = World::new().await;
    let id = world.declared("2026-03-02").await;
    let offers = async |who: &str| {
        let page = world.browser(Some(who)).await.get(&format!("/acts/{id}")).await.body;
        let nouns = ["verification", "return", "confirmation", "objections", "correction"];
        let offered =
            nouns.into_iter().filter(|noun| page.contains(&format!("action=\"/acts/{id}/{noun}\"")));
        offered.collect::<Vec<_>>()
    };
    assert!(offers("member").await.is_empty(), "one's own word is taken back where it was written");
    assert_eq!(offers("deputy").await, ["confirmation", "objections"]);
    assert_eq!(offers("commission").await, ["verification", "return"]);
    assert!(offers("leadership").await.is_empty() && offers("working-body").await.is_empty());
    world.objects("deputy", Some(id)).await.unwrap();
    assert_eq!(offers("commission").await, ["return"], "an objection is answered first");
    world.steps("member", id, Step::Recall).await.unwrap();
    assert!(offers("member").await.is_empty());
    let other = world.verified("2026-03-02").await;
    let page = world.browser(Some("commission")).await.get(&format!("/acts/{other}")).await.body;
    assert!(page.contains(&format!("action=\"/acts/{other}/correction\"")));
}

#[tokio::test]
async fn the_forms_of_an_act_do_what_they_say_and_its_page_tells_of_it() {
    let world = World::new().await;
    let id = world.entered("member", &world.contact_on("2026-03-02"), false).await.unwrap();
    let [member, deputy, clerk] = [
        world.browser(Some("member")).await,
        world.browser(Some("deputy")).await,
        world.browser(Some("commission")).await,
    ];
    for step in [Step::Declare, Step::Recall, Step::Declare] {
        world.steps("member", id, step).await.unwrap();
    }
    let answer = deputy.post(&format!("/acts/{id}/confirmation"), &[]).await;
    assert_eq!(answer.location, format!("/acts/{id}?done=confirm"));
    world.steps("commission", id, Step::Verify).await.unwrap();
    let gone = world.deputies[0].person_id.to_string();
    let fields = [("on_day", "2026-02-27"), ("parties", gone.as_str()), ("note", "记错了日子")];
    let wrong = [("on_day", "2026-02-31"), ("parties", gone.as_str()), ("note", "记错了日子")];
    let refused = clerk.post(&format!("/acts/{id}/correction"), &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("记错了日子"), "every letter is kept");
    let answer = clerk.post(&format!("/acts/{id}/correction"), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let page = member.get(&answer.location).await.body;
    for word in ["更正的理由", "记错了日子", "查看更正前的一条", "2026年2月27日", "已更正"]
    {
        assert!(page.contains(word), "{word}: {page}");
    }
    let old = member.get(&format!("/acts/{id}")).await.body;
    for word in ["已被更正", "查看更正后的一条", "写好草稿", "撤回申报", "确认属实", "核实，计入履职"]
    {
        assert!(old.contains(word), "{word}: {old}");
    }
    assert!(!old.contains('⟦'));
}

#[tokio::test]
async fn an_objection_is_read_by_those_concerned_and_answered_on_its_page() {
    let world = World::new().await;
    let id = world.verified("2026-03-02").await;
    let deputy = world.browser(Some("deputy")).await;
    let path = format!("/acts/{id}/objections");
    assert_eq!(deputy.post(&path, &[("text", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer = deputy.post(&path, &[("text", "那天我在外地")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let clerk = world.browser(Some("commission")).await;
    let list = clerk.get("/objections").await.body;
    let objection = store::objections_to(&world.app.db, world.congress, id).await.unwrap()[0].id;
    assert!(list.contains(&format!("/objections/{objection}")) && list.contains("那天我在外地"));
    let path = format!("/objections/{objection}");
    for (who, reads) in [
        ("deputy", true),
        ("member", true),
        ("commission", true),
        ("deputy2", false),
        ("leadership", false),
        ("working-body", false),
    ] {
        let page = world.browser(Some(who)).await.get(&path).await;
        let status = if reads { StatusCode::OK } else { StatusCode::NOT_FOUND };
        assert_eq!(page.status, status, "{who}");
        let act = world.browser(Some(who)).await.get(&format!("/acts/{id}")).await.body;
        assert_eq!(act.contains("那天我在外地"), reads, "{who}");
    }
    let bare = clerk.post(&format!("{path}/answer"), &[("answer", "已核对")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.body.contains("请选择处理结果") && bare.body.contains("已核对"));
    let fields = [("outcome", "corrected"), ("answer", "确实不在场"), ("void", "1")];
    let done = clerk.post(&format!("{path}/answer"), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(world.contacts().await, 0);
    assert!(deputy.get(&path).await.body.contains("确实不在场"));
    let list = clerk.get("/objections").await.body;
    assert!(list.contains("没有待答复的异议") && list.contains("已更正"), "{list}");
}

#[tokio::test]
async fn a_list_says_what_it_shows_and_its_file_has_the_same_lines() {
    let world = World::new().await;
    world.verified("2026-03-02").await;
    world.declared("2026-02-24").await;
    let clerk = world.browser(Some("commission")).await;
    let person = world.members[0];
    let query = format!("person={person}&kind=contact&counting=1&year=2026");
    let page = clerk.get(&format!("/acts?{query}")).await.body;
    for word in ["王建业 · 联系代表 · 计入的 · 2026年1月1日至2026年12月31日", "共 1 条", "迟报"]
    {
        assert!(page.contains(word), "{word}: {page}");
    }
    assert!(!clerk.get("/acts?topic=%25&state=x&from=y&person=z").await.body.contains('⟦'));
    let file = clerk.get(&format!("/acts.csv?{query}")).await.body;
    let lines: Vec<&str> = file.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines.len(), 2, "{file}");
    assert!(lines[1].starts_with("2026-03-02,王建业,联系代表,走访座谈,"), "{}", lines[1]);
    assert_eq!(clerk.get("/acts.csv").await.body.lines().count(), 3);
    let member2 = world.browser(Some("member2")).await;
    assert_eq!(member2.get("/acts.csv").await.body.lines().count(), 1, "of others' acts nothing");
}

#[tokio::test]
async fn the_published_quarter_names_who_did_what_when_and_no_counterpart() {
    let mut world = World::new().await;
    let nobody = world.browser(None).await;
    assert!(nobody.get("/quarters").await.body.contains("还没有公布过"));
    world.app.charters = made_up("apply_and_audit", &[]);
    let id = world.verified("2026-03-02").await;
    world.on("2026-04-01");
    let clerk = world.browser(Some("commission")).await;
    assert!(clerk.get("/quarters").await.body.contains("value=\"2026-1\""));
    assert_eq!(clerk.post("/quarters", &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let early = clerk.post("/quarters", &[("quarter", "2026-2")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = clerk.post("/quarters", &[("quarter", "2026-1")]).await;
    assert_eq!(done.location, "/quarters/2026-1", "{}", done.body);
    assert_eq!(clerk.post("/quarters", &[("quarter", "2026-1")]).await.status, StatusCode::CONFLICT);
    let nobody = world.browser(None).await;
    let page = nobody.get("/quarters/2026-1").await.body;
    for word in ["王建业", "联系代表", "2026年3月2日", "走访座谈", "名单校验值"] {
        assert!(page.contains(word), "{word}: {page}");
    }
    assert!(!page.contains("李双妹") && !page.contains(&id.to_string()));
    assert!(nobody.get("/quarters").await.body.contains("/quarters/2026-1"));
    for missing in ["2025-4", "2026-5", "x"] {
        assert_eq!(nobody.get(&format!("/quarters/{missing}")).await.status, StatusCode::NOT_FOUND);
    }
}
