//! The key of a round and its trustees: anybody can seal, several trustees together can open.

use std::fmt;

use curve25519_dalek::{
    ristretto::RistrettoPoint,
    scalar::Scalar,
    traits::{Identity, IsIdentity},
};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::{
    Flaw, Hex32, Result, bits,
    digest::Fields,
    typed::{self, Typing},
};

/// As many trustees as a round may have.
pub const MOST_TRUSTEES: usize = 9;
/// Signs of a printed key in a group: four, and one that checks them.
const GROUP: usize = 5;
/// Number, secret and a checksum over both.
const PRINTED: usize = 1 + 32 + 2;

/// The public key of a round, whose secret is shared among trustees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundKey {
    /// How many trustees open together.
    pub needed: u8,
    /// What ballots are sealed to.
    pub public: Hex32,
    /// The dealer's commitments, from which every public share follows.
    pub commitments: Vec<Hex32>,
    /// The trustees, numbered from 1 in order.
    pub trustees: Vec<Trustee>,
}

/// One who holds a part of the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trustee {
    /// From 1.
    pub number: u8,
    /// Who it is, for the public: better an office than a person's name, as the box cannot be changed later.
    pub name: String,
    /// The public half of the part.
    pub share: Hex32,
}

impl RoundKey {
    /// The public shares, if everything fits.
    pub(crate) fn check(&self) -> Result<Vec<RistrettoPoint>> {
        let needed = usize::from(self.needed);
        let number = self.trustees.len();
        if needed < 1 || needed > number || number > MOST_TRUSTEES || self.commitments.len() != needed {
            return Err(Flaw::Key);
        }
        let commitments = self.commitments.iter().map(Hex32::point).collect::<Result<Vec<_>>>()?;
        if commitments[0].is_identity() || self.commitments[0] != self.public {
            return Err(Flaw::Key);
        }
        let mut shares = Vec::with_capacity(number);
        for (at, trustee) in (1..).zip(&self.trustees) {
            let share = public_share(&commitments, at);
            let right = trustee.number == at && Hex32::from(share) == trustee.share;
            if !right || share.is_identity() || trustee.name.trim().is_empty() {
                return Err(Flaw::Key);
            }
            shares.push(share);
        }
        Ok(shares)
    }

    /// The key as fields of the round's digest.
    pub(crate) fn fields(&self, mut fields: Fields) -> Fields {
        fields = fields.number(self.needed.into()).hex(&self.public).count(self.commitments.len());
        for commitment in &self.commitments {
            fields = fields.hex(commitment);
        }
        fields = fields.count(self.trustees.len());
        for trustee in &self.trustees {
            fields = fields.number(trustee.number.into()).text(&trustee.name).hex(&trustee.share);
        }
        fields
    }
}

/// The polynomial of the commitments at a trustee's number.
fn public_share(commitments: &[RistrettoPoint], number: u8) -> RistrettoPoint {
    let at = Scalar::from(number);
    commitments.iter().rev().fold(RistrettoPoint::identity(), |sum, commitment| sum * at + commitment)
}

/// A trustee's secret. It is printed once and kept nowhere.
pub struct TrusteeKey {
    number: u8,
    pub(crate) secret: Scalar,
}

impl fmt::Debug for TrusteeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TrusteeKey({})", self.number)
    }
}

impl Drop for TrusteeKey {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

impl TrusteeKey {
    /// Which trustee's it is.
    pub fn number(&self) -> u8 {
        self.number
    }

    /// For the paper: fourteen groups of five signs. The last sign of a group checks the others and the group's place.
    pub fn printed(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new([0; PRINTED]);
        bytes[0] = self.number;
        bytes[1..33].copy_from_slice(self.secret.as_bytes());
        let sum = checksum(&bytes[..33]);
        bytes[33..].copy_from_slice(&sum);
        let values = Zeroizing::new(bits::split(&bytes[..]));
        // In one piece from the start, so that no half of it is left behind in memory.
        let mut text = Zeroizing::new(String::with_capacity(values.len() / 4 * (GROUP + 1)));
        for (place, group) in (1..).zip(values.chunks(4)) {
            if place > 1 {
                text.push('-');
            }
            group.iter().for_each(|value| text.push(bits::sign(*value)));
            text.push(bits::sign(check_sign(group, place)));
        }
        text
    }

    /// The key as somebody typed it from the paper; mistakes are named by their group.
    pub fn typed(text: &str) -> std::result::Result<Self, Typing> {
        let needs = bits::signs_for(PRINTED) / 4 * GROUP;
        let values = Zeroizing::new(typed::values(text, needs, GROUP)?);
        let mut data = Zeroizing::new(Vec::with_capacity(values.len()));
        let mut wrong = Vec::new();
        for (place, group) in (1..).zip(values.chunks(GROUP)) {
            if check_sign(&group[..4], place) != group[4] {
                wrong.push(usize::from(place));
            }
            data.extend_from_slice(&group[..4]);
        }
        if !wrong.is_empty() {
            return Err(Typing::Groups(wrong));
        }
        let bytes: Zeroizing<[u8; PRINTED]> = Zeroizing::new(bits::join(&data).ok_or(Typing::Whole)?);
        let secret: [u8; 32] = bytes[1..33].try_into().expect("32 bytes");
        let secret = Option::from(Scalar::from_canonical_bytes(secret)).ok_or(Typing::Whole)?;
        let right = checksum(&bytes[..33]) == bytes[33..];
        if right { Ok(Self { number: bytes[0], secret }) } else { Err(Typing::Whole) }
    }
}

/// Two bytes that a key of another make would not have.
fn checksum(bytes: &[u8]) -> [u8; 2] {
    let digest = Fields::of("trustee key").bytes(bytes).digest();
    [digest.0[0], digest.0[1]]
}

/// The sign that checks a group: finds every single wrong sign, every two neighbours exchanged, and a group in
/// another's place. A sum in the field of 32 elements, each place with its own weight.
fn check_sign(group: &[u8], place: u8) -> u8 {
    group.iter().rev().fold(0, |sum, value| twice(sum ^ value)) ^ place
}

/// Times two in the field of 32 elements (x⁵ = x² + 1).
fn twice(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 32 == 0 { shifted } else { (shifted ^ 5) & 31 }
}

/// Make the key of a round and a secret for each trustee. Print the secrets, hand them out, and let them go.
pub fn deal<R: CryptoRng + ?Sized>(
    names: &[String],
    needed: u8,
    rng: &mut R,
) -> Result<(RoundKey, Vec<TrusteeKey>)> {
    if needed < 1 || usize::from(needed) > names.len() || names.len() > MOST_TRUSTEES {
        return Err(Flaw::Key);
    }
    let mut powers: Vec<Scalar> = (0..needed).map(|_| Scalar::random(rng)).collect();
    let commitments: Vec<RistrettoPoint> = powers.iter().map(RistrettoPoint::mul_base).collect();
    let (mut trustees, mut secrets) = (Vec::new(), Vec::new());
    for (number, name) in (1..).zip(names) {
        let at = Scalar::from(number);
        let secret = powers.iter().rev().fold(Scalar::ZERO, |sum, power| sum * at + power);
        let share = Hex32::from(RistrettoPoint::mul_base(&secret));
        trustees.push(Trustee { number, name: name.clone(), share });
        secrets.push(TrusteeKey { number, secret });
    }
    powers.zeroize();
    let commitments: Vec<Hex32> = commitments.into_iter().map(Hex32::from).collect();
    let key = RoundKey { needed, public: commitments[0], commitments, trustees };
    key.check()?;
    Ok((key, secrets))
}
