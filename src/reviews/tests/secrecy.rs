//! Who has everything that is kept learns nothing: the database with its write-ahead log, a backup, the log of the program
//! and the order in which two hundred voters cast. No rating is readable before the box is opened, and no guess about a
//! voter is better than the counts themselves allow.

use rand::{RngExt, SeedableRng, rngs::StdRng};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};

use super::{Held, begun, no_paper};
use crate::base::{Conn, sql};
use crate::reviews::{Slip, Step, store};
use crate::trial::{Log, World};

const VOTERS: usize = 200;
/// Of so many voters with three ratings chance guesses a third; this is five standard deviations more.
const LUCK: usize = 100;

#[derive(FromQueryResult)]
pub(in crate::reviews) struct Row {
    pub(in crate::reviews) mark: String,
    pub(in crate::reviews) tracker: String,
    pub(in crate::reviews) sealed: String,
}

/// The rows as the database gives them when nobody asks for an order: as they lie.
pub(in crate::reviews) async fn as_they_lie(world: &World, held: &Held) -> Vec<Row> {
    let text = "SELECT mark, tracker, sealed FROM review_ballots WHERE congress_id = $1 AND review_id = $2";
    world.app.db.all(sql(text, [world.congress.into(), held.id.into()])).await.unwrap()
}

/// Guess each voter's rating from one sign of a row, for every threshold and both ways: the best of all guesses of three
/// groups of equal size in the order of that sign.
pub(in crate::reviews) fn hits(order: &[usize], ratings: &[usize]) -> usize {
    let third = order.len().div_ceil(3);
    let group = |place: usize| place / third;
    let ways = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let right = |way: &[usize; 3]| {
        order.iter().enumerate().filter(|(place, voter)| way[group(*place)] == ratings[**voter]).count()
    };
    ways.iter().map(right).max().unwrap()
}

#[tokio::test]
async fn whoever_has_the_database_its_log_a_backup_and_the_order_of_casting_guesses_no_better_than_chance() {
    let world = World::new().await;
    let held = begun(&world, VOTERS as i64).await;
    let log = Log::heard();
    let mut rng = StdRng::seed_from_u64(20_261_127);
    let ratings: Vec<usize> = (0..VOTERS).map(|_| rng.random_range(0..3)).collect();
    let browser = world.browser(None).await;
    let mut trackers = Vec::new();
    for (voter, rating) in ratings.iter().enumerate() {
        // By the page, as voters do: what it leaves in logs and tables is looked at too.
        let rating = rating.to_string();
        let fields = [("slip", held.slips[voter].as_str()), ("q1", &rating)];
        let thanks = browser.post(&format!("/reviews/{}", held.code), &fields).await;
        assert_eq!(thanks.status, 200, "{}", thanks.body);
        let tracker = thanks
            .body
            .split("<b>")
            .find_map(|part| part.split_once("</b>")?.0.parse::<ballot::Tracker>().ok());
        trackers.push(tracker.expect("a tracker is shown").to_string());
    }
    browser.get("/").await;
    let kept = String::from_utf8_lossy(&kept(&world, &held).await).into_owned();
    let written = log.said();
    for (whose, slip) in held.slips.iter().enumerate() {
        let plain = slip.parse::<Slip>().unwrap().plain();
        for part in [slip.as_str(), &plain, &trackers[whose]] {
            assert!(!written.contains(part), "voter {whose} is in the log");
        }
        assert!(!kept.contains(slip) && !kept.contains(&plain), "a code is kept");
    }
    assert!(written.contains("answered"), "the log is looked at: {written}");
    assert!(!written.contains("reviews"), "the log tells when voters came: {written}");
    no_order_tells(&world, &held, (&trackers, &ratings)).await;
    nothing_is_readable(&world, &held, &kept, &ratings).await;
}

