//! The two languages say the same things, and nothing is said that no page uses.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::*;

/// Key → the variables its sentence uses.
fn keys(books: &[(&str, &str)]) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in books.iter().flat_map(|(_, text)| text.lines()) {
        if line.starts_with(|first: char| first.is_ascii_lowercase())
            && let Some((name, _)) = line.split_once('=')
        {
            key = name.trim().to_owned();
            keys.entry(key.clone()).or_default();
        }
        for rest in line.split('$').skip(1).filter(|_| !line.starts_with('#')) {
            let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            keys.entry(key.clone()).or_default().insert(name);
        }
    }
    keys
}

/// Sources and templates without their comments, and without this file.
fn sources() -> Vec<(PathBuf, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the source folder can be read") {
            let path = entry.expect("an entry can be read").path();
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            if path.is_dir() {
                folders.push(path);
            } else if matches!(ending, "rs" | "html") && !path.ends_with("text_tests.rs") {
                let text = std::fs::read_to_string(&path).expect("a source is UTF-8");
                files.push((path, uncommented(&text)));
            }
        }
    }
    files
}

fn uncommented(text: &str) -> String {
    let mut parts = text.split("{#");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.split_once("#}").map_or("", |(_, after)| after));
    }
    let lines = kept.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The text literals that stand as argument number `place` in calls of `name(`.
fn literals<'a>(text: &'a str, name: &str, place: usize) -> Vec<&'a str> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(&format!("{name}(")) {
        let before = text[..at].chars().next_back().unwrap_or(' ');
        if before.is_alphanumeric() || before == '_' {
            continue;
        }
        let rest = &text[at + name.len() + 1..];
        let argument = rest.splitn(place + 2, ',').nth(place).unwrap_or_default().trim_start();
        if let Some((literal, _)) = argument.strip_prefix('"').and_then(|inner| inner.split_once('"')) {
            found.push(literal);
        }
    }
    found
}

/// What a page must never show: the keys that were not found, read from its text.
fn missing(html: &str) -> Vec<String> {
    html.split('⟦').skip(1).filter_map(|rest| Some(rest.split_once('⟧')?.0.to_owned())).collect()
}

#[test]
fn both_languages_have_the_same_keys_and_variables() {
    let (chinese, english) = (keys(ZH_CN), keys(EN));
    let names = |keys: &BTreeMap<String, _>| keys.keys().cloned().collect::<BTreeSet<_>>();
    let apart: Vec<_> = names(&chinese).symmetric_difference(&names(&english)).cloned().collect();
    assert!(apart.is_empty(), "in one language only: {apart:?}");
    for (key, used) in &chinese {
        assert_eq!(used, &english[key], "the variables of {key} differ");
    }
}

#[test]
fn every_used_key_is_defined_and_every_defined_key_is_used() {
    let defined = keys(ZH_CN);
    let sources = sources();
    let mut groups = BTreeSet::new();
    let mut unknown = Vec::new();
    for (path, text) in &sources {
        let calls = [
            ("t", 0),
            ("t1", 0),
            ("t2", 0),
            ("ta", 0),
            ("error", 1),
            ("Say::new", 0),
            ("required", 2),
            ("invalid", 1),
            ("conflict", 0),
            ("Mistake::new", 1),
        ];
        for key in calls.iter().flat_map(|(call, place)| literals(text, call, *place)) {
            if !defined.contains_key(key) {
                unknown.push(format!("{}: {key}", path.display()));
            }
        }
        for call in ["word", "choices"] {
            groups.extend(literals(text, call, 0).into_iter().map(|group| format!("{group}-")));
        }
    }
    // Keys made with a word in the middle of a sentence's own code.
    groups.extend(
        ["case-did-", "cases-refusal-", "case-category-", "case-grade-", "notice-"].map(str::to_owned),
    );
    assert!(unknown.is_empty(), "used but not defined: {unknown:#?}");
    let empty: Vec<_> =
        groups.iter().filter(|group| !defined.keys().any(|key| key.starts_with(*group))).collect();
    assert!(empty.is_empty(), "groups without a word: {empty:?}");
    // Keys put together: `format!("case-did-{kind}")`.
    let made: BTreeSet<String> = sources
        .iter()
        .flat_map(|(_, text)| literals(text, "format!", 0))
        .filter_map(|literal| Some(literal.split_once('{')?.0.to_owned()))
        .filter(|start| start.len() > 4 && start.ends_with('-'))
        .collect();
    // Whatever stands between two quotation marks, wherever they are.
    let quoted: BTreeSet<&str> = sources.iter().flat_map(|(_, text)| text.split('"')).collect();
    let unused: Vec<_> = defined
        .keys()
        .filter(|key| {
            !quoted.contains(key.as_str()) && !groups.iter().chain(&made).any(|group| key.starts_with(group))
        })
        .collect();
    assert!(unused.is_empty(), "defined but not used: {unused:#?}");
}

#[test]
fn a_missing_key_can_be_seen_and_found() {
    let page = format!("<p>{}</p>{}", Lang::ZhCn.t("no-such-key"), Lang::ZhCn.t("site-skip"));
    assert_eq!(missing(&page), ["no-such-key"]);
    // A sentence whose variable was forgotten is as wrong as a missing one.
    assert_eq!(missing(&Lang::En.t("date")).len(), 1);
}

#[test]
fn dates_read_as_people_write_them() {
    let day = NaiveDate::from_ymd_opt(2026, 3, 5).expect("a real day");
    assert_eq!(Lang::ZhCn.date(day), "2026年3月5日");
    assert_eq!(Lang::En.date(day), "5 March 2026");
    let late: DateTime<Utc> = "2026-03-05T16:04:59Z".parse().expect("a moment");
    assert_eq!(Lang::ZhCn.moment(late), "2026年3月6日 00:04");
    assert_eq!(Lang::En.moment(late), "6 March 2026, 00:04");
}

#[test]
fn the_browser_chooses_a_language_we_speak() {
    assert_eq!(Lang::from_accept("fr-FR,en-GB;q=0.8,zh;q=0.5"), Lang::En);
    assert_eq!(Lang::from_accept("zh-TW, en;q=0.9"), Lang::ZhCn);
    assert_eq!(Lang::from_accept("en;q=0, zh"), Lang::ZhCn);
    assert_eq!(Lang::from_accept("de"), Lang::ZhCn);
    assert_eq!(Lang::from_code("EN_us"), Some(Lang::En));
}

#[test]
fn no_invisible_marks_and_plurals_by_number() {
    assert_eq!(Lang::En.t1("days-left", "n", 1), "1 day left");
    assert_eq!(Lang::En.t1("days-left", "n", 5), "5 days left");
    assert_eq!(Lang::ZhCn.t1("days-left", "n", 5), "还有 5 天");
}
