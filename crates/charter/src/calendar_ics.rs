//! A calendar from an iCalendar file, as calendar programs and phones publish the holidays.

use chrono::{Days, NaiveDate};

use crate::calendar::{Calendar, DayKind, Mark, is_weekend};
use crate::calendar_file::LONGEST;
use crate::clauses::Text;
use crate::mistake::Mistake;

/// One logical line: where it starts in the file, its name, its value.
struct Property {
    line: usize,
    name: String,
    value: String,
}

/// What an event has said so far.
#[derive(Default)]
struct Event {
    line: usize,
    start: Option<(usize, NaiveDate)>,
    end: Option<(usize, NaiveDate)>,
    summary: String,
    kind: Option<DayKind>,
    cancelled: bool,
}

impl Calendar {
    /// Reads all-day events marked 休 or 班 (in the summary), `Holiday` or `Workday` (category or
    /// summary), or as Apple does; an event with no mark is refused, so no holiday is lost silently.
    pub fn from_ics(name_of_file: &str, text: &str) -> Result<Calendar, Mistake> {
        let mistake = |line: usize, expected: &str, found: String| Mistake {
            file: name_of_file.to_owned(),
            line,
            column: 1,
            expected: expected.to_owned(),
            found,
        };
        let properties = unfold(text);
        let opens = properties.first().is_some_and(|first| first.is("BEGIN", "VCALENDAR"));
        if !opens {
            return Err(mistake(1, "`BEGIN:VCALENDAR`", "something else".to_owned()));
        }
        let mut calendar = Calendar::default();
        let mut event: Option<Event> = None;
        for property in &properties {
            let wrong = |expected: &str, found: String| mistake(property.line, expected, found);
            if property.is("BEGIN", "VEVENT") {
                if event.is_some() {
                    return Err(wrong("`END:VEVENT`", "another event".to_owned()));
                }
                event = Some(Event { line: property.line, ..Event::default() });
            } else if property.is("END", "VEVENT") {
                let whole = event.take().ok_or_else(|| wrong("`BEGIN:VEVENT`", "an end".to_owned()))?;
                whole.mark_in(&mut calendar, &mistake)?;
            } else if let Some(event) = &mut event {
                event.take_in(property).map_err(|(expected, found)| wrong(expected, found))?;
            }
        }
        match event {
            Some(event) => Err(mistake(event.line, "an event with its end", "no `END:VEVENT`".to_owned())),
            None => Ok(calendar),
        }
    }
}

impl Property {
    fn is(&self, name: &str, value: &str) -> bool {
        self.name == name && self.value.trim().eq_ignore_ascii_case(value)
    }
}

impl Event {
    fn take_in(&mut self, property: &Property) -> Result<(), (&'static str, String)> {
        let value = property.value.trim();
        match property.name.as_str() {
            "DTSTART" => self.start = Some((property.line, all_day(value)?)),
            "DTEND" => self.end = Some((property.line, all_day(value)?)),
            "DURATION" | "RRULE" | "RDATE" => {
                return Err(("DTSTART and DTEND only", property.name.clone()));
            }
            "SUMMARY" => self.summary = plain(value),
            "STATUS" => self.cancelled = value.eq_ignore_ascii_case("CANCELLED"),
            "CATEGORIES" | "X-APPLE-SPECIAL-DAY" => self.kind = kind_of(value).or(self.kind),
            _ => {}
        }
        Ok(())
    }

    fn mark_in(
        self,
        calendar: &mut Calendar,
        mistake: &dyn Fn(usize, &str, String) -> Mistake,
    ) -> Result<(), Mistake> {
        if self.cancelled {
            return Ok(());
        }
        let (line, from) =
            self.start.ok_or_else(|| mistake(self.line, "DTSTART", "an event without it".to_owned()))?;
        let kind = self
            .kind
            .or_else(|| kind_of(&self.summary))
            .ok_or_else(|| mistake(self.line, "an event marked 休 or 班", format!("\"{}\"", self.summary)))?;
        // DTEND is the day after the last one.
        let (end_line, end) = self.end.unwrap_or((line, from + Days::new(1)));
        if end <= from || (end - from).num_days() > LONGEST {
            return Err(mistake(end_line, "an end after the start, within a month", end.to_string()));
        }
        let name = name_of(&self.summary);
        for day in from.iter_days().take_while(|day| *day < end) {
            if kind == DayKind::Workday && !is_weekend(day) {
                return Err(mistake(line, "a workday on a Saturday or Sunday", day.to_string()));
            }
            if calendar.mark_on(day).is_some_and(|earlier| earlier.kind != kind) {
                return Err(mistake(line, "a day either off or worked", format!("{day} as both")));
            }
            let name = Text { zh: name.clone(), en: name.clone() };
            calendar.mark(day, Mark { kind, name }).expect("a workday was checked to lie on a weekend");
        }
        Ok(())
    }
}

/// Joins continuation lines and splits names (without parameters) from values.
fn unfold(text: &str) -> Vec<Property> {
    let mut properties: Vec<Property> = Vec::new();
    for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        if let Some(more) = line.strip_prefix([' ', '\t']) {
            if let Some(last) = properties.last_mut() {
                last.value.push_str(more);
            }
            continue;
        }
        let (head, value) = line.split_once(':').unwrap_or((line, ""));
        let name = head.split(';').next().unwrap_or(head);
        if !name.trim().is_empty() {
            properties.push(Property {
                line: number + 1,
                name: name.trim().to_ascii_uppercase(),
                value: value.to_owned(),
            });
        }
    }
    properties
}

fn all_day(value: &str) -> Result<NaiveDate, (&'static str, String)> {
    let wrong = || ("an all-day date such as 20260215", format!("`{value}`"));
    if value.len() != 8 || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    NaiveDate::parse_from_str(value, "%Y%m%d").map_err(|_| wrong())
}

/// 班 is looked for first: 调休上班 has both characters and means a workday.
fn kind_of(text: &str) -> Option<DayKind> {
    let lower = text.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if says(&["班", "workday", "working day"]) {
        Some(DayKind::Workday)
    } else if says(&["休", "假", "holiday"]) {
        Some(DayKind::Holiday)
    } else {
        None
    }
}

/// The summary without its mark: 春节（休） is 春节.
fn name_of(summary: &str) -> String {
    let cut = summary.find(['（', '(', '[', '【']).filter(|at| *at > 0);
    let name = summary[..cut.unwrap_or(summary.len())].trim();
    let bare = ["调休上班", "补班", "上班", "放假", "假期", "休假", "班", "休"]
        .iter()
        .find_map(|mark| name.strip_suffix(mark))
        .map_or(name, str::trim);
    match (bare.is_empty(), name.is_empty()) {
        (false, _) => bare.to_owned(),
        (true, false) => name.to_owned(),
        (true, true) => "—".to_owned(),
    }
}

fn plain(value: &str) -> String {
    value
        .replace("\\n", " ")
        .replace("\\N", " ")
        .replace("\\,", ",")
        .replace("\\;", ";")
        .replace("\\\\", "\\")
}
