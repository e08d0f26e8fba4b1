//! Random steps by random people over a handful of acts: whatever they try, the counters are what a recount gives,
//! of each act one entry at most counts, and the journal has as many entries as there were changes.

use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::*;
use crate::access::Actor;
use crate::base::Error;
use crate::ledger::acts::{amend, may_take};
use crate::ledger::corrections::{Correction, correct};
use crate::ledger::parties::{NewObjection, Outcome, confirm, decide, object};

const STEPS: usize = 1000;
const WALKERS: [&str; 8] =
    ["member", "member2", "deputy", "deputy2", "commission", "commission", "local-office", "leadership"];

struct Walk {
    world: World,
    rng: StdRng,
    actors: Vec<(&'static str, Actor)>,
    acts: Vec<Uuid>,
    objections: Vec<Uuid>,
    changes: i64,
}

impl Walk {
    async fn begin() -> Self {
        let mut world = World::new().await;
        let ways = [("outreach", "organiser_registers"), ("duty_report", "apply_and_audit")];
        world.app.charters = made_up("declare_and_verify", &ways);
        let mut actors = Vec::new();
        for name in WALKERS {
            actors.push((name, world.actor(name).await));
        }
        let rng = StdRng::seed_from_u64(7);
        Self { world, rng, actors, acts: Vec::new(), objections: Vec::new(), changes: 0 }
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.rng.random_range(0..of.len())]
    }

    fn a_day(&mut self) -> NaiveDate {
        let days = ["2025-12-30", "2026-01-02", "2026-02-10", "2026-02-27", "2026-03-02"];
        day(self.one(&days))
    }

    fn some_deputies(&mut self) -> Vec<Uuid> {
        let all: Vec<Uuid> = self.world.deputies.iter().map(|deputy| deputy.person_id).collect();
        all.into_iter().filter(|_| self.rng.random()).collect()
    }

    fn new_act(&mut self, who: &str) -> NewAct {
        let id = Uuid::from_u128(self.rng.random());
        let on = self.a_day();
        let deputies: Vec<Uuid> = self.world.deputies.iter().map(|deputy| deputy.person_id).collect();
        let (member, deputy, parties) =
            (self.one(&self.world.members.clone()), self.one(&deputies), self.some_deputies());
        match who {
            "member" | "member2" => {
                let member = if who == "member" { self.world.members[0] } else { member };
                NewAct { parties, ..NewAct::new(member, ActKind::Contact, on, ("contact", id)) }
            }
            _ => {
                let kind = self.one(&[ActKind::Outreach, ActKind::DutyReport]);
                let office = (who == "local-office").then(|| self.world.organizations["office"]);
                let constituency = self.rng.random::<bool>().then_some(self.world.constituency);
                NewAct { office, constituency, ..NewAct::new(deputy, kind, on, ("outreach", id)) }
            }
        }
    }

    fn correction(&mut self) -> Correction {
        let (on_day, parties, void) = (self.a_day(), self.some_deputies(), self.rng.random_range(0..4) == 0);
        let constituency = self.rng.random::<bool>().then_some(self.world.constituency);
        Correction { on_day, constituency, parties, void, note: "更正".into() }
    }

