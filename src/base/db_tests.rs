use std::{sync::Arc, time::Duration};

use sea_orm::{FromQueryResult, Value};
use tokio::task::{JoinHandle, JoinSet, yield_now};

use super::*;
use crate::{
    base::migrations::{End, Step, migrate_in},
    trial::World,
};

#[derive(FromQueryResult)]
struct Row {
    name: String,
}

async fn put(tx: &Tx, congress: uuid::Uuid, name: &str) -> Result<u64> {
    let text = "INSERT INTO counters (congress_id, name, value) VALUES ($1, $2, 1)";
    tx.run(sql(text, [congress.into(), name.into()])).await
}

async fn act(db: &Db, congress: uuid::Uuid, name: &str) -> Result<()> {
    let tx = db.begin().await?;
    put(&tx, congress, name).await?;
    tx.commit().await
}

/// An act of which nobody asks anything before its end.
async fn act_unasked(db: &Db, congress: uuid::Uuid, name: &str) -> Result<()> {
    let tx = db.begin().await?;
    put_ahead(&tx, congress, name).await?;
    tx.commit().await
}

/// As `put`, but nobody asks how many rows it was.
async fn put_ahead(tx: &Tx, congress: uuid::Uuid, name: &str) -> Result<()> {
    let text = "INSERT INTO counters (congress_id, name, value) VALUES ($1, $2, 1)";
    tx.put(sql(text, [congress.into(), name.into()])).await
}

/// What is durable: read by another connection than the writer's.
async fn kept(db: &Db, prefix: &str) -> Vec<String> {
    let text = "SELECT name FROM counters WHERE name LIKE $1 ORDER BY name";
    let rows: Vec<Row> = db.all(sql(text, [format!("{prefix}%").into()])).await.unwrap();
    rows.into_iter().map(|row| row.name).collect()
}

/// An act that ends while another waits to begin, and that other, in one group.
async fn joined(db: &Db, first: Tx) -> (JoinHandle<Result<()>>, Tx) {
    let second = tokio::spawn({
        let db = db.clone();
        async move { db.begin().await }
    });
    while db.0.waiting.load(Ordering::SeqCst) == 0 {
        yield_now().await;
    }
    let first = tokio::spawn(first.commit());
    (first, soon(second).await.unwrap().unwrap())
}

