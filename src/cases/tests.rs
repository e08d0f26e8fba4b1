use chrono::NaiveDate;
use uuid::Uuid;

use super::acts::{Move, NewCase, hand_in, let_time_pass, rate, see, take};
use super::flow::{Reader, State, StepKind};
use super::{Case, Channel, store};
use crate::base::{Error, Result};
use crate::journal;
use crate::trial::World;

impl World {
    pub(crate) async fn voter_says(&self, body: &str) -> Case {
        let new = NewCase::of_voter(self.app.chance.id(self.app.clock.now()), Channel::Web, body);
        let new = NewCase { area: Some(self.areas[1]), ..new };
        hand_in(&self.app, &self.anybody(), &new).await.unwrap().case
    }

    pub(crate) async fn takes(&self, who: &str, case: &Case, wanted: Move) -> Result<Case> {
        take(&self.app, &self.actor(who).await, case.id, wanted).await
    }

    pub(crate) async fn transferred(&self, body: &str) -> Case {
        let case = self.voter_says(body).await;
        let deputy = Some(self.deputies[0].person_id);
        let on = Move { deputy, body: Some(self.organizations["body"]), ..Move::new(StepKind::SendOn) };
        self.takes("local-office", &case, on).await.unwrap();
        let organ = Some(self.organizations["roads"]);
        let transfer = Move { organ, co: vec![self.organizations["water"]], ..Move::new(StepKind::Transfer) };
        self.takes("working-body", &case, transfer).await.unwrap()
    }

    pub(crate) async fn replied(&self, body: &str) -> Case {
        let case = self.transferred(body).await;
        self.takes("organ", &case, Move::new(StepKind::SignFor)).await.unwrap();
        self.takes("water-organ", &case, Move::new(StepKind::CoSignFor)).await.unwrap();
        self.takes("water-organ", &case, Move::saying(StepKind::GiveCoOpinion, "排水同步改造。"))
            .await
            .unwrap();
        let contact =
            Move { way: "telephone".into(), ..Move::saying(StepKind::RecordContact, "电话沟通。") };
        self.takes("organ", &case, contact).await.unwrap();
        self.takes("organ", &case, reply("A")).await.unwrap()
    }
}

fn reply(category: &str) -> Move {
    let plain = "路已经修好。".to_owned();
    Move { category: category.into(), plain, ..Move::saying(StepKind::Reply, "已完成修复。") }
}

fn rating(word: &str, text: &str) -> Move {
    let grade = word.to_owned();
    Move { attitude: grade.clone(), result: grade, ..Move::saying(StepKind::Evaluate, text) }
}

fn received(reader: Reader) -> Move {
    Move { reader, ..Move::new(StepKind::Receive) }
}

#[tokio::test]
async fn an_opinion_goes_in_and_its_answer_comes_back_to_all_three() {
    let world = World::new().await;
    let case = world.replied("新里村三组的路坑坑洼洼，下雨就积水。").await;
    assert_eq!(case.standing.state, State::Replied);
    let early = world.takes("working-body", &case, Move::new(StepKind::Close)).await.unwrap_err();
    assert!(matches!(early, Error::Conflict(_)), "{early:?}");
    world.takes("deputy", &case, received(Reader::Deputy)).await.unwrap();
    world.takes("working-body", &case, received(Reader::Body)).await.unwrap();
    let seen = see(&world.app, &world.anybody(), &case.receipt).await.unwrap();
    assert!(seen.standing.voter.seen);
    world.takes("deputy", &case, rating("satisfied", "")).await.unwrap();
    rate(&world.app, &world.anybody(), &case.receipt, rating("satisfied", "")).await.unwrap();
    let closed = world.takes("working-body", &case, Move::new(StepKind::Close)).await.unwrap();
    assert_eq!(closed.standing.state, State::Closed);
    assert!(closed.ended_at.is_some() && closed.due_how.is_none());
    let kinds: Vec<String> = journal::by_subject(&world.app.db, world.congress, case.id)
        .await
        .unwrap()
        .into_iter()
        .map(|entry| entry.kind)
        .collect();
    assert_eq!(kinds.first().map(String::as_str), Some("case.raised"));
    assert_eq!(kinds.last().map(String::as_str), Some("case.close"));
    journal::verify(&world.app.db, world.congress, None).await.unwrap().unwrap();
}

#[tokio::test]
async fn the_same_form_twice_is_one_opinion() {
    let world = World::new().await;
    let form = Uuid::from_u128(5);
    let new = NewCase::of_voter(form, Channel::Web, "路灯不亮");
    let first = hand_in(&world.app, &world.anybody(), &new).await.unwrap();
    let second = hand_in(&world.app, &world.anybody(), &new).await.unwrap();
    assert_eq!((first.again, second.again), (false, true));
    assert_eq!(first.case.receipt, second.case.receipt);
}

