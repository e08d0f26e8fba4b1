use super::*;
use crate::base::{Error, Result};
use crate::receptions::acts::{NewClosing, NewDay, add, close, mark_presence, publish};
use crate::receptions::quarter::Quarter;
use crate::stations::acts::*;
use crate::stations::coverage::{Gap, Has, Standing, gaps, rows, standings};
use crate::stations::haves::{Lack, Level};
use crate::stations::store::{self, Only};

async fn standing(world: &World) -> Standing {
    let found = crate::bodies::store::organization(&world.app.db, world.congress, station(world)).await;
    standings(&world.app.db, &world.app, world.congress, Some(&found.unwrap())).await.unwrap().remove(0)
}

async fn level(world: &World, code: &str) -> (Level, Vec<Lack>) {
    let have = standing(world).await.haves.into_iter().find(|have| have.code == code).unwrap();
    (have.level, have.lacks)
}

fn details() -> NewDetails {
    NewDetails {
        address: "新里村党群服务中心".into(),
        directions: "进门左手第一间".into(),
        hours: "周一至周五".into(),
        phone: "07283321234".into(),
        accessible: "yes".into(),
        square_metres: Some(120),
    }
}

#[tokio::test]
async fn each_have_follows_from_what_is_done() {
    let world = World::new().await;
    let (app, keeper) = (&world.app, world.actor("station-keeper").await);
    assert_eq!(standing(&world).await.has(), 0);
    assert_eq!(level(&world, "place").await.1.len(), 5);
    set_details(app, &keeper, station(&world), &details()).await.unwrap();
    assert_eq!(level(&world, "place").await.0, Level::Has);
    assert_eq!(level(&world, "plan").await.1, [Lack::Plan]);
    let plan = add_plan(app, &keeper, station(&world), (day("2026-03-05"), "代表学习")).await.unwrap();
    assert_eq!(level(&world, "plan").await.0, Level::Has);
    assert_eq!(level(&world, "activities").await.0, Level::Early, "its day has not come");
    world.on("2026-03-06");
    assert_eq!(level(&world, "activities").await, (Level::Missing, vec![Lack::Activities(1)]));
    hold_plan(app, &keeper, (station(&world), plan), Some(day("2026-03-05"))).await.unwrap();
    assert_eq!(level(&world, "activities").await.0, Level::Has);
    // A reception counts as an activity and as a record once it is closed; too late it is no record.
    let person = world.deputies[0].person_id;
    let on_duty = vec![person];
    let new = NewDay { day: day("2026-03-11"), starts: 540, ends: 660, slot: 30, capacity: 0, on_duty };
    let id = add(app, &keeper, station(&world), &new).await.unwrap();
    publish(app, &keeper, (station(&world), Quarter::of(new.day)), "").await.unwrap();
    world.on("2026-03-14");
    assert_eq!(level(&world, "records").await.0, Level::Early, "there is still a day");
    world.on("2026-03-15");
    assert_eq!(level(&world, "records").await, (Level::Missing, vec![Lack::Records(1)]));
    mark_presence(app, &keeper, id, (person, "came")).await.unwrap();
    let form = app.chance.id(app.clock.now());
    close(app, &keeper, id, &NewClosing { form, visitors: 2, summary: "路灯".into() }).await.unwrap();
    assert_eq!(level(&world, "records").await.0, Level::Missing, "four days after is late");
    assert_eq!(level(&world, "activities").await.0, Level::Has, "but it was held");
}

#[tokio::test]
async fn answers_are_asked_for_after_three_months() {
    let world = World::new().await;
    let keeper = world.actor("station-keeper").await;
    let form = world.app.chance.id(world.app.clock.now());
    let new = crate::cases::NewCase {
        station: Some(station(&world)),
        ..crate::cases::NewCase::of_voter(form, crate::cases::Channel::Counter, "排水沟堵了。")
    };
    crate::cases::acts::enter(&world.app, &keeper, &new).await.unwrap();
    assert_eq!(level(&world, "results").await.0, Level::Early);
    world.on("2026-06-05");
    assert_eq!(level(&world, "results").await, (Level::Missing, vec![Lack::Results(1)]));
}

