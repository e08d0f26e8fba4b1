use super::*;

#[tokio::test]
async fn a_long_list_has_pages_and_shows_each_activity_once() {
    let world = World::new().await;
    let mut made = Vec::new();
    for n in 0..30 {
        let on_day = day("2026-01-05") + chrono::Days::new(n / 3);
        let new = NewOutreach { on_day, declare: n % 2 == 0, ..forum(&world) };
        made.push(by(&world, "local-office", &new).await.unwrap());
    }
    let clerk = world.actor("local-office").await;
    let which = store::Which::default();
    let (mut seen, next) = store::list(&world.app.db, &clerk, &which, None).await.unwrap();
    assert_eq!(seen.len(), 25);
    let (rest, none) = store::list(&world.app.db, &clerk, &which, next.as_deref()).await.unwrap();
    assert_eq!((rest.len(), none), (5, None));
    seen.extend(rest);
    seen.sort_unstable();
    made.sort_unstable();
    assert_eq!(seen, made);
    let page = world.browser(Some("local-office")).await.get("/outreach?year=2026").await.body;
    assert!(page.contains("/outreach?year=2026&#38;after="), "{page}");
}

#[tokio::test]
async fn the_acts_name_what_shows_them_and_no_word_is_in_the_journal() {
    let world = World::new().await;
    let id = by(&world, "local-office", &forum(&world)).await.unwrap();
    assert_eq!(acts_of(&world, id).await[0].evidence_path(), format!("/outreach/{id}"));
    let entries = journal::latest(&world.app.db, world.congress, i64::MAX, 10).await.unwrap();
    assert!(entries.iter().all(|entry| !format!("{entry:?}").contains("排水沟")), "words are in no journal");
}
