//! Ten thousand single alterations of a published box, by three forgers of rising power, each found by the
//! independent program.

use std::thread;

use rand::{RngExt, rngs::StdRng};
use recount::check;
use serde_json::{Value, json};

use super::*;
use crate::{Issued, Slips, sealed::Pair};

const OPTIONS: [usize; 2] = [3, 2];

/// A complete box, and what a forger with the trustees' help has at hand.
struct Scene {
    keys: Vec<TrusteeKey>,
    complete: BallotBox,
    /// A valid ballot of the round, and the digest of words, that are not in the box.
    outside: [Value; 2],
}

fn scene() -> Scene {
    let mut rng = chance(10_000);
    let (round, keys) = round(&OPTIONS, &mut rng);
    let mut words =
        ["one", "two", "three"].map(|text| round.seal_words(text, &mut rng).expect("short")).to_vec();
    let choices = [[0, 1], [0, 0], [2, 1]].map(|choices| choices.to_vec());
    let other = closed(&round, &[vec![1, 1]], &[words.pop().expect("three")], &mut rng);
    let issued = Issued { slips: 10, tokens: 4, by_token: 1 };
    let ballots = choices.iter().map(|choices| round.seal(choices, &mut rng).expect("valid")).collect();
    let closed = round.close(issued, ballots, &words).expect("good");
    let openings = opened(&round, &[&keys[0], &keys[2]], &closed, &mut rng);
    let paper = Paper { ballots: 3, counts: Counts(vec![vec![1, 0, 2], vec![2, 1]]) };
    let slips = Slips { spoiled: 2, unreturned: 3 };
    let complete = round.complete(&closed, slips, paper, openings).expect("balanced");
    let other = serde_json::to_value(&other).expect("JSON");
    let outside = [other["ballots"][0].clone(), other["words"][0].clone()];
    Scene { keys, complete, outside }
}

/// The paths of everything in a document: leaves and lists.
fn paths(value: &Value, at: &str, into: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| paths(value, &format!("{at}/{name}"), into))
        }
        Value::Array(list) => {
            into.push(at.to_owned());
            list.iter().enumerate().for_each(|(place, value)| paths(value, &format!("{at}/{place}"), into));
        }
        _ => into.push(at.to_owned()),
    }
}

/// One alteration of the value at a path.
fn alter(document: &mut Value, path: &str, outside: &[Value; 2], rng: &mut StdRng) {
    match document.pointer_mut(path).expect("a path of the document") {
        Value::String(text) => {
            let mut signs: Vec<char> = text.chars().collect();
            let at = rng.random_range(0..signs.len());
            let others: Vec<char> =
                "0123456789abcdefABCDEF-ＺZ票".chars().filter(|sign| *sign != signs[at]).collect();
            signs[at] = others[rng.random_range(0..others.len())];
            *text = signs.into_iter().collect();
        }
        Value::Number(number) => {
            let old = number.as_u64().expect("whole");
            let new = [old + 1, old.wrapping_sub(1), old ^ 1 << rng.random_range(0..40), 0];
            *number = new[rng.random_range(0..new.len())].into();
        }
        Value::Array(list) => {
            let at = rng.random_range(0..list.len());
            match rng.random_range(0..5) {
                0 => drop(list.remove(at)),
                1 => list.insert(at, list[at].clone()),
                2 => list.rotate_left(1),
                3 => list.swap(0, at),
                _ => list.insert(at, if path == "/words" { outside[1].clone() } else { outside[0].clone() }),
            }
        }
        other => *other = json!(0),
    }
}

impl Scene {
    /// Trackers, order and both digests made anew, as far as what was altered still allows it.
    fn sealed_again(&self, document: &Value) -> Option<BallotBox> {
        let mut forged: BallotBox = serde_json::from_value(document.clone()).ok()?;
        if let Ok(round) = forged.round() {
            forged.ballots.iter_mut().for_each(|cast| cast.tracker = round.tracker(&cast.ballot()));
            forged.ballots.sort_by_key(|cast| cast.tracker);
            forged.words.sort();
            forged.sealed = forged.sealed_now(&round);
        }
        forged.digest = forged.digest_now();
        Some(forged)
    }

    /// All that, and the box opened again by the trustees, with a result and a balance to fit.
    fn opened_again(&self, document: &Value, rng: &mut StdRng) -> Option<BallotBox> {
        let mut forged = self.sealed_again(document)?;
        let round = forged.round().ok()?;
        let outcome = forged.outcome.as_ref()?;
        let accounted = outcome.paper.ballots + outcome.slips.spoiled + outcome.slips.unreturned;
        forged.issued.slips = (forged.cast() + accounted).checked_sub(forged.issued.by_token)?;
        forged.sealed = forged.sealed_now(&round);
        let mut sums: Vec<Vec<Pair>> =
            forged.questions.iter().map(|question| vec![Pair::nothing(); question.options.len()]).collect();
        for cast in &forged.ballots {
            let pairs = cast.ballot().pairs(round.form()).ok()?;
            sums.iter_mut()
                .flatten()
                .zip(pairs.into_iter().flatten())
                .for_each(|(sum, pair)| *sum = sum.plus(pair));
        }
        let tally = crate::EncryptedTally::of(forged.sealed, forged.cast(), &sums);
        let who = [&self.keys[0], &self.keys[2]];
        let openings =
            who.map(|key| round.open(key, &tally, rng)).into_iter().collect::<Result<Vec<_>, _>>().ok()?;
        let outcome = forged.outcome.as_mut()?;
        if let Some(result) =
            round.counts(&tally, &openings).ok().and_then(|cast| cast.plus(&outcome.paper.counts))
        {
            outcome.result = result;
        }
        outcome.openings = openings;
        forged.digest = forged.digest_now();
        Some(forged)
    }

