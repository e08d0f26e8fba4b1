//! An item from its first words to its withdrawal, who may do what with it, and who is told.

mod feeds;
mod issues;
mod measured;
mod pages;

use chrono::TimeDelta;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::acts::*;
use super::store::public::{self, Which};
use super::store::sending::{deliveries, read};
use super::{State, clockwork, hours, store};
use crate::access::Actor;
use crate::base::{Conn, Error, sql};
use crate::journal;
use crate::trial::World;

/// An item for everybody.
pub(super) fn item(form: u128, title: &str) -> NewItem {
    NewItem {
        form: Uuid::from_u128(form),
        kind: "resolution".into(),
        title: title.into(),
        issuer: "试验市人大常委会".into(),
        adopted_on: "2026-03-01".parse().unwrap(),
        adopted_at: Some(10 * 60),
        adoption: "2026年3月1日试验市第十届人民代表大会常务委员会第三十次会议通过".into(),
        body: "会议决定：\n一、总的要求\n（一）按时完成\n|项目|金额|\n|道路|12|\n各单位 < 市直 & 镇街 > 照此办理。".into(),
        readers: "public".into(),
        reader_office: None,
        change_note: String::new(),
        corrects: None,
    }
}

pub(super) fn to_all() -> To {
    To { deputies: true, ..To::default() }
}

pub(super) fn by(channels: &[&str]) -> Sending {
    Sending { channels: channels.iter().map(|word| (*word).to_owned()).collect(), to: to_all() }
}

/// Written by the commission and reviewed by the leadership.
pub(super) async fn passed(world: &World, new: &NewItem) -> Uuid {
    let (clerk, chair) = (world.actor("commission").await, world.actor("leadership").await);
    let id = write(&world.app, &clerk, new).await.unwrap();
    submit(&world.app, &clerk, id).await.unwrap();
    pass(&world.app, &chair, id).await.unwrap();
    id
}

/// An item, a gazette and a brief that everybody can read.
pub(crate) async fn out(world: &World) {
    let one = sent(world, &item(901, "关于道路的决议"), &["website"]).await;
    for (form, kind) in [(902, "gazette"), (903, "brief")] {
        issues::issued(world, &issues::issue(form, kind, &[one])).await;
    }
}

/// The same, sent by channels.
pub(super) async fn sent(world: &World, new: &NewItem, channels: &[&str]) -> Uuid {
    let id = passed(world, new).await;
    send(&world.app, &world.actor("commission").await, id, &by(channels)).await.unwrap();
    id
}

#[derive(FromQueryResult)]
struct N {
    n: i64,
}

pub(super) async fn notices(world: &World, kind: &str) -> i64 {
    let text = "SELECT count(*) AS n FROM notices WHERE congress_id = $1 AND kind = $2";
    world.app.db.one::<N>(sql(text, [world.congress.into(), kind.into()])).await.unwrap().n
}

fn is_conflict<T: std::fmt::Debug>(came: Result<T, Error>, key: &str) {
    assert!(matches!(&came, Err(Error::Conflict(said)) if said == key), "{came:?}");
}

async fn on_site(world: &World) -> Vec<String> {
    let (found, _) = public::archive(&world.app.db, world.congress, &Which::default(), 0).await.unwrap();
    found.into_iter().map(|thing| thing.title).collect()
}

#[tokio::test]
async fn nobody_reviews_his_or_her_own_words() {
    let world = World::new().await;
    let (clerk, chair) = (world.actor("commission").await, world.actor("leadership").await);
    let id = write(&world.app, &clerk, &item(1, "关于道路的决议")).await.unwrap();
    let unseen = pass(&world.app, &chair, id).await;
    assert!(matches!(unseen, Err(Error::NotFound)), "a draft is its office's");
    submit(&world.app, &clerk, id).await.unwrap();
    is_conflict(pass(&world.app, &clerk, id).await, "bulletins-own-words");
    is_conflict(send(&world.app, &clerk, id, &by(&["website"])).await, "bulletins-not-passed");
    return_to_writer(&world.app, &chair, id, "第二条写清楚").await.unwrap();
    assert_eq!(notices(&world, "bulletin-returned").await, 1);
    let back = store::find(&world.app.db, &clerk, id).await.unwrap();
    assert_eq!((back.state(), back.returned.as_str()), (State::Returned, "第二条写清楚"));
    amend(&world.app, &clerk, (id, back.version), &item(1, "关于道路建设的决议")).await.unwrap();
    is_conflict(
        amend(&world.app, &clerk, (id, back.version), &item(1, "旧")).await,
        "bulletins-changed-meanwhile",
    );
    submit(&world.app, &clerk, id).await.unwrap();
    pass(&world.app, &chair, id).await.unwrap();
    send(&world.app, &clerk, id, &by(&["website"])).await.unwrap();
    assert_eq!(on_site(&world).await, ["关于道路建设的决议"]);
}

