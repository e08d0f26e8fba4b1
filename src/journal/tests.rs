use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use uuid::Uuid;

use super::chain::{Chain, link};
use super::store::Head;
use super::*;
use crate::base::{Conn, sql};
use crate::trial::World;

fn author() -> Author {
    Author {
        congress: Uuid::nil(),
        account: Some(Uuid::from_u128(7)),
        role: "commission",
        at: "2026-03-02T01:00:00Z".parse().unwrap(),
    }
}

fn happening(n: u128) -> Happening {
    Happening {
        kind: "case.sorted".into(),
        subject: "case",
        subject_id: Uuid::from_u128(n),
        facts: json!({ "n": n as u64 }),
    }
}

fn entries(count: u128) -> (Head, Vec<Entry>) {
    let mut head = Head::default();
    let mut all = Vec::new();
    for n in 0..count {
        let entry = link(&head, &author(), happening(n));
        head = Head { seq: entry.seq, hash: entry.hash.clone() };
        all.push(entry);
    }
    (head, all)
}

fn verified(head: &Head, entries: &[Entry]) -> std::result::Result<Verified, Broken> {
    let mut chain = Chain::new(None);
    entries.iter().try_for_each(|entry| chain.take(entry))?;
    chain.end(head)
}

/// What somebody may do to the rows behind the program's back.
#[derive(Debug, Clone)]
enum Wrong {
    Edit {
        at: usize,
        field: usize,
        bit: u8,
    },
    Delete(usize),
    Swap(usize, usize),
    Truncate(usize),
    Repeat(usize),
    /// Edit an entry and put the right hash beside it, as one who knows the program would.
    Forge(usize),
    /// Leave out entries and number those after them anew.
    Close(usize),
}

const LENGTH: usize = 24;

fn wrong() -> impl Strategy<Value = Wrong> {
    let at = 0..LENGTH;
    prop_oneof![
        4 => (at.clone(), 0..9_usize, any::<u8>()).prop_map(|(at, field, bit)| Wrong::Edit { at, field, bit }),
        1 => at.clone().prop_map(Wrong::Delete),
        1 => (at.clone(), at.clone()).prop_filter("two places", |(a, b)| a != b).prop_map(|(a, b)| Wrong::Swap(a, b)),
        1 => at.clone().prop_map(Wrong::Truncate),
        1 => at.clone().prop_map(Wrong::Repeat),
        1 => (0..LENGTH - 1).prop_map(Wrong::Forge),
        1 => at.prop_map(Wrong::Close),
    ]
}

/// Change one letter of a text to another.
fn bent(text: &str, bit: u8) -> String {
    let place = usize::from(bit) % text.len().max(1);
    let mut letters: Vec<char> = text.chars().collect();
    match letters.get_mut(place) {
        Some(letter) => *letter = if *letter == 'a' { 'b' } else { 'a' },
        None => letters.push('a'),
    }
    letters.into_iter().collect()
}

fn edit(entry: &mut Entry, field: usize, bit: u8) {
    match field {
        0 => entry.seq += i64::from(bit) + 1,
        1 => entry.at += chrono::TimeDelta::milliseconds(i64::from(bit) + 1),
        2 => entry.account_id = bit.is_multiple_of(2).then(|| Uuid::from_u128(u128::from(bit) + 8)),
        3 => entry.role = bent(&entry.role, bit),
        4 => entry.kind = bent(&entry.kind, bit),
        5 => entry.subject = bent(&entry.subject, bit),
        6 => entry.subject_id = Uuid::from_u128(entry.subject_id.as_u128() ^ (1 << (bit % 128))),
        7 => entry.facts = bent(&entry.facts, bit),
        _ => entry.hash = bent(&entry.hash, bit),
    }
}

fn spoil(entries: &mut Vec<Entry>, wrong: &Wrong) {
    match *wrong {
        Wrong::Edit { at, field, bit } => edit(&mut entries[at], field, bit),
        Wrong::Delete(at) => drop(entries.remove(at)),
        Wrong::Swap(a, b) => entries.swap(a, b),
        Wrong::Truncate(to) => entries.truncate(to),
        Wrong::Repeat(at) => entries.insert(at, entries[at].clone()),
        Wrong::Forge(at) => {
            let before = at.checked_sub(1).map_or_else(Head::default, |before| Head {
                seq: entries[before].seq,
                hash: entries[before].hash.clone(),
            });
            entries[at] = link(&before, &author(), happening(999));
        }
        Wrong::Close(at) => {
            entries.remove(at);
            for entry in &mut entries[at..] {
                entry.seq -= 1;
            }
        }
    }
}

#[test]
fn whatever_is_done_to_the_rows_is_noticed() {
    let (head, fine) = entries(LENGTH as u128);
    assert_eq!(verified(&head, &fine).unwrap().entries, LENGTH as i64);
    let mut runner =
        TestRunner::new(Config { cases: 10_000, failure_persistence: None, ..Config::default() });
    runner
        .run(&wrong(), |wrong| {
            let mut spoilt = fine.clone();
            spoil(&mut spoilt, &wrong);
            prop_assert!(verified(&head, &spoilt).is_err(), "{wrong:?} went unseen");
            Ok(())
        })
        .unwrap();
}

