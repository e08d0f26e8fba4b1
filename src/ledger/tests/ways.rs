//! The three ways of registration, and what counts by each.

use charter::{DayKind, Mark, Text};

use super::*;
use crate::access::acts::grant;
use crate::access::{Actor, Role};
use crate::base::Error;
use crate::bodies::calendar;
use crate::ledger::acts::amend;
use crate::ledger::publish::{audited, digest, publish, quarter_of};

#[tokio::test]
async fn what_a_member_declares_counts_once_the_commission_has_verified_it() {
    let world = World::new().await;
    let before = world.entries().await;
    let id = world.entered("member", &world.contact_on("2026-03-02"), false).await.unwrap();
    assert_eq!((world.act(id).await.state.as_str(), world.contacts().await), ("draft", 0));
    world.steps("member", id, Step::Declare).await.unwrap();
    assert_eq!((world.act(id).await.state.as_str(), world.contacts().await), ("declared", 0));
    world.steps("commission", id, Step::Verify).await.unwrap();
    let act = world.act(id).await;
    assert!(act.counts() && !act.is_late() && act.decided_at.is_some(), "{act:?}");
    assert_eq!(world.contacts().await, 1);
    assert_eq!(world.entries().await, before + 3, "drafted, declared, verified: one entry each");
    let kinds = journal::by_subject(&world.app.db, world.congress, id).await.unwrap();
    let kinds: Vec<&str> = kinds.iter().map(|entry| entry.kind.as_str()).collect();
    assert_eq!(kinds, ["act.drafted", "act.declare", "act.verify"]);
    for again in Step::ALL {
        let who = if matches!(again, Step::Verify | Step::Return) { "commission" } else { "member" };
        let refused = world.steps(who, id, again).await.unwrap_err();
        assert!(matches!(refused, Error::Conflict(_)), "{again:?}: {refused:?}");
    }
    assert_eq!(world.contacts().await, 1);
}

#[tokio::test]
async fn the_journal_keeps_ids_and_never_what_people_wrote() {
    let world = World::new().await;
    let new = NewAct { place: "新里村三组晒谷场".into(), ..world.contact_on("2026-03-02") };
    let id = world.entered("member", &new, true).await.unwrap();
    world.steps("commission", id, Step::Return).await.unwrap();
    let entries = journal::by_subject(&world.app.db, world.congress, id).await.unwrap();
    assert_eq!(entries.len(), 2);
    for entry in entries {
        assert!(!entry.facts.contains("晒谷场") && !entry.facts.contains("补充"), "{}", entry.facts);
        assert!(entry.facts.is_ascii(), "{}", entry.facts);
    }
    let chain = journal::verify(&world.app.db, world.congress, None).await.unwrap();
    assert!(chain.is_ok(), "{chain:?}");
}

#[tokio::test]
async fn late_is_counted_in_working_days_and_holidays_are_none() {
    let world = World::new().await;
    let tx = world.app.db.begin().await.unwrap();
    let name = Text { zh: "试验节".into(), en: "Trial Day".into() };
    let rest = Mark { kind: DayKind::Holiday, name };
    calendar::mark(&tx, &world.app, &world.keeper(), day("2026-03-05"), Some(&rest)).await.unwrap();
    tx.commit().await.unwrap();
    // Five working days after Monday the 2nd: 3, 4, (5 is a holiday) 6, (weekend) 9, 10.
    let [in_time, late] = [world.contact_on("2026-03-02"), world.contact_on("2026-03-02")];
    world.on("2026-03-10");
    let id = world.entered("member", &in_time, true).await.unwrap();
    let act = world.act(id).await;
    assert_eq!((act.timely_until, act.is_late()), (Some(day("2026-03-10")), false));
    world.on("2026-03-11");
    let id = world.entered("member", &late, true).await.unwrap();
    assert!(world.act(id).await.is_late());
    world.steps("commission", id, Step::Verify).await.unwrap();
    assert_eq!(world.contacts().await, 1, "late counts, and is marked");
}

