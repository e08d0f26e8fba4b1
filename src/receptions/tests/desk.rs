use charter::Per;
use std::sync::Arc;

use super::*;
use crate::base::{Error, Result};
use crate::cases::acts::{NewCase, Voter};
use crate::cases::{self, Channel};
use crate::ledger::acts::{Wanted, take};
use crate::ledger::{self, Step, counts};
use crate::receptions::acts::{NewClosing, close, enter_opinion, mark_presence, set_visitors, stand_in};
use crate::search::{self, Ask};

fn form(world: &World) -> Uuid {
    world.app.chance.id(world.app.clock.now())
}

fn opinion(form: Uuid, serial: &str) -> NewCase {
    let voter = Voter { name: "周大爷".into(), phone: "13812345678".into(), ..Voter::default() };
    NewCase {
        voter: Some(voter),
        answer_by: "telephone",
        serial: serial.into(),
        ..NewCase::of_voter(form, Channel::Paper, "村口路灯坏了三个月，晚上看不见路。")
    }
}

/// A reception of today with both deputies, announced.
async fn today(world: &World) -> Uuid {
    let id = announced(world, "2026-03-04", &[0, 1]).await;
    world.on("2026-03-04");
    id
}

async fn came(world: &World, id: Uuid, deputy: usize, presence: &str) {
    let keeper = world.actor("station-keeper").await;
    let person = world.deputies[deputy].person_id;
    mark_presence(&world.app, &keeper, id, (person, presence)).await.unwrap();
}

async fn closed(world: &World, id: Uuid, form: Uuid, visitors: i64) -> Result<()> {
    let keeper = world.actor("station-keeper").await;
    let summary = "都说路灯要修。".to_owned();
    close(&world.app, &keeper, id, &NewClosing { form, visitors, summary }).await
}

#[tokio::test]
async fn an_opinion_from_the_desk_is_like_any_other_and_entered_once() {
    let world = World::new().await;
    let id = today(&world).await;
    let (app, keeper) = (&world.app, world.actor("station-keeper").await);
    let new = opinion(form(&world), "７k3f-0012");
    let first = enter_opinion(app, &keeper, id, &new).await.unwrap();
    let plain =
        NewCase { form: form(&world), station: Some(station(&world)), serial: String::new(), ..new.clone() };
    let other = cases::acts::enter(app, &keeper, &plain).await.unwrap();
    assert_eq!(first.case.standing.due(), other.case.standing.due(), "the same deadline");
    assert!(first.case.number.starts_with("2026-"));
    assert_eq!(first.case.office_id, Some(world.organizations["office"]), "sorted by the same office");
    let before = entries(&world).await;
    let again = enter_opinion(app, &keeper, id, &new).await.unwrap();
    assert_eq!((again.case.id, again.again), (first.case.id, true));
    assert_eq!(entries(&world).await, before, "nothing happened the second time");
    // The paper's number is kept as printed, found by search, and taken once.
    let entered = cases::store::of_reception(&app.db, world.congress, id).await.unwrap();
    assert_eq!((entered.len(), entered[0].serial.as_str()), (1, "7K3F-0012"));
    let ask = Ask { congress: world.congress, kind: "case", query: "7K3F-0012", most: 5, before: None };
    let hits = search::find(&app.db, &ask).await.unwrap();
    assert!(hits.iter().any(|hit| hit.subject_id == first.case.id));
    let twice = enter_opinion(app, &keeper, id, &opinion(form(&world), "7K3F-0012")).await;
    let Err(Error::Invalid(found)) = twice else { panic!("{twice:?}") };
    assert_eq!((found[0].field.as_str(), found[0].say.key.as_str()), ("serial", "cases-serial-taken"));
}

