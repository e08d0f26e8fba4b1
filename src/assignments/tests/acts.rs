use super::*;
use crate::access::Role;
use crate::assignments::acts::{NewTie, add_tie, drop_tie, undo};
use crate::assignments::store::{draft, ties};
use crate::assignments::table::Table;
use crate::base::{Conn, Error, sql};
use crate::people::acts::give_leave;

fn conflict(error: &Error) -> &str {
    match error {
        Error::Conflict(key) => key,
        other => panic!("{other:?}"),
    }
}

fn mistake(error: &Error) -> (&str, &str) {
    match error {
        Error::Invalid(mistakes) => (&mistakes[0].field, &mistakes[0].say.key),
        other => panic!("{other:?}"),
    }
}

async fn told(town: &Town, kind: &str) -> usize {
    #[derive(sea_orm::FromQueryResult)]
    struct Told {
        account_id: Uuid,
    }
    let text = "SELECT account_id FROM notices WHERE kind = $1";
    let told: Vec<Told> = town.world.app.db.all(sql(text, [kind.into()])).await.unwrap();
    told.iter().filter(|told| !told.account_id.is_nil()).count()
}

#[tokio::test]
async fn what_is_published_comes_into_force_and_what_was_before_stays_as_it_was() {
    let town = Town::new(1, 4).await;
    let old = town.ever().await;
    assert_eq!(old.len(), 2);
    let before = town.entries().await;
    let id = town.propose("2026-04-01", Way::Keep).await.unwrap();
    assert_eq!(town.entries().await, before + 1, "a proposal is one entry");
    assert_eq!(town.ever().await.len(), 2, "a proposal changes nothing in force");
    let pairs = town.pairs(id).await;
    assert_eq!(pairs.len(), 6);
    assert!(pairs.iter().all(|pair| pair.member_id.is_some() && !pair.reasons.is_empty()), "{pairs:?}");
    for old in &old {
        let pair = pairs.iter().find(|pair| pair.deputy_id == old.deputy_id).unwrap();
        assert_eq!(pair.member_id, Some(old.member_id));
        assert!(pair.reasons.contains("kept-from-before"), "{pair:?}");
    }
    // One of the old pairs is parted by hand.
    let parted = &old[0];
    town.give(id, &[parted.deputy_id], Some(town.members[2])).await.unwrap();
    assert_eq!(town.entries().await, before + 2, "a change is one entry");
    let done = town.publish(id).await.unwrap();
    assert_eq!((done.kept, done.ended, done.begun), (1, 1, 5));
    assert_eq!(
        town.entries().await,
        before + 2 + 1 + 6,
        "the plan, and one entry for each that began or ended"
    );
    let ever = town.ever().await;
    assert_eq!(ever.len(), 7);
    let row = |id| ever.iter().find(|row| row.id == id).unwrap();
    assert_eq!(row(parted.id).to_on, Some(day("2026-03-31")), "the old one ends on the eve");
    let stays = row(old[1].id);
    assert_eq!(
        (stays.from_on, stays.to_on, &stays.reasons),
        (old[1].from_on, None, &old[1].reasons),
        "untouched"
    );
    let new = ever.iter().find(|row| row.deputy_id == parted.deputy_id && row.to_on.is_none()).unwrap();
    assert_eq!((new.from_on, new.member_id), (day("2026-04-01"), town.members[2]));
    assert!(new.reasons.starts_with("by-hand"), "{new:?}");
    let (db, congress) = (&town.world.app.db, town.world.congress);
    for (on, member) in [("2026-03-31", parted.member_id), ("2026-04-01", town.members[2])] {
        let table = Table::on(db, congress, day(on)).await.unwrap();
        assert_eq!(table.of(parted.deputy_id).unwrap().0.member.id, member, "{on}");
    }
    // The two members of the trial have accounts, and so has the deputy whose member is another one.
    assert_eq!((told(&town, "assignment-published").await, told(&town, "assignment-yours").await), (2, 1));
    assert_eq!(conflict(&town.publish(id).await.unwrap_err()), "assignments-plan-closed");
    assert!(draft(db, congress).await.unwrap().is_none());
}