/// Nothing here may hang; a test that would is ended with words instead.
async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), what).await.expect("somebody hangs")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_at_once_are_each_durable_and_each_fails_alone() {
    let world = World::new().await;
    let (db, congress) = (world.app.db.clone(), world.congress);
    let (acts, commits) = db.tally();
    let mut all = JoinSet::new();
    for n in 0..64 {
        let db = db.clone();
        all.spawn(async move {
            let tx = db.begin().await.unwrap();
            put(&tx, congress, &format!("many-{n:02}")).await.unwrap();
            if n % 4 == 3 {
                // The second row of the same name is refused: this act fails, with what it wrote before.
                assert!(put(&tx, congress, &format!("many-{n:02}")).await.is_err());
                drop(tx);
            } else {
                tx.commit().await.unwrap();
                assert_eq!(kept(&db, &format!("many-{n:02}")).await.len(), 1, "acknowledged is durable");
            }
        });
    }
    soon(all.join_all()).await;
    let found = kept(&db, "many-").await;
    let wanted: Vec<String> = (0..64).filter(|n| n % 4 != 3).map(|n| format!("many-{n:02}")).collect();
    assert_eq!(found, wanted);
    let after = db.tally();
    assert_eq!(after.0 - acts, 48);
    assert!(after.1 - commits < 48, "64 at once share commits: {} for 48 acts", after.1 - commits);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_swallowed_error_keeps_no_half_act() {
    let world = World::new().await;
    let (db, congress) = (world.app.db.clone(), world.congress);
    act(&db, congress, "clash").await.unwrap();
    let tx = db.begin().await.unwrap();
    put(&tx, congress, "before").await.unwrap();
    let _ = put(&tx, congress, "clash").await;
    let ended = soon(tx.commit()).await;
    // PostgreSQL ends an act at its first error, SQLite only the statement; neither keeps half and says "done".
    assert_eq!(kept(&db, "before").await.len(), usize::from(ended.is_ok()));
    soon(act(&db, congress, "after")).await.unwrap();
}

#[test]
fn places_of_what_follows_are_counted_on() {
    let one = sql("UPDATE t SET a = $1, b = $1 WHERE c = '$.x'", [1.into()]);
    let two = sql("INSERT INTO t VALUES ($2, $10, $1)", (2..12).map(Value::from));
    let both = one
        .then(two)
        .then(sql("DELETE FROM t", []))
        .then(sql("SELECT $1", [12.into()]))
        .on(DbBackend::Sqlite);
    let text = "UPDATE t SET a = $1, b = $1 WHERE c = '$.x';\nINSERT INTO t VALUES ($3, $11, $2);\nDELETE FROM t;\nSELECT $12";
    assert_eq!(both.sql, text);
    assert_eq!(both.values.unwrap().0, (1..13).map(Value::from).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_nobody_asked_about_is_seen_by_whatever_comes_after() {
    let world = World::new().await;
    let (db, congress) = (world.app.db.clone(), world.congress);
    let mut names = Vec::new();
    let seen = "SELECT name FROM counters WHERE congress_id = $1 AND name LIKE 'ahead-%' ORDER BY name";
    // Also more than are handed over together, and an act of nothing else.
    for many in [0, 1, 2, 7, 8, 9, 30] {
        let tx = db.begin().await.unwrap();
        for n in 0..many {
            names.push(format!("ahead-{many:02}-{n:02}"));
            put_ahead(&tx, congress, names.last().unwrap()).await.unwrap();
        }
        let found: Vec<Row> = tx.all(sql(seen, [congress.into()])).await.unwrap();
        assert_eq!(found.iter().map(|row| &row.name).collect::<Vec<_>>(), names.iter().collect::<Vec<_>>());
        names.push(format!("ahead-{many:02}-last"));
        put_ahead(&tx, congress, names.last().unwrap()).await.unwrap();
        let last = format!("{seen} DESC");
        let found: Option<Row> = tx.maybe(sql(last, [congress.into()])).await.unwrap();
        assert_eq!(&found.unwrap().name, names.last().unwrap());
        names.push(format!("ahead-{many:02}-more"));
        put_ahead(&tx, congress, names.last().unwrap()).await.unwrap();
        let changed = "UPDATE counters SET value = value + 1 WHERE congress_id = $1 AND name LIKE 'ahead-%'";
        assert_eq!(
            tx.run(sql(changed, [congress.into()])).await.unwrap(),
            names.len() as u64,
            "and nothing else"
        );
        names.push(format!("ahead-{many:02}-nobody"));
        put_ahead(&tx, congress, names.last().unwrap()).await.unwrap();
        soon(tx.commit()).await.unwrap();
        assert_eq!(kept(&db, "ahead-").await, names);
    }
    soon(db.begin().await.unwrap().commit()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_failed_unasked_fails_its_act_alone() {
    let world = World::new().await;
    let (db, congress) = (world.app.db.clone(), world.congress);
    act(&db, congress, "clash").await.unwrap();
    let first = db.begin().await.unwrap();
    put_ahead(&first, congress, "unasked-first").await.unwrap();
    let (first, second) = joined(&db, first).await;
    put_ahead(&second, congress, "unasked-before").await.unwrap();
    let told = put_ahead(&second, congress, "clash").await;
    let told = told.and(put_ahead(&second, congress, "unasked-after").await);
    let told = told.and(second.all::<Row>(sql("SELECT name FROM counters", [])).await.map(drop));
    assert!(told.is_err(), "whoever asks next hears of it");
    // Whoever does not listen either keeps nothing: what came together with it may not have been done.
    let _ = put_ahead(&second, congress, "unasked-deaf").await;
    assert!(soon(second.commit()).await.is_err());
    soon(first).await.unwrap().unwrap();
    let third = db.begin().await.unwrap();
    let told = put_ahead(&third, congress, "clash").await;
    let ended = soon(third.commit()).await;
    assert!(told.and(ended).is_err(), "the end hears of it, where nobody asked before");
    soon(act(&db, congress, "unasked-last")).await.unwrap();
    assert_eq!(kept(&db, "unasked-").await, ["unasked-first", "unasked-last"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_dropped_act_leaves_nothing_and_hinders_nobody() {
    let world = World::new().await;
    let (db, congress) = (world.app.db.clone(), world.congress);
    let tx = db.begin().await.unwrap();
    put(&tx, congress, "drop-a").await.unwrap();
    // Another waits for the desk, so the first's group stays open for it.
    let other = tokio::spawn({
        let db = db.clone();
        async move { act(&db, congress, "drop-b").await }
    });
    while db.0.waiting.load(Ordering::SeqCst) == 0 {
        yield_now().await;
    }
    drop(tx);
    soon(other).await.unwrap().unwrap();
    assert_eq!(kept(&db, "drop-").await, ["drop-b"]);
    let broken = tokio::spawn({
        let db = db.clone();
        async move {
            let tx = db.begin().await.unwrap();
            put(&tx, congress, "drop-c").await.unwrap();
            panic!("an act may break off anywhere");
        }
    });
    assert!(soon(broken).await.is_err());
    soon(act(&db, congress, "drop-d")).await.unwrap();
    assert_eq!(kept(&db, "drop-").await, ["drop-b", "drop-d"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_gives_up_the_queue_lets_the_waiting_be_committed() {
    let world = World::new().await;
    let (db, congress) = (world.app.db.clone(), world.congress);
    let tx = db.begin().await.unwrap();
    put(&tx, congress, "queue-a").await.unwrap();
    let mut impatient = Box::pin(db.begin());
    assert!(futures_util::poll!(impatient.as_mut()).is_pending());
    // The first is done, but sees someone waiting and leaves the commit to them …
    let first = tokio::spawn(tx.commit());
    while Arc::strong_count(&db.0.desk) > 2 {
        yield_now().await;
    }
    assert!(kept(&db, "queue-").await.is_empty() && !first.is_finished());
    // … who goes away.
    drop(impatient);
    soon(first).await.unwrap().unwrap();
    assert_eq!(kept(&db, "queue-").await, ["queue-a"]);
}

/// Poll a future a few times, then let it go.
async fn cut_short<T>(future: impl Future<Output = T>, polls: usize) -> Option<T> {
    let mut future = std::pin::pin!(future);
    for _ in 0..polls {
        if let std::task::Poll::Ready(done) = futures_util::poll!(future.as_mut()) {
            return Some(done);
        }
        yield_now().await;
    }
    None
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn acts_cut_short_anywhere_lose_and_hang_nobody() {
    let world = World::new().await;
    let (db, congress) = (world.app.db.clone(), world.congress);
    let mut patient = JoinSet::new();
    for n in 0..100 {
        let db = db.clone();
        patient.spawn(async move { act(&db, congress, &format!("patient-{n:03}")).await.unwrap() });
    }
    let mut hasty = JoinSet::new();
    for n in 0..200 {
        let db = db.clone();
        hasty.spawn(async move {
            let name = format!("hasty-{n:03}");
            let done = if n % 2 == 0 {
                cut_short(act(&db, congress, &name), n).await
            } else {
                cut_short(act_unasked(&db, congress, &name), n).await
            };
            done.map(|done| done.map(|()| name))
        });
    }
    soon(patient.join_all()).await;
    let said: Vec<String> =
        soon(hasty.join_all()).await.into_iter().flatten().map(|done| done.unwrap()).collect();
    soon(act(&db, congress, "last")).await.unwrap();
    assert_eq!(kept(&db, "patient-").await.len(), 100);
    let found = kept(&db, "hasty-").await;
    assert!(said.iter().all(|name| found.contains(name)), "acknowledged and lost");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_commit_goes_on_when_its_caller_goes_away() {
    let world = World::new().await;
    let (db, congress) = (world.app.db.clone(), world.congress);
    let tx = db.begin().await.unwrap();
    put(&tx, congress, "away").await.unwrap();
    assert!(cut_short(tx.commit(), 1).await.is_none_or(|done| done.is_ok()));
    soon(act(&db, congress, "next")).await.unwrap();
    assert_eq!(kept(&db, "away").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_full_disk_fails_its_group_and_the_next_act_is_kept() {
    let world = World::new().await;
    let (db, congress) = (world.app.db.clone(), world.congress);
    if db.backend() != DbBackend::Sqlite {
        return;
    }
    // A limit of this one connection: the connection that follows it has room again.
    db.migrating().execute_unprepared("PRAGMA max_page_count = 1").await.unwrap();
    let first = db.begin().await.unwrap();
    put(&first, congress, "full-first").await.unwrap();
    let (first, second) = joined(&db, first).await;
    let large = format!("full-second{}", "满".repeat(200_000));
    assert!(matches!(put(&second, congress, &large).await, Err(Error::NotSaved(_))));
    // SQLite has rolled back by itself: were anything taken now, it would be kept alone, outside any act.
    assert!(matches!(put(&second, congress, "full-third").await, Err(Error::NotSaved(_))));
    assert!(matches!(soon(second.commit()).await, Err(Error::NotSaved(_))));
    assert!(
        matches!(soon(first).await.unwrap(), Err(Error::NotSaved(_))),
        "its group was lost, and it hears so"
    );
    soon(act(&db, congress, "room")).await.unwrap();
    soon(act(&db, congress, &large)).await.unwrap();
    assert_eq!(kept(&db, "room").await.len(), 1);
    assert_eq!(kept(&db, "full-").await, [large]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_lost_connection_fails_its_group_and_the_next_acts_go_on() {
    let world = World::new().await;
    let (db, congress) = (world.app.db.clone(), world.congress);
    if db.backend() != DbBackend::Postgres {
        return;
    }
    let tx = db.begin().await.unwrap();
    put(&tx, congress, "lost").await.unwrap();
    let killed: Vec<Row> = db
        .all(sql(
            "SELECT CAST(pg_terminate_backend(pid) AS text) AS name FROM pg_stat_activity \
             WHERE datname = current_database() AND state = 'idle in transaction'",
            [],
        ))
        .await
        .unwrap();
    assert_eq!(killed.len(), 1);
    assert!(matches!(soon(tx.commit()).await, Err(Error::NotSaved(_))));
    soon(act(&db, congress, "found")).await.unwrap();
    assert!(kept(&db, "lost").await.is_empty());
}

#[tokio::test]
async fn the_wrong_database_says_done_too_early() {
    let world = World::new().await;
    let wrong = world.app.db.clone().acknowledging_early();
    let tx = wrong.begin().await.unwrap();
    put(&tx, world.congress, "early").await.unwrap();
    // One thread: the commit has not even begun when this returns.
    tx.commit().await.unwrap();
    let desk: Arc<Mutex<Desk>> = wrong.0.desk.clone();
    assert!(desk.try_lock().is_err(), "the crash test needs a database that is wrong in just this way");
}

#[tokio::test]
async fn sqlite_is_made_as_the_build_says() {
    let world = World::new().await;
    if world.app.db.backend() != DbBackend::Sqlite {
        return;
    }
    let text = "SELECT compile_options AS name FROM pragma_compile_options";
    let found: Vec<Row> = world.app.db.all(sql(text, [])).await.unwrap();
    let has = |name: &str| found.iter().any(|row| row.name == name);
    assert!(has("DEFAULT_MEMSTATUS=0") && !has("ENABLE_MEMORY_MANAGEMENT"));
}

#[derive(FromQueryResult)]
struct Place {
    temp_store: i64,
}

#[tokio::test]
async fn what_sqlite_needs_beside_the_tables_is_on_the_disk_while_they_are_migrated() {
    let world = World::new().await;
    let db = &world.app.db;
    if db.backend() != DbBackend::Sqlite {
        return;
    }
    let place = async |from: &str| {
        let tx = db.begin().await.unwrap();
        tx.one::<Place>(sql(format!("SELECT temp_store FROM {from}"), [])).await.unwrap().temp_store
    };
    let (disk, memory) = (1, 2);
    assert_eq!(place("pragma_temp_store").await, memory);
    let looks = "CREATE TABLE seen AS SELECT temp_store FROM pragma_temp_store";
    let step = Step { name: "9999_looks", sqlite: looks, postgres: "" };
    migrate_in(db, &[step], false, End::Keep).await.unwrap();
    assert_eq!(place("seen").await, disk);
    assert_eq!(place("pragma_temp_store").await, memory, "acts have it in memory again");
}
