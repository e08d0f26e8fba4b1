//! A topic from its first words to what came of it, and who may do what with it.

mod answering;
mod papers;
mod seen;

use axum::http::StatusCode;
use uuid::Uuid;

use super::acts::{NewTopic, amend, choose, close, decide, open, sum_up, write};
use super::answers::{NewAnswer, Said, enter};
use super::clockwork::pass;
use super::digest::Digest;
use super::{Question, State, Topic, store};
use crate::access::Actor;
use crate::base::{Conn, Error, Result, sql};
use crate::journal;
use crate::trial::World;

/// A topic with an open question and one with choices.
pub(super) fn topic(form: u128) -> NewTopic {
    let day = |text: &str| text.parse().unwrap();
    NewTopic {
        form: Uuid::from_u128(form),
        title: "乡镇卫生院晚上看病方便吗".into(),
        body: "市人大常委会下月审议医疗服务工作报告，想听听大家的看法。".into(),
        link: "https://www.example.cn/report.pdf".into(),
        questions: vec![
            Question {
                place: 1, text: "最近一年晚上看过病吗？".into(), choices: "看过\n没看过".into()
            },
            Question { place: 2, text: "您有什么建议？".into(), choices: String::new() },
        ],
        from_on: day("2026-03-02"),
        until_on: day("2026-03-16"),
        outcome_by: day("2026-04-30"),
        fields: vec!["health".into()],
        areas: Vec::new(),
    }
}

/// An open topic on which both deputies are asked.
pub(super) async fn opened(world: &World) -> Topic {
    let clerk = world.actor("commission").await;
    let id = write(&world.app, &clerk, &topic(1)).await.unwrap();
    let deputies: Vec<Uuid> = world.deputies.iter().map(|one| one.person_id).collect();
    choose(&world.app, &clerk, id, &deputies).await.unwrap();
    open(&world.app, &clerk, id).await.unwrap();
    store::find(&world.app.db, &clerk, id).await.unwrap()
}

pub(super) fn said(choice: Option<i64>, text: &str) -> Said {
    let mut said = Said::new();
    if let Some(choice) = choice {
        said.insert(1, (Some(choice), String::new()));
    }
    if !text.is_empty() {
        said.insert(2, (None, text.to_owned()));
    }
    said
}

/// An entry from paper for a deputy.
pub(super) fn entry(form: u128, deputy: Uuid, text: &str) -> NewAnswer {
    NewAnswer {
        form: Uuid::from_u128(form),
        deputy: Some(deputy),
        channel: "forum",
        area: None,
        people: 12,
        said: said(Some(1), text),
    }
}

async fn notices(world: &World, kind: &str) -> i64 {
    #[derive(sea_orm::FromQueryResult)]
    struct N {
        n: i64,
    }
    let text = "SELECT count(*) AS n FROM notices WHERE congress_id = $1 AND kind = $2";
    world.app.db.one::<N>(sql(text, [world.congress.into(), kind.into()])).await.unwrap().n
}

