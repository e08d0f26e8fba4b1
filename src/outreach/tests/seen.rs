//! Who sees which activities.

use axum::http::StatusCode;

use super::{by, day, visit};
use crate::access::{Actor, Post, Role};
use crate::base::Error;
use crate::outreach::store;
use crate::people::acts::join;
use crate::trial::World;

#[tokio::test]
async fn those_without_the_permit_record_and_read_nothing() {
    let world = World::new().await;
    let id = by(&world, "deputy", &visit(&world)).await.unwrap();
    for role in ["member", "commission", "leadership", "working-body", "organ", "station-keeper", "voter"] {
        assert!(matches!(by(&world, role, &visit(&world)).await, Err(Error::Forbidden)), "{role}");
        let seen = world.browser(Some(role)).await.get(&format!("/outreach/{id}")).await.status;
        let wanted = if role == "commission" { StatusCode::OK } else { StatusCode::FORBIDDEN };
        assert_eq!(seen, wanted, "{role}");
    }
}

#[tokio::test]
async fn strangers_find_nothing() {
    let world = World::new().await;
    let id = by(&world, "deputy", &visit(&world)).await.unwrap();
    let path = format!("/outreach/{id}");
    for (name, status) in [
        ("deputy", StatusCode::OK),
        ("local-office", StatusCode::OK),
        ("commission", StatusCode::OK),
        ("deputy2", StatusCode::NOT_FOUND),
        ("other-office", StatusCode::NOT_FOUND),
        ("group-leader", StatusCode::NOT_FOUND),
    ] {
        let browser = world.browser(Some(name)).await;
        assert_eq!(browser.get(&path).await.status, status, "{name}");
        let listed = browser.get("/outreach").await;
        assert_eq!(listed.status, StatusCode::OK, "{name}");
        assert_eq!(listed.body.contains(&path), status == StatusCode::OK, "{name}: {}", listed.body);
        if status == StatusCode::NOT_FOUND {
            assert_eq!(browser.get(&format!("{path}/files/{id}")).await.status, status);
            assert!(!listed.body.contains("新里村二组"));
        }
    }
}

#[tokio::test]
async fn a_group_leader_sees_what_the_group_does() {
    let world = World::new().await;
    let (app, keeper) = (&world.app, world.keeper());
    let tx = app.db.begin().await.unwrap();
    let new = crate::bodies::acts::NewOrganization {
        kind: crate::bodies::Kind::Group,
        name: "第一代表小组".into(),
        short_name: "第一代表小组".into(),
        area: None,
        parent: Some(world.organizations["office"]),
        rank: 1,
        address: String::new(),
        phone: String::new(),
        hours: String::new(),
        from_on: day("2022-01-01"),
    };
    let group = crate::bodies::acts::add_organization(&tx, app, &keeper, &new).await.unwrap();
    for (deputy, part) in [(0, "member"), (1, "leader")] {
        let person = world.deputies[deputy].person_id;
        join(&tx, app, &keeper, (person, group), (part, day("2022-01-01"))).await.unwrap();
    }
    tx.commit().await.unwrap();
    let id = by(&world, "deputy", &visit(&world)).await.unwrap();
    let other = world.actor("deputy2").await;
    assert!(
        matches!(store::find(&app.db, &other, id).await, Err(Error::NotFound)),
        "a deputy as such sees only the own"
    );
    let leads = Actor { posts: vec![Post { role: Role::GroupLeader, organization: Some(group) }], ..other };
    assert_eq!(store::find(&app.db, &leads, id).await.unwrap().id, id);
    let theirs = crate::outreach::acts::take(app, &leads, id, crate::ledger::Step::Recall).await;
    assert!(matches!(theirs, Err(Error::Forbidden)), "what a deputy said is the deputy's: {theirs:?}");
}