#[tokio::test]
async fn what_was_returned_keeps_its_first_day_and_what_was_taken_back_does_not() {
    let world = World::new().await;
    let [returned, recalled, moved] = [
        world.declared("2026-03-02").await,
        world.declared("2026-03-02").await,
        world.declared("2026-03-02").await,
    ];
    for id in [returned, moved] {
        world.steps("commission", id, Step::Return).await.unwrap();
    }
    world.steps("member", recalled, Step::Recall).await.unwrap();
    assert_eq!(world.act(recalled).await.declared_on, None);
    world.on("2026-04-20");
    let actor = world.actor("member").await;
    let tx = world.app.db.begin().await.unwrap();
    let other_day = world.contact_on("2026-03-04");
    amend(&tx, &world.app, (&actor, Permit::ContactRecord), moved, &other_day).await.unwrap();
    tx.commit().await.unwrap();
    for id in [returned, recalled, moved] {
        world.steps("member", id, Step::Declare).await.unwrap();
    }
    let act = world.act(returned).await;
    assert_eq!((act.declared_on, act.is_late()), (Some(day("2026-03-02")), false));
    assert_eq!(act.note, "请补充地点。", "what was asked for stays until it is verified");
    assert!(world.act(recalled).await.is_late());
    assert!(world.act(moved).await.is_late(), "on another day it was never declared before");
    world.steps("commission", returned, Step::Verify).await.unwrap();
    assert_eq!(world.act(returned).await.note, "");
}