#[tokio::test]
async fn an_item_goes_to_each_channel_once_and_its_hours_are_counted() {
    let world = World::new().await;
    let id = sent(&world, &item(1, "决议"), &["inbox", "website", "print"]).await;
    assert_eq!(notices(&world, "bulletin").await, 2, "both deputies are told, once");
    let clerk = world.actor("commission").await;
    send(&world.app, &clerk, id, &by(&["inbox"])).await.unwrap();
    assert_eq!(notices(&world, "bulletin").await, 2);
    let all = deliveries(&world.app.db, world.congress, id).await.unwrap();
    let state: Vec<(&str, bool)> =
        all.iter().map(|one| (one.channel.as_str(), one.delivered_at.is_some())).collect();
    assert_eq!(state, [("inbox", true), ("print", false), ("website", true)]);
    world.later(TimeDelta::hours(5));
    arrived(&world.app, &clerk, id, ("print", 120)).await.unwrap();
    is_conflict(arrived(&world.app, &clerk, id, ("print", 120)).await, "bulletins-there-already");
    // Adopted on 1 March at ten, sent on 2 March at nine: 23 hours.
    let kept = store::find(&world.app.db, &clerk, id).await.unwrap();
    let took = |channel: &str| {
        let one = all.iter().find(|one| one.channel == channel).unwrap();
        hours(kept.adopted(), one.delivered_at.unwrap())
    };
    assert_eq!(took("inbox"), 23);
    let since = "2026-01-01".parse().unwrap();
    let (prompt, goal) = promptness(&world.app.db, &world.app, &clerk, since).await.unwrap();
    let print = prompt.iter().find(|one| one.channel == "print").unwrap();
    assert_eq!((goal, print.came, print.middle, print.share), (72, 1, 28, 100));
}

