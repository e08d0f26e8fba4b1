//! Tokens for voters who were checked by telephone: signed blindly (RFC 9474, RSABSSA-SHA384-PSS-Randomized), so that
//! whoever signs cannot tell later whose token a ballot came with.

use std::{fmt, str::FromStr};

use rand_core::CryptoRng;
use rsa::{
    BoxedUint, PrivateKey, PublicKey,
    hazmat::rsa_decrypt_and_check,
    pkcs8::{DecodePrivateKey, EncodePrivateKey},
    traits::PublicKeyParts,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use sha2::Sha384;
use zeroize::Zeroizing;

use crate::{Flaw, Hex32, Result, digest::Fields, hex32};

/// Bits of an issuer's key: rounds last weeks, and the key is erased when voting begins.
const BITS: usize = 2048;
/// Bytes of a signature.
const SIGNED: usize = BITS / 8;

/// Who signs tokens: one key a round.
pub struct Issuer(PrivateKey);

impl fmt::Debug for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Issuer")
    }
}

impl Issuer {
    /// A new one. This takes seconds.
    pub fn make<R: CryptoRng + ?Sized>(rng: &mut R) -> Result<Self> {
        PrivateKey::new(rng, BITS).map(Self).map_err(|_| Flaw::Token)
    }

    /// From its two primes, as standards print them.
    #[cfg(test)]
    pub(crate) fn from_primes(p: &[u8], q: &[u8]) -> Self {
        let number = BoxedUint::from_be_slice_vartime;
        Self(PrivateKey::from_p_q(number(p), number(q), number(&[1, 0, 1])).expect("two primes"))
    }

    /// The secret key (PKCS #8 in DER), to be kept sealed while numbers are checked and erased then.
    pub fn secret(&self) -> Result<Zeroizing<Vec<u8>>> {
        self.0.to_pkcs8_der().map(|der| der.to_bytes()).map_err(|_| Flaw::Token)
    }

    /// From a kept secret key.
    pub fn from_secret(der: &[u8]) -> Result<Self> {
        PrivateKey::from_pkcs8_der(der).map(Self).map_err(|_| Flaw::Token)
    }

    /// The public key.
    pub fn public(&self) -> IssuerKey {
        IssuerKey { n: self.0.n_bytes().into(), e: self.0.e_bytes().into() }
    }

    /// Sign what a browser blinded; nothing of the token is seen.
    pub fn sign<R: CryptoRng + ?Sized>(&self, blinded: &[u8], rng: &mut R) -> Result<Vec<u8>> {
        let blinded_number =
            BoxedUint::from_be_slice(blinded, self.0.n_bits_precision()).map_err(|_| Flaw::Token)?;
        if blinded.len() != self.0.size() || blinded_number >= *self.0.n().as_ref() {
            return Err(Flaw::Token);
        }
        // Blinded once more against listeners to the processor, and checked against faults of it.
        let signed = rsa_decrypt_and_check(&self.0, Some(rng), &blinded_number).map_err(|_| Flaw::Token)?;
        let bytes = signed.to_be_bytes();
        Ok([vec![0; blinded.len().saturating_sub(bytes.len())], bytes.to_vec()].concat())
    }

    /// A token without a browser's blinding: for tests and the demo, as whoever signs knows it.
    pub fn token<R: CryptoRng + ?Sized>(&self, rng: &mut R) -> Result<Token> {
        let (mut message, mut randomizer) = ([0; 32], [0; 32]);
        rng.fill_bytes(&mut message);
        rng.fill_bytes(&mut randomizer);
        let prepared = [randomizer, message].concat();
        let signed = self.0.pss_sign_with_rng::<Sha384, R>(rng, &prepared).map_err(|_| Flaw::Token)?;
        Ok(Token { message, randomizer, signature: signed.try_into().map_err(|_| Flaw::Token)? })
    }
}