#[tokio::test]
async fn others_cases_are_not_there_and_steps_that_are_not_theirs_are_refused() {
    let world = World::new().await;
    let case = world.transferred("路灯不亮").await;
    for stranger in ["deputy2", "other-office", "other-body", "voter", "member"] {
        let actor = world.actor(stranger).await;
        let found = store::find(&world.app.db, &actor, case.id).await;
        assert!(matches!(found, Err(Error::NotFound)), "{stranger}");
    }
    let refused = world.takes("water-organ", &case, Move::new(StepKind::SignFor)).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let refused = world.takes("organ", &case, rating("satisfied", "")).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "an organ never evaluates");
}

#[tokio::test]
async fn two_people_on_one_case_never_overwrite_each_other() {
    let world = World::new().await;
    let case = world.transferred("路灯不亮").await;
    let sign = Move { version: Some(case.version), ..Move::new(StepKind::SignFor) };
    world.takes("organ", &case, sign).await.unwrap();
    let back = Move { version: Some(case.version), ..Move::saying(StepKind::Return, "不属于本单位") };
    let stale = world.takes("organ", &case, back).await.unwrap_err();
    assert!(matches!(stale, Error::Conflict(why) if why == "cases-moved-on"));
}

#[tokio::test]
async fn the_reply_is_due_three_months_after_the_transfer() {
    let world = World::new().await;
    let case = world.transferred("路灯不亮").await;
    world.on("2026-03-04");
    let signed = world.takes("organ", &case, Move::new(StepKind::SignFor)).await.unwrap();
    let due = signed.standing.deadline.unwrap().on;
    assert_eq!(due, NaiveDate::from_ymd_opt(2026, 6, 2).unwrap());
    assert!(signed.due_how.unwrap().contains("\"rule\":\"reply\""));
}

#[tokio::test]
async fn what_is_overdue_is_taken_higher_and_silence_is_not_satisfaction() {
    let world = World::new().await;
    let case = world.transferred("路灯不亮").await;
    world.on("2026-03-20");
    assert_eq!(let_time_pass(&world.app, world.congress).await.unwrap(), 1);
    assert_eq!(let_time_pass(&world.app, world.congress).await.unwrap(), 0, "once a day is enough");
    let clerk = world.actor("commission").await;
    let late = store::find(&world.app.db, &clerk, case.id).await.unwrap();
    assert_eq!(late.standing.deadline.unwrap().escalation.unwrap().level, 1);
    let case = world.replied("积水").await;
    for (who, reader) in [("deputy", Reader::Deputy), ("working-body", Reader::Body)] {
        world.takes(who, &case, received(reader)).await.unwrap();
    }
    world.on("2026-06-30");
    let_time_pass(&world.app, world.congress).await.unwrap();
    let lapsed = store::find(&world.app.db, &clerk, case.id).await.unwrap();
    assert!(lapsed.standing.answer.unwrap().lapsed);
}

#[tokio::test]
async fn the_owner_is_warned_once_before_the_due_day() {
    let world = World::new().await;
    let case = world.transferred("路灯不亮").await;
    // Signed in anew each day: a session does not last that long.
    let warned =
        async || world.browser(Some("organ")).await.get("/inbox").await.body.matches("快到期了").count();
    world.on("2026-03-03");
    let_time_pass(&world.app, world.congress).await.unwrap();
    assert!(world.browser(Some("organ")).await.get("/inbox").await.body.contains("主办"));
    assert_eq!(warned().await, 0, "signing is due on the 5th and warned of one working day before");
    world.on("2026-03-04");
    assert_eq!(let_time_pass(&world.app, world.congress).await.unwrap(), 0, "a warning changes nothing");
    let once = warned().await;
    assert!(once > 0);
    let_time_pass(&world.app, world.congress).await.unwrap();
    assert_eq!(warned().await, once);
    let clerk = world.actor("commission").await;
    let after = store::find(&world.app.db, &clerk, case.id).await.unwrap();
    assert_eq!(after.version, case.version);
}

#[tokio::test]
async fn nobody_acknowledges_or_evaluates_for_another() {
    let world = World::new().await;
    let case = world.replied("路灯不亮").await;
    for (who, reader) in
        [("working-body", Reader::Deputy), ("deputy", Reader::Body), ("deputy", Reader::Voter)]
    {
        let refused = world.takes(who, &case, received(reader)).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{who} for {reader:?}");
    }
    let for_voter = Move { reader: Reader::Voter, ..rating("satisfied", "") };
    assert!(matches!(world.takes("deputy", &case, for_voter).await, Err(Error::Forbidden)));
}
