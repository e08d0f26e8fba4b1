//! Founding, from the command's arguments to an office at work.

use std::cell::RefCell;

use axum::http::{StatusCode, header};
use chrono::TimeDelta;

use super::founding::{Founded, Founding, Refused, establish};
use crate::access::matrix_tests::{Asked, ask};
use crate::access::store::{home_of, homes, session};
use crate::access::{hashed, second_factor};
use crate::bodies::{Kind, calendar, store};
use crate::journal;
use crate::trial::{BEGIN, World};

const PASSWORD: &str = "大雁 flies over 7 ponds";

fn wanted() -> Founding {
    let day = |text: &str| text.parse().unwrap();
    Founding {
        code: "xiantao".into(),
        name: "仙桃市人民代表大会".into(),
        short_name: "仙桃市人大".into(),
        area: None,
        charter: "xiantao".into(),
        host: None,
        term: (10, "第十届".into()),
        days: (day("2021-12-01"), day("2026-11-30")),
        system_admin: None,
        security_admin: None,
    }
}

async fn refused(world: &World, new: &Founding) -> String {
    let tried = establish(&world.app, new, |_| panic!("no slip is shown")).await;
    tried.unwrap_err().to_string()
}

async fn founded(world: &mut World) -> Founded {
    let founded = establish(&world.app, &wanted(), |_| Ok(())).await.unwrap();
    world.congress = founded.congress;
    founded
}

/// A form sent by whoever has this token; nobody with an empty one.
async fn send(world: &World, token: &str, path: &str, fields: &[(&str, &str)]) -> (u16, String, String) {
    let mut fields = fields.to_vec();
    let mut csrf = String::new();
    if !token.is_empty() {
        let kept = session(&world.app.db, world.congress, &hashed(token)).await.unwrap().unwrap();
        csrf = kept.csrf;
    }
    fields.push(("csrf", &csrf));
    let headers = [("sec-fetch-site", "same-origin")];
    let asked =
        Asked { token, headers: &headers, peer: Some("10.1.1.1:99"), fields: Some(fields.as_slice()) };
    let (answer, body) = ask(world, path, asked).await;
    let cookie = answer.headers().get(header::SET_COOKIE).map(|value| value.to_str().unwrap());
    let token = cookie.and_then(|cookie| cookie.split(['=', ';']).nth(1)).unwrap_or_default();
    let location = answer.headers().get(header::LOCATION).map(|value| value.to_str().unwrap());
    (answer.status().as_u16(), location.map_or(body, ToOwned::to_owned), token.to_owned())
}

/// Activate an account as its owner does, then sign in; gives the session's token.
async fn activated(world: &World, (login, slip): (&str, &str)) -> String {
    let (status, page, _) = send(world, "", "/activate", &[("slip", slip)]).await;
    assert_eq!(status, 200, "{page}");
    let secret: String = page.split("<code>").nth(1).unwrap().split('<').next().unwrap().into();
    let secret = secret.replace(' ', "");
    let code = || second_factor::code_at(&secret, world.app.clock.now()).unwrap();
    let first = code();
    let chosen = [("slip", slip), ("password", PASSWORD), ("again", PASSWORD), ("code", &first)];
    let (status, place, _) = send(world, "", "/activate/password", &chosen).await;
    assert_eq!((status, place.as_str()), (303, "/desk"));
    world.hand.set(world.app.clock.now() + TimeDelta::minutes(1));
    let second = code();
    let fields = [("login", login), ("password", PASSWORD), ("code", &second)];
    let (status, _, token) = send(world, "", "/sign-in", &fields).await;
    assert_eq!(status, 303);
    token
}

#[tokio::test]
async fn the_two_first_administrators_put_an_office_to_work() {
    let mut world = World::bare(BEGIN).await;
    let founded = founded(&mut world).await;
    let [system, security] = &founded.slips;
    let system = activated(&world, (&system.login, &system.slip.to_string())).await;
    let security = activated(&world, (&security.login, &security.slip.to_string())).await;
    let fields = [("login", "wang"), ("name", "王工"), ("email", "")];
    assert_eq!(send(&world, &security, "/accounts", &fields).await.0, StatusCode::FORBIDDEN.as_u16());
    let (status, place, _) = send(&world, &system, "/accounts", &fields).await;
    assert_eq!(status, 303, "{place}");
    let account = place.rsplit('/').next().unwrap();
    let commission =
        store::organizations(&world.app.db, founded.congress, Kind::Commission).await.unwrap()[0].id;
    let commission = commission.to_string();
    let roles = format!("/accounts/{account}/roles");
    let fields = [("role", "commission"), ("organization", commission.as_str())];
    assert_eq!(send(&world, &system, &roles, &fields).await.0, StatusCode::FORBIDDEN.as_u16());
    let (status, page, _) = send(&world, &security, &roles, &fields).await;
    assert_eq!(status, 303, "{page}");
    let (status, page, _) = send(&world, &system, &format!("/accounts/{account}/slip"), &[]).await;
    assert_eq!(status, 200);
    let address = format!("{}/activate", world.app.config.public_url());
    assert!(page.contains(&address), "the new account's slip is printed");
}

