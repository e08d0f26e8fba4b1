//! Thirty-two bytes that stand as hex in the public box: digests, points and numbers of the group.

use std::{fmt, str::FromStr};

use curve25519_dalek::{
    ristretto::{CompressedRistretto, RistrettoPoint},
    scalar::Scalar,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{Flaw, Result};

/// Thirty-two bytes; 64 signs of lower-case hex as text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hex32(pub [u8; 32]);

impl Hex32 {
    /// The point that these bytes stand for, if they are the one way to write it.
    pub(crate) fn point(&self) -> Result<RistrettoPoint> {
        CompressedRistretto(self.0).decompress().ok_or(Flaw::Shape)
    }

    /// The number that these bytes stand for, if they are the one way to write it.
    pub(crate) fn scalar(&self) -> Result<Scalar> {
        Option::from(Scalar::from_canonical_bytes(self.0)).ok_or(Flaw::Shape)
    }
}

impl From<RistrettoPoint> for Hex32 {
    fn from(point: RistrettoPoint) -> Self {
        Self(point.compress().to_bytes())
    }
}

impl From<Scalar> for Hex32 {
    fn from(number: Scalar) -> Self {
        Self(number.to_bytes())
    }
}

impl fmt::Display for Hex32 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Hex32 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Hex32 {
    type Err = Flaw;

    fn from_str(text: &str) -> Result<Self> {
        let bytes = from_hex(text).ok_or(Flaw::Shape)?;
        Ok(Self(bytes.try_into().map_err(|_| Flaw::Shape)?))
    }
}

impl Serialize for Hex32 {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hex32 {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(|_| D::Error::custom("not 64 signs of lower-case hex"))
    }
}

/// Bytes from hex, which has one way to be written: lower case.
pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let lower = text.bytes().all(|sign| matches!(sign, b'0'..=b'9' | b'a'..=b'f'));
    if lower { hex::decode(text).ok() } else { None }
}
