//! Codes that people read aloud, type and print: the receipt of an opinion, the sign of a station or a deputy.
//!
//! Thirty-two signs without I, L, O and U. The last one is a check: any single wrong sign and any two signs exchanged
//! are noticed, so a slip of the pen never opens somebody else's opinion.

use std::fmt;
use std::str::FromStr;

use rand::Rng;

const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUP: usize = 4;

/// A receipt code: `7K3F-9QXM-2AB5`, 55 random bits and a check.
pub type Code = Coded<12>;
/// A station's or a deputy's code: `7K3F-9Q`, 25 random bits and a check.
pub type ShortCode = Coded<6>;

/// A code of `N` signs, the check included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coded<const N: usize>([u8; N]);

/// Why what was typed is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeMistake {
    /// Nothing was typed.
    #[error("a code is missing")]
    Empty,
    /// Signs are missing or too many.
    #[error("a code has {needs} signs, this has {has}")]
    WrongLength {
        /// The signs typed.
        has: usize,
        /// The signs a code has.
        needs: usize,
    },
    /// A sign that no code contains.
    #[error("{0:?} is in no code")]
    NotInCodes(char),
    /// The check does not fit: a sign is wrong or two are exchanged.
    #[error("a sign is wrong or two are exchanged")]
    Typo,
}

impl<const N: usize> Coded<N> {
    /// A new code from chance that comes from outside.
    pub fn random(rng: &mut impl Rng) -> Self {
        let mut signs = [0; N];
        for sign in &mut signs[..N - 1] {
            *sign = (rng.next_u32() >> 27) as u8;
        }
        signs[N - 1] = double(sum(&signs[..N - 1]));
        Self(signs)
    }

    /// Reads a code as people type it: any case, any spacing, full-width, O for 0, I and L for 1.
    pub fn parse(typed: &str) -> Result<Self, CodeMistake> {
        let mut signs = [0; N];
        let mut has = 0;
        for c in typed.chars().filter(|&c| !is_spacing(c)) {
            let sign = sign_of(c).ok_or(CodeMistake::NotInCodes(c))?;
            if let Some(place) = signs.get_mut(has) {
                *place = sign;
            }
            has += 1;
        }
        match has {
            0 => Err(CodeMistake::Empty),
            has if has != N => Err(CodeMistake::WrongLength { has, needs: N }),
            _ if sum(&signs) != 0 => Err(CodeMistake::Typo),
            _ => Ok(Self(signs)),
        }
    }

    /// The code without grouping, as addresses and the database keep it.
    pub fn plain(&self) -> String {
        self.0.iter().map(|&sign| letter(sign)).collect()
    }
}

impl<const N: usize> fmt::Display for Coded<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grouped: Vec<String> =
            self.0.chunks(GROUP).map(|group| group.iter().map(|&sign| letter(sign)).collect()).collect();
        f.pad(&grouped.join("-"))
    }
}

/// A receipt opens an opinion, so logs that print values show only its beginning.
impl<const N: usize> fmt::Debug for Coded<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({}{}…)", letter(self.0[0]), letter(self.0[1]))
    }
}

impl<const N: usize> FromStr for Coded<N> {
    type Err = CodeMistake;

    fn from_str(typed: &str) -> Result<Self, CodeMistake> {
        Self::parse(typed)
    }
}

fn letter(sign: u8) -> char {
    char::from(SIGNS[usize::from(sign)])
}

fn sign_of(c: char) -> Option<u8> {
    let narrow = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0)?,
        _ => c,
    };
    let wanted = match narrow.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        upper => upper,
    };
    SIGNS.iter().position(|&sign| char::from(sign) == wanted).map(|at| at as u8)
}

fn is_spacing(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '‐'
                | '‑'
                | '‒'
                | '–'
                | '—'
                | '―'
                | '−'
                | '－'
                | '_'
                | '.'
                | '·'
                | '•'
                | '/'
                | '\u{200B}'
                | '\u{FEFF}'
        )
}

