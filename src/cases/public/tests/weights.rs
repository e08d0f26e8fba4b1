use axum::http::StatusCode;

use super::*;
use crate::base::assets;

/// Bytes of a first visit: the page, the stylesheet and the script, as browsers get them.
async fn first_load(world: &World, path: &str) -> usize {
    let mut bytes = 0;
    for part in [path, assets::css(), assets::js()] {
        let response = gets(world, part, &[("accept-encoding", "gzip")]).await;
        assert_eq!(response.status(), StatusCode::OK, "{part}");
        assert_eq!(response.headers()[header::CONTENT_ENCODING], "gzip", "{part}");
        bytes += body_of(response).await.len();
    }
    bytes
}

async fn paths(world: &World) -> Vec<String> {
    let case = published(world, &answered(world, WORDS).await).await;
    let (deputy, station) = (&world.deputies[0].code, code_of(world, "station").await);
    vec![
        "/".into(),
        "/opinions/new".into(),
        format!("/d/{deputy}"),
        format!("/z/{station}"),
        format!("/receipts/{}", case.receipt),
        "/follow".into(),
        format!("/follow/{}", case.receipt),
        format!("/follow/{}/withdrawal", case.receipt),
        "/opinions".into(),
        format!("/opinions/{}", case.number),
        "/deputies".into(),
        "/deputies?q=lsm".into(),
        "/deputies?order=strokes".into(),
        format!("/areas/{}", world.areas[0]),
        format!("/deputies/{deputy}"),
        format!("/deputies/{deputy}/card"),
        format!("/stations/{station}"),
        "/help".into(),
        "/privacy".into(),
        "/accessibility".into(),
        "/complaint".into(),
    ]
}

#[tokio::test]
async fn a_first_visit_is_at_most_20_kb() {
    let world = World::new().await;
    for path in paths(&world).await {
        let bytes = first_load(&world, &path).await;
        assert!(bytes <= 20 * 1024, "{path}: {bytes} bytes");
    }
}

#[tokio::test]
async fn every_page_speaks_both_languages_and_in_large_letters() {
    let world = World::new().await;
    for path in paths(&world).await {
        for (cookie, html) in [
            ("lang=zh-CN", "<html lang=\"zh-CN\">"),
            ("lang=en; elder=1", "<html lang=\"en\" class=\"elder\">"),
        ] {
            let page = body_of(gets(&world, &path, &[("cookie", cookie)]).await).await;
            let page = String::from_utf8(page).unwrap();
            assert!(page.contains(html), "{path}");
            assert!(!page.contains('⟦'), "{path} misses a sentence: {page}");
            assert_eq!(page.matches("<h1").count(), 1, "{path}");
            assert!(!page.contains("style=") && !page.contains("onclick"), "{path}");
        }
    }
}
