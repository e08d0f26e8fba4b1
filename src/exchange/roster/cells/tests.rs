use papers::book::Value;
use proptest::prelude::*;

use super::*;
use crate::exchange::roster::sheets::{Col, Tab};

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn key<T: std::fmt::Debug>(meaning: Result<T, Wrong>) -> String {
    meaning.unwrap_err().why.key
}

#[test]
fn a_day_is_understood_however_it_is_written() {
    let fifth = NaiveDate::from_ymd_opt(2026, 3, 5).unwrap();
    for written in [
        "2026-3-5",
        "2026-03-05",
        "2026/3/5",
        "2026/03/05",
        "2026.3.5",
        "2026。3。5",
        "2026年3月5日",
        "2026年03月05号",
        "２０２６－３－５",
        "２０２６年３月５日",
        " 2026-3-5 ",
        "2026 3 5",
        "2026-03-05 00:00:00",
        "2026-03-05T08:30:00",
        "20260305",
        "46086",
        "４６０８６",
    ] {
        assert_eq!(day(&text(written)), Ok(fifth), "{written}");
    }
    assert_eq!(day(&Value::Number(46_086.0)), Ok(fifth), "Excel's own number of the day");
    assert_eq!(day(&Value::Number(20_260_305.0)), Ok(fifth));
    assert_eq!(day(&Value::Day("2026-03-05T13:00:00".parse().unwrap())), Ok(fifth));
    for written in ["2026-2-30", "2026年13月1日", "2025/2/29", "2026-0-1"] {
        assert_eq!(key(day(&text(written))), "roster-cell-no-such-day", "{written}");
    }
    for written in
        ["26-3-5", "3月5日", "2026年3月", "去年", "5/3/2026", "20260230", "2026-3-5-1-1-1-1", "12", "-5"]
    {
        assert_eq!(key(day(&text(written))), "roster-cell-day", "{written}");
    }
}

#[test]
fn a_month_is_kept_without_its_day() {
    for written in [
        "1975-08",
        "1975-8",
        "1975.08",
        "1975.8",
        "1975年8月",
        "１９７５．０８",
        "197508",
        "1975-08-20",
        "1975年8月20日",
    ] {
        assert_eq!(month(&text(written)), Ok("1975-08".to_owned()), "{written}");
    }
    assert_eq!(month(&Value::Number(1975.08)), Ok("1975-08".to_owned()));
    assert_eq!(month(&text("1975.1")), Ok("1975-01".to_owned()));
    // A spreadsheet makes 1975.1 of 1975.10: nobody can tell which was meant.
    assert_eq!(key(month(&Value::Number(1975.1))), "roster-cell-month");
    for written in ["1975-13", "75-8", "八月", "1875-08"] {
        assert!(month(&text(written)).is_err(), "{written}");
    }
}

#[test]
fn numbers_are_understood_in_every_width_and_spacing() {
    for written in [
        "13900000001",
        "139 0000 0001",
        "139-0000-0001",
        "１３９００００００１",
        "１３９００００ ０００１",
        "(139)00000001",
    ] {
        let wanted = if written.chars().filter(|sign| sign.is_numeric()).count() == 11 {
            "13900000001"
        } else {
            continue;
        };
        assert_eq!(phone(&text(written)), Ok(wanted.to_owned()), "{written}");
    }
    assert_eq!(phone(&Value::Number(13_900_000_001.0)), Ok("13900000001".to_owned()));
    assert_eq!(phone(&text("0728-3250000")), Ok("07283250000".to_owned()));
    assert_eq!(phone(&text("+86 139 0000 0001")), Ok("+8613900000001".to_owned()));
    for written in ["1390000000", "139000000011", "十三九", "13900000001、13900000002", "123"] {
        assert_eq!(key(phone(&text(written))), "roster-cell-phone", "{written}");
    }
    for (value, wanted) in [(text("３"), Ok(3)), (Value::Number(2.0), Ok(2)), (text(" 1 "), Ok(1))] {
        assert_eq!(whole(&value, (1, 3)), wanted);
    }
    for value in [text("4"), text("0"), text("二"), Value::Number(1.5), text("")] {
        assert_eq!(key(whole(&value, (1, 3))), "roster-cell-whole");
    }
}

