//! Voters who are checked by telephone before the voting: from the list to the ballot, and what is refused on the way.

mod refusals;
mod unlinkable;

use ballot::{BallotBox, Blinded, Issued};
use chrono::TimeDelta;
use rand::{SeedableRng, rngs::StdRng};
use sea_orm::FromQueryResult;

use super::{Held, day, no_paper, printed, refused, wanted};
use crate::base::config::SmsTemplate;
use crate::base::{Conn, Result, sql};
use crate::journal;
use crate::notices::sms::server::Server;
use crate::reviews::acts::casting::{Vote, cast};
use crate::reviews::acts::telephone::{Asked, BEGINS, CODE, list, send_code, sign};
use crate::reviews::acts::{NewReview, Paper};
use crate::reviews::{State, Step, store};
use crate::trial::World;

/// A world in which texts go out, and the gateway that keeps them.
pub(crate) async fn texting() -> (World, Server) {
    let mut world = World::new().await;
    let gateway = Server::start().await;
    let mut config = (*world.app.config).clone();
    config.sms.gateway = "http".into();
    config.sms.endpoint = format!("http://{}/plain", gateway.address);
    config.sms.sign = "试验市人大".into();
    config.server.public_url = "http://rdx.example.cn".into();
    config.limits.opinions_per_hour = 100_000;
    for kind in [CODE, BEGINS] {
        config.sms.templates.insert(kind.into(), SmsTemplate::default());
    }
    world.app.config = config.into();
    (world, gateway)
}

/// The nth voter's number.
fn phone(nth: usize) -> String {
    format!("1378{nth:07}")
}

/// A round of so many slips in which so many numbers are listed, not begun.
async fn listed(world: &World, (slips, numbers): (i64, usize)) -> Held {
    let new = NewReview { check_until: Some(day("2026-03-05")), ..wanted(world, slips) };
    let held = printed(world, &new).await;
    let typed: Vec<String> = (0..numbers).map(phone).collect();
    list(&world.app, &held.first, held.id, &typed.join("\n")).await.unwrap();
    held
}

/// The same, and the numbers are checked now.
async fn checking(world: &World, of: (i64, usize)) -> Held {
    let held = listed(world, of).await;
    held.take(world, Step::Check).await;
    held
}

impl Held {
    async fn ask(&self, world: &World, phone: &str) -> Result<()> {
        send_code(&world.app, &world.anybody(), &self.code, phone).await
    }

    /// The code that came to a number.
    async fn code(&self, world: &World, gateway: &Server, phone: &str) -> String {
        self.ask(world, phone).await.unwrap();
        world.works().await;
        came(gateway, phone).expect("a code came")
    }

    async fn key(&self, world: &World) -> ballot::IssuerKey {
        self.review(world).await.issuer().unwrap().unwrap()
    }

    /// The whole check of a number, as a browser does it.
    async fn token(&self, world: &World, gateway: &Server, (nth, tell): (usize, bool)) -> String {
        let phone = phone(nth);
        let digits = self.code(world, gateway, &phone).await;
        let mut rng = StdRng::seed_from_u64(nth as u64);
        let blinded = Blinded::new(&self.key(world).await, &mut rng).unwrap();
        let asked = Asked { phone, digits, blinded: hex::encode(blinded.blinded()), tell };
        let signed = sign(&world.app, &world.anybody(), &self.code, &asked).await.unwrap();
        blinded.token(&hex::decode(signed).unwrap()).unwrap().to_string()
    }

    async fn cast_token(&self, world: &World, token: &str, rating: usize) -> Result<ballot::Tracker> {
        let vote = Vote { token: token.to_owned(), choices: vec![Some(rating)], ..Vote::default() };
        cast(&world.app, &world.anybody(), &self.code, &vote).await
    }
}

/// The last code that the gateway brought to a number.
fn came(gateway: &Server, phone: &str) -> Option<String> {
    let taken = gateway.taken();
    let text = &taken.iter().rfind(|text| text["mobile"] == phone)?["content"];
    let digits = text.split("验证码").nth(1)?.chars().take(6).collect();
    Some(digits)
}

#[derive(FromQueryResult)]
struct Number {
    n: i64,
}

async fn count(world: &World, text: &str) -> i64 {
    world.app.db.one::<Number>(sql(text, [])).await.unwrap().n
}