#[test]
fn fields_cannot_flow_into_each_other() {
    let one = Happening { kind: "ab".into(), ..happening(1) };
    let other = Happening { kind: "a".into(), subject: "bcase", ..happening(1) };
    let head = Head::default();
    assert_ne!(link(&head, &author(), one).hash, link(&head, &author(), other).hash);
}

#[tokio::test]
async fn a_changed_row_and_a_rewritten_journal_are_found_in_the_database() {
    let world = World::new().await;
    let (db, congress) = (&world.app.db, world.congress);
    let fine = verify(db, congress, None).await.unwrap().unwrap();
    let kept = (fine.entries, fine.hash.as_str());
    assert!(verify(db, congress, Some(kept)).await.unwrap().is_ok());
    for (spoil, mend) in [
        (
            "UPDATE journal SET role = 'organ' WHERE congress_id = $1 AND seq = 3 AND role = 'commission'",
            "UPDATE journal SET role = 'commission' WHERE congress_id = $1 AND seq = 3",
        ),
        (
            "UPDATE journal SET at = '2026-03-02 01:00:01+00:00' WHERE congress_id = $1 AND seq = 5",
            "UPDATE journal SET at = '2026-03-02 01:00:00+00:00' WHERE congress_id = $1 AND seq = 5",
        ),
        (
            "UPDATE journal_heads SET seq = seq + 1 WHERE congress_id = $1",
            "UPDATE journal_heads SET seq = seq - 1 WHERE congress_id = $1",
        ),
    ] {
        change(&world, spoil).await;
        assert!(verify(db, congress, None).await.unwrap().is_err(), "{spoil}");
        change(&world, mend).await;
        assert_eq!(verify(db, congress, None).await.unwrap().as_ref(), Ok(&fine), "{mend}");
    }
    // The last entries dropped, and the head set back so that the rest is in order: only the hash kept elsewhere tells.
    change(&world, "DELETE FROM journal WHERE congress_id = $1 AND seq > 10").await;
    change(
        &world,
        "UPDATE journal_heads SET seq = 10, hash = (SELECT hash FROM journal \
         WHERE congress_id = journal_heads.congress_id AND seq = 10) WHERE congress_id = $1",
    )
    .await;
    assert!(verify(db, congress, None).await.unwrap().is_ok());
    assert_eq!(verify(db, congress, Some(kept)).await.unwrap(), Err(Broken::Missing(fine.entries)));
}

async fn change(world: &World, text: &str) {
    let tx = world.app.db.begin().await.unwrap();
    tx.run(sql(text, [world.congress.into()])).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn what_is_appended_at_once_is_the_same_chain() {
    let world = World::new().await;
    let before = count(&world.app.db, world.congress).await.unwrap();
    let author = Author { congress: world.congress, ..author() };
    let tx = world.app.db.begin().await.unwrap();
    let all = (0..1_203).map(|n| (author.clone(), happening(n))).collect();
    append_all(&tx, world.congress, all).await.unwrap();
    append(&tx, &author, happening(1_203)).await.unwrap();
    append_all(&tx, world.congress, Vec::new()).await.unwrap();
    tx.commit().await.unwrap();
    let fine = verify(&world.app.db, world.congress, None).await.unwrap().unwrap();
    assert_eq!(fine.entries, before + 1_204);
    let told = by_subject(&world.app.db, world.congress, Uuid::from_u128(700)).await.unwrap();
    assert_eq!(told.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [before + 701]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn acts_at_once_on_two_machines_make_one_chain() {
    let world = World::new().await;
    let before = count(&world.app.db, world.congress).await.unwrap();
    let mut all = tokio::task::JoinSet::new();
    for machine in 0..2_u128 {
        let db = world.another_db().await;
        for n in 0..40 {
            let (db, congress) = (db.clone(), world.congress);
            all.spawn(async move {
                let tx = db.begin().await.unwrap();
                append(&tx, &Author { congress, ..author() }, happening(machine * 100 + n)).await.unwrap();
                tx.commit().await.unwrap();
            });
        }
    }
    all.join_all().await;
    let fine = verify(&world.app.db, world.congress, None).await.unwrap().unwrap();
    assert_eq!(fine.entries, before + 80);
    assert_eq!(length(&world.app.db).await.unwrap(), before + 80);
}

/// `cargo test -- --ignored --nocapture a_hundred_thousand`: how long a verification takes.
#[tokio::test]
#[ignore = "measures; a minute of writing on a slow disk"]
async fn a_hundred_thousand_entries_are_verified() {
    let world = World::new().await;
    let author = Author { congress: world.congress, ..author() };
    for part in 0..100_u128 {
        let tx = world.app.db.begin().await.unwrap();
        for n in 0..1_000 {
            append(&tx, &author, happening(part * 1_000 + n)).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
    let start = std::time::Instant::now();
    let fine = verify(&world.app.db, world.congress, None).await.unwrap().unwrap();
    println!("{} entries verified in {:?}", fine.entries, start.elapsed());
    assert!(fine.entries > 100_000);
}
