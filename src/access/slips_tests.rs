//! Activation slips, and one's own account: from the printed code to the password only its owner knows.

use axum::http::StatusCode;
use chrono::TimeDelta;

use super::matrix_tests::{Asked, ask};
use super::sign_in_tests::{PASSWORD, SECRET, code, furnish, later, send};
use super::slips::{Factor, issue};
use super::{Actor, Role, hashed, second_factor, store};
use crate::trial::{Browser, World};

const NEW: &str = "大雁 flies over 7 ponds";
const PEER: &str = "10.1.1.1:99";

async fn slip(world: &World, name: &str, factor: Factor) -> String {
    let admin = Actor::operator(world.congress, Role::SystemAdmin);
    let tx = world.app.db.begin().await.unwrap();
    let (slip, _) = issue(&tx, &world.app, &admin, (world.accounts[name], factor)).await.unwrap();
    tx.commit().await.unwrap();
    slip.to_string()
}

async fn waiting(world: &World, name: &str) -> String {
    let account = store::account(&world.app.db, world.congress, world.accounts[name]).await.unwrap();
    account.totp_new.unwrap()
}

fn code_of(world: &World, secret: &str) -> String {
    second_factor::code_at(secret, world.app.clock.now()).unwrap()
}

async fn choose(world: &World, slip: &str, password: &str, code: &str) -> super::sign_in_tests::Came {
    let fields = [("slip", slip), ("password", password), ("again", password), ("code", code)];
    send(world, "/activate/password", &fields, PEER).await
}

