//! Who sees which acts.

use super::*;
use crate::access::Actor;
use crate::base::Error;
use crate::ledger::store::Which;

async fn sees(world: &World, who: &str, id: Uuid) -> bool {
    let actor = world.actor(who).await;
    let found = match store::find(&world.app.db, &actor, id).await {
        Ok(_) => true,
        Err(Error::NotFound | Error::Forbidden) => false,
        Err(other) => panic!("{other:?}"),
    };
    if actor.may(Permit::ActRead) {
        let listed = store::list(&world.app.db, &actor, &Which::default(), None).await.unwrap();
        let listed = listed.lines.iter().any(|line| line.act.id == id);
        assert_eq!(listed, found, "{who}: the list is what one may open");
    }
    found
}

const EVERYBODY: [&str; 18] = [
    "voter",
    "deputy",
    "deputy2",
    "group-leader",
    "member",
    "member2",
    "commission",
    "working-body",
    "other-body",
    "local-office",
    "other-office",
    "station-keeper",
    "organ",
    "water-organ",
    "leadership",
    "system-admin",
    "security-admin",
    "audit-admin",
];

async fn seen_by(world: &World, id: Uuid) -> Vec<&'static str> {
    let mut seen = Vec::new();
    for who in EVERYBODY {
        if sees(world, who, id).await {
            seen.push(who);
        }
    }
    seen
}

#[tokio::test]
async fn a_draft_is_seen_by_its_person_and_by_whoever_entered_it() {
    let world = World::new().await;
    let contact = world.entered("member", &world.contact_on("2026-03-02"), false).await.unwrap();
    assert_eq!(seen_by(&world, contact).await, ["member"]);
    let outreach = world.entered("local-office", &world.outreach_on("2026-03-02"), false).await.unwrap();
    assert_eq!(seen_by(&world, outreach).await, ["deputy", "local-office"]);
}

#[tokio::test]
async fn a_contact_is_seen_by_both_sides_the_counterpart_body_the_commission_and_the_leadership() {
    let world = World::new().await;
    let id = world.declared("2026-03-02").await;
    let seen = ["deputy", "member", "commission", "working-body", "leadership"];
    assert_eq!(seen_by(&world, id).await, seen);
}

#[tokio::test]
async fn a_deputys_activity_is_seen_by_the_office_of_the_area() {
    let world = World::new().await;
    let id = world.entered("local-office", &world.outreach_on("2026-03-02"), true).await.unwrap();
    assert_eq!(seen_by(&world, id).await, ["deputy", "commission", "local-office", "leadership"]);
}

#[tokio::test]
async fn what_is_discarded_stays_in_sight_and_counts_nothing() {
    let world = World::new().await;
    let id = world.entered("member", &world.contact_on("2026-03-02"), false).await.unwrap();
    world.steps("member", id, Step::Discard).await.unwrap();
    assert!(sees(&world, "member", id).await);
    assert_eq!(world.contacts().await, 0);
}

#[tokio::test]
async fn nobody_takes_a_step_on_an_act_that_is_not_theirs() {
    let world = World::new().await;
    let draft = world.entered("member", &world.contact_on("2026-03-02"), false).await.unwrap();
    let declared = world.declared("2026-03-02").await;
    let before = world.entries().await;
    for who in EVERYBODY {
        for step in Step::ALL {
            let id = if step == Step::Declare || step == Step::Discard { draft } else { declared };
            let theirs = match step {
                Step::Verify | Step::Return => who == "commission",
                _ => who == "member",
            };
            if !theirs {
                let refused = world.steps(who, id, step).await;
                let right = matches!(refused, Err(Error::NotFound | Error::Forbidden));
                assert!(right, "{who} {step:?}: {refused:?}");
            }
        }
    }
    assert_eq!(world.entries().await, before);
}

#[tokio::test]
async fn a_list_has_what_its_filters_say_page_by_page() {
    let world = World::new().await;
    for on in ["2026-02-24", "2026-02-25", "2026-02-26"] {
        world.verified(on).await;
    }
    world.declared("2026-01-05").await;
    let outreach = world.entered("local-office", &world.outreach_on("2026-03-02"), true).await.unwrap();
    let (db, commission) = (&world.app.db, world.actor("commission").await);
    let count = async |which: Which| store::count(db, &commission, &which).await.unwrap();
    assert_eq!(count(Which::default()).await, 5);
    assert_eq!(count(Which { counting: true, ..Which::default() }).await, 3);
    assert_eq!(count(Which { late: true, ..Which::default() }).await, 1);
    assert_eq!(count(Which { kind: Some("outreach".into()), ..Which::default() }).await, 1);
    assert_eq!(count(Which { but: Some("outreach".into()), ..Which::default() }).await, 4);
    assert_eq!(count(Which { topic: Some("organs".into()), ..Which::default() }).await, 4);
    assert_eq!(count(Which { topic: Some("organ".into()), ..Which::default() }).await, 0);
    assert_eq!(count(Which { party: Some(world.deputies[0].person_id), ..Which::default() }).await, 4);
    assert_eq!(count(Which { person: Some(world.members[1]), ..Which::default() }).await, 0);
    let february = Which { from: Some(day("2026-02-01")), to: Some(day("2026-02-25")), ..Which::default() };
    assert_eq!(count(february).await, 2);
    assert_eq!(count(Which::waiting()).await, 2);
    for oldest_first in [true, false] {
        let which = Which { oldest_first, page: 2, ..Which::default() };
        let (mut after, mut days) = (None, Vec::new());
        loop {
            let page = store::list(db, &commission, &which, after.as_deref()).await.unwrap();
            days.extend(page.lines.iter().map(|line| (line.act.on_day, line.name.clone(), line.act.id)));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let mut sorted = days.clone();
        sorted.sort_by_key(|(on, ..)| *on);
        if !oldest_first {
            sorted.reverse();
        }
        assert_eq!(days.len(), 5);
        assert_eq!(days, sorted);
        let last = if oldest_first { days.last() } else { days.first() };
        assert_eq!(last.map(|(_, name, id)| (name.as_str(), *id)), Some(("李双妹", outreach)));
    }
    let nobody = Actor::anybody(world.congress);
    assert!(store::list(db, &nobody, &Which::default(), None).await.is_err());
}
