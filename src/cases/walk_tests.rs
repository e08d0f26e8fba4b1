//! The walk of `flow::walk`, through the acts and on a database: random people take random steps for half a year.

use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::acts::{Move, NewCase, hand_in, let_time_pass, raise, rate, see, take, withdraw};
use super::deadlines::rules;
use super::flow::{Reader, StepKind};
use super::{Case, Channel, may_take, store};
use crate::access::Actor;
use crate::base::{Conn, Error, sql};
use crate::journal;
use crate::trial::World;

const STEPS: usize = 10_000;

/// People of the walk.
const WALKERS: [&str; 11] = [
    "deputy",
    "deputy2",
    "commission",
    "working-body",
    "other-body",
    "local-office",
    "other-office",
    "organ",
    "water-organ",
    "leadership",
    "station-keeper",
];

struct Walk {
    world: World,
    rng: StdRng,
    actors: Vec<Actor>,
    cases: Vec<(Uuid, String)>,
    changes: i64,
    refused: usize,
}

fn pick<T: Copy>(rng: &mut StdRng, from: &[T]) -> T {
    from[rng.random_range(0..from.len())]
}

impl Walk {
    async fn begin() -> Self {
        let world = World::new().await;
        let mut actors = Vec::new();
        for name in WALKERS {
            actors.push(world.actor(name).await);
        }
        Self { world, rng: StdRng::seed_from_u64(42), actors, cases: Vec::new(), changes: 0, refused: 0 }
    }

    async fn journal(&self) -> i64 {
        journal::count(&self.world.app.db, self.world.congress).await.unwrap()
    }

    async fn raise_one(&mut self) {
        let form = Uuid::from_u128(self.rng.random());
        let own = self.rng.random_range(0..3) == 0;
        let new =
            NewCase { area: Some(self.world.areas[1]), ..NewCase::of_voter(form, Channel::Web, "路不平") };
        let raised = if own {
            let other = self.world.deputies[1].person_id;
            let cosigners = if self.rng.random() { vec![other] } else { Vec::new() };
            let new = NewCase { voter: None, cosigners, ..new };
            raise(&self.world.app, &self.actors[0], &new).await.unwrap()
        } else {
            let deputy = self.rng.random::<bool>().then_some(self.world.deputies[0].person_id);
            let new = NewCase { deputy, ..new };
            hand_in(&self.world.app, &self.world.anybody(), &new).await.unwrap()
        };
        self.cases.push((raised.case.id, raised.case.receipt.clone()));
        self.changes += 1;
    }

    fn wanted(&mut self, kind: StepKind) -> Move {
        let world = &self.world;
        let rng = &mut self.rng;
        let today = world.app.clock.today();
        let organ = pick(rng, &[world.organizations["roads"], world.organizations["water"]]);
        let co = if organ == world.organizations["roads"] && rng.random() {
            vec![world.organizations["water"]]
        } else {
            Vec::new()
        };
        let day = today + chrono::Days::new(rng.random_range(1..200));
        let category = pick(rng, &["A", "A", "A", "B", "C", "D"]);
        let dated = kind != StepKind::Reply || category == "B";
        let grades =
            ["satisfied", "satisfied", "satisfied", "satisfied", "basically", "basically", "not_satisfied"];
        Move {
            text: "说明".into(),
            plain: "公开的话".into(),
            subject: "公开的题".into(),
            way: "telephone".into(),
            case: self.cases.get(rng.random_range(0..self.cases.len())).map(|(id, _)| *id),
            deputy: Some(world.deputies[rng.random_range(0..2)].person_id),
            body: Some(pick(rng, &[world.organizations["body"], world.organizations["other-body"]])),
            organ: Some(organ),
            co,
            matter: "petition".into(),
            category: category.into(),
            until: dated.then_some(day),
            attitude: pick(rng, &grades).into(),
            result: pick(rng, &grades).into(),
            reader: pick(rng, Reader::ALL),
            all_agree: rng.random(),
            ..Move::new(kind)
        }
    }

