//! Each section by itself: a forger who makes all digests anew gets past the others.

use super::*;

/// The example, altered.
fn altered(alter: impl FnOnce(&mut Document)) -> Document {
    let mut document = document();
    alter(&mut document);
    document
}

fn encoded(point: RistrettoPoint) -> String {
    hex::encode(point.compress().as_bytes())
}

#[test]
fn a_form_that_nobody_can_be_asked_is_refused() {
    let alterations: [fn(&mut Document); 9] = [
        |document| document.round.clear(),
        |document| document.title = " ".into(),
        |document| document.questions.clear(),
        |document| document.questions[0].text.clear(),
        |document| document.questions[0].options.truncate(1),
        |document| document.questions[0].options[1].clear(),
        |document| document.questions[0].options[1] = document.questions[0].options[0].clone(),
        |document| document.questions[0].options.extend(["a", "b", "c", "d"].map(str::to_owned)),
        |document| {
            let many = |at| Question { text: format!("{at}"), options: vec!["a".into(), "b".into()] };
            document.questions = (0..21).map(many).collect();
        },
    ];
    assert_eq!(form(&document()), Ok(()));
    for (at, alter) in alterations.into_iter().enumerate() {
        assert_eq!(form(&altered(alter)), Err(Fault::Form), "alteration {at}");
    }
}

#[test]
fn a_key_that_does_not_fit_itself_is_refused() {
    let alterations: [fn(&mut Document); 9] = [
        |document| document.key.public = document.key.commitments[1].clone(),
        |document| document.key.commitments.swap(0, 1),
        |document| document.key.commitments[1] = document.key.commitments[0].clone(),
        |document| document.key.trustees[2].share = document.key.trustees[1].share.clone(),
        |document| document.key.trustees[0].number = 2,
        |document| document.key.trustees[0].name.clear(),
        |document| document.key.trustees.truncate(1),
        |document| document.key.needed = 3,
        |document| {
            document.key.needed = 0;
            document.key.commitments.clear();
        },
    ];
    assert!(key(&document()).is_ok());
    for (at, alter) in alterations.into_iter().enumerate() {
        assert_eq!(key(&altered(alter)).err(), Some(Fault::Key), "alteration {at}");
    }
}

#[test]
fn a_key_or_share_that_is_nothing_is_refused_even_if_it_fits() {
    let fits = |document: &mut Document, first: RistrettoPoint| {
        let second = point(&document.key.commitments[1]).expect("a point");
        document.key.commitments[0] = encoded(first);
        document.key.public = encoded(first);
        for trustee in &mut document.key.trustees {
            trustee.share = encoded(first + second * Scalar::from(trustee.number));
        }
    };
    let second = point(&document().key.commitments[1]).expect("a point");
    let no_key = altered(|document| fits(document, Pair::nothing().0));
    let no_share = altered(|document| fits(document, -second * Scalar::from(2u8)));
    let other = altered(|document| fits(document, second));
    assert_eq!(key(&no_key).err(), Some(Fault::Key), "what anybody can open");
    assert_eq!(key(&no_share).err(), Some(Fault::Key), "a trustee who holds nothing");
    assert!(key(&other).is_ok(), "any other key that fits");
}

#[test]
fn ballots_and_words_stand_in_their_order_and_once() {
    let context = context(&document()).expect("hex");
    let order = |document: &Document| places(document, &context).err();
    let tracker = |at: usize| document().ballots[at].tracker.clone();
    assert_eq!(order(&document()), None);
    let turned = altered(|document| document.ballots.swap(1, 2));
    assert_eq!(order(&turned), Some(Fault::Order(tracker(1))));
    let twice = altered(|to| to.ballots.insert(1, document().ballots.remove(0)));
    assert_eq!(order(&twice), Some(Fault::Order(tracker(0))));
    let (low, high) = ("11".repeat(32), "22".repeat(32));
    for words in [[&low, &low], [&high, &low]] {
        let words = altered(|document| document.words = words.map(Clone::clone).to_vec());
        assert!(matches!(order(&words), Some(Fault::Order(_))));
    }
    let shorter = altered(|document| drop(document.ballots[1].answers.pop()));
    assert_eq!(order(&shorter), Some(Fault::Shape(tracker(1))));
    let shorter = altered(|document| drop(document.ballots[1].answers[0].options.pop()));
    assert_eq!(order(&shorter), Some(Fault::Shape(tracker(1))));
}

