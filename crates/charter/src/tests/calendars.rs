//! Calendars come in from TOML and iCalendar and go out again unchanged.

use proptest::prelude::*;

use super::{YEAR_2025, YEAR_2026, any_day, calendar, day};
use crate::{Calendar, DayKind, Mark, Text};

#[test]
fn the_shipped_years() {
    let calendar = calendar();
    let count = |kind, year: &str| {
        calendar.marks().filter(|(on, mark)| mark.kind == kind && on.to_string().starts_with(year)).count()
    };
    assert_eq!((count(DayKind::Holiday, "2025"), count(DayKind::Workday, "2025")), (28, 5));
    assert_eq!((count(DayKind::Holiday, "2026"), count(DayKind::Workday, "2026")), (33, 6));
    assert!(calendar.covers(2025) && calendar.covers(2026) && !calendar.covers(2027));
    for (on, works) in [
        ("2025-10-06", false),
        ("2025-10-11", true),
        ("2026-02-14", true),
        ("2026-02-24", true),
        ("2026-02-23", false),
        ("2026-05-09", true),
        ("2026-05-10", false),
    ] {
        assert_eq!(calendar.is_working_day(day(on)), works, "{on}");
    }
    for text in [YEAR_2025, YEAR_2026] {
        let year = Calendar::from_toml("y", text).unwrap();
        assert_eq!(Calendar::from_toml("y", &year.to_toml()).unwrap(), year);
    }
}

#[test]
fn marks_are_edited() {
    let mut calendar = calendar();
    let name = Text { zh: "抗洪".to_owned(), en: "Flood".to_owned() };
    let mark = |kind| Mark { kind, name: name.clone() };
    calendar.mark(day("2026-07-06"), mark(DayKind::Holiday)).unwrap();
    assert!(!calendar.is_working_day(day("2026-07-06")));
    assert!(calendar.clear(day("2026-07-06")).is_some());
    assert!(calendar.is_working_day(day("2026-07-06")));
    assert!(calendar.mark(day("2026-07-06"), mark(DayKind::Workday)).is_err());
}

#[test]
fn a_long_holiday_is_written_in_pieces() {
    let mut calendar = Calendar::default_weekends();
    for on in day("2026-07-01").iter_days().take(70) {
        let name = Text { zh: "抗洪".to_owned(), en: "Flood".to_owned() };
        calendar.mark(on, Mark { kind: DayKind::Holiday, name }).unwrap();
    }
    let text = calendar.to_toml();
    assert_eq!(text.matches("[[holiday]]").count(), 3);
    assert_eq!(Calendar::from_toml("c.toml", &text).unwrap(), calendar);
}

fn ics(events: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n", events.replace('\n', "\r\n"))
}

fn event(lines: &str) -> String {
    ics(&format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT\n"))
}

#[test]
fn ics_marks_of_all_kinds() {
    let table = [
        (
            "DTSTART;VALUE=DATE:20260215\nDTEND;VALUE=DATE:20260224\nSUMMARY:春节（休）",
            "2026-02-23",
            DayKind::Holiday,
            "春节",
        ),
        ("DTSTART;VALUE=DATE:20260214\nSUMMARY:春节（班）", "2026-02-14", DayKind::Workday, "春节"),
        ("DTSTART:20260228\nDTEND:20260301\nSUMMARY:春节 调休上班", "2026-02-28", DayKind::Workday, "春节"),
        (
            "DTSTART;VALUE=DATE:20260101\nCATEGORIES:Holiday\nSUMMARY:New \n Year",
            "2026-01-01",
            DayKind::Holiday,
            "New Year",
        ),
        (
            "DTSTART;VALUE=DATE:20260104\nX-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY\nSUMMARY:元旦",
            "2026-01-04",
            DayKind::Workday,
            "元旦",
        ),
        (
            "DTSTART;VALUE=DATE:20260101\nX-APPLE-SPECIAL-DAY:WORK-HOLIDAY\nSUMMARY:元旦",
            "2026-01-01",
            DayKind::Holiday,
            "元旦",
        ),
    ];
    for (lines, on, kind, name) in table {
        let calendar = Calendar::from_ics("c.ics", &event(lines)).expect(lines);
        let mark = calendar.mark_on(day(on)).expect(lines);
        assert_eq!((mark.kind, mark.name.zh.as_str()), (kind, name), "{lines}");
    }
    let spring = Calendar::from_ics("c.ics", &event(table[0].0)).unwrap();
    assert_eq!(spring.marks().count(), 9, "DTEND is not part of the event");
    let off = event("STATUS:CANCELLED\nDTSTART:20260101\nSUMMARY:休");
    assert_eq!(Calendar::from_ics("c.ics", &off).unwrap().marks().count(), 0);
}

#[test]
fn ics_mistakes_name_their_line() {
    let table = [
        ("no calendar".to_owned(), 1, "BEGIN:VCALENDAR"),
        (event("DTSTART:20260101T080000\nSUMMARY:休"), 4, "an all-day date"),
        (event("DTSTART:20260230\nSUMMARY:休"), 4, "an all-day date"),
        (event("SUMMARY:休"), 3, "DTSTART"),
        (event("DTSTART:20260101\nSUMMARY:元旦"), 3, "休 or 班"),
        (event("DTSTART:20260101\nDTEND:20260101\nSUMMARY:休"), 5, "an end after"),
        (event("DTSTART:20260101\nDTEND:99991231\nSUMMARY:休"), 5, "within a month"),
        (event("DTSTART:20260105\nSUMMARY:班"), 4, "Saturday or Sunday"),
        (event("DTSTART:20260101\nRRULE:FREQ=YEARLY\nSUMMARY:休"), 5, "DTSTART and DTEND only"),
        (
            event("DTSTART:20260104\nSUMMARY:休\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:20260104\nSUMMARY:班"),
            8,
            "either off or worked",
        ),
        (ics("BEGIN:VEVENT\nDTSTART:20260101\n"), 3, "with its end"),
        (ics("END:VEVENT\n"), 3, "BEGIN:VEVENT"),
    ];
    for (text, line, expected) in table {
        let mistake = Calendar::from_ics("c.ics", &text).expect_err(&text);
        assert_eq!(mistake.line, line, "{text}: {mistake}");
        assert!(mistake.expected.contains(expected), "{text}: {mistake}");
    }
}

fn any_marks() -> impl Strategy<Value = Vec<(chrono::NaiveDate, bool, String)>> {
    prop::collection::vec((any_day(), any::<bool>(), "[春秋\"\\\\a\n]{0,3}节"), 0..80)
}

proptest! {
    #[test]
    fn an_edited_calendar_comes_back_the_same(marks in any_marks()) {
        let mut calendar = Calendar::default_weekends();
        for (on, works, zh) in marks {
            let zh = zh.trim().to_owned();
            let kind = if works { DayKind::Workday } else { DayKind::Holiday };
            let name = Text { en: zh.clone(), zh };
            // A workday on a weekday is refused, which leaves the calendar as it was.
            let _ = calendar.mark(on, Mark { kind, name });
        }
        prop_assert_eq!(Calendar::from_toml("c.toml", &calendar.to_toml()).unwrap(), calendar);
    }

    #[test]
    fn no_ics_text_panics(text in "(BEGIN:VEVENT|END:VEVENT|DTSTART:20260101|DTEND:99991231|DTSTART:00000101|SUMMARY:休|SUMMARY:（班|[ -~]{0,5}|\r\n|\n){0,20}") {
        let _ = Calendar::from_ics("c.ics", &format!("BEGIN:VCALENDAR\n{text}"));
    }
}