#[tokio::test]
async fn an_older_draft_is_dropped_and_the_day_must_do() {
    let town = Town::new(0, 2).await;
    for (on, key) in [
        ("2026-01-01", "assignments-day-too-early"),
        ("2026-02-01", "assignments-day-past"),
        ("2027-06-01", "assignments-nobody-sits"),
    ] {
        assert_eq!(mistake(&town.propose(on, Way::Keep).await.unwrap_err()), ("in_force_on", key), "{on}");
    }
    let first = town.propose("2026-04-01", Way::Keep).await.unwrap();
    let before = town.entries().await;
    let second = town.propose("2026-05-01", Way::Rotate).await.unwrap();
    assert_eq!(town.entries().await, before + 2, "one that was dropped, one proposed");
    assert_eq!(plan(&town.world.app.db, town.world.congress, first).await.unwrap().state, "dropped");
    assert_eq!(conflict(&town.publish(first).await.unwrap_err()), "assignments-plan-closed");
    for pair in town.pairs(second).await {
        let old = town.ever().await.into_iter().find(|old| old.deputy_id == pair.deputy_id);
        assert!(old.is_none_or(|old| Some(old.member_id) != pair.member_id), "rotated");
    }
    town.world.on("2026-05-02");
    let late = town.publish(second).await.unwrap_err();
    assert_eq!(conflict(&late), "assignments-day-gone", "a draft that lay too long");
    let today = town.propose("2026-05-02", Way::Rotate).await.unwrap();
    town.publish(today).await.unwrap();
    let again = town.propose("2026-05-02", Way::Keep).await.unwrap_err();
    assert_eq!(mistake(&again), ("in_force_on", "assignments-day-too-early"));
}

#[tokio::test]
async fn the_first_plan_of_a_congress_may_begin_in_the_past() {
    let town = Town::new(0, 2).await;
    let tx = town.world.app.db.begin().await.unwrap();
    tx.run(sql("DELETE FROM assignments", [])).await.unwrap();
    tx.commit().await.unwrap();
    let id = town.propose("2026-01-01", Way::Keep).await.unwrap();
    town.publish(id).await.unwrap();
    assert!(town.ever().await.iter().all(|row| row.from_on == day("2026-01-01")));
    assert_eq!(mistake(&town.propose("2026-02-01", Way::Keep).await.unwrap_err()).1, "assignments-day-past");
}

#[tokio::test]
async fn whoever_saw_an_older_version_changes_nothing() {
    let town = Town::new(1, 4).await;
    let id = town.propose("2026-04-01", Way::Keep).await.unwrap();
    let (app, clerk) = (&town.world.app, &town.clerk);
    let seen = town.version(id).await;
    let pairs = town.pairs(id).await;
    let other = town.members.iter().copied().find(|member| Some(*member) != pairs[0].member_id);
    town.give(id, &[pairs[0].deputy_id], other).await.unwrap();
    let (moved, before) = (town.pairs(id).await, town.entries().await);
    let wanted = Move { deputies: vec![pairs[1].deputy_id], to: other, version: seen };
    let said = Publishing { version: seen, without: false };
    for error in [
        move_pairs(app, clerk, id, &wanted).await.unwrap_err(),
        undo(app, clerk, id, seen).await.unwrap_err(),
        publish(app, clerk, id, &said).await.unwrap_err(),
    ] {
        assert_eq!(conflict(&error), "assignments-plan-moved");
    }
    assert_eq!((town.pairs(id).await, town.entries().await), (moved, before));
}

