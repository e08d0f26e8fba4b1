//! People's names: up to 50 characters, hanzi nobody else has, "·" between the parts, and pinyin to find them by.

use pinyin::ToPinyin;

use super::is_hanzi;

/// The longest name there may be, in characters (25 hanzi with separators and room to spare).
pub const NAME_MOST: usize = 50;

/// Surnames that are read otherwise than the same hanzi in a word.
const SURNAME_READINGS: &[(&str, &str)] = &[
    ("万俟", "mo qi"),
    ("尉迟", "yu chi"),
    ("单于", "chan yu"),
    ("澹台", "tan tai"),
    ("长孙", "zhang sun"),
    ("单", "shan"),
    ("曾", "zeng"),
    ("解", "xie"),
    ("仇", "qiu"),
    ("区", "ou"),
    ("查", "zha"),
    ("盖", "ge"),
    ("任", "ren"),
    ("朴", "piao"),
    ("翟", "zhai"),
    ("缪", "miao"),
    ("乐", "yue"),
    ("华", "hua"),
    ("黑", "he"),
    ("秘", "bi"),
    ("召", "shao"),
    ("洗", "xian"),
    ("冼", "xian"),
    ("宓", "mi"),
    ("逄", "pang"),
    ("繁", "po"),
    ("员", "yun"),
    ("覃", "qin"),
    ("卜", "bu"),
    ("重", "chong"),
    ("种", "chong"),
    ("燕", "yan"),
    ("尹", "yin"),
    ("晁", "chao"),
    ("牟", "mu"),
    ("谌", "chen"),
    ("郗", "xi"),
    ("佘", "she"),
    ("褚", "chu"),
    ("宁", "ning"),
    ("石", "shi"),
    ("柏", "bai"),
    ("车", "che"),
    ("都", "du"),
    ("葛", "ge"),
    ("纪", "ji"),
];

/// What is wrong with a name, for the page to say it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameMistake {
    /// Nothing was given, or nothing but spaces and separators.
    #[error("a name is missing")]
    Empty,
    /// More characters than a name may have.
    #[error("a name has at most {most} characters, this has {has}")]
    TooLong {
        /// The characters given.
        has: usize,
        /// The characters allowed.
        most: usize,
    },
    /// A character that no name has: control and invisible ones, signs, emoji.
    #[error("a name cannot contain U+{:04X}", u32::from(*.0))]
    NotInNames(char),
    /// A separator at the start, at the end, or twice in a row.
    #[error("a separator stands between two parts of a name")]
    StraySeparator,
}

/// The name as it is kept: one kind of separator, no padding between hanzi, half-width Latin letters.
pub fn name_is_fine(name: &str) -> Result<String, NameMistake> {
    let mut kept: Vec<char> = Vec::new();
    let chars: Vec<char> = name.trim().chars().map(narrow).collect();
    for (at, &c) in chars.iter().enumerate() {
        match c {
            ' ' if matches!(kept.last(), None | Some('·' | ' ')) => {}
            // A full stop between hanzi is a separator typed on the wrong keyboard; after an initial it is a full stop.
            '.' if touches_hanzi(&kept, &chars[at + 1..]) => separate(&mut kept),
            '·' => separate(&mut kept),
            c if belongs(c) => kept.push(c),
            c => return Err(NameMistake::NotInNames(c)),
        }
    }
    drop_padding(&mut kept);
    if !kept.iter().any(|&c| is_hanzi(c) || c.is_alphabetic()) {
        return Err(NameMistake::Empty);
    }
    if kept.first() == Some(&'·')
        || kept.last() == Some(&'·')
        || kept.windows(2).any(|pair| pair == ['·', '·'])
    {
        return Err(NameMistake::StraySeparator);
    }
    if kept.len() > NAME_MOST {
        return Err(NameMistake::TooLong { has: kept.len(), most: NAME_MOST });
    }
    Ok(kept.into_iter().collect())
}

/// The first letters of a name's pinyin, `zsls` for 张三·李四; hanzi without a known reading stay themselves.
pub fn pinyin_initials(name: &str) -> String {
    readings(name).iter().filter_map(|reading| reading.chars().next()).collect()
}

/// The whole pinyin of a name without tones or spaces, `zhangsanlisi`; 吕 is `lv`, as it is typed.
pub fn pinyin_full(name: &str) -> String {
    readings(name).concat()
}

/// One reading for each hanzi, one for each Latin word.
fn readings(name: &str) -> Vec<String> {
    let name = name_is_fine(name).unwrap_or_else(|_| name.to_owned());
    let (surname, reading) =
        SURNAME_READINGS.iter().find(|(surname, _)| name.starts_with(surname)).copied().unwrap_or_default();
    let mut readings: Vec<String> = reading.split_whitespace().map(String::from).collect();
    let mut latin = String::new();
    for c in name[surname.len()..].chars() {
        if !is_hanzi(c) && c.is_alphanumeric() {
            latin.extend(c.to_lowercase());
            continue;
        }
        if !latin.is_empty() {
            readings.push(std::mem::take(&mut latin));
        }
        match c.to_pinyin() {
            Some(known) => readings.push(known.plain().replace('ü', "v")),
            None if is_hanzi(c) => readings.push(c.into()),
            None => {}
        }
    }
    if !latin.is_empty() {
        readings.push(latin);
    }
    readings
}

