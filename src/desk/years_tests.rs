//! Five years of a small congress, lived at random by people of every role through the same acts as the pages: a term
//! ends and a new one begins, people are elected in between, the charter is revised in the middle. After every step:
//! no act counts twice, none outside the time in which its person held a seat, points are a pure function of acts and
//! charter, nobody reads another's confidential words, and the journal has an entry for every change and for nothing
//! else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use charter::{ActKind, Per};
use chrono::{Datelike, NaiveDate};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use uuid::Uuid;

use crate::access::acts::{NewAccount, create_account, grant};
use crate::access::{Actor, Role};
use crate::assignments::{Wanted as WantedPlan, Way, acts as plans};
use crate::base::{Error, Result};
use crate::cases::Channel;
use crate::cases::acts::{NewCase, enter as enter_case, hand_in, let_time_pass};
use crate::contacts::{self, NewContact, Passed};
use crate::duties::history_tests::{History, with_revision};
use crate::duties::{self, Which};
use crate::journal;
use crate::ledger::{Act, State, Step, acts, parties, store};
use crate::outreach::{self, acts::NewOutreach};
use crate::points::{freeze::freeze, merits};
use crate::trial::World;
use crate::{bodies, people};

mod hold;
mod receive;

const BEGIN: &str = "2026-03-02";
const END: &str = "2031-03-02";
const REVISED: &str = "2028-07-01";

struct Years {
    world: World,
    history: History,
    rng: StdRng,
    /// Confidential words: the contact, who heard them, the words.
    confided: Vec<(Uuid, Uuid, String)>,
    forms: u128,
    done: BTreeMap<&'static str, u32>,
}

impl Years {
    async fn begin() -> Self {
        let mut world = World::new().await;
        let charters = BTreeMap::from([("xiantao".to_owned(), with_revision(REVISED))]);
        world.app.charters = Arc::new(charters);
        world.on(BEGIN);
        let mut history = History::new(&world, 5).await;
        for _ in 0..8 {
            history.elect().await.unwrap();
        }
        let (rng, confided) = (StdRng::seed_from_u64(2_026), Vec::new());
        Self { world, history, rng, confided, forms: 1 << 64, done: BTreeMap::new() }
    }

    fn form(&mut self) -> Uuid {
        self.forms += 1;
        Uuid::from_u128(self.forms)
    }

    fn of(&self, role: Role, person: Uuid) -> Actor {
        Actor { person: Some(person), ..Actor::operator(self.world.congress, role) }
    }

    fn today(&self) -> NaiveDate {
        self.world.app.clock.today()
    }

    fn one<T: Clone>(&mut self, all: &[T]) -> Result<T> {
        if all.is_empty() {
            return Err(Error::NotFound);
        }
        Ok(all[self.rng.random_range(0..all.len())].clone())
    }

    async fn sitting(&self, kind: &str) -> Vec<Uuid> {
        let all = people::store::sitting(&self.world.app.db, self.world.congress, kind, self.today());
        all.await.unwrap().into_iter().map(|one| one.id).collect()
    }

    async fn acts(&self) -> Vec<(Act, Vec<Uuid>)> {
        let days = ("2026-01-01".parse().unwrap(), "2032-12-31".parse().unwrap());
        let mut all: Vec<(Act, Vec<Uuid>)> = Vec::new();
        for row in store::facts(&self.world.app.db, self.world.congress, days, None).await.unwrap() {
            match all.last_mut().filter(|(act, _)| act.id == row.act.id) {
                Some((_, parties)) => parties.extend(row.party_id),
                None => all.push((row.act, row.party_id.into_iter().collect())),
            }
        }
        all
    }

    /// Acts in a state, of any kind but commendations.
    async fn in_state(&self, state: State) -> Vec<(Act, Vec<Uuid>)> {
        let mut all = self.acts().await;
        all.retain(|(act, _)| act.state() == Some(state) && act.kind() != Some(ActKind::Merit));
        all.retain(|(act, _)| act.superseded_by.is_none());
        all
    }