#[tokio::test]
async fn nothing_in_the_future_with_oneself_or_outside_a_seat_is_entered() {
    let world = World::new().await;
    let fields = async |new: NewAct| match world.entered("member", &new, true).await {
        Err(Error::Invalid(found)) => found[0].field.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(fields(world.contact_on("2026-03-03")).await, "on_day");
    assert_eq!(fields(world.contact_on("2021-12-31")).await, "on_day");
    let oneself = NewAct { parties: vec![world.members[0]], ..world.contact_on("2026-03-02") };
    assert_eq!(fields(oneself).await, "parties");
    let mut twice = world.contact_on("2026-03-02");
    world.entered("member", &twice, false).await.unwrap();
    assert!(matches!(world.entered("member", &twice, true).await, Err(Error::Conflict(_))));
    twice.evidence_id = Uuid::from_u128(5);
    world.entered("member", &twice, true).await.unwrap();
}

#[tokio::test]
async fn nobody_verifies_what_is_his_or_her_own() {
    let world = World::new().await;
    let id = world.declared("2026-03-02").await;
    let tx = world.app.db.begin().await.unwrap();
    let grants = Actor::operator(world.congress, Role::SecurityAdmin);
    let office = Some(world.organizations["commission"]);
    for account in ["member", "member2"] {
        let role = (Role::Commission, office);
        grant(&tx, &world.app, &grants, world.accounts[account], role).await.unwrap();
    }
    tx.commit().await.unwrap();
    for step in [Step::Verify, Step::Return] {
        assert!(matches!(world.steps("member", id, step).await, Err(Error::Forbidden)), "{step:?}");
    }
    world.steps("member2", id, Step::Verify).await.unwrap();
    assert_eq!(world.contacts().await, 1);
}

#[tokio::test]
async fn a_step_on_a_version_that_has_moved_on_is_refused() {
    let world = World::new().await;
    let id = world.declared("2026-03-02").await;
    let stale = Wanted { note: "", version: Some(1) };
    let commission = world.actor("commission").await;
    let refused = take(&world.app, &commission, id, (Step::Verify, stale)).await;
    assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    let seen = Wanted { note: "", version: Some(world.act(id).await.version) };
    take(&world.app, &commission, id, (Step::Verify, seen)).await.unwrap();
}

#[tokio::test]
async fn what_an_office_registers_stands_at_once_and_its_person_is_told() {
    let mut world = World::new().await;
    world.app.charters = made_up("declare_and_verify", &[("outreach", "organiser_registers")]);
    let id = world.entered("local-office", &world.outreach_on("2026-03-02"), true).await.unwrap();
    let act = world.act(id).await;
    assert!(act.counts() && act.decided_at.is_some(), "{act:?}");
    assert_eq!(world.running().await.len(), 1);
    assert_eq!(world.running().await, world.recounted().await);
    let inbox = world.browser(Some("deputy")).await.get("/inbox").await.body;
    assert!(inbox.contains("已经替您登记") && inbox.contains(&format!("/acts/{id}")), "{inbox}");
    // What a deputy enters alone has no organiser to stand for it.
    let own = NewAct { office: None, ..world.outreach_on("2026-03-02") };
    let own = world.entered("deputy", &own, true).await.unwrap();
    assert_eq!(world.act(own).await.state(), Some(State::Declared));
}

#[tokio::test]
async fn whoever_entered_it_for_another_is_told_of_a_return_too() {
    let world = World::new().await;
    let id = world.entered("local-office", &world.outreach_on("2026-03-02"), true).await.unwrap();
    world.steps("commission", id, Step::Return).await.unwrap();
    for (who, told) in [("deputy", "您2026年3月2日的"), ("local-office", "您登记的2026年3月2日")]
    {
        let inbox = world.browser(Some(who)).await.get("/inbox").await.body;
        assert!(inbox.contains(told) && inbox.contains("被退回"), "{who}: {inbox}");
    }
    world.steps("local-office", id, Step::Declare).await.unwrap();
    world.steps("commission", id, Step::Verify).await.unwrap();
    assert_eq!(world.running().await.values().sum::<u32>(), 1);
}

#[tokio::test]
async fn a_commendation_waits_for_the_leadership_whatever_the_charter_says() {
    let mut world = World::new().await;
    world.app.charters = made_up("organiser_registers", &[]);
    let evidence = ("merit", Uuid::from_u128(9));
    let office = Some(world.organizations["commission"]);
    let new = NewAct { office, ..NewAct::new(world.members[0], ActKind::Merit, day("2026-03-02"), evidence) };
    let id = world.entered("commission", &new, true).await.unwrap();
    assert_eq!(world.act(id).await.state(), Some(State::Declared));
    for who in ["commission", "member"] {
        assert!(world.steps(who, id, Step::Verify).await.is_err(), "{who}");
        assert!(who == "commission" || world.steps(who, id, Step::Recall).await.is_err());
    }
    let waiting = store::Which::waiting();
    let commission = world.actor("commission").await;
    assert_eq!(store::count(&world.app.db, &commission, &waiting).await.unwrap(), 0);
    world.steps("leadership", id, Step::Return).await.unwrap();
    assert!(!world.browser(Some("member")).await.get("/inbox").await.body.contains("被退回"));
    world.steps("commission", id, Step::Declare).await.unwrap();
    world.steps("leadership", id, Step::Verify).await.unwrap();
    assert!(world.act(id).await.counts());
}

#[tokio::test]
async fn what_is_applied_for_is_audited_and_published_each_quarter() {
    let mut world = World::new().await;
    world.app.charters = made_up("apply_and_audit", &[]);
    let [first, voided] = [world.verified("2026-02-27").await, world.verified("2026-03-02").await];
    let waits = world.declared("2026-03-02").await;
    let commission = world.actor("commission").await;
    let early = publish(&world.app, &commission, day("2026-03-02")).await;
    assert!(matches!(early, Err(Error::Invalid(_))), "{early:?}");
    world.on("2026-04-01");
    let quarter = quarter_of(day("2026-03-02"));
    let list = audited(&world.app.db, world.congress, quarter).await.unwrap();
    let ids: Vec<Uuid> = list.iter().map(|line| line.act.id).collect();
    assert_eq!(ids, [first, voided]);
    let before = world.entries().await;
    assert_eq!(publish(&world.app, &commission, day("2026-03-02")).await.unwrap(), 2);
    assert_eq!(world.entries().await, before + 1);
    assert!(matches!(publish(&world.app, &commission, day("2026-01-05")).await, Err(Error::Conflict(_))));
    // What is verified or corrected later belongs to the quarter in which that is done.
    world.steps("commission", waits, Step::Verify).await.unwrap();
    world.corrected(voided, true).await.unwrap();
    let again = audited(&world.app.db, world.congress, quarter).await.unwrap();
    assert_eq!(digest(&again), store::quarters(&world.app.db, world.congress).await.unwrap()[0].digest);
    let next = audited(&world.app.db, world.congress, quarter_of(day("2026-04-01"))).await.unwrap();
    assert_eq!(next.len(), 2);
    assert!(next.iter().any(|line| line.act.void) && next.iter().any(|line| line.act.id == waits));
}

#[tokio::test]
async fn no_quarter_is_published_where_the_charter_does_not_ask() {
    let world = World::new().await;
    world.verified("2026-03-02").await;
    world.on("2026-04-01");
    let refused = publish(&world.app, &world.actor("commission").await, day("2026-03-02")).await;
    assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    assert!(store::quarters(&world.app.db, world.congress).await.unwrap().is_empty());
}
