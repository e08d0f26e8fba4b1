use std::sync::Arc;

use sea_orm::{ConnectionTrait, TransactionTrait};

use super::*;
use crate::base::Conn;
use crate::people::store::all_names;
use crate::trial::World;

/// Change a row of a table to what it is.
async fn touch(world: &World, table: &str, column: &str) {
    let text = format!("UPDATE {table} SET {column} = {column}");
    world.app.db.migrating().execute_unprepared(&text).await.unwrap();
}

#[tokio::test]
async fn what_is_made_of_tables_is_kept_until_a_row_changes() {
    let world = World::new().await;
    let (db, congress) = (&world.app.db, world.congress);
    let first = all_names(db, congress).await.unwrap();
    assert!(Arc::ptr_eq(&first, &all_names(db, congress).await.unwrap()), "it is kept");

    touch(&world, "persons", "name").await;
    let second = all_names(db, congress).await.unwrap();
    assert!(!Arc::ptr_eq(&first, &second), "whoever changed it, it is made anew");
    assert!(Arc::ptr_eq(&second, &all_names(db, congress).await.unwrap()));

    let tx = db.begin().await.unwrap();
    tx.run(sql("UPDATE persons SET name = $2 WHERE congress_id = $1", [congress.into(), "某某".into()]))
        .await
        .unwrap();
    assert!(
        all_names(&tx, congress).await.unwrap().values().any(|name| name == "某某"),
        "an act sees its own change"
    );
    assert!(Arc::ptr_eq(&second, &all_names(db, congress).await.unwrap()), "nobody else does");
    drop(tx);
    // The one after it begins when it is undone.
    db.begin().await.unwrap().commit().await.unwrap();
    assert!(Arc::ptr_eq(&second, &all_names(db, congress).await.unwrap()), "taken back, it was none");
}

#[tokio::test]
async fn a_change_that_was_taken_back_hides_none_that_follows_in_the_same_transaction() {
    let world = World::new().await;
    let of = (Tables::Directory, world.congress);
    let before = ask(&world.app.db, of).await.unwrap();
    let group = world.app.db.migrating().begin().await.unwrap();
    for text in [
        "SAVEPOINT act",
        "UPDATE persons SET name = name",
        "ROLLBACK TO SAVEPOINT act",
        "RELEASE SAVEPOINT act",
        "UPDATE persons SET name = name",
    ] {
        group.execute_unprepared(text).await.unwrap();
    }
    group.commit().await.unwrap();
    assert_ne!(before, ask(&world.app.db, of).await.unwrap());
}

#[tokio::test]
async fn a_request_asks_once_and_again_after_its_own_act() {
    let world = World::new().await;
    let (db, congress) = (&world.app.db, world.congress);
    asking_once(async {
        let first = all_names(db, congress).await.unwrap();
        touch(&world, "persons", "name").await;
        assert!(Arc::ptr_eq(&first, &all_names(db, congress).await.unwrap()), "as it was when it began");
        let tx = db.begin().await.unwrap();
        tx.run(sql("UPDATE persons SET name = $2 WHERE congress_id = $1", [congress.into(), "某某".into()]))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert!(
            all_names(db, congress).await.unwrap().values().any(|name| name == "某某"),
            "what it did itself"
        );
    })
    .await;
}

#[tokio::test]
async fn every_table_that_is_read_for_keeping_gives_a_mark() {
    let world = World::new().await;
    let (db, congress) = (&world.app.db, world.congress);
    let directory = [
        ("congresses", "charter"),
        ("areas", "name"),
        ("assignments", "from_on"),
        ("calendar_days", "name"),
        ("constituencies", "name"),
        ("leaves", "from_on"),
        ("memberships", "from_on"),
        ("organizations", "name"),
        ("persons", "name"),
        ("profiles", "phone"),
        ("seats", "code"),
        ("terms", "name"),
    ];
    let counts = [("duty_counts", "done")];
    let acts =
        [("acts", "place"), ("act_parties", "answer"), ("points_statements", "total"), ("persons", "name")];
    let all = directory.iter().map(|it| (Tables::Directory, it));
    let all = all.chain(acts.iter().map(|it| (Tables::Acts, it)));
    let mut there = 0;
    for (tables, (table, column)) in all.chain(counts.iter().map(|it| (Tables::Counts, it))) {
        let rows = format!("SELECT '' AS mark FROM {table} LIMIT 1");
        let has_rows = db.maybe::<Marked>(sql(rows, [])).await.unwrap().is_some();
        let before = ask(db, (tables, congress)).await.unwrap();
        touch(&world, table, column).await;
        let after = ask(db, (tables, congress)).await.unwrap();
        assert_eq!(before != after, has_rows, "{table}");
        there += usize::from(has_rows);
    }
    assert!(there >= 6, "the test has rows to change: {there}");
}