    /// One try; how many entries the journal must have got by it.
    async fn attempt(&mut self) -> Result<i64> {
        let (name, actor) = {
            let at = self.rng.random_range(0..self.actors.len());
            self.actors[at].clone()
        };
        let app = self.world.app.clone();
        if self.acts.len() < 4 || (self.acts.len() < 60 && self.rng.random_range(0..12) == 0) {
            let (new, declare) = (self.new_act(name), self.rng.random());
            let id = self.world.entered(name, &new, declare).await?;
            self.acts.push(id);
            return Ok(1);
        }
        let act = self.one(&self.acts.clone());
        match self.rng.random_range(0..12) {
            0 => confirm(&app, &actor, act).await.map(|()| 1),
            1 => {
                let act = self.rng.random_range(0..6).gt(&0).then_some(act);
                let new = NewObjection { act, year: 2026, text: "不对" };
                let id = object(&app, &actor, &new).await?;
                self.objections.push(id);
                Ok(1)
            }
            2 if !self.objections.is_empty() => {
                let id = self.one(&self.objections.clone());
                let outcome = match self.rng.random_range(0..3) {
                    0 => Outcome::Kept,
                    1 => Outcome::Corrected(None),
                    _ => Outcome::Corrected(Some(self.correction())),
                };
                let before = self.world.entries().await;
                decide(&app, &actor, id, (outcome, "答复")).await?;
                let added = self.world.entries().await - before;
                assert!((1..=2).contains(&added), "answered, and at most one act put right");
                self.adopt().await;
                Ok(added)
            }
            3 => {
                let wanted = self.correction();
                let id = correct(&app, &actor, act, &wanted).await?;
                self.acts.push(id);
                Ok(1)
            }
            4 => {
                let new = self.new_act(name);
                let tx = app.db.begin().await.unwrap();
                amend(&tx, &app, (&actor, Permit::ActDeclare), act, &new).await?;
                tx.commit().await?;
                Ok(1)
            }
            _ => {
                let step = self.one(&Step::ALL);
                let wanted = Wanted { note: "请补充", version: None };
                // Mostly somebody whose step it is, so that acts get somewhere.
                let act_now = self.world.act(act).await;
                let theirs = self.actors.iter().find(|(_, actor)| may_take(actor, &act_now, step));
                let theirs = theirs.map(|(_, actor)| actor.clone());
                let actor = theirs.filter(|_| self.rng.random_range(0..4) > 0).unwrap_or(actor);
                take(&app, &actor, act, (step, wanted)).await.map(|()| 1)
            }
        }
    }

    /// Corrections that came of an answer are among the acts from then on.
    async fn adopt(&mut self) {
        for row in self.all().await {
            if !self.acts.contains(&row.id) {
                self.acts.push(row.id);
            }
        }
    }

    async fn all(&self) -> Vec<Act> {
        let days = (day("2025-01-01"), day("2026-12-31"));
        let rows = store::facts(&self.world.app.db, self.world.congress, days, None).await.unwrap();
        let mut acts: Vec<Act> = Vec::new();
        for row in rows {
            if acts.last().is_none_or(|last| last.id != row.act.id) {
                acts.push(row.act);
            }
        }
        acts
    }

    async fn holds(&self) {
        let world = &self.world;
        assert_eq!(world.running().await, world.recounted().await);
        let acts = self.all().await;
        let of = |id: Uuid| acts.iter().find(|act| act.id == id);
        let mut roots: BTreeMap<Uuid, u32> = BTreeMap::new();
        for act in &acts {
            let mut root = act.id;
            while let Some(older) = of(root).and_then(|act| act.supersedes_id) {
                assert_eq!(of(older).unwrap().superseded_by, Some(root), "each knows the other");
                root = older;
            }
            *roots.entry(root).or_default() += u32::from(act.counts());
        }
        assert!(roots.values().all(|counting| *counting <= 1), "{roots:?}");
        // The contacts of this year, counted plainly.
        let mut plain: u32 = 0;
        for act in
            acts.iter().filter(|act| act.counts() && act.kind == "contact" && act.on_day >= day("2026-01-01"))
        {
            let parties = store::parties_of(&world.app.db, world.congress, act.id).await.unwrap();
            plain += parties.len() as u32;
        }
        let counted = world.running().await;
        let counted = counted.iter().filter(|((_, duty, _), _)| duty == "contact_assigned");
        assert_eq!(counted.map(|(_, done)| done).sum::<u32>(), plain);
    }
}

#[tokio::test]
async fn whatever_people_try_nothing_counts_twice_and_every_change_is_in_the_journal() {
    let mut walk = Walk::begin().await;
    let begun = walk.world.entries().await;
    let mut refused = 0;
    for step in 0..STEPS {
        match walk.attempt().await {
            Ok(entries) => walk.changes += entries,
            Err(Error::Internal(cause)) => panic!("{cause:#}"),
            Err(_) => refused += 1,
        }
        assert_eq!(walk.world.entries().await, begun + walk.changes, "entries are changes");
        if step % 25 == 0 {
            walk.holds().await;
        }
    }
    walk.holds().await;
    assert!(walk.changes > 120 && refused > 200, "{} changes, {refused} refused", walk.changes);
    let counting = walk.all().await.iter().filter(|act| act.counts()).count();
    assert!(counting > 0 && !walk.objections.is_empty());
    let chain = journal::verify(&walk.world.app.db, walk.world.congress, None).await.unwrap();
    assert!(chain.is_ok(), "{chain:?}");
}
