//! Codes that people read from paper and type: Crockford base32 in groups.

use crate::bits;

/// What is wrong with what was typed. Groups are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Typing {
    /// A sign that is in no code.
    #[error("the sign {sign:?} in group {group} is in no code")]
    Sign {
        /// The sign as typed.
        sign: char,
        /// The group in which it stands.
        group: usize,
    },
    /// Too few or too many signs.
    #[error("{has} signs instead of {needs}")]
    Length {
        /// How many were typed.
        has: usize,
        /// How many there should be.
        needs: usize,
    },
    /// These groups do not fit their own check sign.
    #[error("groups {0:?} do not fit their check signs")]
    Groups(Vec<usize>),
    /// Every sign may stand where it does, but the whole is no such code.
    #[error("this is no such code")]
    Whole,
}

/// Bytes as signs, `group` signs to a group, with hyphens between.
pub fn write(bytes: &[u8], group: usize) -> String {
    let signs: Vec<char> = bits::split(bytes).into_iter().map(bits::sign).collect();
    signs.chunks(group.max(1)).map(|chunk| chunk.iter().collect()).collect::<Vec<String>>().join("-")
}

/// What [`write`] wrote, as somebody typed it: any case, with or without hyphens and spaces, O for 0, I and L for 1.
pub fn read<const N: usize>(text: &str) -> Result<[u8; N], Typing> {
    bits::join(&values(text, bits::signs_for(N), 4)?).ok_or(Typing::Whole)
}

/// The numbers of the signs typed; exactly `needs` of them.
pub(crate) fn values(text: &str, needs: usize, group: usize) -> Result<Vec<u8>, Typing> {
    let mut values = Vec::with_capacity(needs);
    for sign in text.chars().filter(|sign| !bits::separates(*sign)) {
        let group = values.len() / group + 1;
        values.push(bits::value(sign).ok_or(Typing::Sign { sign, group })?);
    }
    match values.len() {
        has if has == needs => Ok(values),
        has => Err(Typing::Length { has, needs }),
    }
}
