use super::*;
use crate::access::{Actor, Role};
use crate::base::{Error, Result};
use crate::people::EndReason;
use crate::people::acts::{end_seat, give_leave};
use crate::receptions::acts::{Changed, call_off, change, close_days, propose, set_rhythm};

async fn proposed(world: &World, word: &str) -> Vec<Reception> {
    let keeper = world.actor("station-keeper").await;
    set_rhythm(&world.app, &keeper, station(world), &weekly()).await.unwrap();
    propose(&world.app, &keeper, station(world), quarter(word)).await.unwrap();
    let days = (quarter(word).first(), quarter(word).last());
    store::list(&world.app.db, &keeper, Some(station(world)), days).await.unwrap()
}

/// How often each of the two deputies is on duty.
async fn counts(world: &World, receptions: &[Reception]) -> [usize; 2] {
    let ids: Vec<Uuid> = receptions.iter().map(|it| it.id).collect();
    let on_duty = store::on_duty(&world.app.db, world.congress, &ids).await.unwrap();
    [0, 1].map(|nth| on_duty.iter().filter(|one| one.person_id == world.deputies[nth].person_id).count())
}

fn fields<T: std::fmt::Debug>(outcome: Result<T>) -> Vec<String> {
    match outcome {
        Err(Error::Invalid(found)) => found.into_iter().map(|mistake| mistake.field).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_quarter_is_proposed_evenly_and_again_adds_nothing() {
    let world = World::new().await;
    let all = proposed(&world, "2026-2").await;
    assert_eq!(all.len(), 13, "every Wednesday of the quarter");
    let [first, second] = counts(&world, &all).await;
    assert_eq!((first + second, first.abs_diff(second)), (13, 1));
    let keeper = world.actor("station-keeper").await;
    assert_eq!(propose(&world.app, &keeper, station(&world), quarter("2026-2")).await.unwrap(), 0);
    // The next quarter evens it out.
    let next = proposed(&world, "2026-3").await;
    let [more, others] = counts(&world, &next).await;
    assert!((first + more).abs_diff(second + others) <= 1, "{first}+{more} and {second}+{others}");
}

#[tokio::test]
async fn leave_and_closed_days_are_respected() {
    let world = World::new().await;
    let tx = world.app.db.begin().await.unwrap();
    let (person, app) = (world.deputies[0].person_id, &world.app);
    let days = (day("2026-04-01"), Some(day("2026-05-31")));
    give_leave(&tx, app, &world.keeper(), (person, "illness"), days).await.unwrap();
    tx.commit().await.unwrap();
    let keeper = world.actor("station-keeper").await;
    let closed = ((day("2026-06-10"), day("2026-06-12")), "装修");
    close_days(app, &keeper, station(&world), closed).await.unwrap();
    let all = proposed(&world, "2026-2").await;
    assert!(!all.iter().any(|it| it.on_day == day("2026-06-10")));
    let in_april: Vec<Reception> = all.iter().filter(|it| it.on_day < day("2026-06-01")).cloned().collect();
    assert_eq!(counts(&world, &in_april).await[0], 0);
    let wrong = add(app, &keeper, station(&world), &at(&world, "2026-05-06", &[0])).await;
    assert_eq!(fields(wrong), ["day", "on_duty"], "that Wednesday is in the roster, and the deputy on leave");
}

#[tokio::test]
async fn what_stands_in_the_way_is_refused_at_its_field() {
    let world = World::new().await;
    let (app, keeper) = (&world.app, world.actor("station-keeper").await);
    let fine = || at(&world, "2026-04-15", &[0]);
    add(app, &keeper, station(&world), &fine()).await.unwrap();
    for (new, field) in [
        (at(&world, "2026-02-27", &[0]), "day"),
        (NewDay { ends: 540, ..at(&world, "2026-04-16", &[0]) }, "ends"),
        (NewDay { slot: 0, ..at(&world, "2026-04-16", &[0]) }, "slot"),
        (NewDay { starts: 600, ends: 720, ..fine() }, "day"),
        (NewDay { on_duty: vec![world.members[0]], ..at(&world, "2026-04-16", &[]) }, "on_duty"),
    ] {
        assert_eq!(fields(add(app, &keeper, station(&world), &new).await), [field], "{new:?}");
    }
    // Whoever's seat ended is not announced.
    let late = add(app, &keeper, station(&world), &at(&world, "2026-04-22", &[0])).await.unwrap();
    let tx = app.db.begin().await.unwrap();
    let reason = (day("2026-04-20"), EndReason::Resigned);
    end_seat(&tx, app, &world.keeper(), world.deputies[0].seat_id, reason).await.unwrap();
    tx.commit().await.unwrap();
    let refused = publish(app, &keeper, (station(&world), quarter("2026-2")), "").await;
    assert!(fields(refused).contains(&String::new()));
    assert_eq!(found(&world, late).await.state, "planned", "nothing of it was announced");
}

#[tokio::test]
async fn a_quarter_is_announced_as_a_whole_and_each_deputy_is_told_once() {
    let world = World::new().await;
    let all = proposed(&world, "2026-2").await;
    let keeper = world.actor("station-keeper").await;
    let public = world.browser(None).await;
    let page = |from: &str| format!("/reception-days?from={from}");
    assert!(!public.get(&page("2026-04-01")).await.body.contains("李双妹"));
    let before = entries(&world).await;
    let of = (station(&world), quarter("2026-2"));
    assert_eq!(publish(&world.app, &keeper, of, "").await.unwrap(), all.len());
    assert_eq!(entries(&world).await - before, 1);
    let shown = public.get(&page("2026-04-01")).await.body;
    assert!(shown.contains("新里村代表联络站") && shown.contains("2026年4月1日"), "{shown}");
    for deputy in ["deputy", "deputy2"] {
        let inbox = inbox(&world, deputy).await;
        assert_eq!(
            inbox.matches("第一次在2026年4月1日。</a>").count()
                + inbox.matches("第一次在2026年4月8日。</a>").count(),
            1,
            "{inbox}"
        );
    }
    let again = publish(&world.app, &keeper, of, "").await;
    assert!(matches!(again, Err(Error::Conflict(key)) if key == "receptions-nothing-planned"));
}

#[tokio::test]
async fn short_notice_needs_its_reason_and_says_so() {
    let world = World::new().await;
    let keeper = world.actor("station-keeper").await;
    for (on, short) in [("2026-03-04", true), ("2026-03-05", false)] {
        let id = add(&world.app, &keeper, station(&world), &at(&world, on, &[0])).await.unwrap();
        let of = (station(&world), quarter("2026-1"));
        let plain = publish(&world.app, &keeper, of, " ").await;
        if short {
            assert_eq!(fields(plain), ["short_reason"], "two days before");
            publish(&world.app, &keeper, of, "防汛需要").await.unwrap();
            assert_eq!(found(&world, id).await.short_reason, "防汛需要");
            let shown = world.browser(None).await.get("/reception-days").await.body;
            assert!(shown.contains("临时安排：防汛需要"), "{shown}");
        } else {
            plain.expect("three days before is in time");
            assert_eq!(found(&world, id).await.short_reason, "");
        }
    }
}

#[tokio::test]
async fn a_change_after_it_was_announced_tells_everybody() {
    let world = World::new().await;
    let (app, keeper) = (&world.app, world.actor("station-keeper").await);
    let id = announced(&world, "2026-03-18", &[0]).await;
    let new = at(&world, "2026-03-25", &[1]);
    let version = found(&world, id).await.version;
    let without = change(app, &keeper, id, (&new, Changed { version, reason: " " })).await;
    assert_eq!(fields(without), ["reason"]);
    let stale = change(app, &keeper, id, (&new, Changed { version: version - 1, reason: "出差" })).await;
    assert!(matches!(stale, Err(Error::Conflict(key)) if key == "receptions-moved-on"));
    change(app, &keeper, id, (&new, Changed { version, reason: "代表出差" })).await.unwrap();
    assert!(inbox(&world, "deputy").await.contains("改由别的代表值班"));
    assert!(inbox(&world, "deputy2").await.contains("请您2026年3月25日 9:00到新里村代表联络站接待选民"));
    let public = world.browser(None).await;
    let shown = public.get(&format!("/reception-days/{id}")).await.body;
    assert!(shown.contains("改期，原定2026年3月18日 9:00：代表出差"), "{shown}");
    let calendar = public.get("/reception-days.ics").await.body;
    assert!(calendar.contains("SEQUENCE:1\r\n") && calendar.contains("20260325T090000"), "{calendar}");
    let version = found(&world, id).await.version;
    call_off(app, &keeper, id, Changed { version, reason: "停电" }).await.unwrap();
    let calendar = public.get("/reception-days.ics").await.body;
    assert!(calendar.contains("STATUS:CANCELLED\r\n") && calendar.contains("SEQUENCE:2\r\n"), "{calendar}");
    assert!(inbox(&world, "deputy2").await.contains("的接待日取消了"));
}

#[tokio::test]
async fn others_stations_are_nobodys_business() {
    let world = World::new().await;
    let id = announced(&world, "2026-03-18", &[0]).await;
    let (app, of) = (&world.app, (station(&world), quarter("2026-2")));
    for name in ["other-office"] {
        let actor = world.actor(name).await;
        assert!(matches!(set_rhythm(app, &actor, of.0, &weekly()).await, Err(Error::NotFound)));
        assert!(matches!(propose(app, &actor, of.0, of.1).await, Err(Error::NotFound)));
        assert!(matches!(publish(app, &actor, of, "").await, Err(Error::NotFound)));
        let changed = Changed { version: 2, reason: "x" };
        assert!(matches!(call_off(app, &actor, id, changed).await, Err(Error::NotFound)));
    }
    for name in ["deputy", "member", "working-body", "leadership", "organ"] {
        let actor = world.actor(name).await;
        assert!(matches!(publish(app, &actor, of, "").await, Err(Error::Forbidden)), "{name}");
    }
    for name in ["local-office", "commission"] {
        let actor = world.actor(name).await;
        set_rhythm(app, &actor, of.0, &weekly()).await.unwrap();
    }
    let operator = Actor::operator(world.congress, Role::Commission);
    assert_eq!(propose(app, &operator, of.0, of.1).await.unwrap(), 13);
}
