//! The feeds: what they say, and that nobody fetches them twice.

use axum::http::StatusCode;
use chrono::TimeDelta;
use serde_json::Value;

use super::{item, sent};
use crate::access::matrix_tests::{Asked, ask};
use crate::trial::World;

async fn get(world: &World, path: &str) -> (axum::http::Response<()>, String) {
    ask(world, path, Asked::default()).await
}

#[tokio::test]
async fn the_feeds_have_the_full_text_and_lead_from_page_to_page() {
    let world = World::new().await;
    for nth in 0..23_u128 {
        sent(&world, &item(nth, &format!("第{}项 <决议>", nth + 1)), &["website"]).await;
        world.later(TimeDelta::minutes(1));
    }
    let (answer, text) = get(&world, "/bulletins.json").await;
    assert_eq!(answer.headers()["content-type"], "application/feed+json; charset=utf-8");
    let feed: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    let items = feed["items"].as_array().unwrap();
    assert_eq!((items.len(), items[0]["title"].as_str().unwrap()), (20, "第23项 <决议>"));
    assert!(items[0]["content_html"].as_str().unwrap().contains("<td data-label=\"金额\">12</td>"));
    let next = feed["next_url"].as_str().unwrap();
    let path = &next[next.find("/bulletins").unwrap()..];
    let (_, rest) = get(&world, path).await;
    let rest: Value = serde_json::from_str(&rest).unwrap();
    assert_eq!(rest["items"].as_array().unwrap().len(), 3);
    assert!(rest.get("next_url").is_none());
    let (answer, atom) = get(&world, "/bulletins.atom").await;
    assert_eq!(answer.headers()["content-type"], "application/atom+xml; charset=utf-8");
    assert!(
        atom.starts_with(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\""
        ),
        "{atom}"
    );
    assert_eq!((atom.matches("<entry>").count(), atom.matches("rel=\"next\"").count()), (20, 1));
    assert!(atom.contains("<title>第23项 &#60;决议&#62;</title>"), "{atom}");
}

#[tokio::test]
async fn whoever_has_a_feed_already_need_not_fetch_it_again() {
    let world = World::new().await;
    sent(&world, &item(1, "决议"), &["website"]).await;
    for (nth, path) in ["/bulletins.atom", "/bulletins.json"].into_iter().enumerate() {
        let (first, _) = get(&world, path).await;
        let mark = first.headers()["etag"].to_str().unwrap().to_owned();
        let day = first.headers()["last-modified"].to_str().unwrap().to_owned();
        assert!(first.headers()["cache-control"].to_str().unwrap().starts_with("public"));
        for header in [("if-none-match", mark.as_str()), ("if-modified-since", day.as_str())] {
            let asked = Asked { headers: &[header], ..Asked::default() };
            let (again, body) = ask(&world, path, asked).await;
            assert_eq!((again.status(), body.as_str()), (StatusCode::NOT_MODIFIED, ""), "{header:?}");
        }
        world.later(TimeDelta::minutes(1));
        sent(&world, &item(nth as u128 + 2, &format!("新的{path}")), &["website"]).await;
        let asked = Asked { headers: &[("if-none-match", mark.as_str())], ..Asked::default() };
        assert_eq!(ask(&world, path, asked).await.0.status(), StatusCode::OK);
    }
}

#[tokio::test]
async fn what_is_corrected_comes_first_again_and_what_is_withdrawn_is_gone() {
    use crate::bulletins::acts::*;
    use crate::bulletins::store;
    let world = World::new().await;
    let (clerk, chair) = (world.actor("commission").await, world.actor("leadership").await);
    let id = sent(&world, &item(1, "旧的"), &["website"]).await;
    world.later(TimeDelta::minutes(1));
    sent(&world, &item(2, "新的"), &["website"]).await;
    world.later(TimeDelta::minutes(1));
    let version = store::find(&world.app.db, &clerk, id).await.unwrap().version;
    let new = NewItem { change_note: "改字".into(), ..item(1, "改过的") };
    amend(&world.app, &clerk, (id, version), &new).await.unwrap();
    submit(&world.app, &clerk, id).await.unwrap();
    pass(&world.app, &chair, id).await.unwrap();
    send(&world.app, &clerk, id, &Sending::default()).await.unwrap();
    let titles = async || {
        let feed: Value = serde_json::from_str(&get(&world, "/bulletins.json").await.1).unwrap();
        let items = feed["items"].as_array().unwrap().clone();
        items.iter().map(|it| it["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(titles().await, ["改过的", "新的"]);
    withdraw(&world.app, &clerk, id, "有误").await.unwrap();
    assert_eq!(titles().await, ["新的"]);
}
