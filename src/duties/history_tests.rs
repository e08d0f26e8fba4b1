//! Random histories: acts entered, declared, verified, returned, corrected and struck out, seats ended (also for days
//! gone by), by-elections, assignments, leave, a revision of the charter and a new term in the middle. After every
//! step the running counters are what a recount from the acts alone gives.

use std::collections::BTreeMap;
use std::sync::Arc;

use charter::{ActKind, Charter, Charters, Counter, Per, Period};
use chrono::{Days, NaiveDate};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use uuid::Uuid;

use crate::access::{Actor, Permit, Role};
use crate::base::{App, Error, Hand, Result, start_of};
use crate::bodies;
use crate::bodies::acts::{NewConstituency, add_constituency, open_term};
use crate::jobs::run_all;
use crate::ledger::acts::{Correction, Wanted, correct, take};
use crate::ledger::{Act, NewAct, State, Step, counts, enter, store};
use crate::people::acts::{
    NewAssignment, NewPerson, NewSeat, add_person, assign, end_assignment, end_seat, give_leave, seat,
};
use crate::people::{self, EndReason, Seat};
use crate::trial::World;

/// The shipped charter and a made-up revision of it: three contacts a year, outreach anywhere, two reports a term.
pub(crate) fn with_revision(from: &str) -> Charters {
    let text = include_str!("../../charters/xiantao/2023.toml");
    let shipped = Charter::parse("2023.toml", text).unwrap();
    let at = text.find("code = \"contact_assigned\"").unwrap();
    let (head, duties) = text.split_at(at);
    let head = head.replace("2023-10-24", from);
    let duties = duties
        .replacen("at_least = 2", "at_least = 3", 1)
        .replacen("scope = \"own_constituency\"", "scope = \"any\"", 1)
        .replacen("at_least = 1", "at_least = 2", 1);
    let revision = Charter::parse("revision.toml", &format!("{head}{duties}")).unwrap();
    Charters::new(vec![shipped, revision]).unwrap()
}

/// A congress whose people do things at random.
pub(crate) struct History {
    pub(crate) app: App,
    hand: Hand,
    congress: Uuid,
    constituencies: [Uuid; 2],
    term: Uuid,
    rng: StdRng,
}

impl History {
    pub(crate) async fn new(world: &World, seed: u64) -> Self {
        let term = bodies::store::terms(&world.app.db, world.congress).await.unwrap()[0].id;
        let (area, name) = (world.areas[0], "第2选区".to_owned());
        let new = NewConstituency { term, area, parts: Vec::new(), number: 2, name, seats: 2 };
        let tx = world.app.db.begin().await.unwrap();
        let second = add_constituency(&tx, &world.app, &world.keeper(), &new).await.unwrap();
        tx.commit().await.unwrap();
        Self {
            app: world.app.clone(),
            hand: world.hand.clone(),
            congress: world.congress,
            constituencies: [world.constituency, second],
            term,
            rng: StdRng::seed_from_u64(seed),
        }
    }

    fn of(&self, role: Role, person: Option<Uuid>) -> Actor {
        Actor { person, ..Actor::operator(self.congress, role) }
    }

    fn today(&self) -> NaiveDate {
        self.app.clock.today()
    }

    fn day(&mut self, most: u64) -> NaiveDate {
        self.today() - Days::new(self.rng.random_range(0..=most))
    }