    /// Somebody does something to some case; whether it was accepted.
    async fn step(&mut self) -> bool {
        let at = self.rng.random_range(0..self.cases.len());
        let (id, receipt) = self.cases[at].clone();
        let clerk = self.actors[2].clone();
        let case = store::find(&self.world.app.db, &clerk, id).await.unwrap();
        let today = self.world.app.clock.today();
        let charter = self.world.app.charters("xiantao").unwrap().in_force(today).unwrap();
        let possible = case.standing.steps(&rules(charter), today);
        let likely = !possible.is_empty() && self.rng.random_range(0..10) > 0;
        let kind = if likely { pick(&mut self.rng, &possible) } else { pick(&mut self.rng, StepKind::ALL) };
        // A walk in which everything ends or turns in circles at once sees little.
        use StepKind::*;
        let ends = matches!(kind, Withdraw | AnswerOnSpot | GuideElsewhere | Join | Return | Supervise);
        let circles = matches!(
            kind,
            Urge | NameDeputy
                | Reassign
                | SendBackToSort
                | Retransfer
                | MakeConfidential
                | LiftConfidential
                | Publish
                | Unpublish
        );
        let dull = ends || circles;
        if dull && self.rng.random_range(0..12) > 0 {
            return false;
        }
        let wanted = self.wanted(kind);
        let done = match self.rng.next_u32() % 8 {
            0 => self.by_voter(&receipt, wanted).await,
            _ => {
                let parties = store::parties(&self.world.app.db, clerk.congress, id).await.unwrap();
                let may: Vec<&Actor> =
                    self.actors.iter().filter(|actor| may_take(actor, &case, &parties, kind)).collect();
                let stranger = may.is_empty() || self.rng.random_range(0..10) == 0;
                let who = if stranger {
                    pick(&mut self.rng, &self.actors.iter().collect::<Vec<_>>())
                } else {
                    pick(&mut self.rng, &may)
                };
                // Now and then somebody tries to acknowledge for another.
                let own = if who.person.is_some() { Reader::Deputy } else { Reader::Body };
                let reader = if stranger { wanted.reader } else { own };
                take(&self.world.app, who, id, Move { reader, ..wanted }).await
            }
        };
        match done {
            Ok(case) => {
                case.standing.check().unwrap();
                self.changes += 1;
                true
            }
            Err(Error::Internal(cause)) => panic!("{kind:?} on {:?}: {cause:#}", case.standing),
            Err(_) => {
                self.refused += 1;
                false
            }
        }
    }

    async fn by_voter(&mut self, receipt: &str, wanted: Move) -> crate::base::Result<Case> {
        let (app, anybody) = (self.world.app.clone(), self.world.anybody());
        let before = store::by_receipt(&app.db, anybody.congress, receipt).await?;
        let done = match self.rng.random_range(0..4) {
            0 => withdraw(&app, &anybody, receipt, "已解决").await,
            1 => see(&app, &anybody, receipt).await,
            _ => rate(&app, &anybody, receipt, wanted).await,
        };
        // Rating an answer opens it first, and looking at no news changes nothing: the versions tell.
        let after = store::by_receipt(&app.db, anybody.congress, receipt).await?;
        self.changes += after.version - before.version - i64::from(done.is_ok());
        done
    }
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

async fn count(world: &World, text: &str) -> i64 {
    world.app.db.one::<Count>(sql(text, [world.congress.into()])).await.unwrap().n
}

#[tokio::test]
async fn ten_thousand_steps_through_the_acts_leave_one_entry_a_change() {
    let mut walk = Walk::begin().await;
    let before = walk.journal().await;
    let mut accepted = 0;
    let (mut looked, mut tallied, mut merged) = (STEPS / 8, 0, 0);
    let mut day = walk.world.app.clock.today();
    while accepted < STEPS {
        if walk.cases.is_empty() || walk.rng.random_range(0..25) == 0 {
            walk.raise_one().await;
            accepted += 1;
        }
        if accepted >= looked {
            looked += STEPS / 8;
            let (some, pages) = store::parts_tests::agree(&walk.world, &walk.actors).await;
            (tallied, merged) = (tallied + some, merged + pages);
        }
        let taken = walk.step().await;
        accepted += usize::from(taken);
        if taken && walk.rng.random_range(0..90) == 0 {
            day = day.succ_opt().unwrap();
            walk.world.on(&day.to_string());
            walk.changes += let_time_pass(&walk.world.app, walk.world.congress).await.unwrap() as i64;
        }
    }
    assert!(
        tallied > 500 && merged > 300,
        "most numbers and lists come from tallies and parts: {tallied}, {merged}"
    );
    let world = &walk.world;
    let counted = count(world, "SELECT count(*) AS n FROM acts WHERE congress_id = $1").await;
    assert_eq!(walk.journal().await - before, walk.changes + counted, "one entry a change, one an act");
    let verified = journal::verify(&world.app.db, world.congress, None).await.unwrap().unwrap();
    assert_eq!(verified.entries, walk.journal().await);
    let open_without_due =
        "SELECT count(*) AS n FROM cases WHERE congress_id = $1 AND ended_at IS NULL AND due_on IS NULL";
    assert_eq!(count(world, open_without_due).await, 0);
    let closed =
        count(world, "SELECT count(*) AS n FROM cases WHERE congress_id = $1 AND state = 'closed'").await;
    assert!(closed > 20, "the walk closes cases: {closed} of {}, {} refused", walk.cases.len(), walk.refused);
    let clerk = &walk.actors[2];
    for (id, _) in &walk.cases {
        store::find(&world.app.db, clerk, *id).await.unwrap().standing.check().unwrap();
    }
}
