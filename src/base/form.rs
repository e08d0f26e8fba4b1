//! What a person typed, kept exactly, and what is wrong with it: so a page comes back with every letter in place
//! and says beside each field what to change.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::Mistake;
use super::text::Arg;

/// A sentence still to be said in the reader's language: a key and what fills it.
#[derive(Clone, Debug, PartialEq)]
pub struct Say {
    /// The Fluent key.
    pub key: String,
    /// What its variables stand for.
    pub args: Vec<(&'static str, Arg)>,
}

impl Say {
    /// A sentence with nothing to fill in.
    pub fn new(key: &str) -> Say {
        Say { key: key.to_owned(), args: Vec::new() }
    }

    /// The same with one more thing filled in.
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Say {
        self.args.push((name, value.into()));
        self
    }
}

/// One answer of a list: radio, checkbox or select.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// What the form sends.
    pub code: String,
    /// What the person reads.
    pub label: String,
    /// A line below the label, or empty.
    pub hint: String,
}

impl Choice {
    /// An answer with its label.
    pub fn new(code: impl Into<String>, label: impl Into<String>) -> Choice {
        Choice { code: code.into(), label: label.into(), hint: String::new() }
    }

    /// The same with a line of explanation.
    pub fn hint(mut self, hint: impl Into<String>) -> Choice {
        self.hint = hint.into();
        self
    }
}

/// The fields of a form as typed, and the problems found in them.
#[derive(Clone, Debug, Default)]
pub struct Form {
    at: String,
    typed: BTreeMap<String, Vec<String>>,
    presets: BTreeMap<(String, String), Vec<String>>,
    kept: bool,
    problems: Vec<(String, Say)>,
}

impl From<Vec<(String, String)>> for Form {
    fn from(pairs: Vec<(String, String)>) -> Form {
        let mut form = Form::default();
        for (name, value) in pairs {
            form.add(&name, &value);
        }
        form
    }
}

impl Form {
    /// An empty form.
    pub fn new() -> Form {
        Form::default()
    }

    /// Adds one typed value; line ends become `\n` and control characters go.
    pub fn add(&mut self, name: &str, value: &str) {
        let clean = value.replace("\r\n", "\n").replace('\r', "\n");
        let clean = clean.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
        self.typed.entry(name.to_owned()).or_default().push(clean);
    }

    /// Names which of a page's several forms this was; the default is the only one.
    pub fn at(mut self, place: &str) -> Form {
        place.clone_into(&mut self.at);
        self
    }

    /// Fills a field of a form that was not sent yet; call it again for a list of answers.
    pub fn preset(self, name: &str, value: &str) -> Form {
        self.preset_in("", name, value)
    }

    /// Fills a field of one of a page's several forms.
    pub fn preset_in(mut self, place: &str, name: &str, value: &str) -> Form {
        let field = (place.to_owned(), name.to_owned());
        self.presets.entry(field).or_default().push(value.to_owned());
        self
    }

    /// A form filled with a draft: what was typed another day and never sent.
    pub fn kept(pairs: Vec<(String, String)>) -> Form {
        let blank = Form { kept: true, ..Form::default() };
        pairs.iter().fold(blank, |form, (name, value)| form.preset(name, value))
    }

    /// Whether it shows a draft.
    pub fn is_kept(&self) -> bool {
        self.kept
    }

