//! Personal data: taken out of a text before the public reads it, and masked where staff need not see it whole.
//!
//! A person still reads what comes out before it is published; this only makes sure that nothing plain is overlooked.

use crate::base::hanzi::is_hanzi;

/// What stands where something was taken out.
pub const GONE: &str = "＊＊";
/// The first character of a car's plate.
const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
/// Words after which a name stands.
const BEFORE_NAME: [&str; 6] = ["我叫", "我名叫", "本人姓名", "联系人", "姓名", "反映人"];
/// Hanzi of an ordinary name.
const NAME_MOST: usize = 4;

/// The text without telephone numbers, identity and account numbers, plates, e-mail addresses and given names.
pub fn redact(text: &str) -> String {
    let text: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let taken = number(rest).or_else(|| email(rest)).or_else(|| plate(rest));
        if let Some(length) = taken {
            out.push_str(GONE);
            at += length;
        } else if let Some((before, name)) = name(rest) {
            out.extend(&rest[..before]);
            out.push_str(GONE);
            at += before + name;
        } else {
            // A word or number is looked at from its beginning only.
            let length = rest.iter().take_while(|c| c.is_ascii_alphanumeric()).count().max(1);
            out.extend(&rest[..length]);
            at += length;
        }
    }
    out
}

/// Digits as in telephone, identity and account numbers: seven or more, perhaps with blanks or dashes between.
fn number(text: &[char]) -> Option<usize> {
    let (mut digits, mut length, mut groups) = (0, 0, vec![0_usize]);
    while let Some(c) = text.get(length) {
        if digit(*c) {
            digits += 1;
            *groups.last_mut()? += 1;
        } else if matches!(c, '-' | ' ' | '－')
            && digits > 0
            && text.get(length + 1).is_some_and(|c| digit(*c))
        {
            groups.push(0);
        } else {
            break;
        }
        length += 1;
    }
    let date = matches!(groups.as_slice(), [4, 1..=2, 1..=2]);
    let money = text.get(length).is_some_and(|c| matches!(c, '元' | '万' | '.'));
    if digits < 7 || date || money {
        return None;
    }
    Some(length + usize::from(digits == 17 && text.get(length).is_some_and(|c| matches!(c, 'x' | 'X'))))
}

fn digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn email(text: &[char]) -> Option<usize> {
    let word = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    let before = text.iter().take_while(|c| word(c)).count();
    let after = text.get(before + 1..)?.iter().take_while(|c| word(c)).count();
    (before > 0 && text[before] == '@' && after > 2).then_some(before + 1 + after)
}

fn plate(text: &[char]) -> Option<usize> {
    let province = PROVINCES.contains(*text.first()?);
    if !province || !text.get(1)?.is_ascii_uppercase() {
        return None;
    }
    let dot = usize::from(matches!(text.get(2), Some('·' | '•' | ' ')));
    let signs = text[2 + dot..].iter().take_while(|c| c.is_ascii_alphanumeric()).count();
    (5..=6).contains(&signs).then_some(2 + dot + signs)
}

/// How long the words before a name are, and the name.
fn name(text: &[char]) -> Option<(usize, usize)> {
    let begins = |word: &&str| word.chars().enumerate().all(|(n, c)| text.get(n) == Some(&c));
    let mut before = BEFORE_NAME.iter().find(|word| begins(word))?.chars().count();
    before += text[before..].iter().take_while(|c| matches!(c, '：' | ':' | ' ' | '是')).count();
    let name = text[before..].iter().take_while(|c| is_hanzi(**c) || **c == '·').count();
    (name >= 2).then_some((before, name.min(NAME_MOST)))
}

/// Surnames common enough that one of them before a title, or after 我是, is taken for one.
const SURNAMES: &str = "李王张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚";
/// How people are called by their surname.
const TITLES: [&str; 24] = [
    "先生", "女士", "大爷", "大妈", "大叔", "大婶", "大娘", "大哥", "大姐", "阿姨", "爷爷", "奶奶", "老师",
    "师傅", "医生", "主任", "书记", "支书", "村长", "组长", "队长", "会计", "老板", "经理",
];

