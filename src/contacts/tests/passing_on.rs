use axum::http::StatusCode;
use charter::ActKind;
use uuid::Uuid;

use super::SAID;
use crate::base::Error;
use crate::cases::{self, Channel};
use crate::contacts::acts::pass_on;
use crate::contacts::{NewContact, Passed};
use crate::ledger;
use crate::trial::World;

fn passed(world: &World) -> Passed {
    Passed {
        form: Uuid::from_u128(700),
        deputy: world.deputies[0].person_id,
        subject: String::new(),
        body: SAID.into(),
        place: "新里村三组".into(),
    }
}

#[tokio::test]
async fn what_was_heard_becomes_the_deputys_opinion_in_one_step() {
    let world = World::new().await;
    let id = world.records(&world.contact()).await;
    let member = world.browser(Some("member")).await;
    let page = member.get(&format!("/contacts/{id}")).await.body;
    let area = page.split("id=\"f-opinion-body\"").nth(1).unwrap().split("</textarea>").next().unwrap();
    assert!(area.contains(SAID), "nothing is typed twice: {area}");
    let deputy = world.deputies[0].person_id.to_string();
    let form = Uuid::from_u128(700).to_string();
    let sent = [("form", form.as_str()), ("deputy", &deputy), ("body", SAID)];
    for _ in 0..2 {
        let done = member.post(&format!("/contacts/{id}/opinions"), &sent).await;
        assert_eq!(done.location, format!("/contacts/{id}?done=pass"), "{}", done.body);
    }
    let act = world.seen_by("member", id).await.unwrap().act_id;
    let links = ledger::store::links(&world.app.db, world.congress, act).await.unwrap();
    let [link] = links.as_slice() else { panic!("one opinion: {links:?}") };
    let case =
        cases::store::find(&world.app.db, &world.actor("commission").await, link.linked_id).await.unwrap();
    assert_eq!((case.heard_in, case.channel.as_str()), (Some(id), Channel::Contact.word()));
    assert_eq!(
        (case.deputy_id, case.heard_on.to_string()),
        (Some(world.deputies[0].person_id), "2026-03-02".into())
    );
    assert!(!case.standing.has_voter && !case.standing.confidential);
    let acts = ledger::store::of_evidence(&world.app.db, world.congress, case.id).await.unwrap();
    let [raised] = acts.as_slice() else { panic!("one act: {acts:?}") };
    assert_eq!((raised.person_id, raised.kind()), (world.members[0], Some(ActKind::OpinionRaised)));
    assert!(raised.counts());
    let inbox = world.shows("deputy", "/inbox").await.body;
    assert!(inbox.contains("以您的名义提出") && inbox.contains(&case.number), "{inbox}");

    for (who, linked) in [("member", true), ("deputy", true), ("commission", true), ("local-office", false)] {
        let page = world.shows(who, &format!("/cases/{}", case.id)).await;
        assert_eq!(page.status, StatusCode::OK, "{who}");
        assert!(page.body.contains("2026年3月2日王建业联系代表时听到"), "{who}: {}", page.body);
        assert_eq!(page.body.contains(&format!("href=\"/contacts/{id}\"")), linked, "{who}");
    }
    for who in ["member", "deputy", "commission"] {
        let page = world.shows(who, &format!("/contacts/{id}")).await.body;
        assert!(
            page.contains(&format!("href=\"/cases/{}\"", case.id)) && page.contains("待分办"),
            "{who}: {page}"
        );
    }
    assert_eq!(world.shows("member2", &format!("/cases/{}", case.id)).await.status, StatusCode::NOT_FOUND);
    crate::journal::verify(&world.app.db, world.congress, None).await.unwrap().unwrap();
}

#[tokio::test]
async fn only_the_member_passes_on_and_only_what_a_deputy_of_the_contact_said() {
    let world = World::new().await;
    let member = world.actor("member").await;
    let draft = world.records(&NewContact { declare: false, ..world.contact() }).await;
    let early = pass_on(&world.app, &member, draft, &passed(&world)).await;
    assert!(matches!(&early, Err(Error::Conflict(key)) if key == "contacts-pass-on-early"), "{early:?}");
    let id = world.records(&NewContact { form: Uuid::from_u128(502), ..world.contact() }).await;
    let stranger = Passed { deputy: world.deputies[1].person_id, ..passed(&world) };
    assert!(matches!(pass_on(&world.app, &member, id, &stranger).await, Err(Error::Invalid(_))));
    let empty = Passed { body: " ".into(), ..passed(&world) };
    assert!(matches!(pass_on(&world.app, &member, id, &empty).await, Err(Error::Invalid(_))));
    for (who, status) in [
        ("member2", StatusCode::NOT_FOUND),
        ("deputy", StatusCode::FORBIDDEN),
        ("commission", StatusCode::FORBIDDEN),
    ] {
        let deputy = world.deputies[0].person_id.to_string();
        let sent = [("deputy", deputy.as_str()), ("body", SAID)];
        let answer = world.browser(Some(who)).await.post(&format!("/contacts/{id}/opinions"), &sent).await;
        assert_eq!(answer.status, status, "{who}");
    }
    let wrong = world
        .browser(Some("member"))
        .await
        .post(&format!("/contacts/{id}/opinions"), &[("body", "只写了这些")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("只写了这些") && wrong.body.contains("id=\"step-opinion\" open"),
        "{}",
        wrong.body
    );
    let links = ledger::store::links(
        &world.app.db,
        world.congress,
        world.seen_by("member", id).await.unwrap().act_id,
    );
    assert!(links.await.unwrap().is_empty(), "nothing was written");
}

#[tokio::test]
async fn opinion_and_link_are_written_together_or_not_at_all() {
    let world = World::new().await;
    let id = world.records(&world.contact()).await;
    let member = world.actor("member").await;
    let nowhere = cases::acts::HeardIn { record: id, act: Some(Uuid::from_u128(1)) };
    let new = cases::NewCase {
        deputy: Some(world.deputies[0].person_id),
        heard_in: Some(nowhere),
        ..cases::NewCase::of_voter(Uuid::from_u128(701), Channel::Contact, SAID)
    };
    assert!(
        cases::acts::pass_on(&world.app, &member, &new).await.is_err(),
        "there is no such act to tie it to"
    );
    let all = [cases::store::Which::default()];
    let n = cases::store::counts(&world.app.db, &world.actor("commission").await, &all).await.unwrap();
    assert_eq!(n, [0], "the opinion is not there either");
}