#[tokio::test]
async fn a_deputy_goes_from_the_slip_to_the_desk_and_the_slip_works_once() {
    let world = World::new().await;
    let slip = slip(&world, "deputy", Factor::Kept).await;
    let account = store::account(&world.app.db, world.congress, world.accounts["deputy"]).await.unwrap();
    assert!(account.password.is_none(), "no password is a default");
    let page = send(&world, "/activate", &[("slip", &slip.to_lowercase().replace('-', " "))], PEER).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body.contains("deputy") && !page.body.contains("name=\"code\""),
        "no second factor is asked for"
    );
    for (weak, why) in [("short", "太短"), ("88888888", "太常见"), ("deputy-deputy", "不要用姓名")]
    {
        let refused = choose(&world, &slip, weak, "").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(why), "{weak}");
    }
    let done = choose(&world, &slip, NEW, "").await;
    assert_eq!((done.status, done.location.as_str()), (StatusCode::SEE_OTHER, "/desk"));
    assert!(done.cookie.starts_with("session="));
    assert_eq!(choose(&world, &slip, "another long one", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let signed = send(&world, "/sign-in", &[("login", "deputy"), ("password", NEW)], PEER).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn staff_set_up_a_second_factor_before_anything_is_active() {
    let world = World::new().await;
    let slip = slip(&world, "commission", Factor::Kept).await;
    assert_eq!(choose(&world, &slip, NEW, "123456").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = send(&world, "/activate", &[("slip", &slip)], PEER).await;
    let secret = waiting(&world, "commission").await;
    assert!(page.body.contains("<svg") && page.body.contains(&second_factor::grouped(&secret)));
    assert_eq!(choose(&world, &slip, NEW, "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let account = store::account(&world.app.db, world.congress, world.accounts["commission"]).await.unwrap();
    assert!(account.password.is_none() && account.totp.is_none(), "nothing is active yet");
    let done = choose(&world, &slip, NEW, &code_of(&world, &secret)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let again = [("login", "commission"), ("password", NEW), ("code", &code_of(&world, &secret))];
    assert_eq!(
        send(&world, "/sign-in", &again, PEER).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a code is used"
    );
    later(&world, 1);
    let again = [("login", "commission"), ("password", NEW), ("code", &code_of(&world, &secret))];
    assert_eq!(send(&world, "/sign-in", &again, PEER).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_new_password_never_goes_around_the_second_factor() {
    let world = World::new().await;
    furnish(&world, "commission", Some(SECRET)).await;
    let kept = slip(&world, "commission", Factor::Kept).await;
    let page = send(&world, "/activate", &[("slip", &kept)], PEER).await;
    assert!(
        page.body.contains("name=\"code\"") && !page.body.contains("<code>"),
        "the secret is not shown again"
    );
    assert_eq!(choose(&world, &kept, NEW, "000000").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(choose(&world, &kept, NEW, &code(&world)).await.status, StatusCode::SEE_OTHER);
    // The telephone is lost: all that was proved before ends at once.
    let browser = world.browser(Some("commission")).await;
    slip(&world, "commission", Factor::Lost).await;
    assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
    later(&world, 1);
    let fields = [("login", "commission"), ("password", NEW), ("code", &code(&world))];
    assert_eq!(send(&world, "/sign-in", &fields, PEER).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn slips_expire_are_replaced_and_die_with_the_account() {
    let world = World::new().await;
    let first = slip(&world, "deputy", Factor::Kept).await;
    let second = slip(&world, "deputy", Factor::Kept).await;
    let works =
        async |slip: &str| send(&world, "/activate", &[("slip", slip)], PEER).await.status == StatusCode::OK;
    assert!(!works(&first).await && works(&second).await);
    let days = world.app.config.security.slip_days;
    world.hand.set(world.app.clock.now() + TimeDelta::days(days));
    assert!(!works(&second).await, "it is over");
    let third = slip(&world, "deputy", Factor::Kept).await;
    let admin = Actor::operator(world.congress, Role::SystemAdmin);
    super::acts::revoke_account(&world.app, &admin, world.accounts["deputy"]).await.unwrap();
    assert!(!works(&third).await);
    let found = store::by_slip(&world.app.db, world.congress, &third.replace('-', "")).await.unwrap();
    assert!(found.is_none(), "the code itself is never kept");
}

/// A browser of somebody with a password, and the session's secret for forms sent by hand.
async fn owner(world: &World) -> Browser {
    furnish(world, "deputy", None).await;
    world.browser(Some("deputy")).await
}

#[tokio::test]
async fn a_password_changes_with_the_current_one_only_and_other_devices_are_out() {
    let world = World::new().await;
    let browser = owner(&world).await;
    let other = world.browser(Some("deputy")).await;
    let send = async |current: &str, new: &str, again: &str| {
        browser.post("/account/password", &[("current", current), ("password", new), ("again", again)]).await
    };
    assert_eq!(send("wrong", NEW, NEW).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(send(PASSWORD, NEW, "differs").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(send(PASSWORD, "12345678", "12345678").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(other.get("/account").await.status, StatusCode::OK);
    assert_eq!(send(PASSWORD, NEW, NEW).await.location, "/account?done=password");
    assert_eq!(other.get("/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get("/account?done=password").await.status, StatusCode::OK);
    for _ in 0..4 {
        send("wrong", NEW, NEW).await;
    }
    assert_eq!(
        send("wrong", NEW, NEW).await.status,
        StatusCode::TOO_MANY_REQUESTS,
        "guesses in a stolen session"
    );
}

#[tokio::test]
async fn one_sees_and_ends_ones_own_sessions_never_anothers() {
    let world = World::new().await;
    let browser = owner(&world).await;
    let token =
        super::acts::open_session(&world.app, world.congress, world.accounts["deputy"], "Firefox · Linux")
            .await
            .unwrap();
    let foreign =
        super::acts::open_session(&world.app, world.congress, world.accounts["organ"], "x").await.unwrap();
    let page = browser.get("/account").await.body;
    assert!(
        page.contains("Firefox · Linux")
            && page.contains(&hashed(&token))
            && !page.contains(&hashed(&foreign))
    );
    let seen = async |token: &str| {
        ask(&world, "/account", Asked { token, ..Asked::default() }).await.0.status() == StatusCode::OK
    };
    browser.post("/account/sessions", &[("session", &hashed(&foreign))]).await;
    assert!(seen(&foreign).await && seen(&token).await);
    browser.post("/account/sessions", &[("session", &hashed(&token))]).await;
    assert!(!seen(&token).await);
    let more = world.browser(Some("deputy")).await;
    browser.post("/account/sessions", &[("session", "others")]).await;
    assert_eq!(more.get("/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get("/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_second_factor_is_renewed_by_its_first_code() {
    let world = World::new().await;
    let browser = owner(&world).await;
    let wrong = browser.post("/account/second-factor", &[("current", "wrong")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        browser.post("/account/second-factor/code", &[("code", "1")]).await.status,
        StatusCode::CONFLICT
    );
    browser.post("/account/second-factor", &[("current", PASSWORD)]).await;
    let secret = waiting(&world, "deputy").await;
    assert!(browser.get("/account/second-factor").await.body.contains(&second_factor::grouped(&secret)));
    let code = code_of(&world, &secret);
    let wrong = browser.post("/account/second-factor/code", &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = browser.post("/account/second-factor/code", &[("code", &code)]).await;
    assert_eq!(done.location, "/account?done=factor");
    // From now on the password alone is not enough.
    let alone = send(&world, "/sign-in", &[("login", "deputy"), ("password", PASSWORD)], PEER).await;
    assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
}