#[tokio::test]
async fn the_last_change_is_taken_back_first_and_whole() {
    let town = Town::new(1, 4).await;
    let id = town.propose("2026-04-01", Way::Keep).await.unwrap();
    let (app, clerk, proposed) = (&town.world.app, &town.clerk, town.pairs(id).await);
    let all: Vec<Uuid> = proposed.iter().map(|pair| pair.deputy_id).collect();
    town.give(id, &all, Some(town.members[0])).await.unwrap();
    let after_one = town.pairs(id).await;
    assert!(after_one.iter().all(|pair| pair.member_id == Some(town.members[0])));
    town.give(id, &all[..2], None).await.unwrap();
    undo(app, clerk, id, town.version(id).await).await.unwrap();
    assert_eq!(town.pairs(id).await, after_one);
    undo(app, clerk, id, town.version(id).await).await.unwrap();
    assert_eq!(town.pairs(id).await, proposed);
    let nothing = undo(app, clerk, id, town.version(id).await).await.unwrap_err();
    assert_eq!(conflict(&nothing), "assignments-nothing-to-undo");
    for (deputies, to, expected) in [
        (vec![], Some(town.members[0]), ("deputies", "assignments-none-ticked")),
        (vec![town.members[0]], Some(town.members[0]), ("deputies", "assignments-deputy-unknown")),
        (vec![all[0]], Some(all[1]), ("to", "assignments-member-unknown")),
        (vec![all[0]], proposed[0].member_id, ("to", "assignments-moves-nothing")),
    ] {
        assert_eq!(mistake(&town.give(id, &deputies, to).await.unwrap_err()), expected);
    }
}