#[test]
fn every_gap_of_a_town_is_named() {
    let whole = Has { office: true, places: (1, 2, 1), ..Has::default() };
    assert_eq!(gaps(&whole), []);
    for (has, gap) in [
        (Has { office: false, ..whole.clone() }, Gap::Office),
        (Has { places: (0, 2, 1), ..whole.clone() }, Gap::Home),
        (Has { places: (1, 0, 1), ..whole.clone() }, Gap::Station),
        (Has { places: (1, 2, 0), ..whole.clone() }, Gap::Group),
        (Has { unattended: vec!["甲站".into()], ..whole.clone() }, Gap::Unattended("甲站".into())),
        (Has { unattached: 3, ..whole.clone() }, Gap::Unattached(3)),
        (Has { lacking: 2, ..whole.clone() }, Gap::Haves(2)),
    ] {
        assert_eq!(gaps(&has), [gap]);
    }
    assert_eq!(gaps(&Has::default()).len(), 4);
}

#[tokio::test]
async fn the_trials_town_is_covered_but_for_what_it_lacks() {
    let world = World::new().await;
    let rows = rows(&world.app.db, &world.app, world.congress).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].homes, rows[0].stations.len(), rows[0].deputies), (0, 1, (2, 2)));
    assert_eq!(rows[0].gaps, [Gap::Home, Gap::Group, Gap::Haves(1)]);
}

fn found(text: &str, due: Option<&str>) -> NewFinding {
    NewFinding { have: "rules".into(), text: text.into(), due_on: due.map(day) }
}

fn visit(world: &World, findings: Vec<NewFinding>) -> NewVisit {
    let form = world.app.chance.id(world.app.clock.now());
    NewVisit {
        form, station: station(world), on_day: day("2026-03-02"), note: "看了台账。".into(), findings
    }
}

#[tokio::test]
async fn a_finding_is_followed_until_the_visitor_saw_it_put_right() {
    let world = World::new().await;
    let app = &world.app;
    let (visitor, keeper) = (world.actor("working-body").await, world.actor("station-keeper").await);
    let new = visit(&world, vec![found("没有接待制度", None), found("牌子掉了", Some("2026-03-10"))]);
    let id = record_visit(app, &visitor, &new).await.unwrap();
    assert_eq!(record_visit(app, &visitor, &new).await.unwrap(), id, "pressed twice");
    let all = store::findings_of(&app.db, world.congress, id).await.unwrap();
    assert_eq!(all.iter().map(|it| it.due_on).collect::<Vec<_>>(), [day("2026-03-10"), day("2026-04-01")]);
    for name in ["station-keeper", "local-office"] {
        assert!(
            inbox(&world, name).await.contains("有 2 个问题要整改，最早的请在2026年3月10日前完成"),
            "{name}"
        );
    }
    let overdue = async |on: &str| {
        world.on(on);
        let only = (Only::Overdue, app.clock.today());
        store::findings(&app.db, &world.actor("commission").await, only, None).await.unwrap().len()
    };
    assert_eq!((overdue("2026-03-10").await, overdue("2026-03-11").await), (0, 1));
    let first = all[0].id;
    assert!(matches!(confirm(app, &visitor, first).await, Err(Error::Conflict(_))), "nothing was done yet");
    assert!(matches!(put_right(app, &keeper, first, " ").await, Err(Error::Invalid(_))));
    put_right(app, &keeper, first, "重新挂好了").await.unwrap();
    assert!(inbox(&world, "working-body").await.contains("问题已经整改"));
    assert!(!inbox(&world, "other-body").await.contains("问题已经整改"));
    let other = world.actor("other-body").await;
    assert!(matches!(confirm(app, &other, first).await, Err(Error::Forbidden)), "they were not there");
    send_back(app, &visitor, first, "歪的").await.unwrap();
    assert!(inbox(&world, "station-keeper").await.contains("还没有到位"));
    put_right(app, &keeper, first, "扶正了").await.unwrap();
    confirm(app, &visitor, first).await.unwrap();
    let again = confirm(app, &visitor, first).await;
    assert!(matches!(again, Err(Error::Conflict(_))), "once");
    assert_eq!(overdue("2026-03-12").await, 0);
    let stranger = world.actor("other-office").await;
    assert!(matches!(store::visit(&app.db, &stranger, id).await, Err(Error::NotFound)));
    assert!(matches!(record_visit(app, &stranger, &visit(&world, vec![])).await, Err(Error::NotFound)));
}

