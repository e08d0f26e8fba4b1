//! A calendar that other programs subscribe to (iCalendar, RFC 5545): what is on when, with the zone of China, each
//! event under a name that stays, so that a change moves it and does not double it.
//!
//! Written by ourselves and read back in the tests by another's parser: the crates that write iCalendar take the time
//! and names from the computer when a caller leaves them out, and know no zone of their own.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

/// Octets of a line before it is folded.
const LINE: usize = 75;

/// Somebody who takes part, or who holds it. Nobody's address stands in a file: the name for good is no way to write to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The name as people read it.
    pub name: String,
    /// The name for good, such as `urn:uuid:…`.
    pub uri: String,
    /// Whether he or she comes; none while there is no answer.
    pub comes: Option<bool>,
}

/// One thing in a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Event {
    /// Its name for good, such as `reception-7@congress.example`.
    pub uid: String,
    /// How often it was changed after it was announced.
    pub sequence: u32,
    /// When it was last changed.
    pub changed: DateTime<Utc>,
    /// When it begins, by China's clocks.
    pub starts: NaiveDateTime,
    /// When it ends, by China's clocks.
    pub ends: NaiveDateTime,
    /// One line.
    pub summary: String,
    /// More words, or none.
    pub description: String,
    /// Where, or none.
    pub location: String,
    /// Its page, or none.
    pub url: String,
    /// It does not take place.
    pub cancelled: bool,
    /// Who holds it, in a file that says who takes part.
    pub organizer: Option<Party>,
    /// Who takes part, for those who may know.
    pub attendees: Vec<Party>,
}

/// Something that is to be done until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Todo {
    /// Its name for good.
    pub uid: String,
    /// How often its day was moved, or any number that grows when it is.
    pub sequence: u32,
    /// When the calendar was written.
    pub written: DateTime<Utc>,
    /// The last day on which it is in time.
    pub due: NaiveDate,
    /// One line.
    pub summary: String,
    /// Its page, or none.
    pub url: String,
}

/// A calendar of these events and of what is to be done, under a name.
pub fn ics(name: &str, events: &[Event], todos: &[Todo]) -> String {
    let mut out = Lines::default();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0"] {
        out.put(line);
    }
    out.put("PRODID:-//Shuanglian//Shuanglian//ZH");
    out.put("CALSCALE:GREGORIAN");
    // What is published names nobody who takes part (RFC 5546, 3.2.1); a file that does is one to keep.
    if events.iter().all(|event| event.attendees.is_empty()) {
        out.put("METHOD:PUBLISH");
    }
    for key in ["NAME", "X-WR-CALNAME"] {
        out.put(&format!("{key}:{}", escaped(name)));
    }
    for line in [
        "X-WR-TIMEZONE:Asia/Shanghai",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Shanghai",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0800",
        "TZOFFSETTO:+0800",
        "TZNAME:CST",
        "END:STANDARD",
        "END:VTIMEZONE",
    ] {
        out.put(line);
    }
    for event in events {
        write(&mut out, event);
    }
    for todo in todos {
        write_todo(&mut out, todo);
    }
    out.put("END:VCALENDAR");
    out.text
}

fn write_todo(out: &mut Lines, todo: &Todo) {
    out.put("BEGIN:VTODO");
    out.put(&format!("UID:{}", plain(&todo.uid)));
    out.put(&format!("DTSTAMP:{}", todo.written.format("%Y%m%dT%H%M%SZ")));
    out.put(&format!("SEQUENCE:{}", todo.sequence));
    out.put(&format!("DUE;VALUE=DATE:{}", todo.due.format("%Y%m%d")));
    out.put(&format!("SUMMARY:{}", escaped(&todo.summary)));
    if !todo.url.is_empty() {
        out.put(&format!("URL:{}", plain(&todo.url)));
    }
    out.put("STATUS:NEEDS-ACTION");
    out.put("END:VTODO");
}

fn write(out: &mut Lines, event: &Event) {
    let moment = event.changed.format("%Y%m%dT%H%M%SZ");
    let local = |time: NaiveDateTime| time.format("%Y%m%dT%H%M%S");
    out.put("BEGIN:VEVENT");
    out.put(&format!("UID:{}", plain(&event.uid)));
    out.put(&format!("DTSTAMP:{moment}"));
    out.put(&format!("LAST-MODIFIED:{moment}"));
    out.put(&format!("SEQUENCE:{}", event.sequence));
    out.put(&format!("DTSTART;TZID=Asia/Shanghai:{}", local(event.starts)));
    out.put(&format!("DTEND;TZID=Asia/Shanghai:{}", local(event.ends)));
    out.put(&format!("SUMMARY:{}", escaped(&event.summary)));
    for (key, text) in [("DESCRIPTION", &event.description), ("LOCATION", &event.location)] {
        if !text.is_empty() {
            out.put(&format!("{key}:{}", escaped(text)));
        }
    }
    if !event.url.is_empty() {
        out.put(&format!("URL:{}", plain(&event.url)));
    }
    if let Some(party) = &event.organizer {
        out.put(&format!("ORGANIZER;CN=\"{}\":{}", quoted(&party.name), plain(&party.uri)));
    }
    for party in &event.attendees {
        let state = match party.comes {
            Some(true) => "ACCEPTED",
            Some(false) => "DECLINED",
            None => "NEEDS-ACTION",
        };
        let name = quoted(&party.name);
        let kind = "CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT";
        out.put(&format!("ATTENDEE;CN=\"{name}\";{kind};PARTSTAT={state}:{}", plain(&party.uri)));
    }
    out.put(if event.cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
    out.put("END:VEVENT");
}

/// Text as a value: line ends, commas, semicolons and backslashes say that they are only text.
fn escaped(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' | ';' | ',' => out.extend(['\\', sign]),
            '\n' | '\r' => out.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => out.push(sign),
        }
    }
    out
}