#[tokio::test]
async fn who_has_not_opened_it_is_reminded_exactly_once() {
    let world = World::new().await;
    let id = sent(&world, &item(1, "决议"), &["inbox"]).await;
    let deputy = world.actor("deputy").await;
    open(&world.app, &deputy, &[id]).await.unwrap();
    let seen = async || {
        let read = read(&world.app.db, world.congress, id).await.unwrap();
        (read.told, read.opened, read.reminded)
    };
    assert_eq!(seen().await, (2, 1, 0));
    world.later(TimeDelta::days(2));
    clockwork::pass(&world.app, world.congress).await.unwrap();
    assert_eq!(notices(&world, "bulletin-reminder").await, 0, "two days are not three");
    for _ in 0..3 {
        world.later(TimeDelta::days(1));
        clockwork::pass(&world.app, world.congress).await.unwrap();
    }
    assert_eq!(seen().await, (2, 1, 1));
    assert_eq!(notices(&world, "bulletin-reminder").await, 1);
    journal::verify(&world.app.db, world.congress, None).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_correction_is_reviewed_too_and_the_old_words_stay_until_it_is_sent() {
    let world = World::new().await;
    let (clerk, chair) = (world.actor("commission").await, world.actor("leadership").await);
    let id = sent(&world, &item(1, "决议"), &["inbox", "website"]).await;
    let first = store::find(&world.app.db, &clerk, id).await.unwrap();
    let silent = amend(&world.app, &clerk, (id, first.version), &item(1, "改了的决议")).await;
    assert!(matches!(silent, Err(Error::Invalid(_))), "a correction says what it changes");
    let new = NewItem { change_note: "标题有误".into(), ..item(1, "改了的决议") };
    amend(&world.app, &clerk, (id, first.version), &new).await.unwrap();
    assert_eq!(on_site(&world).await, ["决议"]);
    submit(&world.app, &clerk, id).await.unwrap();
    is_conflict(pass(&world.app, &clerk, id).await, "bulletins-own-words");
    pass(&world.app, &chair, id).await.unwrap();
    assert_eq!(on_site(&world).await, ["决议"]);
    world.later(TimeDelta::hours(1));
    send(&world.app, &clerk, id, &by(&[])).await.unwrap();
    assert_eq!(on_site(&world).await, ["改了的决议"]);
    assert_eq!(notices(&world, "bulletin-corrected").await, 2);
    let editions = store::editions(&world.app.db, world.congress, id).await.unwrap();
    let said: Vec<(i64, &str)> = editions.iter().map(|one| (one.edition, one.title.as_str())).collect();
    assert_eq!(said, [(2, "改了的决议"), (1, "决议")]);
    let after = store::find(&world.app.db, &clerk, id).await.unwrap();
    assert_eq!(after.number(), first.number(), "its address stays");
    assert!(after.updated_at > first.updated_at && after.sent_at == first.sent_at);
}

#[tokio::test]
async fn what_is_withdrawn_leaves_its_title_and_the_reason() {
    let world = World::new().await;
    let clerk = world.actor("commission").await;
    let id = sent(&world, &item(1, "决议"), &["inbox", "website"]).await;
    let none = withdraw(&world.app, &clerk, id, " ").await;
    assert!(matches!(none, Err(Error::Invalid(_))));
    withdraw(&world.app, &clerk, id, "表决结果有误").await.unwrap();
    is_conflict(withdraw(&world.app, &clerk, id, "又").await, "bulletins-not-sent");
    assert_eq!(notices(&world, "bulletin-withdrawn").await, 2);
    let kept = store::find(&world.app.db, &clerk, id).await.unwrap();
    assert_eq!(kept.state(), State::Withdrawn);
    let (found, _) = public::found(&world.app.db, world.congress, "决定", None).await.unwrap();
    assert!(found.is_empty(), "it is found no more");
    is_conflict(
        amend(&world.app, &clerk, (id, kept.version), &item(1, "决议")).await,
        "bulletins-is-withdrawn",
    );
    world.later(TimeDelta::days(5));
    clockwork::pass(&world.app, world.congress).await.unwrap();
    assert_eq!(notices(&world, "bulletin-reminder").await, 0, "nobody is reminded of it");
}

#[tokio::test]
async fn what_is_for_some_stays_with_them() {
    let world = World::new().await;
    let clerk = world.actor("commission").await;
    let office = world.organizations["office"];
    let new = NewItem { readers: "office".into(), reader_office: Some(office), ..item(1, "镇里的安排") };
    let id = passed(&world, &new).await;
    let public_too = send(&world.app, &clerk, id, &by(&["website"])).await;
    assert!(matches!(public_too, Err(Error::Invalid(_))), "it cannot go onto the site");
    send(&world.app, &clerk, id, &by(&["inbox"])).await.unwrap();
    assert!(on_site(&world).await.is_empty());
    let may = async |name: &str| {
        let actor: Actor = world.actor(name).await;
        public::open_item(&world.app.db, &actor, id).await.unwrap().is_some()
    };
    assert!(may("deputy").await, "a deputy of that town");
    assert!(may("local-office").await, "its clerks");
    assert!(!may("other-office").await && !may("other-body").await && !may("member").await);
    let for_deputies = NewItem { readers: "deputies".into(), ..item(2, "代表活动安排") };
    let id = sent(&world, &for_deputies, &["inbox"]).await;
    let (found, _) = public::found(&world.app.db, world.congress, "活动", None).await.unwrap();
    assert!(found.is_empty());
    let member = world.actor("member").await;
    assert!(public::open_item(&world.app.db, &member, id).await.unwrap().is_some());
}

#[tokio::test]
async fn a_form_sent_twice_is_one_item() {
    let world = World::new().await;
    let clerk = world.actor("commission").await;
    let one = write(&world.app, &clerk, &item(1, "决议")).await.unwrap();
    assert_eq!(write(&world.app, &clerk, &item(1, "决议")).await.unwrap(), one);
    let deputy = world.actor("deputy").await;
    assert!(matches!(write(&world.app, &deputy, &item(2, "决议")).await, Err(Error::Forbidden)));
}