/// One character in the form names are kept in.
fn narrow(c: char) -> char {
    match c {
        '•' | '‧' | '・' | '･' | '∙' | '⋅' | '●' | '᛫' | 'ㆍ' => '·',
        '．' => '.',
        '’' | '＇' | '‘' => '\'',
        '－' | '‐' | '‑' => '-',
        '（' => '(',
        '）' => ')',
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{A0}' | '\u{202F}' | '\u{2002}' | '\u{2003}' => ' ',
        _ => c,
    }
}

/// Whether a character may stand in a name: letters of any script with their marks, digits, brackets that tell namesakes apart.
fn belongs(c: char) -> bool {
    // A variation selector after a hanzi chooses the shape its bearer writes.
    let mark = matches!(c, '\u{300}'..='\u{36F}' | '\u{F00}'..='\u{FBC}' | '\u{1800}'..='\u{18AF}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}');
    (is_hanzi(c) || c.is_alphanumeric() || mark || matches!(c, ' ' | '-' | '\'' | '.' | '(' | ')'))
        && c != '\u{180E}'
}

fn touches_hanzi(before: &[char], after: &[char]) -> bool {
    let seen = |c: Option<&char>| c.is_some_and(|&c| is_hanzi(c));
    seen(before.iter().rev().find(|c| **c != ' ')) && seen(after.iter().find(|c| **c != ' '))
}

fn separate(kept: &mut Vec<char>) {
    while kept.last() == Some(&' ') {
        kept.pop();
    }
    kept.push('·');
}

/// Lists pad two-hanzi names with a space to the width of three; the space is no part of the name.
fn drop_padding(kept: &mut Vec<char>) {
    while kept.last() == Some(&' ') {
        kept.pop();
    }
    let padded: Vec<char> = std::mem::take(kept);
    for (at, &c) in padded.iter().enumerate() {
        let between = |c: Option<&char>| c.is_some_and(|&c| is_hanzi(c));
        if c != ' ' || !(between(kept.last()) && between(padded.get(at + 1))) {
            kept.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn separators_and_padding_are_made_one() {
        for (typed, kept) in [
            ("张三", "张三"),
            (" 张　三 ", "张三"),
            ("买买提•艾力", "买买提·艾力"),
            ("买买提‧艾力", "买买提·艾力"),
            ("买买提 ・ 艾力", "买买提·艾力"),
            ("买买提.艾力", "买买提·艾力"),
            ("买买提．艾力", "买买提·艾力"),
            ("𠮷", "𠮷"),
            ("䶮𪚥𰻝𱁬", "䶮𪚥𰻝𱁬"),
            ("邉\u{E0101}", "邉\u{E0101}"),
            ("John A.  Smith", "John A. Smith"),
            ("Ｏ’Ｂｒｉｅｎ", "O'Brien"),
            ("李明（女）", "李明(女)"),
        ] {
            assert_eq!(name_is_fine(typed).as_deref(), Ok(kept), "{typed}");
        }
        let longest = ["古"; 25].join("·");
        assert_eq!(name_is_fine(&longest), Ok(longest.clone()));
    }

    #[test]
    fn what_is_no_name_is_refused_by_kind() {
        assert_eq!(name_is_fine(" 　"), Err(NameMistake::Empty));
        assert_eq!(name_is_fine("··"), Err(NameMistake::Empty));
        assert_eq!(name_is_fine("12"), Err(NameMistake::Empty));
        assert_eq!(name_is_fine("·三"), Err(NameMistake::StraySeparator));
        assert_eq!(name_is_fine("张··三"), Err(NameMistake::StraySeparator));
        assert_eq!(name_is_fine(&"古".repeat(51)), Err(NameMistake::TooLong { has: 51, most: 50 }));
        for bad in ['\0', '\n', '\u{202E}', '\u{200B}', '\u{FEFF}', '<', '=', '😀', '\u{2028}'] {
            assert_eq!(name_is_fine(&format!("张{bad}三")), Err(NameMistake::NotInNames(bad)));
        }
    }

    #[test]
    fn pinyin_knows_surnames() {
        for (name, initials, full) in [
            ("张三·李四", "zsls", "zhangsanlisi"),
            ("单雄信", "sxx", "shanxiongxin"),
            ("曾国强", "zgq", "zengguoqiang"),
            ("吕布", "lb", "lvbu"),
            ("尉迟恭", "ycg", "yuchigong"),
            ("区小红", "oxh", "ouxiaohong"),
            ("John Smith", "js", "johnsmith"),
            ("买买提.艾力", "mmtal", "maimaitiaili"),
            ("\u{323A0}三", "\u{323A0}s", "\u{323A0}san"),
        ] {
            assert_eq!(
                (pinyin_initials(name).as_str(), pinyin_full(name).as_str()),
                (initials, full),
                "{name}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_fine_name_stays_as_it_is(name in "[张王李㐀䶮𠀀-𠀏𪜀-𪜏𫝀-𫝏𫠠-𫠯𬺰-𬺿𰀀-𰀏𱍐-𱍟·•. A-Za-z'-]{0,55}") {
            if let Ok(kept) = name_is_fine(&name) {
                prop_assert!((1..=NAME_MOST).contains(&kept.chars().count()));
                prop_assert_eq!(name_is_fine(&kept), Ok(kept.clone()));
                let hanzi = |text: &str| text.chars().filter(|&c| is_hanzi(c)).collect::<String>();
                prop_assert_eq!(hanzi(&kept), hanzi(&name), "no hanzi is lost");
            }
        }

        #[test]
        fn any_text_is_judged(name in any::<String>()) {
            if let Ok(kept) = name_is_fine(&name) {
                prop_assert!(kept.chars().all(|c| !c.is_control()));
            }
            pinyin_full(&name);
            pinyin_initials(&name);
        }
    }
}
