use std::io::Cursor;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use calamine::{DataType as _, Reader as _, Xlsx};
use tower::ServiceExt as _;

use super::*;
use crate::access::acts::open_session;
use crate::people::acts::give_leave;

const PAGES: [&str; 4] = ["/assignments", "/assignments/print", "/assignments.xlsx", "/assignments?q=lsm"];

#[tokio::test]
async fn the_commission_and_the_leadership_see_it_and_only_the_commission_changes_it() {
    let town = Town::new(0, 2).await;
    let plan = town.propose("2026-04-01", Way::Keep).await.unwrap();
    let draft = format!("/assignments/plans/{plan}");
    for page in PAGES {
        for role in ["commission", "leadership"] {
            let answer = town.world.browser(Some(role)).await.get(page).await;
            assert_eq!(answer.status, StatusCode::OK, "{page} as {role}");
        }
        for role in ["voter", "deputy", "member", "working-body", "local-office", "organ", "system-admin"] {
            let answer = town.world.browser(Some(role)).await.get(page).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{page} as {role}");
        }
    }
    let leadership = town.world.browser(Some("leadership")).await;
    assert_eq!(leadership.get(&draft).await.status, StatusCode::NOT_FOUND, "a draft is the commission's own");
    let page = leadership.get("/assignments").await.body;
    assert!(page.contains("王建业") && !page.contains("提出分工建议") && !page.contains("/assignments/ties"));
    for path in ["/assignments/ties", "/leaves"] {
        assert_eq!(leadership.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    for path in ["/assignments/plans".to_owned(), format!("{draft}/pairs"), format!("{draft}/publication")] {
        assert_eq!(leadership.post(&path, &[]).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    town.publish(plan).await.unwrap();
    let page = leadership.get(&draft).await;
    assert!(page.status == StatusCode::OK && !page.body.contains("确认公布"));
    assert_eq!(leadership.get("/assignments?on=nonsense&member=nonsense").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_clerk_proposes_moves_takes_back_and_publishes_by_plain_forms() {
    let town = Town::new(1, 4).await;
    let clerk = town.world.browser(Some("commission")).await;
    let wrong = clerk.post("/assignments/plans", &[("in_force_on", "2026-02-01"), ("way", "keep")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("不能从过去的日子起") && wrong.body.contains("value=\"2026-02-01\""));
    let sent = clerk.post("/assignments/plans", &[("in_force_on", "2026-04-01"), ("way", "keep")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{sent:?}");
    let plan = sent.location.clone();
    let id: Uuid = plan.rsplit('/').next().unwrap().parse().unwrap();
    assert!(
        clerk.get("/assignments").await.body.contains(&format!("href=\"{plan}\"")),
        "the draft is found again"
    );
    let [from, to] = [town.members[0].to_string(), town.members[1].to_string()];
    let page = clerk.get(&format!("{plan}?member={from}")).await.body;
    let pairs = town.pairs(id).await;
    let of_from: Vec<&Planned> =
        pairs.iter().filter(|pair| pair.member_id == Some(town.members[0])).collect();
    for pair in &pairs {
        assert_eq!(
            page.contains(&format!("value=\"{}\"", pair.deputy_id)),
            of_from.contains(&pair),
            "{pair:?}"
        );
    }
    assert!(page.contains("沿用原来的") && !page.contains("撤销上一次调整"));
    let deputy = of_from[0].deputy_id.to_string();
    let version = town.version(id).await.to_string();
    let fields = [("version", version.as_str()), ("member", &from), ("deputies", &deputy), ("to", "")];
    let refused = clerk.post(&format!("{plan}/pairs"), &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("请选择改由谁联系"), "{refused:?}");
    assert!(refused.body.contains(&format!("value=\"{deputy}\" checked")), "the ticks stay");
    let fields = [("version", version.as_str()), ("member", &from), ("deputies", &deputy), ("to", &to)];
    let moved = clerk.post(&format!("{plan}/pairs"), &fields).await;
    assert_eq!(moved.location, format!("{plan}?member={from}#deputies"), "{moved:?}");
    assert_eq!(clerk.post(&format!("{plan}/pairs"), &fields).await.status, StatusCode::CONFLICT);
    let page = clerk.get(&format!("{plan}?member={to}")).await.body;
    assert!(
        page.contains("手工调整") && page.contains(&format!("{}（1 位）改由欧阳海联系", of_from[0].deputy))
    );
    let version = town.version(id).await.to_string();
    let undone = clerk.post(&format!("{plan}/undo"), &[("version", &version), ("member", &to)]).await;
    assert_eq!(undone.location, format!("{plan}?member={to}#deputies"));
    assert_eq!(town.pairs(id).await, pairs);
    let version = town.version(id).await.to_string();
    let done = clerk.post(&format!("{plan}/publication"), &[("version", &version)]).await;
    assert_eq!(done.location, plan, "{done:?}");
    assert!(clerk.get("/assignments").await.body.contains("/assignments?on=2026-04-01"), "in the history");
    let inbox = town.world.browser(Some("member")).await.get("/inbox").await.body;
    assert!(inbox.contains("2026年4月1日") && inbox.contains("您联系 2 位代表"), "{inbox}");
}

#[tokio::test]
async fn somebody_without_a_member_is_seen_and_gets_one_in_two_clicks() {
    let town = Town::new(1, 2).await;
    let clerk = town.world.browser(Some("commission")).await;
    town.loses_seat(town.members[0], "2026-03-01").await;
    let page = clerk.get("/assignments").await.body;
    assert!(page.contains("王建业（席位已经终止）") && page.contains("没有安排过"));
    let fields = [("in_force_on", "2026-03-03"), ("way", "fill")];
    let plan = clerk.post("/assignments/plans", &fields).await.location;
    let id: Uuid = plan.rsplit('/').next().unwrap().parse().unwrap();
    let version = town.version(id).await.to_string();
    clerk.post(&format!("{plan}/publication"), &[("version", &version)]).await;
    town.world.on("2026-03-03");
    let clerk = town.world.browser(Some("commission")).await;
    let page = clerk.get("/assignments?q=lsm").await.body;
    assert!(page.contains("李双妹") && !page.contains("席位已经终止"));
    let member = clerk.get(&format!("/assignments?member={}", town.members[1])).await.body;
    assert!(member.contains("人数均衡") || member.contains("沿用原来的"), "{member}");
}

#[tokio::test]
async fn on_paper_every_deputy_stands_once() {
    let town = Town::new(1, 7).await;
    let plan = town.propose("2026-03-10", Way::Rotate).await.unwrap();
    town.publish(plan).await.unwrap();
    let browser = town.world.browser(Some("leadership")).await;
    let page = browser.get("/assignments/print?on=2026-03-10").await.body;
    for pair in town.pairs(plan).await {
        assert_eq!(page.matches(&format!(">{}</td>", pair.deputy)).count(), 1, "{}", pair.deputy);
    }
    assert!(page.contains("试验市人民代表大会常务委员会组成人员联系代表分工表") && page.contains("合计"));
    assert!(page.contains("2026年3月10日"));
    let before = browser.get("/assignments/print?on=2026-03-09").await.body;
    assert!(before.contains("李双妹") && before.contains("没有联系人的代表 7 位"), "{before}");
}

#[tokio::test]
async fn the_file_has_a_line_a_member_a_line_a_deputy_and_real_days() {
    let town = Town::new(1, 7).await;
    let plan = town.propose("2026-03-10", Way::Keep).await.unwrap();
    town.publish(plan).await.unwrap();
    let world = &town.world;
    let token =
        open_session(&world.app, world.congress, world.accounts["commission"], "trial").await.unwrap();
    let request = Request::get("/assignments.xlsx?on=2026-03-10")
        .header(header::HOST, "trial")
        .header(header::COOKIE, format!("session={token}"));
    let answer =
        crate::site::site(world.app.clone()).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let name = answer.headers()[header::CONTENT_DISPOSITION].to_str().unwrap().to_owned();
    assert_eq!(name, "attachment; filename=\"assignments-2026-03-10.xlsx\"");
    let bytes = to_bytes(answer.into_body(), 1 << 20).await.unwrap().to_vec();
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range("按组成人员").unwrap();
    let rows: Vec<Vec<String>> = sheet
        .rows()
        .map(|row| row.iter().map(|cell| cell.as_string().unwrap_or_default()).collect())
        .collect();
    assert!(rows[0][0].ends_with("联系代表分工表"));
    assert_eq!(rows[1][..3], ["序号", "组成人员", "单位和职务"]);
    let total = rows.iter().find(|row| row[1] == "合计").unwrap();
    assert_eq!(total[4], "9");
    let listed: i64 = rows[2..5].iter().map(|row| row[4].parse::<i64>().unwrap()).sum();
    assert_eq!(listed, 9);
    let sheet = book.worksheet_range("按代表").unwrap();
    for pair in town.pairs(plan).await {
        let found: Vec<_> =
            sheet.rows().filter(|row| row[2].as_string().as_deref() == Some(pair.deputy.as_str())).collect();
        assert_eq!(found.len(), 1, "{pair:?}");
        assert_eq!(found[0][1].as_string(), pair.member);
        let since =
            town.ever().await.into_iter().find(|row| row.deputy_id == pair.deputy_id).unwrap().from_on;
        assert_eq!(found[0][7].as_date(), Some(since), "a day is a day");
    }
}

#[tokio::test]
async fn ties_and_leave_are_entered_by_name() {
    let town = Town::new(0, 2).await;
    let clerk = town.world.browser(Some("commission")).await;
    let which =
        clerk.post("/assignments/ties", &[("one", "代表"), ("other", "王建业"), ("kind", "kin")]).await;
    assert_eq!(which.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(which.body.contains("请选择是哪一位") && which.body.contains("代表一"), "{which:?}");
    let picked = town.deputies[3].to_string();
    let fields = [("one", "代表"), ("one-id", picked.as_str()), ("other", "王建业"), ("kind", "kin")];
    assert_eq!(clerk.post("/assignments/ties", &fields).await.location, "/assignments/ties");
    let page = clerk.get("/assignments/ties").await.body;
    assert!(page.contains("亲属") && page.contains("王建业"), "{page}");
    let none = clerk.post("/assignments/ties", &[("one", "无名氏"), ("other", ""), ("kind", "")]).await;
    assert!(none.body.contains("没有找到“无名氏”") && none.body.contains("请填写姓名"));

    let fields =
        [("person", "欧阳海"), ("reason", "study"), ("from_on", "2026-03-01"), ("to_on", "2026-06-30")];
    assert_eq!(clerk.post("/leaves", &fields).await.location, "/leaves");
    let twice = clerk.post("/leaves", &fields).await;
    assert!(twice.status == StatusCode::UNPROCESSABLE_ENTITY && twice.body.contains("已经登记了请假"));
    let leave = crate::people::store::leaves(&town.world.app.db, town.world.congress, None).await.unwrap();
    let end = format!("/leaves/{}/end", leave[0].id);
    assert!(clerk.get(&format!("/leaves?end={}", leave[0].id)).await.body.contains(&end));
    let late = clerk.post(&end, &[("to_on", "2026-07-01")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(clerk.post(&end, &[("to_on", "2026-03-01")]).await.location, "/leaves");
    assert!(clerk.get("/leaves?show=past").await.body.contains("欧阳海"));
    assert!(!clerk.get("/leaves").await.body.contains("欧阳海"));
}

#[tokio::test]
async fn whoever_is_on_long_leave_is_marked() {
    let town = Town::new(0, 2).await;
    let app = &town.world.app;
    let tx = app.db.begin().await.unwrap();
    let leave = (day("2026-03-01"), None);
    give_leave(&tx, app, &town.clerk, (town.members[0], "illness"), leave).await.unwrap();
    tx.commit().await.unwrap();
    assert!(town.world.browser(Some("commission")).await.get("/assignments").await.body.contains("长期请假"));
}
