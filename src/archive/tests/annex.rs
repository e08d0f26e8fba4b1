use super::*;
use crate::archive::annex::{days_of, tables};
use crate::archive::store::annex::{Source, rows};
use crate::base::text::Lang;
use crate::ledger::acts::charter_on;

#[tokio::test]
async fn every_number_of_the_annex_is_as_many_rows() {
    let world = World::new().await;
    world.on("2026-03-12");
    lived(&world).await;
    let case = suggested(&world, "关于清理排水沟的建议").await;
    answered(&world, &case).await;
    let leadership = world.actor("leadership").await;
    let (db, congress) = (&world.app.db, world.congress);
    let charter = charter_on(db, &world.app, congress, day("2026-03-12")).await.unwrap();
    let days = days_of(2026).unwrap();
    let all = tables(db, &leadership, (Lang::ZhCn, charter), days).await.unwrap();
    assert_eq!(all.len(), Source::ALL.len());
    for table in &all {
        let listed = rows(db, congress, (table.source, None), days, (0, 500)).await.unwrap().0;
        assert_eq!(listed.len() as i64, table.sum, "{:?}", table.source);
        for number in &table.numbers {
            let code = Some(number.code.as_str());
            let listed = rows(db, congress, (table.source, code), days, (0, 500)).await.unwrap().0;
            assert_eq!(listed.len() as i64, number.n, "{:?} {}", table.source, number.label);
            assert!(!number.label.contains('⟦'), "{}", number.label);
        }
    }
    let of = |source: Source| all.iter().find(|it| it.source == source).unwrap();
    for (source, sum) in [
        (Source::Deputies, 2),
        (Source::Events, 1),
        (Source::Presence, 2),
        (Source::Speeches, 1),
        (Source::Outreach, 2),
        (Source::Where, 2),
        (Source::Origins, 3),
        (Source::Grades, 1),
        (Source::Contacts, 0),
    ] {
        assert_eq!(of(source).sum, sum, "{source:?}");
    }
    let labels: Vec<&str> = of(Source::Where).numbers.iter().map(|it| it.label.as_str()).collect();
    assert_eq!(labels, ["原选区", "其他地方"]);
    // Another year has its deputies and nothing else.
    let before = tables(db, &leadership, (Lang::ZhCn, charter), days_of(2025).unwrap()).await.unwrap();
    assert!(before.iter().all(|it| it.sum == 0 || matches!(it.source, Source::Deputies | Source::Sexes)));
}

#[tokio::test]
async fn the_leadership_opens_the_annex_and_takes_it_along() {
    let world = World::new().await;
    lived(&world).await;
    let leadership = world.browser(Some("leadership")).await;
    let page = leadership.get("/annex?year=2026").await.body;
    assert!(page.contains("联系选民（按方式，人次）"), "{page}");
    let mut opened = 0;
    for link in page.split("href=\"/annex/rows?").skip(1) {
        let href = format!("/annex/rows?{}", link.split('"').next().unwrap().replace("&#38;", "&"));
        assert_eq!(leadership.get(&href).await.status.as_u16(), 200, "{href}");
        opened += 1;
    }
    assert!(opened > 10, "{opened}");
    for format in ["xlsx", "docx"] {
        let taken = leadership.post("/annex/prints", &[("year", "2026"), ("format", format)]).await;
        assert_eq!(taken.status.as_u16(), 200, "{format}");
    }
    for who in ["deputy", "member", "local-office", "organ"] {
        assert_eq!(world.browser(Some(who)).await.get("/annex").await.status.as_u16(), 403, "{who}");
    }
}
