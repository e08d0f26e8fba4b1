//! What a cell means: people write days in ten ways, digits in two widths, and names with blanks in them. Pure.

use chrono::{Datelike, Days, NaiveDate};
use papers::book::Value;

use super::findings::Words;
use super::sheets::Word;
use crate::base::form::plain;
use crate::base::hanzi::{NAME_MOST, NameMistake, name_is_fine, nearest};

/// What empties a cell's place in the register; an empty cell leaves it as it is.
pub const CLEAR: &str = "清空";

/// Why a cell is not taken, and what was probably meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Wrong {
    /// Why.
    pub why: Words,
    /// What was probably meant.
    pub hint: Option<Words>,
}

impl From<Words> for Wrong {
    fn from(why: Words) -> Wrong {
        Wrong { why, hint: None }
    }
}

/// A text without outer blanks, line ends and signs that nobody sees.
pub fn tidy(text: &str) -> String {
    let seen = text.chars().filter_map(|sign| match sign {
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' => None,
        '\u{FFFE}' | '\u{FFFF}' => None,
        '\n' | '\r' | '\t' => Some(' '),
        sign if sign.is_control() => None,
        sign => Some(sign),
    });
    let blank = |sign: char| sign.is_whitespace();
    seen.collect::<String>().trim_matches(blank).to_owned()
}

/// What a cell shows as text.
pub fn shown(value: &Value) -> Result<String, Wrong> {
    Ok(match value {
        Value::Text(text) => tidy(text),
        Value::Number(number) => number_text(*number),
        Value::Day(moment) => moment.date().to_string(),
        Value::Flag(flag) => if *flag { "是" } else { "否" }.to_owned(),
        Value::Broken(mark) => return Err(Words::new("roster-cell-broken").with("mark", mark).into()),
        Value::Unworked => return Err(Words::new("roster-cell-unworked").into()),
    })
}

/// A number without an exponent; what was meant as a telephone number is one.
fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 { format!("{number:.0}") } else { number.to_string() }
}

/// Text of at most so many signs.
pub fn text(value: &Value, most: usize) -> Result<String, Wrong> {
    let text = shown(value)?;
    match text.chars().count() {
        has if has > most => Err(Words::new("roster-cell-long").with("has", has).with("most", most).into()),
        _ => Ok(text),
    }
}

/// A whole number within bounds.
pub fn whole(value: &Value, (least, most): (i64, i64)) -> Result<i64, Wrong> {
    let typed = shown(value)?;
    let number: Option<i64> = plain(&typed).parse().ok();
    number.filter(|number| (least..=most).contains(number)).ok_or_else(|| {
        let why = Words::new("roster-cell-whole").with("typed", typed);
        why.with("least", least).with("most", most).into()
    })
}

/// The day of Excel's numbering before its first.
fn serial(number: i64) -> Option<NaiveDate> {
    // 1901 to 2119; smaller and larger ones are meant as something else.
    let days = u64::try_from(number).ok().filter(|number| (367..=80_000).contains(number))?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}

/// A day, however it is written.
pub fn day(value: &Value) -> Result<NaiveDate, Wrong> {
    if let Value::Day(moment) = value {
        return Ok(moment.date());
    }
    let typed = shown(value)?;
    let text = plain(&typed);
    let no_day = |key: &str| Wrong::from(Words::new(key).with("typed", &typed));
    if let Ok(number) = text.parse::<i64>() {
        let found = match text.len() {
            8 => NaiveDate::parse_from_str(&text, "%Y%m%d").ok(),
            _ => serial(number),
        };
        return found.ok_or_else(|| no_day("roster-cell-day"));
    }
    let separates = |sign: char| {
        matches!(sign, '-' | '/' | '.' | ' ' | ':' | 'T' | '年' | '月' | '日' | '号' | '、' | ',')
    };
    let bits: Vec<&str> = text.split(separates).filter(|bit| !bit.is_empty()).collect();
    let numbers: Option<Vec<u32>> = bits.iter().map(|bit| bit.parse().ok()).collect();
    match numbers.as_deref() {
        Some([year, month, day, clock @ ..]) if bits[0].len() == 4 && clock.len() <= 3 => {
            let year = i32::try_from(*year).unwrap_or_default();
            NaiveDate::from_ymd_opt(year, *month, *day).ok_or_else(|| no_day("roster-cell-no-such-day"))
        }
        _ => Err(no_day("roster-cell-day")),
    }
}

/// A month, as 1975-08; whoever writes the day as well says more than is kept.
pub fn month(value: &Value) -> Result<String, Wrong> {
    let kept = |day: NaiveDate| format!("{:04}-{:02}", day.year(), day.month());
    let typed = shown(value)?;
    let text = plain(&typed);
    let no_month = || Wrong::from(Words::new("roster-cell-month").with("typed", &typed));
    let separates = |sign: char| matches!(sign, '-' | '/' | '.' | ' ' | '年' | '月');
    let bits: Vec<&str> = text.split(separates).filter(|bit| !bit.is_empty()).collect();
    let (year, month) = match bits.as_slice() {
        // 1975.1 is January, or October whose nought a spreadsheet took away.
        [_, "1"] if matches!(value, Value::Number(_)) => return Err(no_month()),
        [year, month] if year.len() == 4 => (*year, *month),
        [whole] if whole.len() == 6 && text.is_ascii() => whole.split_at(4),
        _ => {
            return day(value).map(kept).map_err(|wrong| match wrong.why.key.as_str() {
                "roster-cell-day" => no_month(),
                _ => wrong,
            });
        }
    };
    let first = NaiveDate::from_ymd_opt(
        year.parse().map_err(|_| no_month())?,
        month.parse().map_err(|_| no_month())?,
        1,
    );
    first.filter(|day| (1900..=2100).contains(&day.year())).map(kept).ok_or_else(no_month)
}

