//! Signing in: who gets in, what those who do not can learn, how long they wait, and when a session is over.

use axum::http::{StatusCode, header};
use chrono::TimeDelta;

use super::acts::{open_session, revoke_account, take};
use super::matrix_tests::{Asked, ask};
use super::{Actor, Role, hashed, password, second_factor, store};
use crate::base::Config;
use crate::trial::{BEGIN, World};

pub(super) const PASSWORD: &str = "小河边的 green boat";
pub(super) const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// Give an account of the trial a password, and a second factor.
pub(super) async fn furnish(world: &World, name: &str, secret: Option<&str>) {
    let (db, id) = (&world.app.db, world.accounts[name]);
    let hash = password::hash(&world.app.chance, PASSWORD).await.unwrap();
    let tx = db.begin().await.unwrap();
    store::set_password(&tx, world.congress, id, Some(&hash)).await.unwrap();
    store::set_totp(&tx, world.congress, id, secret).await.unwrap();
    tx.commit().await.unwrap();
}

pub(super) fn code(world: &World) -> String {
    second_factor::code_at(SECRET, world.app.clock.now()).unwrap()
}

/// Move the time on.
pub(super) fn later(world: &World, minutes: i64) {
    world.hand.set(world.app.clock.now() + TimeDelta::minutes(minutes));
}

pub(super) struct Came {
    pub(super) status: StatusCode,
    pub(super) location: String,
    pub(super) cookie: String,
    pub(super) wait: String,
    pub(super) body: String,
}

/// Send the form of a page from an address.
pub(super) async fn send(world: &World, path: &str, fields: &[(&str, &str)], peer: &str) -> Came {
    let asked = Asked { fields: Some(fields), peer: Some(peer), ..Asked::default() };
    let (answer, body) = ask(world, path, asked).await;
    let text =
        |name| answer.headers().get(name).map(|it| it.to_str().unwrap().to_owned()).unwrap_or_default();
    let (location, cookie, wait) =
        (text(header::LOCATION), text(header::SET_COOKIE), text(header::RETRY_AFTER));
    Came { status: answer.status(), location, cookie, wait, body }
}

async fn enter(world: &World, login: &str, password: &str, code: &str) -> Came {
    send(world, "/sign-in", &[("login", login), ("password", password), ("code", code)], "10.1.1.1:99").await
}

#[tokio::test]
async fn the_right_things_open_a_session() {
    let world = World::new().await;
    furnish(&world, "deputy", None).await;
    furnish(&world, "commission", Some(SECRET)).await;
    let came = enter(&world, " ＤＥＰＵＴＹ ", PASSWORD, "").await;
    assert_eq!((came.status, came.location.as_str()), (StatusCode::SEE_OTHER, "/desk"));
    assert!(came.cookie.starts_with("session=") && came.cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"));
    let token = came.cookie.split(['=', ';']).nth(1).unwrap();
    let (answer, _) = ask(&world, "/account", Asked { token, ..Asked::default() }).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(enter(&world, "commission", PASSWORD, &code(&world)).await.status, StatusCode::SEE_OTHER);
    for (back, to) in
        [("/accounts?q=1", "/accounts?q=1"), ("https://elsewhere.example", "/desk"), ("//x", "/desk")]
    {
        let fields = [("login", "deputy"), ("password", PASSWORD), ("back", back)];
        assert_eq!(send(&world, "/sign-in", &fields, "10.1.1.1:99").await.location, to);
    }
}

#[tokio::test]
async fn over_tls_the_cookie_is_bound_to_the_host() {
    let mut world = World::new().await;
    let https = [("SHUANGLIAN_SERVER_PUBLIC_URL".to_owned(), "https://renda.example".to_owned())];
    world.app.config = std::sync::Arc::new(Config::load(None, https).unwrap());
    furnish(&world, "deputy", None).await;
    let cookie = enter(&world, "deputy", PASSWORD, "").await.cookie;
    assert!(cookie.starts_with("__Host-session=") && cookie.contains("; Secure"), "{cookie}");
}

#[tokio::test]
async fn nobody_learns_whether_an_account_exists() {
    let world = World::new().await;
    furnish(&world, "deputy", None).await;
    furnish(&world, "deputy2", None).await;
    furnish(&world, "commission", Some(SECRET)).await;
    furnish(&world, "organ", None).await;
    let admin = Actor::operator(world.congress, Role::SystemAdmin);
    revoke_account(&world.app, &admin, world.accounts["deputy2"]).await.unwrap();
    let right = code(&world);
    let wrong = [
        ("nobody-here", PASSWORD, ""),
        ("deputy", "not the password", ""),
        ("deputy2", PASSWORD, ""),
        ("voter", PASSWORD, ""),
        ("commission", PASSWORD, ""),
        ("commission", PASSWORD, "000000"),
        ("commission", "not the password", &right),
        ("organ", PASSWORD, ""),
    ];
    let mut said = std::collections::BTreeSet::new();
    for (login, password, code) in wrong {
        let came = enter(&world, login, password, code).await;
        let value = |text: &str| format!("type=\"text\" value=\"{text}\"");
        said.insert((
            came.status,
            came.cookie,
            came.body.replace(&value(login), "").replace(&value(code), ""),
        ));
    }
    assert_eq!(said.len(), 1, "{said:#?}");
    let (status, cookie, body) = said.into_iter().next().unwrap();
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && cookie.is_empty() && !body.contains(PASSWORD));
}

