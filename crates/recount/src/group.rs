//! Hashing, points and numbers (section 2).

use curve25519_dalek::{
    ristretto::{CompressedRistretto, RistrettoPoint},
    scalar::Scalar,
    traits::{Identity, VartimeMultiscalarMul},
};
use sha2::{Digest, Sha512};

use crate::{Fault, Result};

/// H: a label, then fields, each after its length.
pub(crate) struct Hash(Sha512);

impl Hash {
    pub fn of(label: &str) -> Self {
        Self(Sha512::new()).bytes(format!("shuanglian ballot 1 {label}").as_bytes())
    }

    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
        self
    }

    pub fn number(self, number: u64) -> Self {
        self.bytes(&number.to_be_bytes())
    }

    /// How many elements a list has.
    pub fn count<T>(self, list: &[T]) -> Self {
        self.number(list.len() as u64)
    }

    /// 32 bytes that stand as hex in the box.
    pub fn hex(self, text: &str) -> Result<Self> {
        Ok(self.bytes(&bytes(text)?))
    }

    pub fn hexes<'a>(self, texts: impl IntoIterator<Item = &'a String>) -> Result<Self> {
        texts.into_iter().try_fold(self, |hash, text| hash.hex(text))
    }

    pub fn points<'a>(self, points: impl IntoIterator<Item = &'a RistrettoPoint>) -> Self {
        points.into_iter().fold(self, |hash, point| hash.bytes(point.compress().as_bytes()))
    }

    /// A table of numbers: its rows, and in each its numbers.
    pub fn table(self, rows: &[Vec<u64>]) -> Self {
        let row = |hash: Self, row: &Vec<u64>| row.iter().fold(hash.count(row), |hash, n| hash.number(*n));
        rows.iter().fold(self.count(rows), row)
    }

    /// D: the first 32 bytes.
    pub fn digest(self) -> [u8; 32] {
        self.0.finalize()[..32].try_into().expect("32 of 64 bytes")
    }

    /// C: all bytes as a number.
    pub fn challenge(self) -> Scalar {
        Scalar::from_bytes_mod_order_wide(&self.0.finalize()[..].try_into().expect("64 bytes"))
    }
}

/// 32 bytes from lower-case hex.
pub(crate) fn bytes(text: &str) -> Result<[u8; 32]> {
    let lower = text.bytes().all(|sign| matches!(sign, b'0'..=b'9' | b'a'..=b'f'));
    let bytes = if lower { hex::decode(text).ok() } else { None };
    bytes.and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| Fault::Hex(text.into()))
}

pub(crate) fn point(text: &str) -> Result<RistrettoPoint> {
    CompressedRistretto(bytes(text)?).decompress().ok_or_else(|| Fault::Hex(text.into()))
}

pub(crate) fn scalar(text: &str) -> Result<Scalar> {
    Option::from(Scalar::from_canonical_bytes(bytes(text)?)).ok_or_else(|| Fault::Hex(text.into()))
}

/// s·G − c·P.
pub(crate) fn minus(s: &Scalar, c: &Scalar, p: &RistrettoPoint) -> RistrettoPoint {
    RistrettoPoint::vartime_double_scalar_mul_basepoint(&-c, p, s)
}

/// s·Q − c·P.
pub(crate) fn minus_of(s: &Scalar, q: &RistrettoPoint, c: &Scalar, p: &RistrettoPoint) -> RistrettoPoint {
    RistrettoPoint::vartime_multiscalar_mul([*s, -c], [q, p])
}

/// A sealed number: the points a and b.
#[derive(Clone, Copy)]
pub(crate) struct Pair(pub RistrettoPoint, pub RistrettoPoint);

impl Pair {
    pub fn nothing() -> Self {
        Self(RistrettoPoint::identity(), RistrettoPoint::identity())
    }

    pub fn plus(self, other: Self) -> Self {
        Self(self.0 + other.0, self.1 + other.1)
    }
}
