use std::{future::Future, sync::Arc, time::Duration};

use sea_orm::{DbBackend, FromQueryResult};
use tokio::{sync::Barrier, task::JoinSet};
use uuid::Uuid;

use crate::base::{Conn, Db, Result, sql};
use crate::trial::World;

#[derive(FromQueryResult)]
struct Kept {
    value: i64,
}

/// Two nodes of one PostgreSQL, each with its own connections; none on SQLite, where one machine has the file.
async fn nodes(world: &World) -> Option<[Db; 2]> {
    if world.app.db.backend() != DbBackend::Postgres {
        return None;
    }
    let nodes = [world.app.db.clone(), world.another_db().await];
    let tx = nodes[0].begin().await.unwrap();
    for name in ["turn-a", "turn-b"] {
        let text = "INSERT INTO counters (congress_id, name, value) VALUES ($1, $2, 0)";
        tx.run(sql(text, [world.congress.into(), name.into()])).await.unwrap();
    }
    tx.commit().await.unwrap();
    Some(nodes)
}

async fn value(at: &impl Conn, congress: Uuid, name: &str) -> i64 {
    let text = "SELECT value FROM counters WHERE congress_id = $1 AND name = $2";
    at.one::<Kept>(sql(text, [congress.into(), name.into()])).await.unwrap().value
}

async fn set(at: &impl Conn, congress: Uuid, name: &str, value: i64) -> Result<u64> {
    let text = "UPDATE counters SET value = $3 WHERE congress_id = $1 AND name = $2";
    at.run(sql(text, [congress.into(), name.into(), value.into()])).await
}

/// Nothing here may hang; a test that would is ended with words instead.
async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(30), what).await.expect("somebody hangs")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn acts_of_two_nodes_in_contrary_orders_never_wait_for_each_other() {
    let world = World::new().await;
    let Some(nodes) = nodes(&world).await else { return };
    for round in 1..=3 {
        // Each takes its first row and waits until both have: with turns the other has not even begun.
        let both = Arc::new(Barrier::new(2));
        let mut acts = JoinSet::new();
        for (db, order) in nodes.clone().into_iter().zip([["turn-a", "turn-b"], ["turn-b", "turn-a"]]) {
            let (both, congress) = (both.clone(), world.congress);
            acts.spawn(async move {
                let tx = db.begin().await?;
                set(&tx, congress, order[0], round).await?;
                drop(tokio::time::timeout(Duration::from_millis(300), both.wait()).await);
                set(&tx, congress, order[1], round).await?;
                tx.commit().await
            });
        }
        let done: Vec<Result<()>> = soon(acts.join_all()).await;
        assert!(done.iter().all(Result::is_ok), "{done:?}");
    }
    assert_eq!(value(&nodes[1], world.congress, "turn-a").await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_read_before_it_is_written_is_never_old() {
    let world = World::new().await;
    let Some(nodes) = nodes(&world).await else { return };
    let mut acts = JoinSet::new();
    for n in 0..60 {
        let (db, congress) = (nodes[n % 2].clone(), world.congress);
        acts.spawn(async move {
            let tx = db.begin().await.unwrap();
            let now = value(&tx, congress, "turn-a").await;
            tokio::task::yield_now().await;
            set(&tx, congress, "turn-a", now + 1).await.unwrap();
            tx.commit().await.unwrap();
        });
    }
    soon(acts.join_all()).await;
    assert_eq!(value(&nodes[0], world.congress, "turn-a").await, 60, "an update was lost");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_node_that_stands_still_within_an_act_stops_nobody_and_keeps_nothing() {
    let world = World::new().await;
    let Some(nodes) = nodes(&world).await else { return };
    let still = nodes[0].begin().await.unwrap();
    set(&still, world.congress, "turn-a", 7).await.unwrap();
    // The same limit as in earnest, only shorter: nobody waits ten seconds for a test.
    still.run(sql("SET LOCAL idle_in_transaction_session_timeout = 200", [])).await.unwrap();
    let other = soon(nodes[1].begin()).await.unwrap();
    set(&other, world.congress, "turn-b", 8).await.unwrap();
    soon(other.commit()).await.unwrap();
    assert!(soon(still.commit()).await.is_err(), "what was lost is not acknowledged");
    let after =
        (value(&nodes[1], world.congress, "turn-a").await, value(&nodes[1], world.congress, "turn-b").await);
    assert_eq!(after, (0, 8));
    // And the one that stood still goes on.
    let again = soon(nodes[0].begin()).await.unwrap();
    set(&again, world.congress, "turn-a", 9).await.unwrap();
    soon(again.commit()).await.unwrap();
    assert_eq!(value(&nodes[1], world.congress, "turn-a").await, 9);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_act_knows_its_limits_and_two_nodes_may_bring_the_tables_up_at_once() {
    let world = World::new().await;
    let Some(nodes) = nodes(&world).await else { return };
    #[derive(FromQueryResult)]
    struct Said {
        said: String,
    }
    let tx = nodes[0].begin().await.unwrap();
    for (name, limit) in
        [("lock_timeout", "25s"), ("idle_in_transaction_session_timeout", "10s"), ("statement_timeout", "0")]
    {
        let text = "SELECT current_setting($1) AS said";
        assert_eq!(tx.one::<Said>(sql(text, [name.into()])).await.unwrap().said, limit, "{name}");
    }
    drop(tx);
    let [one, other] = nodes;
    let both = async { tokio::join!(crate::base::migrate(&one), crate::base::migrate(&other)) };
    let (first, second) = soon(both).await;
    first.unwrap();
    second.unwrap();
}