#[tokio::test]
async fn the_tied_never_meet() {
    let town = Town::new(1, 3).await;
    let (app, clerk, deputy) = (&town.world.app, &town.clerk, town.deputies[2]);
    let before = town.entries().await;
    let tie = async |one, other, kind| add_tie(app, clerk, &NewTie { one, other, kind }).await;
    let id = tie(deputy, town.members[0], "spouse").await.unwrap();
    assert_eq!(mistake(&tie(town.members[0], deputy, "kin").await.unwrap_err()).1, "assignments-tie-there");
    assert_eq!(mistake(&tie(deputy, deputy, "kin").await.unwrap_err()).1, "assignments-tie-to-oneself");
    assert_eq!(town.entries().await, before + 1);
    let entry = &crate::journal::latest(&app.db, town.world.congress, i64::MAX, 1).await.unwrap()[0];
    assert_eq!((entry.kind.as_str(), entry.facts.as_str()), ("tie.noted", "{}"), "the journal names nobody");
    let plan = town.propose("2026-04-01", Way::Rotate).await.unwrap();
    let pair = |pairs: Vec<Planned>| pairs.into_iter().find(|pair| pair.deputy_id == deputy).unwrap();
    assert_ne!(pair(town.pairs(plan).await).member_id, Some(town.members[0]));
    let refused = town.give(plan, &[deputy, town.deputies[3]], Some(town.members[0])).await.unwrap_err();
    assert_eq!(mistake(&refused), ("to", "assignments-tied-spouse"));
    // A tie that is noted when the plan is made already.
    let has = pair(town.pairs(plan).await).member_id.unwrap();
    tie(has, deputy, "superior").await.unwrap();
    let refused = town.publish(plan).await.unwrap_err();
    assert_eq!(mistake(&refused), ("", "assignments-tied-superior"));
    assert_eq!(town.ever().await.len(), 2, "nothing of it came into force");
    // Tied with everybody: nobody is left, which the clerk confirms.
    let last =
        town.members.iter().copied().find(|member| *member != has && *member != town.members[0]).unwrap();
    town.give(plan, &[deputy], None).await.unwrap();
    assert_eq!(mistake(&town.publish(plan).await.unwrap_err()).1, "assignments-deputies-left");
    tie(deputy, last, "kin").await.unwrap();
    assert_eq!(
        mistake(&town.publish(plan).await.unwrap_err()),
        ("without", "assignments-without-unconfirmed")
    );
    let said = Publishing { version: town.version(plan).await, without: true };
    publish(app, clerk, plan, &said).await.unwrap();
    let table = Table::on(&app.db, town.world.congress, day("2026-04-01")).await.unwrap();
    assert_eq!(table.without.iter().map(|left| left.deputy.id).collect::<Vec<_>>(), [deputy]);
    drop_tie(app, clerk, id).await.unwrap();
    assert!(matches!(drop_tie(app, clerk, id).await, Err(Error::NotFound)));
    assert_eq!(ties(&app.db, town.world.congress).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_seat_that_ends_leaves_deputies_for_whom_only_they_are_proposed_for() {
    let town = Town::new(1, 6).await;
    let first = town.propose("2026-03-10", Way::Keep).await.unwrap();
    // An uneven list made by hand stays, when only those who have nobody get a member.
    let pairs = town.pairs(first).await;
    let moved = pairs.iter().find(|pair| pair.member_id == Some(town.members[1])).unwrap().deputy_id;
    town.give(first, &[moved], Some(town.members[0])).await.unwrap();
    town.publish(first).await.unwrap();
    town.world.on("2026-04-01");
    let lost: Vec<Uuid> = town
        .ever()
        .await
        .iter()
        .filter(|row| row.to_on.is_none() && row.member_id == town.members[2])
        .map(|row| row.deputy_id)
        .collect();
    assert!(lost.len() >= 2);
    town.loses_seat(town.members[2], "2026-03-31").await;
    town.loses_seat(town.deputies[0], "2026-03-31").await;
    let (db, congress) = (&town.world.app.db, town.world.congress);
    let table = Table::on(db, congress, day("2026-04-01")).await.unwrap();
    let without: Vec<Uuid> = table.without.iter().map(|left| left.deputy.id).collect();
    assert!(without.len() == lost.len() && lost.iter().all(|deputy| without.contains(deputy)));
    assert!(table.without.iter().all(|left| left.had == "委员零"), "{:?}", table.without);
    assert!(table.of(town.deputies[0]).is_none());
    let before = town.ever().await;
    let plan = town.propose("2026-04-02", Way::Fill).await.unwrap();
    for pair in town.pairs(plan).await {
        let had = before.iter().find(|row| row.deputy_id == pair.deputy_id && row.to_on.is_none()).unwrap();
        let goes_on = Some(had.member_id) == pair.member_id;
        assert_eq!(goes_on, !lost.contains(&pair.deputy_id), "{pair:?}");
    }
    // Somebody else resigns while the draft lies there.
    town.loses_seat(town.deputies[1], "2026-04-01").await;
    assert_eq!(conflict(&town.publish(plan).await.unwrap_err()), "assignments-people-changed");
    let plan = town.propose("2026-04-02", Way::Fill).await.unwrap();
    let done = town.publish(plan).await.unwrap();
    assert_eq!((done.begun, done.ended), (lost.len(), lost.len() + 2), "and those of the two deputies end");
    let table = Table::on(db, congress, day("2026-04-02")).await.unwrap();
    assert!(table.without.is_empty() && table.contacted() == 6);
    let eve = town.ever().await.into_iter().find(|row| lost.contains(&row.deputy_id)).unwrap();
    assert_eq!(eve.to_on, Some(day("2026-04-01")));
}

#[tokio::test]
async fn whoever_is_away_for_a_quarter_gets_no_deputies() {
    for (to, gets) in [(None, false), (Some("2026-06-29"), false), (Some("2026-06-28"), true)] {
        let town = Town::new(1, 4).await;
        let app = &town.world.app;
        let tx = app.db.begin().await.unwrap();
        let leave = (day("2026-03-20"), to.map(day));
        give_leave(&tx, app, &town.clerk, (town.members[0], "study"), leave).await.unwrap();
        tx.commit().await.unwrap();
        let plan = town.propose("2026-04-01", Way::Keep).await.unwrap();
        let has = town.pairs(plan).await.iter().any(|pair| pair.member_id == Some(town.members[0]));
        assert_eq!(has, gets, "{to:?}");
    }
}

#[tokio::test]
async fn nobody_but_the_commission_does_any_of_it() {
    let town = Town::new(0, 2).await;
    let plan = town.propose("2026-04-01", Way::Keep).await.unwrap();
    let app = &town.world.app;
    let wanted = Wanted { in_force_on: day("2026-05-01"), way: Way::Keep };
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Commission) {
        let actor = Actor::operator(town.world.congress, role);
        let tie = NewTie { one: town.members[0], other: town.deputies[0], kind: "kin" };
        let refused = [
            propose(app, &actor, &wanted).await.unwrap_err(),
            move_pairs(app, &actor, plan, &Move::default()).await.unwrap_err(),
            undo(app, &actor, plan, 1).await.unwrap_err(),
            publish(app, &actor, plan, &Publishing::default()).await.unwrap_err(),
            add_tie(app, &actor, &tie).await.unwrap_err(),
            drop_tie(app, &actor, plan).await.unwrap_err(),
        ];
        assert!(refused.iter().all(|error| matches!(error, Error::Forbidden)), "{role:?}: {refused:?}");
    }
}
