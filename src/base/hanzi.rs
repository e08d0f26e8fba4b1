//! Chinese text as people use it: words to search by, opinions that say the same, names in every spelling.
//!
//! Chinese is written without spaces, so a search for 停车 must find it inside 小区停车收费; two people who complain of
//! one thing never use the same sentence; a list of deputies is ordered by the strokes of the surname, and a name typed wrongly is like the right one. These five
//! parts know how; they touch no database and show nothing.

mod likeness;
mod names;
mod near;
mod strokes;
mod words;

pub use likeness::{Gist, Likeness, Piece, fingerprint, mark, similar};
pub use names::{NAME_MOST, NameMistake, name_is_fine, pinyin_full, pinyin_initials};
pub use near::nearest;
pub use strokes::stroke_key;
pub use words::{index_text, query_text, warm_up, words};

/// Whether a character is a hanzi, the rare ones beyond the first plane and of the private area included.
pub fn is_hanzi(c: char) -> bool {
    matches!(c,
        '々' | '〇'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFD}'
        // Older identity-card systems keep some rare name hanzi in the private area.
        | '\u{E000}'..='\u{F8FF}')
}

/// A number from 1 to 99 as hanzi write it, such as 十一; others as digits.
pub fn numeral(n: i64) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: i64| usize::try_from(n).ok().and_then(|n| DIGITS.get(n)).copied().unwrap_or_default();
    match n {
        1..=9 => digit(n).to_owned(),
        10..=19 => format!("十{}", digit(n - 10)),
        20..=99 => format!("{}十{}", digit(n / 10), digit(n % 10)),
        _ => n.to_string(),
    }
}

/// The name of the term of a number, such as 第十一届.
pub fn term_name(number: i64) -> String {
    format!("第{}届", numeral(number))
}

/// One character as it is compared: half-width, lower case. Always one for one, so places in the text stay the same.
fn plain(c: char) -> char {
    if is_hanzi(c) {
        return c;
    }
    let narrow = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    };
    let mut lower = narrow.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => narrow,
    }
}
