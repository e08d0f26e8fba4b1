//! The ledger in the small congress: what counts, by each of the charter's ways, and what never does.

mod corrections;
mod objections;
mod pages;
mod seen;
mod walk;
mod ways;

use std::{collections::BTreeMap, sync::Arc};

use charter::{ActKind, Charter, Charters, Counter, Period, RegistrationWay};
use chrono::NaiveDate;
use uuid::Uuid;

use super::acts::{Wanted, enter, take};
use super::flow::{State, Step, after};
use super::{Act, NewAct, counts, store};
use crate::access::Permit;
use crate::base::Result;
use crate::journal;
use crate::trial::World;

const SHIPPED: &str = include_str!("../../charters/xiantao/2023.toml");

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn year() -> Period {
    Period::new(day("2026-01-01"), day("2026-12-31")).unwrap()
}

/// The shipped charter, with another way of registration for everything or for some kinds of acts.
fn made_up(way: &str, ways: &[(&str, &str)]) -> Arc<BTreeMap<String, Charters>> {
    let usual = "[registration.way]\nis = \"declare_and_verify\"";
    assert!(SHIPPED.contains(usual), "the shipped charter reads as this test expects");
    let mut text = SHIPPED.replace(usual, &format!("[registration.way]\nis = \"{way}\""));
    for (act, is) in ways {
        text.push_str(&format!("\n[[registration.ways]]\nact = \"{act}\"\nis = \"{is}\"\nclause = 9\n"));
    }
    let charter = Charter::parse("made-up.toml", &text).unwrap();
    Arc::new(BTreeMap::from([("xiantao".to_owned(), Charters::new(vec![charter]).unwrap())]))
}

impl World {
    /// The first member's contact with the first deputy on a day.
    fn contact_on(&self, on: &str) -> NewAct {
        let evidence = ("contact", self.app.chance.id(self.app.clock.now()));
        NewAct {
            method: "visit".into(),
            topics: vec!["agenda".into(), "organs".into()],
            parties: vec![self.deputies[0].person_id],
            ..NewAct::new(self.members[0], ActKind::Contact, day(on), evidence)
        }
    }

    /// The first deputy's activity with voters on a day, as the local office registers it.
    fn outreach_on(&self, on: &str) -> NewAct {
        let evidence = ("outreach", self.app.chance.id(self.app.clock.now()));
        NewAct {
            method: "forum".into(),
            topics: vec!["report".into()],
            constituency: Some(self.constituency),
            office: Some(self.organizations["office"]),
            ..NewAct::new(self.deputies[0].person_id, ActKind::Outreach, day(on), evidence)
        }
    }

    async fn entered(&self, who: &str, new: &NewAct, declare: bool) -> Result<Uuid> {
        let permit = match new.kind {
            ActKind::Contact => Permit::ContactRecord,
            ActKind::Merit => Permit::MeritPropose,
            _ => Permit::OutreachRecord,
        };
        let actor = self.actor(who).await;
        let tx = self.app.db.begin().await.unwrap();
        let id = enter(&tx, &self.app, (&actor, permit), new, declare).await?;
        tx.commit().await.unwrap();
        Ok(id)
    }

    /// A contact of the first member, declared.
    async fn declared(&self, on: &str) -> Uuid {
        self.entered("member", &self.contact_on(on), true).await.unwrap()
    }

    async fn steps(&self, who: &str, id: Uuid, step: Step) -> Result<()> {
        let note = if step == Step::Return { "请补充地点。" } else { "" };
        let wanted = Wanted { note, version: None };
        take(&self.app, &self.actor(who).await, id, (step, wanted)).await
    }

    /// A contact of the first member that counts.
    async fn verified(&self, on: &str) -> Uuid {
        let id = self.declared(on).await;
        self.steps("commission", id, Step::Verify).await.unwrap();
        id
    }

    async fn act(&self, id: Uuid) -> Act {
        store::one(&self.app.db.begin().await.unwrap(), self.congress, id).await.unwrap()
    }

    async fn running(&self) -> BTreeMap<Counter, u32> {
        let running = counts::running(&self.app.db, self.congress, &year(), None).await.unwrap();
        std::sync::Arc::unwrap_or_clone(running)
    }

    async fn recounted(&self) -> BTreeMap<Counter, u32> {
        counts::recounted(&self.app.db, &self.app, self.congress, &year()).await.unwrap()
    }

    /// How often the first member has contacted the first deputy this year.
    async fn contacts(&self) -> u32 {
        let running = self.running().await;
        assert_eq!(running, self.recounted().await, "the counters are what a recount gives");
        let counter = (self.members[0], "contact_assigned".to_owned(), Some(self.deputies[0].person_id));
        running.get(&counter).copied().unwrap_or_default()
    }

    async fn entries(&self) -> i64 {
        journal::count(&self.app.db, self.congress).await.unwrap()
    }
}

#[test]
fn every_state_has_its_steps_and_no_others() {
    use State::*;
    for way in RegistrationWay::ALL.iter().copied() {
        let counts_at_once = way == RegistrationWay::OrganiserRegisters;
        let registered = if counts_at_once { Verified } else { Declared };
        let allowed = [
            ((Draft, Step::Declare), registered),
            ((Returned, Step::Declare), registered),
            ((Declared, Step::Recall), Draft),
            ((Declared, Step::Verify), Verified),
            ((Declared, Step::Return), Returned),
            ((Draft, Step::Discard), Discarded),
            ((Returned, Step::Discard), Discarded),
        ];
        let allowed = BTreeMap::from(allowed);
        for state in State::ALL {
            for step in Step::ALL {
                let wanted = allowed.get(&(state, step)).copied();
                assert_eq!(after(state, step, way), wanted, "{state:?} {step:?} {way:?}");
            }
        }
        let mut reached = vec![Draft];
        for _ in State::ALL {
            let next = reached.clone().into_iter();
            let next =
                next.flat_map(|from| Step::ALL.into_iter().filter_map(move |step| after(from, step, way)));
            reached.extend(next.collect::<Vec<_>>());
        }
        for state in State::ALL {
            let never = counts_at_once && matches!(state, Declared | Returned);
            assert_eq!(reached.contains(&state), !never, "{state:?} by {way:?}");
        }
    }
}

#[test]
fn states_and_steps_are_read_back_by_their_words() {
    for state in State::ALL {
        assert_eq!(State::of_word(state.word()), Some(state));
    }
    assert_eq!(State::of_word("superseded"), None);
    for way in RegistrationWay::ALL.iter().copied() {
        assert_eq!(super::Way::of_word(way.word()), Some(super::Way::Registered(way)));
    }
    assert_eq!(super::Way::of_word("witnessed"), Some(super::Way::Witnessed));
}
