use chrono::TimeDelta;
use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::*;
use crate::access::Permit;
use crate::base::{Conn, sql};
use crate::bodies::acts::set_whereabouts;
use crate::cases::acts::support;

/// Something happens that a public page may show.
async fn something(world: &World, rng: &mut StdRng, numbers: &mut Vec<Case>) {
    let word: u64 = rng.random();
    match rng.random_range(0..7) {
        0 => numbers.push(published(world, &answered(world, WORDS).await).await),
        1 => drop(says(world, WORDS).await),
        2 => {
            let case = &numbers[rng.random_range(0..numbers.len())];
            let browser = format!("{word:064x}");
            assert!(support(&world.app, &world.anybody(), &case.number, &browser).await.unwrap());
        }
        3 => {
            let tx = world.app.db.begin().await.unwrap();
            let (keeper, station) = (world.keeper(), world.organizations["station"]);
            let whereabouts = ("新里村一组", word.to_string(), "每月15日");
            let whereabouts = (whereabouts.0, whereabouts.1.as_str(), whereabouts.2);
            let by = (&keeper, Permit::RegisterKeep);
            set_whereabouts(&tx, &world.app, by, station, whereabouts).await.unwrap();
            tx.commit().await.unwrap();
        }
        4 => {
            // Somebody else, on another machine or at the database itself; the journal does not tell of it.
            let other = world.another_db().await;
            let tx = other.begin().await.unwrap();
            let text =
                "UPDATE cases SET public_subject = $2 WHERE congress_id = $1 AND published_at IS NOT NULL";
            tx.run(sql(text, [world.congress.into(), format!("改过的标题{word}").into()])).await.unwrap();
            tx.commit().await.unwrap();
        }
        5 => world.later(TimeDelta::days(1)),
        _ => {
            // An act that fails leaves nothing, neither in the database nor in what is kept.
            let tx = world.app.db.begin().await.unwrap();
            let text = "UPDATE cases SET public_subject = 'half an act' WHERE congress_id = $1";
            tx.run(sql(text, [world.congress.into()])).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_kept_page_is_what_a_page_made_now_would_be() {
    let world = World::new().await;
    let site = site(world.app.clone());
    let mut rng = StdRng::seed_from_u64(5);
    let mut cases = vec![published(&world, &answered(&world, WORDS).await).await];
    let (deputy, station) = (world.deputies[0].code.clone(), code_of(&world, "station").await);
    for round in 0..30 {
        something(&world, &mut rng, &mut cases).await;
        let looks = ["", "lang=en", "elder=1"][round % 3];
        let kept = world.browser_at(site.clone(), None).await.saying("cookie", looks);
        // Whoever holds a session, also one that is none, gets a page made for him or her.
        let own = format!("{looks}; session=none");
        let made = world.browser_at(site.clone(), None).await.saying("cookie", &own);
        let number = &cases[round % cases.len()].number;
        for path in [
            "/".to_owned(),
            "/opinions".to_owned(),
            format!("/opinions/{number}"),
            format!("/deputies/{deputy}"),
            "/stations".to_owned(),
            format!("/stations/{station}"),
        ] {
            let fresh = made.get(&path).await.body;
            for _ in 0..2 {
                assert!(kept.get(&path).await.body == fresh, "{path} in round {round}");
            }
        }
    }
}
