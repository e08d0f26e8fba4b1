//! A contact is recorded once, seen by whom it concerns, counted when it is verified, and what was heard in it is passed
//! on; what was confided stands in one place.

mod confidence;
mod form;
mod passing_on;
mod ways;

use axum::http::StatusCode;
use bytes::Bytes;
use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::NewContact;
use super::acts::{amend, record, step};
use super::progress::progress;
use super::store::{self, Contact};
use crate::base::{Error, Mistake};
use crate::files::{self, Checked, Kind};
use crate::journal;
use crate::ledger::acts::{Wanted, take};
use crate::ledger::{self, Step};
use crate::people;
use crate::trial::{Answer, World};

const SAID: &str = "新里村三组的渠道淤塞，春灌前要清。";

impl World {
    /// A contact of the first member with the first deputy, declared.
    pub(super) fn contact(&self) -> NewContact {
        NewContact {
            form: Uuid::from_u128(501),
            way: "visit".into(),
            on_day: day("2026-03-02"),
            deputies: vec![self.deputies[0].person_id],
            topics: vec!["handling".into()],
            said: SAID.into(),
            declare: true,
            ..NewContact::default()
        }
    }

    pub(super) async fn records(&self, new: &NewContact) -> Uuid {
        record(&self.app, &self.actor("member").await, new).await.unwrap()
    }

    pub(super) async fn seen_by(&self, who: &str, id: Uuid) -> Result<Contact, Error> {
        store::find(&self.app.db, &self.actor(who).await, id).await
    }

    pub(super) async fn verifies(&self, id: Uuid, (step, note): (Step, &str)) {
        let commission = self.actor("commission").await;
        let act = self.seen_by("commission", id).await.unwrap().act_id;
        let wanted = Wanted { note, version: None };
        take(&self.app, &commission, act, (step, wanted)).await.unwrap();
    }

    /// How the first member stands with the first deputy: done, of so many, waiting.
    pub(super) async fn stands_with(&self) -> (u32, u32, u32) {
        let all = progress(&self.app, self.congress, self.members[0]).await.unwrap();
        let one = all.into_iter().find(|it| it.deputy.id == self.deputies[0].person_id).unwrap();
        (one.done, one.owed, one.waiting)
    }