    /// Something happens; how many entries the journal gains by it.
    async fn step(&mut self) -> (&'static str, Result<i64>) {
        match self.rng.random_range(0..32) {
            0..=6 => ("a member records a contact", self.contact().await),
            7..=9 => ("an office or a deputy records an activity", self.outreach().await),
            10..=16 => ("a clerk verifies", self.verify().await),
            17 => ("a clerk sends back", self.send_back().await),
            18 => ("it is declared again", self.again().await),
            19 | 20 => ("a deputy confirms or objects", self.answer().await),
            21 => ("the commission answers an objection", self.decide().await),
            22 => ("a clerk corrects", self.correct().await),
            23 => ("a commendation", self.merit().await),
            24 => ("a member passes on what was heard", self.pass_on().await),
            25 => ("a voter hands in, a station enters", self.opinion().await),
            26 => ("assignments are published", self.assign().await),
            27 => ("administrators make an account", self.account().await),
            28 => ("a year is frozen", self.freeze().await),
            29 | 30 => ("a station receives voters", self.reception().await),
            _ => ("those who only look", self.look().await),
        }
    }

    async fn contact(&mut self) -> Result<i64> {
        let members = self.sitting("committee-member").await;
        let member = self.one(&members)?;
        let deputies: Vec<Uuid> =
            self.sitting("deputy").await.into_iter().filter(|it| *it != member).collect();
        let count = self.rng.random_range(1..4);
        let chosen: BTreeSet<Uuid> = (0..count).filter_map(|_| self.one(&deputies).ok()).collect();
        let confides = self.rng.random_bool(0.25);
        let form = self.form();
        let confidence = if confides { format!("家事{}", form.as_u128()) } else { String::new() };
        let day = self.today() - chrono::TimeDelta::days(self.rng.random_range(0..12));
        let declare = self.rng.random_bool(0.9);
        let new = NewContact {
            form,
            way: "visit".into(),
            on_day: day,
            deputies: chosen.into_iter().collect(),
            topics: vec!["handling".into()],
            said: "听取意见。".into(),
            confidence: confidence.clone(),
            declare,
            ..NewContact::default()
        };
        let actor = self.of(Role::Member, member);
        let id = contacts::acts::record(&self.world.app, &actor, &new).await?;
        if confides {
            self.confided.push((id, member, confidence));
        }
        // The contact, and its act.
        Ok(2)
    }

    async fn outreach(&mut self) -> Result<i64> {
        let here =
            people::store::deputies_of(&self.world.app.db, self.world.congress, self.world.constituency);
        let here: BTreeSet<Uuid> = here.await?.into_iter().map(|deputy| deputy.person_id).collect();
        let here: Vec<Uuid> = here.into_iter().collect();
        let own = self.one(&here)?;
        let office = self.rng.random_bool(0.5);
        let (actor, deputies) = match office {
            true => (self.world.actor("local-office").await, here),
            false => (self.of(Role::Deputy, own), vec![own]),
        };
        let new = NewOutreach {
            form: self.form(),
            method: "visit".into(),
            purposes: vec!["organs".into()],
            on_day: self.today(),
            place: "新里村".into(),
            constituency: Some(self.world.constituency),
            voters: Some(9),
            said: "走访选民。".into(),
            deputies: deputies.clone(),
            declare: true,
            files: Vec::new(),
        };
        outreach::acts::record(&self.world.app, &actor, &new).await?;
        Ok(deputies.len() as i64)
    }

    async fn verify(&mut self) -> Result<i64> {
        let waiting = self.in_state(State::Declared).await;
        let (act, _) = self.one(&waiting)?;
        let clerk = self.world.actor("commission").await;
        acts::take(&self.world.app, &clerk, act.id, (Step::Verify, acts::Wanted::default())).await?;
        Ok(1)
    }

    async fn send_back(&mut self) -> Result<i64> {
        let waiting = self.in_state(State::Declared).await;
        let (act, _) = self.one(&waiting)?;
        let clerk = self.world.actor("commission").await;
        let wanted = acts::Wanted { note: "请补充。", version: None };
        acts::take(&self.world.app, &clerk, act.id, (Step::Return, wanted)).await?;
        Ok(1)
    }

