use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use chrono::TimeDelta;
use serde_json::json;

use super::*;
use crate::base::App;
use crate::trial::World;

/// What the works of these tests did, by the job's id: they are plain functions and carry nothing with them.
static DONE: Mutex<BTreeMap<Uuid, usize>> = Mutex::new(BTreeMap::new());

fn times(id: Uuid) -> usize {
    DONE.lock().unwrap().get(&id).copied().unwrap_or(0)
}

fn note(id: Uuid) {
    *DONE.lock().unwrap().entry(id).or_default() += 1;
}

/// Real luck: the works tell worlds apart by the jobs' ids.
async fn luck() -> World {
    let mut world = World::new().await;
    world.app.chance = crate::base::Chance::real();
    world
}

fn kinds() -> Kinds {
    let good: Work = |_, job| {
        Box::pin(async move {
            tokio::task::yield_now().await;
            note(job.id);
            Outcome::Done
        })
    };
    let later: Work = |_, job| {
        Box::pin(async move {
            note(job.id);
            Outcome::Retry("the other side is busy".into())
        })
    };
    let never: Work = |_, job| {
        Box::pin(async move {
            note(job.id);
            Outcome::GiveUp("there is no such address".into())
        })
    };
    let broken: Work = |_, job| {
        Box::pin(async move {
            note(job.id);
            panic!("a work may break off");
        })
    };
    Arc::new(BTreeMap::from([("good", good), ("later", later), ("never", never), ("broken", broken)]))
}

async fn add(world: &World, name: &'static str, key: &str) {
    let app = &world.app;
    let tx = app.db.begin().await.unwrap();
    let job = NewJob {
        congress: world.congress,
        key: key.into(),
        name,
        payload: json!({}),
        run_at: app.clock.now(),
    };
    enqueue(&tx, app, job).await.unwrap();
    tx.commit().await.unwrap();
}

async fn only(world: &World) -> Job {
    let mut all = waiting(&world.app.db, world.congress).await.unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

fn later(app: &App, hand: &crate::base::Hand, by: TimeDelta) {
    hand.set(app.clock.now() + by);
}

#[tokio::test]
async fn once_by_key() {
    let world = luck().await;
    for _ in 0..3 {
        add(&world, "good", "one").await;
    }
    let id = only(&world).await.id;
    assert_eq!(run_all(&world.app, &kinds()).await.unwrap(), 1);
    add(&world, "good", "one").await;
    assert_eq!(run_all(&world.app, &kinds()).await.unwrap(), 0, "what is done stays done");
    assert_eq!(times(id), 1);
    assert_eq!(count(&world.app.db, "done").await.unwrap(), 1);
}

#[tokio::test]
async fn an_act_that_fails_leaves_no_job() {
    let world = luck().await;
    let tx = world.app.db.begin().await.unwrap();
    let job = NewJob {
        congress: world.congress,
        key: "x".into(),
        name: "good",
        payload: json!({}),
        run_at: world.app.clock.now(),
    };
    enqueue(&tx, &world.app, job).await.unwrap();
    drop(tx);
    assert_eq!(run_all(&world.app, &kinds()).await.unwrap(), 0);
}

#[tokio::test]
async fn tried_again_after_growing_pauses_and_given_up_in_the_end() {
    let world = luck().await;
    add(&world, "later", "one").await;
    let mut pauses = Vec::new();
    for _ in 0..12 {
        assert_eq!(run_all(&world.app, &kinds()).await.unwrap(), 1);
        let job = only(&world).await;
        assert_eq!(job.said, "the other side is busy");
        if job.state == "failed" {
            break;
        }
        let pause = job.run_at - world.app.clock.now();
        later(&world.app, &world.hand, pause - TimeDelta::seconds(1));
        assert_eq!(run_all(&world.app, &kinds()).await.unwrap(), 0, "not before its time");
        later(&world.app, &world.hand, TimeDelta::seconds(1));
        pauses.push(pause.num_minutes());
    }
    assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]);
    let job = only(&world).await;
    assert_eq!((job.state.as_str(), job.tries, times(job.id)), ("failed", 12, 12));
    later(&world.app, &world.hand, TimeDelta::days(30));
    assert_eq!(run_all(&world.app, &kinds()).await.unwrap(), 0);
}