/// The public key of an issuer, in hex, the highest byte first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuerKey {
    #[serde(serialize_with = "write_hex", deserialize_with = "read_hex")]
    n: Vec<u8>,
    #[serde(serialize_with = "write_hex", deserialize_with = "read_hex")]
    e: Vec<u8>,
}

fn write_hex<S: Serializer>(bytes: &[u8], to: S) -> std::result::Result<S::Ok, S::Error> {
    to.serialize_str(&hex::encode(bytes))
}

fn read_hex<'de, D: Deserializer<'de>>(from: D) -> std::result::Result<Vec<u8>, D::Error> {
    hex32::from_hex(&String::deserialize(from)?).ok_or_else(|| D::Error::custom("not lower-case hex"))
}

impl IssuerKey {
    /// A key from its parts, the highest byte first.
    #[cfg(test)]
    pub(crate) fn from_parts(n: Vec<u8>, e: Vec<u8>) -> Self {
        Self { n, e }
    }

    /// As the crate that computes with it has it.
    pub(crate) fn key(&self) -> Result<PublicKey> {
        let n = BoxedUint::from_be_slice_vartime(&self.n);
        let e = BoxedUint::from_be_slice_vartime(&self.e);
        PublicKey::new(n, e).map_err(|_| Flaw::Token)
    }

    /// From a key of that crate.
    pub(crate) fn of(key: &PublicKey) -> Self {
        Self { n: key.n_bytes().into(), e: key.e_bytes().into() }
    }

    /// Whether something blinded has the shape of what the issuer signs.
    pub fn takes(&self, blinded: &[u8]) -> bool {
        blinded.len() == self.n.len() && *blinded < *self.n && blinded.iter().any(|byte| *byte != 0)
    }

    /// Whether this issuer signed the token.
    pub fn verify(&self, token: &Token) -> Result<()> {
        self.verify_message(&token.message, &token.randomizer, &token.signature)
    }

    /// The same for any message.
    pub(crate) fn verify_message(&self, message: &[u8], randomizer: &[u8], signature: &[u8]) -> Result<()> {
        let key = self.key()?;
        key.pss_verify::<Sha384>(&[randomizer, message].concat(), signature).map_err(|_| Flaw::Token)
    }
}

/// Signs of a token as text.
const SIGNS: usize = 2 * (32 + 32 + SIGNED);

/// What a browser sends with a ballot: a chance message, and the issuer's signature of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    message: [u8; 32],
    randomizer: [u8; 32],
    signature: [u8; SIGNED],
}

impl Token {
    /// A token as somebody brings it: pasted out of a kept file, with the lines around it, in groups or not. Lines that have
    /// anything but hex are what the file says around it.
    pub fn pasted(text: &str) -> Result<Self> {
        let blank = |sign: &char| !sign.is_whitespace() && *sign != '-';
        let of_it = |line: &&str| line.chars().filter(blank).all(|sign| sign.is_ascii_hexdigit());
        let signs: String = text.lines().filter(of_it).flat_map(|line| line.chars().filter(blank)).collect();
        if signs.len() != SIGNS {
            return Err(Flaw::Token);
        }
        signs.to_lowercase().parse()
    }

    /// The same for one token however it is signed: by this it is used once.
    pub fn mark(&self) -> Hex32 {
        Fields::of("token").bytes(&self.randomizer).bytes(&self.message).digest()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [&self.message[..], &self.randomizer, &self.signature];
        parts.iter().try_for_each(|part| f.write_str(&hex::encode(part)))
    }
}

impl FromStr for Token {
    type Err = Flaw;

    fn from_str(text: &str) -> Result<Self> {
        let bytes = hex32::from_hex(text).ok_or(Flaw::Token)?;
        let (message, rest) = bytes.split_first_chunk().ok_or(Flaw::Token)?;
        let (randomizer, rest) = rest.split_first_chunk().ok_or(Flaw::Token)?;
        let signature = rest.try_into().map_err(|_| Flaw::Token)?;
        Ok(Self { message: *message, randomizer: *randomizer, signature })
    }
}

impl Serialize for Token {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Token {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}
