//! Every mistake a writer can make is reported at its own place.

use super::XIANTAO;
use crate::{Audience, Calendar, Charter, Listing, Mistake, Span};

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
    refuses("points = 5\ncap_per_year = 40", "points = ‸0", "other than 0", "0");
    refuses("points = 5\ncap_per_year = 40", "points = ‸0x7fff_ffff", "a whole number", "");
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
fn a_kind_of_act_has_one_way() {
    let way = "[registration.late_after]";
    let own =
        |act: &str, is: &str| format!("[[registration.ways]]\nact = {act}\nis = \"{is}\"\nclause = 9\n\n");
    let outreach = own("\"outreach\"", "organiser_registers");
    let put = |more: String| format!("{outreach}{more}{way}");
    refuses(way, &put(own("‸\"outreach\"", "apply_and_audit")), "each kind of act once", "`outreach` again");
    refuses(way, &put(own("‸\"party\"", "apply_and_audit")), "one of `contact`", "party");
    refuses(
        way,
        &put("[[registration.ways]]\nact = \"speech\"\nis = ‸\"later\"\n".into()),
        "`apply_and_audit`",
        "later",
    );
    let bare = "‸[[registration.ways]]\nact = \"speech\"\nis = \"apply_and_audit\"\n";
    refuses(way, &put(bare.into()), "`clause` (a number) or `choice`", "neither");
}

#[test]
fn service_reminders_and_ranking_make_sense() {
    refuses("rounding = \"nearest\"", "rounding = ‸\"off\"", "one of `down`, `nearest`, `up`", "off");
    refuses("counts_as = \"absence\"", "counts_as = ‸true", "one of `absence`, `presence`", "`true`");
    refuses("days = [90, 30, 7]", "days = ‸[]", "at least one number of days", "an empty list");
    refuses(
        "days = [90, 30, 7]",
        "days = [90, 30, ‸30]",
        "fewer days than the 30 before it",
        "the number 30",
    );
    refuses("days = [90, 30, 7]", "days = [7, ‸30]", "fewer days than the 7 before it", "30");
    refuses("days = [90, 30, 7]", "days = [‸367]", "a whole number from 1 to 366", "367");
    refuses("days = [90, 30, 7]", "days = [30, ‸0]", "a whole number from 1 to 366", "0");
    refuses("is = false\nchoice.zh = \"个人", "is = ‸\"no\"\nchoice.zh = \"个人", "`true` or `false`", "no");
    refuses("object_within]\nworking_days = 10", "object_within]\nworking_days = ‸0", "from 1 to 500", "0");
    refuses("[ranking.between_persons]", "[ranking.‸between]", "`between_persons`", "unknown key `between`");
}

#[test]
fn a_line_of_points_fits_its_occasion() {
    let merit = "act = \"merit\"\nwhen = \"bonus\"\npoints = 5";
    refuses(
        merit,
        "act = ‸\"speech\"\nwhen = \"bonus\"\npoints = 5",
        "`merit`, the act of a bonus",
        "`speech`",
    );
    refuses(merit, "act = \"merit\"\nwhen = ‸\"each\"\npoints = 5", "`bonus`, the occasion", "`each`");
    refuses(merit, "act = \"merit\"\nwhen = ‸\"missed\"\npoints = -5", "`bonus`, the occasion", "`missed`");
    refuses(merit, "act = \"merit\"\nwhen = \"bonus\"\npoints = ‸-5", "points above 0", "-5");
    refuses("points = -1\n", "points = ‸1\n", "points below 0", "the number 1");
    refuses("points = -5\n", "points = ‸5\n", "points below 0", "the number 5");
}

#[test]
fn only_what_a_duty_asks_for_can_be_missed() {
    let missed = "who = \"committee_member\"\nact = \"contact\"\nwhen = \"missed\"";
    refuses(
        missed,
        "who = \"committee_member\"\nact = ‸\"speech\"\nwhen = \"missed\"",
        "an act that a duty of `committee_member` asks for",
        "`speech`",
    );
    refuses(
        missed,
        "who = \"deputy\"\nact = ‸\"contact\"\nwhen = \"missed\"",
        "a duty of `deputy`",
        "`contact`",
    );
    refuses(missed, &format!("{missed}\ngroup = ‸\"a\""), "no `group` on a line of what was missed", "one");
    refuses(missed, &format!("{missed}\ncounts = ‸\"act\""), "no `counts`", "one");
}

