use super::*;
use crate::{Flaw, Issued, Slips, difference};

const OPTIONS: [usize; 2] = [3, 2];

/// The box of these choices, of so many slips.
fn of_slips(round: &Round, choices: &[Vec<usize>], slips: u64, rng: &mut StdRng) -> BallotBox {
    let ballots = choices.iter().map(|choices| round.seal(choices, rng).expect("valid choices")).collect();
    round.close(slips_only(slips), ballots, &[]).expect("good ballots")
}

#[test]
fn the_box_adds_paper_to_what_was_sealed() {
    let mut rng = chance(1);
    let (round, keys) = round(&OPTIONS, &mut rng);
    let closed = of_slips(&round, &[vec![0, 1], vec![0, 0], vec![2, 1]], 10, &mut rng);
    let openings = opened(&round, &[&keys[2], &keys[0]], &closed, &mut rng);
    let paper = Paper { ballots: 4, counts: Counts(vec![vec![1, 2, 1], vec![0, 3]]) };
    let complete =
        round.complete(&closed, Slips { spoiled: 1, unreturned: 2 }, paper, openings).expect("balanced");
    let outcome = complete.outcome.as_ref().expect("complete");
    assert_eq!(outcome.result, Counts(vec![vec![3, 2, 2], vec![1, 5]]));
    assert_eq!(outcome.openings.iter().map(|opening| opening.trustee).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(complete.sealed, closed.sealed, "what was committed to stays");
    assert_ne!(complete.digest, closed.digest);
    assert_eq!(BallotBox::from_json(&complete.to_json()), Ok(complete));
}

#[test]
fn slips_that_are_not_accounted_for_are_named() {
    let mut rng = chance(2);
    let (round, keys) = round(&OPTIONS, &mut rng);
    let closed = of_slips(&round, &[vec![0, 1], vec![0, 0]], 5, &mut rng);
    let openings = opened(&round, &[&keys[0], &keys[1]], &closed, &mut rng);
    let complete = |unreturned| {
        let slips = Slips { spoiled: 1, unreturned };
        round.complete(&closed, slips, no_paper(&OPTIONS), openings.clone())
    };
    assert_eq!(complete(0).err(), Some(Flaw::Unbalanced { difference: 2 }));
    assert_eq!(complete(3).err(), Some(Flaw::Unbalanced { difference: -1 }));
    assert!(complete(2).is_ok());
    let many = Slips { spoiled: u64::MAX, unreturned: 0 };
    assert_eq!(difference(u64::MAX, &slips_only(0), &many, &no_paper(&OPTIONS)), i64::MIN);
}

#[test]
fn a_paper_tally_fits_the_form_and_its_ballots() {
    let mut rng = chance(3);
    let (round, keys) = round(&OPTIONS, &mut rng);
    let closed = closed(&round, &[vec![0, 1]], &[], &mut rng);
    let openings = opened(&round, &[&keys[0], &keys[1]], &closed, &mut rng);
    for counts in [vec![vec![1, 1, 1], vec![0, 0]], vec![vec![1, 0], vec![0, 0]], vec![vec![1, 0, 0]], vec![]]
    {
        let paper = Paper { ballots: 2, counts: Counts(counts.clone()) };
        let wrong = round.complete(&closed, Slips { spoiled: 0, unreturned: 0 }, paper, openings.clone());
        assert_eq!(wrong.err(), Some(Flaw::Paper), "{counts:?}");
    }
}

#[test]
fn the_same_ballot_twice_is_refused() {
    let mut rng = chance(4);
    let (round, _) = round(&OPTIONS, &mut rng);
    let ballot = round.seal(&[0, 0], &mut rng).expect("valid");
    let twins = round.close(slips_only(9), vec![ballot.clone(), ballot.clone()], &[]);
    assert_eq!(twins.err(), Some(Flaw::Twice(round.tracker(&ballot))));
    let words = round.seal_words("twice", &mut rng).expect("short");
    assert_eq!(round.close(slips_only(9), vec![ballot], &[words.clone(), words]).err(), Some(Flaw::Words));
}

#[test]
fn the_order_of_the_box_does_not_depend_on_who_came_first() {
    let mut rng = chance(5);
    let (round, _) = round(&OPTIONS, &mut rng);
    let mut ballots: Vec<_> =
        (0..9).map(|at| round.seal(&[at % 3, at % 2], &mut rng).expect("valid")).collect();
    let words =
        [round.seal_words("a", &mut rng), round.seal_words("b", &mut rng)].map(|words| words.expect("short"));
    let one = round.close(slips_only(9), ballots.clone(), &words).expect("good");
    ballots.reverse();
    let other =
        round.close(slips_only(9), ballots.clone(), &[words[1].clone(), words[0].clone()]).expect("good");
    assert_eq!(one.to_json(), other.to_json());
    assert!(ballots.iter().all(|ballot| one.has(&round.tracker(ballot))));
    let strange = round.seal(&[0, 0], &mut rng).expect("valid");
    assert!(!one.has(&round.tracker(&strange)));
}

#[test]
fn a_box_that_was_changed_after_closing_is_not_opened() {
    let mut rng = chance(6);
    let (round, _) = round(&OPTIONS, &mut rng);
    let closed = closed(&round, &[vec![0, 1], vec![1, 0], vec![2, 0]], &[], &mut rng);
    let mut dropped = closed.clone();
    dropped.ballots.remove(1);
    assert_eq!(round.tally(&dropped).err(), Some(Flaw::Digest));
    let mut turned = closed.clone();
    turned.ballots.swap(0, 1);
    assert_eq!(round.tally(&turned).err(), Some(Flaw::Digest));
    let mut renamed = closed.clone();
    renamed.title = "Another".into();
    assert_eq!(round.tally(&renamed).err(), Some(Flaw::Digest));
}

#[test]
fn a_box_brings_its_round_along() {
    let mut rng = chance(7);
    let (round, _) = round(&OPTIONS, &mut rng);
    let closed = closed(&round, &[vec![0, 1]], &[], &mut rng);
    let again = BallotBox::from_json(&closed.to_json()).and_then(|read| read.round()).expect("good");
    assert_eq!((again.form(), again.key()), (round.form(), round.key()));
    assert_eq!(closed.cast(), 1);
}

#[test]
fn a_document_with_anything_more_is_not_read() {
    let mut rng = chance(8);
    let (round, _) = round(&OPTIONS, &mut rng);
    let json = closed(&round, &[vec![0, 1]], &[], &mut rng).to_json();
    assert!(BallotBox::from_json(&json.replacen('{', r#"{"more":1,"#, 1)).is_err());
    assert!(BallotBox::from_json(&json.replacen(r#""roll":500"#, r#""roll":500.0"#, 1)).is_err());
    assert!(BallotBox::from_json(&json.to_uppercase()).is_err());
}

#[test]
fn more_ballots_than_slips_or_tokens_were_issued_are_no_box() {
    let mut rng = chance(9);
    let (round, keys) = round(&OPTIONS, &mut rng);
    let ballots: Vec<_> = (0..3).map(|at| round.seal(&[at, 0], &mut rng).expect("valid")).collect();
    for (slips, tokens, by_token, good) in [
        (3, 0, 0, true),
        (2, 0, 0, false),
        (2, 1, 1, true),
        (2, 0, 1, false),
        (1, 9, 1, false),
        (0, 3, 3, true),
        (9, 9, 4, false),
    ] {
        let issued = Issued { slips, tokens, by_token };
        let closed = round.close(issued, ballots.clone(), &[]);
        assert_eq!(closed.is_ok(), good, "{issued:?}");
    }
    // A token that was not used is nobody's slip: only slips balance.
    let issued = Issued { slips: 5, tokens: 4, by_token: 1 };
    let closed = round.close(issued, ballots, &[]).expect("covered");
    let openings = opened(&round, &[&keys[0], &keys[1]], &closed, &mut rng);
    let slips = Slips { spoiled: 1, unreturned: 2 };
    assert!(round.complete(&closed, slips, no_paper(&OPTIONS), openings).is_ok());
    for altered in
        [Issued { slips: 6, ..issued }, Issued { tokens: 5, ..issued }, Issued { by_token: 2, ..issued }]
    {
        let altered = BallotBox { issued: altered, ..closed.clone() };
        assert_eq!(round.tally(&altered).err(), Some(Flaw::Digest), "it was committed to");
    }
}

#[test]
fn a_box_of_version_1_is_shown_and_not_opened() {
    let mut rng = chance(10);
    let (round, keys) = round(&OPTIONS, &mut rng);
    let closed = of_slips(&round, &[vec![0, 1], vec![0, 0]], 4, &mut rng);
    let openings = opened(&round, &[&keys[0], &keys[1]], &closed, &mut rng);
    let slips = Slips { spoiled: 1, unreturned: 1 };
    let complete = round.complete(&closed, slips, no_paper(&OPTIONS), openings).expect("balanced");
    let mut value = serde_json::to_value(&complete).expect("JSON");
    value["version"] = 1.into();
    assert!(BallotBox::from_json(&value.to_string()).is_ok_and(|read| read.version == 1));
    value.as_object_mut().expect("a box").remove("issued");
    value["outcome"]["slips"]["issued"] = 4.into();
    let read = BallotBox::from_json(&value.to_string()).expect("a box of version 1");
    assert_eq!((read.issued, &read.outcome), (slips_only(4), &complete.outcome));
    assert_eq!(round.tally(&read).err(), Some(Flaw::Digest));
    value["version"] = 2.into();
    assert!(BallotBox::from_json(&value.to_string()).is_err(), "version 2 says it in its own place");
}