#[tokio::test]
async fn a_founded_congress_is_whole_and_says_nothing_of_a_demo() {
    let mut world = World::bare(BEGIN).await;
    let founded = founded(&mut world).await;
    let (db, congress) = (&world.app.db, founded.congress);
    let home = home_of(db, Some("xiantao")).await.unwrap();
    assert!(home.id == congress && !home.fictional && home.charter == "xiantao");
    let today = world.app.clock.today();
    assert_eq!(store::term_on(db, congress, today).await.unwrap().unwrap().number, 10);
    let areas = store::areas_in(db, congress, None).await.unwrap();
    assert_eq!((areas.len(), areas[0].name.as_str(), areas[0].kind.as_str()), (1, "仙桃市", "city"));
    let committee = store::organizations(db, congress, Kind::StandingCommittee).await.unwrap();
    let commission = store::organizations(db, congress, Kind::Commission).await.unwrap();
    assert_eq!(committee[0].name, "仙桃市人民代表大会常务委员会");
    assert_eq!(commission[0].name, "仙桃市人大常委会代表工作委员会");
    assert_eq!(commission[0].parent_id, Some(committee[0].id));
    let days = calendar::calendar(db, congress).await.unwrap();
    assert!(days.covers(2026) && founded.days > 20);
    assert!(founded.slips[0].slip.plain() != founded.slips[1].slip.plain());
    assert_eq!(founded.slips.each_ref().map(|it| it.login.as_str()), ["system-admin", "security-admin"]);
    journal::verify(db, congress, None).await.unwrap().unwrap();
    let page = world.browser(None).await.get("/").await;
    assert!(page.status == StatusCode::OK && page.body.contains("仙桃市人民代表大会"));
}

#[tokio::test]
async fn twice_is_refused_and_changes_nothing() {
    let mut world = World::bare(BEGIN).await;
    let first = founded(&mut world).await;
    let entries = journal::verify(&world.app.db, first.congress, None).await.unwrap().unwrap().entries;
    let again = Founding { name: "别的名称人民代表大会".into(), ..wanted() };
    assert!(refused(&world, &again).await.starts_with("--code: "));
    let beside = Founding { code: "qianjiang".into(), ..wanted() };
    assert!(refused(&world, &beside).await.starts_with("--host: "), "nobody could reach the second one");
    let hosted = Founding { host: Some("qj.example.cn".into()), ..beside };
    assert!(refused(&world, &hosted).await.starts_with("--host: "), "nor the first one then");
    let all = homes(&world.app.db).await.unwrap();
    assert!(all.len() == 1 && all[0].name == "仙桃市人民代表大会");
    let after = journal::verify(&world.app.db, first.congress, None).await.unwrap().unwrap().entries;
    assert_eq!(entries, after);
}

#[tokio::test]
async fn congresses_with_hosts_stand_side_by_side() {
    let world = World::bare(BEGIN).await;
    let first = Founding { host: Some("xt.example.cn".into()), ..wanted() };
    let one = establish(&world.app, &first, |_| Ok(())).await.unwrap();
    assert_eq!(one.address, "http://xt.example.cn/activate");
    let second = Founding { code: "qianjiang".into(), ..first };
    assert!(refused(&world, &second).await.starts_with("--host: "), "the host name is taken");
    let second = Founding { host: Some("qj.example.cn".into()), ..second };
    let two = establish(&world.app, &second, |_| Ok(())).await.unwrap();
    let home = crate::access::store::visited(&world.app.db, "qj.example.cn").await.unwrap();
    assert_eq!(home.id, two.congress);
}

#[tokio::test]
async fn a_wrong_argument_is_named_and_nothing_is_kept() {
    let world = World::bare(BEGIN).await;
    let day = |text: &str| text.parse().unwrap();
    let same = Some("王工".to_owned());
    for (argument, new) in [
        ("code", Founding { code: "Xian Tao".into(), ..wanted() }),
        ("name", Founding { name: " ".into(), ..wanted() }),
        ("short-name", Founding { short_name: "大".repeat(51), ..wanted() }),
        ("area", Founding { name: "人民代表大会".into(), ..wanted() }),
        ("charter", Founding { charter: "nowhere".into(), ..wanted() }),
        ("host", Founding { host: Some("https://xt.example.cn/".into()), ..wanted() }),
        ("term-number", Founding { term: (0, "第零届".into()), ..wanted() }),
        ("term-name", Founding { term: (10, String::new()), ..wanted() }),
        ("term-to", Founding { days: (day("2026-01-01"), day("2025-12-31")), ..wanted() }),
        ("term-to", Founding { days: (day("2016-12-01"), day("2021-11-30")), ..wanted() }),
        ("security-admin", Founding { system_admin: same.clone(), security_admin: same, ..wanted() }),
    ] {
        let said = refused(&world, &new).await;
        assert!(said.starts_with(&format!("--{argument}: ")), "{said}");
    }
    assert!(homes(&world.app.db).await.unwrap().is_empty());
}

#[tokio::test]
async fn slips_that_nobody_got_found_nothing() {
    let world = World::bare(BEGIN).await;
    let shown = RefCell::new(0);
    let new = wanted();
    let tried = establish(&world.app, &new, |founded| {
        *shown.borrow_mut() += founded.slips.len();
        Err(std::io::Error::other("the printer is out of paper"))
    });
    assert!(matches!(tried.await, Err(Refused::Slips(_))));
    assert_eq!(*shown.borrow(), 2);
    assert!(homes(&world.app.db).await.unwrap().is_empty());
    establish(&world.app, &wanted(), |_| Ok(())).await.unwrap();
}

#[tokio::test]
async fn real_people_never_stand_beside_the_demo() {
    let world = World::new().await;
    let new = Founding { code: "real".into(), host: Some("real.example.cn".into()), ..wanted() };
    assert!(refused(&world, &new).await.contains("demo"));
    assert_eq!(homes(&world.app.db).await.unwrap().len(), 1);
}
