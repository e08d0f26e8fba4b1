//! Activities with voters: recorded once, counted for each deputy in the own constituency only, seen by those whose
//! business they are.

mod heard;
mod pages;
mod seen;

mod lists;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::StatusCode;
use charter::{Charter, Charters, Per};
use chrono::NaiveDate;
use uuid::Uuid;

use super::acts::{NewOutreach, amend, record, take};
use super::store;
use crate::access::Actor;
use crate::base::{Error, Result};
use crate::bodies::acts::{NewConstituency, add_constituency};
use crate::journal;
use crate::ledger::acts::{Wanted, take as take_act};
use crate::ledger::{self, Step, counts, parties};
use crate::people::Seat;
use crate::people::acts::{NewPerson, NewSeat, add_person, seat};
use crate::trial::World;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A visit of today in the constituency, declared, in which the first deputy took part.
fn visit(world: &World) -> NewOutreach {
    NewOutreach {
        form: world.app.chance.id(world.app.clock.now()),
        method: "visit".into(),
        purposes: vec!["organs".into(), "session".into()],
        on_day: world.app.clock.today(),
        place: "新里村二组".into(),
        constituency: Some(world.constituency),
        voters: Some(8),
        said: "都说排水沟要清。".into(),
        deputies: vec![world.deputies[0].person_id],
        declare: true,
        files: Vec::new(),
    }
}

/// The same of both deputies, as their office tells of it.
fn forum(world: &World) -> NewOutreach {
    let deputies = world.deputies.iter().map(|deputy| deputy.person_id).collect();
    NewOutreach { method: "forum".into(), place: "镇政府会议室".into(), deputies, ..visit(world) }
}

/// Record as the account of a name.
async fn by(world: &World, name: &str, new: &NewOutreach) -> Result<Uuid> {
    record(&world.app, &world.actor(name).await, new).await
}

async fn acts_of(world: &World, activity: Uuid) -> Vec<ledger::Act> {
    ledger::store::of_evidence(&world.app.db, world.congress, activity).await.unwrap()
}

async fn verify(world: &World, act: Uuid) {
    let commission = world.actor("commission").await;
    take_act(&world.app, &commission, act, (Step::Verify, Wanted::default())).await.unwrap();
}

async fn send_back(world: &World, act: Uuid, note: &str) {
    let commission = world.actor("commission").await;
    let wanted = Wanted { note, version: None };
    take_act(&world.app, &commission, act, (Step::Return, wanted)).await.unwrap();
}

/// How often a deputy's activities count this year, by the running counters, which a recount confirms.
async fn counted(world: &World, deputy: usize) -> u32 {
    let (db, congress) = (&world.app.db, world.congress);
    let kept = counts::kept(db, &world.app, congress, None).await.unwrap();
    let period = counts::period_of(&kept, Per::Year, world.app.clock.today()).unwrap();
    let running = counts::running(db, congress, &period, None).await.unwrap();
    let anew = counts::recounted(db, &world.app, congress, &period).await.unwrap();
    assert_eq!(*running, anew, "the counters are those of a recount");
    let key = (world.deputies[deputy].person_id, "outreach_home".to_owned(), Some(world.constituency));
    running.get(&key).copied().unwrap_or_default()
}

async fn entries(world: &World) -> i64 {
    journal::count(&world.app.db, world.congress).await.unwrap()
}

#[tokio::test]
async fn it_counts_in_the_own_constituency_and_once_verified() {
    let world = World::new().await;
    let home = by(&world, "deputy", &visit(&world)).await.unwrap();
    let away = NewOutreach { constituency: None, ..visit(&world) };
    let away = by(&world, "deputy", &away).await.unwrap();
    assert_eq!(counted(&world, 0).await, 0, "nothing is verified yet");
    for activity in [home, away] {
        let acts = acts_of(&world, activity).await;
        assert_eq!(acts.len(), 1);
        assert_eq!((acts[0].state.as_str(), acts[0].method.as_str()), ("declared", "visit"));
        assert_eq!((acts[0].topics.as_str(), acts[0].office_id), ("organs session", None));
        verify(&world, acts[0].id).await;
    }
    assert_eq!(acts_of(&world, away).await[0].constituency_id, None);
    assert_eq!(counted(&world, 0).await, 1, "only the one at home");
    assert_eq!(counted(&world, 1).await, 0);
}

