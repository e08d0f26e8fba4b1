use super::*;
use crate::{Flaw, Hex32, RoundKey, Tracker, Typing, bits, typed};

fn names(number: usize) -> Vec<String> {
    (1..=number).map(|at| format!("Trustee {at}")).collect()
}

#[test]
fn a_printed_key_is_typed_back() {
    let (round, keys) = round(&[2], &mut chance(1));
    for key in &keys {
        let printed = key.printed();
        assert_eq!(printed.split('-').count(), 14);
        assert!(printed.split('-').all(|group| group.len() == 5));
        let typed = TrusteeKey::typed(&printed).expect("as printed");
        assert_eq!(typed.number(), key.number());
        assert_eq!(round.owns(&typed), Ok(()));
    }
}

#[test]
fn what_looks_alike_is_taken_for_the_same() {
    let (round, keys) = round(&[2], &mut chance(2));
    let printed = keys[0].printed().to_string();
    let confused = printed.replace('0', "O").replace('1', "l");
    let wide: String = printed
        .chars()
        .map(|sign| char::from_u32(u32::from(sign) + 0xFEE0).expect("a full-width sign"))
        .collect();
    let others = [
        printed.to_lowercase(),
        confused.clone(),
        confused.replace('l', "I"),
        printed.replace('-', " "),
        printed.replace('-', ""),
        printed.replace('-', "\u{3000}"),
        wide,
        format!("  {printed}\r\n"),
    ];
    assert!(printed.contains('0') && printed.contains('1'), "this key shows both");
    for text in others {
        let key = TrusteeKey::typed(&text).unwrap_or_else(|wrong| panic!("{text}: {wrong}"));
        assert_eq!(round.owns(&key), Ok(()), "{text}");
    }
}

#[test]
fn every_wrong_sign_is_found_and_its_group_named() {
    let (_, keys) = round(&[2], &mut chance(3));
    let printed: Vec<char> = keys[1].printed().chars().collect();
    for at in (0..printed.len()).filter(|at| printed[*at] != '-') {
        for sign in bits::SIGNS.iter().map(|sign| char::from(*sign)).filter(|sign| *sign != printed[at]) {
            let mut text = printed.clone();
            text[at] = sign;
            let wrong = TrusteeKey::typed(&text.iter().collect::<String>());
            assert_eq!(wrong.err(), Some(Typing::Groups(vec![at / 6 + 1])));
        }
    }
}

#[test]
fn signs_and_groups_that_changed_places_are_found() {
    let (_, keys) = round(&[2], &mut chance(4));
    let printed = keys[2].printed().to_string();
    let groups: Vec<&str> = printed.split('-').collect();
    for at in 0..13 {
        let mut turned = groups.clone();
        turned.swap(at, at + 1);
        let wrong = TrusteeKey::typed(&turned.join("-")).err();
        assert_eq!(wrong, Some(Typing::Groups(vec![at + 1, at + 2])));
    }
    let mut found = 0;
    for at in 0..printed.len() - 1 {
        let mut turned: Vec<char> = printed.chars().collect();
        turned.swap(at, at + 1);
        if turned[at] != turned[at + 1] && turned[at] != '-' && turned[at + 1] != '-' {
            assert!(matches!(TrusteeKey::typed(&turned.iter().collect::<String>()), Err(Typing::Groups(_))));
            found += 1;
        }
    }
    assert!(found > 40);
}

#[test]
fn too_few_signs_and_signs_of_no_code_are_named() {
    let (_, keys) = round(&[2], &mut chance(5));
    let printed = keys[0].printed().to_string();
    assert_eq!(TrusteeKey::typed("").err(), Some(Typing::Length { has: 0, needs: 70 }));
    assert_eq!(TrusteeKey::typed(&printed[1..]).err(), Some(Typing::Length { has: 69, needs: 70 }));
    let strange = printed.replacen(&printed[12..13], "U", 1);
    let Some(Typing::Sign { sign: 'U', group }) = TrusteeKey::typed(&strange).err() else {
        panic!("{strange}")
    };
    assert!(group <= 3);
}

