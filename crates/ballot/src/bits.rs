//! Bytes as Crockford's base32 signs (five bits a sign, the highest first) and back.

/// The thirty-two signs: no I, L, O and U.
pub(crate) const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many signs so many bytes take.
pub(crate) const fn signs_for(bytes: usize) -> usize {
    (bytes * 8).div_ceil(5)
}

/// Bytes as numbers below 32; what is left over at the end is filled with zero bits.
pub(crate) fn split(bytes: &[u8]) -> Vec<u8> {
    let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1);
    (0..signs_for(bytes.len()))
        .map(|sign| (0..5).fold(0, |value, at| value << 1 | bit(sign * 5 + at)))
        .collect()
}

/// Numbers below 32 as bytes; nothing if the filling is not zero.
pub(crate) fn join<const N: usize>(values: &[u8]) -> Option<[u8; N]> {
    let bit = |at: usize| values.get(at / 5).map_or(0, |value| value >> (4 - at % 5) & 1);
    let mut bytes = [0; N];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = (0..8).fold(0, |value, inner| value << 1 | bit(at * 8 + inner));
    }
    (N * 8..values.len() * 5).all(|at| bit(at) == 0).then_some(bytes)
}

/// The sign for a number below 32.
pub(crate) fn sign(value: u8) -> char {
    char::from(SIGNS[usize::from(value & 31)])
}

/// The number of a sign as people type it: any case, O for 0, I and L for 1, also in full width.
pub(crate) fn value(sign: char) -> Option<u8> {
    let plain = match half_width(sign).to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    SIGNS.iter().position(|known| char::from(*known) == plain).and_then(|at| u8::try_from(at).ok())
}

/// Whether a sign only stands between groups.
pub(crate) fn separates(sign: char) -> bool {
    sign.is_whitespace()
        || matches!(half_width(sign), '-' | '_' | '.' | '·' | '‐' | '‑' | '–' | '—' | '−' | '、' | '。')
}

/// Chinese input methods type letters in full width.
fn half_width(sign: char) -> char {
    match u32::from(sign) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(sign),
        _ => sign,
    }
}