/// A name within quotes: none may end them.
fn quoted(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_control() && *sign != '"').collect()
}

/// A value that is no text, such as an address: nothing in it may begin a line of its own.
fn plain(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_control()).collect()
}

#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    /// One line; what is longer goes on after a line end and a blank, and no character is cut.
    fn put(&mut self, line: &str) {
        let mut room = LINE;
        for sign in line.chars() {
            if sign.len_utf8() > room {
                self.text.push_str("\r\n ");
                room = LINE - 1;
            }
            self.text.push(sign);
            room -= sign.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use icalendar::{Calendar, CalendarComponent, Component};
    use proptest::prelude::*;

    use super::*;

    fn event(summary: &str) -> Event {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 18).unwrap();
        Event {
            uid: "r-7@x.cn".into(),
            sequence: 2,
            changed: "2026-03-02T01:00:00Z".parse().unwrap(),
            starts: day.and_hms_opt(9, 0, 0).unwrap(),
            ends: day.and_hms_opt(11, 0, 0).unwrap(),
            summary: summary.into(),
            description: "值班代表：李双妹、阿卜杜拉·买买提\n请带身份证；也可以直接来，不用预约".into(),
            location: "仙桃市郑场镇新里村党群服务中心一楼, 东边".into(),
            url: "https://x.cn/stations/7K3F-9Q".into(),
            ..Event::default()
        }
    }

    /// The events as another program reads them.
    fn read(text: &str) -> Vec<icalendar::Event> {
        let calendar = Calendar::from_str(text).unwrap();
        let events = calendar.components.into_iter().filter_map(|component| match component {
            CalendarComponent::Event(event) => Some(event),
            _ => None,
        });
        events.collect()
    }

    #[test]
    fn another_program_reads_what_was_meant() {
        let text = ics("新里村代表联络站", &[event("代表接待日")], &[]);
        let read = read(&text);
        let event = &read[0];
        assert_eq!(event.get_uid(), Some("r-7@x.cn"));
        assert_eq!(event.get_summary(), Some("代表接待日"));
        assert_eq!(event.property_value("SEQUENCE"), Some("2"));
        assert_eq!(event.property_value("STATUS"), Some("CONFIRMED"));
        let said = event.get_description().unwrap();
        assert!(said.contains("买买提") && said.contains("不用预约"), "{said}");
        assert_eq!(event.property_value("DTSTART"), Some("20260318T090000"));
        assert!(text.contains("DTSTART;TZID=Asia/Shanghai:20260318T090000\r\n"));
        assert!(text.contains("BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\n"));
        assert!(text.contains("LAST-MODIFIED:20260302T010000Z\r\n"));
    }

    #[test]
    fn what_is_called_off_stays_and_says_so() {
        let off = Event { cancelled: true, sequence: 3, ..event("代表接待日") };
        let text = ics("x", &[off], &[]);
        assert!(text.contains("STATUS:CANCELLED\r\n") && text.contains("SEQUENCE:3\r\n"));
    }

    #[test]
    fn who_takes_part_stands_there_with_the_answers_and_then_it_is_not_published() {
        let party = |name: &str, comes| Party { name: name.into(), uri: "urn:uuid:7".into(), comes };
        let attendees =
            vec![party("李双妹", Some(true)), party("阿\"卜\r\nX:1", Some(false)), party("张三", None)];
        let held = Event { organizer: Some(party("常委会;办", None)), attendees, ..event("视察") };
        let text = ics("x", &[held], &[]);
        let first = &read(&text)[0];
        let all = &first.multi_properties()["ATTENDEE"];
        let said = |nth: usize, key: &str| all[nth].params()[key].value().trim_matches('"').to_owned();
        let states: Vec<String> = (0..3).map(|nth| said(nth, "PARTSTAT")).collect();
        assert_eq!(states, ["ACCEPTED", "DECLINED", "NEEDS-ACTION"]);
        assert_eq!((said(0, "CN").as_str(), said(1, "CN").as_str()), ("李双妹", "阿卜X:1"));
        assert!(first.properties().contains_key("ORGANIZER") && !text.contains("METHOD:"), "{text}");
        assert!(ics("x", &[event("a")], &[]).contains("METHOD:PUBLISH\r\n"));
    }

    #[test]
    fn lines_have_at_most_75_octets_and_end_as_they_must() {
        let text = ics(&"站".repeat(60), &[event(&"长".repeat(200))], &[]);
        assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
        assert_eq!(read(&text)[0].get_summary(), Some("长".repeat(200).as_str()));
    }

    #[test]
    fn an_address_cannot_begin_a_line_of_its_own() {
        let sly = Event { url: "https://x.cn/\r\nSTATUS:CANCELLED".into(), ..event("a") };
        let text = ics("x\r\nX:1", &[sly], &[]);
        assert!(!text.contains("\r\nSTATUS:CANCELLED") && !text.contains("\r\nX:1"), "{text}");
    }

    proptest! {
        #[test]
        fn any_words_survive(words in "[\u{20}-\u{7e}\u{4e00}-\u{4eff}\n]{0,120}") {
            let text = ics("x", &[event(&words)], &[]);
            prop_assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
            let unfolded = text.replace("\r\n ", "");
            let line = unfolded.lines().find_map(|line| line.strip_prefix("SUMMARY:")).unwrap();
            let mut back = String::new();
            let mut signs = line.chars();
            while let Some(sign) = signs.next() {
                match sign {
                    '\\' => match signs.next() { Some('n') => back.push('\n'), Some(other) => back.push(other), None => {} },
                    sign => back.push(sign),
                }
            }
            prop_assert_eq!(back, words);
        }
    }
}
