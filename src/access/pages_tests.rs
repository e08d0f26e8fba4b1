//! The administrators' pages, looking around, and failures as pages.

use std::sync::Arc;

use axum::http::{StatusCode, header};
use sea_orm::{ConnectionTrait, DbBackend};

use super::matrix_tests::{Asked, ask};
use super::pages::{Around, failure};
use super::{Role, store};
use crate::base::page::Ui;
use crate::base::{Conn, Error, text::Lang};
use crate::journal;
use crate::trial::World;

#[tokio::test]
async fn an_account_is_made_handed_over_and_given_its_role_by_two_administrators() {
    let world = World::new().await;
    let system = world.browser(Some("system-admin")).await;
    let security = world.browser(Some("security-admin")).await;
    let fields = [("login", "ZhangWei"), ("name", "张伟"), ("email", "")];
    let made = system.post("/accounts", &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{made:?}");
    assert_eq!(system.post("/accounts", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY, "taken");
    let listed = system.get("/accounts?q=%E5%BC%A0").await;
    assert!(listed.body.contains("zhangwei") && !listed.body.contains("deputy2"));
    assert!(!system.get("/accounts?q=%25").await.body.contains("zhangwei"), "% is a sign like any other");
    let slip = system.post(&format!("{}/slip", made.location), &[]).await;
    assert!(slip.status == StatusCode::OK && slip.body.contains("/activate"), "{slip:?}");
    assert!(system.get(&made.location).await.body.contains("等待启用"));

    let roles = format!("{}/roles", made.location);
    assert_eq!(security.get(&made.location).await.status, StatusCode::FORBIDDEN);
    assert_eq!(system.get(&roles).await.status, StatusCode::FORBIDDEN);
    let organ = world.organizations["roads"].to_string();
    let office = world.organizations["office"].to_string();
    for wrong in [
        vec![],
        vec![("role", "organ")],
        vec![("role", "organ"), ("organization", &office)],
        vec![("role", "public")],
    ] {
        let fields: Vec<(&str, &str)> = wrong.clone();
        assert_eq!(
            security.post(&roles, &fields).await.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{wrong:?}"
        );
    }
    let given = [("role", "organ"), ("organization", organ.as_str())];
    assert_eq!(security.post(&roles, &given).await.status, StatusCode::SEE_OTHER);
    assert_eq!(security.post(&roles, &given).await.status, StatusCode::UNPROCESSABLE_ENTITY, "held already");
    assert!(security.get(&roles).await.body.contains("市交通运输局"));
    assert_eq!(security.post(&format!("{roles}/taken"), &given).await.status, StatusCode::SEE_OTHER);
    assert_eq!(security.post(&format!("{roles}/taken"), &given).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn no_administrator_does_it_to_himself() {
    let world = World::new().await;
    let own = |name: &str, end: &str| format!("/accounts/{}/{end}", world.accounts[name]);
    let system = world.browser(Some("system-admin")).await;
    for end in ["slip", "revocation", "restoration"] {
        assert_eq!(system.post(&own("system-admin", end), &[]).await.status, StatusCode::CONFLICT, "{end}");
    }
    let security = world.browser(Some("security-admin")).await;
    let roles = own("security-admin", "roles");
    assert_eq!(security.post(&roles, &[("role", "audit-admin")]).await.status, StatusCode::CONFLICT);
    assert_eq!(
        security.post(&format!("{roles}/taken"), &[("role", "security-admin")]).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(system.post(&own("deputy", "revocation"), &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(system.post(&own("deputy", "revocation"), &[]).await.status, StatusCode::CONFLICT);
    assert_eq!(system.post(&own("deputy", "slip"), &[]).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn the_journal_is_read_page_by_page_filtered_and_verified() {
    let world = World::new().await;
    world.browser(Some("deputy")).await;
    let auditor = world.browser(Some("audit-admin")).await;
    let all = auditor.get("/audit").await.body;
    assert!(all.contains("session.opened") && all.contains("before="), "the newest first, and more behind");
    let deputy = auditor.get("/audit?login=Deputy").await.body;
    assert!(deputy.contains("session.opened") && !deputy.contains("account.created"));
    assert!(auditor.get("/audit?login=nobody-here").await.body.contains("没有符合条件的日志"));
    assert!(!auditor.get("/audit?subject=account").await.body.contains("organization.added"));
    let seen = auditor.get(&format!("/audit?thing={}", world.accounts["voter"])).await.body;
    assert!(seen.contains("account.created") && !seen.contains("session.opened"));
    assert!(
        auditor.get("/audit?before=2").await.body.contains("<td class=\"num\" data-label=\"序号\">1</td>")
    );
    let count = journal::count(&world.app.db, world.congress).await.unwrap();
    let fine = auditor.post("/audit/verification", &[]).await.body;
    assert!(fine.contains(&format!("共 {count} 条")), "{fine}");
    let tx = world.app.db.begin().await.unwrap();
    tx.run(crate::base::sql("UPDATE journal SET role = 'organ' WHERE seq = 5", [])).await.unwrap();
    tx.commit().await.unwrap();
    assert!(auditor.post("/audit/verification", &[]).await.body.contains("第 5 条被改动过"));
}

#[tokio::test]
async fn looking_around_is_for_the_demo_on_this_computer_only() {
    let mut world = World::new().await;
    let offers = store::one_account_per_role(&world.app.db, world.congress).await.unwrap();
    assert_eq!(offers.iter().map(|(role, ..)| *role).collect::<Vec<_>>(), Role::ALL[1..14]);
    let account = offers[8].1.to_string();
    let fields = [("account", account.as_str())];
    let status = async |world: &World, peer: &str, headers: &[(&str, &str)]| {
        let get = Asked { peer: Some(peer), headers, ..Asked::default() };
        let post = Asked { peer: Some(peer), headers, fields: Some(&fields), ..Asked::default() };
        (ask(world, "/look-around", get).await.0.status(), ask(world, "/look-around", post).await.0.status())
    };
    let none = (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND);
    assert_eq!(status(&world, "127.0.0.1:5", &[]).await, none, "not a demo");
    assert!(!world.browser(None).await.get("/sign-in").await.body.contains("/look-around"));
    world.app.demo = true;
    assert!(world.browser(None).await.get("/sign-in").await.body.contains("/look-around"));
    assert_eq!(status(&world, "127.0.0.1:5", &[]).await, (StatusCode::OK, StatusCode::SEE_OTHER));
    assert_eq!(status(&world, "[::1]:5", &[]).await, (StatusCode::OK, StatusCode::SEE_OTHER));
    assert_eq!(status(&world, "10.1.1.1:5", &[]).await, none, "from another computer");
    assert_eq!(
        status(&world, "127.0.0.1:5", &[("x-forwarded-for", "127.0.0.1")]).await,
        none,
        "through a proxy"
    );
    let other = ["deputy", "deputy2"].map(|name| world.accounts[name]);
    let other =
        other.into_iter().find(|id| offers.iter().all(|(_, offered, _)| offered != id)).unwrap().to_string();
    let not_offered = Asked { fields: Some(&[("account", &other)]), ..Asked::default() };
    assert_eq!(ask(&world, "/look-around", not_offered).await.0.status(), StatusCode::NOT_FOUND);
    assert!(crate::site::routes(false).table.iter().all(|route| route.path != "/look-around"));
}

#[tokio::test]
async fn a_failure_is_a_calm_page_that_says_what_to_do() {
    let world = World::new().await;
    let browser = world.browser(Some("deputy")).await;
    let refused = browser.get("/accounts").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(
        refused.body.contains("<li>系统管理员</li>") && !refused.body.contains("<li>承办单位"),
        "who may"
    );
    let lost = browser.get("/accounts/nowhere/at/all").await;
    assert!(lost.status == StatusCode::NOT_FOUND && lost.body.contains("没有找到这个页面"));
    let wrong = browser.get("/sign-out").await;
    assert!(wrong.status == StatusCode::METHOD_NOT_ALLOWED && wrong.body.contains("这个地址不能这样打开"));
    let accept = [("accept", "application/json"), ("accept-language", "en")];
    let (program, page) = ask(&world, "/account", Asked { headers: &accept, ..Asked::default() }).await;
    assert_eq!(program.status(), StatusCode::UNAUTHORIZED);
    assert!(page.contains("Please sign in first"));
}

#[test]
fn every_failure_has_its_words_in_both_languages() {
    let cause = Error::Internal(Arc::new(anyhow::anyhow!("the secret cause")));
    let all = [
        Error::SignIn,
        Error::Forbidden,
        Error::NotFound,
        Error::invalid("x", "access-login-missing"),
        Error::conflict("access-already-revoked"),
        Error::TooMany(61),
        Error::TooLarge,
        Error::not_saved(std::io::Error::other("the secret cause")),
        cause,
    ];
    for lang in Lang::ALL {
        let ui = Ui { lang, ..Ui::default() };
        for error in &all {
            let around = Around {
                looks: false,
                permit: Some(super::Permit::AuditRead),
                sign: "AB-12".to_owned(),
                again: None,
            };
            let response = failure(error, &ui, around);
            assert_eq!(response.status(), error.status());
            let wait = response.headers().get(header::RETRY_AFTER).map(|it| it.to_str().unwrap().to_owned());
            let expected = match error {
                Error::TooMany(_) => Some("61"),
                Error::NotSaved(_) => Some("10"),
                _ => None,
            };
            assert_eq!(wait.as_deref(), expected);
            let body = axum::body::to_bytes(response.into_body(), 1 << 20);
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let page = String::from_utf8(runtime.block_on(body).unwrap().to_vec()).unwrap();
            assert!(page.contains("<h1>") && !page.contains('⟦') && !page.contains("secret cause"), "{page}");
            assert_eq!(page.contains("AB-12"), matches!(error, Error::Internal(_)));
        }
    }
    let busy = super::busy(&axum::http::HeaderMap::new());
    assert_eq!(
        (busy.status(), &busy.headers()[header::RETRY_AFTER]),
        (StatusCode::SERVICE_UNAVAILABLE, &2.into())
    );
}

#[tokio::test]
async fn the_menu_leads_everybody_to_what_they_may_and_nowhere_else() {
    let world = World::new().await;
    let doors = ["/cases", "/cases/new", "/cases/raise", "/search", "/registers", "/jobs", "/audit"];
    for (who, open) in [
        ("voter", &["/cases"][..]),
        ("deputy", &["/cases", "/cases/raise", "/search"]),
        ("organ", &["/cases", "/search"]),
        ("leadership", &["/cases", "/search"]),
        ("commission", &["/cases", "/cases/new", "/search", "/registers"]),
        ("system-admin", &["/registers", "/jobs"]),
        ("security-admin", &[]),
        ("audit-admin", &["/audit"]),
    ] {
        let browser = world.browser(Some(who)).await;
        let page = browser.get("/desk").await.body;
        let menu = page.split("<nav class=\"menu\"").nth(1).and_then(|rest| rest.split("</nav>").next());
        let menu = menu.expect("a menu");
        assert!(menu.contains("href=\"/desk\"") && menu.contains("href=\"/account\""), "{who}");
        for door in doors {
            let shown = menu.contains(&format!("href=\"{door}\""));
            assert_eq!(shown, open.contains(&door), "{who}: {door}");
        }
        for door in open {
            assert_eq!(browser.get(door).await.status, StatusCode::OK, "{who}: {door}");
        }
        assert!(!page.contains("操作记录") && page.contains("href=\"/charter\""), "{who}");
    }
    let admin = world.browser(Some("system-admin")).await.get("/desk").await.body;
    assert_eq!(admin.matches("href=\"/jobs\"").count(), 2, "in the menu and on the desk");
}

/// Whether the writer may write: as on a disk that was mounted anew for reading.
async fn may_write(world: &World, may: bool) {
    let on_sqlite = world.app.db.kind() == DbBackend::Sqlite;
    let text = match (on_sqlite, may) {
        (true, false) => "PRAGMA query_only = 1",
        (true, true) => "PRAGMA query_only = 0",
        (false, false) => "SET default_transaction_read_only = on",
        (false, true) => "SET default_transaction_read_only = off",
    };
    world.app.db.migrating().execute_unprepared(text).await.unwrap();
}

#[tokio::test]
async fn what_could_not_be_saved_comes_back_to_be_sent_again() {
    let world = World::new().await;
    let (voter, clerk) = (world.browser(None).await, world.browser(Some("commission")).await);
    let form = world.app.chance.id(world.app.clock.now()).to_string();
    let body = "村口的路灯坏了三个月，晚上看不见路。";
    let fields = [("form", &*form), ("body", body), ("answer_by", "online"), ("open", "yes"), ("to", "")];
    may_write(&world, false).await;
    let refused = voter.post("/opinions", &fields).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.body.contains("没有保存成功") && refused.body.contains("再提交一次"));
    assert!(refused.body.contains(&format!("<blockquote class=\"said\">{body}</blockquote>")));
    assert!(refused.body.contains(&format!("name=\"form\" value=\"{form}\"")));
    may_write(&world, false).await;
    world.later(chrono::TimeDelta::minutes(5));
    assert_eq!(clerk.get("/cases").await.status, StatusCode::OK, "who reads goes on reading");
    may_write(&world, true).await;
    let taken = voter.post("/opinions", &fields).await;
    assert!(taken.location.starts_with("/receipts/"), "{taken:?}");
    assert_eq!(voter.post("/opinions", &fields).await.location, taken.location, "once");
}
