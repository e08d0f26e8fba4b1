use std::collections::BTreeMap;

use super::*;
use crate::{Blinded, Flaw, Issuer, IssuerKey, Token};

/// RFC 9474, appendix A.1: RSABSSA-SHA384-PSS-Randomized.
fn rfc() -> BTreeMap<String, Vec<u8>> {
    let text: BTreeMap<String, String> =
        serde_json::from_str(include_str!("../../vectors/rfc9474.json")).expect("JSON");
    text.into_iter().map(|(name, value)| (name, hex::decode(value).expect("hex"))).collect()
}

#[test]
fn the_vectors_of_the_standard_are_met() {
    let rfc = rfc();
    let issuer = Issuer::from_primes(&rfc["p"], &rfc["q"]);
    assert_eq!(issuer.public(), IssuerKey::from_parts(rfc["n"].clone(), vec![1, 0, 1]));
    let signed = issuer.sign(&rfc["blinded_msg"], &mut chance(1)).expect("signed");
    assert_eq!(signed, rfc["blind_sig"]);
    let key = issuer.public();
    assert_eq!(key.verify_message(&rfc["msg"], &rfc["msg_prefix"], &rfc["sig"]), Ok(()));
    assert_eq!(key.verify_message(&rfc["msg"], &rfc["msg_prefix"], &rfc["blind_sig"]), Err(Flaw::Token));
    assert_eq!(key.verify_message(b"another", &rfc["msg_prefix"], &rfc["sig"]), Err(Flaw::Token));
}

#[test]
fn what_is_not_as_long_as_the_key_or_too_large_is_not_signed() {
    let rfc = rfc();
    let issuer = Issuer::from_primes(&rfc["p"], &rfc["q"]);
    for wrong in [&[][..], &[1], &rfc["blinded_msg"][1..], &[255; 512], &[0; 513]] {
        assert_eq!(issuer.sign(wrong, &mut chance(1)), Err(Flaw::Token), "{} bytes", wrong.len());
    }
}

#[test]
fn a_token_is_good_for_its_own_issuer_only_and_known_by_its_mark() {
    let mut rng = chance(2);
    let issuer = Issuer::make(&mut rng).expect("made");
    let token = issuer.token(&mut rng).expect("signed");
    assert_eq!(issuer.public().verify(&token), Ok(()));
    let text = token.to_string();
    assert_eq!(text.len(), 2 * (32 + 32 + 256));
    assert_eq!(text.parse::<Token>(), Ok(token.clone()));
    for at in [0, 64, 128, 639] {
        let mut forged = text.clone();
        forged.replace_range(at..=at, if &text[at..=at] == "0" { "1" } else { "0" });
        let forged: Token = forged.parse().expect("hex");
        assert_eq!(issuer.public().verify(&forged), Err(Flaw::Token), "sign {at}");
        assert_eq!(forged.mark() == token.mark(), at >= 128, "the mark does not depend on the signature");
    }
    assert_eq!(text[2..].parse::<Token>(), Err(Flaw::Token));
    assert_eq!(text.to_uppercase().parse::<Token>(), Err(Flaw::Token));
    let again = Issuer::from_secret(&issuer.secret().expect("DER")).expect("DER");
    assert_eq!(again.public(), issuer.public());
    let other = Issuer::make(&mut rng).expect("made");
    assert_eq!(other.public().verify(&token), Err(Flaw::Token));
    let json = serde_json::to_string(&issuer.public()).expect("JSON");
    assert_eq!(serde_json::from_str::<IssuerKey>(&json).expect("JSON"), issuer.public());
}

#[test]
fn what_was_blinded_is_signed_unseen_and_makes_a_token() {
    let mut rng = chance(3);
    let (issuer, other) = (Issuer::make(&mut rng).expect("made"), Issuer::make(&mut rng).expect("made"));
    let key = issuer.public();
    for _ in 0..20 {
        let blinded = Blinded::new(&key, &mut rng).expect("blinded");
        let seen = blinded.blinded().to_vec();
        assert!(key.takes(&seen));
        let signed = issuer.sign(&seen, &mut rng).expect("signed");
        let token = blinded.token(&signed).expect("unblinded");
        assert_eq!(key.verify(&token), Ok(()));
        let (token, seen, signed) = (token.to_string(), hex::encode(seen), hex::encode(signed));
        for part in [&token[..64], &token[64..128], &token[128..]] {
            assert!(!seen.contains(part) && !signed.contains(part), "whoever signs sees nothing of it");
        }
    }
    let blinded = Blinded::new(&key, &mut rng).expect("blinded");
    let of_another = other.sign(&[1; 256], &mut rng).expect("signed");
    assert!(blinded.token(&of_another).is_err());
    for wrong in [&[0; 256][..], &[255; 256], &[1; 255], &[1; 257], &[]] {
        assert!(!key.takes(wrong));
    }
}

#[test]
fn a_token_is_read_out_of_the_file_that_was_kept() {
    let mut rng = chance(4);
    let token = Issuer::make(&mut rng).expect("made").token(&mut rng).expect("signed");
    let text = token.to_string();
    let groups: Vec<&str> = (0..80).map(|at| &text[at * 8..at * 8 + 8]).collect();
    let lines: Vec<String> = groups.chunks(8).map(|line| line.join(" ")).collect();
    let file = format!("示例评议\r\nhttps://rd.example.cn/reviews/7K3F9Q\r\n\r\n{}\r\n", lines.join("\r\n"));
    for brought in [text.clone(), text.to_uppercase(), groups.join("-"), file, format!("\n {text} \n")] {
        assert_eq!(Token::pasted(&brought), Ok(token.clone()), "{brought}");
    }
    for wrong in ["", "abc", &text[1..], &format!("{text}0"), &text.replacen('a', "x", 1)] {
        assert_eq!(Token::pasted(wrong), Err(Flaw::Token));
    }
}