/// A telephone number in plain digits, however it was spaced.
pub fn phone(value: &Value) -> Result<String, Wrong> {
    let typed = shown(value)?;
    let digits = digits(&typed);
    let number = digits.strip_prefix('+').unwrap_or(&digits);
    // A number at home that starts with 1 is a mobile number, and those have 11 digits.
    let long_enough =
        if digits.starts_with('1') { number.len() == 11 } else { (7..=15).contains(&number.len()) };
    if long_enough && number.chars().all(|sign| sign.is_ascii_digit()) {
        Ok(digits)
    } else {
        Err(Words::new("roster-cell-phone").with("typed", typed).into())
    }
}

/// An office's telephone: one number or several, with extensions, as it is printed.
pub fn telephone(value: &Value) -> Result<String, Wrong> {
    let typed = plain(&text(value, 100)?);
    let digits = typed.chars().filter(char::is_ascii_digit).count();
    let between = |sign: char| {
        matches!(sign, ' ' | '-' | '+' | '(' | ')' | '/' | '、' | ',' | ';' | '转' | '分' | '机')
    };
    if digits >= 5 && typed.chars().all(|sign| sign.is_ascii_digit() || between(sign)) {
        Ok(typed)
    } else {
        Err(Words::new("roster-cell-telephone").with("typed", typed).into())
    }
}

/// A telephone number without what stands between its digits.
pub fn digits(typed: &str) -> String {
    plain(typed).chars().filter(|sign| !matches!(sign, ' ' | '-' | '(' | ')' | '/')).collect()
}

/// An e-mail address.
pub fn email(value: &Value) -> Result<String, Wrong> {
    let typed = plain(&text(value, 100)?);
    let fine = typed.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !host.is_empty() && !typed.contains(char::is_whitespace) && !host.contains('@')
    });
    if fine { Ok(typed) } else { Err(Words::new("roster-cell-email").with("typed", typed).into()) }
}

/// A person's name as it is kept, and whether its separator had to be replaced.
pub fn name(value: &Value) -> Result<(String, bool), Wrong> {
    let typed = shown(value)?;
    match name_is_fine(&typed) {
        Ok(kept) => {
            let points = |text: &str| text.matches('·').count();
            let replaced = points(&kept) > points(&typed);
            Ok((kept, replaced))
        }
        Err(NameMistake::Empty) => Err(Words::new("roster-cell-no-name").with("typed", typed).into()),
        Err(NameMistake::TooLong { has, .. }) => {
            Err(Words::new("roster-cell-long").with("has", has).with("most", NAME_MOST).into())
        }
        Err(NameMistake::NotInNames(sign)) => {
            let sign =
                if sign.is_control() { format!("U+{:04X}", u32::from(sign)) } else { sign.to_string() };
            Err(Words::new("roster-cell-name-sign").with("sign", sign).into())
        }
        Err(NameMistake::StraySeparator) => Err(Words::new("roster-cell-name-separator").into()),
    }
}

/// One of a closed list of words.
pub fn choice(value: &Value, words: &[Word]) -> Result<&'static str, Wrong> {
    let typed = shown(value)?;
    let wanted = alike(&typed);
    let is = |word: &&Word| {
        alike(&word.label) == wanted
            || word.code == typed
            || word.also.iter().any(|also| alike(also) == wanted)
    };
    if let Some(word) = words.iter().find(is) {
        return Ok(word.code);
    }
    let all: Vec<&str> = words.iter().map(|word| word.label.as_str()).collect();
    let hint = nearest(&typed, all.iter().copied());
    let why = Words::new("roster-cell-choice").with("typed", &typed).with("words", all.join("、"));
    Err(Wrong { why, hint: hint.map(|meant| Words::new("roster-hint-meant").with("meant", meant)) })
}

/// Several things in one cell.
pub fn list(value: &Value) -> Result<Vec<String>, Wrong> {
    let text = match value {
        // Line ends separate as well.
        Value::Text(text) => text.replace(['\n', '\r'], "、"),
        other => shown(other)?,
    };
    let separates = |sign: char| matches!(sign, '、' | '，' | ',' | ';' | '；');
    Ok(text.split(separates).map(tidy).filter(|part| !part.is_empty()).collect())
}

/// A text as titles and words of closed lists are compared: half-width, without blanks, brackets and stars.
pub fn alike(text: &str) -> String {
    let text = plain(text);
    let text = text
        .split_once('(')
        .map_or(text.as_str(), |(before, _)| if before.is_empty() { &text } else { before });
    text.chars()
        .filter(|sign| !sign.is_whitespace() && !matches!(sign, '*' | ':' | '"'))
        .collect::<String>()
        .to_lowercase()
}

#[cfg(test)]
mod tests;