    pub(super) async fn shows(&self, who: &str, path: &str) -> Answer {
        self.browser(Some(who)).await.get(path).await
    }
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The fields in which an act found mistakes.
fn fields(found: Result<Uuid, Error>) -> Vec<(String, String)> {
    let Err(Error::Invalid(found)) = found else { panic!("not refused: {found:?}") };
    found.into_iter().map(|Mistake { field, say }| (field, say.key)).collect()
}

#[tokio::test]
async fn a_contact_is_recorded_once_however_often_the_form_comes() {
    let world = World::new().await;
    let new = world.contact();
    let before = journal::count(&world.app.db, world.congress).await.unwrap();
    let first = world.records(&new).await;
    let between = journal::count(&world.app.db, world.congress).await.unwrap();
    assert_eq!(world.records(&new).await, first);
    let after = journal::count(&world.app.db, world.congress).await.unwrap();
    assert_eq!((between - before, after - between), (2, 0), "the act's entry and the contact's, once");
    let acts = ledger::store::of_evidence(&world.app.db, world.congress, first).await.unwrap();
    assert_eq!(acts.len(), 1);
    let act = &acts[0];
    assert_eq!(
        (act.method.as_str(), act.topics.as_str(), act.state.as_str()),
        ("visit", "handling", "declared")
    );
    let other = world.actor("member2").await;
    assert!(matches!(record(&world.app, &other, &new).await, Err(Error::Forbidden)), "somebody else's form");
}

#[tokio::test]
async fn what_is_wrong_is_told_beside_its_field_and_nothing_is_written() {
    let world = World::new().await;
    let member = world.actor("member").await;
    let good = world.contact();
    let deputy = world.deputies[0].person_id;
    for (field, key, bad) in [
        ("deputies", "contacts-deputies-missing", NewContact { deputies: Vec::new(), ..good.clone() }),
        (
            "deputies",
            "contacts-deputy-not-sitting",
            NewContact { deputies: vec![Uuid::from_u128(3)], ..good.clone() },
        ),
        (
            "deputies",
            "contacts-deputy-not-sitting",
            NewContact { deputies: vec![deputy, world.members[1]], ..good.clone() },
        ),
        ("deputies", "ledger-with-oneself", NewContact { deputies: vec![world.members[0]], ..good.clone() }),
        ("way", "contacts-way-missing", NewContact { way: "dream".into(), ..good.clone() }),
        ("topics", "contacts-topics-missing", NewContact { topics: Vec::new(), ..good.clone() }),
        ("topics", "error-choice", NewContact { topics: vec!["law".into(), "rain".into()], ..good.clone() }),
        ("said", "contacts-said-missing", NewContact { said: " \n".into(), ..good.clone() }),
        ("said", "error-too-long", NewContact { said: "长".repeat(2001), ..good.clone() }),
        ("confidence", "error-too-long", NewContact { confidence: "长".repeat(4001), ..good.clone() }),
        ("on_day", "ledger-day-in-future", NewContact { on_day: day("2026-03-03"), ..good.clone() }),
        ("on_day", "ledger-no-charter", NewContact { on_day: day("2010-01-01"), ..good.clone() }),
    ] {
        let found = fields(record(&world.app, &member, &bad).await);
        assert!(found.iter().any(|it| *it == (field.into(), key.into())), "{key}: {found:?}");
    }
    let only_confided = NewContact { said: String::new(), confidence: "家里有事".into(), ..good };
    record(&world.app, &member, &only_confided).await.expect("a confidence alone is enough");
    for who in ["deputy", "commission", "leadership", "local-office"] {
        let found = record(&world.app, &world.actor(who).await, &world.contact()).await;
        assert!(matches!(found, Err(Error::Forbidden)), "{who}");
    }
}

#[tokio::test]
async fn a_contact_is_seen_by_its_member_those_named_and_the_commission() {
    let world = World::new().await;
    let draft = NewContact { declare: false, ..world.contact() };
    let id = world.records(&draft).await;
    let everybody = [
        "member",
        "deputy",
        "commission",
        "member2",
        "deputy2",
        "leadership",
        "working-body",
        "local-office",
    ];
    for who in everybody {
        let seen = world.seen_by(who, id).await.is_ok();
        assert_eq!(seen, who == "member", "a draft, by {who}");
        let page = world.shows(who, &format!("/contacts/{id}")).await;
        assert_eq!(page.status == StatusCode::OK, seen, "{who}");
    }
    let member = world.actor("member").await;
    step(&world.app, &member, id, (Step::Declare, None)).await.unwrap();
    for who in everybody {
        let seen = world.seen_by(who, id).await.is_ok();
        assert_eq!(seen, matches!(who, "member" | "deputy" | "commission"), "declared, by {who}");
        let page = world.shows(who, &format!("/contacts/{id}")).await;
        assert_eq!(page.status == StatusCode::OK, seen, "{who}");
        assert_eq!(page.body.contains(SAID), seen, "{who}");
        let list = world.shows(who, "/contacts").await;
        assert_eq!(list.body.contains(SAID), seen, "the list of {who}");
    }
    for who in ["member2", "deputy2"] {
        assert_eq!(world.shows(who, &format!("/contacts/{id}")).await.status, StatusCode::NOT_FOUND, "{who}");
    }
}

#[tokio::test]
async fn it_counts_when_it_is_verified_and_not_before() {
    let world = World::new().await;
    assert_eq!(world.stands_with().await, (0, 2, 0));
    let id = world.records(&world.contact()).await;
    assert_eq!(world.stands_with().await, (0, 2, 1));
    let list = world.shows("member", "/contacts").await.body;
    assert!(list.contains("今年 0/2 次，另有 1 次待核实") && list.contains("还差 2 次"), "{list}");
    world.verifies(id, (Step::Verify, "")).await;
    assert_eq!(world.stands_with().await, (1, 2, 0));
    let second = NewContact { form: Uuid::from_u128(502), on_day: day("2026-02-10"), ..world.contact() };
    let second = world.records(&second).await;
    world.verifies(second, (Step::Verify, "")).await;
    let list = world.shows("member", "/contacts").await.body;
    assert!(list.contains("今年 2/2 次") && list.contains("次数已够"), "{list}");
    assert!(list.contains("上次：2026年3月2日"), "{list}");
    assert!(list.contains("迟报"), "fourteen working days later is late");
}

#[tokio::test]
async fn only_a_draft_or_what_was_returned_can_be_changed() {
    let world = World::new().await;
    let member = world.actor("member").await;
    let id = world.records(&world.contact()).await;
    let better = NewContact { said: "改过的话".into(), topics: vec!["law".into()], ..world.contact() };
    let early = amend(&world.app, &member, id, &better).await;
    assert!(matches!(early, Err(Error::Conflict(_))), "{early:?}");
    assert_eq!(world.shows("member", &format!("/contacts/{id}/edit")).await.status, StatusCode::CONFLICT);
    world.verifies(id, (Step::Return, "请写明地点")).await;
    let page = world.shows("member", &format!("/contacts/{id}")).await.body;
    assert!(page.contains("退回理由：请写明地点"), "{page}");
    let edit = world.shows("member", &format!("/contacts/{id}/edit")).await.body;
    assert!(edit.contains(SAID) && edit.contains("value=\"handling\" checked"), "{edit}");
    for who in ["deputy", "member2", "commission"] {
        assert!(amend(&world.app, &world.actor(who).await, id, &better).await.is_err(), "{who}");
    }
    amend(&world.app, &member, id, &better).await.unwrap();
    let now = world.seen_by("member", id).await.unwrap();
    assert_eq!((now.said.as_str(), now.topics.as_str(), now.state.as_str()), ("改过的话", "law", "declared"));
    world.verifies(id, (Step::Verify, "")).await;
    assert!(amend(&world.app, &member, id, &better).await.is_err());
    let body = [("csrf", "")];
    let sent = world.browser(Some("member")).await.post(&format!("/contacts/{id}"), &body[..0]).await;
    assert_eq!(sent.status, StatusCode::CONFLICT);
    journal::verify(&world.app.db, world.congress, None).await.unwrap().unwrap();
}

#[tokio::test]
async fn what_was_declared_can_be_taken_back_and_given_up_with_what_was_confided() {
    let world = World::new().await;
    let id = world.records(&NewContact { confidence: "孩子上学难".into(), ..world.contact() }).await;
    let member = world.browser(Some("member")).await;
    let path = |step: &str| format!("/contacts/{id}/{step}");
    assert_eq!(member.post(&path("disposal"), &[]).await.status, StatusCode::CONFLICT, "it is declared");
    assert_eq!(
        member.post(&path("recall"), &[("version", "77")]).await.status,
        StatusCode::CONFLICT,
        "stale"
    );
    assert_eq!(member.post(&path("recall"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(world.seen_by("deputy", id).await.is_err(), "a draft again");
    assert_eq!(
        world.browser(Some("member2")).await.post(&path("disposal"), &[]).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(member.post(&path("disposal"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!store::has_confidence(&world.app.db, world.congress, id).await.unwrap());
    assert!(member.get(&path("")[..path("").len() - 1]).await.body.contains("已作废"));
    assert!(world.seen_by("commission", id).await.is_err());
}

#[tokio::test]
async fn the_deputy_confirms_or_objects() {
    let world = World::new().await;
    let both = world.deputies.iter().map(|it| it.person_id).collect();
    let id = world.records(&NewContact { deputies: both, ..world.contact() }).await;
    let page = format!("/contacts/{id}");
    let act = format!("/acts/{}", world.seen_by("member", id).await.unwrap().act_id);
    let deputy = world.browser(Some("deputy")).await;
    let list = deputy.get("/contacts").await.body;
    assert!(
        list.contains("王建业与您联系（走访座谈）") && list.contains(&format!("{act}/confirmation")),
        "{list}"
    );
    let back = format!("{page}?done=confirm");
    let done = deputy.post(&format!("{act}/confirmation"), &[("back", &back)]).await;
    assert_eq!(done.location, back);
    assert_eq!(deputy.post(&format!("{act}/confirmation"), &[]).await.status, StatusCode::CONFLICT);
    let empty =
        world.browser(Some("deputy2")).await.post(&format!("{act}/objections"), &[("text", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("href=\"#f-object-text\""), "{}", empty.body);
    let said = "那天我不在，没有见面。";
    let done =
        world.browser(Some("deputy2")).await.post(&format!("{act}/objections"), &[("text", said)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    for (who, reads) in [("member", true), ("commission", true), ("deputy2", true), ("deputy", false)] {
        let shown = world.shows(who, &page).await.body;
        assert_eq!(shown.contains(said), reads, "{who}");
        assert!(shown.contains("已确认") && shown.contains("有异议"), "{who}: {shown}");
        assert!(!shown.contains("/verification\""), "{who}: the objection is answered first");
    }
    for who in ["member2", "leadership"] {
        assert!(
            !world
                .browser(Some(who))
                .await
                .post(&format!("{act}/confirmation"), &[])
                .await
                .status
                .is_redirection()
        );
    }
}

#[tokio::test]
async fn the_commission_finds_what_waits_and_can_verify_or_return_it() {
    let world = World::new().await;
    let id = world.records(&world.contact()).await;
    let commission = world.browser(Some("commission")).await;
    let list = commission.get("/contacts").await.body;
    assert!(list.contains(&format!("href=\"/contacts/{id}\"")) && list.contains("王建业"), "{list}");
    let page = commission.get(&format!("/contacts/{id}")).await.body;
    let act = world.seen_by("commission", id).await.unwrap().act_id;
    for path in [format!("/acts/{act}/verification"), format!("/acts/{act}/return")] {
        assert!(page.contains(&format!("action=\"{path}\"")), "{page}");
    }
    let other = world.members[1];
    assert!(!commission.get(&format!("/contacts?member={other}")).await.body.contains(SAID));
    assert!(
        commission.get(&format!("/contacts?show=all&member={}", world.members[0])).await.body.contains(SAID)
    );
    assert!(!commission.get("/contacts?show=late").await.body.contains(SAID));
    assert!(!world.shows("member", &format!("/contacts/{id}")).await.body.contains("/verification"));
}

#[tokio::test]
async fn photos_are_for_those_who_may_see_the_contact() {
    let world = World::new().await;
    let bytes = Bytes::from_static(b"picture");
    let sha256 = hex::encode(Sha256::digest(&bytes));
    let picture = Checked { name: "photo.jpg".into(), kind: Kind::Jpeg, bytes, sha256 };
    let id = world.records(&NewContact { files: vec![picture], ..world.contact() }).await;
    let file = files::of(&world.app.db, world.congress, id).await.unwrap()[0].id;
    let path = format!("/contacts/{id}/files/{file}");
    for (who, status) in [
        ("member", StatusCode::OK),
        ("deputy", StatusCode::OK),
        ("commission", StatusCode::OK),
        ("deputy2", StatusCode::NOT_FOUND),
        ("member2", StatusCode::NOT_FOUND),
        ("leadership", StatusCode::FORBIDDEN),
    ] {
        assert_eq!(world.shows(who, &path).await.status, status, "{who}");
    }
    assert!(world.shows("deputy", &format!("/contacts/{id}")).await.body.contains(&path));
}

#[tokio::test]
async fn both_must_hold_their_seats_on_the_day() {
    let world = World::new().await;
    let held = people::store::seats(&world.app.db, world.congress, None).await.unwrap();
    let ends = [(world.members[0], "2026-02-20"), (world.deputies[0].person_id, "2026-02-10")];
    let tx = world.app.db.begin().await.unwrap();
    for (person, last) in ends {
        let seat = held.iter().find(|it| it.person_id == person).unwrap().id;
        let end = (day(last), people::EndReason::Resigned);
        people::acts::end_seat(&tx, &world.app, &world.keeper(), seat, end).await.unwrap();
    }
    tx.commit().await.unwrap();
    let member = world.actor("member").await;
    for (on, field, key) in [
        ("2026-02-25", "on_day", "contacts-no-seat"),
        ("2026-02-15", "deputies", "contacts-deputy-not-sitting"),
    ] {
        let found =
            fields(record(&world.app, &member, &NewContact { on_day: day(on), ..world.contact() }).await);
        assert!(found.contains(&(field.into(), key.into())), "{on}: {found:?}");
    }
    let before = NewContact { on_day: day("2026-02-05"), ..world.contact() };
    record(&world.app, &member, &before).await.expect("what was done while both held their seats");
}
