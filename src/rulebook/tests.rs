use axum::http::StatusCode;

use crate::bodies::calendar::calendar;
use crate::trial::World;

#[tokio::test]
async fn anybody_reads_the_charter_with_its_clauses_and_what_it_leaves_open() {
    let world = World::new().await;
    let page = world.browser(None).await.get("/charter").await;
    assert_eq!(page.status, StatusCode::OK);
    for part in [
        "认真办理代表和选民提出的意见建议",
        "代表法第五十一条",
        "每年回原选区至少开展2次",
        "联系代表一次",
        "5 个工作日内登记的为及时",
    ] {
        assert!(page.body.contains(part), "{part}");
    }
    let open = world.browser(None).await.get("/charter/choices").await.body;
    assert!(page.body.contains("/charter/choices") && open.contains("cases.deadlines.reply"), "{open}");
}

#[tokio::test]
async fn the_commission_edits_a_day_and_deadlines_follow() {
    let world = World::new().await;
    let clerk = world.browser(Some("commission")).await;
    assert_eq!(clerk.get("/calendar").await.status, StatusCode::OK);
    let wrong = clerk.post("/calendar/days", &[("day", "2026-03-12"), ("name", "x")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("day", "2026-03-12"), ("kind", "holiday"), ("name", "植树休息日")];
    assert_eq!(clerk.post("/calendar/days", &fields).await.status, StatusCode::SEE_OTHER);
    let days = calendar(&world.app.db, world.congress).await.unwrap();
    assert!(!days.is_working_day("2026-03-12".parse().unwrap()));
    assert!(clerk.get("/calendar?year=2026").await.body.contains("植树休息日"));
    let refused = world.browser(Some("organ")).await.post("/calendar/days", &fields).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