#[tokio::test]
async fn who_fails_again_and_again_waits_and_the_owner_gets_in_after() {
    let world = World::new().await;
    furnish(&world, "deputy", None).await;
    for login in ["deputy", "nobody-here"] {
        for _ in 0..4 {
            assert_eq!(enter(&world, login, "wrong", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let fifth = enter(&world, login, "wrong", "").await;
        assert_eq!((fifth.status, fifth.wait.as_str()), (StatusCode::TOO_MANY_REQUESTS, "60"), "{login}");
        assert!(fifth.body.contains("60"), "the page says how long");
        // Even the right password is not looked at now.
        assert_eq!(enter(&world, login, PASSWORD, "").await.status, StatusCode::TOO_MANY_REQUESTS);
    }
    later(&world, 1);
    assert_eq!(enter(&world, "deputy", PASSWORD, "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(enter(&world, "deputy", "wrong", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut waits = Vec::new();
    later(&world, 1);
    for _ in 6..=20 {
        waits.push(enter(&world, "nobody-here", "wrong", "").await.wait);
        later(&world, 61);
    }
    assert_eq!((waits[0].as_str(), waits[4].as_str(), waits[9].as_str()), ("60", "600", "900"));
    assert_eq!(waits[14], "3600");
}

#[tokio::test]
async fn an_address_that_tries_many_names_waits_but_others_do_not() {
    let world = World::new().await;
    furnish(&world, "deputy", None).await;
    let one = |n: usize, peer: &'static str| {
        let world = &world;
        async move {
            let login = format!("name-{n}");
            send(world, "/sign-in", &[("login", &login), ("password", "wrong")], peer).await.status
        }
    };
    for n in 0..19 {
        assert_eq!(one(n, "10.9.9.9:1").await, StatusCode::UNPROCESSABLE_ENTITY, "{n}");
    }
    assert_eq!(one(19, "10.9.9.9:1").await, StatusCode::TOO_MANY_REQUESTS);
    let fields = [("login", "deputy"), ("password", PASSWORD)];
    assert_eq!(send(&world, "/sign-in", &fields, "10.9.9.9:2").await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(send(&world, "/sign-in", &fields, "10.9.9.8:2").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_thousand_guesses_at_once_are_no_more_than_one_after_the_other() {
    let world = World::new().await;
    furnish(&world, "deputy", None).await;
    let all = futures_util::future::join_all((0..30).map(|_| enter(&world, "deputy", "wrong", ""))).await;
    let judged = all.iter().filter(|came| came.status == StatusCode::UNPROCESSABLE_ENTITY).count();
    assert!(judged <= 5, "{judged} were judged");
}

#[tokio::test]
async fn a_code_opens_one_session_only() {
    let world = World::new().await;
    furnish(&world, "commission", Some(SECRET)).await;
    let code_now = code(&world);
    let both = tokio::join!(
        enter(&world, "commission", PASSWORD, &code_now),
        enter(&world, "commission", PASSWORD, &code_now)
    );
    let opened =
        [both.0.status, both.1.status].iter().filter(|status| **status == StatusCode::SEE_OTHER).count();
    assert_eq!(opened, 1);
    assert_eq!(
        enter(&world, "commission", PASSWORD, &code_now).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    later(&world, 1);
    assert_eq!(enter(&world, "commission", PASSWORD, &code(&world)).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_session_ends_by_itself() {
    let world = World::new().await;
    let idle = world.browser(Some("deputy")).await;
    later(&world, 59);
    assert_eq!(idle.get("/account").await.status, StatusCode::OK);
    later(&world, 59);
    assert_eq!(idle.get("/account").await.status, StatusCode::OK, "each use begins the pause anew");
    later(&world, 60);
    assert_eq!(idle.get("/account").await.location, "/sign-in?back=%2Faccount");
    world.hand.set(BEGIN.parse().unwrap());
    let busy = world.browser(Some("deputy")).await;
    for _ in 0..23 {
        later(&world, 31);
        assert_eq!(busy.get("/account").await.status, StatusCode::OK);
    }
    later(&world, 12);
    assert_eq!(busy.get("/account").await.status, StatusCode::SEE_OTHER, "twelve hours are the most");
}

#[tokio::test]
async fn a_clock_that_is_set_back_lengthens_no_session_and_revives_no_code() {
    let world = World::new().await;
    furnish(&world, "commission", Some(SECRET)).await;
    let used = code(&world);
    let came = enter(&world, "commission", PASSWORD, &used).await;
    let token = came.cookie.split(['=', ';']).nth(1).unwrap().to_owned();
    let looks =
        async || ask(&world, "/account", Asked { token: &token, ..Asked::default() }).await.0.status();
    later(&world, 30);
    assert_eq!(looks().await, StatusCode::OK);
    later(&world, -2);
    assert_eq!(looks().await, StatusCode::OK, "a small step");
    later(&world, -28);
    // How long it has lasted, nobody knows any more.
    assert_ne!(looks().await, StatusCode::OK);
    assert_ne!(enter(&world, "commission", PASSWORD, &used).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn revoking_ending_and_taking_count_at_the_next_request() {
    let world = World::new().await;
    let admin = Actor::operator(world.congress, Role::SystemAdmin);
    let account = world.accounts["deputy"];
    let browser = world.browser(Some("deputy")).await;
    assert_eq!(browser.get("/account").await.status, StatusCode::OK);
    revoke_account(&world.app, &admin, account).await.unwrap();
    assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
    super::acts::restore_account(&world.app, &admin, account).await.unwrap();
    assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER, "old sessions stay ended");

    let security = Actor::operator(world.congress, Role::SecurityAdmin);
    let auditor = world.browser(Some("audit-admin")).await;
    assert_eq!(auditor.get("/audit").await.status, StatusCode::OK);
    let tx = world.app.db.begin().await.unwrap();
    take(&tx, &world.app, &security, world.accounts["audit-admin"], (Role::AuditAdmin, None)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(auditor.get("/audit").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn signing_out_ends_the_session_everywhere_and_signing_in_again_replaces_it() {
    let world = World::new().await;
    furnish(&world, "deputy", None).await;
    let browser = world.browser(Some("deputy")).await;
    assert_eq!(browser.post("/sign-out", &[]).await.location, "/");
    assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
    let old = open_session(&world.app, world.congress, world.accounts["deputy"], "old").await.unwrap();
    let kept = store::session(&world.app.db, world.congress, &hashed(&old)).await.unwrap().unwrap();
    let fields = [("login", "deputy"), ("password", PASSWORD), ("csrf", &kept.csrf)];
    let asked = Asked { token: &old, fields: Some(&fields), ..Asked::default() };
    assert_eq!(ask(&world, "/sign-in", asked).await.0.status(), StatusCode::SEE_OTHER);
    assert!(store::session(&world.app.db, world.congress, &hashed(&old)).await.unwrap().is_none());
}
