//! Who has everything that is kept, and knows in which order numbers were checked, cannot tell whose ballot is whose.

use ballot::{Blinded, Token};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::SliceRandom};
use sea_orm::{DbBackend, FromQueryResult};

use super::{Held, came, checking, no_paper, phone, texting};
use crate::base::{Conn, sql};
use crate::reviews::Step;
use crate::reviews::tests::secrecy::{Row, as_they_lie, hits, kept};
use crate::trial::{Log, World};

const VOTERS: usize = 100;
/// Of so many voters with three ratings chance guesses a third; this is five standard deviations more.
const LUCK: usize = 58;

#[derive(FromQueryResult)]
struct Text {
    text: String,
}

/// Every row of the tables in which something of the checks stands, as a server gives them.
async fn rows(world: &World) -> String {
    let mut all = String::new();
    if world.app.db.backend() == DbBackend::Sqlite {
        return all;
    }
    for table in ["reviews", "review_numbers", "texts", "deliveries", "jobs", "journal", "tries"] {
        let text = format!("SELECT CAST(t AS text) AS text FROM {table} t");
        let rows: Vec<Text> = world.app.db.all(sql(text, [])).await.unwrap();
        all.extend(rows.into_iter().map(|row| row.text));
    }
    all
}

async fn everything(world: &World, held: &Held) -> String {
    String::from_utf8_lossy(&kept(world, held).await).into_owned() + &rows(world).await
}

#[tokio::test]
async fn whoever_has_everything_and_the_order_of_the_checks_matches_no_ballot_to_a_number() {
    let (world, gateway) = texting().await;
    let held = checking(&world, (VOTERS as i64, VOTERS)).await;
    let log = Log::heard();
    let mut rng = StdRng::seed_from_u64(20_261_128);
    let key = held.key(&world).await;
    let path = format!("/reviews/{}", held.code);
    let (mut tokens, mut codes, mut seen) = (Vec::new(), Vec::new(), Vec::new());
    for nth in 0..VOTERS {
        let (voter, phone) = (world.browser(None).await, phone(nth));
        assert_eq!(voter.post(&format!("{path}/codes"), &[("phone", &phone)]).await.status, 200);
        world.works().await;
        let code = came(&gateway, &phone).unwrap();
        let blinded = Blinded::new(&key, &mut rng).unwrap();
        let hidden = hex::encode(blinded.blinded());
        let fields = [("phone", phone.as_str()), ("digits", &code), ("blinded", &hidden), ("tell", "1")];
        let given = voter.post(&format!("{path}/tokens"), &fields).await;
        let signed = given.body.split("data-token-signed=\"").nth(1).unwrap().split('"').next().unwrap();
        tokens.push(blinded.token(&hex::decode(signed).unwrap()).unwrap());
        codes.push(code);
        seen.push([hidden, signed.to_owned()]);
    }
    let while_checked = everything(&world, &held).await;
    held.take(&world, Step::Open).await;
    world.works().await;
    // They come in another order than they were checked in.
    let mut order: Vec<usize> = (0..VOTERS).collect();
    order.shuffle(&mut rng);
    let ratings: Vec<usize> = (0..VOTERS).map(|_| rng.random_range(0..3)).collect();
    let mut trackers = vec![String::new(); VOTERS];
    for voter in order {
        let (token, rating) = (tokens[voter].to_string(), ratings[voter].to_string());
        let browser = world.browser(None).await;
        let thanks = browser.post(&path, &[("token", token.as_str()), ("q1", &rating)]).await;
        assert_eq!(thanks.status, 200, "{}", thanks.body);
        let found = thanks
            .body
            .split("<b>")
            .find_map(|part| part.split_once("</b>")?.0.parse::<ballot::Tracker>().ok());
        trackers[voter] = found.expect("a tracker is shown").to_string();
    }
    let written = log.said();
    let afterwards = everything(&world, &held).await;
    for (nth, token) in tokens.iter().enumerate() {
        says_nothing(&[&while_checked, &afterwards, &written], &phone(nth), token);
    }
    assert!(!written.contains("reviews/"), "the log tells when voters came: {written}");
    for code in &codes {
        assert!(!while_checked.contains(&format!("\"digits\":\"{code}")) && !written.contains(code));
    }
    matches_nothing(&world, &held, (&trackers, &ratings), (&tokens, &seen)).await;
    held.take(&world, Step::Close).await;
    held.count(&world, &no_paper(VOTERS as i64)).await;
    held.take(&world, Step::Unseal).await;
    let counted = held.open(&world).await.outcome.unwrap().result.0;
    let plain: Vec<u64> =
        (0..3).map(|rating| ratings.iter().filter(|one| **one == rating).count() as u64).collect();
    assert_eq!(counted, [plain]);
}

/// Neither number nor token stands anywhere, nor the digest by which a token would be known without the key.
fn says_nothing(places: &[&str], phone: &str, token: &Token) {
    let text = token.to_string();
    let parts = [phone, &text[..64], &text[64..128], &text[128..192], &token.mark().to_string()];
    for (nth, place) in places.iter().enumerate() {
        for part in parts {
            let around = place.find(part).map(|at| {
                let near: String = place[..at].chars().rev().take(120).collect();
                near.chars().rev().chain(place[at..].chars().take(120)).collect::<String>()
            });
            assert_eq!(around, None, "place {nth} has {part}");
        }
    }
}

/// Every order in which the ballots can be put, against the order in which numbers were checked: as many fit as by chance,
/// which is one, and no guess of ratings is better than the counts.
async fn matches_nothing(
    world: &World,
    held: &Held,
    (trackers, ratings): (&[String], &[usize]),
    (tokens, seen): (&[Token], &[[String; 2]]),
) {
    let rows = as_they_lie(world, held).await;
    assert_eq!(rows.len(), VOTERS);
    let voter_of = |row: &Row| trackers.iter().position(|one| *one == row.tracker).unwrap();
    let by = |key: fn(&Row) -> String| {
        let mut sorted: Vec<&Row> = rows.iter().collect();
        sorted.sort_by_key(|row| key(row));
        sorted.into_iter().map(voter_of).collect::<Vec<usize>>()
    };
    let keys: [fn(&Row) -> String; 4] = [
        |row| row.mark.clone(),
        |row| row.tracker.clone(),
        |row| row.sealed.clone(),
        |row| row.mark[8..].to_owned(),
    ];
    let mut orders: Vec<Vec<usize>> = keys.into_iter().map(by).collect();
    if world.app.db.backend() == DbBackend::Sqlite {
        // A server keeps rows as they come: it knows the order of casting, which was not that of the checks.
        orders.push(rows.iter().map(voter_of).collect());
    }
    for (nth, order) in orders.iter().enumerate() {
        let same = order.iter().enumerate().filter(|(place, voter)| place == *voter).count();
        assert!(same < 8, "order {nth} is that of the checks in {same} places");
        let hits = hits(order, ratings);
        assert!(hits < LUCK, "guess {nth} is right for {hits} of {VOTERS}");
    }
    // What whoever signs has seen, sorted, says nothing about the tokens sorted.
    for at in [0, 1] {
        let mut blinded: Vec<usize> = (0..VOTERS).collect();
        blinded.sort_by_key(|voter| seen[*voter][at].clone());
        let mut given: Vec<usize> = (0..VOTERS).collect();
        given.sort_by_key(|voter| tokens[*voter].mark());
        let same = blinded.iter().zip(&given).filter(|(one, other)| one == other).count();
        assert!(same < 8, "{same} fit");
    }
}
