//! How offices write numbers, days and headings.

use chrono::{Datelike as _, NaiveDate};

use super::{Block, Level};

/// A number in offices' habit: the word, the year in 〔〕, the number without zeros before it: 仙人常函〔2026〕3号.
pub fn number(word: &str, year: i32, number: i64) -> String {
    format!("{word}〔{year}〕{number}号")
}

/// The word, year and number of what [`number`] wrote.
pub fn read_number(text: &str) -> Option<(&str, i32, i64)> {
    let (word, rest) = text.trim().strip_suffix('号')?.split_once('〔')?;
    let (year, number) = rest.split_once('〕')?;
    Some((word, year.parse().ok()?, number.parse().ok()?))
}

/// A day as it stands on papers: 2026年3月5日.
pub fn date(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// A heading with its number, from 1.
pub fn heading(level: Level, nth: usize, text: &str) -> Block {
    let text = match level {
        Level::First => format!("{}、{text}", hanzi(nth)),
        Level::Second => format!("（{}）{text}", hanzi(nth)),
        Level::Third => format!("{nth}.{text}"),
        Level::Fourth => format!("（{nth}）{text}"),
    };
    Block::Heading { level, text }
}

/// What somebody wrote, line by line: a line that begins as a heading and is short enough to be one is one, every other
/// line is a paragraph, and empty lines and indents are dropped.
pub fn body(text: &str) -> Vec<Block> {
    let lines = text.lines().map(|line| line.trim_matches(|c: char| c.is_whitespace() || c == '\u{3000}'));
    let block = |line: &str| match level(line) {
        Some(level) if is_heading(line) => Block::Heading { level, text: line.to_owned() },
        _ => Block::paragraph(line),
    };
    lines.filter(|line| !line.is_empty()).map(block).collect()
}

/// A heading is no sentence.
fn is_heading(line: &str) -> bool {
    line.chars().count() <= 40 && !line.ends_with(['。', '；', '！', '？', '，', '：'])
}

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

fn level(line: &str) -> Option<Level> {
    let in_hanzi = |c: char| c == '十' || c == '百' || DIGITS.contains(&c);
    if let Some(rest) = line.strip_prefix('（') {
        let (number, _) = rest.split_once('）')?;
        return match number {
            "" => None,
            it if it.chars().all(in_hanzi) => Some(Level::Second),
            it if it.chars().all(|c| c.is_ascii_digit()) => Some(Level::Fourth),
            _ => None,
        };
    }
    let rest = line.trim_start_matches(in_hanzi);
    if rest.len() < line.len() && rest.starts_with('、') {
        return Some(Level::First);
    }
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let dotted = rest.starts_with(['.', '．']) && !rest[1..].starts_with(|c: char| c.is_ascii_digit());
    (rest.len() < line.len() && dotted).then_some(Level::Third)
}

/// A title without the breaks that it has on paper.
pub(super) fn in_one_line(title: &str) -> String {
    title.lines().map(str::trim).collect()
}

/// A number below a hundred in hanzi; others stay in digits.
fn hanzi(number: usize) -> String {
    let digit = |n: usize| DIGITS[n].to_string();
    match number {
        1..=9 => digit(number),
        10 => "十".into(),
        11..=19 => format!("十{}", digit(number - 10)),
        20..=99 if number.is_multiple_of(10) => format!("{}十", digit(number / 10)),
        20..=99 => format!("{}十{}", digit(number / 10), digit(number % 10)),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_are_written_as_offices_do() {
        assert_eq!(number("仙人常函", 2026, 3), "仙人常函〔2026〕3号");
        assert_eq!(read_number("仙人常函〔2026〕3号"), Some(("仙人常函", 2026, 3)));
        assert_eq!(read_number("2026-000123"), None);
        assert_eq!(date(NaiveDate::from_ymd_opt(2026, 3, 5).unwrap()), "2026年3月5日");
    }

    #[test]
    fn headings_have_the_numbers_of_their_level() {
        let text = |level, nth| match heading(level, nth, "好") {
            Block::Heading { text, .. } => text,
            _ => String::new(),
        };
        assert_eq!(text(Level::First, 10), "十、好");
        assert_eq!(text(Level::First, 21), "二十一、好");
        assert_eq!(text(Level::Second, 12), "（十二）好");
        assert_eq!(text(Level::Third, 3), "3.好");
        assert_eq!(text(Level::Fourth, 30), "（30）好");
    }

    #[test]
    fn what_begins_as_a_heading_is_one_unless_it_is_a_sentence() {
        let levels: Vec<_> = body(
            "　　一、基本情况\n\n（一）道路\n1.路灯\n（2）路面\n1.5公里长的路\n二、会议同意这个报告。\n（二审稿）说明\n十全十美",
        )
        .iter()
        .map(|block| match block {
            Block::Heading { level, .. } => Some(*level),
            _ => None,
        })
        .collect();
        use Level::{First, Fourth, Second, Third};
        assert_eq!(levels, [Some(First), Some(Second), Some(Third), Some(Fourth), None, None, None, None]);
    }
}