    fn one<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        (!all.is_empty()).then(|| all[self.rng.random_range(0..all.len())].clone())
    }

    /// Let days pass; with a new year after the term's end a new term begins, with the same people.
    pub(crate) async fn pass(&mut self, days: u64) {
        self.hand.set(start_of(self.today() + Days::new(days)) + chrono::TimeDelta::hours(9));
        let terms = bodies::store::terms(&self.app.db, self.congress).await.unwrap();
        let last = terms.last().unwrap().clone();
        if last.ends_on >= self.today() {
            return;
        }
        let keeper = self.of(Role::Commission, None);
        let held = people::store::seats(&self.app.db, self.congress, None).await.unwrap();
        let from = last.ends_on.succ_opt().unwrap();
        let tx = self.app.db.begin().await.unwrap();
        let term = self.app.chance.id(self.app.clock.now());
        let next = bodies::Term {
            id: term,
            number: last.number + 1,
            name: "第十一届".to_owned(),
            starts_on: from,
            ends_on: from + Days::new(5 * 365),
        };
        open_term(&tx, &self.app, &keeper, &next).await.unwrap();
        for old in held.into_iter().filter(|old| old.term_id == self.term && old.to_on.is_none()) {
            let kind = if old.kind == "deputy" { Seat::Deputy } else { Seat::CommitteeMember };
            let (person, constituency) = (old.person_id, old.constituency_id);
            let new = NewSeat { person, term, kind, constituency, from_on: from };
            seat(&tx, &self.app, &keeper, &new).await.unwrap();
        }
        tx.commit().await.unwrap();
        self.term = term;
    }

    /// Something happens; what the rules refuse does not.
    pub(crate) async fn step(&mut self) {
        let done = match self.rng.random_range(0..22) {
            0..=8 => self.enter().await,
            9..=13 => self.judge().await,
            14 | 15 => self.correct().await,
            16 => self.end_a_seat().await,
            17 => self.elect().await,
            18 => self.reassign().await,
            19 => self.leave().await,
            _ => {
                let days = self.rng.random_range(1..40);
                self.pass(days).await;
                Ok(())
            }
        };
        match done {
            Ok(()) | Err(Error::Invalid(_) | Error::Conflict(_) | Error::NotFound | Error::Forbidden) => {}
            Err(other) => panic!("{other:?}"),
        }
    }

    async fn people(&self, kind: &str) -> Vec<Uuid> {
        let all = people::store::seats(&self.app.db, self.congress, None).await.unwrap();
        all.into_iter().filter(|held| held.kind == kind).map(|held| held.person_id).collect()
    }

    pub(crate) async fn enter(&mut self) -> Result<()> {
        let (members, deputies) = (self.people("committee-member").await, self.people("deputy").await);
        let on = self.day(40);
        let evidence = ("contact", self.app.chance.id(self.app.clock.now()));
        let (actor, permit, new) = match self.rng.random_range(0..5) {
            0 | 1 => {
                let member = self.one(&members).unwrap();
                let count = self.rng.random_range(1..3);
                let parties = (0..count).filter_map(|_| self.one(&deputies)).collect();
                let new = NewAct { parties, ..NewAct::new(member, ActKind::Contact, on, evidence) };
                (self.of(Role::Member, Some(member)), Permit::ContactRecord, new)
            }
            kind => {
                let deputy = self.one(&deputies).unwrap();
                let kind = if kind == 4 { ActKind::DutyReport } else { ActKind::Outreach };
                let here = self.one(&self.constituencies.clone());
                let constituency = here.filter(|_| self.rng.random_bool(0.9));
                let new = NewAct { constituency, ..NewAct::new(deputy, kind, on, evidence) };
                (self.of(Role::Deputy, Some(deputy)), Permit::OutreachRecord, new)
            }
        };
        let declare = self.rng.random_bool(0.8);
        let tx = self.app.db.begin().await?;
        enter(&tx, &self.app, (&actor, permit), &new, declare).await?;
        tx.commit().await
    }

    /// Every act, drafts too.
    async fn acts(&self) -> Vec<Act> {
        let mut persons = [self.people("committee-member").await, self.people("deputy").await].concat();
        persons.sort_unstable();
        persons.dedup();
        let mut all = Vec::new();
        for person in persons {
            all.extend(store::of_person(&self.app.db, self.congress, person).await.unwrap());
        }
        all
    }

    /// Declare what is a draft or was returned, verify or return what was declared.
    pub(crate) async fn judge(&mut self) -> Result<()> {
        let waits = |act: &Act| matches!(act.state(), Some(State::Draft | State::Declared | State::Returned));
        let open: Vec<Act> = self.acts().await.into_iter().filter(waits).collect();
        let Some(act) = self.one(&open) else { return Ok(()) };
        let (role, step) = match act.state() {
            Some(State::Declared) if self.rng.random_bool(0.8) => (Role::Commission, Step::Verify),
            Some(State::Declared) => (Role::Commission, Step::Return),
            _ => (Role::Member, Step::Declare),
        };
        let actor = self.of(role, (role == Role::Member).then_some(act.person_id));
        let wanted = Wanted { note: "请补充。", version: None };
        take(&self.app, &actor, act.id, (step, wanted)).await
    }

    async fn correct(&mut self) -> Result<()> {
        let counting: Vec<Act> = self.acts().await.into_iter().filter(Act::counts).collect();
        let Some(act) = self.one(&counting) else { return Ok(()) };
        let deputies = self.people("deputy").await;
        let contact = act.kind() == Some(ActKind::Contact);
        let wanted = Correction {
            on_day: self.day(60),
            constituency: act.constituency_id.filter(|_| self.rng.random_bool(0.8)),
            parties: if contact { self.one(&deputies).into_iter().collect() } else { Vec::new() },
            void: self.rng.random_bool(0.3),
            note: "更正。".to_owned(),
        };
        correct(&self.app, &self.of(Role::Commission, None), act.id, &wanted).await?;
        Ok(())
    }

    async fn end_a_seat(&mut self) -> Result<()> {
        let held = people::store::seats(&self.app.db, self.congress, None).await?;
        let held: Vec<_> = held.into_iter().filter(|held| held.to_on.is_none()).collect();
        if held.len() < 5 {
            return Ok(());
        }
        let Some(mut held) = self.one(&held) else { return Ok(()) };
        let mut on = self.day(50).max(held.from_on);
        // Best of all before something that was counted by it.
        let counted: Vec<Act> = self.acts().await.into_iter().filter(Act::counts).collect();
        if let Some(act) = self.one(&counted)
            && let Some(its) = people::store::seats(&self.app.db, self.congress, Some(act.person_id))
                .await?
                .into_iter()
                .find(|seat| seat.to_on.is_none() && seat.from_on < act.on_day)
        {
            (held, on) = (its, act.on_day - Days::new(1));
        }
        let tx = self.app.db.begin().await?;
        let keeper = self.of(Role::Commission, None);
        end_seat(&tx, &self.app, &keeper, held.id, (on, EndReason::MovedOut)).await?;
        tx.commit().await
    }

    /// A by-election, or a deputy who becomes a member too.
    pub(crate) async fn elect(&mut self) -> Result<()> {
        let deputies = self.people("deputy").await;
        let known = self.rng.random_bool(0.4);
        let from_on = self.day(20);
        let keeper = self.of(Role::Commission, None);
        let tx = self.app.db.begin().await?;
        let member = self.rng.random_bool(0.4);
        let person = match self.one(&deputies).filter(|_| known) {
            Some(person) => person,
            None => {
                let new = NewPerson { name: "周补选".into(), sex: "male", ..NewPerson::default() };
                add_person(&tx, &self.app, &keeper, &new).await?
            }
        };
        let new = NewSeat {
            person,
            term: self.term,
            kind: if member { Seat::CommitteeMember } else { Seat::Deputy },
            constituency: self.one(&self.constituencies.clone()).filter(|_| !member),
            from_on,
        };
        seat(&tx, &self.app, &keeper, &new).await?;
        tx.commit().await
    }

    pub(crate) async fn reassign(&mut self) -> Result<()> {
        let (members, deputies) = (self.people("committee-member").await, self.people("deputy").await);
        let keeper = self.of(Role::Commission, None);
        let day = self.today();
        let old = people::store::assignments_on(&self.app.db, self.congress, day).await?;
        let tx = self.app.db.begin().await?;
        if let Some(old) = self.one(&old).filter(|_| self.rng.random_bool(0.5)) {
            end_assignment(&tx, &self.app, &keeper, &old, day).await?;
        }
        let (Some(member), Some(deputy)) = (self.one(&members), self.one(&deputies)) else { return Ok(()) };
        let new = NewAssignment { member, deputy, from_on: day, reasons: "area", plan: None };
        assign(&tx, &self.app, &keeper, &new).await?;
        tx.commit().await
    }

    pub(crate) async fn leave(&mut self) -> Result<()> {
        let everybody = [self.people("committee-member").await, self.people("deputy").await].concat();
        let Some(person) = self.one(&everybody) else { return Ok(()) };
        let from = self.day(30);
        let to = self.rng.random_bool(0.7).then(|| from + Days::new(40));
        let tx = self.app.db.begin().await?;
        let keeper = self.of(Role::Commission, None);
        give_leave(&tx, &self.app, &keeper, (person, "illness"), (from, to)).await?;
        tx.commit().await
    }

    /// Run the jobs that are due, as the site does.
    pub(crate) async fn jobs(&self) {
        run_all(&self.app, &crate::site::jobs()).await.unwrap();
    }

    /// Every period that a day of these years lies in, by its first day: year and term may begin together.
    async fn periods(&self) -> BTreeMap<NaiveDate, Vec<Period>> {
        let kept = counts::kept(&self.app.db, &self.app, self.congress, None).await.unwrap();
        let mut periods: BTreeMap<NaiveDate, Vec<Period>> = BTreeMap::new();
        for year in 2025..=2032 {
            let day = NaiveDate::from_ymd_opt(year, 6, 1).unwrap();
            for period in Per::ALL.iter().filter_map(|per| per.of(day, &kept.terms)) {
                let known = periods.entry(period.from()).or_default();
                if !known.contains(&period) {
                    known.push(period);
                }
            }
        }
        periods
    }

    /// The running counters are what a recount gives, in every period; what they add up to.
    pub(crate) async fn compare(&self, what: &str) -> usize {
        let mut all = 0;
        for (from, periods) in self.periods().await {
            let mut recounted: BTreeMap<Counter, u32> = BTreeMap::new();
            for period in &periods {
                recounted
                    .extend(counts::recounted(&self.app.db, &self.app, self.congress, period).await.unwrap());
            }
            let running = counts::running(&self.app.db, self.congress, &periods[0], None).await.unwrap();
            assert_eq!(*running, recounted, "{what}, periods from {from}");
            all += running.values().sum::<u32>() as usize;
        }
        all
    }
}

