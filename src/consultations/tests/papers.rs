//! A deputy's papers for a session: what is in them, and what never is.

use axum::http::StatusCode;

use super::*;
use crate::cases::acts::{Voter, hand_in};
use crate::cases::{Channel, NewCase};
use crate::outreach::acts::{NewOutreach, record};

async fn raise(world: &World, form: u128, body: &str, confidential: bool) {
    let voter = Voter { name: "钱秘密".into(), phone: "13911112222".into(), ..Voter::default() };
    let new = NewCase {
        deputy: Some(world.deputies[0].person_id),
        voter: Some(voter),
        confidential,
        ..NewCase::of_voter(Uuid::from_u128(form), Channel::Web, body)
    };
    hand_in(&world.app, &world.anybody(), &new).await.unwrap();
}

#[tokio::test]
async fn papers_hold_what_is_open_what_was_said_and_what_was_done() {
    let world = World::new().await;
    raise(&world, 1, "新里村3组的路灯坏了，请打13912345678", false).await;
    raise(&world, 2, "保密的事情不能印出来", true).await;
    let deputy = world.actor("deputy").await;
    let made = opened(&world).await;
    enter(&world.app, &deputy, made.id, &entry(1, world.deputies[0].person_id, "晚上没有医生"))
        .await
        .unwrap();
    close(&world.app, &world.actor("commission").await, made.id).await.unwrap();
    let new = NewOutreach {
        form: Uuid::from_u128(9),
        method: "visit".into(),
        purposes: vec!["session".into()],
        on_day: world.app.clock.today(),
        place: "新里村".into(),
        constituency: Some(world.constituency),
        voters: Some(8),
        said: "王大爷盼着修水渠，电话13933334444。".into(),
        deputies: vec![world.deputies[0].person_id],
        declare: true,
        files: Vec::new(),
    };
    record(&world.app, &deputy, &new).await.unwrap();
    let path = format!("/packs/{}?since=2026-01-01", world.deputies[0].person_id);
    for name in ["deputy", "local-office", "commission"] {
        let page = world.browser(Some(name)).await.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{name}");
        for there in ["路灯坏了", "晚上没有医生", "盼着修水渠", "8 名选民", "乡镇卫生院", "0/2"]
        {
            assert!(page.body.contains(there), "{name}: {there} in {}", page.body);
        }
        for never in ["13912345678", "13933334444", "13911112222", "钱秘密", "王大爷", "保密的事情"]
        {
            assert!(!page.body.contains(never), "{name}: {never}");
        }
    }
}

#[tokio::test]
async fn papers_are_printed_by_the_deputy_the_office_and_the_commission() {
    let world = World::new().await;
    let path = format!("/packs/{}", world.deputies[0].person_id);
    for name in ["deputy2", "other-office"] {
        assert_eq!(world.browser(Some(name)).await.get(&path).await.status, StatusCode::NOT_FOUND, "{name}");
    }
    for name in ["station-keeper", "member", "working-body", "organ", "leadership", "voter"] {
        assert_eq!(world.browser(Some(name)).await.get(&path).await.status, StatusCode::FORBIDDEN, "{name}");
    }
    let own = world.browser(Some("deputy")).await.get("/packs").await;
    assert_eq!(own.location, path);
    let list = world.browser(Some("commission")).await.get("/packs").await.body;
    assert!(list.contains(&path) && list.contains("第1选区"), "{list}");
}