#[tokio::test]
async fn the_desk_opens_on_its_day() {
    let world = World::new().await;
    let (app, keeper) = (&world.app, world.actor("station-keeper").await);
    let id = announced(&world, "2026-03-18", &[0]).await;
    let early = enter_opinion(app, &keeper, id, &opinion(form(&world), "")).await;
    assert!(matches!(early, Err(Error::Conflict(key)) if key == "receptions-desk-not-open"));
    assert!(matches!(closed(&world, id, form(&world), 0).await, Err(Error::Conflict(_))));
    world.on("2026-03-18");
    enter_opinion(app, &keeper, id, &opinion(form(&world), "")).await.unwrap();
    let elsewhere = NewCase { deputy: Some(world.deputies[1].person_id), ..opinion(form(&world), "") };
    let wrong = enter_opinion(app, &keeper, id, &elsewhere).await;
    assert!(matches!(wrong, Err(Error::Invalid(found)) if found[0].field == "deputy"));
}

#[tokio::test]
async fn closing_makes_the_record_and_one_activity_for_those_who_came() {
    let world = World::new().await;
    let id = today(&world).await;
    let (app, keeper) = (&world.app, world.actor("station-keeper").await);
    enter_opinion(app, &keeper, id, &opinion(form(&world), "")).await.unwrap();
    let Err(Error::Invalid(wrong)) = closed(&world, id, form(&world), 4).await else { panic!() };
    assert!(wrong[0].say.key == "receptions-presence-missing", "{wrong:?}");
    came(&world, id, 0, "came").await;
    came(&world, id, 1, "absent").await;
    let closing = form(&world);
    closed(&world, id, closing, 4).await.unwrap();
    let it = found(&world, id).await;
    assert_eq!((it.state.as_str(), it.visitors, it.closed_on), ("closed", 4, Some(day("2026-03-04"))));
    let activity = it.outreach_id.unwrap();
    let acts = ledger::store::of_evidence(&app.db, world.congress, activity).await.unwrap();
    assert_eq!(acts.len(), 1, "only the one who came");
    let act = &acts[0];
    assert_eq!((act.person_id, act.method.as_str()), (world.deputies[0].person_id, "forum"));
    assert_eq!((act.state.as_str(), act.constituency_id), ("declared", Some(world.constituency)));
    assert_eq!(act.office_id, Some(world.organizations["office"]));
    // The deputy is told, and may object: it was entered in an office's name.
    let browser = world.browser(Some("deputy")).await;
    assert!(browser.get("/inbox").await.body.contains("张沟镇人大主席团登记了您2026年3月4日参加的"));
    let shown = browser.get(&format!("/outreach/{activity}")).await.body;
    assert!(shown.contains("提出异议") && shown.contains("都说路灯要修。"), "{shown}");
    // It moves the duty of clause 7 once it is verified, and by one.
    assert_eq!(counted(&world).await, 0);
    let commission = world.actor("commission").await;
    take(app, &commission, act.id, (Step::Verify, Wanted::default())).await.unwrap();
    assert_eq!(counted(&world).await, 1);
    // The same form closes once; another one finds it closed.
    let before = entries(&world).await;
    closed(&world, id, closing, 4).await.unwrap();
    assert_eq!(entries(&world).await, before);
    let other = closed(&world, id, form(&world), 9).await;
    assert!(matches!(other, Err(Error::Conflict(key)) if key == "receptions-closed-already"));
}

/// How often the first deputy's activities count this year, by the running counters, which a recount confirms.
async fn counted(world: &World) -> u32 {
    let (db, congress) = (&world.app.db, world.congress);
    let kept = counts::kept(db, &world.app, congress, None).await.unwrap();
    let period = counts::period_of(&kept, Per::Year, world.app.clock.today()).unwrap();
    let running = counts::running(db, congress, &period, None).await.unwrap();
    assert_eq!(*running, counts::recounted(db, &world.app, congress, &period).await.unwrap());
    let key = (world.deputies[0].person_id, "outreach_home".to_owned(), Some(world.constituency));
    running.get(&key).copied().unwrap_or_default()
}

