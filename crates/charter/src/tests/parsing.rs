//! Every mistake a writer can make is reported at its own place.

use super::XIANTAO;
use crate::{Calendar, Charter, Mistake};

/// Parses the shipped charter with one passage replaced; `‸` in the replacement is where the mistake must be.
fn spoilt(good: &str, bad: &str) -> (Mistake, (usize, usize)) {
    assert_eq!(XIANTAO.matches(good).count(), 1, "{good:?} must occur once");
    let marked = XIANTAO.replace(good, bad);
    let before = marked.split_once('‸').expect("a marked place").0;
    let line = before.split('\n').count();
    let column = before.split('\n').next_back().unwrap().chars().count() + 1;
    let mistake = Charter::parse("x.toml", &marked.replace('‸', "")).expect_err(bad);
    (mistake, (line, column))
}

#[track_caller]
fn refuses(good: &str, bad: &str, expected: &str, found: &str) {
    let (mistake, place) = spoilt(good, bad);
    assert_eq!((mistake.line, mistake.column), place, "{bad:?}: {mistake}");
    assert!(mistake.expected.contains(expected), "{bad:?}: {mistake}");
    assert!(mistake.found.contains(found), "{bad:?}: {mistake}");
}

#[test]
fn a_mistake_reads_as_a_place_and_what_was_expected() {
    let mistake = Charter::parse("charters/x.toml", "[[clauses]]\nnumber = 1\nheading = 3\nsummary = 1\n");
    assert_eq!(
        mistake.unwrap_err().to_string(),
        "charters/x.toml:3:11: expected a table, found the number 3"
    );
}

#[test]
fn toml_itself_is_checked() {
    refuses("revised = 2023-10-24", "revised ‸2023-10-24", "`=`", "no value");
    refuses(
        "adopted = 2018-03-27",
        "adopted = 2018-03-27\n‸adopted = 2018-03-27",
        "correct TOML",
        "duplicate key",
    );
    let nothing = Charter::parse("x.toml", "").unwrap_err();
    assert_eq!((nothing.line, nothing.column), (1, 1));
    assert_eq!(nothing.expected, "the key `clauses`");
}

#[test]
fn unknown_and_missing_keys() {
    refuses(
        "extensions_allowed]\ntimes = 1",
        "extensions_allowed]\n‸time = 1",
        "`times`",
        "unknown key `time`",
    );
    refuses(
        "[cases.warn_before]",
        "[‸colours]\na = 1\n[cases.warn_before]",
        "`points`",
        "unknown key `colours`",
    );
    refuses("reply]\nmonths = 3", "‸replies]\nmonths = 3", "`reply`", "unknown key `replies`");
    refuses("revised = 2023-10-24", "‸rivised = 2023-10-24", "`revised`", "`rivised`");
    refuses("title = { zh", "title = { ‸zn", "one of `zh`, `en`", "`zn`");
}

#[test]
fn wrong_types_and_values() {
    refuses("adopted = 2018-03-27", "adopted = ‸\"2018-03-27\"", "a day such as", "the text \"2018-03-27\"");
    refuses("adopted = 2018-03-27", "adopted = ‸2018-03-27T08:00:00", "a day such as", "2018-03-27T08:00:00");
    refuses(
        "times = 1\nchoice.zh = \"文件没有规定；参照",
        "times = ‸1.5\nchoice.zh = \"文件没有规定；参照",
        "a whole number from 0 to 9",
        "1.5",
    );
    refuses("is = true\nclause = 3", "is = ‸\"yes\"\nclause = 3", "`true` or `false`", "yes");
    refuses("who = \"head\"", "who = ‸\"boss\"", "one of `head`, `leader_in_charge`, `officer`", "boss");
    refuses("scope = \"each_assigned_deputy\"", "scope = ‸\"all\"", "`each_assigned_deputy`", "all");
    refuses("zh = \"走访座谈\"", "zh = ‸\"  \"", "a text", "an empty one");
    refuses("code = \"contact_assigned\"", "code = ‸\"contact assigned\"", "a code", "contact assigned");
    refuses("points = 5", "points = ‸0", "other than 0", "0");
    refuses("points = 5", "points = ‸0x7fff_ffff", "a whole number", "");
}

#[test]
fn columns_count_characters_not_bytes() {
    refuses("en = \"Letter\"", "en = ‸4", "a text", "the number 4");
}

#[test]
fn clauses_are_cited_and_exist() {
    refuses("is = true\nclause = 3", "is = true\nclause = ‸11", "a clause of this charter (1, 2, 3,", "11");
    refuses(
        "is = true\nclause = 3",
        "is = true\nclause = ‸3\nchoice = { zh = \"甲\", en = \"a\" }",
        "either",
        "both",
    );
    refuses("number = 10\n", "number = ‸9\n", "not used before", "9, already used on line");
}

#[test]
fn a_rule_without_source_is_refused_at_the_rule() {
    refuses(
        "[registration.way]\nis = \"declare_and_verify\"\nclause = 9",
        "‸[registration.way]\nis = \"declare_and_verify\"",
        "`clause` (a number) or `choice`",
        "neither",
    );
    refuses("{ code = \"place\", clause = 6, ", "‸{ code = \"place\", ", "`clause`", "neither");
}

