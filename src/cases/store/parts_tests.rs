//! Lists and their numbers are what looking at every opinion gives.

use chrono::Days;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::lists::{Which, counted, list, one_by_one};
use super::parts::{first_due, newest, parts};
use super::{counts, tallies_are_true};
use crate::access::Actor;
use crate::base::{Conn, sql};
use crate::cases::acts::{NewCase, raise};
use crate::cases::{Channel, desks::moments};
use crate::trial::World;

#[derive(FromQueryResult)]
struct Sum {
    n: i64,
}

/// Lists as pages ask for them.
fn lists(world: &World) -> Vec<Which> {
    let today = world.app.clock.today();
    let (later, month) = (today.checked_add_days(Days::new(8)), today - Days::new(30));
    let due = Which { by_due: true, ..Which::default() };
    let waiting = Which { waiting: true, ..due.clone() };
    let states = |states: &[&'static str]| Which { states: states.to_vec(), ..due.clone() };
    vec![
        Which::default(),
        waiting.clone(),
        Which { awaiting: vec!["sort", "take_up", "examine", "sign_for"], ..waiting.clone() },
        Which { awaiting: vec!["cosign"], page: 3, ..waiting.clone() },
        Which { due_before: Some(today), page: 2, ..waiting },
        Which { due_from: Some(today), due_before: later, ..due.clone() },
        Which { due_before: Some(today), ..due.clone() },
        states(&["transferred", "returned", "handling"]),
        states(&["replied"]),
        Which { by_due: false, ..states(&["settled", "guided", "joined", "withdrawn", "closed"]) },
        Which { due_before: Some(today), ..states(&["replied", "promised"]) },
        Which { raised: Some(moments((month, today))), ..Which::default() },
        Which { ended: Some(moments((month, today))), ..Which::default() },
    ]
}

/// Whether everybody's numbers and lists are as they would be without tallies and parts; how many of the numbers came from
/// tallies, and how many pages from parts.
pub async fn agree(world: &World, actors: &[Actor]) -> (usize, usize) {
    let db = &world.app.db;
    assert!(tallies_are_true(db, world.congress).await.unwrap(), "the tallies say what counting says");
    let (mut tallied, mut merged) = (0, 0);
    for actor in actors {
        let lists = lists(world);
        let numbers = counts(db, actor, &lists).await.unwrap();
        assert_eq!(numbers.len(), lists.len());
        for (which, quick) in lists.into_iter().zip(numbers) {
            let slow = counted(db, actor, &which).await.unwrap();
            let role = actor.posts.first().map(|post| post.role);
            assert_eq!(quick, slow, "{role:?} {which:?}");
            tallied += usize::from(parts(actor, &which).is_some());
            let (mut after, mut pages) = (None::<String>, 0);
            loop {
                let quick = list(db, actor, &which, after.as_deref()).await.unwrap();
                let slow = one_by_one(db, actor, &which, after.as_deref()).await.unwrap();
                let ids = |lines: &[super::Line]| lines.iter().map(|line| line.id).collect::<Vec<_>>();
                assert_eq!(ids(&quick.lines), ids(&slow.lines), "{role:?} {which:?} after {after:?}");
                let none = &mut Vec::new();
                let due = first_due(none, actor, &which, (None, 1));
                merged += usize::from(due.or_else(|| newest(none, actor, &which, (None, 1))).is_some());
                (after, pages) = (quick.next, pages + 1);
                if after.is_none() || pages == 4 {
                    break;
                }
            }
        }
    }
    (tallied, merged)
}

#[tokio::test]
async fn tallies_follow_what_is_deleted_and_changed_by_hand() {
    let world = World::new().await;
    let (congress, deputies) = (world.congress, &world.deputies);
    for n in 0..3_u128 {
        let new = NewCase {
            voter: None,
            cosigners: vec![deputies[1].person_id],
            ..NewCase::of_voter(Uuid::from_u128(n + 1), Channel::Web, "路不平")
        };
        raise(&world.app, &world.actor("deputy").await, &new).await.unwrap();
    }
    let (deputy, cosigner) = (deputies[0].person_id, deputies[1].person_id);
    let own = async |person: Uuid| {
        let text = "SELECT CAST(COALESCE(sum(n), 0) AS bigint) AS n FROM case_tallies \
             WHERE congress_id = $1 AND scope = 'own' AND id = $2";
        world.app.db.one::<Sum>(sql(text, [congress.into(), person.into()])).await.unwrap().n
    };
    assert_eq!((own(deputy).await, own(cosigner).await), (3, 3));
    // Whoever takes an opinion over that he or she co-signs is there once.
    let steps = [
        ("UPDATE cases SET deputy_id = $2 WHERE congress_id = $1", (0, 3)),
        ("DELETE FROM case_cosigners WHERE congress_id = $1 AND person_id = $2", (0, 3)),
        ("UPDATE cases SET deputy_id = NULL WHERE congress_id = $1 AND deputy_id = $2", (0, 0)),
    ];
    for (text, left) in steps {
        let tx = world.app.db.begin().await.unwrap();
        tx.run(sql(text, [congress.into(), cosigner.into()])).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((own(deputy).await, own(cosigner).await), left, "{text}");
        assert!(tallies_are_true(&world.app.db, congress).await.unwrap(), "{text}");
    }
}
