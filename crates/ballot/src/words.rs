//! Free words: sealed to the same key, kept apart from the ratings, and opened by the same trustees.

use chacha20poly1305::{
    ChaCha20Poly1305, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use curve25519_dalek::{ristretto::RistrettoPoint, scalar::Scalar};
use hkdf::Hkdf;
use rand_core::CryptoRng;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use sha2::Sha512;
use zeroize::Zeroizing;

use crate::{
    Flaw, Hex32, Result, Round, TrusteeKey,
    digest::Fields,
    hex32,
    opening::{self, About, Share},
};

/// As many bytes of UTF-8 as the words may have.
pub const MOST_WORDS: usize = 4000;
/// Words are filled up to a multiple of this, so that the length of what is sealed tells little.
const BLOCK: usize = 256;

/// Words that nobody can read before enough trustees open them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedWords {
    /// r·G.
    point: Hex32,
    /// Challenge and response: whoever sealed them knew r.
    proof: [Hex32; 2],
    /// What the shared secret r·Y seals.
    #[serde(serialize_with = "write_hex", deserialize_with = "read_hex")]
    text: Vec<u8>,
}

fn write_hex<S: Serializer>(bytes: &[u8], to: S) -> std::result::Result<S::Ok, S::Error> {
    to.serialize_str(&hex::encode(bytes))
}

fn read_hex<'de, D: Deserializer<'de>>(from: D) -> std::result::Result<Vec<u8>, D::Error> {
    hex32::from_hex(&String::deserialize(from)?).ok_or_else(|| D::Error::custom("not lower-case hex"))
}

/// A trustee's part of opening words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordsOpening {
    /// The trustee's number.
    pub trustee: u8,
    /// A share for each of the sealed words, in their order.
    pub shares: Vec<Share>,
}

impl SealedWords {
    /// The digest that stands in the box: it shows that no words were dropped, and tells nothing of them.
    pub fn mark(&self) -> Hex32 {
        let fields = Fields::of("words").hex(&self.point);
        self.proof.iter().fold(fields, Fields::hex).bytes(&self.text).digest()
    }
}

impl Round {
    /// Seal free words.
    pub fn seal_words<R: CryptoRng + ?Sized>(&self, words: &str, rng: &mut R) -> Result<SealedWords> {
        let length = u16::try_from(words.len()).map_err(|_| Flaw::Words)?;
        if words.len() > MOST_WORDS {
            return Err(Flaw::Words);
        }
        let mut plain = Zeroizing::new(vec![0; (2 + words.len()).div_ceil(BLOCK) * BLOCK]);
        plain[..2].copy_from_slice(&length.to_be_bytes());
        plain[2..2 + words.len()].copy_from_slice(words.as_bytes());
        let r = Scalar::random(rng);
        let point = Hex32::from(RistrettoPoint::mul_base(&r));
        let payload = Payload { msg: &plain, aad: &self.context.0 };
        let cipher = self.cipher(&point, &(&self.table * &r));
        let text = cipher.encrypt(&Nonce::default(), payload).map_err(|_| Flaw::Words)?;
        let nonce = Scalar::random(rng);
        let challenge = self.knows(&point, &text, &RistrettoPoint::mul_base(&nonce));
        Ok(SealedWords { point, proof: [challenge.into(), (nonce + challenge * r).into()], text })
    }

    /// A trustee's part of opening words. Only such are opened as somebody sealed as words: a ballot's points are not.
    pub fn open_words<R: CryptoRng + ?Sized>(
        &self,
        key: &TrusteeKey,
        words: &[SealedWords],
        rng: &mut R,
    ) -> Result<WordsOpening> {
        self.owns(key)?;
        let mut shares = Vec::with_capacity(words.len());
        for words in words {
            let point = self.point(words)?;
            shares.push(opening::share(self.about(key.number(), words), &point, &key.secret, rng));
        }
        Ok(WordsOpening { trustee: key.number(), shares })
    }

    /// The words in the order of the sealed ones. Shuffle them before anybody sees them.
    pub fn words(&self, sealed: &[SealedWords], openings: &[WordsOpening]) -> Result<Vec<String>> {
        let trustees: Vec<u8> = openings.iter().map(|opening| opening.trustee).collect();
        self.enough(&trustees)?;
        let weights = opening::weights(&trustees);
        let mut all = Vec::with_capacity(sealed.len());
        for (at, words) in sealed.iter().enumerate() {
            let base = self.point(words)?;
            let mut secret = RistrettoPoint::default();
            for (opening, weight) in openings.iter().zip(&weights) {
                let wrong = Flaw::Opening { trustee: opening.trustee };
                let share = opening.shares.get(at).ok_or(wrong.clone())?;
                let public = self.share(opening.trustee).ok_or(Flaw::Trustees)?;
                let point = opening::checked(self.about(opening.trustee, words), &base, &public, share);
                secret += point.ok().flatten().ok_or(wrong)? * weight;
            }
            all.push(self.unsealed(words, &secret)?);
        }
        Ok(all)
    }

    fn unsealed(&self, words: &SealedWords, secret: &RistrettoPoint) -> Result<String> {
        let payload = Payload { msg: &words.text, aad: &self.context.0 };
        let cipher = self.cipher(&words.point, secret);
        let plain = cipher.decrypt(&Nonce::default(), payload).map_err(|_| Flaw::Words)?;
        let length = plain.first_chunk::<2>().ok_or(Flaw::Words)?;
        let text = plain.get(2..2 + usize::from(u16::from_be_bytes(*length))).ok_or(Flaw::Words)?;
        String::from_utf8(text.to_vec()).map_err(|_| Flaw::Words)
    }

    /// The point of words whose proof holds.
    fn point(&self, words: &SealedWords) -> Result<RistrettoPoint> {
        let point = words.point.point()?;
        let (challenge, response) = (words.proof[0].scalar()?, words.proof[1].scalar()?);
        let commitment = RistrettoPoint::vartime_double_scalar_mul_basepoint(&-challenge, &point, &response);
        let holds = self.knows(&words.point, &words.text, &commitment) == challenge;
        if holds { Ok(point) } else { Err(Flaw::Words) }
    }

    /// The challenge of the proof that whoever sealed the words knew r.
    fn knows(&self, point: &Hex32, text: &[u8], commitment: &RistrettoPoint) -> Scalar {
        Fields::of("words proof").hex(&self.context).hex(point).bytes(text).point(commitment).challenge()
    }

    /// What a trustee's share of these words is about.
    fn about(&self, trustee: u8, words: &SealedWords) -> About {
        Fields::of("words opening").hex(&self.context).number(trustee.into()).hex(&words.mark())
    }

    /// The cipher of the shared secret. Each key seals once, so its nonce is zero.
    fn cipher(&self, point: &Hex32, secret: &RistrettoPoint) -> ChaCha20Poly1305 {
        let secret = Zeroizing::new(secret.compress().to_bytes());
        let mut key = Zeroizing::new([0; 32]);
        let expander = Hkdf::<Sha512>::new(Some(&self.context.0), &secret[..]);
        expander
            .expand(&[&b"shuanglian ballot 1 words key"[..], &point.0].concat(), &mut key[..])
            .expect("32 bytes are few");
        ChaCha20Poly1305::new(&(*key).into())
    }
}