    async fn again(&mut self) -> Result<i64> {
        let returned = self.in_state(State::Returned).await;
        let (act, _) = self.one(&returned)?;
        let role = if act.kind() == Some(ActKind::Contact) { Role::Member } else { Role::Deputy };
        let actor = self.of(role, act.person_id);
        acts::take(&self.world.app, &actor, act.id, (Step::Declare, acts::Wanted::default())).await?;
        Ok(1)
    }

    async fn answer(&mut self) -> Result<i64> {
        let open = self.in_state(State::Declared).await;
        let (act, named) = self.one(&open)?;
        let deputy = self.one(&named)?;
        let deputy = self.of(Role::Deputy, deputy);
        if self.rng.random_bool(0.2) {
            let new = parties::NewObjection { act: Some(act.id), year: 0, text: "那天没有联系。" };
            parties::object(&self.world.app, &deputy, &new).await?;
        } else {
            parties::confirm(&self.world.app, &deputy, act.id).await?;
        }
        Ok(1)
    }

    async fn decide(&mut self) -> Result<i64> {
        let congress = self.world.congress;
        let open = store::objections(&self.world.app.db, congress, true, 20).await?;
        let objection = self.one(&open)?;
        let clerk = self.world.actor("commission").await;
        let upheld = self.rng.random_bool(0.5);
        let outcome = if upheld { parties::Outcome::Corrected(None) } else { parties::Outcome::Kept };
        parties::decide(&self.world.app, &clerk, objection.id, (outcome, "已核对。")).await?;
        // What is upheld is sent back with it.
        Ok(if upheld { 2 } else { 1 })
    }

    async fn correct(&mut self) -> Result<i64> {
        let mut standing = self.in_state(State::Verified).await;
        standing.retain(|(act, _)| act.counts() && act.way != "witnessed");
        let (act, named) = self.one(&standing)?;
        let wanted = acts::Correction {
            on_day: act.on_day,
            constituency: act.constituency_id,
            parties: named,
            void: self.rng.random_bool(0.5),
            note: "重复登记。".into(),
        };
        let clerk = self.world.actor("commission").await;
        acts::correct(&self.world.app, &clerk, act.id, &wanted).await?;
        Ok(1)
    }

    async fn merit(&mut self) -> Result<i64> {
        let members = self.sitting("committee-member").await;
        let (form, on_day) = (self.form(), self.today());
        let person = self.one(&members)?;
        let new = merits::NewMerit { form, person, on_day, text: "牵头调研。" };
        let clerk = self.world.actor("commission").await;
        let merit = merits::propose(&self.world.app, &clerk, &new).await?;
        let leader = self.world.actor("leadership").await;
        merits::decide(&self.world.app, &leader, merit, (Step::Verify, "")).await?;
        Ok(2)
    }

    async fn pass_on(&mut self) -> Result<i64> {
        let mut heard = self.in_state(State::Verified).await;
        heard.retain(|(act, _)| act.kind() == Some(ActKind::Contact) && act.supersedes_id.is_none());
        let (act, named) = self.one(&heard)?;
        let member = self.of(Role::Member, act.person_id);
        let passed = Passed {
            form: self.form(),
            deputy: self.one(&named)?,
            subject: String::new(),
            body: "路灯不亮。".into(),
            place: String::new(),
        };
        contacts::acts::pass_on(&self.world.app, &member, act.evidence_id, &passed).await?;
        // The opinion, and the member's act.
        Ok(2)
    }

    async fn opinion(&mut self) -> Result<i64> {
        let new = NewCase::of_voter(self.form(), Channel::Web, "水渠堵了。");
        hand_in(&self.world.app, &self.world.anybody(), &new).await?;
        let new = NewCase::of_voter(self.form(), Channel::Counter, "桥面坏了。");
        enter_case(&self.world.app, &self.world.actor("station-keeper").await, &new).await?;
        Ok(2)
    }

