//! How everything is hashed: SHA-512 over fields, each with its length before it, the first one a label.

use curve25519_dalek::{ristretto::RistrettoPoint, scalar::Scalar};
use sha2::{Digest, Sha512};

use crate::Hex32;

/// What every label begins with; the number is the version of the box.
const FAMILY: &str = "shuanglian ballot 1 ";

/// A hash in the making.
#[derive(Clone)]
pub(crate) struct Fields(Sha512);

impl Fields {
    /// Begin with the label of what is hashed.
    pub(crate) fn of(label: &str) -> Self {
        Self(Sha512::new()).bytes(format!("{FAMILY}{label}").as_bytes())
    }

    /// Bytes, after their number in eight bytes, the highest first.
    pub(crate) fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.update(u64::try_from(bytes.len()).expect("a length fits").to_be_bytes());
        self.0.update(bytes);
        self
    }

    /// A text in UTF-8.
    pub(crate) fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }

    /// A number as a field of eight bytes, the highest first.
    pub(crate) fn number(self, number: u64) -> Self {
        self.bytes(&number.to_be_bytes())
    }

    /// How many of something follow.
    pub(crate) fn count(self, number: usize) -> Self {
        self.number(u64::try_from(number).expect("a count fits"))
    }

    /// Thirty-two bytes as they stand in the box.
    pub(crate) fn hex(self, bytes: &Hex32) -> Self {
        self.bytes(&bytes.0)
    }

    /// A point in its 32 bytes.
    pub(crate) fn point(self, point: &RistrettoPoint) -> Self {
        self.bytes(point.compress().as_bytes())
    }

    /// The first 32 bytes.
    pub(crate) fn digest(self) -> Hex32 {
        let all = self.0.finalize();
        Hex32(all[..32].try_into().expect("32 of 64 bytes"))
    }

    /// All 64 bytes as a number, the lowest first, reduced to the group's order.
    pub(crate) fn challenge(self) -> Scalar {
        let all = self.0.finalize();
        Scalar::from_bytes_mod_order_wide(&all[..].try_into().expect("64 bytes"))
    }
}
