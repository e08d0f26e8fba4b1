use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::response::{AppendHeaders, IntoResponse};
use chrono::TimeDelta;

use super::{Permit, Routes, Visit};
use crate::base::{Conn, sql};
use crate::site::dressed;
use crate::trial::{Browser, World};

/// A site with one page that is kept, and how often it was made.
async fn counting(world: &World) -> (axum::Router, Arc<AtomicUsize>) {
    let made = Arc::new(AtomicUsize::new(0));
    let (page, cookie) = (made.clone(), made.clone());
    let routes = Routes::new()
        .get_kept("/page", Permit::Look, move |_: Visit| {
            let number = page.fetch_add(1, Ordering::SeqCst);
            async move { format!("page {number}") }
        })
        .get_kept("/cookie", Permit::Look, move |_: Visit| {
            cookie.fetch_add(1, Ordering::SeqCst);
            async { AppendHeaders([("set-cookie", "a=b")]).into_response() }
        });
    let table = routes.table.clone();
    (dressed(routes.into_router(), &table, world.app.clone()), made)
}

async fn anybody(world: &World, site: &axum::Router, name: &'static str, value: &str) -> Browser {
    world.browser_at(site.clone(), None).await.saying(name, value)
}

#[tokio::test]
async fn a_page_is_made_once_until_something_changes_and_for_each_kind_of_reader() {
    let world = World::new().await;
    if world.app.db.backend() != sea_orm::DbBackend::Sqlite {
        // PostgreSQL's snapshot moves with all databases of the server, and other tests write in theirs.
        return;
    }
    let (site, made) = counting(&world).await;
    let times = || made.load(Ordering::SeqCst);
    let first = anybody(&world, &site, "accept", "text/html").await;
    for _ in 0..5 {
        assert_eq!(first.get("/page").await.body, "page 0");
    }
    for (name, value) in [("cookie", "lang=en"), ("cookie", "elder=1"), ("accept-encoding", "gzip")] {
        let before = times();
        let reader = anybody(&world, &site, name, value).await;
        let body = reader.get("/page").await.body;
        assert_eq!(reader.get("/page").await.body, body);
        assert_eq!(times(), before + 1, "{name}: {value}");
    }
    let before = times();
    first.get("/page?after=1").await;
    first.get(&format!("/page?{}", "x".repeat(100))).await;
    first.get(&format!("/page?{}", "x".repeat(100))).await;
    assert_eq!(times(), before + 3, "another address is another page; a long one is nobody's list");
    let other = world.another_db().await;
    let tx = other.begin().await.unwrap();
    let text = "INSERT INTO counters (congress_id, name, value) VALUES ($1, 'anything', 1)";
    tx.run(sql(text, [world.congress.into()])).await.unwrap();
    tx.commit().await.unwrap();
    let before = times();
    first.get("/page").await;
    first.get("/page").await;
    assert_eq!(times(), before + 1, "whoever changed something, and whatever it was");
    world.later(TimeDelta::days(1));
    first.get("/page").await;
    assert_eq!(times(), before + 2, "another day");
}

#[tokio::test]
async fn what_is_ones_own_is_not_kept() {
    let world = World::new().await;
    let (site, made) = counting(&world).await;
    let signed_in = world.browser_at(site.clone(), Some("commission")).await;
    for _ in 0..2 {
        signed_in.get("/page").await;
        anybody(&world, &site, "cookie", "session=anything").await.get("/page").await;
        anybody(&world, &site, "accept", "text/html").await.get("/cookie").await;
    }
    assert_eq!(made.load(Ordering::SeqCst), 6);
}
