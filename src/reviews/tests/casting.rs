//! One slip, one ballot: whatever is sent how often at once.

use std::sync::Arc;

use futures_util::{StreamExt, stream};

use super::{Held, begun, no_paper, printed, refused, wanted};
use crate::base::Error;
use crate::reviews::acts::casting::{Vote, cast};
use crate::reviews::acts::{Whom, ceremony, write};
use crate::reviews::{Step, store};
use crate::trial::World;

/// So many are on their way at once.
const AT_ONCE: usize = 1_000;

async fn ballots(world: &World, held: &Held) -> i64 {
    store::count_ballots(&world.app.db, world.congress, held.id).await.unwrap()
}

#[tokio::test]
async fn forged_void_foreign_and_mistyped_codes_are_refused() {
    let world = World::new().await;
    let first = printed(&world, &wanted(&world, 2)).await;
    let again = ceremony::print(&world.app, &first.first, first.id).await.unwrap();
    first.take(&world, Step::Open).await;
    assert_eq!(refused(first.cast(&world, 0, 0).await), "reviews-slip-unknown", "printed anew, it is void");
    let slip = again.slips[0].to_string();
    let send = async |code: &str, slip: &str| {
        let vote = Vote { slip: slip.to_owned(), choices: vec![Some(0)], ..Vote::default() };
        cast(&world.app, &world.anybody(), code, &vote).await
    };
    let looks_alike = slip.to_lowercase().replace('0', "o").replace('1', "l").replace('-', " ");
    send(&first.code, &looks_alike).await.unwrap();
    let other = begun(&world, 1).await;
    assert_eq!(refused(send(&other.code, &slip).await), "reviews-slip-unknown", "of another round");
    let forged = world.app.chance.draw(crate::reviews::Slip::random).to_string();
    assert_eq!(refused(send(&first.code, &forged).await), "reviews-slip-unknown");
    for wrong in ["", "7K3F", &format!("{slip}7"), &slip.replace(&slip[..1], "U")] {
        assert_eq!(refused(send(&first.code, wrong).await), "reviews-slip-mistyped", "{wrong}");
    }
    assert_eq!((ballots(&world, &first).await, ballots(&world, &other).await), (1, 0));
    assert!(matches!(send("000000", &slip).await, Err(Error::NotFound)));
    let vote = Vote { slip: slip.clone(), choices: vec![None], words: "长".repeat(301), ..Vote::default() };
    let Err(Error::Invalid(found)) = cast(&world.app, &world.anybody(), &first.code, &vote).await else {
        panic!("a rating is needed");
    };
    assert_eq!(found.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), ["q1", "words"]);
    let vote = Vote { slip, choices: vec![Some(3)], ..Vote::default() };
    assert_eq!(refused(cast(&world.app, &world.anybody(), &first.code, &vote).await), "error-choice");
}

#[tokio::test]
async fn until_the_end_the_last_ballot_of_a_slip_counts_and_its_words_with_it() {
    let world = World::new().await;
    let held = begun(&world, 3).await;
    let before = held.say(&world, 0, (2, "先前的话")).await.unwrap();
    let after = held.say(&world, 0, (0, "")).await.unwrap();
    assert_ne!(before, after);
    held.say(&world, 1, (0, "修路")).await.unwrap();
    let db = &world.app.db;
    assert!(!store::cast(db, (world.congress, held.id), &before.to_string()).await.unwrap());
    held.take(&world, Step::Close).await;
    held.count(&world, &no_paper(1)).await;
    held.take(&world, Step::Unseal).await;
    let whole = held.open(&world).await;
    assert_eq!(whole.outcome.unwrap().result.0, [[2, 0, 0]]);
    assert_eq!(store::said(db, world.congress, held.id).await.unwrap(), ["修路"]);
}