fn fields<T: std::fmt::Debug>(outcome: Result<T>) -> Vec<String> {
    match outcome {
        Err(Error::Invalid(found)) => found.into_iter().map(|mistake| mistake.field).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_said_at_its_field() {
    let world = World::new().await;
    let (app, visitor) = (&world.app, world.actor("working-body").await);
    let blank = NewVisit { note: " ".into(), ..visit(&world, vec![]) };
    assert_eq!(fields(record_visit(app, &visitor, &blank).await), ["note"]);
    let later = NewVisit { on_day: day("2026-03-03"), ..visit(&world, vec![]) };
    assert_eq!(fields(record_visit(app, &visitor, &later).await), ["on_day"]);
    let before = visit(&world, vec![found("甲", None), found("乙", Some("2026-03-01"))]);
    assert_eq!(fields(record_visit(app, &visitor, &before).await), ["due2"]);
    let keeper = world.actor("station-keeper").await;
    let long = NewDetails { directions: "长".repeat(201), accessible: "maybe".into(), ..details() };
    assert_eq!(fields(set_details(app, &keeper, station(&world), &long).await), ["directions", "accessible"]);
    assert_eq!(fields(add_plan(app, &keeper, station(&world), (day("2026-03-05"), "")).await), ["what"]);
    assert_eq!(fields(hang_poster(app, &keeper, station(&world), " ").await), ["place"]);
    assert_eq!(fields(number_papers(app, &keeper, station(&world), 101).await), ["many"]);
}

#[tokio::test]
async fn papers_and_posters_have_numbers_of_their_own() {
    let world = World::new().await;
    let (app, keeper) = (&world.app, world.actor("station-keeper").await);
    assert_eq!(number_papers(app, &keeper, station(&world), 10).await.unwrap(), (1, 10));
    set_details(app, &keeper, station(&world), &details()).await.unwrap();
    assert_eq!(number_papers(app, &keeper, station(&world), 5).await.unwrap(), (11, 15), "no number twice");
    assert_eq!(hang_poster(app, &keeper, station(&world), "村委会").await.unwrap(), 1);
    assert_eq!(hang_poster(app, &keeper, station(&world), "集贸市场").await.unwrap(), 2);
    tear_poster(app, &keeper, (station(&world), 2), true).await.unwrap();
    let posters = store::posters(&app.db, world.congress, station(&world)).await.unwrap();
    assert_eq!(posters.iter().map(|it| it.torn_on.is_some()).collect::<Vec<_>>(), [false, true]);
    let none = tear_poster(app, &keeper, (station(&world), 3), true).await;
    assert!(matches!(none, Err(Error::NotFound)));
    for name in ["other-office"] {
        let actor = world.actor(name).await;
        assert!(matches!(number_papers(app, &actor, station(&world), 1).await, Err(Error::NotFound)));
        assert!(matches!(set_details(app, &actor, station(&world), &details()).await, Err(Error::NotFound)));
    }
}

#[tokio::test]
async fn outlines_are_taken_whole_or_not_at_all() {
    let world = World::new().await;
    let (app, commission) = (&world.app, world.actor("commission").await);
    let feature = |name: &str| {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"name\":\"{name}\"}},\"geometry\":{{\"type\":\"Polygon\",\
             \"coordinates\":[[[113.0,30.0],[113.2,30.0],[113.2,30.2],[113.0,30.0]]]}}}}"
        )
    };
    let file = |features: &[String]| {
        format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","))
    };
    let wrong = take_outlines(app, &commission, &file(&[feature("张沟镇"), feature("无名镇")])).await;
    assert_eq!(fields(wrong), ["outlines"]);
    assert!(store::outlines(&app.db, world.congress).await.unwrap().is_empty(), "nothing of it");
    for _ in 0..2 {
        assert_eq!(take_outlines(app, &commission, &file(&[feature("张沟镇")])).await.unwrap(), 1);
    }
    let at = crate::bodies::store::positions(&app.db, world.congress).await.unwrap();
    assert!((at[0].longitude - 113.1).abs() < 1e-9 && (at[0].latitude - 30.1).abs() < 1e-9, "{at:?}");
    let keeper = world.actor("station-keeper").await;
    assert!(matches!(take_outlines(app, &keeper, "{}").await, Err(Error::Forbidden)));
}
