//! Slips for everybody who waits, printed with one press.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use chrono::TimeDelta;

use super::acts::{create_account, revoke_account};
use super::sign_in_tests::{furnish, send};
use super::slips::{MOST, issue_many};
use super::{Actor, Role};
use crate::base::{Conn, sql};
use crate::journal;
use crate::trial::{Browser, World};

const PEER: &str = "10.1.1.1:99";

/// The slips on a page: where, who, the code.
fn printed(page: &str) -> Vec<(String, String, String)> {
    let between = |text: &str, from: &str, to: &str| {
        let rest = text.split_once(from).map(|(_, rest)| rest).unwrap_or_default();
        rest.split(to).next().unwrap_or_default().to_owned()
    };
    let slips = page.split("<li><div><p>").skip(1);
    let slip = |slip: &str| {
        let place = between(slip.split("<b").next().unwrap_or_default(), "<strong>", "</strong>");
        (place, between(slip, "<em>", "</em>"), between(slip, "<p class=\"code\">", "</p>"))
    };
    slips.map(slip).collect()
}

async fn print(browser: &Browser, fields: &[(&str, &str)]) -> Vec<(String, String, String)> {
    let answer = browser.post("/accounts/slips", fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    printed(&answer.body)
}

async fn works(world: &World, code: &str) -> bool {
    send(world, "/activate", &[("slip", code)], PEER).await.status == StatusCode::OK
}

fn logins(slips: &[(String, String, String)]) -> BTreeSet<&str> {
    slips.iter().map(|(_, login, _)| login.as_str()).collect()
}

#[tokio::test]
async fn everybody_who_waits_gets_a_slip_with_one_press_and_it_is_shown_once() {
    let world = World::new().await;
    let admin = world.browser(Some("system-admin")).await;
    let listed = admin.get("/accounts").await.body;
    let waits = world.accounts.len() - 1;
    assert!(listed.contains(&format!("{waits} 个账号在等启用单")), "{listed}");
    let before = journal::count(&world.app.db, world.congress).await.unwrap();
    let slips = print(&admin, &[]).await;
    assert_eq!(slips.len(), waits);
    let codes: BTreeSet<&str> = slips.iter().map(|(.., code)| code.as_str()).collect();
    assert_eq!((codes.len(), logins(&slips).len()), (waits, waits), "each gets a code of their own");
    assert!(!logins(&slips).contains("system-admin"), "nobody prints one for himself");
    for (_, login, code) in &slips {
        let page = send(&world, "/activate", &[("slip", code)], PEER).await;
        assert!(
            page.status == StatusCode::OK && page.body.contains(login.as_str()),
            "{login}: {}",
            page.body
        );
    }
    let after = journal::count(&world.app.db, world.congress).await.unwrap();
    assert_eq!(after - before, waits as i64, "an entry for each");
    let listed = admin.get("/accounts").await.body;
    assert!(codes.iter().all(|code| !listed.contains(code)), "no page shows a code again");
    assert!(listed.contains("0 个账号在等启用单") && listed.contains("name=\"again\""));
}

#[tokio::test]
async fn slips_that_work_are_replaced_only_when_that_is_ticked() {
    let world = World::new().await;
    let admin = world.browser(Some("system-admin")).await;
    let first = print(&admin, &[]).await;
    let again = admin.post("/accounts/slips", &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.body.contains("没有账号在等启用单"), "{}", again.body);
    assert!(works(&world, &first[0].2).await, "what was printed goes on working");
    let second = print(&admin, &[("again", "1")]).await;
    assert_eq!(logins(&second), logins(&first));
    assert!(!works(&world, &first[0].2).await && works(&world, &second[0].2).await);
    // A slip that has run out is as good as none.
    world.hand.set(world.app.clock.now() + TimeDelta::days(world.app.config.security.slip_days));
    assert!(!works(&world, &second[0].2).await);
    let admin = world.browser(Some("system-admin")).await;
    assert_eq!(print(&admin, &[]).await.len(), first.len());
}

#[tokio::test]
async fn whoever_has_a_password_or_was_revoked_gets_none() {
    let world = World::new().await;
    furnish(&world, "deputy", None).await;
    let keeper = Actor::operator(world.congress, Role::SystemAdmin);
    revoke_account(&world.app, &keeper, world.accounts["deputy2"]).await.unwrap();
    let admin = world.browser(Some("system-admin")).await;
    for fields in [&[][..], &[("again", "1")]] {
        let slips = print(&admin, fields).await;
        assert!(!logins(&slips).contains("deputy") && !logins(&slips).contains("deputy2"));
        assert_eq!(slips.len(), world.accounts.len() - 3);
    }
    // What comes in between is not printed over: the one who reads sees the one who was faster.
    let tx = world.app.db.begin().await.unwrap();
    let (now, id) = (world.app.clock.now(), world.accounts["deputy"]);
    let new = ("hash", now + TimeDelta::days(1));
    assert!(!super::store::set_first_slip(&tx, world.congress, (id, true), new, now).await.unwrap());
    let id = world.accounts["organ"];
    assert!(!super::store::set_first_slip(&tx, world.congress, (id, false), new, now).await.unwrap());
    assert!(super::store::set_first_slip(&tx, world.congress, (id, true), new, now).await.unwrap());
}

#[tokio::test]
async fn the_search_of_the_list_chooses_whose_slips_are_printed() {
    let world = World::new().await;
    let admin = world.browser(Some("system-admin")).await;
    let listed = admin.get("/accounts?q=deputy").await.body;
    assert!(listed.contains("2 个账号在等启用单") && listed.contains("name=\"q\" value=\"deputy\""));
    assert_eq!(logins(&print(&admin, &[("q", "deputy")]).await), BTreeSet::from(["deputy", "deputy2"]));
    assert_eq!(admin.post("/accounts/slips", &[("q", "%")]).await.status, StatusCode::CONFLICT);
    let rest = print(&admin, &[]).await;
    assert_eq!(rest.len(), world.accounts.len() - 3);
}

#[tokio::test]
async fn they_lie_in_the_order_in_which_they_are_handed_out() {
    let world = World::new().await;
    let (app, keeper) = (&world.app, Actor::operator(world.congress, Role::SystemAdmin));
    let tx = app.db.begin().await.unwrap();
    for (login, name) in [("z1", "丁一"), ("z2", "龚二"), ("z3", "王三")] {
        let new = super::acts::NewAccount { login: login.into(), name: name.into(), ..Default::default() };
        create_account(&tx, app, &keeper, &new).await.unwrap();
    }
    tx.commit().await.unwrap();
    let slips = print(&world.browser(Some("system-admin")).await, &[]).await;
    let places: Vec<&str> = slips.iter().map(|(place, ..)| place.as_str()).collect();
    let mut runs = places.clone();
    runs.dedup();
    assert_eq!(runs.iter().collect::<BTreeSet<_>>().len(), runs.len(), "each place is one heap: {runs:?}");
    assert_eq!(&runs[runs.len() - 2..], ["张沟镇", ""], "offices, then towns, then whoever has neither");
    let last: Vec<&str> = slips.iter().map(|(_, login, _)| login.as_str()).collect();
    let at = |login: &str| last.iter().position(|it| *it == login).unwrap();
    assert!(at("z1") < at("z3") && at("z3") < at("z2"), "by strokes: 丁, 王, 龚");
}

#[tokio::test]
async fn only_whoever_makes_accounts_prints_slips() {
    let world = World::new().await;
    for name in
        ["security-admin", "audit-admin", "commission", "deputy", "organ", "leadership", "local-office"]
    {
        let browser = world.browser(Some(name)).await;
        assert_eq!(browser.post("/accounts/slips", &[]).await.status, StatusCode::FORBIDDEN, "{name}");
    }
    let listed = world.browser(Some("security-admin")).await.get("/roles").await.body;
    assert!(!listed.contains("/accounts/slips"), "who gives roles is offered no slips");
    assert_eq!(world.browser(None).await.post("/accounts/slips", &[]).await.status, StatusCode::UNAUTHORIZED);
    let actor = world.actor("commission").await;
    assert!(matches!(issue_many(&world.app, &actor, ("", false)).await, Err(crate::base::Error::Forbidden)));
    assert_eq!(print(&world.browser(Some("system-admin")).await, &[]).await.len(), 17, "none was spent");
}

#[tokio::test]
async fn a_thousand_are_printed_at_once_and_the_others_wait_for_the_next() {
    let world = World::new().await;
    let tx = world.app.db.begin().await.unwrap();
    for nth in 0..MOST {
        let text =
            "INSERT INTO accounts (congress_id, id, login, name, created_at) VALUES ($1, $2, $3, $4, $5)";
        let id = uuid::Uuid::from_u128(1_000 + nth as u128);
        let (login, now) = (format!("many{nth}"), world.app.clock.now());
        let values = [world.congress.into(), id.into(), login.into(), "艾买提江·吐尔逊".into(), now.into()];
        tx.run(sql(text, values)).await.unwrap();
    }
    tx.commit().await.unwrap();
    let admin = world.browser(Some("system-admin")).await;
    let page = admin.post("/accounts/slips", &[]).await.body;
    assert_eq!(printed(&page).len(), MOST);
    assert_eq!(page.matches("<ul class=\"slips\">").count(), MOST / 10, "ten on a sheet");
    assert_eq!(page.matches("shape-rendering").count(), 1, "the picture of the address is drawn once");
    assert!(page.len() < 1_200 * 1024, "{} KB", page.len() / 1024);
    assert!(page.contains("还有 17 个账号在等"));
    assert_eq!(print(&admin, &[]).await.len(), 17);
}
