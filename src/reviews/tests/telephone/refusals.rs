//! What is refused, and how a page says it.

use ballot::{Blinded, Issuer};
use chrono::TimeDelta;
use rand::{SeedableRng, rngs::StdRng};

use super::{Held, came, checking, listed, phone, printed, refused, texting, wanted};
use crate::base::{Error, Result};
use crate::reviews::acts::telephone::{Asked, list, sign, unlist};
use crate::reviews::acts::{NewReview, write};
use crate::reviews::{Step, store};
use crate::trial::World;

/// Asks for a signature; what is blinded is made from a seed.
async fn asks(world: &World, held: &Held, (nth, digits, seed): (usize, &str, u64)) -> Result<String> {
    let blinded = Blinded::new(&held.key(world).await, &mut StdRng::seed_from_u64(seed)).unwrap();
    let blinded = hex::encode(blinded.blinded());
    let asked = Asked { phone: phone(nth), digits: digits.to_owned(), blinded, tell: false };
    sign(&world.app, &world.anybody(), &held.code, &asked).await
}

/// A code that is not this one.
fn another(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

#[tokio::test]
async fn a_code_is_good_for_its_number_for_minutes_and_for_a_few_tries() {
    let (world, gateway) = texting().await;
    let held = checking(&world, (5, 3)).await;
    assert_eq!(refused(asks(&world, &held, (0, "000000", 1)).await), "reviews-code-void", "none was sent");
    let code = held.code(&world, &gateway, &phone(0)).await;
    let other = held.code(&world, &gateway, &phone(1)).await;
    let wrong = if other == code { another(&code) } else { other };
    assert_eq!(refused(asks(&world, &held, (0, &wrong, 1)).await), "reviews-code-wrong", "another's code");
    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    asks(&world, &held, (0, &spaced, 1)).await.unwrap();
    // Too late, then too often: the right one is good no more either.
    let code = held.code(&world, &gateway, &phone(2)).await;
    world.later(TimeDelta::minutes(11));
    assert_eq!(refused(asks(&world, &held, (2, &code, 2)).await), "reviews-code-void");
    let code = held.code(&world, &gateway, &phone(2)).await;
    for _ in 0..5 {
        assert_eq!(refused(asks(&world, &held, (2, &another(&code), 2)).await), "reviews-code-wrong");
    }
    assert_eq!(refused(asks(&world, &held, (2, &code, 2)).await), "reviews-code-void");
    assert_eq!(held.review(&world).await.signed, 1);
}

#[tokio::test]
async fn a_number_gets_one_token_and_a_lost_answer_costs_it_nothing() {
    let (world, gateway) = texting().await;
    let held = checking(&world, (3, 1)).await;
    let code = held.code(&world, &gateway, &phone(0)).await;
    let signed = asks(&world, &held, (0, &code, 1)).await.unwrap();
    assert_eq!(asks(&world, &held, (0, &code, 1)).await.unwrap(), signed, "the same is signed again");
    assert_eq!(refused(asks(&world, &held, (0, &code, 2)).await), "reviews-token-taken");
    world.later(TimeDelta::minutes(2));
    let code = held.code(&world, &gateway, &phone(0)).await;
    assert_eq!(
        refused(asks(&world, &held, (0, &code, 3)).await),
        "reviews-token-taken",
        "with a new code too"
    );
    assert_eq!(asks(&world, &held, (0, &code, 1)).await.unwrap(), signed);
    assert_eq!(held.review(&world).await.signed, 1);
}

#[tokio::test]
async fn nobody_learns_whether_a_number_is_listed_and_nobody_is_rung_all_day() {
    let (world, gateway) = texting().await;
    let held = checking(&world, (3, 1)).await;
    for nth in [7, 8, 9] {
        held.ask(&world, &phone(nth)).await.unwrap();
    }
    world.works().await;
    assert!(gateway.taken().is_empty(), "nothing goes to a number that is not listed");
    assert_eq!(refused(asks(&world, &held, (7, "123456", 1)).await), "reviews-code-wrong");
    for _ in 0..3 {
        held.ask(&world, &phone(0)).await.unwrap();
    }
    world.works().await;
    assert_eq!(gateway.taken().len(), 1, "one a minute");
    for _ in 0..10 {
        world.later(TimeDelta::minutes(2));
        held.ask(&world, &phone(0)).await.unwrap();
        world.works().await;
    }
    assert_eq!(gateway.taken().len(), 5, "five a day");
    world.on("2026-03-03");
    held.ask(&world, &phone(0)).await.unwrap();
    world.works().await;
    assert_eq!(gateway.taken().len(), 6);
    for wrong in ["", "07281234567", "1390000000"] {
        assert_eq!(refused(held.ask(&world, wrong).await), "reviews-phone-wrong", "{wrong}");
    }
}

#[tokio::test]
async fn a_code_comes_at_night_as_well() {
    let (world, gateway) = texting().await;
    let held = checking(&world, (3, 1)).await;
    world.hand.set("2026-03-02T15:30:00Z".parse().unwrap());
    held.ask(&world, &phone(0)).await.unwrap();
    world.works().await;
    assert!(came(&gateway, &phone(0)).is_some(), "somebody waits for it");
}

#[tokio::test]
async fn foreign_forged_and_mistyped_tokens_are_refused() {
    let (world, gateway) = texting().await;
    let (held, other) = (checking(&world, (3, 2)).await, checking(&world, (3, 2)).await);
    let (mine, foreign) =
        (held.token(&world, &gateway, (0, false)).await, other.token(&world, &gateway, (1, false)).await);
    for round in [&held, &other] {
        round.take(&world, Step::Open).await;
    }
    let mut rng = StdRng::seed_from_u64(9);
    let forged = Issuer::make(&mut rng).unwrap().token(&mut rng).unwrap().to_string();
    let mut turned = mine.clone();
    turned.replace_range(3..4, if &mine[3..4] == "0" { "1" } else { "0" });
    for (token, key) in [
        (foreign.as_str(), "reviews-token-unknown"),
        (&forged, "reviews-token-unknown"),
        (&turned, "reviews-token-unknown"),
        (&mine[1..], "reviews-token-mistyped"),
        ("abc", "reviews-token-mistyped"),
    ] {
        assert_eq!(refused(held.cast_token(&world, token, 0).await), key, "{token}");
        let page = world.browser(None).await;
        let fields = [("token", token), ("q1", "0")];
        let page = page.post(&format!("/reviews/{}", held.code), &fields).await;
        assert!(page.status == 422 && page.body.contains("凭证"), "{}", page.body);
    }
    let slips_only = super::super::begun(&world, 1).await;
    let elsewhere = slips_only.cast_token(&world, &mine, 0).await;
    assert_eq!(refused(elsewhere), "reviews-token-not-here");
    held.cast_token(&world, &mine, 0).await.unwrap();
    let both = crate::reviews::acts::casting::Vote {
        slip: held.slips[0].clone(),
        token: mine,
        choices: vec![Some(0)],
        ..Default::default()
    };
    let both = crate::reviews::acts::casting::cast(&world.app, &world.anybody(), &held.code, &both).await;
    assert_eq!(refused(both), "reviews-slip-or-token");
    let ballots = store::count_ballots(&world.app.db, world.congress, held.id).await.unwrap();
    assert_eq!(ballots, 1);
}

#[tokio::test]
async fn an_office_lists_its_own_voters_and_no_more_than_there_are() {
    let (world, gateway) = texting().await;
    let held = listed(&world, (3, 2)).await;
    let app = &world.app;
    let again = list(app, &held.first, held.id, &format!("{}，{}", phone(0), phone(2))).await.unwrap();
    assert_eq!((again.added, again.all), (1, 3), "each once");
    let many: Vec<String> = (0..7).map(phone).collect();
    assert_eq!(refused(list(app, &held.first, held.id, &many.join("\n")).await), "reviews-numbers-many");
    unlist(app, &held.first, held.id, &phone(2)).await.unwrap();
    assert_eq!(refused(unlist(app, &held.first, held.id, &phone(2)).await), "reviews-number-not-there");
    for stranger in ["other-office", "deputy2", "organ", "leadership", "deputy"] {
        let who = world.actor(stranger).await;
        let outcome = list(app, &who, held.id, &phone(5)).await;
        assert!(matches!(outcome, Err(Error::NotFound | Error::Forbidden)), "{stranger}: {outcome:?}");
    }
    held.take(&world, Step::Check).await;
    list(app, &held.second, held.id, &phone(3)).await.unwrap();
    held.token(&world, &gateway, (3, false)).await;
    let taken = unlist(app, &held.first, held.id, &phone(3)).await;
    assert_eq!(refused(taken), "reviews-number-not-there", "it has its token");
    held.take(&world, Step::Open).await;
    assert_eq!(refused(list(app, &held.first, held.id, &phone(4)).await), "reviews-numbers-fixed");
}

#[tokio::test]
async fn without_texts_or_days_that_fit_there_are_no_checks() {
    let world = World::new().await;
    let office = world.actor("local-office").await;
    let new = |check: &str| NewReview { check_until: Some(super::day(check)), ..wanted(&world, 3) };
    let deaf = write(&world.app, &office, &new("2026-03-05")).await;
    assert_eq!(refused(deaf), "reviews-no-telephone", "no text can go out");
    let (world, _gateway) = texting().await;
    let office = world.actor("local-office").await;
    let new = |check: &str| NewReview { check_until: Some(super::day(check)), ..wanted(&world, 3) };
    let late = write(&world.app, &office, &new("2026-03-16")).await;
    assert_eq!(refused(late), "reviews-check-day-late", "first the checks, then the ballots");
    assert_eq!(refused(write(&world.app, &office, &new("2026-03-01")).await), "reviews-check-day-past");
    let held = printed(&world, &new("2026-03-05")).await;
    let first = crate::reviews::acts::propose(&world.app, &held.first, held.id, Step::Open).await;
    assert_eq!(refused(first), "reviews-refused-check-first");
}

#[tokio::test]
async fn the_pages_bring_a_token_to_a_script_and_say_plainly_what_helps_without_one() {
    let (world, gateway) = texting().await;
    let held = checking(&world, (3, 2)).await;
    let (voter, path) = (world.browser(None).await, format!("/reviews/{}", held.code));
    let page = voter.get(&path).await.body;
    assert!(page.contains("<noscript>") && page.contains("领评议票，或者用纸质票"), "{page}");
    assert!(page.contains("data-token-ask hidden"), "the form is there for a script only: {page}");
    assert!(!page.contains("评议票编码"), "nobody casts yet");
    let wrong = voter.post(&format!("{path}/codes"), &[("phone", "12")]).await;
    assert!(wrong.status == 422 && wrong.body.contains("11 位手机号码"), "{}", wrong.body);
    let phone = phone(0);
    let asked = voter.post(&format!("{path}/codes"), &[("phone", &phone)]).await;
    assert!(asked.status == 200 && asked.body.contains("&#34;n&#34;"), "the key is in it: {}", asked.body);
    world.works().await;
    let code = came(&gateway, &phone).unwrap();
    let tokens = format!("{path}/tokens");
    let none = voter.post(&tokens, &[("phone", &phone), ("digits", &code), ("blinded", "")]).await;
    assert!(none.status == 422 && none.body.contains("凭证要由浏览器生成"), "{}", none.body);
    let blinded = Blinded::new(&held.key(&world).await, &mut StdRng::seed_from_u64(1)).unwrap();
    let hidden = hex::encode(blinded.blinded());
    let fields = [("phone", phone.as_str()), ("digits", &code), ("blinded", &hidden), ("tell", "1")];
    let given = voter.post(&tokens, &fields).await;
    assert_eq!(given.status, 200, "{}", given.body);
    let signed = given.body.split("data-token-signed=\"").nth(1).unwrap().split('"').next().unwrap();
    let token = blinded.token(&hex::decode(signed).unwrap()).unwrap().to_string();
    held.take(&world, Step::Open).await;
    let late = voter.post(&tokens, &fields).await;
    assert!(late.status == 409 && late.body.contains("现在不核对号码"), "{}", late.body);
    let ballot = voter.get(&path).await.body;
    assert!(ballot.contains("data-token-cast") && ballot.contains("评议票编码"), "{ballot}");
    let thanks = voter.post(&path, &[("token", &token), ("q1", "0")]).await;
    assert!(thanks.status == 200 && !thanks.body.contains(&token[..64]), "{}", thanks.body);
}