#[tokio::test]
async fn ten_thousand_at_once_on_a_hundred_slips_are_a_hundred_ballots() {
    let world = World::new().await;
    let held = Arc::new(begun(&world, 101).await);
    let (app, anybody, of) = (world.app.clone(), world.anybody(), held.clone());
    let send = move |nth: usize| {
        let (app, anybody, held) = (app.clone(), anybody.clone(), of.clone());
        tokio::spawn(async move {
            let slip = held.slips[nth % 100].clone();
            // Which of a slip's ballots comes last nobody knows: all of them say the same.
            let vote = Vote { slip, choices: vec![Some(nth % 100 % 3)], ..Vote::default() };
            cast(&app, &anybody, &held.code, &vote).await.is_ok()
        })
    };
    let sent: Vec<_> = stream::iter((0..10_000).map(send)).buffer_unordered(AT_ONCE).collect().await;
    assert!(sent.into_iter().all(|one| one.unwrap()), "each is answered");
    assert_eq!(ballots(&world, &held).await, 100);
    held.take(&world, Step::Close).await;
    held.count(&world, &no_paper(1)).await;
    held.take(&world, Step::Unseal).await;
    assert_eq!(held.open(&world).await.outcome.unwrap().result.0, [[34, 33, 33]]);
}

#[tokio::test]
async fn whoever_casts_while_it_is_closed_comes_before_or_after_and_is_told_which() {
    let world = World::new().await;
    let held = Arc::new(begun(&world, 40).await);
    crate::reviews::acts::propose(&world.app, &held.first, held.id, Step::Close).await.unwrap();
    let cast_one = |nth: usize| {
        let (app, anybody, held) = (world.app.clone(), world.anybody(), held.clone());
        tokio::spawn(async move {
            let vote = Vote { slip: held.slips[nth].clone(), choices: vec![Some(0)], ..Vote::default() };
            cast(&app, &anybody, &held.code, &vote).await
        })
    };
    let casts: Vec<_> = (0..40).map(cast_one).collect();
    let closing = crate::reviews::acts::confirm(&world.app, &held.second, held.id, (Step::Close, "")).await;
    closing.unwrap();
    let mut taken = 0;
    for one in casts {
        match one.await.unwrap() {
            Ok(_) => taken += 1,
            Err(Error::Conflict(key)) => assert_eq!(key, "reviews-closed"),
            Err(other) => panic!("{other:?}"),
        }
    }
    let doc = store::public_box(&world.app.db, world.congress, held.id).await.unwrap();
    assert_eq!(ballot::BallotBox::from_json(&doc).unwrap().cast(), taken, "who was told so is in the box");
}

#[tokio::test]
async fn a_whole_constituency_is_reviewed_with_one_slip_part_by_part() {
    let world = World::new().await;
    let mut new = wanted(&world, 11);
    new.whom = Whom::Constituency(world.constituency);
    new.parts = true;
    let held = printed(&world, &new).await;
    held.take(&world, Step::Open).await;
    let review = held.review(&world).await;
    assert!(review.title.contains("李双妹") && review.title.contains("阿卜杜拉"), "{}", review.title);
    assert_eq!(write(&world.app, &held.first, &new).await.unwrap(), held.id, "the same form is one round");
    for nth in 0..11 {
        let mut choices = vec![None; 12];
        (choices[0], choices[6], choices[7]) = (Some(0), Some(1), Some(nth % 2));
        let vote = Vote { slip: held.slips[nth].clone(), choices, ..Vote::default() };
        cast(&world.app, &world.anybody(), &held.code, &vote).await.unwrap();
    }
    held.take(&world, Step::Close).await;
    let whole = [vec![0, 0, 0], vec![0, 0, 0, 0], vec![0, 0, 0, 0], vec![0, 0, 0, 0]];
    let counts: Vec<Vec<u64>> = (0..12).map(|nth| whole[usize::from(nth % 6 != 0)].clone()).collect();
    let none = crate::reviews::acts::Paper { ballots: 0, spoiled: 0, unreturned: 0, counts };
    held.count(&world, &none).await;
    held.take(&world, Step::Unseal).await;
    let opened = held.open(&world).await;
    let reviewed = store::reviewed(&world.app.db, world.congress, held.id).await.unwrap();
    let came = crate::reviews::results::results(&review.rules().unwrap(), &reviewed, &opened).unwrap();
    assert_eq!((came.cast, came.turnout().as_str()), (11, "50.0"));
    assert_eq!((came.persons[0].unanimous, came.persons[1].unanimous), (Some(0), Some(1)));
    assert_eq!(came.persons[0].parts, vec![vec![0, 0, 0, 11]; 5]);
    assert_eq!(came.persons[1].parts[0], [6, 5, 0, 0]);
}