#[tokio::test]
async fn a_listed_number_brings_a_token_and_the_token_a_ballot() {
    let (world, gateway) = texting().await;
    let held = checking(&world, (5, 4)).await;
    let early = held.cast(&world, 0, 0).await;
    assert_eq!(refused(early), "reviews-closed", "nobody casts while numbers are checked");
    let first = held.token(&world, &gateway, (0, true)).await;
    let second = held.token(&world, &gateway, (1, false)).await;
    let third = held.token(&world, &gateway, (2, true)).await;
    assert_eq!(refused(held.cast_token(&world, &first, 0).await), "reviews-closed");
    assert_eq!(held.review(&world).await.signed, 3);
    held.take(&world, Step::Open).await;
    let late = held.ask(&world, &phone(3)).await;
    assert_eq!(refused(late), "reviews-not-checking", "nobody gets a token any more");
    // What was known of numbers is gone, and so is what signs.
    assert_eq!(count(&world, "SELECT COUNT(*) AS n FROM review_numbers").await, 0);
    let secret = store::issuer_secret(&world.app.db, world.congress, held.id).await.unwrap();
    assert!(secret.is_empty());
    world.works().await;
    assert_eq!(count(&world, "SELECT COUNT(*) AS n FROM texts WHERE sealed <> ''").await, 0);
    let told: Vec<_> =
        gateway.taken().into_iter().filter(|text| text["content"].contains("开始投票")).collect();
    let mut to: Vec<&str> = told.iter().map(|text| text["mobile"].as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, [phone(0), phone(2)], "those who wanted to be told, and nobody else");
    let link = format!("http://rdx.example.cn/reviews/{}", held.code);
    assert!(told.iter().all(|text| text["content"].contains(&link)), "{told:?}");
    // A token is as good as a slip, and so is the last one of it.
    let before = held.cast_token(&world, &first, 2).await.unwrap();
    held.cast_token(&world, &first, 0).await.unwrap();
    held.cast_token(&world, &second, 1).await.unwrap();
    held.cast(&world, 0, 0).await.unwrap();
    let db = &world.app.db;
    assert!(!store::cast(db, (world.congress, held.id), &before.to_string()).await.unwrap());
    held.take(&world, Step::Close).await;
    assert_eq!(refused(held.cast_token(&world, &third, 0).await), "reviews-closed");
    let doc = store::public_box(db, world.congress, held.id).await.unwrap();
    let closed = BallotBox::from_json(&doc).unwrap();
    assert_eq!(closed.issued, Issued { slips: 5, tokens: 3, by_token: 2 });
    // Slips balance by themselves: a token that was not used is nobody's slip.
    held.count(&world, &Paper { ballots: 1, spoiled: 1, unreturned: 2, counts: vec![vec![0, 0, 1]] }).await;
    held.take(&world, Step::Unseal).await;
    let whole = held.open(&world).await;
    assert_eq!(whole.outcome.as_ref().unwrap().result.0, [[2, 1, 1]]);
    held.take(&world, Step::Publish).await;
    assert_eq!(held.state(&world).await, State::Published);
    let entries = journal::by_subject(db, world.congress, held.id).await.unwrap();
    let signed = entries.iter().filter(|entry| entry.kind == "review.token-signed").count();
    assert_eq!(signed, 3, "the chain says how many tokens there can be");
    for phone in (0..4).map(phone) {
        assert!(entries.iter().all(|entry| !entry.facts.to_string().contains(&phone)), "{entries:?}");
    }
}

#[tokio::test]
async fn the_days_of_a_round_say_when_numbers_are_checked() {
    let (world, _gateway) = texting().await;
    let held = checking(&world, (2, 1)).await;
    world.on("2026-03-05");
    held.ask(&world, &phone(0)).await.unwrap();
    world.on("2026-03-06");
    assert_eq!(refused(held.ask(&world, &phone(0)).await), "reviews-not-checking");
    let tx = world.app.db.begin().await.unwrap();
    crate::reviews::clockwork::DAILY.wind(&tx, &world.app, world.congress, day("2026-03-06")).await.unwrap();
    tx.commit().await.unwrap();
    world.later(TimeDelta::hours(1));
    world.works().await;
    let inbox = world.browser(Some("commission")).await.get("/inbox").await.body;
    assert!(inbox.contains("电话核对已到截止日"), "{inbox}");
    held.take(&world, Step::Open).await;
    assert_eq!(held.state(&world).await, State::Open);
}

#[tokio::test]
async fn a_round_that_is_given_up_forgets_the_numbers_and_tells_nobody() {
    let (world, gateway) = texting().await;
    let held = checking(&world, (2, 2)).await;
    held.token(&world, &gateway, (0, true)).await;
    held.ask(&world, &phone(1)).await.unwrap();
    held.take(&world, Step::Abandon).await;
    world.works().await;
    assert_eq!(count(&world, "SELECT COUNT(*) AS n FROM review_numbers").await, 0);
    assert_eq!(count(&world, "SELECT COUNT(*) AS n FROM texts WHERE sealed <> ''").await, 0);
    assert_eq!(gateway.taken().len(), 1, "neither the second code nor that voting begins");
}

#[tokio::test]
async fn ten_thousand_at_once_on_a_hundred_slips_and_twenty_tokens_are_as_many_ballots() {
    use futures_util::{StreamExt, stream};
    let (world, gateway) = texting().await;
    let held = std::sync::Arc::new(checking(&world, (100, 20)).await);
    let mut tokens = Vec::new();
    for nth in 0..20 {
        tokens.push(held.token(&world, &gateway, (nth, false)).await);
    }
    held.take(&world, Step::Open).await;
    let tokens = std::sync::Arc::new(tokens);
    let send = |nth: usize| {
        let (app, anybody, held, tokens) = (world.app.clone(), world.anybody(), held.clone(), tokens.clone());
        tokio::spawn(async move {
            let choices = vec![Some(nth % 120 % 3)];
            let vote = match nth % 120 {
                slip if slip < 100 => Vote { slip: held.slips[slip].clone(), choices, ..Vote::default() },
                token => Vote { token: tokens[token - 100].clone(), choices, ..Vote::default() },
            };
            cast(&app, &anybody, &held.code, &vote).await.is_ok()
        })
    };
    let sent: Vec<_> = stream::iter((0..10_000).map(send)).buffer_unordered(1_000).collect().await;
    assert!(sent.into_iter().all(|one| one.unwrap()), "each is answered");
    held.take(&world, Step::Close).await;
    let doc = store::public_box(&world.app.db, world.congress, held.id).await.unwrap();
    assert_eq!(BallotBox::from_json(&doc).unwrap().issued, Issued { slips: 100, tokens: 20, by_token: 20 });
    held.count(&world, &no_paper(0)).await;
    held.take(&world, Step::Unseal).await;
    assert_eq!(held.open(&world).await.outcome.unwrap().result.0, [[40, 40, 40]]);
}
