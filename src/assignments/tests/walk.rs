//! Whatever a clerk moves and takes back: taking everything back gives the proposal again, the version counts each
//! step, the journal has one entry for each, and nobody is lost or there twice.

use std::collections::BTreeSet;

use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::*;
use crate::assignments::acts::undo;
use crate::base::Error;

#[tokio::test]
async fn taking_every_change_back_gives_the_proposal_again() {
    let town = Town::new(2, 7).await;
    let (app, clerk) = (&town.world.app, &town.clerk);
    for seed in 0..6 {
        let mut rng = StdRng::seed_from_u64(seed);
        let way = Way::ALL[rng.random_range(0..Way::ALL.len())];
        let id = town.propose("2026-04-01", way).await.unwrap();
        let proposed = town.pairs(id).await;
        let (mut stack, begin) = (vec![proposed.clone()], town.entries().await);
        let mut steps = 0;
        for _ in 0..25 {
            if rng.random_bool(0.35) {
                match undo(app, clerk, id, town.version(id).await).await {
                    Ok(()) => drop(stack.pop()),
                    Err(Error::Conflict(_)) => {
                        assert_eq!(stack.len(), 1);
                        continue;
                    }
                    Err(other) => panic!("{other:?}"),
                }
            } else {
                let some: Vec<Uuid> =
                    town.deputies.iter().copied().filter(|_| rng.random_bool(0.3)).collect();
                let to = rng.random_bool(0.85).then(|| town.members[rng.random_range(0..town.members.len())]);
                match town.give(id, &some, to).await {
                    Ok(()) => stack.push(town.pairs(id).await),
                    Err(Error::Invalid(_)) => continue,
                    Err(other) => panic!("{other:?}"),
                }
            }
            steps += 1;
            let now = town.pairs(id).await;
            assert_eq!(Some(&now), stack.last());
            let deputies: BTreeSet<Uuid> = now.iter().map(|pair| pair.deputy_id).collect();
            assert_eq!(deputies, town.deputies.iter().copied().collect());
            assert_eq!((town.version(id).await, town.entries().await), (1 + steps, begin + steps));
        }
        assert!(steps > 5);
        while stack.len() > 1 {
            undo(app, clerk, id, town.version(id).await).await.unwrap();
            stack.pop();
        }
        assert_eq!(town.pairs(id).await, proposed);
    }
}
