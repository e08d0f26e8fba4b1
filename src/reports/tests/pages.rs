//! The pages, as the deputy, the office and everybody walk them.

use axum::http::StatusCode;

use super::published;
use crate::reports::printed::report_of;
use crate::reports::store;
use crate::trial::World;

#[tokio::test]
async fn a_deputy_drafts_edits_and_submits_in_three_pages() {
    let world = World::new().await;
    let deputy = world.browser(Some("deputy")).await;
    assert!(deputy.get("/duties").await.body.contains("href=\"/reporting\""));
    assert!(deputy.get("/reporting").await.body.contains("按履职记录起草"));
    let edit = deputy.post("/reporting", &[]).await.location;
    let page = deputy.get(&edit).await.body;
    for part in ["学习宣传", "会议期间履职", "闭会期间活动", "联系选民", "议案建议及办理结果", "不足与打算"]
    {
        assert!(page.contains(part), "{part}");
    }
    assert!(page.contains("今年应开展联系选民活动 2 次，已开展 0 次，还差 2 次"), "{page}");
    let wrong = deputy.post(&edit, &[("version", "1"), ("voters", "走访六次"), ("then", "submit")]).await;
    assert!(wrong.status == 422 && wrong.body.contains("走访六次"), "{}", wrong.body);
    let fields = [("version", "1"), ("summary", "走遍全选区。"), ("voters", "走访六次"), ("then", "submit")];
    let sent = deputy.post(&edit, &fields).await;
    assert!(sent.location.ends_with("?done=submitted"), "{}", sent.body);
    let shown = deputy.get(&sent.location).await.body;
    assert!(shown.contains("走遍全选区") && shown.contains("定时间地点") && shown.contains("撤回来接着写"));
    // Somebody who writes on an old version keeps every letter, and the next saving goes over it.
    let late = deputy.post(&edit, &[("version", "1"), ("summary", "晚写的。"), ("then", "keep")]).await;
    assert!(
        late.status == 422
            && late.body.contains("晚写的")
            && late.body.contains("name=\"version\" value=\"2\"")
    );
    assert_eq!(deputy.get("/reporting").await.status, StatusCode::SEE_OTHER);
    let office = world.browser(Some("local-office")).await;
    assert!(office.get("/reports/progress?show=submitted").await.body.contains("李双妹"));
}

#[tokio::test]
async fn everybody_reads_the_summary_and_the_constituency_the_whole() {
    let world = World::new().await;
    let report = published(&world, "回电13900001234。").await;
    let nobody = world.browser(None).await;
    let path = format!("/reports/{}", report.code);
    let page = nobody.get(&path).await.body;
    assert!(page.contains("走访了全部村组") && !page.contains("走访选民六次"), "{page}");
    assert!(page.contains("52") && page.contains("王主持"), "{page}");
    let village = world.areas[1].to_string();
    let whole = nobody.post(&format!("{path}/text"), &[("village", &village)]).await.body;
    assert!(
        whole.contains("走访选民六次") && !whole.contains("13900001234") && !whole.contains("13900000001")
    );
    let town = world.areas[0].to_string();
    let elsewhere = nobody.post(&format!("{path}/text"), &[("village", &town)]).await;
    assert!(elsewhere.status == 422 && !elsewhere.body.contains("走访选民六次"));
    let list = nobody.get("/reports").await.body;
    assert!(list.contains(&path) && list.contains("已经述职"));
    let code = &world.deputies[0].code;
    assert!(nobody.get(&format!("/deputies/{code}")).await.body.contains(&format!("/reports?deputy={code}")));
    assert!(nobody.get(&format!("/reports?deputy={code}")).await.body.contains(&path));
    let other = &world.deputies[1].code;
    assert!(!nobody.get(&format!("/reports?deputy={other}")).await.body.contains(&path));
    assert_eq!(nobody.get("/reports/nonsense").await.status, StatusCode::NOT_FOUND);
    assert_eq!(nobody.get("/reports?area=nonsense").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_forms_of_the_day_come_back_whole_and_lead_on() {
    let world = World::new().await;
    let deputy = world.browser(Some("deputy")).await;
    let edit = deputy.post("/reporting", &[]).await.location;
    let root = edit.trim_end_matches("/edit").to_owned();
    let fields = [("version", "1"), ("summary", "走遍全选区。"), ("voters", "走访六次"), ("then", "submit")];
    deputy.post(&edit, &fields).await;
    let office = world.browser(Some("local-office")).await;
    let wrong = office
        .post(&format!("{root}/plan"), &[("version", "2"), ("way", "meeting"), ("starts", "早上")])
        .await;
    assert!(
        wrong.status == 422 && wrong.body.contains("value=\"早上\"") && wrong.body.contains("请填写地点")
    );
    let fields = [
        ("version", "2"),
        ("way", "meeting"),
        ("on_day", "2026-03-02"),
        ("starts", "9:00"),
        ("place", "村委会"),
    ];
    let sent = office.post(&format!("{root}/plan"), &fields).await;
    assert_eq!(sent.location, format!("{root}?done=planned"), "{}", sent.body);
    let page = office.get(&format!("{root}/giving")).await.body;
    assert!(page.contains("value=\"村委会\"") && page.contains("value=\"9:00\""), "{page}");
    let mut fields = fields.to_vec();
    fields[0] = ("version", "3");
    let missing = office.post(&format!("{root}/giving"), &fields).await;
    assert!(missing.status == 422 && missing.body.contains("请填写到场的选民人数"), "{}", missing.body);
    fields.push(("present", "40"));
    let sent = office.post(&format!("{root}/giving"), &fields).await;
    assert_eq!(sent.location, format!("{root}?done=given"), "{}", sent.body);
    for ending in ["report.docx"] {
        assert_eq!(office.get(&format!("{root}/{ending}")).await.status, StatusCode::OK);
        let stranger = world.browser(Some("other-office")).await;
        assert_eq!(stranger.get(&format!("{root}/{ending}")).await.status, StatusCode::NOT_FOUND);
    }
    let clerk = world.actor("commission").await;
    let id = root.rsplit('/').next().unwrap().parse().unwrap();
    let code = store::one(&world.app.db, world.congress, id).await.unwrap().code;
    let paper = report_of(&world.app, &clerk, &code).await.unwrap();
    let said = serde_json::to_string(&paper).unwrap();
    assert!(
        said.contains("一、摘要") && said.contains("走访六次") && said.contains("到场选民 40 人"),
        "{said}"
    );
}