fn refused<T: std::fmt::Debug>(done: Result<T>) -> Vec<(String, String)> {
    match done {
        Err(Error::Invalid(found)) => found.into_iter().map(|one| (one.field, one.say.key)).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_topic_goes_from_its_first_words_to_its_outcome() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.actor("commission").await);
    let before = journal::count(&app.db, world.congress).await.unwrap();
    let made = opened(&world).await;
    assert_eq!(journal::count(&app.db, world.congress).await.unwrap(), before + 3, "one entry a change");
    assert_eq!(made.state(app.clock.today()), State::Open);
    assert_eq!(notices(&world, "consultation-asked").await, 2, "each deputy is told");
    let first = world.deputies[0].person_id;
    enter(app, &world.actor("deputy").await, made.id, &entry(11, first, "晚上没有医生")).await.unwrap();
    enter(app, &world.actor("local-office").await, made.id, &entry(12, first, "晚上没有医生，药也不全"))
        .await
        .unwrap();
    sum_up(app, &world.actor("deputy").await, made.id, "大家最盼晚上有医生值班。").await.unwrap();
    close(app, &clerk, made.id).await.unwrap();
    let closed = store::find(&app.db, &clerk, made.id).await.unwrap();
    let digest = Digest::kept(closed.digest.as_deref().unwrap());
    assert_eq!((digest.answers, digest.people), (2, 24));
    assert_eq!(digest.questions[1].themes.len(), 1, "{digest:?}");
    decide(app, &clerk, made.id, ("partly", "报告增加一节，明年先在三个镇试行夜间值班。")).await.unwrap();
    assert_eq!(notices(&world, "consultation-decided").await, 2);
    let page = world.browser(None).await.get(&format!("/consultations/{}", made.number())).await.body;
    assert!(page.contains("部分采纳") && page.contains("夜间值班") && !page.contains("药也不全"), "{page}");
    assert!(matches!(decide(app, &clerk, Uuid::from_u128(5), ("adopted", "x")).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn what_is_missing_is_said_with_its_field() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.actor("commission").await);
    let empty = NewTopic { title: String::new(), body: String::new(), questions: Vec::new(), ..topic(1) };
    let fields: Vec<String> =
        refused(write(app, &clerk, &empty).await).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["title", "body", "question-1"]);
    let day = |text: &str| text.parse().unwrap();
    for (wrong, field) in [
        (NewTopic { until_on: day("2026-03-01"), ..topic(1) }, "until_on"),
        (NewTopic { outcome_by: day("2026-03-16"), ..topic(1) }, "outcome_by"),
        (NewTopic { link: "javascript:alert(1)".into(), ..topic(1) }, "link"),
        (NewTopic { fields: vec!["magic".into()], ..topic(1) }, "fields"),
    ] {
        assert_eq!(refused(write(app, &clerk, &wrong).await)[0].0, field);
    }
    let id = write(app, &clerk, &topic(2)).await.unwrap();
    assert_eq!(write(app, &clerk, &topic(2)).await.unwrap(), id, "the same form is one topic");
    assert!(matches!(open(app, &clerk, id).await, Err(Error::Conflict(_))), "nobody is asked");
    assert_eq!(refused(choose(app, &clerk, id, &[]).await)[0].0, "deputies");
    assert_eq!(refused(choose(app, &clerk, id, &[world.members[0]]).await)[0].0, "deputies", "no deputy");
    let outcome = refused(decide(app, &clerk, id, ("", "")).await);
    assert_eq!(outcome.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(), ["outcome", "reason"]);
    assert!(
        matches!(decide(app, &clerk, id, ("adopted", "好")).await, Err(Error::Conflict(_))),
        "not closed"
    );
}

#[tokio::test]
async fn what_voters_answer_to_does_not_change_under_them() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.actor("commission").await);
    let made = opened(&world).await;
    assert!(matches!(amend(app, &clerk, made.id, &topic(3)).await, Err(Error::Conflict(_))));
    assert!(matches!(open(app, &clerk, made.id).await, Err(Error::Conflict(_))));
    choose(app, &clerk, made.id, &[world.deputies[0].person_id]).await.unwrap();
    assert_eq!(store::asked(&app.db, world.congress, made.id).await.unwrap().len(), 2, "nobody is taken off");
    close(app, &clerk, made.id).await.unwrap();
    let late =
        enter(app, &world.actor("deputy").await, made.id, &entry(9, world.deputies[0].person_id, "晚了"))
            .await;
    assert!(matches!(late, Err(Error::Conflict(_))), "{late:?}");
}

#[tokio::test]
async fn only_the_commission_and_working_bodies_ask_and_only_the_opener_goes_on() {
    let world = World::new().await;
    for name in
        ["deputy", "member", "local-office", "station-keeper", "organ", "leadership", "voter", "system-admin"]
    {
        let actor = world.actor(name).await;
        assert!(matches!(write(&world.app, &actor, &topic(4)).await, Err(Error::Forbidden)), "{name}");
    }
    assert!(matches!(write(&world.app, &world.anybody(), &topic(4)).await, Err(Error::SignIn)));
    let body = world.actor("working-body").await;
    let id = write(&world.app, &body, &topic(5)).await.unwrap();
    let found = store::find(&world.app.db, &world.actor("commission").await, id).await;
    assert!(matches!(found, Err(Error::NotFound)), "another office's draft");
    choose(&world.app, &body, id, &[world.deputies[0].person_id]).await.unwrap();
    open(&world.app, &body, id).await.unwrap();
    for name in ["commission", "other-body"] {
        let done = close(&world.app, &world.actor(name).await, id).await;
        assert!(matches!(done, Err(Error::Forbidden | Error::NotFound)), "{name}: {done:?}");
    }
    close(&world.app, &body, id).await.unwrap();
}