#[test]
fn values_have_one_way_to_be_written() {
    let point_of = |text: &str| point(text).is_ok();
    let good = document().key.public;
    assert!(point_of(&good));
    assert!(!point_of(&good.to_uppercase()) && !point_of(&good[2..]) && !point_of(&format!("{good}00")));
    assert!(!point_of(&"ff".repeat(32)), "no point");
    let order = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
    assert!(scalar(order).is_err(), "the order itself is zero written in another way");
    assert!(scalar(&order.replacen('e', "0", 1)).is_ok());
}

#[test]
fn the_openings_are_those_of_enough_trustees_each_once() {
    let good = document();
    let sums: Vec<Vec<Pair>> = good
        .questions
        .iter()
        .enumerate()
        .map(|(q, question)| {
            let sum = |o: usize| {
                let add = |sum: Pair, ballot: &Ballot| {
                    let option = &ballot.answers[q].options[o];
                    sum.plus(Pair(point(&option.a).expect("a point"), point(&option.b).expect("a point")))
                };
                good.ballots.iter().fold(Pair::nothing(), add)
            };
            (0..question.options.len()).map(sum).collect()
        })
        .collect();
    let shares = key(&good).expect("fits");
    let counted = |document: &Document, change: fn(&mut Vec<Opening>)| {
        let mut openings = self::document().outcome.expect("opened").openings;
        change(&mut openings);
        count(document, &openings, &shares, &sums)
    };
    assert_eq!(counted(&good, |_| ()), Ok(vec![vec![2, 1, 0], vec![2, 1]]));
    let alterations: [(fn(&mut Vec<Opening>), Fault); 8] = [
        (|openings| drop(openings.pop()), Fault::Trustees),
        (|openings| openings.clear(), Fault::Trustees),
        (|openings| openings.swap(0, 1), Fault::Trustees),
        (|openings| openings[1].trustee = 1, Fault::Trustees),
        (|openings| openings[1].trustee = 4, Fault::Trustees),
        (|openings| openings[1].trustee = 2, Fault::Opening(2)),
        (|openings| openings[0].shares[0].swap(0, 1), Fault::Opening(1)),
        (|openings| drop(openings[1].shares.pop()), Fault::Opening(3)),
    ];
    for (at, (change, fault)) in alterations.into_iter().enumerate() {
        assert_eq!(counted(&good, change), Err(fault), "alteration {at}");
    }
}

/// Every value of a ballot that a proof is about or made of.
fn values(ballot: &mut Ballot) -> Vec<&mut String> {
    let mut all = Vec::new();
    for answer in &mut ballot.answers {
        for option in &mut answer.options {
            all.extend([&mut option.a, &mut option.b]);
            all.extend(&mut option.bit);
        }
        all.extend(&mut answer.sum);
    }
    all
}

#[test]
fn every_value_of_a_ballot_is_proven() {
    let good = document();
    let context = context(&good).expect("hex");
    let public = point(&good.key.public).expect("a point");
    let proven = |ballot: &Ballot| {
        let mut sums = vec![vec![Pair::nothing(); 3], vec![Pair::nothing(); 2]];
        proofs(ballot, &context, &public, &mut sums)
    };
    for at in 0..5 * 6 + 2 * 2 {
        let mut ballots = document().ballots;
        let (one, others) = ballots.split_at_mut(1);
        assert_eq!(proven(&one[0]), Ok(()));
        // A good value of another ballot in this one's place.
        values(&mut one[0])[at].clone_from(values(&mut others[0])[at]);
        assert_eq!(proven(&one[0]), Err(Fault::Ballot(one[0].tracker.clone())), "value {at}");
    }
    let mut ballots = document().ballots;
    ballots[0].answers[0].options.swap(0, 1);
    assert!(proven(&ballots[0]).is_err(), "options exchanged");
}
