use super::*;
use crate::{Flaw, MOST_WORDS, SealedWords};

#[test]
fn words_come_back_when_two_trustees_open_them() {
    let mut rng = chance(1);
    let (round, keys) = round(&[2], &mut rng);
    let texts = ["", "路灯修好了，谢谢。", &"长".repeat(MOST_WORDS / 3)];
    let sealed: Vec<SealedWords> =
        texts.iter().map(|text| round.seal_words(text, &mut rng).expect("short enough")).collect();
    let openings: Vec<_> =
        keys[1..].iter().map(|key| round.open_words(key, &sealed, &mut rng).expect("an own key")).collect();
    assert_eq!(round.words(&sealed, &openings), Ok(texts.map(str::to_owned).to_vec()));
    assert_eq!(round.words(&sealed, &openings[..1]), Err(Flaw::TooFew { has: 1, needed: 2 }));
    let json = serde_json::to_string(&(&sealed, &openings)).expect("JSON");
    assert_eq!(serde_json::from_str::<(Vec<SealedWords>, Vec<_>)>(&json).expect("JSON"), (sealed, openings));
}

#[test]
fn too_many_words_are_refused_and_the_length_tells_little() {
    let mut rng = chance(2);
    let (round, _) = round(&[2], &mut rng);
    assert_eq!(round.seal_words(&"x".repeat(MOST_WORDS + 1), &mut rng), Err(Flaw::Words));
    let mut length = |text: &str| {
        let words = round.seal_words(text, &mut rng).expect("short enough");
        serde_json::to_string(&words).expect("JSON").len()
    };
    assert_eq!(length(""), length(&"x".repeat(254)));
    assert_ne!(length(""), length(&"x".repeat(255)));
}

#[test]
fn altered_words_and_shares_are_found() {
    let mut rng = chance(3);
    let (round, keys) = round(&[2], &mut rng);
    let sealed = vec![
        round.seal_words("one", &mut rng).expect("short"),
        round.seal_words("two", &mut rng).expect("short"),
    ];
    let openings: Vec<_> =
        keys[..2].iter().map(|key| round.open_words(key, &sealed, &mut rng).expect("an own key")).collect();
    let mut wrong = openings.clone();
    wrong[1].shares.swap(0, 1);
    assert_eq!(round.words(&sealed, &wrong), Err(Flaw::Opening { trustee: 2 }));
    let json = serde_json::to_string(&sealed[0]).expect("JSON");
    let last = json.rfind(|sign: char| sign.is_ascii_hexdigit()).expect("hex");
    let sign = if &json[last..=last] == "0" { "1" } else { "0" };
    let altered: SealedWords =
        serde_json::from_str(&format!("{}{sign}{}", &json[..last], &json[last + 1..])).expect("JSON");
    assert_ne!(altered.mark(), sealed[0].mark());
    assert_eq!(round.words(&[altered.clone(), sealed[1].clone()], &openings), Err(Flaw::Words));
    assert_eq!(round.open_words(&keys[0], &[altered], &mut rng), Err(Flaw::Words));
}

#[test]
fn a_ballot_dressed_up_as_words_is_not_opened() {
    let mut rng = chance(4);
    let (round, keys) = round(&[2], &mut rng);
    let ballot = round.seal(&[1], &mut rng).expect("valid");
    let words = round.seal_words("", &mut rng).expect("short");
    let mut json = serde_json::to_value(&words).expect("JSON");
    json["point"] = serde_json::to_value(ballot.answers[0].options[0].a).expect("JSON");
    let dressed: SealedWords = serde_json::from_value(json).expect("JSON");
    assert_eq!(round.open_words(&keys[0], &[dressed], &mut rng), Err(Flaw::Words));
}

#[test]
fn words_of_another_round_are_not_opened() {
    let mut rng = chance(5);
    let (round, keys) = round(&[2], &mut rng);
    let other =
        Round::new(Form { round: "2026-08".into(), ..form(&[2]) }, round.key().clone()).expect("good");
    let words = other.seal_words("elsewhere", &mut rng).expect("short");
    assert_eq!(round.open_words(&keys[0], &[words], &mut rng), Err(Flaw::Words));
}
