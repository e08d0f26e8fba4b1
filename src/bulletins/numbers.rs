//! How issues are numbered: by kind and year, without gaps, as offices write it.

use papers::official;

use crate::base::text::Lang;

/// A gazette's number, with the one of all years: 2026年第3号（总第41号）; a brief's: 〔2026〕3号. These are the names of
/// things and the same in every language.
pub fn label(kind: &str, year: i64, nth: i64, total: i64) -> String {
    match kind {
        "gazette" => {
            let said = [("year", year), ("nth", nth), ("total", total)];
            let said = said.map(|(name, number)| (name, number.to_string().into()));
            Lang::ZhCn.ta("bulletins-number-gazette", &said)
        }
        _ => official::number("", i32::try_from(year).unwrap_or_default(), nth),
    }
}

/// The year and number in an address: `2026-3`.
pub fn read(number: &str) -> Option<(i64, i64)> {
    let (year, nth) = number.split_once('-')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let plain = digits(year) && digits(nth) && !nth.starts_with('0');
    Some((year.parse().ok()?, nth.parse().ok()?)).filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_as_offices_write_it() {
        assert_eq!(label("gazette", 2026, 3, 41), "2026年第3号（总第41号）");
        assert_eq!(label("brief", 2026, 3, 41), "〔2026〕3号");
    }

    #[test]
    fn an_address_has_one_spelling() {
        assert_eq!(read("2026-3"), Some((2026, 3)));
        for wrong in ["2026", "2026-", "-3", "2026-03", "+2026-3", "2026-3x", ""] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