#[tokio::test]
async fn an_office_records_one_activity_and_each_deputy_has_an_act() {
    let world = World::new().await;
    let before = entries(&world).await;
    let new =
        NewOutreach { deputies: [forum(&world).deputies, forum(&world).deputies].concat(), ..forum(&world) };
    let id = by(&world, "local-office", &new).await.unwrap();
    let acts = acts_of(&world, id).await;
    assert_eq!(acts.len(), 2, "each once, however often named");
    assert_eq!(entries(&world).await - before, 2, "an entry for each act, none for the row");
    let office = Some(world.organizations["office"]);
    assert!(
        acts.iter().all(|act| act.office_id == office && act.constituency_id == Some(world.constituency))
    );
    verify(&world, acts[0].id).await;
    verify(&world, acts[1].id).await;
    assert_eq!((counted(&world, 0).await, counted(&world, 1).await), (1, 1));
    // Both are told, and the notice leads to the activity.
    for deputy in ["deputy", "deputy2"] {
        let inbox = world.browser(Some(deputy)).await.get("/inbox").await.body;
        assert!(inbox.contains("张沟镇人大主席团登记了您2026年3月2日参加的"), "{inbox}");
        assert!(inbox.contains(&format!("/outreach/{id}")), "{inbox}");
    }
}

#[tokio::test]
async fn at_one_activity_it_counts_for_those_at_home_only() {
    let world = World::new().await;
    let (app, keeper) = (&world.app, world.keeper());
    let tx = app.db.begin().await.unwrap();
    let term =
        crate::bodies::store::term_on(&tx, world.congress, app.clock.today()).await.unwrap().unwrap().id;
    let (area, name) = (world.areas[0], "第2选区".to_owned());
    let new = NewConstituency { term, area, parts: Vec::new(), number: 2, name, seats: 1 };
    let other = add_constituency(&tx, app, &keeper, &new).await.unwrap();
    let new = NewPerson { name: "赵林".into(), sex: "male", ..NewPerson::default() };
    let guest = add_person(&tx, app, &keeper, &new).await.unwrap();
    let (kind, from_on) = (Seat::Deputy, day("2022-01-01"));
    let new = NewSeat { person: guest, term, kind, constituency: Some(other), from_on };
    seat(&tx, app, &keeper, &new).await.unwrap();
    tx.commit().await.unwrap();
    let new = NewOutreach { deputies: vec![guest, world.deputies[0].person_id], ..forum(&world) };
    let id = by(&world, "local-office", &new).await.unwrap();
    for act in acts_of(&world, id).await {
        let home = (act.person_id != guest).then_some(world.constituency);
        assert_eq!(act.constituency_id, home);
        verify(&world, act.id).await;
    }
    assert_eq!(counted(&world, 0).await, 1);
    let acts = counts::acts(&app.db, world.congress, (day("2026-01-01"), day("2026-12-31")), Some(guest))
        .await
        .unwrap();
    assert_eq!((acts.len(), acts[0].constituency), (1, None), "it is known, and counts for no constituency");
    let shown = world.browser(Some("commission")).await.get(&format!("/outreach/{id}")).await.body;
    assert!(
        shown.contains("不在原选区") && shown.contains("第1选区") && !shown.contains("第2选区"),
        "{shown}"
    );
}

#[tokio::test]
async fn pressing_twice_records_once() {
    let world = World::new().await;
    let new = visit(&world);
    let first = by(&world, "deputy", &new).await.unwrap();
    let before = entries(&world).await;
    assert_eq!(by(&world, "deputy", &new).await.unwrap(), first);
    assert_eq!(acts_of(&world, first).await.len(), 1);
    assert_eq!(entries(&world).await, before, "nothing happened the second time");
    // Somebody else's form is nobody's business.
    let stolen = NewOutreach { deputies: vec![world.deputies[1].person_id], ..new };
    assert!(matches!(by(&world, "deputy2", &stolen).await, Err(Error::NotFound)));
}

