//! Rosters on their pages: brought, checked by a job, looked at, written by a job, taken back.

use axum::http::StatusCode;

use super::book;
use crate::exchange::roster::progress;
use crate::trial::{Browser, World};

fn good() -> Vec<u8> {
    book(&[("区域", &[&["名称", "类别", "上级"], &["三村", "村", "张沟镇"], &["四村", "村", "张沟镇"]])])
}

async fn work(world: &World) {
    world.works().await;
}

/// Bring a file; the path of its page.
async fn brought(browser: &Browser, bytes: &[u8]) -> String {
    let answer = browser.upload("/rosters", &[], &[("file", "名册.xlsx", bytes)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location
}

#[tokio::test]
async fn a_clerk_brings_a_roster_looks_imports_and_takes_it_back() {
    let world = World::new().await;
    let clerk = world.browser(Some("commission")).await;
    assert!(clerk.get("/registers").await.body.contains("href=\"/rosters\""));
    let page = brought(&clerk, &good()).await;
    // The page asks until the check is done; whoever leaves finds it in the list.
    let waits = clerk.get(&page).await.body;
    assert!(waits.contains("data-working") && waits.contains("正在检查"));
    assert!(clerk.get("/rosters").await.body.contains(&format!("href=\"{page}\"")));
    work(&world).await;
    let ready = clerk.get(&page).await.body;
    assert!(!ready.contains("data-working") && ready.contains("没有错误，可以导入"), "{ready}");
    assert!(ready.contains("张沟镇/三村") && ready.contains("新增"));
    assert_eq!(clerk.post(&format!("{page}/undo"), &[]).await.status, StatusCode::CONFLICT);
    let ordered = clerk.post(&format!("{page}/import"), &[]).await;
    assert_eq!((ordered.status, &ordered.location), (StatusCode::SEE_OTHER, &page));
    let id = page.rsplit('/').next().unwrap().parse().unwrap();
    progress::tell(id, (3, 7));
    let waits = clerk.get(&page).await.body;
    assert!(waits.contains("data-working") && waits.contains("已经写入 3 项，共 7 项"));
    // Pressed twice it is written once.
    assert_eq!(clerk.post(&format!("{page}/import"), &[]).await.status, StatusCode::CONFLICT);
    work(&world).await;
    let done = clerk.get(&page).await.body;
    assert!(done.contains("新增 2 行") && done.contains("撤销导入"), "{done}");
    assert!(world.browser(None).await.get("/deputies?q=三村").await.body.contains("三村"));
    assert_eq!(clerk.post(&format!("{page}/undo"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(clerk.get(&page).await.body.contains("已经撤销"));
    assert!(clerk.get("/rosters").await.body.contains("已撤销"));
}

#[tokio::test]
async fn mistakes_stand_on_the_page_and_in_files_and_nothing_can_be_imported() {
    let world = World::new().await;
    let clerk = world.browser(Some("commission")).await;
    let mut rows: Vec<Vec<String>> = vec![["名称", "类别", "上级"].map(String::from).to_vec()];
    rows.extend((0..60).map(|nth| [format!("村{nth}"), "村".into(), "张沟".into()].to_vec()));
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let page = brought(&clerk, &book(&[("区域", &rows)])).await;
    work(&world).await;
    let shown = clerk.get(&page).await.body;
    assert!(
        shown.contains("有 60 处错误") && shown.contains("区域!C3") && shown.contains("是不是“张沟镇”？")
    );
    assert!(!shown.contains("区域!C60") && shown.contains("show=mistakes&#38;page=1"), "50 on a page");
    assert!(clerk.get(&format!("{page}?show=mistakes&page=1")).await.body.contains("区域!C60"));
    assert!(!shown.contains(&format!("{page}/import")));
    assert_eq!(clerk.post(&format!("{page}/import"), &[]).await.status, StatusCode::CONFLICT);
    let csv = clerk.get(&format!("{page}/findings.csv")).await.body;
    assert!(csv.contains("错误,区域!C62,上级,没有“张沟”。,是不是“张沟镇”？"), "{csv}");
    let xlsx = clerk.get(&format!("{page}/findings.xlsx")).await;
    assert_eq!(xlsx.status, StatusCode::OK);
    assert_eq!(clerk.post(&format!("{page}/removal"), &[]).await.location, "/rosters");
    assert!(clerk.get(&page).await.body.contains("文件已经清除"));
}

#[tokio::test]
async fn a_file_that_is_no_roster_comes_back_with_what_to_do() {
    let world = World::new().await;
    let clerk = world.browser(Some("system-admin")).await;
    let nothing = clerk.upload("/rosters", &[], &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.body.contains("请选择一个文件。"));
    let page = brought(&clerk, b"name,sex\n").await;
    work(&world).await;
    let shown = clerk.get(&page).await.body;
    assert!(shown.contains("读不出来") && shown.contains("另存为 XLSX"), "{shown}");
}

#[tokio::test]
async fn when_the_registers_move_after_the_preview_there_is_a_new_one() {
    let world = World::new().await;
    let clerk = world.browser(Some("commission")).await;
    let page = brought(&clerk, &good()).await;
    work(&world).await;
    // Somebody enters one of the two villages by hand meanwhile.
    let town = world.areas[0].to_string();
    let fields = [("in", town.as_str()), ("kind", "village"), ("name", "三村")];
    assert_eq!(clerk.post("/registers/areas", &fields).await.status, StatusCode::SEE_OTHER);
    clerk.post(&format!("{page}/import"), &[]).await;
    work(&world).await;
    let shown = clerk.get(&page).await.body;
    assert!(shown.contains("登记的内容有了变动") && shown.contains("没有错误，可以导入"), "{shown}");
    clerk.post(&format!("{page}/import"), &[]).await;
    work(&world).await;
    assert!(clerk.get(&page).await.body.contains("新增 1 行"));
}

#[tokio::test]
async fn two_at_once_write_one_after_the_other() {
    let world = World::new().await;
    let (one, two) = (world.browser(Some("commission")).await, world.browser(Some("system-admin")).await);
    let (first, second) = (brought(&one, &good()).await, brought(&two, &good()).await);
    work(&world).await;
    assert_eq!(one.post(&format!("{first}/import"), &[]).await.status, StatusCode::SEE_OTHER);
    let refused = two.post(&format!("{second}/import"), &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("另一份名册正在导入"), "{}", refused.body);
    work(&world).await;
    assert_eq!(two.post(&format!("{second}/import"), &[]).await.status, StatusCode::SEE_OTHER);
    work(&world).await;
    assert!(two.get(&second).await.body.contains("完全一样"), "the first wrote it all");
}

#[tokio::test]
async fn the_template_and_the_registers_can_be_taken_along_and_nobody_else_may() {
    let world = World::new().await;
    let clerk = world.browser(Some("commission")).await;
    assert_eq!(clerk.get("/rosters/template.xlsx").await.status, StatusCode::OK);
    assert_eq!(clerk.post("/rosters/registers.xlsx", &[]).await.status, StatusCode::OK);
    for name in ["deputy", "local-office", "leadership", "security-admin"] {
        let browser = world.browser(Some(name)).await;
        assert_eq!(browser.get("/rosters").await.status, StatusCode::FORBIDDEN, "{name}");
        assert_eq!(
            browser.post("/rosters/registers.xlsx", &[]).await.status,
            StatusCode::FORBIDDEN,
            "{name}"
        );
    }
}
