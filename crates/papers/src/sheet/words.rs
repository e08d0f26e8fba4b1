//! Texts and names as a sheet takes them.

use std::collections::BTreeSet;

use super::Sheet;

/// Letters of a sheet's name, counted as Excel does (UTF-16).
const LONGEST_NAME: usize = 31;

/// The text without control characters, without signs that turn the order of the letters around, and without those
/// that are none in XML. New lines stay.
pub(super) fn clean(text: &str) -> String {
    let kept = text.chars().filter(|sign| match sign {
        '\n' | '\t' => true,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}' => false,
        other => !other.is_control(),
    });
    kept.map(|sign| if sign == '\t' { ' ' } else { sign }).collect()
}

/// How many digits' space a line takes; hanzi and full-width signs take two.
pub(super) fn space(line: &str) -> f64 {
    line.chars().map(|sign| if sign >= '\u{2E80}' { 2.0 } else { 1.0 }).sum()
}

/// The names of the sheets as Excel takes them: short, without `[]:*?/\`, none twice.
pub(super) fn names(sheets: &[Sheet]) -> Vec<String> {
    // Excel keeps this one for itself.
    let mut taken = BTreeSet::from(["history".to_owned()]);
    let numbered = |(at, sheet): (usize, &Sheet)| {
        let plain = plain(&sheet.name, LONGEST_NAME);
        let plain = if plain.is_empty() { (at + 1).to_string() } else { plain };
        let others = (2..).map(|number: usize| {
            let end = format!(" ({number})");
            self::plain(&plain, LONGEST_NAME - end.len()) + &end
        });
        let mut free = std::iter::once(plain.clone()).chain(others);
        let name = free.find(|name| taken.insert(name.to_lowercase()));
        name.expect("numbers do not end before the sheets do")
    };
    sheets.iter().enumerate().map(numbered).collect()
}

/// A name without signs that may not be in it, cut to a length.
fn plain(name: &str, longest: usize) -> String {
    let cleaned = clean(name).replace(['[', ']', ':', '*', '?', '/', '\\'], "-").replace('\n', " ");
    let outside = |sign: char| sign == '\'' || sign.is_whitespace();
    let mut length = 0;
    let cut = cleaned.trim_matches(outside).chars().take_while(|sign| {
        length += sign.len_utf16();
        length <= longest
    });
    cut.collect::<String>().trim_end_matches(outside).to_owned()
}