#[test]
fn lengths_make_sense() {
    refuses("reply]\nmonths = 3", "reply]\nmonths = ‸0", "a whole number from 1 to 60", "0");
    refuses("sort]\nworking_days = 5", "sort]\nworking_days = ‸-5", "from 1 to 500", "-5");
    refuses(
        "sort]\nworking_days = 5",
        "sort]\nworking_days = 5\ndays = ‸7",
        "one length only",
        "`days` after `working_days`",
    );
    refuses("[cases.deadlines.sort]\nworking_days = 5", "‸[cases.deadlines.sort]", "a length", "without");
    refuses(
        "[cases.deadlines.extended_reply]\nmonths = 6",
        "‸[cases.deadlines.extended_reply]\nmonths = 2",
        "at least as long",
        "shorter",
    );
    refuses(
        "warn_before = { working_days = 10 }",
        "warn_before = ‸{ months = 3 }",
        "shorter than the deadline",
        "longer",
    );
}

#[test]
fn dates_are_in_order() {
    refuses(
        "revised = 2023-10-24",
        "revised = ‸2018-03-26",
        "a day not before `adopted` (2018-03-27)",
        "2018-03-26",
    );
    refuses("on = 2023-10-24", "on = ‸2023-10-23", "a day not before `revised` (2023-10-24)", "2023-10-23");
    refuses(
        "revised = 2023-10-24",
        "revised = 2023-10-24\nuntil = ‸2023-01-01",
        "a day not before `in_force`",
        "2023-01-01",
    );
}

#[test]
fn codes_are_used_once() {
    refuses(
        "{ code = \"telephone\", clause = 2",
        "{ code = ‸\"visit\", clause = 2",
        "not used before",
        "`visit`, already used on line",
    );
    refuses(
        "code = \"outreach_home\"",
        "code = ‸\"contact_assigned\"",
        "not used before",
        "`contact_assigned`",
    );
    refuses("to = \"working_body\"", "to = ‸\"deputy\"", "each recipient once", "deputy");
}

#[test]
fn calendars_say_where_too() {
    let holiday = "[[holiday]]\nzh = \"元旦\"\nen = \"New Year\"\n";
    let table = [
        (format!("{holiday}from = 2026-01-03\nto = 2026-01-01\n"), (5, 6), "a day from 2026-01-03"),
        (format!("{holiday}from = 2026-01-01\nto = 2027-01-01\n"), (5, 6), "at most 31 days"),
        (
            format!(
                "{holiday}from = 2026-01-01\nto = 2026-01-01\n{holiday}from = 2026-01-01\nto = 2026-01-02\n"
            ),
            (9, 8),
            "not marked before",
        ),
        (
            "[[workday]]\nzh = \"班\"\nen = \"w\"\non = 2026-01-05\n".to_owned(),
            (4, 6),
            "a Saturday or Sunday",
        ),
        (
            "[[workday]]\nzh = \"班\"\nen = \"w\"\nin = 2026-01-05\n".to_owned(),
            (4, 1),
            "one of `zh`, `en`, `on`",
        ),
        ("holidays = []".to_owned(), (1, 1), "one of `holiday`, `workday`"),
        ("[[workday]]\nzh = \"班\"\nen = \"w\"\non = 2026-02-30\n".to_owned(), (4, 6), ""),
    ];
    for (text, place, expected) in table {
        let mistake = Calendar::from_toml("c.toml", &text).expect_err(&text);
        assert_eq!((mistake.line, mistake.column), place, "{text}: {mistake}");
        assert!(mistake.expected.contains(expected), "{text}: {mistake}");
    }
}

proptest::proptest! {
    /// No text, however damaged, makes the reader panic.
    #[test]
    fn damage_is_refused_not_suffered(at in 0..XIANTAO.len(), length in 0usize..200, put in "[ -~\n]{0,6}") {
        let cut = |byte: usize| (0..=byte.min(XIANTAO.len())).rev().find(|at| XIANTAO.is_char_boundary(*at)).unwrap();
        let text = format!("{}{put}{}", &XIANTAO[..cut(at)], &XIANTAO[cut(at + length)..]);
        if let Err(mistake) = Charter::parse("x.toml", &text) {
            proptest::prop_assert!(mistake.line >= 1 && mistake.line <= text.split('\n').count() + 1);
        }
    }
}

#[test]
fn a_missing_key_is_reported_at_its_table() {
    refuses(
        "[charter.in_force]\non = 2023-10-24",
        "‸[charter.in_force]",
        "the key `on`",
        "a table without it",
    );
    refuses(
        "[[cases.feedback]]\nto = \"voter\"\n",
        "‸[[cases.feedback]]\n",
        "the key `to`",
        "a table without it",
    );
    refuses(
        "en = \"Fairly satisfied\"\nchoice",
        "en = \"Fairly satisfied\"\n‸choices",
        "`choice`",
        "`choices`",
    );
}

#[test]
fn a_case_cannot_be_closed_without_any_feedback() {
    let text = XIANTAO.replace("needed_to_close = true", "needed_to_close = false");
    let mistake = Charter::parse("x.toml", &text).unwrap_err();
    let line = XIANTAO.lines().position(|line| line == "[[cases.feedback]]").unwrap() + 1;
    assert_eq!(mistake.line, line, "{mistake}");
    assert!(mistake.expected.contains("`needed_to_close = true`"), "{mistake}");
}
