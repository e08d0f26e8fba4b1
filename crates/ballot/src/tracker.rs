//! What a voter keeps, to find the own ballot in the public box.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{
    Hex32,
    typed::{self, Typing},
};

/// The first 80 bits of a ballot's digest, as four groups of four signs. Sorted as its text sorts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tracker([u8; 10]);

impl Tracker {
    /// The tracker of the ballot with this digest.
    pub(crate) fn of(digest: &Hex32) -> Self {
        Self(digest.0[..10].try_into().expect("10 of 32 bytes"))
    }
}

impl fmt::Display for Tracker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&typed::write(&self.0, 4))
    }
}

impl fmt::Debug for Tracker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Tracker {
    type Err = Typing;

    fn from_str(text: &str) -> Result<Self, Typing> {
        typed::read(text).map(Self)
    }
}

impl Serialize for Tracker {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Tracker {
    /// In a document there is one way to write it.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let tracker: Self = text.parse().map_err(D::Error::custom)?;
        if tracker.to_string() == text {
            Ok(tracker)
        } else {
            Err(D::Error::custom("not as trackers are written"))
        }
    }
}