#[test]
fn what_a_spreadsheet_could_not_work_out_is_said() {
    assert_eq!(key(shown(&Value::Broken("#REF!".into()))), "roster-cell-broken");
    assert_eq!(key(day(&Value::Unworked)), "roster-cell-unworked");
    assert_eq!(shown(&Value::Number(1e14)), Ok("100000000000000".to_owned()), "no exponent");
    assert_eq!(shown(&text(" 张\u{200B}沟\u{202E}镇\n")), Ok("张沟镇".to_owned()));
    assert_eq!(key(super::text(&text(&"长".repeat(101)), 100)), "roster-cell-long");
}

#[test]
fn a_name_has_one_kind_of_separator_and_at_most_fifty_signs() {
    assert_eq!(name(&text("张　三")), Ok(("张三".into(), false)));
    assert_eq!(name(&text("阿卜杜拉•买买提")), Ok(("阿卜杜拉·买买提".into(), true)));
    assert_eq!(name(&text("阿卜杜拉·买买提")), Ok(("阿卜杜拉·买买提".into(), false)));
    assert_eq!(name(&text("𠅤")), Ok(("𠅤".into(), false)));
    for (typed, why) in [
        ("古".repeat(51).as_str(), "roster-cell-long"),
        ("张<三", "roster-cell-name-sign"),
        ("·三", "roster-cell-name-separator"),
        ("12", "roster-cell-no-name"),
    ] {
        assert_eq!(key(name(&text(typed))), why, "{typed}");
    }
}

#[test]
fn words_of_closed_lists_are_taken_as_people_write_them() {
    let word = |tab: Tab, col: Col, typed: &str| choice(&text(typed), &tab.words(col));
    for (tab, col, typed, code) in [
        (Tab::Deputies, Col::Sex, "男", "male"),
        (Tab::Deputies, Col::Sex, " 女 ", "female"),
        (Tab::Areas, Col::Kind, "镇（乡）", "town"),
        (Tab::Areas, Col::Kind, "乡", "town"),
        (Tab::Bodies, Col::Kind, "镇人大主席团、街道人大工委、联络处", "local-office"),
        (Tab::Stations, Col::Kind, "联络站", "station"),
        (Tab::Deputies, Col::State, "终止", "ended"),
        (Tab::Deputies, Col::Reason, "去世", "died"),
        (Tab::Deputies, Col::Field, "教育", "education"),
        (Tab::Accounts, Col::Role, "代工委工作人员", "commission"),
    ] {
        assert_eq!(word(tab, col, typed), Ok(code), "{typed}");
    }
    let wrong = word(Tab::Deputies, Col::Reason, "辞职接受").unwrap_err();
    assert_eq!(wrong.why.key, "roster-cell-choice");
    assert!(wrong.hint.is_some());
    assert!(word(Tab::Deputies, Col::Sex, "不详").is_err());
    assert_eq!(list(&text("新里村、双垸村，; 三村\n四村")).unwrap(), ["新里村", "双垸村", "三村", "四村"]);
}

proptest! {
    #[test]
    fn no_cell_makes_the_reader_stumble(typed in any::<String>(), number in any::<f64>()) {
        for value in [text(&typed), Value::Number(number)] {
            let _ = (day(&value), month(&value), phone(&value), email(&value), name(&value).is_ok(), list(&value));
            let _ = (whole(&value, (1, 3)), choice(&value, &Tab::Accounts.words(Col::Role)));
        }
    }

    #[test]
    fn every_day_is_read_as_it_is_written(days in 367_i64..73_000) {
        let wanted = serial(days).unwrap();
        for form in ["%Y-%m-%d", "%Y/%-m/%-d", "%Y.%-m.%-d", "%Y年%-m月%-d日", "%Y%m%d"] {
            prop_assert_eq!(day(&text(&wanted.format(form).to_string())), Ok(wanted));
        }
        prop_assert_eq!(day(&Value::Number(days as f64)), Ok(wanted));
        let first = wanted.with_day(1).unwrap();
        prop_assert_eq!(month(&text(&first.format("%Y.%m").to_string())), Ok(first.format("%Y-%m").to_string()));
    }
}