#[test]
fn caps_and_counts_of_a_line() {
    let cap = "cap_per_quarter = 6";
    refuses(cap, "cap_per_quarter = ‸0", "a whole number from 1 to 10000", "0");
    refuses(cap, "cap_per_month = ‸10_001", "a whole number from 1 to 10000", "10001");
    refuses(cap, "‸cap_per_week = 1", "`cap_per_month`", "unknown key `cap_per_week`");
    refuses(cap, "counts = ‸\"people\"", "one of `act`, `counterpart`", "people");
    refuses(cap, "group = ‸\"a b\"", "a code", "a b");
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

#[test]
fn the_rules_of_stations_are_checked() {
    refuses("reception_notice]\ndays = 3", "reception_notice]\ndays = ‸-1", "from 0 to 60", "-1");
    refuses("activities_held]\npercent = 80", "activities_held]\npercent = ‸0", "from 1 to 100", "0");
    refuses("method = \"forum\"", "method = ‸\"reception\"", "`visit`, `forum`", "reception");
    refuses("method = \"forum\"", "method = ‸\"duty_report\"", "`visit`, `forum`", "duty_report");
    refuses("purpose = \"organs\"", "purpose = ‸\"law\"", "`publicity`, `organs`", "law");
    refuses(
        "[stations.record_within]",
        "[stations.‸recorded_within]",
        "`record_within`",
        "`recorded_within`",
    );
}

#[test]
fn the_rules_of_bulletins_are_checked() {
    refuses("delivered_within]\nhours = 72", "delivered_within]\nhours = ‸0", "from 1 to 2000", "0");
    refuses("reminder_after]\ndays = 3", "reminder_after]\n‸months = 3", "`days`", "`months`");
    let rules = Charter::parse("x.toml", XIANTAO).unwrap().bulletins;
    assert_eq!((rules.delivered_within.value, rules.reminder_after.value), (72, 3));
}

#[test]
fn the_rules_of_duty_reports_are_checked() {
    refuses("full_text]\nto = \"constituency\"", "full_text]\nto = ‸\"voters\"", "`constituency`", "voters");
    refuses("days = [365, 182]", "days = [182, ‸365]", "fewer days than the 182", "365");
    let rules = Charter::parse("x.toml", XIANTAO).unwrap().reports;
    assert_eq!(rules.full_text.value, Audience::Constituency);
    assert_eq!(rules.answer_within.value, Span::WorkingDays(10));
    assert_eq!(rules.remind_before.value, [365, 182]);
}

#[test]
fn the_rules_of_reviews_are_checked() {
    refuses("rating = \"not\"", "rating = ‸\"bad\"", "`satisfied`, `basically`, `not`", "bad");
    refuses("percent = 50\n", "percent = ‸100\n", "from 1 to 99", "100");
    refuses("told_apart_from]\nvotes = 10", "told_apart_from]\nvotes = ‸0", "from 1 to 100", "0");
    refuses("allowed = true", "allowed = ‸1", "`true` or `false`", "1");
    refuses("numbers_listed = \"while\"", "numbers_listed = ‸\"later\"", "`before`, `while`", "later");
    refuses("code_minutes = 10", "code_minutes = ‸90", "from 2 to 60", "90");
    refuses("tries = 5", "tries = ‸2", "from 3 to 10", "2");
    refuses("codes_a_day = 5", "codes_a_day = ‸21", "from 1 to 20", "21");
    let rules = Charter::parse("x.toml", XIANTAO).unwrap().review;
    let by_telephone = rules.by_telephone.as_ref().expect("it says so");
    assert!(by_telephone.allowed && by_telephone.numbers_listed == Listing::While);
    let from = XIANTAO.find("[review.by_telephone]").expect("it is there");
    let without = Charter::parse("x.toml", &XIANTAO[..from]).unwrap().review;
    assert_eq!(without.by_telephone, None, "a charter that says nothing has none of it");
    assert_eq!((rules.ratings.len(), rules.parts.len(), rules.rectify_within.value), (3, 5, 90));
}

#[test]
fn what_receiving_voters_counts_as_may_be_left_open() {
    let from = XIANTAO.find("[stations.reception_counts_as]").expect("it is there");
    let to = XIANTAO.find("[stations.activities_held]").expect("it is there");
    let without = format!("{}{}", &XIANTAO[..from], &XIANTAO[to..]);
    assert_eq!(Charter::parse("x.toml", &without).unwrap().stations.reception_counts_as, None);
    let with = Charter::parse("x.toml", XIANTAO).unwrap().stations;
    assert_eq!(with.reception_counts_as.unwrap().method, "forum");
    assert_eq!(with.reception_notice.value, 3);
}