    async fn assign(&mut self) -> Result<i64> {
        let (app, clerk) = (&self.world.app, self.world.actor("commission").await);
        let way = if self.rng.random_bool(0.5) { Way::Keep } else { Way::Rotate };
        let on = self.world.app.clock.today() + chrono::TimeDelta::days(1);
        let older = crate::assignments::store::draft(&app.db, self.world.congress).await?.is_some();
        let plan = plans::propose(app, &clerk, &WantedPlan { in_force_on: on, way }).await?;
        let said = plans::Publishing { version: 1, without: true };
        let published = plans::publish(app, &clerk, plan, &said).await?;
        // The proposal and the plan, and each pair that begins or ends.
        Ok(2 + i64::from(older) + (published.begun + published.ended) as i64)
    }

    async fn account(&mut self) -> Result<i64> {
        let makes = self.world.actor("system-admin").await;
        let grants = self.world.actor("security-admin").await;
        let login = format!("leader-{}", self.form().as_u128());
        let new = NewAccount { login, name: "组长".into(), person: None, email: String::new() };
        let tx = self.world.app.db.begin().await?;
        let account = create_account(&tx, &self.world.app, &makes, &new).await?;
        grant(&tx, &self.world.app, &grants, account, (Role::GroupLeader, None)).await?;
        tx.commit().await?;
        Ok(2)
    }

    async fn freeze(&mut self) -> Result<i64> {
        let clerk = self.world.actor("commission").await;
        freeze(&self.world.app, &clerk, self.today().year() - 1, true).await?;
        Ok(1)
    }

    /// The working body, the group leader, the auditor: looking changes nothing.
    async fn look(&mut self) -> Result<i64> {
        let (app, day) = (&self.world.app, self.today());
        for who in ["working-body", "local-office", "group-leader", "leadership", "commission"] {
            let actor = self.world.actor(who).await;
            duties::of(&app.db, app, &actor, (Per::Year, day), &Which::default()).await?;
        }
        self.world.actor("audit-admin").await.must(crate::access::Permit::AuditRead)?;
        journal::verify(&app.db, self.world.congress, None).await?.unwrap();
        Ok(0)
    }

    async fn entries(&self) -> i64 {
        journal::count(&self.world.app.db, self.world.congress).await.unwrap()
    }
}

#[tokio::test]
async fn five_years_at_random_keep_what_must_always_be_true() {
    let mut years = Years::begin().await;
    let end: NaiveDate = END.parse().unwrap();
    let (mut nth, mut frozen) = (0, 0);
    while years.today() < end {
        let before = years.entries().await;
        let (what, done) = years.step().await;
        let gained = years.entries().await - before;
        let told = format!("step {nth} on {}: {what}", years.today());
        match done {
            Ok(expected) => {
                assert_eq!(gained, expected, "{told}");
                *years.done.entry(what).or_default() += 1;
            }
            Err(Error::Invalid(_) | Error::Conflict(_) | Error::NotFound | Error::Forbidden) => {
                assert_eq!(gained, 0, "{told}: what is refused leaves nothing");
            }
            Err(other) => panic!("{told}: {other:?}"),
        }
        years.hold(&told).await;
        nth += 1;
        if nth % 3 == 0 {
            let days = years.rng.random_range(3..22);
            years.history.pass(days).await;
        }
        if nth % 40 == 0 {
            let _ = years.history.elect().await;
            let _ = years.history.leave().await;
        }
        if nth % 60 == 0 {
            let_time_pass(&years.world.app, years.world.congress).await.unwrap();
            years.history.jobs().await;
            frozen += 1;
        }
    }
    assert!(frozen > 3 && nth > 300, "{nth} steps");
    let terms = bodies::store::terms(&years.world.app.db, years.world.congress).await.unwrap();
    assert_eq!(terms.len(), 2, "a new term began");
    for (what, times) in &years.done {
        assert!(*times > 0, "{what}");
    }
    assert!(years.done.len() >= 15, "nearly everything happened: {:?}", years.done);
    assert!(years.confided.len() > 10);
    journal::verify(&years.world.app.db, years.world.congress, None).await.unwrap().unwrap();
}
