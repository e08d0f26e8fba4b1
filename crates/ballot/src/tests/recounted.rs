//! The independent program comes to the same.

use curve25519_dalek::scalar::Scalar;
use proptest::prelude::*;
use recount::{Fault, check};

use super::*;
use crate::{Cast, Issued, Slips};

/// A complete box of so many voters, and what a plain count says of the sealed ones and of all.
fn complete(options: &[usize], voters: usize, on_paper: u64, seed: u64) -> (BallotBox, Counts, Counts) {
    let mut rng = chance(seed);
    let (round, keys) = round(options, &mut rng);
    let sealed = choices(options, voters, &mut rng);
    let ballots: Vec<_> = sealed.iter().map(|one| round.seal(one, &mut rng).expect("valid")).collect();
    // A third of them came with a token, and two tokens were not used.
    let (cast, by_token) = (ballots.len() as u64, ballots.len() as u64 / 3);
    let issued = Issued { slips: cast - by_token + on_paper + 5, tokens: by_token + 2, by_token };
    let closed = round.close(issued, ballots, &[]).expect("good ballots");
    let openings = opened(&round, &[&keys[1], &keys[2]], &closed, &mut rng);
    let paper = choices(options, usize::try_from(on_paper).expect("few"), &mut rng);
    let all = plain(options, &[sealed.clone(), paper.clone()].concat());
    let slips = Slips { spoiled: 2, unreturned: 3 };
    let paper = Paper { ballots: on_paper, counts: plain(options, &paper) };
    let complete = round.complete(&closed, slips, paper, openings).expect("balanced");
    (complete, plain(options, &sealed), all)
}

fn assert_recounted(options: &[usize], voters: usize, on_paper: u64, seed: u64) {
    let (complete, cast, all) = complete(options, voters, on_paper, seed);
    let (sealed, digest) = (complete.sealed.to_string(), complete.digest.to_string());
    let report = check(&complete.to_json(), Some(&sealed), Some(&digest)).expect("everything holds");
    let counted = report.counted.expect("opened");
    assert_eq!((Counts(counted.cast), Counts(counted.result)), (cast, all));
    assert_eq!(report.trackers.len(), voters);
    assert_eq!(report.issued, [complete.issued.slips, complete.issued.tokens, complete.issued.by_token]);
    let stranger = Some("00".repeat(32));
    assert_eq!(check(&complete.to_json(), stranger.as_deref(), None).err(), Some(Fault::OtherSealed));
    assert_eq!(check(&complete.to_json(), None, stranger.as_deref()).err(), Some(Fault::OtherDigest));
}

#[test]
fn three_hundred_voters_are_counted_as_a_plain_count_counts_them() {
    assert_recounted(&[3, 3], 300, 40, 1);
}

#[test]
fn a_closed_box_holds_before_it_is_opened() {
    let mut rng = chance(2);
    let (round, _) = round(&[3], &mut rng);
    for voters in [0, 3] {
        let choices = choices(&[3], voters, &mut rng);
        let words = [round.seal_words("short", &mut rng).expect("short")];
        let closed = closed(&round, &choices, &words, &mut rng);
        let report = check(&closed.to_json(), None, None).expect("everything holds");
        assert!(report.counted.is_none());
        assert_eq!((report.trackers.len(), report.words), (voters, 1));
    }
}

#[test]
fn a_ballot_with_more_or_less_than_one_vote_is_found_in_the_box() {
    let mut rng = chance(3);
    let (round, _) = round(&[3], &mut rng);
    let good = closed(&round, &[vec![0], vec![1]], &[], &mut rng);
    let (no, yes, two) = (Scalar::ZERO, Scalar::ONE, Scalar::from(2u8));
    for votes in [[yes, yes, no], [no, no, no], [two, no, no], [two, -yes, no], [-yes, yes, yes]] {
        let mut forged = good.clone();
        let ballot = round.seal_votes(&[votes.to_vec()], &mut rng);
        let tracker = round.tracker(&ballot);
        forged.ballots.push(Cast { tracker, answers: ballot.answers });
        forged.ballots.sort_by_key(|cast| cast.tracker);
        forged.issued.slips += 1;
        forged.sealed = forged.sealed_now(&round);
        forged.digest = forged.digest_now();
        let found = check(&forged.to_json(), None, None).err();
        assert_eq!(found, Some(Fault::Ballot(tracker.to_string())), "{votes:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn any_round_is_counted_as_a_plain_count_counts_it(
        seed in any::<u64>(),
        options in proptest::collection::vec(2..=6usize, 1..=4),
        voters in 0..=25usize,
        on_paper in 0..=10u64,
    ) {
        assert_recounted(&options, voters, on_paper, seed);
    }
}