/// What the rows say, and in which order they lie, against the known order of casting.
async fn no_order_tells(world: &World, held: &Held, (trackers, ratings): (&[String], &[usize])) {
    let rows = as_they_lie(world, held).await;
    assert_eq!(rows.len(), VOTERS);
    let voter_of = |row: &Row| trackers.iter().position(|one| *one == row.tracker).unwrap();
    let mut orders: Vec<Vec<usize>> = vec![rows.iter().map(voter_of).collect()];
    let by = |key: fn(&Row) -> String| {
        let mut sorted: Vec<&Row> = rows.iter().collect();
        sorted.sort_by_key(|row| key(row));
        sorted.into_iter().map(voter_of).collect::<Vec<usize>>()
    };
    orders.push(by(|row| row.mark.clone()));
    orders.push(by(|row| row.tracker.clone()));
    orders.push(by(|row| format!("{:08}", row.sealed.len())));
    let length = rows[0].sealed.len();
    assert!(rows.iter().all(|row| row.sealed.len() == length), "each ballot is as long as any other");
    for byte in [0, 7, 31, 64, 100, length / 2 - 9] {
        let mut sorted: Vec<&Row> = rows.iter().collect();
        sorted.sort_by_key(|row| row.sealed[2 * byte..2 * byte + 2].to_owned());
        orders.push(sorted.into_iter().map(voter_of).collect());
    }
    orders.push((0..VOTERS).collect());
    for (nth, order) in orders.iter().enumerate() {
        let hits = hits(order, ratings);
        assert!(hits < LUCK, "guess {nth} is right for {hits} of {VOTERS}");
    }
    if world.app.db.backend() == DbBackend::Sqlite {
        let lie = &orders[0];
        let steps = lie.windows(2).filter(|pair| pair[1] == pair[0] + 1).count();
        assert!(steps < 10, "the rows lie in the order of casting");
    }
}

#[derive(FromQueryResult)]
struct Named {
    file: String,
}

/// Every byte that is kept: the database, its write-ahead log, a backup; on a server the rows themselves.
pub(in crate::reviews) async fn kept(world: &World, held: &Held) -> Vec<u8> {
    let (db, mut bytes) = (&world.app.db, Vec::new());
    if db.backend() == DbBackend::Sqlite {
        let text = "SELECT file FROM pragma_database_list WHERE name = 'main'";
        let Named { file } = db.one(sql(text, [])).await.unwrap();
        // Another backup takes the place of the one before.
        let _ = std::fs::remove_file(format!("{file}-backup"));
        let text = format!("VACUUM INTO '{file}-backup'");
        db.migrating().execute_unprepared(&text).await.unwrap();
        for part in [format!("{file}-backup"), file.clone(), format!("{file}-wal")] {
            bytes.extend(std::fs::read(part).unwrap());
        }
    }
    for row in as_they_lie(world, held).await {
        bytes.extend(format!("{} {} {}\n", row.mark, row.tracker, row.sealed).into_bytes());
    }
    bytes
}

/// Before the box is opened no rating stands anywhere; then the count is what was cast.
async fn nothing_is_readable(world: &World, held: &Held, kept: &str, ratings: &[usize]) {
    let rows = as_they_lie(world, held).await;
    let round = held.review(world).await.round().unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for row in &rows {
        let bytes = hex::decode(&row.sealed).unwrap();
        // Sealed twice, the same rating looks different: no ciphertext stands twice.
        for part in bytes.chunks(32) {
            seen.insert(part.to_vec());
        }
        let ballot = ballot::SealedBallot::from_bytes(round.form(), &bytes).unwrap();
        round.check(&ballot).unwrap();
    }
    assert_eq!(seen.len(), rows.iter().map(|row| (row.sealed.len() / 2).div_ceil(32)).sum::<usize>());
    // The words of the ratings stand in the rules and the form of the round, not with ballots.
    for field in ["\"choices\"", "&q1=", "q1=0", "rating\":"] {
        assert!(!kept.contains(field), "a form was kept: {field}");
    }
    held.take(world, Step::Close).await;
    let early = store::opened_box(&world.app.db, world.congress, held.id).await.unwrap();
    assert!(early.is_empty());
    held.count(world, &no_paper(0)).await;
    held.take(world, Step::Unseal).await;
    let result = held.open(world).await.outcome.unwrap().result.0;
    let plain: Vec<u64> =
        (0..3).map(|rating| ratings.iter().filter(|one| **one == rating).count() as u64).collect();
    assert_eq!(result, [plain]);
}
