//! An event in the small congress, from the draft to what counts.

use charter::ActKind;
use chrono::NaiveDate;
use uuid::Uuid;

use super::acts::{NewEvent, announce, call_off, change, choose, possible, proposed, write};
use super::answers::{Answer, Whose, answer, register_speech};
use super::attendance::{NewSpeech, check_in, close, mark, record_speech};
use super::{Event, Kind, Topic, store};
use crate::access::Actor;
use crate::base::{Error, Result};
use crate::journal;
use crate::ledger::store as ledger;
use crate::trial::World;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An inspection on 12 March, to be answered until the 10th.
fn inspection(world: &World) -> NewEvent {
    NewEvent {
        form: world.app.chance.id(world.app.clock.now()),
        kind: Kind::Inspection,
        title: "视察农村道路".to_owned(),
        body: "请穿便于走路的鞋。".to_owned(),
        place: "张沟镇政府门口".to_owned(),
        on_day: day("2026-03-12"),
        last_day: day("2026-03-12"),
        starts: 540,
        ends: 690,
        answer_by: day("2026-03-10"),
        topics: vec![Topic {
            place: 1,
            title: "农村道路".to_owned(),
            fields: String::new(),
            areas: world.areas[0].to_string(),
            consultation_id: None,
            slots: 1,
        }],
    }
}

async fn found(world: &World, id: Uuid) -> Event {
    store::one(&world.app.db, world.congress, id).await.unwrap()
}

fn both(world: &World) -> Vec<Uuid> {
    world.deputies.iter().map(|deputy| deputy.person_id).collect()
}

/// Written and announced to both deputies.
pub(crate) async fn announced(world: &World) -> (Actor, Uuid) {
    let clerk = world.actor("working-body").await;
    let id = write(&world.app, &clerk, &inspection(world)).await.unwrap();
    choose(&world.app, &clerk, id, (1, &both(world))).await.unwrap();
    announce(&world.app, &clerk, id, 1).await.unwrap();
    (clerk, id)
}

