//! What two persons do with slips and paper besides counting: name what differs, take a count back, print more.

use super::{Held, begun, no_paper, refused};
use crate::base::Error;
use crate::reviews::acts::{Paper, ceremony, confirm, paper, propose, withdraw};
use crate::reviews::{Step, store};
use crate::trial::World;

#[tokio::test]
async fn two_counts_that_differ_are_named_with_both_numbers() {
    let world = World::new().await;
    let held = begun(&world, 6).await;
    held.take(&world, Step::Close).await;
    let one = Paper { ballots: 3, spoiled: 1, unreturned: 2, counts: vec![vec![2, 1, 0]] };
    let (app, id) = (&world.app, held.id);
    for (other, key, numbers) in [
        (Paper { ballots: 4, ..one.clone() }, "reviews-differs-ballots", ["3", "4"]),
        (Paper { spoiled: 0, ..one.clone() }, "reviews-differs-spoiled", ["1", "0"]),
        (Paper { unreturned: 5, ..one.clone() }, "reviews-differs-unreturned", ["2", "5"]),
        (Paper { counts: vec![vec![2, 0, 1]], ..one.clone() }, "reviews-differs-votes", ["1", "0"]),
    ] {
        paper::count(app, &held.first, id, &one).await.unwrap();
        paper::count(app, &held.second, id, &other).await.unwrap();
        let Err(Error::Differs(say)) = propose(app, &held.first, id, Step::Unseal).await else {
            panic!("{key}");
        };
        assert_eq!(say.key, key);
        let browser = world.browser(Some("local-office")).await;
        let refused = browser.post(&format!("/rounds/{id}/proposals"), &[("step", "unseal")]).await;
        assert_eq!(refused.status, 409);
        for text in numbers.into_iter().chain(["local-office", "commission"]) {
            assert!(refused.body.contains(text), "{key} {text}: {}", refused.body);
        }
        assert!(
            browser.get(&format!("/rounds/{id}")).await.body.contains("请重新清点"),
            "and beside the step"
        );
    }
}

#[tokio::test]
async fn a_count_is_taken_back_by_whoever_entered_it_until_the_box_is_opened() {
    let world = World::new().await;
    let held = begun(&world, 2).await;
    held.take(&world, Step::Close).await;
    let (app, id) = (&world.app, held.id);
    assert_eq!(refused(paper::take_back(app, &held.first, id).await), "reviews-paper-none");
    held.count(&world, &no_paper(2)).await;
    propose(app, &held.first, id, Step::Unseal).await.unwrap();
    let stranger = paper::take_back(app, &world.actor("other-office").await, id).await;
    assert!(matches!(stranger, Err(Error::NotFound | Error::Forbidden)), "{stranger:?}");
    paper::take_back(app, &held.second, id).await.unwrap();
    let gone = confirm(app, &held.second, id, (Step::Unseal, "")).await;
    assert_eq!(refused(gone), "reviews-not-proposed", "it was proposed of two counts");
    let alone = propose(app, &held.first, id, Step::Unseal).await;
    assert_eq!(refused(alone), "reviews-refused-paper-missing");
    let entries = crate::journal::by_subject(&app.db, world.congress, id).await.unwrap();
    assert!(entries.iter().any(|entry| entry.kind == "review.paper-taken-back"));
    held.count(&world, &no_paper(2)).await;
    held.take(&world, Step::Unseal).await;
    assert_eq!(refused(paper::take_back(app, &held.first, id).await), "reviews-paper-not-now");
}

async fn more(world: &World, held: &Held, slips: i64) -> Vec<String> {
    ceremony::propose_more(&world.app, &held.first, held.id, slips).await.unwrap();
    let printed = ceremony::print_more(&world.app, &held.second, held.id).await.unwrap();
    assert!(printed.keys.is_empty(), "the keys stay as they are");
    printed.slips.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn more_slips_are_printed_by_a_second_person_and_those_before_stay_good() {
    let world = World::new().await;
    let mut held = begun(&world, 3).await;
    let (app, id) = (world.app.clone(), held.id);
    held.cast(&world, 0, 0).await.unwrap();
    let own = ceremony::print_more(&app, &held.first, id).await;
    assert_eq!(refused(own.map(|_| ())), "reviews-not-proposed");
    for wrong in [0, -1, 4] {
        let wrong = ceremony::propose_more(&app, &held.first, id, wrong).await;
        assert_eq!(refused(wrong), "reviews-more-wrong", "three of six on the roll are printed");
    }
    assert_eq!(refused(propose(&app, &held.first, id, Step::More).await), "reviews-refused-state");
    ceremony::propose_more(&app, &held.first, id, 2).await.unwrap();
    let own = ceremony::print_more(&app, &held.first, id).await;
    assert_eq!(refused(own.map(|_| ())), "reviews-same-person");
    withdraw(&app, &held.first, id, Step::More).await.unwrap();
    let slips = more(&world, &held, 3).await;
    assert_eq!((slips.len(), held.review(&world).await.issued), (3, 6));
    held.slips.extend(slips);
    for nth in [0, 1, 3, 5] {
        held.cast(&world, nth, 0).await.unwrap();
    }
    let seen = store::waiting(&app.db, &held.second).await.unwrap();
    assert!(seen.is_empty());
    held.take(&world, Step::Close).await;
    assert_eq!(refused(ceremony::propose_more(&app, &held.first, id, 1).await), "reviews-more-wrong");
    held.count(&world, &no_paper(2)).await;
    held.take(&world, Step::Unseal).await;
    assert_eq!(held.open(&world).await.outcome.unwrap().result.0, [[4, 0, 0]]);
}

#[tokio::test]
async fn the_second_person_finds_on_the_desk_what_waits() {
    let world = World::new().await;
    let held = begun(&world, 2).await;
    propose(&world.app, &held.first, held.id, Step::Close).await.unwrap();
    let path = format!("href=\"/rounds/{}\"", held.id);
    let desk = async |who: &str| world.browser(Some(who)).await.get("/desk").await.body;
    assert!(desk("commission").await.contains(&path), "whoever may confirm it");
    assert!(!desk("local-office").await.contains(&path), "not the one who proposed it");
    for other in ["other-office", "deputy", "leadership"] {
        assert!(!desk(other).await.contains(&path), "{other}");
    }
    let page = world.browser(Some("commission")).await;
    page.post(&format!("/rounds/{}/confirmations", held.id), &[("step", "close")]).await;
    assert!(!desk("commission").await.contains(&path), "it is done");
}
