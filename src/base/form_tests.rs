//! What people type is understood when it can be, and kept when it cannot.

use super::*;

fn typed(value: &str) -> Form {
    Form::from(vec![("x".to_owned(), value.to_owned())])
}

#[test]
fn a_phone_number_may_be_written_any_way() {
    for way in
        ["13812345678", "138 1234 5678", "１３８－１２３４－５６７８", "138—1234—5678", "　13812345678 "]
    {
        assert_eq!(typed(way).phone("x").as_deref(), Some("13812345678"), "{way}");
    }
    assert_eq!(typed("（0728）332-1234").phone("x").as_deref(), Some("07283321234"));
    assert_eq!(typed("+86 138 1234 5678").phone("x").as_deref(), Some("+8613812345678"));
    for wrong in ["138", "1381234", "138123456789", "abc", "1381234567a", "+-", "12345678901234567"] {
        let mut form = typed(wrong);
        assert_eq!(form.phone("x"), None, "{wrong}");
        assert!(!form.is_fine() && form.value("x") == wrong, "{wrong} is refused and kept");
    }
}

#[test]
fn a_day_may_be_written_any_way_but_must_exist() {
    for way in ["2026-03-05", "2026/3/5", "2026年3月5日", "20260305", "２０２６．３．５", "2026 3 5"]
    {
        assert_eq!(typed(way).date("x"), NaiveDate::from_ymd_opt(2026, 3, 5), "{way}");
    }
    for wrong in ["2026-02-30", "26-3-5", "明天", "2026-3", "2026-03-05-01", "5/3/2026", "99999999999"] {
        let mut form = typed(wrong);
        assert_eq!(form.date("x"), None, "{wrong}");
        assert_eq!(form.problem("x").map(|say| say.key.as_str()), Some("error-date"), "{wrong}");
    }
}

#[test]
fn too_long_is_told_with_numbers_and_nothing_is_cut() {
    let mut form = typed("路灯坏了三个月");
    assert_eq!(form.text("x", 5), "路灯坏了三个月");
    let said = &form.problems()[0].1;
    assert_eq!(said.args, vec![("max", Arg::Number(5)), ("over", Arg::Number(2))]);
    assert_eq!(typed("  路灯 ").required("x", 2, "error-choice"), "路灯");
    let mut empty = typed(" \n ");
    empty.required("x", 5, "error-choice");
    assert!(!empty.is_fine());
}

#[test]
fn only_offered_answers_are_taken() {
    assert_eq!(typed("a").choice("x", &["a", "b"]).as_deref(), Some("a"));
    let mut forged = typed("c");
    assert_eq!(forged.choice("x", &["a", "b"]), None);
    assert!(!forged.is_fine());
    let mut several = Form::from(vec![("x".into(), "a".into()), ("x".into(), "z".into())]);
    assert_eq!(several.choices_of("x", &["a"]), ["a"]);
    assert!(!several.is_fine() && several.has_in("", "x", "z"));
    assert_eq!(typed("１２").whole("x", 1, 12), Some(12));
    assert_eq!(typed("13").whole("x", 1, 12), None);
    assert_eq!(typed("not-an-id").uuid("x"), None);
}

#[test]
fn control_characters_go_and_line_ends_agree() {
    assert_eq!(typed("一\r\n二\u{0}\u{8}三\t四").value("x"), "一\n二三\t四");
    assert_eq!(Form::new().preset("x", "今天").value("x"), "今天");
    assert_eq!(typed("").preset("x", "今天").value("x"), "", "what was typed wins, even when it is nothing");
}

#[test]
fn several_forms_on_a_page_keep_apart() {
    let mut form = typed("不属本单位职责").at("return").preset_in("extend", "x", "三十天");
    form.error("x", "error-choice");
    assert_eq!(form.value_in("return", "x"), "不属本单位职责");
    assert_eq!(form.value_in("extend", "x"), "三十天");
    assert!(form.problem_in("return", "x").is_some() && form.problem_in("extend", "x").is_none());
    assert!(form.is_wrong_in("return") && !form.is_wrong_in("extend"));
    assert_eq!((form.id_of("x"), form.id("", "x")), ("f-return-x".to_owned(), "f-x".to_owned()));
}

#[test]
fn what_an_act_refuses_is_shown_beside_its_field() {
    let found =
        [Mistake { field: "x".to_owned(), say: Say::new("error-whole").with("least", 1).with("most", 9) }];
    let form = typed("12").mistakes(&found);
    assert_eq!(form.problem("x"), Some(&found[0].say));
    assert_eq!(form.value("x"), "12");
}

#[test]
fn a_draft_fills_every_field_as_it_was_typed() {
    let sent = [("a", "1"), ("b", " x\r\ny "), ("a", "2")];
    let sent = Form::from(sent.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec());
    let pairs: Vec<_> = sent.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let form = Form::kept(pairs);
    assert_eq!((form.values("a"), form.value("b")), (&["1".to_owned(), "2".to_owned()][..], " x\ny "));
    assert!(form.is_kept() && form.is_fine() && !sent.is_kept());
    assert_eq!(form.pairs().count(), 0, "nothing was sent yet");
}
