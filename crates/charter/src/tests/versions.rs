//! An act is judged by the version in force on its day. The earlier charter is made up for these tests.

use super::{XIANTAO, day, xiantao};
use crate::{Charter, Charters};

/// A made-up earlier version: one contact a year.
fn earlier(more: &str) -> Charter {
    let text = XIANTAO
        .replace("revised = 2023-10-24\n", more)
        .replace("on = 2023-10-24", "on = 2018-04-01")
        .replace(
            "at_least = 2\nper = \"year\"\nscope = \"each",
            "at_least = 1\nper = \"year\"\nscope = \"each",
        );
    Charter::parse("made-up.toml", &text).unwrap()
}

#[test]
fn the_version_in_force_on_the_day() {
    let charters = Charters::new(vec![xiantao(), earlier("")]).unwrap();
    let at_least = |on: &str| {
        let charter = charters.in_force(day(on))?;
        Some(charter.duty("contact_assigned").unwrap().at_least)
    };
    assert_eq!(at_least("2018-03-31"), None);
    assert_eq!(at_least("2018-04-01"), Some(1));
    assert_eq!(at_least("2023-10-23"), Some(1));
    assert_eq!(at_least("2023-10-24"), Some(2));
    assert_eq!(at_least("2030-01-01"), Some(2));
    assert_eq!(charters.latest(), &xiantao());
    assert_eq!(charters.versions()[0].file(), "made-up.toml");
}

#[test]
fn a_version_may_end_before_the_next() {
    let charters = Charters::new(vec![xiantao(), earlier("until = 2020-12-31\n")]).unwrap();
    assert!(charters.in_force(day("2020-12-31")).is_some());
    assert!(charters.in_force(day("2021-01-01")).is_none());
}

#[test]
fn two_versions_on_one_day_are_refused_at_the_day() {
    let mistake = Charters::new(vec![xiantao(), xiantao()]).unwrap_err();
    let line = XIANTAO.lines().position(|line| line == "on = 2023-10-24").unwrap() + 1;
    assert_eq!((mistake.line, mistake.column), (line, 6), "{mistake}");
    assert!(mistake.found.contains("2023-10-24"), "{mistake}");

    let mistake = Charters::new(vec![earlier("until = 2023-10-24\n"), xiantao()]).unwrap_err();
    assert_eq!(mistake.file, "charters/xiantao/2023.toml");
    assert!(mistake.expected.contains("a day after 2023-10-24"), "{mistake}");
}

#[test]
fn one_congress_and_at_least_one_version() {
    let text = XIANTAO.replace("zh = \"仙桃市人民代表大会\"", "zh = \"别市人民代表大会\"");
    let other = Charter::parse("other.toml", &text.replace("on = 2023-10-24", "on = 2024-01-01")).unwrap();
    let mistake = Charters::new(vec![xiantao(), other]).unwrap_err();
    assert_eq!(mistake.file, "other.toml");
    assert!(Charters::new(Vec::new()).is_err());
}
