use super::*;
use crate::archive::seals::{Compared, compare_all, seal, seal_ended, sealed, since};
use crate::base::{Conn, Error, sql};
use crate::journal;

#[tokio::test]
async fn when_a_term_has_ended_its_archives_are_sealed_once_and_stay_as_they_were() {
    let world = World::new().await;
    let (app, db, congress) = (&world.app, &world.app.db, world.congress);
    world.on("2026-03-12");
    lived(&world).await;
    let late = met_voters(&world, "forum", true).await;
    let clockwork = Actor::clockwork(congress);
    let term = span(&world, None).await.term;
    let early = seal(app, &clockwork, &term).await;
    assert!(matches!(early, Err(Error::Conflict(_))), "{early:?}");
    assert_eq!(seal_ended(app, &clockwork).await.unwrap(), 0);

    world.on("2027-01-02");
    let before = journal::count(db, congress).await.unwrap();
    assert_eq!(seal_ended(app, &clockwork).await.unwrap(), 2);
    assert_eq!(seal_ended(app, &clockwork).await.unwrap(), 0, "once");
    assert_eq!(journal::count(db, congress).await.unwrap(), before + 2);
    let person = world.deputies[0].person_id;
    let first = sealed(db, congress, person, term.id).await.unwrap().unwrap();
    assert!(first.same);
    assert_eq!(first.archive.count(Part::Voters, "outreach"), 2);

    // What is verified later stands beside it.
    verified(&world).await;
    let span = Span { term: term.clone(), year: None };
    let now = gather::of(db, congress, person, &span).await.unwrap();
    let later = since(&first.archive, &now);
    let act = ledger::store::of_evidence(db, congress, late).await.unwrap()[0].id;
    let new: Vec<_> = later.iter().filter(|it| it.how == "new").collect();
    assert_eq!(new.len(), 1, "{later:?}");
    assert_eq!(new[0].line.id, act.to_string());
    let shown = printed::shown(db, congress, person, &span).await.unwrap();
    assert_eq!(shown, first.archive, "the sealed one is shown");
    let page = world.browser(Some("deputy")).await.get(&format!("/archives/{person}?term=10")).await.body;
    assert!(
        page.contains("本届档案已经封存") && page.contains("已核对") && page.contains("封存以后的变化"),
        "{page}"
    );

    assert_eq!(compare_all(db, congress).await.unwrap(), Compared { same: 2, others: Vec::new() });

    // Whoever changes what is kept is found.
    let content = serde_json::to_string(&first.archive).unwrap().replace("新里村二组", "新里村三组");
    let tx = db.begin().await.unwrap();
    let text = "UPDATE archive_seals SET content = $3 WHERE congress_id = $1 AND person_id = $2";
    tx.run(sql(text, [congress.into(), person.into(), content.into()])).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!sealed(db, congress, person, term.id).await.unwrap().unwrap().same);
    let compared = compare_all(db, congress).await.unwrap();
    assert_eq!(compared, Compared { same: 1, others: vec![(person, term.id)] });
    let page = world.browser(Some("commission")).await.get(&format!("/archives/{person}?term=10")).await.body;
    assert!(page.contains("核对不一致"), "{page}");
}
