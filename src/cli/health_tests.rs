use axum::{
    body::{Body, to_bytes},
    http::Request,
    routing::post,
};
use tower::ServiceExt;

use super::*;
use crate::access::{Permit, Routes, Visit};
use crate::base::Error;
use crate::site::dressed;
use crate::trial::{Log, World};

async fn ask(router: Router, path: &str) -> (StatusCode, String) {
    let request = Request::builder().uri(path).body(Body::empty()).unwrap();
    let answer = router.oneshot(request).await.unwrap();
    let status = answer.status();
    let body = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn ready_until_told_to_stop_and_only_with_its_own_tables() {
    let world = World::new().await;
    let (stop, stopping) = watch::channel(false);
    let health = health(world.app.clone(), stopping);
    assert_eq!(ask(health.clone(), "/healthz").await.0, StatusCode::OK);
    assert_eq!(ask(health.clone(), "/readyz").await, (StatusCode::OK, "ready\n".to_owned()));
    let tx = world.app.db.begin().await.unwrap();
    let one = "(SELECT max(version) FROM seaql_migrations)";
    use crate::base::{Conn, sql};
    tx.run(sql(format!("DELETE FROM seaql_migrations WHERE version = {one}"), [])).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(ask(health.clone(), "/readyz").await.0, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(ask(health.clone(), "/healthz").await.0, StatusCode::OK);
    stop.send_replace(true);
    assert_eq!(ask(health, "/readyz").await, (StatusCode::SERVICE_UNAVAILABLE, "stopping\n".to_owned()));
}

#[tokio::test]
async fn a_node_that_differs_from_the_one_started_last_is_not_ready() {
    let world = World::new().await;
    let (_stop, stopping) = watch::channel(false);
    let mine = health(world.app.clone(), stopping.clone());
    let entries = async || journal::count(&world.app.db, world.congress).await.unwrap();
    let before = entries().await;
    for _ in 0..2 {
        Signs::of(&world.app).say(&world.app).await.unwrap();
        assert_eq!(ask(mine.clone(), "/readyz").await, (StatusCode::OK, "ready\n".to_owned()));
    }
    assert_eq!(entries().await, before + 1, "what was noted last is not noted again");
    let mut sealed = world.app.clone();
    sealed.seal = std::sync::Arc::new(crate::base::Seal::of([8; 32]));
    let mut chartered = world.app.clone();
    chartered.charters = std::sync::Arc::default();
    for (other, word) in [(sealed, "data.seal_key"), (chartered, "data.charters")] {
        Signs::of(&other).say(&other).await.unwrap();
        let (status, said) = ask(mine.clone(), "/readyz").await;
        assert!(status == StatusCode::SERVICE_UNAVAILABLE && said.contains(word), "{said}");
        assert_eq!(ask(health(other, stopping.clone()), "/readyz").await.0, StatusCode::OK);
        Signs::of(&world.app).say(&world.app).await.unwrap();
        assert_eq!(ask(mine.clone(), "/readyz").await.0, StatusCode::OK);
    }
}

#[tokio::test]
async fn the_numbers_name_patterns_and_the_counts_are_true() {
    let world = World::new().await;
    let (_stop, stopping) = watch::channel(false);
    for _ in 0..3 {
        world.browser(None).await.get("/display?lang=en&back=%2Fsecret").await;
        world.browser(None).await.get("/no-such-page/RECEIPT-4711").await;
    }
    let (status, text) = ask(health(world.app.clone(), stopping), "/metrics").await;
    assert_eq!(status, StatusCode::OK);
    let has = |line: &str| text.lines().any(|own| own.starts_with(line));
    assert!(has("shuanglian_requests_total{method=\"GET\",route=\"/display\",status=\"3xx\"}"), "{text}");
    assert!(has("shuanglian_request_duration_seconds_bucket{le=\"0.005\",route=\"none\"}"), "{text}");
    let entries = journal::length(&world.app.db).await.unwrap();
    assert!(has(&format!("shuanglian_journal_entries {entries}")), "{text}");
    assert!(
        has("shuanglian_jobs_waiting 0") && has("shuanglian_acts_total ") && text.ends_with("# EOF\n"),
        "{text}"
    );
    assert!(!text.contains("RECEIPT") && !text.contains("secret"));
}

#[tokio::test]
async fn neither_receipts_nor_what_people_type_reach_the_log() {
    let world = World::new().await;
    let log = Log::heard();
    let pages = Routes::new()
        .get("/trial/{code}", Permit::Look, async |_: Visit| "fine")
        .get("/trial/{code}/broken", Permit::Look, async |_: Visit| -> Result<&'static str, Error> {
            Err(anyhow::anyhow!("the disk is full").into())
        })
        .into_router()
        .route("/trial/{code}/say", post(async |body: String| body));
    let site = dressed(pages, &[], world.app.clone());
    for (method, path, body) in [
        ("GET", "/trial/RECEIPT-4711?q=%E5%BC%A0%E4%B8%89&phone=13812345678", ""),
        ("GET", "/trial/RECEIPT-4711/broken", ""),
        ("GET", "/nowhere/RECEIPT-4711", ""),
        ("POST", "/trial/RECEIPT-4711/say", "name=李四&phone=13812345678"),
    ] {
        let request = Request::builder().method(method).uri(path).header("host", "trial");
        let request =
            request.header("cookie", "session=SESSION-TOKEN").header("referer", "http://trial/RECEIPT-4711");
        let answer = site.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        assert_eq!(answer.headers()["x-request-id"].len(), 32);
    }
    let log = log.said();
    // Only words that a request's number, all of digits and a to f, cannot hold by chance.
    for private in ["RECEIPT", "张三", "%E5", "13812345678", "李四", "SESSION-TOKEN"] {
        assert!(!log.contains(private), "{private} in the log:\n{log}");
    }
    let lines: Vec<&str> = log.lines().filter(|line| line.contains("answered")).collect();
    assert_eq!(lines.len(), 4, "{log}");
    assert!(
        lines[0].contains("/trial/{code}") && lines[0].contains("200") && lines[0].contains("id="),
        "{log}"
    );
    assert!(log.contains("the disk is full"), "our own faults are told: {log}");
}

#[tokio::test]
async fn alerts_and_dashboard_name_numbers_that_there_are() {
    let world = World::new().await;
    let (_stop, stopping) = watch::channel(false);
    world.browser(None).await.get("/privacy").await;
    let (_, numbers) = ask(health(world.app.clone(), stopping), "/metrics").await;
    let told = concat!(
        include_str!("../../deploy/prometheus-alerts.yml"),
        include_str!("../../deploy/grafana/shuanglian.json")
    );
    let names: std::collections::BTreeSet<&str> = told
        .split(|sign: char| !(sign.is_ascii_lowercase() || sign == '_'))
        .filter(|word| word.starts_with("shuanglian_"))
        .collect();
    assert!(names.len() > 8, "{names:?}");
    for name in names {
        let family = name.trim_end_matches("_bucket").trim_end_matches("_total");
        // A family that nothing was counted in yet is left out of the numbers.
        let registered = format!("\"{}\"", family.trim_start_matches("shuanglian_"));
        let there = numbers.contains(&format!("# TYPE {family} "))
            || include_str!("../access/admission.rs").contains(&registered);
        assert!(there, "{name}");
    }
}