/// The trial world with some more deputies and members, and the charter's revision in July 2026.
async fn world() -> World {
    let mut world = World::new().await;
    let charters = BTreeMap::from([("xiantao".to_owned(), with_revision("2026-07-01"))]);
    world.app.charters = Arc::new(charters);
    world.on("2026-05-20");
    world
}

async fn walk(seed: u64, steps: usize) -> usize {
    let world = world().await;
    let mut history = History::new(&world, seed).await;
    for _ in 0..6 {
        history.elect().await.unwrap();
    }
    let mut most = 0;
    for step in 0..steps {
        match step % 2 {
            0 => history.step().await,
            _ => drop((history.enter().await, history.judge().await)),
        }
        if step % 12 == 0 {
            history.pass(20).await;
        }
        history.jobs().await;
        most = most.max(history.compare(&format!("seed {seed}, step {step}")).await);
    }
    let today = history.today();
    assert!(today > NaiveDate::from_ymd_opt(2027, 1, 10).unwrap(), "a new term has begun: {today}");
    most
}

#[tokio::test]
async fn running_counters_equal_a_recount_after_every_step() {
    let mut most = 0;
    for seed in 1..=2 {
        most = most.max(walk(seed, 140).await);
    }
    assert!(most > 12, "something was counted: {most}");
}

#[tokio::test]
async fn another_charter_counts_anew_and_the_same_one_does_not() {
    let mut world = World::new().await;
    world.on("2026-08-20");
    let mut history = History::new(&world, 11).await;
    for _ in 0..40 {
        let _ = history.enter().await;
        let _ = history.judge().await;
    }
    assert!(counts::recount_if_needed(&world.app, world.congress).await.unwrap(), "never counted before");
    assert!(!counts::recount_if_needed(&world.app, world.congress).await.unwrap());
    let before = history.compare("by the first charter").await;
    let charters = BTreeMap::from([("xiantao".to_owned(), with_revision("2026-07-01"))]);
    world.app.charters = Arc::new(charters);
    history.app = world.app.clone();
    assert!(counts::recount_if_needed(&world.app, world.congress).await.unwrap());
    let after = history.compare("by the revision").await;
    assert!(before > 0 && after > 0);
    assert!(!counts::recount_if_needed(&world.app, world.congress).await.unwrap());
}
