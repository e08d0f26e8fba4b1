use proptest::prelude::*;

use super::*;
use crate::{Flaw, Hex32};

const OPTIONS: [usize; 2] = [3, 2];

#[test]
fn any_two_of_three_trustees_open_the_count_and_all_three_too() {
    let mut rng = chance(1);
    let (round, keys) = round(&OPTIONS, &mut rng);
    let choices = choices(&OPTIONS, 7, &mut rng);
    let closed = closed(&round, &choices, &[], &mut rng);
    let tally = round.tally(&closed).expect("good");
    for who in [&[0, 1][..], &[1, 2], &[2, 0], &[0, 1, 2]] {
        let keys: Vec<&TrusteeKey> = who.iter().map(|at| &keys[*at]).collect();
        let openings = opened(&round, &keys, &closed, &mut rng);
        assert_eq!(round.counts(&tally, &openings), Ok(plain(&OPTIONS, &choices)), "{who:?}");
    }
}

#[test]
fn one_trustee_alone_opens_nothing() {
    let mut rng = chance(2);
    let (round, keys) = round(&OPTIONS, &mut rng);
    let closed = closed(&round, &[vec![0, 1]], &[], &mut rng);
    let tally = round.tally(&closed).expect("good");
    let one = opened(&round, &[&keys[0]], &closed, &mut rng);
    assert_eq!(round.counts(&tally, &one), Err(Flaw::TooFew { has: 1, needed: 2 }));
    let twice = [one[0].clone(), one[0].clone()];
    assert_eq!(round.counts(&tally, &twice), Err(Flaw::Trustees));
    // Even if a program did not ask how many: with one share the sums do not come out as small numbers.
    let point = tally_point(&tally, 0, 0) - one[0].shares[0][0].point.point().expect("a point");
    let small = (0..1000u32).map(|n| RistrettoPoint::mul_base(&Scalar::from(n)));
    assert!(!small.into_iter().any(|n| n == point));
}

use curve25519_dalek::{ristretto::RistrettoPoint, scalar::Scalar};

fn tally_point(tally: &crate::EncryptedTally, question: usize, option: usize) -> RistrettoPoint {
    let json = serde_json::to_value(tally).expect("JSON");
    let text = json["sums"][question][option][1].as_str().expect("a point").to_owned();
    text.parse::<Hex32>().and_then(|hex| hex.point()).expect("a point")
}

#[test]
fn a_wrong_share_is_found_and_its_trustee_named() {
    let mut rng = chance(3);
    let (round, keys) = round(&OPTIONS, &mut rng);
    let closed = closed(&round, &choices(&OPTIONS, 3, &mut rng), &[], &mut rng);
    let tally = round.tally(&closed).expect("good");
    let good = opened(&round, &[&keys[0], &keys[2]], &closed, &mut rng);
    let mut wrong = good.clone();
    wrong[1].shares[1][0].point = good[0].shares[1][0].point;
    assert_eq!(round.counts(&tally, &wrong), Err(Flaw::Opening { trustee: 3 }));
    let mut wrong = good.clone();
    wrong[0].shares[0][0].proof[1] = Hex32([255; 32]);
    assert_eq!(round.check_opening(&tally, &wrong[0]), Err(Flaw::Opening { trustee: 1 }));
    let mut wrong = good.clone();
    wrong[0].shares[0].pop();
    assert_eq!(round.check_opening(&tally, &wrong[0]), Err(Flaw::Opening { trustee: 1 }));
    let mut wrong = good.clone();
    wrong[0].trustee = 2;
    assert_eq!(round.counts(&tally, &wrong), Err(Flaw::Opening { trustee: 2 }));
    wrong[0].trustee = 9;
    assert_eq!(round.counts(&tally, &wrong), Err(Flaw::Trustees));
}

#[test]
fn an_opening_is_good_for_its_own_box_only() {
    let mut rng = chance(4);
    let (round, keys) = round(&OPTIONS, &mut rng);
    let ballots = [round.seal(&[0, 0], &mut rng), round.seal(&[1, 1], &mut rng)].map(|b| b.expect("valid"));
    let closed = round.close(slips_only(ballots.len() as u64), ballots.to_vec(), &[]).expect("good");
    // The same ballots, but words dropped or added: the sums are the same, the box is not.
    let words = round.seal_words("Well done", &mut rng).expect("short");
    let other = round.close(slips_only(ballots.len() as u64), ballots.to_vec(), &[words]).expect("good");
    let openings = opened(&round, &[&keys[0], &keys[1]], &closed, &mut rng);
    let tally = round.tally(&other).expect("good");
    assert_eq!(round.counts(&tally, &openings), Err(Flaw::Opening { trustee: 1 }));
}

#[test]
fn an_empty_box_is_opened_too() {
    let mut rng = chance(5);
    let (round, keys) = round(&OPTIONS, &mut rng);
    let closed = closed(&round, &[], &[], &mut rng);
    let openings = opened(&round, &[&keys[0], &keys[1]], &closed, &mut rng);
    let tally = round.tally(&closed).expect("good");
    assert_eq!(round.counts(&tally, &openings), Ok(plain(&OPTIONS, &[])));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn whoever_trusts_whom_the_count_is_the_plain_count(
        seed in any::<u64>(),
        options in proptest::collection::vec(2..=5usize, 1..=3),
        voters in 0..=20usize,
        (number, needed) in (1..=5usize).prop_flat_map(|number| (Just(number), 1..=number)),
    ) {
        let mut rng = chance(seed);
        let names: Vec<String> = (0..number).map(|at| format!("Trustee {at}")).collect();
        let (key, keys) = deal(&names, u8::try_from(needed).unwrap(), &mut rng).unwrap();
        let round = Round::new(form(&options), key).unwrap();
        let choices = choices(&options, voters, &mut rng);
        let closed = closed(&round, &choices, &[], &mut rng);
        let tally = round.tally(&closed).unwrap();
        let last: Vec<&TrusteeKey> = keys.iter().rev().take(needed).collect();
        let openings = opened(&round, &last, &closed, &mut rng);
        prop_assert_eq!(round.counts(&tally, &openings), Ok(plain(&options, &choices)));
        prop_assert!(needed == 1 || round.counts(&tally, &openings[1..]).is_err());
    }
}