    /// `number` alterations of what these paths lead to, each published as `forge` says, and each found.
    fn assert_found(
        &self,
        number: usize,
        seed: u64,
        at: impl Fn(&str) -> bool,
        forge: impl Fn(&Value, &mut StdRng) -> Option<String>,
    ) {
        let mut rng = chance(seed);
        let original = serde_json::to_value(&self.complete).expect("JSON");
        let mut all = Vec::new();
        paths(&original, "", &mut all);
        all.retain(|path| at(path));
        let mut tried = 0;
        while tried < number {
            let path = &all[rng.random_range(0..all.len())];
            let mut document = original.clone();
            alter(&mut document, path, &self.outside, &mut rng);
            if document == original {
                continue;
            }
            let text = forge(&document, &mut rng).unwrap_or_else(|| document.to_string());
            // Ballots that changed places and were put in order again: that is the same box.
            if serde_json::from_str::<Value>(&text).expect("JSON") == original {
                continue;
            }
            assert!(check(&text, None, None).is_err(), "altered at {path}, and not found");
            tried += 1;
        }
    }
}

#[test]
fn the_box_itself_holds() {
    let scene = scene();
    check(&scene.complete.to_json(), None, None).expect("everything holds");
    let same = serde_json::to_value(&scene.complete).expect("JSON");
    assert_eq!(
        scene.sealed_again(&same),
        Some(scene.complete.clone()),
        "the forgers' tools make the same box"
    );
    let again = scene.opened_again(&same, &mut chance(1)).expect("opened");
    check(&again.to_json(), None, None).expect("and one as good as it");
}

#[test]
fn every_alteration_is_found() {
    let scene = scene();
    thread::scope(|threads| {
        threads.spawn(|| scene.assert_found(3000, 1, |_| true, |_, _| None));
        // Who can compute digests needs the trustees to change what was sealed, and the balance to change the rest.
        for seed in [2, 3] {
            let digests_anew = |document: &Value, _: &mut StdRng| {
                scene.sealed_again(document).map(|forged| forged.to_json())
            };
            let scene = &scene;
            threads.spawn(move || scene.assert_found(2000, seed, |_| true, digests_anew));
        }
    });
}

#[test]
fn no_trustee_can_help_to_alter_a_ballot() {
    let scene = scene();
    // Whole ballots and words are another matter: see the next test.
    let inside = |path: &str| {
        let form = ["/round", "/title", "/roll", "/questions"].iter().any(|start| path.starts_with(start));
        form || (path.starts_with("/ballots/") && !path.ends_with("tracker"))
    };
    scene.assert_found(1500, 4, inside, |document, rng| {
        scene.opened_again(document, rng).map(|forged| forged.to_json())
    });
}

#[test]
fn with_all_trustees_only_the_journal_shows_ballots_added_or_taken_out() {
    let scene = scene();
    let mut rng = chance(5);
    let original = serde_json::to_value(&scene.complete).expect("JSON");
    let known = scene.complete.sealed.to_string();
    for at in 0..3 {
        let mut taken = original.clone();
        taken["ballots"].as_array_mut().expect("a list").remove(at);
        let mut added = original.clone();
        added["ballots"].as_array_mut().expect("a list").insert(at, scene.outside[0].clone());
        let mut words = original.clone();
        words["words"][at % 2] = scene.outside[1].clone();
        for document in [taken, added, words] {
            let forged = scene.opened_again(&document, &mut rng).expect("opened").to_json();
            assert_eq!(check(&forged, Some(&known), None).err(), Some(recount::Fault::OtherSealed));
            assert!(check(&forged, None, None).is_ok(), "without the journal's digest nothing can be said");
        }
    }
    let mut signed = original;
    signed["issued"]["tokens"] = 5.into();
    let forged = scene.opened_again(&signed, &mut rng).expect("opened").to_json();
    assert_eq!(check(&forged, Some(&known), None).err(), Some(recount::Fault::OtherSealed), "tokens as well");
}

#[test]
fn every_byte_of_the_file_matters() {
    let scene = scene();
    let mut rng = chance(6);
    let original = scene.complete.to_json().into_bytes();
    for _ in 0..1500 {
        let mut bytes = original.clone();
        let at = rng.random_range(0..bytes.len());
        match rng.random_range(0..4) {
            0 => bytes[at] ^= 1 << rng.random_range(0..8),
            1 => bytes[at] = rng.random_range(33..127),
            2 => drop(bytes.remove(at)),
            _ => bytes.truncate(at),
        }
        let Ok(text) = String::from_utf8(bytes) else { continue };
        // The same value may be written with blanks, and only with blanks.
        let same = serde_json::from_str::<BallotBox>(&text).is_ok_and(|read| read == scene.complete);
        assert!(same || check(&text, None, None).is_err(), "altered at byte {at}, and not found");
    }
}