    /// Everything typed, each value with its field.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.typed
            .iter()
            .flat_map(|(name, values)| values.iter().map(move |value| (name.as_str(), value.as_str())))
    }

    /// The first value as typed, or nothing.
    pub fn value(&self, name: &str) -> &str {
        self.value_in(&self.at, name)
    }

    /// The first value of a field of one of the page's forms.
    pub fn value_in(&self, place: &str, name: &str) -> &str {
        self.values_in(place, name).first().map_or("", String::as_str)
    }

    /// All values of a field, as checkboxes send them.
    pub fn values(&self, name: &str) -> &[String] {
        self.values_in(&self.at, name)
    }

    fn values_in(&self, place: &str, name: &str) -> &[String] {
        // A form that was sent counts as typed whole: a box left empty must not fall back to its preset.
        if place == self.at && !self.typed.is_empty() {
            self.typed.get(name).map_or(&[], Vec::as_slice)
        } else {
            self.presets.get(&(place.to_owned(), name.to_owned())).map_or(&[], Vec::as_slice)
        }
    }

    /// Whether this answer of the field is chosen.
    pub fn has_in(&self, place: &str, name: &str, code: &str) -> bool {
        self.values_in(place, name).iter().any(|value| value == code)
    }

    /// Whether a single checkbox is ticked.
    pub fn checked(&self, name: &str) -> bool {
        !self.value(name).is_empty()
    }

    /// Notes what is wrong with a field.
    pub fn error(&mut self, field: &str, key: &str) {
        self.error_say(field, Say::new(key));
    }

    /// Notes what is wrong with a field, with numbers or names in the sentence.
    pub fn error_say(&mut self, field: &str, say: Say) {
        self.problems.push((field.to_owned(), say));
    }

    /// The same form with what an act found wrong.
    pub fn mistakes(mut self, found: &[Mistake]) -> Form {
        for mistake in found {
            self.problems.push((mistake.field.clone(), mistake.say.clone()));
        }
        self
    }

    /// Whether nothing is wrong (yet).
    pub fn is_fine(&self) -> bool {
        self.problems.is_empty()
    }

    /// Everything wrong, in the order found.
    pub fn problems(&self) -> &[(String, Say)] {
        &self.problems
    }

    /// The first thing wrong with a field.
    pub fn problem(&self, field: &str) -> Option<&Say> {
        self.problems.iter().find(|(name, _)| name == field).map(|(_, say)| say)
    }

    /// The first thing wrong with a field of one of the page's forms.
    pub fn problem_in(&self, place: &str, field: &str) -> Option<&Say> {
        self.problem(field).filter(|_| place == self.at)
    }

    /// Whether this is the form of the page that came back with problems.
    pub fn is_wrong_in(&self, place: &str) -> bool {
        place == self.at && !self.is_fine()
    }

    /// The id of a field's control on the page.
    pub fn id(&self, place: &str, name: &str) -> String {
        if place.is_empty() { format!("f-{name}") } else { format!("f-{place}-{name}") }
    }

    /// The id of a field of the form that was sent, for the list of problems.
    pub fn id_of(&self, name: &str) -> String {
        self.id(&self.at, name)
    }

    /// Text without outer blanks, at most `max` characters; may be empty.
    pub fn text(&mut self, field: &str, max: usize) -> String {
        let text = self.value(field).trim().to_owned();
        let length = text.chars().count();
        if length > max {
            self.error_say(field, Say::new("error-too-long").with("max", max).with("over", length - max));
        }
        text
    }

    /// Text that must not be empty; `key` says what to write.
    pub fn required(&mut self, field: &str, max: usize, key: &str) -> String {
        let text = self.text(field, max);
        if text.is_empty() {
            self.error(field, key);
        }
        text
    }

    /// A telephone number in plain digits, however it was spaced; empty is none.
    pub fn phone(&mut self, field: &str) -> Option<String> {
        let typed = plain(self.value(field));
        let digits: String = typed.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')')).collect();
        if digits.is_empty() {
            return None;
        }
        let number = digits.strip_prefix('+').unwrap_or(&digits);
        // A number at home that starts with 1 is a mobile number, and those have 11 digits.
        let mobile = digits.starts_with('1');
        let long_enough = if mobile { number.len() == 11 } else { (7..=15).contains(&number.len()) };
        let right = long_enough && number.chars().all(|c| c.is_ascii_digit());
        if !right {
            self.error(field, "error-phone");
        }
        right.then_some(digits)
    }

    /// A day, as 2026-03-05, 2026/3/5, 2026年3月5日 or 20260305; empty is none.
    pub fn date(&mut self, field: &str) -> Option<NaiveDate> {
        let typed = plain(self.value(field));
        if typed.is_empty() {
            return None;
        }
        let day = day(&typed);
        if day.is_none() {
            self.error(field, "error-date");
        }
        day
    }

    /// One of the allowed answers; empty is none.
    pub fn choice(&mut self, field: &str, allowed: &[&str]) -> Option<String> {
        let code = self.value(field).to_owned();
        if code.is_empty() {
            return None;
        }
        let known = allowed.contains(&code.as_str());
        if !known {
            self.error(field, "error-choice");
        }
        known.then_some(code)
    }

    /// Any number of the allowed answers.
    pub fn choices_of(&mut self, field: &str, allowed: &[&str]) -> Vec<String> {
        let chosen = self.values(field).to_vec();
        if chosen.iter().any(|code| !allowed.contains(&code.as_str())) {
            self.error(field, "error-choice");
        }
        chosen.into_iter().filter(|code| allowed.contains(&code.as_str())).collect()
    }

    /// A whole number from `least` to `most`; empty is none.
    pub fn whole(&mut self, field: &str, least: i64, most: i64) -> Option<i64> {
        let typed = plain(self.value(field));
        if typed.is_empty() {
            return None;
        }
        let number = typed.parse().ok().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            self.error_say(field, Say::new("error-whole").with("least", least).with("most", most));
        }
        number
    }

    /// An id sent by a hidden field or a list; empty is none.
    pub fn uuid(&mut self, field: &str) -> Option<Uuid> {
        let typed = self.value(field).trim();
        if typed.is_empty() {
            return None;
        }
        let id = Uuid::try_parse(typed).ok();
        if id.is_none() {
            self.error(field, "error-choice");
        }
        id
    }
}

/// Full-width digits, letters, dashes and blanks as their plain forms, without outer blanks.
pub fn plain(typed: &str) -> String {
    let half = typed.chars().map(|c| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{00A0}' | '\t' => ' ',
        '—' | '–' | '‐' | '‑' | '−' => '-',
        '。' => '.',
        _ => c,
    });
    half.collect::<String>().trim().to_owned()
}

fn day(typed: &str) -> Option<NaiveDate> {
    let bits: Vec<&str> = typed.split(|c: char| !c.is_ascii_digit()).filter(|bit| !bit.is_empty()).collect();
    match bits.as_slice() {
        [year, month, day] if year.len() == 4 => {
            NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        }
        [whole] if whole.len() == 8 && *whole == typed => NaiveDate::parse_from_str(whole, "%Y%m%d").ok(),
        _ => None,
    }
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