/// The fields that an error names.
fn wrong(outcome: Result<Uuid>) -> Vec<String> {
    match outcome {
        Err(Error::Invalid(found)) => found.into_iter().map(|mistake| mistake.field).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_said_at_its_field() {
    let world = World::new().await;
    let all = NewOutreach {
        method: String::new(),
        purposes: Vec::new(),
        place: " ".into(),
        said: String::new(),
        deputies: Vec::new(),
        voters: Some(0),
        ..visit(&world)
    };
    assert_eq!(
        wrong(by(&world, "deputy", &all).await),
        ["method", "place", "said", "purposes", "deputies", "voters"]
    );
    let fine = || visit(&world);
    for (new, field) in [
        (NewOutreach { method: "duty_report".into(), ..fine() }, "method"),
        (NewOutreach { method: "letter".into(), ..fine() }, "method"),
        (NewOutreach { purposes: vec!["law".into()], ..fine() }, "purposes"),
        (NewOutreach { on_day: day("2026-03-03"), ..fine() }, "on_day"),
        (NewOutreach { on_day: day("2021-12-31"), ..fine() }, "on_day"),
        (NewOutreach { constituency: Some(Uuid::from_u128(7)), ..fine() }, "constituency"),
        (NewOutreach { said: "长".repeat(5_001), ..fine() }, "said"),
        (NewOutreach { deputies: vec![world.deputies[1].person_id], ..fine() }, "deputies"),
    ] {
        assert_eq!(wrong(by(&world, "deputy", &new).await), [field], "{new:?}");
    }
    // An office records for those whom it serves, and for nobody else.
    assert_eq!(wrong(by(&world, "other-office", &forum(&world)).await), ["deputies"]);
    let member = NewOutreach { deputies: vec![world.members[0]], ..forum(&world) };
    assert_eq!(wrong(by(&world, "local-office", &member).await), ["deputies"]);
    assert!(
        store::list(&world.app.db, &world.keeper(), &store::Which::default(), None)
            .await
            .unwrap()
            .0
            .is_empty()
    );
}

#[tokio::test]
async fn what_an_office_recorded_the_deputy_may_object_to() {
    let world = World::new().await;
    let id = by(&world, "local-office", &forum(&world)).await.unwrap();
    let path = format!("/outreach/{id}");
    let browser = world.browser(Some("deputy")).await;
    let shown = browser.get(&path).await.body;
    assert!(shown.contains("提出异议") && shown.contains("阿卜杜拉·买买提"), "{shown}");
    assert!(
        !shown.contains(&format!("{path}/edit")) && !shown.contains(&format!("{path}/recall")),
        "{shown}"
    );
    // It concerns the own act only, which waits for the answer; the other one can be verified.
    let own = world.deputies[0].person_id;
    let acts = acts_of(&world, id).await;
    let (mine, theirs): (Vec<_>, Vec<_>) = acts.iter().partition(|act| act.person_id == own);
    let to = format!("/acts/{}/objections", mine[0].id);
    assert!(shown.contains(&format!("action=\"{to}\"")), "{shown}");
    let empty = browser.post(&to, &[("text", " "), ("back", &path)]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sent = browser.post(&to, &[("text", "那天我在外地，没有参加。"), ("back", &path)]).await;
    assert_eq!(sent.location, path, "{sent:?}");
    assert!(browser.get(&path).await.body.contains("请等待代工委答复"));
    let again = browser.post(&to, &[("text", "再说一次")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let commission = world.actor("commission").await;
    let verified = take_act(&world.app, &commission, mine[0].id, (Step::Verify, Wanted::default())).await;
    assert!(matches!(verified, Err(Error::Conflict(key)) if key == "ledger-objection-open"));
    verify(&world, theirs[0].id).await;
    let objection =
        &ledger::store::objections_to(&world.app.db, world.congress, mine[0].id).await.unwrap()[0];
    let outcome = (parties::Outcome::Corrected(None), "已核对，退回。");
    parties::decide(&world.app, &commission, objection.id, outcome).await.unwrap();
    assert_eq!((counted(&world, 0).await, counted(&world, 1).await), (0, 1));
    // Whoever is not in it has nothing to object to.
    let clerk = world.browser(Some("local-office")).await;
    assert!(!clerk.get(&path).await.body.contains("/objections\""));
    assert_eq!(clerk.post(&to, &[("text", "不对")]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn where_the_organiser_registers_it_stands_at_once() {
    let mut world = World::new().await;
    let text = include_str!("../../charters/xiantao/2023.toml");
    let way = "[registration.way]\nis = \"declare_and_verify\"";
    assert!(text.contains(way));
    let text = text.replace(way, "[registration.way]\nis = \"organiser_registers\"");
    let charters = Charters::new(vec![Charter::parse("2023.toml", &text).unwrap()]).unwrap();
    world.app.charters = Arc::new(BTreeMap::from([("xiantao".to_owned(), charters)]));
    let id = by(&world, "local-office", &forum(&world)).await.unwrap();
    assert!(acts_of(&world, id).await.iter().all(|act| act.state == "verified"));
    assert_eq!((counted(&world, 0).await, counted(&world, 1).await), (1, 1));
    let shown = world.browser(Some("deputy")).await.get(&format!("/outreach/{id}")).await.body;
    assert!(shown.contains("已登记") && !shown.contains("已核实"), "nobody verified it: {shown}");
    let own = world.deputies[0].person_id;
    let act = acts_of(&world, id).await.into_iter().find(|act| act.person_id == own).unwrap().id;
    let new = parties::NewObjection { act: Some(act), year: 0, text: "那天我没有去。" };
    parties::object(&world.app, &world.actor("deputy").await, &new).await.unwrap();
}

#[tokio::test]
async fn what_was_sent_back_is_changed_and_declared_again() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.actor("local-office").await);
    let id = by(&world, "local-office", &forum(&world)).await.unwrap();
    assert!(
        matches!(amend(app, &clerk, id, &forum(&world)).await, Err(Error::Conflict(key)) if key == "outreach-stands")
    );
    for act in acts_of(&world, id).await {
        send_back(&world, act.id, "请写明在哪个村。").await;
    }
    let shown = world.browser(Some("local-office")).await.get(&format!("/outreach/{id}")).await.body;
    assert!(shown.contains("请写明在哪个村。") && shown.contains(&format!("/outreach/{id}/edit")), "{shown}");
    // Not the deputy's to change: the office recorded it.
    let deputy = world.actor("deputy").await;
    assert!(matches!(amend(app, &deputy, id, &visit(&world)).await, Err(Error::Forbidden)));
    // One of the two was not there after all.
    let put_right = NewOutreach {
        place: "双垸村部".into(),
        said: "补记。".into(),
        voters: None,
        deputies: vec![world.deputies[0].person_id],
        ..forum(&world)
    };
    amend(app, &clerk, id, &put_right).await.unwrap();
    let states: BTreeMap<Uuid, (String, String)> =
        acts_of(&world, id).await.into_iter().map(|act| (act.person_id, (act.state, act.place))).collect();
    assert_eq!(states[&world.deputies[0].person_id], ("declared".into(), "双垸村部".into()));
    assert_eq!(states[&world.deputies[1].person_id].0, "discarded");
    assert_eq!(store::find(&app.db, &clerk, id).await.unwrap().said, "补记。");
    let listed = world.browser(Some("deputy2")).await.get("/outreach").await.body;
    assert!(!listed.contains(&id.to_string()), "what was given up is in no list: {listed}");
    // Whoever was given up does not come back into the same activity.
    take(app, &clerk, id, Step::Recall).await.unwrap();
    assert_eq!(wrong(amend(app, &clerk, id, &forum(&world)).await.map(|()| id)), ["deputies"]);
}

#[tokio::test]
async fn a_draft_is_seen_by_those_who_wrote_it_and_declared_by_them() {
    let world = World::new().await;
    let draft = NewOutreach { declare: false, ..forum(&world) };
    let id = by(&world, "local-office", &draft).await.unwrap();
    assert!(acts_of(&world, id).await.iter().all(|act| act.state == "draft"));
    let commission = world.actor("commission").await;
    assert!(matches!(store::find(&world.app.db, &commission, id).await, Err(Error::NotFound)));
    assert!(!world.browser(Some("deputy")).await.get("/inbox").await.body.contains("登记了您"));
    // A colleague of the same office sees and declares it too.
    let colleague =
        Actor { account: Some(world.accounts["station-keeper"]), ..world.actor("local-office").await };
    take(&world.app, &colleague, id, Step::Declare).await.unwrap();
    assert!(store::find(&world.app.db, &commission, id).await.is_ok());
    assert!(world.browser(Some("deputy")).await.get("/inbox").await.body.contains("登记了您"));
    take(&world.app, &colleague, id, Step::Recall).await.unwrap();
    take(&world.app, &colleague, id, Step::Discard).await.unwrap();
    let over = take(&world.app, &colleague, id, Step::Declare).await;
    assert!(matches!(over, Err(Error::Conflict(_))));
    let own = world.actor("deputy2").await;
    assert!(matches!(take(&world.app, &own, id, Step::Declare).await, Err(Error::Forbidden)));
}