#[tokio::test]
async fn time_closes_a_topic_and_erases_its_answers_and_the_digest_stays() {
    let world = World::new().await;
    let app = &world.app;
    let made = opened(&world).await;
    let first = world.deputies[0].person_id;
    enter(app, &world.actor("deputy").await, made.id, &entry(1, first, "原话要删掉")).await.unwrap();
    let state = async |day: &str| {
        world.on(day);
        pass(app, world.congress).await.unwrap();
        store::find(&app.db, &world.actor("commission").await, made.id).await.unwrap()
    };
    assert_eq!(state("2026-03-23").await.state(app.clock.today()), State::Gathering, "paper may still come");
    enter(app, &world.actor("deputy").await, made.id, &entry(2, first, "纸质的也算")).await.unwrap();
    let closed = state("2026-03-24").await;
    assert_eq!(closed.state(app.clock.today()), State::Closed);
    let kept = closed.digest.clone();
    assert_eq!(Digest::kept(kept.as_deref().unwrap()).answers, 2);
    assert!(state("2026-09-23").await.erased_at.is_none(), "the charter says six months");
    let erased = state("2026-09-25").await;
    assert!(erased.erased_at.is_some() && erased.digest == kept);
    let left = store::all_given(&app.db, world.congress, made.id).await.unwrap();
    assert!(left.is_empty(), "{left:?}");
    let clerk = world.browser(Some("commission")).await;
    let page = clerk.get(&format!("/topics/{}/digest", made.id)).await;
    assert!(page.status == StatusCode::OK && page.body.contains("2 份回答"), "{}", page.body);
    assert!(clerk.get(&format!("/topics/{}/answers", made.id)).await.body.contains("已经按规定删除"));
    pass(app, world.congress).await.unwrap();
    journal::verify(&app.db, world.congress, None).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_consultation_moves_no_duty() {
    let world = World::new().await;
    let made = opened(&world).await;
    let first = world.deputies[0].person_id;
    enter(&world.app, &world.actor("deputy").await, made.id, &entry(1, first, "说了话")).await.unwrap();
    let acts = crate::ledger::store::of_person(&world.app.db, world.congress, first).await.unwrap();
    assert!(acts.is_empty(), "{acts:?}");
    let page = world.browser(Some("deputy")).await.get(&format!("/topics/{}", made.id)).await.body;
    assert!(
        page.contains("/outreach/new?purposes=consultation"),
        "the activity is recorded where activities are"
    );
    let form =
        world.browser(Some("deputy")).await.get("/outreach/new?purposes=consultation&said=就题目").await.body;
    assert!(form.contains("value=\"consultation\" checked") && form.contains("就题目"), "{form}");
}

#[tokio::test]
async fn deputies_are_proposed_with_reasons_and_a_person_decides() {
    let world = World::new().await;
    let clerk = world.browser(Some("commission")).await;
    let town = world.areas[0].to_string();
    let sent = clerk
        .post(
            "/topics/new",
            &[
                ("title", "路灯够不够"),
                ("body", "下月审议。"),
                ("question-1", "哪里太黑？"),
                ("question-3", "还有呢？"),
                ("from_on", "2026-03-02"),
                ("until_on", "2026-03-20"),
                ("outcome_by", "2026-05-01"),
                ("areas", &town),
            ],
        )
        .await;
    assert!(sent.location.ends_with("/deputies"), "{sent:?}");
    let page = clerk.get(&sent.location).await.body;
    assert_eq!(page.matches("由张沟镇选出").count(), 2, "{page}");
    assert_eq!(page.matches(" checked").count(), 2);
    let person = world.deputies[1].person_id.to_string();
    let chosen = clerk.post(&sent.location, &[("deputies", &person)]).await;
    let topic = sent.location.trim_end_matches("/deputies").to_owned();
    assert_eq!(chosen.location, format!("{topic}?done=chosen"));
    assert_eq!(clerk.post(&format!("{topic}/opening"), &[]).await.location, format!("{topic}?done=opened"));
    let page = clerk.get(&topic).await.body;
    assert!(page.contains("阿卜杜拉·买买提") && page.contains("还有呢？"), "{page}");
    let again = clerk.post("/topics/new", &[("title", "只有题目"), ("choices-1", "只有一个")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("只有题目") && again.body.contains("只有一个"), "every letter is kept");
}

/// Whoever is behind the topic's office.
#[tokio::test]
async fn an_operator_without_an_office_asks_in_nobodys_name() {
    let world = World::new().await;
    let operator = Actor::operator(world.congress, crate::access::Role::Commission);
    assert!(matches!(write(&world.app, &operator, &topic(1)).await, Err(Error::Forbidden)));
}