#[tokio::test]
async fn what_is_given_up_says_why_and_is_not_tried_again() {
    let world = luck().await;
    add(&world, "never", "one").await;
    add(&world, "unknown", "two").await;
    assert_eq!(run_all(&world.app, &kinds()).await.unwrap(), 2);
    later(&world.app, &world.hand, TimeDelta::days(30));
    assert_eq!(run_all(&world.app, &kinds()).await.unwrap(), 0);
    let said: Vec<String> =
        waiting(&world.app.db, world.congress).await.unwrap().into_iter().map(|job| job.said).collect();
    assert!(said.contains(&"there is no such address".to_owned()), "{said:?}");
    assert!(said.contains(&"no work is called unknown".to_owned()), "{said:?}");
    assert_eq!(count(&world.app.db, "failed").await.unwrap(), 2);
}

#[tokio::test]
async fn a_work_that_breaks_off_stops_nobody() {
    let world = luck().await;
    add(&world, "broken", "one").await;
    add(&world, "good", "two").await;
    assert_eq!(run_all(&world.app, &kinds()).await.unwrap(), 2);
    let job = only(&world).await;
    assert_eq!((job.name.as_str(), job.state.as_str()), ("broken", "waiting"));
}

#[tokio::test]
async fn a_claim_expires_and_the_late_runner_is_not_heard() {
    let world = luck().await;
    let app = &world.app;
    add(&world, "good", "one").await;
    let hold = TimeDelta::minutes(5);
    let first = store::claim(app, app.clock.now(), hold).await.unwrap().unwrap();
    assert!(store::claim(app, app.clock.now(), hold).await.unwrap().is_none(), "held");
    later(app, &world.hand, TimeDelta::minutes(6));
    let second = store::claim(app, app.clock.now(), hold).await.unwrap().unwrap();
    assert_eq!((second.id, second.tries), (first.id, 1));
    // The first comes back late: the job is the second's, and stays claimed.
    store::settle(app, &first, Outcome::GiveUp("late".into())).await.unwrap();
    assert_eq!(only(&world).await.state, "waiting");
    assert!(store::claim(app, app.clock.now(), hold).await.unwrap().is_none());
    store::settle(app, &second, Outcome::Done).await.unwrap();
    assert!(waiting(&app.db, world.congress).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_job_that_takes_its_runner_down_is_put_aside() {
    let world = luck().await;
    add(&world, "good", "one").await;
    let id = only(&world).await.id;
    for _ in 0..12 {
        store::claim(&world.app, world.app.clock.now(), TimeDelta::minutes(5)).await.unwrap().unwrap();
        later(&world.app, &world.hand, TimeDelta::minutes(6));
    }
    assert_eq!(run_all(&world.app, &kinds()).await.unwrap(), 1);
    assert_eq!((only(&world).await.state.as_str(), times(id)), ("failed", 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn runners_side_by_side_never_run_one_job_twice() {
    let world = luck().await;
    for n in 0..40 {
        add(&world, "good", &format!("job-{n}")).await;
    }
    let ids: Vec<Uuid> =
        waiting(&world.app.db, world.congress).await.unwrap().into_iter().map(|job| job.id).collect();
    let ran = Arc::new(AtomicUsize::new(0));
    // Each runner has its own connections, as on two machines.
    let mut runners = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (mut app, ran) = (world.app.clone(), ran.clone());
        app.db = world.another_db().await;
        runners.spawn(async move {
            ran.fetch_add(run_all(&app, &kinds()).await.unwrap(), Ordering::SeqCst);
        });
    }
    runners.join_all().await;
    assert_eq!(ran.load(Ordering::SeqCst), 40);
    assert!(ids.iter().all(|id| times(*id) == 1));
}
