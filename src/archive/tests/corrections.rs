use axum::http::StatusCode;

use super::*;
use crate::archive::store;

#[tokio::test]
async fn a_deputy_asks_about_a_line_and_both_read_the_answer() {
    let world = World::new().await;
    met_voters(&world, "visit", true).await;
    verified(&world).await;
    let own = format!("/archives/{}", world.deputies[0].person_id);
    let deputy = world.browser(Some("deputy")).await;
    let page = deputy.get(&format!("{own}/parts/voters")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("corrections/new?term=10&#38;part=voters&#38;line="), "{}", page.body);
    let line = archive_of(&world, 0, None).await.section(Part::Voters).unwrap().lines[0].id.clone();
    let form = deputy.get(&format!("{own}/corrections/new?term=10&part=voters&line={line}")).await;
    assert!(form.body.contains("联系选民：走访"), "the line is quoted: {}", form.body);
    let fields =
        [("form", &Uuid::from_u128(4).to_string()[..]), ("term", "10"), ("part", "voters"), ("line", &line)];
    let empty = deputy.post(&format!("{own}/corrections"), &fields).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let whole: Vec<_> = fields.iter().copied().chain([("text", "应为 12 人，不是 8 人。")]).collect();
    for _ in 0..2 {
        assert_eq!(deputy.post(&format!("{own}/corrections"), &whole).await.status, StatusCode::SEE_OTHER);
    }
    let commission = world.browser(Some("commission")).await;
    let list = commission.get("/archives").await.body;
    assert_eq!(list.matches("应为 12 人，不是 8 人。").count(), 1, "sent twice is one request");
    assert!(commission.get("/inbox").await.body.contains("要求更正履职档案的“联系选民”部分"));
    let shown = commission.get(&own).await.body;
    assert!(shown.contains("等待答复"), "it stands in the archive");
    let id = store::open_corrections(&world.app.db, &world.actor("commission").await, 5).await.unwrap()[0].id;
    let answer = format!("{own}/corrections/{id}/answer");
    let said = [("outcome", "corrected"), ("answer", "已按记录改为 12 人。")];
    assert_eq!(deputy.post(&answer, &said).await.status, StatusCode::FORBIDDEN);
    assert_eq!(commission.post(&answer, &said[..1]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(commission.post(&answer, &said).await.status, StatusCode::SEE_OTHER);
    assert_eq!(commission.post(&answer, &said).await.status, StatusCode::CONFLICT);
    let read = deputy.get(&own).await.body;
    assert!(read.contains("已按记录改为 12 人。") && read.contains("已更正"), "{read}");
    assert!(deputy.get("/inbox").await.body.contains("更正要求已答复：已更正"));
    // Nobody asks about somebody else's.
    let other = format!("/archives/{}", world.deputies[1].person_id);
    assert_eq!(deputy.post(&format!("{other}/corrections"), &whole).await.status, StatusCode::NOT_FOUND);
}
