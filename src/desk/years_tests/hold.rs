//! What must be true after every step of the five years.

use std::collections::{BTreeMap, BTreeSet};

use charter::{ActKind, Per, Period};
use chrono::{Datelike, Days, NaiveDate};

use super::Years;
use crate::access::Role;
use crate::ledger::counts;
use crate::points::statements;
use crate::{contacts, people};

impl Years {
    /// What must always be true.
    pub(super) async fn hold(&self, what: &str) {
        self.history.compare(what).await;
        self.counted_once(what).await;
        self.points_are_pure(what).await;
        self.confided_to_two(what).await;
    }

    async fn counted_once(&self, what: &str) {
        let (app, congress) = (&self.world.app, self.world.congress);
        let mut once = BTreeSet::new();
        let mut contacts: BTreeMap<i32, u32> = BTreeMap::new();
        let mut at_home: BTreeMap<i32, u32> = BTreeMap::new();
        for (act, named) in self.acts().await.iter().filter(|(act, _)| act.counts()) {
            assert!(once.insert((act.person_id, act.kind.clone(), act.evidence_id)), "{what}: counted twice");
            let held = people::store::seats_on(&app.db, congress, act.person_id, act.on_day).await.unwrap();
            assert!(!held.is_empty(), "{what}: {} on {} without a seat", act.kind, act.on_day);
            let member = held.iter().any(|seat| seat.kind == "committee-member");
            if act.kind() == Some(ActKind::Contact) && member {
                *contacts.entry(act.on_day.year()).or_default() += named.len() as u32;
            }
            // Clause 7: with voters, in the constituency that elected; whether it was a visit or a reception day.
            let home = held.iter().any(|seat| {
                seat.kind == "deputy"
                    && seat.constituency_id.is_some()
                    && seat.constituency_id == act.constituency_id
            });
            if act.kind() == Some(ActKind::Outreach) && home {
                *at_home.entry(act.on_day.year()).or_default() += 1;
            }
        }
        for (duty, expected) in [("contact_assigned", contacts), ("outreach_home", at_home)] {
            for year in 2026..=self.today().year() {
                let period = Period::of(NaiveDate::from_ymd_opt(year, 6, 1).unwrap());
                let running = counts::running(&app.db, congress, &period, None).await.unwrap();
                let counted = running.iter().filter(|((_, counted, _), _)| counted == duty);
                let expected = expected.get(&year).copied().unwrap_or_default();
                let counted = counted.map(|(_, done)| done).sum::<u32>();
                assert_eq!(counted, expected, "{what}: {duty} of {year}");
            }
        }
    }

    async fn points_are_pure(&self, what: &str) {
        let (app, congress, today) = (&self.world.app, self.world.congress, self.today());
        let kept = counts::kept(&app.db, app, congress, None).await.unwrap();
        let days = ("2025-01-01".parse().unwrap(), today);
        let mut facts = counts::acts(&app.db, congress, days, None).await.unwrap();
        facts.reverse();
        let period = Period::of(today);
        let counters = kept.books().count(&facts).remove(&period).unwrap_or_default();
        let standings = kept.books().standings(Per::Year, today, &counters, today);
        // As the leadership's page counts an earlier day: backwards from the running counters.
        let earlier = today - Days::new(45);
        let until: Vec<_> = facts.iter().filter(|act| act.on <= earlier).cloned().collect();
        let plain = kept.books().count(&until).remove(&Period::of(earlier)).unwrap_or_default();
        let kinds = ActKind::ALL.iter().copied().collect();
        let mut so_far = counts::so_far(&app.db, &kept, congress, earlier, &kinds).await.unwrap();
        so_far.retain(|_, done| *done > 0);
        assert_eq!(so_far, plain, "{what}: counters on {earlier}");
        for (person, name, stated) in
            statements::all(&app.db, app, congress, today.year(), today).await.unwrap()
        {
            let again = kept.books().statement(person, today.year(), &facts, &standings, today);
            assert_eq!(stated, again, "{what}: points of {name}");
            let acts: Vec<_> = stated.lines.iter().filter_map(|line| Some((line.act?, &line.line))).collect();
            assert_eq!(
                acts.iter().collect::<BTreeSet<_>>().len(),
                acts.len(),
                "{what}: an act on a line twice"
            );
        }
    }

    /// The member who heard it, and the commission; for everybody else it is not there.
    async fn confided_to_two(&self, what: &str) {
        let app = &self.world.app;
        for (contact, member, words) in self.confided.iter().rev().take(2) {
            let own = self.of(Role::Member, *member);
            let read = contacts::acts::read_confidence(app, &own, *contact).await.unwrap();
            assert_eq!(read, *words, "{what}: the member reads it");
            for other in self.sitting("committee-member").await.into_iter().filter(|it| it != member) {
                let other = self.of(Role::Member, other);
                assert!(contacts::acts::read_confidence(app, &other, *contact).await.is_err(), "{what}");
            }
            for deputy in self.sitting("deputy").await {
                let deputy = self.of(Role::Deputy, deputy);
                let seen = contacts::store::find(&app.db, &deputy, *contact).await;
                assert!(seen.is_err() || !format!("{seen:?}").contains(words.as_str()), "{what}");
                if deputy.person != Some(*member) {
                    assert!(contacts::acts::read_confidence(app, &deputy, *contact).await.is_err(), "{what}");
                }
            }
            for who in ["leadership", "working-body", "local-office", "organ", "audit-admin", "system-admin"]
            {
                let stranger = self.world.actor(who).await;
                assert!(contacts::acts::read_confidence(app, &stranger, *contact).await.is_err(), "{what}");
            }
        }
    }
}