/// Twice a sign in the field of 32 elements (polynomial x⁵ + x² + 1).
fn double(sign: u8) -> u8 {
    let shifted = sign << 1;
    if shifted & 32 == 0 { shifted } else { (shifted ^ 0b10_0101) & 31 }
}

/// The weighted sum that is nought for a whole code. Each place weighs twice its right neighbour, and no two of the 31
/// places the field has room for weigh the same: therefore a wrong sign or an exchange, near or far, never cancels out.
fn sum(signs: &[u8]) -> u8 {
    signs.iter().fold(0, |sum, sign| double(sum) ^ sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    fn code<const N: usize>(seed: u64) -> Coded<N> {
        Coded::random(&mut StdRng::seed_from_u64(seed))
    }

    /// Every single error and every exchange of two places, adjacent or not.
    fn assert_all_slips_are_caught<const N: usize>(code: Coded<N>) {
        let right: Vec<char> = code.plain().chars().collect();
        let judge = |signs: &[char]| Coded::<N>::parse(&signs.iter().collect::<String>());
        for place in 0..N {
            for &sign in SIGNS {
                let mut wrong = right.clone();
                wrong[place] = char::from(sign);
                assert_eq!(judge(&wrong) == Ok(code), wrong == right);
                assert_eq!(judge(&wrong) == Err(CodeMistake::Typo), wrong != right);
            }
            for other in place + 1..N {
                let mut wrong = right.clone();
                wrong.swap(place, other);
                assert_eq!(judge(&wrong) == Err(CodeMistake::Typo), wrong != right);
            }
        }
    }

    #[test]
    fn codes_are_typed_in_many_ways() {
        let code: Code = code(7);
        let shown = code.to_string();
        assert_eq!(shown.len(), 14);
        let wide: String = shown.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
        for typed in [
            shown.clone(),
            shown.to_lowercase(),
            shown.replace('-', " "),
            shown.replace('-', "——"),
            wide,
            format!("　{}\n", code.plain()),
        ] {
            assert_eq!(Code::parse(&typed), Ok(code), "{typed}");
        }
        assert!(!format!("{code:?}").contains(&code.plain()[..4]), "logs do not show a receipt");
    }

    #[test]
    fn look_alikes_are_read_as_meant() {
        let zero: ShortCode = "000000".parse().unwrap();
        assert_eq!(ShortCode::parse("oO0-0Oo"), Ok(zero));
        let ones = ShortCode::parse("11111").unwrap_err();
        assert_eq!(ones, CodeMistake::WrongLength { has: 5, needs: 6 });
        assert_eq!(sign_of('l'), sign_of('１'));
        assert_eq!(sign_of('I'), Some(1));
    }

    #[test]
    fn mistakes_say_what_is_wrong() {
        assert_eq!(Code::parse(" - "), Err(CodeMistake::Empty));
        assert_eq!(Code::parse("ABCU"), Err(CodeMistake::NotInCodes('U')));
        assert_eq!(Code::parse("路灯"), Err(CodeMistake::NotInCodes('路')));
        assert_eq!(Code::parse(&"7".repeat(1000)), Err(CodeMistake::WrongLength { has: 1000, needs: 12 }));
        assert_eq!(Code::parse("0000-0000-0001"), Err(CodeMistake::Typo));
    }

    #[test]
    fn chance_reaches_every_sign() {
        let mut rng = StdRng::seed_from_u64(1);
        let all: std::collections::HashSet<char> =
            (0..500).flat_map(|_| Code::random(&mut rng).plain().chars().collect::<Vec<_>>()).collect();
        assert_eq!(all.len(), 32);
    }

    proptest! {
        #[test]
        fn every_slip_is_caught(seed: u64) {
            assert_all_slips_are_caught(code::<12>(seed));
            assert_all_slips_are_caught(code::<6>(seed));
        }

        #[test]
        fn what_is_shown_is_read(seed: u64) {
            let code: Code = code(seed);
            prop_assert_eq!(code.to_string().parse(), Ok(code));
            prop_assert_eq!(code.plain().parse(), Ok(code));
        }

        #[test]
        fn any_text_is_judged(typed in any::<String>()) {
            let _ = Code::parse(&typed);
        }
    }
}