#[tokio::test]
async fn where_nobody_was_received_nothing_counts() {
    let world = World::new().await;
    let id = today(&world).await;
    came(&world, id, 0, "came").await;
    came(&world, id, 1, "came").await;
    closed(&world, id, form(&world), 0).await.unwrap();
    assert_eq!(found(&world, id).await.outreach_id, None, "an empty room is no activity");
}

#[tokio::test]
async fn a_charter_that_counts_it_as_nothing_records_nothing() {
    let mut world = World::new().await;
    let text = include_str!("../../../charters/xiantao/2023.toml");
    let from = text.find("[stations.reception_counts_as]").unwrap();
    let to = text.find("[stations.activities_held]").unwrap();
    let charter = charter::Charter::parse("x.toml", &format!("{}{}", &text[..from], &text[to..])).unwrap();
    let charters = charter::Charters::new(vec![charter]).unwrap();
    world.app.charters = Arc::new([("xiantao".to_owned(), charters)].into());
    let id = today(&world).await;
    came(&world, id, 0, "came").await;
    came(&world, id, 1, "came").await;
    closed(&world, id, form(&world), 3).await.unwrap();
    let it = found(&world, id).await;
    assert_eq!((it.state.as_str(), it.outreach_id), ("closed", None));
}

#[tokio::test]
async fn what_is_sent_after_the_desk_closed_is_taken() {
    let world = World::new().await;
    let id = today(&world).await;
    let (app, keeper) = (&world.app, world.actor("station-keeper").await);
    came(&world, id, 0, "came").await;
    came(&world, id, 1, "absent").await;
    closed(&world, id, form(&world), 1).await.unwrap();
    world.on("2026-03-07");
    // Fifty forms from a tablet that had no network, some of them sent twice.
    let forms: Vec<Uuid> = (0..50).map(|_| form(&world)).collect();
    for form in forms.iter().chain(&forms[..20]) {
        enter_opinion(app, &keeper, id, &opinion(*form, "")).await.unwrap();
    }
    let entered = cases::store::of_reception(&app.db, world.congress, id).await.unwrap();
    assert_eq!(entered.len(), 50, "fifty, and none twice");
    let first = cases::store::find(&app.db, &keeper, entered[0].id).await.unwrap();
    assert_eq!(first.heard_on, day("2026-03-04"), "heard on the day of the reception");
    let late = set_visitors(app, &keeper, id, 5).await;
    assert!(matches!(late, Err(Error::Conflict(_))), "the record itself stays");
}

#[tokio::test]
async fn marks_are_set_outright_and_a_stand_in_counts_in_place_of_another() {
    let world = World::new().await;
    let id = announced(&world, "2026-03-04", &[0]).await;
    world.on("2026-03-04");
    let (app, keeper) = (&world.app, world.actor("station-keeper").await);
    let [absent, person] = [0, 1].map(|nth| world.deputies[nth].person_id);
    let wrong = stand_in(app, &keeper, id, (absent, world.members[0])).await;
    assert!(matches!(wrong, Err(Error::Invalid(found)) if found[0].field == "person"));
    stand_in(app, &keeper, id, (absent, person)).await.unwrap();
    let before = entries(&world).await;
    stand_in(app, &keeper, id, (absent, person)).await.unwrap();
    set_visitors(app, &keeper, id, 2).await.unwrap();
    set_visitors(app, &keeper, id, 2).await.unwrap();
    assert_eq!(entries(&world).await - before, 1, "each was done once");
    let on_duty = store::on_duty(&app.db, world.congress, &[id]).await.unwrap();
    let presence = |id: Uuid| on_duty.iter().find(|one| one.person_id == id).unwrap().presence.clone();
    assert_eq!((presence(absent).as_str(), presence(person).as_str()), ("absent", "came"));
    closed(&world, id, form(&world), 2).await.unwrap();
    let activity = found(&world, id).await.outreach_id.unwrap();
    let acts = ledger::store::of_evidence(&app.db, world.congress, activity).await.unwrap();
    assert_eq!(acts.iter().map(|act| act.person_id).collect::<Vec<_>>(), [person]);
}
