//! Roles that a roster wishes for: asked by the one administrator, looked at and given by the other.

use axum::http::StatusCode;

use super::{book, imported};
use crate::access::{Actor, Role, acts as access};
use crate::base::Error;
use crate::exchange::roster::wishes::{Stands, give, seen};
use crate::exchange::roster::{acts, store};
use crate::trial::World;
use uuid::Uuid;

fn file() -> Vec<u8> {
    book(&[(
        "账号",
        &[
            &["登录名", "姓名", "人员", "角色", "机构"],
            &["jia", "甲", "", "人大代表", ""],
            &["yi", "乙", "", "承办单位工作人员", "市交通运输局"],
            &["bing", "丙", "", "审计管理员", ""],
            &["deputy", "", "", "代表小组组长", ""],
            &["security-admin", "", "", "人大代表", ""],
        ],
    )])
}

/// The system administrator imports it; the roster.
async fn brought(world: &World) -> Uuid {
    let admin = world.actor("system-admin").await;
    let (looked, roster) = acts::import(&world.app, &admin, ("a.xlsx", &file()), &|_, _| {}).await.unwrap();
    assert!(looked.unwrap().is_fine());
    roster.unwrap()
}

async fn stands(world: &World, roster: Uuid) -> Vec<Stands> {
    let actor = world.actor("security-admin").await;
    seen(&world.app.db, &actor, roster).await.unwrap().into_iter().map(|it| it.stands).collect()
}

#[tokio::test]
async fn the_security_administrator_is_told_looks_and_gives_them_with_one_press() {
    use Stands::{Alone, Held, Open};
    let world = World::new().await;
    let roster = brought(&world).await;
    let page = format!("/rosters/{roster}/roles");
    let security = world.browser(Some("security-admin")).await;
    let inbox = security.get("/inbox").await.body;
    assert!(inbox.contains("申请授予 5 个角色") && inbox.contains(&page), "{inbox}");
    assert_eq!(stands(&world, roster).await, [Open, Open, Alone, Open, Alone]);
    let shown = security.get(&page).await.body;
    assert!(shown.contains("授予这 3 个角色") && shown.contains("承办单位工作人员：1 个账号"), "{shown}");
    assert!(shown.contains("市交通运输局") && shown.contains("请单独授予"));
    // Whoever brought it may not give what it wished for, only see how far it is.
    let system = world.browser(Some("system-admin")).await;
    assert_eq!(system.get(&page).await.status, StatusCode::FORBIDDEN);
    assert_eq!(system.post(&page, &[]).await.status, StatusCode::FORBIDDEN);
    let told = system.get(&format!("/rosters/{roster}")).await.body;
    assert!(told.contains("申请授予 5 个角色") && told.contains("授予了 0 个"), "{told}");
    assert!(told.contains("href=\"/accounts#step-slips\""));
    assert!(system.get("/accounts").await.body.contains("有 3 个没有角色"));

    assert_eq!(security.post(&page, &[]).await.location, page);
    assert_eq!(stands(&world, roster).await, [Held, Held, Alone, Held, Alone]);
    assert_eq!(security.post(&page, &[]).await.status, StatusCode::CONFLICT, "pressed twice, given once");
    let known = crate::exchange::roster::known::Known::read(&world.app.db, world.congress).await.unwrap();
    let organ = known.accounts.iter().find(|row| row.login == "yi").unwrap().id;
    let held: Vec<_> = known.grants.iter().filter(|row| row.account_id == organ).collect();
    assert_eq!((held.len(), held[0].organization_id), (1, Some(world.organizations["roads"])));
    let auditor = world.browser(Some("audit-admin")).await;
    assert!(auditor.get(&format!("/audit?thing={organ}")).await.body.contains("role.granted"));
    assert!(system.get(&format!("/rosters/{roster}")).await.body.contains("授予了 3 个"));
    for name in ["audit-admin", "commission", "deputy", "leadership"] {
        let browser = world.browser(Some(name)).await;
        assert_eq!(browser.get(&page).await.status, StatusCode::FORBIDDEN, "{name}");
        assert_eq!(browser.post(&page, &[]).await.status, StatusCode::FORBIDDEN, "{name}");
    }
    assert_eq!(security.get("/rosters/00000000-0000-0000-0000-000000000007/roles").await.status, 404);
}

#[tokio::test]
async fn what_was_taken_back_revoked_or_a_day_old_is_given_to_nobody() {
    let world = World::new().await;
    let security = world.actor("security-admin").await;
    let admin = world.actor("system-admin").await;
    let roster = brought(&world).await;
    acts::take_back(&world.app, &admin, roster).await.unwrap();
    let refused = give(&world.app, &security, roster).await;
    assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");

    let roster = brought(&world).await;
    let account = seen(&world.app.db, &security, roster).await.unwrap()[0].wish.account;
    access::revoke_account(&world.app, &admin, account).await.unwrap();
    assert_eq!(stands(&world, roster).await[0], Stands::Gone);
    assert_eq!(give(&world.app, &security, roster).await.unwrap(), 2);
    world.on("2026-03-04");
    acts::forget(&world.app, world.congress, roster).await.unwrap();
    assert_eq!(stands(&world, roster).await, []);
    assert_eq!(store::report(&world.app.db, world.congress, roster).await.unwrap(), "");
}

#[tokio::test]
async fn whoever_may_give_roles_wishes_for_none() {
    let world = World::new().await;
    let (_, roster) = imported(&world, &file_without_own()).await;
    let actor = Actor::operator(world.congress, Role::SecurityAdmin);
    assert!(seen(&world.app.db, &actor, roster.unwrap()).await.unwrap().is_empty());
}

fn file_without_own() -> Vec<u8> {
    book(&[("账号", &[&["登录名", "姓名", "角色"], &["jia", "甲", "人大代表"]])])
}