#[test]
fn a_key_of_another_round_or_an_altered_number_opens_nothing() {
    let mut rng = chance(6);
    let (round, _) = round(&[2], &mut rng);
    let (_, others) = super::round(&[2], &mut rng);
    let tally = round.tally(&closed(&round, &[vec![0]], &[], &mut rng)).expect("good");
    assert_eq!(round.owns(&others[0]), Err(Flaw::OtherKey));
    assert_eq!(round.open(&others[0], &tally, &mut rng), Err(Flaw::OtherKey));
}

#[test]
fn as_many_trustees_as_agreed() {
    let mut rng = chance(7);
    for (number, needed) in [(1, 1), (3, 2), (3, 3), (5, 3), (9, 9)] {
        let (key, secrets) = deal(&names(number), needed, &mut rng).expect("fits");
        assert_eq!(
            (key.trustees.len(), secrets.len(), key.commitments.len()),
            (number, number, needed.into())
        );
    }
    for (number, needed) in [(0, 0), (3, 0), (3, 4), (10, 2)] {
        assert_eq!(deal(&names(number), needed, &mut rng).err(), Some(Flaw::Key));
    }
}

#[test]
fn a_public_key_that_does_not_fit_itself_is_refused() {
    let mut rng = chance(8);
    let (key, _) = deal(&names(3), 2, &mut rng).expect("fits");
    let (other, _) = deal(&names(3), 2, &mut rng).expect("fits");
    let alterations: [fn(&mut RoundKey, &RoundKey); 8] = [
        |key, other| key.public = other.public,
        |key, other| key.commitments[1] = other.commitments[1],
        |key, other| key.trustees[2].share = other.trustees[2].share,
        |key, _| key.trustees[0].number = 2,
        |key, _| key.trustees.swap(0, 1),
        |key, _| key.needed = 1,
        |key, _| key.trustees[1].name.clear(),
        |key, _| {
            key.public = Hex32([0; 32]);
            key.commitments[0] = Hex32([0; 32]);
        },
    ];
    for (at, alter) in alterations.into_iter().enumerate() {
        let mut altered = key.clone();
        alter(&mut altered, &other);
        assert_eq!(Round::new(form(&[2]), altered).err(), Some(Flaw::Key), "alteration {at}");
    }
}

#[test]
fn codes_of_slips_are_read_as_people_type_them() {
    let bytes = [0, 1, 2, 254, 255, 0x84, 0x10, 77, 88, 99];
    let code = typed::write(&bytes, 4);
    assert_eq!(code.len(), 19);
    assert_eq!(typed::read(&code.to_lowercase().replace('0', "o").replace('1', "i")), Ok(bytes));
    assert_eq!(typed::read::<10>(&code[1..]), Err(Typing::Length { has: 15, needs: 16 }));
    assert_eq!(typed::read::<10>("ABCD-EFGH-JKMN-PQRU"), Err(Typing::Sign { sign: 'U', group: 4 }));
    // Thirty-two bytes leave four bits over, which are zero.
    let long = typed::write(&[255; 32], 4);
    assert_eq!(typed::read(&long), Ok([255; 32]));
    assert_eq!(typed::read::<32>(&long.replace("ZZZG", "ZZZH")), Err(Typing::Whole));
}

#[test]
fn a_tracker_is_found_however_it_is_typed_but_written_in_one_way() {
    let mut rng = chance(9);
    let (round, _) = round(&[2], &mut rng);
    let ballot = round.seal(&[1], &mut rng).expect("valid");
    let tracker = round.tracker(&ballot);
    assert_eq!(tracker.to_string().to_lowercase().replace('-', " ").parse(), Ok(tracker));
    let json = serde_json::to_string(&tracker).expect("JSON");
    assert_eq!(serde_json::from_str::<Tracker>(&json).expect("JSON"), tracker);
    assert!(serde_json::from_str::<Tracker>(&json.replace('-', "")).is_err());
}

#[test]
fn secrets_are_not_printed_by_accident() {
    let (_, keys) = round(&[2], &mut chance(10));
    assert_eq!(format!("{:?}", keys[1]), "TrusteeKey(2)");
}