fn refused<T: std::fmt::Debug>(outcome: Result<T>) -> String {
    match outcome {
        Err(Error::Conflict(key)) => key,
        Err(Error::Invalid(found)) => found[0].field.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_its_field_and_nothing_is_written() {
    let world = World::new().await;
    let clerk = world.actor("working-body").await;
    let fine = || inspection(&world);
    let topic = |topic: Topic| NewEvent { topics: vec![topic], ..fine() };
    let first = || fine().topics[0].clone();
    for (new, field) in [
        (NewEvent { title: " ".to_owned(), ..fine() }, "title"),
        (NewEvent { title: "长".repeat(61), ..fine() }, "title"),
        (NewEvent { place: String::new(), ..fine() }, "place"),
        (NewEvent { on_day: day("2026-03-01"), ..fine() }, "on_day"),
        (NewEvent { last_day: day("2026-03-11"), ..fine() }, "last_day"),
        (NewEvent { last_day: day("2026-05-12"), ..fine() }, "last_day"),
        (NewEvent { ends: 540, ..fine() }, "ends"),
        (NewEvent { starts: -1, ..fine() }, "starts"),
        (NewEvent { answer_by: day("2026-03-13"), ..fine() }, "answer_by"),
        (NewEvent { answer_by: day("2026-03-01"), ..fine() }, "answer_by"),
        (NewEvent { topics: Vec::new(), ..fine() }, "topic-1"),
        (topic(Topic { title: String::new(), ..first() }), "topic-1"),
        (topic(Topic { fields: "magic".to_owned(), ..first() }), "topic-1"),
        (topic(Topic { slots: -1, ..first() }), "topic-1"),
    ] {
        assert_eq!(refused(write(&world.app, &clerk, &new).await), field, "{new:?}");
    }
    let new = inspection(&world);
    let id = write(&world.app, &clerk, &new).await.unwrap();
    assert_eq!(write(&world.app, &clerk, &new).await.unwrap(), id, "the same form is one event");
    assert_eq!(found(&world, id).await.number(), "2026-1");
    assert!(matches!(write(&world.app, &world.actor("deputy").await, &fine()).await, Err(Error::Forbidden)));
    assert!(matches!(write(&world.app, &world.actor("organ").await, &fine()).await, Err(Error::Forbidden)));
}

#[tokio::test]
async fn deputies_are_proposed_with_reasons_and_whoever_is_away_is_not() {
    let world = World::new().await;
    let clerk = world.actor("working-body").await;
    let id = write(&world.app, &clerk, &inspection(&world)).await.unwrap();
    let (db, event) = (&world.app.db, found(&world, id).await);
    let topics = store::topics(db, world.congress, id).await.unwrap();
    let all = possible(db, &clerk, &event, &topics[0]).await.unwrap();
    let told: Vec<Vec<&str>> =
        all.iter().map(|one| one.candidate.concerned.iter().map(|it| it.word()).collect()).collect();
    assert_eq!(told, [["area"], ["area"]]);
    assert_eq!(proposed(&all, &[], 2).len(), 2);
    let tx = world.app.db.begin().await.unwrap();
    let days = (day("2026-03-01"), Some(day("2026-04-01")));
    let keeper = world.keeper();
    crate::people::acts::give_leave(&tx, &world.app, &keeper, (all[0].who.id, "illness"), days)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let all = possible(db, &clerk, &event, &topics[0]).await.unwrap();
    let chosen = proposed(&all, &[], 2);
    assert_eq!(chosen.iter().map(|one| one.person).collect::<Vec<_>>(), [all[1].who.id]);
    // Whoever was invited before has had a turn.
    choose(&world.app, &clerk, id, (1, &[all[1].who.id])).await.unwrap();
    announce(&world.app, &clerk, id, 1).await.unwrap();
    let second = write(&world.app, &clerk, &inspection(&world)).await.unwrap();
    let event = found(&world, second).await;
    let all = possible(db, &clerk, &event, &topics[0]).await.unwrap();
    assert_eq!(all.iter().map(|one| one.candidate.invited).collect::<Vec<_>>(), [0, 1]);
}

#[tokio::test]
async fn nobody_sees_a_draft_and_the_invited_answer_until_it_is_over() {
    let world = World::new().await;
    let (app, db) = (&world.app, &world.app.db);
    let clerk = world.actor("working-body").await;
    let (first, second) = (world.actor("deputy").await, world.actor("deputy2").await);
    let id = write(app, &clerk, &inspection(&world)).await.unwrap();
    assert_eq!(refused(announce(app, &clerk, id, 1).await), "event-nobody-invited");
    choose(app, &clerk, id, (1, &both(&world))).await.unwrap();
    for stranger in ["deputy", "other-body", "commission", "local-office", "leadership"] {
        let actor = world.actor(stranger).await;
        assert!(matches!(store::find(db, &actor, id).await, Err(Error::NotFound)), "{stranger}");
    }
    assert!(matches!(answer(app, &first, Whose::Own(id), &Answer::Accept).await, Err(Error::NotFound)));
    assert_eq!(announce(app, &clerk, id, 1).await.unwrap(), 2);
    assert_eq!(refused(announce(app, &clerk, id, 2).await), "event-announced-already");
    for (who, sees) in [
        ("deputy", true),
        ("commission", true),
        ("leadership", true),
        ("local-office", true),
        ("organ", false),
        ("station-keeper", false),
    ] {
        let seen = store::find(db, &world.actor(who).await, id).await;
        assert_eq!(seen.is_ok(), sees, "{who}");
    }

    assert_eq!(refused(register_speech(app, &first, Whose::Own(id), true).await), "event-accept-first");
    answer(app, &first, Whose::Own(id), &Answer::Accept).await.unwrap();
    register_speech(app, &first, Whose::Own(id), true).await.unwrap();
    assert_eq!(refused(answer(app, &second, Whose::Own(id), &Answer::Decline(" ".into())).await), "reason");
    // The second answers by the address of the invitation, without an account.
    let invited = store::invited(db, world.congress, id).await.unwrap();
    let code = &invited.iter().find(|one| Some(one.person_id) == second.person).unwrap().code;
    answer(app, &world.anybody(), Whose::Code(code), &Answer::Accept).await.unwrap();
    assert_eq!(refused(register_speech(app, &second, Whose::Own(id), true).await), "event-no-slot");
    // Somebody telephones; the office answers.
    let ill = Answer::Decline("生病住院".into());
    answer(app, &clerk, Whose::Of(id, second.person.unwrap()), &ill).await.unwrap();
    let other = world.actor("other-body").await;
    let theirs = answer(app, &other, Whose::Of(id, second.person.unwrap()), &ill).await;
    assert!(matches!(theirs, Err(Error::NotFound | Error::Forbidden)));
    let invited = store::invited(db, world.congress, id).await.unwrap();
    let answers: Vec<(&str, bool)> = invited.iter().map(|one| (one.answer.as_str(), one.speaks)).collect();
    assert!(answers.contains(&("accepted", true)) && answers.contains(&("declined", false)), "{answers:?}");
    assert!(store::unanswered(db, world.congress, id).await.unwrap().is_empty());

    let version = found(&world, id).await.version;
    assert_eq!(refused(call_off(app, &clerk, id, (version, "")).await), "reason");
    let later = NewEvent { on_day: day("2026-03-13"), last_day: day("2026-03-13"), ..inspection(&world) };
    let other = Topic { place: 2, ..later.topics[0].clone() };
    let moved = NewEvent { topics: vec![other], ..later.clone() };
    assert_eq!(refused(change(app, &clerk, id, &moved, (version, "换个议题")).await), "topic-1");
    change(app, &clerk, id, &later, (version, "天气预报有大雨")).await.unwrap();
    assert_eq!(refused(change(app, &clerk, id, &later, (version, "又改")).await), "event-moved-on");
    call_off(app, &clerk, id, (version + 1, "道路施工")).await.unwrap();
    assert_eq!(found(&world, id).await.sequence, 2);
    assert_eq!(refused(answer(app, &first, Whose::Own(id), &Answer::Accept).await), "event-is-cancelled");
}

#[tokio::test]
async fn whoever_is_present_and_whoever_speaks_did_something_that_counts() {
    let world = World::new().await;
    let (app, db, congress) = (&world.app, &world.app.db, world.congress);
    let (clerk, id) = announced(&world).await;
    let (first, second) = (world.actor("deputy").await, world.actor("deputy2").await);
    let code = found(&world, id).await.code;
    assert_eq!(refused(check_in(app, &first, &code).await), "event-not-yet");
    assert_eq!(refused(mark(app, &clerk, id, (both(&world)[1], "present")).await), "event-not-yet");
    world.on("2026-03-12");
    check_in(app, &first, &code).await.unwrap();
    check_in(app, &first, &code).await.unwrap();
    assert!(matches!(check_in(app, &world.actor("member").await, &code).await, Err(Error::NotFound)));
    assert!(matches!(check_in(app, &first, "7K3F-9Q").await, Err(Error::NotFound)));
    let speech = NewSpeech {
        form: app.chance.id(app.clock.now()),
        person: first.person.unwrap(),
        topic: Some(1),
        text: "建议先修通村主干道。".into(),
    };
    record_speech(app, &clerk, id, &speech).await.unwrap();
    record_speech(app, &clerk, id, &speech).await.unwrap();
    assert_eq!(store::speeches(db, congress, id).await.unwrap().len(), 1);
    let version = found(&world, id).await.version;
    assert_eq!(refused(close(app, &clerk, id, version).await), "", "nobody said where the second is");
    mark(app, &clerk, id, (second.person.unwrap(), "absent")).await.unwrap();
    assert_eq!(close(app, &clerk, id, version).await.unwrap(), 1);
    assert_eq!(refused(close(app, &clerk, id, version + 1).await), "event-over");

    let acts = ledger::facts(db, congress, (day("2026-01-01"), day("2026-12-31")), None).await.unwrap();
    let mut kinds: Vec<(Uuid, Option<ActKind>)> =
        acts.iter().map(|row| (row.act.person_id, row.act.kind())).collect();
    kinds.sort_by_key(|(_, kind)| kind.map(ActKind::word));
    let person = first.person.unwrap();
    assert_eq!(kinds, [(person, Some(ActKind::Attendance)), (person, Some(ActKind::Speech))]);
    assert!(journal::verify(db, congress, None).await.unwrap().is_ok());
}

#[tokio::test]
async fn what_the_commission_sends_back_of_an_event_its_office_puts_right() {
    let world = World::new().await;
    let (app, db, congress) = (&world.app, &world.app.db, world.congress);
    let (clerk, id) = announced(&world).await;
    let first = world.deputies[0].person_id;
    world.on("2026-03-12");
    for deputy in &world.deputies {
        mark(app, &clerk, id, (deputy.person_id, "present")).await.unwrap();
    }
    close(app, &clerk, id, found(&world, id).await.version).await.unwrap();
    let acts = ledger::of_evidence(db, congress, id).await.unwrap();
    let ids: Vec<Uuid> = acts.iter().map(|act| act.id).collect();
    let commission = world.browser(Some("commission")).await;
    for act in &ids {
        let note = [("note", "与签到表不一致，请核对。")];
        assert_eq!(commission.post(&format!("/acts/{act}/return"), &note).await.status.as_u16(), 303);
    }
    let path = |act: Uuid, noun: &str| format!("/acts/{act}/{noun}");
    let body = world.browser(Some("working-body")).await;
    let page = body.get(&format!("/acts/{}", ids[0])).await.body;
    for there in [path(ids[0], "declaration"), path(ids[0], "end"), format!("/events/{id}")] {
        assert!(page.contains(&there), "{there}: {page}");
    }
    // Neither whoever was there nor anybody else's office says it anew.
    let again = [("on_day", "2026-03-11")];
    for who in ["deputy", "other-body", "local-office", "commission"] {
        let browser = world.browser(Some(who)).await;
        assert!(!browser.get(&format!("/acts/{}", ids[0])).await.body.contains(&path(ids[0], "declaration")));
        let status = browser.post(&path(ids[0], "declaration"), &again).await.status.as_u16();
        assert!(matches!(status, 403 | 404), "{who}: {status}");
    }
    let late = [("on_day", "2026-03-13")];
    assert_eq!(
        body.post(&path(ids[0], "declaration"), &late).await.status.as_u16(),
        422,
        "it is still ahead"
    );
    assert_eq!(body.post(&path(ids[0], "declaration"), &again).await.status.as_u16(), 303);
    assert_eq!(body.post(&path(ids[0], "declaration"), &again).await.status.as_u16(), 409, "once");
    assert_eq!(body.post(&path(ids[1], "end"), &[]).await.status.as_u16(), 303);
    commission.post(&path(ids[0], "verification"), &[]).await;
    let acts = ledger::of_evidence(db, congress, id).await.unwrap();
    let act = |id: Uuid| acts.iter().find(|act| act.id == id).unwrap();
    assert!(act(ids[0]).counts() && act(ids[0]).on_day == day("2026-03-11"));
    assert_eq!(act(ids[1]).state, "discarded");
    assert!([ids[0], ids[1]].map(|id| act(id).person_id).contains(&first));
    assert!(journal::verify(db, congress, None).await.unwrap().is_ok());
}

#[tokio::test]
async fn whoever_declined_is_excused_and_training_counts_as_training() {
    let world = World::new().await;
    let (app, db, congress) = (&world.app, &world.app.db, world.congress);
    let clerk = world.actor("commission").await;
    let new = NewEvent { kind: Kind::Training, ..inspection(&world) };
    let id = write(app, &clerk, &new).await.unwrap();
    choose(app, &clerk, id, (1, &both(&world))).await.unwrap();
    announce(app, &clerk, id, 1).await.unwrap();
    let why = Answer::Decline("出差".into());
    answer(app, &world.actor("deputy2").await, Whose::Own(id), &why).await.unwrap();
    world.on("2026-03-12");
    mark(app, &clerk, id, (world.deputies[0].person_id, "present")).await.unwrap();
    close(app, &clerk, id, 2).await.unwrap();
    let invited = store::invited(db, congress, id).await.unwrap();
    let presence =
        |person: Uuid| invited.iter().find(|one| one.person_id == person).unwrap().presence.clone();
    assert_eq!(presence(world.deputies[1].person_id), "excused");
    let acts = ledger::facts(db, congress, (day("2026-01-01"), day("2026-12-31")), None).await.unwrap();
    assert_eq!(acts.len(), 1);
    assert_eq!(acts[0].act.kind(), Some(ActKind::Training));
}