/// The text as it may be quoted: without personal data, and without the names by which people call themselves or others.
pub fn quotable(text: &str) -> String {
    let text: Vec<char> = redact(text).chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if let Some(length) = named_self(rest) {
            out.push_str("我是");
            out.push_str(GONE);
            at += length;
        } else if called(rest) {
            out.push_str(GONE);
            at += 1;
        } else {
            out.push(text[at]);
            at += 1;
        }
    }
    out
}

/// 我是李双妹，: how long it is, without the mark that ends it.
fn named_self(text: &[char]) -> Option<usize> {
    if text.get(..2)? != ['我', '是'] || !SURNAMES.contains(*text.get(2)?) {
        return None;
    }
    let given = text[3..].iter().take_while(|c| is_hanzi(**c)).count();
    (1..=2).contains(&given).then_some(3 + given)
}

/// A surname with a title behind it.
fn called(text: &[char]) -> bool {
    let titled = |title: &str| title.chars().enumerate().all(|(n, c)| text.get(n + 1) == Some(&c));
    text.first().is_some_and(|first| SURNAMES.contains(*first)) && TITLES.iter().any(|title| titled(title))
}

/// A name as those see it who need not know it: 李**.
pub fn masked_name(name: &str) -> String {
    name.chars().next().map(|first| format!("{first}**")).unwrap_or_default()
}

/// A telephone number as those see it who need not call it: 139****0001.
pub fn masked_phone(phone: &str) -> String {
    let signs: Vec<char> = phone.chars().collect();
    let (head, tail) = if signs.len() >= 11 { (signs.len() - 8, 4) } else { (signs.len().min(3), 2) };
    if signs.len() < 7 {
        return if signs.is_empty() { String::new() } else { "****".to_owned() };
    }
    let tail: String = signs[signs.len() - tail..].iter().collect();
    format!("{}****{tail}", signs[..head].iter().collect::<String>())
}

/// An e-mail address as those see it who need not write to it: l***@example.cn.
pub fn masked_email(email: &str) -> String {
    match email.split_once('@') {
        Some((name, host)) => format!("{}***@{host}", name.chars().next().unwrap_or('*')),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_data_go_and_the_matter_stays() {
        for (said, shown) in [
            ("请回电13912345678，谢谢", "请回电＊＊，谢谢"),
            ("电话139 1234 5678或0728-3221234。", "电话＊＊或＊＊。"),
            ("身份证42900419800101123X", "身份证＊＊"),
            ("账号6222021234567890123", "账号＊＊"),
            ("车牌鄂M12345和鄂M·D12345挡路", "车牌＊＊和＊＊挡路"),
            ("写信到li.ming@example.cn即可", "写信到＊＊即可"),
            ("我叫李双妹，住新里村", "我叫＊＊，住新里村"),
            ("联系人：王建国 电话１３９１２３４５６７８", "联系人：＊＊ 电话＊＊"),
        ] {
            assert_eq!(redact(said), shown);
        }
    }

    #[test]
    fn dates_money_and_houses_are_no_personal_data() {
        for said in
            ["2026-03-05修的路", "花了1200000元", "新里村3组12号", "拨打12345热线", "新修的G318国道", "鄂州"]
        {
            assert_eq!(redact(said), said);
        }
        assert_eq!(redact(""), "");
    }

    #[test]
    fn a_quote_names_nobody() {
        for (said, shown) in [
            ("我是李双妹，住新里村", "我是＊＊，住新里村"),
            ("我是农民，今年六十", "我是农民，今年六十"),
            ("张大爷和王主任都说路灯不亮，电话13912345678", "＊＊大爷和＊＊主任都说路灯不亮，电话＊＊"),
            ("希望医院多请几位医生", "希望医院多请几位医生"),
        ] {
            assert_eq!(quotable(said), shown);
        }
    }

    #[test]
    fn masks_keep_enough_to_tell_one_from_another() {
        assert_eq!(masked_name("李双妹"), "李**");
        assert_eq!(masked_name(""), "");
        assert_eq!(masked_phone("13900000001"), "139****0001");
        assert_eq!(masked_phone("+8613900000001"), "+86139****0001");
        assert_eq!(masked_phone("3221234"), "322****34");
        assert_eq!(masked_phone("123"), "****");
        assert_eq!(masked_email("liming@example.cn"), "l***@example.cn");
    }
}
