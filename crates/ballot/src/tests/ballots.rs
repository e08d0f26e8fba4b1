use curve25519_dalek::scalar::Scalar;

use super::*;
use crate::{Flaw, MOST_OPTIONS, SealedBallot};

#[test]
fn a_ballot_is_accepted_whatever_it_chooses() {
    let mut rng = chance(1);
    let (round, _) = round(&[2, 3, 6], &mut rng);
    for (first, second, third) in [(0, 0, 0), (1, 2, 5), (0, 1, 3)] {
        let ballot = round.seal(&[first, second, third], &mut rng).expect("valid");
        assert_eq!(round.check(&ballot), Ok(()));
    }
}

#[test]
fn a_ballot_answers_each_question_with_an_option_that_there_is() {
    let mut rng = chance(2);
    let (round, _) = round(&[2, 3], &mut rng);
    for choices in [&[0][..], &[0, 3], &[2, 0], &[0, 0, 0], &[]] {
        assert_eq!(round.seal(choices, &mut rng), Err(Flaw::Choices), "{choices:?}");
    }
}

#[test]
fn a_ballot_with_two_votes_none_or_minus_one_is_refused() {
    let mut rng = chance(3);
    let (round, _) = round(&[3, 3], &mut rng);
    let (no, yes, two) = (Scalar::ZERO, Scalar::ONE, Scalar::from(2u8));
    // The last but one sums to 1, so that only the proofs of the single options can tell.
    let forged =
        [[yes, yes, no], [yes, yes, yes], [no, no, no], [two, no, no], [two, -yes, no], [yes, yes, -yes]];
    for votes in forged {
        let ballot = round.seal_votes(&[vec![yes, no, no], votes.to_vec()], &mut rng);
        assert_eq!(round.check(&ballot), Err(Flaw::Ballot { question: 1 }), "{votes:?}");
        assert!(round.close(slips_only(9), vec![ballot], &[]).is_err(), "nor does the box take it");
    }
}

#[test]
fn parts_of_ballots_cannot_be_exchanged() {
    let mut rng = chance(4);
    let (round, _) = round(&[3, 3], &mut rng);
    let one = round.seal(&[0, 1], &mut rng).expect("valid");
    let other = round.seal(&[2, 2], &mut rng).expect("valid");
    let mut mixed = one.clone();
    mixed.answers[1] = other.answers[1].clone();
    assert!(round.check(&mixed).is_err(), "an answer of another ballot");
    let mut turned = one.clone();
    turned.answers.swap(0, 1);
    assert!(round.check(&turned).is_err(), "the answers the other way round");
    let mut turned = one.clone();
    turned.answers[0].options.swap(0, 1);
    assert!(round.check(&turned).is_err(), "two options exchanged");
}

#[test]
fn a_ballot_belongs_to_its_round_only() {
    let mut rng = chance(5);
    let (round, _) = round(&[3], &mut rng);
    let ballot = round.seal(&[0], &mut rng).expect("valid");
    let changed = [
        Form { title: "Another".into(), ..form(&[3]) },
        Form { round: "2026-08".into(), ..form(&[3]) },
        Form { roll: 501, ..form(&[3]) },
    ];
    for form in changed {
        let other = Round::new(form, round.key().clone()).expect("a good form");
        assert!(other.check(&ballot).is_err());
        assert_ne!(other.tracker(&ballot), round.tracker(&ballot));
    }
}

#[test]
fn a_ballot_goes_through_bytes_and_json() {
    let mut rng = chance(6);
    let (round, _) = round(&[3, 2], &mut rng);
    let ballot = round.seal(&[0, 1], &mut rng).expect("valid");
    let bytes = ballot.to_bytes();
    assert_eq!(bytes.len(), (5 * 6 + 2 * 2) * 32);
    assert_eq!(SealedBallot::from_bytes(round.form(), &bytes), Ok(ballot.clone()));
    let json = serde_json::to_string(&ballot).expect("JSON");
    assert_eq!(serde_json::from_str::<SealedBallot>(&json).expect("JSON"), ballot);
    for wrong in [
        &bytes[1..],
        &bytes[32..],
        &[bytes.clone(), vec![0]].concat(),
        &[bytes.clone(), vec![0; 32]].concat(),
    ] {
        assert_eq!(SealedBallot::from_bytes(round.form(), wrong), Err(Flaw::Shape));
    }
}

#[test]
fn the_same_choice_looks_different_every_time() {
    let mut rng = chance(7);
    let (round, _) = round(&[2], &mut rng);
    let one = round.seal(&[0], &mut rng).expect("valid");
    let other = round.seal(&[0], &mut rng).expect("valid");
    assert_ne!(one.answers[0].options[0].a, other.answers[0].options[0].a);
    assert_ne!(round.tracker(&one), round.tracker(&other));
}

#[test]
fn a_form_that_cannot_be_asked_is_refused() {
    let mut rng = chance(8);
    let (round, _) = round(&[2], &mut rng);
    let asked = |form: Form| Round::new(form, round.key().clone()).map(|_| ());
    let mut twins = form(&[2]);
    twins.questions[0].options[1] = twins.questions[0].options[0].clone();
    let wrong = [
        form(&[]),
        form(&[1]),
        form(&[MOST_OPTIONS + 1]),
        form(&[2; 21]),
        Form { title: " ".into(), ..form(&[2]) },
        Form { round: String::new(), ..form(&[2]) },
        twins,
    ];
    for form in wrong {
        assert_eq!(asked(form.clone()), Err(Flaw::Form), "{form:?}");
    }
    assert_eq!(asked(form(&[MOST_OPTIONS; 20])), Ok(()));
}
